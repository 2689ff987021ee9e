"""Readers: bytes as a document. One file a format, and one line in this table."""

from __future__ import annotations

import os
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from lint.readers.reading import BY_SUFFIX, Reading
from lint.text import PLAIN, Source

if TYPE_CHECKING:
    from lint.document import Document


class Format(NamedTuple):
    """A format of documents: the module that reads it, imported only where a file is of it, and how its files end."""

    module: str
    suffixes: tuple[str, ...]
    is_packed: bool = False
    """Whether the file is no text: the module has `read_bytes`, and nothing is ever changed."""
    comments: tuple[str, ...] = ()
    """How a comment is written, with `{}` for what it says; of several ways the first that a file takes is used.

    A line break at its end stands for a blank line that must follow.
    """


FORMATS: dict[str, Format] = {
    PLAIN: Format("lint.readers.plain", (".txt", ".text")),
    "markdown": Format("lint.readers.markdown", (".md", ".markdown", ".mdx"), comments=("{/* {} */}", "<!-- {} -->")),
    "html": Format("lint.readers.html", (".html", ".htm", ".xhtml"), comments=("<!-- {} -->",)),
    "rst": Format("lint.readers.rst", (".rst", ".rest"), comments=(".. {}\n",)),
    "asciidoc": Format("lint.readers.asciidoc", (".adoc", ".asciidoc", ".asc"), comments=("// {}",)),
    "docx": Format("lint.readers.docx", (".docx",), is_packed=True),
}
TEXT_FORMATS = tuple(name for name, format_ in FORMATS.items() if not format_.is_packed)
"""The formats in which a text can be that is not a file of its own."""
SUFFIXES: dict[str, str] = {suffix: name for name, format_ in FORMATS.items() for suffix in format_.suffixes}
_LOCK = "~$"
"""How the name of the file begins that Word keeps beside an open document."""
_MARKUP = {".xml", ".tex", ".textile", ".org", ".wiki"}


class NoReader(ValueError):
    """The file's format cannot be read; the message says what can."""


def format_of(path: str, reading: Reading = BY_SUFFIX) -> str:
    """The format of a file that was named: as `reading` says, or by its suffix.

    Raises NoReader for markup that would be misread.
    """
    if reading.format:
        return reading.format
    suffix = _suffix(path)
    if suffix in _MARKUP - SUFFIXES.keys():
        raise NoReader(f"copydesk does not read {suffix} files yet: as plain text their markup would be misread")
    return SUFFIXES.get(suffix, PLAIN)


def has_reader(path: str) -> bool:
    """Whether a file in a folder is a document, by its name."""
    return _suffix(path) in SUFFIXES and not os.path.basename(path).startswith(_LOCK)


def _suffix(path: str) -> str:
    """As `PurePath` tells it, in small letters, at a tenth of the time: each file in a folder is asked about."""
    name = os.path.basename(path)
    at = name.rfind(".")
    return name[at:].lower() if 0 < at < len(name) - 1 else ""


def unpack(path: str, data: bytes, reading: Reading = BY_SUFFIX) -> Document | None:
    """The document in a file that is no text; None where it is to be decoded. Raises NotText or NoReader."""
    name = format_of(path, reading)
    if not FORMATS[name].is_packed:
        return None
    document: Document = import_module(FORMATS[name].module).read_bytes(path, data)
    return replace(document, format=name)


def read(source: Source, reading: Reading = BY_SUFFIX) -> Document:
    """The document in a source; raises NoReader."""
    name = format_of(source.path, reading)
    document: Document = import_module(FORMATS[name].module).read(source, reading)
    return document if name == PLAIN else replace(document, format=name)
