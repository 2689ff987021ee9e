"""What MDX adds to Markdown: imports and exports, tags of JSX, expressions in braces, comments inside these."""

from __future__ import annotations

import bisect
from collections.abc import Iterator

import regex

from lint.readers.markdown.events import code_of
from lint.readers.markdown.html import LINE_BREAKS, WITHOUT_PROSE
from lint.readers.markdown.masks import Mask, MaskKind
from lint.text import Span

_OPENER = regex.compile(
    r"(?P<module>^(?:import|export)(?=[ \t{*]))|\{|</?+(?:(?P<name>[A-Za-z][\w.:-]*+)|(?=>))", regex.MULTILINE
)
_IN_BRACES = regex.compile(r"""[{}]|"[^"\n\r]*+"|'[^'\n\r]*+'|`[^`]*+`|/\*(?s:.*?)\*/""")
_IN_TAG = regex.compile(r"""[{<>]|"[^"]*+"|'[^']*+'|(?:\r\n|\n|\r)[ \t]*+(?:\r\n|\n|\r)""")
_COMMENT = regex.compile(r"\{\s*+/\*(?P<text>(?s:.*))\*/\s*+\}")
_BLANK_LINE = regex.compile(r"(?>\r\n|\n|\r)(?=[ \t]*+(?:[\r\n]|\Z))")
_LONGEST = 20_000
"""Code points of a tag or an expression; one that is longer was never closed."""
_KEPT = LINE_BREAKS | WITHOUT_PROSE
"""Tags that mean in MDX what they mean in Markdown."""


def find(text: str, body: int) -> list[Mask]:
    """The masks of an MDX file, in order; what stands in code is none. Indented code is unknown to MDX."""
    return list(_all(text, body, code_of(text, body, indented=False)))


def _all(text: str, body: int, code: list[Span]) -> Iterator[Mask]:
    starts = [span.start for span in code]
    at = resume = body
    while opener := _OPENER.search(text, at):
        start = opener.start()
        before = bisect.bisect_right(starts, start) - 1
        if before >= 0 and start < code[before].end:
            at = code[before].end
            continue
        if opener["module"]:
            mask: Mask | None = _module(text, start)
        elif opener[0] == "{":
            mask = _expression(text, start) if start >= resume else None
            # Braces inside one that is never closed are not tried each by itself: that would take for ever.
            resume = resume if mask or start < resume else start + _LONGEST
        else:
            mask = None if (opener["name"] or "").lower() in _KEPT else _tag(text, start, opener.end())
        if mask:
            yield mask
        at = mask.end if mask else opener.end()


def _module(text: str, start: int) -> Mask:
    """An import or an export, which ends at a blank line outside braces."""
    ending = _BLANK_LINE.search(text, start)
    end = ending.start() if ending else len(text)
    opened = text.count("{", start, end) - text.count("}", start, end)
    while opened > 0 and ending and end - start < _LONGEST:
        last, ending = end, _BLANK_LINE.search(text, ending.end())
        end = ending.start() if ending else len(text)
        opened += text.count("{", last, end) - text.count("}", last, end)
    return Mask(start, end, MaskKind.TAG, Span(start, end))


def _expression(text: str, start: int) -> Mask | None:
    end = _closing_brace(text, start)
    if end is None:
        return None
    comment = _COMMENT.fullmatch(text, start, end)
    if comment:
        return Mask(start, end, MaskKind.COMMENT, Span(*comment.span("text")))
    return Mask(start, end, MaskKind.OUTPUT, Span(start, end))


def _closing_brace(text: str, start: int) -> int | None:
    """Where the braces that open at `start` are closed."""
    depth = 0
    for token in _IN_BRACES.finditer(text, start, start + _LONGEST):
        depth += (token[0] == "{") - (token[0] == "}")
        if depth == 0:
            return token.end()
    return None


def _tag(text: str, start: int, at: int) -> Mask | None:
    while token := _IN_TAG.search(text, at, start + _LONGEST):
        at = token.end()
        if token[0] == ">":
            kind = MaskKind.OUTPUT if text[token.start() - 1] == "/" else MaskKind.TAG
            return Mask(start, at, kind, Span(start, at))
        if token[0] == "{":
            closed = _closing_brace(text, token.start())
            if closed is None:
                return None
            at = closed
        elif token[0][0] not in "\"'":
            return None
    return None
