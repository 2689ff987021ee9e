"""What a comment says to this program, as in `copydesk: ignore doubled-word, glued the minutes have it so`."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import NamedTuple

from lint.expressions import lazy
from lint.text import Span
from lint.typed import suggestion


class Verb(str, enum.Enum):
    """For what part of a file a directive holds."""

    IGNORE = "ignore"
    NEXT_LINE = "ignore-next-line"
    START = "ignore-start"
    END = "ignore-end"
    FILE = "ignore-file"


class Name(NamedTuple):
    """A name in a directive, and where it stands in the comment's text."""

    text: str
    span: Span


@dataclass(frozen=True)
class Directive:
    """A directive: what it ignores where, and why."""

    verb: Verb
    names: tuple[Name, ...]
    reason: str = ""


@dataclass(frozen=True)
class Mistake:
    """What is wrong with a comment that was meant as a directive, and what to write instead."""

    message: str
    hint: str


_OPENING = lazy(r"\s*+copydesk\s*+:\s*+(?P<verb>[^\s:,]*+)", "i")
_WITHOUT_COLON = lazy(r"\s*+copydesk[\s-]++(?P<verb>ignore|disable|enable|off|on)\b", "i")
_NAME = lazy(r"\s*+(?P<name>[^\s,:]++)")
_COMMA = lazy(r"\s*+,")
_REASON = lazy(r"\s*+(?:--++|:|—|–)?\s*+")
_DASHES = lazy(r"-*+|[—–]")
_OTHER_VERBS = {  # what other programs call it
    "disable": Verb.IGNORE, "off": Verb.START, "on": Verb.END, "enable": Verb.END, "noqa": Verb.IGNORE,
    "disable-next-line": Verb.NEXT_LINE, "disable-line": Verb.IGNORE, "ignore-line": Verb.IGNORE,
    "ignore-next": Verb.NEXT_LINE, "ignore-all": Verb.FILE, "disable-file": Verb.FILE,
}  # fmt: skip


def parse(text: str) -> Directive | Mistake | None:
    """The directive in a comment, what is wrong with it, or None for a comment that speaks to people.

    Names are separated by commas; the reason begins behind the last of them.
    """
    opening = _OPENING.match(text)
    if opening is None:
        forgotten = _WITHOUT_COLON.match(text)
        if forgotten is None:
            return None
        verb = _verb_near(forgotten["verb"].lower())
        return Mistake("A colon is missing behind `copydesk`", f"write `copydesk: {verb or 'ignore'} …`")
    word = opening["verb"]
    if word not in [verb.value for verb in Verb]:
        return _unknown_verb(word)
    return _with_names(Verb(word), text, opening.end())


def _unknown_verb(word: str) -> Mistake:
    if not word:
        return Mistake("The comment does not say what to do", "write `copydesk: ignore RULE`")
    near = _verb_near(word.lower())
    hint = f"did you mean {near!r}?" if near else suggestion(word, [verb.value for verb in Verb])
    return Mistake(f"{word!r} is no directive", hint)


def _verb_near(word: str) -> str:
    return _OTHER_VERBS[word].value if word in _OTHER_VERBS else word if word in [verb.value for verb in Verb] else ""


def _with_names(verb: Verb, text: str, at: int) -> Directive | Mistake:
    """The directive whose names begin at an offset."""
    names: list[Name] = []
    while True:
        found = _NAME.match(text, at)
        if found is None or (not names and _DASHES.fullmatch(found["name"])):
            if names:
                return Mistake("A name is missing behind a comma", "write `RULE, RULE`")
            break
        names.append(Name(found["name"], Span(*found.span("name"))))
        comma = _COMMA.match(text, found.end())
        at = comma.end() if comma else found.end()
        if comma is None:
            break
    if not names and verb is not Verb.END:
        return Mistake(
            f"`{verb.value}` does not say what to ignore", "name a rule, a category or a pack, or write `all`"
        )
    separator = _REASON.match(text, at)
    return Directive(verb, tuple(names), " ".join(text[separator.end() if separator else at :].split()))
