"""A text as a linter sees it: lines, blocks that know their neighbours, and where each piece of it stands in the file.

Of a file with markup the text is what people read of it: rules run on that text as on any other, and `lint/origin.py`
takes what they say back to the file.
"""

from __future__ import annotations

import bisect
import enum
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from lint.text import PLAIN as PLAIN
from lint.text import Source, Span

LINE_END = re.compile(r"\r\n|\n|\r")


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
    """A line without its ending; `start` and `end` are code points in the text."""

    number: int
    start: int
    end: int


class PieceKind(enum.Enum):
    """How a piece of a document's text stands for a piece of its source."""

    VERBATIM = "verbatim"
    """The same code points."""
    SUBSTITUTE = "substitute"
    """Others: a character for its entity, a space for a line break and the white space around it."""
    OPAQUE = "opaque"
    """One placeholder for what is no prose: code, a formula, a picture. Equal ones stand for equal sources."""


class Piece(NamedTuple):
    """A piece of a document's text, from `start` to `end`, and what it stands for in the source."""

    start: int
    end: int
    source: Span
    kind: PieceKind


class Container:
    """What a block stands in, in markup: a list, an item of it, a quotation. No two are equal."""

    def __init__(self, kind: str, parent: Container | None = None) -> None:
        """`kind` is what it is, with all that a page shows of it, such as the level of a heading."""
        self.kind = kind
        self.parent = parent


class Comment(NamedTuple):
    """A comment in the source's own syntax, and what it says."""

    source: Span
    text: str


@dataclass(slots=True, unsafe_hash=True)  # nobody changes one; `frozen` would take six times as long to make it
class Block:
    """A paragraph, heading, list item or caption: whole lines, without the last one's ending.

    Blocks of one `group` stand on adjacent lines; a blank line begins the next group. All offsets are in the text.
    """

    kind: BlockKind
    index: int
    group: int
    start: int
    text: str
    first_line: int
    last_line: int
    outer: Span | None = None
    """In markup: what of the source goes where the block is deleted; None where it cannot be deleted alone."""
    is_shown: bool = True
    """Whether readers of the page see it; the alternative text of a picture they do not."""
    container: Container | None = field(default=None, repr=False)
    """The innermost thing that it stands in; None where the format has none, or its reader says nothing of it."""
    _word_count: int = field(default=-1, init=False, repr=False, compare=False)

    @property
    def word_count(self) -> int:
        """How many words the block has, split at white space; counted where somebody asks."""
        if self._word_count < 0:
            self._word_count = len(self.text.split())
        return self._word_count

    @property
    def span(self) -> Span:
        """The whole block."""
        return Span(self.start, self.start + len(self.text))

    def place(self, start: int, end: int) -> Span:
        """Where `text[start:end]` of the block stands in the document's text."""
        return Span(self.start + start, self.start + end)

    @property
    def core(self) -> Span:
        """The block without white space around it; a block is never blank."""
        left = len(self.text) - len(self.text.lstrip())
        return Span(self.start + left, self.start + len(self.text.rstrip()))

    @property
    def words(self) -> list[str]:
        """The block's words, split at white space."""
        return self.text.split()


class Lines:
    """The lines of a text, which can be asked where an offset stands."""

    def __init__(self, lines: Iterable[Line]) -> None:
        """At least one line, as of `split_lines`."""
        self.all = tuple(lines)
        self._starts = [line.start for line in self.all]

    def position(self, offset: int) -> Position:
        """The line and column of a code point, or of the end of the text."""
        line = self.at(offset)
        return Position(line.number, offset - line.start + 1)

    def at(self, offset: int) -> Line:
        """The line in which `offset` stands."""
        return self.all[max(0, bisect.bisect_right(self._starts, offset) - 1)]


class Units(NamedTuple):
    """What of a file people are told in place of lines, where it has none."""

    name: str
    """In the singular, as it stands in reports: `paragraph`."""
    spans: tuple[Line, ...]
    """At least one; each with its number in the file, and where it stands in the source's text."""


def as_it_is(replacement: str) -> str:
    """What a replacement looks like in a format that has no markup."""
    return replacement


class Prose:
    """What of a source with markup is read: the text, and the pieces that it is made of, in its order.

    The pieces' sources never overlap. They need not be in the order of the source, and what stands between blocks
    belongs to none.
    """

    def __init__(
        self, text: str, pieces: Callable[[], tuple[Piece, ...]], escape: Callable[[str], str] = as_it_is
    ) -> None:
        """`pieces` makes them where somebody asks, which is not before something was found."""
        self.text, self._make_pieces = text, pieces
        self.escape = escape
        """What a replacement looks like in the source, so that nothing in it is markup."""

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """What the text is made of."""
        return self._make_pieces()


@dataclass(frozen=True)
class Document:
    """A source with the blocks of its text, in order."""

    source: Source
    blocks: tuple[Block, ...]
    prose: Prose | None = None
    """What of the source is read; None where that is all of it, as in plain text."""
    comments: tuple[Comment, ...] = ()
    format: str = PLAIN
    """The name of the format in which it was read."""
    units: Units | None = None
    """What findings are placed by, in a file that has no lines. Such a file is never changed."""

    @property
    def text(self) -> str:
        """What rules look at: the whole source, or what people read of it."""
        return self.source.text if self.prose is None else self.prose.text

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The lines of the text."""
        return tuple(split_lines(self.text))

    @cached_property
    def _groups(self) -> list[list[Block]]:
        groups: list[list[Block]] = []
        for block in self.blocks:
            if block.group == len(groups):
                groups.append([])
            groups[block.group].append(block)
        return groups

    @cached_property
    def _text_lines(self) -> Lines:
        return Lines(self.lines)

    @cached_property
    def source_lines(self) -> Lines:
        """The lines of the source, or its units: what people are shown, whatever is read of it."""
        if self.units:
            return Lines(self.units.spans)
        return self._text_lines if self.prose is None else Lines(split_lines(self.source.text))

    @cached_property
    def _piece_ends(self) -> list[int]:
        return [] if self.prose is None else [piece.end for piece in self.prose.pieces]

    @cached_property
    def _piece_starts(self) -> list[int]:
        return [] if self.prose is None else [piece.start for piece in self.prose.pieces]

    def pieces_of(self, span: Span) -> tuple[Piece, ...]:
        """The pieces of which a stretch of the text holds a code point, in order; none in a source without markup."""
        if self.prose is None:
            return ()
        first = bisect.bisect_right(self._piece_ends, span.start)
        return self.prose.pieces[first : bisect.bisect_left(self._piece_starts, span.end, first)]

    def source_span(self, span: Span) -> Span:
        """What a stretch of the text stands for in the source, with the markup inside it."""
        pieces = self.pieces_of(span)
        if not pieces:
            return span if self.prose is None else self._between_pieces(span.start)
        start, end = source_offset(pieces[0], span.start), source_offset(pieces[-1], span.end, is_end=True)
        # Pieces may stand in another order in the source, as a picture's title before its alternative text.
        return Span(start, end) if start < end else pieces[0].source

    @cached_property
    def placeholders(self) -> dict[str, str]:
        """What each placeholder in the text stands for."""
        pieces = () if self.prose is None else self.prose.pieces
        opaque = (piece for piece in pieces if piece.kind is PieceKind.OPAQUE)
        return {self.text[piece.start]: self.source.text[slice(*piece.source)] for piece in opaque}

    def _between_pieces(self, offset: int) -> Span:
        """Where a place between two blocks stands in the source: an empty span at the end of the block before it."""
        assert self.prose is not None
        at = bisect.bisect_right(self._piece_ends, offset) - 1
        before = self.prose.pieces[at].source.end if at >= 0 else 0
        return Span(before, before)

    def source_block_at(self, offset: int) -> Span | None:
        """Where the block stands in the source that holds an offset there, its end included."""
        if self.prose is None:
            block = self.block_at(offset)
            return block.span if block else None
        return next((span for span in self.source_spans if span.start <= offset <= span.end), None)

    @cached_property
    def source_spans(self) -> tuple[Span, ...]:
        """Where each block stands in the source, in the order of the blocks."""
        return tuple(self.source_span(block.span) for block in self.blocks)

    def is_beside_picture(self, block: Block) -> bool:
        """Whether markup shows a picture right before or after a block: by a text of its own, or by a placeholder."""
        if self.prose is None:
            return False
        beside = (other for other in (self.previous(block), self.next(block)) if other is not None)
        return any(not other.is_shown or other.text in self.placeholders for other in beside)

    def place_name(self, block: Block) -> str:
        """Where a block begins in the source, for people: `line 3`."""
        number = self.source_lines.at(self.source_span(block.core).start).number
        return f"{self.units.name if self.units else 'line'} {number}"

    def line_at(self, offset: int) -> Line:
        """The line of the text in which `offset` stands."""
        return self._text_lines.at(offset)

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

    def blocks_of(self, span: Span) -> tuple[Block, ...]:
        """The blocks of which a stretch of the text holds a code point."""
        first = max(0, bisect.bisect_right(self._block_starts, span.start) - 1)
        until = bisect.bisect_left(self._block_starts, span.end, first)
        return tuple(block for block in self.blocks[first:until] if block.span.overlaps(span))

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


def source_offset(piece: Piece, offset: int, *, is_end: bool = False) -> int:
    """Where an offset in a piece, or beyond it, stands in the source; inside what is no verbatim text, at its edge."""
    if piece.kind is PieceKind.VERBATIM:
        return piece.source.start + min(max(offset, piece.start), piece.end) - piece.start
    return piece.source.end if is_end else piece.source.start


def split_lines(text: str) -> Iterator[Line]:
    """The lines of a text, ended by LF, CRLF or CR and by nothing else; at least one, the last may be empty."""
    number, start = 1, 0
    for ending in LINE_END.finditer(text):
        yield Line(number, start, ending.start())
        number, start = number + 1, ending.end()
    yield Line(number, start, len(text))
