"""The sieve is made where it pays, kept, and never trusted where it is damaged."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from lint import rulestore
from lint.lineup import Lineup, lineup_of
from lint.loader import load_rules
from lint.prefilter import RUNS_BEFORE_IT_PAYS, sieve_of
from lint.rule import Rule
from lint.store import Store

RULE = """
id: teh
kind: pattern
category: placeholder
message: A slip.
why: A slip of the keyboard.
options: {pattern: '\\bteh\\b'}
examples: [{bad: Teh end teh.}, {bad: teh}, {ok: the}, {ok: tehran}]
"""


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("COPYDESK_CACHE_DIR", str(folder))
    return folder


@pytest.fixture
def store(cache: Path) -> Store:
    del cache  # in which it is
    return Store(b"some rules")


@pytest.fixture
def rules(tmp_path: Path) -> tuple[Rule, ...]:
    path = tmp_path / "teh.yaml"
    path.write_text(RULE, "utf-8")
    loaded = load_rules([path], shipped=False)
    assert loaded.problems == ()
    return tuple(loaded.rules)


def test_for_little_text_one_is_made_when_the_rules_have_been_used_again_and_again(
    store: Store, rules: tuple[Rule, ...]
) -> None:
    for _ in range(RUNS_BEFORE_IT_PAYS):
        assert sieve_of(rules, store, make=None) is None
    made = sieve_of(rules, store, make=None)
    assert made is not None
    assert made.sift("teh end") == {"teh": [2]}


def test_for_much_text_one_is_made_at_once_and_found_by_the_next_run(store: Store, rules: tuple[Rule, ...]) -> None:
    assert sieve_of(rules, store, make=False) is None
    assert sieve_of(rules, store, make=True) is not None
    assert sieve_of(rules, store, make=False) is not None


def test_a_damaged_database_is_made_anew(cache: Path, store: Store, rules: tuple[Rule, ...]) -> None:
    assert sieve_of(rules, store, make=True)
    (database,) = cache.rglob("database-*")
    database.write_bytes(database.read_bytes()[:-20])
    assert sieve_of(rules, store, make=False) is None
    assert sieve_of(rules, store, make=True)
    assert sieve_of(rules, store, make=False)


@pytest.mark.parametrize("kept", [None, 5, (), ((), ()), ((1, 2, 3, 4, 5), ("x",)), "sieve"])
def test_what_is_no_sieve_is_none(store: Store, rules: tuple[Rule, ...], kept: object) -> None:
    store.write("sieve", kept)
    assert sieve_of(rules, store, make=False) is None


def test_a_machine_without_the_scanner_does_without(
    store: Store, rules: tuple[Rule, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "hyperscan", None)
    assert sieve_of(rules, store, make=True) is None


def test_without_a_sieve_each_rule_tells_for_itself_unless_all_are_asked(rules: tuple[Rule, ...]) -> None:
    names = [rule.id for rule, _ in Lineup(rules).candidates("the end")]
    assert names == []
    assert [rule.id for rule, _ in Lineup(rules).candidates("teh end")] == ["teh"]
    assert [rule.id for rule, _ in Lineup(rules, asks_all=True).candidates("the end")] == ["teh"]


@pytest.mark.usefixtures("cache")
def test_stored_rules_bring_their_sieve() -> None:
    lineup = rulestore.load().rules
    assert lineup_of(lineup).sifter(make=False) is None
