"""The parser's events, and what its offsets are in code points."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import accumulate
from typing import Any, cast

import pyromark
import regex

from lint.text import Span

_NO_TEXT = regex.compile("[\ud800-\udfff\0]")
_LONE_RETURN = regex.compile(r"\r(?!\n)")
"""The end of a line, which the parser does not take for one."""
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

RawEvent = Any
"""The name of an event, or a dictionary of one item: the name, and what it says."""
Place = dict[str, int]
"""The `start` and the `end` of an element, in bytes."""
Step = tuple[RawEvent, Place]
"""An event as the parser gives it, with the place of its element."""
At = Callable[[int], int]
"""What an offset in bytes is in code points."""


class Events:
    """The events of a text from `body` on, of which most are looked at once: they stay as the parser gives them."""

    def __init__(self, text: str, body: int) -> None:
        """The parser is given another code point for each that it cannot take or takes for something else."""
        rest = text[body:]
        if not rest.isascii() or "\0" in rest:
            rest = _NO_TEXT.sub("\ufffd", rest)
        if "\r" in rest:
            rest = _LONE_RETURN.sub("\n", rest)
        # Blank lines in place of the front matter: they are nothing to the parser, and no offset needs to be moved.
        markdown = "\n" * body + rest
        # Where no formula is, signs of dollars are prices and variables, and text stands between them.
        self.has_formulas = "$" in rest and _FORMULA.search(rest) is not None
        options = OPTIONS | pyromark.Options.ENABLE_MATH if self.has_formulas else OPTIONS
        self.steps = cast("Iterator[Step]", pyromark.events_with_range(markdown, options=options))
        """The events to come."""
        self.is_ascii = rest.isascii()
        """Whether an offset in bytes is one in code points."""
        self.at: At = _same if self.is_ascii else _Offsets(markdown.encode()).at

    def span(self, place: Place) -> tuple[int, int]:
        """Where an element stands."""
        return self.at(place["start"]), self.at(place["end"])


SPANS = frozenset(("Emphasis", "Strong", "Strikethrough", "Superscript", "Subscript", "Link", "Image"))
"""Elements that stand in a line of text."""


def ends_text(event: RawEvent) -> bool:
    """Whether an event is that of an element which cannot stand in a line of text."""
    if event.__class__ is str:
        return event == "Rule"
    detail = event.get("Start") or event.get("End")
    return detail is not None and (detail if detail.__class__ is str else next(iter(detail))) not in SPANS


def element(detail: Any) -> tuple[str, Any]:
    """The name of an element that starts or ends, and what the parser says of it."""
    if detail.__class__ is str:
        return detail, None
    ((name, more),) = detail.items()
    return name, more


def code_of(text: str, body: int, *, indented: bool = True) -> list[Span]:
    """Where code stands, in order; that of lines which are only `indented` too, where asked."""
    events = Events(text, body)
    return [
        Span(*events.span(place))
        for event, place in events.steps
        if event.__class__ is not str and _is_code(event) and (indented or event != _INDENTED)
    ]


_INDENTED = {"Start": {"CodeBlock": "Indented"}}


def _is_code(event: dict[str, Any]) -> bool:
    return "Code" in event or ("Start" in event and event["Start"].__class__ is dict and "CodeBlock" in event["Start"])


def _same(offset: int) -> int:
    return offset


_CONTINUES = bytes(0x80 <= byte < 0xC0 for byte in range(256))
"""For each byte, whether it is one of a code point that began before."""
_SHIFT = 6
"""Bytes are counted in runs of 64: with few code points or many beyond ASCII, an offset is found in the same time."""


class _Offsets:
    """UTF-8 offsets of a text as offsets in code points."""

    def __init__(self, data: bytes) -> None:
        self._extra = data.translate(_CONTINUES)
        starts = range(0, len(data) + 1, 1 << _SHIFT)
        counts = (self._extra.count(1, start, start + (1 << _SHIFT)) for start in starts)
        self._before = list(accumulate(counts, initial=0))
        """How many bytes before each run are the first of no code point."""

    def at(self, byte: int) -> int:
        """The offset in code points."""
        run = byte >> _SHIFT
        return byte - self._before[run] - self._extra.count(1, run << _SHIFT, byte)
