"""Annotations of GitHub Actions: worst first, within the limits of a step, the whole table in its summary."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import PurePath

from lint.finding import Severity
from lint.report import FileReport, Placed
from lint.reporters.escape import visible, workflow_data, workflow_property
from lint.reporters.output import Output

MOST_OF_A_KIND = 10
"""So many errors, warnings and notices each does GitHub show for a step."""
_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_WORST_FIRST = tuple(reversed(Severity))
_MOST_SUMMARY_BYTES = 1_000_000  # GitHub takes 1 MiB a step


def write(reports: Iterable[FileReport], out: Output) -> None:
    """Write the commands, then what is not shown; the table goes to the file named by GITHUB_STEP_SUMMARY."""
    findings = [placed for report in reports for placed in report.findings]
    findings.sort(key=lambda placed: _WORST_FIRST.index(placed.finding.severity))
    shown: Counter[Severity] = Counter()
    for placed in findings:
        severity = placed.finding.severity
        # The line that says how many are not shown is a notice too.
        most = MOST_OF_A_KIND - (severity is Severity.INFO)
        if shown[severity] < most:
            shown[severity] += 1
            out.stream.write(_command(placed) + "\n")
    hidden = len(findings) - shown.total()
    if hidden:
        more = "1 more finding is" if hidden == 1 else f"{hidden} more findings are"
        out.stream.write(f"::notice title=copydesk::{more} not shown here; see the job summary\n")
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    if summary and findings:
        with open(summary, "a", encoding="utf-8") as file:
            file.write(_table(findings))


def _command(placed: Placed) -> str:
    finding, place = placed.finding, placed.place
    properties = {"file": _posix(placed.path)} | _lines(placed)
    where = f"{placed.record}:{place.start.line}:{place.start.column}: " if placed.record else ""
    properties["title"] = f"{finding.rule} ({finding.category.value})"
    listed = ",".join(f"{name}={workflow_property(visible(value))}" for name, value in properties.items())
    fix = f" Fix ({finding.fix.safety.value}): {finding.fix.summary}." if finding.fix else ""
    return f"::{_COMMANDS[finding.severity]} {listed}::{workflow_data(visible(where + finding.message + fix))}"


def _lines(placed: Placed) -> dict[str, str]:
    """Where the annotation goes; one in a record goes to the line where that begins."""
    place, record = placed.place, placed.record
    if record:
        return {"line": str(record.line)} if record.line else {}
    lines = {"line": str(place.start.line), "endLine": str(place.end.line)}
    if place.start.line == place.end.line:
        lines |= {"col": str(place.start.column), "endColumn": str(place.end.column)}
    return lines


def _table(findings: Sequence[Placed]) -> str:
    lines = ["### Copydesk", "", "| | file | rule | what | fix |", "| --- | --- | --- | --- | --- |"]
    size = 0
    for number, placed in enumerate(findings):
        finding = placed.finding
        fix = finding.fix.safety.value if finding.fix else ""
        record = f" {placed.record}:" if placed.record else ""
        where = f"{_posix(placed.path)}:{record}{placed.place.start.line}"
        cells = (finding.severity.value, where, finding.rule, finding.message, fix)
        row = "| " + " | ".join(_cell(cell) for cell in cells) + " |"
        size += len(row.encode("utf-8", "replace")) + 1
        if size > _MOST_SUMMARY_BYTES:
            lines.append(f"\n{len(findings) - number} more findings do not fit here.")
            break
        lines.append(row)
    return "\n".join(lines) + "\n\n"


def _cell(text: str) -> str:
    """A cell of a Markdown table, in which nothing is markup."""
    return "".join(c if c.isalnum() or c in " -.,/" or ord(c) > 127 else f"&#{ord(c)};" for c in visible(text))


def _posix(path: str) -> str:
    return PurePath(path).as_posix()
