"""Kinds of rules: a document and options become matches. One file a kind, and one line in this table."""

from __future__ import annotations

from lint.kinds import (
    balance,
    credit,
    dangling,
    entity,
    gap,
    glued,
    hyphenation,
    links,
    mojibake,
    pairs,
    pattern,
    protect,
    repeat,
    suppression,
    truncated,
    variants,
)
from lint.kinds.base import BadOption, Finder, Kind, Setup

KINDS: dict[str, Kind] = {
    "balance": balance.KIND,
    "credit": credit.KIND,
    "dangling": dangling.KIND,
    "entity": entity.KIND,
    "gap": gap.KIND,
    "glued": glued.KIND,
    "hyphenation": hyphenation.KIND,
    "links": links.KIND,
    "mojibake": mojibake.KIND,
    "pairs": pairs.KIND,
    "pattern": pattern.KIND,
    "protect": protect.KIND,
    "repeat": repeat.KIND,
    "suppression": suppression.KIND,
    "truncated": truncated.KIND,
    "variants": variants.KIND,
}

__all__ = ["KINDS", "BadOption", "Finder", "Kind", "Setup"]
