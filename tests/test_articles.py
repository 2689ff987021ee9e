"""Whole articles, written for this project: what is found in them, and what mending makes of them.

Beside `NAME.txt` stand `NAME.findings`, a finding a line, and `NAME.fixed` and `NAME.unsafe`, the text after
`--fix` and after `--fix --unsafe-fixes`, where it changes. COPYDESK_UPDATE=1 writes them anew: read the difference.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from lint import engine, fixer, readers
from lint.document import Document
from lint.finding import Finding
from lint.loader import load_rules
from lint.rule import Rule
from lint.selection import Selection, select_rules
from lint.text import Source

ARTICLES = Path(__file__).parent / "articles"
UPDATE = os.environ.get("COPYDESK_UPDATE") == "1"


@pytest.fixture(scope="module")
def rules() -> tuple[Rule, ...]:
    return select_rules(load_rules().rules, Selection())


def read(path: Path) -> Document:
    return readers.read(Source.decode(path.name, path.read_bytes()))


def line_of(document: Document, finding: Finding) -> str:
    """`line:column category rule (safety) text -> what the fix puts there`."""
    position = document.source_lines.position(finding.span.start)
    text = document.text[finding.span.start : finding.span.end]
    said = f"{position.line}:{position.column} {finding.category.value} {finding.rule} {text!r}"
    if finding.fix:
        edits = ", ".join(f"{document.text[e.start : e.end]!r} -> {e.replacement!r}" for e in finding.fix.edits)
        said += f" {finding.fix.safety.value}: {edits}"
    return said


def expect(path: Path, content: bytes) -> None:
    if UPDATE:
        path.write_bytes(content)
    assert path.read_bytes().decode() == content.decode(), path.name


@pytest.mark.parametrize("path", sorted(ARTICLES.glob("*.txt")), ids=lambda path: path.stem)
def test_article(path: Path, rules: tuple[Rule, ...]) -> None:
    document = read(path)
    result = engine.check(document, rules)
    lines = "".join(line_of(document, finding) + "\n" for finding in result.findings)
    expect(path.with_suffix(".findings"), lines.encode())
    for suffix, unsafe in ((".fixed", False), (".unsafe", True)):
        fixed = fixer.fix(document, rules, readers.read, unsafe=unsafe)
        assert not fixed.refused
        expect(path.with_suffix(suffix), fixed.document.source.encode())
        again = fixer.fix(fixed.document, rules, readers.read, unsafe=unsafe)
        assert again.document.text == fixed.document.text, "fixing twice is fixing once"
