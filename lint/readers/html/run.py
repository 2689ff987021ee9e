"""A run of text in a block: its white space as browsers show it, its references as what they stand for."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import NamedTuple

import regex

from lint.readers.builder import Builder
from lint.readers.html.tokens import SPACE, reference
from lint.text import Span


class PartKind(enum.Enum):
    """What a part of a run is."""

    VERBATIM = "verbatim"
    SUBSTITUTE = "substitute"
    OPAQUE = "opaque"
    PICTURE = "picture"
    """Opaque too, where it stands in the middle of a sentence; at its edges it is no part of it."""


class Part(NamedTuple):
    """A part of a run, what it stands for in the source, and, of a substitute, what it says."""

    kind: PartKind
    source: Span
    text: str = ""


_SOFT_HYPHEN = "\u00ad"
"""Where a word may be divided: it is shown only at the end of a line, and no part of the word."""
_PIECE = regex.compile(r"([ \t\n\f\r]++)|&|\xad|(?:[^ \t\n\f\r&\xad]++(?: (?=[^ \t\n\f\r&\xad]))?+)++")


@dataclass
class Run:
    """Text that stands in one line or paragraph, as it is collected."""

    parts: list[Part] = field(default_factory=list)
    _gap: Span | None = None
    """White space that is shown only where something follows."""
    _break: Span | None = None
    """A line break, likewise."""

    @property
    def is_blank(self) -> bool:
        """Whether nothing is shown so far."""
        return not self.parts

    @property
    def source(self) -> Span:
        """From the first to the last part that is shown."""
        return Span(self.parts[0].source.start, self.parts[-1].source.end)

    @property
    def is_broken(self) -> bool:
        """Whether a line break came last."""
        return self._break is not None

    def text(self, text: str, start: int, end: int, *, in_attribute: bool = False) -> None:
        """Add text with references."""
        at = start
        while at < end:
            match = _PIECE.match(text, at, end)
            assert match, "every character is white space, an ampersand or another"
            until = match.end()
            if match[1]:
                self._space(at, until)
            elif text[at] == "&":
                until = self._reference(text, at, end, in_attribute)
            elif text[at] != _SOFT_HYPHEN:
                self.add(Part(PartKind.VERBATIM, Span(at, until)))
            at = until

    def _reference(self, text: str, at: int, end: int, in_attribute: bool) -> int:
        meaning = reference(text, at, end, in_attribute=in_attribute)
        if meaning is None:
            self.add(Part(PartKind.VERBATIM, Span(at, at + 1)))
            return at + 1
        decoded, until = meaning
        if decoded.strip(SPACE) and decoded != _SOFT_HYPHEN:
            self.add(Part(PartKind.SUBSTITUTE, Span(at, until), decoded))
        elif decoded and decoded != _SOFT_HYPHEN:
            self._space(at, until)
        return until

    def _space(self, start: int, end: int) -> None:
        if self._break is not None:
            if self._break.end == start:
                self._break = Span(self._break.start, end)
        elif not self._gap:
            self._gap = Span(start, end)
        elif self._gap.end == start:
            self._gap = Span(self._gap.start, end)

    def line_break(self, start: int, end: int) -> None:
        """Begin a new line, where anything stands before and after."""
        if self.parts:
            begin = self._gap.start if self._gap and self._gap.end == start else start
            self._gap, self._break = None, Span(begin, end)

    def add(self, part: Part) -> None:
        """Add what is no white space."""
        if self._break:
            self.parts.append(Part(PartKind.SUBSTITUTE, self._break, "\n"))
        elif self._gap and self.parts:
            self.parts.append(Part(PartKind.SUBSTITUTE, self._gap, " "))
        self._gap = self._break = None
        self.parts.append(part)

    def take_last_pictures(self) -> list[Part]:
        """Take the pictures off the end, with the white space before them."""
        parts, at = self.parts, len(self.parts)
        while at and (parts[at - 1].kind is PartKind.PICTURE or parts[at - 1].text in (" ", "\n")):
            at -= 1
        pictures = [part for part in parts[at:] if part.kind is PartKind.PICTURE]
        if pictures:
            del parts[at:]
        return pictures

    def build(self, builder: Builder) -> None:
        """Give the parts to a block that has begun."""
        for kind, source, text in self.parts:
            if kind is PartKind.VERBATIM:
                builder.verbatim(*source)
            elif kind is PartKind.SUBSTITUTE:
                builder.substitute(text, *source)
            else:
                builder.opaque(*source)
