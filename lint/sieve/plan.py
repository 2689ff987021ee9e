"""What is looked for in a text, and for whom: all that is needed to sift, and light to import."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

ListOf = Callable[[str], Iterable[str]]
r"""Gives the entries that `\L<name>` stands for."""


class Look(NamedTuple):
    """A pattern without a match of which a rule finds nothing, unless another of its looks matches."""

    pattern: str
    ignore_case: bool
    list_of: ListOf
    unknown: tuple[str, ...] = ()
    """Groups that must not be words of the word list."""


class Plan(NamedTuple):
    """What is looked for, and for whom."""

    shards: tuple[tuple[bytes, ...], ...]
    """Expressions, numbered through: each shard is compiled by itself, so that a rule that changes costs little."""
    rules: tuple[tuple[str, ...], ...]
    """For each expression the ids of the rules that may match where it does."""
    tandems: tuple[tuple[tuple[int, int], str], ...]
    """Rules that may match where so many words stand twice in a row, wherever that is."""
    always: frozenset[str]
    """Rules that any text may concern."""
    unknown: frozenset[str]
    """Rules of which a match is a single word that no list has."""
