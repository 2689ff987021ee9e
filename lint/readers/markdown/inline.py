"""What stands in a paragraph: text, line breaks, code, pictures, and where markup begins and ends around them."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, NamedTuple

import regex

from lint.document import LINE_END
from lint.readers.markdown import html
from lint.readers.markdown.events import Events, Step, element, ends_text
from lint.readers.markdown.masks import Mask, MaskKind
from lint.text import Span


class ItemKind(Enum):
    """What a part of a paragraph is."""

    TEXT = "text"
    BREAK = "break"
    OPAQUE = "opaque"
    IMAGE = "image"
    MASK = "mask"
    ENTER = "enter"
    """Emphasis or a link begins."""
    LEAVE = "leave"
    HIDDEN = "hidden"


@dataclass(eq=False)
class Image:
    """A picture: what its alternative text is made of, and its title with the place of it."""

    start: int
    items: list[Item] = field(default_factory=list)
    title: str = ""
    title_place: Span | None = None


class Item(NamedTuple):
    """A part of a paragraph, its place in the source, and what people read there."""

    kind: ItemKind
    start: int
    end: int
    text: str = ""
    image: Image | None = None
    mask: MaskKind | None = None

    @property
    def is_solid(self) -> bool:
        """Whether there is something to be seen or to be set apart."""
        if self.kind is ItemKind.TEXT:
            return bool(self.text.strip())
        return self.kind in (ItemKind.OPAQUE, ItemKind.IMAGE, ItemKind.MASK)

    @property
    def is_hidden(self) -> bool:
        """Whether it is a tag or a comment, of which people see nothing."""
        return self.kind is ItemKind.HIDDEN or self.mask in (MaskKind.TAG, MaskKind.COMMENT)


class _OpenTag(NamedTuple):
    """A tag of HTML that is not closed yet, and how many parts stand before it in what they are added to."""

    name: str
    start: int
    items: list[Item]
    before: int


_TITLE = regex.compile(
    r"""[ \t\r\n](?:"(?P<t>(?:[^"\\]|\\.)*+)"|'(?P<t>(?:[^'\\]|\\.)*+)'|\((?P<t>(?:[^()\\]|\\.)*+)\))\s*+\)\Z""",
    regex.DOTALL,
)
_AUTOLINKS = ("Autolink", "Email")


class Inlines:
    """Takes the events of one paragraph after the other."""

    def __init__(self, text: str, items: list[Item], start: int, masks: Sequence[Mask]) -> None:
        """`items` is what they are added to; `masks` are places where letters hide something else."""
        self._text, self._items, self._masks = text, items, masks
        self._next_mask = bisect.bisect_left(masks, (start,))
        self.end = start
        """Where the last event ended."""
        self._images: list[Image] = []
        self._autolink: int | None = None
        self._tags: list[_OpenTag] = []
        self._has_marks = False

    @property
    def is_whole(self) -> bool:
        """Whether nothing here is needed elsewhere."""
        return not (self._has_marks or self._tags)

    def read(self, steps: Iterable[Step], events: Events) -> Step | None:
        """Take all events up to the one that ends the paragraph, and tell it."""
        for step in steps:
            event, place = step
            if ends_text(event):
                return step
            start, end = events.span(place)
            if event.__class__ is str:
                self._take(event, None, start, end)
            elif "Start" in event:
                self._start(*element(event["Start"]), start)
            elif "End" in event:
                self._end(event["End"], start, end)
            elif "TaskListMarker" not in event:
                ((name, detail),) = event.items()
                self._take(name, detail, start, end)
        return None

    def _take(self, name: str, detail: Any, start: int, end: int) -> None:
        """Take an event that has no others inside."""
        if self._autolink is None:
            handler = _HANDLERS.get(name)
            if handler:
                handler(self, detail, start, end)
            self.end = max(self.end, end)

    def _start(self, name: str, detail: Any, start: int) -> None:
        if self._autolink is not None:
            return
        if name == "Image":
            self._images.append(Image(start, title=detail["title"]))
        elif name == "Link" and detail["link_type"] in _AUTOLINKS:
            self._autolink = start
        else:
            self._add(Item(ItemKind.ENTER, start, start))

    def _end(self, name: str, start: int, end: int) -> None:
        if self._autolink is not None:
            if name != "Link":
                return
            self._autolink = None
            self._add(Item(ItemKind.OPAQUE, start, end))
        elif name == "Image":
            self._end_image(start, end)
        else:
            self._add(Item(ItemKind.LEAVE, end, end))
        self.end = max(self.end, end)

    def _add(self, item: Item) -> None:
        (self._images[0].items if self._images else self._items).append(item)

    def _end_image(self, start: int, end: int) -> None:
        """A picture inside the alternative text of another one is part of it."""
        image = self._images.pop()
        if not self._images:
            last = image.items[-1].end if image.items else start
            found = _TITLE.search(self._text, last, end) if image.title else None
            image.title_place = Span(*found.span("t")) if found else None
            self._add(Item(ItemKind.IMAGE, start, end, image=image))

    def _take_text(self, text: str, start: int, end: int) -> None:
        if self._text[start:end] != text and not _same(self._text[start:end], text):
            self._add(Item(ItemKind.TEXT, start, end, text))
            return
        if self._text[start - 1 : start] == "\\" and self.end < start:
            self._add(Item(ItemKind.TEXT, start - 1, start + 1, text[:1]))
            start += 1
        while start < end:
            start = self._take_plain(start, end)

    @property
    def _follows_hidden_space(self) -> bool:
        """Whether a comment or the like stands right before, and a space before that: people see one space."""
        items = self._current
        if not items or not items[-1].is_hidden:
            return False
        before = next((item for item in reversed(items) if not item.is_hidden), None)
        return before is not None and before.text[-1:].isspace()

    def _take_plain(self, start: int, end: int) -> int:
        """Add text up to the next mask, or the mask; where it ends."""
        masks = self._masks
        while self._next_mask < len(masks) and masks[self._next_mask].end <= start:
            self._next_mask += 1
        mask = masks[self._next_mask] if self._next_mask < len(masks) else None
        if mask is None or mask.start > start:
            end = end if mask is None else min(mask.start, end)
            text = self._text[start:end]
            shown = text.lstrip(" \t") if self._follows_hidden_space else text
            self._add(Item(ItemKind.TEXT, end - len(shown), end, shown))
            return end
        self._add(Item(ItemKind.MASK, start, min(mask.end, end), mask=mask.kind))
        return min(mask.end, end)

    def _take_opaque(self, detail: Any, start: int, end: int) -> None:  # noqa: ARG002 - see _HANDLERS
        self._add(Item(ItemKind.OPAQUE, start, end))

    def _take_math(self, formula: str, start: int, end: int) -> None:
        """A formula, unless its signs are those of sums of money."""
        if formula[:1].isdecimal() and (self._text[end : end + 1].isdecimal() or formula[-1:] in "-–/"):
            self._add(Item(ItemKind.TEXT, start, end, self._text[start:end]))
        else:
            self._take_opaque(formula, start, end)

    def _take_break(self, detail: Any, start: int, end: int) -> None:  # noqa: ARG002 - see _HANDLERS
        ending = LINE_END.search(self._text, start, end)
        if ending:
            start, end = ending.span()
        self._add(Item(ItemKind.BREAK, start, end, self._text[start:end]))

    def _take_mark(self, detail: Any, start: int, end: int) -> None:  # noqa: ARG002 - see _HANDLERS
        self._has_marks = True
        self._add(Item(ItemKind.HIDDEN, start, end))

    def _take_html(self, markup: str, start: int, end: int) -> None:
        tag = html.tag(self._text[start:end])
        self._has_marks |= tag.is_addressed
        if tag.name in html.LINE_BREAKS:
            self._add(Item(ItemKind.BREAK, start, end, "\n"))
        elif tag.is_shown:
            self._take_opaque(markup, start, end)
        elif tag.closes:
            self._close_tag(tag.name, start, end)
        else:
            if not tag.is_empty:
                self._tags.append(_OpenTag(tag.name, start, self._current, len(self._current)))
            self._add(Item(ItemKind.HIDDEN, start, end))

    @property
    def _current(self) -> list[Item]:
        return self._images[0].items if self._images else self._items

    def _close_tag(self, name: str, start: int, end: int) -> None:
        if not self._tags or self._tags[-1].name != name:
            self._has_marks = True
            self._add(Item(ItemKind.HIDDEN, start, end))
            return
        opened = self._tags.pop()
        if name in html.WITHOUT_PROSE and opened.items is self._current:
            del self._current[opened.before :]
            self._add(Item(ItemKind.OPAQUE, opened.start, end))
        else:
            self._add(Item(ItemKind.HIDDEN, start, end))


_HANDLERS = {
    "Text": Inlines._take_text,
    "Code": Inlines._take_opaque,
    "InlineMath": Inlines._take_math,
    "DisplayMath": Inlines._take_opaque,
    "SoftBreak": Inlines._take_break,
    "HardBreak": Inlines._take_break,
    "InlineHtml": Inlines._take_html,
    "FootnoteReference": Inlines._take_mark,
}


def _same(source: str, text: str) -> bool:
    """Whether two texts differ only where the parser was given another character for what is none."""
    return len(source) == len(text) and all(a == b or b == "\ufffd" for a, b in zip(source, text, strict=True))
