"""The only module that writes a user's file: whole or not at all."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from pathlib import Path


class NotWritten(OSError):
    """The file was left as it is; the message says why."""


def replace_file(path: str, expected: bytes, data: bytes) -> None:
    """Put `data` in place of `expected` in one step, keeping the mode; raises NotWritten or OSError.

    Behind a symbolic link the target is replaced and the link stays. A crash leaves the old file or the new.
    """
    target = Path(os.path.realpath(path))
    status = target.stat()
    if not stat.S_ISREG(status.st_mode):
        raise NotWritten("not a regular file")
    if not status.st_mode & stat.S_IWUSR or not os.access(target, os.W_OK):
        raise NotWritten("the file is read-only")
    if status.st_nlink > 1:
        raise NotWritten(f"the file has {status.st_nlink} hard links, and replacing it would part them")
    temporary = _write_beside(target, data, status)
    try:
        if target.read_bytes() != expected:
            raise NotWritten("the file changed while it was checked")
        os.replace(temporary, target)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    _sync_folder(target.parent)


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


def _write_beside(target: Path, data: bytes, status: os.stat_result) -> Path:
    """A temporary file in the target's folder that holds `data` on the disk, with the target's mode and owner."""
    handle, name = tempfile.mkstemp(prefix=".copydesk-", suffix=".tmp", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if os.name != "nt":
            with contextlib.suppress(PermissionError):  # only root may give a file away
                os.chown(temporary, status.st_uid, status.st_gid)
        os.chmod(temporary, stat.S_IMODE(status.st_mode))
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    return temporary


def _sync_folder(folder: Path) -> None:
    """Let the new name reach the disk, where the system can sync a folder; the file is replaced either way."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
