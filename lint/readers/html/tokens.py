"""The tokens of HTML with their exact places, as the standard's tokenizer finds them in any text.

The standard library's parser says where a tag begins but not where a value stands in it, differs from one Python to the
next, and needs quadratic time for tags that never end.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator
from html.entities import html5
from typing import NamedTuple

import regex

from lint.text import Span


class TokenKind(enum.Enum):
    """What a token is."""

    TEXT = "text"
    START = "start"
    END = "end"
    COMMENT = "comment"
    TEMPLATE = "template"
    """What a server puts its output in place of: `<?php … ?>`, `<% … %>`, `{% … %}`, `{{ … }}`."""
    DOCTYPE = "doctype"
    OTHER = "other"
    """What browsers read as a comment that is none: a processing instruction, a declaration."""


class Token(NamedTuple):
    """A token from `start` to `end`; `name` is that of a tag, in small letters."""

    kind: TokenKind
    start: int
    end: int
    name: str = ""


class Attribute(NamedTuple):
    """An attribute of a start tag: its name in small letters, and where its value stands, without quotation marks."""

    name: str
    value: Span


SPACE = " \t\n\f\r"
FOREIGN = frozenset(("math", "svg"))
RAW = frozenset(
    ("iframe", "noembed", "noframes", "noscript", "plaintext", "script", "style", "textarea", "title", "xmp")
)
"""Elements in which no tag but their own end tag is one."""

_TAG_REST = r"""(?:
    [ \t\n\f\r/]++
  | (?: =[^ \t\n\f\r/>=]*+ | [^ \t\n\f\r/>=]++ )
    (?: [ \t\n\f\r]*+ = [ \t\n\f\r]*+ (?: "[^"]*+(?:"|\Z) | '[^']*+(?:'|\Z) | (?=>)
      | [^ \t\n\f\r>"'][^ \t\n\f\r>]*+ ) )?+
)*+"""
_TAG = regex.compile(rf"<(/?+)([a-zA-Z][^ \t\n\f\r/>]*+){_TAG_REST}(>?+)", regex.VERBOSE)
_ATTRIBUTE = regex.compile(
    r"""(=?[^ \t\n\f\r/>=]++|=)
    (?: [ \t\n\f\r]*+ = [ \t\n\f\r]*+ (?: "([^"]*+)" | '([^']*+)' | (?=>) | ([^ \t\n\f\r>"'][^ \t\n\f\r>]*+) ) )?+""",
    regex.VERBOSE,
)
_COMMENT_END = regex.compile(r"--!?>")
_TEMPLATE = regex.compile(
    r"<\?(?:php\b|=)(?s:.*?)(?:\?>|\Z)"
    r"|<%(?:[^%<]|%(?!>)|<(?!%))*+%>"
    r"|\{%(?:[^%{<]|%(?!\})|\{(?!%)|<(?![a-zA-Z/!?]))*+%\}"
    r"|\{\#(?=[-\s]|[^{}\#\n\r]*+\#\})(?:[^{\#]|\#(?!\})|\{(?!\#))*+\#\}"
    r"|\{\{(?:[^{}<]|\{(?!\{)|\}(?!\})|<(?![a-zA-Z/!?]))*+\}\}"
)
_COMMENT_OPENS = "{#"
"""The sign of a comment of a template, which shows nothing."""
_TEMPLATE_SIGNS = ("<?php", "<?=", "<%", "{%", "{#", "{{")
_MASK = "\ufdd0"
"""A code point that is no character, in place of what is in a template's tag: it is neither a space nor markup."""
_SCRIPT_STEP = regex.compile(r"<!--(?!-?>)|-->|<script(?=[ \t\n\f\r/>])|</script(?=[ \t\n\f\r/>])", regex.IGNORECASE)
_REFERENCE = regex.compile(r"&(?:#(?:[0-9]++|[xX][0-9a-fA-F]++);?+|[a-zA-Z][a-zA-Z0-9]{0,31}+;?+)")
_LONGEST_UNENDED = max(len(name) for name in html5 if not name.endswith(";"))


def attributes(text: str, tag: Token) -> Iterator[Attribute]:
    """The attributes of a start tag in their order; of two with one name the first counts."""
    seen = set()
    for match in _ATTRIBUTE.finditer(text, tag.start + 1 + len(tag.name), tag.end - 1):
        name = match[1].lower()
        value = next((Span(*match.span(group)) for group in (2, 3, 4) if match[group] is not None), None)
        if name not in seen:
            seen.add(name)
            yield Attribute(name, value or Span(match.end(), match.end()))


def reference(text: str, start: int, until: int, *, in_attribute: bool = False) -> tuple[str, int] | None:
    """What the character reference at `start` stands for, and where it ends; None where it is a mere ampersand."""
    match = _REFERENCE.match(text, start, until)
    if match is None:
        return None
    if match[0][1] == "#":
        from html import unescape

        return unescape(match[0]), match.end()
    name = match[0][1:]
    if name in html5 and name.endswith(";"):
        return html5[name], match.end()
    for length in range(min(len(name), _LONGEST_UNENDED), 1, -1):
        if name[:length] in html5:
            end = start + 1 + length
            following = text[end : min(end + 1, until)]
            if in_attribute and (following == "=" or (following.isascii() and following.isalnum())):
                return None
            return html5[name[:length]], end
    return None


def tokens(text: str, start: int, end: int, *, is_xml: bool = False) -> Iterator[Token]:
    """The tokens of `text[start:end]`, in order and without a gap.

    `is_xml`: a tag that ends with `/>` has no content, and CDATA is a section of it.
    """
    if start == 0 or not _has_templates(text, start, end):
        return _Tokenizer(text, start, end, is_xml).run()
    # What is masked is copied: of a file with many fragments that must not be the whole file for each.
    inside = _Tokenizer(text[start:end], 0, end - start, is_xml).run()
    return (Token(kind, first + start, last + start, name) for kind, first, last, name in inside)


class _Tokenizer:
    def __init__(self, text: str, start: int, end: int, is_xml: bool) -> None:
        self.templates = dict(_templates(text, start, end))
        self.comments = {at for at in self.templates if text.startswith(_COMMENT_OPENS, at)}
        self.text = _masked(text, self.templates)
        self.start, self.end, self.is_xml = start, end, is_xml

    def run(self) -> Iterator[Token]:
        at, find, end = self.start, self.text.find, self.end
        foreign = 0
        while at < end:
            opening = find("<", at, end)
            token = None
            while opening >= 0:
                token = self._markup(opening)
                if token is not None:
                    break
                opening = find("<", opening + 1, end)
            until = end if token is None else opening
            if at < until:
                if self.templates:
                    yield from self._text(at, until)
                else:
                    yield Token(TokenKind.TEXT, at, until)
            if token is None:
                return
            yield token
            at = token.end
            if token.name in FOREIGN:
                opens = token.kind is TokenKind.START and not is_empty(self.text, token, True)
                foreign = max(0, foreign + (1 if opens else -(token.kind is TokenKind.END)))
            elif self._is_raw(token, foreign > 0):
                until = self._raw_end(token.name, at)
                if at < until:
                    yield Token(TokenKind.TEXT, at, until)
                at = until

    def _is_raw(self, token: Token, is_foreign: bool) -> bool:
        """Whether a raw element begins with a token; in drawings and formulas a slash ends it at once."""
        if token.kind is not TokenKind.START or token.name not in RAW:
            return False
        return not is_empty(self.text, token, self.is_xml or is_foreign)

    def _text(self, start: int, end: int) -> Iterator[Token]:
        """Text, apart from the templates' tags in it."""
        at = start
        mask = self.text.find(_MASK, start, end) if self.templates else -1
        while mask >= 0:
            until = min(self.templates.get(mask, mask), end)
            if until > mask:
                if at < mask:
                    yield Token(TokenKind.TEXT, at, mask)
                kind = TokenKind.COMMENT if mask in self.comments else TokenKind.TEMPLATE
                yield Token(kind, mask, until)
                at = until
            mask = self.text.find(_MASK, max(until, mask + 1), end)
        if at < end:
            yield Token(TokenKind.TEXT, at, end)

    def _is_markup(self, at: int) -> bool:
        """Whether markup begins at a `<`, or it is text."""
        following = self.text[at + 1 : min(at + 2, self.end)]
        if following == "/":
            return at + 2 < self.end
        return following in ("!", "?") or (following.isascii() and following.isalpha())

    def _markup(self, at: int) -> Token | None:
        """The token that begins at a `<`; None where that is text."""
        text, end = self.text, self.end
        tag = _TAG.match(text, at, end)
        if tag is not None:
            slash, name, is_closed = tag.groups()
            if not is_closed:
                return Token(TokenKind.OTHER, at, end, name.lower())
            return Token(TokenKind.END if slash else TokenKind.START, at, tag.end(), name.lower())
        if not self._is_markup(at):
            return None
        if text.startswith("<!--", at):
            return self._comment(at)
        if self.is_xml and text.startswith("<![CDATA[", at):
            return Token(TokenKind.OTHER, at, self._after("]]>", at))
        kind = TokenKind.DOCTYPE if text[at : at + 9].lower() == "<!doctype" else TokenKind.OTHER
        return Token(kind, at, self._after(">", at))

    def _comment(self, at: int) -> Token:
        for short in ("<!-->", "<!--->"):
            if self.text.startswith(short, at, self.end):
                return Token(TokenKind.COMMENT, at, at + len(short))
        closing = _COMMENT_END.search(self.text, at + 4, self.end)
        return Token(TokenKind.COMMENT, at, closing.end() if closing else self.end)

    def _after(self, closing: str, at: int) -> int:
        found = self.text.find(closing, at, self.end)
        return self.end if found < 0 else found + len(closing)

    def _raw_end(self, name: str, at: int) -> int:
        """Where the end tag of a raw element begins, or the text ends."""
        if name == "script":
            return self._script_end(at)
        if name == "plaintext":
            return self.end
        closing = regex.compile(rf"</{name}(?=[ \t\n\f\r/>])", regex.IGNORECASE).search(self.text, at, self.end)
        return closing.start() if closing else self.end

    def _script_end(self, at: int) -> int:
        """Likewise of a script: in a comment there, one script in the other has its own end tag."""
        in_comment = in_script = False
        for step in _SCRIPT_STEP.finditer(self.text, at, self.end):
            what = step[0].lower()
            if what == "</script":
                if not in_script:
                    return step.start()
                in_script = False
            elif what == "<script":
                in_script = in_comment
            elif what == "-->":
                in_comment = in_script = False
            else:
                in_comment = True
        return self.end


def is_empty(text: str, tag: Token, is_xml: bool) -> bool:
    """Whether a start tag says by its slash that its element has no content; in HTML that means nothing."""
    return is_xml and text[tag.end - 2] == "/"


def comment_text(text: str, token: Token) -> str:
    """What a comment says, without white space around it."""
    if text.startswith(_COMMENT_OPENS, token.start):
        return text[token.start + 2 : token.end - 2].strip("- \t\n\f\r")
    return text[token.start + 4 : token.end].removesuffix(">").removesuffix("!").removesuffix("--").strip()


def _has_templates(text: str, start: int, end: int) -> bool:
    return any(text.find(sign, start, end) >= 0 for sign in _TEMPLATE_SIGNS)


def _templates(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where templates' tags begin and end."""
    if _has_templates(text, start, end):
        for match in _TEMPLATE.finditer(text, start, end):
            yield match.span()


def _masked(text: str, spans: dict[int, int]) -> str:
    if not spans:
        return text
    pieces, at = [], 0
    for start, end in spans.items():
        pieces += [text[at:start], _MASK * (end - start)]
        at = end
    return "".join([*pieces, text[at:]])
