"""What suppressions themselves do wrong. The engine says it: it alone knows what was suppressed, and by what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from lint.document import Document
from lint.finding import Match
from lint.kinds.base import Kind, Setup


@dataclass(frozen=True)
class Options:
    """What a rule about suppressions may say."""

    what: Literal["unused", "invalid"] = field(
        metadata={"doc": "Suppressions that nothing needs, or comments to this program that it cannot follow."}
    )


ACTIONS = {"delete-comment": "Delete the comment where it stands alone, or the name in it that nothing needs."}


class Checker:
    """Finds nothing in the text itself."""

    def __init__(self, options: Options, setup: Setup) -> None:
        """Keep what the rule is about."""
        self.options, self.setup = options, setup

    def find(self, document: Document) -> Iterator[Match]:  # noqa: ARG002 - as of every checker
        """Nothing: what was suppressed is known only when all rules have looked."""
        return iter(())


KIND = Kind("Comments and entries that suppress findings.", Options, ACTIONS, Checker, has_examples=False)
