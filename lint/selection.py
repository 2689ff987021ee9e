"""Which rules run: by rule, category or pack, as the command line and the configuration say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from lint.engine import PROTECT
from lint.finding import Category, Safety, Severity
from lint.rule import Credits, Rule
from lint.typed import suggestion


class UnknownName(ValueError):
    """A name that is no rule, category or pack; the message has a hint."""


@dataclass(frozen=True)
class Selection:
    """Names of rules, categories and packs. Where `select` is empty, every rule that is on by default runs."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    enable: tuple[str, ...] = ()
    severity: Mapping[str, Severity] | None = None
    credits: Credits = Credits.REPORT


def select_rules(rules: Sequence[Rule], selection: Selection) -> tuple[Rule, ...]:
    """The rules that run; raises UnknownName. A rule that is off by default runs where it is named itself.

    Rules that protect text always hold, unless they are ignored by name.
    """
    severity = selection.severity or {}
    _refuse_unknown(rules, [*selection.select, *selection.ignore, *selection.enable, *severity])
    chosen = (
        replace(rule, severity=next((severity[name] for name in _names(rule) if name in severity), rule.severity))
        for rule in rules
        if _runs(rule, selection)
    )
    return tuple(_respect_authors(chosen, selection.credits))


_SAFETY_OF_ATTRIBUTIONS = {Credits.REPORT: Safety.MANUAL, Credits.STRIP: Safety.SAFE}
"""What fixes of attributions promise: where somebody asked to have them stripped, nothing is lost that is wanted."""


def _respect_authors(rules: Iterable[Rule], wish: Credits) -> Iterator[Rule]:
    """The rules, without those about credits or with the fixes that are wished for."""
    for rule in rules:
        if wish is Credits.KEEP and (rule.attribution or rule.category is Category.CREDIT):
            continue
        if rule.attribution and rule.fix:
            yield replace(rule, fix=replace(rule.fix, safety=_SAFETY_OF_ATTRIBUTIONS[wish]))
        else:
            yield rule


def _runs(rule: Rule, selection: Selection) -> bool:
    names = _names(rule)
    if rule.id in selection.ignore:
        return False
    if rule.kind == PROTECT:
        return rule.enabled
    if rule.id in selection.select:
        return True
    if any(name in selection.ignore for name in names):
        return False
    if selection.select and not any(name in selection.select for name in names):
        return False
    return rule.enabled or any(name in selection.enable for name in names)


def _names(rule: Rule) -> tuple[str, str, str]:
    """What selects a rule, most exact first."""
    return rule.id, rule.category.value, rule.pack


def _refuse_unknown(rules: Iterable[Rule], names: Iterable[str]) -> None:
    known = {name for rule in rules for name in _names(rule)} | {category.value for category in Category}
    for name in names:
        if name not in known:
            raise UnknownName(f"{name!r} is no rule, category or pack; {_near(name, known)}see `copydesk rules`")


def _near(name: str, known: Iterable[str]) -> str:
    hint = suggestion(name, known)
    return f"{hint} or " if hint.startswith("did you mean") else ""
