"""HTML inside Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import regex

from lint.document import Container
from lint.readers import html
from lint.readers.builder import Builder
from lint.text import Span

WITHOUT_PROSE = frozenset(("code", "kbd", "samp", "var", "pre", "script", "style", "svg", "math", "textarea"))
"""Elements whose content is no prose."""
LINE_BREAKS = frozenset(("br",))
_EMPTY = frozenset(
    ("br", "img", "hr", "wbr", "input", "source", "area", "col", "embed", "link", "meta", "param", "track")
)
_SHOWN_EMPTY = frozenset(("img", "input", "embed"))
_TAG = regex.compile(r"<(?P<close>/)?(?P<name>[A-Za-z][\w.:-]*+)(?P<rest>(?s:.*))>")
_ADDRESSED = regex.compile(r"\s(?:id|name)\s*+=", regex.IGNORECASE)
_QUOTATION = "BlockQuote"
_COMMENT_OPENS, _COMMENT_CLOSES = "<!--", "-->"


class Tag(NamedTuple):
    """A tag in a paragraph; `name` is empty for what is none, such as a comment."""

    name: str
    closes: bool
    is_empty: bool
    """Whether no closing tag belongs to it."""
    is_addressed: bool
    """Whether a link can lead to it."""

    @property
    def is_shown(self) -> bool:
        """Whether it stands for something that people see."""
        return self.name in _SHOWN_EMPTY


def tag(markup: str) -> Tag:
    """What a piece of HTML in a paragraph is."""
    found = _TAG.fullmatch(markup)
    if found is None:
        return Tag("", False, True, False)
    name = found["name"].lower()
    is_empty = name in _EMPTY or found["rest"].endswith("/")
    return Tag(name, found["close"] is not None, is_empty, _ADDRESSED.search(found["rest"]) is not None)


def add_comment(builder: Builder, start: int, end: int) -> None:
    """Report a comment in a paragraph, if this is one."""
    for _ in _between_comments(builder, start, end):
        pass


def add_block(builder: Builder, start: int, end: int, container: Container | None) -> None:
    """Add a block of HTML as a page of its own; in a quotation, whose marks stand in it too, only its comments."""
    if not _is_quoted(container):
        html.add(builder, start, end)
        return
    for place in _between_comments(builder, start, end):
        if builder.source.text[slice(*place)].strip(" \t\r\n>"):
            builder.opaque_block(*place, container=container)


def _is_quoted(container: Container | None) -> bool:
    while container is not None:
        if container.kind.startswith(_QUOTATION):
            return True
        container = container.parent
    return False


def _between_comments(builder: Builder, start: int, end: int) -> Iterator[Span]:
    text, at = builder.source.text, start
    while (opened := text.find(_COMMENT_OPENS, at, end)) >= 0:
        inside = opened + len(_COMMENT_OPENS)
        closed = text.find(_COMMENT_CLOSES, inside, end)
        if closed < 0:
            break
        yield Span(at, opened)
        at = closed + len(_COMMENT_CLOSES)
        builder.comment(opened, at, text[inside:closed])
    yield Span(at, end)
