"""The scorecard bears out what rules promise: no safe fix with a wrong hit or a false alarm on checked pages."""

from __future__ import annotations

import re
from functools import cache

import pytest

from lint.finding import Safety
from lint.loader import load_rules
from scripts import scorecard

needs_data = pytest.mark.skipif(
    not (scorecard.SHARED / "data" / "dev").is_dir(), reason="the data for measuring is not beside this checkout"
)
ROW = re.compile(r"^\| ([a-z][a-z0-9-]+) \| (.*) \|$", re.MULTILINE)
COLUMNS = ("pack", "fix", "hits", "right", "wrong", "precision", "clean_hits", "defects", "alarms")


@cache
def committed() -> dict[str, dict[str, str]]:
    """The rows of the page in the repository, by rule."""
    rows = ROW.findall(scorecard.TARGET.read_text("utf-8"))
    cells = {rule: [cell.strip() for cell in rest.split("|")] for rule, rest in rows if rule != "rule"}
    return {rule: dict(zip(COLUMNS, row, strict=True)) for rule, row in cells.items() if len(row) == len(COLUMNS)}


@pytest.mark.parametrize("rule", [r for r in scorecard.shipped() if r.safety is Safety.SAFE], ids=lambda rule: rule.id)
def test_a_safe_rule_is_borne_out(rule: object) -> None:
    """A new rule is `unsafe` until somebody has measured it: run `make scorecard`, and commit what it writes."""
    row = committed().get(getattr(rule, "id", ""))
    assert row is not None, "not on the scorecard"
    assert row["fix"] == "safe"
    assert (row["wrong"], row["alarms"]) == ("", "")


def test_the_page_speaks_of_rules_that_exist() -> None:
    assert committed().keys() <= {rule.id for rule in load_rules().rules}
    assert len(committed()) >= 120


def test_a_review_says_defect_or_alarm() -> None:
    assert set(scorecard.reviewed().values()) <= {"defect", "alarm"}


@needs_data
def test_the_page_is_what_the_data_says_today() -> None:
    rules = scorecard.shipped()
    card = scorecard.measure(scorecard.SHARED, rules)
    assert scorecard.TARGET.read_text("utf-8") == scorecard.scorecard(card, rules)
    assert card.unlooked == []
