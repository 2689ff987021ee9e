"""Bytes to text and back: a decoding that loses nothing and shifts no offset.

Offsets everywhere in this package are code points into `Source.text`, where a byte order mark counts
and line endings stand as they are in the file.
"""

from __future__ import annotations

import bisect
import codecs
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

PLAIN = "plain"
"""The format of a text without markup."""


class Span(NamedTuple):
    """A half-open range of code points."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a code point; an empty span overlaps what it stands strictly inside."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Whether `other` lies inside this span."""
        return self.start <= other.start and other.end <= self.end


class SpanSet:
    """Spans that can be asked, in logarithmic time, whether another one touches them."""

    def __init__(self, spans: Iterable[Span]) -> None:
        """Overlapping spans are merged."""
        self._spans: list[Span] = []
        for span in sorted(spans):
            if self._spans and span.start < self._spans[-1].end:
                self._spans[-1] = Span(self._spans[-1].start, max(span.end, self._spans[-1].end))
            else:
                self._spans.append(span)

    def touched_by(self, span: Span) -> bool:
        """Whether one of the spans overlaps; standing beside one is no touch."""
        at = bisect.bisect_left(self._spans, span)
        return any(near.overlaps(span) for near in self._spans[max(0, at - 1) : at + 1])


class NotText(ValueError):
    """The bytes are no text that can be kept byte for byte; the message says why and what to do."""


class Encoding(NamedTuple):
    """A codec, and the error handler with which it gives back every byte."""

    codec: str
    errors: str


UTF8 = Encoding("utf-8", "surrogateescape")
WINDOWS_1252 = Encoding("cp1252", "strict")
TEXT = Encoding("utf-8", "surrogatepass")
"""Of a text that was taken out of a file: it may hold halves of characters, and is put back in another way."""

_BYTE_ORDER_MARKS = (  # the longer first: UTF-32's begins with UTF-16's
    (codecs.BOM_UTF32_LE, Encoding("utf-32-le", "surrogatepass")),
    (codecs.BOM_UTF32_BE, Encoding("utf-32-be", "surrogatepass")),
    (codecs.BOM_UTF8, UTF8),
    (codecs.BOM_UTF16_LE, Encoding("utf-16-le", "surrogatepass")),
    (codecs.BOM_UTF16_BE, Encoding("utf-16-be", "surrogatepass")),
)
_CONTROLS = bytes(c for c in range(32) if c not in b"\t\n\v\f\r\x1a\x1b\b") + b"\x7f"
_NOT_ASCII = bytes(range(128, 256))
_SPACES = b" \t\r\n"
_MOST_CONTROLS = 0.02
_MOST_STRAY_BYTES = 0.3  # Western European text has one in ten; Cyrillic or Chinese bytes are nearly all


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it is: its name, its text, and the encoding that gives its bytes back."""

    path: str
    text: str
    encoding: Encoding = UTF8

    @classmethod
    def decode(cls, path: str, data: bytes, encoding: Encoding | None = None) -> Source:
        """Decode `data`; raises NotText where no encoding was given and none fits."""
        encoding = encoding or detect(data)
        return cls(path, data.decode(*encoding), encoding)

    def with_text(self, text: str) -> Source | None:
        """The file with another text, as it is read again; None where that is another one: stray bytes meet, say.

        Raises UnicodeEncodeError.
        """
        if self.encoding == TEXT:
            return replace(self, text=text)
        try:
            again = Source.decode(self.path, self.encode(text))
        except NotText:
            return None
        return again if again.text == text else None

    def encode(self, text: str | None = None) -> bytes:
        """The bytes of `text` (or of the source's own) in the source's encoding; raises UnicodeEncodeError."""
        return (self.text if text is None else text).encode(*self.encoding)


def detect(data: bytes) -> Encoding:
    """The encoding in which `data` can be read and given back unchanged; raises NotText."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark) and _gives_back(data, encoding):
            return encoding
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise NotText("UTF-16 that is cut off or broken; convert it to UTF-8 first")
    _refuse_binary(data)
    if data.isascii():
        return UTF8
    stray, sequences = _stray_bytes_and_sequences(data)
    if stray > _MOST_STRAY_BYTES * len(data.translate(None, _SPACES)):
        raise NotText("neither UTF-8, UTF-16 nor Windows-1252; convert it to UTF-8 first")
    if not stray or sequences * 10 > stray:
        return UTF8
    # Bytes that Windows-1252 leaves undefined stay bytes: UTF-8 with stray bytes holds any.
    return WINDOWS_1252 if _gives_back(data, WINDOWS_1252) else UTF8


def _gives_back(data: bytes, encoding: Encoding) -> bool:
    try:
        return data.decode(*encoding).encode(*encoding) == data
    except UnicodeError:
        return False


def _refuse_binary(data: bytes) -> None:
    """Raise NotText for data that holds control characters as no text does; a NUL or two is still text."""
    controls = len(data) - len(data.translate(None, _CONTROLS))
    if controls <= 1 + _MOST_CONTROLS * len(data):
        return
    if _every_other_byte_is_nul(data):
        raise NotText("UTF-16 without a byte order mark; convert it to UTF-8 first")
    raise NotText("a binary file")


def _every_other_byte_is_nul(data: bytes) -> bool:
    half = len(data) // 2
    even, odd = data[0::2].count(0), data[1::2].count(0)
    return max(even, odd) > 0.7 * half and min(even, odd) < 0.1 * half


def _stray_bytes_and_sequences(data: bytes) -> tuple[int, int]:
    """How many bytes are no UTF-8, and how many whole sequences of two bytes or more there are."""
    text = data.decode(*UTF8)
    stray = sum(1 for c in text if "\udc80" <= c <= "\udcff")
    high = len(data) - len(data.translate(None, _NOT_ASCII))
    return stray, (high - stray) // 2
