"""Files of which an earlier run can say what is found in them: those that have not changed, whatever made them known.

A file is known by its stamp, without being read, as in git's index. Where that is another, or would not tell, its
content decides. What is known is of one plan: rules, program, configuration and options decide what is found.
"""

from __future__ import annotations

import hashlib
import os
import struct
import time
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, overload

from lint import readers
from lint.cache import Entry, ResultCache
from lint.packing import pack, unpack
from lint.plan import Plan
from lint.readers import NoReader
from lint.report import FileReport
from lint.sources import rules_key
from lint.stamps import KEY_BYTES, digest

if TYPE_CHECKING:
    from lint.desk import Desk
    from lint.rule import Rule, RuleSet

_STAMP = struct.Struct("=QQQqq")
_HAS_CHANGE_TIME = os.name == "posix"
"""Whether `st_ctime` says when a file changed, which nobody can set. On Windows it says when it was made."""
_COARSEST_CLOCK = 2_000_000_000
"""Nanoseconds between two writes that all file systems tell apart."""


class Done(NamedTuple):
    """What came of a file, as one process hands it to another."""

    report: FileReport | str
    """The text of one that could be packed and was."""
    key: bytes = b""
    """Of its content; empty where nothing is to be kept."""
    stamp: bytes = b""


class Recall:
    """What is known of files under a plan, and what is to be known to the next run."""

    def __init__(self, plan: Plan) -> None:
        """The store is opened when something is looked for."""
        self._plan, self._cache = plan, ResultCache()
        self._rules = rules_key(plan.rule_folders)
        self._name = digest(_of_plan(plan), self._rules)
        self._starts: dict[object, bytes] = {}

    def rules(self, load: Callable[[], RuleSet]) -> Sequence[Rule]:
        """All rules: loaded only where one is needed, if an earlier run found nothing wrong with them and the plan.

        Where something is wrong, nothing is known, nor kept. Raises what `load` does.
        """
        if self._cache.knows_plan(self._name):
            return _Later(lambda: self._checked(load()).rules)
        loaded = self._checked(load())
        if not loaded.problems:
            self._cache.put_plan(self._name)
        return loaded.rules

    def _checked(self, loaded: RuleSet) -> RuleSet:
        if loaded.problems:
            self._cache.disable()
        return loaded

    def known(self, paths: Sequence[str]) -> dict[str, FileReport]:
        """The reports of those files that have not changed since they were read."""
        if not _HAS_CHANGE_TIME:
            return {}
        absolute = {os.fsencode(os.path.abspath(path)): path for path in paths}
        found = {}
        for entry in self._cache.find_files(self._name, list(absolute)):
            path = absolute[entry.path]
            if entry.stamp and entry.stamp == _stamp_of(path):
                found[path] = unpack(path, entry.report.decode("ascii"))
        return found

    def check(self, desk: Desk, path: str) -> Done:
        """The report of a file whose stamp says nothing: by its content, if that is known; else the desk checks it."""
        try:
            data, stamp = _read(path)
        except OSError:
            return Done(desk.check_file(path))
        try:
            key = self._key(path, data)
        except NoReader:
            return Done(desk.check_bytes(path, data))
        kept = self._cache.find_result(key)
        if kept is not None:
            return Done(kept.decode("ascii"), key if stamp else b"", stamp)
        report = desk.check_bytes(path, data)
        packed = pack(report)
        return Done(report) if packed is None else Done(packed, key, stamp)

    def keep(self, path: str, done: Done) -> None:
        """Let the next run know what came of a file, once `flush` is called."""
        if done.key:
            assert isinstance(done.report, str)
            place = os.fsencode(os.path.abspath(path))
            self._cache.put(self._name, Entry(place, done.stamp, done.key, done.report.encode("ascii")))

    def flush(self) -> None:
        """Write what is to be kept."""
        self._cache.flush()

    def close(self) -> None:
        """Let go of the store for a while, as is right before a fork."""
        self._cache.close()

    def _key(self, path: str, data: bytes) -> bytes:
        """The name of a result: by what is checked, how it is read, and by which rules; raises NoReader."""
        settings = self._plan.layers.of(path)
        format_ = readers.format_of(path, settings.reading)
        entries = tuple(one.entry for one in self._plan.entries if one.speaks_of(path))
        how = (settings.selection, settings.reading, format_, entries, self._plan.timeout)
        start = self._starts.get(how)
        if start is None:
            start = self._starts[how] = digest(how, self._rules)
        return hashlib.blake2b(data, key=start, digest_size=KEY_BYTES).digest()


def recall_of(plan: Plan) -> Recall | None:
    """What is known under a plan; None where nothing is to be known of the files, as where they are changed."""
    return Recall(plan) if plan.cache and not (plan.fix or plan.timing) else None


class _Later(Sequence["Rule"]):
    """Rules that are loaded when somebody looks at one."""

    def __init__(self, load: Callable[[], Sequence[Rule]]) -> None:
        self._load = load

    @cached_property
    def _rules(self) -> Sequence[Rule]:
        return self._load()

    def __len__(self) -> int:
        return len(self._rules)

    @overload
    def __getitem__(self, at: int) -> Rule: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Rule]: ...
    def __getitem__(self, at: int | slice) -> Rule | Sequence[Rule]:
        return self._rules[at]


def _of_plan(plan: Plan) -> object:
    """What of a plan decides for each file what is found in it."""
    layers = [(layer.keys, layer.files) for layer in plan.layers.all]
    return plan.timeout, layers, [(one.entry, one.files) for one in plan.entries]


def _read(path: str) -> tuple[bytes, bytes]:
    """The content of a file, and the stamp that it had before it was read, if that tells of any change since."""
    now = time.time_ns()
    with open(path, "rb", buffering=0) as file:
        status = os.fstat(file.fileno())
        data = file.read()
    return data, _stamp(status) if _HAS_CHANGE_TIME and _is_old(status, now) else b""


def _is_old(status: os.stat_result, now: int) -> bool:
    """Whether no write from now on can leave a file with the times that it has."""
    return max(status.st_ctime_ns, status.st_mtime_ns) + _COARSEST_CLOCK < now


def _stamp_of(path: str) -> bytes | None:
    try:
        return _stamp(os.stat(path))
    except OSError:
        return None


def _stamp(status: os.stat_result) -> bytes:
    return _STAMP.pack(status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)
