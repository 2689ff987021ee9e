"""Inline markup of reStructuredText: what of a paragraph is read, what is hidden, what stands for something else."""

from __future__ import annotations

import bisect
import functools
from collections.abc import Callable

import regex

from lint.readers.stretch import Stretch

_OPENERS = r"\"'(<\[\{\p{Ps}\p{Pi}\p{Pf}"
_CLOSERS = r"\"')>\]\}\p{Pe}\p{Pi}\p{Pf}"
_DELIMITERS = r"\-/:\p{Pd}¡·¿;·՚-՟"
_BEFORE = rf"(?:(?<=[\s{_OPENERS}{_DELIMITERS}])|(?<!.))"
_AFTER = rf"(?=[\s\0{_CLOSERS}{_DELIMITERS}\\.,;!?]|\Z)"
_NAME = r"[^\W_]++(?:[-._+:][^\W_]++)*+"
_ROLE = rf":{_NAME}:"
_ESCAPE = regex.compile(r"\\(?s:.)")
_START = regex.compile(
    rf"(?P<escape>\0(?s:.))|{_BEFORE}(?:(?P<role>{_ROLE})?(?P<mark>``|`)|(?P<mark>\*\*|\*|_`|\|))(?=\S)"
    rf"|{_BEFORE}(?P<note>\[(?:\#?{_NAME}|\#|\*|\d+)\]_){_AFTER}"
    rf"|{_BEFORE}(?<!\w[-._+:])(?P<name>{_NAME})(?P<tail>__?){_AFTER}",
    regex.DOTALL,
)
_NOT_AFTER_SPACE = r"(?<![\s\0])"
_ENDS = {
    "``": regex.compile(rf"(?<!\s)``{_AFTER}"),
    "`": regex.compile(rf"{_NOT_AFTER_SPACE}`(?P<tail>{_ROLE}|__?)?{_AFTER}"),
    "_`": regex.compile(rf"{_NOT_AFTER_SPACE}`{_AFTER}"),
    "**": regex.compile(rf"{_NOT_AFTER_SPACE}\*\*{_AFTER}"),
    "*": regex.compile(rf"{_NOT_AFTER_SPACE}\*{_AFTER}"),
    "|": regex.compile(rf"{_NOT_AFTER_SPACE}\|(?P<tail>__?)?{_AFTER}"),
}
_QUOTES = dict(zip("\"'(<[{‘“«‹", "\"')>]}’”»›", strict=True))
_TARGET = regex.compile(r"(?:(?<=\s)|(?<!.))<(?P<target>[^<>]++)>\Z", regex.DOTALL)
_REFERENCE = regex.compile(rf"`(?P<name>[^`<>]++)`_(?!_)|(?<![\w`])(?P<name>{_NAME})_(?![\w`])")

READ_ROLES = frozenset(
    (
        *("abbr", "abbreviation", "ac", "acronym", "dfn", "emphasis", "guilabel", "menuselection", "strong", "sub"),
        *("subscript", "sup", "superscript", "t", "term", "title", "title-reference"),
    )
)
"""Roles whose text is prose; what is in any other is a name, a formula or code, unless it has a text of its own."""

_SPECIAL = regex.compile(r"[\\*`|]|_(?!\w)")


def escape(text: str) -> str:
    """A replacement in which nothing is markup."""
    return _SPECIAL.sub(r"\\\g<0>", text)


class _Ends:
    """Where each kind of inline markup can end in a text, looked up once: no text is searched again and again."""

    def __init__(self, masked: str) -> None:
        self._masked = masked
        self._found: dict[str, list[regex.Match[str]]] = {}

    def after(self, mark: str, start: int) -> regex.Match[str] | None:
        """The first end from `start` on that leaves something inside."""
        found = self._found.get(mark)
        if found is None:
            found = self._found[mark] = list(_ENDS[mark].finditer(self._masked))
        at = bisect.bisect_right(found, start, key=lambda match: match.start())
        return found[at] if at < len(found) else None


def emit(stretch: Stretch) -> None:
    """Give the builder what is read of a stretch."""
    text = stretch.text
    masked = _ESCAPE.sub(lambda match: "\0" + match[0][1], text)
    ends = _Ends(masked)
    at = done = 0
    while match := _START.search(masked, at):
        at = match.end()
        taken = _take(stretch, masked, match, ends, done)
        if taken is not None:
            at = done = taken
    stretch.verbatim(done, len(text))


def _take(stretch: Stretch, masked: str, match: regex.Match[str], ends: _Ends, done: int) -> int | None:
    """Emit the prose from `done` on up to some markup, and the markup; where it ends, or None where it is none."""
    if match["mark"]:
        end = None if _is_quoted(masked, match) else ends.after(match["mark"], match.end())
        if end is None:
            return None
        stretch.verbatim(done, match.start())
        _MARKS[match["mark"]](stretch, masked, match, end)
        return end.end()
    stretch.verbatim(done, match.start())
    if match["escape"]:
        if not match["escape"][1].isspace():
            stretch.verbatim(match.start() + 1, match.end())
    else:
        stretch.opaque(*match.span())
    return match.end()


def _is_quoted(masked: str, match: regex.Match[str]) -> bool:
    """Whether the markup stands in quotation marks by itself, as "*", and so is none."""
    before, after = masked[match.start() - 1 : match.start()], masked[match.end() : match.end() + 1]
    return bool(before) and _QUOTES.get(before) == after


def _read(stretch: Stretch, masked: str, start: int, end: int) -> None:
    """Prose in which there is no other markup than escapes."""
    for match in regex.finditer(r"\0(\s?)", masked, pos=start, endpos=end):
        stretch.verbatim(start, match.start())
        start = match.end()
    stretch.verbatim(start, end)


def _emphasis(stretch: Stretch, masked: str, match: regex.Match[str], end: regex.Match[str]) -> None:
    _read(stretch, masked, match.end(), end.start())


def _opaque(stretch: Stretch, masked: str, match: regex.Match[str], end: regex.Match[str]) -> None:  # noqa: ARG001
    stretch.opaque(match.start(), end.end())


def _interpreted(stretch: Stretch, masked: str, match: regex.Match[str], end: regex.Match[str]) -> None:
    """A reference or a role: its own text is read, unless it is a name that leads here; else that of a few roles."""
    tail = end["tail"] or ""
    role = (match["role"] or tail).strip(":").lower()
    inside = masked[match.end() : end.start()]
    target = _TARGET.search(inside)
    if target and not (tail == "_" and _as_name(inside[: target.start()]) in _referenced(stretch.whole)):
        stop = match.end() + len(inside[: target.start()].rstrip())
    elif not target and role in READ_ROLES:
        stop = end.start()
    else:
        stop = match.end()
    if stop == match.end():
        stretch.opaque(match.start(), end.end())
    else:
        _read(stretch, masked, match.end(), stop)


def _as_name(text: str) -> str:
    """A reference's name, of which neither case nor white space counts."""
    return " ".join(text.lower().split())


@functools.lru_cache(maxsize=1)
def _referenced(text: str) -> frozenset[str]:
    """The names that references of a source use which do not say where they lead."""
    return frozenset(_as_name(match["name"]) for match in _REFERENCE.finditer(text, overlapped=True))


_Emitter = Callable[[Stretch, str, "regex.Match[str]", "regex.Match[str]"], None]
_MARKS: dict[str, _Emitter] = {
    "``": _opaque,
    "|": _opaque,
    "`": _interpreted,
    "_`": _opaque,
    "**": _emphasis,
    "*": _emphasis,
}
