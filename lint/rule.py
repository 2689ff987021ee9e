"""A rule: what its YAML says, typed, with a checker ready to run."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import regex

from lint.document import PLAIN, Document
from lint.finding import Category, Match, Safety, Severity
from lint.kinds.base import Finder
from lint.languages import Languages
from lint.places import EVERYWHERE, Places
from lint.quotations import quotations
from lint.readers import TEXT_FORMATS
from lint.text import Span
from lint.yamltree import Node, Place

PROTECT = "protect"
"""The kind whose matches no fix may touch, and which reports nothing."""


class Credits(str, enum.Enum):
    """What becomes of sign-offs, bylines and credits: nothing, a report, or what their rules' fixes do."""

    KEEP = "keep"
    REPORT = "report"
    STRIP = "strip"


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
class Example:
    """A text, and what must come of it: the rule's test, its documentation and its licence to edit."""

    bad: str | None = field(default=None, metadata={"doc": "A text with the defect."})
    good: str | None = field(default=None, metadata={"doc": "What the fix makes of `bad`."})
    found: tuple[str, ...] = field(
        default=(), metadata={"doc": "The exact texts that are found in `bad`; any, where it is left out."}
    )
    ok: str | None = field(default=None, metadata={"doc": "A text that looks like the defect and is none."})
    protects: str | None = field(default=None, metadata={"doc": "A text in which a rule of kind `protect` holds."})
    format: str = field(default=PLAIN, metadata={"doc": "The format of the texts: " + ", ".join(TEXT_FORMATS) + "."})

    @property
    def text(self) -> str:
        """The text to check."""
        return next(text for text in (self.bad, self.ok, self.protects) if text is not None)


@dataclass(frozen=True)
class RuleFile:
    """The keys of a rule's YAML file."""

    id: str = field(metadata={"doc": "The rule's name: small letters, digits and hyphens."})
    kind: str = field(metadata={"doc": "The kind of rule, which says what `options` and `fix` may hold."})
    category: Category = field(metadata={"doc": "The sort of defect."})
    message: str = field(metadata={"doc": "What is wrong, in a sentence; may name {text} and the pattern's groups."})
    why: str = field(metadata={"doc": "How the defect comes about, and why it matters."})
    severity: Severity = field(default=Severity.WARNING, metadata={"doc": "info, warning or error."})
    options: Node | None = field(default=None, metadata={"doc": "The options of the kind."})
    fix: FixSpec | None = field(
        default=None, metadata={"doc": "How to mend the defect; without it, it is only reported."}
    )
    examples: tuple[Example, ...] = field(default=(), metadata={"doc": "Two bad and two ok at least."})
    source: str = field(default="", metadata={"doc": "Where the convention behind the rule is written down or seen."})
    enabled: bool = field(default=True, metadata={"doc": "Whether the rule runs without being asked for."})
    languages: tuple[str, ...] = field(
        default=(), metadata={"doc": "The languages that it is for, such as `en`; any, where none is named."}
    )
    formats: tuple[str, ...] = field(
        default=(), metadata={"doc": "The formats that it is for, such as `plain`; any, where none is named."}
    )
    skip_quotations: bool = field(
        default=False,
        metadata={"doc": "Whether what stands in quotation marks is left alone: people may say what no editor would."},
    )
    attribution: bool = field(
        default=False,
        metadata={
            "doc": "Whether it finds those who made the work: `credits` of the configuration says what becomes of them."
        },
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
    checker: Finder
    recogniser: Languages

    def find(self, document: Document, places: Places = EVERYWHERE) -> Iterator[Match]:
        """The matches in a document of its formats, where its language is spoken or none is told; see Finder.find."""
        if self.formats and document.format not in self.formats:
            return
        if not self.languages and not self.skip_quotations:
            yield from self.checker.find(document, places)
            return
        for match in list(
            self.checker.find(document, places)
        ):  # at once: the time of what follows is not the checker's
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
        inside = Span(span.start - block.start, span.end - block.start)
        return any(quotation.contains(inside) for quotation in quotations(block.text))

    @property
    def safety(self) -> Safety | None:
        """What the rule's fix promises; None for a rule that only reports."""
        return self.fix.safety if self.fix else None


PLACEHOLDER = regex.compile(r"\{([a-z_]+)\}")
"""What a message may name: the groups of a pattern, and what the kind says of the match."""


def fill_in(template: str, values: dict[str, str], unknown: str | None = None) -> str:
    """A message with `{name}` replaced by what the match says; an unknown name stays, or becomes `unknown`."""
    return PLACEHOLDER.sub(lambda found: values.get(found[1], found[0] if unknown is None else unknown), template)
