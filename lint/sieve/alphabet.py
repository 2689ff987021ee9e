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
_PLACEHOLDER = "\U000f0000"
_IN_PLACE_OF_CONTROLS = _PLACEHOLDER + "\u200b\u200c\u200d\u200e\u200f\u2060\u2028\u2029\u202f\u2009\ufffd"
"""What takes the bytes of controls, which few texts hold: what no rule should miss and many texts have.

The first stands for all placeholders of readers, which are private code points and all alike.
"""
_CONTROLS = bytes((*range(1, 9), *range(14, 18)))


def _characters() -> str:
    own = iter(_OWN)
    known = [bytes([byte]).decode("cp1252", "ignore") or next(own) for byte in range(256)]
    for byte, character in zip(_CONTROLS, _IN_PLACE_OF_CONTROLS, strict=True):
        known[byte] = character
    return "".join(known)


CHARACTERS = _characters()
"""For each byte its code point: Windows-1252, which has the quotation marks and dashes of newspapers, and others."""
_TO_BYTES = codecs.charmap_build(CHARACTERS)
_ASCII_TO_BYTES = bytes(OTHER if byte in _CONTROLS else byte for byte in range(256))
_PRIVATE = range(0xF0000, 0xFFFFE)


def _other(error: UnicodeError) -> tuple[bytes, int]:
    """What code points become that have no byte of their own; called for each run of them."""
    assert isinstance(error, UnicodeEncodeError)
    run = error.object[error.start : error.end]
    placeholder = _CONTROLS[0]
    return bytes(placeholder if ord(character) in _PRIVATE else OTHER for character in run), error.end


_ERRORS = "copydesk.other"
codecs.register_error(_ERRORS, _other)


def encode(text: str) -> bytes:
    """The text in bytes, as many as it has code points."""
    if text.isascii():
        return text.encode("ascii").translate(_ASCII_TO_BYTES)
    return codecs.charmap_encode(text, _ERRORS, _TO_BYTES)[0]


def byte_of(character: str) -> int:
    """The byte that stands for a code point, among others perhaps."""
    return encode(character)[0]


def has_own_byte(character: str) -> bool:
    """Whether no other code point becomes the same byte."""
    return character != "?" and CHARACTERS[byte_of(character)] == character
