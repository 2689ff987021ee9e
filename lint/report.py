"""Findings with their lines and columns, file by file: what every output format is made from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from lint.document import Document, Position
from lint.files import Problem
from lint.finding import Category, Edit, Finding, Fix, Related, Safety, Severity
from lint.text import Span


@dataclass(frozen=True, slots=True)
class Place:
    """A span with the positions of its ends; the end is exclusive."""

    span: Span
    start: Position
    end: Position


@dataclass(frozen=True, slots=True)
class Placed:
    """A finding in a file."""

    path: str
    finding: Finding
    place: Place
    related: tuple[Place, ...]
    """The places of the finding's related spans, in the same order."""
    line: str
    """The line in which the finding starts, without its ending."""


@dataclass(frozen=True, slots=True)
class FileReport:
    """What came of one file: findings that remain, fixes applied, and what could not be done."""

    path: str
    findings: tuple[Placed, ...] = ()
    applied: tuple[Finding, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()
    """What a user should know and that is no failure, such as a fix that was refused."""
    before: str | None = None
    after: str | None = None
    """The text before and after fixing, where a difference is to be shown."""


def place(document: Document, path: str, findings: Iterable[Finding]) -> tuple[Placed, ...]:
    """The findings with their positions."""
    return tuple(_place(document, path, finding) for finding in findings)


def _place(document: Document, path: str, finding: Finding) -> Placed:
    line = document.line_at(finding.span.start)
    return Placed(
        path,
        finding,
        _locate(document, finding.span),
        tuple(_locate(document, related.span) for related in finding.related),
        document.text[line.start : line.end],
    )


def _locate(document: Document, span: Span) -> Place:
    return Place(span, document.position(span.start), document.position(span.end))


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
    }


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
    """A finding from its JSON form and the text of its line (`source_line`); raises KeyError or ValueError."""
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
    return Placed(item["path"], finding, _place_from_json(item), related, item["source_line"])


def _span_from_json(item: dict[str, Any]) -> Span:
    return Span(item["start"], item["end"])


def _place_from_json(item: dict[str, Any]) -> Place:
    start, end = Position(item["line"], item["column"]), Position(item["end_line"], item["end_column"])
    return Place(_span_from_json(item), start, end)
