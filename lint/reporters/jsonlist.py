"""JSON: one array of all findings."""

from __future__ import annotations

import json
from collections.abc import Iterable

from lint.report import FileReport, to_json
from lint.reporters.output import Output


def write(reports: Iterable[FileReport], out: Output) -> None:
    """Write the array, a finding a line, in ASCII."""
    separator = "[\n"
    for report in reports:
        for placed in report.findings:
            out.stream.write(separator + json.dumps(to_json(placed)))
            separator = ",\n"
    out.stream.write("[]\n" if separator == "[\n" else "\n]\n")
