"""Reports that no text, file name or rule can break, and JSON that stays as it is."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from support import TEXTS, match, report, rule_that_says, says, write

from lint.finding import Related, Safety, Severity
from lint.report import FileReport
from lint.reporters import REPORTERS, escape
from lint.rule import FixSpec
from lint.text import Span

HOSTILE = "a%0A\r\n::error::b,c:d\u202e\x1b[31m\u2028\x92\udc92"


@given(TEXTS)
def test_what_is_shown_is_visible(text: str) -> None:
    """But for the zero-width joiner, without which some scripts and pictures fall apart."""
    assert all(c.isprintable() or c == "\u200d" for c in escape.visible(text))


@pytest.mark.parametrize("name", REPORTERS)
def test_nothing_hostile_comes_through(name: str) -> None:
    """Neither a control, nor a line, nor a command: from the text, the file's name, and all that a rule says."""
    found = replace(match(0, len(HOSTILE), (0, 1, "")), related=(Related(Span(0, 1), HOSTILE),))
    rule = replace(rule_that_says("rule", found), message=HOSTILE, fix=FixSpec("none", Safety.SAFE, None, HOSTILE))
    told = write(name, report(HOSTILE, rule, path=HOSTILE))
    assert all(c == "\n" or c.isprintable() for c in told)
    assert [line for line in told.split("\n") if line.startswith("::error::")] == []


COPY = "Harbour at dawn\n\nHarbour at dawn\n"
FINDING = {
    "path": "desk/story.txt",
    "rule": "repeated",
    "category": "boilerplate",
    "severity": "error",
    "message": "Again.",
    "start": 17,
    "end": 32,
    "line": 3,
    "column": 1,
    "end_line": 3,
    "end_column": 16,
    "fix": {
        "safety": "safe",
        "summary": "Delete the paragraph",
        "edits": [{"start": 15, "end": 32, "replacement": ""}],
    },
    "related": [
        {"start": 0, "end": 15, "line": 1, "column": 1, "end_line": 1, "end_column": 16, "message": "first copy"}
    ],
    "fingerprint": "e6849a693515719c",
}


@pytest.fixture
def copied() -> FileReport:
    found = replace(match(17, 32, (15, 32, "")), related=(Related(Span(0, 15), "first copy"),))
    rule = replace(rule_that_says("repeated", found), message="Again.", severity=Severity.ERROR)
    return report(COPY, rule, path="desk/story.txt")


def test_a_finding_in_json_has_these_keys_and_no_others(copied: FileReport) -> None:
    (finding,) = json.loads(write("json", copied))
    assert finding == FINDING
    assert list(finding) == list(FINDING)


def test_a_finding_without_a_fix_and_without_relations_has_the_same_keys() -> None:
    (finding,) = json.loads(write("json", report("teh", says(0, 3))))
    assert list(finding) == list(FINDING)
    assert (finding["fix"], finding["related"]) == (None, [])


def test_json_is_one_array_and_json_lines_one_object_a_line(copied: FileReport) -> None:
    reports = [copied, FileReport("empty.txt"), copied]
    assert json.loads(write("json", *reports)) == [FINDING, FINDING]
    assert [json.loads(line) for line in write("jsonl", *reports).splitlines()] == [FINDING, FINDING]


def test_json_of_nothing_is_an_empty_array_and_json_lines_of_nothing_are_none() -> None:
    assert json.loads(write("json")) == json.loads(write("json", FileReport("empty.txt"))) == []
    assert write("jsonl", FileReport("empty.txt")) == ""


def test_json_keeps_what_other_formats_write_out() -> None:
    (finding,) = json.loads(write("json", report(HOSTILE, says(0, 1, HOSTILE), path=HOSTILE)))
    assert (finding["path"], finding["message"]) == (HOSTILE, HOSTILE)
