"""The command line: what can be asked for. What is done stands in lint/commands."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from lint import __version__
from lint.errors import Refused

if TYPE_CHECKING:
    _Commands = argparse._SubParsersAction[argparse.ArgumentParser]

SIGINT_CODE, SIGPIPE_CODE = 130, 141
"""What shells make of the two signals."""
_ALLOCATIONS_A_COLLECTION = 100_000
"""A run over some small files needs no collection, and those while modules are loaded would take a tenth of it."""
_EPILOG = "Exit codes: 0 nothing to report, 1 findings, 2 something could not be done."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the exit code."""
    gc.set_threshold(_ALLOCATIONS_A_COLLECTION)
    _open_closed_streams()
    arguments = sys.argv[1:] if arguments is None else arguments
    options = build_parser(arguments[0] if arguments else None).parse_args(arguments)
    module, function = options.run
    try:
        code = int(getattr(import_module(module), function)(options))
        sys.stdout.flush()
        _keep_expressions()
    except BrokenPipeError:  # as with `| head`: nobody reads on
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return SIGPIPE_CODE
    except (Refused, OSError) as error:
        return _failed(_in_words(error))
    except KeyboardInterrupt:
        _failed("interrupted: files not yet reported were left as they are")
        return SIGINT_CODE
    return code


def _keep_expressions() -> None:
    """Keep for later runs what this one has compiled."""
    from lint import expressions

    expressions.keep()


def _failed(message: str) -> int:
    from lint.commands.console import say

    say(f"error: {message}")
    return 2


def _in_words(error: Exception) -> str:
    """The error as a person would say it, with the file it is about."""
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror.lower()}" if error.filename else error.strerror.lower()
    return str(error)


def _open_closed_streams() -> None:
    """Put an empty stream where the caller has closed a standard one, so that the exit code is still right."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 - open to the end of the run


def build_parser(command: str | None = None) -> argparse.ArgumentParser:
    """The whole command line, or as much of it as reads that of one command: each costs as much as a small file."""
    parser = argparse.ArgumentParser(
        prog="copydesk",
        description="Find and mend what a CMS, a wire feed, a scraper or OCR left in articles.",
        epilog=_EPILOG,
    )
    parser.add_argument("--version", action="version", version=f"copydesk {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, add in _COMMANDS.items():
        if command not in _COMMANDS or command == name:
            add(commands)
    return parser


def _add_check(commands: _Commands) -> None:
    from lint.finding import Severity

    check = commands.add_parser("check", help="check files and folders", epilog=_EPILOG)
    check.set_defaults(run=("lint.commands.check", "main"))
    check.add_argument("paths", nargs="*", metavar="PATH", help="files and folders; - is standard input (default: .)")
    mending = check.add_argument_group("mending")
    mending.add_argument("--fix", action="store_true", help="apply safe fixes")
    mending.add_argument("--unsafe-fixes", action="store_true", help="with --fix or --diff: apply unsafe fixes too")
    mending.add_argument("--diff", action="store_true", help="show what --fix would change, write nothing")
    keeping = check.add_argument_group("keeping what is meant")
    keeping.add_argument(
        "--add-ignore", action="store_true", help="suppress all that is found, in comments or in the configuration"
    )
    keeping.add_argument("--reason", default="", metavar="TEXT", help="with --add-ignore: why it is meant")
    rules = check.add_argument_group("rules (by rule, category or pack; separated by commas)")
    rules.add_argument("--select", type=_names, action="extend", default=[], metavar="NAMES", help="only these")
    rules.add_argument("--ignore", type=_names, action="extend", default=[], metavar="NAMES", help="not these")
    output = check.add_argument_group("output")
    output.add_argument("--output-format", choices=("text", "json", "jsonl", "github"), default="text")
    output.add_argument("--output-file", type=Path, metavar="FILE", help="write the report there")
    output.add_argument("--statistics", action="store_true", help="count the findings of each rule instead")
    output.add_argument("--timing", action="store_true", help="say on standard error how long each rule took")
    output.add_argument(
        "--fail-level",
        choices=[severity.value for severity in Severity],
        default=Severity.INFO.value,
        help="the least severity that makes the exit code 1",
    )
    output.add_argument("--exit-zero", action="store_true", help="exit with 0 even where there are findings")
    records = check.add_argument_group("records (JSON Lines, JSON, CSV, Parquet)")
    records.add_argument(
        "--field", type=_names, action="extend", default=[], metavar="NAMES", help="the fields that hold text"
    )
    records.add_argument("--id-field", metavar="NAME", help="the field that names a record (default: id)")
    records.add_argument("--field-format", metavar="FORMAT", help="the format of the text in fields (default: plain)")
    running = check.add_argument_group("running")
    running.add_argument("--jobs", type=_positive, metavar="N", help="number of processes (default: one a core)")
    running.add_argument("--no-cache", action="store_true", help="check every file anew")
    running.add_argument("--stdin-filename", metavar="NAME", help="the name of what comes on standard input")
    running.add_argument("--force-exclude", action="store_true", help="leave out excluded files even where named")
    _add_configuration(check)


def _add_rules(commands: _Commands) -> None:
    rules = commands.add_parser("rules", help="list the rules")
    rules.set_defaults(run=("lint.commands.rules", "main"))
    _add_configuration(rules)


def _add_explain(commands: _Commands) -> None:
    explain = commands.add_parser("explain", help="explain one rule: why, examples, safety")
    explain.add_argument("rule", metavar="RULE")
    explain.set_defaults(run=("lint.commands.rules", "explain"))
    _add_configuration(explain)


def _add_test(commands: _Commands) -> None:
    test = commands.add_parser("test", help="run the examples inside the rules", epilog=_EPILOG)
    test.add_argument("paths", nargs="*", metavar="RULES", help="folders or files of rules (default: all)")
    test.set_defaults(run=("lint.commands.test", "main"))
    _add_configuration(test)


def _add_schema(commands: _Commands) -> None:
    schema = commands.add_parser("schema", help="print the JSON Schema of a rule file, for editors")
    schema.set_defaults(run=("lint.commands.schema", "main"))


def _add_config(commands: _Commands) -> None:
    config = commands.add_parser("config", help="show what holds for a file, and which line says so")
    config.add_argument("path", metavar="PATH")
    config.set_defaults(run=("lint.commands.config", "main"))
    _add_configuration(config)


_COMMANDS: dict[str, Callable[[_Commands], None]] = {
    "check": _add_check,
    "rules": _add_rules,
    "explain": _add_explain,
    "test": _add_test,
    "schema": _add_schema,
    "config": _add_config,
}
"""What adds each command, in the order of the help."""


def _add_configuration(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("configuration")
    group.add_argument(
        "--config", type=Path, metavar="FILE", help="the configuration (default: .copydesk.yaml, upwards)"
    )
    group.add_argument("--isolated", action="store_true", help="use no configuration file")


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number from 1")
    return int(text)
