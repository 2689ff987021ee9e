"""A text as a linter sees it: lines, and blocks that know their neighbours."""

from __future__ import annotations

import bisect
import enum
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import regex

from lint.literals import Folded
from lint.text import Source, Span

LINE_END = regex.compile(r"\r\n|\n|\r")


class Position(NamedTuple):
    """Line and column, both from 1; columns count code points."""

    line: int
    column: int


class BlockKind(str, enum.Enum):
    """What a block looks like. A reader decides; in plain text it is a guess."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    LIST_ITEM = "list-item"
    CAPTION = "caption"
    LINE = "line"  # short, without an end mark, and no heading: a name, a verse, a row


class Line(NamedTuple):
    """A line without its ending; `start` and `end` are code points in the source."""

    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item or caption: whole lines, without the last one's ending.

    Blocks of one `group` stand on adjacent lines; a blank line begins the next group.
    """

    kind: BlockKind
    index: int
    group: int
    start: int
    text: str
    first_line: int
    last_line: int
    word_count: int

    @property
    def span(self) -> Span:
        """The whole block in the source."""
        return Span(self.start, self.start + len(self.text))

    def place(self, start: int, end: int) -> Span:
        """Where `text[start:end]` stands in the source."""
        return Span(self.start + start, self.start + end)

    @property
    def core(self) -> Span:
        """The block in the source without white space around it; a block is never blank."""
        left = len(self.text) - len(self.text.lstrip())
        return Span(self.start + left, self.start + len(self.text.rstrip()))

    @property
    def words(self) -> list[str]:
        """The block's words, split at white space."""
        return self.text.split()


@dataclass(frozen=True)
class Document:
    """A source with its lines and blocks, in order."""

    source: Source
    lines: tuple[Line, ...]
    blocks: tuple[Block, ...]

    @property
    def text(self) -> str:
        """The whole text, as it stands in the file."""
        return self.source.text

    @cached_property
    def folded(self) -> Folded:
        """The text to look for literals in."""
        return Folded(self.text)

    @cached_property
    def folded_blocks(self) -> list[Folded]:
        """The texts of the blocks, likewise."""
        return [Folded(block.text) for block in self.blocks]

    @cached_property
    def _line_starts(self) -> list[int]:
        return [line.start for line in self.lines]

    @cached_property
    def _groups(self) -> list[list[Block]]:
        groups: list[list[Block]] = []
        for block in self.blocks:
            if block.group == len(groups):
                groups.append([])
            groups[block.group].append(block)
        return groups

    def position(self, offset: int) -> Position:
        """The line and column of a code point, or of the end of the text."""
        index = max(0, bisect.bisect_right(self._line_starts, offset) - 1)
        return Position(index + 1, offset - self.lines[index].start + 1)

    def line_at(self, offset: int) -> Line:
        """The line in which `offset` stands."""
        return self.lines[self.position(offset).line - 1]

    def block_at(self, offset: int) -> Block | None:
        """The block in which `offset` stands, its end included; None between blocks."""
        starts = self._block_starts
        index = bisect.bisect_right(starts, offset) - 1
        if index < 0 or offset > self.blocks[index].span.end:
            return None
        return self.blocks[index]

    @cached_property
    def _block_starts(self) -> list[int]:
        return [block.start for block in self.blocks]

    def previous(self, block: Block) -> Block | None:
        """The block before this one."""
        return self.blocks[block.index - 1] if block.index else None

    def next(self, block: Block) -> Block | None:
        """The block after this one."""
        return self.blocks[block.index + 1] if block.index + 1 < len(self.blocks) else None

    def group(self, block: Block) -> list[Block]:
        """The blocks on adjacent lines around this one, itself included."""
        return self._groups[block.group]

    def removal(self, first: Block, last: Block | None = None) -> Span:
        """What to delete so that a block, or those from `first` to `last`, go and their neighbours stay as far apart.

        They go with the smaller of the separators around them, the one before where they are equal; where nothing
        else is left, no separator goes.
        """
        last = last or first
        before, after = self.previous(first), self.next(last)
        if before is None and after is None:
            return Span(first.start, last.span.end)
        if before is None or (after and self._blank_lines(last, after) < self._blank_lines(before, first)):
            assert after is not None
            return Span(first.start, after.start)
        return Span(before.span.end, last.span.end)

    @staticmethod
    def _blank_lines(above: Block, below: Block) -> int:
        return below.first_line - above.last_line - 1


def split_lines(text: str) -> Iterator[Line]:
    """The lines of a text, ended by LF, CRLF or CR and by nothing else; at least one, the last may be empty."""
    number, start = 1, 0
    for ending in LINE_END.finditer(text):
        yield Line(number, start, ending.start())
        number, start = number + 1, ending.end()
    yield Line(number, start, len(text))
