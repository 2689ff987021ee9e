"""Results of earlier runs, by the content of the file and of everything that made them. Never needed, only faster.

Kept in one SQLite file in the user's cache folder, so that nothing is written beside the articles. Where it cannot
be read or written, the run goes on without it.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import sqlite3
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from lint import __version__
from lint.lists import FOLDER, SHIPPED_RULES
from lint.report import FileReport, from_json, to_json
from lint.rule import Rule
from lint.store import cache_folder
from lint.suppression.screen import Uses

_KEPT_DAYS = 30
_SECONDS_A_DAY = 86_400
_PACKAGE = Path(__file__).parent
_TABLE = "CREATE TABLE IF NOT EXISTS results (key BLOB PRIMARY KEY, day INTEGER, findings TEXT) WITHOUT ROWID"


class ResultCache:
    """Findings by content. Every failure of the store counts as a miss."""

    def __init__(self) -> None:
        """Open the store, or go on without."""
        self._new: list[tuple[bytes, int, str]] = []
        self._today = int(time.time()) // _SECONDS_A_DAY
        self._store = _open(cache_folder() / "results.sqlite")

    @staticmethod
    def key(*parts: bytes) -> bytes:
        """The name of a result: by what is checked, how it is read, and by which rules."""
        return hashlib.sha256(b"\0".join(parts)).digest()

    def get(self, key: bytes, path: str) -> FileReport | None:
        """The report of an earlier run, as that of the file at `path`; None where there is none."""
        if self._store is None:
            return None
        try:
            row = self._store.execute(
                "SELECT findings FROM results WHERE key = ? AND day > ?", (key, self._today - _KEPT_DAYS)
            ).fetchone()
            return None if row is None else _report(path, **json.loads(row[0]))
        except (sqlite3.Error, ValueError, KeyError, TypeError):
            return None

    def put(self, key: bytes, report: FileReport) -> None:
        """Keep the findings of a report until `flush` writes them."""
        items = [{**to_json(placed), "excerpt": placed.excerpt} for placed in report.findings]
        kept = {"findings": items, "used": sorted(report.uses.used), "idle": sorted(report.uses.idle)}
        self._new.append((key, self._today, json.dumps(kept)))

    def flush(self) -> None:
        """Write what is new, and forget what is old."""
        if self._store is None or not self._new:
            return
        with contextlib.suppress(sqlite3.Error), self._store:
            self._store.execute("DELETE FROM results WHERE day <= ?", (self._today - _KEPT_DAYS,))
            self._store.executemany("INSERT OR REPLACE INTO results VALUES (?, ?, ?)", self._new)
        self._new.clear()


def _report(path: str, findings: list[dict[str, Any]], used: list[int], idle: list[int]) -> FileReport:
    placed = tuple(from_json({**item, "path": path}) for item in findings)
    return FileReport(path, placed, uses=Uses(frozenset(used), frozenset(idle)))


def _open(path: Path) -> sqlite3.Connection | None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        store = sqlite3.connect(path, timeout=5)
        store.execute("PRAGMA synchronous = OFF")  # a lost cache is no loss
        store.execute(_TABLE)
    except (sqlite3.Error, OSError):
        return None
    return store


def rules_key(rules: Sequence[Rule], folders: Iterable[Path], timeout: float) -> bytes:
    """A digest of everything but the text that decides what is found: rules, lists, and this package's own code.

    `rules` are those that run, `folders` what they came from.
    """
    files = {rule.path for rule in rules} | set(_PACKAGE.rglob("*.py"))
    for folder in (SHIPPED_RULES, *folders):
        files |= set((folder / FOLDER).glob("*.txt"))
    stamps = [(str(path), stat.st_size, stat.st_mtime_ns) for path in sorted(files) for stat in [path.stat()]]
    chosen = [(rule.id, rule.severity.value, rule.safety) for rule in rules]
    return hashlib.sha256(repr((__version__, timeout, chosen, stamps)).encode("utf-8", "surrogateescape")).digest()
