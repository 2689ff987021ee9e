"""What stands in quotation marks, by their pairs inside a paragraph."""

from __future__ import annotations

from collections.abc import Sequence

from lint.expressions import lazy
from lint.memo import Latest
from lint.text import Span

_PAIRS = {"“": "”", "„": "“”", "«": "»", "»": "«", "‹": "›", "‘": "’", "‚": "‘’"}
"""Each opening mark, and those that close it."""
_MARK = lazy(r"[“”„«»‹›‘’‚\"]")
_ELISION = lazy(r"‘(?:\d\ds?|[eE]m|[tT]is|[tT]was|[tT]il|[cC]ause|[nN])\b")
_OPENS_AFTER = frozenset("([{—–-/“„«‘")


def quotations(text: str) -> Sequence[Span]:
    """The quotations in a paragraph with their marks, outermost ones only, in order.

    Marks without a partner are none. An apostrophe may end one in single marks too early: then less is quoted.
    """
    return _quotations_of(text)  # which is asked again for each match in the paragraph


def _quotations(text: str) -> Sequence[Span]:
    found: list[Span] = []
    start, closing = -1, ""
    for mark in _MARK.finditer(text):
        at, character = mark.start(), mark[0]
        if start < 0:
            if _opens(text, at):
                start, closing = at, _PAIRS.get(character, '"')
        elif character in closing and _closes(text, at):
            found.append(Span(start, at + 1))
            start = -1
        elif character == text[start] and _opens(text, at):  # the one before was never closed
            start = at
    return found


def _opens(text: str, at: int) -> bool:
    """Whether a mark begins a quotation: it stands before a word and behind none."""
    if text[at] in "”’›" or text[at + 1 : at + 2].strip() == "":
        return False
    before = text[at - 1] if at else " "
    return (before.isspace() or before in _OPENS_AFTER) and not _ELISION.match(text, at)


def _closes(text: str, at: int) -> bool:
    """Whether a mark ends a quotation: white space stands not before it, and no word right behind."""
    return not text[at - 1].isspace() and not text[at + 1 : at + 2].isalnum()


_quotations_of = Latest(_quotations)
