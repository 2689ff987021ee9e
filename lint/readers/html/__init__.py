"""HTML: what people read of a page, block by block."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator

from lint.document import BlockKind, Document
from lint.readers.builder import Builder
from lint.readers.html import elements
from lint.readers.html.flow import Element, Flow, Item
from lint.readers.html.run import Run
from lint.readers.html.tokens import Token, TokenKind, attributes, comment_text, tokens
from lint.readers.plain import BYTE_ORDER_MARK
from lint.readers.reading import BY_SUFFIX, Reading
from lint.text import Source, Span

_XML_SUFFIX = ".xhtml"
_FEWEST_LINKS_OF_MENU = 3
_MOST = 0.6


def read(source: Source, reading: Reading = BY_SUFFIX) -> Document:
    """The prose of a page."""
    builder = Builder(source, html.escape)
    start = 1 if source.text.startswith(BYTE_ORDER_MARK) else 0
    is_xml = source.path.lower().endswith(_XML_SUFFIX)
    if reading.front_matter:
        _add_front_matter(builder, start, is_xml)
    flow = _flow(builder, start, len(source.text), is_xml)
    _add(builder, _about(flow))
    return builder.document()


def add(builder: Builder, start: int, end: int) -> None:
    """Add the blocks of `source.text[start:end]`, a fragment of HTML in another format, to a document being built.

    Edits are escaped as the builder was told to: for the fragment that must be `html.escape` or do as much.
    """
    _add(builder, _flow(builder, start, end, is_xml=False).items)


def _flow(builder: Builder, start: int, end: int, is_xml: bool) -> Flow:
    """What stands in a stretch of the source; its comments are noted on the way."""
    text = builder.source.text
    flow = Flow(text, start, is_xml=is_xml)
    flow.feed(_noting_comments(builder, tokens(text, start, end, is_xml=is_xml)), end)
    return flow


def _about(flow: Flow) -> list[Item]:
    """What a page is for: the smallest element that says so and holds most of the prose, or else all of it.

    Around it stand menus, teasers of other articles and boxes, which are no defects of this one.
    """
    holds_most = [one for one in flow.articles if one.weight > _MOST * flow.root.weight]
    if not holds_most:
        return flow.items
    article = min(holds_most, key=lambda one: one.end - one.start)
    return [item for item in flow.items if article.start <= item.source.start < article.end]


def _add(builder: Builder, items: Iterable[Item]) -> None:
    text = builder.source.text
    last_owner: Element | None = None
    for item in items:
        owner = _list_item(item)
        if _is_menu(item):
            if item.run:
                builder.opaque_block(*item.run.parts[0].source)
        elif item.run is None:
            _add_picture(builder, item)
        else:
            kind = None if owner is None and _says_list_item(item.block) else _kind(item.block)
            builder.open(kind, joined=owner is not None and last_owner is not None and _are_beside(last_owner, owner))
            item.run.build(builder)
            builder.close(_outer(item.block, text))
        last_owner = owner


def _noting_comments(builder: Builder, given: Iterable[Token]) -> Iterator[Token]:
    for token in given:
        if token.kind is TokenKind.COMMENT:
            builder.comment(token.start, token.end, comment_text(builder.source.text, token))
        yield token


def _kind(block: Element) -> BlockKind | None:
    return block.kind_of[1] if block.kind_of else None


def _says_list_item(block: Element) -> bool:
    return _kind(block) is BlockKind.LIST_ITEM


def _list_item(item: Item) -> Element | None:
    """The list item or cell of which a run is all that it holds."""
    kind_of = item.block.kind_of
    if item.run is None or kind_of is None or kind_of[1] is not BlockKind.LIST_ITEM or kind_of[0].items > 1:
        return None
    return kind_of[0]


def _are_beside(above: Element, below: Element) -> bool:
    """Whether two stand in one list or one table."""
    if above.parent is None or below.parent is None:
        return False
    is_cell = above.parent.name == below.parent.name == "tr"
    return above.parent is below.parent or (is_cell and above.parent.parent is below.parent.parent)


def _is_menu(item: Item) -> bool:
    """Whether a run is links to other pages side by side, or one of a list of them."""
    if item.links > 1:
        return True
    owner = item.block.kind_of[0].parent if item.block.kind_of else None
    if owner is None or owner.name not in elements.LISTS:
        return False
    return owner.plain_runs == 0 and owner.runs >= _FEWEST_LINKS_OF_MENU


def _add_picture(builder: Builder, item: Item) -> None:
    """A picture by what is said of it, or what is no prose."""
    if not item.texts:
        builder.opaque_block(*item.source)
    for value in item.texts:
        _add_value(builder, value, BlockKind.CAPTION)


def _add_value(builder: Builder, value: Span, kind: BlockKind | None) -> None:
    """A block of its own for what stands in an attribute, or in the head: no reader of the page sees it there."""
    run = Run()
    run.text(builder.source.text, *value, in_attribute=True)
    builder.open(kind, shown=False)
    run.build(builder)
    builder.close()


def _outer(block: Element, text: str) -> Span | None:
    """What goes with the only run of a block: its element, and those around it that would be left empty."""
    if not _can_go(block):
        return None
    while block.parent is not None and _can_go(block.parent):
        block = block.parent
    if not block.is_balanced:
        return None
    return Span(block.start, block.start + len(text[block.start : block.end].rstrip()))


def _can_go(block: Element) -> bool:
    return block.items == 1 and not block.stays and block.name in elements.GOES_ALONE


def _add_front_matter(builder: Builder, start: int, is_xml: bool) -> None:
    """The title and the description in a page's head, each once."""
    text, seen, name = builder.source.text, set(), ""
    for token in tokens(text, start, len(text), is_xml=is_xml):
        if token.kind is TokenKind.START:
            if token.name == "body":
                return
            name = token.name
            value = _description(text, token) if name == "meta" else None
            if value and "meta" not in seen:
                seen.add("meta")
                _add_value(builder, value, None)
        elif token.kind is TokenKind.TEXT and name == "title" and "title" not in seen:
            seen.add("title")
            _add_value(builder, Span(token.start, token.end), BlockKind.HEADING)
            name = ""


def _description(text: str, token: Token) -> Span | None:
    values = {a.name: a.value for a in attributes(text, token)}
    name = values.get("name")
    is_it = name is not None and text[slice(*name)].strip().lower() == "description"
    return values.get("content") if is_it else None
