"""Annotations of GitHub Actions: escaped, worst first, within its limits, and all of them in the summary."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from support import match, report, rule_that_says, says, write

from lint.finding import Severity
from lint.rule import Rule


def test_a_workflow_command_is_escaped() -> None:
    rule = replace(says(0, 3, "50%: a, b\r\n::error::"), severity=Severity.ERROR)
    assert write("github", report("teh\n", rule, path="a,b:c%.txt")) == (
        "::error file=a%2Cb%3Ac%25.txt,line=1,endLine=1,col=1,endColumn=4,title=rule (boilerplate)"
        "::50%25: a, b<U+000D><U+000A>::error::\n"
    )


def test_an_annotation_of_several_lines_has_no_columns() -> None:
    told = write("github", report("teh\nsea\n", says(0, 7)))
    assert told == "::warning file=story.txt,line=1,endLine=2,title=rule (boilerplate)::Wrong.\n"


def many(severity: Severity, count: int) -> Rule:
    return replace(rule_that_says(severity.value, *(match(0, 1 + at) for at in range(count))), severity=severity)


def test_github_shows_ten_of_a_kind_worst_first_and_the_rest_in_the_summary(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    summary = tmp_path / "summary.md"
    summary.write_text("before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    given = [many(Severity.INFO, 12), many(Severity.ERROR, 11), many(Severity.WARNING, 3)]
    told = write("github", report("one two three four", *given)).splitlines()
    assert [line.split(" ")[0] for line in told] == ["::error"] * 10 + ["::warning"] * 3 + ["::notice"] * 10
    assert told[-1] == "::notice title=copydesk::4 more findings are not shown here; see the job summary"
    table = summary.read_text("utf-8").split("\n")
    assert table[:2] == ["before", "### Copydesk"]
    assert len([line for line in table if "story.txt" in line]) == 26


def test_a_summary_holds_no_markup_of_the_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    summary = tmp_path / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    write("github", report("teh", says(0, 3, "<b>|`a`|[x](y)\n# é"), path="a|b.txt"))
    assert summary.read_text("utf-8").split("\n")[4] == (
        "| warning | a&#124;b.txt&#58;1 | rule "
        "| &#60;b&#62;&#124;&#96;a&#96;&#124;&#91;x&#93;&#40;y&#41;&#60;U&#43;000A&#62;&#35; é |  |"
    )


def test_without_findings_github_is_told_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    assert write("github", report("the sea")) == ""
    assert list(tmp_path.iterdir()) == []
