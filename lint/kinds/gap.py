"""A place where a word or a link fell out of a sentence: its text shows the defect, so no other fix may touch it."""

from __future__ import annotations

import bisect
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lint.document import Block, Document
from lint.expressions import lazy
from lint.finding import Edit, Match
from lint.kinds.base import BadOption, Finder, Kind, Setup
from lint.kinds.compiled import Pattern, compile_pattern, spans_of
from lint.lists import word_set
from lint.places import EVERYWHERE, Places
from lint.sentences import split_sentences
from lint.sieve.plan import Look
from lint.text import Span

if TYPE_CHECKING:
    import regex

_GROUP = "gap"
_NAME = lazy(
    r"""\b(?:from|in|to|of|at|near|into|outside|inside|around|towards?|through)\s
        (?P<name>\p{Lu}[\p{L}'’-]*\p{Ll} (?:\s\p{Lu}[\p{L}'’-]*\p{Ll}){0,2})
        (?= \s (?:in|on|at|by|from|for|to|and|or|as|but|with|after|before|during|since|until|last|when|where|which)\b
          | [,.;:)] | $ )""",
    "x",
)


@dataclass(frozen=True)
class Options:
    """What a gap rule may say."""

    pattern: str = field(
        metadata={
            "doc": "The words around the place, with a group `gap` where the text fell out; `\\L<name>` is a list."
        }
    )
    ignore_case: bool = field(default=False, metadata={"doc": "Whether capital and small letters are the same."})
    span: str = field(default="", metadata={"doc": "The group that is reported, where the rest is only context."})
    requires: str = field(
        default="", metadata={"doc": "A pattern that must stand in the block: a cheap first look before the pattern."}
    )
    unless: tuple[str, ...] = field(
        default=(), metadata={"doc": "Exceptions: patterns; a match that one of theirs overlaps is none."}
    )


ACTIONS = {"insert-name": "Suggest the one place that the next sentence names and this one does not."}


class Checker(Finder):
    """Finds the places around which a word is missing."""

    def __init__(self, options: Options, setup: Setup) -> None:
        """Compile the patterns; raises BadOption."""
        self.options, self.setup = options, setup
        self.pattern = self._compile("pattern", options.pattern)
        self.requires = self._compile("requires", options.requires)
        self.unless = [self._compile("unless", text) for text in options.unless]
        if not setup.trusted:
            self._refuse_missing_groups()

    def _compile(self, option: str, text: str) -> Pattern:
        return compile_pattern(option, text, self.options.ignore_case, self.setup)

    def _refuse_missing_groups(self) -> None:
        for option, name in (("pattern", _GROUP), ("span", self.options.span)):
            if name and name not in self.pattern.groups:
                raise BadOption(option, f"the pattern has no group {name!r}", f"write (?P<{name}>…) in the pattern")

    def looks_for(self) -> tuple[Look, ...]:
        """The pattern."""
        return (self.pattern.look,)

    def may_find(self, text: str) -> bool:
        """Whether its literals stand in the text."""
        return self.pattern.may_match(text)

    def find(self, document: Document, places: Places = EVERYWHERE) -> Iterator[Match]:
        """One match a place; its text is evidence."""
        for block in places.blocks(document):
            if self.options.requires and not self.requires.search(block.text):
                continue
            found = list(self.pattern.finditer(block.text))
            if found:
                yield from self._matches(block, found)

    def _matches(self, block: Block, found: list[regex.Match[str]]) -> Iterator[Match]:
        exceptions = spans_of(self.unless, block.text)
        sentences = list(split_sentences(block.text)) if self.setup.action else []
        for match in found:
            span = Span(*match.span(self.options.span or 0))
            if exceptions.touched_by(span):
                continue
            values = {"text": " ".join(block.text[span.start : span.end].split())}
            edits: tuple[Edit, ...] = ()
            name = _name_in_next_sentence(block.text, sentences, span)
            if name:
                edits = (_insertion(block, Span(*match.span(_GROUP)), name),)
                values["name"] = name
            yield Match(block.place(*span), edits, values=values, evidence=True)


def _insertion(block: Block, gap: Span, name: str) -> Edit:
    """Put the name into the gap; the white space that is there stays."""
    following = block.text[gap.end : gap.end + 1]
    if gap.start == gap.end:
        return Edit(*block.place(gap.end, gap.end), f" {name}")
    return Edit(*block.place(gap.end, gap.end), f"{name} " if following.isalnum() else name)


def _name_in_next_sentence(text: str, sentences: list[Span], span: Span) -> str | None:
    """The one place named in the sentence after the gap's, and not in the gap's own."""
    own = bisect.bisect_right(sentences, (span.start, len(text) + 1)) - 1
    if own < 0 or own + 1 >= len(sentences):
        return None
    here = text[sentences[own].start : sentences[own].end]
    following = text[sentences[own + 1].start : sentences[own + 1].end]
    names = {found["name"] for found in _NAME.finditer(following)}
    names = {name for name in names if name not in here and word_set("calendar").isdisjoint(name.lower().split())}
    return names.pop() if len(names) == 1 else None


KIND = Kind("A place where a word or a link fell out.", Options, ACTIONS, Checker)
