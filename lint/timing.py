"""Where the time goes: seconds by rule, and by what a run does beside running rules."""

from __future__ import annotations

import contextlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from time import perf_counter
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from lint.document import Document
    from lint.finding import Match
    from lint.kinds.base import Checker
    from lint.rule import Rule

A = TypeVar("A")
R = TypeVar("R")
LOADING, READING = "(loading the rules)", "(reading the files)"
"""What is no rule; brackets stand in no rule's name."""


class Clock:
    """Seconds, added up by name."""

    def __init__(self) -> None:
        """Nothing has taken any time yet."""
        self._seconds: dict[str, float] = defaultdict(float)

    @contextlib.contextmanager
    def running(self, name: str) -> Iterator[None]:
        """Count the time until the block ends."""
        start = perf_counter()
        try:
            yield
        finally:
            self._seconds[name] += perf_counter() - start

    def timed(self, name: str, work: Callable[[A], R]) -> Callable[[A], R]:
        """A function whose time is counted."""

        def counted(argument: A) -> R:
            with self.running(name):
                return work(argument)

        return counted

    def watch(self, rules: Sequence[Rule]) -> tuple[Rule, ...]:
        """The rules, so that the time of each is counted."""
        return tuple(rule.but(checker=_Watched(rule.id, rule.checker, self)) for rule in rules)

    def add(self, seconds: Mapping[str, float]) -> None:
        """Count what another clock has measured."""
        for name, took in seconds.items():
            self._seconds[name] += took

    def take(self) -> Mapping[str, float]:
        """The seconds since the last time that they were taken."""
        taken, self._seconds = self._seconds, defaultdict(float)
        return taken


class _Watched:
    """A checker whose time is counted."""

    def __init__(self, name: str, checker: Checker, clock: Clock) -> None:
        self.name, self.checker, self.clock = name, checker, clock

    def find(self, document: Document) -> Iterator[Match]:
        with self.clock.running(self.name):
            matches = list(self.checker.find(document))
        yield from matches
