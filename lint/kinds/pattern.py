"""A `regex` pattern with context, exceptions, and what to do with what it matches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

import regex

from lint.document import Block, Document
from lint.finding import Edit, Match
from lint.kinds.base import BadOption, Finder, Kind, Setup
from lint.kinds.compiled import Pattern, compile_pattern, spans_of
from lint.lists import is_word
from lint.places import EVERYWHERE, Places
from lint.sieve.plan import Look
from lint.text import Span, SpanSet


@dataclass(frozen=True)
class Options:
    """What a pattern rule may say."""

    pattern: str = field(
        metadata={"doc": "The pattern, in the syntax of Python's `regex`; `\\L<name>` stands for a list."}
    )
    ignore_case: bool = field(default=False, metadata={"doc": "Whether capital and small letters are the same."})
    scope: Literal["block", "line", "document"] = field(
        default="block", metadata={"doc": "What the pattern sees at once, so where `^` and `$` stand."}
    )
    span: str = field(default="", metadata={"doc": "The group that is the defect, where the rest is only context."})
    unless: tuple[str, ...] = field(
        default=(), metadata={"doc": "Exceptions: patterns; a match that one of theirs overlaps is none."}
    )
    requires: str = field(default="", metadata={"doc": "A pattern that must stand somewhere in the document."})
    blocks: tuple[Literal["paragraph", "heading", "list-item", "caption", "line"], ...] = field(
        default=(), metadata={"doc": "The kinds of blocks to look into; all, where none is named."}
    )
    previous: str = field(default="", metadata={"doc": "A pattern that the block before must match."})
    next: str = field(default="", metadata={"doc": "A pattern that the block after must match."})
    not_next: str = field(default="", metadata={"doc": "A pattern that the block after must not match."})
    among_first: int = field(default=0, metadata={"doc": "Only among this many blocks at the document's start."})
    among_last: int = field(default=0, metadata={"doc": "Only among this many blocks at the document's end."})
    max_words: int = field(default=0, metadata={"doc": "Only in blocks of so many words or fewer."})
    known: tuple[str, ...] = field(default=(), metadata={"doc": "Groups that must be words of the word list."})
    unknown: tuple[str, ...] = field(default=(), metadata={"doc": "Groups that must not be words of the word list."})


ACTIONS = {
    "replace": "Put `replacement` in place of the match; `\\1` and `\\g<name>` stand for its groups.",
    "delete-match": "Delete the match, and one of two spaces that would meet.",
    "delete-line": "Delete the line in which the match stands.",
    "delete-block": "Delete the block in which the match stands.",
}


class Checker(Finder):
    """Finds the matches of one pattern."""

    def __init__(self, options: Options, setup: Setup) -> None:
        """Compile the patterns; raises BadOption."""
        self.options, self.setup = options, setup
        self.pattern = self._compile("pattern", options.pattern)
        self.requires = self._compile("requires", options.requires)
        self.unless = [self._compile("unless", text) for text in options.unless]
        self.neighbours = {
            name: self._compile(name, text)
            for name in ("previous", "next", "not_next")
            if (text := getattr(options, name))
        }
        if not setup.trusted:
            self._refuse_contradictions()

    def _compile(self, option: str, text: str) -> Pattern:
        return compile_pattern(option, text, self.options.ignore_case, self.setup)

    def _refuse_contradictions(self) -> None:
        options, action = self.options, self.setup.action
        for option in ("known", "unknown", "span"):
            names = getattr(options, option)
            for name in [names] if isinstance(names, str) else names:
                if name and name not in self.pattern.groups:
                    raise BadOption(option, f"the pattern has no group {name!r}", f"write (?P<{name}>…) in the pattern")
        if action == "replace":
            _check_template(self.pattern.compiled, self.setup.replacement or "")
        if options.scope == "document" and action in ("delete-line", "delete-block"):
            raise BadOption("scope", f"{action} needs the scope `line` or `block`")

    def looks_for(self) -> tuple[Look, ...]:
        """The pattern."""
        return (self.pattern.look._replace(unknown=self.options.unknown),)

    def may_find(self, text: str) -> bool:
        """Whether its literals stand in the text."""
        return self.pattern.may_match(text)

    def find(self, document: Document, places: Places = EVERYWHERE) -> Iterator[Match]:
        """Every match that stands where the options allow it and that no exception overlaps."""
        if self.options.requires and not self.requires.search(document.text):
            return
        for start, text, block in self._scopes(document, places):
            exceptions: SpanSet | None = None
            for found in self.pattern.finditer(text):
                span = Span(*found.span(self.options.span or 0))
                if span.start == span.end or not self._words_fit(found):
                    continue
                if exceptions is None:
                    exceptions = spans_of(self.unless, text)
                if exceptions.touched_by(span):
                    continue
                yield self._match(document, block, start, found, span)

    def _scopes(self, document: Document, places: Places) -> Iterator[tuple[int, str, Block | None]]:
        """The texts that the pattern sees, each with its place in the source."""
        scope = self.options.scope
        if scope == "document":
            yield 0, document.text, None
        elif scope == "line" and not self._wants_blocks and self.setup.action != "delete-block":
            for line in places.lines(document):
                if line.start < line.end:
                    yield line.start, document.text[line.start : line.end], None
        else:
            for block in places.blocks(document):
                if not self._may_hold(block) or not self._block_fits(document, block):
                    continue
                if scope == "block":
                    yield block.start, block.text, block
                    continue
                for line in document.lines[block.first_line - 1 : block.last_line]:
                    yield line.start, document.text[line.start : line.end], block

    def _may_hold(self, block: Block) -> bool:
        """Whether the block is of a kind and length that the options name."""
        options = self.options
        if options.max_words and block.word_count > options.max_words:
            return False
        return not options.blocks or block.kind.value in options.blocks

    @property
    def _wants_blocks(self) -> bool:
        options = self.options
        return bool(options.blocks or self.neighbours or options.among_first or options.among_last or options.max_words)

    def _block_fits(self, document: Document, block: Block) -> bool:
        options, last = self.options, len(document.blocks)
        if options.among_first or options.among_last:
            is_first, is_last = block.index < options.among_first, block.index >= last - options.among_last
            if not (is_first or (options.among_last and is_last)):
                return False
        return all(self._neighbour_fits(document, block, name) for name in self.neighbours)

    def _neighbour_fits(self, document: Document, block: Block, name: str) -> bool:
        neighbour = document.previous(block) if name == "previous" else document.next(block)
        matches = self.neighbours[name].search(neighbour.text if neighbour else "")
        return bool(matches) != name.startswith("not_")

    def _words_fit(self, found: regex.Match[str]) -> bool:
        known, unknown = self.options.known, self.options.unknown
        return all(is_word(found[name]) for name in known) and not any(is_word(found[name]) for name in unknown)

    def _match(self, document: Document, block: Block | None, start: int, found: regex.Match[str], span: Span) -> Match:
        place = Span(start + span.start, start + span.end)
        values = {"text": found[self.options.span or 0]}
        values.update({name: value or "" for name, value in found.groupdict().items()})
        edits: tuple[Edit, ...] = ()
        if self.setup.action:
            edits = (self._edit(document, block, place, found),)
            values["replacement"] = edits[0].replacement
        return Match(place, edits, values=values)

    def _edit(self, document: Document, block: Block | None, place: Span, found: regex.Match[str]) -> Edit:
        """What the rule's action does with one match."""
        if self.setup.action == "replace":
            return Edit(*place, found.expand(self.setup.replacement or ""))
        if self.setup.action == "delete-match":
            return Edit(*match_removal(document, place), "")
        if self.setup.action == "delete-line":
            return Edit(*line_removal(document, place), "")
        assert block is not None
        return Edit(*document.removal(block), "")


def _check_template(pattern: regex.Pattern[str], template: str) -> None:
    """Raise BadOption where a replacement names a group that the pattern has not."""
    for name, number in regex.findall(r"\\(?:g<([^>]*)>|([0-9]+))", template):
        is_there = name in pattern.groupindex or ((number or name).isdigit() and int(number or name) <= pattern.groups)
        if not is_there:
            message = f"the replacement does not fit the pattern: it has no group {name or number!r}"
            raise BadOption("replacement", message, "write (?P<name>…) in the pattern and \\g<name> here")


def line_removal(document: Document, place: Span) -> Span:
    """What to delete so that the line in which `place` stands goes, with its ending."""
    block = document.block_at(place.start)
    if block and block.first_line == block.last_line:
        return document.removal(block)
    line = document.line_at(place.start)
    following = document.lines[line.number : line.number + 1]
    # A block begins behind a byte order mark, which is not the line's to take along.
    start = block.start if block and block.first_line == line.number else line.start
    return Span(start, following[0].start if following else line.end)


def match_removal(document: Document, place: Span) -> Span:
    """What to delete so that `place` goes, with its line where nothing else stands there."""
    line = document.line_at(place.start)
    rest = document.text[line.start : place.start] + document.text[place.end : line.end]
    if place.end <= line.end and not rest.strip():
        return line_removal(document, place)
    return tidy_deletion(document.text, place)


def tidy_deletion(text: str, place: Span) -> Span:
    """`place`, and one space beside it where two would meet or one would stand at a line's edge."""
    before, after = text[: place.start][-1:], text[place.end : place.end + 1]
    if before in ("", "\n", "\r", " ") and after == " ":
        return Span(place.start, place.end + 1)
    if before == " " and after in ("", "\n", "\r"):
        return Span(place.start - 1, place.end)
    return place


KIND = Kind("A pattern, with its context and its exceptions.", Options, ACTIONS, Checker)
