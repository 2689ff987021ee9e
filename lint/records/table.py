"""CSV and TSV: a row a record, fields named by the header."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import BinaryIO

import regex

from lint.records.base import (
    ID,
    MOST_RECORD_BYTES,
    TOO_LONG,
    BadRecord,
    CannotMend,
    Change,
    Key,
    Parser,
    Raw,
    Record,
    Unreadable,
    Value,
    Wanted,
    has_stray_bytes,
    is_utf8,
)
from lint.records.lines import RawLine, between, raw_lines
from lint.text import UTF8

_DELIMITERS = ",;\t|"
_ENDING = regex.compile(r"(?:\r\n|\n|\r)?\Z")
_MOST_HEADER_BYTES = 1 << 20
_UNCLOSED = "a quotation mark is never closed"


def open_stream(stream: BinaryIO, path: str, wanted: Wanted) -> tuple[Parser, Iterator[Raw]]:
    """The parser of the rows, and the rows; raises Unreadable where the header is none."""
    csv.field_size_limit(MOST_RECORD_BYTES)
    header = _header(stream)
    delimiter = _delimiter(header.decode(*UTF8), path, wanted)
    if header and not header.strip():
        raise Unreadable("the first line is blank; it must name the columns")
    names = _row(header.decode(*UTF8), delimiter) if header else []
    twice = next((name for name in wanted.fields if names.count(name) > 1), None)
    if twice is not None:
        raise Unreadable(f"the header has two columns {twice!r}; give them different names")
    return TableParser(tuple(names), delimiter, wanted), _raws(header, stream, delimiter)


def _header(stream: BinaryIO) -> bytes:
    """The first row, in which a quoted name may go over several lines."""
    lines, size, is_open = [], 0, False
    while line := stream.readline(_MOST_HEADER_BYTES):
        lines.append(line)
        size += len(line)
        is_open ^= bool(line.count(b'"') % 2)
        if size >= _MOST_HEADER_BYTES:
            raise Unreadable("the first line is too long for a header")
        if not is_open:
            break
    return b"".join(lines)


def _delimiter(header: str, path: str, wanted: Wanted) -> str:
    """What parts the columns: of a CSV file, what gives the most names that are wanted, or else the most names."""
    suffixes = [suffix.lower() for suffix in PurePath(path).suffixes[-2:]]
    if ".tsv" in suffixes:
        return "\t"

    def fits(delimiter: str) -> tuple[int, int]:
        names = _row(header, delimiter)
        return sum(name in names for name in wanted.fields), len(names)

    return max(_DELIMITERS, key=fits)


def _row(text: str, delimiter: str, *, strict: bool = False) -> list[str]:
    """The fields of a row; raises csv.Error."""
    rows = csv.reader([text], delimiter=delimiter, strict=strict)
    try:
        return next(rows, [])
    except csv.Error:
        if strict:
            raise
        return []


class _TooLong(Exception):
    """A row is longer than a record may be."""


class _Taken:
    """Lines as text, which remembers those it gave."""

    def __init__(self, stream: BinaryIO, first: int) -> None:
        self.all_lines = raw_lines(stream, first)
        self.lines: list[RawLine] = []
        self._size = 0

    def __iter__(self) -> _Taken:
        return self

    def __next__(self) -> str:
        line = next(self.all_lines)
        self.lines.append(line)
        self._size += len(line.data)
        if not line.is_whole or self._size > MOST_RECORD_BYTES:
            raise _TooLong
        return line.data.decode(*UTF8)

    def take(self) -> list[RawLine]:
        """The lines since the last time."""
        taken, self.lines, self._size = self.lines, [], 0
        return taken


def _raws(header: bytes, stream: BinaryIO, delimiter: str) -> Iterator[Raw]:
    yield between(header)
    taken = _Taken(stream, 1 + header.count(b"\n"))
    rows = csv.reader(taken, delimiter=delimiter)
    number = 0
    while True:
        error, row = "", None
        try:
            row = next(rows)
        except StopIteration:
            return
        except _TooLong:
            error = f"{TOO_LONG}, nor is what follows: is a quotation mark not closed?"
        except csv.Error:
            pass  # its parser says what is wrong
        lines = taken.take()
        data = b"".join(line.data for line in lines)
        if row == []:
            yield between(data)
            continue
        number += 1
        yield Raw(data, len(data), number, lines[0].number, error)
        if error:
            yield from (between(line.data) for line in taken.all_lines)
            return


@dataclass(frozen=True)
class TableParser:
    """Rows under a header."""

    header: tuple[str, ...]
    delimiter: str
    wanted: Wanted

    def parse(self, data: bytes) -> Record:
        """See Parser."""
        row = self._read(data.decode(*UTF8))
        if len(row) != len(self.header):
            raise BadRecord(f"the row has {len(row)} fields, and the header {len(self.header)}")
        values: list[Value] = []
        problems: list[str] = []
        is_stray = not is_utf8(data)
        present = [name for name in self.wanted.fields if name in self.header]
        for name in dict.fromkeys(present):
            text = row[self.header.index(name)]
            if is_stray and has_stray_bytes(text):
                problems.append(f"{name} holds bytes that are no UTF-8")
            elif text:
                values.append(Value((name,), text))
        id_field = self.wanted.id_field or ID
        found = row[self.header.index(id_field)] if id_field in self.header else None
        return Record(tuple(values), found or None, tuple(problems), frozenset(present))

    def _read(self, text: str) -> list[str]:
        csv.field_size_limit(MOST_RECORD_BYTES)
        try:
            return _row(text, self.delimiter, strict=True)
        except csv.Error as error:
            if "unexpected end" in str(error):
                raise BadRecord(_UNCLOSED) from error
        try:
            return next(csv.reader([text], delimiter=self.delimiter))
        except csv.Error as error:
            if "new-line" in str(error):
                raise BadRecord("a line break stands in a field without quotation marks") from error
            raise BadRecord(f"no row of a table: {error}") from error

    def mend(self, data: bytes, changes: Mapping[Key, Change]) -> bytes:
        """See Parser."""
        text = data.decode(*UTF8)
        row = self._read(text)
        ending = _ENDING.search(text)
        assert ending is not None
        fields = self._raw_fields(text[: ending.start()])
        if fields is None or list(map(_value, fields)) != row:
            raise CannotMend("its quotation marks stand in unusual places")
        for key, change in changes.items():
            at = self.header.index(str(key[0]))
            row[at] = change.after
            fields[at] = self._written(fields[at], change.after)
        mended = self.delimiter.join(fields) + ending[0]
        if self._read(mended) != row:
            raise CannotMend("written as a row, it would read as another one")
        return mended.encode(*UTF8)

    def _raw_fields(self, line: str) -> list[str] | None:
        """The fields of a row as they are written; None where that is not clear."""
        fields, at = [], 0
        while True:
            if line.startswith('"', at):
                field = _QUOTED.match(line, at)
                end = field.end() if field else -1
            else:
                end = line.find(self.delimiter, at)
                end = len(line) if end < 0 else end
            if end < 0 or (end < len(line) and line[end] != self.delimiter):
                return None
            fields.append(line[at:end])
            if end == len(line):
                return fields
            at = end + 1

    def _written(self, before: str, text: str) -> str:
        """A field with another text: quoted if it was, or if it must be."""
        if before.startswith('"'):
            must = True
        else:  # quotation marks inside an unquoted field are loose writing, which is kept where it was so before
            special = {self.delimiter, "\r", "\n", *(() if '"' in before else '"')}
            must = text.startswith('"') or not special.isdisjoint(text) or (len(self.header) == 1 and not text)
        return '"' + text.replace('"', '""') + '"' if must else text

    def names(self, data: bytes) -> tuple[str, ...]:  # noqa: ARG002 - as of every parser
        """See Parser."""
        return self.header


_QUOTED = regex.compile(r'"(?:[^"]|"")*+"')


def _value(field: str) -> str:
    return field[1:-1].replace('""', '"') if field.startswith('"') else field
