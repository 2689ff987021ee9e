"""What goes with a block so that the page stays whole."""

from __future__ import annotations

import regex

from lint.readers.markdown.tree import Node
from lint.text import Span

_HOLDS_ONE = frozenset(("BlockQuote", "Item", "List"))
"""What goes with the only block in it."""
_CANNOT_LOSE = frozenset(("FootnoteDefinition", "DefinitionList", "DefinitionListDefinition", "TableRow", "TableHead"))
_ADDRESSED = regex.compile(r"\{:?[ \t]?(?:[^{}\n\r]*?[ \t])?\#\w[^{}\n\r]*+\}")
_ATTRIBUTES_ABOVE = regex.compile(r"\{:[^{}\n\r]*+\}[ \t]*+(?:\r\n|\n|\r)[ \t>]*+\Z")
_ATTRIBUTES_BELOW = regex.compile(r"[ \t]*+(?:\r\n|\n|\r)?[ \t>]*+\{:")
_LONGEST_LINE = 400
_BLANK_ABOVE = regex.compile(r"\ufeff?+\s*+\Z")
_RULER_BELOW = regex.compile(r"\s*+(?:---|\+\+\+)")
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


def stays(text: str, leaf: Node, outer: Span) -> bool:
    """Whether something else needs a block: attributes beside it, a link to it, or a ruler that would come first."""
    above = text[max(0, outer.start - _LONGEST_LINE) : outer.start]
    return bool(
        _ADDRESSED.search(text, leaf.start, leaf.end)
        or _ATTRIBUTES_ABOVE.search(above)
        or _ATTRIBUTES_BELOW.match(text, outer.end)
        # At the top of a file, generators of sites read it as the beginning of front matter.
        or (_BLANK_ABOVE.match(text, 0, outer.start) and _RULER_BELOW.match(text, outer.end))
    )
