"""Whether anything can stand twice in a text, told from how its lines begin: most texts repeat nothing.

A block is some lines of a text, so what it says begins where a line does. All is compared in small ASCII letters and
digits alone: what two blocks have in common they have in common then, too.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import accumulate, combinations

from lint.expressions import lazy
from lint.kinds.marks import holds

_CAPITALS, _SMALL_LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ", b"abcdefghijklmnopqrstuvwxyz"
_KEPT = b"0123456789" + _CAPITALS + _SMALL_LETTERS
_OTHERS = bytes(code for code in range(256) if code not in _KEPT and code not in b"\r\n")
_PLAIN = bytes.maketrans(_CAPITALS + _OTHERS + b"\r", _SMALL_LETTERS + b" " * len(_OTHERS) + b"\n")
"""Makes small letters of capitals, and spaces of all that is not kept."""
_CUT_MARKS = ("...", "…")
_CUT_MARK = lazy(r"\.\.\.|…")
_UNLIKE_THEIR_SMALL_LETTERS = "\u0130\u212a"
"""Not ASCII themselves, but their small letters are."""
_STRAIGHT = {"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "\x91": "'", "\x92": "'", "\x93": '"', "\x94": '"'}
WORD = lazy(r"[\p{L}\p{N}]+(?:['’.,-][\p{L}\p{N}]+)*")
_OTHER_LETTER = lazy(r"[^\x00-\x7F\P{L}]|[^\x00-\x7F\P{N}]")
_DOUBLE_MARKS = "“”„\x93\x94"
_SAYS = ("said", "says", "added", "adds")
_ENDS_OF_QUOTATION = frozenset(",.!?")
_ENDS_OF_SPEAKER = frozenset(",.")
_MOST_WORDS_OF_SPEAKER = 6
_LONGEST_NEEDLE = 24
_MOST_WORDS_BELOW = 4
"""Of the words that a block must have, so many tell it from others; rules that ask for more share the answer."""
_FEW = 32
"""Code points that mostly tell a line from all others; a shorter one is looked at together with those below it."""
_HEAD = 90
"""Code points in which the first words of a line are looked for."""
_MOST_SIMILAR = 12
"""Lines that begin with the same first words as others, of which each is compared with each."""
_MOST_LINES = 64
"""In longer texts the blocks tell sooner what stands twice."""
_MOST_SEARCHED = 100_000
"""Code points that are searched for copies; where it were more, one is thought possible."""


class Beginnings:
    """What a text's lines begin with. Each answer is False only where no document of the text holds such a copy."""

    def __init__(self, text: str) -> None:
        """`text` is that of a whole document."""
        # All this is needed for any answer: cached properties would take longer than it does.
        self._text = text
        self._is_ascii = text.isascii()
        self._raw_lines = (text.replace("\r", "\n") if "\r" in text else text).split("\n")
        self._lines: list[bytes] = []
        """What is kept of each line, with spaces for all else."""
        self._first_letters: dict[int, bytes] = {}
        """What is kept of the beginning of each line, where there is any."""
        self._alike: dict[tuple[int, bool], bool] = {}
        self._is_unsure = len(self._raw_lines) > _MOST_LINES
        """Whether there are so many lines that some begin alike, or one has letters or digits of which none is kept."""
        if not self._is_unsure:
            self._lines = _plain(text).split(b"\n")
            self._first_letters = _first_letters(self._lines)
            self._is_unsure = not self._is_ascii and self._holds_lines_of_other_letters()

    def begin_alike(self, min_words: int, *, may_be_cut: bool = False) -> bool:
        """Whether one block can be the beginning of another: the shorter has so many words, or was cut behind some."""
        if self._is_unsure:
            return True
        may_be_cut = may_be_cut and self._holds_cut_marks()
        asked = min(min_words, _MOST_WORDS_BELOW), may_be_cut
        if asked not in self._alike:
            groups, squeezed = (
                (_alike(self._first_letters_before_cuts()), _before_cut_squeezed)
                if may_be_cut
                else (self._lines_alike, _squeezed)
            )
            self._alike[asked] = any(_are_alike([squeezed(self._head(at, asked[0])) for at in one]) for one in groups)
        return self._alike[asked]

    def stand_elsewhere(self, min_words: int) -> bool:
        """Whether a block of so many words can stand in another one."""
        if self._is_unsure:
            return True
        letters, everything = self._first_letters, self._everything
        if len(letters) * len(everything) > _MOST_SEARCHED:
            return True
        lines = [at for at, first in letters.items() if everything.count(first[:_LONGEST_NEEDLE]) > 1]
        return any(everything.count(_squeezed(self._head(at, min_words))) > 1 for at in lines)

    def are_similar(self, min_words: int) -> bool:
        """Whether two blocks of so many words can have the same first two, and all others but for a word or two."""
        if self._is_unsure or self._holds_unlike_small_letters():
            return True
        first_runs = self._first_runs()
        begun = [runs for runs in first_runs if runs]
        same = len(begun) - len(set(begun))
        if not same and 1 not in map(len, begun):
            return False
        if same > _MOST_SIMILAR:
            return True  # it takes longer to tell them apart than to look for copies
        first = Counter([runs[0] for runs in begun])
        groups: dict[tuple[bytes, ...], list[int]] = defaultdict(list)
        for at, runs in enumerate(first_runs):
            if not runs or first[runs[0]] == 1:
                continue
            both = runs if len(runs) > 1 else self._runs_below(at, min_words)
            if len(both) == 1:
                return True  # the second word stands farther below
            groups[both].append(at)
        return any(self._some_are_similar(lines, min_words) for lines in groups.values() if len(lines) > 1)

    def are_interrupted(self) -> bool:
        """Whether somewhere what stands on both sides of a `he said` stands together."""
        if self._holds_unlike_small_letters():
            return True
        joints = list(self._joints())
        if self._is_unsure:
            return bool(joints)
        if len(joints) * len(self._text) > _MOST_SEARCHED:
            return True
        return any(self._stand_together(*joint) for joint in joints)

    def _stand_together(self, before: list[str], after: list[str]) -> bool:
        if not before or not after:
            return True  # too far off
        joint = _squeezed(before[-1] + after[0])
        if joint not in self._everything:
            return False
        longer = (_squeezed("".join(before[-2:] + after[:1])), _squeezed("".join(before[-1:] + after[:2])))
        return any(one in self._everything for one in longer) or any(
            map(joint.startswith, self._first_letters.values())
        )

    @cached_property
    def _everything(self) -> bytes:
        return b"".join(self._lines).replace(b" ", b"")

    def _holds_cut_marks(self) -> bool:
        return holds(self._text, _CUT_MARKS)

    def _holds_unlike_small_letters(self) -> bool:
        return not self._is_ascii and holds(self._text, _UNLIKE_THEIR_SMALL_LETTERS)

    def _holds_lines_of_other_letters(self) -> bool:
        if len(self._first_letters) == len(list(filter(None, self._raw_lines))):
            return False
        lines = zip(self._lines, self._raw_lines, strict=True)
        return any(any(map(str.isalnum, raw)) for line, raw in lines if raw and not line.strip())

    @cached_property
    def _starts(self) -> list[int]:
        """Where each line begins in the text."""
        return list(accumulate((len(line) + 1 for line in self._raw_lines), initial=0))

    def _first_letters_before_cuts(self) -> dict[int, bytes]:
        letters = dict(self._first_letters)
        for at, line in enumerate(self._raw_lines):
            if holds(line[:_HEAD], _CUT_MARKS):
                letters[at] = _before_cut_squeezed(line[:_HEAD])
        return letters

    @cached_property
    def _lines_alike(self) -> list[list[int]]:
        return _alike(self._first_letters)

    def _first_runs(self) -> list[tuple[bytes, ...]]:
        """The beginning of each line's first two words: as many letters as stand together, of two such runs."""
        runs: list[tuple[bytes, ...]] = [tuple(line.split(None, 2)[:2]) if line else () for line in self._lines]
        if self._is_ascii:
            return runs
        for at, line in enumerate(self._raw_lines):
            if line.isascii():
                continue
            head = line[:_HEAD]
            if _holds_other_letters(head) or len(self._lines[at][:_HEAD].split(None, 2)) <= 2:
                words = WORD.findall(head.lower())[:2]  # some of them may have nothing that is kept
                runs[at] = tuple(_plain(" ".join(words)).split(None, 2)[:2]) or (b"",) * len(words)
        return runs

    def _runs_below(self, at: int, min_words: int) -> tuple[bytes, ...]:
        """The first two runs of a block of so many words that begins with a line which has but one."""
        text = self._head(at, min_words)
        return (b"",) if _holds_other_letters(text) else tuple(_plain(text).split(None, 2)[:2])

    def _some_are_similar(self, lines: list[int], min_words: int) -> bool:
        """Whether of two texts that begin with such lines one may be the other without two words of it at most."""
        heads = [WORD.findall(straight(self._head(at, min_words)[:_HEAD]).lower()) for at in lines]
        for at, words in zip(lines, heads, strict=True):
            if len(self._raw_lines[at]) > _HEAD:
                words.pop()  # it may go on
        return any(_lacks_few(one, other) or _lacks_few(other, one) for one, other in combinations(heads, 2))

    def _head(self, at: int, min_words: int) -> str:
        """A line; a short one together with what a block of so many words that begins with it has below it."""
        line = self._raw_lines[at]
        if len(line) >= _FEW:
            return line
        above = at - 1
        while above >= 0 and not self._lines[above].strip():  # with such a line the block may begin
            min_words -= len(self._raw_lines[above].split())
            above -= 1
        start = self._starts[at]
        words = self._text[start : start + _HEAD].split()
        if start + _HEAD < len(self._text):
            words = words[:-1]  # the last one may go on
        below = " ".join(words[: max(0, min_words)])
        return max(line, below, key=len)

    def _joints(self) -> Iterator[tuple[list[str], list[str]]]:
        """The last words before each `he said` between two quotations, and the first ones behind it."""
        text = self._text
        if not self._is_ascii:
            for mark in _DOUBLE_MARKS:
                if mark in text:
                    text = text.replace(mark, '"')
        pieces = text.split('"')
        for before, piece, after in zip(pieces, pieces[1:], pieces[2:], strict=False):
            if piece[:1].isspace() and before[-1:] in _ENDS_OF_QUOTATION and _may_name_speaker(piece):
                yield WORD.findall(before[-_FEW:]), WORD.findall(after[:_FEW])


def _plain(text: str) -> bytes:
    """A text with spaces for all that is not kept; `_squeezed` is without them."""
    return text.encode("ascii", "replace").translate(_PLAIN)


def _first_letters(lines: list[bytes]) -> dict[int, bytes]:
    return {
        at: begun[:_FEW].replace(b" ", b"")
        for at, line in enumerate(lines)
        if line and ((begun := line[:_HEAD].lstrip()) or line.strip())
    }


def _squeezed(text: str) -> bytes:
    return b"".join(_plain(text).split())


def _holds_other_letters(text: str) -> bool:
    """Whether a text has letters or digits that are not kept."""
    return not text.isascii() and _OTHER_LETTER.search(text) is not None


def straight(text: str) -> str:
    """A text with straight quotation marks for all others."""
    if not text.isascii():
        for mark, plain in _STRAIGHT.items():
            if mark in text:
                text = text.replace(mark, plain)
    return text


def _before_cut_squeezed(text: str) -> bytes:
    return _squeezed(_CUT_MARK.split(text, 1)[0])


def _may_name_speaker(piece: str) -> bool:
    """Whether what stands between two quotations may be a speaker and `said`, and no more."""
    if piece.rstrip()[-1:] not in _ENDS_OF_SPEAKER or not piece[-1].isspace():
        return False
    return len(piece.split(None, _MOST_WORDS_OF_SPEAKER)) <= _MOST_WORDS_OF_SPEAKER and holds(piece, _SAYS)


def _are_alike(heads: Iterable[bytes]) -> bool:
    """Whether one of them is the beginning of another."""
    heads = sorted(heads)
    return True in map(bytes.startswith, heads[1:], heads)


def _alike(heads: dict[int, bytes]) -> list[list[int]]:
    """Groups of lines which all begin as the first of the group does; those alone that begin as no other are none."""
    if not _are_alike(heads.values()):
        return []
    groups: list[list[int]] = []
    for at in sorted(heads, key=heads.__getitem__):
        if groups and heads[at].startswith(heads[groups[-1][0]]):
            groups[-1].append(at)
        else:
            groups.append([at])
    return [group for group in groups if len(group) > 1]


def _lacks_few(copy: list[str], whole: list[str]) -> bool:
    at, known = 0, min(len(copy), len(whole) - 2)
    for word in copy[:known]:
        while at < len(whole) and whole[at] != word:
            at += 1
        at += 1
    return known <= 0 or at <= known + 2
