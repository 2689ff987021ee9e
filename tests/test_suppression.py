"""What is suppressed: by comments, by entries of the configuration, by `[sic]`; and what is said of suppressions."""

from __future__ import annotations

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import match, rule_that_says, rules
from toy import read, toy

from lint import engine, fixer
from lint.finding import Edit, Safety
from lint.loader import load_rules
from lint.rule import Rule
from lint.suppression.directive import Directive, Mistake, parse
from lint.suppression.entries import Entry
from lint.suppression.names import Names
from lint.suppression.screen import Suppressions
from lint.text import Source

ABOUT = tuple(rule for rule in load_rules().rules if rule.kind == "suppression")
SMALL = rules("small")
RULES = (*SMALL, *ABOUT)
NAMES = Names(RULES)


def check(text: str, *entries: Entry, given: tuple[Rule, ...] = RULES) -> engine.Result:
    return engine.check(toy(text), given, Suppressions(NAMES, entries))


def said(text: str, *entries: Entry, given: tuple[Rule, ...] = RULES) -> list[str]:
    """Each finding as line and rule."""
    lines = toy(text).source_lines
    return [f"{lines.at(f.span.start).number} {f.rule}" for f in check(text, *entries, given=given).findings]


def mended(text: str, *entries: Entry, given: tuple[Rule, ...] = RULES, unsafe: bool = False) -> str:
    fixed = fixer.fix(toy(text), given, read, unsafe=unsafe, suppressions=Suppressions(NAMES, entries))
    return fixed.document.source.text


DIRECTIVES = {  # a comment's text: the verb, the names and the reason
    "copydesk: ignore doubled-word": ("ignore", ["doubled-word"], ""),
    "  CopyDesk :ignore  doubled-word  ": ("ignore", ["doubled-word"], ""),
    "copydesk: ignore doubled-word the minutes have it so": ("ignore", ["doubled-word"], "the minutes have it so"),
    "copydesk: ignore a, b ,c -- said twice, as sung": ("ignore", ["a", "b", "c"], "said twice, as sung"),
    "copydesk: ignore a: as sung": ("ignore", ["a"], "as sung"),
    "copydesk: ignore a — as sung": ("ignore", ["a"], "as sung"),
    "copydesk: ignore-next-line all": ("ignore-next-line", ["all"], ""),
    "copydesk:\n  ignore-start a,\n  b\n  a song": ("ignore-start", ["a", "b"], "a song"),
    "copydesk: ignore-end": ("ignore-end", [], ""),
    "copydesk: ignore-end a": ("ignore-end", ["a"], ""),
    "copydesk: ignore-file core": ("ignore-file", ["core"], ""),
}


@pytest.mark.parametrize("text", DIRECTIVES)
def test_a_comment_names_what_is_meant_and_why(text: str) -> None:
    directive = parse(text)
    assert isinstance(directive, Directive)
    names = [name.text for name in directive.names]
    assert (directive.verb.value, names, directive.reason) == DIRECTIVES[text]
    assert [text[slice(*name.span)] for name in directive.names] == names


@pytest.mark.parametrize("text", ["", "copydesk", "a word on copydesk: it helps", "copydesks: ignore a", "ignore a"])
def test_other_comments_speak_to_people(text: str) -> None:
    assert parse(text) is None


MISTAKES = {
    "copydesk: ignore": ("`ignore` does not say what to ignore", "name a rule, a category or a pack, or write `all`"),
    "copydesk: ignore -- as sung": (
        "`ignore` does not say what to ignore",
        "name a rule, a category or a pack, or write `all`",
    ),
    "copydesk: ignore a, ": ("A name is missing behind a comma", "write `RULE, RULE`"),
    "copydesk: ignore a,, b": ("A name is missing behind a comma", "write `RULE, RULE`"),
    "copydesk: ignroe a": ("'ignroe' is no directive", "did you mean 'ignore'?"),
    "copydesk: disable-next-line a": ("'disable-next-line' is no directive", "did you mean 'ignore-next-line'?"),
    "copydesk:": ("The comment does not say what to do", "write `copydesk: ignore RULE`"),
    "copydesk ignore a": ("A colon is missing behind `copydesk`", "write `copydesk: ignore …`"),
    "copydesk-disable a": ("A colon is missing behind `copydesk`", "write `copydesk: ignore …`"),
}


@pytest.mark.parametrize("text", MISTAKES)
def test_a_comment_that_cannot_be_followed_says_what_to_write(text: str) -> None:
    mistake = parse(text)
    assert isinstance(mistake, Mistake)
    assert (mistake.message, mistake.hint) == MISTAKES[text]


COMMENTS = {  # a text, and the findings that are left
    "nothing is ignored": ("teh sea", ["1 misspelt"]),
    "on the line": ("teh sea #copydesk: ignore misspelt;\nteh end", ["2 misspelt"]),
    "in the middle of the line": ("teh #copydesk: ignore misspelt; teh", []),
    "the block that follows": ("#copydesk: ignore misspelt;\n\nteh sea\n\nteh end", ["5 misspelt"]),
    "and not the one before": ("teh sea\n\n#copydesk: ignore misspelt;\n\nteh end", ["1 misspelt"]),
    "a list that follows": ("#copydesk: ignore misspelt;\nteh one\nteh two\n\nteh end", ["5 misspelt"]),
    "a comment on several lines": ("#copydesk: ignore\n  misspelt;\nteh sea", []),
    "several comments before a block": ("#copydesk: ignore misspelt;\n#copydesk: ignore boats;\nteh trawler", []),
    "another rule": ("#copydesk: ignore boats;\nteh trawler", ["2 misspelt"]),
    "a category": ("#copydesk: ignore doubled-word;\nteh trawler", ["2 boats"]),
    "a pack": ("#copydesk: ignore small;\nteh trawler", []),
    "all": ("#copydesk: ignore all;\nteh trawler", []),
    "two rules": ("#copydesk: ignore boats, misspelt as sung;\nteh trawler", []),
    "the next line": ("#copydesk: ignore-next-line misspelt;\nteh one\nteh two", ["3 misspelt"]),
    "the next line, after a gap and a comment": (
        "#copydesk: ignore-next-line misspelt;\n\n#copydesk: ignore-next-line boats;\nteh trawler\nteh two",
        ["5 misspelt"],
    ),
    "from a start to an end": (
        "teh\n\n#copydesk: ignore-start misspelt;\nteh\n\nteh\n#copydesk: ignore-end;\n\nteh",
        ["1 misspelt", "9 misspelt"],
    ),
    "starts inside each other": (
        "#copydesk: ignore-start all;\n#copydesk: ignore-start misspelt;\nteh trawler\n#copydesk: ignore-end;\n"
        "teh trawler\n#copydesk: ignore-end;\nteh trawler",
        ["7 misspelt", "7 boats"],
    ),
    "an end by its name": (
        "#copydesk: ignore-start boats;\n#copydesk: ignore-start misspelt;\nteh trawler\n"
        "#copydesk: ignore-end boats;\nteh trawler\n#copydesk: ignore-end;\nteh",
        ["5 boats", "7 misspelt"],
    ),
    "the whole file, from its end": ("teh\n\nteh\n\n#copydesk: ignore-file misspelt;", []),
    "a paragraph that is no advertisement, and what stands in another": (
        "#copydesk: ignore advert;\nADVERTISEMENT\n\nteh",
        ["4 misspelt"],
    ),
}


@pytest.mark.parametrize("name", COMMENTS)
def test_a_comment_suppresses_what_it_names_where_it_holds(name: str) -> None:
    text, left = COMMENTS[name]
    assert said(text) == left


def test_what_a_suppressed_deletion_would_have_taken_is_reported() -> None:
    """A copy is kept on purpose: the mistake inside it is to be mended after all."""
    copy = rule_that_says("copy", match(0, 7, (0, 7, "")))
    names = Suppressions(Names([copy, *RULES]))
    alone = engine.check(toy("teh sea\n\nend"), [copy, *RULES], names)
    meant = engine.check(toy("teh sea #copydesk: ignore copy;\n\nend"), [copy, *RULES], names)
    assert [finding.rule for finding in alone.findings] == ["copy"]
    assert [finding.rule for finding in meant.findings] == ["misspelt"]


INVALID = {  # a text, where it is wrong, and what is said
    "an unknown rule": (
        "#copydesk: ignore mispelt;\nteh",
        "mispelt",
        "'mispelt' is no rule, category or pack (did you mean 'misspelt'?)",
    ),
    "an unknown word": (
        "#copydesk: ignore because it is sung;\nteh",
        "because",
        "'because' is no rule, category or pack (see `copydesk rules`)",
    ),
    "a comma forgotten": (
        "#copydesk: ignore misspelt unused-suppression;\nteh",
        "#copydesk: ignore misspelt unused-suppression;",
        "'unused-suppression' stands where the reason begins (put a comma between two names)",
    ),
    "no directive": (
        "#copydesk: silence misspelt;",
        "#copydesk: silence misspelt;",
        "'silence' is no directive (known are ignore, ignore-end, ignore-file, ignore-next-line, ignore-start)",
    ),
    "no end": (
        "#copydesk: ignore-start misspelt;\nteh",
        "#copydesk: ignore-start misspelt;",
        "No `ignore-end` follows (write `copydesk: ignore-end`, or `ignore-file` for the whole file)",
    ),
    "no start": (
        "#copydesk: ignore-end;",
        "#copydesk: ignore-end;",
        "No `ignore-start` stands before this (take the comment out, or write the start)",
    ),
    "another start": (
        "#copydesk: ignore-start misspelt;\nteh\n#copydesk: ignore-end boats;\n#copydesk: ignore-end;",
        "#copydesk: ignore-end boats;",
        "No `ignore-start` with boats stands before this (take the comment out, or write the start)",
    ),
}


@pytest.mark.parametrize("name", INVALID)
def test_a_directive_that_cannot_be_followed_is_a_finding_at_its_place(name: str) -> None:
    text, place, message = INVALID[name]
    (finding,) = [found for found in check(text).findings if found.rule == "invalid-suppression"]
    assert text[slice(*finding.span)] == place
    assert finding.message == f"The comment cannot be followed: {message}."


UNUSED = {  # a text, where it needs no suppression, and the text after --fix
    "a comment before a block": ("one\n\n#copydesk: ignore misspelt;\n\nsea", ["3"], "one\n\nsea"),
    "a comment at the start": ("#copydesk: ignore misspelt;\nsea", ["1"], "sea"),
    "a comment at the end": ("sea\n\n#copydesk: ignore misspelt;\n", ["3"], "sea\n"),
    "a comment on a line": ("sea #copydesk: ignore misspelt;", ["1"], "sea #copydesk: ignore misspelt;"),
    "a start with its end": (
        "one\n#copydesk: ignore-start misspelt;\nsea\n#copydesk: ignore-end;\nend",
        ["2"],
        "one\nsea\nend",
    ),
    "a start right before its end": ("#copydesk: ignore-start all;\n#copydesk: ignore-end;\nend", ["1"], "end"),
    "the second of two names": (
        "#copydesk: ignore misspelt, boats as sung;\nteh",
        ["1 boats"],
        "#copydesk: ignore misspelt as sung;\nteh",
    ),
    "the first of two names": (
        "#copydesk: ignore boats, misspelt;\nteh",
        ["1 boats"],
        "#copydesk: ignore misspelt;\nteh",
    ),
    "two of three names": (
        "#copydesk: ignore boats, advert, misspelt;\nteh",
        ["1 boats", "1 advert"],
        "#copydesk: ignore misspelt;\nteh",
    ),
    "a category": ("#copydesk: ignore boilerplate;\nsea", ["1"], "sea"),
    "all": ("#copydesk: ignore all;\nsea", ["1"], "sea"),
    "none": ("#copydesk: ignore all;\nteh", [], "#copydesk: ignore all;\nteh"),
    "where it is ignored by its name": (
        "#copydesk: ignore-file unused-suppression;\n#copydesk: ignore misspelt;\nsea",
        [],
        "#copydesk: ignore-file unused-suppression;\n#copydesk: ignore misspelt;\nsea",
    ),
}


@pytest.mark.parametrize("name", UNUSED)
def test_a_suppression_that_nothing_needs_is_reported_and_taken_out(name: str) -> None:
    text, places, after = UNUSED[name]
    found = [finding for finding in check(text).findings if finding.rule == "unused-suppression"]
    lines = toy(text).source_lines
    shown = []
    for finding in found:
        stretch = text[slice(*finding.span)]
        shown.append(f"{lines.at(finding.span.start).number}" + ("" if stretch[0] == "#" else f" {stretch}"))
    assert shown == places
    assert mended(text) == after


def test_of_what_was_not_looked_for_nothing_is_said() -> None:
    text = "#copydesk: ignore misspelt;\nsea"
    without = tuple(rule for rule in RULES if rule.id != "misspelt")
    assert said(text) == ["1 unused-suppression"]
    assert said(text, given=without) == []
    assert said(text.replace("misspelt", "all"), given=without) == []
    tired = (*without, rule_that_says("misspelt", gives_up=True))
    assert said(text, given=tired) == []


SIC = {  # a text, and how many findings are left in it
    "teh [sic] sea": 0,
    "teh (sic) sea": 0,
    "teh[sic] sea": 0,
    "“teh” [sic] sea": 0,
    "teh” [Sic!] sea": 0,
    "teh\u00a0[ sic ]": 0,
    "teh sea [sic]": 1,
    "teh [sick]": 1,
    "[sic] teh": 1,
    "teh\n[sic]": 1,
    "a sea and teh [sic] end and teh end": 1,
}


@pytest.mark.parametrize("text", SIC)
def test_what_an_author_has_confirmed_is_no_finding(text: str) -> None:
    assert len([f for f in check(text).findings if f.rule == "misspelt"]) == SIC[text]


def test_sic_inside_a_finding_confirms_it_but_not_a_whole_paragraph() -> None:
    inside, whole = rule_that_says("rule", match(2, 15)), rule_that_says("rule", match(0, 16))
    assert said("a teh [sic] sea!", given=(inside,)) == []
    assert said("a teh [sic] sea!", given=(whole,)) == ["1 rule"]


KEPT = {  # what --fix leaves, though it would mend it elsewhere
    "a line": "teh sea #copydesk: ignore misspelt; end",
    "a block": "#copydesk: ignore misspelt;\nteh sea",
    "a paragraph": "sea\n\n#copydesk: ignore advert;\nADVERTISEMENT\n\nend",
    "a file": "teh\n\n#copydesk: ignore-file misspelt;\n\nteh",
    "sic": "teh [sic] sea",
}


@pytest.mark.parametrize("name", KEPT)
def test_what_is_suppressed_is_never_fixed(name: str) -> None:
    assert mended(KEPT[name], unsafe=True) == KEPT[name]


def test_an_edit_of_another_rule_leaves_what_is_suppressed_alone() -> None:
    text = "a teh sea #copydesk: ignore misspelt;"
    over = rule_that_says("over", match(0, 9, (0, 9, "b")))
    beside = rule_that_says("beside", match(6, 9, (6, 9, "lake")))
    assert mended(text, given=(*RULES, over)) == text
    (finding,) = check(text, given=(*RULES, over)).findings
    assert finding.fix
    assert finding.fix.safety is Safety.MANUAL
    assert finding.fix.summary.endswith("(held back: it would change what is suppressed)")
    (finding,) = check(text, given=(*RULES, beside)).findings
    assert finding.fix
    assert finding.fix.safety is Safety.SAFE


def test_a_suppressed_paragraph_may_be_mended_inside_and_not_deleted() -> None:
    text = "#copydesk: ignore whole;\nteh sea"
    whole = rule_that_says("whole", match(0, 7))
    deletes = rule_that_says("deletes", match(0, 7, (0, 7, "")))
    names = Suppressions(Names([whole, deletes, *RULES]))
    fixed = fixer.fix(toy(text), [whole, deletes, *RULES], read, suppressions=names)
    assert fixed.document.source.text == text.replace("teh", "the")


def test_a_paragraph_is_not_deleted_from_under_its_comment() -> None:
    """The comment would speak of the next paragraph then, and hide what is wrong there."""
    text = "#copydesk: ignore misspelt;\n\nADVERTISEMENT\n\nteh end"
    without = tuple(rule for rule in RULES if rule.id != "unused-suppression")
    assert mended(text, given=without) == text.replace("teh", "the")
    assert said(mended(text)) == []


ENTRIES = {  # a text, entries, and the findings that are left
    "a rule": ("teh trawler", [Entry(0, ("misspelt",))], ["1 boats"]),
    "a category and a pack": ("teh trawler", [Entry(0, ("doubled-word",)), Entry(1, ("small",))], []),
    "all": ("teh trawler", [Entry(0, ("all",))], []),
    "the text found": ("teh sea\n\ntrawler", [Entry(0, ("all",), "teh")], ["3 boats"]),
    "a part of it": ("teh sea", [Entry(0, ("misspelt",), "te")], []),
    "more around it": ("teh sea\n\nteh end", [Entry(0, ("misspelt",), "teh sea")], ["3 misspelt"]),
    "with other white space": ("on teh \n sea", [Entry(0, ("misspelt",), "on teh sea")], []),
    "a text elsewhere on the line": ("teh grey sea", [Entry(0, ("misspelt",), "sea")], ["1 misspelt"]),
    "as it is read": ("on *teh* sea", [Entry(0, ("misspelt",), "on teh sea")], []),
    "as it stands in the file": ("on *teh* sea", [Entry(0, ("misspelt",), "on *teh*")], []),
    "what would be a pattern": ("teh (sea)+", [Entry(0, ("misspelt",), "teh (sea)+")], []),
    "a comment": ("#copydesk: ignore boats;\nsea", [Entry(0, ("unused-suppression",), "ignore boats")], []),
}


@pytest.mark.parametrize("name", ENTRIES)
def test_an_entry_suppresses_what_it_names_where_its_text_stands(name: str) -> None:
    text, entries, left = ENTRIES[name]
    text = text.replace(" \n ", " \u00a0")
    assert said(text, *entries) == left


def test_of_each_entry_it_is_known_whether_it_was_needed() -> None:
    entries = [
        Entry(3, ("misspelt",)),
        Entry(5, ("boats",)),
        Entry(7, ("misspelt",), "sea"),
        Entry(8, ("boats", "all")),
    ]
    uses = check("teh grey sea", *entries).uses
    assert (sorted(uses.used), sorted(uses.idle)) == ([3, 8], [5, 7])
    without = tuple(rule for rule in RULES if rule.id != "boats")
    assert check("teh grey sea", *entries, given=without).uses.idle == {7}


def test_no_round_of_fixes_takes_the_text_away_by_which_something_is_suppressed() -> None:
    """Were `& sea` mended first, the entry would fit no more, and `teh` would be mended next."""
    entry = Entry(0, ("misspelt",), "teh & sea")
    given = (*RULES, *rules("mend"))
    assert mended("teh & sea, sky & air", entry, given=given) == "teh & sea, sky and air"


TEXTS = st.lists(
    st.sampled_from(
        [
            *("teh", "sea", "ADVERTISEMENT", "trawler", " ", "\n", "\n\n", "\r\n", "*", "[sic]", "\t", "#", ";", "&"),
            *("#copydesk: ignore misspelt;", "#copydesk: ignore all, boats;", "#copydesk: ignore-start small;"),
            *("#copydesk: ignore-end;", "#copydesk: ignore-file boats;", "#copydesk: ignore-next-line all why;"),
            *("#copydesk: ignore nothing;", "#copydesk: what;", "#plain\nwords;"),
        ]
    ),
    max_size=25,
).map("".join)


@given(TEXTS)
def test_no_fix_of_other_rules_touches_a_directive(text: str) -> None:
    given = tuple(rule for rule in RULES if rule not in ABOUT)
    before = [comment.text for comment in toy(text).comments if parse(comment.text)]
    after = [comment.text for comment in toy(mended(text, given=given, unsafe=True)).comments if parse(comment.text)]
    assert after == before


@given(TEXTS)
def test_what_is_suppressed_once_is_still_there_after_fixing(text: str) -> None:
    document = toy(text)
    plain = engine.check(document, SMALL, Suppressions(NAMES, (Entry(0, ("misspelt",)),)))
    fixed = fixer.fix(document, SMALL, read, suppressions=Suppressions(NAMES, (Entry(0, ("misspelt",)),)))
    assert all(finding.rule != "misspelt" for finding in (*plain.findings, *fixed.applied))
    assert fixed.document.text.split().count("teh") == document.text.split().count("teh")


@given(TEXTS)
def test_fixing_twice_is_fixing_once_whatever_the_comments_say(text: str) -> None:
    once = mended(text)
    assert mended(once) == once


@pytest.mark.parametrize(
    "text",
    [
        "#copydesk: ignore-next-line a;\n" * 3000,
        "#copydesk: ignore a;" * 3000,
        "#copydesk: ignore-start boats;" * 3000 + "#copydesk: ignore-end misspelt;" * 3000,
        "#copydesk: ignore " + "a, " * 20000 + "boats;\nsea",
        "#copydesk: ignore boats;\n" * 2000 + "teh\n" * 2000,
    ],
    ids=["lines", "one line", "starts and ends", "names", "blocks"],
)
def test_many_comments_take_no_long_time(text: str) -> None:
    document, start = read(Source("story.toy", text)), perf_counter()
    assert engine.check(document, RULES).findings
    assert perf_counter() - start < 5


def test_an_edit_of_a_comment_has_its_exact_place() -> None:
    text = "one\n\n#copydesk: ignore misspelt;\n\nsea"
    (finding,) = check(text).findings
    assert finding.fix
    assert (finding.fix.safety, finding.fix.edits) == (Safety.SAFE, (Edit(3, 32, ""),))
