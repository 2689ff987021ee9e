"""What every reader of markup builds its document with: blocks, made of pieces that know their places in the source."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from lint.document import (
    Block,
    BlockKind,
    Comment,
    Container,
    Document,
    Lines,
    Piece,
    PieceKind,
    Prose,
    as_it_is,
    split_lines,
)
from lint.readers.plain import kind_of
from lint.text import Source, Span

_FIRST_PLACEHOLDER, _PLACEHOLDERS = 0xF0000, 0xFFFD
"""Private code points of plane 15, which no text uses and no rule looks for."""
_APART, _JOINED = "\n\n", "\n"


Part = tuple[str, int, int, PieceKind]
"""A piece of a block that is being built: its text, where it stands in the source, and how. Its offset in the text is
not known yet."""


class Builder:
    """Collects the blocks of a document in the order in which they are read.

    Offsets are code points in the source. What is never given to the builder is markup: no rule sees it, and no edit
    touches it.
    """

    def __init__(self, source: Source, escape: Callable[[str], str] = as_it_is) -> None:
        """`escape` makes of a replacement what stands for it in the source."""
        self.source, self._escape = source, escape
        self._blocks: list[Block] = []
        self._parts_of: list[list[Part]] = []
        """The parts of each block."""
        self._unsaid: list[Block] = []
        """Those of which the markup does not say what they are."""
        self._texts: list[str] = []
        """The texts of the blocks, and what stands between them."""
        self._length = 0
        self._line = 1
        """How long they are, and the last of their lines."""
        self._group = -1
        self._begun: tuple[BlockKind | None, bool, bool, Container | None] | None = None
        self._parts: list[Part] = []
        self._comments: list[Comment] = []
        self._placeholders: dict[str, str] = {}

    def open(
        self,
        kind: BlockKind | None = None,
        *,
        joined: bool = False,
        shown: bool = True,
        container: Container | None = None,
    ) -> None:
        """Begin a block, after closing the one before; a kind that the markup does not tell is guessed.

        `joined`: on the line below the last one, as lines of a table or a list; `shown`: see Block.is_shown.
        """
        self.close()
        self._begun = kind, joined, shown, container

    def verbatim(self, start: int, end: int) -> None:
        """Prose as it stands in the source."""
        self._add(self.source.text[start:end], start, end, PieceKind.VERBATIM)

    def substitute(self, text: str, start: int, end: int) -> None:
        """Prose for which something else stands in the source."""
        is_same = self.source.text[start:end] == text
        self._add(text, start, end, PieceKind.VERBATIM if is_same else PieceKind.SUBSTITUTE)

    def opaque(self, start: int, end: int) -> None:
        """What is no prose but stands among it: code, a formula, a picture, a template's tag."""
        self._add(self._placeholder(start, end), start, end, PieceKind.OPAQUE)

    def _placeholder(self, start: int, end: int) -> str:
        number = len(self._placeholders) % _PLACEHOLDERS
        return self._placeholders.setdefault(self.source.text[start:end], chr(_FIRST_PLACEHOLDER + number))

    def _add(self, text: str, start: int, end: int, kind: PieceKind) -> None:
        assert self._begun is not None, "no block has begun"
        if text:
            self._parts.append((text, start, end, kind))

    def opaque_block(
        self, start: int, end: int, outer: Span | None = None, *, container: Container | None = None
    ) -> None:
        """A block that is no prose but stands between others, so that they are no neighbours."""
        self.open(BlockKind.LINE, container=container)
        self.opaque(start, end)
        self.close(outer)

    def close(self, outer: Span | None = None) -> None:
        """End the block. White space around it is none of it, and a block without anything else is forgotten.

        `outer`: see Block.outer.
        """
        if self._begun is None:
            return
        (kind, is_joined, is_shown, container), parts = self._begun, self._parts
        self._begun, self._parts = None, []
        _trim(parts)
        if parts:
            self._put(parts, kind, is_joined, is_shown, container, outer)

    def block(
        self, parts: list[Part], kind: BlockKind | None, is_joined: bool, container: Container, outer: Span | None
    ) -> None:
        """Add a block at once, where none is open: parts in order, no text of which is empty but of what is opaque."""
        for index, (text, start, end, how) in enumerate(parts):
            if not text:
                parts[index] = self._placeholder(start, end), start, end, how
        _trim(parts)
        if parts:
            self._put(parts, kind, is_joined, True, container, outer)

    def _put(
        self,
        parts: list[Part],
        kind: BlockKind | None,
        is_joined: bool,
        is_shown: bool,
        container: Container | None,
        outer: Span | None,
    ) -> None:
        """Put a block that holds something below the others."""
        text = parts[0][0] if len(parts) == 1 else "".join([part[0] for part in parts])
        blocks, first, start = self._blocks, self._line, self._length
        if blocks and is_joined:
            self._texts.append(_JOINED)
            first, start = first + 1, start + 1
        else:
            self._group += 1
            if blocks:
                self._texts.append(_APART)
                first, start = first + 2, start + 2
        last = first + text.count("\n")
        block = Block(
            kind or BlockKind.LINE, len(blocks), self._group, start, text, first, last, outer, is_shown, container
        )
        if kind is None:
            self._unsaid.append(block)
        blocks.append(block)
        self._parts_of.append(parts)
        self._texts.append(text)
        self._length, self._line = start + len(text), last

    def comment(self, start: int, end: int, text: str) -> None:
        """A comment of the source, which is no prose; it may speak to this program."""
        self._comments.append(Comment(Span(start, end), text.strip()))

    def document(self) -> Document:
        """The document, as far as it is built."""
        self.close()
        text, blocks = "".join(self._texts), self._blocks
        if "\r" in text:
            _number_lines(text, blocks)
        _guess_kinds(blocks, self._unsaid)
        prose = Prose(text, partial(_pieces, blocks, self._parts_of), self._escape)
        return Document(self.source, tuple(blocks), prose, tuple(self._comments))


def _number_lines(text: str, blocks: Iterable[Block]) -> None:
    """Say again in which lines blocks stand, where not each ends as it was counted."""
    places = Lines(split_lines(text))
    for block in blocks:
        block.first_line, block.last_line = (places.at(offset).number for offset in block.span)


def _guess_kinds(blocks: list[Block], unsaid: Iterable[Block]) -> None:
    """Say what blocks are of which the markup says nothing."""
    for block in unsaid:
        index, group = block.index, block.group
        is_below = index > 0 and blocks[index - 1].group == group
        is_above = index + 1 < len(blocks) and blocks[index + 1].group == group
        block.kind = kind_of(block.text, alone=not (is_below or is_above))


def _pieces(blocks: list[Block], parts_of: list[list[Part]]) -> tuple[Piece, ...]:
    """The pieces of all blocks; verbatim ones that follow each other in the source are one."""
    pieces: list[Piece] = []
    for block, parts in zip(blocks, parts_of, strict=True):
        at, last = block.start, None
        for text, begin, until, kind in parts:
            end = at + len(text)
            if last is not None and kind is last.kind is PieceKind.VERBATIM and last.source.end == begin:
                last = pieces[-1] = Piece(last.start, end, Span(last.source.start, until), kind)
            else:
                last = Piece(at, end, Span(begin, until), kind)
                pieces.append(last)
            at = end
    return tuple(pieces)


def _trim(parts: list[Part]) -> None:
    """Take white space off both ends of a block."""
    if not parts or not (parts[0][0][0].isspace() or parts[-1][0][-1].isspace()):
        return
    first, last = 0, len(parts)
    while first < last and parts[first][0].isspace():
        first += 1
    while first < last and parts[last - 1][0].isspace():
        last -= 1
    parts[:] = parts[first:last]
    if not parts:
        return
    text, start, end, kind = parts[0]
    if kind is PieceKind.VERBATIM and text[0].isspace():
        shorter = text.lstrip()
        parts[0] = (shorter, end - len(shorter), end, kind)
    text, start, end, kind = parts[-1]
    if kind is PieceKind.VERBATIM and text[-1].isspace():
        shorter = text.rstrip()
        parts[-1] = (shorter, start, start + len(shorter), kind)
