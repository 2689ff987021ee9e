"""The files that decide what is found: rules, their lists, and the program itself."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator, Sequence
from importlib.machinery import PathFinder
from pathlib import Path

from lint import __version__
from lint.lists import FOLDER, SHIPPED_RULES

_PACKAGE = os.path.dirname(os.path.abspath(__file__))
_LIBRARIES = ("regex", "ftfy", "pyromark")
"""Of which another version may find something else."""
_OF_RULES = (".yaml", ".yml", ".txt")
KEY_BYTES = 20


def rule_sources(folders: Sequence[Path]) -> Iterator[str]:
    """The files of the shipped rules and of those in `folders`, some of which may be single files, and their lists."""
    for place in (SHIPPED_RULES, *folders):
        if place.is_dir():
            yield from sorted(_files_below(str(place), _OF_RULES))
        else:
            yield str(place)
            yield from sorted(_files_below(str(place.parent / FOLDER), _OF_RULES))


def rules_key(folders: Sequence[Path]) -> bytes:
    """A digest of everything but texts and settings that decides what is found, Python and its libraries among it.

    Of files it is their sizes and times, so that none is read.
    """
    libraries = (PathFinder.find_spec(name) for name in _LIBRARIES)
    program = [*sorted(_files_below(_PACKAGE, (".py",))), *(found.origin for found in libraries if found)]
    stamps = [_stamp(path) for path in (*program, *rule_sources(folders)) if path]
    return digest(__version__, sys.version, stamps)


def digest(*parts: object) -> bytes:
    """A name for things by what they look like."""
    return hashlib.blake2b(repr(parts).encode("utf-8", "surrogatepass"), digest_size=KEY_BYTES).digest()


def _files_below(folder: str, suffixes: tuple[str, ...]) -> Iterator[str]:
    waiting = [folder]
    while waiting:
        try:
            entries = list(os.scandir(waiting.pop()))
        except OSError:  # whoever reads it says so
            continue
        for entry in entries:
            if entry.name.endswith(suffixes):
                yield entry.path
            elif entry.is_dir(follow_symlinks=False):
                waiting.append(entry.path)


def _stamp(path: str) -> tuple[object, ...]:
    try:
        status = os.stat(path)
    except OSError:
        return (path,)
    return path, status.st_size, status.st_mtime_ns, status.st_ctime_ns
