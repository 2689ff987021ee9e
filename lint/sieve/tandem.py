"""Patterns that say something twice in a row: what no scanner sees, because it must remember the first time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from lint.sieve.alphabet import CHARACTERS, EDGES, OTHER, encode
from lint.sieve.syntax import Back, Chars, Choice, Edge, Look, Node, Repeat, Sequence, Tree, least_length

_SPACE = frozenset(encode(" \t\r\n\x0b\x0c\xa0\u2009\u2028\u2029\u202f"))
_ANY_SPACE = _SPACE | {OTHER}
_LETTERS = frozenset(byte for byte, character in enumerate(CHARACTERS) if character.isalpha())
_NO_LIMIT = 1_000


class Words(NamedTuple):
    """How many words stand there twice in a row."""

    fewest: int
    most: int


def tandem(tree: Tree) -> Words | None:
    """How many words every match says twice in a row; None where matches need not."""
    branches = tree.root.branches if isinstance(tree.root, Choice) else (tree.root,)
    groups = {name: tree.groups.get(name, []) for name in _references(tree.root)}
    found = [_of_branch(branch, groups) for branch in branches]
    counts = [words for words in found if words is not None]
    if len(counts) < len(found):
        return None
    return Words(min(words.fewest for words in counts), max(words.most for words in counts))


Groups = dict[str, list[Node]]
"""Those that are referred to, by name and number, each with all its definitions."""


def _of_branch(branch: Node, groups: Groups) -> Words | None:
    items = list(_flat(branch, groups))
    for at, item in enumerate(items):
        for group in groups:
            if _is_in(item, groups[group]):
                end = _end_of_repetition(items, at, group)
                if end and _parts_words(items[:at], behind=True) and _parts_words(items[end:], behind=False):
                    return _count(item)
    return None


def _flat(node: Node, groups: Groups) -> Iterator[Node]:
    """The items of a branch in their order, a group that is referred to as one."""
    if isinstance(node, Sequence) and not any(_is_in(node, definitions) for definitions in groups.values()):
        for item in node.items:
            yield from _flat(item, groups)
    else:
        yield node


def _is_in(node: Node, definitions: list[Node]) -> bool:
    """Whether it is one of them, and not merely like one."""
    return any(node is definition for definition in definitions)


def _references(node: Node) -> set[str]:
    if isinstance(node, Back):
        return set() if node.is_call else {node.group}
    if isinstance(node, Sequence):
        return set().union(*map(_references, node.items))
    if isinstance(node, Choice):
        return set().union(*map(_references, node.branches))
    return _references(node.item) if isinstance(node, (Repeat, Look)) else set()


def _end_of_repetition(items: list[Node], at: int, group: str) -> int:
    """Where the repetition of a group ends that stands right behind it, with space between; 0 where none does."""
    has_space = False
    for place, item in enumerate(items[at + 1 :], at + 1):
        if isinstance(item, Back) and item.group == group and not item.is_call:
            return place + 1 if has_space else 0
        spaces = _is_space(item)
        if not spaces and not _is_optional_mark(item):
            return 0
        has_space |= spaces and least_length(item) > 0
    return 0


def _is_space(node: Node) -> bool:
    return bool(sets := list(_sets(node))) and all(map(_is_white, sets))


def _is_white(chars: Chars) -> bool:
    """Whether a set holds nothing but white space; some of it has no byte of its own."""
    return chars.bytes <= _ANY_SPACE and bool(chars.bytes & _SPACE)


def _is_optional_mark(node: Node) -> bool:
    return isinstance(node, (Repeat, Edge)) and all(one.bytes.isdisjoint(_LETTERS | {OTHER}) for one in _sets(node))


def _sets(node: Node) -> Iterator[Chars]:
    """The sets of characters that a node may take."""
    if isinstance(node, Chars):
        yield node
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from _sets(item)
    elif isinstance(node, Choice):
        for branch in node.branches:
            yield from _sets(branch)
    elif isinstance(node, Repeat):
        yield from _sets(node.item)


def _parts_words(items: Iterable[Node], *, behind: bool) -> bool:
    """Whether what stands beside a group is no letter for sure."""
    for item in items if not behind else reversed(list(items)):
        if isinstance(item, Chars):
            return item.bytes.isdisjoint(_LETTERS) and (OTHER not in item.bytes or _is_white(item))
        if isinstance(item, Edge):
            return True
        if not isinstance(item, Look) or item.behind is not behind:
            continue
        if item.negative and any(one.bytes >= _LETTERS for one in _single(item.item)):
            return True
        if not item.negative and _ends_in(item.item, behind):
            return True
    return False


def _single(node: Node) -> list[Chars]:
    """The single characters among what a look around names."""
    branches = node.branches if isinstance(node, Choice) else (node,)
    return [branch for branch in branches if isinstance(branch, Chars)]


def whole_word(tree: Tree, group: str) -> bool:
    """Whether a match is the group and nothing else, and that one whole word: letters, and none beside them."""
    definitions = tree.groups.get(group, [])
    if len(definitions) != 1 or not all(one.bytes <= _LETTERS | {OTHER} for one in _sets(definitions[0])):
        return False
    if _references(definitions[0]) or not isinstance(tree.root, Sequence):
        return False
    at = next((at for at, item in enumerate(tree.root.items) if item is definitions[0]), None)
    if at is None:
        return False
    items = list(tree.root.items)
    if any(least_length(item) or any(True for _ in _sets(item)) for item in [*items[:at], *items[at + 1 :]]):
        return False
    return _parts_words(items[:at], behind=True) and _parts_words(items[at + 1 :], behind=False)


def _ends_in(node: Node, behind: bool) -> bool:
    """Whether the character of a look around that is next to the place is white space, or none at all."""
    if isinstance(node, Chars):
        return node.bytes <= _ANY_SPACE | frozenset(EDGES) | frozenset(b",.;:!")
    if isinstance(node, Choice):
        return all(_ends_in(branch, behind) for branch in node.branches)
    if isinstance(node, Sequence):
        return bool(node.items) and _ends_in(node.items[-1 if behind else 0], behind)
    return isinstance(node, Edge)


def _count(node: Node) -> Words:
    """How many words a group is."""
    fewest = _spaces(node) + 1
    has_space = any(one.bytes & _SPACE for one in _sets(node))
    return Words(fewest, _NO_LIMIT if has_space else 1)


def _spaces(node: Node) -> int:
    """How many single spaces stand in a node at least."""
    if isinstance(node, Chars):
        return int(_is_white(node))
    if isinstance(node, Sequence):
        return sum(map(_spaces, node.items))
    if isinstance(node, Choice):
        return min(map(_spaces, node.branches))
    return node.least * _spaces(node.item) if isinstance(node, Repeat) else 0
