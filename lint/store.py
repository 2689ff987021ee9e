"""What an earlier run worked out, kept on disk so that this one starts at once. Never needed, only faster.

A store is a folder, named by a key: a digest of everything that its values were made from, so that none is ever stale.
Each value is a file. What is read is plain data: numbers, texts, bytes, and tuples, lists, dictionaries and sets of
them. A file that is damaged, or that somebody else may have written, counts as none, and reading one can run nothing.
What is made of such data is only as good as the data: whoever can write the user's own files is not kept out.
"""

from __future__ import annotations

import contextlib
import io
import os
import stat
import sys
import time
import zlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    import pickle

VARIABLE = "COPYDESK_CACHE_DIR"
_FOLDER = "start"
_MAGIC = b"copydesk store 1\n"
_CHECKSUM_BYTES = 4
_MOST_STORES = 16
_KEPT_SECONDS = 30 * 86_400
_SECONDS_BETWEEN_TOUCHES = 3_600
_OTHERS_MAY_WRITE = stat.S_IWGRP | stat.S_IWOTH


def cache_folder() -> Path:
    """Where the platform wants caches, or what COPYDESK_CACHE_DIR says; raises RuntimeError where there is no home."""
    if named := os.environ.get(VARIABLE):
        return Path(named)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "copydesk" / "Cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "copydesk"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "copydesk"


def pack(value: object) -> bytes:
    """Plain data as bytes."""
    import pickle

    return pickle.dumps(value, protocol=5)


def unpack(data: bytes) -> Any:
    """The plain data in some bytes; None where they hold anything else."""
    try:
        return _plain_data()(io.BytesIO(data)).load()
    except Exception:  # noqa: BLE001 - of damaged data unpickling may raise nearly any
        return None


@cache
def _plain_data() -> type[pickle.Unpickler]:
    """What reads plain data, and nothing that has to be looked up by its name, as every class and function has."""
    import pickle

    class PlainData(pickle.Unpickler):
        def find_class(self, module_name: str, global_name: str) -> NoReturn:
            raise ValueError(f"{module_name}.{global_name} is no plain data")

        def persistent_load(self, pid: object) -> NoReturn:
            raise ValueError(f"{pid!r} is no plain data")

    return PlainData


class Store:
    """Values by name, for one key."""

    def __init__(self, key: bytes) -> None:
        """`key` is a digest of everything that the values are made from."""
        try:
            self._folder: Path | None = cache_folder() / _FOLDER / key.hex()
        except RuntimeError:  # a user without a home
            self._folder = None

    def read(self, name: str) -> Any:
        """A value; None where there is none that can be trusted."""
        if self._folder is None:
            return None
        path = self._folder / name
        data = _read_own(path)
        head = len(_MAGIC) + _CHECKSUM_BYTES
        if data is None or data[:head] != _head(path, memoryview(data)[head:]):
            return None
        self._touch()
        return unpack(data[head:])

    def read_raw(self, name: str) -> bytes | None:
        """Bytes of `write_raw`; whoever reads them finds out whether they are damaged."""
        return None if self._folder is None else _read_own(self._folder / name)

    def write(self, name: str, value: object) -> None:
        """Keep a value; where that cannot be done, it is not."""
        if self._folder is not None:
            data = pack(value)
            self.write_raw(name, _head(self._folder / name, data) + data)

    def write_raw(self, name: str, data: bytes) -> None:
        """Keep bytes as they are: many, which have a checksum of their own."""
        if self._folder is None:
            return
        with contextlib.suppress(OSError):
            if not self._folder.is_dir():
                self._folder.mkdir(mode=0o700, parents=True)
                _prune(self._folder.parent)
            _replace(self._folder / name, data)

    def _touch(self) -> None:
        """Mark the store as used, once an hour."""
        assert self._folder
        with contextlib.suppress(OSError):
            if time.time() - os.stat(self._folder).st_mtime > _SECONDS_BETWEEN_TOUCHES:
                os.utime(self._folder)


def _head(path: Path, data: bytes | memoryview) -> bytes:
    """What a file begins with: a checksum of what it holds and of its place, so that none can be put for another."""
    place = "/".join(path.parts[-2:]).encode("utf-8", "surrogateescape")
    return _MAGIC + zlib.crc32(data, zlib.crc32(place)).to_bytes(_CHECKSUM_BYTES, "big")


def _read_own(path: Path) -> bytes | None:
    """The content of a file that belongs to the user and that nobody else may write; None where it is another."""
    try:
        file = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0) | _NO_WAITING)
    except OSError:
        return None
    try:
        if not _is_own(os.fstat(file)):
            return None
        with open(file, "rb", closefd=False) as opened:
            return opened.read()
    except OSError:
        return None
    finally:
        os.close(file)


_NO_WAITING = getattr(os, "O_NONBLOCK", 0)
"""A pipe in a file's place would let the run wait for ever."""


def _is_own(status: os.stat_result) -> bool:
    if not stat.S_ISREG(status.st_mode):
        return False
    if sys.platform == "win32":  # where the folder itself is the user's alone
        return True
    return status.st_uid == os.geteuid() and not status.st_mode & _OTHERS_MAY_WRITE


def _replace(path: Path, data: bytes) -> None:
    """Write a file whole or not at all; raises OSError."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}.{time.time_ns()}")
    file = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        with os.fdopen(file, "wb") as opened:
            opened.write(data)
        os.replace(temporary, path)
    except OSError:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise


def _prune(folder: Path) -> None:
    """Forget the stores that were not used for long, and all but some."""
    stores = sorted(_ages(folder))
    for place, (age, path) in enumerate(stores):
        if place >= _MOST_STORES or age > _KEPT_SECONDS:
            with contextlib.suppress(OSError):
                for file in os.scandir(path):
                    os.unlink(file.path)
                os.rmdir(path)


def _ages(folder: Path) -> Iterator[tuple[float, str]]:
    """The stores, each with the seconds since it was last used."""
    now = time.time()
    for entry in os.scandir(folder):
        with contextlib.suppress(OSError):
            if entry.is_dir(follow_symlinks=False):
                yield now - entry.stat(follow_symlinks=False).st_mtime, entry.path
