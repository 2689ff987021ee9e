"""Many files: each is read, checked, fixed where asked, and reported; one bad file never stops the others."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from lint import corpus, engine, fixer, readers, records
from lint.document import Document
from lint.files import Problem, reason
from lint.loader import RuleSet, load_rules
from lint.readers import NoReader
from lint.readers.reading import BY_SUFFIX, Reading
from lint.records.base import Wanted
from lint.report import FileReport, place
from lint.rule import Rule
from lint.selection import Selection, select_rules
from lint.text import NotText, Source
from lint.timing import READING, Clock
from lint.writer import replace_file

if TYPE_CHECKING:
    from lint.cache import ResultCache

FEWEST_BYTES_FOR_PROCESSES = 1_500_000  # under this, starting processes costs more than it saves
_BYTES_A_CHUNK = 400_000
_MOST_COMPRESSION = 5
_BATCHES_A_PROCESS = 2
"""So many batches of records wait for each process, so that none is idle and memory is bounded."""


@dataclass(frozen=True)
class Plan:
    """What to do with each file, in a form that a worker process can be given."""

    rule_folders: tuple[Path, ...] = ()
    selection: Selection = field(default_factory=Selection)
    timeout: float = 2.0
    fix: bool = False
    unsafe: bool = False
    write: bool = True
    """With `fix`: whether the file is written; else the report holds both texts."""
    cache: bool = False
    """Whether results of earlier runs are used, where nothing is fixed or timed."""
    timing: bool = False
    """Whether reports say how long each rule took."""
    records: Wanted = field(default_factory=Wanted)
    """What of files of records is checked."""

    @property
    def orders(self) -> corpus.Orders:
        """The same for files of records."""
        return corpus.Orders(self.records, self.fix, self.unsafe, self.write)

    def load(self) -> RuleSet:
        """The rules that run; raises UnknownName."""
        loaded = load_rules(self.rule_folders, timeout=self.timeout)
        return RuleSet(select_rules(loaded.rules, self.selection), loaded.problems)


class Desk:
    """What checks one file after the other: a plan, its rules, and the results of earlier runs."""

    def __init__(self, plan: Plan, rules: Sequence[Rule]) -> None:
        """Open the cache, where the plan wants it."""
        self.plan, self.rules = plan, rules
        self.cache = _open_cache(plan, rules) if plan.cache and not (plan.fix or plan.timing) else None
        self.clock = Clock() if plan.timing else None
        if self.clock:
            self.rules = self.clock.watch(rules)

    def check(self, paths: Iterable[str]) -> Iterator[FileReport]:
        """The reports of files, in their order."""
        try:
            for path in paths:
                if records.format_of(path):
                    yield from corpus.check_file(path, self.plan.orders, self._check_batches)
                else:
                    yield self._check_file(path)
        finally:
            if self.cache:
                self.cache.flush()

    def _check_batches(self, batches: Iterable[corpus.Batch]) -> Iterator[tuple[corpus.Batch, corpus.Checked]]:
        return ((batch, self.check_batch(batch)) for batch in batches)

    def check_batch(self, batch: corpus.Batch) -> corpus.Checked:
        """What the rules say of some records."""
        checked = corpus.check_batch(batch, self.rules, self._read if self.clock else readers.read)
        if self.clock:
            checked.report = replace(checked.report, seconds=self.clock.take())
        return checked

    def _check_file(self, path: str) -> FileReport:
        """The report of one file; what goes wrong with it stands there as a problem."""
        try:
            reader = readers.format_of(path)
            return self._check_data(path, reader, Path(path).read_bytes())
        except OSError as error:
            return FileReport(path, problems=(Problem(path, reason(error)),))
        except (NoReader, NotText) as error:
            return FileReport(path, problems=(Problem(path, str(error)),))

    def _check_data(self, path: str, reader: str, data: bytes) -> FileReport:
        if self.clock:
            report = check_bytes(path, data, self.plan, self.rules, self._read)
            return replace(report, seconds=self.clock.take())
        if self.cache is None:
            return check_bytes(path, data, self.plan, self.rules)
        key = self.cache.key(reader, data)
        known = self.cache.get(key, path)
        if known is not None:
            return FileReport(path, known)
        report = check_bytes(path, data, self.plan, self.rules)
        if not report.problems:
            self.cache.put(key, report.findings)
        return report

    def _read(self, source: Source, reading: Reading = BY_SUFFIX) -> Document:
        assert self.clock is not None
        with self.clock.running(READING):
            return readers.read(source, reading)


def _open_cache(plan: Plan, rules: Sequence[Rule]) -> ResultCache:
    from lint.cache import ResultCache

    return ResultCache(rules, plan.rule_folders, plan.timeout)


def run(paths: Sequence[str], plan: Plan, rules: Sequence[Rule], jobs: int) -> Iterator[FileReport]:
    """The reports of the files, in their order, whatever the number of processes."""
    if jobs == 1:
        yield from Desk(plan, rules).check(paths)
        return
    for is_large, some in groupby(paths, _is_large):
        if is_large:
            for path in some:
                yield from _run_batches_in_processes(path, plan, jobs)
        else:
            yield from _run_files(list(some), plan, rules, jobs)


def _run_files(paths: Sequence[str], plan: Plan, rules: Sequence[Rule], jobs: int) -> Iterator[FileReport]:
    chunks = list(_chunks(paths))
    if len(chunks) == 1 or sum(map(_size, paths)) < FEWEST_BYTES_FOR_PROCESSES:
        yield from Desk(plan, rules).check(paths)
    else:
        yield from _run_in_processes(chunks, plan, jobs)


def _is_large(path: str) -> bool:
    """Whether a file of records is shared out among processes. Those that are compressed hold more than they weigh."""
    return records.format_of(path) is not None and _size(path) * _MOST_COMPRESSION >= FEWEST_BYTES_FOR_PROCESSES


def check_bytes(
    path: str, data: bytes, plan: Plan, rules: Sequence[Rule], read: Callable[[Source], Document] = readers.read
) -> FileReport:
    """The report of a file's content; raises NotText or NoReader."""
    document = read(Source.decode(path, data))
    if not plan.fix:
        result = engine.check(document, rules)
        return FileReport(path, place(document, path, result.findings), problems=_gave_up(path, result))
    fixed = fixer.fix(document, rules, read, unsafe=plan.unsafe)
    after = fixed.document.source
    changed = after.text != document.source.text
    if changed and plan.write:
        try:
            replace_file(path, data, after.encode())
        except OSError as error:
            found = engine.check(document, rules).findings
            return FileReport(
                path, place(document, path, found), problems=(Problem(path, f"not mended: {reason(error)}"),)
            )
    return FileReport(
        path,
        place(fixed.document, path, fixed.result.findings),
        fixed.applied,
        _gave_up(path, fixed.result),
        tuple(Problem(path, f"{refusal.rule} was not applied: {refusal.reason}") for refusal in fixed.refused),
        document.source.text if changed and not plan.write else None,
        after.text if changed and not plan.write else None,
    )


def _gave_up(path: str, result: engine.Result) -> tuple[Problem, ...]:
    hint = "simplify its pattern, or raise `timeout` in .copydesk.yaml"
    return tuple(Problem(path, f"the rule {rule} took too long and gave up ({hint})") for rule in result.gave_up)


def _size(path: str) -> int:
    try:
        return os.path.getsize(path)
    except OSError:
        return 0


def _chunks(paths: Iterable[str]) -> Iterator[list[str]]:
    """The paths in runs of some hundred kilobytes, so that processes are asked seldom and end together."""
    chunk: list[str] = []
    size = 0
    for path in paths:
        chunk.append(path)
        size += _size(path)
        if size >= _BYTES_A_CHUNK:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


_worker: Desk | None = None
"""What a worker process was started with."""


def _start_worker(plan: Plan) -> None:
    global _worker
    _worker = Desk(plan, plan.load().rules)


def _check_chunk(paths: list[str]) -> list[FileReport]:
    assert _worker is not None
    return list(_worker.check(paths))


def _run_in_processes(chunks: list[list[str]], plan: Plan, jobs: int) -> Iterator[FileReport]:
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    pool = ProcessPoolExecutor(min(jobs, len(chunks)), initializer=_start_worker, initargs=(plan,))
    try:
        futures = [pool.submit(_check_chunk, chunk) for chunk in chunks]
        for chunk, future in zip(chunks, futures, strict=True):
            try:
                yield from future.result()
            except BrokenProcessPool:
                for path in chunk:
                    yield FileReport(path, problems=(Problem(path, "not checked: a worker process was killed"),))
    finally:
        pool.shutdown(cancel_futures=True)


def _check_batch(batch: corpus.Batch) -> corpus.Checked:
    assert _worker is not None
    return _worker.check_batch(batch)


def _run_batches_in_processes(path: str, plan: Plan, jobs: int) -> Iterator[FileReport]:
    from concurrent.futures import Future, ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    pool = ProcessPoolExecutor(jobs, initializer=_start_worker, initargs=(plan,))

    def check(batches: Iterable[corpus.Batch]) -> Iterator[tuple[corpus.Batch, corpus.Checked]]:
        waiting: deque[tuple[corpus.Batch, Future[corpus.Checked]]] = deque()
        for batch in batches:
            waiting.append((batch, pool.submit(_check_batch, batch)))
            if len(waiting) > jobs * _BATCHES_A_PROCESS:
                first, future = waiting.popleft()
                yield first, future.result()
        for first, future in waiting:
            yield first, future.result()

    try:
        pool.submit(int)  # the processes start before the file is opened, with which threads may come
        yield from corpus.check_file(path, plan.orders, check)
    except BrokenProcessPool:
        told = Problem(path, "not checked to its end, and not changed: a worker process was killed")
        yield FileReport(path, problems=(told,), records=0, continues=True)
    finally:
        pool.shutdown(cancel_futures=True)
