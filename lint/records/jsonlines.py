"""JSON Lines: an object a line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from lint.records.base import TOO_LONG, Parser, Raw, Wanted
from lint.records.jsontext import JsonParser
from lint.records.lines import between, raw_lines


def open_stream(stream: BinaryIO, path: str, wanted: Wanted) -> tuple[Parser, Iterator[Raw]]:  # noqa: ARG001
    """The parser of the records, and the lines; blank ones are no records."""
    return JsonParser(wanted), _raws(stream)


def _raws(stream: BinaryIO) -> Iterator[Raw]:
    number = 0
    for line in raw_lines(stream):
        if not line.is_start or not line.data.strip():
            yield between(line.data)
            continue
        number += 1
        error = "" if line.is_whole else TOO_LONG
        yield Raw(line.data, len(line.data), number, line.number, error)
