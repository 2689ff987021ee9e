"""`--add-ignore`: what is found today is suppressed where it stands, and nothing else changes."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import TEXTS, layers, rules
from test_docx import p, packed
from toy import read, toy

from lint import engine, readers
from lint.config import Config, load_config
from lint.desk import Desk as Checker
from lint.desk import Method
from lint.entries import EntryKeys
from lint.ignoring.comments import Desk, Style, with_comments
from lint.ignoring.entries import CannotExtend, pattern, quoted, with_entries
from lint.ignoring.run import _File, ignore_file, write_entries
from lint.loader import load_rules
from lint.plan import Plan
from lint.readers import Format, plain
from lint.readers.reading import BY_SUFFIX
from lint.runner import run
from lint.suppression.names import Names
from lint.suppression.screen import Suppressions
from lint.text import Source, Span

LOADED = load_rules().rules
ABOUT = tuple(rule for rule in LOADED if rule.kind == "suppression")
SMALL = (*rules("small"), *ABOUT)
NAMES = Suppressions(Names(SMALL))
TOY = "#{};"


def commented(text: str, style: str = TOY, reason: str = "") -> tuple[str, list[str]]:
    """A text with comments for its findings, and the rules for whose findings there was no place."""
    document = toy(text)

    def check(document: object) -> object:
        return engine.check(document, SMALL, NAMES).findings  # type: ignore[arg-type]

    desk = Desk(read, check, Style(style, reason))  # type: ignore[arg-type]
    after, rest = with_comments(document, check(document), desk)  # type: ignore[arg-type]
    return after.source.text, [finding.rule for finding in rest]


COMMENTED = {
    "a paragraph": ("one\n\nteh sea\n", "one\n\n#copydesk: ignore misspelt;\nteh sea\n"),
    "two findings": ("teh trawler", "#copydesk: ignore boats, misspelt;\nteh trawler"),
    "two paragraphs": (
        "teh\n\nsea\n\ntrawler",
        "#copydesk: ignore misspelt;\nteh\n\nsea\n\n#copydesk: ignore boats;\ntrawler",
    ),
    "a list": ("one\n\nsea\nteh\n", "one\n\n#copydesk: ignore misspelt;\nsea\nteh\n"),
    "its indentation": ("one\n\n  teh\n", "one\n\n  #copydesk: ignore misspelt;\n  teh\n"),
    "its line endings": ("one\r\n\r\nteh\r\n", "one\r\n\r\n#copydesk: ignore misspelt;\r\nteh\r\n"),
    "nothing": ("sea", "sea"),
}


@pytest.mark.parametrize("name", COMMENTED)
def test_a_comment_goes_on_its_own_line_before_the_block(name: str) -> None:
    text, after = COMMENTED[name]
    assert commented(text) == (after, [])


def test_the_reason_stands_in_the_comment_and_cannot_end_it() -> None:
    assert commented("teh", reason="as  sung --> today")[0] == "#copydesk: ignore misspelt: as sung –> today;\nteh"
    assert commented("teh", reason="as; sung") == ("teh", ["misspelt"])


def test_a_format_may_want_a_blank_line_behind_a_comment() -> None:
    text = "one\r\n\r\nteh\r\n"
    assert commented(text, style="#{};\n") == ("one\r\n\r\n#copydesk: ignore misspelt;\r\n\r\nteh\r\n", [])


def test_where_the_document_would_not_read_the_same_no_comment_is_written() -> None:
    assert commented("teh", style="{}") == ("teh", ["misspelt"])
    assert commented("teh", style="# {};") == ("# copydesk: ignore misspelt;\nteh", [])


QUOTED = {  # a text, what is found, and the text of an entry for it
    "the words": ("We sang the the song.", "the the", "sang the the song."),
    "whole words": ("A longer-winded speech", "inde", "longer-winded"),
    "at the start": ("the the sea was grey", "the the", "the the sea was"),
    "white space": ("It ended.   \nThen", "   ", "It ended."),
    "on several lines": ("It ended in\ntears of joy", "ended in\ntears", "It ended in"),
    "a long text": (
        "so it goes on and on " * 9,
        "so it goes on and on " * 8,
        "so it goes on and on so it goes on and on so it goes on and",
    ),
    "in a line's ending": ("It ended.\r\nThen", "\n", "It ended."),
    "what cannot be written": ("a\x07b c", "a", ""),
}


@pytest.mark.parametrize("name", QUOTED)
def test_an_entry_quotes_enough_of_the_line_to_know_the_place(name: str) -> None:
    text, found, shown = QUOTED[name]
    start = text.index(found)
    assert quoted(plain.read(Source("a.txt", text)), Span(start, start + len(found))) == shown


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("desk/a.txt", "desk/a.txt"),
        ("a.txt", "/a.txt"),
        ("desk/a [1]*.txt", r"desk/a \[1\]\*.txt"),
        ("../a.txt", None),
    ],
)
def test_a_path_becomes_a_pattern_for_it_alone(tmp_path: Path, path: str, shown: str | None) -> None:
    assert pattern(str(tmp_path / path), tmp_path) == shown


NEW = (EntryKeys(rule=("misspelt",), path=("/a.txt",), text="# teh: sea", reason="as sung"),)
SHOWN = "- path: /a.txt\n  rule: misspelt\n  text: '# teh: sea'\n  reason: as sung\n"
EXTENDED = {  # a configuration, and the same with an entry more, whose lines are indented so far
    "none": ("", "suppress:\n@  "),
    "other keys": ("ignore: [core]  # all\n", "ignore: [core]  # all\nsuppress:\n@  "),
    "no line end": ("ignore: [core]", "ignore: [core]\nsuppress:\n@  "),
    "entries": (
        "suppress:\n- rule: all # why\n  path: b.txt\n\n# more\nignore: [core]\n",
        "suppress:\n- rule: all # why\n  path: b.txt\n@\n# more\nignore: [core]\n",
    ),
    "entries further in, with a comment": (
        "suppress:\n    - rule: all\n      # why\n      path: b.txt\n# end\n",
        "suppress:\n    - rule: all\n      # why\n      path: b.txt\n@    # end\n",
    ),
    "a text on several lines": (
        "suppress:\n  - rule: all\n    text: |\n      a\n\n      b\n",
        "suppress:\n  - rule: all\n    text: |\n      a\n\n      b\n@  ",
    ),
}


@pytest.mark.parametrize("name", EXTENDED)
def test_the_configuration_gets_more_entries_and_all_else_stays(name: str) -> None:
    text, after = EXTENDED[name]
    indent = re.search(r"@( *)", after)[1]  # type: ignore[index]
    added = "".join(f"{indent}{line}\n" for line in SHOWN.splitlines())
    expected = after.replace("@" + indent, added)
    assert with_entries(text, Path("c.yaml"), NEW) == expected
    crlf = text.replace("\n", "\r\n")
    assert with_entries("\ufeff" + crlf, Path("c.yaml"), NEW).replace("\r\n", "\n") == "\ufeff" + expected


@pytest.mark.parametrize("text", ["suppress: [{rule: all}]\n", "{ignore: []}\n", "suppress:\n  rule: all\n", "a: b\n"])
def test_what_cannot_be_extended_is_left_alone(text: str) -> None:
    with pytest.raises(CannotExtend):
        with_entries(text, Path("c.yaml"), NEW)


@given(st.lists(st.text(min_size=1), max_size=3), st.text())
def test_what_is_written_is_read_again(texts: list[str], reason: str) -> None:
    keep = [" ".join("".join(c for c in text if c.isprintable()).split()) for text in [*texts, reason]]
    entries = [EntryKeys(rule=("all", "core"), path=("a, b.txt",), text=text, reason=keep[-1]) for text in keep if text]
    longer = with_entries("ignore: [core]\n", Path("c.yaml"), entries) if entries else ""
    assert not entries or longer.startswith("ignore: [core]\nsuppress:\n")


def ignored(document: object, method: Method, *styles: str) -> _File:
    """A file in which all is suppressed that has a text, but for what is wrong with suppressions."""
    file = _File(document, method, styles, "/a.txt", "")  # type: ignore[arg-type]
    left = [finding for finding in file.suppress() if finding.rule not in {rule.id for rule in ABOUT}]
    assert not any(map(str.isalnum, "".join(file.document.source.text[slice(*finding.span)] for finding in left)))
    assert all(text for text, _ in file.entries)
    return file


@settings(max_examples=40)
@given(TEXTS)
def test_every_finding_in_any_plain_text_can_be_suppressed_by_entries(text: str) -> None:
    source = Source("a.txt", text)
    method = Method(LOADED, BY_SUFFIX, plain.read, Suppressions(Names(LOADED)))
    file = ignored(plain.read(source), method)
    assert file.document.source == source
    if file.entries:
        with_entries("", Path("c.yaml"), list(file.keys()))


MARKED = st.lists(
    st.sampled_from(
        [
            "teh",
            "trawler",
            "ADVERTISEMENT",
            "sea",
            " ",
            "\n",
            "\n\n",
            "\r\n",
            "*",
            "#hm;",
            "#copydesk: ignore all;",
            "#copydesk: x;",
        ]
    ),
    max_size=20,
).map("".join)


@given(MARKED)
def test_comments_for_all_that_is_found_change_nothing_else(text: str) -> None:
    before = toy(text)
    file = ignored(before, Method(SMALL, BY_SUFFIX, read, NAMES), TOY)
    after = file.document
    assert after.text == before.text
    written = re.compile(r"[ \t]*#copydesk: ignore [a-z, -]*;(\r\n|\n)+")
    kept = [comment.text for comment in before.comments]
    new = [comment.text for comment in after.comments if comment.text not in kept]
    without = after.source.text
    for comment in new:
        without = re.sub(r"[ \t]*" + re.escape(f"#{comment};") + r"(\r\n|\n)", "", without)
    assert written.sub("", without) == written.sub("", text)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COPYDESK_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setitem(readers.FORMATS, "toy", Format("toy", (".toy",), comments=("// {}", TOY)))
    monkeypatch.setitem(readers.SUFFIXES, ".toy", "toy")
    (tmp_path / "a.toy").write_text("They sang the the song.\n", "utf-8")
    (tmp_path / "a.txt").write_text("They sang the the song.\n\nSee the the sea.\n", "utf-8")
    return tmp_path


def test_afterwards_another_run_reports_nothing(desk: Path) -> None:
    plan = Plan(folders=(desk,))
    everything = plan.load().rules
    done = [ignore_file(name, plan, Checker(plan, everything), desk, "as sung") for name in ("a.toy", "a.txt")]
    assert [(one.comments, len(one.entries), one.left) for one in done] == [(1, 0, 0), (0, 2, 0)]
    assert (desk / "a.toy").read_text("utf-8").startswith("#copydesk: ignore doubled-word: as sung;\n")
    assert write_entries(Config(), done[1].entries) == ".copydesk.yaml"
    again = replace(plan, entries=load_config(desk / ".copydesk.yaml").entries)
    assert all(not report.findings for report in run(["a.toy", "a.txt"], again, everything, 1))


def test_a_file_elsewhere_can_have_no_entry_and_is_told(desk: Path) -> None:
    below = desk / "below"
    below.mkdir()
    plan = Plan()
    done = ignore_file("a.txt", plan, Checker(plan, plan.load().rules), below, "")
    assert done.entries == ()
    assert [problem.message for problem in done.problems] == [
        "2 findings could not be suppressed; it stands outside the folder of .copydesk.yaml"
    ]


def written(desk: Path, name: str, data: bytes, plan: Plan | None = None) -> tuple[list[tuple[str, ...]], list[str]]:
    """The rules and texts of the entries for a file, and what is told of it; nothing else is found afterwards."""
    (desk / name).write_bytes(data)
    plan = plan or Plan()
    everything = plan.load().rules
    done = ignore_file(name, plan, Checker(plan, everything), desk, "")
    if done.entries:
        write_entries(Config(), done.entries)
        again = replace(plan, entries=load_config(desk / ".copydesk.yaml").entries)
        assert sum(len(report.findings) for report in run([name], again, everything, 1)) == done.left
    return [(*entry.rule, entry.text) for entry in done.entries], [problem.message for problem in done.problems]


RECORDS = {
    "a.jsonl": b'{"body": "See the the sea.", "other": "the the"}\n{"body": "Sea.\\nWe saw the the sea ."}\n',
    "a.csv": b'body,other\n"See the the sea.",the the\n"Sea.\nWe saw the the sea .",x\n',
}


@pytest.mark.parametrize("name", RECORDS)
def test_of_records_the_texts_in_their_fields_are_quoted(desk: Path, name: str) -> None:
    plan = Plan(layers=layers(fields=("body",)))
    entries, problems = written(desk, name, RECORDS[name], plan)
    assert entries == [
        ("doubled-word", "See the the sea."),
        ("doubled-word", "saw the the sea"),
        ("space-before-punctuation", "the the sea ."),
    ]
    assert problems == []


def test_of_records_without_a_field_nothing_is_written(desk: Path) -> None:
    entries, problems = written(desk, "a.jsonl", RECORDS["a.jsonl"])
    assert entries == []
    assert problems[0].startswith("which field holds the text?")


def test_of_a_packed_file_the_text_is_quoted(desk: Path) -> None:
    entries, problems = written(desk, "a.docx", packed(p("We saw") + p("the the sea .")))
    assert entries == [("doubled-word", "space-before-punctuation", "the the sea .")]
    assert problems == []


LEFT = {  # a text, the comments and entries for it, and what is told
    "what was read before there were comments": (
        "a.html",
        "<p>It was the the ferry. <img alt='it said , he'> <img alt='the the'> The â€œgoâ€\x9d home.</p>\n",
        [("misread-utf8", "he'> <img alt='the the'> The â€œgoâ€")],
        [],
    ),
    "one text for two places": (
        "a.txt",
        "The the end. And so on.\n\nIt is. The the end.\n",
        [("doubled-word", "The the end.")],
        [],
    ),
    "a blank line": ("a.txt", "The sea.\n   \nThe end.\n", [("blank-line-space", "sea. The")], []),
    "a blank line beside which nothing stands": ("a.txt", "  \n", [], ["1 finding could not be suppressed"]),
    "what is wrong with a suppression": (
        "a.md",
        "<!-- copydesk: ignore nothing-such -->\nSea.\n",
        [],
        ["1 finding could not be suppressed"],
    ),
}


@pytest.mark.parametrize("case", LEFT)
def test_no_entry_says_more_than_it_must(desk: Path, case: str) -> None:
    name, text, entries, problems = LEFT[case]
    assert written(desk, name, text.encode()) == (entries, problems)


NOTE = "<!-- copydesk: ignore doubled-word -->"
PLACED = {  # a file's name, its text with `@` where a comment is written, and the texts of its entries
    "above a list": ("a.md", "@- one\n- the the two\n- three\n", []),
    "not between items": ("a.md", "- one\n\n- saw the the two\n\n- three\n", ["saw the the two"]),
    "not in a quotation": ("a.md", "> one\n>\n> saw the the two\n> three\n", ["saw the the two"]),
    "above a target": ("a.rst", "One.\n\n@.. _x:\n.. _y:\n\nThe the sea.\n", []),
    "above a class": ("a.rst", "One.\n\n@.. class:: big\n\nThe the sea.\n", []),
    "above a quotation": ("a.md", "One.\n\n@> saw the the two\n", []),
}


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("case", PLACED)
def test_a_comment_splits_nothing(desk: Path, case: str, end: str) -> None:
    name, text, entries = PLACED[case]
    before = text.replace("@", "").replace("\n", end).encode()
    assert written(desk, name, before) == ([("doubled-word", entry) for entry in entries], [])
    note = (".. copydesk: ignore doubled-word\n\n" if name.endswith(".rst") else NOTE + "\n").replace("\n", end)
    assert (desk / name).read_bytes() == text.replace("\n", end).replace("@", note).encode()
