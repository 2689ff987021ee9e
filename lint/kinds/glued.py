"""Sentences that stand without a space between them: `said.The`, `said."The`, `Forum.""In`."""

from __future__ import annotations

import bisect
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, NamedTuple

import regex

from lint.document import Block, Document
from lint.expressions import lazy
from lint.finding import Edit, Match
from lint.kinds.base import Finder, Kind, Setup
from lint.lists import Lists, is_word
from lint.memo import Latest
from lint.places import EVERYWHERE, Places
from lint.sieve.plan import Look
from lint.text import Span, SpanSet

_JUNCTION = lazy(
    r"""(?<![\p{L}\p{N}_.@/\\:$\#'’-])
        (?P<before>
            (?:[\p{L}\p{N}]+['’-])*+ [\p{L}\p{N}]+ %?
          | \$?\d+(?:[.,:]\d+)*+ %?
          | (?i:[ap]\.m | U\.S | U\.K | U\.N | D\.C)
        )
        (?: (?P<end>[.?!]) (?P<marks>["'“”‘’()\[\]]{0,4})
          | (?P<pause>[,:]) (?P<marks>["“”]{1,2}) )
        (?=(?P<after>\p{L}[\p{L}\p{N}]*+(?:['’-]\p{L}+)*+))
    """,
    "x",
)
_HINT = lazy(r"[.?!,:][\"'“”‘’()\[\]]{0,4}+\p{L}")
"""What every joint has, and few paragraphs: a cheap first look."""
_LOOK = (
    r"(?:[\p{L}\p{N}.'’-][\p{L}\p{N}]|\p{N}|%|I)[.?!][\"'“”‘’()\[\]]{0,4}\p{Lu}"
    r"|[\p{L}\p{N}%][,:][\"“”]{1,2}\p{L}"
)
"""A joint with a capital after it, or a mark: what is left when initials and the names of files are taken out."""
_CHUNK = lazy(r"\S+")
_NO_PROSE = lazy(r"://|www\.|[@\\_={}<>|]|\(\)")
_GOES_ON = lazy(r"\s+\p{L}")
_SPEAKS = frozenset(("he", "she", "they", "it", "we", "said", "says", "according"))
_PROGRAM = lazy(r"\w\(\)|;[ \t]*$|[{}]|=>|\$[A-Za-z]\w*\.|\b\w++\.[a-z]\w*+\(", "m")
_ATTRIBUTION = lazy(r"(?<!\p{L})(?:said|says|added|told \p{L}+|explained|warned|recalled|concluded)\.\Z")
_LAST_PART = lazy(r"['’-](?=\p{L}{2})")
_WORD_APART = lazy(r"(?<![^\s\"“‘('])\p{L}[\p{L}\p{N}]*+")
_LONGEST_VERB = 24
_MANY = 3


@dataclass(frozen=True)
class Options:
    """What a glued rule may say."""

    certainty: Literal["sure", "likely", "unclear"] = field(
        default="sure",
        metadata={
            "doc": "`sure`: words that cannot be one name, and the place of the space is known; `likely`: they might "
            "be a name; `unclear`: the quotation mark between them may belong to either."
        },
    )


ACTIONS = {"insert-space": "Put a space between the sentences, on the right side of what stands between them."}


class _Junction(NamedTuple):
    """Two words and what stands between them, in a block's text."""

    before: str
    end: str
    marks: str
    after: str
    span: Span
    marks_start: int


_Judged = tuple[_Junction, int | None, str]
"""A joint, where the space belongs if that can be told, and how certain it is that there is one."""


class Checker(Finder):
    """Finds the places where one sentence ends and the next begins without a space."""

    def __init__(self, options: Options, setup: Setup) -> None:
        """Take the lists of words."""
        self.options, self.setup = options, setup
        self.starters = frozenset(setup.lists.get("sentence_starters"))
        self.domains = frozenset(setup.lists.get("domain_endings"))
        self.abbreviations = frozenset(setup.lists.get("abbreviations"))

    def looks_for(self) -> tuple[Look, ...]:
        """What every joint has."""
        return (Look(_LOOK, False, self.setup.lists.get),)

    def find(self, document: Document, places: Places = EVERYWHERE) -> Iterator[Match]:
        """One match a place, from the word before to the word after."""
        for block in places.blocks(document):
            for junction, place, certainty in self._judged(document, block):
                if certainty != self.options.certainty:
                    continue
                edits: tuple[Edit, ...] = ()
                if self.setup.action and place is not None:
                    edits = (Edit(block.start + place, block.start + place, " "),)
                values = {"before": junction.before, "after": junction.after}
                yield Match(block.place(*junction.span), edits, values=values)

    def _judged(self, document: Document, block: Block) -> list[_Judged]:
        """The joints of a block, where their space belongs and how certain that is: the same for all rules."""
        page, known = _known_of(document).setdefault(self.setup.lists, (_Page(document, self._starts_sentence), {}))
        if block.index not in known:
            junctions = list(self._junctions(block, page))
            marks = _Marks(block.text if junctions else "")
            placed = [(junction, _place_of_space(junction, marks)) for junction in junctions]
            known[block.index] = [(*one, self._certainty(one[0], page, one[1])) for one in placed]
        return known[block.index]

    def _junctions(self, block: Block, page: _Page) -> Iterator[_Junction]:
        """The places in a block that look like a joint and are no address, file name or piece of a program."""
        text = block.text
        if not _HINT.search(text):
            return
        found = list(_JUNCTION.finditer(text, timeout=self.setup.timeout))
        addresses = SpanSet(_addresses(text))
        for match in found:
            junction = _Junction(
                match["before"],
                match["end"] or match["pause"],
                match["marks"],
                match["after"],
                Span(match.start(), match.end("marks") + len(match["after"])),
                match.start("marks"),
            )
            if addresses.touched_by(junction.span) or self._is_name(junction, text):
                continue
            if page.is_program and not _GOES_ON.match(text, junction.span.end):
                continue
            yield junction

    def _is_name(self, junction: _Junction, text: str) -> bool:
        """Whether the two words are one thing: a host, a file, initials, a title and a name, a call."""
        before, after = junction.before, junction.after
        if len(before) == 1 and before.isalpha() and before != "I":
            return True
        if junction.end in ",:":
            return not (after[0].isupper() or after in _SPEAKS)
        if not after[0].isupper():
            return True
        following = text[junction.span.end : junction.span.end + 2]
        if following[:1] in ("(", "_") or (following[:1] == "." and following[1:].isalnum() and not junction.marks):
            return not self._starts_sentence(after)
        if junction.end == "." and not junction.marks:
            if after.lower() in self.domains:
                return True
            if before.lower() in self.abbreviations and not self._starts_sentence(after):
                return True
        return False

    def _certainty(self, junction: _Junction, page: _Page, place: int | None) -> str:
        """How certain it is that two sentences meet here; empty where it is not likely at all."""
        before, after = _Word.of(junction.before), junction.after
        if not before.is_small and (junction.end in ",:" or page.is_program):
            is_list_number = before.is_number and junction.end == "." and self._starts_sentence(after)
            return "sure" if is_list_number and place is not None else ""
        if not (before.is_known or page.has(before.last) or before.last.lower() in self.abbreviations):
            return ""
        if place is None:
            return "" if before.is_number else "unclear"
        if self._starts_sentence(after):
            return "sure"
        if before.is_number:
            return "sure" if junction.end == "." and len(junction.before) <= 2 and is_word(after) else ""
        if junction.marks and (before.is_small or junction.marks.strip("()[]")):
            return "sure"
        return self._certainty_of_name(junction, page, before)

    def _certainty_of_name(self, junction: _Junction, page: _Page, before: _Word) -> str:
        """How certain it is where the second word begins no sentence by itself, so that both may be one name."""
        after = junction.after
        if before.is_small and not page.is_program and (is_word(after) or page.has(after)):
            is_sure = page.has(after) or (after[1:].islower() and page.count(junction) == 1)
            return "sure" if is_sure else "likely"
        if page.is_program or junction.end == "!" or not after[1:].islower():
            return ""
        return "likely" if before.is_small or page.certain_joints >= _MANY else ""

    def _starts_sentence(self, word: str) -> bool:
        return _before_apostrophe(word).lower() in self.starters and (word == "I" or word[1:] == word[1:].lower())


def _before_apostrophe(word: str) -> str:
    return word.partition("'")[0].partition("’")[0]


class _Word(NamedTuple):
    """What the word before a joint is: its last part, where it has hyphens, and what that says."""

    last: str
    is_small: bool
    is_number: bool
    is_known: bool

    @classmethod
    def of(cls, text: str) -> _Word:
        """Look at a word."""
        last = _LAST_PART.split(text)[-1]
        is_number = text[-1] in "%0123456789" and not any(c.isalpha() for c in text)
        is_small = (last[0].islower() and is_word(last)) or text.lower() in ("a.m", "p.m")
        return cls(last, is_small, is_number, is_small or is_number or is_word(last))


class _Page:
    """What the whole document says about a doubtful place; looked up only when it is asked for."""

    def __init__(self, document: Document, starts_sentence: Callable[[str], bool]) -> None:
        """`starts_sentence` tells the words with which a sentence begins and no name goes on."""
        self._text, self._starts_sentence = document.text, starts_sentence

    @cached_property
    def _words(self) -> frozenset[str]:
        """The words that stand after white space or a quotation mark, as they are written."""
        return frozenset(_WORD_APART.findall(self._text))

    @cached_property
    def _joints(self) -> Counter[tuple[str, str]]:
        """The words before and after each place that looks like a joint."""
        return Counter((match["before"], match["after"]) for match in _JUNCTION.finditer(self._text))

    @cached_property
    def certain_joints(self) -> int:
        """How many different places are joints beyond doubt."""
        return sum(before[0].islower() and self._starts_sentence(after) for before, after in self._joints)

    @cached_property
    def is_program(self) -> bool:
        """Whether the document holds pieces of programs, where `file.Name` is right."""
        return bool(_PROGRAM.search(self._text))

    def has(self, word: str) -> bool:
        """Whether a capitalised word stands elsewhere by itself."""
        return word[:1].isupper() and _before_apostrophe(word) in self._words

    def count(self, junction: _Junction) -> int:
        """How often the document says just this."""
        return self._joints[junction.before, junction.after]


class _Marks:
    """The quotation marks of a block: which of them open and which close."""

    def __init__(self, text: str) -> None:
        """One pass forwards and one backwards over the marks."""
        self._curly = [(m.start(), m[0]) for m in regex.finditer("[“”‘]", text)]
        double = [m.start() for m in regex.finditer('["“”]', text)]
        shapes = [_shape(text, at) for at in double]
        self._before: dict[int, bool] = {}
        self._after: dict[int, bool | None] = {}
        is_open = False
        for at, shape in zip(double, shapes, strict=True):
            self._before[at] = is_open
            is_open = (not is_open) if shape is None else shape
        later: bool | None = None
        for at, shape in zip(reversed(double), reversed(shapes), strict=True):
            later = (not shape) if shape is not None else (None if later is None else not later)
            self._after[at] = later

    def closes(self, at: int) -> bool | None:
        """Whether a straight mark closes a quotation; None where the marks before and after it contradict each other.

        Without a mark after it, it can only close: a quotation that opens has an end. A quotation that is open both
        before the mark and after it goes on in a new paragraph, which by convention begins with an opening mark.
        """
        is_open, told = self._before[at], self._after[at]
        if told is None:
            return True if is_open else None
        return told if is_open else (None if told else False)

    def curly_is_open(self, at: int, opening: str = "“") -> bool:
        """Whether the last curly mark before `at` is an opening one."""
        index = bisect.bisect_left(self._curly, (at, ""))
        return index > 0 and self._curly[index - 1][1] == opening


def _addresses(text: str) -> Iterator[Span]:
    """Pieces of text without white space that are addresses, paths or programs."""
    for chunk in _CHUNK.finditer(text):
        if _NO_PROSE.search(chunk[0]):
            yield Span(*chunk.span())


def _place_of_space(junction: _Junction, marks: _Marks) -> int | None:
    """Where the space belongs; None where a mark may close the one sentence or open the other."""
    sides = [_closes(mark, junction.marks_start + offset, marks) for offset, mark in enumerate(junction.marks)]
    if None in sides or sides != sorted(sides, reverse=True, key=bool):
        return None
    closing = sides.count(True)
    if (junction.end == "," and not closing and junction.after in _SPEAKS) or (junction.end == ":" and closing):
        return None
    return junction.marks_start + closing


def _closes(mark: str, at: int, marks: _Marks) -> bool | None:
    """Whether a mark belongs to the sentence before it; None where that is unclear."""
    if mark in "“([":
        return False
    if mark in ")]":
        return True
    if mark == "”":
        return marks.curly_is_open(at) or None
    if mark == "’":
        return marks.curly_is_open(at, "‘") or None
    return marks.closes(at) if mark == '"' else None


def _shape(text: str, at: int) -> bool | None:
    """Whether a mark opens (True) or closes (False), by its form and its neighbours; None where they do not tell."""
    if text[at] != '"':
        return text[at] == "“"
    before, after = text[at - 1 : at] if at else " ", text[at + 1 : at + 2] or " "
    opens = before.isspace() or before in "([—–-"
    closes = after.isspace() or after in ".,;:!?)]—–-"
    if opens == closes and before == ".":
        return True if _ATTRIBUTION.search(text, max(0, at - _LONGEST_VERB), at) else None
    return None if opens == closes else opens


def _nothing_known(document: Document) -> dict[Lists, tuple[_Page, dict[int, list[_Judged]]]]:  # noqa: ARG001 - asked by
    """What is known of a document: for some lists the page, and what was said of its blocks."""
    return {}


_known_of = Latest(_nothing_known)

KIND = Kind("Sentences without a space between them.", Options, ACTIONS, Checker)
