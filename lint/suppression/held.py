"""What edits must leave alone, so that what is suppressed stays as it is and stays suppressed."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lint.document import Document
from lint.suppression.spans import Places
from lint.text import Span, SpanSet


@dataclass(frozen=True)
class Held:
    """Spans of the text that edits must leave alone."""

    parts: SpanSet
    """No code point of these may go."""
    wholes: Places
    """None of these may go as a whole: blocks, in which other things may be mended."""

    def forbids(self, span: Span) -> bool:
        """Whether an edit of a span would take what must stay."""
        return self.parts.touched_by(span) or self.wholes.lie_in(span)


NOTHING_HELD = Held(SpanSet(()), Places(()))


def held(document: Document, spans: Iterable[Span], comments: Iterable[Span]) -> Held:
    """What is held for some spans of the text, and for directives in comments of the source."""
    parts: list[Span] = []
    wholes: list[Span] = []
    for span in spans:
        block = document.block_at(span.start)
        (wholes if block and span.contains(block.core) else parts).append(span)
    comments = sorted(comments)
    wholes += _around(document, comments)
    return Held(SpanSet(parts), Places(wholes))


def _around(document: Document, comments: list[Span]) -> Iterator[Span]:
    """What goes only together with a directive, or leaves it to speak of something else."""
    inside = SpanSet(comments)
    yield from (block.core for block in document.blocks if block.outer and inside.touched_by(block.outer))
    blocks = sorted(
        ((document.source_spans[block.index].start, block) for block in document.blocks), key=lambda item: item[0]
    )
    starts = [start for start, _ in blocks]
    for comment in comments:
        at = bisect.bisect_left(starts, comment.end)
        if at < len(blocks):
            following = blocks[at][1]
            yield following.core
            if at:
                before = blocks[at - 1][1]
                yield Span(min(before.span.end, following.start) - 1, max(before.span.end, following.start) + 1)
