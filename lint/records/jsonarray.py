"""A JSON array of objects, read element by element; a single object counts as an array of one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

import regex

from lint.records.base import MOST_RECORD_BYTES, TOO_LONG, Parser, Raw, Wanted
from lint.records.jsontext import JsonParser
from lint.records.lines import between

_BYTES_A_READ = 1 << 17
_BLANK = regex.compile(rb"[ \t\r\n]++")
_TO_TOKEN = regex.compile(rb'(?:[^\[\]{},"]++|"(?:[^"\\]++|\\.)*+")*+', regex.DOTALL)
_TO_BRACKET = regex.compile(rb'(?:[^\[\]{}"]++|"(?:[^"\\]++|\\.)*+")*+', regex.DOTALL)
"""What is skipped outside and inside of brackets: strings as well, unless one is cut by the end of the buffer."""
_STRING_END = regex.compile(rb'(?:[^"\\]++|\\.)*+"', regex.DOTALL)
_STRING_PART = regex.compile(rb'(?:[^"\\]++|\\.)*+', regex.DOTALL)
_CUT_OFF = "the array is not closed: the file may be cut off"
_FOLLOWS = "something follows the end of the array; where each line is an object, call the file .jsonl"


def open_stream(stream: BinaryIO, path: str, wanted: Wanted) -> tuple[Parser, Iterator[Raw]]:  # noqa: ARG001
    """The parser of the records, and the elements with what stands between them."""
    return JsonParser(wanted), _Elements(stream).raws()


class _Elements:
    """A stream that is cut where an element ends. Only strings and brackets are looked at, each byte once."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._buffer = b""
        self._start = 0  # where in it the piece begins that is being read
        self._at = 0  # up to where it is scanned
        self._depth = 0
        self._in_string = False
        self._number = 0
        self._line = 1
        self._is_cut = False  # whether the beginning of this element was handed out, as it is too long

    def raws(self) -> Iterator[Raw]:
        """All of the stream, in its order."""
        yield from self._blank()
        if self._next() != b"[":
            yield from self._element()
            if self._next() or self._more():
                yield from self._rest()
            return
        yield self._separator()
        yield from self._blank()
        is_first = True
        while not (is_first and self._next() == b"]"):
            is_first = False
            yield from self._element()
            if self._next() != b",":
                break
            yield self._separator()
        if not self._next():
            yield Raw(b"", 0, error=_CUT_OFF)
            return
        yield self._separator()
        yield from self._blank()
        if self._next():
            yield from self._rest()

    def _rest(self) -> Iterator[Raw]:
        yield Raw(b"", 0, error=_FOLLOWS)
        while self._next() or self._more():
            yield between(self._take(len(self._buffer)))

    def _more(self) -> bool:
        """Read on, past which nothing is kept before the piece."""
        data = self._stream.read(_BYTES_A_READ)
        self._buffer = self._buffer[self._start :] + data
        self._at -= self._start
        self._start = 0
        return bool(data)

    def _next(self) -> bytes:
        """The byte at which the piece begins, if it is in the buffer."""
        return self._buffer[self._start : self._start + 1]

    def _separator(self) -> Raw:
        return between(self._take(self._start + 1))

    def _take(self, end: int) -> bytes:
        """The piece, which ends there in the buffer; the next one begins."""
        data, self._start = self._buffer[self._start : end], end
        self._at = max(self._at, end)
        self._line += data.count(b"\n")
        return data

    def _blank(self) -> Iterator[Raw]:
        """White space, as far as it goes."""
        while self._next() or self._more():
            blank = _BLANK.match(self._buffer, self._start)
            if blank:
                yield between(self._take(blank.end()))
            if self._next():
                return

    def _element(self) -> Iterator[Raw]:
        """An element without white space before it; after it, the buffer begins with `,` or `]` or is at the end."""
        yield from self._blank()
        self._depth, self._in_string, self._at, self._is_cut = 0, False, self._start, False
        self._number += 1
        while True:
            end = self._end()
            if end is not None:
                break
            if self._at - self._start > MOST_RECORD_BYTES:
                yield self._part(self._at)
            if not self._more():
                end = len(self._buffer)
                break
        yield self._part(end)

    def _part(self, end: int) -> Raw:
        """An element, or a piece of one that is too long."""
        line, is_first = self._line, not self._is_cut
        data = self._take(end)
        self._is_cut = True
        if not is_first:
            return between(data)
        error = TOO_LONG if len(data) > MOST_RECORD_BYTES else ""
        return Raw(data, len(data), self._number, line, error)

    def _end(self) -> int | None:
        """Where the element ends, if that is in the buffer; else all of it is scanned."""
        buffer = self._buffer
        while self._at < len(buffer):
            if self._in_string:
                ending = _STRING_END.match(buffer, self._at)
                if ending is None:
                    part = _STRING_PART.match(buffer, self._at)  # a backslash at the end waits for what it escapes
                    assert part is not None
                    self._at = part.end()
                    return None
                self._at, self._in_string = ending.end(), False
                continue
            skipped = (_TO_BRACKET if self._depth else _TO_TOKEN).match(buffer, self._at)
            assert skipped is not None
            self._at = skipped.end()
            token = buffer[self._at : self._at + 1]
            if self._depth == 0 and token and token in b",]":
                return self._at
            self._at += len(token)
            self._step(token)
        return None

    def _step(self, token: bytes) -> None:
        if token == b'"':
            self._in_string = True
        elif token in (b"[", b"{"):
            self._depth += 1
        elif token in (b"]", b"}"):
            self._depth = max(0, self._depth - 1)
