"""What every format of records has in common: records as they stand in the file, and the texts in their fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from lint.finding import Edit
from lint.records.wanted import Wanted as Wanted

MOST_RECORD_BYTES = 8 << 20
"""A longer record is passed on as it is, so that memory is bounded; the longest novels are under 4 MB."""
TOO_LONG = f"longer than {MOST_RECORD_BYTES >> 20} MB; not checked"

ID = "id"
"""The field that names a record where no other one is said to."""

Key = tuple[str | int, ...]
"""Where a value stands in a record: names of fields, and numbers of items from 0."""


def is_utf8(data: bytes) -> bool:
    """Whether bytes are UTF-8, all of them."""
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def has_stray_bytes(text: str) -> bool:
    """Whether a text that was decoded holds bytes that are no UTF-8."""
    return any("\udc80" <= character <= "\udcff" for character in text)


class Unreadable(ValueError):
    """The file cannot be read, or not to its end; the message says why and what to do."""


class CannotMend(ValueError):
    """A record cannot be written so that only the text in it differs; the message says why."""


class Raw(NamedTuple):
    """A record as it stands in the file, or what stands between two of them."""

    data: Any
    """The bytes; in a format that is not made of bytes, what its parser takes."""
    size: int
    """About how many bytes it takes."""
    number: int | None = None
    """From 1; None where it is no record."""
    line: int | None = None
    """The line of the file where it begins, from 1."""
    error: str = ""
    """Why it cannot be checked."""


class Value(NamedTuple):
    """A text in a record."""

    key: Key
    text: str

    @property
    def name(self) -> str:
        """The path to it, as it is shown."""
        return ".".join(map(str, self.key))


@dataclass(frozen=True)
class Record:
    """What is wanted of a record."""

    values: tuple[Value, ...] = ()
    id: str | None = None
    problems: tuple[str, ...] = ()
    has: frozenset[str] = field(default_factory=frozenset)
    """The wanted fields that are there, whatever they hold."""


class Change(NamedTuple):
    """A text before and after, and the edits between, round by round."""

    before: str
    after: str
    rounds: Sequence[Sequence[Edit]]


class BadRecord(ValueError):
    """A record that cannot be read; the message says why."""


class Parser(Protocol):
    """What knows the records of one file; it goes to the process that checks them."""

    def parse(self, data: Any) -> Record:
        """What is wanted of a record; raises BadRecord."""

    def mend(self, data: Any, changes: Mapping[Key, Change]) -> Any:
        """The record with other texts, all else as it was; raises CannotMend."""

    def names(self, data: Any) -> tuple[str, ...]:
        """The fields of a record, for people; raises BadRecord."""


class RecordsFile(Protocol):
    """An opened file of records. To be written, all that was read must be put back, in its order."""

    parser: Parser

    def raws(self) -> Iterator[Raw]:
        """The whole file in its order; raises Unreadable or OSError."""

    def put(self, raws: Sequence[Raw], mended: Mapping[int, Any]) -> None:
        """Put records back; those that are mended by their place among `raws`. Raises OSError or Unreadable."""

    def commit(self) -> bool:
        """Put the new file in place of the old one; False where nothing has changed. Raises OSError or Unreadable."""

    def close(self) -> None:
        """Forget what is not committed."""
