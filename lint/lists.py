"""Named lists of words and phrases, one entry a line: the data that rules and readers share."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from lint.stamps import Stamp, content_stamp, digest, program, stamp
from lint.store import Store

_INSTALLED = Path(__file__).with_name("_rules")  # where the wheel carries rules/; a checkout has them beside lint/
SHIPPED_RULES = _INSTALLED if _INSTALLED.is_dir() else Path(__file__).parent.parent / "rules"
FOLDER = "lists"
_LARGE_BYTES = 100_000
"""So large is a list that takes longer to split into words than to read as a set."""


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
        return read_list(self._path(name))

    def stamp(self, name: str) -> Stamp:
        """What is another where the list's entries are; raises UnknownList."""
        path = self._path(name)
        return stamp(path) if path.parent.parent == SHIPPED_RULES else content_stamp(path)

    def _path(self, name: str) -> Path:
        for folder in reversed(self.folders):
            path = folder / FOLDER / f"{name}.txt"
            if path.is_file():
                return path
        from difflib import get_close_matches

        near = get_close_matches(name, self.names(), n=1, cutoff=0.6)
        raise UnknownList(f"there is no list {name!r}" + (f"; did you mean {near[0]!r}?" if near else ""))

    def names(self) -> list[str]:
        """The names of all lists."""
        return sorted({path.stem for folder in self.folders for path in (folder / FOLDER).glob("*.txt")})


shipped = Lists(SHIPPED_RULES)


@cache
def word_set(name: str) -> frozenset[str]:
    """A shipped list as a set, in lower case."""
    path = SHIPPED_RULES / FOLDER / f"{name}.txt"
    if path.stat().st_size < _LARGE_BYTES:
        return _read_set(path)
    store, kept_as = Store(program()), f"words-{digest(stamp(path)).hex()}"
    words = store.read(kept_as)
    if isinstance(words, frozenset):
        return words
    made = _read_set(path)
    store.write(kept_as, made)
    return made


def _read_set(path: Path) -> frozenset[str]:
    return frozenset(entry.lower() for entry in read_list(path))


def is_word(text: str | None) -> bool:
    """Whether the text is a word of the English list, as it stands or in small letters, possessive or not."""
    if not text:
        return False
    if text.endswith(_POSSESSIVE):
        text = text[:-2] if text[-1] == "s" else text[:-1]
    return text.lower() in word_set("english")


_POSSESSIVE = ("'", "’", "'s", "’s")
