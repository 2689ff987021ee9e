"""Kinds of rules: a document and options become matches. One file a kind, and one line in this table."""

from __future__ import annotations

from lint.kinds import pattern, protect, repeat
from lint.kinds.base import BadOption, Checker, Kind, Setup

KINDS: dict[str, Kind] = {
    "pattern": pattern.KIND,
    "protect": protect.KIND,
    "repeat": repeat.KIND,
}

__all__ = ["KINDS", "BadOption", "Checker", "Kind", "Setup"]
