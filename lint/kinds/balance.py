"""Quotation marks and brackets that do not pair, paragraph by paragraph.

A quotation over several paragraphs closes only in its last one, and each paragraph that continues it begins with an
opening mark; that is a convention and no defect.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from lint.document import Block, BlockKind, Document
from lint.expressions import lazy
from lint.finding import Edit, Match, Related
from lint.kinds.base import Finder, Kind, Setup
from lint.kinds.marks import INNER_OPENER, MARK, SINGLE_CLOSER, Mark, Shape, holds, marks_of, shape_of
from lint.memo import Latest
from lint.places import EVERYWHERE, Places
from lint.sentences import split_sentences
from lint.text import Span

Sort = Literal["style", "direction", "stray", "unclosed", "unopened", "continuation", "missing", "brackets"]


@dataclass(frozen=True)
class Options:
    """What a balance rule may say."""

    problem: Sort = field(
        metadata={
            "doc": "Which problem to report: a pair of two styles (`style`), a mark that points the wrong way "
            "(`direction`), a second opening mark inside a quotation (`stray`), a quotation whose end (`unclosed`) or "
            "beginning (`unopened`) has no mark though it is known, a continued paragraph without its opening mark "
            "(`continuation`), a mark without its partner (`missing`), or a bracket (`brackets`)."
        }
    )


_QUOTATIONS: frozenset[Sort] = frozenset(
    ("style", "direction", "stray", "unclosed", "unopened", "continuation", "missing")
)
_POSSIBLE: dict[Shape, frozenset[Sort]] = {
    Shape.NONE: frozenset(),
    Shape.PAIRED: frozenset(),
    Shape.STRAIGHT: _QUOTATIONS - {"direction"},
    Shape.OTHER: _QUOTATIONS,
}
"""The problems that a text may have, by the shape of its marks."""

ACTIONS = {"mend": "Put the mark right: turn it, match it to its partner, add it or delete it."}

_MARKUP = lazy(r"=[\"“”″]|[\"“”″]:\s?[\"“”″{\[\d]")
_PARTS_OF_MARKUP = ('="', '":', *(f"={mark}" for mark in "“”″"), *(f"{mark}:" for mark in "“”″"))
_OPENING_SHAPES = frozenset(("“", "„", "‟", "\x93", "``"))
_CLOSING_SHAPES = frozenset("”\x94")
_PARTNERS = {'"': '"', "“": "”", "„": "”", "‟": "”", "\x93": "\x94", "''": "''", "``": "''", "”": "”", "\x94": "\x94"}
_TURNED = {"”": "“", "\x94": "\x93"}
_OPENERS = {"”": "“", "\x94": "\x93", '"': '"', "''": "''", "“": "“", "’’": "“"}
_ENGLISH = lazy(r"\b(?:the|and|of)\b")
_SENTENCE_END = lazy(r"[.?!…][’'\")\]]*[\s\u200b-\u200d\ufeff]+\Z")
_SINGLE_OPENER = lazy(r"(?<![^\s(\[—–-])'(?=\p{L})")
_CURLY_OPENER = lazy(r"(?<![^\s(\[—–-])[‘\x91](?=\p{L})")
_OPENING_AT_START = lazy(r"[\s>*_(\[…—–-]*(?:[\"“„\x93‘\x91«]|'{1,2}\w)")
_SINGLE_OPENER_UNTURNED = lazy(r"(?<=[\s(\[—–])['‘’\x91](?=\p{L}{3})")
_VERBS = (
    *("said", "says", "asked", "asks", "added", "adds", "told", "tells", "replied", "recalled", "recalls"),
    *("explained", "explains", "wrote", "writes", "continued", "noted", "notes", "argued", "argues", "insisted"),
    *("insists", "warned", "warns", "admitted", "stated", "states", "tweeted", "concluded", "declared"),
)
_VERB = f"(?:{'|'.join(_VERBS)})"
_NAME = r"(?:\p{Lu}[\p{L}'’.-]*+[ ]){0,3}\p{Lu}[\p{L}'’-]+"
_SPEAKER = (
    rf"(?:he|she|they|I|we|{_NAME}|(?:[Tt]he|an?|his|her|their|one)[ ](?:[\p{{L}}'’.-]+[ ]){{0,9}}?[\p{{L}}'’-]+)"
)
_ATTRIBUTION = lazy(
    rf"(?<=\p{{L}}[,?!])[ ](?:{_VERB}[ ](?:\p{{Lu}}|(?:the|an?|his|her|their|one|my|our)[ ]|he\b|she\b|they\b)"
    r"[\p{L}’'-]*+(?:[ ][\p{L}.’'-]+){0,5}?[,.:;]"
    rf"|(?:he|she|they|{_NAME}|the[ ]\p{{Ll}}+)[ ]{_VERB}(?=[.,]))"
)
_AFTER_SPEECH = lazy(rf"[ ](?:{_SPEAKER}[ ]{_VERB}\b|{_VERB}[ ]|according[ ]to\b)")
_BEFORE_SPEECH = lazy(rf"(?:{_VERB}(?:[ ]\p{{L}}+){{0,4}}|{_VERB}[ ]{_NAME}(?:,[^.!?,\n]{{1,60}})?)[.,:]\s+\Z")
_SAYS = lazy(rf"\b{_VERB}\b|:\s")
_SPEECH_GOES_ON = lazy(rf"[ ]*(?:(?:he|she|they|{_NAME})[ ]{_VERB}\b|{_VERB}[ ](?:\p{{Lu}}|he\b|she\b|the\b))")
_ENDED_BY_ONE = lazy(r"(?<=[\p{L}\p{N}][.,!?…])['’\x92](?=\s|\Z)")
_ENDS = lazy(r"[.!?…][)\]]*\s*\Z")
_FIRST_PERSON = lazy(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur|us)\b(?!\.)")
_BEGINS = lazy(r"(?:\A|[.,:?!—–”\"-])\s*\Z")
_PAIR = 2
_CUT = lazy(r"(?:…|\.\.\.)(?:\s+[\p{Lu}\p{N}]|\Z)")
_LONGEST_EXCERPT = 120  # of what is reported where the whole would be a paragraph
_LONGEST_ATTRIBUTION = 120
_LONGEST_BETWEEN_SINGLES = 60
_LONGEST_PARAGRAPH = 1500  # longer ones are whole articles, in which each quotation may continue another
_FAR = 2000  # how far to look for the other mark of an inner quotation
_REACH = 3  # how many headings or captions may stand between two paragraphs of one quotation


class Problem(NamedTuple):
    """Something wrong with the marks of a block; offsets count from the block's start."""

    sort: Sort
    span: Span
    edits: tuple[Edit, ...] = ()
    partner: Span | None = None


class Checker(Finder):
    """Finds marks that do not pair."""

    def __init__(self, options: Options, setup: Setup) -> None:
        """Nothing to compile."""
        self.options, self.setup = options, setup

    def may_find(self, text: str) -> bool:
        """False only where a document of this text, whatever its blocks, has no problem of the sort."""
        if self.options.problem == "brackets":
            return not _plainly_pairs(text)
        return self.options.problem in _possible_problems(text)

    def find(self, document: Document, places: Places = EVERYWHERE) -> Iterator[Match]:
        """One match a mark; none in a block that lacks several, where no reading is better than another."""
        problems = _brackets_of if self.options.problem == "brackets" else _quotations_of
        for block, problem in problems(document).get(self.options.problem, ()):
            yield self._match(block, problem)

    def _match(self, block: Block, problem: Problem) -> Match:
        edits = tuple(Edit(*block.place(e.start, e.end), e.replacement) for e in problem.edits)
        related = (Related(block.place(*problem.partner), "its partner"),) if problem.partner else ()
        values = {"text": block.text[problem.span.start : problem.span.end]}
        if edits:
            values["replacement"] = edits[0].replacement
        return Match(block.place(*problem.span), edits if self.setup.action else (), related, values)


class _Reader:
    """Reads the marks of one block from left to right, with those that are still open on a stack."""

    def __init__(self, text: str, marks: list[Mark]) -> None:
        self.text, self.marks = text, marks
        self._has_inner = "‘" in text or "\x91" in text
        self.open: list[Mark] = []
        self.again: list[Mark] = []
        """Opening marks at a sentence's start inside an open quotation, not on the stack."""
        self.orphans: list[Mark] = []
        """Closing marks without an opening one."""
        self.problems: list[Problem] = []
        self._closed_in_doubt = False
        self._nested = False
        for mark, following in zip(self.marks, [*self.marks[1:], None], strict=True):
            if self._is_turned_end(mark):
                self._turn_end(mark)
            elif self.open and self._is_closing(mark):
                self._close(mark, following)
            elif not self._is_measure(mark):
                self._open(mark, following)

    def _is_closing(self, mark: Mark) -> bool:
        """Whether a mark closes what is open; a straight one that its neighbours leave in doubt does."""
        if mark.opens != mark.closes:
            return mark.closes
        if mark.straight:
            return self.text[mark.start - 1 : mark.start] not in tuple("([{—–=")
        return mark.text not in _OPENING_SHAPES

    def _is_measure(self, mark: Mark) -> bool:
        """Whether a mark stands for inches, or is no opening mark at all."""
        return mark.text == "’’" or (not self.open and mark.text not in _OPENING_SHAPES and self._after_digit(mark))

    def _open(self, mark: Mark, following: Mark | None) -> None:
        if mark.text in _CLOSING_SHAPES:
            self._turn_or_orphan(mark, following)
        elif not self.open and mark.straight and mark.closes and not mark.opens:
            self._add_orphan(mark)
        elif mark.text != "''" or mark.opens:
            self._nested = bool(self.open) and (self._nested or not self._begins_sentence(mark))
            (self.again if self.open and not self._nested else self.open).append(mark)

    def _begins_sentence(self, mark: Mark) -> bool:
        return _SENTENCE_END.search(self.text[max(0, mark.start - 8) : mark.start]) is not None

    def _turn_or_orphan(self, mark: Mark, following: Mark | None) -> None:
        """A mark of closing shape where nothing is open, or where a quotation should begin."""
        if self.open and not self.text[self.open[-1].end : mark.start].strip():
            return  # nothing stands between it and the mark that opened
        before, after = self.text[mark.start - 1 : mark.start], self.text[mark.end : mark.end + 1]
        glued = before in (".", "?", "!", ",") and after.isupper()
        begins = glued or (mark.opens and not mark.closes)
        if begins and following and following.closes and not following.opens:
            replacement = (" " if glued else "") + _TURNED[mark.text]
            self.problems.append(Problem("direction", mark.span, (Edit(mark.start, mark.end, replacement),)))
            self.open.append(mark)
        else:
            self._add_orphan(mark)

    def _add_orphan(self, mark: Mark) -> None:
        """Note a closing mark that no mark inside a quotation, nor that of `…end."Start`, can have opened."""
        if self.again:
            self.again.pop()
        elif self._closed_in_doubt:
            self._closed_in_doubt = False
        else:
            self.orphans.append(mark)

    def _is_turned_end(self, mark: Mark) -> bool:
        """Whether a mark that opens by its shape stands where the open quotation ends, with a space before it."""
        before = self.text[max(self.open[-1].end, mark.start - 2) : mark.start] if self.open else ""
        if mark.text not in _TURNED.values() or not before[1:].isspace() or before[0] not in ",.!?…’":
            return False
        at_end = not self.text[mark.end :].strip()
        return at_end or bool(before[0] in ",?!" and _SPEECH_GOES_ON.match(self.text, mark.end))

    def _turn_end(self, mark: Mark) -> None:
        """Turn a mark that ends a quotation, and put the space behind it."""
        top = self.open.pop()
        rest = self.text[mark.end : mark.end + 1]
        behind = " " if rest and not rest.isspace() else ""
        edit = Edit(mark.start - 1, mark.end, _PARTNERS[top.text] + behind)
        self.problems.append(Problem("direction", mark.span, (edit,), top.span))

    def _close(self, mark: Mark, following: Mark | None) -> None:
        top = self.open[-1]
        if mark.text == "’’":
            inner = self.text.rfind("‘", max(top.end, mark.start - _FAR), mark.start)
            if inner >= 0 and not SINGLE_CLOSER.search(self.text, inner, mark.start):
                return  # two single marks, the first of which ends an inner quotation
        if mark.straight and not top.straight and self._is_inches(mark, following):
            return
        self.open.pop()
        self._closed_in_doubt |= mark.straight and not mark.opens and not mark.closes
        if mark.text == _PARTNERS[top.text] or (top.text == "„" and mark.text == "“"):
            self._check_inner(top, mark)
        elif mark.text in _OPENING_SHAPES:
            self._mend("direction", mark, top)
        elif self.open and _PARTNERS[self.open[-1].text] == mark.text:
            self.orphans.append(top)
            self.open.pop()
        elif self._single_opens_between(top, mark):
            self.orphans.append(top)
        elif top.text == "''" and mark.text in ('"', "”", "\x94"):
            self._mend_apostrophes(top, mark)
        else:
            self._mend("style", mark, top, certain=not (following and self._meet(mark, following)))
            self._check_inner(top, mark)

    def _mend_apostrophes(self, top: Mark, mark: Mark) -> None:
        """Put a mark in place of the two apostrophes that begin a quotation which a mark ends."""
        replacement = {"”": "“", "\x94": "\x93"}.get(mark.text, mark.text)
        edit = Edit(top.start, top.end, replacement)
        self.problems.append(Problem("style", top.span, (edit,), mark.span))

    def _single_opens_between(self, top: Mark, mark: Mark) -> bool:
        """Whether another quotation begins with a single mark after `top`, so that `mark` may be its end."""
        inner = _SINGLE_OPENER_UNTURNED.search(self.text, top.end, mark.start)
        return inner is not None and not SINGLE_CLOSER.search(self.text, inner.end(), mark.start)

    def _mend(self, sort: Sort, mark: Mark, partner: Mark, *, certain: bool = True) -> None:
        edits = (Edit(mark.start, mark.end, _PARTNERS[partner.text]),) if certain else ()
        self.problems.append(Problem(sort, mark.span, edits, partner.span))

    def _meet(self, mark: Mark, following: Mark) -> bool:
        """Whether the next mark follows at once, so that either of the two may be the wrong one."""
        return not self.text[mark.end : following.start].strip()

    def _check_inner(self, opening: Mark, closing: Mark) -> None:
        """Report an inner single mark that never closes, not even in a later piece of the quotation."""
        inner = self._has_inner and INNER_OPENER.search(self.text, opening.end - 1, closing.start)
        if inner and not SINGLE_CLOSER.search(self.text, inner.end(), inner.end() + _FAR):
            self.problems.append(Problem("missing", closing.span, (), Span(*inner.span())))

    def _after_digit(self, mark: Mark) -> bool:
        return mark.start > 0 and self.text[mark.start - 1].isnumeric()

    def _is_inches(self, mark: Mark, following: Mark | None) -> bool:
        """Whether a straight mark after a digit stands inside a quotation that another mark closes."""
        return self._after_digit(mark) and following is not None and following.closes and not following.opens


BySort = dict[Sort, list[tuple[Block, Problem]]]


def _by_sort(function: Callable[[Document], Iterator[tuple[Block, Problem]]]) -> Callable[[Document], BySort]:
    """The problems that a function finds, each sort by itself and in the order in which they were found."""

    def sorted_problems(document: Document) -> BySort:
        found: BySort = {}
        for block, problem in function(document):
            found.setdefault(problem.sort, []).append((block, problem))
        return found

    return sorted_problems


@_by_sort
def _quotations(document: Document) -> Iterator[tuple[Block, Problem]]:
    """What is wrong with the quotation marks of a document, each with the block where it stands."""
    if _opens_with_closing_shape(document.text):
        return
    unclosed: tuple[Block, Mark] | None = None
    for block in document.blocks:
        shape = shape_of(block.text)
        if shape is Shape.NONE or (shape is Shape.PAIRED and not unclosed):
            continue
        marks = list(marks_of(block.text))
        if not marks or _is_markup(block.text):
            continue
        reader = _Reader(block.text, marks)
        if unclosed:
            yield from _settle(document, *unclosed, block, reader)
        goes_on = bool(reader.open) and _goes_on(document, block)
        yield from ((block, problem) for problem in _judge(reader, goes_on))
        is_unclosed = len(reader.open) == 1 and not reader.orphans and not goes_on
        unclosed = (block, reader.open[0]) if is_unclosed else None
    if unclosed:
        yield from _missing_end(document, *unclosed)


def _is_markup(text: str) -> bool:
    """Whether a mark in a text is one of an attribute or of data."""
    return holds(text, _PARTS_OF_MARKUP) and _MARKUP.search(text) is not None


def _opens_with_closing_shape(text: str) -> bool:
    """Whether a text is one of Finnish or Swedish, which open with ”: it has no other mark, and is not English."""
    return "”" in text and "“" not in text and '"' not in text and len(_ENGLISH.findall(text)) * 50 < len(text.split())


def _settle(
    document: Document, above: Block, opening: Mark, block: Block, reader: _Reader
) -> Iterator[tuple[Block, Problem]]:
    """A quotation that stayed open above: this block continues it without a mark, or the closing mark is missing.

    A block that was only broken in the middle of a sentence goes on with it as it should.
    """
    if block.index > above.index + 1 or reader.orphans != reader.marks[:1] or reader.open:
        yield from _missing_end(document, above, opening)
        return
    reader.orphans.clear()
    start = len(block.text) - len(block.text.lstrip())
    if _ENDS.search(above.text) and block.text[start].isupper():
        end = start + len(block.words[0])
        yield block, Problem("continuation", Span(start, end), (Edit(start, start, opening.text),))


def _judge(reader: _Reader, goes_on: bool) -> Iterator[Problem]:
    """The problems of a block: none where several marks lack a partner, and one would be as likely as another."""
    if len(reader.orphans) + len(reader.open) > 1:
        return
    yield from reader.problems
    if not reader.orphans and (goes_on or not reader.open) and len(reader.text) <= _LONGEST_PARAGRAPH:
        yield from (_second_opening(reader, mark) for mark in reader.again)
    for orphan in reader.orphans:
        yield _single_and_double(reader.text, orphan) or _missing_start(reader, orphan)


def _second_opening(reader: _Reader, again: Mark) -> Problem:
    """A mark that opens what is open: where the speaker is named before it, the first quotation lacks its end."""
    first = max((mark for mark in reader.marks if mark.start < again.start), key=lambda mark: mark.start)
    known = _ended_by_one(reader.text, first, again.start) or _unclosed(reader.text, first, again.start)
    if known:
        return known
    if _is_before_speech(reader.text, max(first.end, again.start - _LONGEST_ATTRIBUTION), again.start):
        return Problem("missing", first.span, (), again.span)
    return Problem("stray", again.span, (Edit(again.start, again.end, ""),))


def _is_before_speech(text: str, start: int, end: int) -> bool:
    """Whether what stands there ends with somebody who speaks, and a mark behind them."""
    # The pattern begins with a verb, which most texts do not have there: that is known sooner than the pattern fails.
    return holds(text[start:end], _VERBS) and _BEFORE_SPEECH.search(text, start, end) is not None


def _ended_by_one(text: str, opening: Mark, limit: int) -> Problem | None:
    """A quotation that a double mark opens and a single one ends, before its speaker is named or at the block's end.

    Where a single mark opens inside it as well, the single one ends that, and the double one is missing behind it.
    """
    ended = _ENDED_BY_ONE.search(text, opening.end, limit)
    if ended is None or not (_AFTER_SPEECH.match(text, ended.end()) or not text[ended.end() :].strip()):
        return None
    closing = _PARTNERS[opening.text]
    if _opens_by_one(text, opening.end - 1, ended.start()):
        edit = Edit(ended.end(), ended.end(), closing)
        return Problem("unclosed", _word_before(text, ended.end()), (edit,), opening.span)
    return Problem("style", Span(*ended.span()), (Edit(*ended.span(), closing),), opening.span)


def _opens_by_one(text: str, start: int, end: int) -> bool:
    """Whether a single mark opens a quotation there."""
    return "‘" in text[start:end] or _SINGLE_OPENER_UNTURNED.search(text, start, end) is not None


def _doubles_inside(text: str, opening: Mark) -> Problem | None:
    """A quotation inside the open one that has its marks, double ones, and ends where the outer one must end."""
    inner = [mark for mark in marks_of(text) if mark.start > opening.start]
    if len(inner) < _PAIR or inner[0].text != "“" or inner[1].text != "”" or not _BEGINS.search(text, 0, opening.start):
        return None
    start, end = inner[0].start, inner[1].end
    ends = not text[end:].strip() or (text[inner[1].start - 1] in ",?!" and _AFTER_SPEECH.match(text, end))
    is_phrase = text[start - 1] == " " and text[start - 2].isalpha() and end - start <= _LONGEST_BETWEEN_SINGLES
    if not ends or not is_phrase or _SAYS.search(text, opening.end, start):
        return None
    edits = (Edit(*inner[0].span, "‘"), Edit(*inner[1].span, "’”"))
    return Problem("unclosed", Span(start, end), edits, opening.span)


def _unclosed(text: str, opening: Mark, limit: int) -> Problem | None:
    """A quotation whose speaker is named though it is open."""
    named = holds(text[opening.end : limit], _VERBS) and _ATTRIBUTION.search(text, opening.end, limit)
    if not named:
        return None
    edit = Edit(named.start(), named.start(), _PARTNERS[opening.text])
    return Problem("unclosed", _word_before(text, named.start()), (edit,), opening.span)


def _word_before(text: str, end: int) -> Span:
    """The word that ends at `end`."""
    return Span(max(text.rfind(" ", 0, end), text.rfind("\n", 0, end)) + 1, end)


def _missing_start(reader: _Reader, closing: Mark) -> Problem:
    """A closing mark that nothing opened: where one sentence stands before its speaker, it begins the quotation."""
    text = reader.text
    sentences = [sentence for sentence in split_sentences(text) if sentence.start < closing.start]
    if not sentences:
        return Problem("missing", closing.span)
    is_told = reader.marks[0] is closing and _FIRST_PERSON.search(text, *sentences[0])
    start = sentences[0 if is_told else -1].start
    begins = not text[:start].strip() or _is_before_speech(text, max(0, start - _LONGEST_ATTRIBUTION), start)
    is_alone = not any(start <= mark.start < closing.start for mark in reader.marks)
    is_alone &= not _opens_by_one(text, start, closing.start)
    if (
        begins
        and is_alone
        and text[start].isupper()
        and text[closing.start - 1] in ",?!"
        and not _SAYS.search(text, start, closing.start)
        and _AFTER_SPEECH.match(text, closing.end)
    ):
        end = start + len(text[start:].split(maxsplit=1)[0])
        return Problem("unopened", Span(start, end), (Edit(start, start, _OPENERS[closing.text]),), closing.span)
    return Problem("missing", closing.span)


def _single_and_double(text: str, closing: Mark) -> Problem | None:
    """A quotation that begins with a single mark and ends with a double one."""
    pattern, longest = (_SINGLE_OPENER, _LONGEST_BETWEEN_SINGLES) if closing.straight else (_CURLY_OPENER, _FAR)
    openers = list(pattern.finditer(text, max(0, closing.start - longest), closing.start))
    if not openers or SINGLE_CLOSER.search(text, openers[-1].end(), closing.start):
        return None
    if any(openers[-1].start() <= double.start() < closing.start for double in MARK.finditer(text)):
        return None
    start, end = openers[-1].span()
    return Problem("style", Span(start, end), (Edit(start, end, _OPENERS[closing.text]),), closing.span)


def _goes_on(document: Document, block: Block) -> bool:
    """Whether the next paragraph begins with an opening mark, as one that continues a quotation does."""
    for following in document.blocks[block.index + 1 : block.index + 1 + _REACH]:
        if _OPENING_AT_START.match(following.text):
            return True
        if following.kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM):
            return False
    return False


def _missing_end(document: Document, block: Block, opening: Mark) -> Iterator[tuple[Block, Problem]]:
    """A quotation that never closes: known where it ends, or from its opening mark to the end of the sentence.

    An excerpt that is cut with an ellipsis lost its mark with its end, and a mark between two sentences without a space
    may as well close what is before it.
    """
    text = block.text
    known = (
        _doubles_inside(text, opening)
        or _ended_by_one(text, opening, len(text))
        or _unclosed(text, opening, len(text))
        or _last_sentence(document, block, opening)
    )
    if known:
        yield block, known
        return
    end = next(sentence.end for sentence in split_sentences(text) if sentence.end > opening.start)
    if _CUT.search(text, opening.start, end) or (opening.straight and not opening.opens):
        return
    if end - opening.start > _LONGEST_EXCERPT:
        end = opening.end + len(text[opening.end :].split(maxsplit=1)[0])
    yield block, Problem("missing", Span(opening.start, end))


def _last_sentence(document: Document, block: Block, opening: Mark) -> Problem | None:
    """A quotation in the last sentence of a block, behind its speaker."""
    text, end = block.text, len(block.text.rstrip())
    begun = [sentence for sentence in split_sentences(text) if sentence.end > opening.start]
    below = document.blocks[block.index + 1 : block.index + 1 + _REACH]
    goes_on = any(_OPENING_AT_START.match(other.text) for other in below)
    if len(begun) > 1 or goes_on or not _ENDS.search(text) or not _is_before_speech(text, 0, opening.start):
        return None
    return Problem("unclosed", _word_before(text, end), (Edit(end, end, _PARTNERS[opening.text]),), opening.span)


_BRACKET = lazy(r"[()\[\]]")
_NEITHER_BRACKET_NOR_BREAK = bytes(code for code in range(128) if code not in b"()[]\n\r")
_DEEPEST_PLAIN = 3  # brackets inside brackets
_FACE = lazy(r"(?<![\p{L}\p{N}])[:;=][-']?[()\[\]]+")
_PARTS_OF_FACES = frozenset(":;=-'")
_COUNTER = lazy(r"(?<![^\s(])(?:\p{L}|\d{1,3}|[ivx]{1,4})\.?\Z", "i")  # of `a)`, `1)`, `iv)`
_CLOSING_BRACKETS = {")": "(", "]": "["}
_BRACKETS_REACH = 10  # how many blocks a bracketed passage may run on
_MOST_BRACKETS_ALONE = 2  # in one block; where more lack a partner it is code, or a drawing


@_by_sort
def _brackets(document: Document) -> Iterator[tuple[Block, Problem]]:
    """Brackets that have no partner, neither in their block nor in one near."""
    open_above: list[tuple[Block, int]] = []
    for block in document.blocks:
        opening, orphans = _unpaired(block.text)
        for at in orphans:
            wanted = _CLOSING_BRACKETS[block.text[at]]
            partner = next((p for p in open_above if p[0].text[p[1]] == wanted), None)
            if partner:
                open_above.remove(partner)
            else:
                yield block, Problem("brackets", Span(at, at + 1))
        while open_above and block.index - open_above[0][0].index > _BRACKETS_REACH:
            above, at = open_above.pop(0)
            yield above, Problem("brackets", Span(at, at + 1))
        open_above += [(block, at) for at in opening]
    for above, at in open_above:
        yield above, Problem("brackets", Span(at, at + 1))


def _unpaired(text: str) -> tuple[list[int], list[int]]:
    """Where brackets open and never close in a text, and where they close and never opened."""
    opening: list[int] = []
    orphans: list[int] = []
    if not _BRACKET.search(text):
        return opening, orphans
    faces = {at for found in _FACE.finditer(text) for at in range(*found.span())}
    for found in _BRACKET.finditer(text):
        at = found.start()
        if at in faces:
            continue
        if text[at] not in _CLOSING_BRACKETS:
            opening.append(at)
        elif opening and text[opening[-1]] == _CLOSING_BRACKETS[text[at]]:
            opening.pop()
        elif not text[at - 1 : at].isspace() and not _COUNTER.search(text, max(0, at - 6), at):
            orphans.append(at)
    return (opening, orphans) if len(opening) + len(orphans) <= _MOST_BRACKETS_ALONE else ([], [])


def _plainly_pairs(text: str) -> bool:
    """Whether in each line the brackets pair, so that they do in any block that is made of lines of the text."""
    if not ("(" in text or ")" in text or "[" in text or "]" in text):
        return True
    if any(piece[-1:] in _PARTS_OF_FACES for bracket in "()[]" for piece in text.split(bracket)[:-1]):
        return False
    left = text.encode("ascii", "ignore").translate(None, _NEITHER_BRACKET_NOR_BREAK)
    for _ in range(_DEEPEST_PLAIN):
        left = left.replace(b"()", b"").replace(b"[]", b"")
    return not left.strip(b"\n\r")


_possible_problems: Latest[str, frozenset[Sort]] = Latest(lambda text: _POSSIBLE[shape_of(text)])
_quotations_of = Latest(_quotations)
_brackets_of = Latest(_brackets)

KIND = Kind("Quotation marks and brackets that do not pair.", Options, ACTIONS, Checker)
