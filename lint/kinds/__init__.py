"""Kinds of rules: a document and options become matches. One file a kind, and one line in this table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lint.kinds.base import Kind


PROTECT = "protect"
"""The kind whose matches no fix may touch, and which reports nothing."""

SUPPRESSION = "suppression"
"""The kind that says what is wrong with suppressions themselves."""


class _Kinds(Mapping[str, "Kind"]):
    """Kinds by name. The module of one is imported when it is asked for: a text needs few of them."""

    def __init__(self, modules: dict[str, str]) -> None:
        self._modules = modules

    def __getitem__(self, name: str) -> Kind:
        kind: Kind = import_module(self._modules[name]).KIND
        return kind

    def __iter__(self) -> Iterator[str]:
        return iter(self._modules)

    def __len__(self) -> int:
        return len(self._modules)


KINDS: Mapping[str, Kind] = _Kinds(
    {
        "balance": "lint.kinds.balance",
        "credit": "lint.kinds.credit",
        "dangling": "lint.kinds.dangling",
        "entity": "lint.kinds.entity",
        "gap": "lint.kinds.gap",
        "glued": "lint.kinds.glued",
        "hyphenation": "lint.kinds.hyphenation",
        "links": "lint.kinds.links",
        "mojibake": "lint.kinds.mojibake",
        "pairs": "lint.kinds.pairs",
        "pattern": "lint.kinds.pattern",
        PROTECT: "lint.kinds.protect",
        "repeat": "lint.kinds.repeat",
        SUPPRESSION: "lint.kinds.suppression",
        "truncated": "lint.kinds.truncated",
        "variants": "lint.kinds.variants",
    }
)
