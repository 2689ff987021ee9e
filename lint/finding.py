"""What a check says: where, what, and how to mend it."""

from __future__ import annotations

import enum
import hashlib
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from lint.text import Span


class Severity(str, enum.Enum):
    """How much a finding matters, least first."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"

    def reaches(self, least: Severity) -> bool:
        """Whether it matters as much as `least`, or more."""
        order = list(Severity)
        return order.index(self) >= order.index(least)


class Credits(str, enum.Enum):
    """What becomes of sign-offs, bylines and credits: nothing, a report, or what their rules' fixes do."""

    KEEP = "keep"
    REPORT = "report"
    STRIP = "strip"


class Safety(str, enum.Enum):
    """What a fix promises: see docs/safety.md. Only `safe` and `unsafe` are ever applied."""

    SAFE = "safe"
    UNSAFE = "unsafe"
    MANUAL = "manual"


class Category(str, enum.Enum):
    """The sort of defect; the names are part of the JSON interface."""

    DUPLICATE = "duplicate"
    TRUNCATED = "truncated"
    MISSING_WORD = "missing-word"
    CREDIT = "credit"
    BOILERPLATE = "boilerplate"
    WIRE = "wire"
    MARKUP = "markup"
    ENCODING = "encoding"
    WHITESPACE = "whitespace"
    DOUBLED_WORD = "doubled-word"
    ATTRIBUTION = "attribution"
    QUOTES = "quotes"
    GLUED = "glued"
    DROPPED_EMBED = "dropped-embed"
    HYPHENATION = "hyphenation"
    PLACEHOLDER = "placeholder"
    CONSISTENCY = "consistency"


class Edit(NamedTuple):
    """Replace the code points from `start` to `end`; equal ones insert."""

    start: int
    end: int
    replacement: str

    @property
    def span(self) -> Span:
        """What the edit replaces."""
        return Span(self.start, self.end)


class Related(NamedTuple):
    """Another place that a finding speaks of, such as the copy that stays."""

    span: Span
    message: str


@dataclass(frozen=True, slots=True)
class Match:
    """What a kind of rule finds, before the rule gives it a name and a message."""

    span: Span
    edits: tuple[Edit, ...] = ()
    related: tuple[Related, ...] = ()
    values: dict[str, str] = field(default_factory=dict)
    """What the rule's message and fix summary may name in braces."""
    evidence: bool = False
    """Whether the text of the span is what shows the defect, so that no other fix may change it."""


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits that belong together, in order and apart, and what they promise."""

    safety: Safety
    summary: str
    edits: tuple[Edit, ...]

    @property
    def span(self) -> Span:
        """From the first edit's start to the last one's end."""
        return Span(self.edits[0].start, self.edits[-1].end)


@dataclass(frozen=True, slots=True)
class Finding:
    """A defect at its exact place. Offsets are code points in the source."""

    rule: str
    category: Category
    severity: Severity
    message: str
    span: Span
    fix: Fix | None = None
    related: tuple[Related, ...] = ()
    evidence: bool = False
    fingerprint: str = ""


def by_hand(finding: Finding, why: str) -> Finding:
    """The finding with its fix made a mere suggestion."""
    if finding.fix is None:
        return finding
    return replace(finding, fix=Fix(Safety.MANUAL, f"{finding.fix.summary} ({why})", ()))


def fingerprint(rule: str, text: str, ordinal: int) -> str:
    """A name for a finding that survives edits elsewhere: by content and not by line.

    `ordinal` counts the equal texts of one rule in a file, from 0.
    """
    key = f"{rule}\0{' '.join(text.split())}\0{ordinal}".encode("utf-8", "surrogatepass")
    return hashlib.sha256(key).hexdigest()[:16]
