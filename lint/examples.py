"""Runs the examples that stand inside the rules: a rule's tests, its documentation and its licence to edit."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from lint import engine, fixer, readers
from lint.document import PLAIN, Document
from lint.example import Example
from lint.finding import Finding, Safety
from lint.kinds import KINDS
from lint.readers.reading import Reading
from lint.rule import PLACEHOLDER, PROTECT, Rule
from lint.text import Source
from lint.yamltree import shown

FEWEST_OF_A_SORT = 2


@dataclass(frozen=True)
class Failure:
    """An example that does not hold, and in which of the ways that docs/rules.md lists."""

    rule: str
    path: Path
    line: int
    sort: str
    message: str

    def __str__(self) -> str:
        """`file:line: sort rule: message`."""
        return f"{shown(self.path)}:{self.line}: {self.sort} {self.rule}: {self.message}"


def run(rule: Rule, all_rules: Sequence[Rule]) -> Iterator[Failure]:
    """What is wrong with a rule's examples; `all_rules` must stay silent on each `ok`."""
    yield from _too_few(rule)
    for place, example in rule.examples:
        for sort, message in _judge(rule, example, all_rules):
            yield Failure(rule.id, place.path, place.line, sort, message)


def _too_few(rule: Rule) -> Iterator[Failure]:
    if not KINDS[rule.kind].has_examples:
        return
    shows = "protects" if rule.kind == PROTECT else "bad"
    for sort in (shows, "ok"):
        count = sum(getattr(example, sort) is not None for _, example in rule.examples)
        if count < FEWEST_OF_A_SORT:
            yield Failure(rule.id, rule.path, 1, "too-few", f"has {count} `{sort}` of {FEWEST_OF_A_SORT} at least")


def _judge(rule: Rule, example: Example, all_rules: Sequence[Rule]) -> Iterator[tuple[str, str]]:
    document = read(example.text, example.format)
    if example.ok is not None:
        yield from _judge_ok(rule, document, all_rules)
    elif example.protects is not None:
        if not any(rule.find(document)):
            yield "missing", "does not hold in its own `protects` example"
    else:
        yield from _judge_bad(rule, example, document)


def _judge_ok(rule: Rule, document: Document, all_rules: Sequence[Rule]) -> Iterator[tuple[str, str]]:
    if rule.kind == PROTECT and any(rule.find(document)):
        yield "noisy", "holds in an `ok` example"
    # What says who made the work is no defect: an `ok` may hold it, as the texts of newsrooms do.
    others = (other for other in all_rules if other.id != rule.id and not other.attribution)
    rules = [*others, rule]
    for finding in engine.check(document, rules).findings:
        text = document.source.text[finding.span.start : finding.span.end]
        yield "noisy", f"{finding.rule} reports {text!r} in an `ok` example"


def _judge_bad(rule: Rule, example: Example, document: Document) -> Iterator[tuple[str, str]]:
    findings = engine.check(document, [rule]).findings
    texts = tuple(document.source.text[f.span.start : f.span.end] for f in findings)
    if not findings:
        yield "missing", "finds nothing in a `bad` example"
        return
    if example.found and texts != example.found:
        yield "misplaced", f"finds {_listed(texts)}, not {_listed(example.found)}"
    for name in sorted({name for finding in findings for name in unfilled(finding)}):
        yield "unnamed", f"the message or summary names {{{name}}}, which the match does not say"
    fixed = _fixed(rule, document, example.format)
    if example.good is not None and fixed != example.good:
        yield "wrong-fix", "the fix does not make `good` of `bad`:\n" + _difference(example.good, fixed)
    elif example.good is not None and _fixed(rule, read(fixed, example.format), example.format) != fixed:
        yield "unstable", "fixing `good` again changes it"
    elif example.good is None and rule.safety is not Safety.MANUAL and fixed != example.text:
        yield "wrong-fix", "the fix changes a `bad` example that has no `good`:\n" + _difference(example.text, fixed)


def unfilled(finding: Finding) -> list[str]:
    """The names in braces that nothing was put in place of."""
    return PLACEHOLDER.findall(finding.message + (finding.fix.summary if finding.fix else ""))


def _fixed(rule: Rule, document: Document, format_: str) -> str:
    """The text after the rule's own fix, whatever its safety."""
    if rule.fix is None:
        return document.source.text
    willing = replace(rule, fix=replace(rule.fix, safety=Safety.SAFE))
    reader = partial(readers.read, reading=Reading(format_))
    return fixer.fix(document, [willing], reader).document.source.text


def read(text: str, format_: str = PLAIN) -> Document:
    """An example as a document."""
    return readers.read(Source("example", text), Reading(format_))


def _listed(texts: tuple[str, ...]) -> str:
    return ", ".join(f'"{text}"' for text in texts)


def _difference(wanted: str, got: str) -> str:
    """The difference in lines, `-` what the example says and `+` what the fix makes."""
    lines = difflib.ndiff(wanted.split("\n"), got.split("\n"))
    return "\n".join(
        ["    (- in the example, + made by the fix)", *(f"    {line}".rstrip() for line in lines if line[0] != "?")]
    )
