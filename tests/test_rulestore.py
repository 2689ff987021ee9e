"""Rules that an earlier run has read are the same rules, and are read again where anything has changed."""

from __future__ import annotations

import dataclasses
import os
import sys
from pathlib import Path

import pytest
from support import document

from lint import rulestore, stamps
from lint.lists import read_list
from lint.loader import load_rules
from lint.rule import Rule
from lint.rulestore import key, load
from lint.store import Store

RULE = """\
id: {id}
kind: pattern
category: duplicate
message: A slip.
why: Somebody slipped.
options:
  pattern: '{pattern}'
examples:
  - bad: {bad}
  - bad: a {bad}
  - ok: ship
  - ok: a ship
"""


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COPYDESK_CACHE_DIR", str(tmp_path / "cache"))
    read_list.cache_clear()
    return tmp_path / "cache"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    (folder / "lists").mkdir(parents=True)
    (folder / "lists" / "boats.txt").write_text("bote\nferri\n", "utf-8")
    write(folder, "slip", r"\L<boats>", "bote")
    return folder


def write(folder: Path, name: str, pattern: str, bad: str) -> None:
    (folder / f"{name}.yaml").write_text(RULE.format(id=name, pattern=pattern, bad=bad), "utf-8")


def forbid_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("rules are read")

    monkeypatch.setattr(rulestore._Source, "read", refuse)


def values(rule: Rule) -> dict[str, object]:
    """All of a rule that can be compared."""
    alike = {field.name: getattr(rule, field.name) for field in dataclasses.fields(rule)}
    del alike["checker"], alike["recogniser"]
    return alike


def test_the_next_run_has_the_same_rules_without_reading_them(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    read, _ = load_rules([folder]), load([folder])
    forbid_reading(monkeypatch)
    kept = load([folder])
    assert kept.problems == ()
    assert [values(rule) for rule in kept.rules] == [values(rule) for rule in read.rules]
    assert [type(rule.checker) for rule in kept.rules] == [type(rule.checker) for rule in read.rules]
    assert [rule.safety for rule in kept.rules] == [rule.safety for rule in read.rules]


def test_every_rule_finds_in_its_examples_what_it_found(monkeypatch: pytest.MonkeyPatch) -> None:
    load()
    forbid_reading(monkeypatch)
    for kept, read in zip(load().rules, load_rules().rules, strict=True):
        for _, example in read.examples[:2]:
            text = document(example.text)
            assert list(kept.find(text)) == list(read.find(text)), read.id


def test_a_rule_is_made_only_where_it_is_asked_for() -> None:
    load()
    rule = load().rules[0]
    copy = rule.but(enabled=False)
    assert not copy.enabled
    for one in (rule, copy):
        assert not {"checker", "options", "message", "examples"} & vars(one).keys()
    assert rule.message
    assert rule.message is rule.message
    with pytest.raises(AttributeError, match="name_of_nothing"):
        getattr(rule, "name_of_nothing")  # noqa: B009 - it is no field


def test_a_rule_with_other_values_finds_the_same(folder: Path) -> None:
    load([folder])
    rule = load([folder]).named("slip")
    assert rule is not None
    assert [m.span for m in rule.but(id="other").find(document("a bote"))] == [(2, 6)]
    assert dataclasses.replace(rule, id="other").message == "A slip."


def change_rule(folder: Path) -> None:
    write(folder, "slip", "ferri", "ferri")


def change_list(folder: Path) -> None:
    """To one of the same size."""
    (folder / "lists" / "boats.txt").write_text("bote\nraffd\n", "utf-8")
    read_list.cache_clear()


def add_rule(folder: Path) -> None:
    write(folder, "another", "raffd", "raffd")


def add_pack(folder: Path) -> None:
    (folder / "below").mkdir()
    add_rule(folder / "below")


def remove_rule(folder: Path) -> None:
    (folder / "slip.yaml").unlink()


@pytest.mark.parametrize("change", [change_rule, change_list, add_rule, add_pack, remove_rule])
def test_what_changes_in_the_users_rules_changes_the_rules(folder: Path, change: object) -> None:
    before = key([folder], 1.0)
    load([folder])
    times = {path: path.stat() for path in folder.rglob("*")}
    assert callable(change)
    change(folder)
    for path, status in times.items():  # not even the times need tell
        if path.exists():
            os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert key([folder], 1.0) != before
    text = document("bote ferri raffd")
    found = [(rule.id, m.span) for rule in load([folder]).rules if rule.pack != "core" for m in rule.find(text)]
    read = [(rule.id, m.span) for rule in load_rules([folder]).rules if rule.pack != "core" for m in rule.find(text)]
    assert found == read


@pytest.mark.skipif(sys.platform == "win32", reason="has no pipes with names")
def test_a_pipe_among_the_rules_does_not_let_a_run_wait(folder: Path) -> None:
    os.mkfifo(folder / "pipe.yaml")
    os.mkfifo(folder / "lists" / "pipe.txt")
    loaded = load([folder])
    assert [problem.partition("pipe.yaml")[2] for problem in loaded.problems] == [":1:1: not a regular file"]
    assert loaded.named("slip")


def test_the_key_tells_timeouts_folders_and_versions_apart(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = {key([], 1.0), key([], 2.0), key([folder], 1.0), key([folder / "slip.yaml"], 1.0)}
    monkeypatch.chdir(tmp_path)
    keys.add(key([Path("own")], 1.0))
    monkeypatch.setattr(stamps, "__version__", "0.0")
    stamps.program.cache_clear()
    keys.add(key([], 1.0))
    stamps.program.cache_clear()
    assert len(keys) == 6


def test_a_change_of_the_program_changes_the_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "module.py").write_text("pass", "utf-8")
    monkeypatch.setattr(stamps, "_PACKAGE", str(tmp_path))
    keys = set()
    for text in ("pass", "pass  # now"):
        (tmp_path / "module.py").write_text(text, "utf-8")
        stamps.program.cache_clear()
        keys.add(key([], 1.0))
    stamps.program.cache_clear()
    assert len(keys) == 2


def test_the_timeout_is_that_which_was_asked_for(folder: Path) -> None:
    load([folder], 1.0)
    load([folder], 2.0)
    for timeout in (1.0, 2.0):
        rule = load([folder], timeout).named("slip")
        assert rule is not None
        assert rule.checker.setup.timeout == timeout  # type: ignore[attr-defined]


def test_mistakes_are_said_by_every_run(folder: Path) -> None:
    write(folder, "wrong", "(", "bote")
    for _ in range(2):
        loaded = load([folder])
        assert len(loaded.problems) == 1
        assert "the pattern is wrong" in loaded.problems[0]
        assert loaded.named("slip")


@pytest.mark.parametrize(
    "kept", [None, 1, [1], [((), b"")], [(("id",) * 12, b"")], {"a": 1}, [(tuple(range(12)), b"x")]]
)
def test_a_store_of_another_form_counts_as_none(kept: object) -> None:
    Store(key([], 2.0)).write("rules", kept)
    assert len(load([], 2.0).rules) > 200


def test_what_of_a_rule_cannot_be_used_is_read_again(folder: Path) -> None:
    load([folder])
    store = Store(key([folder], 2.0))
    store.write("rules", [(head, b"damaged") for head, _ in store.read("rules")])
    rule = load([folder]).named("slip")
    assert rule is not None
    assert rule.message == "A slip."
    assert [m.span for m in rule.find(document("a bote"))] == [(2, 6)]


def test_more_can_be_kept_beside_the_rules(folder: Path) -> None:
    first = load([folder]).store
    assert first
    first.write("more", {"b": b"\0" * 1000})
    again = load([folder]).store
    assert again
    assert again.read("more") == {"b": b"\0" * 1000}
    add_rule(folder)
    changed = load([folder]).store
    assert changed
    assert changed.read("more") is None
