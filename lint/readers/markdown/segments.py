"""A paragraph apart: pictures at its edges, lines of tags, and the stretches of text between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import regex

from lint.readers.markdown.inline import Item, ItemKind
from lint.readers.markdown.masks import MaskKind
from lint.text import Span

_ENDS_SENTENCE = regex.compile(r"[.!?…:][\"'”’»)\]]*+\s*+\Z")
_EDGES = (MaskKind.CAPTION_OPENS, MaskKind.CAPTION_CLOSES)
_APARTABLE = (ItemKind.IMAGE, ItemKind.MASK)
_MARKS = (ItemKind.ENTER, ItemKind.LEAVE)


class Segment(NamedTuple):
    """A stretch of text of a paragraph."""

    items: Sequence[Item]
    in_caption: bool
    outer: Span | None
    """What goes with it; None where it is the whole paragraph, or cannot go alone."""
    is_all: bool
    """Whether it is all that the paragraph holds."""


def split(items: Sequence[Item]) -> Iterator[Segment | Item]:
    """The text of a paragraph, and the pictures and tags that stand apart from it, in order."""
    if not any(item.kind in _APARTABLE for item in items):
        if any(item.is_solid for item in items):
            yield Segment(items, False, None, True)
        return
    apart = _apart(items)
    first, in_caption = 0, False
    for at in [*sorted(apart), len(items)]:
        run = items[first:at]
        if any(item.is_solid for item in run):
            before = items[first - 1] if first else None
            after = items[at] if at < len(items) else None
            yield Segment(run, in_caption, _outer(run, before, after), not apart)
        if at < len(items):
            yield items[at]
            if items[at].mask in _EDGES:
                in_caption = items[at].mask is MaskKind.CAPTION_OPENS
        first = at + 1


def _apart(items: Sequence[Item]) -> set[int]:
    """Which parts stand apart from the text."""
    apart: set[int] = set()
    region: list[int] = []
    for index, item in enumerate(items):
        if item.mask in _EDGES:
            apart |= {index, *_apart_in(items, region)}
            region = []
        else:
            region.append(index)
    return apart | _apart_in(items, region)


def _apart_in(items: Sequence[Item], region: Sequence[int]) -> set[int]:
    """Which parts stand apart between a caption's edges: those alone on lines, and pictures at its ends."""
    texts = [index for index in region if items[index].is_solid and items[index].kind not in _APARTABLE]
    if not texts:
        return {index for index in region if items[index].is_solid}
    first, last = texts[0], texts[-1]
    apart = {i for i in region if items[i].kind is ItemKind.IMAGE and not first < i < last}
    said = ""
    for line in _lines(items, region):
        solid = [index for index in line if items[index].is_solid]
        if not all(items[index].kind in _APARTABLE for index in solid):
            said = next((items[i].text for i in reversed(solid) if items[i].kind is ItemKind.TEXT), "")
        elif all(items[i].kind is ItemKind.MASK for i in solid) or _ENDS_SENTENCE.search(said):
            apart.update(solid)
    return apart


def _lines(items: Sequence[Item], region: Sequence[int]) -> Iterator[list[int]]:
    line: list[int] = []
    for index in region:
        line.append(index)
        if items[index].kind is ItemKind.BREAK:
            yield line
            line = []
    yield line


def _outer(run: Sequence[Item], before: Item | None, after: Item | None) -> Span | None:
    """What of the source holds a stretch of text, up to what stands apart beside it; None where it is held by more."""
    core = _balanced(run)
    if core is None:
        return None
    first, last = core
    if before is None:
        start = run[first].start
        end = after.start if after else run[last - 1].end
        if after and last < len(run):
            end = run[last].start
        return Span(start, end)
    start = before.end if first == 0 else run[first - 1].end
    while last > first + 1 and run[last - 1].kind is ItemKind.BREAK:
        last -= 1
    return Span(start, run[last - 1].end)


def _balanced(run: Sequence[Item]) -> tuple[int, int] | None:
    """The part of a stretch in which all emphasis that begins ends; None where that is not all of the text."""
    opened: list[int] = []
    alone: list[int] = []
    for index, item in enumerate(run):
        if item.kind is ItemKind.ENTER:
            opened.append(index)
        elif item.kind is ItemKind.LEAVE and opened:
            opened.pop()
        elif item.kind is ItemKind.LEAVE:
            alone.append(index)
    solid = [index for index, item in enumerate(run) if item.is_solid]
    first, last = 0, len(run)
    for index in sorted([*alone, *opened]):
        if index < solid[0]:
            first = index + 1
        elif index > solid[-1]:
            last = min(last, index)
        else:
            return None
    return first, last
