"""How a character is written inside a string of JSON, as the rest of the string is."""

from __future__ import annotations

from dataclasses import dataclass

import regex

_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
_UPPER = regex.compile(r"\\u[0-9a-fA-F]*[A-F]")
_LOWER = regex.compile(r"\\u[0-9a-fA-F]*[a-f]")


@dataclass(frozen=True)
class Style:
    """What a literal escapes beside what must be."""

    is_ascii: bool
    """Whether it escapes all that is no ASCII; where nothing else stands in it, so it will stay."""
    escapes_slashes: bool = False
    is_upper: bool = False
    """Whether its hexadecimal digits are capitals."""

    @classmethod
    def of(cls, literal: str) -> Style:
        """The style of a literal."""
        return cls(
            literal.isascii(), "\\/" in literal, bool(_UPPER.search(literal)) and not _LOWER.search(literal)
        )  # fmt: skip

    def escape(self, character: str) -> str:
        """The character as this literal writes it. What a program put there as an escape comes back the same."""
        if character in _SHORT:
            return _SHORT[character]
        if character == "/" and self.escapes_slashes:
            return "\\/"
        if character < " " or "\ud800" <= character <= "\udfff" or (self.is_ascii and character > "~"):
            return "".join(map(self._unit, _utf16(character)))
        return character

    def _unit(self, unit: int) -> str:
        return f"\\u{unit:04X}" if self.is_upper else f"\\u{unit:04x}"


def _utf16(character: str) -> list[int]:
    """The one or two units of UTF-16 of a code point."""
    data = character.encode("utf-16-be", "surrogatepass")
    return [int.from_bytes(data[at : at + 2], "big") for at in range(0, len(data), 2)]
