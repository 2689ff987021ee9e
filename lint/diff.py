"""What `--fix` would change, as a unified diff that `patch` can apply.

Of a file of records it shows the texts, each under its record: that is for people, and no patch.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import TextIO

from lint.expressions import lazy
from lint.report import FileReport
from lint.reporters.escape import visible

_HALF = lazy("[\ud800-\udc7f\udd00-\udfff]")  # those between stand for stray bytes, which can be written


def write_diff(reports: Iterable[FileReport], out: TextIO) -> None:
    """Write the changes of all files; on a terminal with everything that moves a cursor written out."""
    show = visible if out.isatty() else _writable
    for report in reports:
        if report.before is None or report.after is None:
            continue
        name = visible(PurePath(report.path).as_posix().lstrip("/"))
        if report.record:
            name += f": {visible(str(report.record))}"
        for line in _unified(report.before, report.after, name):
            body, ending = (line[:-1], "\n") if line.endswith("\n") else (line, "\n\\ No newline at end of file\n")
            out.write(show(body) + ending)


def _writable(line: str) -> str:
    """The line without what no encoding can write: halves of characters out of broken UTF-16."""
    return _HALF.sub(lambda half: f"\\u{ord(half[0]):04x}", line)


def _unified(before: str, after: str, name: str) -> Iterator[str]:
    """Only LF parts lines here, as in `diff` and `patch`."""
    return difflib.unified_diff(_lines(before), _lines(after), f"a/{name}", f"b/{name}")


def _lines(text: str) -> list[str]:
    lines = [line + "\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]
