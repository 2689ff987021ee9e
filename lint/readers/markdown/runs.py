"""A paragraph in which nothing but text, emphasis, links and code stands, as nearly all are: read straight to pieces.

What `inline` tells apart in other paragraphs is not needed here. Stretches of text that touch become one piece as soon
as they are seen, and where emphasis begins and ends is of no interest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from lint.document import LINE_END, PieceKind
from lint.readers.builder import Part
from lint.readers.markdown.events import At, Step, ends_text

_UNUSUAL = re.compile(r"<|!\[|\[\^")
"""What stands in every paragraph of another kind: it begins a tag, a picture, or the mark of a footnote."""
_FORMULA = re.compile(_UNUSUAL.pattern + r"|\$")


def unusual(text: str, body: int, *, has_formulas: bool) -> Iterator[int]:
    """Where something stands from `body` on that cannot be read here, or looks like it."""
    pattern = _FORMULA if has_formulas else _UNUSUAL
    return (found.start() for found in pattern.finditer(text, body))


def read(
    text: str, steps: Iterable[Step], start: int, shift: int | None, at: At
) -> tuple[list[Part], int, Step | None]:
    """What the paragraph holds that begins at `start`, where the last of it ends, and the event that ended it.

    `shift` is how many bytes more than code points stand before what is in it, where each of these is a byte itself;
    where it is None, `at` tells offsets.
    """
    parts: list[Part] = []
    first = last = done = start  # the stretch of text that goes on, and where the last event ended
    after = closed = None
    for step in steps:
        event, place = step
        (name,) = event if event.__class__ is dict else (event,)
        if name in _BOUNDS:
            if ends_text(event):
                after = step
                break
            # Nothing closes with a backslash, so that until all is read nobody asks where.
            closed = place if name == "End" else closed
            continue
        if shift is None:
            start, end = at(place["start"]), at(place["end"])
        else:
            start, end = place["start"] - shift, place["end"] - shift
        if start == last and name == "Text" and len(event[name]) == end - start:
            last = done = end
            continue
        part, begin, until = _READ.get(name, _opaque)(text, event, start, end, done)
        done = end
        if part is None and begin == last:
            last = until
            continue
        if first < last:
            parts.append((text[first:last], first, last, PieceKind.VERBATIM))
        if part is not None:
            parts.append(part)
        first, last = begin, until
    if first < last:
        parts.append((text[first:last], first, last, PieceKind.VERBATIM))
    return parts, done if closed is None else max(done, at(closed["end"])), after


_BOUNDS = frozenset(("Start", "End", "Rule", "TaskListMarker"))
"""Events that say nothing of what is read."""
_Found = tuple[Part | None, int, int]
"""What is read in place of something in the source, if anything, and the stretch of text as it stands that follows."""


def _text(text: str, event: Any, start: int, end: int, done: int) -> _Found:
    said = event["Text"]
    if len(said) != end - start:
        return (said, start, end, PieceKind.SUBSTITUTE) if said else None, end, end
    if done < start and text[start - 1] == "\\":
        return (said[:1], start - 1, start + 1, PieceKind.SUBSTITUTE), start + 1, end
    return None, start, end


def _break(text: str, event: Any, start: int, end: int, done: int) -> _Found:  # noqa: ARG001 - see `_READ`
    ending = LINE_END.search(text, start, end) if end - start > 1 else None
    return (None, *ending.span()) if ending else (None, start, end)


def _opaque(text: str, event: Any, start: int, end: int, done: int) -> _Found:  # noqa: ARG001 - see `_READ`
    return ("", start, end, PieceKind.OPAQUE), end, end


_READ = {"Text": _text, "SoftBreak": _break, "HardBreak": _break}
"""How other events are read, from `start` to `end`, where the one before ends at `done`."""
