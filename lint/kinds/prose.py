"""What rules about cut text look for in prose: its words, how its paragraphs begin and end, whether it is English."""

from __future__ import annotations

from lint.document import Block
from lint.expressions import lazy
from lint.lists import is_word

WORD = lazy(r"\p{L}[\p{L}\p{M}'’-]*")
BEGINS_WHOLE = lazy(r"\s*(?:…|\.\.\.|[\"'“‘«(\[—–-]*\s?[\p{Lu}\p{Lt}\p{Lo}\p{N}£$€])")
"""A capital, a figure or an ellipsis, with what may open before it."""
SENTENCE_END = lazy(r"[.!?][\"'”’»)\]]*\s*\Z")
_LEAST_ENGLISH = 0.6


def is_english(block: Block) -> bool:
    """Whether most words of a block are in the word list, its last one, which may be cut, left aside."""
    words = WORD.findall(block.text)[:-1]
    return sum(map(is_word, words)) >= _LEAST_ENGLISH * len(words)
