r"""A pattern in the syntax of `regex`, read into a tree that matches the same texts or more, in bytes of `alphabet`.

What is lost is said by the nodes: possessive and lazy repeats are plain ones, `\K` and captures are nothing. A
construct that is not understood raises NotUnderstood: such a pattern is never ruled out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Union

import regex

from lint.sieve.alphabet import CHARACTERS, OTHER, byte_of, has_own_byte
from lint.sieve.plan import ListOf

_CONTROLS = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v", "a": "\a"}
_HEXADECIMAL_DIGITS = {"x": 2, "u": 4, "U": 8}
_SETS = frozenset("wWdDsShH")
_FLAGS = frozenset("aimsxuwV01")
_DEEPEST = 40


class NotUnderstood(Exception):
    """The pattern has a construct of which this module knows nothing."""


@dataclass(frozen=True)
class Chars:
    """One character of a set of bytes."""

    bytes: frozenset[int]


@dataclass(frozen=True, eq=False)
class Sequence:
    """One part after the other; none of them: the empty text."""

    items: tuple[Node, ...] = ()


@dataclass(frozen=True, eq=False)
class Choice:
    """One of several."""

    branches: tuple[Node, ...]


@dataclass(frozen=True, eq=False)
class Repeat:
    """A part several times; `most` is None where there is no limit."""

    item: Node
    least: int
    most: int | None


@dataclass(frozen=True, eq=False)
class Look:
    """What stands before or behind a place, or does not, without being part of the match."""

    item: Node
    behind: bool
    negative: bool


@dataclass(frozen=True)
class Edge:
    """The beginning or end of a line, a block or the text."""

    at_start: bool


@dataclass(frozen=True)
class WordEdge:
    """A place between a letter of a word and what is none."""


@dataclass(frozen=True)
class Back:
    """What a group has matched, or may match where it is called."""

    group: str
    ignore_case: bool
    is_call: bool = False


Node = Union[Chars, Sequence, Choice, Repeat, Look, Edge, WordEdge, Back]  # noqa: UP007 - used before 3.10 could
NOTHING = Sequence()
_PLACES: dict[str, Node] = {
    **dict.fromkeys("A", Edge(True)),
    **dict.fromkeys("Zz", Edge(False)),
    **dict.fromkeys("bmM", WordEdge()),
    **dict.fromkeys("BGK", NOTHING),
}
"""Escapes that take no text; of `\\B` and such nothing is asked."""


@dataclass
class Tree:
    """A pattern's tree, and its groups by name and number, each with all its definitions."""

    root: Node
    groups: dict[str, list[Node]] = field(default_factory=dict)


def parse(pattern: str, ignore_case: bool, list_of: ListOf) -> Tree:
    r"""The tree of a pattern; raises NotUnderstood. `list_of` gives the entries that `\L<name>` stands for."""
    parser = _Parser(pattern, ignore_case, list_of)
    try:
        root = parser.alternatives(0)
    except (IndexError, ValueError, LookupError, regex.error) as error:
        raise NotUnderstood(str(error)) from error
    if not parser.at_end():
        raise NotUnderstood("a bracket too many")
    return Tree(root, parser.groups)


def word(text: str, ignore_case: bool) -> Sequence:
    """A literal."""
    return Sequence(tuple(Chars(one_of(character, ignore_case)) for character in text))


@cache
def one_of(character: str, ignore_case: bool) -> frozenset[int]:
    """The bytes of a character, in capital and small where these are the same."""
    if not ignore_case:
        return frozenset((byte_of(character),))
    return with_cases(frozenset((byte_of(character),)))


def with_cases(members: frozenset[int]) -> frozenset[int]:
    """The bytes, and those of their characters in capital or small."""
    found = set(members)
    for byte in members:
        found |= _CASES[byte]
    return frozenset(found)


def _cases() -> list[frozenset[int]]:
    """For each byte those of the other cases of its characters, among them OTHER where it may have one elsewhere."""
    letters = {character for character in CHARACTERS if character.isalpha()}
    cases = []
    for byte, character in enumerate(CHARACTERS):
        same = {case for case in (character.lower(), character.upper()) if len(case) == 1}
        same |= {letter for group in _THREE_CASES if character in group for letter in group}
        if byte == OTHER:
            same |= {letter for letter in letters if not letter.isascii()}
        elif not character.isascii() and character in letters:
            same.add("?")
        cases.append(frozenset(map(byte_of, same)))
    return cases


_THREE_CASES = ("iIıİ", "kK\u212a", "sSſ")
_CASES = _cases()


@cache
def members_of(source: str, ignore_case: bool) -> frozenset[int]:
    r"""The bytes that a set of one character matches, such as `\w` or `[a-z]`; raises regex.error."""
    matcher = regex.compile(source, regex.IGNORECASE if ignore_case else 0)
    found = {byte for byte, character in enumerate(CHARACTERS) if byte != OTHER and matcher.fullmatch(character)}
    if matcher.fullmatch("?") or not _is_plain(source, ignore_case):
        found.add(OTHER)
    return frozenset(found)


def _is_plain(source: str, ignore_case: bool) -> bool:
    """Whether a set names every one of its characters, and each has a byte of its own."""
    inside = source[1:-1]
    if not source.startswith("[") or inside.startswith("^") or "[:" in inside:
        return False
    without_escapes = regex.sub(r"\\(?:[^a-zA-Z0-9]|[ntrfva]|x[0-7][0-9A-Fa-f])", "", inside)
    if "\\" in without_escapes or not all(has_own_byte(c) for c in without_escapes if c != "?"):
        return False
    # A range of letters that have bytes may reach over others that have none, but not within ASCII.
    ends = regex.findall(r"(.)-(.)", inside, overlapped=True)
    if not all(a.isascii() and b.isascii() for a, b in ends):
        return False
    return not ignore_case or inside.isascii()


def least_length(node: Node) -> int:
    """The fewest bytes that a node takes."""
    if isinstance(node, Chars):
        return 1
    if isinstance(node, Sequence):
        return sum(map(least_length, node.items))
    if isinstance(node, Choice):
        return min(map(least_length, node.branches))
    if isinstance(node, Repeat):
        return node.least * least_length(node.item)
    return 0


class _Parser:
    """Reads a pattern from left to right; each method returns the node of the part that it read."""

    def __init__(self, pattern: str, ignore_case: bool, list_of: ListOf) -> None:
        self._pattern, self._at, self._list_of = pattern, 0, list_of
        self._flags = {"i": ignore_case, "x": False, "s": False}
        self._count = 0
        self.groups: dict[str, list[Node]] = {}

    def at_end(self) -> bool:
        return self._at >= len(self._pattern)

    def _peek(self, text: str) -> bool:
        return self._pattern.startswith(text, self._at)

    def _take(self, count: int = 1) -> str:
        taken = self._pattern[self._at : self._at + count]
        if len(taken) < count:
            raise IndexError("the pattern ends early")
        self._at += count
        return taken

    def _take_through(self, end: str) -> str:
        return self._take(self._pattern.index(end, self._at) + len(end) - self._at)

    def alternatives(self, depth: int) -> Node:
        """Branches up to a closing bracket or the end."""
        if depth > _DEEPEST:
            raise NotUnderstood("too deep")
        branches = [self._sequence(depth)]
        while self._peek("|"):
            self._take()
            branches.append(self._sequence(depth))
        return branches[0] if len(branches) == 1 else Choice(tuple(branches))

    def _sequence(self, depth: int) -> Node:
        items: list[Node] = []
        while not self.at_end() and not self._peek("|") and not self._peek(")"):
            item = self._item(depth)
            if item is None:
                continue
            self._skip_blank()
            items.append(self._quantified(item))
        return items[0] if len(items) == 1 else Sequence(tuple(items))

    def _skip_blank(self) -> None:
        """White space and comments of a verbose pattern."""
        while self._flags["x"] and not self.at_end():
            if self._pattern[self._at].isspace():
                self._take()
            elif self._peek("#"):
                end = self._pattern.find("\n", self._at)
                self._at = len(self._pattern) if end < 0 else end
            else:
                return

    def _item(self, depth: int) -> Node | None:
        """The next item; None for what is no part of a text: flags, comments, blanks of a verbose pattern."""
        self._skip_blank()
        if self.at_end() or self._peek("|") or self._peek(")"):
            return None
        character = self._take()
        if character == "(":
            return self._group(depth)
        if character == "[":
            return self._set()
        if character == "\\":
            return self._escape()
        if character in "^$":
            return Edge(character == "^")
        if character == ".":
            return Chars(frozenset(range(256)) if self._flags["s"] else frozenset(range(256)) - {ord("\n")})
        return Chars(one_of(character, self._flags["i"]))

    def _quantified(self, item: Node) -> Node:
        while not self.at_end() and self._pattern[self._at] in "?*+{":
            least, most = self._quantifier()
            item = Repeat(item, least, most)
            if not self.at_end() and self._pattern[self._at] in "?+":
                self._take()  # lazy or possessive: the same texts, or fewer
            self._skip_blank()
        return item

    def _quantifier(self) -> tuple[int, int | None]:
        mark = self._take()
        if mark != "{":
            return {"?": (0, 1), "*": (0, None), "+": (1, None)}[mark]
        low, comma, high = self._take_through("}")[:-1].partition(",")
        if not comma:
            return int(low), int(low)
        return int(low) if low else 0, int(high) if high else None

    def _group(self, depth: int) -> Node | None:
        if self._peek("*"):
            raise NotUnderstood("a verb")
        before = dict(self._flags)
        names: list[str] = []
        wrap: Callable[[Node], Node] = _itself
        if self._peek("?"):
            self._take()
            if self._peek("#"):
                self._take_through(")")
                return None
            if self._peek("("):
                return self._conditional(depth)
            if self._peek("P=") or self._peek("P>") or self._peek("&"):
                return self._reference()
            head = self._head()
            if head is None:
                return None  # flags for what follows
            names, wrap = head
        else:
            names = self._number()
        inner = self.alternatives(depth + 1)
        if self._take() != ")":
            raise NotUnderstood("an open bracket")
        self._flags = before
        for name in names:
            self.groups.setdefault(name, []).append(inner)
        return wrap(inner)

    def _conditional(self, depth: int) -> Node:
        """`(?(name)yes|no)`: either, or nothing where there is no second."""
        condition = self._take_through(")")
        branches = [self._sequence(depth + 1), NOTHING]
        if self._peek("|"):
            self._take()
            branches[1] = self._sequence(depth + 1)
        if self._take() != ")":
            raise NotUnderstood("an open bracket")
        return NOTHING if condition == "(DEFINE)" else Choice(tuple(branches))

    def _number(self) -> list[str]:
        self._count += 1
        return [str(self._count)]

    def _reference(self) -> Node:
        """`(?P=name)`, `(?P>name)` or `(?&name)`."""
        is_call = not self._peek("P=")
        name = self._take_through(")")[:-1].lstrip("P=>&")
        return Back(name, self._flags["i"], is_call)

    def _head(self) -> tuple[list[str], Callable[[Node], Node]] | None:
        """What stands between `(?` and a group's content: its names, and what becomes of it; None for mere flags."""
        for mark, behind, negative in (
            ("<=", True, False),
            ("<!", True, True),
            ("=", False, False),
            ("!", False, True),
        ):
            if self._peek(mark):
                self._take(len(mark))
                return [], _Looking(behind, negative)
        if self._peek("P<") or self._peek("<"):
            name = self._take_through(">").lstrip("P").strip("<>")
            if name in self.groups:  # the same name has the same number
                return [name], _itself
            return [name, *self._number()], _itself
        if self._peek(":") or self._peek(">"):
            self._take()
            return [], _itself
        return ([], _itself) if self._take_flags() else None

    def _take_flags(self) -> bool:
        """Whether the flags hold for the group that they open, and not for what follows."""
        flags = ""
        while not self._peek(":") and not self._peek(")"):
            flags += self._take()
        on, _, off = flags.partition("-")
        if not flags or (set(on) | set(off)) - _FLAGS or "V1" in flags:
            raise NotUnderstood(f"(?{flags}")
        self._flags.update(dict.fromkeys(set(on) & self._flags.keys(), True))
        self._flags.update(dict.fromkeys(set(off) & self._flags.keys(), False))
        return self._take() == ":"

    def _set(self) -> Node:
        """A set of characters in square brackets; the first one never closes it."""
        start = self._at - 1
        if self._peek("^"):
            self._take()
        first = True
        while True:
            character = self._take()
            if character == "\\":
                if self._take() in "pPN" and self._peek("{"):
                    self._take_through("}")
            elif character == "[" and self._peek(":"):
                self._take_through(":]")
            elif character == "[":
                raise NotUnderstood("a nested set, which depends on the version of the syntax")
            elif character == "]" and not first:
                return Chars(members_of(self._pattern[start : self._at], self._flags["i"]))
            first = False

    def _escape(self) -> Node:
        """What follows a backslash."""
        character = self._take()
        if character in _PLACES:
            return _PLACES[character]
        if character == "L" and self._peek("<"):
            name = self._take_through(">")[1:-1]
            return Choice(tuple(word(entry, self._flags["i"]) for entry in self._list_of(name)))
        if character in "pPN":
            return Chars(members_of(f"\\{character}{self._take_through('}')}", self._flags["i"]))
        if character in _SETS:
            return Chars(members_of(f"\\{character}", self._flags["i"]))
        if character in "123456789" and not (self._pattern[self._at : self._at + 1]).isdigit():
            return Back(character, self._flags["i"])
        return Chars(one_of(self._literal(character), self._flags["i"]))

    def _literal(self, character: str) -> str:
        """The character that an escape stands for."""
        if character in _HEXADECIMAL_DIGITS:
            return chr(int(self._take(_HEXADECIMAL_DIGITS[character]), 16))
        if character in _CONTROLS:
            return _CONTROLS[character]
        if character.isalnum():
            raise NotUnderstood(f"\\{character}")
        return character


def _itself(node: Node) -> Node:
    return node


@dataclass(frozen=True)
class _Looking:
    """Makes a group one that looks around."""

    behind: bool
    negative: bool

    def __call__(self, node: Node) -> Node:
        return Look(node, self.behind, self.negative)
