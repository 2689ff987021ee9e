"""What is measured: the rows of the table, each with the programs that do the same work."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

from benchmarks.data import Texts, doubled, hook_file, markdown, news, twin_rules
from benchmarks.measure import Case, Group
from benchmarks.peers import Peers
from lint.prefilter import RUNS_BEFORE_IT_PAYS
from lint.store import VARIABLE

_CHECK = ("check", "--output-format", "jsonl")
_DONE = frozenset({0, 1})
_HOOK_TURNS = 10


def copydesk() -> str:
    """The program of this environment; exits where it is not installed."""
    found = shutil.which("copydesk", path=str(Path(sys.executable).parent))
    return found or sys.exit("copydesk is not installed in this environment: pip install -e .")


@dataclass(frozen=True)
class Place:
    """Where to measure, and with what."""

    scratch: Path
    program: tuple[str, ...]
    """How Copydesk is called."""
    peers: Peers
    jobs: int

    def copydesk(self, label: str, size: int, *arguments: object, before: Callable[[], None] | None = None) -> Case:
        """Copydesk, with a cache folder that no other case shares."""
        environment = {VARIABLE: str(self.scratch / "cache" / label)}
        command = (*self.program, *_CHECK, *map(str, arguments))
        return Case(label, command, size, environment, before, _DONE)

    def peer(self, name: str, size: int, path: Path) -> Case:
        """A peer, whatever it says of the text."""
        return Case(name, self.peers.command(name, path, self.jobs), size, self.peers.environment(self.jobs))


def groups(place: Place) -> Sequence[Group]:
    """All that can be measured; the texts are written into the scratch folder."""
    articles, pages = news(place.scratch), markdown(place.scratch)
    return (
        _news(place, articles),
        _markdown(place, pages),
        _hook(place, hook_file(articles)),
        _growth(place, articles),
    )


def _title(texts: Texts, what: str) -> str:
    return f"{len(texts.files):,} {what}, {texts.size / 1e6:.2f} MB ({texts.origin})"


def _news(place: Place, texts: Texts) -> Group:
    size, folder = texts.size, texts.folder
    cases = (
        place.copydesk("copydesk", size, "--isolated", "--no-cache", "--jobs", place.jobs, folder),
        place.copydesk("copydesk-one-job", size, "--isolated", "--no-cache", "--jobs", 1, folder),
        place.copydesk("copydesk-unchanged", size, "--isolated", "--jobs", place.jobs, folder),
        *(place.peer(name, size, folder) for name in ("codespell", "typos", "proselint")),
    )
    return Group("news", _title(texts, "news files"), cases, "codespell", weighs=True)


def _markdown(place: Place, texts: Texts) -> Group:
    size, folder = texts.size, texts.folder
    cases = (
        place.copydesk("copydesk-markdown", size, "--isolated", "--no-cache", "--jobs", place.jobs, folder),
        *(place.peer(name, size, folder) for name in ("codespell", "typos", "rumdl")),
    )
    return Group("markdown", _title(texts, "Markdown files"), cases, "codespell", weighs=True)


def _hook(place: Place, content: bytes) -> Group:
    """One file: as it was at the last run, and with a line that was never there before."""
    folder = place.scratch / "hook"
    folder.mkdir()
    same, edited = folder / "same.txt", folder / "edited.txt"
    for path in (same, edited):
        path.write_bytes(content)
    numbers = count(1)

    def edit() -> None:
        edited.write_bytes(content + b"The harbour office has printed notice number %d.\n" % next(numbers))

    cases = (
        Case("python", (sys.executable, "-c", "pass")),
        replace(place.copydesk("copydesk-edited", 0, edited, before=edit), warm_ups=RUNS_BEFORE_IT_PAYS + 2),
        place.copydesk("copydesk-same", 0, same),
        place.peer("codespell", 0, same),
        place.peer("typos", 0, same),
    )
    return Group("hook", f"one file of {len(content) / 1e3:.1f} kB", cases, "python", turns=_HOOK_TURNS)


def _growth(place: Place, texts: Texts) -> Group:
    sets = doubled(texts, place.scratch)
    twins = place.scratch / "twins.yaml"
    twins.write_text("rules: [twins]\n", "utf-8")
    twin_rules(place.scratch / "twins")
    anew = ("--no-cache", "--jobs", 1)
    half, long = sets.half, sets.long.stat().st_size
    cases = (
        place.copydesk("half", half.size, "--isolated", *anew, half.folder),
        place.copydesk("twice-the-text", sets.text.size, "--isolated", *anew, sets.text.folder),
        place.copydesk("twice-the-files", sets.files.size, "--isolated", *anew, sets.files.folder),
        place.copydesk("twice-the-rules", half.size, "--config", twins, *anew, half.folder),
        place.copydesk("long", long, "--isolated", *anew, sets.long),
        place.copydesk("twice-as-long", sets.longer.stat().st_size, "--isolated", *anew, sets.longer),
    )
    title = f"growth: {len(half.files):,} articles, {half.size / 1e6:.2f} MB, one job; one file of {long / 1e6:.2f} MB"
    cases[-1].against = cases[-2].against = "long"
    return Group("growth", title, cases, "half", by_work=True)
