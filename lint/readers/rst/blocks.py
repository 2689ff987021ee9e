"""Blocks of reStructuredText, told by their first line and by indentation, in the order of docutils."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace

import regex

from lint.document import BlockKind
from lint.readers.builder import Builder
from lint.readers.reading import Reading
from lint.readers.rst import inline
from lint.readers.rst.rows import Rows
from lint.text import Span

DEEPEST = 40
"""What is nested deeper is not read: no text is, and every level costs time and stack."""
_SHORTEST_LINE = 4
_BULLET = regex.compile(r"[-*+•‣⁃](?:\s+|\Z)")
_ROMAN = r"(?=[ivxlcdm])m{0,4}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})"
_ENUMERATOR = regex.compile(rf"(?P<open>\(?)(?P<number>\d++|[a-zA-Z]|\#|(?i:{_ROMAN}))(?P<close>[.)])(?:\s+|\Z)")
_FIELD = regex.compile(r":(?![: ])(?P<name>(?:[^:\\]|\\.|:(?!(?:[ `]|\Z)))++)(?<! ):(?:\s+|\Z)")
_SHORT_OPTION = r"[-+][a-zA-Z0-9](?: ?(?:[a-zA-Z][\w-]*|<[^<>]+>))?"
_LONG_OPTION = r"(?:--|/)[a-zA-Z0-9][\w-]*(?:[ =](?:[a-zA-Z][\w-]*|<[^<>]+>))?"
_OPTION = rf"(?:{_LONG_OPTION}|{_SHORT_OPTION})"
_OPTIONS = regex.compile(rf"{_OPTION}(?:, {_OPTION})*(?:  +|\Z)")
_DOCTEST = regex.compile(r">>>(?:\s|\Z)")
_CLASSIFIER = regex.compile(r"(`++)(?:(?!\1).){0,200}+\1|(?P<mark> +: +)")
_VERSE = regex.compile(r"\|(?:\s+|\Z)")
_LINE = regex.compile(r"([!-/:-@\[-`{-~])\1*+\Z")
_EXPLICIT = regex.compile(r"\.\.(?:\s+|\Z)")
_ANONYMOUS = regex.compile(r"__(?:\s|\Z)")
_ELEMENTS = {
    "bullet": _BULLET,
    "enumerated": _ENUMERATOR,
    "field": _FIELD,
    "option": _OPTIONS,
    "doctest": _DOCTEST,
    "verse": _VERSE,
    "grid": regex.compile(r"\+-[-+]+-\+\Z"),
    "simple": regex.compile(r"=+(?: +=+)+\Z"),
    "explicit": _EXPLICIT,
    "anonymous": _ANONYMOUS,
    "line": _LINE,
}
"""What a block's first line looks like, in the order in which it is tried; the method of that name reads the block."""
_HEAD = frozenset(("field", "explicit", "line", "title"))
"""What may stand above or among the fields at the head of a file."""
_FRONT_MATTER = frozenset(("title", "subtitle", "description", "summary", "abstract"))


@dataclass(frozen=True)
class Place:
    """Where blocks stand: how deep, in what, and what goes where one goes."""

    depth: int = 0
    kind: BlockKind | None = None
    """The kind of paragraphs, where what they stand in tells it."""
    whole: Span | None = None
    """What goes with the only block."""
    is_inner: bool = False
    """Whether the blocks stand inside another, so that the only one cannot go without it."""
    has_lead: bool = False
    """Whether a marker stands before the first block on its line."""
    is_fixed: bool = False
    """Whether no block can go: they are cells."""
    joined: bool = False
    """Whether the first block stands on the line below the last one."""
    joins_all: bool = False

    def inside(self, **changes: object) -> Place:
        """The place of what is nested here."""
        fresh = Place(self.depth + 1, is_inner=True, is_fixed=self.is_fixed, joins_all=self.joins_all)
        return replace(fresh, **changes)  # type: ignore[arg-type]


@dataclass
class Region:
    """Rows of one indent, read from the top."""

    first: int
    end: int
    base: int
    place: Place
    last: str = ""
    """The name of the block read last."""
    last_end: int = -1
    is_bound: bool = False
    """Whether explicit markup above applies to the next block: a target, a class."""


class Blocks:
    """Reads the blocks of a source into a builder; explicit markup and tables are left to a subclass."""

    def __init__(self, builder: Builder, reading: Reading) -> None:
        """`reading` says whether fields at the head of the file are read."""
        self.builder, self.reads_front_matter = builder, reading.front_matter
        self.rows = Rows(builder.source.text)
        self.has_begun = False
        """Whether something stood above that is neither the title nor a field."""

    def read_all(self) -> None:
        """Read the whole source."""
        self.read(0, len(self.rows), 0, Place())

    def read(self, first: int, end: int, base: int, place: Place) -> None:
        """Read the blocks in some rows, of which none is indented by less than `base`."""
        at = self.rows.filled(first, end)
        if at < end and place.depth > DEEPEST:
            self.builder.opaque_block(self.rows[at].start, self.rows[self._last_filled(at, end)].end)
            return
        region = Region(at, end, base, place)
        while at < end:
            name, following = self._element(region, at)
            assert following > at
            region.last, region.last_end = name, following
            region.is_bound = region.is_bound and name == "explicit"
            at = self.rows.filled(following, end)

    def _last_filled(self, first: int, end: int) -> int:
        while end - 1 > first and self.rows[end - 1].is_blank:
            end -= 1
        return end - 1

    def _element(self, region: Region, at: int) -> tuple[str, int]:
        """Read the block that begins at a row; its name, and the row behind it."""
        if self.rows[at].indent > region.base:
            return "quote", self._quote(region, at)
        content = self.rows.content(at)
        for name, pattern in _ELEMENTS.items():
            match = pattern.match(content)
            following = getattr(self, f"_{name}")(region, at, match) if match else None
            if following is not None:
                break
        else:
            name, following = self._text(region, at)
        self.has_begun = self.has_begun or name not in _HEAD
        return name, following

    # What goes

    def _may_go(self, region: Region, following: int) -> bool:
        """Whether the neighbours of a block stay apart without it: lists of one kind would be one, a quote a part."""
        if region.is_bound:
            return False
        below = self.rows.filled(following, region.end)
        if below == region.end:
            return not region.place.is_fixed
        if region.place.is_fixed or self.rows[below].indent > region.base:
            return False
        content = self.rows.content(below)
        return not any(region.last == name and pattern.match(content) for name, pattern in _ELEMENTS.items())

    def _outer(self, region: Region, at: int, following: int) -> Span | None:
        """What goes where the block in some rows goes."""
        place = region.place
        if at == region.first and self.rows.filled(following, region.end) == region.end and place.is_inner:
            return None if place.is_fixed else place.whole
        if (at == region.first and place.has_lead) or not self._may_go(region, following):
            return None
        return self.rows.lines(at, following)

    # Text

    def paragraph(
        self, region: Region, at: int, end: int, kind: BlockKind | None = None, outer: Span | None = None
    ) -> None:
        """A block of prose in some rows."""
        place = region.place
        joined = place.joins_all or (place.joined and at == region.first)
        self.builder.open(kind or place.kind, joined=joined)
        inline.emit(self.rows.stretch(self.builder, at, end))
        self.builder.close(outer)

    def _text(self, region: Region, at: int) -> tuple[str, int]:
        rows, below = self.rows, at + 1
        if below < region.end and not rows[below].is_blank:
            if rows[below].indent > region.base:
                return "definition", self._definition(region, at)
            if rows[below].indent == region.base and self._is_underline(at, below):
                self.paragraph(region, at, below, BlockKind.HEADING)
                return "title", below + 1
        end = below
        while end < region.end and not rows[end].is_blank and rows[end].indent == region.base:
            end += 1
        return "text", self._paragraph_and_literal(region, at, end)

    def _is_underline(self, title: int, line: int) -> bool:
        content = self.rows.content(line)
        length = len(content)
        return bool(_LINE.match(content)) and (length >= _SHORTEST_LINE or length >= _width(self.rows.content(title)))

    def _paragraph_and_literal(self, region: Region, at: int, end: int) -> int:
        """A paragraph; where it ends with two colons, a literal block follows, and one colon or none is read."""
        rows = self.rows
        last = rows[end - 1]
        content = rows.content(end - 1)
        if not content.endswith("::"):
            self.paragraph(region, at, end, outer=self._outer(region, at, end))
            return end
        kept = last.end - 1 if content[:-2] and not content[-3].isspace() else last.end - 2
        if content == "::" and end - at > 1:
            self.paragraph(region, at, end - 1)
        elif content != "::":
            rows.cut(end - 1, kept)
            self.paragraph(region, at, end)
        return self._literal(region, end)

    def _literal(self, region: Region, at: int) -> int:
        rows = self.rows
        below = rows.filled(at, region.end)
        if below == region.end:
            return at
        end = rows.indented(below, region.end, region.base + 1)
        if end == below:  # a quoted one: each line begins with the same mark
            mark = rows.content(below)[0]
            if mark.isalnum() or not mark.isascii():
                return at
            while end < region.end and rows.content(end)[:1] == mark:
                end += 1
        self.opaque(below, end, region)
        return end

    def _definition(self, region: Region, at: int) -> int:
        end = self.rows.indented(at + 1, region.end, region.base + 1)
        joined = self._is_next(region, at, "definition")
        self._cut_classifiers(at)
        self.paragraph(
            replace(region, place=replace(region.place, joined=joined, kind=BlockKind.LIST_ITEM), first=at), at, at + 1
        )
        place = region.place.inside(kind=BlockKind.LIST_ITEM, joined=True)
        self.read(at + 1, end, self.rows.least_indent(at + 1, end), place)
        return end

    def _cut_classifiers(self, at: int) -> None:
        """Take off a term what says of which kind it is."""
        for match in _CLASSIFIER.finditer(self.rows.content(at)):
            if match["mark"]:
                self.rows.cut(at, self.rows[at].start + match.start())
                return

    def _is_next(self, region: Region, at: int, name: str) -> bool:
        """Whether a block of that name ended in the row above."""
        return region.last == name and region.last_end == at

    def _quote(self, region: Region, at: int) -> int:
        end = self.rows.indented(at, region.end, region.base + 1)
        whole = self.rows.lines(at, end) if self._may_go(region, end) else None
        self.read(at, end, self.rows.least_indent(at, end), region.place.inside(whole=whole))
        return end

    # Lists

    def _item(self, region: Region, at: int, match: regex.Match[str], name: str, *, can_go: bool) -> int:
        rows = self.rows
        line = rows[at]
        rows.enter(at, line.start + match.end())
        is_empty = rows[at].is_blank
        least = region.base + 1 if is_empty else rows[at].indent
        end = max(at + 1, rows.indented(at + 1, region.end, least))
        goes = can_go and self._may_go(replace(region, last="" if region.last == name else region.last), end)
        place = region.place.inside(
            kind=BlockKind.LIST_ITEM,
            whole=Span(line.line, rows[end - 1].end) if goes else None,
            has_lead=not is_empty,
            joined=self._is_next(region, at, name),
        )
        first = at + is_empty
        self.read(first, end, rows.least_indent(first, end) if is_empty else least, place)
        return end

    def _bullet(self, region: Region, at: int, match: regex.Match[str]) -> int:
        return self._item(region, at, match, "bullet", can_go=True)

    def _enumerated(self, region: Region, at: int, match: regex.Match[str]) -> int | None:
        if match["open"] and match["close"] != ")":
            return None
        below = at + 1
        is_automatic = match["number"] == "#"
        if below < region.end and not self.rows[below].is_blank and self.rows[below].indent == region.base:
            following = _ENUMERATOR.match(self.rows.content(below))
            if not following or not _follows(match, following):
                return None
        end = self.rows.indented(at + 1, region.end, region.base + 1)
        last = self.rows.filled(max(end, at + 1), region.end)
        ends = last == region.end or not _ENUMERATOR.match(self.rows.content(last))
        return self._item(region, at, match, "enumerated", can_go=is_automatic or ends)

    def _field(self, region: Region, at: int, match: regex.Match[str]) -> int:
        rows = self.rows
        rows.enter(at, rows[at].start + match.end())
        end = max(at + 1, rows.indented(at + 1, region.end, region.base + 1))
        is_front_matter = not self.has_begun and region.place.depth == 0
        if not is_front_matter or (self.reads_front_matter and match["name"].lower() in _FRONT_MATTER):
            place = region.place.inside(
                kind=BlockKind.LIST_ITEM, has_lead=True, joined=self._is_next(region, at, "field")
            )
            self.body(at, end, place)
        return end

    def body(self, at: int, end: int, place: Place) -> None:
        """What stands behind a marker and below it, where the first line's column says nothing."""
        rows = self.rows
        below = rows.filled(at + 1, end)
        if not rows[at].is_blank:
            least = rows.least_indent(below, end) if below < end else rows[at].indent
            rows.enter(at, rows[at].start, least)
            self.read(at, end, least, place)
        elif below < end:
            self.read(below, end, rows.least_indent(below, end), replace(place, has_lead=False))

    def _option(self, region: Region, at: int, match: regex.Match[str]) -> int | None:
        rows = self.rows
        end = max(at + 1, rows.indented(at + 1, region.end, region.base + 1))
        if match.end() == len(rows.content(at)) and end == at + 1:
            return None
        rows.enter(at, rows[at].start + match.end())
        place = region.place.inside(kind=BlockKind.LIST_ITEM, has_lead=True, joined=self._is_next(region, at, "option"))
        self.body(at, end, place)
        return end

    def _verse(self, region: Region, at: int, match: regex.Match[str]) -> int:
        rows = self.rows
        joined = self._is_next(region, at, "verse")
        rows.enter(at, rows[at].start + match.end())
        end = at + 1
        while end < region.end and not rows[end].is_blank and rows[end].indent > region.base:
            end += 1
        if not rows[at].is_blank:
            self.builder.open(BlockKind.LINE, joined=joined)
            inline.emit(rows.stretch(self.builder, at, end))
            self.builder.close()
        return end

    # What is no text

    def opaque(self, first: int, end: int, region: Region) -> None:
        """Rows that are no prose; between cells of a table they would part what is one."""
        if not region.place.is_fixed:
            self.builder.opaque_block(self.rows[first].start, self.rows[end - 1].end)

    def _doctest(self, region: Region, at: int, match: regex.Match[str]) -> int:  # noqa: ARG002
        end = at
        while end < region.end and not self.rows[end].is_blank:
            end += 1
        self.opaque(at, end, region)
        return end

    def _line(self, region: Region, at: int, match: regex.Match[str]) -> int | None:
        """A title between two lines, or a line alone. No title goes: its lines tell the levels of those below."""
        rows, content = self.rows, match[0]
        below, under = at + 1, at + 2
        if (
            under < region.end
            and not rows[below].is_blank
            and rows[under].indent == region.base
            and rows.content(under) == content
            and (len(content) >= _SHORTEST_LINE or len(content) >= _width(rows.content(below)))
        ):
            self.paragraph(region, below, under, BlockKind.HEADING)
            return under + 1
        if len(content) < _SHORTEST_LINE or content == "::":
            return None
        if region.place.depth == 0 and (below == region.end or rows[below].is_blank):
            return below
        self.opaque(at, below, region)
        return below

    def _anonymous(self, region: Region, at: int, match: regex.Match[str]) -> int:  # noqa: ARG002
        return max(at + 1, self.rows.indented(at + 1, region.end, region.base + 1))

    def _explicit(self, region: Region, at: int, match: regex.Match[str]) -> int:
        raise NotImplementedError

    def _grid(self, region: Region, at: int, match: regex.Match[str]) -> int | None:
        raise NotImplementedError

    def _simple(self, region: Region, at: int, match: regex.Match[str]) -> int | None:
        raise NotImplementedError


def _width(text: str) -> int:
    """The columns that a title takes."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return len(text) + wide - sum(map(bool, map(unicodedata.combining, text)))


def _follows(above: regex.Match[str], below: regex.Match[str]) -> bool:
    """Whether one enumerator looks as the one after another."""
    return above["open"] == below["open"] and above["close"] == below["close"]
