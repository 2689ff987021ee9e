"""One pass over a text tells what of many expressions stands in it, and where each match ends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from lint.sieve.alphabet import encode

if TYPE_CHECKING:
    import hyperscan

EXPRESSIONS_A_DATABASE = 64
"""The time to compile grows faster than their number; so does, more slowly, the time to scan that of databases."""
_EDGE = b"\n"


class Scanner:
    """Looks for expressions in texts. Each is known by its number."""

    def __init__(self, databases: Sequence[hyperscan.Database]) -> None:
        """The databases number their expressions without gaps, each from where the one before it ends."""
        self._databases = databases

    def scan(self, text: str) -> dict[int, list[int]]:
        """For each expression that matches the last code points of its matches, in the order in which they end.

        A line break stands before the text and after it, and may be part of a match.
        """
        found: dict[int, list[int]] = {}

        def note(number: int, start: int, end: int, flags: int, context: object) -> None:  # noqa: ARG001 - as called
            ends = found.get(number)
            if ends is None:
                found[number] = [end - 2]
            else:
                ends.append(end - 2)

        data = _EDGE + encode(text) + _EDGE
        for database in self._databases:
            database.scan(data, note)
        return found


def compile_database(expressions: Sequence[bytes], first: int) -> bytes | None:
    """A database of some expressions, numbered from `first`, to be loaded later; None where one cannot be compiled."""
    import hyperscan

    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    numbers = list(range(first, first + len(expressions)))
    try:
        database.compile(expressions=list(expressions), ids=numbers, flags=[0] * len(numbers))
    except hyperscan.error:
        return None
    return bytes(hyperscan.dumpb(database))


def load_scanner(databases: Sequence[bytes]) -> Scanner | None:
    """The scanner with databases that were compiled on this machine; None where they cannot be used here."""
    import hyperscan

    loaded = []
    try:
        for data in databases:
            database = hyperscan.loadb(data, hyperscan.HS_MODE_BLOCK)
            database.scratch = hyperscan.Scratch(database)
            loaded.append(database)
    except hyperscan.error:
        return None
    return Scanner(loaded)
