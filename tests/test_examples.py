"""A rule's examples are run as its tests, and each way in which they can fail is told.

Each file in data/bad_examples says in its first line what fails: `# expect: LINE SORT: message`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from support import DATA, rules

from lint import examples
from lint.document import Document
from lint.example import Example
from lint.finding import Edit, Match
from lint.rule import PROTECT
from lint.text import Span
from lint.yamltree import Place

BAD = sorted((DATA / "bad_examples").iterdir())


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_an_example_that_does_not_hold_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(DATA)
    expected = path.read_text("utf-8").split("\n")[0].removeprefix("# expect: ")
    (rule,) = rules(str(path))
    (failure,) = examples.run(rule, [rule, *rules("small")])
    said = f"{failure.line} {failure.sort}: {failure.message}"
    assert said.split("\n")[0].removesuffix(":") == expected
    assert str(failure) == f"bad_examples/{path.name}:{failure.line}: {failure.sort} bad: {failure.message}"


def test_examples_that_hold_say_nothing() -> None:
    small = rules("small", "protect")
    assert any(rule.kind == PROTECT for rule in small)
    assert [failure for rule in small for failure in examples.run(rule, small)] == []


def test_a_message_that_names_what_the_match_does_not_say_is_told() -> None:
    (rule,) = rules("unnamed")
    said = [(failure.sort, failure.message) for failure in examples.run(rule, [rule])]
    assert said == [("unnamed", "the message or summary names {tag}, which the match does not say")] * 2


def test_a_wrong_fix_is_shown_as_a_difference() -> None:
    (rule,) = rules(str(DATA / "bad_examples" / "wrong-fix.yaml"))
    (failure,) = examples.run(rule, [rule])
    assert failure.message.split("\n")[1:] == [
        "    (- in the example, + made by the fix)",
        "    - A tag",
        "    + A tag</b>",
    ]


class Scripted:
    """A checker that finds other spans each time it is asked, as no rule should."""

    def __init__(self, *answers: Span | None) -> None:
        self.answers = iter(answers)

    def find(self, document: Document) -> Iterator[Match]:
        """The next answer, whatever the document."""
        del document
        span = next(self.answers)
        if span:
            yield Match(span, (Edit(*span, ""),))


def test_a_fix_that_changes_good_again_is_unstable() -> None:
    (rule,) = rules("small/advert.yaml")
    fickle = Scripted(Span(2, 3), Span(2, 3), None, Span(1, 2), None)
    example = Example(bad="No!", good="No")
    failures = examples.run(replace(rule, checker=fickle, examples=((Place(rule.path, 1, 1), example),)), [])
    assert [failure.sort for failure in failures] == ["too-few", "too-few", "unstable"]
