"""What to look for in a text, so that most rules need not run: for each rule the expressions that show it can match."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from lint.sieve.relax import expressions
from lint.sieve.syntax import ListOf, NotUnderstood, parse
from lint.sieve.tandem import Words, tandem


class Look(NamedTuple):
    """A pattern without a match of which a rule finds nothing, unless another of its looks matches."""

    pattern: str
    ignore_case: bool
    list_of: ListOf


class Plan(NamedTuple):
    """What is looked for, and for whom."""

    expressions: tuple[bytes, ...]
    rules: tuple[tuple[str, ...], ...]
    """For each expression the ids of the rules that may match where it does."""
    tandems: tuple[tuple[tuple[int, int], str], ...]
    """Rules that may match where so many words stand twice in a row, wherever that is."""
    always: frozenset[str]
    """Rules that any text may concern."""


class Planner:
    """Makes plans for rules, each weaker where the one before could not be compiled."""

    def __init__(self, looks: Mapping[str, Sequence[Look] | None]) -> None:
        """What each rule looks for, by its id; of those with None nothing is known."""
        self._looks = looks
        self._weakness: dict[tuple[str, bool], int] = {}
        self._sources: dict[bytes, tuple[str, bool]] = {}

    def plan(self) -> Plan:
        """The plan, with the strongest expressions that have not failed."""
        owners: dict[bytes, list[str]] = {}
        tandems: list[tuple[tuple[int, int], str]] = []
        always: set[str] = set()
        for rule, looks in self._looks.items():
            guards = [()] if looks is None else [self._guards(look) for look in looks]
            if not all(guards):
                always.add(rule)
                continue
            for guard in (guard for some in guards for guard in some):
                if isinstance(guard, Words):
                    tandems.append(((guard.fewest, guard.most), rule))
                else:
                    owners.setdefault(guard, []).append(rule)
        rules = tuple(tuple(dict.fromkeys(ids)) for ids in owners.values())
        return Plan(tuple(owners), rules, tuple(tandems), frozenset(always))

    def weaken(self, failed: Iterable[bytes]) -> None:
        """Ask for weaker expressions, where these could not be compiled."""
        for source in {self._sources[written] for written in failed}:
            self._weakness[source] += 1

    def _guards(self, look: Look) -> Sequence[bytes | Words]:
        """What shows that a pattern may match: expressions, or words said twice; none where nothing does."""
        source = (look.pattern, look.ignore_case)
        try:
            tree = parse(*source, look.list_of)
        except (NotUnderstood, RecursionError):
            return ()
        written, self._weakness[source] = expressions(tree, self._weakness.get(source, 0))
        self._sources.update(dict.fromkeys(written, source))
        words = tandem(tree)
        return written or ((words,) if words else ())
