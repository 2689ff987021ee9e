"""Entries of `.copydesk.yaml` for findings, and the file with more entries: all else in it stays as it is."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import regex

from lint.config import ConfigFile
from lint.document import Document, Line
from lint.entries import EntryKeys
from lint.text import Span
from lint.typed import to_dataclass
from lint.yamltree import YamlError, parse_yaml

FEWEST, MOST = 12, 60
"""Code points that the text of an entry should have."""
_REST_BEFORE, _REST_AFTER = regex.compile(r"\S*+", regex.REVERSE), regex.compile(r"\S*+")
_WORD_BEFORE, _WORD_AFTER = regex.compile(r"\S*+\s*+", regex.REVERSE), regex.compile(r"\s*+\S*+")
_PRINTABLE = regex.compile(r"[^\p{Cc}\p{Cs}\p{Cn}\p{Co}]*+")
_SPECIAL = regex.compile(r"[\\*?\[\]]|\A[!#]| (?=\z)")
_CONTENT = regex.compile(r"(?P<indent> *+)[^\s#]")


_HOW_TO_WRITE = "write `suppress:` with items below it that begin with `- `, each on lines of its own"


class CannotExtend(ValueError):
    """The configuration is written in a way to which no entry can be added without changing it."""


def quoted(document: Document, span: Span) -> str:
    """A text by which a finding is known: itself, with the words around it where it is short; empty where none is."""
    text, line = document.source.text, document.source_lines.at(span.start)
    start = min(span.start, line.end)  # a finding may begin in the line's ending
    place = Span(start, max(start, min(span.end, line.end)))
    before, around = place, _widened(text, place, line, _REST_BEFORE, _REST_AFTER)
    while len(text[slice(*around)].strip()) < FEWEST:
        before, around = around, _widened(text, around, line, _WORD_BEFORE, _WORD_AFTER)
        if around == before:
            break
    start = max(around.start, place.start - MOST // 2)
    shown = " ".join(text[start : min(around.end, start + MOST)].split())
    return shown if _PRINTABLE.fullmatch(shown) else ""


def texts(document: Document, span: Span) -> Iterator[str]:
    """Texts by which a finding may be known, the best first; at last its whole line, and the words around a blank one.

    None of them is empty.
    """
    source, line = document.source.text, document.source_lines.at(span.start)
    near = Span(max(line.start, span.start - MOST // 2), min(line.end, span.end + MOST // 2))
    runs = [run[0] for run in _PRINTABLE.finditer(source, *near) if run.start() <= span.end and run.end() >= span.start]
    across = _widened(source, span, Line(0, 0, len(source)), _WORD_BEFORE, _WORD_AFTER)
    for text in (quoted(document, span), *runs, source[line.start : line.end], source[slice(*across)]):
        shown = " ".join(text.split())
        if shown and _PRINTABLE.fullmatch(shown):
            yield shown


def _widened(text: str, span: Span, line: Line, before: regex.Pattern[str], after: regex.Pattern[str]) -> Span:
    """A span with what stands beside it on its line."""
    left, right = before.match(text, line.start, span.start), after.match(text, span.end, line.end)
    return Span(left.start() if left else span.start, right.end() if right else span.end)


def pattern(path: str, folder: Path) -> str | None:
    """The pattern that matches one file alone, from a folder; None for a file that stands elsewhere."""
    try:
        relative = Path(os.path.abspath(path)).relative_to(os.path.abspath(folder)).as_posix()
    except ValueError:
        return None
    escaped = _SPECIAL.sub(r"\\\g<0>", relative)
    return escaped if "/" in escaped else f"/{escaped}"


def with_entries(text: str, path: Path, entries: Sequence[EntryKeys]) -> str:
    """The text of a configuration file with more entries, everything else as it was; raises CannotExtend."""
    line_end = "\r\n" if "\r\n" in text else "\n"
    longer = _extended(text.replace("\r\n", "\n"), path, entries).replace("\n", line_end)
    try:
        before, after = _read(text, path), _read(longer, path)
    except YamlError as error:  # of the longer text, which nobody has seen
        raise CannotExtend(_HOW_TO_WRITE) from error
    if after != replace(before, suppress=(*before.suppress, *entries)):
        raise CannotExtend(_HOW_TO_WRITE)
    return longer


def _read(text: str, path: Path) -> ConfigFile:
    return to_dataclass(parse_yaml(text.removeprefix("\ufeff"), path, may_be_empty=True), ConfigFile)


def _extended(text: str, path: Path, entries: Iterable[EntryKeys]) -> str:
    """The text with entries behind those that it has, or at its end under a key of their own."""
    root = parse_yaml(text.removeprefix("\ufeff"), path, may_be_empty=True)
    items = root.entries["suppress"][1].items if root.entries and "suppress" in root.entries else None
    if not items:
        body = "" if not text.strip("\ufeff") or text.endswith("\n") else "\n"
        return text + body + "suppress:\n" + "".join(_item(entry, "  ") for entry in entries)
    lines = text.split("\n")
    first = items[-1].place.line - 1
    indent = lines[first][: len(lines[first]) - len(lines[first].lstrip(" "))]
    last = first
    for at in range(first + 1, len(lines)):
        content = _CONTENT.match(lines[at])
        if content is not None and len(content["indent"]) <= len(indent):
            break
        last = at if content is not None else last
    added = "".join(_item(entry, indent) for entry in entries).rstrip("\n").split("\n")
    return "\n".join([*lines[: last + 1], *added, *(lines[last + 1 :] or [""])])


def _item(entry: EntryKeys, indent: str) -> str:
    """An entry as an item of a list."""
    rows = [f"{key}: {value}" for key, value in _rows(entry)]
    return f"{indent}- " + f"\n{indent}  ".join(rows) + "\n"


def _rows(entry: EntryKeys) -> Iterator[tuple[str, str]]:
    for key, values in (("path", entry.path), ("rule", entry.rule)):
        shown = [_scalar(value) for value in values]
        if shown:
            yield key, shown[0] if len(shown) == 1 else f"[{', '.join(shown)}]"
    if entry.text:
        yield "text", _scalar(entry.text)
    if entry.reason:
        yield "reason", _scalar(entry.reason)


def _scalar(text: str) -> str:
    """The text in YAML, quoted where it must be: also inside brackets."""
    import yaml

    dumped: str = yaml.safe_dump([text], allow_unicode=True, width=float("inf"), default_flow_style=True)
    return dumped.strip()[1:-1]
