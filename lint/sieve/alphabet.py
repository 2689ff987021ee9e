"""One byte for each code point, so that a scanner of bytes works fast and its offsets are those of the text.

A code point that has no byte of its own becomes OTHER, which is a question mark: a set of characters that may hold
such code points holds OTHER too.
"""

from __future__ import annotations

import codecs

EDGES = b"\n\r\x81"
"""What stands before a block or after it; 0x81 is the byte order mark, behind which the first block may begin."""
OTHER = ord("?")
_OWN = "\ufeff\u0130\u0131\u017f\u212a"
"""What takes the bytes for which Windows-1252 has nothing: the byte order mark, and what `regex` takes for i, s, k."""


def _characters() -> str:
    own = iter(_OWN)
    known = (bytes([byte]).decode("cp1252", "ignore") for byte in range(256))
    return "".join(character or next(own) for character in known)


CHARACTERS = _characters()
"""For each byte its code point: Windows-1252, which has the quotation marks and dashes of newspapers."""
_TO_BYTES = codecs.charmap_build(CHARACTERS)


def encode(text: str) -> bytes:
    """The text in bytes, as many as it has code points."""
    return text.encode("ascii") if text.isascii() else codecs.charmap_encode(text, "replace", _TO_BYTES)[0]


def byte_of(character: str) -> int:
    """The byte that stands for a code point, among others perhaps."""
    return encode(character)[0]


def has_own_byte(character: str) -> bool:
    """Whether no other code point becomes the same byte."""
    return character != "?" and byte_of(character) != OTHER
