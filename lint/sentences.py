"""Sentences within a block of text."""

from __future__ import annotations

from collections.abc import Iterator

from lint.expressions import lazy
from lint.lists import word_set
from lint.text import Span

_BOUNDARY = lazy(
    r"""(?P<end>[.!?…]+["'”’»)\]]*)      # end marks, and what closes around them
        \s+ (?=["'“‘«(\[]*[\p{Lu}\p{N}])  # then something that begins a sentence
    """,
    "x",
)
_WORD_BEFORE = lazy(r"(?r)[\p{L}\p{N}.'’]*")
"""Read backwards from the end mark: to try each word and look for the mark behind it takes far longer."""


def split_sentences(text: str) -> Iterator[Span]:
    """The sentences of `text`, without the white space between them; offsets count from its start."""
    start = len(text) - len(text.lstrip())
    for boundary in _BOUNDARY.finditer(text):
        # Several full stops are no end of a sentence, but part of its last word.
        if not boundary["end"].strip(".") and _ends_abbreviation(text, boundary.end("end") - 1):
            continue
        yield Span(start, boundary.end("end"))
        start = boundary.end()
    if text[start:].strip():
        yield Span(start, len(text.rstrip()))


def _ends_abbreviation(text: str, end: int) -> bool:
    """`Dr`, `U.S`, `J`: the full stop after it need not end a sentence."""
    found = _WORD_BEFORE.match(text, 0, end)
    word = found[0] if found else ""
    initial = len(word) == 1 and word.isalpha() and word != "I"
    return initial or "." in word or word.lower() in word_set("abbreviations")
