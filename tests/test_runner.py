"""Many files: each is reported in its turn, whatever happens to the others, and however many processes work."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from support import layers

import lint
from lint import corpus, crew, runner
from lint.desk import Desk
from lint.plan import Plan
from lint.records.base import Raw
from lint.records.textfile import TextRecords
from lint.report import FileReport, to_json
from lint.reporters.text import Tally
from lint.timing import READING

DUPLICATE = "Harbour at dawn, Valparaiso\n\nHarbour at dawn, Valparaiso\n"


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


RECORD = '{"id": %d, "text": "Harbour at dawn, Valparaiso\\n\\nHarbour at dawn, Valparaiso\\n"}\n'
OF_RECORDS = replace(PLAN, layers=layers(select=("repeated-block",), fields=("text",)))


@pytest.fixture
def corpus_and_stories(folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A file of 300 records, some of them bad, between two stories."""
    monkeypatch.setattr(runner, "FEWEST_BYTES_FOR_PROCESSES", 0)
    monkeypatch.setattr(corpus, "BYTES_A_BATCH", 700)
    for name in ("a.txt", "c.txt"):
        (folder / name).write_text(DUPLICATE, "utf-8")
    lines = [RECORD % number if number % 7 else "no record\n" for number in range(300)]
    (folder / "b.jsonl").write_text("".join(lines), "utf-8", newline="")
    return ["a.txt", "b.jsonl", "c.txt"]


@pytest.mark.parametrize("fix", [False, True])
def test_records_are_said_in_their_order_by_any_number_of_processes(
    folder: Path, corpus_and_stories: list[str], fix: bool
) -> None:
    data = (folder / "b.jsonl").read_bytes()
    plan = replace(OF_RECORDS, fix=fix)
    alone = run(corpus_and_stories, plan)
    mended = (folder / "b.jsonl").read_bytes()
    (folder / "b.jsonl").write_bytes(data)
    for name in ("a.txt", "c.txt"):
        (folder / name).write_text(DUPLICATE, "utf-8")
    together = run(corpus_and_stories, plan, jobs=3)
    assert said(together) == said(alone)
    assert (folder / "b.jsonl").read_bytes() == mended
    numbers = [placed.record.number for report in together for placed in report.findings if placed.record]
    assert numbers == ([] if fix else [number + 1 for number in range(300) if number % 7])
    assert mended.count(b"no record") == data.count(b"no record")
    assert mended.count(b"Valparaiso") == data.count(b"Valparaiso") // (2 if fix else 1)


def test_a_file_of_records_is_one_file_to_those_who_count(corpus_and_stories: list[str]) -> None:
    tally = Tally()
    for report in run(corpus_and_stories, OF_RECORDS):
        tally.add(report)
    assert next(tally.lines()) == "259 findings in 3 files (259 errors)."
    tally = Tally()
    for report in run(corpus_and_stories, replace(OF_RECORDS, fix=True)):
        tally.add(report)
    assert list(tally.lines()) == ["Mended 259 defects in 3 files.", "Nothing more to report in 3 files."]


@pytest.mark.usefixtures("corpus_and_stories")
def test_few_batches_of_records_wait_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that memory does not grow with the file."""
    read: list[int] = []
    raws = TextRecords.raws

    def counted(self: TextRecords) -> Iterator[Raw]:
        for raw in raws(self):
            read.append(raw.number or 0)
            yield raw

    monkeypatch.setattr(TextRecords, "raws", counted)
    reports = runner.run(["b.jsonl"], OF_RECORDS, OF_RECORDS.load().rules, 2)
    first = next(reports)
    assert first.findings
    assert 0 < len(read) < 100
    assert len(list(reports)) > 20
    assert len(read) == 300


@pytest.mark.usefixtures("corpus_and_stories")
@pytest.mark.parametrize("jobs", [1, 2])
def test_who_stops_amid_a_file_of_records_leaves_it_as_it_is(folder: Path, jobs: int) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    plan = replace(OF_RECORDS, fix=True)
    reports = runner.run(["b.jsonl"], plan, plan.load().rules, jobs)
    next(reports)
    next(reports)
    assert len(list(folder.iterdir())) == len(before) + 1, "the new file is begun"
    reports.close()  # type: ignore[attr-defined]
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_the_time_of_rules_on_records_is_counted(folder: Path) -> None:
    (folder / "b.jsonl").write_text(RECORD % 1, "utf-8")
    reports = run(["b.jsonl"], replace(OF_RECORDS, timing=True))
    assert {"repeated-block", READING} <= {name for report in reports for name in report.seconds}


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


@pytest.mark.skipif(sys.platform != "linux", reason="no worker is a copy of this process, with what is changed in it")
def test_the_files_with_which_a_worker_was_killed_are_named_and_the_others_are_checked(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crew, "can_fork", lambda: True)
    monkeypatch.setattr(runner, "FEWEST_BYTES_FOR_PROCESSES", 0)
    monkeypatch.setattr(runner, "_BYTES_A_CHUNK", 100)
    paths = [f"{number}.txt" for number in range(9)]
    for path in paths:
        (folder / path).write_text(DUPLICATE, "utf-8")
    check = Desk.check_file

    def killed(desk: Desk, path: str) -> FileReport:
        if path == paths[0] and multiprocessing.parent_process():
            os.kill(os.getpid(), signal.SIGKILL)
        return check(desk, path)

    monkeypatch.setattr(Desk, "check_file", killed)
    reports = run(paths, jobs=2)
    assert [report.path for report in reports] == paths
    lost = [report for report in reports if report.problems]
    assert [str(one.problems[0]) for one in lost] == [
        f"{path}: not checked: a worker process was killed" for path in paths[: len(lost)]
    ]
    assert 1 <= len(lost) <= 2
    assert all(len(report.findings) == 1 for report in reports[len(lost) :])


@pytest.mark.skipif(os.name == "nt", reason="nobody is interrupted like that there")
def test_who_interrupts_a_run_sees_a_line_and_no_process_stays(folder: Path) -> None:
    """The run cannot end before: it writes more than a pipe holds."""
    for number in range(500):
        (folder / f"{number}.txt").write_text(DUPLICATE * 20, "utf-8")
    command = [sys.executable, "-m", "lint", "check", "--isolated", "--output-format", "jsonl", "--jobs", "3"]
    command += ["--select", "repeated-block", "--no-cache", "."]
    environment = {**os.environ, "PYTHONPATH": str(Path(lint.__file__).parent.parent)}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.read(1) == b"{"
        os.killpg(process.pid, signal.SIGINT)
        _, told = process.communicate(timeout=60)
    assert told.decode() == "error: interrupted: files not yet reported were left as they are\n"
    assert process.returncode == 130
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)
