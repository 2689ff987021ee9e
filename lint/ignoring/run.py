"""Every finding of some files is suppressed: file by file, and what cannot be is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from lint import corpus, engine, readers
from lint.config import NAME, Config
from lint.desk import Desk as Checker
from lint.desk import Method
from lint.document import PLAIN, Document
from lint.entries import EntryKeys
from lint.files import Problem, reason
from lint.finding import Finding
from lint.ignoring.comments import Desk, Style, with_comments
from lint.ignoring.entries import CannotExtend, pattern, texts, with_entries
from lint.kinds import SUPPRESSION
from lint.plan import Plan
from lint.readers import NoReader
from lint.suppression.entries import Entry, occurrences
from lint.suppression.spans import Places
from lint.text import NotText, Source
from lint.writer import create_file, replace_file
from lint.yamltree import shown

MOST_ROUNDS = 8
"""So often is looked what comes to light: a deletion that is suppressed no longer hides what stands in its block."""


@dataclass(frozen=True)
class Ignored:
    """What was done for a file: comments in it, entries for it, and what could not be done."""

    path: str
    comments: int = 0
    entries: tuple[EntryKeys, ...] = ()
    left: int = 0
    """So many findings are still reported."""
    problems: tuple[Problem, ...] = ()


@dataclass
class _File:
    """A file whose findings are being suppressed."""

    document: Document
    method: Method
    styles: tuple[str, ...]
    pattern: str | None
    reason: str
    gave_up: tuple[str, ...] = ()
    entries: dict[tuple[str, str], None] = field(default_factory=dict)  # by text and rule

    def suppress(self) -> Sequence[Finding]:
        """Suppress all that is found, but for what is wrong with suppressions; what is left."""
        for number in range(MOST_ROUNDS):
            if not self._found():
                break
            if number < MOST_ROUNDS // 2:
                self._comment()
            if self.pattern is not None:
                self._add_entries(self._found())
        return self._check(self.document)

    def _comment(self) -> None:
        for style in self.styles:
            desk = Desk(self.method.read, self._check, Style(style, self.reason))
            self.document, _ = with_comments(self.document, self._found(), desk)

    def _add_entries(self, found: Iterable[Finding]) -> None:
        added: dict[str, list[Places]] = {}
        for finding in found:
            places = added.setdefault(finding.rule, [])
            if any(one.meet(finding.span) for one in places):
                continue
            for text in texts(self.document, finding.span):
                entry = Entry(-1, (finding.rule,), text)
                covered = Places(occurrences(entry, self.document).in_source)
                if covered.meet(finding.span):
                    self.entries[text, finding.rule] = None
                    places.append(covered)
                    break

    def _found(self) -> list[Finding]:
        """What is found, but for what is wrong with suppressions: hiding that would help nobody."""
        about = {rule.id for rule in self.method.rules if rule.kind == SUPPRESSION}
        return [finding for finding in self._check(self.document) if finding.rule not in about]

    def _check(self, document: Document) -> Sequence[Finding]:
        added = tuple(Entry(-1 - at, (rule,), text) for at, (text, rule) in enumerate(self.entries))
        suppressions = replace(self.method.suppressions, entries=(*self.method.suppressions.entries, *added))
        result = engine.check(document, self.method.rules, suppressions)
        self.gave_up = result.gave_up
        return result.findings

    def keys(self) -> Iterator[EntryKeys]:
        """The entries as they are written: rules that share a text share an entry."""
        by_text: dict[str, list[str]] = {}
        for text, rule in self.entries:
            by_text.setdefault(text, []).append(rule)
        for text, rules in by_text.items():
            yield EntryKeys(rule=tuple(rules), path=(self.pattern or "",), text=text, reason=self.reason)


def ignore_file(path: str, plan: Plan, checker: Checker, folder: Path, why: str) -> Ignored:
    """Suppress what is found in a file, with comments that are written at once, and with entries that are not yet."""
    why, own = " ".join(why.split()), pattern(path, folder)
    if plan.is_records(path):
        return _ignore_records(path, plan, checker.method(path), own, why)
    try:
        data = Path(path).read_bytes()
        method = checker.method(path)
        styles = readers.FORMATS[readers.format_of(path, method.reading)].comments
        document = readers.unpack(path, data, method.reading) or method.read(Source.decode(path, data))
        file = _File(document, method, styles, own, why)
        left = len(file.suppress())
        comments = len(file.document.comments) - len(document.comments)
        if comments:
            replace_file(path, data, file.document.source.encode())
    except OSError as error:
        return Ignored(path, problems=(Problem(path, reason(error)),))
    except (NoReader, NotText) as error:
        return Ignored(path, problems=(Problem(path, str(error)),))
    return Ignored(path, comments, tuple(file.keys()), left, tuple(_problems(file, path, left, file.gave_up)))


def _ignore_records(path: str, plan: Plan, method: Method, own: str | None, why: str) -> Ignored:
    """Entries for what is found in the fields of records, text by text."""
    orders = plan.orders(path)
    reading = method.reading._replace(format=orders.wanted.format or PLAIN)
    file = _File(readers.read(Source(path, ""), reading), method, (), own, why)
    left = 0
    gave_up: dict[str, None] = {}

    def read(source: Source) -> Document:
        nonlocal left
        file.document = readers.read(source, reading)
        left += len(file.suppress())
        gave_up.update(dict.fromkeys(file.gave_up))
        return file.document

    def check(batches: Iterable[corpus.Batch]) -> Iterator[tuple[corpus.Batch, corpus.Checked]]:
        return ((batch, corpus.check_batch(batch, (), read, method.suppressions)) for batch in batches)

    problems = [problem for report in corpus.check_file(path, orders, check) for problem in report.problems]
    problems += _problems(file, path, left, gave_up)
    return Ignored(path, 0, tuple(file.keys()), left, tuple(problems))


def _problems(file: _File, path: str, left: int, gave_up: Iterable[str]) -> Iterator[Problem]:
    """What to tell of a file: rules that came to no end, and how much is left."""
    for rule in gave_up:
        yield Problem(path, f"the rule {rule} took too long and gave up")
    if left:
        hint = f"; it stands outside the folder of {NAME}" if file.pattern is None else ""
        yield Problem(path, f"{left} {'finding' if left == 1 else 'findings'} could not be suppressed{hint}")


def write_entries(config: Config, entries: Sequence[EntryKeys]) -> str:
    """Add entries to the configuration, or begin one in the working folder; its name. Raises OSError or YamlError."""
    path = config.path or Path(NAME)
    name = str(shown(path))
    try:
        if config.path is None:
            create_file(name, with_entries("", path, entries).encode())
        else:
            data = path.read_bytes()
            replace_file(str(path), data, with_entries(data.decode(), path, entries).encode())
    except CannotExtend as error:
        raise OSError(f"{name}: no entries can be added as it is: {error}") from error
    return name
