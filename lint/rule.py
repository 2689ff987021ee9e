"""A rule: what its file says, typed, with a checker ready to run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from lint.document import Document
from lint.finding import Category, Match, Safety, Severity
from lint.kinds import PROTECT as PROTECT
from lint.text import Span

if TYPE_CHECKING:
    from lint.example import Example
    from lint.kinds.base import Checker
    from lint.languages import Languages
    from lint.store import Store
    from lint.yamltree import Place


@dataclass(frozen=True)
class FixSpec:
    """What a rule's `fix` says."""

    action: str = field(metadata={"doc": "What to do; each kind has its own actions."})
    safety: Safety = field(metadata={"doc": "safe, unsafe or manual: what the fix promises."})
    replacement: str | None = field(default=None, metadata={"doc": "What to put in place, for actions that replace."})
    summary: str = field(
        default="", metadata={"doc": "The fix in a few words; may name {text} and the pattern's groups."}
    )


@dataclass(frozen=True)
class Rule:
    """A rule that can run."""

    id: str
    pack: str
    path: Path
    kind: str
    category: Category
    severity: Severity
    message: str
    why: str
    options: object
    fix: FixSpec | None
    examples: tuple[tuple[Place, Example], ...]
    """Each example with its place, which is in another file where an override has it from the rule it changes."""
    source: str
    enabled: bool
    languages: tuple[str, ...]
    formats: tuple[str, ...]
    skip_quotations: bool
    attribution: bool
    checker: Checker
    recogniser: Languages

    def find(self, document: Document) -> Iterator[Match]:
        """The matches in a document of its formats, where its language is spoken or none is told; see Checker.find."""
        if self.formats and document.format not in self.formats:
            return
        if not self.languages and not self.skip_quotations:
            yield from self.checker.find(document)
            return
        for match in list(self.checker.find(document)):  # at once: the time of what follows is not the checker's
            if self._speaks_at(document, match.span.start) and not self._passes_by(document, match.span):
                yield match

    def _speaks_at(self, document: Document, offset: int) -> bool:
        spoken = self.recogniser.spoken_at(document, offset) if self.languages else None
        return spoken is None or spoken in self.languages

    def _passes_by(self, document: Document, span: Span) -> bool:
        """Whether a match stands in a quotation of its block, which this rule leaves alone."""
        block = document.block_at(span.start) if self.skip_quotations else None
        if block is None:
            return False
        from lint.quotations import quotations

        inside = Span(span.start - block.start, span.end - block.start)
        return any(quotation.contains(inside) for quotation in quotations(block.text))

    def but(self, **changes: object) -> Rule:
        """The same rule with other values. What nobody has asked of it is not made, as `dataclasses.replace` would."""
        rule = self.__class__.__new__(self.__class__)
        rule.__dict__.update(self.__dict__, **changes)
        return rule

    @property
    def safety(self) -> Safety | None:
        """What the rule's fix promises; None for a rule that only reports."""
        return self.fix.safety if self.fix else None


@dataclass(frozen=True)
class RuleSet:
    """Rules in the order of their folders and names, and what was wrong with the others."""

    rules: tuple[Rule, ...]
    problems: tuple[str, ...] = ()
    store: Store | None = None
    """Where what is made of all of them may be kept for later runs; its key changes with any of them."""

    def named(self, rule_id: str) -> Rule | None:
        """The rule of this name."""
        return next((rule for rule in self.rules if rule.id == rule_id), None)


PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
"""What a message may name: the groups of a pattern, and what the kind says of the match."""


def fill_in(template: str, values: dict[str, str], unknown: str | None = None) -> str:
    """A message with `{name}` replaced by what the match says; an unknown name stays, or becomes `unknown`."""
    return PLACEHOLDER.sub(lambda found: values.get(found[1], found[0] if unknown is None else unknown), template)
