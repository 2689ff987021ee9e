"""What must hold of the shipped rules on every text, however troublesome."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from support import BYTES_OF_TEXTS

from lint import engine, fixer
from lint.document import Document
from lint.finding import Safety
from lint.loader import load_rules
from lint.readers import plain
from lint.report import place
from lint.rule import PROTECT
from lint.text import NotText, Source, SpanSet

LOADED = load_rules()
RULES = LOADED.rules
"""All of them, those that are off by default too."""


def read(data: bytes) -> Document:
    """The document; a file that is refused is no matter of rules."""
    try:
        return plain.read(Source.decode("story.txt", data))
    except NotText:
        assume(False)
        raise


def test_the_shipped_rules_load() -> None:
    assert LOADED.problems == ()
    assert RULES


@given(BYTES_OF_TEXTS)
def test_findings_stand_in_the_text_in_order_and_name_their_places(data: bytes) -> None:
    document = read(data)
    result = engine.check(document, RULES)
    assert result.gave_up == ()
    assert [f.span for f in result.findings] == sorted(f.span for f in result.findings)
    for finding, placed in zip(result.findings, place(document, "story.txt", result.findings), strict=True):
        for span, at in [
            (finding.span, placed.place),
            *zip((r.span for r in finding.related), placed.related, strict=True),
        ]:
            assert 0 <= span.start < span.end <= len(document.text)
            starts, ends = document.lines[at.start.line - 1], document.lines[at.end.line - 1]
            assert starts.start + at.start.column - 1 == span.start
            assert ends.start + at.end.column - 1 == span.end


@given(BYTES_OF_TEXTS)
def test_edits_are_in_the_text_in_order_and_apart(data: bytes) -> None:
    document = read(data)
    for finding in engine.check(document, RULES).findings:
        if finding.fix is None:
            continue
        edits = finding.fix.edits
        assert edits
        assert all(0 <= edit.start <= edit.end <= len(document.text) for edit in edits)
        assert all(before.end <= after.start for before, after in pairwise(edits))
        assert all(edit.start < edit.end or edit.replacement for edit in edits)


@given(BYTES_OF_TEXTS)
def test_fixes_that_are_applied_touch_neither_protected_text_nor_evidence(data: bytes) -> None:
    document = read(data)
    findings = engine.check(document, RULES).findings
    keepers = [rule for rule in RULES if rule.kind == PROTECT]
    protected = SpanSet(match.span for rule in keepers for match in rule.checker.find(document))
    for finding in fixer.choose(findings, document.source, unsafe=True):
        assert finding.fix
        assert not any(protected.touched_by(edit.span) for edit in finding.fix.edits)


@given(BYTES_OF_TEXTS, st.booleans())
def test_one_round_changes_nothing_outside_its_edits(data: bytes, unsafe: bool) -> None:
    document = read(data)
    chosen = fixer.choose(engine.check(document, RULES).findings, document.source, unsafe=unsafe)
    edits = sorted(edit for finding in chosen if finding.fix for edit in finding.fix.edits)
    left = fixer.apply(document.text, edits)
    before = after = 0
    for edit in edits:
        kept = document.text[before : edit.start]
        assert left.startswith(kept + edit.replacement, after)
        before, after = edit.end, after + len(kept) + len(edit.replacement)
    assert left[after:] == document.text[before:]


@pytest.mark.parametrize("unsafe", [False, True])
@given(data=BYTES_OF_TEXTS)
def test_fixing_twice_is_fixing_once_and_the_file_reads_as_what_was_checked(data: bytes, unsafe: bool) -> None:
    fixed = fixer.fix(read(data), RULES, plain.read, unsafe=unsafe)
    written = fixed.document.source.encode()
    again = read(written)
    assert again.text == fixed.document.text
    twice = fixer.fix(again, RULES, plain.read, unsafe=unsafe)
    assert (twice.document.source.encode(), twice.applied) == (written, ())
    assert twice.result == fixed.result


@given(BYTES_OF_TEXTS)
def test_only_applied_fixes_change_a_text(data: bytes) -> None:
    document = read(data)
    fixed = fixer.fix(document, RULES, plain.read)
    assert bool(fixed.applied) is (fixed.document.text != document.text)
    assert all(finding.fix and finding.fix.safety is Safety.SAFE for finding in fixed.applied)
