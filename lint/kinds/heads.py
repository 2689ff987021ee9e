"""Blocks whose beginning is lost: a piece of a word, a small letter or a mark stands where a sentence must begin."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import regex

from lint.document import Block, BlockKind, Document
from lint.expressions import lazy
from lint.kinds.prose import BEGINS_WHOLE, SENTENCE_END, is_english
from lint.lists import is_word
from lint.text import Span

_FIRST_WORD = lazy(r"\s*(\p{Ll}[\p{L}\p{M}'’]*)(?=[\s,;:?!-]|\.\s)")
_FIRST_MARK = lazy(r"\s*((?:[,;](?=\s\S)|:(?=\s[\"“])|['’](?:s|re|ve|ll|d)(?=\s)|-(?=\p{Ll}{2}))\s?[^\s,.]+)")
_DASHED_CLAUSE = lazy(r"\s*([-–]\s(?:which|who|where|the|an?|known|part)\b)[^\n]{3,120}\s[-–]\s")
_NAME = lazy(
    r"\s*(?P<name>\d{1,3}-year-old|\p{Lu}[\p{L}\p{N}&.-]*+(?:\s(?:of\sthe|of|for|and|in)(?=\s\p{Lu})|\s\p{Lu}[\p{L}\p{N}&.-]*+){0,7})"
    r"(?P<after>['’]s?(?=\s)|(?:\s\([\p{Lu}\d]{2,9}\))?\s\p{Ll}\p{L}*+(?!['’]))?"
)
_NEXT_WORD = lazy(r"\s(\p{Ll}\p{L}*+)(?!['’])")
_CONTINUES = lazy(r"[,–—-]\s*\Z")
_SMALL_WORD = lazy(r"(?<=\s)\p{Ll}{3,}(?=[\s.,;:!?])")
_SLOPPY = lazy(r"\p{Ll}{2}[.!?] \p{Ll}\p{L}+ |(?<=\s)i(?: |[’']m )")
_AUXILIARY = lazy(
    r"(?:has|had|is|are|was|were|will|would|could|can|may|might|must|should|said|says|have|did|does|do|understands)\Z"
)
_BROKEN_WORD = lazy(r"\p{Ll}{2}- (?!(?:and|or|to)\b)\p{Ll}{2}")
_MOST_BROKEN_WORDS = 2
_OFFICE = lazy(
    r"\bof the\b|\b(?:President|Speaker|Secretary|Minister|Sir|Dame|Lord|Lady|Mr|Mrs|Ms|Dr|Prof|Professor|King|Queen)\b"
)
_ENDS_NAME = (
    r"(?=['’,.;:)]|\s(?:ha[sd]|is|was|were|will|would|could|sa(?:id|ys)|and|to|in|for|at|on|of|which|that|after)\b)"
)
_UNFINISHED_LOOKBACK = 3
_FEWEST_WORDS = 5
_LONGEST_NAME_LINE = 10
_FEWEST_WHOLE_BLOCKS = 3
_FEWEST_LETTERS_OF_PIECE = 3
_FEWEST_WORDS_OF_LONG_NAME = 2
_FEWEST_HEADS = 3
_MOST_SLOPPY = 1
_MOST_ALIKE = 3
_MOST_UNKNOWN = 0.02
_UNKNOWN_IN_ANY = 3
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class HeadWords:
    """The lists that a search for lost heads reads."""

    particles: frozenset[str]
    """Small words that may begin a sentence."""
    starters: frozenset[str]
    """Small words that writers begin a line with, and that stand after no article."""
    with_article: frozenset[str]
    """Names, and last words of names, that take an article."""


@dataclass(frozen=True)
class _Head:
    """A block and what is left of its first words."""

    block: Block
    start: int
    end: int
    kind: Literal["piece", "small", "mark"]

    @property
    def text(self) -> str:
        return self.block.text[self.start : self.end]


class Heads:
    """The lost heads of one document."""

    def __init__(self, document: Document, words: HeadWords) -> None:
        """Nothing is read yet."""
        self.document, self.words = document, words

    def find(self) -> Iterator[tuple[Span, str]]:
        """The places of what is left of first words, and the words."""
        if not self._strict or self._is_scanned or (not self._begins_with_capitals and not self._is_proven):
            return  # without one beyond doubt nothing is proven
        for head in self._weak if self._is_proven else self._strict:
            if self._is_proven or head.kind != "small" or self._is_trusted(head):
                yield head.block.place(head.start, head.end), head.text

    def _is_trusted(self, head: _Head) -> bool:
        """Whether a small word shows a lost head: writers who begin with one do so elsewhere too; a label returns."""
        if head.text.lower() in self.words.starters or self._sloppy_places > _MOST_SLOPPY:
            return False
        return sum(other.text == head.text for other in self._strict) <= _MOST_ALIKE

    @cached_property
    def _is_scanned(self) -> bool:
        """Whether so many words are none that letters were lost everywhere, or the text is in another language."""
        if sum(1 for _ in _BROKEN_WORD.finditer(self.document.text)) > _MOST_BROKEN_WORDS:
            return True
        words = _SMALL_WORD.findall(self.document.text)
        return sum(not is_word(word) for word in words) > _UNKNOWN_IN_ANY + _MOST_UNKNOWN * len(words)

    @cached_property
    def _sloppy_places(self) -> int:
        return sum(1 for _ in _SLOPPY.finditer(self.document.text))

    @cached_property
    def _strict(self) -> list[_Head]:
        """Heads in whole paragraphs that stand where a sentence must begin."""
        heads = (self._head(block) for block in self.document.blocks)
        return [head for head in heads if head and _can_lose_head(self.document, head.block) and self._is_plain(head)]

    def _is_plain(self, head: _Head) -> bool:
        """Whether a head needs no other one beside it: no brand, no compound, no letter before a name."""
        following = head.block.text[head.end : head.end + 2]
        if head.kind == "mark":
            return not head.text.startswith("-")
        if len(head.text) < _FEWEST_LETTERS_OF_PIECE and head.block.index and not following[1:].islower():
            return False
        return head.text[1:] == head.text[1:].lower() and following[:1] != "-"

    @cached_property
    def _is_proven(self) -> bool:
        """Whether several blocks have lost their heads, at least one of them inside a word, or many of them."""
        distinct = {head.text for head in self._strict if head.kind != "small" or self._is_trusted(head)}
        pieces = {head.text for head in self._strict if head.kind == "piece" and is_english(head.block)}
        if not self._begins_with_capitals:
            return bool(pieces) and len(distinct) > 1
        fewest = _FEWEST_HEADS if self._names_the else _FEWEST_HEADS - 1
        return (bool(pieces) and (len(distinct) > 1 or not self._names_the)) or len(distinct) >= fewest

    @cached_property
    def _weak(self) -> list[_Head]:
        """Heads that count where others are proven."""
        heads = []
        for block in self.document.blocks:
            head = self._head(block)
            if head and self._counts_beside_others(head):
                heads.append(head)
            elif head is None and (name := self._name_without_article(block)):
                heads.append(_Head(block, *name, "small"))
        return heads

    def _counts_beside_others(self, head: _Head) -> bool:
        block = head.block
        above = self.document.previous(block)
        if above and (_CONTINUES.search(above.text) and not SENTENCE_END.search(block.text)):
            return False
        if head.kind == "piece" or SENTENCE_END.search(block.text):
            return True
        return block.word_count >= _FEWEST_WORDS and block.kind is BlockKind.PARAGRAPH

    def _head(self, block: Block) -> _Head | None:
        """What is left of a block's first word, whatever stands around the block."""
        if block.kind is BlockKind.LIST_ITEM:
            dashed = _DASHED_CLAUSE.match(block.text)
            return _Head(block, *dashed.span(1), "small") if dashed and self._has_no_list(block) else None
        if mark := _FIRST_MARK.match(block.text):
            return _Head(block, *mark.span(1), "mark")
        first = _FIRST_WORD.match(block.text)
        if first is None or first[1].lower() in self.words.particles or self._is_brand(first[1]):
            return None
        return _Head(block, *first.span(1), "piece" if self._is_piece(first[1]) else "small")

    def _is_piece(self, word: str) -> bool:
        """Whether a word is none, and a letter or two before it make one; or a letter or two that are no word."""
        if len(word) < _FEWEST_LETTERS_OF_PIECE:
            return word.isalpha() and word not in self.words.starters
        return not is_word(word) and any(is_word(a + b + word) for a in _LETTERS for b in ("", *_LETTERS))

    def _is_brand(self, word: str) -> bool:
        """Whether a word with a capital inside stands elsewhere too: `eBay`, `mRNA`."""
        if word == word.lower():
            return False
        return len(regex.findall(r"(?<=[^\n\r\s]\s)" + regex.escape(word) + r"\b", self.document.text)) > 0

    def _has_no_list(self, block: Block) -> bool:
        beside = (self.document.previous(block), self.document.next(block))
        return all(other is None or other.kind is not BlockKind.LIST_ITEM for other in beside)

    @cached_property
    def _names_the(self) -> bool:
        """Whether any block begins with the article: then it was not the article that was lost."""
        return any(block.text.lstrip().startswith("The ") for block in self.document.blocks)

    def _name_without_article(self, block: Block) -> Span | None:
        """The name that a paragraph begins with and that needs an article, in a document where none begins with one."""
        if self._names_the or block.kind is not BlockKind.PARAGRAPH or not SENTENCE_END.search(block.text):
            return None
        found = _NAME.match(block.text)
        if found is None or not found["after"]:
            return None
        name, after = found["name"], found["after"].split()[-1]
        noun = _NEXT_WORD.match(block.text, found.end()) if f"… {after}" in self.words.with_article else None
        if noun:  # a name and a small noun: the Scottish government
            name, after = f"{name} {after}", noun[1]
        is_subject = after[0] in "'’" or _AUXILIARY.match(after) is not None or _is_past(after)
        if not is_subject or _OFFICE.search(name) or name.split()[0].lower() in self.words.starters:
            return None
        needs_article = self._takes_article(name) or self._has_article_elsewhere(name)
        return Span(*found.span("name")) if needs_article else None

    def _takes_article(self, name: str) -> bool:
        listed, words = self.words.with_article, name.split()
        if name.endswith("-year-old"):
            return True
        if len(words) < _FEWEST_WORDS_OF_LONG_NAME:
            return name in listed
        return (words[1] in ("of", "for") and " ".join(words[:2]) in listed) or f"… {words[-1]}" in listed

    def _has_article_elsewhere(self, name: str) -> bool:
        """Whether the name stands elsewhere in sentences, always with an article."""
        elsewhere = regex.compile(r"(?<=(\S+)\s)" + regex.escape(name) + _ENDS_NAME)
        before = [found[1].lower() for found in elsewhere.finditer(self.document.text)]
        return bool(before) and all(word == "the" for word in before)

    @cached_property
    def _begins_with_capitals(self) -> bool:
        """Whether the document's blocks of some length begin with a capital or a digit, most of them."""
        long = [block for block in self.document.blocks if block.word_count >= _FEWEST_WORDS]
        whole = sum(BEGINS_WHOLE.match(block.text) is not None for block in long)
        return whole >= _FEWEST_WHOLE_BLOCKS and 2 * whole > len(long)


def _is_past(word: str) -> bool:
    return word.endswith("ed") and is_word(word)


def _can_lose_head(document: Document, block: Block) -> bool:
    """Whether a block of prose stands where a sentence must begin."""
    if block.kind is not BlockKind.PARAGRAPH or block.word_count < _FEWEST_WORDS:
        return False
    if not SENTENCE_END.search(block.text):
        return False
    above = document.blocks[max(0, block.index - _UNFINISHED_LOOKBACK) : block.index]
    if above and not SENTENCE_END.search(above[-1].text):
        return len(above) > 1 and _is_name_line(above[-1]) and SENTENCE_END.search(above[-2].text) is not None
    return all(
        SENTENCE_END.search(other.text) or other.word_count < _FEWEST_WORDS or _is_name_line(other) for other in above
    )


def _is_name_line(block: Block) -> bool:
    """Whether a line is a name with an office, or a title: short, and with a capital at every word."""
    words = block.words
    return len(words) <= _LONGEST_NAME_LINE and all(word[0].isupper() or not word[0].isalpha() for word in words)
