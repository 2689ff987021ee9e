"""A tree of a pattern becomes expressions of Hyperscan, all of which match wherever the pattern does.

They know no looking around, no references and no atomic groups, so these are dropped or made plain. What a pattern
looks for before its first character and behind its last one is matched as if it were part of it: what stands outside a
block is an EDGE. Repeats are cut down where that only makes them match more, so that the scanner's automata stay small.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from collections.abc import Sequence as Items
from dataclasses import dataclass, replace
from functools import cache

from lint.sieve.alphabet import EDGES, OTHER
from lint.sieve.syntax import (
    NOTHING,
    Back,
    Chars,
    Choice,
    Edge,
    Look,
    Node,
    Repeat,
    Sequence,
    Tree,
    WordEdge,
    least_length,
    with_cases,
)  # fmt: skip

_LONGEST_TAKEN = 15_000
"""Hyperscan takes a little more."""
_LONGEST = 6_000
_MOST_WRITTEN = 24_000
"""Characters of an expression, and of all that stand for one pattern: more take seconds to compile."""
_FEWEST_BITS = 5.0
"""What tells less stands in every text."""
_FEWEST_BITS_WITH_REFERENCE = 20.0
"""What is said again may be anything, so that a match tells less than it seems."""
_ALL = frozenset(range(256))
_EDGE = Chars(frozenset(EDGES))
_MAY_BE_ANYTHING = _EDGE.bytes | {OTHER}
"""What stands outside a block, and what may be one of a set's characters or not."""
_WORD = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")
_DEEPEST_REFERENCE = 4
_MOST_WORDS = 300
_RARE = 0.0004
_SHARES = {ord(" "): 0.165, ord("\n"): 0.006, ord("?"): 0.01} | {
    ord(letter): share / 1000
    for letter, share in zip(
        "etaoinshrdlcumfpgwybvk.,",
        (95, 70, 65, 60, 57, 56, 53, 47, 46, 32, 33, 25, 22, 20, 17, 17, 15, 14, 13, 12, 8, 6, 10, 10),
        strict=True,
    )
}
"""How often bytes stand in English prose, of one; the others are taken for RARE."""


@dataclass(frozen=True)
class Strength:
    """How much of a pattern is kept."""

    repeat: int
    """Times that a part is repeated at most, before it is taken for repeated without end."""
    bits: float
    """How much one must have seen of a match: eight bits are one certain character."""


STRENGTHS = (Strength(3, 60), Strength(2, 46), Strength(2, 38), Strength(1, 30))
"""From what rules out most texts to what any scanner can hold."""


def expressions(tree: Tree, weakness: int = 0) -> tuple[list[bytes], int]:
    """Of which one must match in a block where the pattern does; none where every block may hold a match.

    Beside them how weak they are: where a scanner cannot hold them, ask for those that are weaker by one.
    """
    for at, strength in enumerate(STRENGTHS[weakness:], weakness):
        relaxer = _Relaxer(tree, strength)
        root = relaxer.plain(tree.root, 0)
        best = max((_cut(node, strength) for node in [root, *_with_lookaheads(root)]), key=_told)
        if _told(best) < (_FEWEST_BITS_WITH_REFERENCE if relaxer.has_reference else _FEWEST_BITS):
            break
        written = _written_apart(best) if _length(best) <= _MOST_WRITTEN else [b""]
        if all(0 < len(one) <= _LONGEST_TAKEN for one in written):
            return written, at
    return [], len(STRENGTHS)


def _cut(node: Node, strength: Strength) -> Node:
    """As much of the node as tells enough, without what need not stand at its ends."""
    return _trimmed(_enough(_inner(_ends(node, True, True)), strength.bits)[0])


def _written_apart(node: Node) -> list[bytes]:
    """The node as one expression, or several where that is long: each with some branches of its longest choice."""
    if _length(node) <= _LONGEST:
        return [_written(node)]
    before, branches, after = _longest_choice(node)
    room = _LONGEST - _length(_sequence([*before, *after]))
    groups: list[list[Node]] = [[]]
    taken = 0
    for branch in branches:
        length = _length(branch)
        if groups[-1] and taken + length > room:
            groups.append([])
            taken = 0
        groups[-1].append(branch)
        taken += length
    parts = [_sequence([*before, _choice(group), *after]) for group in groups if group]
    if len(parts) < 2:  # a single branch is long
        return [_written(node)]
    return [written for part in parts for written in _written_apart(part)]


def _longest_choice(node: Node) -> tuple[Items[Node], Items[Node], Items[Node]]:
    """The branches of the longest choice at the node's top, and what stands before and after it."""
    if isinstance(node, Choice):
        return (), node.branches, ()
    if not isinstance(node, Sequence):
        return (), (), ()
    at = max(range(len(node.items)), key=lambda at: _length(node.items[at]))
    longest = node.items[at]
    branches = longest.branches if isinstance(longest, Choice) else ()
    return node.items[:at], branches, node.items[at + 1 :]


def _length(node: Node) -> int:
    """About how long a node is as an expression."""
    if isinstance(node, Chars):
        return len(_set(node.bytes))
    if isinstance(node, Sequence):
        return sum(map(_length, node.items))
    if isinstance(node, Choice):
        return 4 + sum(1 + _length(branch) for branch in node.branches)
    return 6 + _length(node.item) if isinstance(node, Repeat) else 2


class _Relaxer:
    def __init__(self, tree: Tree, strength: Strength) -> None:
        self._groups, self._strength = tree.groups, strength
        self._known: dict[tuple[Back, int], Node] = {}
        self.has_reference = False
        """Whether the tree had a reference that is now any text that its group may match."""

    def plain(self, node: Node, depth: int) -> Node:
        """The tree without references, and with short repeats."""
        if isinstance(node, Sequence):
            return self._sequence(node, depth)
        if isinstance(node, Choice):
            return _choice([self.plain(branch, depth) for branch in node.branches])
        if isinstance(node, Repeat):
            return self._repeat(node, self.plain(node.item, depth))
        if isinstance(node, Look):
            return self._look(node, depth)
        if isinstance(node, Back):
            return self._referred(node, depth)
        return node

    def _sequence(self, node: Sequence, depth: int) -> Node:
        """The items; where one is a few words that are referred to again, the whole for each of the words."""
        referred = {item.group: item.ignore_case for item in node.items if isinstance(item, Back) and not item.is_call}
        for group, ignore_case in referred.items():
            for at, item in enumerate(node.items):
                words = _words_of(item) if any(item is one for one in self._groups.get(group, ())) else None
                if words:
                    return _choice(
                        [self.plain(_with_word(node, at, group, word, ignore_case), depth) for word in words]
                    )
        return _sequence(self.plain(item, depth) for item in node.items)

    def _look(self, node: Look, depth: int) -> Node:
        """Of what must not stand there only single characters are kept: nothing follows here from longer texts."""
        if not node.negative:
            return replace(node, item=self.plain(node.item, depth))
        if _has_reference(node.item):
            return NOTHING
        item = self.plain(node.item, depth)
        branches = item.branches if isinstance(item, Choice) else (item,)
        single = [one for one in map(_one, branches) if one is not None]
        return replace(node, item=_choice(single)) if single else NOTHING

    def _repeat(self, node: Repeat, item: Node) -> Node:
        least, most = min(node.least, self._strength.repeat), node.most
        if most is not None and most > self._strength.repeat:
            most = None
        if not least_length(item):
            return _choice([NOTHING, Repeat(item, 1, most)])
        return item if (least, most) == (1, 1) else Repeat(item, least, most)

    def _referred(self, node: Back, depth: int) -> Node:
        self.has_reference |= not node.is_call
        if depth >= _DEEPEST_REFERENCE or node.group not in self._groups:
            return Repeat(Chars(_ALL), 0, None)
        if (node, depth) not in self._known:
            found = _choice([self.plain(group, depth + 1) for group in self._groups[node.group]])
            self._known[node, depth] = _folded(found) if node.ignore_case else found
        return self._known[node, depth]


def _has_reference(node: Node) -> bool:
    if isinstance(node, Sequence):
        return any(map(_has_reference, node.items))
    if isinstance(node, Choice):
        return any(map(_has_reference, node.branches))
    return isinstance(node, Back) or (isinstance(node, (Repeat, Look)) and _has_reference(node.item))


def _words_of(node: Node) -> list[tuple[Chars, ...]] | None:
    """The literals that a node may be, where they are not too many."""
    if isinstance(node, Chars):
        return [(node,)]
    if isinstance(node, Choice):
        parts = [_words_of(branch) for branch in node.branches]
        words = [word for part in parts if part is not None for word in part]
        return words if None not in parts and len(words) <= _MOST_WORDS else None
    if isinstance(node, Repeat) and (node.least, node.most) == (0, 1):
        words_of_item = _words_of(node.item)
        return None if words_of_item is None else [(), *words_of_item]
    if not isinstance(node, Sequence):
        return None
    found: list[tuple[Chars, ...]] = [()]
    for item in node.items:
        words_of_item = _words_of(item)
        if words_of_item is None or len(found) * len(words_of_item) > _MOST_WORDS:
            return None
        found = [(*word, *more) for word in found for more in words_of_item]
    return found


def _with_word(node: Sequence, at: int, group: str, word: tuple[Chars, ...], ignore_case: bool) -> Node:
    """The sequence with one of the words that a group may be, there and where it is referred to."""
    again = _folded(Sequence(word)) if ignore_case else Sequence(word)
    items = [
        again if isinstance(item, Back) and item.group == group and not item.is_call else item for item in node.items
    ]
    items[at] = Sequence(word)
    return _sequence(items)


def _one(node: Node) -> Chars | None:
    """The set of characters of which a node is exactly one."""
    if isinstance(node, Chars):
        return node
    if isinstance(node, Choice):
        sets = [one for one in map(_one, node.branches) if one is not None]
        if len(sets) == len(node.branches):
            return Chars(frozenset().union(*(one.bytes for one in sets)))
    return None


def _is_nothing(node: Node) -> bool:
    """Whether it is the empty text."""
    return isinstance(node, Sequence) and not node.items


def _sequence(items: Iterable[Node]) -> Node:
    flat: list[Node] = []
    for item in items:
        flat += item.items if isinstance(item, Sequence) else [item]
    if len(flat) == 1:
        return flat[0]
    return Sequence(tuple(flat)) if flat else NOTHING


def _choice(branches: Items[Node]) -> Node:
    """A choice, that of single characters as one set."""
    branches = list(dict.fromkeys(branches))  # one empty branch is enough, and one of each character
    sets = [branch for branch in branches if isinstance(branch, Chars)]
    if len(sets) > 1:
        union = Chars(frozenset().union(*(one.bytes for one in sets)))
        branches = [union, *(branch for branch in branches if not isinstance(branch, Chars))]
    return branches[0] if len(branches) == 1 else Choice(tuple(branches))


def _folded(node: Node) -> Node:
    if isinstance(node, Chars):
        return Chars(with_cases(node.bytes))
    if isinstance(node, Sequence):
        return Sequence(tuple(map(_folded, node.items)))
    if isinstance(node, Choice):
        return _choice(list(map(_folded, node.branches)))
    if isinstance(node, (Repeat, Look)):
        return replace(node, item=_folded(node.item))
    return node


def _ends(node: Node, first: bool, last: bool) -> Node:
    """The node with what it looks for before its beginning and behind its end as parts of it.

    `first` and `last` say whether nothing of the pattern stands before the node and after it.
    """
    if isinstance(node, Choice):
        return _choice([_ends(branch, first, last) for branch in node.branches])
    if isinstance(node, Edge):
        return _EDGE if (node.at_start and first) or (not node.at_start and last) else NOTHING
    if isinstance(node, Look):
        return _outside(node, first, last)
    if isinstance(node, Sequence):
        return _ends_of_sequence(node.items, first, last)
    if isinstance(node, Repeat) and node.least == 0 and node.most == 1:
        return _choice([NOTHING, _ends(node.item, first, last)])
    return node


def _outside(look: Look, first: bool, last: bool) -> Node:
    """What stands for a look around at the pattern's beginning or end; nothing at other places."""
    if not (first if look.behind else last):
        return NOTHING
    if look.negative:
        one = _one(look.item)
        return Chars((_ALL - one.bytes) | _MAY_BE_ANYTHING) if isinstance(one, Chars) else NOTHING
    return _ends(look.item, first and look.behind, last and not look.behind)


def _ends_of_sequence(items: Items[Node], first: bool, last: bool) -> Node:
    """The first that takes text, and what stands before it, is at the beginning; likewise at the end."""
    takes = [at for at, item in enumerate(items) if not _takes_nothing(item)]
    low, high = (takes[0], takes[-1]) if takes else (len(items), -1)
    before = _nearest([_ends(item, True, False) for item in items[:low]], -1) if first else NOTHING
    after = _nearest([_ends(item, False, True) for item in items[high + 1 :]], 0) if last and takes else NOTHING
    inside = [
        _ends(item, first and at == low and _is_nothing(before), last and at == high and _is_nothing(after))
        for at, item in enumerate(items)
        if low <= at <= high
    ]
    return _sequence([before, *inside, after])


def _nearest(nodes: list[Node], at: int) -> Node:
    """Of several conditions on the same place, the one that is next to the text, for all cannot be parts of it."""
    said = [node for node in nodes if not _is_nothing(node)]
    return said[at] if said else NOTHING


def _takes_nothing(node: Node) -> bool:
    """Whether a node never takes text."""
    if isinstance(node, (Look, Edge, WordEdge)):
        return True
    if isinstance(node, Sequence):
        return all(map(_takes_nothing, node.items))
    if isinstance(node, Choice):
        return all(map(_takes_nothing, node.branches))
    return isinstance(node, Repeat) and _takes_nothing(node.item)


def _inner(node: Node) -> Node:
    """The node without what looks around inside it; edges of words stay where a scanner of bytes sees them too."""
    if isinstance(node, (Look, Edge, WordEdge)):
        return NOTHING
    if isinstance(node, Choice):
        return _choice(list(map(_inner, node.branches)))
    if isinstance(node, Repeat):
        item = _inner(node.item)
        return NOTHING if _is_nothing(item) else replace(node, item=item)
    if isinstance(node, Sequence):
        kept: list[Node] = []
        for at, item in enumerate(node.items):
            if isinstance(item, WordEdge):
                beside = node.items[max(0, at - 1) : at] + node.items[at + 1 : at + 2]
                if any(_is_of_word(one, at_start=k == len(beside) - 1) for k, one in enumerate(beside)):
                    kept.append(item)
            else:
                kept.append(_inner(item))
        return _sequence(kept)
    return node


def _is_of_word(node: Node, *, at_start: bool) -> bool:
    """Whether a node begins (or ends) with an ASCII letter or digit for sure: then ASCII's edges are there as well."""
    if isinstance(node, Chars):
        return node.bytes <= _WORD
    if isinstance(node, Choice):
        return all(_is_of_word(branch, at_start=at_start) for branch in node.branches)
    if isinstance(node, Sequence):
        return bool(node.items) and _is_of_word(node.items[0 if at_start else -1], at_start=at_start)
    return isinstance(node, Repeat) and node.least > 0 and _is_of_word(node.item, at_start=at_start)


def _with_lookaheads(root: Node) -> list[Node]:
    """Each look ahead at the pattern's top, as an expression of its own behind what stands before it."""
    if not isinstance(root, Sequence):
        return []
    ahead = [
        at for at, item in enumerate(root.items) if isinstance(item, Look) and not item.behind and not item.negative
    ]
    return [_sequence([*root.items[:at], root.items[at].item]) for at in ahead]  # type: ignore[union-attr]


def _told(node: Node) -> float:
    """The bits that a match tells at least."""
    if isinstance(node, Chars):
        return _surprise(node)
    if isinstance(node, Sequence):
        return sum(_told_after(above, item) for above, item in zip((NOTHING, *node.items), node.items, strict=False))
    if isinstance(node, Choice):
        return min(map(_told, node.branches))
    return node.least * _told(node.item) if isinstance(node, Repeat) else 0


def _told_after(above: Node, node: Node) -> float:
    """The bits that a node tells behind another: after any number of letters it is no news that a space follows."""
    loop = above.item if isinstance(above, Repeat) and above.most is None else None
    if isinstance(loop, Chars) and isinstance(node, Chars) and loop.bytes.isdisjoint(node.bytes):
        return max(0.0, -math.log2(_share(node) / max(1 - _share(loop), _RARE)))
    return _told(node)


def _enough(node: Node, bits: float) -> tuple[Node, float]:
    """The beginning of a node that tells enough, and what is still to be told after it: nothing, where it was cut."""
    if isinstance(node, Chars):
        return node, bits - _surprise(node)
    if isinstance(node, Sequence):
        return _enough_of_sequence(node, bits)
    if isinstance(node, Choice):
        kept = [_enough(branch, bits) for branch in node.branches]
        if all(left <= 0 for _, left in kept):
            return _choice([branch for branch, _ in kept]), 0
        return node, max(left for _, left in kept)  # uncut, for what follows cannot follow a branch that was cut
    if isinstance(node, Repeat) and node.least:
        item, left = _enough(node.item, bits)
        return (item, 0) if left <= 0 else (node, bits - (bits - left) * node.least)
    return node, bits


def _enough_of_sequence(node: Sequence, bits: float) -> tuple[Node, float]:
    for at, item in enumerate(node.items):
        told, rest = node.items[:at], node.items[at + 1 :]
        if isinstance(item, Choice) and rest:
            done, others = _told_by_branches(item, bits)
            if done:
                return _sequence([*told, _with_rest(done, others, rest, bits)]), 0
        part, bits = _enough(item, bits)
        if bits <= 0:
            return _sequence([*told, part]), 0
    return node, bits


def _told_by_branches(choice: Choice, bits: float) -> tuple[list[Node], list[Node]]:
    """The branches that tell enough, cut where they do, and the others."""
    done: list[Node] = []
    others: list[Node] = []
    for branch in choice.branches:
        part, left = _enough(branch, bits)
        (done if left <= 0 else others).append(part if left <= 0 else branch)
    return done, others


def _with_rest(done: list[Node], others: list[Node], rest: Items[Node], bits: float) -> Node:
    """A choice of which some branches tell enough, and the others go on."""
    if not others:
        return _choice(done)
    going_on, _ = _enough(_sequence([_choice(others), *rest]), bits)
    return _choice([*done, going_on])


def _surprise(chars: Chars) -> float:
    """The bits that a character of the set tells: few where one of it stands everywhere."""
    return -math.log2(_share(chars))


def _share(chars: Chars) -> float:
    return min(1.0, sum(_SHARES.get(byte, _RARE) for byte in chars.bytes))


def _trimmed(node: Node) -> Node:
    """The node without what need not stand at its two ends: a match of less is found in the same place."""
    return _trim(_trim(node, 0), -1)


def _trim(node: Node, end: int) -> Node:
    if isinstance(node, Choice):
        return _choice([_trim(branch, end) for branch in node.branches])
    if isinstance(node, Repeat):
        return _sequence([node.item] * node.least)
    if isinstance(node, Sequence):
        items = list(node.items)
        while items:
            trimmed = _trim(items[end], end)
            rest = items[1:] if end == 0 else items[:-1]
            if least_length(trimmed) or isinstance(trimmed, WordEdge):
                return _sequence([trimmed, *rest] if end == 0 else [*rest, trimmed])
            items = rest
        return NOTHING
    return node


def _written(node: Node) -> bytes:
    """The node in Hyperscan's syntax."""
    if isinstance(node, Chars):
        return _set(node.bytes)
    if isinstance(node, Sequence):
        return b"".join(map(_written, node.items))
    if isinstance(node, Choice):
        branches = [branch for branch in node.branches if not _is_nothing(branch)]
        return b"(?:" + b"|".join(map(_written, branches)) + (b")" if len(branches) == len(node.branches) else b")?")
    if isinstance(node, Repeat):
        item = _written(node.item)
        if not isinstance(node.item, Chars):
            item = b"(?:" + item + b")"
        return item + _times(node.least, node.most)
    return rb"\b" if isinstance(node, WordEdge) else b""


def _times(least: int, most: int | None) -> bytes:
    if most is None:
        return {0: b"*", 1: b"+"}.get(least, b"{%d,}" % least)
    return b"?" if (least, most) == (0, 1) else b"{%d,%d}" % (least, most)


@cache
def _set(members: frozenset[int]) -> bytes:
    if len(members) == 1:
        return _byte(*members)
    ranges: list[list[int]] = []
    for byte in sorted(members):
        if ranges and ranges[-1][1] == byte - 1:
            ranges[-1][1] = byte
        else:
            ranges.append([byte, byte])
    return b"[" + b"".join(_byte(low) + (b"-" + _byte(high) if low < high else b"") for low, high in ranges) + b"]"


def _byte(byte: int) -> bytes:
    """A byte as it stands in an expression: short, for a scanner takes so many characters and no more."""
    character = chr(byte)
    return (
        bytes([byte])
        if character.isascii() and (character.isalnum() or character in " ,:;'!/@&%=~")
        else b"\\x%02x" % byte
    )
