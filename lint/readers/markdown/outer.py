"""What goes with a block so that the page stays whole."""

from __future__ import annotations

import regex

from lint.readers.markdown.tree import Node
from lint.text import Span

_HOLDS_ONE = frozenset(("BlockQuote", "Item", "List"))
"""What goes with the only block in it."""
_CANNOT_LOSE = frozenset(("FootnoteDefinition", "DefinitionList", "DefinitionListDefinition", "TableRow", "TableHead"))
_PREFIX = regex.compile(r"[ \t>]*+\Z")


def outer_of(text: str, leaf: Node) -> Span | None:
    """The source of a leaf, with the quotation, item or list that holds nothing else; None where it cannot go alone."""
    node = leaf
    while node.parent and node.parent.name in _HOLDS_ONE and node.parent.children == 1:
        node = node.parent
    parent = node.parent
    assert parent is not None
    if parent.name in _CANNOT_LOSE or (parent.name == "Item" and node.index == 0):
        return None
    if node.name == "Item" and node.index == 0 and parent.more:
        return None  # the numbers of a list are counted from its first item
    line = max(text.rfind("\n", 0, node.start), text.rfind("\r", 0, node.start)) + 1
    return Span(line, node.end) if _PREFIX.match(text, line, node.start) else None
