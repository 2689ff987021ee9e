"""The prefilter: a single scan of a text tells which rules can find something in it, and where.

`syntax` reads a rule's pattern into a tree, `relax` makes of the tree an expression that matches wherever the pattern
does, `plan` collects those of all rules, `scanner` runs them. What is found never depends on it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from lint.sieve.alphabet import encode
from lint.sieve.plan import Look, Plan, Planner
from lint.sieve.scanner import EXPRESSIONS_A_DATABASE, Scanner, compile_database, load_scanner
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


def compile_plan(looks: Mapping[str, Sequence[Look] | None]) -> Compiled | None:
    """What rules look for, compiled; None where the scanner cannot be used on this machine."""
    try:
        import hyperscan  # noqa: F401 - there are no wheels of it for some machines
    except ImportError:
        return None
    planner = Planner(looks)
    while True:
        plan = planner.plan()
        databases, failed = _compile(plan)
        if not failed:
            return tuple(plan), databases
        planner.weaken(failed)


def _compile(plan: Plan) -> tuple[tuple[bytes, ...], list[bytes]]:
    """The databases, and the expressions that cannot be compiled."""
    databases: list[bytes] = []
    failed: list[bytes] = []
    for first in range(0, len(plan.expressions), EXPRESSIONS_A_DATABASE):
        some = plan.expressions[first : first + EXPRESSIONS_A_DATABASE]
        database = compile_database(some, first)
        if database is None:
            alone = [written for written in some if compile_database([written], 0) is None]
            failed += alone or some
        else:
            databases.append(database)
    return tuple(databases), failed


def load(compiled: object) -> Sieve | None:
    """The sieve that was compiled, ready to be used; None where this is none, or does not fit this machine."""
    try:
        fields, databases = cast("Compiled", compiled)
        plan = Plan(*fields)
        is_whole = len(databases) == -(-len(plan.expressions) // EXPRESSIONS_A_DATABASE)
        scanner = load_scanner(databases) if is_whole else None
        return Sieve(plan, scanner) if scanner else None
    except (ImportError, TypeError, ValueError):  # no wheel for this machine, or no sieve at all
        return None
