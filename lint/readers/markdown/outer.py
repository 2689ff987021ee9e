"""What goes with a block so that the page stays whole."""

from __future__ import annotations

import regex

from lint.readers.markdown.tree import ITEM, Node
from lint.text import Span

_HOLDS_ONE = frozenset(("BlockQuote", "Item", "List"))
"""What goes with the only block in it."""
_CANNOT_LOSE = frozenset(("FootnoteDefinition", "DefinitionList", "DefinitionListDefinition", "TableRow", "TableHead"))
_ADDRESSED = regex.compile(r"\{(?=[^{}\n\r]*+\}):?[ \t]?(?:[^{}\n\r]*?[ \t])?\#\w[^{}\n\r]*+\}")
_ATTRIBUTES_ABOVE = regex.compile(r"\{:[^{}\n\r]*+\}[ \t]*+(?:\r\n|\n|\r)[ \t>]*+\Z")
_ATTRIBUTES_BELOW = regex.compile(r"[ \t]*+(?:\r\n|\n|\r)?[ \t>]*+\{:")
_LONGEST_LINE = 400
_TOP = regex.compile(r"\ufeff?+\s*+")
_RULER_BELOW = regex.compile(r"\s*+(?:---|\+\+\+)")
_PREFIX = regex.compile(r"[ \t>]*+\Z")


class Outers:
    """What of a text goes with its blocks."""

    def __init__(self, text: str) -> None:
        """What holds for all blocks of the text is found once."""
        self._text = text
        self._has_addresses = _ADDRESSED.search(text) is not None
        self._has_attributes = "{:" in text
        top = _TOP.match(text)
        self._top = top.end() if top else 0
        """Above it is nothing."""

    def of(self, leaf: Node) -> Span | None:
        """The source of a leaf, with the quotation, item or list that holds nothing else.

        None where it cannot go alone.
        """
        node = leaf
        while node.above and node.above.name in _HOLDS_ONE and node.above.children == 1:
            node = node.above
        parent = node.above
        assert parent is not None
        if parent.name in _CANNOT_LOSE or (parent.name == ITEM and node.index == 0):
            return None
        if node.name == ITEM and node.index == 0 and parent.more:
            return None  # the numbers of a list are counted from its first item
        line = self._line(node.start)
        if line < node.start and _PREFIX.match(self._text, line, node.start) is None:
            return None
        outer = Span(line, node.end)
        return None if self.stays(leaf, outer) else outer

    def _line(self, offset: int) -> int:
        """Where the line of an offset begins."""
        if self._text[offset - 1 : offset] == "\n":
            return offset
        line = self._text.rfind("\n", 0, offset) + 1
        return max(line, self._text.rfind("\r", line, offset) + 1)

    def stays(self, leaf: Node, outer: Span) -> bool:
        """Whether something needs a block: attributes beside it, a link to it, or a ruler that would come first."""
        # At the top of a file, generators of sites read a ruler as the beginning of front matter.
        is_top = outer.start <= self._top and _RULER_BELOW.match(self._text, outer.end) is not None
        is_aim = self._has_addresses and _ADDRESSED.search(self._text, leaf.start, leaf.end) is not None
        return is_top or is_aim or (self._has_attributes and self._is_beside_attributes(outer))

    def _is_beside_attributes(self, outer: Span) -> bool:
        above = self._text[max(0, outer.start - _LONGEST_LINE) : outer.start]
        return bool(_ATTRIBUTES_ABOVE.search(above) or _ATTRIBUTES_BELOW.match(self._text, outer.end))
