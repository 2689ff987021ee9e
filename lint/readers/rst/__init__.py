"""reStructuredText, as docutils and Sphinx read it: a file each for lines, blocks, explicit markup and inline."""

from __future__ import annotations

from lint.document import Document
from lint.readers.builder import Builder
from lint.readers.reading import BY_SUFFIX, Reading
from lint.readers.rst.explicit import Reader
from lint.readers.rst.inline import escape
from lint.text import Source


def read(source: Source, reading: Reading = BY_SUFFIX) -> Document:
    """The prose of a file in reStructuredText."""
    builder = Builder(source, escape)
    Reader(builder, reading).read_all()
    return builder.document()
