"""Explicit markup of reStructuredText, two dots and what follows, and tables: what of them is read."""

from __future__ import annotations

from dataclasses import replace

import regex

from lint.document import BlockKind
from lint.readers.rst import tables
from lint.readers.rst.blocks import Blocks, Place, Region
from lint.readers.rst.directives import BINDING, DIRECTIVES, UNKNOWN, Argument, Body

_NAME = r"[^\W_]++(?:[-._+:][^\W_]++)*+"
_NOTE = regex.compile(rf"\[(?:\d+|\#|\#?{_NAME}|\*)\](?:\s+|\Z)")
_TARGET = regex.compile(r"_(?![ _])(?:`[^`]+`|(?:[^:\\`]|\\.|:(?!\s|\Z))++)\s*:(?:\s|\Z)|__:(?:\s|\Z)")
_SUBSTITUTION = regex.compile(r"\|(?! )[^|]++\|(?:\s|\Z)")
_DIRECTIVE = regex.compile(rf"(?P<name>{_NAME}) ?::(?:\s+|\Z)")
_OPTION = regex.compile(r":(?P<name>[\w-]++):(?:\s+|\Z)")
_VERSION = regex.compile(r"\S+\s*")
_TITLES = {Argument.TITLE: BlockKind.HEADING, Argument.CAPTION: BlockKind.CAPTION}


class Reader(Blocks):
    """Reads all blocks."""

    def _explicit(self, region: Region, at: int, match: regex.Match[str]) -> int:
        rows, start = self.rows, self.rows[at].start
        rows.enter(at, start + match.end())
        end = max(at + 1, rows.indented(at + 1, region.end, region.base + 1))
        content = rows.content(at)
        note, directive = _NOTE.match(content), _DIRECTIVE.match(content)
        is_hidden = _TARGET.match(content) or _SUBSTITUTION.match(content)
        if not (note or directive or is_hidden):
            return self._comment(region, at, end, start)
        self.has_begun = True
        if is_hidden:
            region.is_bound |= content.endswith(":") and at + 1 == end
            return end
        marker = note or directive
        assert marker
        rows.enter(at, rows[at].start + marker.end())
        if directive:
            name = directive["name"].lower()
            self._directive(name, region, at, end, start)
            region.is_bound = name in BINDING and rows.filled(at + 1, end) == end
        else:
            self.body(at, end, region.place.inside(has_lead=True))
            region.is_bound = False
        return end

    def _comment(self, region: Region, at: int, end: int, start: int) -> int:
        rows = self.rows
        if rows[at].is_blank and (at + 1 == end or rows[at + 1].is_blank):
            return at + 1  # an empty comment has nothing below it
        if not region.place.is_fixed:
            text = "\n".join(rows.content(row) for row in range(at, end))
            self.builder.comment(start, rows[end - 1].end, text.strip())
        return end

    def _directive(self, name: str, region: Region, at: int, end: int, start: int) -> None:
        """The argument up to the options or a blank line, the options, and the body below a blank line."""
        rows = self.rows
        spec = DIRECTIVES.get(name, UNKNOWN)
        head = at + 1
        while head < end and not rows[head].is_blank:
            head += 1
        options = next((row for row in range(at, head) if _OPTION.match(rows.content(row))), head)
        place = region.place.inside()
        if spec.argument in _TITLES:
            self._argument(region, at, options, _TITLES[spec.argument])
        if name in ("image", "figure"):
            self._picture(region, at, options, head)
        elif spec.body is Body.OPAQUE:
            self._opaque_body(region, spec.argument, options, end, start)
        elif spec.argument in (Argument.BODY, Argument.VERSION):
            self._argument_and_body(spec.argument, at, options, head, end, place)
            return
        body = rows.filled(head, end)
        if body < end:
            self._read_body(spec.body, region, body, end)

    def _argument_and_body(self, argument: Argument, at: int, options: int, head: int, end: int, place: Place) -> None:
        rows = self.rows
        version = _VERSION.match(rows.content(at)) if argument is Argument.VERSION else None
        if version:
            rows.enter(at, rows[at].start + version.end())
        if options == head:
            self.body(at, end, replace(place, has_lead=True))
            return
        self.body(at, options, replace(place, has_lead=True))
        body = rows.filled(head, end)
        self.read(body, end, rows.least_indent(body, end), place)

    def _argument(self, region: Region, at: int, end: int, kind: BlockKind) -> None:
        first = self.rows.filled(at, end)
        if first < end:
            self.paragraph(region, first, end, kind)

    def _picture(self, region: Region, at: int, options: int, head: int) -> None:
        """The alternative text of a picture; without one the picture still stands between its neighbours."""
        rows = self.rows
        for row in range(options, head):
            option = _OPTION.match(rows.content(row))
            if option and option["name"] == "alt":
                rows.enter(row, rows[row].start + option.end())
                stop = next((below for below in range(row + 1, head) if _OPTION.match(rows.content(below))), head)
                self.builder.open(BlockKind.CAPTION, joined=region.place.joins_all, shown=False)
                stretch = rows.stretch(self.builder, row, stop)
                stretch.verbatim(0, len(stretch.text))
                self.builder.close()
                return
        if not region.place.is_fixed and not rows[at].is_blank:
            self.builder.opaque_block(rows[at].start, rows[max(at, options - 1)].end)

    def _opaque_body(self, region: Region, argument: Argument, options: int, end: int, start: int) -> None:
        first = start if argument is Argument.HIDDEN else self.rows[min(options, end - 1)].start
        if not region.place.is_fixed and first < self.rows[end - 1].end:
            self.builder.opaque_block(first, self.rows[end - 1].end)

    def _read_body(self, body: Body, region: Region, first: int, end: int) -> None:
        rows = self.rows
        place = region.place.inside()
        if body is Body.ROWS:
            place = replace(place, is_fixed=True, joins_all=True, kind=BlockKind.LIST_ITEM)
        elif body is Body.FIGURE:
            caption = first
            while first < end and not rows[first].is_blank:
                first += 1
            if not _is_comment(rows.content(caption)):
                self.paragraph(replace(region, place=place), caption, first, BlockKind.CAPTION)
        elif body is Body.OPAQUE:
            return
        self.read(first, end, rows.least_indent(first, end), place)

    def _grid(self, region: Region, at: int, match: regex.Match[str]) -> int:  # noqa: ARG002
        end = tables.grid_end(self.rows, at, region.end)
        self._table(region, at, end, tables.grid(self.rows, at, end))
        return end

    def _simple(self, region: Region, at: int, match: regex.Match[str]) -> int:  # noqa: ARG002
        end = tables.simple_end(self.rows, at, region.end)
        if end is None:
            end = at + 1
            while end < region.end and not self.rows[end].is_blank:
                end += 1
            self.opaque(at, end, region)
        else:
            self._table(region, at, end, tables.simple(self.rows, at, end))
        return end

    def _table(self, region: Region, at: int, end: int, cells: tables.Cells | None) -> None:
        if cells is None or region.place.is_fixed:
            self.opaque(at, end, region)
            return
        joined = False
        for cell in cells:
            first, last = self.rows.add(cell)
            place = region.place.inside(kind=BlockKind.LIST_ITEM, is_fixed=True, joins_all=joined)
            self.read(first, last, self.rows.least_indent(first, last), place)
            joined = True


def _is_comment(content: str) -> bool:
    return content == ".."
