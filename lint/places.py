"""Where in a text a rule may find something: what a cheap look over the whole text has left to look into."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lint.document import Block, Document, Line


class Places:
    """Some code points of a text, each in or right behind a block or line in which a pattern may match."""

    def __init__(self, offsets: Iterable[int] | None) -> None:
        """None: anywhere."""
        self.offsets = None if offsets is None else sorted(set(offsets))

    def blocks(self, document: Document) -> Sequence[Block]:
        """The blocks to look into, in their order."""
        if self.offsets is None:
            return document.blocks
        found: list[Block] = []
        for offset in self.offsets:
            block = document.block_at(offset)
            if block is not None and (not found or found[-1] is not block):
                found.append(block)
        return found

    def lines(self, document: Document) -> Iterator[Line]:
        """The lines to look into, in their order."""
        if self.offsets is None:
            yield from document.lines
            return
        last = 0
        for offset in self.offsets:
            line = document.line_at(offset)
            if line.number != last:
                yield line
                last = line.number


EVERYWHERE = Places(None)
"""Where nothing is ruled out."""
