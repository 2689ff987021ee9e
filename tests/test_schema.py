"""The JSON Schema for editors agrees with the loader about the shipped rules."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest
import yaml

from lint.lists import SHIPPED_RULES
from lint.schema import rule_schema

VALIDATOR = jsonschema.Draft202012Validator(rule_schema())
RULE: dict[str, Any] = {"id": "x", "kind": "pattern", "category": "markup", "message": "m.", "why": "w."}


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(rule_schema())


@pytest.mark.parametrize("path", sorted(SHIPPED_RULES.rglob("*.yaml")), ids=lambda path: path.stem)
def test_a_shipped_rule_fits(path: Any) -> None:
    assert [error.message for error in VALIDATOR.iter_errors(yaml.safe_load(path.read_text("utf-8")))] == []


@pytest.mark.parametrize(
    "rule",
    [
        {**RULE, "options": {"pattern": "a"}, "colour": "red"},
        {**RULE, "options": {"patern": "a"}},
        {**RULE, "options": {"pattern": "a"}, "category": "nonsense"},
        {**RULE, "options": {"pattern": "a"}, "fix": {"action": "burn", "safety": "safe"}},
        {"id": "x", "kind": "pattern"},
    ],
    ids=["unknown key", "unknown option", "unknown category", "unknown action", "missing keys"],
)
def test_what_the_loader_refuses_does_not_fit(rule: dict[str, Any]) -> None:
    assert list(VALIDATOR.iter_errors(rule))


def test_an_override_needs_only_what_it_changes() -> None:
    assert not list(VALIDATOR.iter_errors({"override": "repeated-block", "enabled": False}))
