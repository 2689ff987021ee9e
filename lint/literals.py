"""Which texts a pattern cannot match without: found in the pattern, so that most patterns need not run at all.

The answer is a set of literals, folded, of which every match holds at least one; None where nothing can be said.
A construct that is not understood makes the answer None, never wrong.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable

Literals = frozenset[str]
ListOf = Callable[[str], Iterable[str]]

SHORTEST = 2
"""A literal of one letter stands in every text."""
_MOST_ALTERNATIVES = 2_000
_UNLIKE_THEIR_FOLD = frozenset("ıİſK")
"""Characters that `regex` takes for i, s or k, and folding does not: a text that holds one is not sifted."""
_ZERO_WIDTH = frozenset("AzZbBmMGK")
_CONTROLS = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v", "a": "\a"}
_HEXADECIMAL_DIGITS = {"x": 2, "u": 4, "U": 8}


class _NotUnderstood(Exception):
    """The pattern has a construct of which this module knows nothing."""


def required(pattern: str, list_of: ListOf) -> Literals | None:
    r"""Literals of which every match holds one; `list_of` gives the entries that `\L<name>` stands for."""
    try:
        parser = _Parser(pattern, list_of)
        found = parser.alternation()
        return found if parser.at_end() else None
    except (_NotUnderstood, IndexError, ValueError, LookupError):
        return None


def fold(text: str) -> str:
    """A literal as it is looked for: without a difference between capital and small letters."""
    return text.casefold()


def fold_text(text: str) -> str | None:
    """A text to look for literals in; None where folding and `regex` differ about a letter, so that none can tell."""
    return fold(text) if text.isascii() or _UNLIKE_THEIR_FOLD.isdisjoint(text) else None


def may_match(literals: Literals | None, folded: str | None) -> bool:
    """Whether a pattern that needs one of the literals can match in a text that `fold_text` folded."""
    if literals is None or folded is None:
        return True
    for literal in literals:  # noqa: SIM110 - a generator takes twice as long, and this runs for every rule
        if literal in folded:
            return True
    return False


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

    def alternation(self) -> Literals | None:
        """Branches up to a closing bracket or the end: one of all, where each requires something."""
        branches = [self._sequence()]
        while self._peek("|"):
            self._take()
            branches.append(self._sequence())
        if any(branch is None for branch in branches):
            return None
        union = frozenset[str]().union(*(branch for branch in branches if branch is not None))
        return union if len(union) <= _MOST_ALTERNATIVES else None

    def _sequence(self) -> Literals | None:
        """The best of what the items of a branch require; literals that stand together count as one."""
        candidates: list[Literals] = []
        run = ""
        while not self.at_end() and not self._peek("|") and not self._peek(")"):
            literal, group = self._item()
            least, once = self._quantifier()
            if literal == "" and group is None:
                continue  # stands between the letters without taking one
            if literal is not None and least:
                run += literal
            if literal is None or not once or not least:
                candidates += [frozenset({run})] if run else []
                run = literal if literal and least and not once else ""
            if group is not None and least:
                candidates.append(group)
        candidates += [frozenset({run})] if run else []
        return _best(candidates)

    def _item(self) -> tuple[str | None, Literals | None]:
        """The next item: a literal (empty for what takes no text), or None and what a group requires."""
        character = self._take()
        if self._verbose and character.isspace():
            return "", None
        if self._verbose and character == "#":
            end = self._pattern.find("\n", self._at)
            self._at = len(self._pattern) if end < 0 else end
            return "", None
        if character == "(":
            return self._group()
        if character == "[":
            return self._class(), None
        if character == "\\":
            return self._escape()
        if character in "^$":
            return "", None
        return (None if character == "." else fold(character)), None

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

    def _group(self) -> tuple[str | None, Literals | None]:
        is_around, verbose = False, self._verbose
        if self._peek("?"):
            self._take()
            is_around = self._group_head()
            if self._peek(")") and not is_around:
                self._take()
                return "", None  # flags for what follows
        inner = self.alternation()
        if self._take() != ")":
            raise _NotUnderstood
        self._verbose = verbose
        return ("", None) if is_around else (None, inner)

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

    def _escape(self) -> tuple[str | None, Literals | None]:
        character = self._take()
        if character == "L" and self._peek("<"):
            name = self._take(self._pattern.index(">", self._at) + 1 - self._at)[1:-1]
            return None, frozenset(map(fold, self._list_of(name)))
        if character in _ZERO_WIDTH:
            return "", None
        if character in _HEXADECIMAL_DIGITS:
            return fold(chr(int(self._take(_HEXADECIMAL_DIGITS[character]), 16))), None
        if character in _CONTROLS:
            return _CONTROLS[character], None
        if character in "pPN":
            self._take(self._pattern.index("}", self._at) + 1 - self._at)
            return None, None
        if character.isalnum():
            return (None, None) if character in "wWdDsShHRX123456789" else self._unknown()
        return fold(character), None

    def _unknown(self) -> tuple[None, None]:
        raise _NotUnderstood


def _best(candidates: Collection[Literals]) -> Literals | None:
    """The set that the fewest texts will hold: long literals and few of them."""
    usable = [c for c in candidates if c and min(map(len, c)) >= SHORTEST]
    return max(usable, key=lambda c: (min(map(len, c)) - math.log2(len(c)), sorted(c)), default=None)
