"""For people: where, what, the line with the defect underlined, and how it can be mended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lint.finding import Safety, Severity
from lint.packing import severities
from lint.report import FileReport, Placed
from lint.reporters.escape import visible, width
from lint.reporters.output import Output

_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}


@dataclass
class Tally:
    """What was checked, found and mended."""

    files: int = 0
    unchecked: int = 0
    findings: Counter[Severity] = field(default_factory=Counter)
    fixes: Counter[Safety] = field(default_factory=Counter)
    applied: int = 0
    mended_files: int = 0

    def add(self, report: FileReport) -> None:
        """Count one file in, or a part of one."""
        if report.problems and report.records is None and not (report.findings or report.applied):
            self.unchecked += 1
            return
        self.files += not report.continues
        self.applied += len(report.applied) + report.mended
        self.mended_files += bool(report.applied or report.mended)
        self.findings.update(severities(report.findings))
        self.fixes.update(p.finding.fix.safety for p in report.findings if p.finding.fix)

    def lines(self) -> Iterator[str]:
        """The summary, in a few lines."""
        yield from self._result()
        if self.unchecked:
            yield f"{count(self.unchecked, 'file')} could not be checked."

    def _result(self) -> Iterator[str]:
        if self.applied:
            yield f"Mended {count(self.applied, 'defect')} in {count(self.mended_files, 'file')}."
        total = self.findings.total()
        if not total and not self.files and self.unchecked:
            return
        if not total:
            yield f"Nothing {'more ' if self.applied else ''}to report in {count(self.files, 'file')}."
            return
        severities = ", ".join(count(self.findings[s], s.value) for s in reversed(Severity) if self.findings[s])
        yield f"{count(total, 'finding')} in {count(self.files, 'file')} ({severities})."
        safe, unsafe = self.fixes[Safety.SAFE], self.fixes[Safety.UNSAFE]
        if safe:
            yield f"{safe} can be mended with --fix" + (f", {unsafe} more with --unsafe-fixes." if unsafe else ".")
        elif unsafe:
            yield f"{unsafe} can be mended with --fix --unsafe-fixes; look at them with --diff --unsafe-fixes first."


def write(reports: Iterable[FileReport], out: Output) -> None:
    """Write each finding in a few lines, and a summary."""
    tally, paint = Tally(), _Paint(out.colour)
    for report in reports:
        tally.add(report)
        for placed in report.findings:
            out.stream.write("\n".join(_lines(placed, paint)) + "\n\n")
    for line in tally.lines():
        out.stream.write(line + "\n")


def count(number: int, noun: str) -> str:
    """`1 file`, `2 files`; `info` has no plural."""
    return f"{number} {noun}{'' if number == 1 or noun == Severity.INFO.value else 's'}"


class _Paint:
    """Colours, or none."""

    def __init__(self, on: bool) -> None:
        self._on = on

    def __call__(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self._on else text


def _lines(placed: Placed, paint: _Paint) -> Iterator[str]:
    finding, start = placed.finding, placed.place.start
    inside = f" {visible(str(placed.record))}:" if placed.record else f" {placed.unit} " if placed.unit else ""
    where = f"{visible(placed.path)}:{inside}{start.line}:{start.column}"
    severity = paint(_COLOURS[finding.severity], finding.severity.value)
    yield f"{paint('1', where)}: {severity} {paint('1', finding.rule)}: {visible(finding.message)}"
    margin = " " * len(str(start.line))
    shown, marks = _excerpt(placed)
    yield paint("34", f" {start.line} | ") + shown
    yield paint("34", f" {margin} | ") + paint(_COLOURS[finding.severity], marks)
    if finding.fix:
        yield f" {margin} = {_fix_line(placed)}"
    for related, at in zip(finding.related, placed.related, strict=True):
        yield f" {margin} = {placed.unit or 'line'} {at.start.line}: {visible(related.message)}"


def _fix_line(placed: Placed) -> str:
    fix = placed.finding.fix
    assert fix is not None
    label = "suggestion" if fix.safety is Safety.MANUAL else f"{fix.safety.value} fix"
    return f"{label}: {visible(fix.summary)}"


def _excerpt(placed: Placed) -> tuple[str, str]:
    """The part of the line around the defect, everything made visible, and the marks below it."""
    before, defect, after = map(visible, placed.excerpt)
    return before + defect + after, " " * width(before) + "^" * max(1, width(defect))
