"""Which of the configuration's entries were needed in a text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Uses(NamedTuple):
    """The numbers of the configuration's entries that suppressed something in a file, and of those that did not.

    Of an entry whose rules have not all run neither is said.
    """

    used: frozenset[int] = frozenset()
    idle: frozenset[int] = frozenset()


NOT_ASKED = Uses()
"""What is said where the configuration has no entries."""


def together(parts: Iterable[Uses]) -> Uses:
    """What was needed in a file of several texts: what one of them needed."""
    used: set[int] = set()
    idle: set[int] = set()
    for part in parts:
        used |= part.used
        idle |= part.idle
    return Uses(frozenset(used), frozenset(idle - used))
