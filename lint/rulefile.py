"""What a rule's YAML file may say: the keys, their types and their documentation."""

from __future__ import annotations

from dataclasses import dataclass, field

from lint.example import Example
from lint.finding import Category, Severity
from lint.rule import FixSpec
from lint.yamltree import Node


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
