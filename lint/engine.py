"""Rules and a document become findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from lint.document import Document
from lint.finding import Finding, Fix, Match, Safety, fingerprint
from lint.lineup import lineup_of
from lint.origin import in_source
from lint.places import Places
from lint.rule import PROTECT, Rule, fill_in
from lint.suppression.screen import Screen, Suppressions
from lint.suppression.uses import NOT_ASKED, Uses
from lint.text import Span, SpanSet

HELD_BACK = "held back: the text is protected"
MEANT = "held back: it would change what is suppressed"
BY_COMMENTS = Suppressions()
"""What holds where the configuration says nothing."""


@dataclass(frozen=True)
class Result:
    """What the rules say of one document, in its order, and which of them gave up."""

    findings: tuple[Finding, ...]
    gave_up: tuple[str, ...] = ()
    uses: Uses = NOT_ASKED
    """What of the configuration's suppressions was needed."""


def check(document: Document, rules: Sequence[Rule], suppressions: Suppressions = BY_COMMENTS) -> Result:
    """All findings of the rules in a document that are not suppressed, with offsets in its source."""
    lineup = lineup_of(rules)
    run = _Run(document)
    keepers: list[tuple[Rule, Places]] = []
    for rule, places in lineup.candidates(document.text):
        if rule.kind == PROTECT:
            keepers.append((rule, places))
        else:
            run.found += [_to_finding(rule, match) for match in run.matches(rule, places)]
    if not run.found and not document.comments and not suppressions.entries:
        return Result((), tuple(run.gave_up))
    screen = Screen(document, lineup, suppressions)
    found, held = screen.sift(run.found)
    if any(finding.fix for finding in found):
        guard = SpanSet(_protected(run, keepers))
        found = [_respect(_respect(finding, guard.touched_by, HELD_BACK), held.forbids, MEANT) for finding in found]
    found = _without_moot(found)
    found = sorted(_without_destroyers(found), key=lambda f: (f.span, f.rule))
    found = list(in_source(document, _with_fingerprints(document.text, found)))
    if not document.comments and not suppressions.entries:
        return Result(tuple(sorted(found, key=lambda f: (f.span, f.rule))), tuple(run.gave_up))
    ran = {rule.id for rule in lineup}.difference(run.gave_up)
    found += _with_fingerprints(document.source.text, screen.reports(ran))
    return Result(tuple(sorted(found, key=lambda f: (f.span, f.rule))), tuple(run.gave_up), screen.uses(ran))


@dataclass
class _Run:
    """What the rules have said so far of a document."""

    document: Document
    found: list[Finding] = field(default_factory=list)
    gave_up: list[str] = field(default_factory=list)

    def matches(self, rule: Rule, places: Places) -> list[Match]:
        """What a rule finds; nothing where it gives up, which is noted."""
        try:
            return list(rule.find(self.document, places))
        except (TimeoutError, MemoryError, RecursionError):
            self.gave_up.append(rule.id)
            return []


def _protected(run: _Run, keepers: Iterable[tuple[Rule, Places]]) -> Iterator[Span]:
    """What no fix may touch; everything, where a rule that would say so gave up."""
    for rule, places in keepers:
        yield from (match.span for match in run.matches(rule, places))
        if rule.id in run.gave_up:
            yield Span(-1, len(run.document.text) + 1)


_SUMMARIES = {
    "replace": "Replace with `{replacement}`",
    "delete-match": "Delete this",
    "delete-line": "Delete the line",
    "delete-block": "Delete the paragraph",
    "delete-later": "Delete the later copy",
    "delete-copy": "Delete this copy",
}


def _to_finding(rule: Rule, match: Match) -> Finding:
    fix = None
    if rule.fix and match.edits:
        summary = fill_in(rule.fix.summary or _SUMMARIES.get(rule.fix.action, rule.fix.action), match.values)
        fix = Fix(rule.fix.safety, summary, match.edits)
    message = fill_in(rule.message, match.values)
    return Finding(
        rule.id, rule.category, rule.severity, message, match.span, fix, match.related, match.evidence
    )  # fmt: skip


def _respect(finding: Finding, forbids: Callable[[Span], bool], why: str) -> Finding:
    """The finding with its fix made a mere suggestion where it would change what must stay."""
    fix = finding.fix
    if fix is None or not any(forbids(edit.span) for edit in fix.edits):
        return finding
    return replace(finding, fix=replace(fix, safety=Safety.MANUAL, summary=f"{fix.summary} ({why})"))


def _without_moot(findings: list[Finding]) -> list[Finding]:
    """Without what stands inside a block that another finding deletes, and without a second deletion of it.

    What a safe fix mends stays beside an unsafe deletion: nobody may ever choose that.
    """
    kept: list[Finding] = []
    gone, maybe_gone = Span(-1, -1), Span(-1, -1)  # the outermost safe and unsafe deletion that began before
    for finding in sorted(findings, key=_outermost_and_safest_first):
        deletes, safe = _deletes_all(finding), _is_safe(finding)
        if deletes and finding.span in (gone, maybe_gone):
            continue
        if _is_inside(finding, gone) or (_is_inside(finding, maybe_gone) and not (safe and not deletes)):
            continue
        kept.append(finding)
        if deletes and safe:
            gone = max(gone, finding.span, key=lambda span: span.end)
        elif deletes:
            maybe_gone = max(maybe_gone, finding.span, key=lambda span: span.end)
    return kept


def _is_inside(finding: Finding, deleted: Span) -> bool:
    """Whether a deletion of a larger span takes the finding with it."""
    return finding.span != deleted and deleted.contains(finding.span)


def _is_safe(finding: Finding) -> bool:
    return finding.fix is not None and finding.fix.safety is Safety.SAFE


def _outermost_and_safest_first(finding: Finding) -> tuple[int, int, int, str]:
    rank = _SAFEST_FIRST.index(finding.fix.safety) if finding.fix and _deletes_all(finding) else len(_SAFEST_FIRST)
    return finding.span.start, -finding.span.end, rank, finding.rule


_SAFEST_FIRST = tuple(Safety)


def _deletes_all(finding: Finding) -> bool:
    """Whether a fix that can be applied leaves nothing of the finding's span."""
    fix = finding.fix
    if fix is None or fix.safety is Safety.MANUAL:
        return False
    return len(fix.edits) == 1 and not fix.edits[0].replacement and fix.edits[0].span.contains(finding.span)


def _without_destroyers(findings: list[Finding]) -> list[Finding]:
    """Without findings whose fix would take away the text that shows another one."""
    evidence = SpanSet(f.span for f in findings if f.evidence)
    return [f for f in findings if f.evidence or not f.fix or not _harms(f, evidence)]


def _harms(finding: Finding, evidence: SpanSet) -> bool:
    assert finding.fix is not None
    return not _deletes_all(finding) and any(evidence.touched_by(edit.span) for edit in finding.fix.edits)


def _with_fingerprints(text: str, findings: Iterable[Finding]) -> Iterable[Finding]:
    ordinals: Counter[tuple[str, str]] = Counter()
    for finding in findings:
        # Texts that differ in white space alone are the same to a fingerprint.
        key = finding.rule, " ".join(text[finding.span.start : finding.span.end].split())
        yield replace(finding, fingerprint=fingerprint(*key, ordinals[key]))
        ordinals[key] += 1
