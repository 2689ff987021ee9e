"""`make bench` measures what it says: the same text each time, programs in turn, none that has not done its work."""

from __future__ import annotations

import io
import json
import sys
import tarfile
from collections import Counter
from pathlib import Path

import pytest

from benchmarks import __main__ as command
from benchmarks import data, memory, prose, table
from benchmarks.measure import Bench, Case, Failed, Group
from benchmarks.peers import NAMES, Peers
from benchmarks.work import Place, groups
from lint import engine, readers
from lint.loader import load_rules
from lint.selection import Selection, select_rules
from lint.text import Source

RULES = select_rules(load_rules().rules, Selection())
ABOUT = {
    "machine": {"processor": "Some processor", "cores": 2, "system": "Some system", "python": "3.10.0"},
    "versions": {"copydesk": "1", "typos": "2"}, "rounds": 3, "jobs": 2, "memory": "PSS",
}  # fmt: skip


def found(name: str, text: str) -> Counter[str]:
    """How often each rule finds something."""
    document = readers.read(Source.decode(name, text.encode()))
    return Counter(finding.rule for finding in engine.check(document, RULES).findings)


def python(label: str, code: str, codes: frozenset[int] | None = frozenset({0})) -> Case:
    """A program of one line."""
    return Case(label, (sys.executable, "-c", code), codes=codes)


def timed(label: str, *wall: float, size: int = 0) -> Case:
    """A case that has been measured."""
    return Case(label, (), size, wall=list(wall))


# The text


def test_the_article_of_a_number_is_always_the_same() -> None:
    assert prose.article(7) == prose.article(7)
    assert prose.article(7) != prose.article(8)
    assert prose.page(7) == prose.page(7)


def test_articles_are_as_long_as_news() -> None:
    lengths = [len(prose.article(number)) for number in range(50)]
    assert all(2_000 < length < 3_500 for length in lengths)
    assert max(lengths) > min(lengths) + 100


def test_nothing_is_found_in_a_clean_article() -> None:
    assert sum((found("a.txt", prose.article(number, clean=True)) for number in range(20)), Counter()) == Counter()


def test_defects_of_several_kinds_are_found_in_some_of_the_others() -> None:
    each = [found("a.txt", prose.article(number)) for number in range(40)]
    assert 10 <= sum(map(bool, each)) <= 30
    assert len(sum(each, Counter())) >= 4


def test_pages_are_read_as_markdown() -> None:
    page = prose.page(1)
    read = readers.read(Source.decode("a.md", page.encode()))
    assert "```" in page
    assert "```" not in read.text
    assert "](https:" in page
    assert "](https:" not in read.text


# The data


def archive(path: Path, **files: bytes) -> None:
    """An archive as it may lie beside the checkout."""
    with tarfile.open(path, "w:gz") as packed:
        for name, content in files.items():
            entry = tarfile.TarInfo(f"news/{name}.txt")
            entry.size = len(content)
            packed.addfile(entry, io.BytesIO(content))


def test_an_archive_beside_the_checkout_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive(tmp_path / "news.tar.gz", a=b"One.\n", b=b"Two.\n")
    monkeypatch.setattr(data, "SPEED", tmp_path)
    texts = data.news(tmp_path / "scratch")
    assert [path.read_bytes() for path in texts.files] == [b"One.\n", b"Two.\n"]
    assert (texts.size, texts.origin) == (10, "news.tar.gz")


def test_without_one_text_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data, "NEWS", 3)
    monkeypatch.setattr(data, "SPEED", tmp_path)
    texts = data.news(tmp_path / "scratch")
    assert [path.read_text("utf-8") for path in texts.files] == [prose.article(number) for number in range(3)]


@pytest.fixture
def few(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> data.Texts:
    """Eight made articles."""
    monkeypatch.setattr(data, "NEWS", 8)
    monkeypatch.setattr(data, "SPEED", tmp_path)
    return data.news(tmp_path / "few")


def test_what_is_doubled_is_doubled_in_one_way_only(few: data.Texts, tmp_path: Path) -> None:
    sets = data.doubled(few, tmp_path, joined=2)
    assert (len(sets.half.files), len(sets.files.files), len(sets.text.files)) == (4, 8, 4)
    assert sets.files.size == few.size
    assert sets.text.size == pytest.approx(few.size, rel=0.01)
    assert sets.longer.stat().st_size == pytest.approx(2 * sets.long.stat().st_size, rel=0.2)


def test_no_text_stands_twice_in_a_file_of_several(few: data.Texts, tmp_path: Path) -> None:
    sets = data.doubled(few, tmp_path, joined=4)
    for path in (*sets.text.files, sets.longer):
        lines = [line for line in path.read_text("utf-8").split("\n") if len(line) > 60]
        assert len(lines) == len(set(lines))


def test_every_rule_has_a_twin_that_works(tmp_path: Path) -> None:
    loaded = load_rules([data.twin_rules(tmp_path)])
    names = {rule.id for rule in load_rules().rules}
    assert loaded.problems == ()
    assert {rule.id for rule in loaded.rules} == names | {f"{name}-twin" for name in names}


def test_the_file_of_a_hook_is_five_kilobytes_of_whole_lines(few: data.Texts) -> None:
    content = data.hook_file(few)
    assert 4_000 < len(content) <= data.HOOK_SIZE
    assert content.endswith(b"\n")


# The runs


def test_programs_run_in_turn(tmp_path: Path) -> None:
    log = tmp_path / "log"
    note = "open({!r}, 'a').write({!r})"
    first, second = (python(name, note.format(str(log), name)) for name in "ab")
    Bench(tmp_path / "empty").run([Group("g", "", (first, second), "a", turns=2)], 3, lambda _: None)
    assert log.read_text() == "ab" + "abab" * 3
    assert (len(first.wall), len(second.wall)) == (6, 6)


def test_only_what_a_program_does_is_timed(tmp_path: Path) -> None:
    ran = []
    case = Case("a", (sys.executable, "-c", "print('x\\ny')"), before=lambda: ran.append(1))
    Bench(tmp_path / "empty").run([Group("g", "", (case,), "a")], 2, lambda _: None)
    assert len(ran) == 3
    assert case.output == 2
    assert all(0 < took < 60 for took in case.wall)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not say how much work a process has done")
def test_work_is_told_from_waiting(tmp_path: Path) -> None:
    wall, cpu = Bench(tmp_path / "empty").once(python("a", "import time; time.sleep(0.5)"))
    assert wall >= 0.5
    assert cpu is not None and cpu < 0.4


def test_a_program_that_failed_has_no_time(tmp_path: Path) -> None:
    bench = Bench(tmp_path / "empty")
    with pytest.raises(Failed, match="a ended with 3: no such option"):
        bench.once(python("a", "import sys; sys.stderr.write('no such option'); sys.exit(3)"))
    assert bench.once(python("a", "import sys; sys.exit(3)", codes=None))[0] > 0


def test_the_memory_is_that_of_all_processes(tmp_path: Path) -> None:
    hold = "x = bytearray(60_000_000); import time; time.sleep(0.6)"
    both = f"import subprocess, sys; p = subprocess.Popen([sys.executable, '-c', {hold!r}]); {hold}; p.wait()"
    bench = Bench(tmp_path / "empty")
    alone, together = python("alone", hold), python("together", both)
    memory.weigh(bench, alone)
    memory.weigh(bench, together)
    assert 60e6 < alone.peak < 110e6
    assert 120e6 < together.peak < 190e6


# What is said of them


def test_a_case_is_compared_with_the_baseline_of_its_group() -> None:
    group = Group(
        "news", "some files", (timed("copydesk", 3.0, 1.0, 2.0, size=4_000_000), timed("typos", 0.5)), "typos"
    )
    figures = table.figures([group], ABOUT)["groups"][0]["cases"][0]
    assert (figures["median"], figures["times"], figures["wall"]) == (2.0, 4.0, [3.0, 1.0, 2.0])
    assert "| copydesk | 2.00 | 1.00 to 3.00 |  | 2.0 | 4.00 |  |" in table.tables([group], ABOUT)


def test_growth_is_measured_in_work() -> None:
    half, twice = timed("half", 1.0), timed("twice", 9.0)
    half.cpu, twice.cpu = [1.0], [2.0]
    assert Group("growth", "", (half, twice), "half", by_work=True).times(twice) == 2.0
    assert Group("growth", "", (half, twice), "half").times(twice) == 9.0


def test_a_case_may_be_compared_with_another_than_the_baseline() -> None:
    long, longer = timed("long", 4.0), timed("twice-as-long", 6.0)
    longer.against = "long"
    assert Group("growth", "", (timed("half", 1.0), long, longer), "half").times(longer) == 1.5


def test_without_the_baseline_nothing_is_compared() -> None:
    group = Group("news", "", (timed("copydesk", 2.0), timed("typos", 1.0)), "typos").only(["news/copy*"])
    assert [case.label for case in group.cases] == ["copydesk"]
    assert table.figures([group], ABOUT)["groups"][0]["cases"][0]["times"] is None


def test_a_group_is_chosen_whole_or_in_part() -> None:
    group = Group("news", "", (timed("copydesk"), timed("typos")), "typos")
    assert len(group.only(["news"]).cases) == 2
    assert len(group.only(["*/typos"]).cases) == 1
    assert group.only(["markdown"]).cases == ()


def test_tables_stand_between_their_marks_and_change_nothing_else() -> None:
    page = f"Above.\n\n{table.BEGIN}\nold\n{table.END}\n\nBelow.\n"
    once = table.put(page, "new \\1")
    assert once == f"Above.\n\n{table.BEGIN}\n\nnew \\1\n\n{table.END}\n\nBelow.\n"
    assert table.put(once, "new \\1") == once
    with pytest.raises(ValueError, match="the page has no lines"):
        table.put("Above.\n", "new")


def test_the_page_has_its_marks() -> None:
    assert table.put(table.PAGE.read_text("utf-8"), "new")


# What is measured


@pytest.fixture
def little(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder, and no more text to measure on than a test needs."""
    for name, value in (("NEWS", 12), ("MARKDOWN", 1), ("SPEED", tmp_path)):
        monkeypatch.setattr(data, name, value)
    return tmp_path


@pytest.fixture
def rows(little: Path) -> dict[str, Group]:
    """All groups, with peers that are not there."""
    program = (sys.executable, "-m", "lint")
    return {group.name: group for group in groups(Place(little / "scratch", program, Peers(little), jobs=2))}


def test_every_row_of_copydesk_does_its_work(rows: dict[str, Group], tmp_path: Path) -> None:
    bench = Bench(tmp_path / "empty")
    lines = {}
    for group in rows.values():
        for case in group.only(["*/copydesk*", "growth"]).cases:
            bench.once(case)
            lines[case.label] = (tmp_path / "out").read_bytes().count(b"\n")
    assert lines["copydesk"] == lines["copydesk-one-job"] == lines["copydesk-unchanged"] == lines["twice-the-files"] > 0
    # Not twice as many: of two fixes that delete the same, one stays.
    assert lines["twice-the-rules"] > lines["half"] > 0


def test_a_hook_meets_a_file_that_it_has_never_seen(rows: dict[str, Group]) -> None:
    edited = next(case for case in rows["hook"].cases if case.label == "copydesk-edited")
    path, seen = Path(edited.command[-1]), set()
    for _ in range(3):
        assert edited.before is not None
        edited.before()
        seen.add(path.read_bytes())
    assert len(seen) == 3


def test_no_two_rows_share_a_cache(rows: dict[str, Group]) -> None:
    folders = [case.environment.get("COPYDESK_CACHE_DIR") for group in rows.values() for case in group.cases]
    kept = [folder for folder in folders if folder]
    assert len(kept) == len(set(kept)) >= 10


def test_every_peer_has_its_row(rows: dict[str, Group]) -> None:
    assert set(NAMES) <= {case.label for group in rows.values() for case in group.cases}


def test_the_command_prints_a_table_and_writes_every_time(
    little: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    output = little / "times.json"
    arguments = ["--only", "hook/python", "--only", "hook/copydesk-same", "--rounds", "2", "--output", str(output)]
    monkeypatch.setattr(sys, "argv", ["benchmarks", *arguments])
    assert command.main() == 0
    (group,) = json.loads(output.read_text("utf-8"))["groups"]
    assert [case["label"] for case in group["cases"]] == ["python", "copydesk-same"]
    assert {len(case["wall"]) for case in group["cases"]} == {20}
    assert group["cases"][1]["times"] > 1
    assert "| copydesk-same | " in capsys.readouterr().out


@pytest.mark.usefixtures("little")
def test_a_row_that_does_not_exist_is_no_success(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["benchmarks", "--only", "hooks"])
    assert command.main() == 2
    assert "nothing is called hooks" in capsys.readouterr().err
