"""Files of records: many texts in a file, each a document of its own. One file a format, and one line in this table."""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from lint.records.base import RecordsFile, Wanted


class Format(NamedTuple):
    """A format of records: the module that opens it, imported only where a file is of it, and how its files end."""

    module: str
    suffixes: tuple[str, ...]
    is_text: bool = True
    """Whether its files may be compressed as a whole."""


FORMATS: dict[str, Format] = {
    "jsonl": Format("lint.records.jsonlines", (".jsonl", ".ndjson")),
    "json": Format("lint.records.jsonarray", (".json",)),
    "csv": Format("lint.records.table", (".csv", ".tsv")),
    "parquet": Format("lint.records.parquet", (".parquet",), is_text=False),
}
COMPRESSED = (".gz", ".zst")
"""What may follow the suffix of a text format."""
_ENDINGS = (*COMPRESSED, *(suffix for format_ in FORMATS.values() for suffix in format_.suffixes))


def format_of(path: str) -> str | None:
    """The format of records in a file, by its suffix; None where it is no file of records."""
    if not path.lower().endswith(_ENDINGS):  # as most do: each file in a folder is asked about
        return None
    name = os.path.basename(path).lower()
    stem = next((name.removesuffix(suffix) for suffix in COMPRESSED if name.endswith(suffix)), name)
    for format_name, format_ in FORMATS.items():
        if (stem if format_.is_text else name).endswith(format_.suffixes):
            return format_name
    return None


def open_records(path: str, wanted: Wanted, *, write: bool) -> RecordsFile:
    """A file of records, opened; raises Unreadable or OSError, with `write` also NotWritten."""
    name = format_of(path)
    assert name is not None
    module = import_module(FORMATS[name].module)
    if FORMATS[name].is_text:
        from lint.records.textfile import TextRecords

        return TextRecords(path, module, wanted, write=write)
    records: RecordsFile = module.ParquetRecords(path, wanted, write=write)
    return records
