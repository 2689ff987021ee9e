"""Which texts a pattern cannot match without: found in the pattern, so that most patterns need not run at all.

The answer is some sets of literals, folded: every match holds at least one literal of each set. A construct that is
not understood makes the answer empty, never wrong.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable
from functools import cached_property

Literals = frozenset[str]
ListOf = Callable[[str], Iterable[str]]

SHORTEST = 2
"""A literal of one letter stands in every text."""
RUN = 4
"""Code points of a run: long enough to be rare, short enough for most literals."""
_RANKS = {character: rank for rank, character in enumerate(" etaoinshrdlucmfwypvbgkjqxz")}
"""How rare a letter is in English, the space first."""
_MOST_ALTERNATIVES = 2_000
_UNLIKE_THEIR_FOLD = frozenset("ıİſK")
"""Characters that `regex` takes for i, s or k, and folding does not: a text that holds one is not sifted."""
_ZERO_WIDTH = frozenset("AzZbBmMGK")
_CONTROLS = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v", "a": "\a"}
_HEXADECIMAL_DIGITS = {"x": 2, "u": 4, "U": 8}


class _NotUnderstood(Exception):
    """The pattern has a construct of which this module knows nothing."""


def required(pattern: str, list_of: ListOf) -> tuple[Literals, ...]:
    r"""Sets of literals; every match holds one of each. `list_of` gives the entries that `\L<name>` stands for."""
    try:
        parser = _Parser(pattern, list_of)
        found = parser.alternatives()
        return tuple(found) if parser.at_end() else ()
    except (_NotUnderstood, IndexError, ValueError, LookupError):
        return ()


def fold(text: str) -> str:
    """A literal as it is looked for: without a difference between capital and small letters."""
    return text.casefold()


class Folded:
    """A text to look for literals in: without a difference between capital and small letters, cut into short runs."""

    def __init__(self, text: str) -> None:
        """`text` is folded; where folding and `regex` differ about a letter of it, nothing can be ruled out."""
        self.is_certain = text.isascii() or _UNLIKE_THEIR_FOLD.isdisjoint(text)
        self.text = fold(text)

    @cached_property
    def runs(self) -> frozenset[str]:
        """Every run of RUN characters."""
        return frozenset(map("".join, zip(*(self.text[at:] for at in range(RUN)), strict=False)))


class Sieve:
    """Tells which texts a pattern cannot match, by what it needs."""

    def __init__(self, needs: Iterable[Literals]) -> None:
        """`needs` is what `required` says of the pattern."""
        self._needs = tuple(needs)
        # A run of each literal is looked up faster than the literal is searched for, and mostly settles it.
        self._runs = tuple(frozenset(map(_rarest_run, need)) for need in self._needs if _all_have_runs(need))

    def passes(self, folded: Folded) -> bool:
        """Whether the pattern can match in the text at all."""
        if not self._needs or not folded.is_certain:
            return True
        if any(runs.isdisjoint(folded.runs) for runs in self._runs):
            return False
        return all(any(literal in folded.text for literal in need) for need in self._needs)


def _all_have_runs(literals: Literals) -> bool:
    return all(len(literal) >= RUN for literal in literals)


def _rarest_run(literal: str) -> str:
    """The run of a literal that the fewest texts will hold: that of the rarest letters."""
    ranks = [_RANKS.get(character, len(_RANKS)) for character in literal]
    sums = [sum(ranks[at : at + RUN]) for at in range(len(literal) - RUN + 1)]
    at = sums.index(max(sums))
    return literal[at : at + RUN]


class _Parser:
    """Reads a pattern from left to right; each method returns what the part that it read requires."""

    def __init__(self, pattern: str, list_of: ListOf) -> None:
        self._pattern, self._at, self._list_of = pattern, 0, list_of
        self._verbose = False

    def at_end(self) -> bool:
        return self._at >= len(self._pattern)

    def _peek(self, text: str) -> bool:
        return self._pattern.startswith(text, self._at)

    def _take(self, count: int = 1) -> str:
        taken = self._pattern[self._at : self._at + count]
        if len(taken) < count:
            raise IndexError
        self._at += count
        return taken

    def alternatives(self) -> list[Literals]:
        """Branches up to a closing bracket or the end: what the only one requires, or one set of what each does."""
        branches = [self._sequence()]
        while self._peek("|"):
            self._take()
            branches.append(self._sequence())
        if len(branches) == 1:
            return branches[0]
        best = [_best(branch) for branch in branches]
        union = frozenset[str]().union(*(literals for literals in best if literals is not None))
        return [union] if None not in best and len(union) <= _MOST_ALTERNATIVES else []

    def _sequence(self) -> list[Literals]:
        """What each item of a branch requires; literals that stand together count as one."""
        found: list[Literals] = []
        run = ""
        while not self.at_end() and not self._peek("|") and not self._peek(")"):
            literal, group = self._item()
            least, once = self._quantifier()
            if literal == "":
                continue  # stands between the letters without taking one
            if literal is not None and least:
                run += literal
            if literal is None or not once or not least:
                found += [frozenset({run})] if run else []
                run = literal if literal and least and not once else ""
            if least:
                found += group
        found += [frozenset({run})] if run else []
        return [literals for literals in found if literals and min(map(len, literals)) >= SHORTEST]

    def _item(self) -> tuple[str | None, list[Literals]]:
        """The next item: a literal (empty for what takes no text), or None and what a group requires."""
        character = self._take()
        if self._verbose and character.isspace():
            return "", []
        if self._verbose and character == "#":
            end = self._pattern.find("\n", self._at)
            self._at = len(self._pattern) if end < 0 else end
            return "", []
        if character == "(":
            return self._group()
        if character == "[":
            return self._class(), []
        if character == "\\":
            return self._escape()
        if character in "^$":
            return "", []
        return (None if character == "." else fold(character)), []

    def _quantifier(self) -> tuple[int, bool]:
        """The fewest times that the item before stands, and whether it stands just once."""
        least, once = 1, True
        while not self.at_end() and self._pattern[self._at] in "?*+{":
            if self._peek("{"):
                low, _, high = self._take(self._pattern.index("}", self._at) + 1 - self._at)[1:-1].partition(",")
                least, once = (int(low) if low else 0) * least, once and low == high == "1"
                continue
            mark = self._take()
            if mark == "+" or not once:
                once = False  # `+` after a quantifier makes it possessive, `?` lazy: neither changes the least
            else:
                least, once = 0, False
        return least, once

    def _group(self) -> tuple[str | None, list[Literals]]:
        is_around, verbose = False, self._verbose
        if self._peek("?"):
            self._take()
            is_around = self._group_head()
            if self._peek(")") and not is_around:
                self._take()
                return "", []  # flags for what follows
        inner = self.alternatives()
        if self._take() != ")":
            raise _NotUnderstood
        self._verbose = verbose
        return ("", []) if is_around else (None, inner)

    def _group_head(self) -> bool:
        """Read what stands between `(?` and the group's content; whether the group looks around."""
        for head in ("<=", "<!", "=", "!"):
            if self._peek(head):
                self._take(len(head))
                return True
        if self._peek("P<") or self._peek("<"):
            self._take(self._pattern.index(">", self._at) + 1 - self._at)
        elif self._peek("#"):
            self._at = self._pattern.index(")", self._at)
        elif self._peek(":") or self._peek(">") or self._peek("|"):
            self._take()
        else:
            self._flags()
        return False

    def _flags(self) -> None:
        flags = ""
        while not self._peek(":") and not self._peek(")"):
            flags += self._take()
        if not flags or set(flags) - set("iamsxuwV01-"):
            raise _NotUnderstood
        if "x" in flags.partition("-")[0]:
            self._verbose = True
        if self._peek(":"):
            self._take()

    def _class(self) -> str | None:
        """A class of characters: a literal where all are one letter, capital or small."""
        if self._peek("^"):
            self._skip_class()
            return None
        start = self._at
        self._skip_class()
        members = self._pattern[start : self._at - 1]
        if set(members) & set("\\[-&|~"):
            return None
        folded = {fold(member) for member in members}
        return folded.pop() if len(folded) == 1 else None

    def _skip_class(self) -> None:
        """Read up to the bracket that closes a class; the first character never closes it."""
        first = True
        while True:
            character = self._take()
            if character == "\\":
                self._take()
            elif character == "[" and self._peek(":"):
                self._at = self._pattern.index(":]", self._at) + 2
            elif character == "[":
                raise _NotUnderstood  # a nested set, which depends on the version of the syntax
            elif character == "]" and not first:
                return
            first = first and character == "^"

    def _escape(self) -> tuple[str | None, list[Literals]]:
        character = self._take()
        if character == "L" and self._peek("<"):
            name = self._take(self._pattern.index(">", self._at) + 1 - self._at)[1:-1]
            return None, [frozenset(map(fold, self._list_of(name)))]
        if character in _ZERO_WIDTH:
            return "", []
        if character in _HEXADECIMAL_DIGITS:
            return fold(chr(int(self._take(_HEXADECIMAL_DIGITS[character]), 16))), []
        if character in _CONTROLS:
            return _CONTROLS[character], []
        if character in "pPN":
            self._take(self._pattern.index("}", self._at) + 1 - self._at)
            return None, []
        if character.isalnum():
            if character not in "wWdDsShHRX123456789":
                raise _NotUnderstood
            return None, []
        return fold(character), []


def _best(candidates: Collection[Literals]) -> Literals | None:
    """The set that the fewest texts will hold: long literals and few of them."""
    return max(candidates, key=lambda c: (min(map(len, c)) - math.log2(len(c)), sorted(c)), default=None)
