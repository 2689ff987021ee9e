"""What tests of files of records share: a run over one file with the small rules, and what came of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from support import rules

from lint import readers
from lint.corpus import Batch, Checked, Orders, check_batch, check_file
from lint.document import PLAIN
from lint.engine import BY_COMMENTS
from lint.readers.reading import Reading
from lint.records.base import Wanted
from lint.report import FileReport, to_json

MEND = rules("small", "protect", "mend")


@dataclass(frozen=True)
class Outcome:
    """What came of a file."""

    reports: list[FileReport]
    data: bytes

    @property
    def findings(self) -> list[dict[str, Any]]:
        """In their JSON form."""
        return [json.loads(json.dumps(to_json(placed))) for report in self.reports for placed in report.findings]

    @property
    def places(self) -> list[tuple[int, str | None, str, str, int, int]]:
        """Of each finding the record's number, id and field, the rule, and the span in the text."""
        return [(*found["record"].values(), found["rule"], found["start"], found["end"]) for found in self.findings]

    @property
    def problems(self) -> list[str]:
        """Without the folder."""
        return [f"{Path(p.where).name}: {p.message}" for report in self.reports for p in report.problems]

    @property
    def notes(self) -> list[str]:
        """Likewise."""
        return [f"{Path(p.where).name}: {p.message}" for report in self.reports for p in report.notes]


def checked(batch: Batch) -> Checked:
    """What the rules of tests/data say of a batch."""
    read = partial(readers.read, reading=Reading(batch.orders.wanted.format or PLAIN))
    return check_batch(batch, MEND, read, BY_COMMENTS)


def run(
    path: Path,
    *fields: str,
    fix: bool = False,
    write: bool = True,
    id_field: str | None = None,
    format_: str | None = None,
) -> Outcome:
    """Check a file, or mend it, in this process."""

    def check(batches: Any) -> Any:
        return ((batch, checked(batch)) for batch in batches)

    orders = Orders(Wanted(fields, id_field, format_), fix=fix, write=write)
    reports = list(check_file(str(path), orders, check))
    return Outcome(reports, path.read_bytes())
