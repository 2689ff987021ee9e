"""A file of records that is text, compressed or not: read once from end to end, and written back as it comes."""

from __future__ import annotations

import codecs
import hashlib
import io
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, BinaryIO, cast

from lint.records.base import Parser, Raw, Unreadable, Wanted
from lint.records.compression import failing_in_words, reading, writing
from lint.writer import NotWritten, Replacement, Seen, refuse_unwritable

_BYTES_A_READ = 1 << 18
_OTHER_ENCODINGS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)
"""Marks at the start of what is no UTF-8; UTF-32's other one begins as UTF-16's."""


class TextRecords:
    """See RecordsFile. Nothing is written before the first record that changes."""

    def __init__(self, path: str, module: ModuleType, wanted: Wanted, *, write: bool) -> None:
        """`module` knows the format; raises NotWritten, Unreadable or OSError."""
        if write:
            refuse_unwritable(path)
        self._path = path
        self._raw = _Hashing(path)
        try:
            self._status = os.fstat(self._raw.fileno())
            self._stream = reading(cast(BinaryIO, io.BufferedReader(self._raw, _BYTES_A_READ)), path)
            with failing_in_words():
                self._mark = _byte_order_mark(self._stream)
                self.parser: Parser
                self.parser, self._raws = module.open_stream(self._stream, path, wanted)
        except BaseException:
            self._raw.close()
            raise
        self._put = 0  # bytes that were put back, decompressed
        self._output: _Output | None = None

    def raws(self) -> Iterator[Raw]:
        """See RecordsFile."""
        if self._mark:
            yield Raw(self._mark, len(self._mark))
        with failing_in_words():
            yield from self._raws

    def put(self, raws: Sequence[Raw], mended: Mapping[int, Any]) -> None:
        """See RecordsFile."""
        if mended and self._output is None:
            self._output = _Output(self._path)
            self._output.copy(self._path, self._put)
        if self._output is None:
            self._put += sum(len(raw.data) for raw in raws)
            return
        self._output.write(b"".join(mended.get(place, raw.data) for place, raw in enumerate(raws)))

    def commit(self) -> bool:
        """See RecordsFile."""
        if self._output is None:
            return False
        while self._raw.read(_BYTES_A_READ):  # what follows the end of a compressed stream, if anything does
            pass
        self._raw.close()  # some systems replace no file that is open
        self._output.commit(Seen(self._status, self._raw.sha.digest()))
        return True

    def close(self) -> None:
        """See RecordsFile."""
        if self._output:
            self._output.close()
        self._raw.close()


class _Hashing(io.FileIO):
    """A file of which every byte that is read is hashed."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.sha = hashlib.sha256()

    def readinto(self, buffer: Any) -> int:
        count = super().readinto(buffer) or 0
        self.sha.update(memoryview(buffer)[:count])
        return count

    def read(self, size: int | None = -1, /) -> bytes:
        data = super().read(-1 if size is None else size) or b""
        self.sha.update(data)
        return data


class _Output:
    """The new file, beside the old one."""

    def __init__(self, path: str) -> None:
        self._replacement = Replacement(path)
        self._stream = writing(self._replacement.file, path)

    def write(self, data: bytes) -> None:
        self._stream.write(data)

    def copy(self, path: str, count: int) -> None:
        """The first bytes of the old file, decompressed, which were read before and had not changed."""
        with open(path, "rb") as file, failing_in_words():
            stream = reading(file, path)
            while count:
                data = stream.read(min(count, _BYTES_A_READ))
                if not data:
                    raise NotWritten("the file changed while it was checked")
                self.write(data)
                count -= len(data)

    def commit(self, seen: Seen) -> None:
        self._stream.close()
        self._replacement.commit(lambda target: seen.is_still(Path(target)))

    def close(self) -> None:
        self._replacement.close()


def _byte_order_mark(stream: BinaryIO) -> bytes:
    """UTF-8's, taken off the stream, or nothing; raises Unreadable for other encodings."""
    start = stream.peek(4)[:4]  # type: ignore[attr-defined]
    if start.startswith(_OTHER_ENCODINGS):
        raise Unreadable("UTF-16 or UTF-32; convert it to UTF-8 first")
    return stream.read(3) if start.startswith(codecs.BOM_UTF8) else b""
