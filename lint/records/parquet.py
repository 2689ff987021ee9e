"""Parquet: a row a record, read by batches and written again by row groups."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from lint.records.base import ID, CannotMend, Change, Key, Raw, Record, Unreadable, Value, Wanted
from lint.writer import NotWritten, Replacement, Seen, digest, refuse_unwritable

_ROWS_A_BATCH = 500
_INSTALL = "to read .parquet files, install copydesk[corpus]"


@contextmanager
def _failing_in_words() -> Iterator[None]:
    """Turn what pyarrow raises into Unreadable."""
    try:
        yield
    except OSError:
        raise
    except Exception as error:
        if not type(error).__module__.startswith("pyarrow"):
            raise
        raise Unreadable(f"no Parquet file, or a broken one: {' '.join(str(error).split())}") from error


@dataclass(frozen=True)
class Cells:
    """What is wanted of a row: its id, and the texts of columns, where they are not null."""

    id: str | None
    texts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class CellsParser:
    """Rows of which the cells are read already."""

    columns: tuple[str, ...]
    """The names of all columns, those inside of structures dotted."""
    present: frozenset[str]
    """The wanted ones that are there."""

    def parse(self, data: Cells) -> Record:
        """See Parser."""
        return Record(tuple(Value((name,), text) for name, text in data.texts), data.id, (), self.present)

    def mend(self, data: Cells, changes: Mapping[Key, Change]) -> Cells:
        """See Parser."""
        new = {str(key[0]): change.after for key, change in changes.items()}
        for text in new.values():
            try:
                text.encode()
            except UnicodeEncodeError as error:
                raise CannotMend("its text would hold half a character") from error
        return Cells(data.id, tuple((name, new[name]) for name, _ in data.texts if name in new))

    def names(self, data: Cells) -> tuple[str, ...]:  # noqa: ARG002 - as of every parser
        """See Parser."""
        return self.columns


class ParquetRecords:
    """See RecordsFile. What is written again is the row groups, so memory holds the largest of them."""

    def __init__(self, path: str, wanted: Wanted, *, write: bool) -> None:
        """Raises Unreadable, NotWritten or OSError."""
        try:
            from pyarrow import parquet
        except ImportError as error:
            raise Unreadable(_INSTALL) from error
        if write:
            refuse_unwritable(path)
        self._path = path
        self._handle: BinaryIO = open(path, "rb")  # noqa: SIM115 - closed by `close`
        self._output: _Output | None = None
        try:
            self._seen = Seen(os.fstat(self._handle.fileno()), digest(self._handle)) if write else None
            self._handle.seek(0)
            with _failing_in_words():
                self._file = parquet.ParquetFile(self._handle)
            self._wanted = _Columns(self._file.schema_arrow, wanted)
        except BaseException:
            self._handle.close()
            raise
        self.parser = CellsParser(self._wanted.names, frozenset(self._wanted.texts))
        self._group = self._row = 0  # where `put` stands: row groups that are whole, and rows beyond them
        self._changes: dict[str, dict[int, str]] = defaultdict(dict)

    def raws(self) -> Iterator[Raw]:
        """See RecordsFile."""
        with _failing_in_words():
            number = 0
            for batch in self._batches():
                for cells in self._wanted.rows(batch):
                    number += 1
                    yield Raw(cells, sum(len(text) for _, text in cells.texts), number)

    def _batches(self) -> Iterator[Any]:
        columns = [*self._wanted.texts, *([self._wanted.id] if self._wanted.id else [])]
        if columns:
            return iter(self._file.iter_batches(_ROWS_A_BATCH, columns=columns))
        return iter(self._file.iter_batches(1, columns=[])) if self._file.metadata.num_rows else iter(())

    def put(self, raws: Sequence[Raw], mended: Mapping[int, Any]) -> None:
        """See RecordsFile."""
        for place in range(len(raws)):
            self._close_groups()
            if place in mended:
                for name, text in mended[place].texts:
                    self._changes[name][self._row] = text
            self._row += 1

    def _close_groups(self) -> None:
        """Go past each row group of which all rows are put back."""
        metadata = self._file.metadata
        while self._group < metadata.num_row_groups and self._row == metadata.row_group(self._group).num_rows:
            self._end_group()

    def _end_group(self) -> None:
        if self._changes and self._output is None:
            self._output = _Output(self._path, self._file, self._wanted)
            for group in range(self._group):
                self._output.write(group, {})
        if self._output:
            self._output.write(self._group, self._changes)
        self._changes = defaultdict(dict)
        self._group, self._row = self._group + 1, 0

    def commit(self) -> bool:
        """See RecordsFile."""
        with _failing_in_words():
            self._close_groups()
            if self._output is None:
                return False
            assert self._seen is not None
            self._output.finish()
        self._handle.close()  # some systems replace no file that is open
        self._output.commit(self._seen)
        return True

    def close(self) -> None:
        """See RecordsFile."""
        if self._output:
            self._output.close()
        self._handle.close()


class _Columns:
    """The columns that are wanted. A dotted name is a column of that name, or one inside of a structure."""

    def __init__(self, schema: Any, wanted: Wanted) -> None:
        """Raises Unreadable for a column that holds no text."""
        self._types = dict(_leaves(schema))
        self.names = tuple(self._types)
        self.texts = [name for name in dict.fromkeys(wanted.fields) if name in self._types]
        id_field = wanted.id_field or ID
        self.id = id_field if id_field in self._types else None
        for name in self.texts:
            if not _is_text(self._types[name]):
                raise Unreadable(f"the column {name} holds {self._types[name]}, no text")
        if any(name not in schema.names for name in self.texts) and len(set(schema.names)) < len(schema.names):
            raise Unreadable("two columns have one name; give them different ones")
        self._paths = {name: _path(schema, name) for name in (*self.texts, *filter(None, [self.id]))}

    def rows(self, batch: Any) -> Iterator[Cells]:
        """What is wanted of each row of a batch."""
        ids = self.values(batch, self.id) if self.id else [None] * batch.num_rows
        columns = [(name, self.values(batch, name)) for name in self.texts]
        for row, found in enumerate(ids):
            texts = tuple((name, values[row]) for name, values in columns if values[row])
            yield Cells(None if found is None else str(found) or None, texts)

    def values(self, table: Any, name: str) -> list[Any]:
        """The values of a column."""
        import pyarrow.compute as pc

        first, *inner = self._paths[name]
        column = table.column(first)
        values: list[Any] = (pc.struct_field(column, inner) if inner else column).to_pylist()
        return values

    def path(self, name: str) -> list[str]:
        """The names from the column down to what a dotted name means."""
        return self._paths[name]


def _leaves(schema: Any) -> Iterator[tuple[str, Any]]:
    """The columns and what is inside of structures, by dotted names."""
    import pyarrow as pa

    waiting = [(field.name, field.type) for field in reversed(list(schema))]
    while waiting:
        name, type_ = waiting.pop()
        if pa.types.is_struct(type_):
            waiting += [(f"{name}.{inner.name}", inner.type) for inner in reversed(list(type_))]
        else:
            yield name, type_


def _path(schema: Any, name: str) -> list[str]:
    """How to get from a schema to what a dotted name means."""
    if name in schema.names:
        return [name]
    path, fields, rest = [], {field.name: field for field in schema}, name
    while rest not in fields:
        head = next(key for key in fields if rest.startswith(key + "."))
        path.append(head)
        rest = rest[len(head) + 1 :]
        fields = {field.name: field for field in fields[head].type}
    return [*path, rest]


def _is_text(type_: Any) -> bool:
    import pyarrow as pa

    if pa.types.is_dictionary(type_):
        type_ = type_.value_type
    return bool(pa.types.is_string(type_) or pa.types.is_large_string(type_) or pa.types.is_string_view(type_))


class _Output:
    """The new file, beside the old one, with its schema, metadata, row groups, codecs and encodings."""

    def __init__(self, path: str, file: Any, columns: _Columns) -> None:
        from pyarrow import parquet

        self._file, self._columns = file, columns
        self._replacement = Replacement(path)
        try:
            self._writer = parquet.ParquetWriter(self._replacement.file, file.schema_arrow, **_settings(file))
        except BaseException:
            self._replacement.close()
            raise

    def write(self, group: int, changes: Mapping[str, Mapping[int, str]]) -> None:
        """Write a row group with other texts in some rows of some columns."""
        table = self._file.read_row_group(group)
        for name, texts in changes.items():
            first, *inner = self._columns.path(name)
            at = table.schema.get_field_index(first)
            column = table.column(at).combine_chunks()
            table = table.set_column(at, table.schema.field(at), _replaced(column, inner, texts))
        self._writer.write_table(table, row_group_size=max(1, table.num_rows))

    def finish(self) -> None:
        self._writer.close()
        self._replacement.file.flush()
        self._verify()

    def commit(self, seen: Seen) -> None:
        self._replacement.commit(lambda target: seen.is_still(Path(target)))

    def _verify(self) -> None:
        """Raise NotWritten where the new file is not laid out as the old one."""
        from pyarrow import parquet

        with parquet.ParquetFile(self._replacement.temporary) as new:
            if _layout(new) != _layout(self._file):
                raise NotWritten("the file has something that cannot be written again as it is")

    def close(self) -> None:
        self._replacement.close()


def _replaced(array: Any, inner: Sequence[str], texts: Mapping[int, str]) -> Any:
    """An array with other texts in some rows, inside of a structure where `inner` says so."""
    import pyarrow as pa

    if inner:
        at = array.type.get_field_index(inner[0])
        children = [array.field(number) for number in range(array.type.num_fields)]
        children[at] = _replaced(children[at], inner[1:], texts)
        return pa.StructArray.from_arrays(children, fields=list(array.type), mask=array.is_null())
    values = array.to_pylist()
    for row, text in texts.items():
        values[row] = text
    if pa.types.is_dictionary(array.type):
        return pa.array(values, array.type.value_type).dictionary_encode().cast(array.type)
    return pa.array(values, array.type)


def _settings(file: Any) -> dict[str, Any]:
    """How to write so that the new file is made as the old one was."""
    metadata = file.metadata
    if not metadata.num_row_groups:
        return {}
    group = metadata.row_group(0)
    chunks = [group.column(number) for number in range(metadata.num_columns)]
    has_dictionary = [
        chunk.path_in_schema for chunk in chunks if any("DICTIONARY" in encoding for encoding in chunk.encodings)
    ]
    codecs = {chunk.path_in_schema: chunk.compression.lower() for chunk in chunks}
    return {
        "version": metadata.format_version,
        "compression": {path: "none" if codec == "uncompressed" else codec for path, codec in codecs.items()},
        "use_dictionary": has_dictionary,
        "write_statistics": [chunk.path_in_schema for chunk in chunks if chunk.is_stats_set],
        "use_deprecated_int96_timestamps": any(chunk.physical_type == "INT96" for chunk in chunks),
        "use_compliant_nested_type": not any(".list.item" in chunk.path_in_schema for chunk in chunks),
        "store_schema": b"ARROW:schema" in (metadata.metadata or {}),
        "write_page_index": any(chunk.has_column_index for chunk in chunks),
    }


def _layout(file: Any) -> tuple[Any, ...]:
    """What must stay: schema, metadata, row groups and codecs."""
    metadata = file.metadata
    groups = [metadata.row_group(number) for number in range(metadata.num_row_groups)]
    codecs = [[group.column(number).compression for number in range(group.num_columns)] for group in groups]
    kept = {key: value for key, value in (metadata.metadata or {}).items() if key != b"ARROW:schema"}
    return file.schema, file.schema_arrow, kept, [group.num_rows for group in groups], codecs
