"""One file after the other: read, checked, fixed where asked, by the settings that hold for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

from lint import engine, readers
from lint.config import Settings
from lint.document import PLAIN, Document
from lint.files import Problem, reason
from lint.finding import Safety, by_hand
from lint.lineup import Lineup, Sifter, lineup_of
from lint.plan import Plan
from lint.readers import NoReader
from lint.readers.reading import Reading
from lint.report import FileReport, gave_up, place, refused
from lint.rule import Rule
from lint.selection import select_rules
from lint.suppression.entries import Entry
from lint.suppression.names import Names
from lint.suppression.screen import Suppressions
from lint.text import NotText, Source
from lint.timing import READING, Clock

if TYPE_CHECKING:
    from lint import corpus

NEVER_CHANGED = "by hand: copydesk changes no file of this kind"


@dataclass(frozen=True)
class Method:
    """How files are checked for which the same settings hold."""

    rules: Sequence[Rule]
    reading: Reading
    read: Callable[[Source], Document]
    suppressions: Suppressions = engine.BY_COMMENTS


class Desk:
    """What checks one file after the other, each by the settings that hold for it."""

    def __init__(self, plan: Plan, rules: Sequence[Rule], *, makes_sieve: bool | None = False) -> None:
        """`rules` are all that there are; they are looked at when the first file is checked.

        `makes_sieve` says whether some seconds of preparation are soon made up for, as where there is much text; None
        leaves that to how often the rules have been used.
        """
        self._plan, self._rules, self._makes_sieve = plan, rules, makes_sieve
        self._by_settings: dict[Settings, Method] = {}
        self._methods: dict[tuple[Settings, tuple[Entry, ...]], Method] = {}
        self._clock = Clock() if plan.timing else None

    @cached_property
    def _names(self) -> Names:
        return Names(self._rules)

    @cached_property
    def _sifter(self) -> Sifter | None:
        """What tells which of all rules are worth asking about a text."""
        if not self._plan.prefilter:
            return None
        sifter = lineup_of(self._rules).sifter(make=self._makes_sieve)
        return self._clock.watch_sifter(sifter) if self._clock and sifter else sifter

    def check(self, paths: Iterable[str]) -> Iterator[FileReport]:
        """The reports of files, in their order; of a file of records there are several."""
        for path in paths:
            if self._plan.is_records(path):
                from lint import corpus

                yield from corpus.check_file(path, self._plan.orders(path), self._check_batches)
            else:
                yield self.check_file(path)

    def _check_batches(self, batches: Iterable[corpus.Batch]) -> Iterator[tuple[corpus.Batch, corpus.Checked]]:
        return ((batch, self.check_batch(batch)) for batch in batches)

    def check_batch(self, batch: corpus.Batch) -> corpus.Checked:
        """What the rules say of some records."""
        from lint import corpus

        method, format_ = self.method(batch.path), batch.orders.wanted.format or PLAIN
        read = self._reader(method.reading._replace(format=format_))
        checked = corpus.check_batch(batch, method.rules, read, method.suppressions)
        if self._clock:
            checked.report = checked.report._replace(seconds=self._clock.take())
        return checked

    def check_file(self, path: str) -> FileReport:
        """The report of a file that holds no records."""
        try:
            with open(path, "rb", buffering=0) as file:
                data = file.read()
        except OSError as error:
            return FileReport(path, problems=(Problem(path, reason(error)),))
        return self.check_bytes(path, data)

    def check_bytes(self, path: str, data: bytes) -> FileReport:
        """The report of a file's content; what goes wrong with it stands there as a problem."""
        try:
            if self._plan.is_records(path):
                raise NoReader("files of records are not read from standard input; write them to a file and name it")
            report = check_bytes(path, data, self._plan, self.method(path))
        except (NoReader, NotText) as error:
            return FileReport(path, problems=(Problem(path, str(error)),))
        return report._replace(seconds=self._clock.take()) if self._clock else report

    def method(self, path: str) -> Method:
        """How a file is checked."""
        settings = self._plan.layers.of(path)
        entries = tuple(one.entry for one in self._plan.entries if one.speaks_of(path))
        method = self._methods.get((settings, entries))
        if method is None:
            method = replace(self._method(settings), suppressions=Suppressions(self._names, entries))
            self._methods[settings, entries] = method
        return method

    def _method(self, settings: Settings) -> Method:
        if settings not in self._by_settings:
            rules = select_rules(self._rules, settings.selection)
            rules = self._clock.watch(rules) if self._clock else rules
            lineup = Lineup(rules, self._sifter, asks_all=not self._plan.prefilter)
            self._by_settings[settings] = Method(lineup, settings.reading, self._reader(settings.reading))
        return self._by_settings[settings]

    def _reader(self, reading: Reading) -> Callable[[Source], Document]:
        read = partial(readers.read, reading=reading)
        return self._clock.timed(READING, read) if self._clock else read


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
