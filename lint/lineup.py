"""The rules of a run, and which of them are worth asking about a text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Protocol, overload

from lint.places import EVERYWHERE, Places

if TYPE_CHECKING:
    from lint.rule import Rule


class Sifter(Protocol):
    """Tells which rules may find something in a text."""

    @property
    def always(self) -> frozenset[str]:
        """The ids of rules of which that cannot be told."""
        ...

    @property
    def unknown(self) -> frozenset[str]:
        """The ids of rules of which a match is a single word that no list has."""
        ...

    def sift(self, text: str) -> Mapping[str, Sequence[int] | None]:
        """The ids of the others that may, with the last code points of what shows it; None stands for anywhere."""
        ...


MakeSifter = Callable[["bool | None"], "Sifter | None"]
"""Loads what sifts for some rules; where no earlier run has made it, makes it if it is told to; None: if it pays."""


class Lineup(Sequence["Rule"]):
    """Rules in their order. With a sifter those that cannot find anything in a text are passed over."""

    def __init__(
        self,
        rules: Iterable[Rule],
        sifter: Sifter | None = None,
        make_sifter: MakeSifter | None = None,
        *,
        asks_all: bool = False,
    ) -> None:
        """The sifter may know more rules than these, and must know all of them. Without one each rule tells for itself.

        `asks_all` has every rule look at every text.
        """
        self._rules, self._sifter, self._make_sifter, self._asks_all = tuple(rules), sifter, make_sifter, asks_all

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

    def __iter__(self) -> Iterator[Rule]:
        """In order; faster than by places."""
        return iter(self._rules)

    def sifter(self, *, make: bool | None) -> Sifter | None:
        """What sifts for all of these rules; `make` as of `sieve_of` in `lint/prefilter.py`."""
        if self._sifter is None and self._make_sifter:
            self._sifter = self._make_sifter(make)
        return self._sifter

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {rule.id: number for number, rule in enumerate(self._rules)}

    @cached_property
    def _unknown(self) -> frozenset[str]:
        return self._sifter.unknown if self._sifter else frozenset()

    @cached_property
    def _always(self) -> list[int]:
        always = self._sifter.always if self._sifter else ()
        return [number for id_, number in self._numbers.items() if id_ in always]

    def candidates(self, text: str) -> Iterator[tuple[Rule, Places]]:
        """The rules that may find something in a document with this text, in order, and where to look."""
        if self._sifter is None:
            for rule in self._rules:
                if self._asks_all or rule.checker.may_find(text):
                    yield rule, EVERYWHERE
            return
        found = self._sifter.sift(text)
        numbers = [self._numbers[rule] for rule in found if rule in self._numbers]
        for number in sorted([*self._always, *numbers]):
            rule = self._rules[number]
            offsets = found.get(rule.id)
            if offsets is None:
                if rule.checker.may_find(text):
                    yield rule, EVERYWHERE
                continue
            if rule.id in self._unknown:
                offsets = _at_unknown_words(text, offsets)
            if left := rule.checker.narrow(text, offsets):
                yield rule, Places(left)


class LaterLineup(Lineup):
    """Rules that are loaded when somebody looks at one."""

    def __init__(self, load: Callable[[], Sequence[Rule]]) -> None:
        """`load` gives the rules; what it raises comes from where they are looked at."""
        self._load = load
        self._sifter, self._make_sifter, self._asks_all = None, self._make_sifter_of_loaded, False

    @cached_property
    def _loaded(self) -> Lineup:
        return lineup_of(self._load())

    @cached_property
    def _rules(self) -> tuple[Rule, ...]:  # type: ignore[override]
        return tuple(self._loaded)

    def _make_sifter_of_loaded(self, make: bool | None) -> Sifter | None:
        return self._loaded.sifter(make=make)


def _at_unknown_words(text: str, offsets: Sequence[int]) -> list[int]:
    from lint.lists import is_word

    return [offset for offset in offsets if not is_word(_word_at(text, offset))]


def _word_at(text: str, offset: int) -> str:
    """The letters around a code point, or before it where it is none."""
    start = end = offset + 1 if text[offset : offset + 1].isalpha() else offset
    while start and text[start - 1].isalpha():
        start -= 1
    while text[end : end + 1].isalpha():
        end += 1
    return text[start:end]


def lineup_of(rules: Sequence[Rule]) -> Lineup:
    """The rules as a lineup, without a sifter where they are none yet."""
    return rules if isinstance(rules, Lineup) else Lineup(rules)
