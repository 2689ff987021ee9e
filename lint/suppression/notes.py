"""The directives in a document's comments, each with the part of the source for which it holds."""

from __future__ import annotations

import bisect
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from lint.document import Block, Comment, Document
from lint.suppression.directive import Directive, Mistake, Name, Verb, parse
from lint.suppression.names import Names
from lint.text import Span

MOST_HINTS = 50
"""So many unknown names of a file are compared with those that there are."""


@dataclass(frozen=True)
class Note:
    """A directive, where it stands, and for which part of the source it holds."""

    comment: Comment
    directive: Directive
    place: Span

    text_start: int
    """Where the comment's text begins in the source, or -1 where it stands there in other words."""
    is_alone: bool
    """Whether nothing else stands on its lines, nor on those of its end."""
    end: Comment | None = None
    """The comment that ends what it began."""

    def name_span(self, name: Name) -> Span:
        """Where one of its names stands in the source; the whole comment where that cannot be told."""
        if self.text_start < 0:
            return self.comment.source
        return Span(self.text_start + name.span.start, self.text_start + name.span.end)


class Invalid(NamedTuple):
    """A comment, or a part of one, that cannot be followed."""

    span: Span
    mistake: Mistake


@dataclass(frozen=True)
class Notes:
    """All that a document's comments say to this program."""

    all: tuple[Note, ...] = ()
    invalid: tuple[Invalid, ...] = ()
    directives: tuple[Comment, ...] = ()
    """The comments that are meant for this program, whether it can follow them or not."""


def read_notes(document: Document, names: Names) -> Notes:
    """The notes in a document's comments, and what is wrong with others."""
    reader = _Reader(document, names)
    for comment in sorted(document.comments):
        said = parse(comment.text)
        if said is not None:
            reader.directives.append(comment)
        if isinstance(said, Mistake):
            reader.invalid.append(Invalid(comment.source, said))
        elif said is not None:
            reader.take(comment, said)
    return reader.finish()


class _Reader:
    """Takes directives in their order in the source."""

    def __init__(self, document: Document, names: Names) -> None:
        self._places, self._names, self._source = _Places(document), names, document.source.text
        self._notes: list[Note] = []
        self._open: dict[int, Note] = {}  # by their number, the last one last
        self._numbers: dict[frozenset[str], list[int]] = defaultdict(list)  # of those of equal names
        self._started, self._hints = 0, MOST_HINTS
        self.invalid: list[Invalid] = []
        self.directives: list[Comment] = []

    def take(self, comment: Comment, directive: Directive) -> None:
        """Find the directive's part of the source."""
        text_start = self._source.find(comment.text, *comment.source)
        place, is_alone = Span(comment.source.end, len(self._source)), self._places.stand_alone(comment.source)
        whole = Note(comment, directive, place, text_start, is_alone)
        if directive.verb is Verb.END:
            self._end(whole)
            return
        whole = self._with_known_names(whole)
        if not whole.directive.names:
            return
        if directive.verb is Verb.START:
            self._numbers[_names(whole)].append(self._started)
            self._open[self._started] = whole
            self._started += 1
        else:
            self._notes.append(replace(whole, place=self._places.of(comment.source, directive.verb)))

    def _with_known_names(self, note: Note) -> Note:
        known = tuple(name for name in note.directive.names if name.text in self._names)
        for name in note.directive.names:
            if name.text not in self._names:
                mistake = Mistake(f"{name.text!r} is no rule, category or pack", self._hint(name.text))
                self.invalid.append(Invalid(note.name_span(name), mistake))
        first = note.directive.reason.split(maxsplit=1)[:1]
        if first and "-" in first[0] and first[0] in self._names:
            mistake = Mistake(f"{first[0]!r} stands where the reason begins", "put a comma between two names")
            self.invalid.append(Invalid(note.comment.source, mistake))
        return replace(note, directive=replace(note.directive, names=known))

    def _hint(self, name: str) -> str:
        self._hints -= 1
        return self._names.hint(name) if self._hints >= 0 else "see `copydesk rules`"

    def _end(self, end: Note) -> None:
        """Close the last that is open, or the last of the same names where the end has some."""
        start = self._last_open(_names(end))
        if start is not None:
            place = Span(start.place.start, end.comment.source.start)
            is_alone = start.is_alone and end.is_alone
            self._notes.append(replace(start, place=place, is_alone=is_alone, end=end.comment))
            return
        what = f" with {', '.join(sorted(_names(end)))}" if end.directive.names else ""
        mistake = Mistake(f"No `ignore-start`{what} stands before this", "take the comment out, or write the start")
        self.invalid.append(Invalid(end.comment.source, mistake))

    def _last_open(self, names: frozenset[str]) -> Note | None:
        if not names:
            return self._open.popitem()[1] if self._open else None
        numbers = self._numbers[names]
        while numbers:
            start = self._open.pop(numbers.pop(), None)
            if start is not None:
                return start
        return None

    def finish(self) -> Notes:
        """What was taken; what was never closed holds to the end."""
        for start in self._open.values():
            mistake = Mistake(
                "No `ignore-end` follows", "write `copydesk: ignore-end`, or `ignore-file` for the whole file"
            )
            self.invalid.append(Invalid(start.comment.source, mistake))
        notes = sorted([*self._notes, *self._open.values()], key=lambda note: note.comment.source)
        return Notes(
            tuple(notes), tuple(sorted(self.invalid, key=lambda invalid: invalid.span)), tuple(self.directives)
        )


def _names(note: Note) -> frozenset[str]:
    return frozenset(name.text for name in note.directive.names)


class _Places:
    """Tells for what part of the source a directive holds."""

    def __init__(self, document: Document) -> None:
        self._document, self._text = document, document.source.text
        # Comments that share a line, or stand below each other before one, ask the same questions.
        self._alone: dict[Span, bool] = {}
        self._following_text: dict[int, Span | None] = {}
        self._group_ends: dict[int, int] = {}

    def of(self, comment: Span, verb: Verb) -> Span:
        """The part for a directive that holds for itself alone; empty at its end where nothing follows."""
        if verb is Verb.FILE:
            return Span(0, len(self._text))
        if verb is Verb.NEXT_LINE:
            return self._next_line(comment)
        return self._following(comment) if self.stand_alone(comment) else self._own_lines(comment)

    def _own_lines(self, comment: Span) -> Span:
        lines = self._document.source_lines
        return Span(lines.at(comment.start).start, lines.at(comment.end).end)

    def stand_alone(self, comment: Span) -> bool:
        """Whether nothing but white space and other comments stands on its lines."""
        lines = self._own_lines(comment)
        if lines not in self._alone:
            self._alone[lines] = not self._without_comments(lines).strip()
        return self._alone[lines]

    def _without_comments(self, span: Span) -> str:
        """A part of the source without the comments in it."""
        kept, at = [], span.start
        first = max(0, bisect.bisect_right(self._comment_starts, span.start) - 1)
        for comment in self._comments[first:]:
            if comment.start >= span.end:
                break
            kept.append(self._text[at : max(at, comment.start)])
            at = max(at, min(comment.end, span.end))
        return "".join([*kept, self._text[at : span.end]])

    @cached_property
    def _comments(self) -> list[Span]:
        return sorted(comment.source for comment in self._document.comments)

    @cached_property
    def _comment_starts(self) -> list[int]:
        return [comment.start for comment in self._comments]

    def _next_line(self, comment: Span) -> Span:
        """The next line on which anything stands that is no comment."""
        lines, passed, found = self._document.source_lines, [], None
        for line in lines.all[lines.at(comment.end).number :]:
            if line.number in self._following_text:
                found = self._following_text[line.number]
                break
            passed.append(line.number)
            if self._without_comments(Span(line.start, line.end)).strip():
                found = Span(line.start, line.end)
                break
        self._following_text.update(dict.fromkeys(passed, found))
        return found or Span(comment.end, comment.end)

    def _following(self, comment: Span) -> Span:
        """The next block with those on the lines below it: a paragraph, a list, a table."""
        at = bisect.bisect_left(self._block_starts, comment.end)
        if at == len(self._blocks):
            return Span(comment.end, comment.end)
        return Span(comment.end, self._group_end(self._blocks[at][1]))

    def _group_end(self, block: Block) -> int:
        if block.group not in self._group_ends:
            spans = (self._document.source_spans[other.index] for other in self._document.group(block))
            end = max(span.end for span in spans)
            self._group_ends[block.group] = self._document.source_lines.at(end).end
        return self._group_ends[block.group]

    @cached_property
    def _blocks(self) -> list[tuple[int, Block]]:
        blocks = ((self._document.source_spans[block.index].start, block) for block in self._document.blocks)
        return sorted(blocks, key=lambda item: item[0])

    @cached_property
    def _block_starts(self) -> list[int]:
        return [start for start, _ in self._blocks]
