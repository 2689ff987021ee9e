"""JSON Lines: one finding a line, as it is found."""

from __future__ import annotations

from collections.abc import Iterable

from lint.packing import in_json
from lint.report import FileReport
from lint.reporters.output import Output


def write(reports: Iterable[FileReport], out: Output) -> None:
    """Write one object a line, in ASCII, so that stray bytes and control characters are escaped."""
    for report in reports:
        out.stream.writelines(f"{finding}\n" for finding in in_json(report.findings))
