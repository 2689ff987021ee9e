"""What several tests share: the rules in tests/data, documents from text, and texts made of trouble."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from lint import engine
from lint.config import FileKeys, Layer, Layers
from lint.document import Document, PieceKind
from lint.finding import Edit, Match, Safety
from lint.kinds.base import Finder
from lint.loader import load_rules
from lint.places import EVERYWHERE, Places
from lint.readers import plain
from lint.report import FileReport, place
from lint.reporters import REPORTERS
from lint.reporters.output import Output
from lint.rule import FixSpec, Rule
from lint.text import Source, Span

DATA = Path(__file__).parent / "data"
RULES = DATA / "rules"

PIECES = (
    *("word", "Harbour", "the the", "a", " ", "  ", "\u00a0", "\t", ".", ",", "…", "-", "*", "1.", "http://a.example"),
    *('"', "'", "“", "”", "’", "(", ")", "<b>", "&amp;", "Ã©", "\ufffd", "\u00ad", "\u200b", "\u0301", "日本"),
    *("\n", "\n\n", "\r\n", "\r\n\r\n", "\r", "\n \n", "\u2028", "\v", "\f", "\x85", "\x92", "\0", "\ufeff"),
    *("\udc80", "\udcc3", "\udca9", "Photo: Ana Ruiz/Agency", "Harbour at dawn, Valparaiso\n\n", "Row, row, row\n"),
    *("VALPARAISO (Reuters) - ", "Correction: the dam is 30 metres high.\n", "The council met on Monday.\n\n"),
    "The council met on Monday and put off the vote on the new\nbridge until the spring, said its speaker.\n",
)
TEXTS = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)
BYTES_OF_TEXTS = TEXTS.map(lambda text: text.encode("utf-8", "surrogateescape"))


def rules(*names: str) -> tuple[Rule, ...]:
    """The rules in folders or files of tests/data/rules, and no others."""
    loaded = load_rules([RULES / name for name in names], shipped=False)
    assert loaded.problems == ()
    return tuple(loaded.rules)


def document(text: str) -> Document:
    """A text as a plain document."""
    return plain.read(Source("story.txt", text))


class Says(Finder):
    """A checker that finds the same matches in every text in which they fit, or gives up."""

    def __init__(self, *matches: Match, gives_up: bool = False) -> None:
        self.matches, self.gives_up = matches, gives_up

    def find(self, document: Document, places: Places = EVERYWHERE) -> Iterator[Match]:
        """The matches, whatever the text says."""
        if self.gives_up:
            raise TimeoutError
        return (match for match in self.matches if match.span.end <= len(document.text))


def rule_that_says(name: str, *matches: Match, safety: Safety = Safety.SAFE, gives_up: bool = False) -> Rule:
    """A rule with a made-up checker; a match's edits are its fix."""
    (advert,) = rules("small/advert.yaml")
    fix = FixSpec("delete-block", safety)
    return replace(advert, id=name, message="{text}", fix=fix, checker=Says(*matches, gives_up=gives_up))


def match(start: int, end: int, *edits: tuple[int, int, str], evidence: bool = False) -> Match:
    """A match with its edits, each as start, end and replacement."""
    return Match(Span(start, end), tuple(Edit(*edit) for edit in edits), evidence=evidence)


def report(text: str, *given: Rule, path: str = "story.txt") -> FileReport:
    """What some rules say of a text."""
    read = document(text)
    return FileReport(path, place(read, path, engine.check(read, given).findings))


def says(start: int, end: int, message: str = "Wrong.") -> Rule:
    """A rule that reports one place."""
    return replace(rule_that_says("rule", match(start, end)), message=message)


def write(name: str, *reports: FileReport) -> str:
    """The reports in one of the formats."""
    out = io.StringIO()
    REPORTERS[name].write(reports, Output(out))
    return out.getvalue()


def sound(document: Document) -> None:
    """Assert that a document's pieces say what its text says, lie in its source, and never overlap there."""
    assert document.prose is not None
    source, pieces = document.source.text, document.prose.pieces
    for piece in pieces:
        assert 0 <= piece.source.start < piece.source.end <= len(source)
        if piece.kind is PieceKind.VERBATIM:
            assert document.text[piece.start : piece.end] == source[slice(*piece.source)]
    in_source = sorted(piece.source for piece in pieces)
    assert all(above.end <= below.start for above, below in pairwise(in_source))
    for block in document.blocks:
        inside = document.pieces_of(block.span)
        assert block.text == block.text.strip()
        assert block.text
        assert "".join(document.text[piece.start : piece.end] for piece in inside) == block.text
        assert document.text[slice(*block.span)] == block.text


def layers(**keys: Any) -> Layers:
    """What holds where somebody asks for nothing else."""
    return Layers((Layer(FileKeys(**keys)),))
