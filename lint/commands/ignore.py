"""`copydesk check --add-ignore`: suppress all that is found today, so that a run reports what is new."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

from lint.commands.console import say
from lint.config import Config
from lint.desk import Desk
from lint.entries import EntryKeys
from lint.files import Problem
from lint.ignoring.run import ignore_file, write_entries
from lint.plan import Plan
from lint.reporters.escape import visible
from lint.reporters.text import count
from lint.rule import Rule

_NOT_WITH = ("fix", "diff", "statistics", "output_file", "unsafe_fixes")


def refusal(options: argparse.Namespace, is_stdin: bool) -> str:
    """Why --add-ignore cannot do what was asked together with it; empty where it can."""
    others = [f"--{name.replace('_', '-')}" for name in _NOT_WITH if getattr(options, name)]
    if others:
        return f"--add-ignore goes without {others[0]}"
    if is_stdin:
        return "--add-ignore needs files: it writes into them"
    return "--add-ignore needs the configuration: leave --isolated out" if options.isolated else ""


def main(
    options: argparse.Namespace,
    config: Config,
    plan: Plan,
    rules: Sequence[Rule],
    files: Sequence[str],
    problem: Callable[[Problem], None],
) -> None:
    """Suppress what is found in the files, say what was written, and name what could not be done."""
    folder, desk = config.folder or Path(), Desk(plan, rules)
    entries: list[EntryKeys] = []
    comments = 0
    for path in files:
        ignored = ignore_file(path, plan, desk, folder, options.reason)
        for failure in ignored.problems:
            problem(failure)
        comments += ignored.comments
        entries += ignored.entries
        if ignored.comments:
            print(f"{visible(path)}: {count(ignored.comments, 'comment')} written")
    if entries:
        name = write_entries(config, entries)
        print(f"{visible(name)}: {len(entries)} {'entry' if len(entries) == 1 else 'entries'} written")
    if not comments and not entries:
        print(f"Nothing to ignore in {count(len(files), 'file')}.")
    elif not options.reason:
        say("note: --reason TEXT would write why beside each of them")
