"""Rules as an earlier run has read them: no YAML is read while no rule, no list and nothing of this program changes.

Only rule sets without a mistake are kept, so that mistakes are reported by every run. What rules are chosen by is at
hand; all else of a rule is made when it is first asked for, because a text needs few of them.
"""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from lint.expressions import DEFAULT_TIMEOUT
from lint.finding import Category, Safety, Severity
from lint.kinds import KINDS
from lint.lineup import Lineup
from lint.lists import FOLDER, Lists
from lint.rule import FixSpec, Rule, RuleSet
from lint.sources import lists_of, rule_files, rules_key
from lint.stamps import content_stamp, digest
from lint.store import Store, pack, unpack

_NAME = "rules"
_BROKEN = (AttributeError, LookupError, TypeError, ValueError)
"""What comes of data that was packed by another version of this module, or by nobody."""


def load(folders: Sequence[Path] = (), timeout: float = DEFAULT_TIMEOUT) -> RuleSet:
    """The same as `load_rules` of the same arguments."""
    store = Store(key(folders, timeout))
    source = _Source(tuple(folders), timeout)
    kept = store.read(_NAME)
    try:
        rules = [_StoredRule.of(head, body, source) for head, body in kept]
        return RuleSet(_lineup(rules, store), store=store)
    except _BROKEN:  # there is nothing, or nothing of use
        loaded = source.read()
    if not loaded.problems:
        store.write(_NAME, [(_head(rule), pack(_body(rule))) for rule in loaded.rules])
    return dataclasses.replace(loaded, rules=_lineup(loaded.rules, store), store=store)


def _lineup(rules: Sequence[Rule], store: Store) -> Lineup:
    """The rules with their sieve, which is loaded or made when a text is to be looked at."""
    from lint.prefilter import sieve_of

    return Lineup(rules, make_sifter=lambda make: sieve_of(rules, store, make=make))


def key(folders: Sequence[Path], timeout: float) -> bytes:
    """A digest of all that decides what rules find: the rules, their lists, and this program itself."""
    return digest(rules_key(folders), timeout, list(_own(folders)))


def _own(folders: Sequence[Path]) -> Iterator[object]:
    """What the user's rules and lists say, and where they stand."""
    if folders:
        yield os.getcwd()
    for folder in folders:
        yield os.fspath(folder)
        lists = (folder if folder.is_dir() else folder.parent) / FOLDER
        yield from (content_stamp(path) for path, _ in rule_files(folder))
        yield from (content_stamp(path) for path in sorted(lists.glob("*.txt")))


@dataclasses.dataclass(frozen=True)
class _Source:
    """Where stored rules came from."""

    folders: tuple[Path, ...]
    timeout: float

    def read(self) -> RuleSet:
        from lint.loader import load_rules

        return load_rules(self.folders, timeout=self.timeout)

    @cached_property
    def lists(self) -> Lists:
        return lists_of(self.folders)

    @cached_property
    def as_read(self) -> RuleSet:
        """The rules, read anew."""
        return self.read()


_HEAD = (
    *("id", "pack", "kind", "category", "severity", "fix", "enabled", "languages", "formats", "skip_quotations"),
    *("attribution", "_path"),
)
"""What a rule is chosen by, and the file in which it stands."""


def _head(rule: Rule) -> tuple[Any, ...]:
    fix = rule.fix and (rule.fix.action, rule.fix.safety.value, rule.fix.replacement, rule.fix.summary)
    known = {**vars(rule), "category": rule.category.value, "severity": rule.severity.value, "fix": fix}
    return *(known[name] for name in _HEAD[:-1]), str(rule.path)


def _body(rule: Rule) -> tuple[Any, ...]:
    """What else there is to know of it."""
    options = {field.name: getattr(rule.options, field.name) for field in dataclasses.fields(rule.options)}  # type: ignore[arg-type]
    examples = [((str(place.path), place.line, place.column), {**vars(example)}) for place, example in rule.examples]
    return rule.message, rule.why, rule.source, options, examples


class _StoredRule(Rule):
    """A rule that an earlier run has read: what is asked for is made then, and stays."""

    @classmethod
    def of(cls, head: tuple[Any, ...], body: bytes, source: _Source) -> _StoredRule:
        """The rule of which the store says this; raises one of _BROKEN."""
        rule = cls.__new__(cls)
        known = dict(zip(_HEAD, head, strict=True))
        known["category"], known["severity"] = Category(known["category"]), Severity(known["severity"])
        if known["fix"]:
            action, safety, replacement, summary = known["fix"]
            known["fix"] = FixSpec(action, Safety(safety), replacement, summary)
        rule.__dict__.update(known, _body=body, _source=source)
        return rule

    def __getattr__(self, name: str) -> Any:
        if name not in _MADE_LATER:
            raise AttributeError(f"a rule has no {name!r}")
        try:
            self.__dict__[name] = _MADE_LATER[name](self)
        except _BROKEN:  # another program has written the store
            rule = self.__dict__["_source"].as_read.named(self.id)
            self.__dict__[name] = getattr(rule, name)
        return self.__dict__[name]

    def _part(self, place: int) -> Any:
        return unpack(self.__dict__["_body"])[place]

    def _make_options(self) -> object:
        return KINDS[self.kind].options(**self._part(3))

    def _make_examples(self) -> object:
        from lint.example import Example
        from lint.yamltree import Place

        return tuple((Place(Path(path), line, column), Example(**said)) for (path, line, column), said in self._part(4))

    def _make_recogniser(self) -> object:
        from lint.languages import languages_of

        return languages_of(self.__dict__["_source"].lists)

    def _make_checker(self) -> object:
        """The checker, whose patterns the run has found to be right that stored the rule."""
        from lint.kinds.base import Setup

        source, fix = self.__dict__["_source"], self.fix
        setup = Setup(
            fix.action if fix else None, fix.replacement if fix else None, source.lists, source.timeout, trusted=True
        )
        return KINDS[self.kind].checker(self.options, setup)


_MADE_LATER: dict[str, Callable[[_StoredRule], object]] = {
    "path": lambda rule: Path(rule.__dict__["_path"]),
    "message": lambda rule: rule._part(0),
    "why": lambda rule: rule._part(1),
    "source": lambda rule: rule._part(2),
    "options": _StoredRule._make_options,
    "examples": _StoredRule._make_examples,
    "checker": _StoredRule._make_checker,
    "recogniser": _StoredRule._make_recogniser,
}
