"""Many files: each is reported in its turn, whatever happens to the others, and however many processes work."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from lint.desk import Desk, Plan
from lint.entries import Ledger
from lint.files import Problem
from lint.readers import plain
from lint.report import FileReport, place
from lint.rule import Rule
from lint.selection import select_rules
from lint.suppression.names import Names
from lint.suppression.screen import finding_of, unused_rule
from lint.text import NotText, Source, Span
from lint.yamltree import shown

if TYPE_CHECKING:
    from lint import corpus

FEWEST_BYTES_FOR_PROCESSES = 1_500_000  # under this, starting processes costs more than it saves
_BYTES_A_CHUNK = 400_000
_MOST_COMPRESSION = 5
_BATCHES_A_PROCESS = 2
"""So many batches of records wait for each process, so that none is idle and memory is bounded."""


def run(paths: Sequence[str], plan: Plan, rules: Sequence[Rule], jobs: int) -> Iterator[FileReport]:
    """The reports of the files, in their order, whatever the number of processes."""
    ledger = Ledger(plan.entries, plan.folders)
    for report in _reports(paths, plan, rules, jobs):
        if report.records != 0:  # which says nothing of any text
            ledger.add(report.path, report.uses)
        yield report
    yield from _unused_entries(ledger, plan, rules)


def _reports(paths: Sequence[str], plan: Plan, rules: Sequence[Rule], jobs: int) -> Iterator[FileReport]:
    if jobs == 1:
        yield from Desk(plan, rules).check(paths)
        return
    for is_large, some in groupby(paths, lambda path: plan.is_records(path) and _is_large(path)):
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


def _unused_entries(ledger: Ledger, plan: Plan, rules: Sequence[Rule]) -> Iterator[FileReport]:
    """The report of the configuration, where some of its entries suppressed nothing."""
    if not plan.entries:
        return
    names, ran = Names(rules), {rule.id for rule in select_rules(rules, plan.layers.everywhere.selection)}
    gone = (one for one in ledger.gone() if all(names.have_run(name, ran) for name in one.entry.names))
    unused = sorted([*ledger.unused(), *gone], key=lambda one: one.entry.index)
    if not unused:
        return
    path = str(shown(unused[0].place.path))
    rule = unused_rule(select_rules(rules, plan.layers.of(path).selection))
    if rule is None:
        return
    try:
        document = plain.read(Source.decode(path, Path(path).read_bytes()))
    except (OSError, NotText) as error:
        yield FileReport(path, problems=(Problem(path, str(error)),))
        return
    lines = document.source_lines.all
    found = []
    for file_entry in unused:
        line = lines[min(file_entry.place.line, len(lines)) - 1]
        span = Span(min(line.start + file_entry.place.column - 1, line.end), line.end)
        found.append(finding_of(rule, span, {"names": ", ".join(file_entry.entry.names)}))
    yield FileReport(path, place(document, path, found))


def _is_large(path: str) -> bool:
    """Whether a file of records is shared out among processes. Those that are compressed hold more than they weigh."""
    return _size(path) * _MOST_COMPRESSION >= FEWEST_BYTES_FOR_PROCESSES


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

    from lint import corpus

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
        yield from corpus.check_file(path, plan.orders(path), check)
    except BrokenProcessPool:
        told = Problem(path, "not checked to its end, and not changed: a worker process was killed")
        yield FileReport(path, problems=(told,), records=0, continues=True)
    finally:
        pool.shutdown(cancel_futures=True)
