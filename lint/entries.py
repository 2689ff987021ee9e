"""The configuration's suppressions: which files each speaks of, and which of them nothing needed."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from lint.patterns import Patterns, patterns
from lint.suppression.entries import Entry

if TYPE_CHECKING:
    from lint.suppression.uses import Uses
    from lint.yamltree import Node, Place

_WILDCARD = re.compile(r"(?<!\\)[*?\[]")
_ESCAPED = re.compile(r"\\(.)")


@dataclass(frozen=True, kw_only=True)
class EntryKeys:
    """What is meant to stand in some files, and is not reported."""

    rule: tuple[str, ...] = field(
        metadata={"doc": "The rules, categories or packs whose findings are meant, or `all`."}
    )
    path: tuple[str, ...] = field(
        default=(), metadata={"doc": "Which files, by patterns as in a .gitignore file; all, where it is left out."}
    )
    text: str = field(
        default="",
        metadata={"doc": "The text that is found, or a part of it, or more around it; any, where it is left out."},
    )
    reason: str = field(default="", metadata={"doc": "Why it is meant; for people."})


class FileEntry(NamedTuple):
    """An entry, the files that it speaks of, and where it stands."""

    entry: Entry
    files: Patterns | None
    place: Place
    names: tuple[tuple[str, Place], ...]
    """The names that it suppresses, each with its place."""

    def speaks_of(self, path: str) -> bool:
        """Whether it may suppress something in a file."""
        return self.files is None or self.files.match(path)


def file_entries(folder: Path, node: Node | None, all_keys: Sequence[EntryKeys]) -> tuple[FileEntry, ...]:
    """The entries under the key `suppress`, whose patterns start from `folder`; raises YamlError."""
    nodes = [] if node is None else node.items if node.items is not None else [node]
    return tuple(
        _file_entry(folder, index, item, keys) for index, (item, keys) in enumerate(zip(nodes, all_keys, strict=True))
    )


def _file_entry(folder: Path, index: int, node: Node, keys: EntryKeys) -> FileEntry:
    assert node.entries is not None
    for key in ("rule", "path", "text"):
        said = node.entries.get(key)
        if said and not any(item.text and item.text.strip() for item in _items(said[1])):
            hint = "name a rule, a category, a pack, or `all`" if key == "rule" else "leave the key out to mean any"
            from lint.yamltree import YamlError

            raise YamlError(said[1].place, f"{key!r} is empty", hint)
    names = tuple((item.text or "", item.place) for item in _items(node.entries["rule"][1]))
    files = patterns(folder, keys.path) if keys.path else None
    return FileEntry(Entry(index, keys.rule, " ".join(keys.text.split())), files, node.place, names)


def _items(node: Node) -> Iterable[Node]:
    return [node] if node.items is None else node.items


class Ledger:
    """What a run says of the entries, file by file."""

    def __init__(self, entries: Sequence[FileEntry], folders: Iterable[Path]) -> None:
        """`folders` are those of which every file is checked."""
        self._entries = entries
        self._folders = {Path(os.path.abspath(folder)) for folder in folders}
        self._checked: set[Path] = set()
        self._used: set[int] = set()
        self._idle: set[int] = set()
        self._unknown: set[int] = set()

    def add(self, path: str, uses: Uses) -> None:
        """Take down what one file needed."""
        if not self._entries:
            return
        self._checked.add(Path(os.path.abspath(path)))
        self._used |= uses.used
        self._idle |= uses.idle
        for file_entry in self._entries:
            index = file_entry.entry.index
            if index not in uses.used | uses.idle and file_entry.speaks_of(path):
                self._unknown.add(index)

    def unused(self) -> Iterator[FileEntry]:
        """The entries that nothing needed, where all was checked that they speak of."""
        for file_entry in self._entries:
            index = file_entry.entry.index
            if index in self._idle and index not in self._used | self._unknown and self._is_covered(file_entry):
                yield file_entry

    def gone(self) -> Iterator[FileEntry]:
        """The entries for files that are there no more, in folders that are."""
        for file_entry in self._entries:
            places = list(_places(file_entry.files)) if file_entry.files else []
            if places and not any(map(os.path.lexists, places)) and self._is_covered(file_entry):
                yield file_entry

    def _is_covered(self, file_entry: FileEntry) -> bool:
        """Whether no file that the entry speaks of can have been left out."""
        if file_entry.files is None:
            return self._holds(Path(os.path.abspath(file_entry.place.path)).parent)
        return all(map(self._holds, _places(file_entry.files)))

    def _holds(self, path: Path) -> bool:
        return path in self._checked or not self._folders.isdisjoint((path, *path.parents))


def _places(files: Patterns) -> Iterator[Path]:
    """The file or folder in which all that each pattern matches must stand."""
    for line in files.lines:
        parts = line.strip().strip("/").split("/")
        if line.startswith(("!", "#")) or not line.strip():
            continue
        if "/" not in line.rstrip().rstrip("/"):  # it matches at any depth
            yield files.base
            continue
        wild = next((at for at, part in enumerate(parts) if _WILDCARD.search(part)), len(parts))
        yield files.base.joinpath(*(_ESCAPED.sub(r"\1", part) for part in parts[:wild]))
