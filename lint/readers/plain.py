"""Plain text: paragraphs are lines, or runs of lines that were wrapped at a width."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from itertools import pairwise

from lint.document import Block, BlockKind, Document, Line
from lint.expressions import lazy
from lint.lists import shipped
from lint.readers.reading import BY_SUFFIX, Reading
from lint.text import Source

BYTE_ORDER_MARK = "\ufeff"
_NARROWEST_WRAP, _WIDEST_WRAP = 40, 120
_WRAP_SLACK = 2  # some programs break a column or two early
_LONGEST_HEADING_WORDS = 12
_LIST_MARKER = lazy(r"\s*(?:[-*+•‣◦▪●·]|\(?\d{1,3}[.)]|\(?[a-z]\))\s+\S")
_END_MARK = lazy(r"[.!?…:;,][\"'”’»)\]]*\s*\Z", "r")
"""What a text ends with; read backwards, as it is the end alone that counts."""
_BEGINS_SMALL = lazy(r"\s*[\"'“‘(]*\p{Ll}")
_BEGINS_HEADING = lazy(r"[\"'“‘«¿¡(]*[\p{Lu}\p{N}]")


def read(source: Source, reading: Reading = BY_SUFFIX) -> Document:  # noqa: ARG001 - as of every reader
    """The document of a plain text, which is taken apart when somebody asks for its blocks."""
    return PlainDocument(source)


class PlainDocument(Document):
    """A text without markup. Of most files no rule has anything to say, so that most are never taken apart."""

    def __init__(self, source: Source) -> None:
        """All else has the values of a text without markup."""
        object.__setattr__(self, "source", source)

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """As of every document."""
        return tuple(_blocks(self.source.text, self.lines))


def _blocks(text: str, lines: Iterable[Line]) -> Iterator[Block]:
    index = 0
    for group_number, group in enumerate(_groups(text, lines)):
        alone = len(group) == 1
        pieces = [group] if _is_wrapped(text, group) else [[line] for line in group]
        for piece in pieces:
            first, last = piece[0], piece[-1]
            start = first.start + text.startswith(BYTE_ORDER_MARK, first.start)
            content = text[start : last.end]
            kind = kind_of(content, alone)
            yield Block(kind, index, group_number, start, content, first.number, last.number)
            index += 1


def _groups(text: str, lines: Iterable[Line]) -> Iterator[list[Line]]:
    """Runs of lines that are not blank."""
    group: list[Line] = []
    for line in lines:
        if text[line.start : line.end].strip().strip(BYTE_ORDER_MARK):
            group.append(line)
        elif group:
            yield group
            group = []
    if group:
        yield group


def _is_wrapped(text: str, group: list[Line]) -> bool:
    """Whether the lines are one paragraph: each was broken where its next word did not fit the width.

    At least one break must fall inside a sentence, and a line said twice is no wrapping.
    """
    if len(group) < 2:
        return False
    width = max(line.end - line.start for line in group)
    if not _NARROWEST_WRAP <= width <= _WIDEST_WRAP:
        return False
    contents = [text[line.start : line.end] for line in group]
    breaks = list(pairwise(contents))
    return all(_fills(above, below, width) for above, below in breaks) and any(
        not _END_MARK.match(above) and _BEGINS_SMALL.match(below) for above, below in breaks
    )


def _fills(above: str, below: str, width: int) -> bool:
    """Whether the line `above` had no room for the first word of the line `below`."""
    if above == below or _LIST_MARKER.match(below):
        return False
    return len(above) + 1 + len(below.split(maxsplit=1)[0]) + _WRAP_SLACK >= width


def kind_of(content: str, alone: bool) -> BlockKind:
    """What a block looks like that stands `alone` or with others on adjacent lines."""
    if _LIST_MARKER.match(content):
        return BlockKind.LIST_ITEM
    if _caption_cue().search(content):
        return BlockKind.CAPTION
    if _END_MARK.match(content) or len(content.split(maxsplit=_LONGEST_HEADING_WORDS)) > _LONGEST_HEADING_WORDS:
        return BlockKind.PARAGRAPH
    return BlockKind.HEADING if alone and _BEGINS_HEADING.match(content.lstrip()) else BlockKind.LINE


@cache
def _caption_cue() -> re.Pattern[str]:
    """What only captions hold. Looked for in every block: of literals `re` is the faster one."""
    return re.compile("|".join(map(re.escape, shipped.get("caption_cues"))))
