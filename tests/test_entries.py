"""Entries of the configuration over many files: which of them nothing needs, however the run goes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from lint import runner
from lint.config import NAME, load_config
from lint.entries import Ledger
from lint.plan import Plan
from lint.recall import recall_of
from lint.report import FileReport
from lint.runner import run
from lint.suppression.uses import Uses
from lint.yamltree import YamlError

ENTRIES = """\
suppress:
  - {rule: doubled-word, path: desk/a.txt, text: the the song}
  - {rule: doubled-word, path: desk/*.txt, text: the the sea}
  - {rule: doubled-word, text: the the moon}
  - {rule: doubled-word, path: desk/b.txt}
  - {rule: glued-sentences, path: desk/c.txt}
  - {rule: all, path: gone/d.txt}
"""


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Plan:
    """Three files, in which the third, the fourth and the fifth entry are not needed, and the sixth is for one gone."""
    monkeypatch.setenv("COPYDESK_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setattr(runner, "FEWEST_BYTES_FOR_PROCESSES", 0)
    monkeypatch.setattr(runner, "_BYTES_A_CHUNK", 20)
    (tmp_path / NAME).write_text(ENTRIES, "utf-8")
    desk = tmp_path / "desk"
    desk.mkdir()
    (desk / "a.txt").write_text("We sang the the song.\n", "utf-8")
    (desk / "b.txt").write_text("We sang the song.\n", "utf-8")
    (desk / "c.txt").write_text("We saw the the sea.\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    return Plan(entries=load_config(tmp_path / NAME).entries, folders=(tmp_path,))


FILES = ["desk/a.txt", "desk/b.txt", "desk/c.txt"]


def said(reports: list[FileReport]) -> list[str]:
    return [
        f"{p.path}:{p.place.start.line}:{p.place.start.column} {p.finding.rule}" for r in reports for p in r.findings
    ]


def reports(plan: Plan, files: list[str] = FILES, jobs: int = 1) -> list[FileReport]:
    recall = recall_of(plan)
    rules = recall.rules(plan.load) if recall else plan.load().rules
    return list(run(files, plan, rules, jobs, recall))


UNUSED = [f"{NAME}:{line}:5 unused-suppression" for line in (4, 5, 6, 7)]


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("cache", [False, True])
def test_what_nothing_needed_is_told_once_at_the_end(plan: Plan, jobs: int, cache: bool) -> None:
    plan = replace(plan, cache=cache)
    assert said(reports(plan, jobs=jobs)) == UNUSED
    assert said(reports(plan, jobs=jobs)) == UNUSED


def test_a_result_that_was_kept_holds_for_its_entries_alone(plan: Plan) -> None:
    kept = replace(plan, cache=True)
    reports(kept)
    assert said(reports(replace(kept, entries=()))) == [
        "desk/a.txt:1:9 doubled-word",
        "desk/c.txt:1:8 doubled-word",
    ]
    assert said(reports(kept)) == UNUSED


def test_of_files_that_were_not_all_checked_nothing_is_said(plan: Plan) -> None:
    assert said(reports(replace(plan, folders=()))) == [UNUSED[1], UNUSED[2]]
    assert said(reports(replace(plan, folders=()), FILES[:1])) == []
    assert said(reports(replace(plan, folders=(Path("desk"),)))) == [UNUSED[1], UNUSED[2]]


def test_a_file_that_cannot_be_read_may_need_every_entry_for_it(plan: Plan) -> None:
    Path("desk/b.txt").write_bytes(b"\0" * 50)
    assert said(reports(plan)) == [UNUSED[2], UNUSED[3]]


def test_it_is_told_as_the_configuration_wants_it(plan: Plan) -> None:
    (tell,) = (rule for rule in plan.load().rules if rule.id == "unused-suppression")
    others = tuple(rule for rule in plan.load().rules if rule is not tell and rule.id != tell.id)
    assert said(list(run(FILES, plan, others, 1))) == []


PATTERNS = {  # a path, the folders that are checked as a whole, and whether it is judged
    "desk/*.txt": (["desk"], True),
    "desk/**/new/*.txt": (["desk"], True),
    "/desk/": (["desk"], True),
    "*.txt": (["desk"], False),
    "a.txt": (["desk"], False),
    "other/*.txt": (["desk"], False),
    r"des\k/*.txt": (["desk"], True),
}


@pytest.mark.parametrize("path", PATTERNS)
def test_an_entry_is_judged_where_its_whole_folder_was_checked(plan: Plan, path: str) -> None:
    folders, is_judged = PATTERNS[path]
    Path(NAME).write_text(f"suppress:\n  - rule: all\n    path: '{path}'\n", "utf-8")
    ledger = Ledger(load_config(Path(NAME)).entries, map(Path, folders))
    ledger.add("desk/a.txt", Uses(idle=frozenset({0})))
    assert bool(list(ledger.unused())) is is_judged
    assert plan.folders


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("suppress:\n  - rule: []\n", (2, 11), "'rule' is empty"),
        ("suppress:\n  - rule: all\n    text: ' '\n", (3, 11), "'text' is empty"),
        ("suppress:\n  - path: a.txt\n", (2, 5), "the key 'rule' is missing"),
        ("suppress: all\n", (1, 11), "expected a mapping of keys, found text"),
        ("suppress:\n  - rule: all\n    files: a.txt\n", (3, 5), "unknown key 'files'"),
    ],
)
def test_a_mistake_has_its_place(tmp_path: Path, text: str, place: tuple[int, int], message: str) -> None:
    (tmp_path / NAME).write_text(text, "utf-8")
    with pytest.raises(YamlError) as raised:
        load_config(tmp_path / NAME)
    assert (raised.value.place.line, raised.value.place.column) == place
    assert raised.value.message == message
