"""Where the time goes is measured by rule, and no rule may take more than all the others."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

from lint import engine, readers
from lint.examples import read
from lint.loader import load_rules
from lint.reporters import timing
from lint.selection import Selection, select_rules
from lint.text import Source
from lint.timing import READING, Clock

ARTICLES = Path(__file__).parent / "articles"
RULES = select_rules(load_rules().rules, Selection())
ROUNDS = 3


def test_a_clock_adds_up_and_begins_anew() -> None:
    clock = Clock()
    with clock.running("a"):
        pass
    clock.add({"a": 1.0, "b": 2.0})
    taken = clock.take()
    assert taken["a"] > 1.0
    assert taken["b"] == 2.0
    assert clock.take() == {}


def test_watched_rules_find_the_same() -> None:
    document = readers.read(Source.decode("a.txt", (ARTICLES / "harbour.txt").read_bytes()))
    clock = Clock()
    assert engine.check(document, clock.watch(RULES)) == engine.check(document, RULES)
    assert clock.take().keys() - {READING} == {rule.id for rule in RULES}


def test_no_rule_takes_more_than_all_the_others() -> None:
    """Of three rounds the fastest: the first compiles patterns, and another program may be in the way of one."""
    articles = [path.read_text("utf-8") for path in sorted(ARTICLES.glob("*.txt"))]
    examples = [example.text for rule in RULES for _, example in rule.examples]
    documents = [read(text) for text in (*articles, "\n\n".join(examples))]
    clock = Clock()
    watched, rounds = clock.watch(RULES), []
    for _ in range(ROUNDS):
        for document in documents:
            engine.check(document, watched)
        rounds.append(clock.take())
    least = {rule.id: min(seconds[rule.id] for seconds in rounds) for rule in RULES}
    slowest = max(least, key=lambda name: least[name])
    assert least[slowest] < sum(least.values()) / 2, slowest


def test_the_table_has_the_slowest_rules_first_and_what_is_no_rule_last() -> None:
    out = io.StringIO()
    seconds = {f"rule-{number}": float(number) for number in range(1, 31)}
    timing.write({**seconds, "(reading the files)": 9.0}, out)
    lines = out.getvalue().split("\n")
    assert lines[1].split() == ["30.000", "6%", "rule-30"]
    assert lines[21].split() == ["55.000", "12%", "10", "others"]
    assert lines[22].split() == ["465.000", "all", "rules"]
    assert lines[23].split() == ["9.000", "(reading", "the", "files)"]


def test_a_run_without_rules_divides_by_nothing() -> None:
    out = io.StringIO()
    timing.write({}, out)
    assert "all rules" in out.getvalue()


def test_the_command_line_says_it_on_standard_error() -> None:
    command = [sys.executable, "-m", "lint", "check", "--isolated", "--timing", "--statistics", str(ARTICLES)]
    run = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert run.returncode == 1
    assert "seconds" not in run.stdout
    assert "all rules" in run.stderr
    assert "(loading the rules)" in run.stderr
