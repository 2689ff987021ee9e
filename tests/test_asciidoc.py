"""AsciiDoc: what of it is read, where findings stand in it, and that a fix leaves its markup alone."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import match, rule_that_says, sound

from lint import engine, fixer
from lint.document import Document
from lint.finding import Safety
from lint.loader import load_rules
from lint.readers import read
from lint.text import Source

CODE = "▒"


def adoc(text: str) -> Document:
    return read(Source("story.adoc", text))


def blocks(text: str) -> list[str]:
    """Each block as its kind and text, with a sign in place of what is no prose."""
    document = adoc(text)
    signs = dict.fromkeys(map(ord, document.placeholders), CODE)
    return [f"{block.kind.value}: {block.text.translate(signs)}" for block in document.blocks]


BLOCKS = {
    "a header": (
        "= The *Sea*\nAna Ruiz <ana@a.example>\nv1.0, 2024-01-01\n:toc: left\n:long: a \\\n  b\n\nCalm.\n",
        ["heading: The Sea", "paragraph: Calm."],
    ),
    "sections": (
        "== One\n\nCalm.\n\n### Two\n\nThree\n-----\n\nWet.\n",
        ["heading: One", "paragraph: Calm.", "heading: Two", "heading: Three", "paragraph: Wet."],
    ),
    "wrapped lines": ("One line\n  and another.\n", ["paragraph: One line\nand another."]),
    "lists": (
        "* one\n  more\n** [x] inner\n- two\n\n. first\n1. next\n<1> callout\n",
        [
            *("list-item: one\nmore", "list-item: inner", "list-item: two"),
            *("list-item: first", "list-item: next", "list-item: callout"),
        ],
    ),
    "what is attached": ("* one\n+\nMore of it.\n", ["list-item: one", "paragraph: More of it."]),
    "terms": (
        "tide:: The sea’s rise.\nebb::\n  Its fall.\n",
        ["list-item: tide", "list-item: The sea’s rise.", "list-item: ebb", "list-item: Its fall."],
    ),
    "code": (
        "[source,python]\n.Title\n----\nthe the\n\nx\n----\nDone.\n",
        ["caption: Title", f"line: {CODE}", "paragraph: Done."],
    ),
    "other code": ("....\nthe the\n....\n\n```sh\nthe the\n```\n\n++++\n<b>\n++++\n", [f"line: {CODE}"] * 3),
    "code in a paragraph": ("[source]\nthe the\n\nDone.\n", [f"line: {CODE}", "paragraph: Done."]),
    "an indented paragraph": (" the the\n\nDone.\n", [f"line: {CODE}", "paragraph: Done."]),
    "code that does not end": ("----\nthe the\n", [f"line: {CODE}"]),
    "boxes": (
        "====\nAn example.\n\n****\nA sidebar.\n****\n====\n\n____\nA quotation.\n____\n\n--\nOpen.\n--\n",
        ["paragraph: An example.", "paragraph: A sidebar.", "paragraph: A quotation.", "paragraph: Open."],
    ),
    "a formula in a box": ("[stem]\n--\nx\n--\n\nDone.\n", [f"line: {CODE}", "paragraph: Done."]),
    "a warning": ("WARNING: Mind the gap.\n", ["paragraph: Mind the gap."]),
    "a picture": (
        '.A storm\nimage::sea.png[The sea, 300, title="At dawn"]\n',
        ["caption: A storm", "caption: The sea", "caption: At dawn"],
    ),
    "a picture by names": ('image::sea.png[alt="The, sea"]\n', ["caption: The, sea"]),
    "pictures without a text": ("image::sea.png[]\n\nvideo::sea.mp4[]\n", [f"line: {CODE}", f"line: {CODE}"]),
    "what is not shown": (
        ":name: the the\n\n// the the\n\ninclude::x.adoc[]\n\nifdef::x[]\nText.\nendif::[]\n\n'''\n\n<<<\n",
        ["paragraph: Text."],
    ),
    "a comment in a paragraph": ("One\n// the the\nline.\n", ["paragraph: One\nline."]),
    "a table": (
        "|===\n|one *two* |three\n\n2+|over\nlines\n\na|* list\n|===\n",
        ["list-item: one two", "list-item: three", "list-item: over\nlines"],
    ),
    "a table of other things": ('[cols="1,a"]\n|===\n|one |* list\n|===\n', [f"line: {CODE}"]),
    "a footnote": ("Calm.footnote:[Mostly so.] Wet.\n", ["paragraph: Calm. Wet.", "paragraph: Mostly so."]),
    "a byte order mark": ("\ufeff= Sea\n\nCalm.\n", ["heading: Sea", "paragraph: Calm."]),
}


@pytest.mark.parametrize("name", BLOCKS)
def test_blocks_are_what_is_read(name: str) -> None:
    text, expected = BLOCKS[name]
    assert blocks(text) == expected
    sound(adoc(text))


INLINE = {
    "quotation marks in code": ('An empty name (`""`) is one.', f"An empty name ({CODE}) is one."),
    "several spaces": ("It rains.  It  pours.", "It rains. It pours."),
    "emphasis": ("It is *very* _wet_ #here# now.", "It is very wet here now."),
    "inside words": ("un**think**able re__al__ H~2~O x^2^.", "unthinkable real H2O x2."),
    "nested": ("It is *very _wet_ here* now.", "It is very wet here now."),
    "with a style": ("It is [.red]#very# wet.", "It is very wet."),
    "code": ("Run `the the` or ``x`` or +the the+ now.", f"Run {CODE} or {CODE} or {CODE} now."),
    "links": (
        "See link:a.html[the *sea*], http://a.example[here,window=_blank] and xref:b.adoc[there].",
        "See the sea, here and there.",
    ),
    "references": ("See <<sea,the sea>> and <<sea>>.", f"See the sea and {CODE}."),
    "an address": ("See http://a.example/a_b_c now.", "See http://a.example/a_b_c now."),
    "macros": ("Press kbd:[Ctrl] and image:x.png[the the] stem:[x].", f"Press {CODE} and {CODE} {CODE}."),
    "attributes": ("The {name}{nbsp}x {rsquo}.", f"The {CODE}\u00a0x ’."),
    "entities": ("Salt &amp; sea&#160;air.", "Salt & sea\u00a0air."),
    "quotation marks": ("\"`Never`\" he said, '`no`'.", "“Never” he said, ‘no’."),
    "line breaks": ("One +\ntwo.", "One\ntwo."),
    "escapes": (r"A \*star* and \{name}.", "A *star* and {name}."),
    "marks alone": ("2 * 3 * 4 and a_b_c # d.", "2 * 3 * 4 and a_b_c # d."),
    "anchors and terms": ("[[here]]The (((sea, tide)))sea.", "The sea."),
    "passed on between dollars": ("See $$the *the*$$ for $5 or $$.", f"See {CODE} for $5 or $$."),
    "passed on": ("See pass:[the the] and +++the the+++.", f"See {CODE} and {CODE}."),
}


@pytest.mark.parametrize("name", INLINE)
def test_inline_markup_is_hidden(name: str) -> None:
    text, expected = INLINE[name]
    (block,) = blocks(text)
    assert block.split(": ", 1)[1] == expected


def test_alternative_text_is_not_shown_and_a_title_is() -> None:
    alternative, title = adoc('image::sea.png[The sea, title="At dawn"]\n').blocks
    assert (alternative.is_shown, alternative.outer) == (False, None)
    assert title.is_shown


def test_comments_are_kept() -> None:
    document = adoc("// one\n\n////\ntwo\n////\n\nText.\n")
    assert [comment.text for comment in document.comments] == ["one", "two"]


def test_a_finding_stands_where_its_words_do_and_an_edit_over_markup_is_a_suggestion() -> None:
    text = "* It *is* the\n  the sea.\n"
    document = adoc(text)
    start = document.text.index("is")
    rule = rule_that_says("rule", match(start, start + 10, (start, start + 10, "")))
    (found,) = engine.check(document, [rule]).findings
    assert text[slice(*found.span)] == "is* the\n  the"
    assert found.fix
    assert found.fix.safety is Safety.MANUAL


GOES = {
    "a paragraph": ("One.\n\nTwo.\n\nThree.\n", "Two.", "One.\n\nThree.\n"),
    "a section’s title": ("One.\n\n== Two\n\nThree.\n", "Two", "One.\n\nThree.\n"),
    "an item": ("* one\n* two\nmore\n* three\n", "two\nmore", "* one\n* three\n"),
    "a warning": ("One.\n\nNOTE: Two.\n\nThree.\n", "Two.", "One.\n\nThree.\n"),
}


@pytest.mark.parametrize("name", GOES)
def test_a_block_goes_whole(name: str) -> None:
    text, words, left = GOES[name]
    document = adoc(text)
    start = document.text.index(words)
    rule = rule_that_says("rule", match(start, start + len(words), (start, start + len(words), "")))
    (found,) = engine.check(document, [rule]).findings
    assert found.fix
    assert fixer.apply(text, found.fix.edits) == left


STAYS = {
    "below a style": ("[quote]\nTwo.\n\nThree.\n", "Two."),
    "below an anchor": ("[[x]]\nTwo.\n\nThree.\n", "Two."),
    "below an anchor and a gap": ("[#x]\n\n// c\nTwo.\n\nThree.\n", "Two."),
    "an item below a title": (".Title\n* Two.\n\nThree.\n", "Two."),
    "an item below a style": ("[quote]\n* Two.\n\nThree.\n", "Two."),
    "below a title": (".Title\nTwo.\n\nThree.\n", "Two."),
    "what is attached": ("* one\n+\nTwo.\n", "Two."),
    "an item with others below": ("* one\n* Two.\n** three\n", "Two."),
    "an item with something attached": ("* Two.\n+\nThree.\n", "Two."),
    "alone in a box": ("====\nTwo is enough.\n====\n", "Two is enough."),
    "above an indented paragraph": ("* one\n\nTwo.\n\n three\n", "Two."),
    "with a condition inside": ("Two\nifdef::x[]\nparts.\nendif::[]\n", "Two\nparts."),
    "a cell": ("|===\n|Two.\n|===\n", "Two."),
}


@pytest.mark.parametrize("name", STAYS)
def test_what_holds_others_together_does_not_go_alone(name: str) -> None:
    text, words = STAYS[name]
    assert [block.outer for block in adoc(text).blocks if block.text == words] == [None]


PLANTED = """\
= The storm of May
Ana Ruiz <ana@a.example>
:note: the the , note

The *ferry* has been withdrawn for good.The operator said that the the crew of http://a.example[the ship] would
stay , as it had “promised”, on *the the* quay.

* Sailors met on the the quay , and waited.
** They went home in the the evening.

// the the comment , here

Share this with Facebook

[source]
----
the the code , too
----

|===
|Boats in the the harbour |Seven
|===
"""


@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_the_shipped_rules_mend_what_is_read_and_nothing_else(ending: str) -> None:
    text = PLANTED.replace("\n", ending)
    fixed = fixer.fix(adoc(text), load_rules().rules, read)
    expected = PLANTED
    for wrong, right in {
        "good.The": "good. The",
        "that the the crew": "that the crew",
        "stay ,": "stay,",
        "*the the*": "*the*",
        "the the quay ,": "the quay,",
        "the the evening": "the evening",
        "Share this with Facebook\n\n": "",
        "the the harbour": "the harbour",
    }.items():
        expected = expected.replace(wrong, right)
    assert fixed.document.source.text == expected.replace("\n", ending)


TROUBLE = st.lists(
    st.sampled_from(
        (
            *(
                "word ",
                "the the",
                "*",
                "**",
                "_",
                "__",
                "`",
                "``",
                "#",
                "##",
                "+",
                "++",
                "+++",
                "^",
                "~",
                "\\",
                '"`',
                "`'",
            ),
            *("\n", "\n\n", "\r\n", "\r", "  ", "\t", "* ", "** ", ". ", "- ", "<1> ", "+\n", "term:: ", "[source]\n"),
            *("----\n", "====\n", "--\n", "|===\n", "|a ", "a|", "////\n", "```\n", "// ", ".Title\n", "== ", "NOTE: "),
            *("image::x[a, title='b']\n", "http://a.example[", "link:x[", "]", "<<a,", ">>", "{a}", "&amp;", "[[a]]"),
            *(
                "footnote:[",
                "(((",
                ")))",
                ":a: b\n",
                "ifdef::a[]\n",
                " +\n",
                "日本",
                "\udc80",
                "\ufeff",
                "\x0c",
                "\u2028",
            ),
        )
    ),
    max_size=30,
).map("".join)


@given(TROUBLE)
@settings(max_examples=300)
def test_any_text_is_read_soundly(text: str) -> None:
    sound(adoc(text))


@given(TROUBLE, st.integers(0, 60), st.integers(1, 20), st.sampled_from(["", "x", " ", "*", "== "]))
def test_no_edit_of_any_text_breaks_the_reader(text: str, start: int, length: int, replacement: str) -> None:
    document = adoc(text)
    end = min(start + length, len(document.text))
    if start < end:
        rule = rule_that_says("rule", match(start, end, (start, end, replacement)))
        sound(fixer.fix(document, [rule], read).document)


HOSTILE = {
    "stars": "*a " * 60_000,
    "pairs": "**a" * 30_000,
    "backquotes": "`a " * 60_000,
    "dollars": "$$ a\\$$$" * 25_000,
    "macros": "a:b[" * 40_000,
    "links": "http://a[" * 20_000,
    "references": "<<a " * 60_000,
    "notes": "footnote:[" * 20_000,
    "colons": "a:" * 90_000,
    "styles": "[a]*" * 20_000,
    "attributes": "{a:" * 60_000,
    "anchors": "[[a" * 60_000,
    "blocks": "".join("=" * length + "\n" for level in range(4, 600) for length in [level]),
    "open fences": "".join("----" + "-" * (level % 50) + "\n" for level in range(5_000)),
    "cells": "|===\n" + "|a " * 30_000,
    "list markers": "".join("*" * (level % 6 + 1) + " a\n" for level in range(20_000)),
    "terms": "a:: " * 40_000,
    "blank lines": "a\n" + "\n" * 90_000,
    "blanks between": "a\n\n\n\n" * 10_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_text_takes_long(name: str) -> None:
    begun = time.process_time()
    sound(adoc(HOSTILE[name]))
    assert time.process_time() - begun < 3
