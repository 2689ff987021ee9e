"""The files that decide what is found: rules and their lists."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from lint.lists import FOLDER, SHIPPED_RULES, Lists
from lint.stamps import content_stamp, digest, files_below, program, stamp

_SUFFIXES = (".yaml", ".yml")
_OF_RULES = (*_SUFFIXES, ".txt")


def rule_files(place: Path) -> Iterator[tuple[Path, str]]:
    """The rule files in a folder (or the file itself), sorted, each with its pack: the folder it stands in."""
    if not place.is_dir():
        yield place, place.absolute().parent.name
        return
    for path in sorted(_rules_below(place)):
        yield path, path.absolute().parent.name


def _rules_below(place: Path) -> Iterator[Path]:
    for folder, folders, files in os.walk(place):
        yield from (Path(folder, name) for name in files + folders if _is_rule(name))
        folders[:] = [name for name in folders if name != FOLDER]


def _is_rule(name: str) -> bool:
    return os.path.splitext(name)[1] in _SUFFIXES and not name.startswith(".")


def lists_of(folders: Sequence[Path]) -> Lists:
    """The lists that rules of some folders (or single files) may name, beside those of the shipped rules."""
    return Lists(SHIPPED_RULES, *(folder if folder.is_dir() else folder.parent for folder in folders))


def rule_sources(folders: Sequence[Path]) -> Iterator[str]:
    """The files of the shipped rules and of those in `folders`, some of which may be single files, and their lists."""
    for place in (SHIPPED_RULES, *folders):
        yield from _sources_in(place)


def _sources_in(place: Path) -> list[str]:
    if place.is_dir():
        return sorted(files_below(str(place), _OF_RULES))
    return [str(place), *sorted(files_below(str(place.parent / FOLDER), _OF_RULES))]


def rules_key(folders: Sequence[Path]) -> bytes:
    """A digest of everything but texts and settings that decides what is found, this program among it.

    Of shipped files it is their sizes and times, so that none is read; of the user's own ones, which are few and may
    be written twice in a moment, it is what they hold.
    """
    shipped = [stamp(path) for path in _sources_in(SHIPPED_RULES)]
    own = [content_stamp(path) for place in folders for path in _sources_in(place)]
    return digest(program(), shipped, own)
