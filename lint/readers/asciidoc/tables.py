"""Tables of AsciiDoc: where their cells stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import regex

from lint.text import Span

_CELL = regex.compile(
    r"(?:(?<=\s)|\A)(?P<spec>(?:\d*+(?:\.\d++)?[+*])?[<^>]?(?:\.[<^>])?(?P<style>[a-z]?))\||(?<!\\)\|"
)
_OPAQUE_STYLES = frozenset("alm")
_BLANK_LINE = regex.compile(r"(?:\r\n|\n|\r)[ \t]*+(?:\r\n|\n|\r)\s*+")


class Cell(NamedTuple):
    """What of a source a cell holds, and whether it is prose."""

    span: Span
    is_prose: bool


def cells(text: str, start: int, end: int) -> Iterator[Cell]:
    """The paragraphs of the cells between a table's delimiters."""
    marks = list(_CELL.finditer(text, start, end))
    stops = [*(mark.start() for mark in marks[1:]), end][: len(marks)]
    for mark, stop in zip(marks, stops, strict=True):
        is_prose = (mark["style"] or "") not in _OPAQUE_STYLES
        at = mark.end()
        for gap in _BLANK_LINE.finditer(text, at, stop):
            yield Cell(Span(at, gap.start()), is_prose)
            at = gap.end()
        yield Cell(Span(at, stop), is_prose)
