"""Every finding of some files is suppressed: file by file, and what cannot be is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from lint import engine, readers
from lint.config import NAME, Config
from lint.desk import Desk as Checker
from lint.desk import Method, Plan
from lint.document import Document
from lint.entries import EntryKeys
from lint.files import Problem, reason
from lint.finding import Finding
from lint.ignoring.comments import Desk, Style, with_comments
from lint.ignoring.entries import CannotExtend, pattern, quoted, with_entries
from lint.readers import NoReader
from lint.suppression.entries import Entry
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
        """Suppress all that is found; what is left."""
        for number in range(MOST_ROUNDS):
            left = self._check(self.document)
            if not left:
                return ()
            if self.styles and number < MOST_ROUNDS // 2:
                left = self._comment(left)
            if self.pattern is not None:
                self._add_entries(left)
        return self._check(self.document)

    def _comment(self, found: Sequence[Finding]) -> Sequence[Finding]:
        for style in self.styles:
            desk = Desk(self.method.read, self._check, Style(style, self.reason))
            self.document, found = with_comments(self.document, found, desk)
        return found

    def _add_entries(self, found: Iterable[Finding]) -> None:
        for finding in found:
            text = quoted(self.document, finding.span)
            if (text, finding.rule) in self.entries:  # the text does not tell it after all
                text = ""
            self.entries[text, finding.rule] = None

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
    try:
        data = Path(path).read_bytes()
        format_ = readers.format_of(path, plan.layers.of(path).reading)
        method = checker.method(path)
        document = method.read(Source.decode(path, data))
        styles = readers.FORMATS[format_].comments
        file = _File(document, method, styles, pattern(path, folder), " ".join(why.split()))
        left = len(file.suppress())
        comments = len(file.document.comments) - len(document.comments)
        if comments:
            replace_file(path, data, file.document.source.encode())
    except OSError as error:
        return Ignored(path, problems=(Problem(path, reason(error)),))
    except (NoReader, NotText) as error:
        return Ignored(path, problems=(Problem(path, str(error)),))
    problems = [Problem(path, f"the rule {rule} took too long and gave up") for rule in file.gave_up]
    if left:
        hint = f"; it stands outside the folder of {NAME}" if file.pattern is None else ""
        problems.append(Problem(path, f"{left} findings could not be suppressed{hint}"))
    return Ignored(path, comments, tuple(file.keys()), left, tuple(problems))


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
