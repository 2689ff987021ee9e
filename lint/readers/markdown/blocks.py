"""Leaves become blocks."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from lint.document import BlockKind
from lint.readers.builder import Builder
from lint.readers.markdown import html
from lint.readers.markdown.inline import Image, Item, ItemKind
from lint.readers.markdown.masks import MaskKind
from lint.readers.markdown.outer import Outers
from lint.readers.markdown.segments import Segment, split
from lint.readers.markdown.tree import CELL, CODE, HTML, Leaf, Node
from lint.text import Span

_BLANK_LINE = regex.compile(r"(?>\r\n|\n|\r)[ \t>]*+(?>\r\n|\n|\r)")
_KINDS = {
    "Heading": BlockKind.HEADING,
    CELL: BlockKind.LIST_ITEM,
    "DefinitionListTitle": BlockKind.LIST_ITEM,
}
_FEWEST_WORDS_OF_HALF = 3


def add_blocks(builder: Builder, leaves: Sequence[Leaf]) -> None:
    """Add what the leaves hold, in order."""
    outers = Outers(builder.source.text)
    above: Leaf | None = None
    for leaf in leaves:
        if leaf.name == CODE:
            builder.opaque_block(leaf.start, max(leaf.end, leaf.start + 1), container=leaf)
        elif leaf.name == HTML:
            html.add_block(builder, leaf.start, leaf.end, leaf)
        else:
            is_joined = leaf.is_listed and above is not None and _is_joined(builder.source.text, leaf, above)
            if leaf.parts is None:
                _LeafBlocks(builder, leaf, is_joined, outers).add()
            else:
                outer = None if leaf.name == CELL else outers.of(leaf)
                builder.block(leaf.parts, _kind(leaf), is_joined, leaf, outer)
        above = leaf


def _is_joined(text: str, leaf: Leaf, above: Leaf) -> bool:
    """Whether a listed leaf is a cell after another one of the same table, or an item right below another one."""
    if not above.is_listed:
        return False
    if leaf.name == CELL:
        return above.name == CELL and _table(above) is _table(leaf)
    return _BLANK_LINE.search(text, above.end, leaf.start) is None


def _table(cell: Leaf) -> Node | None:
    return cell.above.above if cell.above else None


def _kind(leaf: Leaf) -> BlockKind | None:
    return BlockKind.LIST_ITEM if leaf.is_listed else _KINDS.get(leaf.name)


class _LeafBlocks:
    """The blocks of one leaf."""

    def __init__(self, builder: Builder, leaf: Leaf, is_joined: bool, outers: Outers) -> None:
        self._builder, self._leaf, self._is_joined, self._outers = builder, leaf, is_joined, outers
        self._waiting: list[Image] = []
        """Pictures inside the sentence: what they say follows it."""

    def add(self) -> None:
        """Add them."""
        for part in split(self._leaf.items):
            if isinstance(part, Segment):
                self._add_segment(part)
            elif part.image:
                self._add_picture(part)
            elif part.mask is MaskKind.OUTPUT:
                self._builder.opaque_block(part.start, part.end, container=self._leaf)
        for item in self._leaf.items:
            if item.kind is ItemKind.HIDDEN:
                html.add_comment(self._builder, item.start, item.end)

    def _add_segment(self, segment: Segment) -> None:
        half = _second_half(segment)
        outer = self._outer(segment)
        if half is None or outer is None:
            self._add_text(segment.items, segment, outer)
            return
        first, gap, second = half
        self._add_text((first,), segment, Span(first.start, gap.end))
        self._add_text((second,), segment, Span(gap.start, second.end))

    def _outer(self, segment: Segment) -> Span | None:
        holds_tags = any(item.mask is MaskKind.TAG for item in segment.items)
        if holds_tags or not self._leaf.is_whole or self._leaf.name == CELL:
            return None
        if segment.is_all:
            return self._outers.of(self._leaf)
        outer = segment.outer
        return None if outer is None or self._outers.stays(self._leaf, outer) else outer

    def _add_text(self, items: Sequence[Item], segment: Segment, outer: Span | None) -> None:
        self._builder.open(
            BlockKind.CAPTION if segment.in_caption else _kind(self._leaf), joined=self._is_joined, container=self._leaf
        )
        self._is_joined = False
        for item in items:
            self._add_item(item)
        self._builder.close(outer)
        for image in self._waiting:
            self._add_captions(image)
        self._waiting = []

    def _add_item(self, item: Item) -> None:
        builder = self._builder
        if item.kind in (ItemKind.TEXT, ItemKind.BREAK):
            _add_words(builder, item)
        elif item.kind is ItemKind.OPAQUE or item.mask is MaskKind.OUTPUT:
            builder.opaque(item.start, item.end)
        elif item.image:
            title = item.image.title_place
            alternative = [part for part in item.image.items if part.is_solid]
            # A picture's words are pieces of their own: the code point that stands for it covers what is left.
            start = alternative[-1].end if alternative else item.start
            builder.opaque(start, title.start if title else item.end)
            self._waiting.append(item.image)

    def _add_picture(self, item: Item) -> None:
        assert item.image is not None
        if not self._add_captions(item.image):
            self._builder.opaque_block(item.start, item.end, container=self._leaf)

    def _add_captions(self, image: Image) -> bool:
        """Add the alternative text and the title, where it says something else; whether there was any."""
        builder, container = self._builder, self._leaf
        alternative = "".join(part.text for part in image.items)
        if alternative.strip():
            builder.open(BlockKind.CAPTION, shown=False, container=container)
            for part in image.items:
                if part.kind in (ItemKind.TEXT, ItemKind.BREAK):
                    _add_words(builder, part)
                elif part.kind is ItemKind.OPAQUE or part.mask is MaskKind.OUTPUT:
                    builder.opaque(part.start, part.end)
            builder.close(None)
        if image.title_place and image.title.split() != alternative.split():
            builder.open(BlockKind.CAPTION, shown=False, container=container)
            builder.substitute(image.title, *image.title_place)
            builder.close(None)
        return bool(alternative.strip() or image.title.strip())


def _add_words(builder: Builder, item: Item) -> None:
    """Text as it stands; where the parser was given another character for what is none, as it stands too."""
    if len(item.text) == item.end - item.start and item.text != "\n":
        builder.verbatim(item.start, item.end)
    else:
        builder.substitute(item.text, item.start, item.end)


def _second_half(segment: Segment) -> tuple[Item, Item, Item] | None:
    """The two halves of a caption that says the same twice, and the gap between them."""
    if not segment.in_caption:
        return None
    items = [item for item in segment.items if item.is_solid]
    if len(items) != 1 or items[0].kind is not ItemKind.TEXT:
        return None
    (item,) = items
    text = item.text.strip()
    middle = len(text) // 2
    start = item.start + len(item.text) - len(item.text.lstrip())
    is_twice = text[:middle] == text[middle + 1 :] and text[middle : middle + 1].isspace()
    if not is_twice or len(text[:middle].split()) < _FEWEST_WORDS_OF_HALF:
        return None
    first = Item(ItemKind.TEXT, start, start + middle, text[:middle])
    gap = Item(ItemKind.BREAK, start + middle, start + middle + 1, text[middle])
    return first, gap, Item(ItemKind.TEXT, start + middle + 1, start + len(text), text[middle + 1 :])
