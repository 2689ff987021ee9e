"""Regular expressions of `regex`, compiled when they are first needed, and only where no earlier run has done so.

`regex` compiles slowly, and importing it takes longer than Python itself needs to start. What it compiles is plain
data, which it takes back at once.
"""

from __future__ import annotations

import copyreg
from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol, cast

from lint.stamps import Stamp, program
from lint.store import Store, pack, unpack

if TYPE_CHECKING:
    import regex

DEFAULT_TIMEOUT = 2.0
"""Seconds that one pattern may spend on one block."""
_NAME = "expressions"
_MOST_KEPT = 5_000
"""Expressions of rules that are no more are never looked for again; where they are too many, all are forgotten."""


class WrongPattern(ValueError):
    """The text is no pattern; the message says why."""


class ListSource(Protocol):
    r"""Where the lists come from that `\L<name>` stands for."""

    def get(self, name: str) -> Sequence[str]:
        """The entries of a list; raises LookupError."""
        ...

    def stamp(self, name: str) -> Stamp:
        """What is another where the entries are; raises LookupError."""
        ...


def lazy(text: str, flags: str = "") -> regex.Pattern[str]:
    """A pattern of this program that is compiled when it is first used; `flags` is as in `compiled`."""
    return cast("regex.Pattern[str]", _Lazy(text, flags))


class _Lazy:
    """Stands for a compiled pattern. Each method is looked up once: after that a call costs what it always does."""

    def __init__(self, text: str, flags: str) -> None:
        self._text, self._flags = text, flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        value = getattr(compiled(self._text, self._flags), name)
        self.__dict__[name] = value
        return value


def compiled(
    text: str, flags: str = "", names: Iterable[str] = (), lists: ListSource | None = None
) -> regex.Pattern[str]:
    """A compiled pattern; raises WrongPattern, or LookupError for a list that is not there.

    `flags` holds one letter a flag, as `regex` names them: `i` for `IGNORECASE`. `names` are those of its lists.
    """
    return _shelf().compiled(text, flags, tuple(names), lists)


def keep() -> None:
    """Keep what was compiled for later runs."""
    if _shelf.cache_info().currsize:  # or nothing was
        _shelf().keep()


@cache
def _shelf() -> _Shelf:
    return _Shelf(Store(program()))


class _Shelf:
    """What was compiled, by this run and by earlier ones."""

    def __init__(self, store: Store) -> None:
        self._store = store
        known = store.read(_NAME)
        self._known: dict[str, bytes] = known if isinstance(known, dict) else {}
        self._new: dict[str, bytes] = {}
        self._made: dict[str, regex.Pattern[str]] = {}

    def compiled(self, text: str, flags: str, names: tuple[str, ...], lists: ListSource | None) -> regex.Pattern[str]:
        stamps = [(name, lists.stamp(name)) for name in names if lists]
        key = repr((text, flags, stamps))
        if key not in self._made:
            self._made[key] = _restored(self._known.get(key), text) or self._compile(key, text, flags, names, lists)
        return self._made[key]

    def _compile(
        self, key: str, text: str, flags: str, names: tuple[str, ...], lists: ListSource | None
    ) -> regex.Pattern[str]:
        import regex

        entries: dict[str, Any] = {name: list(lists.get(name)) for name in names if lists}
        try:
            pattern = regex.compile(text, sum(getattr(regex, flag.upper()) for flag in flags), **entries)
        except (regex.error, RecursionError, MemoryError, OverflowError) as error:
            raise WrongPattern(str(error)) from error
        if data := _data(pattern):
            self._new[key] = data
        return pattern

    def keep(self) -> None:
        if not self._new:
            return
        known = self._store.read(_NAME)  # to which others may have added in the meantime
        together = {**known, **self._new} if isinstance(known, dict) else self._new
        self._store.write(_NAME, together if len(together) <= _MOST_KEPT else self._new)
        self._new = {}


def _data(pattern: regex.Pattern[str]) -> bytes | None:
    """What a pattern is made from, as `regex` says it for pickling; None where that is not as expected."""
    import regex

    reduce = copyreg.dispatch_table.get(regex.Pattern)
    made = reduce(pattern) if reduce else None
    if not isinstance(made, tuple) or made[0] is not _maker():
        return None
    return pack(made[1])


def _restored(data: object, text: str) -> regex.Pattern[str] | None:
    """The pattern in what `_data` has said of it; None where it says something else."""
    arguments = unpack(data) if isinstance(data, bytes) else None
    if not isinstance(arguments, tuple) or not arguments or arguments[0] != text:
        return None
    try:
        return cast("regex.Pattern[str]", _maker()(*arguments))
    except (TypeError, ValueError, RuntimeError, MemoryError, OverflowError):
        return None


@cache
def _maker() -> Any:
    """The function of `regex` that makes a pattern from its compiled form."""
    from regex import _regex

    return vars(_regex)["compile"]
