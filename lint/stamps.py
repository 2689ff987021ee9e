"""What tells that a file has changed: its size, and when it was last written."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator
from functools import cache
from importlib.machinery import PathFinder

from lint import __version__

Stamp = tuple[str, int, int]
"""A path, a size in bytes, a time in nanoseconds."""
_PACKAGE = os.path.dirname(os.path.abspath(__file__))


def stamp(path: str | os.PathLike[str]) -> Stamp:
    """The stamp of a file; raises OSError."""
    status = os.stat(path)
    return os.fspath(path), status.st_size, status.st_mtime_ns


def content_stamp(path: str | os.PathLike[str]) -> tuple[str, str]:
    """What tells more surely that a small file has changed: its path, and a digest of what it holds.

    Raises OSError.
    """
    with open(path, "rb") as file:
        return os.fspath(path), hashlib.sha256(file.read()).hexdigest()


def stamps(folder: str | os.PathLike[str], *suffixes: str) -> list[Stamp]:
    """The stamps of the files in and below a folder whose names end in one of some ways, in a fixed order."""
    return sorted(_below(os.fspath(folder), suffixes))


def _below(folder: str, suffixes: tuple[str, ...]) -> Iterator[Stamp]:
    waiting = [folder]
    while waiting:
        try:
            entries = list(os.scandir(waiting.pop()))
        except OSError:  # what cannot be read changes nothing
            continue
        for entry in entries:
            if entry.name.endswith(suffixes):
                status = entry.stat()
                yield entry.path, status.st_size, status.st_mtime_ns
            elif entry.is_dir(follow_symlinks=False):
                waiting.append(entry.path)


@cache
def program() -> tuple[object, ...]:
    """What distinguishes this program from another version of it: its own code, Python, and `regex`."""
    return (__version__, sys.version, sys.byteorder, stamps(_PACKAGE, ".py"), _regex())


def _regex() -> list[Stamp] | str:
    """The installed version of `regex`, without importing it where that can be avoided."""
    found = PathFinder.find_spec("regex")
    if found and found.submodule_search_locations:
        return stamps(found.submodule_search_locations[0], ".py", ".so", ".pyd")
    import regex

    return regex.__version__
