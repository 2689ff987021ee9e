"""Tells which rules may find something in a text, by what a scan finds in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from lint.sieve.alphabet import encode
from lint.sieve.plan import Plan
from lint.sieve.repeats import repeats, words_of
from lint.sieve.scanner import MOST_ENDS, Scanner, load_scanner

Compiled = tuple[tuple[Any, ...], tuple[bytes, ...]]
"""A plan with its databases, as plain data: what is kept between runs, on the machine on which it was compiled."""


class Sieve:
    """Tells which rules may find something in a text."""

    def __init__(self, plan: Plan, scanner: Scanner) -> None:
        """The scanner has the plan's expressions by their numbers."""
        self._plan, self._scanner = plan, scanner
        self.always: frozenset[str] = plan.always
        self.unknown: frozenset[str] = plan.unknown

    def sift(self, text: str) -> Mapping[str, Sequence[int] | None]:
        """The ids of the rules that may match, `always` apart, each with the last code points of what shows it.

        None stands for anywhere.
        """
        found: dict[str, list[int] | None] = {}
        data = encode(text)
        for number, ends in self._scanner.scan(data).items():
            for rule in self._plan.rules[number]:
                known = found.get(rule, [])
                found[rule] = None if known is None or len(ends) >= MOST_ENDS else known + ends
        if self._plan.tandems:
            words = words_of(text, data)
            found.update((rule, None) for wanted, rule in self._plan.tandems if repeats(words, wanted))
        return found


def load(compiled: object) -> Sieve | None:
    """The sieve that was compiled, ready to be used; None where this is none, or does not fit this machine."""
    try:
        fields, databases = cast("Compiled", compiled)
        plan = Plan(*fields)
        scanner = load_scanner(databases, [len(shard) for shard in plan.shards])
        return Sieve(plan, scanner) if scanner else None
    except (ImportError, TypeError, ValueError):  # no wheel for this machine, or no sieve at all
        return None
