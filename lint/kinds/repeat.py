"""A block that says again what another block says: a caption exported twice, a pull quote, a cut copy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal, NamedTuple

from lint.credits import credits_of
from lint.document import Block, Document
from lint.expressions import lazy
from lint.finding import Edit, Match, Related
from lint.kinds.base import Finder, Kind, Setup
from lint.kinds.beginnings import Beginnings
from lint.kinds.copies import SENTENCE_END, STATEMENT_END, TESTS, Candidates, is_whole_sentences, key_of, words_of
from lint.memo import Latest
from lint.places import EVERYWHERE, Places
from lint.text import Span

_DAMAGE = lazy(r"[\x80-\x9f\ufffd\udc80-\udcff]")
_QUOTATION = lazy(r"\s*[\"“„«‘\x93\x91]")
_FEWEST_WORDS_OF_RUN = 8
_OFTEN_OF_COPY = 2
_REACH = 12


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

    def may_find(self, text: str) -> bool:
        """False only where no document of this text, whatever its blocks, can hold such a copy."""
        beginnings, fewest = _beginnings_of(text), self.options.min_words
        match = self.options.match
        if match == "near":
            return beginnings.are_similar(fewest)
        if match == "interrupted":
            return beginnings.are_interrupted()
        if match == "contained":
            return beginnings.stand_elsewhere(fewest)
        return beginnings.begin_alike(fewest, may_be_cut=match == "prefix")

    def find(self, document: Document, places: Places = EVERYWHERE) -> Iterator[Match]:
        """One match a copy, related to the text that stays; copies apart that follow each other are one."""
        for run in self._runs(self._copies(_candidates_of(document))):
            yield self._match(document, run)

    def _copies(self, candidates: Candidates) -> Iterator[Copy]:
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
        if self.options.match == "contained" and not is_whole_sentences(key_of(block), key_of(stays)):
            return True
        apart = self.options.match == "contained" or not self._is_adjacent
        return apart and _QUOTATION.match(block.text) is not None

    def _pairs(self, candidates: Candidates) -> Iterator[Pair]:
        if self.options.match == "same":
            yield from _SAME[self.options.distance](self, candidates)
        else:
            yield from self._inside(candidates)

    def _may_stand_twice(self, block: Block) -> bool:
        """Whether saying this block twice is no defect, as of an answer or a credit, which is found as one."""
        fewest = self.options.min_sentence_words if SENTENCE_END.search(block.text.rstrip()) else 0
        if len(block.words) < max(fewest, self.options.min_words):
            return True
        return self.credits.is_credit(block.text)

    def _choose(self, pair: Pair) -> Copy:
        """Which of the two is the copy."""
        first, later = pair
        if self.options.match == "near" and _stutters(first) != _stutters(later):
            later_is_copy = _stutters(later)
        elif self.options.match != "same":
            later_is_copy = len(key_of(later)) < len(key_of(first))
        else:
            later_is_copy = self.setup.action == "delete-later" or _damage(later) >= _damage(first)
        return Copy(later, first) if later_is_copy else Copy(first, later)

    def _adjacent(self, candidates: Candidates) -> Iterator[Pair]:
        first = last = None
        for above, below in candidates.alike_neighbours:
            if self._may_stand_twice(above) or self._may_stand_twice(below):
                continue
            first = above if first is None or above is not last else first
            last = below
            yield Pair(first, below)

    def _interleaved(self, candidates: Candidates) -> Iterator[Pair]:
        """Runs of two to four blocks that stand twice in a row: `a b a b`."""
        if not candidates.repeated:
            return
        blocks, keys = candidates.blocks, candidates.keys
        for at, key in enumerate(keys):
            for length in (2, 3, 4):
                if keys[at + length : at + length + 1] != [key]:
                    continue
                run, again = keys[at : at + length], keys[at + length : at + 2 * length]
                whole = blocks[at : at + 2 * length]
                if run != again or len(set(run)) == 1 or whole[-1].index - whole[0].index != 2 * length - 1:
                    continue
                if any(map(self._may_stand_twice, whole)):
                    continue
                if sum(block.word_count for block in whole[:length]) >= _FEWEST_WORDS_OF_RUN:
                    yield from map(Pair, whole[:length], whole[length:])
                    break

    def _apart(self, candidates: Candidates) -> Iterator[Pair]:
        """Statements that stand twice with others between; what stands more often is a refrain."""
        pairs: list[Pair] = []
        for group in candidates.repeated:
            blocks = [block for block in group if not self._may_stand_twice(block)]
            if len(blocks) != _OFTEN_OF_COPY:
                continue
            above, block = blocks
            gap = block.index - above.index
            if gap < 2 or (self.options.reach and gap > self.options.reach):
                continue
            if STATEMENT_END.search(above.text) or STATEMENT_END.search(block.text):
                pairs.append(Pair(above, block))
        yield from sorted(pairs, key=lambda pair: pair.later.index)

    def _inside(self, candidates: Candidates) -> Iterator[Pair]:
        """Pairs in which the shorter is a beginning of the other, sentences out of it, or it without a credit."""
        reach, blocks, keys = self.options.reach or _REACH, candidates.blocks, candidates.keys
        test = TESTS[self.options.match](candidates)
        for at, block in enumerate(blocks):
            if block.word_count < self.options.min_words:
                continue
            for other in test.may_hold(at, max(0, at - reach), min(len(blocks), at + reach + 1)):
                copy, whole = keys[at], keys[other]
                if len(whole) > len(copy) and test.holds(copy, whole) and self._is_right(copy, whole):
                    yield Pair(*sorted((block, blocks[other]), key=lambda b: b.index))
                    break

    def _is_right(self, copy: str, whole: str) -> bool:
        """Whether the longer text has a credit at its end and no more, in a rule that looks for it, and no other."""
        is_credited = whole.startswith(copy) and self.credits.is_credit(whole[len(copy) :])
        return is_credited == (self.options.match == "credited")


_SAME = {"adjacent": Checker._adjacent, "interleaved": Checker._interleaved, "apart": Checker._apart}


def _damage(block: Block) -> int:
    """How many characters lost their encoding on the way."""
    return len(_DAMAGE.findall(block.text))


def _stutters(block: Block) -> bool:
    """Whether a word stands twice in a row."""
    return any(a == b for a, b in pairwise(words_of(key_of(block))))


def _follows(copy: Copy, above: Copy) -> bool:
    """Whether a copy stands right after another one, and so do the blocks that they repeat."""
    return copy.block.index == above.block.index + 1 and copy.stays.index == above.stays.index + 1


_beginnings_of = Latest(Beginnings)
_candidates_of = Latest(Candidates)

KIND = Kind("A block that repeats another one.", Options, ACTIONS, Checker)
