"""The names by which findings are suppressed: rules, categories, packs, and `all`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from lint.finding import Category
from lint.kinds import PROTECT, SUPPRESSION

if TYPE_CHECKING:
    from lint.rule import Rule

ALL = "all"


class Names:
    """What each name stands for.

    Rules that speak of suppressions themselves are meant only where they are named themselves: `all` would hide that
    it is not needed.
    """

    def __init__(self, rules: Iterable[Rule]) -> None:
        """`rules` are all that can be named, whether they run or not."""
        self._ids: dict[str, set[str]] = {ALL: set(), **{category.value: set() for category in Category}}
        self._by_default: dict[str, set[str]] = defaultdict(set)
        self.about_suppressions: set[str] = set()
        """The rules that say what is wrong with suppressions."""
        for rule in rules:
            names = [rule.id]
            if rule.kind == SUPPRESSION:
                self.about_suppressions.add(rule.id)
                self._ids.setdefault(rule.pack, set())
            else:
                names += [rule.category.value, rule.pack, ALL]
            for name in names:
                self._ids.setdefault(name, set()).add(rule.id)
                if rule.enabled and rule.kind != PROTECT:
                    self._by_default[name].add(rule.id)

    def __contains__(self, name: str) -> bool:
        """Whether it is the name of something."""
        return name in self._ids

    def rules(self, name: str) -> set[str]:
        """The ids of the rules that it stands for."""
        return self._ids.get(name, set())

    def have_run(self, name: str, ran: set[str]) -> bool:
        """Whether what it stands for has been looked for: the rule itself, or all that are on by default."""
        wanted = {name} if name in self.rules(name) else self._by_default[name]
        return bool(wanted) and wanted <= ran

    def hint(self, name: str) -> str:
        """What to write in place of a name that is none."""
        from lint.typed import suggestion

        near = suggestion(name, self._ids)
        return near if near.startswith("did you mean") else "see `copydesk rules`"
