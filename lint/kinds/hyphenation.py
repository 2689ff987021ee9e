"""Words with a hyphen left in from the end of a line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

import regex

from lint.document import LINE_END, Document
from lint.expressions import lazy
from lint.finding import Edit, Match
from lint.kinds.base import Finder, Kind, Setup
from lint.lists import is_word
from lint.places import EVERYWHERE, Places
from lint.sieve.plan import Look
from lint.text import Span


@dataclass(frozen=True)
class Options:
    """What a hyphenation rule may say."""

    whole: Literal["known", "unknown"] = field(
        metadata={
            "doc": "Whether the word without its break must be known, from the list of words or from the rest of the "
            "document, or is unknown while a half of it is no word either."
        }
    )
    place: Literal["break", "inside", "blocks"] = field(
        default="break",
        metadata={
            "doc": "Where the hyphen stands: before a space or a line's end (`break`), between letters with nothing "
            "after it (`inside`), or at the end of one block of text with the rest in the next one (`blocks`)."
        },
    )


ACTIONS = {"join": "Join the halves, and begin the next line after the word where it was broken at a line's end."}

_HYPHEN = lazy(r"-(?=[ \xa0\t\r\n])|[\xad¬](?=[ \t\r\n])")
_BREAK = lazy(
    r"(?<![\p{L}\p{N}'’-])(?P<left>\p{L}{2,30}+)"
    r"(?P<gap>-(?:[ \xa0]|[ \t]*(?:\r\n|\n|\r)[ \t]*)|[\xad¬](?:[ ]|[ \t]*(?:\r\n|\n|\r)[ \t]*))"
    r"(?P<right>\p{L}{2,30}+)(?![\p{N}'’]\p{L}{2})"
)
_INSIDE = lazy(
    r"(?<![\p{L}\p{N}'’¬­@/_.–—-])(?P<left>\p{L}{2,30}+)(?P<gap>[-¬])(?P<right>\p{L}{2,30}+)(?![\p{N}'’¬@/_-]|\.\p{L})"
)
_ACROSS = lazy(
    r"(?<![\p{L}\p{N}'’-])(?P<left>\p{L}{2,30}+)(?P<gap>[-\xad¬][ \t]*(?:(?:\r\n|\n|\r)[ \t]*){2,6})"
    r"(?P<right>\p{Ll}{2,30}+)(?![\p{N}'’-])"
)
_HYPHEN_INSIDE = lazy(r"(?<=\p{L}{2})[-¬](?=\p{L}{2})")
_LEFT = lazy(r"\p{L}{2,30}\Z")
_LOOKS = {
    "break": r"\p{L}{2}(?:-[ \xa0\t\r\n]|[\xad¬][ \t\r\n])[ \t\r\n]*\p{L}{2}",
    "blocks": r"\p{L}{2}[-\xad¬][ \t]*[\r\n]\s*\p{Ll}{2}",
    "inside": r"\p{L}{2}(?:¬\p{L}{2}|-\L<word_endings>(?!\p{L}))",
}
_WORD = lazy(r"\p{L}+(?:-\p{L}+)*")
_LONGEST_HALF = 30
_REST_OF_TOKEN = lazy(r"[^\s]*(?P<space>[ ]?)")
_FEWEST_LETTERS_OF_FRAGMENT = 3
_FEWEST_LETTERS_OF_WHOLE = 7
_PREFIXES = frozenset(("re", "co", "un", "pre", "pro", "de", "dis", "ex", "mis", "out", "over", "post", "sub", "under"))


class Checker(Finder):
    """Finds words that were broken at a line's end."""

    def __init__(self, options: Options, setup: Setup) -> None:
        """Read the lists."""
        self.options, self.setup = options, setup
        self.suspended = frozenset(setup.lists.get("suspended_hyphens"))
        self.distinct = frozenset(setup.lists.get("hyphen_distinct"))
        self.endings = frozenset(setup.lists.get("word_endings"))

    def looks_for(self) -> tuple[Look, ...]:
        """A hyphen where this rule looks for one."""
        return (Look(_LOOKS[self.options.place], False, self.setup.lists.get),)

    def find(self, document: Document, places: Places = EVERYWHERE) -> Iterator[Match]:
        """One match a broken word; halves that wait for a second word are none."""
        text = document.text
        words: frozenset[str] | None = None
        if self.options.place == "inside":
            yield from self._inside(text)
            return
        for found in _beside(text, _HYPHEN, _BREAK if self.options.place == "break" else _ACROSS):
            if not self._may_be_broken(found):
                continue
            if words is None:
                words = frozenset(_WORD.findall(text.lower()))
            glue = self._glue(found, words)
            if glue is not None:
                yield self._match(text, found, glue)

    def _inside(self, text: str) -> Iterator[Match]:
        """Words that are known whole, with a hyphen before a last syllable; hyphens of compounds stand before words."""
        for found in _beside(text, _HYPHEN_INSIDE, _INSIDE):
            whole = (found["left"] + found["right"]).lower()
            if len(whole) < _FEWEST_LETTERS_OF_WHOLE or whole in self.distinct or not is_word(whole):
                continue
            if found["gap"] == "¬" or (found["right"] in self.endings and found["left"].lower() not in _PREFIXES):
                yield self._match(text, found, "")

    def _may_be_broken(self, found: regex.Match[str]) -> bool:
        left, right = found["left"], found["right"]
        is_distinct = (left + right).lower() in self.distinct and left.lower() in _PREFIXES
        if right.lower() in self.suspended or is_distinct:
            return False
        return right.islower() or (left.isupper() and right.isupper())

    def _glue(self, found: regex.Match[str], words: frozenset[str]) -> str | None:
        """What to put between the halves; None where this is no broken word, or not of the sort that is wanted."""
        left, right = found["left"].lower(), found["right"].lower()
        certain = found["gap"][0] != "-"
        if not certain and f"{left}-{right}" in words:
            at_line_end = LINE_END.search(found["gap"])
            return "-" if self.options.whole == "known" and not at_line_end else None
        known = certain or is_word(left + right) or left + right in words
        if self.options.whole == "known":
            return "" if known else None
        return "" if not known and self._is_damaged(found) else None

    def _is_damaged(self, found: regex.Match[str]) -> bool:
        """Whether a half is a piece of a word: in no list, and long enough to tell; a name is no piece."""
        left, right = found["left"], found["right"]
        is_piece_left = not is_word(left) and not left[0].isupper() and len(left) >= _FEWEST_LETTERS_OF_FRAGMENT
        is_piece_right = not is_word(right) and len(right) >= _FEWEST_LETTERS_OF_FRAGMENT
        if LINE_END.search(found["gap"]):
            return is_piece_left and is_piece_right
        return is_piece_left or is_piece_right

    def _match(self, text: str, found: regex.Match[str], glue: str) -> Match:
        gap = Span(*found.span("gap"))
        values = {"text": found[0], "replacement": found["left"] + glue + found["right"]}
        edits: tuple[Edit, ...] = (Edit(*gap, glue),)
        line_end = LINE_END.search(found["gap"])
        rest = _REST_OF_TOKEN.match(text, found.end())
        if line_end and rest and rest["space"]:
            edits = (*edits, Edit(*rest.span("space"), line_end[0]))
        return Match(Span(*found.span()), edits if self.setup.action else (), values=values)


def _beside(text: str, hyphens: regex.Pattern[str], word: regex.Pattern[str]) -> Iterator[regex.Match[str]]:
    """The words with a hyphen in them: found from the hyphens, which are rarer than words."""
    for hyphen in hyphens.finditer(text):
        left = _LEFT.search(text, max(0, hyphen.start() - _LONGEST_HALF), hyphen.start())
        found = word.match(text, left.start()) if left else None
        if found:
            yield found


KIND = Kind("Words with a hyphen left in from the end of a line.", Options, ACTIONS, Checker)
