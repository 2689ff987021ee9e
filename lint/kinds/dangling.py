"""A block that announces what does not follow: a post, a video, a list that was lost on the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

import regex

from lint.document import Block, BlockKind, Document
from lint.expressions import lazy
from lint.finding import Match
from lint.kinds.base import Finder, Kind, Setup
from lint.kinds.compiled import compile_pattern
from lint.places import EVERYWHERE, Places
from lint.sentences import split_sentences
from lint.sieve.plan import Look

_PATTERNS = ("ending", "cue", "content", "speech", "remnant", "skip", "continuation", "speaker", "promise", "turn")
_FEWEST_WORDS_OF_REPORT = 9  # a shorter block may be the first item of a list
_FEWEST_BLANK_LINES = 2  # one parts paragraphs; a hole is wider
_FURTHEST_CUE = 90  # characters before the end
_FURTHEST_PROMISE = 160
_MOST_WORDS = 8
_WORD = lazy(r"\S+")
_QUOTE = lazy(r"[“\"”]")


@dataclass(frozen=True)
class Options:
    """What a dangling rule may say."""

    ending: str = field(metadata={"doc": "How a block ends that announces something."})
    cue: str = field(metadata={"doc": "What its last words speak of, where that is a thing that text cannot hold."})
    content: str = field(metadata={"doc": "A next block that is what was announced, whatever the last words are."})
    speech: str = field(metadata={"doc": "A next block that may be the text of an announced post."})
    remnant: str = field(metadata={"doc": "A next block that is only what was left of the thing announced."})
    skip: str = field(metadata={"doc": "Blocks to look through: residue that stands between."})
    continuation: str = field(
        default="(?!)",
        metadata={"doc": "How a next block begins that speaks of the thing as known, or of what came after."},
    )
    speaker: str = field(
        default="(?!)",
        metadata={
            "doc": "An announcement whose group `name` is who speaks: a next block that names them is no quotation."
        },
    )
    promise: str = field(
        default="(?!)",
        metadata={"doc": "An announcement that promises something to see, if not what: `here is`, `via`."},
    )
    turn: str = field(
        default="(?!)", metadata={"doc": "How a next block begins, after a promise, that goes on with the story."}
    )
    min_words: int = field(default=4, metadata={"doc": "The fewest words of a block that announces something."})


class Checker(Finder):
    """Finds announcements with nothing after them."""

    def __init__(self, options: Options, setup: Setup) -> None:
        """Compile the patterns; raises BadOption."""
        self.options = options
        self.patterns = {
            name: compile_pattern(name, getattr(options, name), ignore_case=False, setup=setup) for name in _PATTERNS
        }

    def looks_for(self) -> tuple[Look, ...]:
        """The ending of an announcement."""
        return (self.patterns["ending"].look,)

    def may_find(self, text: str) -> bool:
        """Whether its literals stand in the text."""
        return self.patterns["ending"].may_match(text)

    def find(self, document: Document, places: Places = EVERYWHERE) -> Iterator[Match]:
        """One match for each announcement: its last words."""
        gaps = _Gaps(document)
        for block in places.blocks(document):
            if not self._announces(block):
                continue
            following = self._following(document, block)
            if following is None or self._is_missing(document, block, following, gaps):
                start = _last_words(block.text)
                yield Match(block.place(start, len(block.text.rstrip())), values={"text": block.text[start:].strip()})

    def _announces(self, block: Block) -> bool:
        words = block.words
        if block.kind is not BlockKind.PARAGRAPH or len(words) < self.options.min_words:
            return False
        small = sum(word[0].islower() for word in words)  # few in a label or a title
        return 2 * small >= len(words) and self._is("ending", block.text)

    def _following(self, document: Document, block: Block) -> Block | None:
        following = document.next(block)
        while following and self._is("skip", following.text):
            following = document.next(following)
        return following

    def _is_missing(self, document: Document, block: Block, following: Block, gaps: _Gaps) -> bool:
        """Whether what follows an announcement shows that the thing announced does not."""
        if self._is("remnant", following.text):
            return True
        if following.kind is not BlockKind.PARAGRAPH or self._is("content", following.text):
            return False
        if gaps.leave_hole(block, following) or self._is("continuation", following.text):
            return True
        if self._is("promise", block.text[-_FURTHEST_PROMISE:]) and self._is("turn", following.text):
            return True
        if self._is("speech", following.text):
            return False
        return self._names_speaker(block, following) or self._lacks_cue(block, following)

    def _lacks_cue(self, block: Block, following: Block) -> bool:
        """Whether a thing that text cannot hold is announced, and a paragraph of some length or another one follows."""
        is_report = following.word_count >= _FEWEST_WORDS_OF_REPORT or self._is("ending", following.text)
        return is_report and self._is("cue", block.text[-_FURTHEST_CUE:])

    def _names_speaker(self, block: Block, following: Block) -> bool:
        """Whether what follows the announcement of someone's words names them: then it is not their words."""
        found = self.patterns["speaker"].search(block.text[-_FURTHEST_CUE:])
        if found is None:
            return False
        name = regex.search(rf"(?<![\w.]){regex.escape(found['name'])}(?!\w)", following.text)
        return name is not None and not _QUOTE.search(following.text[: name.start()])

    def _is(self, name: str, text: str) -> bool:
        return bool(self.patterns[name].search(text))


def _last_words(text: str) -> int:
    """Where the last words of a text begin: its last sentence, or the end of a long one."""
    words = list(_WORD.finditer(text))[-_MOST_WORDS:]
    *_, sentence = split_sentences(text)
    return max(words[0].start(), sentence.start)


def _gap(above: Block, below: Block) -> int:
    """The number of blank lines between two blocks."""
    return below.first_line - above.last_line - 1


class _Gaps:
    """The blank lines between the blocks of a document."""

    def __init__(self, document: Document) -> None:
        self._document = document

    @cached_property
    def _usual(self) -> int:
        """The most usual number of blank lines between two blocks."""
        gaps = Counter(_gap(a, b) for a, b in pairwise(self._document.blocks))
        return gaps.most_common(1)[0][0] if gaps else 0

    def leave_hole(self, block: Block, following: Block) -> bool:
        """Whether the next block stands much further off than blocks do, and is not set off on its other side too."""
        gap = _gap(block, following)
        if following.index != block.index + 1 or gap < max(_FEWEST_BLANK_LINES, 2 * self._usual):
            return False
        after = self._document.next(following)
        return after is None or _gap(following, after) != gap


KIND = Kind("A block that announces what does not follow.", Options, {}, Checker)
