"""An example inside a rule."""

from __future__ import annotations

from dataclasses import dataclass, field

from lint.document import PLAIN
from lint.readers import TEXT_FORMATS


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
