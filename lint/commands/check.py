"""`copydesk check`: find the files, run the rules over them, write the report."""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from lint import runner
from lint.commands.console import configuration, say
from lint.config import Config, FileKeys
from lint.files import Files, Problem
from lint.finding import Severity
from lint.packing import severities
from lint.plan import Plan
from lint.readers import SUFFIXES, TEXT_FORMATS
from lint.recall import recall_of
from lint.report import FileReport
from lint.reporters import REPORTERS, STATISTICS
from lint.reporters.output import Output
from lint.selection import UnknownName
from lint.sources import rule_sources
from lint.timing import LOADING, Clock

if TYPE_CHECKING:
    from lint.rule import Rule, RuleSet

STDIN = "-"


@dataclass
class Outcome:
    """What decides the exit code."""

    findings: int = 0
    problems: int = 0
    changes: int = 0

    def code(self, options: argparse.Namespace) -> int:
        """0: nothing to report; 1: findings (or, with --diff, changes); 2: something could not be done."""
        if self.problems:
            return 2
        return int(bool(self.changes if options.diff else self.findings) and not options.exit_zero)


@dataclass
class Console:
    """Standard error, where everything goes that is no finding."""

    fail_level: Severity = Severity.INFO
    outcome: Outcome = field(default_factory=Outcome)
    clock: Clock = field(default_factory=Clock)

    def problem(self, problem: object) -> None:
        """Say what could not be done; the run ends with 2."""
        self.outcome.problems += 1
        say(f"error: {problem}")

    def watch(self, reports: Iterable[FileReport]) -> Iterator[FileReport]:
        """Pass reports on, counting, and say what went wrong in each."""
        for report in reports:
            self.outcome.findings += sum(
                number for severity, number in severities(report.findings).items() if severity.reaches(self.fail_level)
            )
            self.outcome.changes += report.after is not None
            self.clock.add(report.seconds)
            for note in report.notes:
                say(f"note: {note}")
            for problem in report.problems:
                self.problem(problem)
            yield report


def main(options: argparse.Namespace) -> int:
    """Check what the options name; the exit code."""
    console = Console(Severity(options.fail_level))
    config = configuration(options)
    plan = _plan(options, config)
    load = partial(_load, plan, console)
    if options.add_ignore:
        _add_ignores(options, config, plan, load().rules, console)
    elif options.paths == [STDIN]:
        _check_stdin(options, config, plan, load().rules, console)
    else:
        recall = recall_of(plan)
        rules = recall.rules(load) if recall else load().rules
        files = _find_files(options, config, plan, console)
        _refuse_output_over(options, [*files, *_sources(config)])
        jobs = options.jobs or os.cpu_count() or 1
        with _output(options) as out:
            _write(console.watch(runner.run(files, plan, rules, jobs, recall)), options, out)
    if options.timing:
        from lint.reporters import timing

        timing.write(console.clock.take(), sys.stderr)
    return console.outcome.code(options)


def _load(plan: Plan, console: Console) -> RuleSet:
    """All rules; says what is wrong with those that are not among them."""
    with console.clock.running(LOADING):
        loaded = plan.load()
    for problem in loaded.problems:
        console.problem(problem)
    return loaded


def _add_ignores(
    options: argparse.Namespace, config: Config, plan: Plan, rules: Sequence[Rule], console: Console
) -> None:
    from lint.commands import ignore

    refusal = ignore.refusal(options, options.paths == [STDIN])
    if refusal:
        raise OSError(refusal)
    files = _find_files(options, config, plan, console)
    ignore.main(options, config, plan, rules, files, console.problem)


def _sources(config: Config) -> Iterator[str]:
    """The files that decide what is checked for: rules and the configuration."""
    yield from rule_sources(config.rule_folders)
    if config.path:
        yield str(config.path)


def _refuse_output_over(options: argparse.Namespace, paths: Iterable[str]) -> None:
    """Raise OSError where the report would overwrite what it speaks of, under whatever name."""
    if not options.output_file or not options.output_file.exists():
        return
    target = os.stat(options.output_file)
    for path in paths:
        try:
            status = os.stat(path)
        except (FileNotFoundError, PermissionError):
            continue
        if os.path.samestat(status, target):
            raise OSError(f"{options.output_file} is one of the files that are read: name another for the report")


def _plan(options: argparse.Namespace, config: Config) -> Plan:
    return Plan(
        config.rule_folders,
        config.layers(_asked(options)),
        config.file.timeout,
        fix=options.fix or options.diff,
        unsafe=options.unsafe_fixes,
        write=not options.diff,
        cache=not options.no_cache,
        prefilter=not options.no_prefilter,
        entries=config.entries,
        folders=tuple(path for path in map(Path, options.paths or ["."]) if path.is_dir()),
        timing=options.timing,
    )


def _asked(options: argparse.Namespace) -> FileKeys:
    """What the command line says of all files; raises UnknownName."""
    format_ = options.field_format
    if format_ and format_ not in TEXT_FORMATS:
        from lint.typed import suggestion

        raise UnknownName(f"there is no format {format_!r}; {suggestion(format_, TEXT_FORMATS)}")
    return FileKeys(
        select=tuple(options.select),
        ignore=tuple(options.ignore),
        fields=tuple(options.field),
        id_field=options.id_field,
        field_format=format_,
    )


def _find_files(options: argparse.Namespace, config: Config, plan: Plan, console: Console) -> list[str]:
    files: list[str] = []
    folders = Files(config.file.exclude, config.folder, options.force_exclude, plan.is_document)
    for found in folders.find(options.paths or ["."]):
        if isinstance(found, Problem):
            console.problem(found)
        else:
            files.append(found)
    if not files and not console.outcome.problems:
        say(f"warning: no files to check here; in folders copydesk reads {', '.join(SUFFIXES)}, and files of records")
        say("where --field says what holds their text; a file that you name is read whatever its name")
    return files


def _check_stdin(
    options: argparse.Namespace, config: Config, plan: Plan, rules: Sequence[Rule], console: Console
) -> None:
    """Check standard input. With --fix the mended text goes to standard output and the findings to standard error."""
    from lint.desk import Desk
    from lint.text import Source

    _refuse_output_over(options, _sources(config))
    name = options.stdin_filename or "stdin.txt"
    data = sys.stdin.buffer.read()
    report = Desk(replace(plan, write=False), rules, makes_sieve=None).check_bytes(name, data)
    reports = console.watch([report])
    if not options.fix or options.diff:
        with _output(options) as out:
            _write(reports, options, out)
        return
    _write(reports, options, sys.stderr)
    sys.stdout.buffer.write(data if report.after is None else Source.decode(name, data).encode(report.after))


@contextlib.contextmanager
def _output(options: argparse.Namespace) -> Iterator[TextIO]:
    """Where the report goes. What an encoding cannot hold is escaped; a diff gives stray bytes back as they were."""
    errors = "surrogateescape" if options.diff else "backslashreplace"
    if options.output_file:
        with open(options.output_file, "w", encoding="utf-8", errors=errors, newline="\n") as file:
            yield file
        return
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors=errors)
    yield sys.stdout


def _write(reports: Iterable[FileReport], options: argparse.Namespace, out: TextIO) -> None:
    if options.diff:
        from lint.diff import write_diff

        write_diff(reports, out)
        return
    chosen = STATISTICS if options.statistics else REPORTERS[options.output_format]
    chosen.write(reports, Output(out, _wants_colour(options, out)))


def _wants_colour(options: argparse.Namespace, out: TextIO) -> bool:
    return (
        not options.output_file and out.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    )
