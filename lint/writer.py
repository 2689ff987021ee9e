"""The only module that writes a user's file: whole or not at all."""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

_BYTES_A_READ = 1 << 20


class NotWritten(OSError):
    """The file was left as it is; the message says why."""


@dataclass(frozen=True)
class Seen:
    """What a file was when it was read piece by piece: its status, and the SHA-256 of all its bytes."""

    status: os.stat_result
    digest: bytes

    def is_still(self, target: Path) -> bool:
        """Whether the file holds the same bytes, and nobody has written it since."""
        with open(target, "rb") as file:
            now = os.fstat(file.fileno())
            if _identity(now) != _identity(self.status):
                return False
            return digest(file) == self.digest


def digest(file: BinaryIO) -> bytes:
    """The SHA-256 of what is left of a file, which need not fit in memory."""
    sha = hashlib.sha256()
    while data := file.read(_BYTES_A_READ):
        sha.update(data)
    return sha.digest()


def _identity(status: os.stat_result) -> tuple[int, ...]:
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


def refuse_unwritable(path: str) -> tuple[Path, os.stat_result]:
    """The file that stands behind a path, and its status; raises NotWritten where it may not be replaced."""
    target = Path(os.path.realpath(path))
    status = target.stat()
    if not stat.S_ISREG(status.st_mode):
        raise NotWritten("not a regular file")
    if not status.st_mode & stat.S_IWUSR or not os.access(target, os.W_OK):
        raise NotWritten("the file is read-only")
    if status.st_nlink > 1:
        raise NotWritten(f"the file has {status.st_nlink} hard links, and replacing it would part them")
    return target, status


class Replacement:
    """A new content for a file: written beside it as it comes, and put in its place in one step.

    A context; where it ends without `commit`, the file and its folder are as they were. Behind a symbolic link the
    target is replaced and the link stays. A crash leaves the old file or the new.
    """

    def __init__(self, path: str) -> None:
        """Begin an empty file beside it; raises NotWritten or OSError."""
        self._target, self._status = refuse_unwritable(path)
        handle, name = tempfile.mkstemp(prefix=".copydesk-", suffix=".tmp", dir=self._target.parent)
        self.temporary = Path(name)
        self.file: BinaryIO = os.fdopen(handle, "wb")
        """Where the new content goes."""
        self._is_committed = False

    def __enter__(self) -> Replacement:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Forget what was written, unless it is committed."""
        with contextlib.suppress(OSError):
            self.file.close()
        if not self._is_committed:
            with contextlib.suppress(OSError):
                self.temporary.unlink()

    def commit(self, is_as_expected: Callable[[Path], bool]) -> None:
        """Put the new content in the file's place, with its mode and owner, where it is still what was read.

        Raises NotWritten or OSError.
        """
        self.file.flush()
        os.fsync(self.file.fileno())
        self.file.close()
        if os.name != "nt":
            with contextlib.suppress(PermissionError):  # only root may give a file away
                os.chown(self.temporary, self._status.st_uid, self._status.st_gid)
        os.chmod(self.temporary, stat.S_IMODE(self._status.st_mode))
        if not is_as_expected(self._target):
            raise NotWritten("the file changed while it was checked")
        os.replace(self.temporary, self._target)
        self._is_committed = True
        _sync_folder(self._target.parent)


def replace_file(path: str, expected: bytes, data: bytes) -> None:
    """Put `data` in place of `expected` in one step, as a Replacement does; raises NotWritten or OSError."""
    with Replacement(path) as new:
        new.file.write(data)
        new.commit(lambda target: target.read_bytes() == expected)


def create_file(path: str, data: bytes) -> None:
    """Write a file that is not there yet; raises OSError, also where there is one, and leaves nothing half done."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        with contextlib.suppress(OSError):
            Path(path).unlink()
        raise
    _sync_folder(Path(os.path.abspath(path)).parent)


def _sync_folder(folder: Path) -> None:
    """Let the new name reach the disk, where the system can sync a folder; the file is replaced either way."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
