"""Patterns of paths, as git reads them in a .gitignore file."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec


@dataclass(frozen=True)
class Patterns:
    """Patterns, and the folder that they start from."""

    base: Path
    lines: tuple[str, ...]

    @cached_property
    def _spec(self) -> GitIgnoreSpec:
        try:
            return _compiled(self.lines)
        except (ValueError, re.error):
            return _compiled([line for line in self.lines if is_pattern(line)])

    @cached_property
    def _start(self) -> str:
        """How every path below the base begins."""
        return os.path.normcase(os.path.join(self.base, ""))

    def say(self, path: str, is_folder: bool = False) -> bool | None:
        """What they say of a path that is absolute and normal.

        True: matched; False: taken back by `!`; None: no pattern speaks of the path, or it is not below the base.
        """
        if not os.path.normcase(path).startswith(self._start):
            return None
        relative = path[len(self._start) :].replace(os.sep, "/")
        return self._spec.check_file(relative + "/" * is_folder).include

    def match(self, path: str) -> bool:
        """Whether they match a file, from the working folder, by its own name or by a folder it stands in."""
        return bool(self.say(os.path.abspath(path)))


def patterns(base: Path, lines: Iterable[str]) -> Patterns:
    """Patterns that start from `base`; those that git could not read say nothing."""
    return Patterns(Path(os.path.abspath(base)), tuple(lines))


def is_pattern(line: str) -> bool:
    """Whether git could read the line."""
    try:
        _compiled([line])
    except (ValueError, re.error):
        return False
    return True


def _compiled(lines: Sequence[str]) -> GitIgnoreSpec:
    """The patterns; raises ValueError or re.error.

    Each is a regular expression of its own: a database for all of them, which `pathspec` builds where it can, takes
    longer to make than most folders to walk.
    """
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines(lines, backend="simple")
