"""Which files are checked: those named, and in folders those with a reader, without what git ignores."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator, Sequence
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from lint.patterns import Patterns, is_pattern, patterns
from lint.readers import has_reader

SKIPPED_FOLDERS = frozenset({".git", ".hg", ".svn", "node_modules", "__pycache__", ".venv"})

IGNORE = ".gitignore"
VENV = "pyvenv.cfg"
"""The file that every virtual environment of Python holds, whatever its folder is called."""


class Problem(NamedTuple):
    """Something that could not be done: where, and what to do. The run goes on and ends with 2."""

    where: str
    message: str

    def __str__(self) -> str:
        """`where: message`."""
        return f"{self.where}: {self.message}"


class Files:
    """Finds the files to check below paths."""

    def __init__(
        self,
        exclude: Sequence[str] = (),
        base: Path | None = None,
        force_exclude: bool = False,
        is_document: Callable[[str], bool] = has_reader,
    ) -> None:
        """`exclude` holds patterns that start from `base`; `force_exclude` applies them to named files too.

        `is_document` tells which files of a folder are checked.
        """
        self._problems = [Problem(line, "no pattern to exclude by") for line in exclude if not is_pattern(line)]
        self._exclude = [patterns(base or Path(), exclude)] if exclude else []
        self._force, self._is_document = force_exclude, is_document

    def find(self, paths: Sequence[str]) -> Iterator[str | Problem]:
        """The files, each once, sorted by name, a folder's files before its folders; or what is wrong with a path."""
        yield from self._problems
        if len(paths) == 1:
            yield from self._below(paths[0])
            return
        seen: set[str] = set()
        for path in paths:
            for found in self._below(path):
                if isinstance(found, Problem):
                    yield found
                elif (key := os.path.abspath(found)) not in seen:
                    seen.add(key)
                    yield found

    def _below(self, path: str) -> Iterator[str | Problem]:
        absolute = os.path.abspath(path)
        try:
            mode = os.stat(path).st_mode
            ignores = _ignores_above(Path(absolute)) if stat.S_ISDIR(mode) else []
        except OSError as error:
            yield Problem(path, reason(error))
            return
        if stat.S_ISDIR(mode):
            yield from self._walk("" if path == os.curdir else path, absolute, ignores)
        elif not stat.S_ISREG(mode):
            yield Problem(path, "not a regular file")
        elif not (self._force and _is_ignored(absolute, False, self._exclude)):
            yield path

    def _walk(self, shown: str, folder: str, ignores: list[Patterns]) -> Iterator[str | Problem]:
        """`shown` is the folder's name as the user wrote it; links are not followed, so nothing outside is reached.

        Names are put together as text: one `Path` a file would take longer than all the rest.
        """
        top = folder
        waiting = [(shown, folder, ignores)]
        while waiting:
            shown, folder, ignores = waiting.pop()
            try:
                entries = sorted(os.scandir(folder), key=attrgetter("name"))
                names = {entry.name for entry in entries}
                if VENV in names and folder != top:
                    continue
                if IGNORE in names:
                    ignores = [*ignores, *_ignores_in(Path(folder))]
            except OSError as error:
                yield Problem(shown or os.curdir, reason(error))
                continue
            below = []
            start, whole = os.path.join(shown, ""), os.path.join(folder, "")
            patterns = [*ignores, *self._exclude]
            for entry in entries:
                name = entry.name
                if entry.is_dir(follow_symlinks=False):
                    if name not in SKIPPED_FOLDERS and not _is_ignored(whole + name, True, patterns):
                        below.append((start + name, whole + name, ignores))
                elif (
                    self._is_document(start + name)
                    and entry.is_file(follow_symlinks=False)
                    and not _is_ignored(whole + name, False, patterns)
                ):
                    yield start + name
            waiting += reversed(below)


def _is_ignored(path: str, is_folder: bool, ignores: Sequence[Patterns]) -> bool:
    """Whether the last pattern that speaks of the path ignores it, as in git."""
    for ignore in reversed(ignores):
        verdict = ignore.say(path, is_folder)
        if verdict is not None:
            return verdict
    return False


def _ignores_above(folder: Path) -> list[Patterns]:
    """The .gitignore files between the root of the repository and the folder, itself left out."""
    chain = [folder, *folder.parents]
    root = next((at for at, parent in enumerate(chain) if (parent / ".git").exists()), None)
    if root is None:
        return []
    inside = [ignore for parent in reversed(chain[1 : root + 1]) for ignore in _ignores_in(parent)]
    return [*_read_ignore(chain[root], chain[root] / ".git" / "info" / "exclude"), *inside]


def _ignores_in(folder: Path) -> list[Patterns]:
    return _read_ignore(folder, folder / IGNORE)


def _read_ignore(base: Path, path: Path) -> list[Patterns]:
    try:
        return [patterns(base, path.read_text("utf-8-sig", "replace").split("\n"))] if path.is_file() else []
    except OSError as error:
        raise OSError(error.errno, f"{path.name}: {error.strerror}") from error


def reason(error: OSError) -> str:
    """What went wrong, in the system's words."""
    return (error.strerror or str(error)).lower()
