"""Answers are worked out once for all who ask one after the other."""

from __future__ import annotations

from lint.expressions import lazy
from lint.memo import Latest


def test_an_answer_is_worked_out_once_for_the_same_thing_and_again_for_the_next() -> None:
    asked: list[list[int]] = []

    def total(numbers: list[int]) -> int:
        asked.append(numbers)
        return sum(numbers)

    one, other = [1, 2], [1, 2]
    latest = Latest(total)
    assert [latest(one), latest(one), latest(other), latest(one)] == [3, 3, 3, 3]
    assert [numbers is one for numbers in asked] == [True, False, True]


def test_a_pattern_is_compiled_when_it_is_used_and_not_before() -> None:
    lazy("(")  # no pattern at all, which nobody has noticed
    vowels = lazy("[aei]  # and no others", "ix")
    assert vowels.findall("Ferry at Eleven") == ["e", "a", "E", "e", "e"]
    assert vowels.sub("-", "Abc") == "-bc"
