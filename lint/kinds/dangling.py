"""A block that announces what does not follow: a post, a video, a list that was lost on the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import regex

from lint.document import Block, BlockKind, Document
from lint.finding import Match
from lint.kinds.base import Kind, Setup
from lint.kinds.compiled import compile_pattern
from lint.sentences import split_sentences

_PATTERNS = ("ending", "cue", "content", "speech", "remnant", "skip")
_FEWEST_BLANK_LINES = 2  # one parts paragraphs; a hole is wider
_FURTHEST_CUE = 90  # characters before the end
_MOST_WORDS = 8
_WORD = regex.compile(r"\S+")


@dataclass(frozen=True)
class Options:
    """What a dangling rule may say."""

    ending: str = field(metadata={"doc": "How a block ends that announces something."})
    cue: str = field(metadata={"doc": "What its last words speak of, where that is a thing that text cannot hold."})
    content: str = field(metadata={"doc": "A next block that is what was announced, whatever the last words are."})
    speech: str = field(metadata={"doc": "A next block that may be the text of an announced post."})
    remnant: str = field(metadata={"doc": "A next block that is only what was left of the thing announced."})
    skip: str = field(metadata={"doc": "Blocks to look through: residue that stands between."})
    min_words: int = field(default=4, metadata={"doc": "The fewest words of a block that announces something."})


class Checker:
    """Finds announcements with nothing after them."""

    def __init__(self, options: Options, setup: Setup) -> None:
        """Compile the patterns; raises BadOption."""
        self.options = options
        self.patterns = {
            name: compile_pattern(name, getattr(options, name), ignore_case=False, setup=setup) for name in _PATTERNS
        }

    def find(self, document: Document) -> Iterator[Match]:
        """One match for each announcement: its last words."""
        usual = _usual_gap(document)
        for block in document.blocks:
            if not self._announces(block):
                continue
            following = self._following(document, block)
            if following is None or self._is_missing(block, following, usual):
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

    def _is_missing(self, block: Block, following: Block, usual: int) -> bool:
        """Whether what follows an announcement shows that the thing announced does not."""
        if self._is("remnant", following.text):
            return True
        if following.kind is not BlockKind.PARAGRAPH or self._is("content", following.text):
            return False
        gap = following.first_line - block.last_line - 1
        if gap >= _FEWEST_BLANK_LINES and gap > usual:
            return True
        return self._is("cue", block.text[-_FURTHEST_CUE:]) and not self._is("speech", following.text)

    def _is(self, name: str, text: str) -> bool:
        return bool(self.patterns[name].search(text))


def _last_words(text: str) -> int:
    """Where the last words of a text begin: its last sentence, or the end of a long one."""
    words = list(_WORD.finditer(text))[-_MOST_WORDS:]
    *_, sentence = split_sentences(text)
    return max(words[0].start(), sentence.start)


def _usual_gap(document: Document) -> int:
    """The most usual number of blank lines between two blocks."""
    blocks = document.blocks
    gaps = Counter(b.first_line - a.last_line - 1 for a, b in pairwise(blocks))
    return gaps.most_common(1)[0][0] if gaps else 0


KIND = Kind("A block that announces what does not follow.", Options, {}, Checker)
