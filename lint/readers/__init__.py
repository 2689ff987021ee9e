"""Readers: bytes as a document. One file a format, and one line in this table."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath

from lint.document import Document
from lint.readers import plain
from lint.text import Source

READERS: dict[str, Callable[[Source], Document]] = {
    "plain": plain.read,
}
SUFFIXES: dict[str, str] = {
    ".txt": "plain",
    ".text": "plain",
}
_MARKUP = {".md", ".markdown", ".mdx", ".html", ".htm", ".xhtml", ".xml", ".rst", ".adoc", ".asciidoc", ".tex"}


class NoReader(ValueError):
    """The file's format cannot be read; the message says what can."""


def format_of(path: str) -> str:
    """The format of a file that was named, by its suffix; raises NoReader for markup that would be misread."""
    suffix = PurePath(path).suffix.lower()
    if suffix in _MARKUP:
        raise NoReader(f"copydesk does not read {suffix} files yet: as plain text their markup would be misread")
    return SUFFIXES.get(suffix, "plain")


def read(source: Source) -> Document:
    """The document in a source; raises NoReader."""
    return READERS[format_of(source.path)](source)
