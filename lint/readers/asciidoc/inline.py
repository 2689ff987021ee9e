"""Inline markup of AsciiDoc: what of a paragraph is read, what is hidden, what stands for something else."""

from __future__ import annotations

import bisect
import html
from collections.abc import Callable

import regex

from lint.readers.stretch import Stretch

_TOKEN = regex.compile(
    r"""
      (?P<escape>\\(?=[*_`\#+^~{<\[(&$]|\w+:))
    | (?P<quote>(?<!\w)["']`(?=\S) | (?<=\S)`["'](?!\w))
    | (?P<code>`` | (?<![\w;:}"'])`(?=\S) | \+\+\+ | \+\+ | \$\$ | (?<![\w;:}])\+(?=\S))
    | (?P<style>\[[^\[\]\n]{1,80}\](?=[*_\#`]))
    | (?P<mark>\*\* | __ | \#\# | [*_\#^~])
    | (?P<attribute>\{(?P<name>[\w-]++)(?::[^{}\n]*+)?\})
    | (?P<hidden>\(\(\((?=\S))
    | (?P<anchor>\[\[[\w:][^\[\]\n]*+\]\])
    | (?P<reference><<(?=[^\s<>,]))
    | (?P<macro>(?<![\w:])(?:(?!(?:https?|ftp|irc)://)(?P<name>[a-z][a-z0-9]{1,30}+):(?![\s:])[^\s\[\]]{0,2000}+|(?:https?|ftp|irc)://[^\s\[\]<>]++)\[)
    | (?P<url>(?<!\w)(?:https?|ftp|irc)://[^\s\[\]<>]++)
    | (?P<entity>&(?:\#\d{1,7}|\#x[0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});)
    | (?P<break>(?<=\S)[ ]\+(?=[\r\n]|\Z))
    """,
    regex.VERBOSE,
)
_ENDS = {
    "``": regex.compile(r"``"),
    "`": regex.compile(r"(?<![\s`])`(?![\w`])"),
    "+++": regex.compile(r"\+\+\+"),
    "++": regex.compile(r"\+\+"),
    "$$": regex.compile(r"\$\$"),
    "+": regex.compile(r"(?<![\s+])\+(?![\w+])"),
    "**": regex.compile(r"\*\*"),
    "__": regex.compile(r"__"),
    "##": regex.compile(r"\#\#"),
    "*": regex.compile(r"(?<![\s*])\*(?![\w*])"),
    "_": regex.compile(r"(?<![\s_])_(?![\w_])"),
    "#": regex.compile(r"(?<![\s\#])\#(?![\w\#])"),
    "^": regex.compile(r"(?<=\S)\^"),
    "~": regex.compile(r"(?<=\S)~"),
    '`"': regex.compile(r"(?<=\S)`\"(?!\w)"),
    "`'": regex.compile(r"(?<=\S)`'(?!\w)"),
    "]": regex.compile(r"(?<!\\)\]"),
    ">>": regex.compile(r">>"),
    ")))": regex.compile(r"\)\)\)"),
}
_OPENS = regex.compile(r"(?<![\w;:}\\])[*_\#](?=\S)|(?:\*\*|__|\#\#)(?=\S)|[\^~](?=[^\s\^~]+[\^~])")
_CHARACTERS = {
    "nbsp": "\u00a0",
    "sp": " ",
    "zwsp": "\u200b",
    "wj": "\u2060",
    "deg": "°",
    "plus": "+",
    "amp": "&",
    "lt": "<",
    "gt": ">",
    "lsquo": "‘",
    "rsquo": "’",
    "ldquo": "“",
    "rdquo": "”",
    "apos": "'",
    "quot": '"',
    "brvbar": "¦",
    "vbar": "|",
    "caret": "^",
    "asterisk": "*",
    "tilde": "~",
    "backslash": "\\",
    "backtick": "`",
    "startsb": "[",
    "endsb": "]",
    "two-colons": "::",
    "two-semicolons": ";;",
    "cpp": "C++",
}
"""Attributes that every document has; what others say is not known."""
_CURLY = {'"`': "“", '`"': "”", "'`": "‘", "`'": "’"}
_READ_MACROS = frozenset(("link", "mailto", "xref", "indexterm2"))
"""Macros of which the text in brackets is read, where there is one."""
_HIDDEN_MACROS = frozenset(("anchor", "indexterm"))
_ATTRIBUTES = regex.compile(r",\s*+[\w-]+\s*=|\A\s*[\w-]+\s*=\s*\"|\^?\Z")


class _Scan:
    """A paragraph of which some is given to the builder, with the ends of its markup, each looked up once."""

    def __init__(self, stretch: Stretch) -> None:
        self.stretch, self.text = stretch, stretch.text
        self.closing: dict[int, int] = {}
        """Where the second marks of pairs begin whose first was hidden, and where they end."""
        self.notes: list[tuple[int, int]] = []
        self._done = 0
        self._found: dict[str, list[regex.Match[str]]] = {}

    def end(self, mark: str, start: int) -> regex.Match[str] | None:
        """The first end of some markup from `start` on."""
        found = self._found.get(mark)
        if found is None:
            found = self._found[mark] = list(_ENDS[mark].finditer(self.text))
        at = bisect.bisect_left(found, start, key=lambda match: match.start())
        return found[at] if at < len(found) else None

    def hide(self, start: int, end: int) -> int:
        """Read the prose up to `start`, and pass what follows up to `end`, which is returned."""
        self.stretch.verbatim(self._done, start)
        self._done = end
        return end

    def opaque(self, start: int, end: int) -> int:
        """Likewise, where what follows is no prose."""
        self.hide(start, end)
        self.stretch.opaque(start, end)
        return end

    def substitute(self, text: str, start: int, end: int) -> int:
        """Likewise, where what follows stands for something else."""
        self.hide(start, end)
        self.stretch.substitute(text, start, end)
        return end


def emit(stretch: Stretch) -> list[tuple[int, int]]:
    """Give the builder what is read of a stretch; the places of its footnotes, which are read after it."""
    scan = _Scan(stretch)
    at = 0
    while match := _TOKEN.search(scan.text, at):
        handler = next(handler for name, handler in _TOKENS.items() if match[name])
        at = handler(scan, match)
    scan.hide(len(scan.text), len(scan.text))
    return scan.notes


def _escape(scan: _Scan, match: regex.Match[str]) -> int:
    """The backslash goes where markup would follow, and that is none."""
    following = _TOKEN.match(scan.text, match.end())
    if following is None or following["escape"]:
        return match.end()
    scan.hide(*match.span())
    return max(following.end(), match.end() + 1)


def _quote(scan: _Scan, match: regex.Match[str]) -> int:
    """A quotation mark of a pair; a grave accent that closes none begins code."""
    if match.start() in scan.closing:
        return scan.substitute(_CURLY[match[0]], *match.span())
    if match[0][0] == "`":
        end = scan.end("`", match.end())
        return match.end() if end is None else scan.opaque(match.start(), end.end())
    pair = scan.end(match[0][::-1], match.end() + 1)
    if pair is None:
        return match.end()
    scan.closing[pair.start()] = pair.end()
    return scan.substitute(_CURLY[match[0]], *match.span())


def _code(scan: _Scan, match: regex.Match[str]) -> int:
    end = scan.end(match[0], match.end() + 1)
    return match.end() if end is None else scan.opaque(match.start(), end.end())


def _style(scan: _Scan, match: regex.Match[str]) -> int:
    following = _TOKEN.match(scan.text, match.end())
    opens = following and following["mark"] and _opened(scan, following)
    return scan.hide(*match.span()) if opens or (following and following["code"]) else match.end()


def _opened(scan: _Scan, match: regex.Match[str]) -> regex.Match[str] | None:
    """The mark that belongs to one which can open a pair."""
    return scan.end(match["mark"], match.end() + 1) if _OPENS.match(scan.text, match.start()) else None


def _mark(scan: _Scan, match: regex.Match[str]) -> int:
    if match.start() in scan.closing:
        return scan.hide(*match.span())
    end = _opened(scan, match)
    if end is None or end.start() in scan.closing:
        return match.end()
    scan.closing[end.start()] = end.end()
    return scan.hide(*match.span())


def _attribute(scan: _Scan, match: regex.Match[str]) -> int:
    if match["name"] == "empty":
        return scan.hide(*match.span())
    character = _CHARACTERS.get(match["name"])
    return scan.substitute(character, *match.span()) if character else scan.opaque(*match.span())


def _hidden(scan: _Scan, match: regex.Match[str]) -> int:
    end = scan.end(")))", match.end())
    return match.end() if end is None else scan.hide(match.start(), end.end())


def _anchor(scan: _Scan, match: regex.Match[str]) -> int:
    return scan.hide(*match.span())


def _reference(scan: _Scan, match: regex.Match[str]) -> int:
    end = scan.end(">>", match.end())
    if end is None:
        return match.end()
    comma = scan.text.find(",", match.end(), end.start())
    if comma < 0:
        return scan.opaque(match.start(), end.end())
    scan.hide(match.start(), comma + 1 + (scan.text[comma + 1 : comma + 2] == " "))
    return scan.hide(end.start(), end.end())


def _macro(scan: _Scan, match: regex.Match[str]) -> int:
    end, name = scan.end("]", match.end()), match["name"]
    if end is None:
        return match.end()
    if name == "footnote":
        if end.start() > match.end():
            scan.notes.append((match.end(), end.start()))
        return scan.hide(match.start(), end.end())
    if name in _HIDDEN_MACROS:
        return scan.hide(match.start(), end.end())
    inside = scan.text[match.end() : end.start()]
    if (name and name not in _READ_MACROS) or not inside.strip() or "[" in inside:
        return scan.opaque(match.start(), end.end())
    cut = _ATTRIBUTES.search(inside)
    stop = match.end() + (cut.start() if cut else len(inside))
    if stop == match.end():
        return scan.opaque(match.start(), end.end())
    scan.hide(match.start(), match.end())
    _read_marks(scan, match.end(), stop)
    return scan.hide(stop, end.end())


def _read_marks(scan: _Scan, start: int, stop: int) -> None:
    """Hide the marks in a link's text."""
    at = start
    while (match := _TOKEN.search(scan.text, at, stop)) and match["mark"]:
        pair = _opened(scan, match)
        if pair and pair.end() <= stop:
            scan.hide(*match.span())
            scan.hide(*pair.span())
        at = pair.end() if pair and pair.end() <= stop else match.end()


def _url(scan: _Scan, match: regex.Match[str]) -> int:  # noqa: ARG001
    return match.end()


def _entity(scan: _Scan, match: regex.Match[str]) -> int:
    character = html.unescape(match[0])
    return match.end() if character == match[0] else scan.substitute(character, *match.span())


def _break(scan: _Scan, match: regex.Match[str]) -> int:
    return scan.hide(*match.span())


_TOKENS: dict[str, Callable[[_Scan, regex.Match[str]], int]] = {
    "escape": _escape,
    "quote": _quote,
    "code": _code,
    "style": _style,
    "mark": _mark,
    "attribute": _attribute,
    "hidden": _hidden,
    "anchor": _anchor,
    "reference": _reference,
    "macro": _macro,
    "url": _url,
    "entity": _entity,
    "break": _break,
}
