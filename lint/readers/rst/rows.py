"""The lines of a source, each with its indentation, and the part of it that a nested block has left to read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from lint.document import split_lines
from lint.readers.builder import Builder
from lint.readers.plain import BYTE_ORDER_MARK
from lint.readers.stretch import Stretch
from lint.text import Span

_TAB = 8


class Row(NamedTuple):
    """What is left of a line: from `start`, which stands `indent` columns from the left edge, to `end`."""

    line: int
    """Where the whole line begins."""
    start: int
    end: int
    """Without white space at the end."""
    indent: int
    below: int
    """Where the next line begins."""
    is_cell: bool = False
    """Whether it is a line of a table's cell, so that other cells stand between it and the next."""

    @property
    def is_blank(self) -> bool:
        """Whether nothing is left."""
        return self.start == self.end


class Rows:
    """The rows of a source, and those of cells of its tables after them."""

    def __init__(self, text: str) -> None:
        """All lines of the text."""
        self.text = text
        self._rows: list[Row] = []
        self._filled: list[int] = []
        self.add(_rows(text))

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, index: int) -> Row:
        return self._rows[index]

    def add(self, rows: Iterable[Row]) -> tuple[int, int]:
        """Append rows; where they stand."""
        first = len(self._rows)
        self._rows += rows
        filled = [0] * (len(self._rows) - first)
        following = len(self._rows)
        for index in range(len(self._rows) - 1, first - 1, -1):
            following = following if self._rows[index].is_blank else index
            filled[index - first] = following
        self._filled += filled
        return first, len(self._rows)

    def filled(self, index: int, end: int) -> int:
        """The first row from `index` on that is not blank, or `end`."""
        return min(self._filled[index], end) if index < end else end

    def content(self, index: int) -> str:
        """What is left of a row."""
        row = self._rows[index]
        return self.text[row.start : row.end]

    def enter(self, index: int, start: int, indent: int | None = None) -> None:
        """Take a marker off a row: what is left begins at the first character from `start` on, in its column."""
        row = self._rows[index]
        taken = self.text[row.start : start]
        rest = self.text[start : row.end]
        begin = row.end - len(rest.lstrip())
        column = row.indent + len(taken) + begin - start if indent is None else indent
        self._rows[index] = row._replace(start=begin, indent=column)

    def cut(self, index: int, end: int) -> None:
        """Take what stands from `end` on off a row."""
        row = self._rows[index]
        kept = row.start + len(self.text[row.start : end].rstrip())
        self._rows[index] = row._replace(end=kept, below=kept)

    def indented(self, index: int, end: int, least: int) -> int:
        """The end of the rows from `index` on that are indented by at least `least`, with the blank ones between."""
        last = index
        while (at := self.filled(last, end)) < end and self._rows[at].indent >= least:
            last = at + 1
        return last

    def least_indent(self, start: int, end: int) -> int:
        """The smallest indent of rows that are not blank."""
        return min((row.indent for row in self._rows[start:end] if not row.is_blank), default=0)

    def lines(self, start: int, end: int) -> Span:
        """The lines of some rows, without the last one's ending."""
        return Span(self._rows[start].line, self._rows[end - 1].end)

    def stretch(self, builder: Builder, start: int, end: int) -> Stretch:
        """The text of some rows, without their indents."""
        stretch = Stretch(builder)
        for index in range(start, end):
            row = self._rows[index]
            if index == end - 1:
                stretch.add(row.start, row.end)
            elif row.is_cell:
                stretch.add(row.start, row.end)
                stretch.add_break(row.end, row.end + 1)
            else:
                stretch.add(row.start, row.below)
        return stretch


def _rows(text: str) -> Iterator[Row]:
    waiting: Row | None = None
    for line in split_lines(text):
        if waiting:
            yield waiting._replace(below=line.start)
        content = text[line.start : line.end]
        stripped = content.strip()
        lead = content[: len(content) - len(content.lstrip())] if stripped else ""
        start = line.start + len(lead) + (line.start == 0 and stripped.startswith(BYTE_ORDER_MARK))
        waiting = Row(line.start, start, start + len(text[start : line.end].rstrip()), _columns(lead), line.end)
    if waiting:
        yield waiting


def _columns(lead: str) -> int:
    return len(lead.expandtabs(_TAB)) if "\t" in lead else len(lead)
