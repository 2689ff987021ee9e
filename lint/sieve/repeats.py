"""Texts in which words stand twice in a row."""

from __future__ import annotations

import re
from collections.abc import Hashable
from collections.abc import Sequence as Items
from itertools import islice
from operator import eq

from lint.sieve.alphabet import OTHER

_KEPT = bytes(byte if bytes([byte]).isalnum() or byte > 127 else 32 for byte in range(256)).lower()
"""Letters in small, and spaces for what is none."""
_WORD = re.compile(r"\w+")
_LONGEST_GRAM = 4


def words_of(text: str, data: bytes) -> Items[Hashable]:
    """The words of a text in small letters: of `data`, the text encoded, where each of its letters has a byte."""
    if text.isascii() or data.count(OTHER) == text.count("?"):
        return data.translate(_KEPT).split()
    return _WORD.findall(text.lower())


def repeats(words: Items[Hashable], wanted: tuple[int, int]) -> bool:
    """Whether so many words, as of `Words`, stand twice in a row somewhere in a text."""
    fewest, most = wanted
    if fewest == 1:
        if any(map(eq, words, islice(words, 1, None))):
            return True
        if most == 1:
            return False
    size = min(max(fewest, 2), _LONGEST_GRAM)
    shifted = [words[at:] for at in range(size)]
    if len(set(zip(*shifted, strict=False))) > len(words) - size:
        return False
    last: dict[tuple[Hashable, ...], int] = {}
    for at, gram in enumerate(zip(*shifted, strict=False)):
        before = last.get(gram)
        if before is not None and fewest <= at - before <= most and _goes_on(words, before, at):
            return True
        last[gram] = at
    return False


def _goes_on(words: Items[Hashable], first: int, again: int) -> bool:
    """Whether all words from `first` on stand again from `again` on."""
    length = again - first
    at = first
    # The copies may begin before the place at which they were noticed.
    while at > 0 and words[at - 1] == words[at - 1 + length]:
        at -= 1
    same = 0
    while at + same + length < len(words) and words[at + same] == words[at + same + length]:
        same += 1
    return same >= length
