"""Where the time goes: seconds by rule, and by what a run does beside running rules."""

from __future__ import annotations

import contextlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from lint.places import EVERYWHERE, Places

if TYPE_CHECKING:
    from lint.document import Document
    from lint.finding import Match
    from lint.kinds.base import Finder
    from lint.lineup import Sifter
    from lint.rule import Rule
    from lint.sieve.plan import Look

A = TypeVar("A")
R = TypeVar("R")
LOADING, READING = "(loading the rules)", "(reading the files)"
SIFTING = "(sifting: which rules can match)"
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

    def watch_sifter(self, sifter: Sifter) -> Sifter:
        """The sifter, so that its time is counted."""
        return _WatchedSifter(sifter.always, sifter.unknown, self.timed(SIFTING, sifter.sift))

    def add(self, seconds: Mapping[str, float]) -> None:
        """Count what another clock has measured."""
        for name, took in seconds.items():
            self._seconds[name] += took

    def take(self) -> Mapping[str, float]:
        """The seconds since the last time that they were taken."""
        taken, self._seconds = self._seconds, defaultdict(float)
        return taken


class _WatchedSifter(NamedTuple):
    """A sifter whose time is counted."""

    always: frozenset[str]
    unknown: frozenset[str]
    sift: Callable[[str], Mapping[str, Sequence[int] | None]]


class _Watched:
    """A checker whose time is counted."""

    def __init__(self, name: str, checker: Finder, clock: Clock) -> None:
        self.name, self.checker, self.clock = name, checker, clock

    def looks_for(self) -> tuple[Look, ...] | None:
        return self.checker.looks_for()

    def find(self, document: Document, places: Places = EVERYWHERE) -> Iterator[Match]:
        with self.clock.running(READING):  # or the first rule would seem to take what all profit by
            document.blocks  # noqa: B018
        with self.clock.running(self.name):
            matches = list(self.checker.find(document, places))
        yield from matches

    def may_find(self, text: str) -> bool:
        with self.clock.running(self.name):
            return self.checker.may_find(text)

    def narrow(self, text: str, offsets: Sequence[int]) -> Sequence[int]:
        with self.clock.running(self.name):
            return self.checker.narrow(text, offsets)
