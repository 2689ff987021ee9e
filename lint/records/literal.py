"""String literals in a JSON text: where one stands, and how it is edited so that everything else in it stays."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

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


def locate(text: str, keys: Iterable[Key]) -> dict[Key, Span]:
    """The literals of the strings at `keys` in a JSON text that is well formed, their quotation marks included.

    Of keys that stand twice in an object the last one counts, as in every common reader: it must be there that `keys`
    were read. All are found in one pass. Raises CannotMend.
    """
    keys = list(keys)
    wanted: _Tree = {}
    for key in keys:
        node = wanted
        for part in key:
            node = node.setdefault(part, {})
    found = _Walk(wanted).through(text)
    return {key: _at(found, key) for key in keys}


_Tree = dict[str | int, Any]
"""By key or index, what is below."""


def _at(found: _Tree, key: Key) -> Span:
    at: Any = found
    for part in key:
        at = at.get(part) if isinstance(at, dict) else None
    if not isinstance(at, Span):
        raise CannotMend("its place was not found")
    return at


@dataclass
class _Frame:
    """An object or list that is open."""

    wanted: _Tree | None
    """What is looked for in it; None where that is nothing."""
    found: _Tree
    """What was found in it."""
    awaits_key: bool
    current: str | int | None = None
    """The key or index of the value that is being read."""


class _Walk:
    """One pass over a JSON text."""

    def __init__(self, wanted: _Tree) -> None:
        self._wanted = wanted
        self._found: _Tree = {}
        self._frames: list[_Frame] = []

    def through(self, text: str) -> _Tree:
        for token in _TOKEN.finditer(text):
            what = token[0]
            if what[0] == '"':
                self._string(what, Span(*token.span()))
            elif what in "{[":
                self._open(what)
            elif what in "}]":
                self._frames.pop()
            elif what == ",":
                self._next()
        return self._found

    def _open(self, bracket: str) -> None:
        wanted: _Tree | None = self._wanted
        found = self._found
        if self._frames:
            outer = self._frames[-1]
            wanted = self._wanted_now(outer)
            found = outer.found.setdefault(outer.current, {}) if wanted and outer.current is not None else {}
        self._frames.append(_Frame(wanted, found, awaits_key=bracket == "{", current=0 if bracket == "[" else None))

    @staticmethod
    def _wanted_now(frame: _Frame) -> _Tree | None:
        """What is looked for in the value that is being read, itself where it is empty."""
        return None if frame.wanted is None or frame.current is None else frame.wanted.get(frame.current)

    def _string(self, literal: str, span: Span) -> None:
        frame = self._frames[-1]
        if frame.awaits_key:
            frame.awaits_key = False
            frame.current = None if frame.wanted is None else json.loads(literal)
        elif self._wanted_now(frame) == {}:
            assert frame.current is not None
            frame.found[frame.current] = span

    def _next(self) -> None:
        frame = self._frames[-1]
        if isinstance(frame.current, int):
            frame.current += 1
        else:
            frame.awaits_key = True


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
