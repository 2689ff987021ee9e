"""Fixes are applied together, in rounds, and what would do harm is refused and named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import document, match, rule_that_says, rules

from lint import engine, fixer
from lint.finding import Edit, Safety
from lint.loader import load_rules
from lint.readers import plain
from lint.rule import Rule
from lint.text import Source, Span

MEND = rules("small", "protect", "mend")
BYTES = {  # what is mended, byte for byte
    "a misspelt word": (b"See teh sea.", b"See the sea."),
    "CRLF, CR and no final newline": (b"teh\r\nsea\rteh\n\r\nsea", b"the\r\nsea\rthe\n\r\nsea"),
    "a mark, and white space around": (b"\xef\xbb\xbf  teh \t\n\xc2\xa0\n", b"\xef\xbb\xbf  the \t\n\xc2\xa0\n"),
    "a marked first block": (b"\xef\xbb\xbfADVERTISEMENT\n\nThe sea.\n", b"\xef\xbb\xbfThe sea.\n"),
    "stray bytes and NULs": (b"teh caf\xc3\xa9 \x92\0 teh", b"the caf\xc3\xa9 \x92\0 the"),
    "Windows-1252": (b"teh caf\xe9 was open", b"the caf\xe9 was open"),
    "UTF-16": (
        "\ufeffteh \ud800 sea".encode("utf-16-le", "surrogatepass"),
        "\ufeffthe \ud800 sea".encode("utf-16-le", "surrogatepass"),
    ),
    "what reads as a line end elsewhere": ("teh\u2028sea\x85\f".encode(), "the\u2028sea\x85\f".encode()),
    "two blocks at the start, in two rounds": (b"ADVERTISEMENT\n\nADVERTISEMENT\n\nThe sea.\n", b"The sea.\n"),
    "what goes before and between findings that stay": (
        b"A trawler & a lighter.\n\nADVERTISEMENT\n\nA trawler~ & a lighter.\n\nADVERTISEMENT\n\nA lighter.\n",
        b"A trawler and a lighter.\n\nA trawler and a lighter.\n\nA lighter.\n",
    ),
    "a correction": (b"teh\n\nCorrection: It was teh sea.\n", b"the\n\nCorrection: It was teh sea.\n"),
    "nothing": (b"", b""),
}
REFUSED = {  # what stays as it is, byte for byte, and why
    "a fix that brings a new finding": (
        b"a t-eh",
        ("hyphen", "its fix would bring a new finding, misspelt in line 1"),
    ),
    "what the encoding cannot hold": (b"caf\xe9 -> open now", ("arrow", "cp1252 cannot hold its replacement")),
    "stray bytes that would meet": (
        b"\xc3\xa9 and caf\xc3~\xa9",
        ("tilde", "its fix would make the file's bytes read as another text"),
    ),
}


def mended(data: bytes, given: tuple[Rule, ...] = MEND, *, unsafe: bool = False) -> tuple[bytes, list[tuple[str, str]]]:
    """The bytes after fixing, and what was refused."""
    fixed = fixer.fix(plain.read(Source.decode("story.txt", data)), given, plain.read, unsafe=unsafe)
    return fixed.document.source.encode(), [(refusal.rule, refusal.reason) for refusal in fixed.refused]


@pytest.mark.parametrize("name", BYTES)
def test_a_fix_changes_its_own_bytes_and_no_others(name: str) -> None:
    before, after = BYTES[name]
    assert mended(before) == (after, [])


@pytest.mark.parametrize("name", REFUSED)
def test_a_fix_that_would_do_harm_is_refused_and_its_rule_is_named(name: str) -> None:
    before, refusal = REFUSED[name]
    assert mended(before) == (before, [refusal])


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_does_not_stop_the_other_rules(name: str) -> None:
    before, refusal = REFUSED[name]
    assert mended(before + b" teh") == (before + b" the", [refusal])


def test_only_the_fix_that_does_harm_is_refused_and_not_its_rule() -> None:
    """`t-eh` would become `teh`, which is misspelt; `boat-house` may become `boathouse`, wherever it stands."""
    refusal = ("hyphen", "its fix would bring a new finding, misspelt in line 1")
    assert mended(b"boat-house t-eh boat-house") == (b"boathouse t-eh boathouse", [refusal])
    paragraphs = [b"boat-house", b"t-eh", b"a boat-house and a boat-house"]
    after, refused = mended(b"\n\n".join(paragraphs))
    assert after == b"boathouse\n\nt-eh\n\na boathouse and a boathouse"
    assert refused == [("hyphen", "its fix would bring a new finding, misspelt in line 3")]


def test_what_a_deletion_uncovers_elsewhere_is_no_harm_and_is_mended_in_its_turn() -> None:
    """The two captions stand side by side only when the line between them has gone."""
    (repeated,) = [rule for rule in load_rules().rules if rule.id == "repeated-block"]
    before = b"Harbour at dawn, Valparaiso\n\nADVERTISEMENT\n\nHarbour at dawn, Valparaiso\n"
    assert mended(before, (*rules("small"), repeated)) == (b"Harbour at dawn, Valparaiso\n", [])


def test_a_finding_is_new_though_another_stood_where_it_stands_now() -> None:
    """`teh` in the correction stood at 21, and stays; seven characters are gone when `t-eh` would become `teh`."""
    before, after = b"~~~~~~~\n\nCorrection: teh\n\nx t-eh\n", b"\n\nCorrection: teh\n\nx t-eh\n"
    assert mended(before) == (after, [("hyphen", "its fix would bring a new finding, misspelt in line 5")])


def test_a_text_may_need_ten_rounds_and_no_more() -> None:
    assert mended(b"x" * 10 + b"sea", rules("peel")) == (b"sea", [])
    reason = "peel still changed the text after 10 rounds; the file is left alone"
    assert mended(b"x" * 11 + b"sea", rules("peel")) == (b"x" * 11 + b"sea", [("peel", reason)])


def test_what_was_refused_has_its_chance_again_when_the_text_has_changed() -> None:
    """At first `t-eh` would become `teh`; once another rule has made it `t-ea`, it becomes `tea`."""
    assert mended(b"t-eh", (*MEND, *rules("ending"))) == (b"tea", [])


@pytest.mark.parametrize("text", [b"left and right", b"x"])
def test_rules_that_never_come_to_rest_leave_the_text_alone_and_are_named(text: bytes) -> None:
    after, refused = mended(text + b" teh", (*rules("fight"), *MEND))
    assert after == text + b" teh"
    ((rule, reason),) = refused
    assert reason == f"{rule} still changed the text after 10 rounds; the file is left alone"


def test_a_fix_that_changes_nothing_is_none() -> None:
    (idle,) = rules("idle")
    fixed = fixer.fix(document("oat boat house"), [idle], plain.read)
    assert fixed.document.text == "boat boat boat"
    assert [finding.span for finding in fixed.applied] == [(0, 3), (9, 14)]


def test_unsafe_fixes_are_applied_where_asked_and_suggestions_never() -> None:
    assert mended(b"(x) a teh") == (b"(x) a the", [])
    assert mended(b"(x) a teh", unsafe=True) == (b"x a the", [])


def test_what_remains_is_reported_for_the_mended_text() -> None:
    fixed = fixer.fix(document("teh (x)\n"), MEND, plain.read)
    assert [finding.rule for finding in fixed.applied] == ["misspelt"]
    assert fixed.result == engine.check(document("the (x)\n"), MEND)
    assert [finding.rule for finding in fixed.result.findings] == ["daring"]


CHOICES = {  # each match's span and edit, and which are chosen, in this order
    "apart": ([(0, 3), (4, 7)], [], [(0, 3), (4, 7)]),
    "side by side": ([(0, 3), (3, 7)], [], [(0, 3), (3, 7)]),
    "overlapping: the first": ([(0, 4), (3, 7)], [], [(0, 4)]),
    "one inside another: the outer": ([(0, 7), (4, 5)], [], [(0, 7)]),
    "safe before unsafe": ([(4, 7)], [(0, 5), (0, 4), (6, 9), (7, 9)], [(4, 7), (0, 4), (7, 9)]),
    "two at one point: the first": ([(4, 4)], [(4, 4)], [(4, 4)]),
    "a point at an edge": ([(4, 7)], [(7, 7)], [(4, 7), (7, 7)]),
    "a point inside": ([(4, 7)], [(5, 5)], [(4, 7)]),
}


@pytest.mark.parametrize("name", CHOICES)
def test_fixes_that_overlap_are_not_chosen_together(name: str) -> None:
    safe, unsafe, chosen = CHOICES[name]
    read = document("one two three\n")
    given = [
        rule_that_says("safe", *(match(*span, (*span, "!")) for span in safe)),
        rule_that_says("unsafe", *(match(*span, (*span, "!")) for span in unsafe), safety=Safety.UNSAFE),
    ]
    found = engine.check(read, given).findings
    assert [f.fix and f.fix.span for f in fixer.choose(found, read.source, unsafe=True)] == chosen


def test_a_fix_of_several_edits_is_chosen_whole_or_not_at_all() -> None:
    read = document("one two three\n")
    given = [
        rule_that_says("safe", match(4, 7, (4, 7, "2"))),
        rule_that_says(
            "unsafe",
            match(0, 13, (0, 3, "1"), (6, 9, "!")),
            match(8, 13, (8, 9, ""), (12, 13, "")),
            safety=Safety.UNSAFE,
        ),
    ]
    chosen = fixer.choose(engine.check(read, given).findings, read.source, unsafe=True)
    assert [finding.span for finding in chosen] == [(4, 7), (8, 13)]


def test_edits_are_applied_at_their_places() -> None:
    edits = [Edit(0, 0, "A "), Edit(0, 3, "boat"), Edit(4, 8, ""), Edit(13, 13, "!")]
    assert fixer.apply("one two three", edits) == "A boat three!"


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.sampled_from(["", "+", "++++++"])), max_size=6))
def test_places_after_some_edits_lead_back_to_places_before_them(steps: list[tuple[int, int, str]]) -> None:
    """What is untouched to itself; what touches a replacement to all that it replaced."""
    edits, end = [], 0
    for gap, length, replacement in steps:
        start = end + gap + 1
        end = start + length
        edits.append(Edit(start, end, replacement))
    back = fixer._Backwards(edits)
    before = after = 0
    for edit in [*edits, Edit(end + 3, end + 3, "")]:
        shift = before - after
        for start in range(after, edit.start - shift):
            assert back.span(Span(start, start + 1)) == (start + shift, start + shift + 1)
        after = edit.start - shift
        for start in range(after, after + len(edit.replacement)):
            assert back.span(Span(start, start + 1)) == (edit.start, edit.end)
        before, after = edit.end, after + len(edit.replacement)


@pytest.mark.parametrize("name", BYTES)
def test_the_edits_of_each_round_make_the_text_that_comes_out(name: str) -> None:
    before = plain.read(Source.decode("story.txt", BYTES[name][0]))
    fixed = fixer.fix(before, MEND, plain.read)
    text = before.text
    for edits in fixed.rounds:
        text = fixer.apply(text, edits)
    assert text == fixed.document.text
    assert bool(fixed.rounds) is bool(fixed.applied)
