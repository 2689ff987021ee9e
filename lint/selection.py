"""Which rules run: by rule, category or pack, as the command line and the configuration say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from lint.errors import Refused
from lint.finding import Category, Credits, Safety, Severity
from lint.kinds import PROTECT

if TYPE_CHECKING:
    from lint.rule import Rule
    from lint.yamltree import Place


class UnknownName(Refused):
    """A name that is no rule, category or pack; the message has a hint."""


class Selection(NamedTuple):
    """Names of rules, categories and packs. Where `select` is empty, every rule that is on by default runs."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    enable: tuple[str, ...] = ()
    severity: tuple[tuple[str, Severity], ...] = ()
    credits: Credits = Credits.REPORT


def select_rules(rules: Sequence[Rule], selection: Selection) -> tuple[Rule, ...]:
    """The rules that run. A rule that is off by default runs where it is named itself.

    Rules that protect text always hold, unless they are ignored by name.
    """
    chosen = (_with_severity(rule, dict(selection.severity)) for rule in rules if not why_not(rule, selection))
    return tuple(_respect_authors(chosen, selection.credits))


def _with_severity(rule: Rule, severity: Mapping[str, Severity]) -> Rule:
    """The rule with the severity that the most exact of its names has been given."""
    given = next((severity[name] for name in _names(rule) if name in severity), rule.severity) if severity else None
    return rule.but(severity=given) if given else rule


_SAFETY_OF_ATTRIBUTIONS = {Credits.REPORT: Safety.MANUAL, Credits.STRIP: Safety.SAFE}
"""What fixes of attributions promise: where somebody asked to have them stripped, nothing is lost that is wanted."""


def _respect_authors(rules: Iterable[Rule], wish: Credits) -> Iterator[Rule]:
    """The rules, those that find who made the work with the fixes that are wished for."""
    for rule in rules:
        if rule.attribution and rule.fix:
            yield rule.but(fix=replace(rule.fix, safety=_SAFETY_OF_ATTRIBUTIONS[wish]))
        else:
            yield rule


def why_not(rule: Rule, selection: Selection) -> str:
    """Why a rule does not run, in a few words; empty where it does."""
    names = _names(rule)
    if rule.id in selection.ignore:
        return f"ignored as {rule.id}"
    if rule.kind == PROTECT:
        return "" if rule.enabled else _OFF
    if selection.credits is Credits.KEEP and (rule.attribution or rule.category is Category.CREDIT):
        return "credits are kept"
    if rule.id in selection.select:
        return ""
    ignored = [name for name in names if name in selection.ignore]
    if ignored and rule.id not in selection.enable:
        return f"ignored as {ignored[0]}"
    if selection.select and not any(name in selection.select for name in names):
        return "not selected"
    return "" if rule.enabled or any(name in selection.enable for name in names) else _OFF


_OFF = "off by default"


def _names(rule: Rule) -> tuple[str, str, str]:
    """What selects a rule, most exact first."""
    return rule.id, rule.category.value, rule.pack


def refuse_unknown(rules: Iterable[Rule], names: Iterable[tuple[str, Place | None]]) -> None:
    """Raise UnknownName for a name that is no rule, category or pack; each comes with its place in a file, if any."""
    known = {name for rule in rules for name in _names(rule)} | {category.value for category in Category}
    for name, place in names:
        if name not in known:
            where = f"{place}: " if place else ""
            raise UnknownName(f"{where}{name!r} is no rule, category or pack; {_near(name, known)}see `copydesk rules`")


def _near(name: str, known: Iterable[str]) -> str:
    from lint.typed import suggestion

    hint = suggestion(name, known)
    return f"{hint} or " if hint.startswith("did you mean") else ""
