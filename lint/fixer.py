"""Choose edits, apply them, check again until nothing changes, and refuse what would do harm. No I/O.

Nothing here trusts a rule: a fix that makes a new finding appear in the text it changes is taken back, and its rule
is named. What a deletion only uncovers elsewhere was there before, and is reported or mended like the rest.
"""

from __future__ import annotations

import bisect
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from lint import engine
from lint.document import Document
from lint.finding import Edit, Finding, Safety
from lint.origin import markup_is_kept
from lint.rule import Rule
from lint.suppression.screen import Suppressions
from lint.text import Source, Span, SpanSet

MOST_ROUNDS = 10
MOST_SUSPECTS = 100
"""Of so many fixes in one block is it tried which of them does harm; of more, all are refused."""


@dataclass(frozen=True)
class Refusal:
    """A rule of which a fix was not applied to a file, and why."""

    rule: str
    reason: str


@dataclass(frozen=True)
class Fixed:
    """A document after fixing: what was applied (with offsets of its round), what is left, what was refused."""

    document: Document
    result: engine.Result
    applied: tuple[Finding, ...] = ()
    refused: tuple[Refusal, ...] = ()
    rounds: tuple[tuple[Edit, ...], ...] = ()
    """The edits of each round, sorted, with offsets in the text that the round before left."""


FixKey = tuple[str, tuple[Edit, ...]]
"""A fix in a text: its rule and its edits."""


@dataclass(frozen=True)
class _Round:
    """The document as it stands between two rounds, and what was refused for it."""

    document: Document
    result: engine.Result
    applied: tuple[Finding, ...] = ()
    refused: dict[FixKey, Refusal] = field(default_factory=dict)
    rounds: tuple[tuple[Edit, ...], ...] = ()


@dataclass(frozen=True)
class _Mender:
    """What a round needs beside the document."""

    rules: Sequence[Rule]
    read: Callable[[Source], Document]
    unsafe: bool
    suppressions: Suppressions

    def check(self, document: Document) -> engine.Result:
        return engine.check(document, self.rules, self.suppressions)


def fix(
    document: Document,
    rules: Sequence[Rule],
    read: Callable[[Source], Document],
    *,
    unsafe: bool = False,
    suppressions: Suppressions = engine.BY_COMMENTS,
) -> Fixed:
    """Apply the safe fixes, and the unsafe ones where asked, until none is left.

    A refusal holds for the text as it stands: after a change every rule has its chance again. So whatever text
    comes out would be left as it is by another run.
    """
    mender = _Mender(rules, read, unsafe, suppressions)
    original = current = _Round(document, mender.check(document))
    for _ in range(MOST_ROUNDS + 1):
        following = _next_round(current, mender)
        if following is None:
            refused = tuple(dict.fromkeys(current.refused.values()))
            return Fixed(current.document, current.result, current.applied, refused, current.rounds)
        last, current = current, following
    fighting = sorted({finding.rule for finding in current.applied[len(last.applied) :]})
    reason = f"{', '.join(fighting)} still changed the text after {MOST_ROUNDS} rounds; the file is left alone"
    return Fixed(original.document, original.result, (), tuple(Refusal(rule, reason) for rule in fighting))


def _next_round(current: _Round, mender: _Mender) -> _Round | None:
    """The document after one round of fixes, or None where none is left; what would do harm is refused and named."""
    while chosen := choose(current.result.findings, current.document.source, mender.unsafe, current.refused):
        outcome = _try(current, chosen, mender)
        if isinstance(outcome, _Round):
            return outcome
        for culprit, harm in _culprits(current, outcome, mender):
            current.refused[_fix_key(culprit)] = Refusal(culprit.rule, harm.reason)
    return None


def _culprits(current: _Round, harm: _Harm, mender: _Mender) -> list[tuple[Finding, _Harm]]:
    """The suspects that do harm, found by halving; all of them, where only their meeting harms or they are many."""
    suspects = harm.suspects
    everyone = [(suspect, harm) for suspect in suspects]
    if not 1 < len(suspects) <= MOST_SUSPECTS:
        return everyone
    middle = len(suspects) // 2
    outcomes = [_try(current, half, mender) for half in (suspects[:middle], suspects[middle:])]
    found = [
        culprit for outcome in outcomes if isinstance(outcome, _Harm) for culprit in _culprits(current, outcome, mender)
    ]
    return found or everyone


@dataclass(frozen=True)
class _Harm:
    """Why some fixes cannot be applied together, and which of them may be at fault."""

    reason: str
    suspects: Sequence[Finding]


def _try(current: _Round, chosen: Sequence[Finding], mender: _Mender) -> _Round | _Harm:
    """The round after these fixes, or the harm they would do."""
    edits = _edits(chosen)
    source = current.document.source.with_text(apply(current.document.source.text, edits))
    if source is None:
        return _Harm("its fix would make the file's bytes read as another text", chosen)
    document = mender.read(source)
    if not markup_is_kept(current.document, document, edits):
        return _Harm("its fix would change the markup around it", chosen)
    result = mender.check(document)
    for finding in _new_findings(current.result.findings, result.findings, edits):
        suspects = _suspects(current.document, _Backwards(edits).span(finding.span), chosen)
        if suspects:
            line = document.source_lines.at(finding.span.start).number
            return _Harm(f"its fix would bring a new finding, {finding.rule} in line {line}", suspects)
    return _Round(document, result, (*current.applied, *chosen), rounds=(*current.rounds, tuple(edits)))


def _suspects(document: Document, place: Span, chosen: Iterable[Finding]) -> list[Finding]:
    """The fixes that change the text at a place or elsewhere in its block; none, where it was only uncovered."""
    block = document.source_block_at(place.start)
    # Between blocks of plain text there is white space only: there an edit beside the place counts as well.
    around = block or Span(place.start - 1, place.end + 1)
    return [
        finding
        for finding in chosen
        if finding.fix and any(place.overlaps(edit.span) or around.contains(edit.span) for edit in finding.fix.edits)
    ]


def _edits(findings: Iterable[Finding]) -> list[Edit]:
    return sorted(edit for finding in findings if finding.fix for edit in finding.fix.edits)


def choose(
    findings: Iterable[Finding], source: Source, unsafe: bool, refused: dict[FixKey, Refusal] | None = None
) -> list[Finding]:
    """The findings whose fixes can be applied together: safe before unsafe, then in the order of the text."""
    refused = {} if refused is None else refused
    allowed = (Safety.SAFE, Safety.UNSAFE) if unsafe else (Safety.SAFE,)
    chosen: list[Finding] = []
    taken: list[Edit] = []
    fixable = [f for f in findings if _changes(f, source.text) and _fix_key(f) not in refused]
    for level in allowed:
        blocked = SpanSet(edit.span for edit in taken)
        points = {edit.span for edit in taken}
        last_end = -1
        for finding in fixable:
            if finding.fix is None or finding.fix.safety is not level or finding.fix.span.start < last_end:
                continue
            spans = [edit.span for edit in finding.fix.edits]
            if any(blocked.touched_by(span) or span in points for span in spans):
                continue
            if not _encodable(finding, source):
                reason = f"{source.encoding.codec} cannot hold its replacement"
                refused[_fix_key(finding)] = Refusal(finding.rule, reason)
                continue
            chosen.append(finding)
            taken += finding.fix.edits
            points.update(spans)
            last_end = max(last_end, finding.fix.span.end)
    return chosen


def _fix_key(finding: Finding) -> FixKey:
    assert finding.fix is not None
    return finding.rule, finding.fix.edits


def _changes(finding: Finding, text: str) -> bool:
    return finding.fix is not None and any(text[e.start : e.end] != e.replacement for e in finding.fix.edits)


def _encodable(finding: Finding, source: Source) -> bool:
    assert finding.fix is not None
    try:
        source.encode("".join(edit.replacement for edit in finding.fix.edits))
    except UnicodeEncodeError:
        return False
    return True


def apply(text: str, edits: Sequence[Edit]) -> str:
    """The text with edits applied that are sorted and do not overlap; all else stays as it is."""
    pieces, at = [], 0
    for edit in edits:
        assert at <= edit.start <= edit.end, "edits overlap"
        pieces += [text[at : edit.start], edit.replacement]
        at = edit.end
    return "".join([*pieces, text[at:]])


def _new_findings(before: Sequence[Finding], after: Sequence[Finding], edits: Sequence[Edit]) -> list[Finding]:
    """What is found after an edit and was not, at that place and by that rule, found before it."""
    known: dict[str, SpanSet] = {}
    for rule in {finding.rule for finding in before}:
        # One code point wider, so that a finding of which only an edge is left still counts as known.
        known[rule] = SpanSet(Span(f.span.start - 1, f.span.end + 1) for f in before if f.rule == rule)
    back = _Backwards(edits)
    return [f for f in after if f.rule not in known or not known[f.rule].touched_by(back.span(f.span))]


class _Backwards:
    """Offsets after some edits, taken back to offsets before them."""

    def __init__(self, edits: Sequence[Edit]) -> None:
        """`edits` are sorted and do not overlap."""
        self._edits = edits
        self._starts: list[int] = []  # where each replacement starts and ends in the new text
        self._ends: list[int] = []
        shift = 0
        for edit in edits:
            self._starts.append(edit.start + shift)
            self._ends.append(self._starts[-1] + len(edit.replacement))
            shift = self._ends[-1] - edit.end

    def span(self, span: Span) -> Span:
        """The span before the edits; what a replacement covers counts with all that it replaced."""
        start = self._offset(span.start, bisect.bisect_right(self._starts, span.start) - 1, is_end=False)
        end = self._offset(span.end, bisect.bisect_left(self._starts, span.end) - 1, is_end=True)
        return Span(min(start, end), max(start, end))

    def _offset(self, offset: int, at: int, *, is_end: bool) -> int:
        """`at` is the last edit before the offset, or -1."""
        if at < 0:
            return offset
        edit, end = self._edits[at], self._ends[at]
        if offset < end or (is_end and offset == end):
            return edit.end if is_end else edit.start
        return offset - end + edit.end
