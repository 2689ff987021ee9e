"""Text from documents, file names and rules is hostile: the one place that makes it harmless for a reader."""

from __future__ import annotations

import unicodedata


def visible(text: str) -> str:
    """The text with everything that moves a cursor, hides or reorders written out as `<U+00A0>`."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_visible_character(c) for c in text)


def _visible_character(character: str) -> str:
    if character == " ":
        return character
    # Controls, format characters (bidi among them), lone surrogates, and every space but the common one.
    if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zs", "Zl", "Zp") and character != "\u200d":
        return stray_byte(character) or f"<U+{ord(character):04X}>"
    return character


def stray_byte(character: str) -> str:
    """A byte that is no UTF-8, as it stands in the text, written out; empty for other characters."""
    return f"<byte {ord(character) - 0xDC00:02X}>" if "\udc80" <= character <= "\udcff" else ""


def width(text: str) -> int:
    """How many columns a terminal gives to a text that is visible."""
    return sum(_character_width(c) for c in text)


def _character_width(character: str) -> int:
    if unicodedata.combining(character) or character == "\u200d":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def workflow_data(text: str) -> str:
    """A message for a workflow command of GitHub Actions, which ends at a line's end."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def workflow_property(text: str) -> str:
    """A property of a workflow command, which also ends at a colon or comma."""
    return workflow_data(text).replace(":", "%3A").replace(",", "%2C")
