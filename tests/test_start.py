"""A run over one small file loads what it needs, and nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from lint.cli import build_parser

TEXT = "The ferry has been withdrawn for good.\n\nThe operator said the ship had become too costly to repair.\n"
PROGRAM = """
import sys
from lint import recall
from lint.cli import main
recall._COARSEST_CLOCK = 0  # the file is as young as the test
code = main(sys.argv[1:])
print("\\n".join(sorted(sys.modules)), file=sys.stderr)
sys.exit(code)
"""
NEVER = {  # modules that no check of one plain text with settings by default needs, and what they are for
    "yaml": "rules are kept as they were read",
    "lint.loader": "the same",
    "lint.rulefile": "the same",
    "lint.yamltree": "there is no configuration",
    "lint.typed": "the same, and nothing has to be suggested",
    "pathspec": "no folder is walked",
    "ftfy": "nothing looks misread",
    "pyromark": "the text is no Markdown",
    "difflib": "nothing is compared or suggested",
    "concurrent.futures": "one file is for one process",
    "multiprocessing": "the same",
    "tempfile": "nothing is written",
    "lint.writer": "the same",
    "lint.fixer": "nothing is mended",
    "lint.corpus": "the file holds no records",
    "lint.records.base": "the same",
    "lint.suppression.notes": "plain text has no comments",
    "lint.suppression.directive": "the same",
    "lint.diff": "no difference is shown",
    "lint.reporters.github": "the report is another",
    "lint.reporters.statistics": "the same",
}
WHERE_NOTHING_CHANGED = {  # what a check needs beside that only where the file is not known
    "regex": "no pattern is run",
    "pickle": "no rule is looked at",
    "html": "the same",
    "lint.rule": "the same",
    "lint.rulestore": "the same",
    "lint.document": "the file is not read",
    "lint.desk": "the same",
    "lint.engine": "the same",
}
KINDS = "lint.kinds."


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "story.txt"
    path.write_text(TEXT, "utf-8")
    return path


def run(file: Path, *options: str) -> tuple[set[str], str]:
    """The modules that a run has loaded, and its report."""
    environment = {**os.environ, "COPYDESK_CACHE_DIR": str(file.parent / "cache"), "PYTHONUTF8": "1"}
    arguments = [sys.executable, "-c", PROGRAM, "check", "--isolated", *options, str(file)]
    done = subprocess.run(arguments, env=environment, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode in (0, 1), done.stderr
    return set(done.stderr.split()), done.stdout


def needless(modules: set[str], *tables: dict[str, str]) -> dict[str, str]:
    return {name: why for table in tables for name, why in table.items() if name in modules}


def test_a_first_run_loads_what_the_others_do_not(file: Path) -> None:
    modules, _ = run(file)
    assert {"yaml", "lint.loader", "regex", "lint.document", "lint.kinds.pattern"} <= modules


def test_a_check_loads_nothing_that_a_plain_text_does_not_need(file: Path) -> None:
    run(file)
    file.write_text(TEXT + "\nThe crew would be offered work.\n", "utf-8")
    modules, _ = run(file)
    assert "lint.document" in modules  # or nothing was checked
    assert needless(modules, NEVER) == {}


def test_a_check_loads_the_kinds_of_the_rules_that_run(file: Path) -> None:
    options = ("--no-cache", "--select", "glued-sentences")
    run(file, *options)
    modules, _ = run(file, *options)
    assert "lint.kinds.glued" in modules
    unneeded = {"balance", "repeat", "mojibake", "credit", "hyphenation", "truncated", "variants", "gap", "dangling"}
    assert {KINDS + name for name in unneeded} & modules == set()


def test_a_file_that_has_not_changed_is_neither_read_nor_are_the_rules(file: Path) -> None:
    run(file)
    modules, _ = run(file)
    assert needless(modules, NEVER, WHERE_NOTHING_CHANGED) == {}
    assert {name for name in modules if name.startswith(KINDS)} == set()


def test_no_pattern_is_compiled_twice(file: Path) -> None:
    """What `regex` uses only to compile is never called, so that it can be taken away."""
    run(file, "--no-cache")
    broken = "import regex; regex.compile = None\n" + PROGRAM
    environment = {**os.environ, "COPYDESK_CACHE_DIR": str(file.parent / "cache")}
    arguments = [sys.executable, "-c", broken, "check", "--isolated", "--no-cache", "--select", "glued-sentences"]
    done = subprocess.run([*arguments, str(file)], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_reports_are_the_same_with_what_was_kept_and_without(file: Path) -> None:
    file.write_text("The the ferry.Nobody came .\n\nPhoto: Ana Ruiz\n\nShare this with Facebook\n", "utf-8")
    options = ("--no-cache", "--output-format", "jsonl")
    first, second = run(file, *options), run(file, *options)
    assert first[1] == second[1]
    assert first[1].count("\n") >= 4
    assert "yaml" in first[0] - second[0]


def test_a_run_goes_on_where_nothing_can_be_kept(file: Path) -> None:
    (file.parent / "cache").write_text("no folder", "utf-8")
    assert run(file)[1] == "Nothing to report in 1 file.\n"


def test_a_configuration_that_has_not_changed_is_not_parsed_again(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(file.parent)
    config = file.parent / ".copydesk.yaml"
    config.write_text("severity: {glued: info}\ncredits: keep\n", "utf-8")
    named = ("--config", str(config))
    environment = {**os.environ, "COPYDESK_CACHE_DIR": str(file.parent / "cache"), "PYTHONUTF8": "1"}

    def loaded() -> tuple[int, set[str], str]:
        arguments = [sys.executable, "-c", PROGRAM, "check", *named, str(file)]
        done = subprocess.run(arguments, env=environment, capture_output=True, text=True, encoding="utf-8")
        return done.returncode, set(done.stderr.split()), done.stderr

    assert "yaml" in loaded()[1]
    code, modules, _ = loaded()
    assert code == 0
    assert "yaml" not in modules
    config.write_text("severity: {glued: inf0}\n", "utf-8")
    for _ in range(2):  # a mistake is said each time, with its place
        code, modules, said = loaded()
        assert code == 2
        assert ".copydesk.yaml:1:19: 'glued' cannot be 'inf0'" in said


@pytest.mark.parametrize("command", ["check", "rules", "explain", "test", "schema", "config"])
@pytest.mark.parametrize("arguments", [["--help"], ["--no-such-option"], []])
def test_a_parser_of_one_command_says_what_the_whole_one_says(
    command: str, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    said = []
    for parser in (build_parser(command), build_parser()):
        try:
            said.append(str(parser.parse_args([command, *arguments])))
        except SystemExit as end:
            said.append(f"{end.code} {capsys.readouterr()}")
    assert said[0] == said[1]


@pytest.mark.parametrize("command", [None, "chec", "--help", "--version"])
def test_what_is_no_command_gets_the_whole_parser(command: str | None) -> None:
    assert "{" not in build_parser(command).format_usage()
    help_text = build_parser(command).format_help()
    assert all(f"    {name} " in help_text for name in ("check", "rules", "explain", "test", "schema", "config"))
