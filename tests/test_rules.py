"""The shipped rules: every example holds, and each rule stands where its name says."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint import examples
from lint.lists import SHIPPED_RULES
from lint.loader import load_rules
from lint.rule import Rule

LOADED = load_rules()
ENABLED = [rule for rule in LOADED.rules if rule.enabled]


def test_every_rule_loads() -> None:
    assert LOADED.problems == ()


@pytest.mark.parametrize("rule", LOADED.rules, ids=lambda rule: rule.id)
def test_the_examples_of_a_rule_hold(rule: Rule) -> None:
    assert [str(failure) for failure in examples.run(rule, ENABLED)] == []


@pytest.mark.parametrize("rule", LOADED.rules, ids=lambda rule: rule.id)
def test_a_rule_stands_in_the_file_of_its_name_and_says_why(rule: Rule) -> None:
    assert rule.path.relative_to(SHIPPED_RULES) == Path(rule.pack) / f"{rule.id}.yaml"
    assert len(rule.why.split()) >= 8
    assert rule.message.endswith((".", "?"))


def test_every_list_says_where_it_is_from() -> None:
    for path in (SHIPPED_RULES / "lists").glob("*.txt"):
        head = [line for line in path.read_text("utf-8").split("\n") if line.startswith("#")]
        assert any("ource" in line for line in head), path.name


def test_every_list_is_used() -> None:
    everything = [*SHIPPED_RULES.rglob("*.yaml"), *(Path(__file__).parent.parent / "lint").rglob("*.py")]
    text = "\n".join(path.read_text("utf-8") for path in everything)
    for path in (SHIPPED_RULES / "lists").glob("*.txt"):
        if path.stem.startswith("function_words_"):
            continue  # found by their name: see lint/languages.py
        assert f"L<{path.stem}>" in text or f'"{path.stem}"' in text or f": {path.stem}" in text, path.name
