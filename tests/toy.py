"""A toy format with comments, so that each test shows all of it.

A line is a block, `#…;` is a comment (on one line or several), `*` is hidden, and lines that follow each other are one
group as in a list.
"""

from __future__ import annotations

import regex

from lint.document import Document, split_lines
from lint.readers.builder import Builder
from lint.readers.reading import BY_SUFFIX, Reading
from lint.text import Source, Span

_COMMENT = regex.compile(r"#[^;]*;")
_TOKEN = regex.compile(r"[^*\0]+|.")


def read(source: Source, reading: Reading = BY_SUFFIX) -> Document:  # noqa: ARG001 - as of every reader
    """The document in a source."""
    builder = Builder(source)
    hidden = source.text
    for found in _COMMENT.finditer(source.text):
        builder.comment(found.start(), found.end(), found[0][1:-1])
        hidden = hidden[: found.start()] + "\0" * len(found[0]) + hidden[found.end() :]
    joined = False
    for line in split_lines(hidden):
        content = hidden[line.start : line.end]
        if not content.strip(" *\0\t"):
            joined = joined and "\0" in content
            continue
        builder.open(joined=joined)
        for token in _TOKEN.finditer(content):
            if token[0] not in "*\0":
                builder.verbatim(line.start + token.start(), line.start + token.end())
        builder.close(Span(line.start, line.end))
        joined = True
    return builder.document()


def toy(text: str) -> Document:
    """A text in the toy format."""
    return read(Source("story.toy", text))
