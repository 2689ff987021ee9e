"""JSON: one array of all findings."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TextIO

from lint.report import FileReport, to_json


def write(reports: Iterable[FileReport], out: TextIO, colour: bool) -> None:
    """Write the array, a finding a line, in ASCII."""
    separator = "[\n"
    for report in reports:
        for placed in report.findings:
            out.write(separator + json.dumps(to_json(placed)))
            separator = ",\n"
    out.write("[]\n" if separator == "[\n" else "\n]\n")
