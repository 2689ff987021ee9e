"""A block that says again what another block says: a caption exported twice, a pull quote, a cut copy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby, pairwise
from typing import Literal, NamedTuple

import regex

from lint.credits import credits_of
from lint.document import Block, BlockKind, Document
from lint.finding import Edit, Match, Related
from lint.kinds.base import Finder, Kind, Setup
from lint.places import EVERYWHERE, Places
from lint.sentences import split_sentences
from lint.text import Span

_STRAIGHT = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "\x91": "'", "\x92": "'", "\x93": '"', "\x94": '"'}
)
_SENTENCE_END = regex.compile(r"[.!?…:;][\"'”’»)\]]*\Z")
_DAMAGE = regex.compile(r"[\x80-\x9f\ufffd\udc80-\udcff]")
_STATEMENT_END = regex.compile(r"[.!…][\"'”’»)\]]*\s*\Z")
_QUOTATION = regex.compile(r"\s*[\"“„«‘\x93\x91]")
_WORD = regex.compile(r"[\p{L}\p{N}]+(?:['’.,-][\p{L}\p{N}]+)*")
_INTERRUPTION = regex.compile(
    r"""(?P<end>[,.!?])["”]\s
        (?: (?P<speaker> he|she|they | \p{Lu}[\p{L}.’'-]*+ (?:\s\p{Lu}[\p{L}.’'-]*+){0,3} ) \s (?:said|says|added|adds)
        | (?:said|says) \s (?&speaker) )
        (?:,\s\p{N}{1,3})? [,.] \s ["“]""",
    regex.VERBOSE,
)
_CUT_MARK = regex.compile(r"\s*(?:\.\.\.|…)(?:\s*(?:more|\[more\]|\[\+\]))?\Z")
_SHORT_LINE_WORDS = 8
_FEWEST_WORDS_OF_RUN = 8
_OFTEN_OF_COPY = 2
_REACH = 12
_FEWEST_LINES_OF_VERSE = 3
_MOST_LOST_WORDS = 2
_NEGATIONS = frozenset(("not", "no", "never", "nor", "neither", "without", "nicht", "kein", "keine", "ne", "pas"))
"""Without one of them the copy says the opposite, and is none."""


@dataclass(frozen=True)
class Options:
    """What a repeat rule may say."""

    distance: Literal["adjacent", "interleaved", "apart"] = field(
        default="adjacent",
        metadata={"doc": "Where the copy stands: next to the first, as `a b a b`, or with other blocks between."},
    )
    match: Literal["same", "prefix", "contained", "credited", "near", "interrupted"] = field(
        default="same",
        metadata={
            "doc": "The same text (white space and the style of quotation marks aside), the beginning of the other, "
            "whole sentences out of the other, the other without the credit at its end, the other without a word or "
            "two, or a quotation that the other interrupts with its speaker."
        },
    )
    reach: int = field(
        default=0,
        metadata={
            "doc": "How many blocks apart the two may stand at most; 0: any number where the text is the same, else 12."
        },
    )
    min_words: int = field(default=2, metadata={"doc": "The fewest words of a copy."})
    min_sentence_words: int = field(
        default=6,
        metadata={"doc": "The fewest words of a copy that ends like a sentence: shorter is an answer or a refrain."},
    )


ACTIONS = {
    "delete-later": "Delete the later copy, whichever is better.",
    "delete-copy": "Delete the worse copy: the shorter; of equal ones the more damaged, else the later.",
}


class Pair(NamedTuple):
    """Two blocks that say the same, in the order of the document."""

    first: Block
    later: Block


class Copy(NamedTuple):
    """A block that could go, and the one that says the same and stays."""

    block: Block
    stays: Block


class Checker(Finder):
    """Finds the copies of blocks."""

    def __init__(self, options: Options, setup: Setup) -> None:
        """Read the lists of those who are credited."""
        self.options, self.setup = options, setup
        self.credits = credits_of(setup.lists)

    def find(self, document: Document, places: Places = EVERYWHERE) -> Iterator[Match]:
        """One match a copy, related to the text that stays; copies apart that follow each other are one."""
        groups = [list(group) for _, group in groupby(document.blocks, key=lambda block: block.group)]
        candidates = [block for group in groups if not _is_verse(group) for block in group if self._can_be_copy(block)]
        for run in self._runs(self._copies(candidates)):
            yield self._match(document, run)

    def _copies(self, candidates: list[Block]) -> Iterator[Copy]:
        reported: set[int] = set()
        for pair in self._pairs(candidates):
            copy = self._choose(pair)
            if copy.block.index not in reported:
                reported.add(copy.block.index)
                yield copy

    def _runs(self, copies: Iterator[Copy]) -> Iterator[list[Copy]]:
        """Copies that follow each other in both places, together; adjacent ones each by itself."""
        run: list[Copy] = []
        for copy in copies:
            if run and (self._is_adjacent or not _follows(copy, run[-1])):
                yield run
                run = []
            run.append(copy)
        if run:
            yield run

    @property
    def _is_adjacent(self) -> bool:
        return self.options.distance == "adjacent"

    def _match(self, document: Document, run: list[Copy]) -> Match:
        (block, stays), (last, last_stays) = run[0], run[-1]
        edits: tuple[Edit, ...] = ()
        if self.setup.action and not self._must_stay(run):
            edits = (Edit(*document.removal(block, last), ""),)
        which = "first copy" if self.options.match == "same" and stays.index < block.index else "whole copy"
        related = Related(Span(stays.core.start, last_stays.core.end), which)
        return Match(Span(block.core.start, last.core.end), edits, (related,), {"place": document.place_name(stays)})

    def _must_stay(self, run: list[Copy]) -> bool:
        """Whether a person must decide: two people may have said the same, or the copy is glued to other text."""
        if len(run) > 1 or self.options.match in ("prefix", "credited"):
            return False
        block, stays = run[0]
        if self.options.match == "contained" and not _is_whole_sentences(_key(block), _key(stays)):
            return True
        apart = self.options.match == "contained" or not self._is_adjacent
        return apart and _QUOTATION.match(block.text) is not None

    def _pairs(self, blocks: list[Block]) -> Iterator[Pair]:
        if self.options.match == "same":
            yield from _SAME[self.options.distance](self, blocks)
        else:
            yield from self._inside(blocks)

    def _can_be_copy(self, block: Block) -> bool:
        """Whether saying this block twice would be a defect: lists, verse, answers, credits and rulers may repeat."""
        words = block.words
        if block.kind is BlockKind.LIST_ITEM or not any(c.isalpha() for c in block.text):
            return False
        if self.options.match == "same" and self.credits.is_credit(block.text):
            return False  # each is a credit, and found as one
        fewest = self.options.min_sentence_words if _SENTENCE_END.search(block.text.rstrip()) else 0
        if len(words) < max(fewest, self.options.min_words):
            return self.options.match != "same"
        return True

    def _choose(self, pair: Pair) -> Copy:
        """Which of the two is the copy."""
        first, later = pair
        if self.options.match == "near" and _stutters(first) != _stutters(later):
            later_is_copy = _stutters(later)
        elif self.options.match != "same":
            later_is_copy = len(_key(later)) < len(_key(first))
        else:
            later_is_copy = self.setup.action == "delete-later" or _damage(later) >= _damage(first)
        return Copy(later, first) if later_is_copy else Copy(first, later)

    def _adjacent(self, blocks: list[Block]) -> Iterator[Pair]:
        first: Block | None = None
        for above, below in pairwise(blocks):
            if below.index == above.index + 1 and _key(above) == _key(below):
                first = first or above
                yield Pair(first, below)
            else:
                first = None

    def _interleaved(self, blocks: list[Block]) -> Iterator[Pair]:
        """Runs of two to four blocks that stand twice in a row: `a b a b`."""
        keys = [_key(block) for block in blocks]
        for at in range(len(blocks)):
            for length in (2, 3, 4):
                run, again = keys[at : at + length], keys[at + length : at + 2 * length]
                whole = blocks[at : at + 2 * length]
                if run != again or len(set(run)) == 1 or whole[-1].index - whole[0].index != 2 * length - 1:
                    continue
                if sum(block.word_count for block in whole[:length]) >= _FEWEST_WORDS_OF_RUN:
                    yield from map(Pair, whole[:length], whole[length:])
                    break

    def _apart(self, blocks: list[Block]) -> Iterator[Pair]:
        """Statements that stand twice with others between; what stands more often is a refrain."""
        keys = [_key(block).removesuffix(".") for block in blocks]
        count = Counter(keys)
        first: dict[str, Block] = {}
        for block, key in zip(blocks, keys, strict=True):
            above = first.setdefault(key, block)
            gap = block.index - above.index
            if gap < 2 or count[key] != _OFTEN_OF_COPY or (self.options.reach and gap > self.options.reach):
                continue
            if _STATEMENT_END.search(above.text) or _STATEMENT_END.search(block.text):
                yield Pair(above, block)

    def _inside(self, blocks: list[Block]) -> Iterator[Pair]:
        """Pairs in which the shorter is a beginning of the other, sentences out of it, or it without a credit."""
        reach = self.options.reach or _REACH
        keys = [_key(block) for block in blocks]
        for at, block in enumerate(blocks):
            if block.word_count < self.options.min_words:
                continue
            for other in range(max(0, at - reach), min(len(blocks), at + reach + 1)):
                if len(keys[other]) > len(keys[at]) and self._holds(keys[at], keys[other]):
                    yield Pair(*sorted((block, blocks[other]), key=lambda b: b.index))
                    break

    def _holds(self, copy: str, whole: str) -> bool:
        """Whether the longer text says all of the shorter in the way that the rule looks for."""
        is_credited = whole.startswith(copy) and self.credits.is_credit(whole[len(copy) :])
        if self.options.match == "credited" or is_credited:
            return is_credited and self.options.match == "credited"
        if self.options.match == "near":
            return bool(_SENTENCE_END.search(whole)) and _lacks_few_words(_words(copy), _words(whole))
        if self.options.match == "interrupted":
            return _is_interrupted(copy, whole)
        if self.options.match == "contained":
            return copy in whole and (_is_whole_sentences(copy, whole) or _ends_after_heading(copy, whole))
        cut = _CUT_MARK.sub("", copy)
        lacks_words = any(c.isalnum() for c in whole[len(cut) :])  # a mere full stop is no cut
        return not _SENTENCE_END.search(cut) and whole.startswith(cut) and lacks_words


_SAME = {"adjacent": Checker._adjacent, "interleaved": Checker._interleaved, "apart": Checker._apart}


def _key(block: Block) -> str:
    """The block's text as it is compared: without the styles of white space and quotation marks."""
    return _plain(block.text)


@lru_cache(maxsize=4096)  # several rules compare the same blocks
def _plain(text: str) -> str:
    return " ".join(text.translate(_STRAIGHT).split())


def _damage(block: Block) -> int:
    """How many characters lost their encoding on the way."""
    return len(_DAMAGE.findall(block.text))


def _is_whole_sentences(copy: str, whole: str) -> bool:
    """Whether the copy is whole sentences of the other text, in its order."""
    at = whole.index(copy)
    sentences = list(split_sentences(whole))
    return any(s.start == at for s in sentences) and any(s.end == at + len(copy) for s in sentences)


def _ends_after_heading(copy: str, whole: str) -> bool:
    """Whether the other text is a heading without an end mark and then the copy, which is one sentence or more."""
    heading = whole[: -len(copy)].rstrip()
    return whole.endswith(copy) and heading[-1:].isalnum() and copy[:1].isupper() and bool(_STATEMENT_END.search(copy))


@lru_cache(maxsize=4096)
def _words(text: str) -> tuple[str, ...]:
    """The words of a text without what stands between them, in small letters."""
    return tuple(_WORD.findall(text.lower()))


def _stutters(block: Block) -> bool:
    """Whether a word stands twice in a row."""
    return any(a == b for a, b in pairwise(_words(_key(block))))


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
def _uninterrupted(text: str) -> str:
    """The words of a text whose quotation is interrupted by its speaker, without the speaker; empty for others."""
    joined, count = _INTERRUPTION.subn(r"\g<end> ", text)
    return f" {' '.join(_words(joined))} " if count else ""


def _is_interrupted(copy: str, whole: str) -> bool:
    """Whether the copy is what the other text quotes, without the speaker between the two parts."""
    said = _uninterrupted(whole)
    words = " ".join(_words(copy))
    return f" {words} " in said and f" {words} " not in f" {' '.join(_words(whole))} "


def _follows(copy: Copy, above: Copy) -> bool:
    """Whether a copy stands right after another one, and so do the blocks that they repeat."""
    return copy.block.index == above.block.index + 1 and copy.stays.index == above.stays.index + 1


def _is_verse(group: list[Block]) -> bool:
    """Three short lines or more without a blank between them, not all the same: verse, a box, a table."""
    if len(group) < _FEWEST_LINES_OF_VERSE or len({_key(block) for block in group}) == 1:
        return False
    return all(block.word_count <= _SHORT_LINE_WORDS for block in group)


KIND = Kind("A block that repeats another one.", Options, ACTIONS, Checker)
