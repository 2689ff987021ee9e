"""Files of records: batches of them are checked, mended where asked, reported as they come, and put back in order."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from lint import engine, fixer, records
from lint.document import Document
from lint.files import Problem, reason
from lint.records.base import BadRecord, CannotMend, Change, Key, Parser, Raw, Record, RecordsFile, Unreadable, Wanted
from lint.report import FileReport, Placed, RecordPlace, gave_up, place, refused
from lint.rule import Rule
from lint.suppression.screen import Suppressions
from lint.suppression.uses import NOT_ASKED, Uses, together
from lint.text import TEXT, Source
from lint.writer import NotWritten

BYTES_A_BATCH = 1 << 18
MOST_PROBLEMS = 20
"""So many problems and notes each of a file are told; of the others, how many there are."""

Read = Callable[[Source], Document]


@dataclass(frozen=True)
class Orders:
    """What to do with files of records."""

    wanted: Wanted = field(default_factory=Wanted)
    fix: bool = False
    unsafe: bool = False
    write: bool = True
    """With `fix`: whether the file is written; else reports hold the texts before and after."""


@dataclass(frozen=True)
class Batch:
    """Some of a file, as it goes to whoever checks it."""

    path: str
    orders: Orders
    parser: Parser
    raws: tuple[Raw, ...]


@dataclass
class Checked:
    """What came of a batch."""

    report: FileReport
    has: set[str] = field(default_factory=set)
    """The wanted fields that some record has."""
    can_read: bool = False
    """Whether some record could be read."""
    mended: dict[int, object] = field(default_factory=dict)
    """The records that changed, by their place in the batch."""
    changes: list[FileReport] = field(default_factory=list)
    """The texts before and after, where nothing is written."""


CheckBatches = Callable[[Iterable[Batch]], Iterator[tuple[Batch, Checked]]]
"""Checks batches and hands them back, each with what came of it, in their order."""


def check_file(path: str, orders: Orders, check: CheckBatches) -> Iterator[FileReport]:
    """The reports of a file, at least one; all but the first continue it."""
    reports = _reports(path, orders, check)
    try:
        yield next(reports)
        yield from (report._replace(continues=True) for report in reports)
    finally:
        reports.close()  # type: ignore[attr-defined]


def _reports(path: str, orders: Orders, check: CheckBatches) -> Iterator[FileReport]:
    try:
        opened = records.open_records(path, orders.wanted, write=orders.fix and orders.write)
    except NotWritten as error:
        yield FileReport(path, problems=(Problem(path, f"not mended: {reason(error)}"),), records=0)
        yield from _reports(path, replace(orders, fix=False), check)
        return
    except (Unreadable, OSError) as error:
        yield FileReport(path, problems=(Problem(path, _in_words(error)),))
        return
    with contextlib.closing(opened):
        if orders.wanted.fields:
            yield from _Pass(path, orders, opened).reports(check)
        else:
            yield FileReport(path, problems=(Problem(path, _which_field(opened)),))


def _in_words(error: Exception) -> str:
    return reason(error) if isinstance(error, OSError) else str(error)


def _which_field(opened: RecordsFile) -> str:
    """What to say where nobody said what to check."""
    names = ""
    with contextlib.suppress(BadRecord, Unreadable, OSError):
        first = next((raw for raw in opened.raws() if raw.number and not raw.error), None)
        names = _first_has(opened.parser.names(first.data) if first else ())
    return f"which field holds the text? Say --field NAME, or write `fields: [NAME]` in .copydesk.yaml{names}"


def _first_has(names: Sequence[str]) -> str:
    return f"; the first record has {', '.join(names)}" if names else ""


class _Pass:
    """One way through a file."""

    def __init__(self, path: str, orders: Orders, opened: RecordsFile) -> None:
        self._path, self._orders, self._opened = path, orders, opened
        self._names: tuple[str, ...] = ()  # the fields of the first record that can be read
        self._has: set[str] = set()
        self._can_read = False
        self._mended = 0
        self._problems, self._notes = _Limited(), _Limited()
        self._writes = orders.fix and orders.write

    def reports(self, check: CheckBatches) -> Iterator[FileReport]:
        """What comes of each batch, and of the file."""
        problems = []
        try:
            for batch, checked in check(self._batches()):
                yield from self._report(batch, checked)
            if self._writes and self._opened.commit():
                yield FileReport(self._path, mended=self._mended, records=0)
        except NotWritten as error:
            problems.append(f"not mended: {reason(error)}")
        except (Unreadable, OSError) as error:
            problems.append(_in_words(error) + ("; not mended" if self._mended else ""))
        else:
            problems += self._missing()
        more = [self._problems.rest("more problems"), self._notes.rest("more fixes were not applied")]
        notes = [f"{message} in other records" for message in more if message]
        yield FileReport(
            self._path,
            problems=tuple(Problem(self._path, message) for message in problems),
            notes=tuple(Problem(self._path, message) for message in notes),
            records=0,
        )

    def _batches(self) -> Iterator[Batch]:
        raws: list[Raw] = []
        size = 0
        for raw in self._opened.raws():
            raws.append(raw)
            size += raw.size
            if not self._names and raw.number and not raw.error:
                with contextlib.suppress(BadRecord):
                    self._names = self._opened.parser.names(raw.data)
            if size >= BYTES_A_BATCH or len(raws) >= BYTES_A_BATCH >> 6:
                yield Batch(self._path, self._orders, self._opened.parser, tuple(raws))
                raws, size = [], 0
        if raws:
            yield Batch(self._path, self._orders, self._opened.parser, tuple(raws))

    def _report(self, batch: Batch, checked: Checked) -> Iterator[FileReport]:
        report = checked.report
        self._has |= checked.has
        self._can_read |= checked.can_read
        if self._writes:
            self._opened.put(batch.raws, checked.mended)
            self._mended += report.mended
        problems, notes = self._problems.of(report.problems), self._notes.of(report.notes)
        yield report._replace(problems=problems, notes=notes, mended=0)
        yield from checked.changes

    def _missing(self) -> list[str]:
        if not self._can_read:
            return []
        fields = [name for name in self._orders.wanted.fields if name not in self._has]
        return [f"no record has the field {name}{_first_has(self._names)}" for name in fields]


class _Limited:
    """The first of many problems, and how many more there are."""

    def __init__(self) -> None:
        self._count = 0

    def of(self, problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
        """Those of them that are told."""
        told = problems[: max(0, MOST_PROBLEMS - self._count)]
        self._count += len(problems)
        return told

    def rest(self, what: str) -> str:
        """How many were not told, in words; nothing where all were."""
        more = self._count - MOST_PROBLEMS
        return f"{more} {what}" if more > 0 else ""


def check_batch(batch: Batch, rules: Sequence[Rule], read: Read, suppressions: Suppressions) -> Checked:
    """What the rules say of the records in a batch."""
    return _Checker(batch, _Way(rules, read, suppressions)).checked()


@dataclass(frozen=True)
class _Way:
    """How the texts of a batch are checked."""

    rules: Sequence[Rule]
    read: Read
    suppressions: Suppressions


class _Checker:
    """Goes through a batch."""

    def __init__(self, batch: Batch, way: _Way) -> None:
        self._batch, self._way, self._orders = batch, way, batch.orders
        self._uses: list[Uses] = []
        self._findings: list[Placed] = []
        self._problems: list[Problem] = []
        self._notes: list[Problem] = []
        self._applied = self._count = 0
        self._out = Checked(FileReport(batch.path))

    def checked(self) -> Checked:
        """What came of all records."""
        for at, raw in enumerate(self._batch.raws):
            self._count += raw.number is not None
            if raw.error:
                self._problem(raw, raw.error)
            elif raw.number is not None:
                self._check(at, raw)
        self._out.report = FileReport(
            self._batch.path,
            tuple(self._findings),
            problems=tuple(self._problems),
            notes=tuple(self._notes),
            records=self._count,
            mended=self._applied,
            uses=together(self._uses),
        )
        return self._out

    def _problem(self, raw: Raw, message: str, id_: str | None = None) -> None:
        where = self._batch.path
        if raw.number is not None:
            where = f"{where}: {RecordPlace(raw.number, id_, '', raw.line).name}"
        self._problems.append(Problem(where, message))

    def _check(self, at: int, raw: Raw) -> None:
        try:
            record = self._batch.parser.parse(raw.data)
        except BadRecord as error:
            self._problem(raw, str(error))
            return
        self._out.has |= record.has
        self._out.can_read = True
        for problem in record.problems:
            self._problem(raw, problem, record.id)
        texts = [_Text(self._batch.path, self._place(raw, record, value.name), value.key, value.text, self._way)
                 for value in record.values if value.text]  # fmt: skip
        for text in texts:
            text.check(self._orders)
        changes = {text.key: text.change for text in texts if text.change}
        if changes:
            try:
                mended = self._batch.parser.mend(raw.data, changes)
            except CannotMend as error:
                self._problem(raw, f"not mended: {error}", record.id)
                for text in texts:
                    text.check(replace(self._orders, fix=False))
            else:
                self._keep(at, mended, texts)
        for text in texts:
            self._tell(text)

    def _place(self, raw: Raw, record: Record, field_name: str) -> RecordPlace:
        assert raw.number is not None
        return RecordPlace(raw.number, record.id, field_name, raw.line)

    def _keep(self, at: int, mended: object, texts: Iterable[_Text]) -> None:
        if self._orders.write:
            self._out.mended[at] = mended
            return
        for text in texts:
            if text.change:
                before, after = text.change.before, text.change.after
                self._out.changes.append(
                    FileReport(self._batch.path, before=before, after=after, record=text.place, records=0)
                )

    def _tell(self, text: _Text) -> None:
        self._findings += text.findings
        self._uses.append(text.uses)
        self._applied += text.applied
        where = f"{self._batch.path}: {text.place}"
        self._problems += gave_up(where, text.gave_up)
        self._notes += refused(where, text.refused)


class _Text:
    """A text out of a record, and what came of it."""

    def __init__(self, path: str, at: RecordPlace, key: Key, text: str, way: _Way) -> None:
        self.path, self.place, self.key, self._text, self._way = path, at, key, text, way
        self.findings: tuple[Placed, ...] = ()
        self.applied = 0
        self.gave_up: tuple[str, ...] = ()
        self.refused: tuple[fixer.Refusal, ...] = ()
        self.change: Change | None = None
        self.uses = NOT_ASKED

    def check(self, orders: Orders) -> None:
        """Let the rules see it, and mend it where asked."""
        way = self._way
        document = way.read(Source(self.path, self._text, TEXT))
        if orders.fix:
            fixed = fixer.fix(document, way.rules, way.read, unsafe=orders.unsafe, suppressions=way.suppressions)
            document, result = fixed.document, fixed.result
            self.applied, self.refused = len(fixed.applied), fixed.refused
            self.change = Change(self._text, document.source.text, fixed.rounds) if fixed.rounds else None
        else:
            result = engine.check(document, way.rules, way.suppressions)
            self.applied, self.refused, self.change = 0, (), None
        self.gave_up, self.uses = result.gave_up, result.uses
        self.findings = place(document, self.path, result.findings, self.place)
