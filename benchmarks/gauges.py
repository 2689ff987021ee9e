"""Figures that say how fast Copydesk is and mean the same on every machine: ratios measured in one run, and counts."""

from __future__ import annotations

import gc
import io
import itertools
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from types import FrameType
from typing import Any
from unittest.mock import patch

from benchmarks import prose, yardstick
from benchmarks.data import twin_rules
from benchmarks.measure import Bench, Case
from lint import engine, readers, rulestore, runner
from lint.files import Files
from lint.lineup import Lineup, lineup_of
from lint.loader import load_rules
from lint.plan import Plan
from lint.prefilter import RUNS_BEFORE_IT_PAYS
from lint.recall import recall_of
from lint.reporters import REPORTERS
from lint.reporters.output import Output
from lint.rule import Rule
from lint.selection import Selection, select_rules
from lint.store import VARIABLE
from lint.text import Source

Work = Callable[[], object]
Timed = Callable[[], float]
Figures = Iterator[float]
"""One figure, known ever better: what is gauged once more sharpens it."""

_LEAST_SECONDS = 0.5 if sys.platform == "win32" else 0.05
"""So long is work repeated until its time means something; the clock of Windows ticks 64 times a second."""


@dataclass(frozen=True)
class Gauge:
    """Something that can be gauged, in a scratch folder of its own."""

    name: str
    what: str
    gauge: Callable[[Path], Figures]
    slack: float
    """How many times the figure of the last update it may be; a machine of another make has another ratio."""
    allowance: float = 0.0
    """What it may be beyond that, where the figure is so small that a slack says nothing."""
    ceiling: float | None = None
    """What was promised, where that is known beforehand: the bound, as long as it is kept."""


def seconds(work: Work) -> Timed:
    """What tells how much processor time work takes, by repeating it as often as that needs."""
    turns = 1

    def timed() -> float:
        nonlocal turns
        gc.collect()
        while True:
            start = time.process_time()
            for _ in range(turns):
                work()
            took = time.process_time() - start
            if took >= _LEAST_SECONDS:
                return took / turns
            turns *= 2

    return timed


def ratio(work: Timed, reference: Timed) -> Figures:
    """How many times as long one takes as the other: measured in turn, the least of each.

    Another program in the way makes work longer and never shorter, so the least is what it takes.
    """
    least = least_reference = float("inf")
    while True:
        least = min(least, work())
        least_reference = min(least_reference, reference())
        yield least / least_reference


def articles(count: int, length: int = 2_200, *, clean: bool = False, first: int = 0) -> list[str]:
    """Made articles, always the same."""
    return [prose.article(number, length, clean=clean) for number in range(first, first + count)]


@cache
def shipped() -> tuple[Rule, ...]:
    """The rules that run by default."""
    return select_rules(load_rules().rules, Selection())


@cache
def sifted() -> Lineup:
    """The same with their sieve, which takes some seconds to make."""
    all_rules = rulestore.load().rules
    return Lineup(select_rules(all_rules, Selection()), lineup_of(all_rules).sifter(make=True))


def check(texts: Sequence[str], rules: Sequence[Rule]) -> None:
    """Read and check texts, as a run does with files that it has in memory."""
    for text in texts:
        engine.check(readers.read(Source.decode("a.txt", text.encode())), rules)


def _written(folder: Path, texts: Sequence[str], suffix: str = ".txt") -> Path:
    folder.mkdir()
    for number, text in enumerate(texts):
        (folder / f"{number:04}{suffix}").write_text(text, "utf-8", newline="\n")
    return folder


def _run(folder: Path, plan: Plan) -> None:
    """All that a run with one process does between its start and its end."""
    paths = [path for path in Files().find([str(folder)]) if isinstance(path, str)]
    reports = runner.run(paths, plan, sifted(), 1, recall_of(plan))
    REPORTERS["jsonl"].write(reports, Output(io.StringIO()))


def _against_yardstick(work: Work, texts: Sequence[str]) -> Figures:
    work()  # compiles what waits until it is needed, and fills the cache
    return ratio(seconds(work), seconds(partial(yardstick.work, texts)))


def _news(scratch: Path) -> Figures:
    texts = articles(24)
    return _against_yardstick(partial(_run, _written(scratch / "texts", texts), Plan()), texts)


def _markdown(scratch: Path) -> Figures:
    texts = [prose.page(number) for number in range(5)]
    return _against_yardstick(partial(_run, _written(scratch / "texts", texts, ".md"), Plan()), texts)


def _unchanged(scratch: Path) -> Figures:
    texts = articles(100, 1_000)
    folder = _written(scratch / "texts", texts)

    def work() -> None:
        with patch.dict(os.environ, {VARIABLE: str(scratch / "cache")}):
            _run(folder, Plan(cache=True))

    return _against_yardstick(work, texts)


def _start(edits: bool, scratch: Path) -> Figures:
    """A run of the program against a bare start of Python with the library that it cannot do without."""
    story, numbers = scratch / "story.txt", itertools.count()

    def edit() -> None:
        more = f"The harbour office has printed notice number {next(numbers)}.\n"
        story.write_text(articles(1, 4_000)[0] + (more if edits else ""), "utf-8", newline="\n")

    def timed(case: Case) -> float:
        wall, cpu = bench.once(case)
        return wall if cpu is None else cpu

    bench = Bench(scratch / "empty")
    command = (sys.executable, "-m", "lint", "check", str(story))
    program = Case("copydesk", command, 0, {VARIABLE: str(scratch / "cache")}, edit, frozenset({0, 1}))
    bare = Case("python", (sys.executable, "-c", "import regex"))
    for _ in range(RUNS_BEFORE_IT_PAYS + 2 if edits else 1):
        timed(program)
    return ratio(partial(timed, program), partial(timed, bare))


def _twice(work: Work, half: Work) -> Figures:
    half(), work()
    return ratio(seconds(work), seconds(half))


def _twice_the_text(_: Path) -> Figures:
    first, second = articles(8), articles(8, first=8)
    double = [f"{one}\n{other}" for one, other in zip(first, second, strict=True)]
    return _twice(partial(check, double, sifted()), partial(check, first, sifted()))


def _twice_as_long(_: Path) -> Figures:
    long, longer = "\n".join(articles(12)), "\n".join(articles(24))
    return _twice(partial(check, [longer], sifted()), partial(check, [long], sifted()))


def _twice_the_files(scratch: Path) -> Figures:
    half, all_ = (_written(scratch / str(count), articles(count, 500)) for count in (60, 120))
    return _twice(partial(_run, all_, Plan()), partial(_run, half, Plan()))


def _twice_the_rules(scratch: Path) -> Figures:
    twins = load_rules([twin_rules(scratch / "twins")])
    both, texts = select_rules(twins.rules, Selection()), articles(8)
    return _twice(partial(check, texts, both), partial(check, texts, shipped()))


def counts(work: Work) -> Mapping[str, int]:
    """How many lines of Python work runs, how many functions it calls, and how many of them search with a pattern.

    What C code does is not seen, nor what it calls: `map(pattern.search, texts)` is one call.
    """
    counted = {"lines": 0, "calls": 0, "searches": 0}

    def see_call(_: FrameType, event: str, argument: object) -> None:
        if event in ("call", "c_call"):
            counted["calls"] += 1
            owner = getattr(argument, "__self__", None)
            counted["searches"] += event == "c_call" and type(owner).__name__ == "Pattern"

    def see_line(_: FrameType, event: str, __: object) -> Any:
        counted["lines"] += event == "line"
        return see_line

    profile, trace = sys.getprofile(), sys.gettrace()
    sys.setprofile(see_call)
    sys.settrace(see_line)
    try:
        work()
    finally:
        sys.settrace(trace)
        sys.setprofile(profile)
    return counted


def _counted(what: str, _: Path) -> Figures:
    """Of a clean article: what it costs to find that there is nothing."""
    texts = articles(5, clean=True)
    work = partial(check, texts, sifted())
    work()
    yield counts(work)[what] / len(texts)


_COUNT_MODULES = """
import sys
before = set(sys.modules)
from lint.cli import main
main(["check", "--output-file", sys.argv[1], sys.argv[2]])
print(len(sys.modules.keys() - before))
"""


def _modules(scratch: Path) -> Figures:
    """How many modules a run on one file has imported in the end, caches warm."""
    folder = _written(scratch / "texts", articles(1))
    command = [sys.executable, "-c", _COUNT_MODULES, str(scratch / "out"), str(folder)]
    environment = {**os.environ, VARIABLE: str(scratch / "cache")}
    for _ in range(2):
        run = subprocess.run(command, capture_output=True, text=True, check=True, env=environment, cwd=scratch)
    yield float(run.stdout)


_OF_TIME, _OF_FILES, _OF_COUNTS, _OF_GROWTH = 1.35, 1.5, 1.25, 1.15
"""Two runs on one machine differ by a tenth, counts by as much between versions of Python; what opening files and
starting processes takes differs more."""

GAUGES = (
    Gauge("news", "checking articles, in yardsticks", _news, _OF_TIME),
    Gauge("markdown", "checking Markdown pages, in yardsticks", _markdown, _OF_TIME),
    Gauge("unchanged", "a run on files that have not changed, in yardsticks", _unchanged, _OF_FILES),
    Gauge("start", "a run on one file, edited since the last, in starts of Python", partial(_start, True), _OF_FILES),
    Gauge("start-same", "a run on one file, not edited, in starts of Python", partial(_start, False), _OF_FILES),
    Gauge("twice-the-text", "texts twice as long", _twice_the_text, _OF_GROWTH, ceiling=2.2),
    Gauge("twice-as-long", "one long text twice as long", _twice_as_long, _OF_GROWTH, ceiling=2.2),
    Gauge("twice-the-files", "twice as many files", _twice_the_files, _OF_GROWTH, ceiling=2.2),
    Gauge("twice-the-rules", "twice as many rules", _twice_the_rules, _OF_GROWTH, ceiling=1.5),
    Gauge("lines", "lines of Python for a clean article", partial(_counted, "lines"), _OF_COUNTS),
    Gauge("calls", "calls of functions for a clean article", partial(_counted, "calls"), _OF_COUNTS),
    Gauge("searches", "searches with a pattern for a clean article", partial(_counted, "searches"), _OF_COUNTS, 2.0),
    Gauge("modules", "modules imported by a run on one file", _modules, _OF_COUNTS),
)


def best(figures: Figures, rounds: int) -> float:
    """The figure after so many rounds, or after the one there is where it is a count."""
    return _last(itertools.islice(figures, rounds))


def _last(figures: Iterable[float]) -> float:
    *_, last = figures
    return last
