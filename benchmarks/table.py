"""What was measured, as tables for people and as JSON for programs."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.data import CHECKOUT
from benchmarks.measure import Case, Group

PAGE = CHECKOUT / "docs" / "performance.md"
BEGIN, END = "<!-- figures: `make bench` writes what stands here -->", "<!-- end of figures -->"
_HEAD = "| program | seconds | least to most | CPU seconds | MB/s | times {baseline} | peak MB ({measure}) |"
_RULE = "| --- | ---: | ---: | ---: | ---: | ---: | ---: |"


def machine() -> dict[str, Any]:
    """What the times depend on, beside the programs."""
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
    }


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    lines = information.read_text("utf-8").split("\n") if information.is_file() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or "unknown processor"


def figures(groups: Sequence[Group], about: Mapping[str, Any]) -> dict[str, Any]:
    """All that was measured, every single run."""
    return {
        **about,
        "groups": [
            {"name": group.name, "title": group.title, "cases": [_figures(group, case) for case in group.cases]}
            for group in groups
        ],
    }


def _figures(group: Group, case: Case) -> dict[str, Any]:
    return {
        "label": case.label, "bytes": case.size, "wall": case.wall, "cpu": case.cpu, "median": case.median,
        "times": group.times(case), "peak": case.peak, "lines": case.output,
    }  # fmt: skip


def tables(groups: Sequence[Group], about: Mapping[str, Any]) -> str:
    """A table for each group, below what they have in common."""
    return "\n".join(_lines(groups, about))


def _lines(groups: Sequence[Group], about: Mapping[str, Any]) -> Iterator[str]:
    seen = about["machine"]
    peers = ", ".join(f"{name} {version}" for name, version in about["versions"].items())
    yield f"{seen['processor']}, {seen['cores']} cores, {seen['system']}, Python {seen['python']}. {peers}."
    yield f"Medians; rounds: {about['rounds']}; processes or threads: {about['jobs']}, where nothing else is said."
    for group in groups:
        yield from ("", f"**{group.title[:1].upper()}{group.title[1:]}**", "")
        yield _HEAD.format(baseline=group.baseline, measure=about["memory"])
        yield _RULE
        yield from (f"| {' | '.join(_cells(group, case))} |" for case in group.cases)


def _cells(group: Group, case: Case) -> Iterator[str]:
    yield case.label
    yield _seconds(case.median)
    yield f"{_seconds(min(case.wall))} to {_seconds(max(case.wall))}"
    yield "" if case.median_cpu is None else _seconds(case.median_cpu)
    yield f"{case.speed:.1f}" if case.size else ""
    times = group.times(case)
    yield "" if times is None else f"{times:.2f}"
    yield f"{case.peak / 1e6:.0f}" if case.peak else ""


def _seconds(seconds: float) -> str:
    return f"{seconds:.2f}" if seconds >= 1 else f"{seconds:.3f}"


def put(page: str, written: str) -> str:
    """The page with the tables between its marks; raises ValueError where they do not stand there."""
    marked = re.compile(f"{re.escape(BEGIN)}.*?{re.escape(END)}", re.DOTALL)
    if not marked.search(page):
        raise ValueError(f"the page has no lines {BEGIN!r} and {END!r}")
    return marked.sub(lambda _: f"{BEGIN}\n\n{written}\n\n{END}", page, count=1)
