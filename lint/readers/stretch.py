"""Text that is put together from several places of the source, as a paragraph from its lines without their indents."""

from __future__ import annotations

import bisect
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import regex

from lint.readers.builder import Builder
from lint.text import Span

_SPACES = regex.compile(r"(?<=\S) {2,}(?!\s)")


class _Part(NamedTuple):
    start: int
    """Where the part begins in the stretch."""
    source: Span
    is_break: bool


class Stretch:
    """A text of which each part knows where it stands in the source."""

    def __init__(self, builder: Builder) -> None:
        """Empty; what is emitted goes to the builder's open block."""
        self._builder = builder
        self._parts: list[_Part] = []
        self._texts: list[str] = []
        self._length = 0

    @property
    def text(self) -> str:
        """What has been put together so far."""
        if len(self._texts) > 1:
            self._texts = ["".join(self._texts)]
        return self._texts[0] if self._texts else ""

    @property
    def whole(self) -> str:
        """The text of the whole source."""
        return self._builder.source.text

    def add(self, start: int, end: int) -> None:
        """Append a piece of the source as it stands."""
        self._append(self._builder.source.text[start:end], Span(start, end), is_break=False)

    def add_break(self, start: int, end: int) -> None:
        """Append a line break for which something else stands in the source, as the edge of a table's cell."""
        self._append("\n", Span(start, end), is_break=True)

    def _append(self, text: str, source: Span, *, is_break: bool) -> None:
        if text:
            self._parts.append(_Part(self._length, source, is_break))
            self._texts.append(text)
            self._length += len(text)

    def _inside(self, start: int, end: int) -> Iterator[_Part]:
        """The parts of `text[start:end]`, cut to it."""
        at = max(0, bisect.bisect_right(self._parts, start, key=lambda part: part.start) - 1)
        while at < len(self._parts) and self._parts[at].start < end:
            part = self._parts[at]
            length = 1 if part.is_break else part.source.end - part.source.start
            first, last = max(start, part.start) - part.start, min(end - part.start, length)
            if part.is_break and first < last:
                yield part
            elif first < last:
                yield _Part(part.start + first, Span(part.source.start + first, part.source.start + last), False)
            at += 1

    def verbatim(self, start: int, end: int) -> None:
        """`text[start:end]` is prose."""
        for part in self._inside(start, end):
            if part.is_break:
                self._builder.substitute("\n", *part.source)
            else:
                self._words(*part.source)

    def _words(self, start: int, end: int) -> None:
        """Prose in which several spaces are read as one, as every page shows them."""
        for gap in _SPACES.finditer(self._builder.source.text, start, end):
            self._builder.verbatim(start, gap.start())
            self._builder.substitute(" ", *gap.span())
            start = gap.end()
        self._builder.verbatim(start, end)

    def substitute(self, text: str, start: int, end: int) -> None:
        """For `text[start:end]`, which stands in one line, `text` is read."""
        self._builder.substitute(text, *self.source(start, end))

    def opaque(self, start: int, end: int) -> None:
        """`text[start:end]` is no prose but stands among it."""
        self._builder.opaque(*self.source(start, end))

    def source(self, start: int, end: int) -> Span:
        """Where `text[start:end]` stands; only its first part, where what lies between the parts is not blank."""
        parts = list(self._inside(start, end))
        first, last = parts[0].source, parts[-1].source
        texts = self._builder.source.text
        between = (texts[above.source.end : below.source.start] for above, below in pairwise(parts))
        if any(part.is_break for part in parts) or any(gap.strip() for gap in between):
            return first
        return Span(first.start, last.end)
