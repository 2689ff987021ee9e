"""Character references of HTML that stand in the text as they were written, escaped once or several times."""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.entities import name2codepoint

from lint.document import Document
from lint.expressions import lazy
from lint.finding import Edit, Match
from lint.kinds.base import Kind, Setup
from lint.kinds.compiled import Subject, compile_pattern
from lint.text import Span

_REFERENCE = lazy(
    r"`[^`\n]{1,300}`"  # code between backticks says what it means
    r"|(?P<reference>&(?:amp;){0,5}(?:[#][0-9]{1,7}|[#][xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)",
)
_NAMES = frozenset(name2codepoint) | {"apos"}
"""The names of HTML 4. Those that came later, such as `&num;` or `&lcub;`, stand in programs more often."""
_LONGEST_CHARACTER = 2  # code points: a letter and its accent
_INVISIBLE = "\ufeff\u200b\u00ad\u2060"
_BRACKETS = "<>"
_OPENERS = ("¿", "¡")  # after a letter: what a wrong decoding made of an apostrophe, already lost


@dataclass(frozen=True)
class Options:
    """What an entity rule may say."""

    most_escapes: int = field(default=4, metadata={"doc": "How many times a reference may have been escaped."})
    about: tuple[str, ...] = field(
        default=(), metadata={"doc": "Patterns; a block in which one stands speaks of such things, and is left alone."}
    )


ACTIONS = {
    "decode": "Put the character in place of its reference; invisible ones go, and a hard space becomes a space."
}


class Checker:
    """Finds character references."""

    def __init__(self, options: Options, setup: Setup) -> None:
        """Compile the patterns; raises BadOption."""
        self.options, self.setup = options, setup
        self.about = [compile_pattern("about", text, True, setup) for text in options.about]

    def find(self, document: Document) -> Iterator[Match]:
        """One match for each reference that means a character; brackets are left where they may form a tag."""
        if "&" not in document.text:
            return
        subject = Subject(document, self.about)
        for found in _REFERENCE.finditer(document.text):
            if subject.holds_at(found.start()):
                continue
            character = self._decode(found[0]) if found["reference"] else None
            if character is None:
                continue
            if character and character in _BRACKETS and not _stands_apart(document.text, found.start(), found.end()):
                continue
            lost = character in _OPENERS and document.text[found.start() - 1 : found.start()].isalpha()
            edits = (_edit(document, Span(*found.span()), character),) if self.setup.action and not lost else ()
            yield Match(Span(*found.span()), edits, values={"text": found[0], "character": character or "nothing"})

    def _decode(self, reference: str) -> str | None:
        """What a reference stands for in a text; None where it is no character that one may put there."""
        name = reference.rpartition("amp;")[2].lstrip("&").rstrip(";")
        if name[:1].isalpha() and name not in _NAMES:
            return None
        text = reference
        for _ in range(self.options.most_escapes + 1):
            text = html.unescape(text)
        if len(text) > _LONGEST_CHARACTER:  # no reference, or one that HTML takes for its first letters
            return None
        if text in _INVISIBLE:
            return ""
        if text.isspace():
            return " "
        return text if all(_is_printable(char) for char in text) else None


def _edit(document: Document, place: Span, character: str) -> Edit:
    """Put the character there; a line that would be blank goes."""
    block = document.block_at(place.start)
    if block and block.core == place and not character.strip():
        return Edit(*document.removal(block), "")
    return Edit(*place, character)


def _is_printable(character: str) -> bool:
    return character != "\ufffd" and unicodedata.category(character) not in ("Cc", "Co", "Cs", "Cn")


def _stands_apart(text: str, start: int, end: int) -> bool:
    """Whether a bracket stands as a sign between spaces or figures, and not at the edge of a tag."""
    before, after = text[start - 1 : start] or " ", text[end : end + 1] or " "
    return (before.isspace() or before.isdigit()) and (after.isspace() or after.isdigit() or after == "=")


KIND = Kind("A character reference of HTML in the text.", Options, ACTIONS, Checker)
