"""The blocks of a document that may repeat each other, and whether one says again what another does."""

from __future__ import annotations

import bisect
from collections.abc import Iterable
from functools import cache, cached_property, lru_cache
from itertools import accumulate, groupby, pairwise
from typing import Protocol

from lint.document import Block, BlockKind, Document
from lint.expressions import lazy
from lint.kinds.beginnings import WORD, straight
from lint.kinds.marks import holds
from lint.sentences import split_sentences

SENTENCE_END = lazy(r"[.!?…:;][\"'”’»)\]]*\Z")
STATEMENT_END = lazy(r"[.!…][\"'”’»)\]]*\s*\Z")
_INTERRUPTION = lazy(
    r"""(?P<end>[,.!?])["”]\s
        (?: (?P<speaker> he|she|they | \p{Lu}[\p{L}.’'-]*+ (?:\s\p{Lu}[\p{L}.’'-]*+){0,3} ) \s (?:said|says|added|adds)
        | (?:said|says) \s (?&speaker) )
        (?:,\s\p{N}{1,3})? [,.] \s ["“]""",
    "x",
)
_CUT_MARK = lazy(r"\s*(?:\.\.\.|…)(?:\s*(?:more|\[more\]|\[\+\]))?\Z")
_HEAD = 64  # code points in which the first two words of nearly every text stand, and more
_AROUND_WORDS = "\"'.,:;!?()"
_SAYS = ("said", "says", "added", "adds")
_CUT_MARKS = ("...", "…")
_SHORT_LINE_WORDS = 8
_FEWEST_LINES_OF_VERSE = 3
_MOST_LOST_WORDS = 2
_NEGATIONS = frozenset(("not", "no", "never", "nor", "neither", "without", "nicht", "kein", "keine", "ne", "pas"))
"""Without one of them the copy says the opposite, and is none."""


class Candidates:
    """The blocks of a document that may be copies, in order, with what several rules need of them: see `keys`.

    Lists and verse may say a thing twice, and what has no letter is a ruler.
    """

    def __init__(self, document: Document) -> None:
        """All else is worked out when it is needed."""
        self._document = document

    @cached_property
    def blocks(self) -> list[Block]:
        """All of them."""
        groups = [list(group) for _, group in groupby(self._document.blocks, key=lambda block: block.group)]
        return [block for group in groups if not _is_verse(group) for block in group if _may_be_copy(block)]

    @cached_property
    def keys(self) -> list[str]:
        """The texts of the blocks as they are compared: without the styles of white space and quotation marks."""
        return [key_of(block) for block in self.blocks]

    @cached_property
    def repeated(self) -> list[list[Block]]:
        """Blocks that say the same, a full stop at the end aside."""
        groups: dict[str, list[Block]] = {}
        for block, key in zip(self.blocks, self.keys, strict=True):
            groups.setdefault(key.removesuffix("."), []).append(block)
        return [group for group in groups.values() if len(group) > 1]

    @cached_property
    def alike_neighbours(self) -> list[tuple[Block, Block]]:
        """Blocks that stand next to each other and say the same."""
        if not self.repeated:
            return []
        pairs = zip(pairwise(self.blocks), pairwise(self.keys), strict=True)
        return [
            (above, below) for (above, below), keys in pairs if keys[0] == keys[1] and below.index == above.index + 1
        ]

    @cached_property
    def initials(self) -> str:
        """The first letter or digit of each key, small."""
        return "".join(map(_initial, self.keys))

    @cached_property
    def uninterrupted(self) -> list[str]:
        """What each block quotes, without the speaker who interrupts it; empty for most."""
        return [uninterrupted(key) if '"' in key and holds(key, _SAYS) else "" for key in self.keys]

    @cached_property
    def together(self) -> str:
        """All keys, a line each."""
        return "\n".join(self.keys)

    @cached_property
    def starts(self) -> list[int]:
        """Where each key begins in `together`, and where one more would."""
        return list(accumulate((len(key) + 1 for key in self.keys), initial=0))


class Test(Protocol):
    """A way in which a longer text can say all of a shorter one."""

    def __init__(self, candidates: Candidates) -> None:
        """For the blocks of one document."""

    def may_hold(self, copy: int, start: int, end: int) -> Iterable[int]:
        """Which blocks from `start` to `end` may hold the copy: a cheap choice."""

    def holds(self, copy: str, whole: str) -> bool:
        """Whether a longer text holds the copy, both as keys."""


class _Alike:
    """A test of blocks that begin with the same word."""

    def __init__(self, candidates: Candidates) -> None:
        self._candidates = candidates

    def may_hold(self, copy: int, start: int, end: int) -> Iterable[int]:
        initials = self._candidates.initials
        is_alone = initials.count(initials[copy], start, end) == 1
        return () if is_alone else [other for other in range(start, end) if initials[other] == initials[copy]]


class _Prefix(_Alike):
    def may_hold(self, copy: int, start: int, end: int) -> Iterable[int]:
        is_cut = holds(self._candidates.keys[copy], _CUT_MARKS)  # perhaps before its first word
        return range(start, end) if is_cut else super().may_hold(copy, start, end)

    def holds(self, copy: str, whole: str) -> bool:
        cut = _CUT_MARK.sub("", copy) if holds(copy, _CUT_MARKS) else copy
        if not whole.startswith(cut) or SENTENCE_END.search(cut):
            return False
        return any(c.isalnum() for c in whole[len(cut) :])  # a mere full stop is no cut


class _Credited(_Alike):
    def holds(self, copy: str, whole: str) -> bool:
        return whole.startswith(copy)


class _Contained:
    def __init__(self, candidates: Candidates) -> None:
        self._candidates = candidates

    def may_hold(self, copy: int, start: int, end: int) -> Iterable[int]:
        one = self._candidates
        key, text, starts = one.keys[copy], one.together, one.starts
        is_above = text.find(key, starts[start], starts[copy]) >= 0
        return range(start, end) if is_above or text.find(key, starts[copy + 1], starts[end]) >= 0 else ()

    def holds(self, copy: str, whole: str) -> bool:
        return copy in whole and (is_whole_sentences(copy, whole) or _ends_after_heading(copy, whole))


class _Near(_Alike):
    def __init__(self, candidates: Candidates) -> None:
        super().__init__(candidates)
        self._first_words = cache(lambda at: _first_two_words(candidates.keys[at]))

    def may_hold(self, copy: int, start: int, end: int) -> Iterable[int]:
        first = self._first_words
        return [other for other in super().may_hold(copy, start, end) if first(other) == first(copy)]

    def holds(self, copy: str, whole: str) -> bool:
        return bool(SENTENCE_END.search(whole)) and _lacks_few_words(words_of(copy), words_of(whole))


class _Interrupted:
    def __init__(self, candidates: Candidates) -> None:
        self._interrupted = [at for at, said in enumerate(candidates.uninterrupted) if said]

    def may_hold(self, copy: int, start: int, end: int) -> Iterable[int]:
        first = bisect.bisect_left(self._interrupted, start)
        return self._interrupted[first : bisect.bisect_left(self._interrupted, end, first)]

    def holds(self, copy: str, whole: str) -> bool:
        return _is_interrupted(copy, whole)


TESTS: dict[str, type[Test]] = {
    "prefix": _Prefix,
    "credited": _Credited,
    "contained": _Contained,
    "near": _Near,
    "interrupted": _Interrupted,
}


def _may_be_copy(block: Block) -> bool:
    text = block.text
    return block.kind is not BlockKind.LIST_ITEM and (text[:1].isalpha() or any(map(str.isalpha, text)))


def _first_two_words(key: str) -> list[str]:
    plain = [word.strip(_AROUND_WORDS) for word in key[:_HEAD].lower().split(" ", 2)]
    if len(plain) > 2 and plain[0].isalnum() and plain[1].isalnum():  # as of most, without a pattern
        return plain[:2]
    words = WORD.findall(key[:_HEAD].lower())
    return words[:2] if len(words) > 2 or len(key) <= _HEAD else list(words_of(key)[:2])


def _initial(key: str) -> str:
    first = key[0] if key[:1].isalnum() else next(filter(str.isalnum, key), " ")
    return first.lower()[0]


def key_of(block: Block) -> str:
    """The block's text as it is compared: without the styles of white space and quotation marks."""
    return " ".join(straight(block.text).split())


def is_whole_sentences(copy: str, whole: str) -> bool:
    """Whether the copy is whole sentences of the other text, in its order."""
    at = whole.index(copy)
    sentences = list(split_sentences(whole))
    return any(s.start == at for s in sentences) and any(s.end == at + len(copy) for s in sentences)


def _ends_after_heading(copy: str, whole: str) -> bool:
    """Whether the other text is a heading without an end mark and then the copy, which is one sentence or more."""
    heading = whole[: -len(copy)].rstrip()
    return whole.endswith(copy) and heading[-1:].isalnum() and copy[:1].isupper() and bool(STATEMENT_END.search(copy))


@lru_cache(maxsize=4096)
def words_of(text: str) -> tuple[str, ...]:
    """The words of a text without what stands between them, in small letters."""
    return tuple(WORD.findall(text.lower()))


def _lacks_few_words(copy: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    """Whether the copy is the other text but for a word or two; figures, names and negations may not differ."""
    lost = len(whole) - len(copy)
    if not 0 <= lost <= _MOST_LOST_WORDS or copy[:2] != whole[:2]:
        return False
    at = 0
    for word in whole:
        if at < len(copy) and copy[at] == word:
            at += 1
        elif word.isnumeric() or word in _NEGATIONS:
            return False
    return at == len(copy)


@lru_cache(maxsize=4096)
def uninterrupted(text: str) -> str:
    """The words of a text whose quotation is interrupted by its speaker, without the speaker; empty for others."""
    joined, count = _INTERRUPTION.subn(r"\g<end> ", text)
    return f" {' '.join(words_of(joined))} " if count else ""


def _is_interrupted(copy: str, whole: str) -> bool:
    """Whether the copy is what the other text quotes, without the speaker between the two parts."""
    said = uninterrupted(whole)
    words = " ".join(words_of(copy))
    return f" {words} " in said and f" {words} " not in f" {' '.join(words_of(whole))} "


def _is_verse(group: list[Block]) -> bool:
    """Three short lines or more without a blank between them, not all the same: verse, a box, a table."""
    if len(group) < _FEWEST_LINES_OF_VERSE or any(block.word_count > _SHORT_LINE_WORDS for block in group):
        return False
    return len({key_of(block) for block in group}) > 1
