"""Many files: each is reported in its turn, whatever happens to the others, and however many processes work."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from lint import runner
from lint.config import FileKeys, Layer, Layers
from lint.report import FileReport, to_json
from lint.runner import Plan

DUPLICATE = "Harbour at dawn, Valparaiso\n\nHarbour at dawn, Valparaiso\n"


def layers(**keys: Any) -> Layers:
    """What holds where somebody asks for nothing else."""
    return Layers((Layer(FileKeys(**keys)),))


PLAN = Plan(layers=layers(select=("repeated-block",)))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COPYDESK_CACHE_DIR", str(tmp_path / "cache"))
    desk = tmp_path / "desk"
    desk.mkdir()
    monkeypatch.chdir(desk)
    return desk


def run(paths: list[str], plan: Plan = PLAN, jobs: int = 1) -> list[FileReport]:
    return list(runner.run(paths, plan, plan.load().rules, jobs))


def said(reports: list[FileReport]) -> list[tuple[str, list[object], list[str]]]:
    return [(r.path, [to_json(placed) for placed in r.findings], [str(p) for p in r.problems]) for r in reports]


def test_any_number_of_processes_says_the_same_in_the_same_order(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "FEWEST_BYTES_FOR_PROCESSES", 0)
    monkeypatch.setattr(runner, "_BYTES_A_CHUNK", 50)
    for number in range(9):
        (folder / f"{number}.txt").write_text(DUPLICATE * (number % 3), "utf-8")
    paths = [f"{number}.txt" for number in range(10)]  # the last is missing
    alone, together = run(paths), run(paths, jobs=2)
    assert said(alone) == said(together)
    assert [report.path for report in together] == paths
    assert "no such file" in said(together)[-1][2][0]


def test_a_result_that_was_kept_is_the_result(folder: Path) -> None:
    (folder / "a.txt").write_text(DUPLICATE, "utf-8")
    (folder / "b.txt").write_text(DUPLICATE, "utf-8")
    plan = replace(PLAN, cache=True)
    first = run(["a.txt"], plan)
    assert (folder.parent / "cache" / "results.sqlite").exists()
    assert said(run(["a.txt"], plan)) == said(first)
    (kept,) = run(["b.txt"], plan)
    assert [placed.path for placed in kept.findings] == ["b.txt"]
    assert [placed.excerpt for placed in kept.findings] == [placed.excerpt for placed in first[0].findings]


def test_what_was_kept_for_other_rules_is_not_used(folder: Path) -> None:
    (folder / "a.txt").write_text(DUPLICATE, "utf-8")
    plan = replace(PLAN, cache=True)
    assert run(["a.txt"], plan)[0].findings
    other = replace(plan, layers=layers(select=("tk",)))
    assert not run(["a.txt"], other)[0].findings
    assert run(["a.txt"], plan)[0].findings


def test_a_store_that_is_broken_or_cannot_be_made_is_done_without(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "a.txt").write_text(DUPLICATE, "utf-8")
    plan = replace(PLAN, cache=True)
    store = folder.parent / "cache" / "results.sqlite"
    store.parent.mkdir()
    store.write_bytes(b"this is no database" * 100)
    assert run(["a.txt"], plan)[0].findings
    monkeypatch.setenv("COPYDESK_CACHE_DIR", os.path.join(str(folder / "a.txt"), "below"))
    assert run(["a.txt"], plan)[0].findings


def test_a_file_that_cannot_be_written_is_named_and_its_findings_stay(folder: Path) -> None:
    story = folder / "a.txt"
    story.write_text(DUPLICATE, "utf-8")
    os.link(story, folder / "same.txt")
    (report,) = run(["a.txt"], replace(PLAN, fix=True))
    assert [str(problem) for problem in report.problems] == [
        "a.txt: not mended: the file has 2 hard links, and replacing it would part them"
    ]
    assert len(report.findings) == 1
    assert story.read_text("utf-8") == DUPLICATE
