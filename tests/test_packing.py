"""A packed report says what it said, and its JSON is what `json` makes of its findings."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import TEXTS, document, match, report, rule_that_says, rules, write

from lint import engine
from lint.files import Problem
from lint.finding import Finding, Fix, Related, Safety, Severity
from lint.packing import Packed, in_json, pack, severities, unpack
from lint.report import FileReport, Placed, RecordPlace, place, to_json
from lint.reporters import REPORTERS
from lint.suppression.uses import Uses
from lint.text import Span

SMALL = rules("small")
HOSTILE = '\t\n"\\\u2028\udc80, "severity": "error"'
NUMBERS = st.frozensets(st.integers(0, 9), max_size=3)


def reread(before: FileReport, path: str | None = None) -> FileReport:
    text = pack(before)
    assert text is not None
    assert text.isascii()
    return unpack(path or before.path, text)


@given(TEXTS, st.builds(Uses, NUMBERS, NUMBERS))
def test_what_was_packed_says_the_same(text: str, uses: Uses) -> None:
    before = report(f"{text}\n\nteh\n\n{text}", *SMALL)._replace(uses=uses)
    after = reread(before)
    assert after._replace(findings=tuple(after.findings)) == before._replace(findings=without_evidence(before))
    assert pack(after) == pack(before)


def without_evidence(before: FileReport) -> tuple[Placed, ...]:
    """The findings without what nobody asks for once they are reported."""
    return tuple(placed._replace(finding=replace(placed.finding, evidence=False)) for placed in before.findings)


@given(TEXTS)
def test_its_json_is_what_json_makes_of_its_findings(text: str) -> None:
    before = report(f"teh {text}", *SMALL, path=text or "a.txt")
    expected = [json.dumps(to_json(placed)) for placed in before.findings]
    assert list(in_json(before.findings)) == expected
    assert list(in_json(reread(before).findings)) == expected


@pytest.mark.parametrize("name", REPORTERS)
def test_every_format_writes_the_same(name: str) -> None:
    found = replace(match(0, 3, (0, 3, HOSTILE)), related=(Related(Span(1, 2), HOSTILE),))
    rule = replace(rule_that_says("rule", found), message=HOSTILE, severity=Severity.ERROR)
    before = report(f"teh {HOSTILE}", rule, path=HOSTILE)
    assert write(name, reread(before)) == write(name, before)


def test_it_may_be_that_of_another_file() -> None:
    before = report("teh", *SMALL)
    assert [placed.path for placed in reread(before, HOSTILE).findings] == [HOSTILE]
    assert [json.loads(text)["path"] for text in in_json(reread(before, HOSTILE).findings)] == [HOSTILE]


@pytest.mark.parametrize("record", [None, RecordPlace(3, None, "text"), RecordPlace(3, HOSTILE, HOSTILE, 7)])
def test_the_place_in_a_file_of_records_is_kept(record: RecordPlace | None) -> None:
    read = document("teh")
    before = FileReport("a.jsonl", place(read, "a.jsonl", engine.check(read, SMALL).findings, record))
    assert [placed.record for placed in reread(before).findings] == [record]


def test_severities_are_counted_without_taking_findings_apart() -> None:
    ruled = [rule_that_says(s.value, match(0, 1), match(2, 3)) for s in Severity]
    before = report(
        "a b", *(replace(rule, severity=s, message=HOSTILE) for rule, s in zip(ruled, Severity, strict=True))
    )
    after = reread(before)
    assert severities(after.findings) == severities(before.findings) == dict.fromkeys(Severity, 2)
    assert isinstance(after.findings, Packed)
    assert severities(unpack("a.txt", "").findings) == {}


def test_a_report_without_findings_is_no_text_at_all() -> None:
    assert pack(FileReport("a.txt")) == ""
    assert unpack("a.txt", "") == FileReport("a.txt")


FINDING = Finding("rule", SMALL[0].category, Severity.INFO, "", Span(0, 1), Fix(Safety.SAFE, "", ()))


@pytest.mark.parametrize(
    "more",
    [
        {"problems": (Problem("a.txt", "lost"),)},
        {"notes": (Problem("a.txt", "refused"),)},
        {"applied": (FINDING,)},
        {"before": "a", "after": "b"},
        {"seconds": {"rule": 0.1}},
        {"records": 0},
        {"continues": True},
    ],
    ids=str,
)
def test_what_says_more_than_what_was_found_is_not_packed(more: dict[str, object]) -> None:
    assert pack(report("teh", *SMALL)._replace(**more)) is None  # type: ignore[arg-type]
