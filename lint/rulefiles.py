"""Which files a rule can come from: those of rules, and the lists beside them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from lint.lists import FOLDER as LISTS
from lint.lists import SHIPPED_RULES, Lists

SUFFIXES = (".yaml", ".yml")


def rule_files(place: Path) -> Iterator[tuple[Path, str]]:
    """The rule files in a folder (or the file itself), sorted, each with its pack: the folder it stands in."""
    if not place.is_dir():
        yield place, place.absolute().parent.name
        return
    for path in sorted(_below(place)):
        yield path, path.absolute().parent.name


def _below(place: Path) -> Iterator[Path]:
    for folder, folders, files in os.walk(place):
        yield from (Path(folder, name) for name in files + folders if _is_rule(name))
        folders[:] = [name for name in folders if name != LISTS]


def _is_rule(name: str) -> bool:
    return os.path.splitext(name)[1] in SUFFIXES and not name.startswith(".")


def lists_of(folders: Sequence[Path]) -> Lists:
    """The lists that rules of some folders (or single files) may name, beside the shipped rules."""
    return Lists(SHIPPED_RULES, *(folder if folder.is_dir() else folder.parent for folder in folders))
