"""Directives put before the blocks in which something was found, where the document reads the same afterwards."""

from __future__ import annotations

import bisect
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

import regex

from lint import fixer
from lint.document import LINE_END, Block, Document, Line, Piece
from lint.finding import Edit, Finding
from lint.origin import are_alike
from lint.text import Source, Span, SpanSet

MOST_TRIES = 100
"""So many groups of blocks are tried one by one, where not all take a comment."""
_INDENT = regex.compile(r"[ \t]*+")


@dataclass(frozen=True)
class Style:
    """How comments are written in a format, and why something is ignored."""

    template: str
    """With `{}` for what the comment says."""
    reason: str = ""

    def comment(self, rules: Iterable[str]) -> str:
        """The comment that suppresses rules in what follows it."""
        # Nothing in the reason may end the comment.
        reason = " ".join(self.reason.replace("--", "–").replace("*/", "* /").split())
        return self.template.replace(
            "{}", f"copydesk: ignore {', '.join(sorted(rules))}" + (f": {reason}" if reason else "")
        )


@dataclass(frozen=True)
class Desk:
    """What is needed to see what a comment does."""

    read: Callable[[Source], Document]
    check: Callable[[Document], Sequence[Finding]]
    style: Style


def with_comments(document: Document, findings: Sequence[Finding], desk: Desk) -> tuple[Document, list[Finding]]:
    """The document with comments for findings, and the findings for which it has no place for one."""
    draft = _Draft(document, desk)
    by_group, rest = draft.by_group(findings)
    gaps = ("\n", "\n\n")
    for gap in gaps:
        commented = draft.insert(by_group, gap)
        if commented is not None:
            return commented, rest
    taken: dict[int, tuple[list[Finding], str]] = {}
    for group, found in list(by_group.items())[:MOST_TRIES]:
        fitting = [gap for gap in gaps if draft.insert({group: found}, gap) is not None]
        if fitting:
            taken[group] = (found, fitting[0])
    left = [finding for group, found in by_group.items() if group not in taken for finding in found]
    return _one_by_one(draft, taken, left + rest)


def _one_by_one(
    draft: _Draft, taken: dict[int, tuple[list[Finding], str]], left: list[Finding]
) -> tuple[Document, list[Finding]]:
    """All comments together that are possible alone; where they do harm together, only the first."""
    for groups in (list(taken), list(taken)[:1]):
        edits = [draft.edit(group, *taken[group]) for group in groups]
        commented = draft.apply(edits, [finding for group in groups for finding in taken[group][0]])
        if groups and commented is not None:
            return commented, left + [f for group in taken if group not in groups for f in taken[group][0]]
    return draft.document, left


class _Draft:
    """A document, and what comes of comments in it."""

    def __init__(self, document: Document, desk: Desk) -> None:
        self.document, self._desk = document, desk
        found = LINE_END.search(document.source.text)
        self._line_end = found[0] if found else "\n"

    @cached_property
    def _blocks(self) -> list[tuple[Span, Block]]:
        blocks = zip(self.document.source_spans, self.document.blocks, strict=True)
        return sorted(blocks, key=lambda item: item[0])

    @cached_property
    def _starts(self) -> list[int]:
        return [span.start for span, _ in self._blocks]

    def by_group(self, findings: Iterable[Finding]) -> tuple[dict[int, list[Finding]], list[Finding]]:
        """The findings by the groups of blocks in which they stand, and those that stand in none."""
        groups: dict[int, list[Finding]] = defaultdict(list)
        rest = []
        for finding in findings:
            at = bisect.bisect_right(self._starts, finding.span.start) - 1
            if at >= 0 and finding.span.start <= self._blocks[at][0].end:
                groups[self._blocks[at][1].group].append(finding)
            else:
                rest.append(finding)
        return groups, rest

    def insert(self, groups: dict[int, list[Finding]], gap: str) -> Document | None:
        """The document with a comment before each group; None where it would not be the same, or they do not help."""
        edits = [self.edit(group, found, gap) for group, found in groups.items()]
        return self.apply(edits, [finding for found in groups.values() for finding in found])

    def edit(self, group: int, findings: Iterable[Finding], gap: str) -> Edit:
        """What puts a comment on a line of its own before a group."""
        start = min(start for span, block in self._by_number[group] for start in (span.start, *_outer_start(block)))
        text, line = self.document.source.text, self.document.source_lines.at(start)
        indent = _INDENT.match(text, line.start)
        line = self._above_explicit(line, indent[0] if indent else "")
        comment = self._desk.style.comment({finding.rule for finding in findings})
        # A byte order mark stays the first.
        at = line.start + text.startswith("\ufeff", line.start)
        return Edit(at, at, (indent[0] if indent else "") + (comment + gap).replace("\n", self._line_end))

    def _above_explicit(self, line: Line, indent: str) -> Line:
        """The line above the targets and the like that apply to what follows, in a format that has them."""
        text, lines, first = self.document.source.text, self.document.source_lines.all, line
        for above in reversed(lines[: line.number - 1] if self._desk.style.template.startswith("..") else ()):
            content = text[above.start : above.end]
            if content.startswith((f"{indent}.. ", f"{indent}__ ")):
                first = above
            elif content.strip() and not content.startswith(f"{indent} "):
                break
        return first

    @cached_property
    def _by_number(self) -> dict[int, list[tuple[Span, Block]]]:
        numbers: dict[int, list[tuple[Span, Block]]] = defaultdict(list)
        for item in self._blocks:
            numbers[item[1].group].append(item)
        return numbers

    def apply(self, edits: Iterable[Edit], meant: Sequence[Finding]) -> Document | None:
        """The document after insertions; None where anything else changed, or something meant is still found."""
        edits = sorted(edits)
        shift = _Shift(edits)
        try:
            text = fixer.apply(self.document.source.text, edits)
            source = self.document.source
            after = self._desk.read(Source.decode(source.path, source.encode(text), source.encoding))
        except UnicodeError:
            return None
        if after.source.text != text or not self._reads_the_same(after, shift):
            return None
        gone = {(finding.rule, shift.span(finding.span)) for finding in meant}
        for finding in self._desk.check(after):
            if (finding.rule, finding.span) in gone or shift.is_new(finding.span):
                return None
        return after

    def _reads_the_same(self, after: Document, shift: _Shift) -> bool:
        """Whether a document has the same prose at the same places, and nothing more than some comments."""
        before = self.document
        if (before.prose is None) is not (after.prose is None) or before.text != after.text:
            return False
        if len(after.comments) != len(before.comments) + shift.count:
            return False
        old = [(piece.start, piece.end, shift.span(piece.source), piece.kind) for piece in _pieces(before)]
        if old != [tuple(piece) for piece in _pieces(after)] or _shapes(before) != _shapes(after):
            return False
        return are_alike(
            (one.container, other.container) for one, other in zip(before.blocks, after.blocks, strict=True)
        )


def _pieces(document: Document) -> tuple[Piece, ...]:
    return () if document.prose is None else document.prose.pieces


def _shapes(document: Document) -> list[tuple[object, ...]]:
    """What of its blocks does not depend on their places in the source."""
    return [(block.kind, block.start, block.text, block.group, block.is_shown) for block in document.blocks]


def _outer_start(block: Block) -> list[int]:
    return [block.outer.start] if block.outer else []


class _Shift:
    """Where spans of a text stand after insertions."""

    def __init__(self, edits: Sequence[Edit]) -> None:
        """`edits` are sorted, and only insert."""
        self.count = len(edits)
        self._starts = [edit.start for edit in edits]
        self._sums = [0, *accumulate(len(edit.replacement) for edit in edits)]
        inserted = zip(edits, self._sums, strict=False)
        self._inserted = SpanSet(Span(e.start + shift, e.start + shift + len(e.replacement)) for e, shift in inserted)

    def span(self, span: Span) -> Span:
        """The span in the new text; what is inserted at its start goes before it."""
        first, last = bisect.bisect_right(self._starts, span.start), bisect.bisect_left(self._starts, span.end)
        return Span(span.start + self._sums[first], span.end + self._sums[max(first, last)])

    def is_new(self, span: Span) -> bool:
        """Whether a span of the new text holds something that was inserted."""
        return self._inserted.touched_by(span)
