"""Tables of reStructuredText: where each line of each cell stands."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import regex

from lint.readers.rst.rows import Row, Rows

Cells = list[list[Row]]
"""The cells of a table in reading order, each as its lines."""

_GRID_LINE = regex.compile(r"\+[-=+]+\+\Z")
_INNER_CORNER = regex.compile(r"\+[-=]+[+|]|[+|][-=]+\+")
_SIMPLE_LINE = regex.compile(r"=+[ =]*\Z")
_SPAN_LINE = regex.compile(r"-[- ]*\Z")
_EQUALS = regex.compile(r"=+")


def grid_end(rows: Rows, at: int, end: int) -> int:
    """The row behind a table with a grid."""
    while at < end and rows.content(at)[:1] in ("+", "|"):
        at += 1
    return at


def grid(rows: Rows, first: int, end: int) -> Cells | None:
    """The cells of a table with a grid; None where it is none, or one cell stands in several rows of it."""
    lines = [rows.content(index) for index in range(first, end)]
    if not all(len(line) == len(lines[0]) and line[-1] in "+|" and _has_columns(line) for line in lines):
        return None
    borders = [index for index, line in enumerate(lines) if _GRID_LINE.match(line)]
    if len(borders) < 2 or borders[-1] != len(lines) - 1:
        return None
    cells: Cells = []
    for above, below in pairwise(borders):
        inner = range(above + 1, below)
        if any(_INNER_CORNER.search(lines[index]) for index in inner):
            return None
        corners = [column for column, mark in enumerate(lines[above]) if mark == "+" and lines[below][column] == "+"]
        edges = [column for column in corners if all(lines[index][column] == "|" for index in inner)]
        for left, right in pairwise(edges):
            cells.append([_cell(rows[first + index], left + 1, right, lines[index]) for index in inner])
    return cells


def simple_end(rows: Rows, at: int, end: int) -> int | None:
    """The row behind a table whose columns are underlined; None where it does not end."""
    found = 0
    for index in range(at + 1, end):
        if _SIMPLE_LINE.match(rows.content(index)):
            found += 1
            if found == 2 or index + 1 == end or rows[index + 1].is_blank:
                return index + 1
    return None


def simple(rows: Rows, first: int, end: int) -> Cells | None:
    """The cells of a table whose columns are underlined; None where text stands between columns or over several."""
    columns = [match.span() for match in _EQUALS.finditer(rows.content(first))]
    base = rows[first].indent
    cells: Cells = []
    for index in range(first + 1, end):
        content = rows.content(index)
        if _SIMPLE_LINE.match(content) or not content:
            continue
        row = rows[index]
        line = " " * (row.indent - base) + content
        if _SPAN_LINE.match(line) or not _has_columns(rows.text[row.line : row.end]):
            return None
        if any(line[left:right].strip() for (_, left), (right, _) in pairwise(columns)):
            return None
        if line[slice(*columns[0])].strip() or not cells:
            cells += [[] for _ in columns]
        whole = row._replace(start=row.start - (row.indent - base))
        for number, (left, right) in enumerate(columns):
            stop = len(line) if number == len(columns) - 1 else right
            cells[number - len(columns)].append(_cell(whole, left, stop, line))
    return cells


def _cell(row: Row, left: int, right: int, line: str) -> Row:
    """What of a row stands between two columns."""
    content = line[left:right]
    indent = len(content) - len(content.lstrip())
    start = row.start + left + indent
    end = start + len(content.strip())
    return Row(row.line, start, end, indent, end, is_cell=True)


def _has_columns(line: str) -> bool:
    """Whether each character takes one column."""
    if line.isascii():
        return "\t" not in line
    return not any(
        unicodedata.east_asian_width(character) in "WF" or unicodedata.combining(character) for character in line
    )
