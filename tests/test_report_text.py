"""The report for people: marks stand under the defect, whatever stands before it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support import match, report, rule_that_says, says, write

from lint.finding import Match, Related, Severity
from lint.text import Span

EXCERPTS = {  # a line, the defect in it, and how both are shown
    "a word": ("See teh sea.", "teh", "See teh sea.", "    ^^^"),
    "at the start": ("teh sea", "teh", "teh sea", "^^^"),
    "wide letters": ("日本語 teh 日本", "teh", "日本語 teh 日本", "       ^^^"),
    "a wide defect": ("to 日本 now", "日本", "to 日本 now", "   ^^^^"),
    "combining marks": ("cafe\u0301 teh", "teh", "cafe\u0301 teh", "     ^^^"),
    "a combining mark alone": ("cafe\u0301 teh", "\u0301", "cafe\u0301 teh", "    ^"),
    "a tab and a no-break space": ("\tteh\u00a0sea", "\u00a0", "<U+0009>teh<U+00A0>sea", "           ^^^^^^^^"),
    "a control": ("don\x92t", "\x92", "don<U+0092>t", "   ^^^^^^^^"),
    "a stray byte": ("don\udc92t", "\udc92", "don<byte 92>t", "   ^^^^^^^^^"),
    "text that runs backwards": ("a\u202eteh", "teh", "a<U+202E>teh", "         ^^^"),
    "a long line": (
        "0123456789" * 8 + "teh" + "9876543210" * 8,
        "teh",
        "…" + "0123456789" * 4 + "teh" + "9876543210" * 3 + "…",
        " " * 41 + "^^^",
    ),
    "a long defect": (
        "See " + "teh " * 40 + "sea",
        "teh " * 39 + "teh",
        "See " + ("teh " * 8)[:30] + " … " + ("teh " * 40)[-31:-1] + " sea",
        "    " + "^" * 63,
    ),
}


@pytest.mark.parametrize("name", EXCERPTS)
def test_marks_stand_under_the_defect(name: str) -> None:
    line, defect, shown, marks = EXCERPTS[name]
    start = line.index(defect)
    lines = write("text", report(line, says(start, start + len(defect)))).split("\n")
    assert lines[1:3] == [f" 1 | {shown}", f"   | {marks}"]


def test_a_report_for_people() -> None:
    text = "one\n" * 9 + "See teh sea.\n\nAnd more.\n"
    rule = rule_that_says(
        "misspelt", Match(Span(40, 43), related=(Related(Span(0, 3), "first seen here"),)), match(50, 59, (50, 59, ""))
    )
    told = write("text", report(text, replace(rule, message="Wrong.", severity=Severity.ERROR), path="desk/story.txt"))
    assert told == (
        "desk/story.txt:10:5: error misspelt: Wrong.\n"
        " 10 | See teh sea.\n"
        "    |     ^^^\n"
        "    = line 1: first seen here\n"
        "\n"
        "desk/story.txt:12:1: error misspelt: Wrong.\n"
        " 12 | And more.\n"
        "    | ^^^^^^^^^\n"
        "    = safe fix: Delete the paragraph\n"
        "\n"
        "2 findings in 1 file (2 errors).\n"
        "1 can be mended with --fix.\n"
    )


def test_a_defect_of_several_lines_is_marked_to_the_end_of_its_first() -> None:
    lines = write("text", report("See teh\nsea.", says(4, 11))).split("\n")
    assert lines[1:3] == [" 1 | See teh", "   |     ^^^"]
