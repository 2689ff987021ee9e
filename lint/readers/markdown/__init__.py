"""Markdown: CommonMark with the extensions in use, front matter, templates, and MDX."""

from __future__ import annotations

from pathlib import PurePath

from lint.document import Document
from lint.readers.builder import Builder
from lint.readers.markdown import front, masks, mdx
from lint.readers.markdown.blocks import add_blocks
from lint.readers.markdown.masks import Mask, MaskKind
from lint.readers.markdown.tree import leaves_of
from lint.readers.plain import BYTE_ORDER_MARK
from lint.readers.reading import BY_SUFFIX, Reading
from lint.text import Source


def read(source: Source, reading: Reading = BY_SUFFIX) -> Document:
    """The prose of a Markdown file."""
    builder = Builder(source)
    body = front.end_of(source.text, int(source.text.startswith(BYTE_ORDER_MARK)))
    if reading.front_matter:
        front.add(builder, body)
    found = _masks(source, body)
    add_blocks(builder, leaves_of(_masked(source.text, found), body, found))
    for mask in found:
        if mask.kind is MaskKind.COMMENT:
            builder.comment(mask.start, mask.end, source.text[slice(*mask.inside)])
    return builder.document()


def _masks(source: Source, body: int) -> list[Mask]:
    """What is no Markdown: the parser must not look inside it."""
    find = mdx.find if PurePath(source.path).suffix.lower() == ".mdx" else masks.find
    return find(source.text, body)


def _masked(text: str, found: list[Mask]) -> str:
    """The text with letters for what the parser must not look at, of the same length."""
    parts, at = [], 0
    for mask in found:
        parts += [text[at : mask.start], "x" * (mask.end - mask.start)]
        at = mask.end
    return "".join([*parts, text[at:]])
