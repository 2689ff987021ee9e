"""What an earlier run has found is told again as long as nothing has changed that decides it, and not a run longer."""

from __future__ import annotations

import os
import sqlite3
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from support import layers

from lint import cache, crew, runner
from lint import recall as recall_module
from lint.config import NAME, load_config
from lint.desk import Desk
from lint.finding import Severity
from lint.plan import Plan
from lint.recall import recall_of
from lint.report import FileReport, to_json
from lint.rule import RuleSet
from lint.selection import UnknownName
from lint.store import cache_folder

DUPLICATE = "Harbour at dawn, Valparaiso\n\nHarbour at dawn, Valparaiso\n"
CLEAN = "Harbour at dawn, Valparaiso\n\nHarbour at noon, Valparaiso\n"
LONG_AGO = time.time_ns() - 10**12
PLAN = Plan(layers=layers(select=("repeated-block",)), cache=True)

has_change_time = pytest.mark.skipif(os.name != "posix", reason="nothing tells there when a file has changed")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder, with a story in it, in a world whose clock is ahead: so the story is old."""
    monkeypatch.setenv("COPYDESK_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setattr(recall_module, "_COARSEST_CLOCK", 0)
    desk = tmp_path / "desk"
    desk.mkdir()
    monkeypatch.chdir(desk)
    (desk / "a.txt").write_text(DUPLICATE, "utf-8")
    return desk


class Run:
    """A run, and what it had to do."""

    def __init__(self, *paths: str, plan: Plan = PLAN, jobs: int = 1) -> None:
        wait()
        self.loaded = False
        self.checked: list[str] = []
        recall = recall_of(plan)
        assert recall is not None
        check = Desk.check_bytes

        def counted(desk: Desk, path: str, data: bytes) -> FileReport:
            self.checked.append(path)
            return check(desk, path, data)

        def load() -> RuleSet:
            self.loaded = True
            return plan.load()

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Desk, "check_bytes", counted)
            reports = list(runner.run(paths or ("a.txt",), plan, recall.rules(load), jobs, recall))
        self.said = [(one.path, [to_json(placed) for placed in one.findings], one.problems) for one in reports]
        self.found = {path: len(findings) for path, findings, _ in self.said}


def wait() -> None:
    """Until the clock of the file system has gone on, so that no file is as young as the moment."""
    time.sleep(0.02)


def store() -> Path:
    (path,) = cache_folder().glob("*.sqlite")
    return path


@has_change_time
def test_a_file_that_has_not_changed_is_not_even_read_and_no_rule_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    first = Run()
    assert first.loaded
    assert first.checked == ["a.txt"]
    monkeypatch.setattr(recall_module, "_read", None)
    second = Run()
    assert not second.loaded
    assert second.checked == []
    assert second.said == first.said
    assert second.found == {"a.txt": 1}


@has_change_time
def test_a_file_without_findings_is_known_too(folder: Path) -> None:
    (folder / "a.txt").write_text(CLEAN, "utf-8")
    assert Run().found == {"a.txt": 0}
    assert not Run().loaded


CHANGES: dict[str, Callable[[Path], None]] = {
    "written": lambda story: _write(story, CLEAN),
    "written anew": lambda story: _replace(story, CLEAN),
    "appended to": lambda story: _write(story, DUPLICATE + "\n" + DUPLICATE),
}


def _write(story: Path, text: str) -> None:
    """Write a text into a file, and give it back its time."""
    before = story.stat()
    story.write_text(text, "utf-8")
    os.utime(story, ns=(before.st_atime_ns, before.st_mtime_ns))


def _replace(story: Path, text: str) -> None:
    """Put another file in the place of one, with the same time."""
    before = story.stat()
    other = story.with_name("other")
    other.write_text(text, "utf-8")
    os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
    other.replace(story)


@pytest.mark.parametrize("name", CHANGES)
def test_a_file_that_has_changed_is_checked_anew_though_size_and_time_are_the_same(folder: Path, name: str) -> None:
    story = folder / "a.txt"
    os.utime(story, ns=(LONG_AGO, LONG_AGO))
    assert len(DUPLICATE) == len(CLEAN)
    before = Run().found
    CHANGES[name](story)
    assert story.stat().st_mtime_ns == LONG_AGO
    assert Run().found != before
    story.write_text(DUPLICATE, "utf-8")
    assert Run().found == before


def test_a_file_as_young_as_the_moment_when_it_is_read_is_known_by_its_content_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It could be written once more, and its times would stay the same."""
    monkeypatch.setattr(recall_module, "_COARSEST_CLOCK", 2 * 10**9)
    first = Run()
    with sqlite3.connect(store()) as rows:
        assert rows.execute("SELECT count(*) FROM files").fetchone() == (0,)
        assert rows.execute("SELECT count(*) FROM results").fetchone() == (1,)
    rows.close()
    second = Run()
    assert second.checked == []
    assert second.said == first.said


def test_where_nothing_tells_when_a_file_changed_its_content_decides(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recall_module, "_HAS_CHANGE_TIME", False)
    story = folder / "a.txt"
    os.utime(story, ns=(LONG_AGO, LONG_AGO))
    assert Run().found == {"a.txt": 1}
    second = Run()
    assert second.checked == []
    assert second.found == {"a.txt": 1}
    _write(story, CLEAN)
    assert Run().found == {"a.txt": 0}


def test_a_file_that_was_touched_or_moved_is_known_by_its_content(folder: Path) -> None:
    assert Run().checked == ["a.txt"]
    os.utime(folder / "a.txt", ns=(LONG_AGO, LONG_AGO))
    assert Run().checked == []
    (folder / "below").mkdir()
    (folder / "a.txt").rename(folder / "below" / "b.txt")
    moved = Run("below/b.txt")
    assert moved.checked == []
    assert [finding["path"] for finding in moved.said[0][1]] == ["below/b.txt"]


@has_change_time
def test_it_does_not_matter_from_where_and_by_which_name_a_file_is_checked(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Run()
    monkeypatch.chdir(folder.parent)
    other = Run(os.path.join("desk", os.pardir, "desk", "a.txt"))
    assert not other.loaded
    assert [finding["path"] for finding in other.said[0][1]] == [os.path.join("desk", "..", "desk", "a.txt")]


def test_the_suffix_of_a_file_counts_as_it_says_how_it_is_read(folder: Path) -> None:
    (folder / "a.txt").write_text("```\n" + DUPLICATE + "```\n", "utf-8")
    assert Run().found == {"a.txt": 1}
    (folder / "a.txt").rename(folder / "a.md")
    assert Run("a.md").found == {"a.md": 0}


RULE = """id: word-{word}
kind: pattern
category: placeholder
message: Found.
why: To be found.
options:
  pattern: {word}
examples:
  - bad: a {word} b
  - bad: b {word} c
  - ok: none
  - ok: nothing
"""


@pytest.fixture
def own_rule(folder: Path) -> Path:
    (folder / "rules").mkdir()
    rule = folder / "rules" / "word.yaml"
    rule.write_text(RULE.format(word="dawn"), "utf-8")
    return rule


def test_other_rules_find_other_things_though_size_and_time_of_their_files_are_the_same(own_rule: Path) -> None:
    plan = Plan((own_rule.parent,), layers(select=("placeholder",)), cache=True)
    assert Run(plan=plan).found == {"a.txt": 2}
    assert Run(plan=plan).checked == []
    _write(own_rule, RULE.format(word="noon"))
    assert Run(plan=plan).found == {"a.txt": 0}
    own_rule.unlink()
    assert Run(plan=plan).found == {"a.txt": 0}


def test_a_list_beside_the_rules_counts_as_a_rule_does(folder: Path, own_rule: Path) -> None:
    lists = folder / "rules" / "lists"
    lists.mkdir()
    (lists / "words.txt").write_text("dawn\n", "utf-8")
    own_rule.write_text(RULE.format(word=r"\L<words>").replace("word-\\L<words>", "word"), "utf-8")
    for place in (own_rule.parent, own_rule):
        plan = Plan((place,), layers(select=("placeholder",)), cache=True)
        Run(plan=plan)
        assert Run(plan=plan).checked == []
        (lists / "words.txt").write_text(f"none of these\n{place.name}\n", "utf-8")
        assert Run(plan=plan).checked == ["a.txt"]


SETTINGS: dict[str, Plan] = {
    "other rules": replace(PLAN, layers=layers(select=("tk",))),
    "another severity": replace(
        PLAN, layers=layers(select=("repeated-block",), severity={"repeated-block": Severity.INFO})
    ),
    "another format": replace(PLAN, layers=layers(select=("repeated-block",), format="markdown")),
    "front matter": replace(PLAN, layers=layers(select=("repeated-block",), front_matter=True)),
    "another timeout": replace(PLAN, timeout=3.0),
}


@pytest.mark.parametrize("name", SETTINGS)
def test_under_other_settings_a_file_is_checked_anew(name: str) -> None:
    first = Run()
    assert Run(plan=SETTINGS[name]).checked == ["a.txt"]
    assert Run(plan=SETTINGS[name]).checked == []
    again = Run()
    assert again.checked == []
    assert again.said == first.said


def test_what_the_configuration_says_of_some_files_counts_for_them(folder: Path) -> None:
    (folder / "b.txt").write_text(DUPLICATE, "utf-8")

    def run(written: str) -> Run:
        (folder / NAME).write_text(written, "utf-8")
        config = load_config(folder / NAME)
        return Run("a.txt", "b.txt", plan=Plan(layers=config.layers(), entries=config.entries, cache=True))

    assert run("select: [repeated-block]\n").found == {"a.txt": 1, "b.txt": 1}
    some = run("select: [repeated-block]\npaths:\n  - files: [b.txt]\n    ignore: [repeated-block]\n")
    assert some.found == {"a.txt": 1, "b.txt": 0}
    assert some.checked == ["b.txt"]
    entry = run("select: [repeated-block]\nsuppress:\n  - rule: repeated-block\n    path: b.txt\n")
    assert entry.found == {"a.txt": 1, "b.txt": 0}
    assert run("select: [repeated-block]\nsuppress:\n  - rule: repeated-block\n    path: b.txt\n").checked == []


def test_with_a_rule_that_has_a_mistake_nothing_is_known_so_that_each_run_says_so(own_rule: Path) -> None:
    plan = Plan((own_rule.parent,), layers(select=("placeholder",)), cache=True)
    own_rule.write_text("id: word\n", "utf-8")
    for _ in range(2):
        run = Run(plan=plan)
        assert run.loaded
        assert run.checked == ["a.txt"]


def test_a_name_that_is_unknown_is_refused_each_time() -> None:
    for _ in range(2):
        with pytest.raises(UnknownName):
            Run(plan=replace(PLAN, layers=layers(select=("no-such-rule",))))


def test_what_could_not_be_done_is_tried_again(folder: Path) -> None:
    (folder / "b.txt").write_bytes(b"\0\1\2" * 99)
    (folder / "page.tex").write_text("x", "utf-8")
    for _ in range(2):
        run = Run("missing.txt", "b.txt", "page.tex")
        assert [len(problems) for _, _, problems in run.said] == [1, 1, 1]


@has_change_time
def test_a_file_that_is_gone_or_may_no_longer_be_read_is_a_problem(folder: Path) -> None:
    Run()
    (folder / "a.txt").unlink()
    ((_, findings, (problem,)),) = Run().said
    assert findings == []
    assert "no such file" in str(problem)
    (folder / "a.txt").mkdir()
    ((_, findings, (problem,)),) = Run().said
    assert "directory" in str(problem)


def _flip(at: float) -> Callable[[bytes], bytes]:
    def flipped(data: bytes) -> bytes:
        place = int(len(data) * at)
        return data[:place] + bytes((byte ^ 0x55) for byte in data[place : place + 300]) + data[place + 300 :]

    return flipped


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "no database": lambda _: b"this is no database" * 100,
    "empty": lambda _: b"",
    "cut": lambda data: data[: len(data) // 2],
    "cut to its head": lambda data: data[:100],
    "all zeros": lambda data: bytes(len(data)),
    **{f"damaged at {at}%": _flip(at / 100) for at in range(0, 100, 4)},
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_store_that_is_damaged_is_a_miss_and_is_good_again_later(name: str) -> None:
    first = Run()
    store().write_bytes(DAMAGES[name](store().read_bytes()))
    assert Run().said == first.said
    Run()
    last = Run()
    assert last.said == first.said
    assert last.checked == []


@pytest.mark.parametrize("column", ["report", "key", "stamp", "path", "checksum"])
@pytest.mark.parametrize("value", [None, 7, "text", b"", b"bytes"], ids=str)
def test_a_row_that_holds_something_else_is_a_miss(column: str, value: object) -> None:
    first = Run()
    rows = sqlite3.connect(store())
    with rows:
        for table in ("results", "files"):
            columns = [row[1] for row in rows.execute(f"PRAGMA table_info({table})")]
            if column in columns:
                rows.execute(f"UPDATE {table} SET {column} = ?", (value,))  # noqa: S608
    rows.close()
    assert Run().said == first.said


def test_a_store_of_another_make_is_done_without() -> None:
    first = Run()
    store().unlink()
    rows = sqlite3.connect(cache_folder() / cache._NAME)
    rows.executescript("CREATE TABLE plans (a); CREATE VIEW results AS SELECT a AS key FROM plans;")
    rows.close()
    assert Run().said == first.said


@pytest.mark.skipif(os.name != "posix", reason="the folder is the user's alone there")
def test_a_store_that_others_may_write_is_not_believed() -> None:
    Run()
    store().chmod(0o666)
    assert Run().checked == ["a.txt"]
    store().chmod(0o600)
    assert Run().checked == []


@pytest.mark.skipif(os.name != "posix", reason="links need a privilege on Windows")
def test_a_link_in_the_place_of_the_store_is_not_followed(folder: Path) -> None:
    (folder / "kept").write_text("mine", "utf-8")
    cache_folder().mkdir()
    (cache_folder() / cache._NAME).symlink_to(folder / "kept")
    assert Run().found == {"a.txt": 1}
    assert (folder / "kept").read_text("utf-8") == "mine"


def test_where_no_store_can_be_made_every_file_is_checked(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COPYDESK_CACHE_DIR", str(folder / "a.txt" / "below"))
    for _ in range(2):
        assert Run().checked == ["a.txt"]


def test_a_store_that_has_grown_too_large_begins_anew(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Run()
    monkeypatch.setattr(cache, "_MOST_BYTES", 10)
    (folder / "b.txt").write_text(CLEAN, "utf-8")
    Run("b.txt", plan=replace(PLAN, timeout=3.0))
    assert Run().checked == ["a.txt"]


def test_what_is_older_than_a_month_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    Run()
    later = time.time() + 31 * 86_400
    monkeypatch.setattr(time, "time", lambda: later)
    assert Run().checked == ["a.txt"]
    rows = sqlite3.connect(store())
    assert [rows.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("plans", "results")] == [1, 1]  # noqa: S608
    rows.close()


def test_two_runs_at_once_do_not_harm_each_other(folder: Path) -> None:
    """The one begins before the other, and ends after it."""
    (folder / "b.txt").write_text(CLEAN, "utf-8")
    wait()
    recall = recall_of(PLAN)
    assert recall is not None
    reports = runner.run(["a.txt", "b.txt"], PLAN, recall.rules(PLAN.load), 1, recall)
    first = next(reports)
    other = Run("b.txt", "a.txt")
    assert [to_json(placed) for placed in first.findings] == other.said[1][1]
    assert len(list(reports)) == 1
    assert Run("a.txt", "b.txt").checked == []


def test_a_run_waits_for_another_that_writes_and_goes_on_without_the_store_in_the_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = Run()
    monkeypatch.setattr(cache, "_SECONDS_TO_WAIT", 0.01)
    rows = sqlite3.connect(store(), isolation_level=None)
    rows.execute("BEGIN EXCLUSIVE")
    locked = Run()
    rows.execute("ROLLBACK")
    rows.close()
    assert locked.said == first.said
    assert Run().checked == []


def test_who_stops_a_run_keeps_what_was_found_until_then(folder: Path) -> None:
    (folder / "b.txt").write_text(CLEAN, "utf-8")
    wait()
    recall = recall_of(PLAN)
    assert recall is not None
    reports = runner.run(["a.txt", "b.txt"], PLAN, recall.rules(PLAN.load), 1, recall)
    next(reports)
    reports.close()  # type: ignore[attr-defined]
    assert "a.txt" not in Run("a.txt", "b.txt").checked


@pytest.fixture
def many(folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Thirty files, of which every fourth is known, and processes for the smallest of tasks."""
    monkeypatch.setattr(runner, "FEWEST_BYTES_FOR_PROCESSES", 0)
    monkeypatch.setattr(runner, "_BYTES_A_CHUNK", 150)
    monkeypatch.setattr(runner, "_FILES_A_BATCH", 7)
    names = [f"{number:02}.txt" for number in range(30)]
    for number, name in enumerate(names):
        (folder / name).write_text(DUPLICATE * (number % 3) + f"{number}\n", "utf-8")
    Run(*names[::4])
    return names


@pytest.mark.parametrize("jobs", [1, 2, 4])
@pytest.mark.parametrize("forks", [True, False])
def test_known_and_unknown_files_are_said_in_their_order_by_any_number_of_processes(
    many: list[str], jobs: int, forks: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if forks and sys.platform != "linux":
        pytest.skip("copies of a process are not sound here")
    monkeypatch.setattr(crew, "can_fork", lambda: forks)
    plain = list(runner.run(many, replace(PLAN, cache=False), PLAN.load().rules, 1))
    expected = [(one.path, [to_json(placed) for placed in one.findings], one.problems) for one in plain]
    assert Run(*many, jobs=jobs).said == expected
    again = Run(*many, jobs=jobs)
    assert again.said == expected
    assert again.checked == []
