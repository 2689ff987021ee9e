"""What is said to people who asked for something that cannot be done."""

from __future__ import annotations


class Refused(ValueError):
    """What a command, a configuration or a rule asks for cannot be done; the message says where, why and what to do."""
