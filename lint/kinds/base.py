"""What a kind of rule is: options, actions, and a checker that finds matches in a document."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from lint.document import Document
from lint.finding import Match
from lint.lists import Lists
from lint.places import EVERYWHERE, Places
from lint.sieve.plan import Look


class BadOption(ValueError):
    """An option has the right type and still cannot be used; `option` names it."""

    def __init__(self, option: str, message: str, hint: str = "") -> None:
        """`option` is a key of the rule's options, or `action` for its fix."""
        super().__init__(message)
        self.option, self.hint = option, hint


class Setup(NamedTuple):
    """What a checker is made from, beside its options."""

    action: str | None
    replacement: str | None
    lists: Lists
    timeout: float
    trusted: bool = False
    """Whether the project's tests have compiled the rule's patterns, so that this can wait until they are needed."""


class Finder:
    """A rule's kind with its options, ready to run: every checker is one."""

    def looks_for(self) -> tuple[Look, ...] | None:
        """Without a match of one of them in a text there is nothing to find in it; None where that is not so simple."""
        return None

    def find(self, document: Document, places: Places = EVERYWHERE) -> Iterator[Match]:
        """The matches in a document, in any order; raises TimeoutError where a pattern takes too long.

        `places` are those at which what is looked for stands, or more.
        """
        raise NotImplementedError

    def may_find(self, text: str) -> bool:
        """Whether there may be something to find in a document with this text: a cheap look before there is one."""
        return True

    def narrow(self, text: str, offsets: Sequence[int]) -> Sequence[int]:
        """Of the code points of a text at which what is looked for ends, those at which there may be something."""
        return offsets


@dataclass(frozen=True)
class Kind:
    """One kind of rule. `options` is a frozen dataclass whose fields carry their documentation."""

    summary: str
    options: type[Any]
    actions: dict[str, str]
    """What `fix: {action: …}` may say, and what it does."""
    checker: Callable[[Any, Setup], Finder]
    """Makes the checker; raises BadOption."""
    has_examples: bool = True
    """Whether a rule of the kind must show itself: what speaks of a run and not of a text cannot."""
