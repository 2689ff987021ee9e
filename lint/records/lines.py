"""The lines of a stream of bytes, none longer than a record may be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from lint.records.base import MOST_RECORD_BYTES, Raw


class RawLine(NamedTuple):
    """A line with its ending, or a part of one that is too long."""

    data: bytes
    number: int
    """From 1."""
    is_whole: bool = True
    is_start: bool = True
    """Whether the line begins with it."""


def raw_lines(stream: BinaryIO, number: int = 1) -> Iterator[RawLine]:
    """The lines, ended by LF alone; `number` is that of the first."""
    is_start = True
    while data := stream.readline(MOST_RECORD_BYTES):
        ends = data.endswith(b"\n")
        is_whole = is_start and (ends or len(data) < MOST_RECORD_BYTES)
        yield RawLine(data, number, is_whole, is_start)
        is_start = ends
        number += ends


def between(data: bytes) -> Raw:
    """What is no record."""
    return Raw(data, len(data))
