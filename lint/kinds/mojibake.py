"""Characters that lost their encoding: UTF-8 read as something else, Windows-1252 controls, bytes that are no text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from lint.document import Document
from lint.expressions import lazy
from lint.finding import Edit, Match
from lint.kinds.base import Finder, Kind, Setup
from lint.kinds.compiled import Subject, compile_pattern
from lint.places import EVERYWHERE, Places
from lint.sieve.plan import Look
from lint.text import Span


@dataclass(frozen=True)
class Options:
    """What a mojibake rule may say."""

    damage: Literal["misread", "control", "lost"] = field(
        metadata={
            "doc": "Which damage to report: UTF-8 that was read in another encoding, once or twice (`misread`), "
            "control characters that Windows-1252 has for marks (`control`), or characters that are gone (`lost`)."
        }
    )
    about: tuple[str, ...] = field(
        default=(), metadata={"doc": "Patterns; a block in which one stands speaks of such things, and is left alone."}
    )


ACTIONS = {"decode": "Put the characters that were meant in place of those that stand there."}

_WINDOWS = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"  # what Windows-1252 shows for the bytes 80 to 9F
_MAC = "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø"
_NEXT = rf"[\x80-\xbf{_WINDOWS}]"
_SEQUENCE_TEXT = (
    rf"[Â-ß]{_NEXT} | [à-ï]{_NEXT}{{2}} | [ð-ô]{_NEXT}{{3}}"  # UTF-8 read as Windows-1252 or Latin-1
    rf"| ‚Ä[{_MAC}] | (?<=\p{{L}})√[{_MAC}] | √[{_MAC}](?=\p{{L}})"  # … as Mac Roman
    r"| вЂ[\p{L}™°љњќћџ“”•–—љ›њќћџ]"  # … as Windows-1251
)
_SEQUENCE = lazy(_SEQUENCE_TEXT, "x")
_RUN = lazy(rf"(?:{_SEQUENCE_TEXT})+", "x")
_WITHOUT_LAST_BYTE = lazy(
    r"â€\?(?=[\s.,;:)\]\"'—–]|\Z)|â€(?=[\s.,;:!?)\]]|\Z)|(?<=\p{Ll}|[.,;:!?\"”])Â(?=[ \t\r\n]|\Z)"
)
_NEVER_MEANT = lazy(r"â[€„‚\x80-\x9f]")
_STILL_MISREAD = lazy(r"â€\Z")
_CAPITALS_BEFORE_MARK = lazy(r"(?<=\p{Lu})[À-ß][‘’“”–—…•»«™]\Z")
_CONTROL = lazy(r"[\x80-\x9f]")
_LOST = lazy(r"\N{REPLACEMENT CHARACTER}+|ï¿½|[\udc80-\udcff]+")
_PIECE = lazy(rf"(?<!\p{{L}})â[–—](?=\s)|(?<=\p{{Ll}})â¬(?!{_NEXT})[\"'“”]?|(?<=[A-Za-z])[£€](?=[A-Za-z]{{2}})")
_MARK_OF_QUOTATION = lazy(r"(?P<opens>â€œ|â\x80\x9c|“)|â€\x9d|â\x80\x9d|”|â€(?=[\s.,;:!?)\]])")
_INVISIBLE = lazy(r"[\p{Cf}\p{Cc}]")
_LONGEST_WORD = 40
_LONGEST_QUOTATION = 2000


class Checker(Finder):
    """Finds damaged characters."""

    def __init__(self, options: Options, setup: Setup) -> None:
        """Compile the patterns; raises BadOption."""
        self.options, self.setup = options, setup
        self.about = [compile_pattern("about", text, True, setup) for text in options.about]

    def looks_for(self) -> tuple[Look, ...] | None:
        """The sequences that misread characters are."""
        if self.options.damage != "misread":
            return None
        looks = (f"(?x){_SEQUENCE.pattern}", _WITHOUT_LAST_BYTE.pattern)
        return tuple(Look(pattern, False, self.setup.lists.get) for pattern in looks)

    def may_find(self, text: str) -> bool:
        """Whether a character stands there that may be damage; ASCII has none."""
        return not text.isascii() and _MAY_BE[self.options.damage].search(text) is not None

    def find(self, document: Document, places: Places = EVERYWHERE) -> Iterator[Match]:
        """One match a character, or a run that was misread twice; ASCII costs nothing."""
        text = document.text
        if text.isascii():
            return
        subject = Subject(document, self.about)
        for place, meant in _FINDERS[self.options.damage](text):
            if subject.holds_at(place.start):
                continue
            edits = (Edit(*place, meant),) if self.setup.action and meant is not None else ()
            yield Match(place, edits, values={"text": text[slice(*place)], "meant": meant or ""})


def _misread(text: str) -> Iterator[tuple[Span, str | None]]:
    for run in _RUN.finditer(text):
        yield from _decoded(text, Span(*run.span()))
    for found in _WITHOUT_LAST_BYTE.finditer(text):
        place = Span(*found.span())
        yield place, _without_last_byte(text, place)


def _decoded(text: str, run: Span) -> Iterator[tuple[Span, str | None]]:
    """The characters of a run one by one; the whole run where it was misread twice."""
    import ftfy
    from ftfy.badness import is_bad

    written = text[slice(*run)]
    meant = ftfy.fix_encoding(written)
    if _LOST.search(meant) or _LOST.search(written):
        return
    if meant != written and len(meant) < len(_SEQUENCE.findall(written)):
        yield run, _visible(text, run, meant)
        return
    if _STILL_MISREAD.search(meant):
        yield run, None
        return
    for found in _SEQUENCE.finditer(text, *run):
        place = Span(*found.span())
        if _CAPITALS_BEFORE_MARK.search(text, max(0, place.start - 1), place.end):
            continue
        meant = ftfy.fix_encoding(found[0])
        if meant == found[0] and (_NEVER_MEANT.match(meant) or is_bad(_word_around(text, place))):
            meant = _as_utf8(found[0])
        if meant != found[0]:
            yield place, _visible(text, place, meant)


def _as_utf8(written: str) -> str:
    """The characters read as UTF-8, or as they stand."""
    import ftfy.bad_codecs  # noqa: F401 - registers the codec

    try:
        return written.encode("sloppy-windows-1252").decode("utf-8")
    except UnicodeError:
        return written


def _word_around(text: str, place: Span) -> str:
    """The word of a place, for what is odd in it may be odd only there."""
    before = text[max(0, place.start - _LONGEST_WORD) : place.start].split()
    after = text[place.end : place.end + _LONGEST_WORD].split()
    left = before[-1] if before and not text[place.start - 1].isspace() else ""
    right = after[0] if after and not text[place.end].isspace() else ""
    return left + text[slice(*place)] + right


def _visible(text: str, place: Span, meant: str) -> str:
    """What was meant, with spaces that do not double and without characters that nobody sees."""
    beside = text[place.start - 1 : place.start].isspace() or text[place.end : place.end + 1].isspace()
    return _INVISIBLE.sub("", meant.replace("\xa0", "" if beside or not place.start else " "))


def _without_last_byte(text: str, place: Span) -> str | None:
    """A closing mark that lost its last byte, or what is left of a no-break space; None where it may be another."""
    if text[place.start] == "Â":
        return ""
    if text[place.end - 1] == "?" and not _is_lost_byte(text, place):
        return None
    before = text[max(0, place.start - _LONGEST_QUOTATION) : place.start].rpartition("\n")[2]
    marks = list(_MARK_OF_QUOTATION.finditer(before))
    return "”" if marks and marks[-1]["opens"] else None


def _is_lost_byte(text: str, place: Span) -> bool:
    """Whether the question mark after `â€` stands for the mark's last byte, as it does after an end mark."""
    return text[place.start - 1 : place.start] in tuple(",.!?…")


def _controls(text: str) -> Iterator[tuple[Span, str | None]]:
    """C1 controls, those apart that are part of misread UTF-8."""
    taken = {at for run in _RUN.finditer(text) for at in range(*run.span())} if _CONTROL.search(text) else set()
    for found in _CONTROL.finditer(text):
        if found.start() not in taken:
            meant = bytes([ord(found[0])]).decode("cp1252", "ignore")
            yield Span(*found.span()), meant or None


def _lost(text: str) -> Iterator[tuple[Span, str | None]]:
    for pattern in (_LOST, _PIECE):
        for found in pattern.finditer(text):
            yield Span(*found.span()), None


_FINDERS = {"misread": _misread, "control": _controls, "lost": _lost}

_MAY_BE = {
    "misread": re.compile("[^\0-\x7f]"),
    "control": re.compile("[\x80-\x9f]"),
    "lost": re.compile("[\ufffd\udc80-\udcffâ]|ï¿½|(?<=[A-Za-z])[£€](?=[A-Za-z]{2})"),
}

KIND = Kind("Characters that lost their encoding.", Options, ACTIONS, Checker)
