"""Many files: each is read, checked, fixed where asked, and reported; one bad file never stops the others."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lint import engine, fixer, readers
from lint.files import Problem, reason
from lint.loader import RuleSet, load_rules
from lint.readers import NoReader
from lint.report import FileReport, place
from lint.rule import Rule
from lint.selection import Selection, select_rules
from lint.text import NotText, Source
from lint.writer import replace_file

FEWEST_BYTES_FOR_PROCESSES = 1_500_000  # under this, starting processes costs more than it saves
_BYTES_A_CHUNK = 400_000


@dataclass(frozen=True)
class Plan:
    """What to do with each file, in a form that a worker process can be given."""

    rule_folders: tuple[Path, ...] = ()
    selection: Selection = field(default_factory=Selection)
    timeout: float = 2.0
    fix: bool = False
    unsafe: bool = False
    write: bool = True
    """With `fix`: whether the file is written; else the report holds both texts."""

    def load(self) -> RuleSet:
        """The rules that run; raises UnknownName."""
        loaded = load_rules(self.rule_folders, timeout=self.timeout)
        return RuleSet(select_rules(loaded.rules, self.selection), loaded.problems)


def run(paths: Sequence[str], plan: Plan, rules: Sequence[Rule], jobs: int) -> Iterator[FileReport]:
    """The reports of the files, in their order, whatever the number of processes."""
    chunks = list(_chunks(paths))
    if jobs == 1 or len(chunks) == 1 or sum(map(_size, paths)) < FEWEST_BYTES_FOR_PROCESSES:
        for path in paths:
            yield check_file(path, plan, rules)
        return
    yield from _run_in_processes(chunks, plan, jobs)


def check_file(path: str, plan: Plan, rules: Sequence[Rule]) -> FileReport:
    """The report of one file; what goes wrong with it stands there as a problem."""
    try:
        readers.format_of(path)
        return check_bytes(path, Path(path).read_bytes(), plan, rules)
    except OSError as error:
        return FileReport(path, problems=(Problem(path, reason(error)),))
    except (NoReader, NotText) as error:
        return FileReport(path, problems=(Problem(path, str(error)),))


def check_bytes(path: str, data: bytes, plan: Plan, rules: Sequence[Rule]) -> FileReport:
    """The report of a file's content; raises NotText, NoReader, and OSError where a fix cannot be written."""
    document = readers.read(Source.decode(path, data))
    if not plan.fix:
        result = engine.check(document, rules)
        return FileReport(path, place(document, path, result.findings), problems=_gave_up(path, result))
    fixed = fixer.fix(document, rules, readers.read, unsafe=plan.unsafe)
    after = fixed.document.source
    changed = after.text != document.text
    if changed and plan.write:
        replace_file(path, data, after.encode())
    return FileReport(
        path,
        place(fixed.document, path, fixed.result.findings),
        fixed.applied,
        _gave_up(path, fixed.result),
        tuple(Problem(path, f"{refusal.rule} was not applied: {refusal.reason}") for refusal in fixed.refused),
        document.text if changed and not plan.write else None,
        after.text if changed and not plan.write else None,
    )


def _gave_up(path: str, result: engine.Result) -> tuple[Problem, ...]:
    hint = "simplify its pattern, or raise `timeout` in .copydesk.yaml"
    return tuple(Problem(path, f"the rule {rule} took too long and gave up ({hint})") for rule in result.gave_up)


def _size(path: str) -> int:
    try:
        return os.path.getsize(path)
    except OSError:
        return 0


def _chunks(paths: Iterable[str]) -> Iterator[list[str]]:
    """The paths in runs of some hundred kilobytes, so that processes are asked seldom and end together."""
    chunk: list[str] = []
    size = 0
    for path in paths:
        chunk.append(path)
        size += _size(path)
        if size >= _BYTES_A_CHUNK:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


_worker: tuple[Plan, Sequence[Rule]] | None = None
"""What a worker process was started with."""


def _start_worker(plan: Plan) -> None:
    global _worker
    _worker = plan, plan.load().rules


def _check_chunk(paths: list[str]) -> list[FileReport]:
    assert _worker is not None
    plan, rules = _worker
    return [check_file(path, plan, rules) for path in paths]


def _run_in_processes(chunks: list[list[str]], plan: Plan, jobs: int) -> Iterator[FileReport]:
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    pool = ProcessPoolExecutor(min(jobs, len(chunks)), initializer=_start_worker, initargs=(plan,))
    try:
        futures = [pool.submit(_check_chunk, chunk) for chunk in chunks]
        for chunk, future in zip(chunks, futures, strict=True):
            try:
                yield from future.result()
            except BrokenProcessPool:
                for path in chunk:
                    yield FileReport(path, problems=(Problem(path, "not checked: a worker process was killed"),))
    finally:
        pool.shutdown(cancel_futures=True)
