"""AsciiDoc, as Asciidoctor reads it: a file each for blocks, tables and inline markup."""

from __future__ import annotations

from lint.document import Document
from lint.readers.asciidoc.blocks import Blocks
from lint.readers.builder import Builder
from lint.readers.reading import BY_SUFFIX, Reading
from lint.text import Source


def read(source: Source, reading: Reading = BY_SUFFIX) -> Document:  # noqa: ARG001 - as of every reader
    """The prose of a file in AsciiDoc."""
    builder = Builder(source)
    Blocks(builder).read_all()
    return builder.document()
