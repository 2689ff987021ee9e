"""One pass over a text tells what of many expressions stands in it, and where each match ends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import hyperscan

MOST_ENDS = 20_000
"""So many matches of one expression are remembered: a text that is made of nothing else is searched everywhere."""
_EDGE = b"\n"


class Scanner:
    """Looks for expressions in texts. Each is known by its number."""

    def __init__(self, databases: Sequence[tuple[int, hyperscan.Database]]) -> None:
        """Each database with the number of its first expression."""
        self._databases = databases

    def scan(self, data: bytes) -> dict[int, list[int]]:
        """For each expression that matches in an encoded text the last code points of its matches, as they end.

        Of more than MOST_ENDS the first are said. A line break stands before the text and after it, and may be part
        of a match.
        """
        found: dict[int, list[int]] = {}

        def note(number: int, start: int, end: int, flags: int, first: Any) -> None:  # noqa: ARG001 - as called
            ends = found.get(number + first)
            if ends is None:
                found[number + first] = [end - 2]
            elif len(ends) < MOST_ENDS:
                ends.append(end - 2)

        edged = _EDGE + data + _EDGE
        for first, database in self._databases:
            database.scan(edged, note, context=first)
        return found


def compile_database(expressions: Sequence[bytes]) -> bytes | None:
    """A database of some expressions, to be loaded later; None where one of them cannot be compiled."""
    import hyperscan

    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    numbers = list(range(len(expressions)))
    try:
        database.compile(expressions=list(expressions), ids=numbers, flags=[0] * len(numbers))
    except hyperscan.error:
        return None
    return bytes(hyperscan.dumpb(database))


def load_scanner(databases: Sequence[bytes], sizes: Sequence[int]) -> Scanner | None:
    """The scanner with databases that were compiled on this machine; None where they cannot be used here.

    `sizes` are the numbers of their expressions.
    """
    import hyperscan

    loaded, first = [], 0
    try:
        for data, size in zip(databases, sizes, strict=True):
            database = hyperscan.loadb(data, hyperscan.HS_MODE_BLOCK)
            database.scratch = hyperscan.Scratch(database)
            loaded.append((first, database))
            first += size
    except hyperscan.error:
        return None
    return Scanner(loaded)
