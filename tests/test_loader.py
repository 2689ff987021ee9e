"""Rules are read from YAML, and every mistake is said with file, line, column and a hint.

Each file in data/bad_rules says in its first line what must be said of it: `# expect: LINE:COLUMN message | hint`.
"""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest
from support import DATA, RULES, document

from lint.finding import Safety, Severity
from lint.kinds.pattern import Options
from lint.loader import load_rules
from lint.yamltree import YamlError, parse_yaml, read_yaml

SMALL, OVERRIDES = RULES / "small", RULES / "overrides"
BAD = sorted((DATA / "bad_rules").iterdir())
SMALL_IDS = ["advert", "boats", "misspelt"]


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_mistake_is_said_with_its_place_and_a_hint_and_the_other_rules_load(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(DATA)
    first = path.read_bytes().split(b"\n")[0].decode()
    place, expected = first.removeprefix("# expect: ").split(" ", 1)
    message, hint = expected.split("|")
    loaded = load_rules([SMALL, path], shipped=False)
    (problem,) = loaded.problems
    assert problem.startswith(f"bad_rules/{path.name}:{place}: {message.strip()}")
    assert hint.strip() in problem.partition(" (hint: ")[2]
    others = [rule.id for rule in loaded.rules]
    assert others == [name for name in SMALL_IDS if not (path.stem == "override-with-a-mistake" and name == "misspelt")]


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? ", "[{a: "])
def test_deep_nesting_is_refused_at_once(opening: str) -> None:
    text = opening * 100_000
    start = time.process_time()
    with pytest.raises(YamlError, match=r"nested deeper than 12 levels|as a key"):
        parse_yaml(text, Path("deep.yaml"))
    assert time.process_time() - start < 0.1


def test_nesting_of_twelve_levels_is_read() -> None:
    assert parse_yaml("[" * 12 + "]" * 12, Path("deep.yaml")).items
    with pytest.raises(YamlError, match=r"deep\.yaml:1:13: nested deeper than 12 levels"):
        parse_yaml("[" * 13 + "]" * 13, Path("deep.yaml"))


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.yaml"
    path.write_bytes(b"#" * 1_000_001)
    with pytest.raises(YamlError, match="the file is larger than 1,000,000 bytes"):
        read_yaml(path)


def test_a_missing_folder_is_a_problem_and_the_other_rules_load(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(DATA)
    loaded = load_rules([SMALL, DATA / "none"], shipped=False)
    assert [rule.id for rule in loaded.rules] == SMALL_IDS
    assert loaded.problems == ("none: No such file or directory",)


def test_words_that_yaml_reads_as_something_else_stay_text(tmp_path: Path) -> None:
    path = tmp_path / "text.yaml"
    text = (SMALL / "advert.yaml").read_text("utf-8")
    path.write_text(text.replace("An advertisement's label.", "no").replace("A small rule", "1:30 #"), "utf-8")
    (rule,) = load_rules([path], shipped=False).rules
    assert (rule.message, rule.why) == ("no", "1:30")


def test_an_override_switches_a_rule_off() -> None:
    rule = load_rules([SMALL, OVERRIDES / "off.yaml"], shipped=False).named("misspelt")
    assert rule
    assert (rule.enabled, rule.severity) == (False, Severity.ERROR)


def test_an_override_changes_the_severity_alone() -> None:
    before = load_rules([SMALL], shipped=False).named("misspelt")
    after = load_rules([SMALL, OVERRIDES / "severity.yaml"], shipped=False).named("misspelt")
    assert before
    assert after
    assert after.severity is Severity.INFO
    assert (after.id, after.pack, after.options, after.fix) == (before.id, "small", before.options, before.fix)


def test_an_override_adds_an_option_to_the_others() -> None:
    rule = load_rules([SMALL, OVERRIDES / "options.yaml"], shipped=False).named("misspelt")
    assert rule
    assert rule.options == Options(pattern=r"\bteh\b", ignore_case=True)
    assert [match.span for match in rule.checker.find(document("Teh boat"))] == [(0, 3)]


def test_an_override_changes_what_a_fix_promises_alone(tmp_path: Path) -> None:
    (tmp_path / "milder.yaml").write_text("override: misspelt\nfix: {safety: unsafe}\n", "utf-8")
    rule = load_rules([SMALL, tmp_path], shipped=False).named("misspelt")
    assert rule
    assert rule.fix
    assert (rule.fix.action, rule.fix.replacement, rule.fix.safety) == ("replace", "the", Safety.UNSAFE)


def test_examples_know_the_file_that_they_stand_in(tmp_path: Path) -> None:
    (tmp_path / "milder.yaml").write_text("override: misspelt\nseverity: info\n", "utf-8")
    rule = load_rules([SMALL, tmp_path], shipped=False).named("misspelt")
    assert rule
    assert rule.path.name == "milder.yaml"
    assert {place.path.name for place, _ in rule.examples} == {"misspelt.yaml"}


def test_two_overrides_of_one_rule_both_hold() -> None:
    rule = load_rules([SMALL, OVERRIDES], shipped=False).named("misspelt")
    assert rule
    assert (rule.enabled, rule.severity) == (False, Severity.INFO)


def test_a_folder_of_rules_brings_its_own_lists() -> None:
    rule = load_rules([SMALL], shipped=False).named("boats")
    assert rule
    assert [match.values["text"] for match in rule.checker.find(document("a trawler, a lighter, a # ship"))] == [
        "trawler",
        "lighter",
    ]


def test_a_pack_is_the_folder_of_a_rule_wherever_that_folder_stands(tmp_path: Path) -> None:
    """Also below a folder named `lists`, whose name means something only inside a folder of rules."""
    folder = tmp_path / "lists" / "rules"
    shutil.copytree(SMALL, folder / "mine")
    loaded = load_rules([folder], shipped=False)
    assert [rule.pack for rule in loaded.rules] == ["mine"] * 2
