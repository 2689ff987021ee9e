"""One file after the other: read, checked, fixed where asked, by the settings that hold for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from lint import engine, expressions, readers, records, rulestore
from lint.config import Layers, Settings
from lint.document import PLAIN, Document
from lint.entries import FileEntry
from lint.files import Problem, reason
from lint.finding import Safety, by_hand
from lint.readers import NoReader
from lint.readers.reading import Reading
from lint.report import FileReport, gave_up, place, refused
from lint.rule import Rule, RuleSet
from lint.selection import refuse_unknown, select_rules
from lint.suppression.names import ALL, Names
from lint.suppression.screen import Suppressions
from lint.text import NotText, Source
from lint.timing import READING, Clock

if TYPE_CHECKING:
    from lint import corpus
    from lint.cache import ResultCache

_WORTH_KEEPING = 0.05
"""So many seconds must patterns have taken to compile that a process which goes on writes them down."""
NEVER_CHANGED = "by hand: copydesk changes no file of this kind"


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

    def orders(self, path: str) -> corpus.Orders:
        """The same for a file of records."""
        from lint import corpus

        return corpus.Orders(self.layers.of(path).records, self.fix, self.unsafe, self.write)

    def is_document(self, path: str) -> bool:
        """Whether a file in a folder is checked: by its name, or because the configuration says how it is read."""
        if self.is_records(path):
            return bool(self.layers.of(path).records.fields)
        return readers.has_reader(path) or self.layers.of(path).reading.format is not None

    def is_records(self, path: str) -> bool:
        """Whether a file holds records: by its name, unless the configuration says that it is a document."""
        return records.format_of(path) is not None and self.layers.of(path).reading.format is None

    def load(self) -> RuleSet:
        """All rules, of which each file's settings choose; raises UnknownName."""
        loaded = rulestore.load(self.rule_folders, self.timeout)
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
                if self._plan.is_records(path):
                    yield from self._check_records(path)
                else:
                    yield self._check_file(path)
        finally:
            expressions.keep(_WORTH_KEEPING)
            if self._cache:
                self._cache.flush()

    def _check_records(self, path: str) -> Iterator[FileReport]:
        from lint import corpus

        return corpus.check_file(path, self._plan.orders(path), self._check_batches)

    def _check_batches(self, batches: Iterable[corpus.Batch]) -> Iterator[tuple[corpus.Batch, corpus.Checked]]:
        return ((batch, self.check_batch(batch)) for batch in batches)

    def check_batch(self, batch: corpus.Batch) -> corpus.Checked:
        """What the rules say of some records."""
        from lint import corpus

        method, format_ = self.method(batch.path), batch.orders.wanted.format or PLAIN
        read = self._reader(replace(method.reading, format=format_))
        checked = corpus.check_batch(batch, method.rules, read, method.suppressions)
        if self._clock:
            checked.report = replace(checked.report, seconds=self._clock.take())
        return checked

    def _check_file(self, path: str) -> FileReport:
        try:
            data = Path(path).read_bytes()
        except OSError as error:
            return FileReport(path, problems=(Problem(path, reason(error)),))
        return self.check_bytes(path, data)

    def check_bytes(self, path: str, data: bytes) -> FileReport:
        """The report of a file's content; what goes wrong with it stands there as a problem."""
        try:
            if self._plan.is_records(path):
                raise NoReader("files of records are not read from standard input; write them to a file and name it")
            method = self.method(path)
            return self._check_data(path, data, method, readers.format_of(path, method.reading))
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
            key = _results_key(rules, settings.reading, self._plan) if self._cache else b""
            rules = self._clock.watch(rules) if self._clock else rules
            self._methods[settings] = Method(rules, settings.reading, self._reader(settings.reading), key)
        return self._methods[settings]

    def _reader(self, reading: Reading) -> Callable[[Source], Document]:
        read = partial(readers.read, reading=reading)
        return self._clock.timed(READING, read) if self._clock else read


def _open_cache() -> ResultCache:
    from lint.cache import ResultCache

    return ResultCache()


def _results_key(rules: Sequence[Rule], reading: Reading, plan: Plan) -> bytes:
    from lint.cache import rules_key

    return rules_key(rules, plan.rule_folders, plan.timeout) + repr(reading).encode()


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
        return FileReport(path, findings, problems=gave_up(path, result.gave_up), uses=result.uses)
    from lint import fixer
    from lint.writer import replace_file

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
        gave_up(path, fixed.result.gave_up),
        refused(path, fixed.refused),
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
    return FileReport(path, placed, problems=gave_up(path, result.gave_up), notes=notes, uses=result.uses)
