"""The article that the project was asked for, where the data for measuring stands beside the checkout."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint import engine, fixer, readers
from lint.document import Document
from lint.finding import Safety
from lint.loader import load_rules
from lint.rule import Rule
from lint.text import Source

SAMPLE = Path(__file__).parent.parent.parent / "shared" / "data" / "sample" / "homs.txt"

pytestmark = pytest.mark.skipif(not SAMPLE.exists(), reason="the data for measuring is not beside this checkout")

EXPECTED = (  # line, category, safety of the fix
    (2, "duplicate", "safe"),
    (4, "whitespace", "safe"),
    (13, "duplicate", "safe"),
    (15, "whitespace", "safe"),
    (17, "credit", "unsafe"),
    (18, "credit", None),
    (30, "whitespace", "safe"),
    (36, "missing-word", "manual"),
    (36, "attribution", "unsafe"),
    (48, "whitespace", "safe"),
    (50, "missing-word", "manual"),
    (52, "truncated", "unsafe"),
)
SILENT_LINES = {22, 44, 55}


@pytest.fixture(scope="module")
def rules() -> tuple[Rule, ...]:
    return tuple(rule for rule in load_rules().rules if rule.enabled)


@pytest.fixture(scope="module")
def sample() -> Document:
    return readers.read(Source.decode("homs.txt", SAMPLE.read_bytes()))


def test_its_defects_are_found_and_little_else(sample: Document, rules: tuple[Rule, ...]) -> None:
    findings = [
        (sample.source_lines.position(f.span.start).line, f.category.value, f.fix.safety.value if f.fix else None)
        for f in engine.check(sample, rules).findings
        if f.category.value != "consistency"
    ]
    assert [f for f in EXPECTED if f not in findings] == []
    others = [f for f in findings if f not in EXPECTED]
    assert len(others) <= 2
    assert not SILENT_LINES & {line for line, _, _ in others}


def test_safe_fixes_delete_the_copies_and_the_white_space_and_nothing_else(
    sample: Document, rules: tuple[Rule, ...]
) -> None:
    lines = sample.text.split("\n")
    for number in (4, 15, 30, 48):
        lines[number - 1] = lines[number - 1].rstrip()
    expected = "\n".join(line for number, line in enumerate(lines, 1) if number not in (2, 13))
    fixed = fixer.fix(sample, rules, readers.read)
    assert fixed.document.source.encode() == expected.encode()
    assert fixer.fix(fixed.document, rules, readers.read).document.text == expected


def test_unsafe_fixes_delete_slug_and_cut_caption_and_the_second_attribution(
    sample: Document, rules: tuple[Rule, ...]
) -> None:
    lines = sample.text.split("\n")
    for number in (4, 15, 30, 48):
        lines[number - 1] = lines[number - 1].rstrip()
    lines[35] = lines[35].removesuffix(" he said.")
    expected = "\n".join(line for number, line in enumerate(lines, 1) if number not in (2, 13, 17, 52))
    assert fixer.fix(sample, rules, readers.read, unsafe=True).document.text == expected


def test_the_missing_town_is_suggested_from_the_next_sentence(sample: Document, rules: tuple[Rule, ...]) -> None:
    (gap,) = [
        f for f in engine.check(sample, rules).findings
        if f.category.value == "missing-word" and sample.source_lines.position(f.span.start).line == 50
    ]  # fmt: skip
    assert gap.fix is not None
    assert gap.fix.safety is Safety.MANUAL
    assert "Palmyra" in gap.fix.edits[0].replacement
