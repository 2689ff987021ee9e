"""Programs are run in turn, several times, so that whatever else the machine does meets all of them alike."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from pathlib import Path


class Failed(Exception):
    """A program ended as it does where it has not done its work: its time would say nothing."""


@dataclass
class Case:
    """A program and its work, and what was measured of it."""

    label: str
    command: Sequence[str]
    size: int = 0
    """Bytes of text that it reads."""
    environment: Mapping[str, str] = field(default_factory=dict)
    before: Callable[[], None] | None = None
    """What is done before each run, untimed."""
    codes: frozenset[int] | None = None
    """The exit codes of a run that has done its work; None where any is."""
    warm_ups: int = 1
    """Runs that do not count: what is kept between runs is kept after so many."""
    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    """Seconds of user and system time of all its processes; empty where the platform does not say."""
    peak: int = 0
    """Bytes of memory of all its processes at the worst moment; 0 where nobody looked."""
    against: str = ""
    """The label of what it is compared with, where that is not its group's baseline."""
    output: int = 0
    """Lines that it wrote: where a peer says nothing, it has read nothing."""

    @property
    def median(self) -> float:
        """Seconds."""
        return statistics.median(self.wall)

    @property
    def median_cpu(self) -> float | None:
        """Seconds, likewise."""
        return statistics.median(self.cpu) if self.cpu else None

    @property
    def speed(self) -> float:
        """Megabytes a second."""
        return self.size / self.median / 1e6


@dataclass(frozen=True)
class Group:
    """Cases that are compared with one of them."""

    name: str
    title: str
    cases: tuple[Case, ...]
    baseline: str
    """The label of the case that the others are compared with."""
    turns: int = 1
    """Runs of each a round; what is over soon runs more often."""
    weighs: bool = False
    """Whether memory is measured."""
    by_work: bool = False
    """Whether seconds of work are compared: where one process runs, other programs lengthen only those of the clock."""

    def only(self, wanted: Sequence[str]) -> Group:
        """The group with those cases whose `group` or `group/label` one of the patterns names."""
        names = {case.label: (self.name, f"{self.name}/{case.label}") for case in self.cases}
        kept = (case for case in self.cases if any(fnmatchcase(n, w) for n in names[case.label] for w in wanted))
        return replace(self, cases=tuple(kept))

    def times(self, case: Case) -> float | None:
        """How many times as long it takes as what it is compared with; None where that was not measured."""
        label = case.against or self.baseline
        base = next((other for other in self.cases if other.label == label), None)
        return self._took(case) / self._took(base) if base else None

    def _took(self, case: Case) -> float:
        work = case.median_cpu if self.by_work else None
        return case.median if work is None else work


class Bench:
    """Runs cases in an empty folder, with their output in a file."""

    def __init__(self, folder: Path) -> None:
        """`folder` is made."""
        self._folder, self._out, self._errors = folder, folder.parent / "out", folder.parent / "errors"
        folder.mkdir(parents=True)

    def run(self, groups: Sequence[Group], rounds: int, say: Callable[[str], None]) -> None:
        """Warm up each case with runs that do not count, then measure in turn."""
        for group in groups:
            for case in group.cases:
                for _ in range(case.warm_ups):
                    self.once(case)
                case.output = self._out.read_bytes().count(b"\n")
                say(f"{group.name}/{case.label}: warm")
        for number in range(1, rounds + 1):
            for group in groups:
                for _ in range(group.turns):
                    for case in group.cases:
                        wall, cpu = self.once(case)
                        case.wall.append(wall)
                        case.cpu += [] if cpu is None else [cpu]
                say(f"round {number} of {rounds}: {group.name}")

    def once(self, case: Case) -> tuple[float, float | None]:
        """Seconds of one run, on the clock and of work; raises Failed."""
        if case.before:
            case.before()
        with self._out.open("wb") as out, self._errors.open("wb") as errors:
            start = time.perf_counter()
            process = self.start(case, out.fileno(), errors.fileno())
            cpu = _wait(process)
            wall = time.perf_counter() - start
        self.refuse_failed(case, process.returncode)
        return wall, cpu

    def start(self, case: Case, out: int, errors: int) -> subprocess.Popen[bytes]:
        """The program, running."""
        environment = {**os.environ, "NO_COLOR": "1", **case.environment}
        return subprocess.Popen(case.command, cwd=self._folder, env=environment, stdout=out, stderr=errors)

    def refuse_failed(self, case: Case, code: int) -> None:
        """Raise Failed where the exit code says that the work was not done."""
        if code < 0 or (case.codes is not None and code not in case.codes):
            said = self._errors.read_text("utf-8", "replace")[-2_000:]
            raise Failed(f"{case.label} ended with {code}: {said}")


def _wait(process: subprocess.Popen[bytes]) -> float | None:
    """The seconds of work of a process and those it waited for, when it has ended."""
    if sys.platform == "win32":
        process.wait()
        return None
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return used.ru_utime + used.ru_stime
