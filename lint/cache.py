"""Results of earlier runs. Never needed, only faster.

Kept in one SQLite file in the user's cache folder, so that nothing is written beside the articles. Results are found
by the content of a file and by all that made them, and a file by its stamp: where the system says that it has not
changed since it was read, it is not read again. What is damaged, or might be somebody else's, counts as not there.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import stat
import sys
import time
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from lint.store import cache_folder

_NAME = "results-2.sqlite"
"""With the number of its form: programs of another age leave it alone."""
_KEPT_DAYS = 30
_MOST_BYTES = 500_000_000
_SECONDS_A_DAY = 86_400
_NEW_ROWS = 5_000
"""So many results wait to be written, so that memory is bounded."""
_PATHS_A_QUESTION = 500
_SECONDS_TO_WAIT = 5
"""For another run that is writing."""
_OTHERS_MAY_WRITE = stat.S_IWGRP | stat.S_IWOTH
_TABLES = """
CREATE TABLE IF NOT EXISTS plans (plan BLOB PRIMARY KEY, day INTEGER);
CREATE TABLE IF NOT EXISTS results (key BLOB PRIMARY KEY, day INTEGER, checksum INTEGER, report BLOB);
CREATE TABLE IF NOT EXISTS files (plan BLOB, path BLOB, stamp BLOB, key BLOB, day INTEGER, PRIMARY KEY (plan, path));
"""
_FORGET = tuple(f"DELETE FROM {table} WHERE day <= ?" for table in ("plans", "results", "files"))  # noqa: S608
_FIND_FILES = """
SELECT path, stamp, key, checksum, report FROM files JOIN results USING (key)
WHERE plan = ? AND path IN ({}) AND files.day > ?
"""


class Entry(NamedTuple):
    """A result, and what it is found by."""

    path: bytes
    """Absolute."""
    stamp: bytes
    """Of the file when it was read; empty where it would not tell that the file has changed since."""
    key: bytes
    report: bytes


class ResultCache:
    """Results by content and by file. Every failure of the store counts as a miss.

    It may be used on both sides of a fork where it is closed before: it opens again when it is asked.
    """

    def __init__(self) -> None:
        """Nothing is opened yet."""
        self._new: list[tuple[bytes, Entry]] = []
        self._today = int(time.time()) // _SECONDS_A_DAY
        self._since = self._today - _KEPT_DAYS
        self._store: sqlite3.Connection | None = None
        self._path = _path()

    def knows_plan(self, plan: bytes) -> bool:
        """Whether an earlier run has found nothing wrong with all that the plan is named by."""
        return bool(self._ask("SELECT 1 FROM plans WHERE plan = ? AND day > ?", (plan, self._since)))

    def put_plan(self, plan: bytes) -> None:
        """Remember that nothing is wrong with a plan; forget what is old."""
        self._write(
            *((statement, [(self._since,)]) for statement in _FORGET),
            ("INSERT OR REPLACE INTO plans VALUES (?, ?)", [(plan, self._today)]),
        )

    def find_files(self, plan: bytes, paths: Sequence[bytes]) -> Iterator[Entry]:
        """What is known of files, by their absolute paths, under a plan; in no order."""
        for at in range(0, len(paths), _PATHS_A_QUESTION):
            some = paths[at : at + _PATHS_A_QUESTION]
            question = _FIND_FILES.format(",".join("?" * len(some)))
            for path, stamp, key, checksum, report in self._ask(question, (plan, *some, self._since)):
                if _is_sound(key, checksum, report):
                    yield Entry(path, stamp, key, report)

    def find_result(self, key: bytes) -> bytes | None:
        """The result of a content; None where there is none."""
        rows = self._ask("SELECT checksum, report FROM results WHERE key = ? AND day > ?", (key, self._since))
        return next((report for checksum, report in rows if _is_sound(key, checksum, report)), None)

    def put(self, plan: bytes, entry: Entry) -> None:
        """Keep a result until `flush` writes it."""
        self._new.append((plan, entry))
        if len(self._new) >= _NEW_ROWS:
            self.flush()

    def flush(self) -> None:
        """Write what is new."""
        new, self._new = self._new, []
        if new:
            results = [(one.key, self._today, _checksum(one.key, one.report), one.report) for _, one in new]
            files = [(plan, one.path, one.stamp, one.key, self._today) for plan, one in new if one.stamp]
            self._write(
                ("INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?)", results),
                ("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?)", files),
            )

    def close(self) -> None:
        """Let go of the store until it is asked again."""
        if self._store is not None:
            self._store.close()
            self._store = None

    def disable(self) -> None:
        """Know nothing, and keep nothing, from now on."""
        self.close()
        self._path, self._new = None, []

    def _ask(self, question: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
        try:
            store = self._open()
            return store.execute(question, values).fetchall() if store else []
        except sqlite3.Error as error:
            self._give_up(error)
            return []

    def _write(self, *statements: tuple[str, Sequence[tuple[object, ...]]]) -> None:
        try:
            if self._path is not None and _size(self._path) > _MOST_BYTES:
                self.close()
                _remove(self._path)
            store = self._open(write=True)
            if store:
                with store:
                    for statement, rows in statements:
                        store.executemany(statement, rows)
        except (sqlite3.Error, OSError) as error:
            self._give_up(error)

    def _open(self, *, write: bool = False) -> sqlite3.Connection | None:
        """The store, where there is one or it is to be written; raises sqlite3.Error, with `write` also OSError."""
        if self._store is None and self._path is not None and (write or _is_own(self._path)):
            if write:
                _make(self._path)
            self._store = sqlite3.connect(self._path, timeout=_SECONDS_TO_WAIT)
            self._store.execute("PRAGMA synchronous = OFF")  # a lost cache is no loss
            self._store.execute("PRAGMA trusted_schema = OFF")  # whatever stands in it, nothing of it is run
            self._store.executescript(_TABLES)
        return self._store

    def _give_up(self, error: Exception) -> None:
        """Go on without the store; begin a new one next time where this one is damaged."""
        with contextlib.suppress(sqlite3.Error):
            self.close()
        if self._path is not None and isinstance(error, sqlite3.DatabaseError) and not _may_pass(error):
            _remove(self._path)
        self._path = None


def _checksum(key: bytes, report: bytes) -> int:
    return zlib.crc32(report, zlib.crc32(key))


def _is_sound(key: object, checksum: object, report: object) -> bool:
    """Whether a row is as it was written: SQLite does not look after that."""
    return isinstance(key, bytes) and isinstance(report, bytes) and _checksum(key, report) == checksum


def _path() -> Path | None:
    try:
        return cache_folder() / _NAME
    except RuntimeError:
        return None


def _may_pass(error: sqlite3.DatabaseError) -> bool:
    """Whether an error says nothing of the store itself: another run holds it, or the disk is full."""
    return isinstance(error, sqlite3.OperationalError)


def _is_own(path: Path) -> bool:
    """Whether a file is the user's own and nobody else may write it."""
    try:
        status = os.lstat(path)
    except OSError:
        return False
    if sys.platform == "win32":  # where the folder itself is the user's alone
        return stat.S_ISREG(status.st_mode)
    return stat.S_ISREG(status.st_mode) and status.st_uid == os.geteuid() and not status.st_mode & _OTHERS_MAY_WRITE


def _make(path: Path) -> None:
    """Make the file of the store where there is none, for the user alone; raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600))
    if not _is_own(path):
        raise PermissionError(f"{path} is somebody else's")


def _size(path: Path) -> int:
    try:
        return os.path.getsize(path)
    except OSError:
        return 0


def _remove(path: Path) -> None:
    for name in (f"{path}-journal", path):
        with contextlib.suppress(OSError):
            os.unlink(name)
