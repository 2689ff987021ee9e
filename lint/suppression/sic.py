"""`[sic]`: the author says that the text is meant as it stands."""

from __future__ import annotations

from lint.document import Document
from lint.expressions import lazy
from lint.text import Span

_SIC = lazy(r"[\[(]\s?sic[.!]?\s?[\])]", "i")
_FOLLOWS = lazy(r"[\"'”’»“]?\s?[\[(]\s?sic[.!]?\s?[\])]", "i")


class Sic:
    """Tells what of a document an author has confirmed."""

    def __init__(self, document: Document) -> None:
        """Nothing is looked for where the word does not stand at all."""
        self._document = document
        self._stands = _SIC.search(document.text) is not None

    def confirms(self, span: Span) -> bool:
        """Whether `[sic]` follows a span in its block, or stands in it.

        It speaks of words: what takes a whole paragraph, as a notice or a copy, is not meant by it.
        """
        block = self._document.block_at(span.start) if self._stands else None
        if block is None or span.contains(block.core):
            return False
        start, end = span.start - block.start, span.end - block.start
        return bool(_SIC.search(block.text, start, end) or _FOLLOWS.match(block.text, end))
