"""What an independent HTML5 parser makes of a page: the text that is read, and the tree without it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from justhtml import JustHTML

from lint.document import Document
from lint.readers.html import elements

Node = Any
_NOT_READ = frozenset(
    "applet audio base button canvas code dialog embed frameset head iframe img input kbd label link listing map math "  # noqa: SIM905
    "menu meta nav noembed noframes noscript object plaintext pre rp rt samp script select style svg template textarea "
    "title tt var video xmp".split()
)
_TOLD = frozenset(("alt", "content", "title"))
"""Attributes in which text stands."""


def tree(text: str) -> Node:
    """The tree of a page."""
    return JustHTML(text, sanitize=False).root


def letters(text: str) -> Counter[str]:
    """The letters and figures that a page shows as prose, wherever a broken table puts them."""
    return Counter(character for part in _texts(tree(text)) for character in part if character.isalnum())


def letters_of(document: Document) -> Counter[str]:
    """Those of a document, without what stands in attributes."""
    return Counter(c for block in document.blocks if block.is_shown for c in block.text if c.isalnum())


def _texts(root: Node) -> Iterator[str]:
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node.name == "#text":
            yield node.data
        elif _is_read(node):
            waiting += node.children or ()


def _is_read(node: Node) -> bool:
    attributes = node.attrs or {}
    is_block = node.name in elements.BLOCKS
    return not (
        node.name in _NOT_READ
        or "hidden" in attributes
        or (attributes.get("aria-hidden") or "").lower() == "true"
        or (is_block and (attributes.get("role") or "").lower() in elements.FURNITURE_ROLES)
        or "__cf_email__" in (attributes.get("class") or "")
    )


def without_mended(before: Node, after: Node) -> bool:
    """Whether a tree is another one but for its text, the values in which text stands, and elements of text that went.

    Line breaks may go with the lines that they end.
    """
    if before.name != after.name or _attributes(before) != _attributes(after):
        return False
    return _are_left(_children(before), _children(after))


def _are_left(before: list[Node], after: list[Node]) -> bool:
    """Whether some nodes are what others are without some that may go."""
    if not before:
        return not after
    if after and without_mended(before[0], after[0]) and _are_left(before[1:], after[1:]):
        return True
    may_go = before[0].name == "br" or bool(before[0].to_text().strip())
    return may_go and _are_left(before[1:], after)


def _attributes(node: Node) -> dict[str, str]:
    return {name: value for name, value in (node.attrs or {}).items() if name not in _TOLD}


def _children(node: Node) -> list[Node]:
    return [child for child in node.children or () if not child.name.startswith("#") or child.name == "#comment"]
