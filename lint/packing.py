"""Reports as text, in which they are kept, handed from process to process and written out.

A line for the entries that were used, then a line a finding: its severity, its JSON without the path, and its excerpt.
The JSON is what `jsonl` prints, so that nobody has to take a report apart who only passes it on.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import overload

from lint.finding import Severity
from lint.report import FileReport, Placed, from_json, to_json
from lint.suppression.uses import NOT_ASKED, Uses

_SEVERITIES = {severity.value: severity for severity in Severity}
_NONE: Mapping[Severity, int] = {}
_encode = json.JSONEncoder().encode


class Packed(Sequence[Placed]):
    """The findings of a file, taken apart only where somebody looks at one."""

    __slots__ = ("_findings", "_lines", "_path")

    def __init__(self, path: str, lines: Sequence[str]) -> None:
        """`lines` are those of a packed report, which may come from a file that somebody has damaged."""
        self._path, self._lines = path, lines
        self._findings: tuple[Placed, ...] | None = None

    def __len__(self) -> int:
        return len(self._lines)

    @overload
    def __getitem__(self, at: int) -> Placed: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Placed]: ...
    def __getitem__(self, at: int | slice) -> Placed | Sequence[Placed]:
        if self._findings is None:
            self._findings = tuple(_finding(self._path, line) for line in self._lines)
        return self._findings[at]

    def severities(self) -> Counter[Severity]:
        """How many findings are of which severity."""
        return Counter(_SEVERITIES[line[: line.index("\t")]] for line in self._lines)

    def in_json(self) -> Iterator[str]:
        """Each finding in JSON."""
        start = _start(self._path)
        for line in self._lines:
            yield start + line.split("\t", 2)[1]


def in_json(findings: Sequence[Placed]) -> Iterable[str]:
    """Each finding in JSON, as `json.dumps` writes what `to_json` makes of it."""
    return findings.in_json() if isinstance(findings, Packed) else (_encode(to_json(placed)) for placed in findings)


def severities(findings: Sequence[Placed]) -> Mapping[Severity, int]:
    """How many findings are of which severity."""
    if not findings:  # as of most files
        return _NONE
    return findings.severities() if isinstance(findings, Packed) else Counter(p.finding.severity for p in findings)


def pack(report: FileReport) -> str | None:
    """A report as text; None for one that says more than what was found and which entries that needed."""
    if report != FileReport(report.path, report.findings, uses=report.uses):
        return None
    if not report.findings and report.uses == NOT_ASKED:
        return ""
    uses = ";".join(",".join(map(str, sorted(numbers))) for numbers in (report.uses.used, report.uses.idle))
    return "\n".join((uses, *map(_line, report.findings)))


def unpack(path: str, text: str) -> FileReport:
    """A packed report, as that of the file at `path`; raises ValueError for what is none."""
    if not text:
        return FileReport(path)
    uses, *lines = text.split("\n")
    return FileReport(path, Packed(path, lines) if lines else (), uses=_uses(uses))


def _line(placed: Placed) -> str:
    text = _encode(to_json(placed))
    return f"{placed.finding.severity.value}\t{text[len(_start(placed.path)) :]}\t{_encode(placed.excerpt)}"


def _start(path: str) -> str:
    """How the JSON of a finding begins: with its path, before what is the same wherever the file stands."""
    return f'{{"path": {_encode(path)}, '


def _finding(path: str, line: str) -> Placed:
    _, text, excerpt = line.split("\t")
    return from_json({**json.loads("{" + text), "path": path, "excerpt": json.loads(excerpt)})


def _uses(line: str) -> Uses:
    if line == ";":
        return NOT_ASKED
    used, idle = line.split(";")
    return Uses(_numbers(used), _numbers(idle))


def _numbers(text: str) -> frozenset[int]:
    return frozenset(map(int, text.split(","))) if text else frozenset()
