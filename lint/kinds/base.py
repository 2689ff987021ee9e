"""What a kind of rule is: options, actions, and a checker that finds matches in a document."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from lint.document import Document
from lint.finding import Match
from lint.lists import Lists


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


class Checker(Protocol):
    """A rule's kind with its options, ready to run."""

    def find(self, document: Document) -> Iterator[Match]:
        """The matches in a document, in any order; raises TimeoutError where a pattern takes too long."""
        ...


@dataclass(frozen=True)
class Kind:
    """One kind of rule. `options` is a frozen dataclass whose fields carry their documentation."""

    summary: str
    options: type[Any]
    actions: dict[str, str]
    """What `fix: {action: …}` may say, and what it does."""
    checker: Callable[[Any, Setup], Checker]
    """Makes the checker; raises BadOption."""
    has_examples: bool = True
    """Whether a rule of the kind must show itself: what speaks of a run and not of a text cannot."""
