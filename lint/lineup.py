"""The rules of a run, and which of them are worth asking about a text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import overload

from lint.places import EVERYWHERE, Places
from lint.rule import Rule
from lint.sieve import Sieve


class Lineup(Sequence[Rule]):
    """Rules in their order. With a sieve those that cannot find anything in a text are passed over."""

    def __init__(self, rules: Iterable[Rule], sieve: Sieve | None = None) -> None:
        """The sieve may know more rules than these, and must know all of them."""
        self._rules, self._sieve = tuple(rules), sieve
        self._numbers = {rule.id: number for number, rule in enumerate(self._rules)}
        self._always = [n for id_, n in self._numbers.items() if sieve and id_ in sieve.always]

    def __len__(self) -> int:
        """How many rules there are."""
        return len(self._rules)

    @overload
    def __getitem__(self, index: int) -> Rule: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Rule]: ...
    def __getitem__(self, index: int | slice) -> Rule | Sequence[Rule]:
        """The rule at a place."""
        return self._rules[index]

    def candidates(self, text: str) -> Iterator[tuple[Rule, Places]]:
        """The rules that may find something in a document with this text, in order, and where to look."""
        if self._sieve is None:
            yield from ((rule, EVERYWHERE) for rule in self._rules)
            return
        found = self._sieve.sift(text)
        numbers = [self._numbers[rule] for rule in found if rule in self._numbers]
        for number in sorted([*self._always, *numbers]):
            rule = self._rules[number]
            offsets = found.get(rule.id)
            if offsets is not None:
                offsets = rule.checker.narrow(text, offsets)
                if offsets:
                    yield rule, Places(offsets)
            elif rule.checker.may_find(text):
                yield rule, EVERYWHERE


def lineup_of(rules: Sequence[Rule]) -> Lineup:
    """The rules as a lineup, without a sieve where they are none yet."""
    return rules if isinstance(rules, Lineup) else Lineup(rules)
