"""A rule's pattern: compiled when it is first needed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from lint import expressions
from lint.document import Document
from lint.kinds.base import BadOption, Setup
from lint.lists import Lists, UnknownList
from lint.literals import Folded, Sieve, required
from lint.memo import Latest
from lint.sieve.plan import Look
from lint.text import Span, SpanSet

if TYPE_CHECKING:
    import regex

_LIST = re.compile(r"\\L<([^>]*)>")


class Pattern:
    """A `regex` pattern with the lists that it names."""

    def __init__(self, option: str, text: str, ignore_case: bool, lists: Lists, timeout: float) -> None:
        """`option` is the key under which the pattern stands, for messages; `timeout` is in seconds a search."""
        self.option, self.text, self.ignore_case = option, text, ignore_case
        self._lists, self._timeout = lists, timeout

    @cached_property
    def compiled(self) -> regex.Pattern[str]:
        """The pattern, ready to run; raises BadOption."""
        names = _LIST.findall(self.text)
        for name in names:
            if not name.isidentifier():
                hint = "a list's name has letters, digits and underscores only"
                raise BadOption(self.option, f"{name!r} cannot be the name of a list", hint)
        try:
            return expressions.compiled(self.text, "i" if self.ignore_case else "", names, self._lists)
        except UnknownList as error:
            raise BadOption(self.option, str(error), "a list is a file lists/NAME.txt in a folder of rules") from error
        except expressions.WrongPattern as error:
            raise BadOption(self.option, f"the pattern is wrong: {error}") from error

    @property
    def look(self) -> Look:
        """The pattern as something to look for in a text, so that nothing is run where it cannot match."""
        return Look(self.text, self.ignore_case, self._lists.get)

    @cached_property
    def _sieve(self) -> Sieve:
        return Sieve(required(self.text, self._lists.get))

    def may_match(self, text: str) -> bool:
        """Whether the literals stand in a text that the pattern cannot match without."""
        return self._sieve.passes(_folded(text))

    @property
    def groups(self) -> Mapping[str, int]:
        """The names of the pattern's groups."""
        return self.compiled.groupindex

    def matches_nothing(self) -> bool:
        """Whether the pattern matches the empty text; raises BadOption where it cannot be run at all."""
        try:
            return self.compiled.fullmatch("", timeout=self._timeout) is not None
        except (RecursionError, MemoryError, TimeoutError) as error:
            raise BadOption(self.option, "the pattern never ends, not even on the empty text") from error

    def search(self, text: str) -> regex.Match[str] | None:
        """The first match; raises TimeoutError."""
        return self.compiled.search(text, timeout=self._timeout)

    def finditer(self, text: str) -> Iterator[regex.Match[str]]:
        """All matches; raises TimeoutError."""
        return self.compiled.finditer(text, timeout=self._timeout)


_folded = Latest(Folded)


class Subject:
    """Tells in which blocks of a document one of some patterns stands: what the block is about."""

    def __init__(self, document: Document, patterns: Sequence[Pattern]) -> None:
        """Each block is searched once, and only where it is asked about."""
        self._document, self._patterns = document, patterns
        self._known: dict[int, bool] = {}

    def holds_at(self, offset: int) -> bool:
        """Whether the block in which a code point stands is about it; raises TimeoutError."""
        block = self._document.block_at(offset) if self._patterns else None
        if block is None:
            return False
        if block.index not in self._known:
            self._known[block.index] = any(pattern.search(block.text) for pattern in self._patterns)
        return self._known[block.index]


def spans_of(patterns: Sequence[Pattern], text: str) -> SpanSet:
    """Where any of some patterns matches in a text; raises TimeoutError."""
    return SpanSet(Span(*found.span()) for pattern in patterns for found in pattern.finditer(text))


def compile_pattern(option: str, text: str, ignore_case: bool, setup: Setup) -> Pattern:
    """A pattern of a rule; raises BadOption, for a trusted rule only when it is first run."""
    pattern = Pattern(option, text, ignore_case, setup.lists, setup.timeout)
    if not setup.trusted and pattern.matches_nothing() and option == "pattern":
        raise BadOption(option, "the pattern matches the empty text, so it would match everywhere")
    return pattern
