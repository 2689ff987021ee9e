"""Reports that no text, file name or rule can break, and JSON that stays as it is."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from support import TEXTS, document, match, report, rule_that_says, says, write

from lint import engine
from lint.finding import Related, Safety, Severity
from lint.report import FileReport, RecordPlace, place
from lint.reporters import REPORTERS, escape
from lint.rule import FixSpec, Rule
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


def in_record(text: str, *given: Rule, record: RecordPlace) -> FileReport:
    read = document(text)
    return FileReport("corpus.jsonl", place(read, "corpus.jsonl", engine.check(read, given).findings, record))


PLACES = {  # a place in a file of records, and what people and annotations say of a finding there
    "with an id and a line": (
        RecordPlace(12, "a-17", "article.body", 14),
        "corpus.jsonl: record 12 (a-17), article.body:3:5: warning rule: Wrong.",
        "::warning file=corpus.jsonl,line=14,title=rule (boilerplate)::record 12 (a-17), article.body:3:5: Wrong.",
    ),
    "without": (
        RecordPlace(1, None, "text"),
        "corpus.jsonl: record 1, text:3:5: warning rule: Wrong.",
        "::warning file=corpus.jsonl,title=rule (boilerplate)::record 1, text:3:5: Wrong.",
    ),
    "hostile": (
        RecordPlace(1, "\x1b[31m\n::error::", "te\nxt", 1),
        "corpus.jsonl: record 1 (<U+001B>[31m<U+000A>::error::), te<U+000A>xt:3:5: warning rule: Wrong.",
        "::warning file=corpus.jsonl,line=1,title=rule (boilerplate)::"
        "record 1 (<U+001B>[31m<U+000A>::error::), te<U+000A>xt:3:5: Wrong.",
    ),
}


@pytest.mark.parametrize("name", PLACES)
def test_a_finding_in_a_record_is_named_by_it(name: str) -> None:
    record, text, annotation = PLACES[name]
    reported = in_record("One.\n\nthe teh", says(10, 13), record=record)
    assert write("text", reported).splitlines()[0] == text
    assert write("github", reported).splitlines()[0] == annotation
    (finding,) = json.loads(write("json", reported))
    assert list(finding) == [*FINDING, "record"]
    where = {"number": record.number, "id": record.id, "field": record.field, "line": record.line}
    assert finding["record"] == {key: value for key, value in where.items() if key == "id" or value is not None}
