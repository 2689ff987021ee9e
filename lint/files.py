"""Which files are checked: those named, and in folders those with a reader, without what git ignores."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from lint import records
from lint.readers import SUFFIXES

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

SKIPPED_FOLDERS = frozenset({".git", ".hg", ".svn", "node_modules", "__pycache__", ".venv"})

VENV = "pyvenv.cfg"
"""The file that every virtual environment of Python holds, whatever its folder is called."""


@dataclass(frozen=True)
class Problem:
    """Something that could not be done: where, and what to do. The run goes on and ends with 2."""

    where: str
    message: str

    def __str__(self) -> str:
        """`where: message`."""
        return f"{self.where}: {self.message}"


@dataclass(frozen=True)
class _Ignore:
    """Patterns in the manner of .gitignore, and the folder they start from."""

    base: Path
    spec: GitIgnoreSpec

    def says(self, path: Path, is_folder: bool) -> bool | None:
        """True: ignored; False: taken back by `!`; None: no pattern speaks of the path."""
        try:
            relative = path.relative_to(self.base).as_posix()
        except ValueError:
            return None
        return self.spec.check_file(relative + "/" * is_folder).include


class Files:
    """Finds the files to check below paths."""

    def __init__(
        self,
        exclude: Sequence[str] = (),
        base: Path | None = None,
        force_exclude: bool = False,
        with_records: bool = False,
    ) -> None:
        """`exclude` holds patterns that start from `base`; `force_exclude` applies them to named files too.

        `with_records`: whether files of records are found in folders as well.
        """
        self._problems = [Problem(line, "no pattern to exclude by") for line in exclude if not _is_pattern(line)]
        self._exclude = [_ignore(Path(os.path.abspath(base or os.curdir)), exclude)] if exclude else []
        self._force, self._with_records = force_exclude, with_records

    def find(self, paths: Sequence[str]) -> Iterator[str | Problem]:
        """The files, each once, sorted by name, a folder's files before its folders; or what is wrong with a path."""
        yield from self._problems
        seen: set[str] = set()
        for path in paths:
            for found in self._below(path):
                if isinstance(found, Problem):
                    yield found
                elif (key := os.path.abspath(found)) not in seen:
                    seen.add(key)
                    yield found

    def _below(self, path: str) -> Iterator[str | Problem]:
        absolute = Path(os.path.abspath(path))
        try:
            mode = os.stat(path).st_mode
            ignores = _ignores_above(absolute) if stat.S_ISDIR(mode) else []
        except OSError as error:
            yield Problem(path, reason(error))
            return
        if stat.S_ISDIR(mode):
            yield from self._walk("" if path == os.curdir else path, absolute, ignores)
        elif not stat.S_ISREG(mode):
            yield Problem(path, "not a regular file")
        elif not (self._force and _is_ignored(absolute, False, self._exclude)):
            yield path

    def _walk(self, shown: str, folder: Path, ignores: list[_Ignore]) -> Iterator[str | Problem]:
        """`shown` is the folder's name as the user wrote it; links are not followed, so nothing outside is reached."""
        waiting = [(shown, folder, ignores)]
        while waiting:
            shown, folder, ignores = waiting.pop()
            try:
                entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
                ignores = [*ignores, *_ignores_in(folder)]
            except OSError as error:
                yield Problem(shown or os.curdir, reason(error))
                continue
            below = []
            for entry in entries:
                is_folder = entry.is_dir(follow_symlinks=False)
                if _is_ignored(folder / entry.name, is_folder, [*ignores, *self._exclude]):
                    continue
                name = os.path.join(shown, entry.name)
                if is_folder and entry.name not in SKIPPED_FOLDERS and not (folder / entry.name / VENV).exists():
                    below.append((name, folder / entry.name, ignores))
                elif self._has_reader(entry.name) and entry.is_file(follow_symlinks=False):
                    yield name
            waiting += reversed(below)

    def _has_reader(self, name: str) -> bool:
        if PurePath(name).suffix.lower() in SUFFIXES:
            return True
        return self._with_records and records.format_of(name) is not None


def _is_ignored(path: Path, is_folder: bool, ignores: Sequence[_Ignore]) -> bool:
    """Whether the last pattern that speaks of the path ignores it, as in git."""
    for ignore in reversed(ignores):
        verdict = ignore.says(path, is_folder)
        if verdict is not None:
            return verdict
    return False


def _ignores_above(folder: Path) -> list[_Ignore]:
    """The .gitignore files between the root of the repository and the folder, itself left out."""
    chain = [folder, *folder.parents]
    root = next((at for at, parent in enumerate(chain) if (parent / ".git").exists()), None)
    if root is None:
        return []
    inside = [ignore for parent in reversed(chain[1 : root + 1]) for ignore in _ignores_in(parent)]
    return [*_read_ignore(chain[root], chain[root] / ".git" / "info" / "exclude"), *inside]


def _ignores_in(folder: Path) -> list[_Ignore]:
    return _read_ignore(folder, folder / ".gitignore")


def _read_ignore(base: Path, path: Path) -> list[_Ignore]:
    try:
        return [_ignore(base, path.read_text("utf-8-sig", "replace").split("\n"))] if path.is_file() else []
    except OSError as error:
        raise OSError(error.errno, f"{path.name}: {error.strerror}") from error


def _ignore(base: Path, lines: Sequence[str]) -> _Ignore:
    from pathspec import GitIgnoreSpec

    try:
        return _Ignore(base, GitIgnoreSpec.from_lines(lines))
    except (ValueError, re.error):  # git passes over a pattern that it cannot read
        return _Ignore(base, GitIgnoreSpec.from_lines([line for line in lines if _is_pattern(line)]))


def _is_pattern(line: str) -> bool:
    from pathspec import GitIgnoreSpec

    try:
        GitIgnoreSpec.from_lines([line])
    except (ValueError, re.error):
        return False
    return True


def reason(error: OSError) -> str:
    """What went wrong, in the system's words."""
    return (error.strerror or str(error)).lower()
