"""Many files: each is reported in its turn, whatever happens to the others, and however many processes work."""

from __future__ import annotations

import gc
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, partial
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from lint.crew import LONGEST_MESSAGE, Crew, can_fork
from lint.entries import Ledger
from lint.files import Problem
from lint.packing import pack, unpack
from lint.plan import Plan
from lint.recall import Done, Recall, recall_of
from lint.report import FileReport, place

if TYPE_CHECKING:
    from lint import corpus
    from lint.desk import Desk
    from lint.rule import Rule

FEWEST_BYTES_FOR_PROCESSES = 1_500_000
"""Under this, starting processes costs more than it saves."""
FEWEST_BYTES_FOR_COPIES = 500_000
"""The same where they are copies of this one, with all that it has loaded."""
FEWEST_BYTES_FOR_SIEVE = 800_000
"""Under this, compiling all rules' patterns for one scan costs more than it saves; it is done once."""
_BYTES_A_CHUNK = 64_000
_FILES_A_BATCH = 500
_MOST_COMPRESSION = 5
_BATCHES_A_PROCESS = 2
"""So many batches of records wait for each process, so that none is idle and memory is bounded."""


def run(
    paths: Sequence[str], plan: Plan, rules: Sequence[Rule], jobs: int, recall: Recall | None = None
) -> Iterator[FileReport]:
    """The reports of the files, in their order, whatever the number of processes.

    With `recall`, no file is checked of which an earlier run can say what is found in it.
    """
    ledger = Ledger(plan.entries, plan.folders)
    try:
        for report in _reports(paths, _Shop(plan, rules, recall), jobs):
            if report.records != 0:  # which says nothing of any text
                ledger.add(report.path, report.uses)
            yield report
    finally:
        if recall:
            recall.flush()
    yield from _unused_entries(ledger, plan, rules)


def _reports(paths: Sequence[str], shop: _Shop, jobs: int) -> Iterator[FileReport]:
    for is_large, some in groupby(paths, lambda path: shop.plan.is_records(path) and _is_large(path)):
        if not is_large:
            yield from shop.run(list(some), jobs)
        elif jobs == 1:
            yield from shop.desk.check(some)
        else:
            for path in some:
                yield from _run_batches_in_processes(path, shop, jobs)


def _unused_entries(ledger: Ledger, plan: Plan, rules: Sequence[Rule]) -> Iterator[FileReport]:
    """The report of the configuration, where some of its entries suppressed nothing."""
    idle, gone = list(ledger.unused()), list(ledger.gone())
    if not idle and not gone:  # as it should be, and then no rule needs to be loaded
        return
    from lint.readers import plain
    from lint.selection import select_rules
    from lint.suppression.names import Names
    from lint.suppression.screen import finding_of, unused_rule
    from lint.text import NotText, Source, Span
    from lint.yamltree import shown

    names, ran = Names(rules), {rule.id for rule in select_rules(rules, plan.layers.everywhere.selection)}
    sought = (one for one in gone if all(names.have_run(name, ran) for name in one.entry.names))
    unused = sorted([*idle, *sought], key=lambda one: one.entry.index)
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


def _size(path: str) -> int:
    try:
        return os.stat(path).st_size
    except OSError:
        return 0


class _Shop:
    """Checks files, in as many processes as they are worth."""

    def __init__(self, plan: Plan, rules: Sequence[Rule], recall: Recall | None) -> None:
        self.plan, self._rules, self._recall = plan, rules, recall
        self.makes_sieve: bool | None = None
        """As of a desk: workers never do, for what all need is made once."""

    @cached_property
    def desk(self) -> Desk:
        """What checks one file after the other; made when a file must be checked."""
        from lint.desk import Desk

        return Desk(self.plan, self._rules, makes_sieve=self.makes_sieve)

    def run(self, paths: Sequence[str], jobs: int) -> Iterator[FileReport]:
        """The reports of files, in their order."""
        feed = _Feed(paths, self._recall)
        waiting: deque[list[_Item]] = deque()
        check = self.check if jobs > 1 or self._recall else self._check_here
        with Crew(check, partial(_hire, self.plan)) as crew:

            def chunks() -> Iterator[list[str]]:
                for chunk in feed:
                    if feed.bytes >= FEWEST_BYTES_FOR_SIEVE:
                        self.makes_sieve = True
                    if jobs > 1 and not crew.size and feed.bytes >= _fewest_bytes():
                        self._get_ready(chunk)
                        crew.start(jobs - 1)
                    waiting.append(chunk)
                    yield [item for item in chunk if isinstance(item, str)]

            for results in crew.results(chunks()):
                yield from self._told(waiting.popleft(), results)

    def check(self, path: str) -> list[Done]:
        """What comes of a file, packed, so that it costs little to hand on; of a file of records several things."""
        if self._recall and not self.plan.is_records(path):
            return [self._recall.check(self.desk, path)]
        reports = [(report, pack(report)) for report in self.desk.check([path])]
        return [Done(report if packed is None else packed) for report, packed in reports]

    def _check_here(self, path: str) -> list[Done]:
        """The same for nobody else, and therefore not packed."""
        return [Done(report) for report in self.desk.check([path])]

    def _get_ready(self, chunk: Iterable[_Item]) -> None:
        """Load here what every copy of this process will need."""
        for path in chunk:
            if isinstance(path, str):
                self.desk.method(path)
        gc.freeze()  # or the first collection in each copy would write to all that is shared
        if self._recall:
            self._recall.close()

    def _told(self, chunk: Iterable[_Item], results: list[list[Done]] | None) -> Iterator[FileReport]:
        """The reports of a chunk: those that were known, and what came of the others."""
        done = None if results is None else iter(results)
        for item in chunk:
            if isinstance(item, FileReport):
                yield item
            elif done is None:
                yield FileReport(item, problems=(Problem(item, "not checked: a worker process was killed"),))
            else:
                for one in next(done):
                    if self._recall:
                        self._recall.keep(item, one)
                    yield unpack(item, one.report) if isinstance(one.report, str) else one.report


def _hire(plan: Plan) -> Callable[[str], list[Done]]:
    """What checks files in a process that is no copy of this one."""
    shop = _Shop(plan, plan.load().rules, recall_of(plan))
    shop.makes_sieve = False
    return shop.check


def _fewest_bytes() -> int:
    return min(FEWEST_BYTES_FOR_PROCESSES, FEWEST_BYTES_FOR_COPIES) if can_fork() else FEWEST_BYTES_FOR_PROCESSES


if TYPE_CHECKING:
    _Item = str | FileReport
    """A file that is to be checked, or the report of one of which it is known."""


class _Feed:
    """Files in chunks that are quickly checked, so that all processes end together."""

    def __init__(self, paths: Sequence[str], recall: Recall | None) -> None:
        self._paths, self._recall = paths, recall
        self.bytes = 0
        """So many are to be checked, as far as was looked ahead."""

    def __iter__(self) -> Iterator[list[_Item]]:
        for at in range(0, len(self._paths), _FILES_A_BATCH):
            paths = self._paths[at : at + _FILES_A_BATCH]
            known = self._recall.known(paths) if self._recall else {}
            sizes = [0 if path in known else _size(path) for path in paths]
            self.bytes += sum(sizes)
            yield from _chunks([known.get(path, path) for path in paths], sizes)


def _chunks(items: Iterable[_Item], sizes: Iterable[int]) -> Iterator[list[_Item]]:
    """Items in runs of some ten kilobytes, each of which can be sent at once."""
    chunk: list[_Item] = []
    size = letters = 0
    for item, more in zip(items, sizes, strict=True):
        chunk.append(item)
        size += more
        letters += len(item) if isinstance(item, str) else 0
        if size >= _BYTES_A_CHUNK or letters >= LONGEST_MESSAGE:
            yield chunk
            chunk, size, letters = [], 0, 0
    if chunk:
        yield chunk


def _is_large(path: str) -> bool:
    """Whether a file of records is shared out among processes. Those that are compressed hold more than they weigh."""
    return _size(path) * _MOST_COMPRESSION >= FEWEST_BYTES_FOR_PROCESSES


_worker: Desk | None = None
"""What a process was started with that checks batches of records."""


def _start_worker(plan: Plan) -> None:
    from lint.desk import Desk

    global _worker
    _worker = Desk(plan, plan.load().rules)


def _check_batch(batch: corpus.Batch) -> corpus.Checked:
    assert _worker is not None
    return _worker.check_batch(batch)


def _run_batches_in_processes(path: str, shop: _Shop, jobs: int) -> Iterator[FileReport]:
    from concurrent.futures import Future, ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    from lint import corpus

    plan = shop.plan
    shop.makes_sieve = True
    shop.desk.method(path)  # what is made for all is made once
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
