"""Output formats: reports become text. One file a format, and one line in this table."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from lint.report import FileReport
from lint.reporters import github, jsonlines, jsonlist, statistics, text
from lint.reporters.output import Output


class Format(NamedTuple):
    """A way to write reports."""

    summary: str
    write: Callable[[Iterable[FileReport], Output], None]


REPORTERS: dict[str, Format] = {
    "text": Format("for people: the line with the defect underlined", text.write),
    "json": Format("one array of findings", jsonlist.write),
    "jsonl": Format("one finding a line", jsonlines.write),
    "github": Format("annotations of GitHub Actions", github.write),
}
STATISTICS = Format("how many findings of each rule", statistics.write)
