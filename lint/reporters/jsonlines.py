"""JSON Lines: one finding a line, as it is found."""

from __future__ import annotations

import json
from collections.abc import Iterable

from lint.report import FileReport, to_json
from lint.reporters.output import Output


def write(reports: Iterable[FileReport], out: Output) -> None:
    """Write one object a line, in ASCII, so that stray bytes and control characters are escaped."""
    for report in reports:
        for placed in report.findings:
            out.stream.write(json.dumps(to_json(placed)) + "\n")
