"""One word or name that is written in two ways in one document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from lint.document import Document
from lint.finding import Match, Related
from lint.kinds.base import BadOption, Finder, Kind, Setup
from lint.kinds.marks import holds
from lint.lists import UnknownList
from lint.places import EVERYWHERE, Places
from lint.text import Span

if TYPE_CHECKING:
    import regex


@dataclass(frozen=True)
class Options:
    """What a variants rule may say."""

    pairs: str = field(
        default="spelling_variants", metadata={"doc": "The list of pairs, a line each, with ` = ` between the two."}
    )
    names: tuple[str, ...] = field(
        default=(),
        metadata={"doc": "Nouns that are part of a name with a capital letter, and without one no part: `province`."},
    )


ACTIONS: dict[str, str] = {}
_UNCERTAIN = "\u0130\u0131\u017f\u212a\u03a3"
"""Letters whose small ones depend on the pattern, or on what stands beside them."""


class Checker(Finder):
    """Finds the rarer way of writing, where a document has two."""

    def __init__(self, options: Options, setup: Setup) -> None:
        """Read the pairs; raises BadOption."""
        self.pairs: list[tuple[str, str]] = []
        self.other: dict[str, list[str]] = defaultdict(list)
        try:
            lines = setup.lists.get(options.pairs)
        except UnknownList as error:
            raise BadOption("pairs", str(error)) from error
        for line in lines:
            one, separator, two = (part.strip() for part in line.partition("="))
            if not (one and separator and two):
                raise BadOption("pairs", f"the list {options.pairs!r} has a line without ` = `: {line!r}")
            self.pairs.append((one, two))
            self.other[one].append(two)
            self.other[two].append(one)
        self.nouns = options.names
        self.timeout = setup.timeout

    @cached_property
    def words(self) -> regex.Pattern[str]:
        """One pattern for all words."""
        import regex

        return regex.compile(r"(?<![\w-])\L<words>(?![\w-])", regex.IGNORECASE, words=list(self.other))

    @cached_property
    def names(self) -> regex.Pattern[str] | None:
        """One pattern for all names that end with one of the nouns."""
        import regex

        nouns = "|".join(map(regex.escape, self.nouns))
        return regex.compile(rf"\b(?P<name>\p{{Lu}}\p{{Ll}}+) (?P<noun>(?i:{nouns}))\b") if nouns else None

    def may_find(self, text: str) -> bool:
        """False only where no pair and no name of a text is written in both ways."""
        if not text.isascii() and holds(text, _UNCERTAIN):
            return True
        small = text.lower()
        if any(one in small and two in small for one, two in self.pairs):
            return True
        nouns = (f" {noun.lower()}" for noun in self.nouns)
        return any(0 < text.count(noun) < small.count(noun) for noun in nouns)

    def find(self, document: Document, places: Places = EVERYWHERE) -> Iterator[Match]:
        """One match for each place of the rarer way; the later one of two that are as frequent."""
        yield from self._choose(document, self._pairs(document.text))
        yield from self._choose(document, self._names(document.text))

    def _pairs(self, text: str) -> Iterator[tuple[list[Span], list[Span]]]:
        places: dict[str, list[Span]] = defaultdict(list)
        for found in self.words.finditer(text, timeout=self.timeout):
            places[found[0].lower()].append(Span(*found.span()))
        for word, spans in places.items():
            for other in self.other[word]:
                if other in places and spans[0] < places[other][0]:
                    yield spans, places[other]

    def _names(self, text: str) -> Iterator[tuple[list[Span], list[Span]]]:
        places: dict[str, list[Span]] = defaultdict(list)
        for found in self.names.finditer(text, timeout=self.timeout) if self.names else ():
            places[found[0]].append(Span(*found.span()))
        for name, spans in places.items():
            small = name[:1] + name[1:].lower()
            if small != name and small in places:
                first, later = sorted((spans, places[small]))
                yield first, later

    def _choose(self, document: Document, pairs: Iterator[tuple[list[Span], list[Span]]]) -> Iterator[Match]:
        for first, later in pairs:
            rare, common = (first, later) if len(first) < len(later) else (later, first)
            usual = document.text[slice(*common[0])]
            for span in rare:
                values = {"text": document.text[slice(*span)], "usual": usual}
                yield Match(span, (), (Related(common[0], f"here it is {usual!r}"),), values)


KIND = Kind("One word or name that is written in two ways in one document.", Options, ACTIONS, Checker)
