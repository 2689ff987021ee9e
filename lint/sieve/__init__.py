"""The prefilter: a single scan of a text tells which rules can find something in it, and where.

`syntax` reads a rule's pattern into a tree, `relax` makes of the tree an expression that matches wherever the pattern
does, `plan` collects those of all rules, `scanner` runs them. What is found never depends on it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, MutableMapping, Sequence
from typing import Any, cast

from lint.sieve.alphabet import encode
from lint.sieve.plan import Look, Plan, Planner
from lint.sieve.scanner import Scanner, compile_database, load_scanner
from lint.sieve.tandem import repeats, words_of

__all__ = ["Compiled", "Look", "Sieve", "compile_plan", "load"]


Compiled = tuple[tuple[Any, ...], tuple[bytes, ...]]
"""A plan with its databases, as plain data: what is kept between runs, on the machine on which it was compiled."""


class Sieve:
    """Tells which rules may find something in a text."""

    def __init__(self, plan: Plan, scanner: Scanner) -> None:
        """The scanner has the plan's expressions by their numbers."""
        self._plan, self._scanner = plan, scanner
        self.always: frozenset[str] = plan.always

    def sift(self, text: str) -> Mapping[str, Sequence[int] | None]:
        """The ids of the rules that may match, `always` apart, each with the last code points of what shows it.

        None stands for anywhere.
        """
        found: dict[str, list[int] | None] = {}
        for number, ends in self._scanner.scan(text).items():
            for rule in self._plan.rules[number]:
                known = found.get(rule)
                found[rule] = ends if known is None else known + ends
        if self._plan.tandems:
            words = words_of(text, encode(text))
            found.update((rule, None) for wanted, rule in self._plan.tandems if repeats(words, wanted))
        return found


def compile_plan(
    looks: Mapping[str, Sequence[Look] | None],
    guards: MutableMapping[str, tuple[object, ...]] | None = None,
    databases: MutableMapping[str, bytes] | None = None,
) -> Compiled | None:
    """What rules look for, compiled; None where the scanner cannot be used on this machine.

    `guards` and `databases` have what was worked out before, and take what is new: a rule that changes costs itself.
    """
    try:
        import hyperscan  # noqa: F401 - there are no wheels of it for some machines
    except ImportError:
        return None
    planner = Planner(looks, {} if guards is None else guards)
    known = {} if databases is None else databases
    while True:
        plan = planner.plan()
        made = [_database(shard, known) for shard in plan.shards]
        compiled = tuple(database for database in made if database)
        if len(compiled) == len(plan.shards):
            return tuple(plan), compiled
        broken = (shard for shard, database in zip(plan.shards, made, strict=True) if not database)
        planner.weaken(written for shard in broken for written in _failing(shard))


def _database(shard: Sequence[bytes], known: MutableMapping[str, bytes]) -> bytes | None:
    name = hashlib.blake2b(b"\0".join(shard), digest_size=12).hexdigest()
    database = known.get(name) or compile_database(shard)
    if database:
        known[name] = database
    return database


def _failing(shard: Sequence[bytes]) -> Sequence[bytes]:
    """Those that cannot be compiled by themselves; all, where each can and they cannot together."""
    return [written for written in shard if compile_database([written]) is None] or shard


def load(compiled: object) -> Sieve | None:
    """The sieve that was compiled, ready to be used; None where this is none, or does not fit this machine."""
    try:
        fields, databases = cast("Compiled", compiled)
        plan = Plan(*fields)
        scanner = load_scanner(databases, [len(shard) for shard in plan.shards])
        return Sieve(plan, scanner) if scanner else None
    except (ImportError, TypeError, ValueError):  # no wheel for this machine, or no sieve at all
        return None
