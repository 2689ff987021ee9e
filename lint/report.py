"""Findings with their lines and columns, file by file: what every output format is made from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from lint.files import Problem
from lint.finding import Category, Edit, Finding, Fix, Related, Safety, Severity
from lint.suppression.uses import NOT_ASKED, Uses
from lint.text import Span

if TYPE_CHECKING:
    from lint.document import Document, Position
    from lint.fixer import Refusal

UNITS = ("paragraph",)
"""What findings may be placed by in place of lines; each is a key of their JSON."""


class Place(NamedTuple):
    """A span with the positions of its ends; the end is exclusive."""

    span: Span
    start: Position
    end: Position


class RecordPlace(NamedTuple):
    """A text in a file of records."""

    number: int
    """Of the record, from 1."""
    id: str | None
    field: str
    line: int | None = None
    """Where the record begins in its file, from 1; None where that has no lines."""

    @property
    def name(self) -> str:
        """The record, for people."""
        return f"record {self.number}" + (f" ({self.id})" if self.id is not None else "")

    def __str__(self) -> str:
        """`record 12 (a-17), article.body`."""
        return f"{self.name}, {self.field}"


class Excerpt(NamedTuple):
    """The line of a finding around the defect: what stands before it, itself, and what follows; long parts are cut."""

    before: str
    defect: str
    after: str


_BEFORE, _DEFECT, _AFTER = 40, 60, 30
"""Code points of a long line that an excerpt keeps. It never holds the line: a file can be one line of megabytes."""


class Placed(NamedTuple):
    """A finding in a file."""

    path: str
    finding: Finding
    place: Place
    related: tuple[Place, ...]
    """The places of the finding's related spans, in the same order."""
    excerpt: Excerpt
    """The part of its first line that shows it."""
    unit: str | None = None
    """What the lines of its place are in a file that has none: paragraphs."""
    record: RecordPlace | None = None
    """The text in a file of records that all places are in; None where that is the whole file."""


_NO_SECONDS: Mapping[str, float] = {}


class FileReport(NamedTuple):
    """What came of one file: findings that remain, fixes applied, and what could not be done."""

    path: str
    findings: Sequence[Placed] = ()
    applied: tuple[Finding, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()
    """What a user should know and that is no failure, such as a fix that was refused."""
    before: str | None = None
    after: str | None = None
    """The text before and after fixing, where a difference is to be shown."""
    uses: Uses = NOT_ASKED
    """Which of the configuration's suppressions were needed."""
    seconds: Mapping[str, float] = _NO_SECONDS
    """How long each rule took, and reading, where that is measured."""
    records: int | None = None
    """Of a file of records: how many of them the report is about. Such a file has several reports in turn."""
    continues: bool = False
    """Whether the report before this one is about the same file."""
    mended: int = 0
    """How many defects were mended that earlier reports of the file do not count: it is written at its end."""
    record: RecordPlace | None = None
    """The text in a file of records that `before` and `after` are of."""


def gave_up(where: str, rules: Iterable[str]) -> tuple[Problem, ...]:
    """What to say of rules that came to no end."""
    hint = "simplify its pattern, or raise `timeout` in .copydesk.yaml"
    return tuple(Problem(where, f"the rule {rule} took too long and gave up ({hint})") for rule in rules)


def refused(where: str, refusals: Iterable[Refusal]) -> tuple[Problem, ...]:
    """What to say of fixes that would have done harm."""
    return tuple(Problem(where, f"{refusal.rule} was not applied: {refusal.reason}") for refusal in refusals)


def place(
    document: Document, path: str, findings: Iterable[Finding], record: RecordPlace | None = None
) -> tuple[Placed, ...]:
    """The findings with their positions, in a file or in a text of a record in it."""
    return tuple(_place(document, path, finding, record) for finding in findings)


def _place(document: Document, path: str, finding: Finding, record: RecordPlace | None) -> Placed:
    return Placed(
        path,
        finding,
        _locate(document, finding.span),
        tuple(_locate(document, related.span) for related in finding.related),
        _excerpt(document, finding.span),
        document.units.name if document.units else None,
        record,
    )


def _excerpt(document: Document, span: Span) -> Excerpt:
    line, text = document.source_lines.at(span.start), document.source.text
    end = min(span.end, line.end)
    before = text[max(line.start, span.start - _BEFORE) : span.start]
    after = text[end : min(line.end, end + _AFTER)]
    defect, half = text[span.start : end], _DEFECT // 2
    if len(defect) > _DEFECT and line.end - line.start > _BEFORE + _DEFECT + _AFTER:
        defect = f"{defect[:half]} … {defect[-half:]}"
    return Excerpt(
        "…" * (span.start - line.start > _BEFORE) + before, defect, after + "…" * (line.end - end > _AFTER)
    )  # fmt: skip


def _locate(document: Document, span: Span) -> Place:
    lines = document.source_lines
    return Place(span, lines.position(span.start), lines.position(span.end))


def to_json(placed: Placed) -> dict[str, Any]:
    """The stable form of a finding in JSON; its keys and their meaning are an interface."""
    finding, fix = placed.finding, placed.finding.fix
    return {
        "path": placed.path,
        "rule": finding.rule,
        "category": finding.category.value,
        "severity": finding.severity.value,
        "message": finding.message,
        **_place_to_json(placed.place),
        "fix": fix
        and {
            "safety": fix.safety.value,
            "summary": fix.summary,
            "edits": [edit._asdict() for edit in fix.edits],
        },
        "related": [
            {**_place_to_json(at), "message": related.message}
            for related, at in zip(finding.related, placed.related, strict=True)
        ],
        "fingerprint": finding.fingerprint,
        **({placed.unit: placed.place.start.line} if placed.unit else {}),
        **_record_to_json(placed.record),
    }


def _record_to_json(record: RecordPlace | None) -> dict[str, Any]:
    """The key that findings in records have, and no others."""
    if record is None:
        return {}
    where = {"number": record.number, "id": record.id, "field": record.field}
    return {"record": where if record.line is None else {**where, "line": record.line}}


def _place_to_json(place: Place) -> dict[str, int]:
    return {
        "start": place.span.start,
        "end": place.span.end,
        "line": place.start.line,
        "column": place.start.column,
        "end_line": place.end.line,
        "end_column": place.end.column,
    }


def from_json(item: dict[str, Any]) -> Placed:
    """A finding from its JSON form and its excerpt; raises KeyError, TypeError or ValueError."""
    fix = item["fix"]
    finding = Finding(
        item["rule"],
        Category(item["category"]),
        Severity(item["severity"]),
        item["message"],
        _span_from_json(item),
        fix and Fix(Safety(fix["safety"]), fix["summary"], tuple(Edit(**edit) for edit in fix["edits"])),
        tuple(Related(_span_from_json(related), related["message"]) for related in item["related"]),
        fingerprint=item["fingerprint"],
    )
    related = tuple(map(_place_from_json, item["related"]))
    unit = next((unit for unit in UNITS if unit in item), None)
    record = RecordPlace(**item["record"]) if "record" in item else None
    return Placed(item["path"], finding, _place_from_json(item), related, Excerpt(*item["excerpt"]), unit, record)


def _span_from_json(item: dict[str, Any]) -> Span:
    return Span(item["start"], item["end"])


def _place_from_json(item: dict[str, Any]) -> Place:
    from lint.document import Position

    start, end = Position(item["line"], item["column"]), Position(item["end_line"], item["end_column"])
    return Place(_span_from_json(item), start, end)
