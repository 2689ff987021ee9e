"""Entries of the configuration, which suppress by a file's path and a text that stands in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from lint.text import Span

if TYPE_CHECKING:
    from lint.document import Document


@dataclass(frozen=True)
class Entry:
    """An entry that speaks of a file."""

    index: int
    """Its number in the configuration, from 0."""
    names: tuple[str, ...]
    text: str = ""
    """What stands at the finding; where it is empty, every finding of the names is meant."""


class Occurrences(NamedTuple):
    """Where an entry suppresses."""

    read: list[Span]
    """In the text, where the entry has one."""
    in_source: list[Span]


def occurrences(entry: Entry, document: Document) -> Occurrences:
    """Where an entry's text stands, as it is read or in the source; white space in it stands for any."""
    if not entry.text:
        return Occurrences([], [Span(0, len(document.source.text))])
    import regex

    pattern = regex.compile(r"\s++".join(map(regex.escape, entry.text.split())))
    read = [Span(*found.span()) for found in pattern.finditer(document.text)]
    if document.prose is None:
        return Occurrences(read, read)
    in_source = [Span(*found.span()) for found in pattern.finditer(document.source.text)]
    return Occurrences(read, in_source + [document.source_span(span) for span in read])
