"""String literals in a JSON text: where one stands, and how it is edited so that everything else in it stays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import regex

from lint.finding import Edit
from lint.records.base import CannotMend, Change, Key
from lint.records.escapes import Style
from lint.text import Span

_TOKEN = regex.compile(r'"(?:[^"\\]++|\\.)*+"|[\[\]{},:]', regex.DOTALL)
_UNIT = regex.compile(
    r"[^\\]++|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.", regex.DOTALL
)
"""A run without escapes, or an escape (of two halves, where they are one character)."""


@dataclass
class _Frame:
    """An object or list that is open, and the key or index of the value that is being read in it."""

    current: str | int | None
    awaits_key: bool


def locate(text: str, key: Key) -> Span:
    """The literal of the string at `key` in a JSON text that is well formed, its quotation marks included.

    Of keys that stand twice the last one counts, as everywhere in JSON's practice. Raises CannotMend.
    """
    found = _Walk(key).through(text)
    if found is None:
        raise CannotMend("its place was not found")
    return found


class _Walk:
    """One pass over a JSON text, which knows how far the values it is in are those of a key."""

    def __init__(self, key: Key) -> None:
        self._key = key
        self._frames: list[_Frame] = []
        self._on = 0  # so many of the open frames, from the outermost, are at their part of the key
        self._found: Span | None = None

    def through(self, text: str) -> Span | None:
        for token in _TOKEN.finditer(text):
            what = token[0]
            if what[0] == '"':
                self._string(what, Span(*token.span()))
            elif what in "{[":
                self._frames.append(_Frame(None, what == "{"))
                if what == "[":
                    self._enter(0)
            elif what in "}]":
                self._frames.pop()
                self._on = min(self._on, len(self._frames))
            elif what == ",":
                self._next()
        return self._found

    def _string(self, literal: str, span: Span) -> None:
        if self._frames and self._frames[-1].awaits_key:
            self._frames[-1].awaits_key = False
            self._enter(self._name(literal))
        elif self._on == len(self._frames) == len(self._key):
            self._found = span

    def _name(self, literal: str) -> str | None:
        """The key that a literal is; None where the value below it is not looked for anyway."""
        depth = len(self._frames) - 1
        if self._on < depth or depth >= len(self._key):
            return None
        import json

        name: str = json.loads(literal)
        return name

    def _next(self) -> None:
        frame = self._frames[-1]
        if isinstance(frame.current, int):
            self._enter(frame.current + 1)
        else:
            frame.awaits_key = True

    def _enter(self, current: str | int | None) -> None:
        """Come to the next value of the innermost frame."""
        depth = len(self._frames) - 1
        self._frames[-1].current = current
        if self._on < depth:
            return
        is_next = depth < len(self._key) and current is not None and self._key[depth] == current
        self._on = depth + is_next
        if is_next:  # the key stands twice: what was found below the first counts no more
            self._found = None


def rewrite(literal: str, change: Change) -> str:
    """The literal with a change made in it, in its own style of escapes; all else stays as it is.

    Raises CannotMend.
    """
    units: list[str] = _UNIT.findall(literal[1:-1])
    if sum(map(_length, units)) != len(change.before):
        raise CannotMend("its escapes are not understood")
    style = Style.of(literal)
    for edits in change.rounds:
        units = list(_edited(units, edits, style))
    return f'"{"".join(units)}"'


def _length(unit: str) -> int:
    """How many code points of the value a unit is."""
    return 1 if unit[0] == "\\" else len(unit)


def _edited(units: Iterable[str], edits: Sequence[Edit], style: Style) -> Iterator[str]:
    """The units after edits that are sorted and do not overlap, in one pass."""
    cursor = _Cursor(units)
    for edit in edits:
        yield from cursor.to(edit.start)
        for _ in cursor.to(edit.end):
            pass
        yield from map(style.escape, edit.replacement)
    yield from cursor.rest()


class _Cursor:
    """Hands out units by offsets in the value, cutting runs where it must."""

    def __init__(self, units: Iterable[str]) -> None:
        self._units = iter(units)
        self._left = ""  # of the unit that was cut
        self._at = 0

    def to(self, offset: int) -> Iterator[str]:
        """The units up to an offset in the value."""
        while self._at < offset:
            unit = self._left or next(self._units)
            self._left = ""
            length = _length(unit)
            if self._at + length > offset:
                cut = offset - self._at
                unit, self._left = unit[:cut], unit[cut:]
                length = cut
            self._at += length
            yield unit

    def rest(self) -> Iterator[str]:
        """All that is left."""
        if self._left:
            yield self._left
        yield from self._units
