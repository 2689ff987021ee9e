"""Quotation marks in a text: where they stand, what they let each other be, and whether they plainly pair."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from lint.expressions import lazy
from lint.text import Span

MARK = lazy(
    r"(?<!€|(?<!\p{Lu})[ÃÂÄÅ]|â(?=[“”„][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]))"
    r"(?:[\"“”„‟\x93\x94]|(?<!['’])''(?!')|(?<!’)’’(?!’))"
    r"|(?<![`\w])``(?=\w[^`\n]{1,2000}'')"  # as TeX has it
    r"|â€œ|â€\x9d|â€(?=[\s.,;:!?)\]]|\Z)|â\x80[\x9c\x9d]"  # what misread UTF-8 makes of them
)
_MISREAD = {"â€œ": "“", "â€\x9d": "”", "â€": "”", "â\x80\x9c": "“", "â\x80\x9d": "”"}
_BEFORE_NO_MARK = frozenset("€ÃÂÄÅâ")
"""Behind one of them a mark may be part of a character that was misread."""
_NEITHER_STRAIGHT_NOR_CURLY = ("‟", "„", "\x93", "\x94", "’’", "â€", "â\x80")
_NOT_STRAIGHT = ("“", "”", *_NEITHER_STRAIGHT_NOR_CURLY)
_LEFT_OF_OPENING = frozenset("([{<—–-/=‘'“\"\x91\x93\x96\x97«*_")
_RIGHT_OF_CLOSING = frozenset(",.;:!?)]}>/—–-’'”\"\x92\x94\x96\x97»*_…")
INNER_OPENER = lazy(r"(?<=[\s(\[“\x93—])[‘\x91](?!\d|(?:em|n|til|tis|twas|cause|bout|cos)\b)", "i")
SINGLE_CLOSER = lazy(r"(?<=[\p{L}\p{N}.,!?…])['’\x92](?!\p{L})")


class Mark(NamedTuple):
    """A quotation mark in a block, as it should read, and what its neighbours let it be."""

    start: int
    end: int
    text: str
    opens: bool
    closes: bool

    @property
    def straight(self) -> bool:
        """Whether the mark does not say by its shape which way it points."""
        return self.text in ('"', "''")

    @property
    def span(self) -> Span:
        """Where the mark stands in its block."""
        return Span(self.start, self.end)


class Shape(enum.Enum):
    """What can be told of the marks of a text without reading them one by one."""

    NONE = "none"
    PAIRED = "paired"
    """Each line has pairs that stand as they should, and nothing else: so has every block made of these lines."""
    STRAIGHT = "straight"
    """All are straight double marks, and something may be wrong with them."""
    OTHER = "other"


def shape_of(text: str) -> Shape:
    """The shape of the marks of a text; what is PAIRED is so in any text of which it is some lines."""
    if _is_straight(text):
        if '"' not in text:
            return Shape.NONE
        return Shape.PAIRED if _straight_pair(text) else Shape.STRAIGHT
    is_curly = not ("''" in text or '"' in text or holds(text, _NEITHER_STRAIGHT_NOR_CURLY))
    return Shape.PAIRED if is_curly and _curly_pair(text) else Shape.OTHER


def _is_straight(text: str) -> bool:
    """Whether a text has no mark but straight double ones."""
    return "''" not in text and (text.isascii() or not holds(text, _NOT_STRAIGHT))


def holds(text: str, any_of: Iterable[str]) -> bool:
    """Whether one of some short texts stands in a text."""
    for one in any_of:  # noqa: SIM110 - any() would take several times as long
        if one in text:
            return True
    return False


def _straight_pair(text: str) -> bool:
    """Whether each second mark closes in its line what the one before opens, and none can be anything else."""
    pieces = f" {text} ".split('"')
    if len(pieces) % 2 == 0 or "‘" in text or "\x91" in text:
        return False
    before = pieces[0]
    for inside, after in zip(pieces[1::2], pieces[2::2], strict=True):
        if not inside or not after or "\n" in inside or "\r" in inside:
            return False
        left, right = before[-1], inside[0]
        if right.isspace() or not (left.isspace() or (left in _LEFT_OF_OPENING and right not in _RIGHT_OF_CLOSING)):
            return False
        left, right = inside[-1], after[0]
        if left.isspace() or left in _BEFORE_NO_MARK:
            return False
        if not (right.isspace() or (right in _RIGHT_OF_CLOSING and left not in _LEFT_OF_OPENING)):
            return False
        before = after
    return True


def _curly_pair(text: str) -> bool:
    """Whether each “ has its ” in the same line before the next one, and none points the wrong way."""
    before, *quoted = f" {text} ".split("“")
    if not quoted or "”" in before:
        return False
    at = len(before) - 1  # of the opening mark in the text
    for piece in quoted:
        inside, closing, after = piece.partition("”")
        if not closing or "”" in after or "\n" in inside or "\r" in inside or before[-1:] in _BEFORE_NO_MARK:
            return False
        left, right = inside[-1:] or "“", after[:1] or "“"
        if left in _BEFORE_NO_MARK or _points_only_left(left, right):
            return False
        if ("‘" in inside or "\x91" in inside) and _inner_stays_open(text, at, at + 1 + len(inside)):
            return False
        before = after
        at += 1 + len(piece)
    return True


def _points_only_left(left: str, right: str) -> bool:
    """Whether a mark between the two characters can only be an opening one."""
    return _opens(left, right) and not _closes(left, right)


def _opens(left: str, right: str) -> bool:
    return not right.isspace() and (left.isspace() or left in _LEFT_OF_OPENING)


def _closes(left: str, right: str) -> bool:
    return not left.isspace() and (right.isspace() or right in _RIGHT_OF_CLOSING)


def _inner_stays_open(text: str, opening: int, closing: int) -> bool:
    """Whether a single mark opens between two double ones and none closes there."""
    inner = INNER_OPENER.search(text, opening, closing)
    return inner is not None and SINGLE_CLOSER.search(text, inner.end(), closing) is None


def marks_of(text: str) -> Iterator[Mark]:
    """The marks of a block, from left to right."""
    if not _is_straight(text) or holds(text, _BEFORE_NO_MARK):
        for found in MARK.finditer(text):
            yield _mark(text, *found.span())
        return
    at = text.find('"')  # several times as fast as the pattern
    while at >= 0:
        yield _mark(text, at, at + 1)
        at = text.find('"', at + 1)


def _mark(text: str, start: int, end: int) -> Mark:
    left, right = text[start - 1 : start] or " ", text[end : end + 1] or " "
    mark = text[start:end]
    return Mark(start, end, _MISREAD.get(mark, mark), _opens(left, right), _closes(left, right))
