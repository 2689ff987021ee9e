"""Quotation marks without a partner in languages that have pairs of their own: „…“, «…», »…«."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lint.document import Block, Document
from lint.finding import Match
from lint.kinds.base import BadOption, Finder, Kind, Setup
from lint.kinds.marks import holds
from lint.languages import languages_of
from lint.places import EVERYWHERE, Places
from lint.text import Span

_PAIR = 2


@dataclass(frozen=True)
class Options:
    """What a pairs rule may say."""

    pairs: dict[str, tuple[str, ...]] = field(
        metadata={"doc": "For each language, such as `de`, its pairs: an opening and a closing mark, as in `„“`."}
    )


@dataclass(frozen=True)
class _Open:
    """A mark that waits for its partner."""

    closing: str
    at: int


class Checker(Finder):
    """Finds the marks of a block that have no partner, by the pairs of its language."""

    def __init__(self, options: Options, setup: Setup) -> None:
        """Look up the languages; raises BadOption."""
        self.languages = languages_of(setup.lists)
        for code, pairs in options.pairs.items():
            if code not in self.languages.codes:
                raise BadOption("pairs", f"unknown language {code!r}", f"known are {', '.join(self.languages.codes)}")
            for pair in pairs:
                if len(pair) != _PAIR or pair[0] == pair[1]:
                    raise BadOption("pairs", f"{pair!r} is no pair of two marks", "write it as „“")
        self.pairs: Mapping[str, dict[str, str]] = {
            code: {pair[0]: pair[1] for pair in pairs} for code, pairs in options.pairs.items()
        }
        self.marks = frozenset(mark for pairs in self.pairs.values() for pair in pairs.items() for mark in pair)

    def may_find(self, text: str) -> bool:
        """False only where the text has no such mark at all."""
        return holds(text, self.marks)

    def find(self, document: Document, places: Places = EVERYWHERE) -> Iterator[Match]:
        """One match a mark. A quotation that the next paragraph takes up again is closed there, or later."""
        is_open = False
        for block in document.blocks:
            pairs = self._pairs_of(block)
            if not pairs:
                is_open = False
                continue
            waiting, strays = _unpaired(block.text, pairs)
            if is_open and strays and not waiting:
                strays = strays[1:]  # it closes what an earlier paragraph opened
            goes_on = bool(waiting) and _is_taken_up(document.next(block), block.text[waiting[-1]], pairs)
            is_open = goes_on
            for at in strays if goes_on else sorted([*strays, *waiting]):
                yield Match(Span(*block.place(at, at + 1)), values={"text": block.text[at]}, evidence=True)

    def _pairs_of(self, block: Block) -> Mapping[str, str]:
        """The pairs of the block's own language; none where no mark stands in it."""
        if not holds(block.text, self.marks):
            return {}
        return self.pairs.get(self.languages.of_block(block) or "", {})


def _is_taken_up(following: Block | None, opening: str, pairs: Mapping[str, str]) -> bool:
    """Whether the next paragraph begins with a mark of the pair, as one does that goes on with a quotation."""
    return following is not None and following.text.lstrip()[:1] in (opening, pairs[opening])


def _unpaired(text: str, pairs: Mapping[str, str]) -> tuple[list[int], list[int]]:
    """Where opening marks wait for a partner, and where closing ones have none."""
    closing = set(pairs.values())
    stack: list[_Open] = []
    strays: list[int] = []
    for at, mark in enumerate(text):
        if stack and mark == stack[-1].closing:
            stack.pop()
        elif mark in pairs and not (mark in closing and _ends_word(text, at)):
            stack.append(_Open(pairs[mark], at))
        elif mark in closing and text[:at].strip():  # the first mark of a block is a bullet
            strays.append(at)
    return [waiting.at for waiting in stack], strays


def _ends_word(text: str, at: int) -> bool:
    """Whether a mark that may open or close stands behind a word or its end mark."""
    return at > 0 and not text[at - 1].isspace() and text[at - 1] not in "([–—-"


KIND = Kind("Quotation marks without a partner, by the pairs of each language.", Options, {}, Checker)
