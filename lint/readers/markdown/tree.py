"""The parser's events as leaves: paragraphs, headings, cells and code, which know what they stand in."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

from lint.document import Container
from lint.readers.builder import Part
from lint.readers.markdown import inline, runs
from lint.readers.markdown.events import SPANS, Events, Place, Step
from lint.readers.markdown.inline import Item
from lint.readers.markdown.masks import Mask

TEXT = "Text"
"""The paragraph that an item of a list without blank lines holds: the parser says nothing of it."""
CELL, ITEM, CODE, HTML = "TableCell", "Item", "CodeBlock", "HtmlBlock"
_PARAGRAPH, _HEADING, _TABLE = "Paragraph", "Heading", "Table"
_LEAVES = frozenset((_PARAGRAPH, _HEADING, CELL, "DefinitionListTitle", CODE, HTML))
_OPAQUE = frozenset((CODE, HTML))


class Node(Container):
    """A block of the tree; to the blocks in it, it is the container that they stand in."""

    children = 0
    """How many blocks stand in it."""

    def __init__(self, name: str, above: Node | None, start: int, limit: int, more: str = "") -> None:
        """`limit` is where the parser says that it ends; `more` what a page shows of it beside its name."""
        self.kind = f"{name} {more}" if more else name
        self.parent = self.above = above
        self.name, self.more, self.start, self.limit = name, more, start, limit
        self.end = start
        """Where the last of its lines ends that holds something."""
        self.index = 0
        """Its place among those in its parent."""
        if above is not None:
            self.index = above.children
            above.children += 1

    def loosen(self) -> None:
        """Take note that a list has paragraphs, which a page sets apart."""
        self.kind = f"{self.name} {self.more} loose"


class Leaf(Node):
    """A block that holds no blocks, with what stands in it."""

    parts: list[Part] | None = None
    """What it says, where nothing but text, emphasis, links and code stands in it."""
    items: Sequence[Item] = ()
    """What stands in it otherwise."""
    is_whole = True
    """Whether nothing in it is needed elsewhere: a footnote's mark, one of two tags, the aim of a link."""

    def __init__(self, name: str, above: Node, start: int, limit: int, more: str = "") -> None:
        """See Node."""
        super().__init__(name, above, start, limit, more)
        self.is_listed = name == CELL or (self.index == 0 and above.name == ITEM)
        """Whether it is a cell, or the first of an item of a list."""


def leaves_of(text: str, body: int, masks: Sequence[Mask]) -> list[Leaf]:
    """The leaves of a text from `body` on, in order; `masks` are the places where letters hide something else."""
    tree = _Tree(text, body, masks)
    tree.read()
    return tree.leaves


class _Tree:
    """Takes one event after the other, those of a leaf at once."""

    def __init__(self, text: str, body: int, masks: Sequence[Mask]) -> None:
        self._text, self._masks, self._events = text, masks, Events(text, body)
        found = runs.unusual(text, body, has_formulas=self._events.has_formulas)
        self._unusual = sorted((*(mask.start for mask in masks), *found))
        """Where something stands that is no matter of `runs`."""
        self.leaves: list[Leaf] = []
        self._node = Node("Document", None, body, len(text))

    def read(self) -> None:
        """Take all events."""
        for step in self._events.steps:
            after = self._take(step)
            while after is not None:
                after = self._take(after)

    def _take(self, step: Step) -> Step | None:
        """Take an event, with all that stands in the leaf that it begins; what ended a leaf that has no end."""
        event, place = step
        if event.__class__ is str:
            if event != "Rule":
                return self._text_without_paragraph(step)
            self._add(Node(event, self._node, *self._events.span(place)))
        elif "Start" in event:
            detail = event["Start"]
            name = detail if detail.__class__ is str else next(iter(detail))
            if name in SPANS:
                return self._text_without_paragraph(step)
            self._begin(name, detail, place)
        elif "End" in event:
            self._end()
        elif "TaskListMarker" not in event:
            return self._text_without_paragraph(step)
        return None

    def _begin(self, name: str, detail: Any, place: Place) -> None:
        above = self._node
        start, limit = self._events.span(place)
        if name not in _LEAVES:
            more = "" if detail is name else detail[name]
            self._node = Node(name, above, start, limit, "" if more is None else str(more))
            return
        if name == _PARAGRAPH and above.name == ITEM and above.above is not None:
            above.above.loosen()
        leaf = Leaf(name, above, start, limit, detail[name]["level"] if name == _HEADING else "")
        if name in _OPAQUE:
            _skip(self._events.steps)
        else:
            # Nothing needs to be counted in what is as long in bytes as in code points.
            is_ascii = place["end"] - place["start"] == limit - start
            self._read(leaf, self._events.steps, place["start"] - start if is_ascii else None)
        self.leaves.append(leaf)
        self._add(leaf)

    def _text_without_paragraph(self, step: Step) -> Step | None:
        """The text that begins with an event, as a leaf; the event after it."""
        leaf = Leaf(TEXT, self._node, self._events.at(step[1]["start"]), self._node.limit)
        shift = 0 if self._events.is_ascii else None
        leaf.limit, after = self._read(leaf, chain((step,), self._events.steps), shift)
        self.leaves.append(leaf)
        self._add(leaf)
        return after

    def _read(self, leaf: Leaf, steps: Iterable[Step], shift: int | None) -> tuple[int, Step | None]:
        """Read what stands in a leaf; where that ends, and the event after it. For `shift` see `runs.read`."""
        at = bisect.bisect_left(self._unusual, leaf.start)
        if at == len(self._unusual) or self._unusual[at] >= leaf.limit:
            leaf.parts, end, after = runs.read(self._text, steps, leaf.start, shift, self._events.at)
            return end, after
        items: list[Item] = []
        inlines = inline.Inlines(self._text, items, leaf.start, self._masks)
        after = inlines.read(steps, self._events)
        leaf.items, leaf.is_whole = items, inlines.is_whole
        return inlines.end, after

    def _add(self, node: Node) -> None:
        """Note where a block ends that holds no others, or that ends with a line of its own."""
        text, end = self._text, node.limit
        while end > node.start and text[end - 1] in " \t\r\n":
            end -= 1
        node.end = end
        self._node.end = max(self._node.end, end)

    def _end(self) -> None:
        """End the block that goes on."""
        node, above = self._node, self._node.above
        assert above is not None
        self._node = above
        if node.name == _TABLE:
            self._add(node)
        above.end = max(above.end, node.end)


def _skip(steps: Iterable[Step]) -> None:
    """Skip what the parser says of the lines of a block of code or HTML, in which no others stand, with its end."""
    for event, _ in steps:
        if "End" in event:
            return
