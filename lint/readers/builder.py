"""What every reader of markup builds its document with: blocks, made of pieces that know their places in the source."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lint.document import (
    Block,
    BlockKind,
    Comment,
    Container,
    Document,
    Line,
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


@dataclass
class _Part:
    """A piece of the block that is being built, with its own text; its offsets are not known yet."""

    text: str
    source: Span
    kind: PieceKind


@dataclass
class _Draft:
    """A block before the text is put together."""

    kind: BlockKind | None
    is_joined: bool
    is_shown: bool
    container: Container | None = None
    outer: Span | None = None
    parts: list[_Part] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(part.text for part in self.parts)


class Builder:
    """Collects the blocks of a document in the order in which they are read.

    Offsets are code points in the source. What is never given to the builder is markup: no rule sees it, and no edit
    touches it.
    """

    def __init__(self, source: Source, escape: Callable[[str], str] = as_it_is) -> None:
        """`escape` makes of a replacement what stands for it in the source."""
        self.source, self._escape = source, escape
        self._drafts: list[_Draft] = []
        self._open: _Draft | None = None
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
        self._open = _Draft(kind, joined, shown, container)

    def verbatim(self, start: int, end: int) -> None:
        """Prose as it stands in the source."""
        self._add(self.source.text[start:end], start, end, PieceKind.VERBATIM)

    def substitute(self, text: str, start: int, end: int) -> None:
        """Prose for which something else stands in the source."""
        is_same = self.source.text[start:end] == text
        self._add(text, start, end, PieceKind.VERBATIM if is_same else PieceKind.SUBSTITUTE)

    def opaque(self, start: int, end: int) -> None:
        """What is no prose but stands among it: code, a formula, a picture, a template's tag."""
        what = self.source.text[start:end]
        number = len(self._placeholders) % _PLACEHOLDERS
        placeholder = self._placeholders.setdefault(what, chr(_FIRST_PLACEHOLDER + number))
        self._add(placeholder, start, end, PieceKind.OPAQUE)

    def _add(self, text: str, start: int, end: int, kind: PieceKind) -> None:
        assert self._open is not None, "no block has begun"
        if text:
            self._open.parts.append(_Part(text, Span(start, end), kind))

    def opaque_block(
        self, start: int, end: int, outer: Span | None = None, *, container: Container | None = None
    ) -> None:
        """A block that is no prose but stands between others, so that they are no neighbours."""
        self.open(container=container)
        self.opaque(start, end)
        self.close(outer)

    def close(self, outer: Span | None = None) -> None:
        """End the block. White space around it is none of it, and a block without anything else is forgotten.

        `outer`: see Block.outer.
        """
        draft, self._open = self._open, None
        if draft is None:
            return
        _trim(draft.parts)
        if draft.parts:
            draft.outer = outer
            self._drafts.append(draft)

    def comment(self, start: int, end: int, text: str) -> None:
        """A comment of the source, which is no prose; it may speak to this program."""
        self._comments.append(Comment(Span(start, end), text.strip()))

    def document(self) -> Document:
        """The document, as far as it is built."""
        self.close()
        text, starts = _join(self._drafts)
        lines = tuple(split_lines(text))
        pieces = (piece for draft, start in zip(self._drafts, starts, strict=True) for piece in _pieces(draft, start))
        prose = Prose(text, tuple(pieces), self._escape)
        return Document(self.source, lines, tuple(self._blocks(starts, lines)), prose, tuple(self._comments))

    def _blocks(self, starts: list[int], lines: tuple[Line, ...]) -> Iterator[Block]:
        group, places = -1, Lines(lines)
        follows = [draft.is_joined for draft in self._drafts[1:]] + [False]
        for index, (draft, start) in enumerate(zip(self._drafts, starts, strict=True)):
            is_joined = draft.is_joined and index > 0
            group += not is_joined
            content = draft.text
            words = len(content.split())
            kind = draft.kind or kind_of(content, words, alone=not (is_joined or follows[index]))
            first, last = places.at(start).number, places.at(start + len(content)).number
            yield Block(
                *(kind, index, group, start, content, first, last, words),
                *(draft.outer, draft.is_shown, draft.container),
            )


def _join(drafts: list[_Draft]) -> tuple[str, list[int]]:
    """The text of all blocks, and where each of them begins."""
    parts, starts, length = [], [], 0
    for index, draft in enumerate(drafts):
        gap = "" if index == 0 else _JOINED if draft.is_joined else _APART
        starts.append(length + len(gap))
        parts += [gap, draft.text]
        length += len(gap) + len(parts[-1])
    return "".join(parts), starts


def _pieces(draft: _Draft, start: int) -> Iterator[Piece]:
    """The pieces of a block that begins at `start`; verbatim ones that follow each other are one."""
    pieces: list[Piece] = []
    for part in draft.parts:
        last = pieces[-1] if pieces else None
        if last and part.kind is last.kind is PieceKind.VERBATIM and last.source.end == part.source.start:
            source = Span(last.source.start, part.source.end)
            pieces[-1] = Piece(last.start, start + len(part.text), source, last.kind)
        else:
            pieces.append(Piece(start, start + len(part.text), part.source, part.kind))
        start += len(part.text)
    yield from pieces


def _trim(parts: list[_Part]) -> None:
    """Take white space off both ends of a block."""
    while parts and not parts[0].text.strip():
        del parts[0]
    while parts and not parts[-1].text.strip():
        del parts[-1]
    if parts and parts[0].kind is PieceKind.VERBATIM:
        first = parts[0]
        cut = len(first.text) - len(first.text.lstrip())
        parts[0] = _Part(first.text[cut:], Span(first.source.start + cut, first.source.end), first.kind)
    if parts and parts[-1].kind is PieceKind.VERBATIM:
        last = parts[-1]
        left = len(last.text.rstrip())
        parts[-1] = _Part(last.text[:left], Span(last.source.start, last.source.start + left), last.kind)
