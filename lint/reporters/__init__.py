"""Output formats: reports become text. One file a format, and one line in this table."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import NamedTuple

from lint.report import FileReport
from lint.reporters.output import Output


class Format(NamedTuple):
    """A way to write reports: what it is for, and the module that does it, imported only where it is asked for."""

    summary: str
    module: str

    def write(self, reports: Iterable[FileReport], out: Output) -> None:
        """Write the reports as they come."""
        import_module(self.module).write(reports, out)


REPORTERS: dict[str, Format] = {
    "text": Format("for people: the line with the defect underlined", "lint.reporters.text"),
    "json": Format("one array of findings", "lint.reporters.jsonlist"),
    "jsonl": Format("one finding a line", "lint.reporters.jsonlines"),
    "github": Format("annotations of GitHub Actions", "lint.reporters.github"),
}
STATISTICS = Format("how many findings of each rule", "lint.reporters.statistics")
