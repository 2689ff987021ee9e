"""Works out for each rule the expressions that show it can match: found in its patterns, not written by hand."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
from typing import NamedTuple

from lint.expressions import lazy
from lint.sieve.plan import Look, Plan
from lint.sieve.relax import expressions
from lint.sieve.syntax import NotUnderstood, parse
from lint.sieve.tandem import tandem, whole_word

_RULES_A_SHARD = 40
"""The time to compile grows faster than the number of expressions; the time to scan, slowly, with that of shards."""
_LISTS = lazy(r"\\L<(\w+)>")


class Guard(NamedTuple):
    """What shows that a pattern may match, as plain data."""

    written: tuple[bytes, ...] = ()
    """Expressions, of which one matches where the pattern does."""
    words: tuple[int, int] | None = None
    """How many words stand twice in a row, where there is no such expression."""
    is_unknown: bool = False
    """Whether a match is a single word that no list has."""
    weakness: int = 0
    """How weak the expressions are; those of another one can be weaker."""


class Planner:
    """Makes plans for rules, each weaker where the one before could not be compiled."""

    def __init__(
        self, looks: Mapping[str, Sequence[Look] | None], known: MutableMapping[str, tuple[object, ...]]
    ) -> None:
        """What each rule looks for, by its id; of those with None nothing is known.

        `known` has the guards that were worked out before, and takes those that are new.
        """
        self._looks = looks
        self._known = known
        self._sources: dict[bytes, Look] = {}

    def plan(self) -> Plan:
        """The plan, with the strongest expressions that have not failed."""
        owners: dict[bytes, list[str]] = {}
        tandems: list[tuple[tuple[int, int], str]] = []
        always: set[str] = set()
        unknown: set[str] = set()
        ends: list[int] = []
        for number, (rule, looks) in enumerate(self._looks.items(), 1):
            guards = [self._guard(look) for look in looks or ()]
            if not guards or not all(guard.written or guard.words for guard in guards):
                always.add(rule)
            else:
                unknown |= {rule} if all(guard.is_unknown for guard in guards) else set()
                tandems += [(guard.words, rule) for guard in guards if guard.words]
                for written in (written for guard in guards for written in guard.written):
                    owners.setdefault(written, []).append(rule)
            if number % _RULES_A_SHARD == 0:
                ends.append(len(owners))
        rules = tuple(tuple(dict.fromkeys(ids)) for ids in owners.values())
        return Plan(tuple(_shards(list(owners), ends)), rules, tuple(tandems), frozenset(always), frozenset(unknown))

    def weaken(self, failed: Iterable[bytes]) -> None:
        """Ask for weaker expressions, where these could not be compiled."""
        for look in {_digest(self._sources[written]): self._sources[written] for written in failed}.values():
            guard = self._guard(look)
            self._known[_digest(look)] = tuple(_guard(look, guard.weakness + 1))

    def _guard(self, look: Look) -> Guard:
        name = _digest(look)
        if name not in self._known:
            self._known[name] = tuple(_guard(look, 0))
        guard = Guard(*self._known[name])  # type: ignore[arg-type]
        self._sources.update(dict.fromkeys(guard.written, look))
        return guard


def _shards(written: list[bytes], ends: list[int]) -> Iterator[tuple[bytes, ...]]:
    for start, end in zip([0, *ends], [*ends, len(written)], strict=True):
        if start < end:
            yield tuple(written[start:end])


def _guard(look: Look, weakness: int) -> Guard:
    """What shows that a pattern may match; nothing, where nothing does."""
    try:
        tree = parse(look.pattern, look.ignore_case, look.list_of)
    except (NotUnderstood, RecursionError):
        return Guard()
    written, weakness = expressions(tree, weakness)
    words = None if written else tandem(tree)
    is_unknown = any(whole_word(tree, group) for group in look.unknown)
    return Guard(tuple(written), tuple(words) if words else None, is_unknown, weakness)  # type: ignore[arg-type]


def _digest(look: Look) -> str:
    """A name for what is looked for: the pattern, with the entries of its lists."""
    try:
        lists = [tuple(look.list_of(name)) for name in _LISTS.findall(look.pattern)]
    except LookupError:
        lists = []
    told = repr((look.pattern, look.ignore_case, look.unknown, lists))
    return hashlib.blake2b(told.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
