"""Text that no fix may touch: corrections, editor's notes, datelines. Reports nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from lint.document import Document
from lint.finding import Match
from lint.kinds.base import Finder, Kind, Setup
from lint.kinds.compiled import compile_pattern
from lint.places import EVERYWHERE, Places
from lint.sieve.plan import Look


@dataclass(frozen=True)
class Options:
    """What a protect rule may say."""

    pattern: str = field(metadata={"doc": "What is protected, as it begins or stands in a block."})
    ignore_case: bool = field(default=False, metadata={"doc": "Whether capital and small letters are the same."})
    extent: Literal["match", "block"] = field(
        default="match", metadata={"doc": "Whether the match is protected or the whole block in which it stands."}
    )


class Checker(Finder):
    """Finds what is protected."""

    def __init__(self, options: Options, setup: Setup) -> None:
        """Compile the pattern; raises BadOption."""
        self.options = options
        self.pattern = compile_pattern("pattern", options.pattern, options.ignore_case, setup)

    def looks_for(self) -> tuple[Look, ...]:
        """The pattern."""
        return (self.pattern.look,)

    def may_find(self, text: str) -> bool:
        """Whether its literals stand in the text."""
        return self.pattern.may_match(text)

    def find(self, document: Document, places: Places = EVERYWHERE) -> Iterator[Match]:
        """The protected places."""
        for block in places.blocks(document):
            for found in self.pattern.finditer(block.text):
                yield Match(block.span if self.options.extent == "block" else block.place(*found.span()))


KIND = Kind("Text that no fix may touch.", Options, {}, Checker)
