"""Spans that are asked whether something stands at them, in logarithmic time and with their edges counted in."""

from __future__ import annotations

import bisect
from collections.abc import Iterable
from itertools import accumulate

from lint.text import Span, SpanSet


class Places:
    """Places in a text. What stands beside one, with nothing between, stands at it."""

    def __init__(self, spans: Iterable[Span]) -> None:
        """`spans` may overlap."""
        self._spans = sorted(spans)
        self._wide = SpanSet(_wide(span) for span in self._spans)
        self._starts = [span.start for span in self._spans]
        ends = accumulate((span.end for span in reversed(self._spans)), min)
        self._least_end_from = list(ends)[::-1]

    def meet(self, span: Span) -> bool:
        """Whether one of them shares a code point or an edge with a span."""
        return self._wide.touched_by(_wide(span))

    def lie_in(self, span: Span) -> bool:
        """Whether one of them lies wholly inside a span."""
        at = bisect.bisect_left(self._starts, span.start)
        return at < len(self._spans) and self._least_end_from[at] <= span.end


def _wide(span: Span) -> Span:
    return Span(span.start, span.end + 1)
