"""What a reader may be asked for beside the prose of a file."""

from __future__ import annotations

from typing import NamedTuple


class Reading(NamedTuple):
    """How a file is to be read."""

    format: str | None = None
    """The name of its format; where it is None, the file's suffix says it."""
    front_matter: bool = False
    """Whether the title and the description in its front matter are prose."""


BY_SUFFIX = Reading()
"""What holds where nothing is asked for."""
