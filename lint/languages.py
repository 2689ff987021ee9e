"""Which language a block is in, told by its function words: rules of one language stay silent in another."""

from __future__ import annotations

from functools import cache, cached_property

from lint.document import Block, Document
from lint.expressions import lazy
from lint.lists import Lists

ENGLISH = "en"
OTHER = "other"
"""A language that no list describes."""
_PREFIX = "function_words_"
_WORD = lazy(r"\p{L}[\p{L}\p{M}]++")
"""Single letters are initials and marks as often as words."""
_LEAST_SHARE = 0.12
"""Of a text's words, its language's function words are a fifth or more; of another language's, a few."""
_SURE_SHARE = 0.25
_LEAST_LEAD = 1.5
_FEWEST_DIFFERENT = 3
_FEWEST_WORDS = 8
"""Fewer words are too few to tell: the document's language holds."""
_FEWEST_WORDS_OF_OTHER = 40
_MOST_LETTERS = 20_000
"""Code points of a document that are looked at."""
_WHOLE = -1
"""The document among the indices of its blocks."""
_LETTER = lazy(r"\p{L}")
_NOT_LATIN = lazy(r"[^\P{L}\p{Latin}]")


class Languages:
    """Recognises the languages of which there is a list `function_words_CODE`."""

    def __init__(self, lists: Lists) -> None:
        """`lists` has the function words of each language."""
        self._lists = lists
        self._document: Document | None = None
        self._known: dict[int, str | None] = {}

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The languages that can be told apart."""
        return tuple(name.removeprefix(_PREFIX) for name in self._lists.names() if name.startswith(_PREFIX))

    @cached_property
    def _words(self) -> dict[str, frozenset[str]]:
        return {code: frozenset(self._lists.get(_PREFIX + code)) for code in self.codes}

    def spoken_at(self, document: Document, offset: int) -> str | None:
        """The language around a code point: the block's, or the document's; None where neither can be told."""
        if self._document is not document:
            self._document, self._known = document, {}
        block = document.block_at(offset)
        at = block.index if block else _WHOLE
        if at not in self._known:  # a long block may hold thousands of findings
            self._known[at] = (block and self.of_block(block)) or self._of_document(document)
        return self._known[at]

    def of_block(self, block: Block) -> str | None:
        """The language of a block by itself; None where it is too short to tell, or in none that a list describes."""
        return self._of_text(block.text) if block.word_count >= _FEWEST_WORDS else None

    def _of_document(self, document: Document) -> str | None:
        if _WHOLE not in self._known:
            text = document.text[:_MOST_LETTERS]
            self._known[_WHOLE] = self._of_text(text) or _other_than_latin(text)
        return self._known[_WHOLE]

    def _of_text(self, text: str) -> str | None:
        """The language of which the most words stand in a text, where they are many enough; English is tried first."""
        words = _WORD.findall(text.lower())
        if len(words) < _FEWEST_WORDS:
            return None
        english = _share(words, self._words.get(ENGLISH, frozenset()))
        if english >= _SURE_SHARE:
            return ENGLISH
        best, code = max(((_share(words, known), code) for code, known in self._words.items()), default=(0.0, ""))
        if best < _LEAST_SHARE or len(self._words[code].intersection(words)) < _FEWEST_DIFFERENT:
            return None
        return code if code == ENGLISH or best >= _LEAST_LEAD * english else None


def _share(words: list[str], known: frozenset[str]) -> float:
    return sum(word in known for word in words) / len(words)


def _other_than_latin(text: str) -> str | None:
    """OTHER for a text of some length that is mostly in another script; such a language needs no list to be none."""
    letters = len(_LETTER.findall(text))
    foreign = len(_NOT_LATIN.findall(text))
    return OTHER if letters >= _FEWEST_WORDS_OF_OTHER and foreign > letters // 2 else None


@cache
def languages_of(lists: Lists) -> Languages:
    """The recogniser with some lists: one for all rules."""
    return Languages(lists)
