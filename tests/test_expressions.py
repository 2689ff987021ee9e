"""Patterns are compiled once, and what comes back of an earlier run's work matches as it did."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import regex

from lint import expressions
from lint.expressions import WrongPattern, compiled, lazy
from lint.lists import SHIPPED_RULES, Lists, UnknownList, read_list
from lint.loader import load_rules
from lint.stamps import program
from lint.store import Store, pack


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("COPYDESK_CACHE_DIR", str(tmp_path / "cache"))
    expressions._shelf.cache_clear()
    yield tmp_path / "cache"
    expressions._shelf.cache_clear()


def next_run() -> None:
    expressions.keep()
    expressions._shelf.cache_clear()


def forbid_compiling(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a pattern is compiled")

    monkeypatch.setattr(regex, "compile", refuse)


@pytest.fixture
def lists(tmp_path: Path) -> Lists:
    (tmp_path / "rules" / "lists").mkdir(parents=True)
    write_list(tmp_path, "boat\nferry\n")
    return Lists(tmp_path / "rules")


def write_list(folder: Path, text: str) -> None:
    (folder / "rules" / "lists" / "ships.txt").write_text(text, "utf-8")


def test_the_next_run_does_not_compile_what_this_one_has(monkeypatch: pytest.MonkeyPatch, lists: Lists) -> None:
    first = compiled(r"\b(?P<ship>\L<ships>)s?+\b", "i", ["ships"], lists)
    next_run()
    forbid_compiling(monkeypatch)
    again = compiled(r"\b(?P<ship>\L<ships>)s?+\b", "i", ["ships"], lists)
    assert again is not first
    assert [m["ship"] for m in again.finditer("Two Ferrys, a boat, a raft")] == ["Ferry", "boat"]
    assert (again.pattern, again.flags, again.groupindex) == (first.pattern, first.flags, first.groupindex)


def test_every_pattern_of_the_shipped_rules_comes_back_as_it_was() -> None:
    rules = [rule for rule in load_rules().rules if rule.kind == "pattern"]
    texts = [example.text for rule in rules for _, example in rule.examples][::17]
    patterns = [rule.checker.pattern for rule in rules]  # type: ignore[attr-defined]
    before = [pattern.compiled for pattern in patterns]
    next_run()
    for pattern, first in zip(patterns, before, strict=True):
        del pattern.compiled
        again = pattern.compiled
        assert again is not first
        for text in texts:
            assert [m.span() for m in again.finditer(text)] == [m.span() for m in first.finditer(text)]


def test_flags_and_other_words_in_a_list_make_another_pattern(tmp_path: Path, lists: Lists) -> None:
    assert compiled("boat").search("BOAT") is None
    assert compiled("boat", "i").search("BOAT")
    assert compiled(r"\L<ships>", "", ["ships"], lists).search("raft") is None
    next_run()
    write_list(tmp_path, "boat\nraft\n")
    for fresh in (lists, Lists(tmp_path / "rules")):
        read_list.cache_clear()
        assert compiled(r"\L<ships>", "", ["ships"], fresh).search("raft")


def test_a_list_that_is_not_there_is_an_error_whatever_is_kept(lists: Lists) -> None:
    with pytest.raises(UnknownList, match="ships"):
        compiled(r"\L<ship>", "", ["ship"], lists)


def test_what_is_no_pattern_is_said_each_time() -> None:
    for _ in range(2):
        with pytest.raises(WrongPattern, match="missing"):
            compiled("(")
        next_run()


def test_a_lazy_pattern_is_compiled_when_it_is_used() -> None:
    wrong, right = lazy("("), lazy(r"(?P<first>a) b", "xi")
    assert right.findall("AB ab") == ["A", "a"]
    assert right.findall("ab") == ["a"]
    with pytest.raises(WrongPattern):
        wrong.search("")


KEPT = [
    pytest.param(None, id="nothing"),
    pytest.param([1, 2], id="another-type"),
    pytest.param({"key": 1}, id="no-bytes"),
    pytest.param({"key": b"\x80"}, id="damaged"),
    pytest.param({"key": pack(None)}, id="no-arguments"),
    pytest.param({"key": pack(("another pattern", 0))}, id="of-another-pattern"),
    pytest.param({"key": pack(("a+", 0))}, id="too-few-arguments"),
]


@pytest.mark.parametrize("kept", KEPT)
def test_what_cannot_be_used_is_compiled_anew(kept: object) -> None:
    key = repr(("a+", "", []))
    value = {key: kept["key"]} if isinstance(kept, dict) else kept
    Store(program()).write("expressions", value)
    assert compiled("a+").findall("aab") == ["aa"]


def test_what_two_processes_have_compiled_is_kept_of_both() -> None:
    compiled("one")
    other = expressions._Shelf(Store(program()))
    other.compiled("two", "", (), None)
    other.keep()
    next_run()
    assert sorted(Store(program()).read("expressions")) == sorted(repr((text, "", [])) for text in ("one", "two"))


def test_nothing_is_written_where_nothing_was_compiled(cache: Path) -> None:
    compiled("one")
    next_run()
    before = os.stat(next(cache.rglob("expressions"))).st_mtime_ns
    compiled("one")
    next_run()
    assert os.stat(next(cache.rglob("expressions"))).st_mtime_ns == before


def test_expressions_that_nobody_needs_do_not_pile_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expressions, "_MOST_KEPT", 3)
    for number in range(5):
        compiled(f"a{number}")
        next_run()
    assert len(Store(program()).read("expressions")) <= 3


def test_shipped_lists_are_where_the_rules_are() -> None:
    assert Lists(SHIPPED_RULES).stamp("english")[0] == str(SHIPPED_RULES / "lists" / "english.txt")
