"""JSON: one array of all findings."""

from __future__ import annotations

from collections.abc import Iterable

from lint.packing import in_json
from lint.report import FileReport
from lint.reporters.output import Output


def write(reports: Iterable[FileReport], out: Output) -> None:
    """Write the array, a finding a line, in ASCII."""
    separator = "[\n"
    for report in reports:
        for finding in in_json(report.findings):
            out.stream.write(separator + finding)
            separator = ",\n"
    out.stream.write("[]\n" if separator == "[\n" else "\n]\n")
