"""What stands in quotation marks, and rules that leave it alone."""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter

import pytest
from hypothesis import given
from support import TEXTS, document, rules

from lint import engine
from lint.quotations import quotations

QUOTED = {  # a paragraph, and what is quoted in it
    'He said "teh sea" twice.': ['"teh sea"'],
    '"One," he said, "and two."': ['"One,"', '"and two."'],
    "He said “teh sea” and “teh end”.": ["“teh sea”", "“teh end”"],
    "Er sagte „teh See“ und »teh Ende«.": ["„teh See“", "»teh Ende«"],
    "Il dit «teh mer».": ["«teh mer»"],
    "He said ‘teh sea’, didn’t he?": ["‘teh sea’"],
    "“He said ‘teh sea’ to me.”": ["“He said ‘teh sea’ to me.”"],
    "They don’t know the boys’ teh.": [],
    "In the ‘90s and ‘em days’ teh": [],
    "“It never ends, teh": [],
    "“It never ends, “teh sea”": ["“teh sea”"],
    'A 6" board and a 5" one': [],
    'a " b " c': [],
    "": [],
}


@pytest.mark.parametrize("text", QUOTED)
def test_a_quotation_has_both_its_marks(text: str) -> None:
    assert [text[slice(*span)] for span in quotations(text)] == QUOTED[text]


def test_a_rule_that_says_so_leaves_quotations_alone() -> None:
    (misspelt,) = rules("small/misspelt.yaml")
    text = document("teh “teh sea” teh\n\n“teh”, “teh\n\nteh” teh")
    found = [finding.span.start for finding in engine.check(text, [misspelt]).findings]
    kept = [finding.span.start for finding in engine.check(text, [replace(misspelt, skip_quotations=True)]).findings]
    assert kept == [start for start in found if start not in (5, 20)]
    assert len(found) == len(kept) + 2


@given(TEXTS)
def test_quotations_are_in_order_and_apart(text: str) -> None:
    end = 0
    for span in quotations(text):
        assert end <= span.start < span.end <= len(text)
        end = span.end


def test_many_marks_take_no_long_time() -> None:
    start = perf_counter()
    quotations("“" * 200_000 + " ‘" * 200_000 + '"' * 200_000)
    assert perf_counter() - start < 5
