"""Write docs/reference.md: every kind of rule, its options and actions, and the keys of the configuration file.

    python scripts/make_reference.py

A test holds that the page is what this script writes.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lint.config import ConfigFile
from lint.entries import EntryKeys
from lint.example import Example
from lint.kinds import KINDS
from lint.rule import FixSpec
from lint.rulefile import RuleFile
from lint.typed import describe, type_hints

TARGET = Path(__file__).parent.parent / "docs" / "reference.md"


def reference() -> str:
    """The whole page."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# Reference"
    yield ""
    yield "Made by `python scripts/make_reference.py` from the code that reads these files: do not edit."
    yield ""
    yield "## Keys of a rule"
    yield from _table(RuleFile)
    yield "### Keys of `fix`"
    yield from _table(FixSpec)
    yield "### Keys of an example"
    yield from _table(Example)
    yield "## Kinds of rules"
    yield ""
    for name, kind in sorted(KINDS.items()):
        yield f"### `{name}`"
        yield ""
        yield kind.summary
        yield from _table(kind.options)
        if kind.actions:
            yield "| action of `fix` | what it does |"
            yield "| --- | --- |"
            yield from (f"| `{action}` | {_cell(doc)} |" for action, doc in kind.actions.items())
            yield ""
    yield "## Keys of `.copydesk.yaml`"
    yield from _table(ConfigFile)
    yield "### Keys of an entry of `suppress`"
    yield from _table(EntryKeys)


def _table(cls: type[Any]) -> Iterator[str]:
    hints = type_hints(cls)
    yield ""
    yield "| key | takes | default | meaning |"
    yield "| --- | --- | --- | --- |"
    for field in dataclasses.fields(cls):
        doc = _cell(field.metadata.get("doc", ""))
        yield f"| `{field.name}` | {_cell(describe(hints[field.name]))} | {_default(field)} | {doc} |"
    yield ""


def _default(field: dataclasses.Field[Any]) -> str:
    if field.default is dataclasses.MISSING:
        return "" if field.default_factory is not dataclasses.MISSING else "*required*"
    value = getattr(field.default, "value", field.default)
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    return f"`{value}`" if value not in (None, "", (), 0) else ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    TARGET.write_text(reference(), encoding="utf-8", newline="\n")
