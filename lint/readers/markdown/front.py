"""Front matter: YAML or TOML above the text, of which some values are prose."""

from __future__ import annotations

from collections.abc import Iterator

import regex
import yaml

from lint.document import LINE_END, BlockKind
from lint.readers.builder import Builder
from lint.readers.plain import BYTE_ORDER_MARK
from lint.text import Span

PROSE = {  # the keys whose values people read
    "title": BlockKind.HEADING,
    "subtitle": BlockKind.HEADING,
    "description": BlockKind.PARAGRAPH,
    "summary": BlockKind.PARAGRAPH,
    "excerpt": BlockKind.PARAGRAPH,
    "dek": BlockKind.PARAGRAPH,
}
_LONGEST = 200_000
"""Code points; what is longer is data."""
_YAML = regex.compile(
    r"""
    ---[ \t]*+ (?:\r\n|\n|\r)
    (?P<inside> (?: \# | [\w"'][^:\r\n]*+:(?=\s) ) (?s:.*?) (?<=[\r\n]) )?
    (?:---|\.\.\.)[ \t]*+ (?:\r\n|\n|\r|\Z)
    """,
    regex.VERBOSE,
)
_TOML = regex.compile(
    r"\+\+\+[ \t]*+(?:\r\n|\n|\r) (?P<inside> (?s:.*?) (?<=[\r\n]) )? \+\+\+[ \t]*+(?:\r\n|\n|\r|\Z)", regex.VERBOSE
)
_PLAIN_LINE = regex.compile(
    r"""
    (?:^|(?<=\r)) (?P<key>\w++):[ \t]++ (?P<value>[^\s"'|>\[{&*!%@`\#][^\r\n]*?) [ \t]*+
    (?=[\r\n]|\Z) (?!(?:\r\n|\n|\r)[ \t])
    """,
    regex.VERBOSE | regex.MULTILINE,
)
_TOML_TABLE = regex.compile(r"^[ \t]*+\[", regex.MULTILINE)
_TOML_STRING = regex.compile(
    r"^[ \t]*+(?P<key>\w++)[ \t]*+=[ \t]*+(?:\"(?P<value>(?!\"\")[^\"\\\r\n]*+)\"|'(?P<value>(?!'')[^'\r\n]*+)')",
    regex.MULTILINE,
)


def _found(text: str, start: int, end: int | None = None) -> regex.Match[str] | None:
    limit = min(len(text), start + _LONGEST) if end is None else end
    return _YAML.match(text, start, limit) or _TOML.match(text, start, limit)


def end_of(text: str, start: int) -> int:
    """Where the front matter that begins at `start` ends; `start` where there is none."""
    found = _found(text, start)
    return found.end() if found else start


def add(builder: Builder, end: int) -> None:
    """The prose in the front matter, which ends at `end`."""
    text = builder.source.text
    start = int(text.startswith(BYTE_ORDER_MARK))
    found = _found(text, start, end)
    if found is None or found["inside"] is None:
        return
    inside = Span(*found.span("inside"))
    values = _toml(text, inside) if text.startswith("+++", start) else _yaml(text, inside)
    for key, value, span in values:
        builder.open(PROSE[key], shown=False)
        _add_value(builder, value, span)
        builder.close(None)
    # What stands above the text does not stand beside its first block, whose words it often shares.
    builder.opaque_block(inside.end, found.end())


def _yaml(text: str, inside: Span) -> Iterator[tuple[str, str, Span]]:
    """Keys, values and the places of these, without quotation marks."""
    try:
        root = yaml.compose(text[slice(*inside)], Loader=yaml.SafeLoader)
    except (yaml.YAMLError, ValueError, RecursionError):
        yield from _lines(text, inside)
        return
    if not isinstance(root, yaml.MappingNode):
        return
    for key, value in root.value:
        if isinstance(key, yaml.ScalarNode) and isinstance(value, yaml.ScalarNode) and key.value in PROSE:
            quote = 1 if value.style in ("'", '"') else 0
            first, last = value.start_mark.index + quote, value.end_mark.index - quote
            if value.style in ("|", ">"):
                header = LINE_END.search(text, inside.start + first)
                first = header.end() - inside.start if header else last
            yield key.value, value.value, Span(inside.start + first, inside.start + last)


def _lines(text: str, inside: Span) -> Iterator[tuple[str, str, Span]]:
    """Likewise, line by line, where it is no YAML: plain values that go on over no other line."""
    for found in _PLAIN_LINE.finditer(text, *inside):
        if found["key"] in PROSE:
            yield found["key"], found["value"], Span(*found.span("value"))


def _toml(text: str, inside: Span) -> Iterator[tuple[str, str, Span]]:
    table = _TOML_TABLE.search(text, *inside)
    for found in _TOML_STRING.finditer(text, inside.start, table.start() if table else inside.end):
        if found["key"] in PROSE:
            yield found["key"], found["value"], Span(*found.span("value"))


def _add_value(builder: Builder, value: str, span: Span) -> None:
    """A value line by line, without its indentation; as a whole, where it is written in another way than it reads."""
    text = builder.source.text
    if text[slice(*span)].split() != value.split():
        builder.substitute(" ".join(value.split()), *span)
        return
    at = span.start
    for ending in [*LINE_END.finditer(text, *span), None]:
        end = ending.start() if ending else span.end
        content = text[at:end]
        start = at + len(content) - len(content.lstrip())
        builder.verbatim(start, max(start, at + len(content.rstrip())))
        if ending:
            builder.verbatim(*ending.span())
            at = ending.end()
