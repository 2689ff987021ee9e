"""What of a file of records is checked."""

from __future__ import annotations

from typing import NamedTuple


class Wanted(NamedTuple):
    """Which fields of records are checked, which names the record, and in what format the texts are."""

    fields: tuple[str, ...] = ()
    id_field: str | None = None
    format: str | None = None
    """The name of a reader; None is plain text."""
