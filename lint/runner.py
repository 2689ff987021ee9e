"""Many files: each is read, checked, fixed where asked, and reported; one bad file never stops the others."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from lint import engine, fixer, readers
from lint.config import Layers, Settings
from lint.document import Document
from lint.entries import FileEntry, Ledger
from lint.files import Problem, reason
from lint.finding import Safety, by_hand
from lint.loader import RuleSet, load_rules
from lint.readers import NoReader, plain
from lint.readers.reading import Reading
from lint.report import FileReport, place
from lint.rule import Rule
from lint.selection import refuse_unknown, select_rules
from lint.suppression.names import ALL, Names
from lint.suppression.screen import Suppressions, finding_of, unused_rule
from lint.text import NotText, Source, Span
from lint.timing import READING, Clock
from lint.writer import replace_file
from lint.yamltree import shown

if TYPE_CHECKING:
    from lint.cache import ResultCache

NEVER_CHANGED = "by hand: copydesk changes no file of this kind"
FEWEST_BYTES_FOR_PROCESSES = 1_500_000  # under this, starting processes costs more than it saves
_BYTES_A_CHUNK = 400_000


@dataclass(frozen=True)
class Plan:
    """What to do with each file, in a form that a worker process can be given."""

    rule_folders: tuple[Path, ...] = ()
    layers: Layers = field(default_factory=Layers)
    """What holds for each file."""
    timeout: float = 2.0
    fix: bool = False
    unsafe: bool = False
    write: bool = True
    """With `fix`: whether the file is written; else the report holds both texts."""
    cache: bool = False
    """Whether results of earlier runs are used, where nothing is fixed or timed."""
    entries: tuple[FileEntry, ...] = ()
    """What the configuration suppresses."""
    folders: tuple[Path, ...] = ()
    """The folders that are checked as a whole."""
    timing: bool = False
    """Whether reports say how long each rule took."""

    def is_document(self, path: str) -> bool:
        """Whether a file in a folder is checked: it has a reader, or the configuration names its format."""
        return readers.has_reader(path) or self.layers.of(path).reading.format is not None

    def load(self) -> RuleSet:
        """All rules, of which each file's settings choose; raises UnknownName."""
        loaded = load_rules(self.rule_folders, timeout=self.timeout)
        refuse_unknown(loaded.rules, (name for layer in self.layers.all for name in layer.names()))
        suppressed = (name for file_entry in self.entries for name in file_entry.names)
        refuse_unknown(loaded.rules, (name for name in suppressed if name[0] != ALL))
        return loaded


@dataclass(frozen=True)
class Method:
    """How files are checked for which the same settings hold."""

    rules: tuple[Rule, ...]
    reading: Reading
    read: Callable[[Source], Document]
    results_key: bytes
    """The name of all results that come of it; empty where none are kept."""
    suppressions: Suppressions = engine.BY_COMMENTS


class Desk:
    """What checks one file after the other, each by the settings that hold for it."""

    def __init__(self, plan: Plan, rules: Sequence[Rule]) -> None:
        """`rules` are all that there are."""
        self._plan, self._rules = plan, rules
        self._methods: dict[Settings, Method] = {}
        self._names = Names(rules)
        self._cache = _open_cache() if plan.cache and not (plan.fix or plan.timing) else None
        self._clock = Clock() if plan.timing else None

    def check(self, paths: Iterable[str]) -> Iterator[FileReport]:
        """The reports of files, in their order."""
        try:
            for path in paths:
                yield self._check_file(path)
        finally:
            if self._cache:
                self._cache.flush()

    def _check_file(self, path: str) -> FileReport:
        try:
            data = Path(path).read_bytes()
        except OSError as error:
            return FileReport(path, problems=(Problem(path, reason(error)),))
        return self.check_bytes(path, data)

    def check_bytes(self, path: str, data: bytes) -> FileReport:
        """The report of a file's content; what goes wrong with it stands there as a problem."""
        settings = self._plan.layers.of(path)
        try:
            return self._check_data(path, data, self.method(path), readers.format_of(path, settings.reading))
        except (NoReader, NotText) as error:
            return FileReport(path, problems=(Problem(path, str(error)),))

    def _check_data(self, path: str, data: bytes, method: Method, format_: str) -> FileReport:
        if self._clock:
            report = check_bytes(path, data, self._plan, method)
            return replace(report, seconds=self._clock.take())
        if self._cache is None:
            return check_bytes(path, data, self._plan, method)
        key = self._cache.key(method.results_key, method.suppressions.key(), format_.encode(), data)
        known = self._cache.get(key, path)
        if known is not None:
            return known
        report = check_bytes(path, data, self._plan, method)
        if not report.problems:
            self._cache.put(key, report)
        return report

    def method(self, path: str) -> Method:
        """How a file is checked."""
        entries = tuple(one.entry for one in self._plan.entries if one.speaks_of(path))
        method = self._method(self._plan.layers.of(path))
        return replace(method, suppressions=Suppressions(self._names, entries))

    def _method(self, settings: Settings) -> Method:
        if settings not in self._methods:
            rules = select_rules(self._rules, settings.selection)
            read: Callable[[Source], Document] = partial(readers.read, reading=settings.reading)
            key = _results_key(rules, settings.reading, self._plan) if self._cache else b""
            if self._clock:
                rules, read = self._clock.watch(rules), self._clock.timed(READING, read)
            self._methods[settings] = Method(rules, settings.reading, read, key)
        return self._methods[settings]


def _open_cache() -> ResultCache:
    from lint.cache import ResultCache

    return ResultCache()


def _results_key(rules: Sequence[Rule], reading: Reading, plan: Plan) -> bytes:
    from lint.cache import rules_key

    return rules_key(rules, plan.rule_folders, plan.timeout) + repr(reading).encode()


def run(paths: Sequence[str], plan: Plan, rules: Sequence[Rule], jobs: int) -> Iterator[FileReport]:
    """The reports of the files, in their order, whatever the number of processes."""
    ledger = Ledger(plan.entries, plan.folders)
    for report in _reports(paths, plan, rules, jobs):
        ledger.add(report.path, report.uses)
        yield report
    yield from _unused_entries(ledger, plan, rules)


def _reports(paths: Sequence[str], plan: Plan, rules: Sequence[Rule], jobs: int) -> Iterator[FileReport]:
    chunks = list(_chunks(paths))
    if jobs == 1 or len(chunks) == 1 or sum(map(_size, paths)) < FEWEST_BYTES_FOR_PROCESSES:
        yield from Desk(plan, rules).check(paths)
    else:
        yield from _run_in_processes(chunks, plan, jobs)


def _unused_entries(ledger: Ledger, plan: Plan, rules: Sequence[Rule]) -> Iterator[FileReport]:
    """The report of the configuration, where some of its entries suppressed nothing."""
    unused = list(ledger.unused())
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


def check_bytes(path: str, data: bytes, plan: Plan, method: Method) -> FileReport:
    """The report of a file's content; raises NotText or NoReader."""
    rules, read, suppressions = method.rules, method.read, method.suppressions
    packed = readers.unpack(path, data, method.reading)
    if packed:
        return _check_packed(path, packed, plan, method)
    document = read(Source.decode(path, data))
    if not plan.fix:
        result = engine.check(document, rules, suppressions)
        findings = place(document, path, result.findings)
        return FileReport(path, findings, problems=_gave_up(path, result), uses=result.uses)
    fixed = fixer.fix(document, rules, read, unsafe=plan.unsafe, suppressions=suppressions)
    after = fixed.document.source
    changed = after.text != document.source.text
    if changed and plan.write:
        try:
            replace_file(path, data, after.encode())
        except OSError as error:
            result = engine.check(document, rules, suppressions)
            problems = (Problem(path, f"not mended: {reason(error)}"),)
            return FileReport(path, place(document, path, result.findings), problems=problems, uses=result.uses)
    return FileReport(
        path,
        place(fixed.document, path, fixed.result.findings),
        fixed.applied,
        _gave_up(path, fixed.result),
        tuple(Problem(path, f"{refusal.rule} was not applied: {refusal.reason}") for refusal in fixed.refused),
        document.source.text if changed and not plan.write else None,
        after.text if changed and not plan.write else None,
        fixed.result.uses,
    )


def _check_packed(path: str, document: Document, plan: Plan, method: Method) -> FileReport:
    """The report of a file that is never changed: its fixes are suggestions."""
    result = engine.check(document, method.rules, method.suppressions)
    findings = [by_hand(finding, NEVER_CHANGED) for finding in result.findings]
    could = sum(finding.fix is not None and finding.fix.safety is not Safety.MANUAL for finding in result.findings)
    note = Problem(path, f"left as it is: copydesk changes no file of this kind ({could} of its findings have a fix)")
    notes = (note,) if plan.fix and could else ()
    placed = place(document, path, findings)
    return FileReport(path, placed, problems=_gave_up(path, result), notes=notes, uses=result.uses)


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
