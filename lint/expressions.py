"""Regular expressions of this program, compiled when they are first needed: most runs need few of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    import regex


def lazy(text: str, flags: str = "") -> regex.Pattern[str]:
    """A pattern that is compiled when it is first used; `flags` has a letter each, as `regex` names them."""
    return cast("regex.Pattern[str]", _Lazy(text, flags))


class _Lazy:
    """Stands for a compiled pattern. Each method is looked up once: after that a call costs what it always does."""

    def __init__(self, text: str, flags: str) -> None:
        self._text, self._flags = text, flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        import regex

        pattern = regex.compile(self._text, sum(getattr(regex, flag.upper()) for flag in self._flags))
        value = self.__dict__[name] = getattr(pattern, name)
        return value
