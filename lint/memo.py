"""Answers that several rules need of one text, or of one document, worked out once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")


class Latest(Generic[Asked, Answer]):
    """A function that remembers what it answered last: all rules look at one text before any looks at the next.

    What it is asked about is told apart by identity: to compare documents would take longer than to look again.
    """

    def __init__(self, function: Callable[[Asked], Answer]) -> None:
        """`function` must depend on nothing but its argument, which nobody changes."""
        self._function = function
        self._last: tuple[Asked, Answer] | None = None

    def __call__(self, asked: Asked) -> Answer:
        """The answer, which everybody who asks shares."""
        last = self._last
        if last is not None and last[0] is asked:
            return last[1]
        answer = self._function(asked)
        self._last = asked, answer
        return answer
