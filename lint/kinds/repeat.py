"""A block that says again what another block says: a caption exported twice, a pull quote, a cut copy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal, NamedTuple

import regex

from lint.document import Block, BlockKind, Document
from lint.finding import Edit, Match, Related
from lint.kinds.base import Kind, Setup
from lint.sentences import split_sentences

_STRAIGHT = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "\x91": "'", "\x92": "'", "\x93": '"', "\x94": '"'}
)
_SENTENCE_END = regex.compile(r"[.!?…:;][\"'”’»)\]]*\Z")
_DAMAGE = regex.compile(r"[\x80-\x9f\ufffd\udc80-\udcff]")
_SHORT_LINE_WORDS = 8
_FEWEST_LINES_OF_VERSE = 3


@dataclass(frozen=True)
class Options:
    """What a repeat rule may say."""

    distance: Literal["adjacent", "interleaved", "apart"] = field(
        default="adjacent",
        metadata={"doc": "Where the copy stands: next to the first, as `a b a b`, or with other blocks between."},
    )
    match: Literal["same", "prefix", "contained"] = field(
        default="same",
        metadata={
            "doc": "The same text (white space and the style of quotation marks aside), the beginning of the other, "
            "or whole sentences out of the other."
        },
    )
    reach: int = field(default=0, metadata={"doc": "How many blocks apart the two may stand at most; 0: any number."})
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


class Checker:
    """Finds the copies of blocks."""

    def __init__(self, options: Options, setup: Setup) -> None:
        """Nothing to compile."""
        self.options, self.setup = options, setup

    def find(self, document: Document) -> Iterator[Match]:
        """One match a copy, related to the copy that stays."""
        candidates = [block for block in document.blocks if self._can_be_copy(document, block)]
        reported: set[int] = set()
        for pair in self._pairs(candidates):
            copy, stays = self._choose(pair)
            if copy.index in reported:
                continue
            reported.add(copy.index)
            edits = (Edit(*document.removal(copy), ""),) if self.setup.action else ()
            which = "first copy" if stays is pair.first else "whole copy"
            yield Match(copy.core, edits, (Related(stays.core, which),), {"line": str(stays.first_line)})

    def _pairs(self, blocks: list[Block]) -> Iterator[Pair]:
        if self.options.match == "same":
            yield from _SAME[self.options.distance](self, blocks)
        else:
            yield from self._inside(blocks)

    def _can_be_copy(self, document: Document, block: Block) -> bool:
        """Whether saying this block twice would be a defect: lists, verse, answers and rulers repeat by right."""
        words = block.words
        if block.kind is BlockKind.LIST_ITEM or not any(c.isalpha() for c in block.text):
            return False
        fewest = self.options.min_sentence_words if _SENTENCE_END.search(block.text.rstrip()) else 0
        if len(words) < max(fewest, self.options.min_words):
            return self.options.match != "same"
        return not _is_verse(document.group(block))

    def _choose(self, pair: Pair) -> Pair:
        """The copy that is reported, and the one that stays."""
        first, later = pair
        if self.options.match != "same":
            later_is_copy = len(_key(later)) < len(_key(first))
        else:
            later_is_copy = self.setup.action == "delete-later" or _damage(later) >= _damage(first)
        return Pair(later, first) if later_is_copy else Pair(first, later)

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
                if run == again and len(set(run)) > 1 and whole[-1].index - whole[0].index == 2 * length - 1:
                    yield from map(Pair, whole[:length], whole[length:])
                    break

    def _apart(self, blocks: list[Block]) -> Iterator[Pair]:
        seen: dict[str, Block] = {}
        for block in blocks:
            key = _key(block)
            first = seen.setdefault(key, block)
            gap = block.index - first.index
            if gap > 1 and not (self.options.reach and gap > self.options.reach):
                yield Pair(first, block)

    def _inside(self, blocks: list[Block]) -> Iterator[Pair]:
        """Pairs in which the shorter is a beginning of the other, or sentences out of it."""
        reach = self.options.reach or len(blocks)
        keys = [_key(block) for block in blocks]
        holds = _is_prefix if self.options.match == "prefix" else _is_contained
        for at, block in enumerate(blocks):
            if len(block.words) < self.options.min_words:
                continue
            for other in range(max(0, at - reach), min(len(blocks), at + reach + 1)):
                if len(keys[other]) > len(keys[at]) and holds(keys[at], keys[other]):
                    yield Pair(*sorted((block, blocks[other]), key=lambda b: b.index))
                    break


_SAME = {"adjacent": Checker._adjacent, "interleaved": Checker._interleaved, "apart": Checker._apart}


def _key(block: Block) -> str:
    """The block's text as it is compared: without the styles of white space and quotation marks."""
    return " ".join(block.text.translate(_STRAIGHT).split())


def _damage(block: Block) -> int:
    """How many characters lost their encoding on the way."""
    return len(_DAMAGE.findall(block.text))


def _is_prefix(copy: str, whole: str) -> bool:
    return whole.startswith(copy) and not _SENTENCE_END.search(copy)


def _is_contained(copy: str, whole: str) -> bool:
    """Whether the copy is whole sentences of the other block, in its order."""
    if copy not in whole:
        return False
    at = whole.index(copy)
    sentences = list(split_sentences(whole))
    return any(s.start == at for s in sentences) and any(s.end == at + len(copy) for s in sentences)


def _is_verse(group: list[Block]) -> bool:
    """Three short lines or more without a blank between them, not all the same: verse, a box, a table."""
    if len(group) < _FEWEST_LINES_OF_VERSE or len({_key(block) for block in group}) == 1:
        return False
    return all(len(block.words) <= _SHORT_LINE_WORDS for block in group)


KIND = Kind("A block that repeats another one.", Options, ACTIONS, Checker)
