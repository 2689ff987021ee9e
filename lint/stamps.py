"""What tells that a file has changed without reading it: its size, and when it was last written."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator
from functools import cache
from importlib.machinery import PathFinder

from lint import __version__

Stamp = tuple[str | int, ...]
"""A path, and what the system says of its file; only the path, where it says nothing."""
KEY_BYTES = 20
_PACKAGE = os.path.dirname(os.path.abspath(__file__))
_LARGEST_READ = 1_000_000
_COMPILED = "__pycache__"
_LIBRARIES = ("regex", "ftfy", "pyromark")
"""Of which another version may find something else."""


def digest(*parts: object) -> bytes:
    """A name for things by what they look like."""
    return hashlib.blake2b(repr(parts).encode("utf-8", "surrogatepass"), digest_size=KEY_BYTES).digest()


def stamp(path: str | os.PathLike[str]) -> Stamp:
    """The stamp of a file."""
    try:
        status = os.stat(path)
    except OSError:
        return (os.fspath(path),)
    return os.fspath(path), status.st_size, status.st_mtime_ns, status.st_ctime_ns


def content_stamp(path: str | os.PathLike[str]) -> Stamp:
    """What tells more surely that a small file has changed: its stamp, and a digest of what it holds."""
    known = stamp(path)
    try:
        if os.path.isfile(path) and os.path.getsize(path) <= _LARGEST_READ:
            with open(path, "rb") as file:
                return *known, hashlib.sha256(file.read()).hexdigest()
    except OSError as error:
        return *known, str(error)
    return known


def files_below(folder: str, suffixes: tuple[str, ...]) -> Iterator[str]:
    """The files in and below a folder whose names end in one of some ways, in no order; links are not followed."""
    waiting = [folder]
    while waiting:
        try:
            entries = list(os.scandir(waiting.pop()))
        except OSError:  # whoever reads it says so
            continue
        for entry in entries:
            if entry.name.endswith(suffixes):
                yield entry.path
            elif entry.name != _COMPILED and entry.is_dir(follow_symlinks=False):
                waiting.append(entry.path)


@cache
def program() -> bytes:
    """A digest of this program: its own code, Python, and the libraries that decide what is found."""
    libraries = (PathFinder.find_spec(name) for name in _LIBRARIES)
    files = [*sorted(files_below(_PACKAGE, (".py",))), *(found.origin for found in libraries if found and found.origin)]
    return digest(__version__, sys.version, sys.byteorder, [stamp(path) for path in files])
