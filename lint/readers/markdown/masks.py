"""What stands in Markdown files and is no Markdown: template tags, shortcodes, attributes in braces, directives."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from typing import NamedTuple

import regex

from lint.readers.markdown.events import code_of
from lint.text import Span


class MaskKind(Enum):
    """What a reader of the page sees in place of what is masked."""

    OUTPUT = "output"
    """Something that is not in this file."""
    TAG = "tag"
    """Nothing; it stands around what is seen."""
    CAPTION_OPENS = "caption opens"
    CAPTION_CLOSES = "caption closes"
    COMMENT = "comment"


class Mask(NamedTuple):
    """A stretch of the source that the parser must not look at."""

    start: int
    end: int
    kind: MaskKind
    inside: Span
    """A comment's text."""


_LONGEST = 4000
"""Code points of a tag. One that is longer is none: it was never closed."""
_LONGEST_BLOCK = 40_000
"""Likewise of a formula and of a comment, which may go on over blank lines."""
_LONGEST_INDENTATION = 80
_VERBATIM = frozenset(("highlight", "code", "mermaid", "math", "katex", "comment", "chart", "gist"))
"""Tags of templates that hold no prose from their beginning to their end."""
_CLOSERS = {"<%": "%>", "{{<": ">}}", "{{%": "%}}", "{{": "}}", "{%": "%}", "{#": "#}"}
_NAME = regex.compile(r"\{[{%][-<%]?\s*+(?P<name>\w++)")
_BLANK_LINE = regex.compile(r"(?>\r\n|\n|\r)[ \t]*+(?>\r\n|\n|\r)")
_SIGN = regex.compile(
    r"""
    \{ (?: [{%\#:.] | \s[.\#] | \w++= ) | <% | !?\[\[ | \\ (?: \[ | begin\{ )
    | \[/? (?: (?:wp_)?caption | gallery | embed | audio | video | playlist ) | :::
    """,
    regex.VERBOSE,
)
"""What an opener begins with, but for what stands before it on its line; found many times as fast."""
_BEGINS_LINE = "\\:"
"""The first character of those before which something else may stand."""
_BEFORE = regex.compile(r"(?:^|(?<=\r)) [\ \t>]*+ (?:[-*+][\ \t]++)?+", regex.VERBOSE | regex.MULTILINE | regex.REVERSE)
_OPENER = regex.compile(
    r"""
    \{\{[<%]? | \{% | <% | \{\#(?=[-\s]|[^{}\#\n\r]*+\#\})
    | !?\[\[ (?=[^\[\]\n\r]++\]\](?![(\[])) (?P<wiki>)
    | (?:^|(?<=\r)) [ \t>]*+ (?:[-*+][ \t]++)? \\ (?P<formula>)
      (?: \[(?!/?(?:wp_)?caption\b) | begin\{(?P<environment>\w++\*?)\} )
    | \\?\[ (?P<shortcode> /? (?:wp_)?caption \b | /? gallery \b | /?(?:embed|audio|video|playlist)(?:\]|\s\w+=) )
    | (?:^|(?<=\r))[ >]*+:::+ (?P<directive>)
    | \{::?[ \t]*+[/^.\#\w] (?P<list>)
    | \{ (?: \s? [.\#] [\w-] | \w++= ) (?P<attributes>)
    """,
    regex.VERBOSE | regex.MULTILINE,
)
_SHORTCODE = regex.compile(r"\\?\[(?P<close>/)?(?P<name>\w++)[^\[\]\n\r\\]*+\\?\](?![(\[:])")
_ATTRIBUTES = regex.compile(r"\{[^{}\n\r]*+\}")
_LIST = regex.compile(r"\{:(?:[^{}\n\r]|\{\{[^{}\n\r]*+\}\})*+\}")
_WIKI = regex.compile(r"!?\[\[[^\[\]\n\r]++\]\]")
_SAYS_FORMULA = regex.compile(r"\\[A-Za-z]|\^|_\{|\b[A-Za-z]_\w\b|\s[=<>+]\s|\A[ \t]*+[\n\r]")
_REST_OF_LINE = regex.compile(r"[^\n\r]*+")


def find(text: str, body: int) -> list[Mask]:
    """The masks of a Markdown file, in order; what stands in code is none."""
    masks = list(_all(text, body))
    return list(_outside_code(masks, code_of(text, body))) if masks else []


def _outside_code(masks: Iterable[Mask], code: Sequence[Span]) -> Iterator[Mask]:
    """The masks that stand outside code, though they may hold some."""
    starts = [span.start for span in code]
    last = 0
    for mask in masks:
        at = bisect.bisect_right(starts, mask.end - 1) - 1
        whole = Span(mask.start, mask.end)
        if mask.start >= last and all(whole.contains(span) for span in _overlapping(code, at, whole)):
            last = mask.end
            yield mask


def _overlapping(code: Sequence[Span], at: int, mask: Span) -> Iterator[Span]:
    """The code that touches a mask, from its end on; `at` is the last that begins before it ends."""
    while at >= 0 and code[at].end > mask.start:
        yield code[at]
        at -= 1


def _all(text: str, body: int) -> Iterator[Mask]:
    never_closed: set[str] = set()
    at = body
    while opener := _next_opener(text, at):
        mask = _mask(text, opener, never_closed)
        if mask is None:
            at = opener.start() + 1
        else:
            yield mask
            at = mask.end


def _next_opener(text: str, at: int) -> regex.Match[str] | None:
    for sign in _SIGN.finditer(text, at, overlapped=True):
        before = _BEFORE.match(text, at, sign.start()) if sign[0][0] in _BEGINS_LINE else None
        opener = _OPENER.match(text, before.start()) if before else None
        opener = opener or _OPENER.match(text, sign.start())
        if opener:
            return opener
    return None


def _mask(text: str, opener: regex.Match[str], never_closed: set[str]) -> Mask | None:
    start = opener.start()
    if opener["shortcode"] is not None:
        return _shortcode(text, start)
    if opener["directive"] is not None:
        start = text.index(":", start)
        return _simple(_REST_OF_LINE.match(text, start), MaskKind.TAG)
    if opener["attributes"] is not None:
        return _simple(_ATTRIBUTES.match(text, start), MaskKind.TAG) if _has_attributes(text, start) else None
    if opener["list"] is not None:
        return _simple(_LIST.match(text, start), MaskKind.TAG)
    if opener["wiki"] is not None:
        return _simple(_WIKI.match(text, start), MaskKind.OUTPUT)
    if opener["formula"] is not None:
        return _formula(text, opener, never_closed)
    if opener[0] == "{#":
        return _comment(text, start, never_closed)
    return _template(text, opener, never_closed)


def _has_attributes(text: str, start: int) -> bool:
    """Whether attributes can stand here: right after a link, a picture or code, or at the start of a line."""
    before = text[max(0, start - _LONGEST_INDENTATION) : start].rstrip(" \t")[-1:]
    return before in "\n\r" or text[start - 1] in ")]`}"


def _simple(found: regex.Match[str] | None, kind: MaskKind) -> Mask | None:
    return None if found is None else Mask(found.start(), found.end(), kind, Span(found.start(), found.end()))


def _formula(text: str, opener: regex.Match[str], never_closed: set[str]) -> Mask | None:
    """A displayed formula; brackets with a backslash around words are mere brackets."""
    start, environment = text.index("\\", opener.start()), opener["environment"]
    closer = f"\\end{{{environment}}}" if environment else "\\]"
    at = _closer(text, closer, opener.end(), never_closed)
    if at is None:
        return None
    if not environment:
        inside = text[opener.end() : at]
        if _BLANK_LINE.search(inside) or not _SAYS_FORMULA.search(inside):
            return None
    end = at + len(closer)
    return Mask(start, end, MaskKind.OUTPUT, Span(start, end))


def _comment(text: str, start: int, never_closed: set[str]) -> Mask | None:
    """A comment of a template, over any lines."""
    at = _closer(text, "#}", start + 2, never_closed)
    return None if at is None else Mask(start, at + 2, MaskKind.COMMENT, Span(start + 2, at))


def _closer(text: str, closer: str, at: int, never_closed: set[str]) -> int | None:
    """Where something is closed that is open at `at`; what once was not is not looked for again."""
    found = -1 if closer in never_closed else text.find(closer, at)
    if found < 0:
        never_closed.add(closer)
    return found if 0 <= found <= at + _LONGEST_BLOCK else None


def _shortcode(text: str, start: int) -> Mask | None:
    found = _SHORTCODE.match(text, start)
    if found is None:
        return None
    if not found["name"].endswith("caption"):
        return _simple(found, MaskKind.OUTPUT)
    return _simple(found, MaskKind.CAPTION_CLOSES if found["close"] else MaskKind.CAPTION_OPENS)


def _template(text: str, opener: regex.Match[str], never_closed: set[str]) -> Mask | None:
    start, closer = opener.start(), _CLOSERS[opener[0]]
    at = text.find(closer, opener.end(), start + _LONGEST)
    if at < 0 or (opener[0] != "<%" and _BLANK_LINE.search(text, start, at)):
        return None
    end = at + len(closer)
    named = _NAME.match(text, start)
    if opener[0] == "{{" or named is None or named["name"] not in _VERBATIM or named["name"] in never_closed:
        return Mask(start, end, MaskKind.OUTPUT, Span(start, end))
    name = named["name"]
    close = regex.compile(r"\{%-?\s*+end" + name + r"\s*+-?%\}|\{\{[<%]\s*+/\s*+" + name + r"\s*+[>%]\}\}")
    closing = close.search(text, end)
    if closing is None:
        never_closed.add(name)
        return Mask(start, end, MaskKind.OUTPUT, Span(start, end))
    kind = MaskKind.COMMENT if name == "comment" else MaskKind.OUTPUT
    return Mask(start, closing.end(), kind, Span(end, closing.start()))
