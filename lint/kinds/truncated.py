"""A block whose beginning or end is lost: a field was too short, or an export cut its first letters."""

from __future__ import annotations

import bisect
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Literal

from lint.document import Block, BlockKind, Document
from lint.expressions import lazy
from lint.finding import Edit, Match, Related
from lint.kinds.base import BadOption, Finder, Kind, Setup
from lint.kinds.heads import Heads, HeadWords
from lint.kinds.prose import BEGINS_WHOLE, SENTENCE_END, WORD, is_english
from lint.lists import UnknownList, is_word, word_set
from lint.memo import Latest
from lint.places import EVERYWHERE, Places
from lint.sieve.plan import Look

_LAST_WORD = lazy(r"(?<![^\s(\[\"“‘'—–-])(\p{L}[\p{L}\p{M}'’]*)\s*\Z")
_END_MARK = lazy(r"[.!?…:;,—–-][\"'”’»)\]]*\s*\Z")
_OPEN_CLAUSE = lazy(
    r"\bthat (?:he|she|they|we|it|I)"
    r"(?: (?:still|also|never|then|now|had|has|have|would|will|could|was|were|is|are))?\s*\Z"
)
_LISTED = lazy(r";\s(?:and|or)\s*\Z")
"""How an item of a list ends, before the last one."""
_GOES_ON = lazy(r"\p{Ll}|,?\s+[\p{L}\p{N}]")
_LOOKS = {
    "head": r"\A\s*(?:\p{Ll}|[,;]\s|:\s[\"“]|['’](?:s|re|ve|ll|d)\s|-\p{Ll}{2})",
    "tail": r"[\p{L}\p{M}'’]\s*\Z",
}
_BLANK_LINE = lazy(r"(?:\r\n|\n|\r)[^\S\r\n]*(?:\r\n|\n|\r)\Z")
_FEWEST_WORDS = 5
_FEWEST_LETTERS_OF_CUT_WORD = 3
_FEWEST_WORDS_OF_PROSE = 14
_LONGEST_WORD = 60
_FEWEST_WORDS_OF_COPY = 9
_REACH_OF_COPIES = 2


@dataclass(frozen=True)
class Options:
    """What a rule about cut blocks may say."""

    side: Literal["head", "tail"] = field(metadata={"doc": "Which end of the block is lost."})
    evidence: tuple[Literal["cut-word", "field-length", "open-ending", "copy"], ...] = field(
        default=("cut-word",),
        metadata={
            "doc": "What shows a lost tail: a last word that is none and begins another word of the document; the "
            "length of a CMS field; a last word that something must follow; a longer block elsewhere that begins so."
        },
    )
    lengths: tuple[int, ...] = field(
        default=(50, 100, 128, 140, 150, 160, 200, 250, 255, 256),
        metadata={"doc": "The lengths of CMS fields, in characters."},
    )
    endings: str = field(default="open_endings", metadata={"doc": "The list of words that something must follow."})
    last_endings: str = field(
        default="open_endings_of_text",
        metadata={"doc": "The list of words that something must follow at the end of the whole text."},
    )
    particles: str = field(
        default="name_particles", metadata={"doc": "The list of small words that may begin a sentence."}
    )
    starters: str = field(
        default="line_starters",
        metadata={"doc": "The list of small words that writers in haste begin a line with, and no lost article shows."},
    )
    with_article: str = field(
        default="names_with_article", metadata={"doc": "The list of names, and of their last words, with an article."}
    )


ACTIONS = {"delete-block": "Delete the cut block, where the block on the next line says the same and is whole."}


class Checker(Finder):
    """Finds blocks that were cut."""

    def __init__(self, options: Options, setup: Setup) -> None:
        """Look up the lists; raises BadOption."""
        self.options, self.setup = options, setup
        self.endings = self._list("endings", options.endings)
        self.last_endings = self._list("last_endings", options.last_endings)
        self.head_words = HeadWords(
            self._list("particles", options.particles),
            self._list("starters", options.starters),
            self._list("with_article", options.with_article),
        )
        if options.side == "head" and setup.action:
            raise BadOption("action", "a lost head cannot be mended")

    def looks_for(self) -> tuple[Look, ...]:
        """How a block begins or ends that may be cut."""
        return (Look(_LOOKS[self.options.side], False, self.setup.lists.get),)

    def narrow(self, text: str, offsets: Sequence[int]) -> Sequence[int]:
        """For lost tails the ends of lines whose last word may be cut or calls for another."""
        if self.options.side == "head":
            return offsets
        return [offset for offset in offsets if self._may_be_cut(text, offset)]

    def _may_be_cut(self, text: str, end: int) -> bool:
        """Whether a block that ends there may have lost its tail, by what any of the evidence asks for."""
        start = max(text.rfind("\n", 0, end), text.rfind("\r", 0, end)) + 1
        line = text[start:end].strip()
        tail = text[max(0, end - _LONGEST_WORD) : end]
        last = _LAST_WORD.search(tail) if line else None  # no block ends with a blank line
        if last is None:
            return False
        word = last[1]
        if not is_word(word) or word in self.endings or word in self.last_endings or _OPEN_CLAUSE.search(tail):
            return True
        following = text[end : end + 2 * _LONGEST_WORD].lstrip().lower()
        if following.startswith(word) and following[len(word) : len(word) + 1].isalpha():
            return True
        return "copy" in self.options.evidence and _may_be_copied(text, start, line)

    def _list(self, option: str, name: str) -> frozenset[str]:
        try:
            return frozenset(self.setup.lists.get(name))
        except UnknownList as error:
            raise BadOption(option, str(error)) from error

    def find(self, document: Document, places: Places = EVERYWHERE) -> Iterator[Match]:
        """One match a cut block: its first word, or the whole block where the tail is lost."""
        if self.options.side == "head":
            for place, words in Heads(document, self.head_words).find():
                yield Match(place, values={"text": words}, evidence=True)
            return
        text = _Text(document)
        for block in places.blocks(document):
            if self._is_cut_tail(document, block, text):
                yield self._tail(document, block)

    def _tail(self, document: Document, block: Block) -> Match:
        """The cut block; it may go where the whole one follows."""
        whole = _whole_below(document, block)
        last = _LAST_WORD.search(block.text[-_LONGEST_WORD:])
        values = {"text": last[1] if last else ""}
        if whole is None:
            return Match(block.core, values=values, evidence=True)
        edits = (Edit(*document.removal(block), ""),) if self.setup.action else ()
        return Match(block.core, edits, (Related(whole.core, "whole text"),), values, evidence=True)

    def _is_cut_tail(self, document: Document, block: Block, text: _Text) -> bool:
        last = _LAST_WORD.search(block.text[-_LONGEST_WORD:])
        if last is None or block.kind is BlockKind.LIST_ITEM or block.word_count < _FEWEST_WORDS:
            return False
        below = document.next(block)
        if (below and not BEGINS_WHOLE.match(below.text)) or _is_cut_copy(document, block):
            return False
        word, shown_by = last[1], self.options.evidence
        return (
            (
                "cut-word" in shown_by
                and ((text.is_cut(word) and (word.islower() or _is_prose(block))) or _is_cut_prose(block, word))
                and is_english(block)
            )
            or ("open-ending" in shown_by and self._is_open(document, block, word))
            or ("field-length" in shown_by and self._fills_field(document, block, word))
            or ("copy" in shown_by and text.is_copied_further(block))
        )

    def _is_open(self, document: Document, block: Block, word: str) -> bool:
        """Whether something must follow a block's last words, and a new paragraph follows or nothing."""
        below = document.next(block)
        if below is not None and not _is_whole(below) and (below.group == block.group or not _is_prose(block)):
            return False
        if word in self.endings:
            return _LISTED.search(block.text[-_LONGEST_WORD:]) is None
        if not _is_prose(block):
            return False
        return _OPEN_CLAUSE.search(block.text[-_LONGEST_WORD:]) is not None or (
            below is None and word in self.last_endings
        )

    def _fills_field(self, document: Document, block: Block, word: str) -> bool:
        """Whether a field of the CMS ended here, inside a word or a name."""
        length = block.core.end - block.core.start
        if length not in self.options.lengths or not word.islower():
            return False
        return _is_completed_below(document, block, word) or (not is_word(word) and is_english(block))


def _is_completed_below(document: Document, block: Block, word: str) -> bool:
    """Whether the next line begins with a longer word that this one begins."""
    below = document.next(block)
    first = WORD.match(below.text) if below and below.group == block.group else None
    return first is not None and first[0].lower().startswith(word) and len(first[0]) > len(word)


class _Text:
    """What a document shows about its words and its blocks."""

    def __init__(self, document: Document) -> None:
        self.document = document

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(found[0].lower() for found in WORD.finditer(self.document.text))

    @cached_property
    def _by_beginning(self) -> dict[str, list[Block]]:
        by_beginning: dict[str, list[Block]] = {}
        for block in self.document.blocks:
            by_beginning.setdefault(block.text.lstrip()[:_LONGEST_WORD], []).append(block)
        return by_beginning

    def is_copied_further(self, block: Block) -> bool:
        """Whether a longer block, beyond the reach of the rules about copies, begins with all of this one."""
        text = block.text.strip()
        if len(text) < _LONGEST_WORD or block.word_count < _FEWEST_WORDS_OF_COPY or _END_MARK.search(text):
            return False
        return any(
            abs(other.index - block.index) > _REACH_OF_COPIES
            and other.text.lstrip().startswith(text)
            and _GOES_ON.match(other.text.lstrip()[len(text) :]) is not None
            for other in self._by_beginning.get(text[:_LONGEST_WORD], [])
        )

    @cached_property
    def _words_inside(self) -> frozenset[str]:
        """The words that do not end a block."""
        words: set[str] = set()
        for block in self.document.blocks:
            found = [match[0].lower() for match in WORD.finditer(block.text)]
            words.update(found[:-1])
        return frozenset(words)

    @cached_property
    def _names_inside(self) -> frozenset[str]:
        """The words with a capital that do not end a block."""
        blocks = ([match[0] for match in WORD.finditer(block.text)] for block in self.document.blocks)
        return frozenset(word for words in blocks for word in words[:-1] if word[0].isupper())

    @cached_property
    def _name_beginnings(self) -> frozenset[str]:
        """Proper beginnings of those words, short of a letter or more."""
        return frozenset(
            word[:length]
            for word in self._names_inside
            for length in range(_FEWEST_LETTERS_OF_CUT_WORD, len(word))
            if word[length:].isalpha()
        )

    @cached_property
    def _beginnings(self) -> frozenset[str]:
        """All proper beginnings of the document's words."""
        return frozenset(word[:length] for word in self._words for length in range(1, len(word)))

    def is_cut(self, word: str) -> bool:
        """Whether a block's last word is none, and begins another word of the document."""
        if word[0].isupper() and word[1:].islower():
            is_long = len(word) > _FEWEST_LETTERS_OF_CUT_WORD
            return is_long and not is_word(word) and word not in self._names_inside and word in self._name_beginnings
        if not word.islower() or len(word) < _FEWEST_LETTERS_OF_CUT_WORD or is_word(word):
            return False
        return word not in self._words_inside and word in self._beginnings


def _is_prose(block: Block) -> bool:
    return block.kind in (BlockKind.PARAGRAPH, BlockKind.CAPTION) and block.word_count >= _FEWEST_WORDS_OF_PROSE


def _is_cut_prose(block: Block, word: str) -> bool:
    """Whether a paragraph of some length ends without an end mark, in a piece of a word."""
    if not _is_prose(block) or not word.islower() or not word.isascii():
        return False
    return len(word) >= _FEWEST_LETTERS_OF_CUT_WORD and word.isalpha() and not is_word(word) and _begins_word(word)


@cache
def _sorted_words() -> tuple[str, ...]:
    return tuple(sorted(word_set("english")))


def _begins_word(piece: str) -> bool:
    """Whether a longer word of the list begins so."""
    words = _sorted_words()
    at = bisect.bisect_right(words, piece)
    return at < len(words) and words[at].startswith(piece)


def _is_whole(block: Block) -> bool:
    """Whether a block is a paragraph from its first letter to its end mark, and no link that stood in a sentence."""
    return block.word_count >= _FEWEST_WORDS and SENTENCE_END.search(block.text) is not None


def _is_cut_copy(document: Document, block: Block) -> bool:
    """Whether a neighbour begins with all of a longer block: then it is a copy, which is another rule's."""
    text = block.text.strip()
    neighbours = (document.previous(block), document.next(block))
    return block.word_count >= _FEWEST_WORDS_OF_COPY and any(
        other is not None and len(other.text) > len(block.text) and other.text.lstrip().startswith(text)
        for other in neighbours
    )


def _whole_below(document: Document, block: Block) -> Block | None:
    """The block on the next line, where it is whole and completes the cut word or begins like the cut block."""
    below = document.next(block)
    if below is None or below.group != block.group or not SENTENCE_END.search(below.text):
        return None
    cut = block.words[-1].lower()
    completes = any(word.startswith(cut) and word != cut for word in below.text.lower().split())
    return below if completes or below.words[:2] == block.words[:2] else None


def _may_be_copied(text: str, start: int, line: str) -> bool:
    """Whether the block that ends with a line may begin another one: surely not, if it is that line alone."""
    above = text[max(0, start - _LONGEST_WORD) : start]
    if above.strip() and not _BLANK_LINE.search(above):
        return True  # it may have more lines
    return len(line) >= _LONGEST_WORD and _beginning(line) in _beginnings_said_twice(text)


def _beginning(line: str) -> str:
    """The first letters of a line, as a block begins with them: behind white space and a byte order mark."""
    return line.strip().lstrip("\ufeff").lstrip()[:_LONGEST_WORD]


def _twice(text: str) -> frozenset[str]:
    beginnings = Counter(map(_beginning, text.replace("\r", "\n").split("\n")))
    return frozenset(beginning for beginning, count in beginnings.items() if count > 1)


_beginnings_said_twice = Latest(_twice)

KIND = Kind("A block whose beginning or end is lost.", Options, ACTIONS, Checker)
