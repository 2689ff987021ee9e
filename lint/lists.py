"""Named lists of words and phrases, one entry a line: the data that rules and readers share."""

from __future__ import annotations

import difflib
from functools import cache
from pathlib import Path

_INSTALLED = Path(__file__).with_name("_rules")  # where the wheel carries rules/; a checkout has them beside lint/
SHIPPED_RULES = _INSTALLED if _INSTALLED.is_dir() else Path(__file__).parent.parent / "rules"
FOLDER = "lists"


class UnknownList(LookupError):
    """No folder has a list of this name; the message names one that is like it."""


@cache
def read_list(path: Path) -> tuple[str, ...]:
    """The entries of a list file: a line each, without blank lines and lines that begin with `#`."""
    lines = path.read_text("utf-8").splitlines()
    return tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))


class Lists:
    """The lists of some rule folders. A later folder's list replaces one of the same name."""

    def __init__(self, *folders: Path) -> None:
        """`folders` hold rules, and lists in a folder `lists` inside."""
        self.folders = folders

    def get(self, name: str) -> tuple[str, ...]:
        """The entries of a list, in the file's order; raises UnknownList."""
        for folder in reversed(self.folders):
            path = folder / FOLDER / f"{name}.txt"
            if path.is_file():
                return read_list(path)
        near = difflib.get_close_matches(name, self.names(), n=1, cutoff=0.6)
        raise UnknownList(f"there is no list {name!r}" + (f"; did you mean {near[0]!r}?" if near else ""))

    def names(self) -> list[str]:
        """The names of all lists."""
        return sorted({path.stem for folder in self.folders for path in (folder / FOLDER).glob("*.txt")})


shipped = Lists(SHIPPED_RULES)


@cache
def word_set(name: str) -> frozenset[str]:
    """A shipped list as a set, in lower case."""
    return frozenset(entry.lower() for entry in shipped.get(name))
