"""Sentences within a block of text."""

from __future__ import annotations

from collections.abc import Iterator

from lint.expressions import lazy
from lint.lists import word_set
from lint.text import Span

_BOUNDARY = lazy(
    r"""(?P<word>[\p{L}\p{N}.'’]*)      # the last word, to see whether it is an abbreviation
        (?P<end>[.!?…]+["'”’»)\]]*)      # end marks, and what closes around them
        \s+ (?=["'“‘«(\[]*[\p{Lu}\p{N}])  # then something that begins a sentence
    """,
    "x",
)


def split_sentences(text: str) -> Iterator[Span]:
    """The sentences of `text`, without the white space between them; offsets count from its start."""
    start = len(text) - len(text.lstrip())
    for boundary in _BOUNDARY.finditer(text):
        if boundary["end"] == "." and _is_abbreviation(boundary["word"]):
            continue
        yield Span(start, boundary.end("end"))
        start = boundary.end()
    if text[start:].strip():
        yield Span(start, len(text.rstrip()))


def _is_abbreviation(word: str) -> bool:
    """`Dr`, `U.S`, `J`: the full stop after it need not end a sentence."""
    initial = len(word) == 1 and word.isalpha() and word != "I"
    return initial or "." in word or word.lower() in word_set("abbreviations")
