"""What of the findings in a document is suppressed, what fixes must leave alone for it, and what suppressed nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from lint.document import Document
from lint.finding import Edit, Finding, Fix
from lint.kinds import SUPPRESSION
from lint.rule import Rule, fill_in
from lint.suppression.entries import Entry, Occurrences, occurrences
from lint.suppression.held import NOTHING_HELD, Held, held
from lint.suppression.names import Names
from lint.suppression.sic import Sic
from lint.suppression.spans import Places
from lint.suppression.uses import Uses
from lint.text import Span

if TYPE_CHECKING:
    from lint.suppression.directive import Name
    from lint.suppression.notes import Notes


@dataclass(frozen=True)
class Suppressions:
    """What suppresses findings in a file beside its comments, and the names that comments may use."""

    names: Names | None = None
    """None: those of the rules that run."""
    entries: tuple[Entry, ...] = ()


class Screen:
    """Takes the findings that are suppressed out of a document's, and remembers by what."""

    def __init__(self, document: Document, rules: Sequence[Rule], suppressions: Suppressions) -> None:
        """`rules` are those that run."""
        self._document, self._rules, self._suppressions = document, rules, suppressions
        self._found: dict[str, list[Span]] = defaultdict(list)  # of each rule, in the source
        self._covers: dict[str, Places] = {}  # by rule
        self._places_of_findings: dict[str, Places] = {}  # by name

    @cached_property
    def _names(self) -> Names:
        return self._suppressions.names or Names(self._rules)

    @cached_property
    def _notes(self) -> Notes:
        from lint.suppression.notes import Notes, read_notes

        return read_notes(self._document, self._names) if self._document.comments else Notes()

    @cached_property
    def _occurrences(self) -> list[tuple[Entry, Occurrences]]:
        return [(entry, occurrences(entry, self._document)) for entry in self._suppressions.entries]

    @cached_property
    def _spans_of_names(self) -> dict[str, list[Span]]:
        """Where in the source each name is suppressed."""
        spans: dict[str, list[Span]] = defaultdict(list)
        for note in self._notes.all if self._document.comments else ():
            for name in note.directive.names:
                spans[name.text].append(note.place)
        for entry, places in self._occurrences:
            for text in entry.names:
                spans[text] += places.in_source
        return spans

    def sift(self, findings: Iterable[Finding]) -> tuple[list[Finding], Held]:
        """The findings that stay, and what edits must leave alone for the others. Offsets are in the text."""
        sic = Sic(self._document)
        kept: list[Finding] = []
        suppressed: list[Finding] = []
        for finding in findings:
            if sic.confirms(finding.span):
                continue
            span = self._document.source_span(finding.span)
            self._found[finding.rule].append(span)
            (suppressed if self._is_suppressed(finding.rule, span) else kept).append(finding)
        return kept, self._held([finding.span for finding in suppressed])

    def _is_suppressed(self, rule: str, span: Span) -> bool:
        """Whether a finding at a place in the source is."""
        if rule not in self._covers:
            names = (name for name in self._spans_of_names if rule in self._names.rules(name))
            self._covers[rule] = Places(place for name in names for place in self._spans_of_names[name])
        return self._covers[rule].meet(span)

    def _held(self, suppressed: list[Span]) -> Held:
        """What edits must leave alone: suppressed findings, the texts by which they are, and directives."""
        if not suppressed and not (self._document.comments and self._notes.directives):
            return NOTHING_HELD
        at = Places(suppressed)
        texts = (span for _, places in self._occurrences if places.read for span in places.read if at.meet(span))
        return held(self._document, [*suppressed, *texts], [comment.source for comment in self._notes.directives])

    def _is_used(self, name: str, places: Iterable[Span]) -> bool:
        """Whether something that a name stands for was found at one of some places in the source."""
        if name not in self._places_of_findings:
            rules = self._names.rules(name) & self._found.keys()
            self._places_of_findings[name] = Places(span for rule in rules for span in self._found[rule])
        return any(map(self._places_of_findings[name].meet, places))

    def uses(self, ran: set[str]) -> Uses:
        """Which of the configuration's entries were needed, where the rules in `ran` came to an end."""
        used, idle = set(), set()
        for entry, places in self._occurrences:
            if any(self._is_used(name, places.in_source) for name in entry.names):
                used.add(entry.index)
            elif all(self._names.have_run(name, ran) for name in entry.names):
                idle.add(entry.index)
        return Uses(frozenset(used), frozenset(idle))

    def reports(self, ran: set[str]) -> list[Finding]:
        """What is wrong with the comments themselves, with offsets in the source."""
        about = [rule for rule in self._rules if rule.kind == SUPPRESSION]
        if not about or not self._document.comments:
            return []
        found = [finding for rule in about for finding in _REPORTS[_what(rule)](self, rule, ran)]
        return [finding for finding in found if not self._is_suppressed(finding.rule, finding.span)]

    def _invalid(self, rule: Rule, ran: set[str]) -> Iterator[Finding]:  # noqa: ARG002 - as of both
        for span, mistake in self._notes.invalid:
            yield finding_of(rule, span, {"problem": mistake.message, "hint": mistake.hint})

    def _unused(self, rule: Rule, ran: set[str]) -> Iterator[Finding]:
        from lint.suppression.tidy import without_comment, without_name

        for note in self._notes.all:
            names = note.directive.names
            idle = [
                name
                for name in names
                if self._names.have_run(name.text, ran)
                and not self._is_about_suppressions(name)
                and not self._is_used(name.text, [note.place])
            ]
            if len(idle) == len(names):
                what = ", ".join(name.text for name in names)
                yield finding_of(rule, note.comment.source, {"names": what}, without_comment(self._document, note))
            else:
                for name in idle:
                    yield finding_of(rule, note.name_span(name), {"names": name.text}, without_name(note, name))

    def _is_about_suppressions(self, name: Name) -> bool:
        return name.text in self._names.about_suppressions


_REPORTS: dict[str, Callable[[Screen, Rule, set[str]], Iterator[Finding]]] = {
    "invalid": Screen._invalid,
    "unused": Screen._unused,
}


def unused_rule(rules: Iterable[Rule]) -> Rule | None:
    """The rule that tells of suppressions that nothing needs, if it runs."""
    return next((rule for rule in rules if rule.kind == SUPPRESSION and _what(rule) == "unused"), None)


def _what(rule: Rule) -> str:
    from lint.kinds.suppression import Options

    assert isinstance(rule.options, Options)
    return rule.options.what


def finding_of(rule: Rule, span: Span, values: dict[str, str], edits: tuple[Edit, ...] = ()) -> Finding:
    """A finding of a rule about suppressions, with offsets in the source."""
    fix = Fix(rule.fix.safety, fill_in(rule.fix.summary, values), edits) if rule.fix and edits else None
    return Finding(rule.id, rule.category, rule.severity, fill_in(rule.message, values), span, fix)
