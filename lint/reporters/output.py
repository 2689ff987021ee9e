"""Where a report goes."""

from __future__ import annotations

from typing import NamedTuple, TextIO


class Output(NamedTuple):
    """A stream, and whether it shows colour."""

    stream: TextIO
    colour: bool = False
