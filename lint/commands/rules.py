"""`copydesk rules` and `copydesk explain`: what is checked, why, and what a fix promises."""

from __future__ import annotations

import argparse
import textwrap
from collections.abc import Iterator

from lint.commands.console import configuration, say
from lint.document import PLAIN
from lint.example import Example
from lint.loader import load_rules
from lint.rule import PROTECT, Rule, RuleSet, fill_in
from lint.typed import suggestion
from lint.yamltree import shown

_PROMISES = {
    "safe": "safe: the text that remains says what it said before; --fix applies it",
    "unsafe": "unsafe: probably right, may remove what an author meant; --fix --unsafe-fixes applies it",
    "manual": "manual: a suggestion for a person, never applied",
    "kept": "a suggestion; where .copydesk.yaml says `credits: strip`, --fix applies it",
    None: "none: the defect is only reported",
}


def load(options: argparse.Namespace) -> RuleSet:
    """All rules of the configuration that holds, with their problems said on standard error."""
    config = configuration(options)
    rules = load_rules(config.rule_folders, timeout=config.file.timeout)
    for problem in rules.problems:
        say(f"error: {problem}")
    return rules


def main(options: argparse.Namespace) -> int:
    """List all rules, by pack and name."""
    loaded = load(options)
    width = max((len(rule.id) for rule in loaded.rules), default=0)
    pack = None
    for rule in sorted(loaded.rules, key=lambda rule: (rule.pack, rule.id)):
        if rule.pack != pack:
            print(("" if pack is None else "\n") + f"{rule.pack}:")
            pack = rule.pack
        print(f"  {rule.id:{width}}  {_category(rule):13} {_promise(rule) or '-':7} {_summary(rule)}".rstrip())
    return 2 if loaded.problems else 0


def explain(options: argparse.Namespace) -> int:
    """Show one rule: what it says, why, how it mends, its examples."""
    loaded = load(options)
    rule = loaded.named(options.rule)
    if rule is None:
        say(f"error: there is no rule {options.rule!r}; {suggestion(options.rule, [r.id for r in loaded.rules])}")
        return 2
    print("\n".join(_explanation(rule)))
    return 2 if loaded.problems else 0


def _category(rule: Rule) -> str:
    return "(protects)" if rule.kind == PROTECT else rule.category.value


def _promise(rule: Rule) -> str | None:
    """What the rule's fix promises, as a key of _PROMISES: those who made the work are kept unless asked otherwise."""
    if rule.attribution and rule.fix:
        return "kept"
    return rule.safety.value if rule.safety else None


def _summary(rule: Rule) -> str:
    off = "" if rule.enabled else "(off) "
    return off + fill_in(rule.message, {}, unknown="…")


def _explanation(rule: Rule) -> Iterator[str]:
    yield f"{rule.id} ({_category(rule)}, {rule.severity.value})" + ("" if rule.enabled else ", off by default")
    yield ""
    yield from textwrap.wrap(fill_in(rule.message, {}, unknown="…"), 100, initial_indent="  ", subsequent_indent="  ")
    yield ""
    for paragraph in rule.why.strip().split("\n\n"):
        yield from textwrap.wrap(" ".join(paragraph.split()), 100, initial_indent="  ", subsequent_indent="  ")
        yield ""
    if rule.source:
        yield f"Source: {rule.source}"
    if rule.languages:
        yield f"For:    text in {', '.join(rule.languages)}"
    if rule.formats:
        yield f"In:     {', '.join(rule.formats)}"
    if rule.kind != PROTECT:
        yield f"Fix:    {_PROMISES[_promise(rule)]}"
    yield f"Kind:   {rule.kind}"
    yield f"File:   {shown(rule.path)}"
    for _, example in rule.examples:
        yield ""
        yield from _example(example)


def _example(example: Example) -> Iterator[str]:
    labels = {"bad": "Found in", "good": "Mended", "ok": "Not found in", "protects": "No fix touches"}
    of_format = "" if example.format == PLAIN else f" ({example.format})"
    for name, label in labels.items():
        text = getattr(example, name)
        if text is not None:
            yield f"{label}{of_format}:"
            yield from (f"    {line}".rstrip() for line in text.rstrip("\n").split("\n"))
