"""The parser's events with offsets in code points."""

from __future__ import annotations

import bisect
from collections.abc import Iterator
from enum import Enum
from typing import Any, NamedTuple

import pyromark
import regex

from lint.text import Span

_NO_TEXT = regex.compile("[\ud800-\udfff\0]")
_LONE_RETURN = regex.compile(r"\r(?!\n)")
"""The end of a line, which the parser does not take for one."""
_WIDE = regex.compile(r"[^\x00-\x7f]")
OPTIONS = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_FOOTNOTES
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_TASKLISTS
    | pyromark.Options.ENABLE_HEADING_ATTRIBUTES
    | pyromark.Options.ENABLE_DEFINITION_LIST
    | pyromark.Options.ENABLE_GFM
)
"""The extensions that are read. Formulas are one more, where a text holds any."""
_FORMULA = regex.compile(
    r"""
    \$\$ | (?<![\w`]) \$ (?: [^$\n`]{0,120} (?:\\[A-Za-z]{2} | \^ | _\{ ) [^$\n`]{0,120}
    | [A-Za-z](?:_\w)? (?: [ ]?[*=+<>/-] [^$\n`]{0,120} )? ) (?<=\S)\$ (?!\w)
    """,
    regex.VERBOSE,
)


class Part(Enum):
    """Which part of an element an event is."""

    START = "start"
    END = "end"
    WHOLE = "whole"


class Event(NamedTuple):
    """The start or the end of an element, or one that has no others inside; offsets are of the whole element."""

    part: Part
    name: str
    detail: Any
    start: int
    end: int


def parse(text: str, body: int) -> Iterator[Event]:
    """The events of the text from `body` on; offsets are in the whole text."""
    markdown = _LONE_RETURN.sub("\n", _NO_TEXT.sub("\ufffd", text[body:]))
    offsets = _Offsets(markdown)
    # Where no formula is, signs of dollars are prices and variables, and text stands between them.
    options = OPTIONS | pyromark.Options.ENABLE_MATH if _FORMULA.search(markdown) else OPTIONS
    for event, place in pyromark.events_with_range(markdown, options=options):
        start, end = body + offsets.at(place["start"]), body + offsets.at(place["end"])
        if isinstance(event, str):
            yield Event(Part.WHOLE, event, None, start, end)
            continue
        ((name, detail),) = event.items()
        if name == "Start":
            yield Event(Part.START, *_element(detail), start, end)
        elif name == "End":
            yield Event(Part.END, *_element(detail), start, end)
        else:
            yield Event(Part.WHOLE, name, detail, start, end)


def _element(detail: Any) -> tuple[str, Any]:
    """The name of an element and what the parser says of it."""
    if isinstance(detail, str):
        return detail, None
    ((name, more),) = detail.items()
    return name, more


def code_of(text: str, body: int, *, indented: bool = True) -> list[Span]:
    """Where code stands, in order; that of lines which are only `indented` too, where asked."""
    blocks_and_spans = ((Part.START, "CodeBlock"), (Part.WHOLE, "Code"))
    events = (event for event in parse(text, body) if event[:2] in blocks_and_spans)
    return [Span(event.start, event.end) for event in events if indented or event.detail != "Indented"]


class _Offsets:
    """UTF-8 offsets of a text as offsets in code points."""

    def __init__(self, text: str) -> None:
        self._wide: list[int] = []
        """The byte offsets of what takes more than one byte."""
        self._extra: list[int] = [0]
        """How many bytes more than code points the first of them have, and the first two, and so on."""
        if not text.isascii():
            extra = 0
            for found in _WIDE.finditer(text):
                self._wide.append(found.start() + extra)
                extra += 1 + (found[0] > "\u07ff") + (found[0] > "\uffff")
                self._extra.append(extra)

    def at(self, byte: int) -> int:
        """The offset in code points."""
        return byte - self._extra[bisect.bisect_left(self._wide, byte)] if self._wide else byte
