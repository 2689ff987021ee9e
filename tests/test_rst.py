"""reStructuredText: what of it is read, where findings stand in it, and that a fix leaves its structure alone."""

from __future__ import annotations

import io
import time

import pytest
from docutils import nodes
from docutils.core import publish_doctree
from hypothesis import given, settings
from hypothesis import strategies as st
from support import match, rule_that_says, sound

from lint import engine, fixer
from lint.document import Document
from lint.finding import Match, Safety
from lint.loader import load_rules
from lint.readers import read
from lint.readers.reading import Reading
from lint.text import Source

CODE = "▒"


def rst(text: str, reading: Reading | None = None) -> Document:
    return read(Source("story.rst", text), *([reading] if reading else []))


def blocks(text: str) -> list[str]:
    """Each block as its kind and text, with a sign in place of what is no prose."""
    document = rst(text)
    signs = dict.fromkeys(map(ord, document.placeholders), CODE)
    return [f"{block.kind.value}: {block.text.translate(signs)}" for block in document.blocks]


BLOCKS = {
    "a title": ("The Ferry\n=========\n\nIt sails no more.\n", ["heading: The Ferry", "paragraph: It sails no more."]),
    "a title between lines": ("=====\n Sea\n=====\n\nCalm.\n", ["heading: Sea", "paragraph: Calm."]),
    "a line too short for a title": ("The Ferry\n==\n\nCalm.\n", ["heading: The Ferry\n==", "paragraph: Calm."]),
    "wrapped lines": ("One line\nand another.\n", ["paragraph: One line\nand another."]),
    "a quotation": ("He said:\n\n   Never\n   again.\n", ["paragraph: He said:", "paragraph: Never\nagain."]),
    "lists": (
        "- one\n- two\n  more\n\n  * inner\n\n1. first\n#. next\n",
        ["list-item: one", "list-item: two\nmore", "list-item: inner", "list-item: first", "list-item: next"],
    ),
    "an initial is no number": (
        "A. Einstein was\na really nice man.\n",
        ["paragraph: A. Einstein was\na really nice man."],
    ),
    "definitions": ("tide\n   The sea’s rise.\n", ["list-item: tide", "list-item: The sea’s rise."]),
    "classifiers": (
        "tide : noun : of the the sea\n   Its rise.\n``a : b`` : code\n   Code.\n",
        ["list-item: tide", "list-item: Its rise.", f"list-item: {CODE}", "list-item: Code."],
    ),
    "fields and options": (
        "Text.\n\n:where: on the quay\n\n-a, --all  Shows all.\n",
        ["paragraph: Text.", "list-item: on the quay", "list-item: Shows all."],
    ),
    "a literal block": ("Run::\n\n   the the\n\nDone.\n", ["paragraph: Run:", f"line: {CODE}", "paragraph: Done."]),
    "a quoted literal block": ("Run ::\n\n> the the\n\nDone.\n", ["heading: Run", f"line: {CODE}", "paragraph: Done."]),
    "a doctest": (">>> the the\nx\n\nDone.\n", [f"line: {CODE}", "paragraph: Done."]),
    "code": (".. code-block:: python\n   :linenos:\n\n   the the\n\nDone.\n", [f"line: {CODE}", "paragraph: Done."]),
    "an unknown directive": (".. gadget:: the the\n\n   the the\n", [f"line: {CODE}"]),
    "a note": (".. note:: Mind\n   the gap.\n\n   Always.\n", ["paragraph: Mind\nthe gap.", "paragraph: Always."]),
    "a note with options": (".. note::\n   :class: x\n\n   Mind it.\n", ["paragraph: Mind it."]),
    "a titled box": (".. topic:: The gap\n\n   Mind it.\n", ["heading: The gap", "paragraph: Mind it."]),
    "a version": (".. versionadded:: 3.5\n   The gap.\n", ["paragraph: The gap."]),
    "a function": (".. function:: gap(x)\n\n   Mind it.\n", ["paragraph: Mind it."]),
    "a figure": (
        ".. figure:: sea.png\n   :alt: The *sea*\n     at dawn\n\n   Dawn at *sea*.\n\n   Nobody swims.\n",
        ["caption: The *sea*\nat dawn", "caption: Dawn at sea.", "paragraph: Nobody swims."],
    ),
    "a picture without a text": (".. image:: sea.png\n", [f"line: {CODE}"]),
    "what is not shown": (
        ".. a comment\n\n.. _target: http://a.example\n.. |x| replace:: the the\n\n__ http://a.example\n\nText.\n",
        ["paragraph: Text."],
    ),
    "notes": (
        ".. [1] See the\n   harbour.\n.. [Sea20] A book.\n",
        ["paragraph: See the\nharbour.", "paragraph: A book."],
    ),
    "verse": ("| Row, row,\n| your boat\n", ["line: Row, row,", "line: your boat"]),
    "a grid": (
        "+-----+-------+\n| one | two   |\n|     | lines |\n+=====+=======+\n| over both   |\n+-------------+\n",
        ["list-item: one", "list-item: two\nlines", "list-item: over both"],
    ),
    "a cell in two rows is not read": ("+--+--+\n|a |b |\n|  +--+\n|  |c |\n+--+--+\n", [f"line: {CODE}"]),
    "a simple table": (
        "===  =====\na    b c\n     d\n---  -----\n===  =====\n",
        [f"line: {CODE}"],
    ),
    "a simple table of rows": (
        "===  =====\na    head\n===  =====\nx    b c\n     d\n===  =====\n",
        ["list-item: a", "list-item: head", "list-item: x", "list-item: b c\nd"],
    ),
    "a list as a table": (
        ".. list-table:: Boats\n   :widths: 1 2\n\n   * - one\n     - two\n   * - three\n     - four\n",
        ["caption: Boats", "list-item: one", "list-item: two", "list-item: three", "list-item: four"],
    ),
    "fields at the head": ("Sea\n===\n\n:date: 2024\n:tags: a, b\n\nText.\n", ["heading: Sea", "paragraph: Text."]),
    "a title on one line with a mark": ("\ufeffSea\n===\n", ["heading: Sea"]),
}


@pytest.mark.parametrize("name", BLOCKS)
def test_blocks_are_what_is_read(name: str) -> None:
    text, expected = BLOCKS[name]
    assert blocks(text) == expected
    sound(rst(text))


INLINE = {
    "several spaces": ("It rains.  It  pours.", "It rains. It pours."),
    "emphasis": ("It is *very* **wet** here.", "It is very wet here."),
    "code": ("Run ``the the`` now.", f"Run {CODE} now."),
    "links": ("See `the sea <http://a.example>`__ and `a port <b.html>`_.", "See the sea and a port."),
    "names of targets": (
        "See `good.The`_ and `here`__, port_ or _`a quay`.",
        f"See {CODE} and {CODE}, {CODE} or {CODE}.",
    ),
    "a link that is used again": ("See `A  port <b.html>`_ and `a port`_.", f"See {CODE} and {CODE}."),
    "a link that is used as a word": ("See `Port <b.html>`_ and port_.", f"See {CODE} and {CODE}."),
    "an address": ("See http://a.example now.", "See http://a.example now."),
    "roles with a text": ("See :ref:`the sea <sea>` and :sub:`2`.", "See the sea and 2."),
    "roles without": ("See :func:`the` and `the`.", f"See {CODE} and {CODE}."),
    "notes and substitutions": ("The sea [1]_ of |name| x.", f"The sea {CODE} of {CODE} x."),
    "escapes": (r"A \*star\* and no\ space.", "A *star* and nospace."),
    "marks alone": ("2 * 3 * 4, a*b* and '*' too.", "2 * 3 * 4, a*b* and '*' too."),
    "over a line": ("*very\nwet* here.", "very\nwet here."),
    "a name in a name": ("a __init__ and snake_case_ too.", f"a __init__ and {CODE} too."),
}


@pytest.mark.parametrize("name", INLINE)
def test_inline_markup_is_hidden(name: str) -> None:
    text, expected = INLINE[name]
    (block,) = blocks(text)
    assert block.split(": ", 1)[1] == expected


def test_fields_at_the_head_are_read_where_asked() -> None:
    document = rst("Sea\n===\n\n:date: 2024\n:summary: A storm.\n", Reading("rst", front_matter=True))
    assert [block.text for block in document.blocks] == ["Sea", "A storm."]


def test_alternative_text_is_not_shown_and_cannot_go() -> None:
    (block,) = rst(".. image:: sea.png\n   :alt: The sea\n").blocks
    assert (block.is_shown, block.outer) == (False, None)


def test_comments_are_kept() -> None:
    document = rst("Text.\n\n.. one\n   two\n\n..\n\n   quoted\n")
    assert [comment.text for comment in document.comments] == ["one\ntwo"]
    assert document.blocks[1].text == "quoted"


def finding(text: str, words: str, *edits: tuple[int, int, str]) -> tuple[str, str, Safety | None]:
    """What of the source a finding of some words covers, the source with its fix, and how safe that is."""
    document = rst(text)
    start = document.text.index(words)
    (found,) = engine.check(document, [rule_that_says("rule", match(start, start + len(words), *edits))]).findings
    fixed = fixer.apply(text, found.fix.edits) if found.fix else text
    return text[slice(*found.span)], fixed, found.fix.safety if found.fix else None


def test_a_finding_stands_where_its_words_do() -> None:
    assert finding("- It *is* the\n  the sea.\n", "is the\nthe")[0] == "is* the\n  the"
    assert finding("+----+----+\n| it | se |\n+----+----+\n", "se")[0] == "se"


def test_an_edit_over_an_indent_is_a_suggestion_and_one_over_a_plain_line_break_is_not() -> None:
    assert finding("- on the\n  the sea.\n", "the\nthe", (6, 10, ""))[2] is Safety.MANUAL
    assert finding("on the\nthe sea.\n", "the\nthe", (6, 10, "")) == ("the\nthe", "on the sea.\n", Safety.SAFE)


GOES = {  # the text of a block, and what of the source is left without it
    "a paragraph": ("One.\n\nTwo.\n\nThree.\n", "Two.", "One.\n\nThree.\n"),
    "an item": ("- one\n- two\n  more\n- three\n", "two\nmore", "- one\n- three\n"),
    "the last number": ("1. one\n2. two\n", "two", "1. one\n"),
    "a quotation": ("One.\n\n   Two.\n\nThree.\n", "Two.", "One.\n\nThree.\n"),
    "below an address": (".. _x: http://a.example\n\nTwo.\n\nThree.\n", "Two.", ".. _x: http://a.example\n\nThree.\n"),
    "the second below a target": (".. _x:\n\nOne.\n\nTwo.\n\nThree.\n", "Two.", ".. _x:\n\nOne.\n\nThree.\n"),
    "the second of an item": ("- one\n\n  two\n\n- three\n", "two", "- one\n\n- three\n"),
}


@pytest.mark.parametrize("name", GOES)
def test_a_block_goes_whole(name: str) -> None:
    text, words, left = GOES[name]
    document = rst(text)
    start = document.text.index(words)
    rule = rule_that_says("rule", match(start, start + len(words), (start, start + len(words), "")))
    (found,) = engine.check(document, [rule]).findings
    assert found.fix
    assert fixer.apply(text, found.fix.edits) == left
    assert outline(left)


STAYS = {
    "a number among others": ("1. one\n2. two\n3. three\n", "two"),
    "the first part of an item": ("- one\n\n  two\n", "one"),
    "a note’s only paragraph": (".. note:: Two.\n", "Two."),
    "what announces code": ("Two::\n\n   code\n", "Two:"),
    "between two lists": ("- one\n\nTwo.\n\n- three\n", "Two."),
    "above a quotation": ("- one\n\nTwo.\n\n   three\n", "Two."),
    "a title": ("One.\n\nTwo\n===\n\nThree\n-----\n", "Two"),
    "below a class": (".. class:: lead\n\nTwo.\n\nThree.\n", "Two."),
    "below a target": ("One.\n\n.. _x:\n\nTwo.\n\nThree.\n", "Two."),
    "below a target and a comment": (".. _x:\n.. note to self\n\nTwo.\n\nThree.\n", "Two."),
    "below a target without a name": (".. __:\n\nTwo.\n\nThree.\n", "Two."),
    "an item below a class": (".. class:: lead\n\n- Two.\n\nThree.\n", "Two."),
    "a title between lines": ("One.\n\n===\nTwo\n===\n\nThree.\n", "Two"),
    "a cell": ("+-----+\n| Two |\n+-----+\n", "Two"),
}


def test_a_title_is_not_deleted() -> None:
    rule = rule_that_says("rule", match(6, 9, (6, 9, "")))
    (found,) = engine.check(rst("One.\n\nTwo\n===\n\nThree\n-----\n"), [rule]).findings
    assert found.fix is None or found.fix.safety is Safety.MANUAL


@pytest.mark.parametrize("name", STAYS)
def test_what_holds_others_together_does_not_go_alone(name: str) -> None:
    text, words = STAYS[name]
    assert [block.outer for block in rst(text).blocks if block.text == words] == [None]


# Fixes


def outline(text: str) -> list[str]:
    """What docutils makes of a source, without its texts."""
    quiet = {"report_level": 5, "halt_level": 6, "warning_stream": io.StringIO(), "file_insertion_enabled": False}
    tree = publish_doctree(text, settings_overrides=quiet)
    return [
        f"{'.' * _depth(node)}{node.tagname}"
        for node in tree.findall(nodes.Element)
        if not isinstance(node, nodes.system_message)
    ]


def _depth(node: nodes.Node) -> int:
    depth = 0
    while node.parent is not None:
        node, depth = node.parent, depth + 1
    return depth


PLANTED = """\
The storm of May
================

The *ferry* has been withdrawn for good.The operator said that the the crew of `the ship <http://a.example>`__ would
stay ,  as it had “promised”, on **the the** quay.

- Sailors met on the the quay , and waited.
- They went home in the the evening.

  .. note:: Nobody was hurt in the the storm.

1. The the first boat.
2. The second boat , too::

      the the code , too

Share this with Facebook

+----------------------------+-------+
| Boats in the the harbour   | Seven |
+----------------------------+-------+

.. figure:: sea.png
   :alt: Boats in the harbour

   Boats in the the harbour on Monday.

term
   It means the the sea.

.. [1] As the the crew said.

.. the the comment , here
"""


@pytest.mark.parametrize("unsafe", [False, True], ids=["safe", "unsafe"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_the_shipped_rules_mend_and_docutils_sees_the_same_structure(unsafe: bool, ending: str) -> None:
    text = PLANTED.replace("\n", ending)
    fixed = fixer.fix(rst(text), load_rules().rules, read, unsafe=unsafe)
    after = fixed.document.source.text
    for kept in ("the the code , too", ".. the the comment , here", "| Boats in the the harbour   | Seven |"):
        assert kept in after
    for mended in ("for good. The operator", "on the quay, and", "in the evening", "in the storm", "means the sea"):
        assert mended in after
    before = text.replace(f"Share this with Facebook{ending}{ending}", "")
    assert outline(after) == outline(before)
    assert fixer.fix(rst(after), load_rules().rules, read, unsafe=unsafe).document.source.text == after


def test_a_fix_that_shifts_a_table_is_refused_by_name() -> None:
    text = "+-------------+----+\n| the the sea | on |\n+-------------+----+\n"
    fixed = fixer.fix(rst(text), [rule_that_says("rule", match(0, 7, (3, 7, "")))], read)
    assert fixed.document.source.text == text
    assert [refusal.reason for refusal in fixed.refused] == ["its fix would change the markup around it"]


def test_what_is_put_in_is_no_markup() -> None:
    document = rst("one two three\n")
    (found,) = engine.check(document, [rule_that_says("rule", match(4, 7, (4, 7, "*b* `c` d_")))]).findings
    assert found.fix
    mended = fixer.apply(document.source.text, found.fix.edits)
    assert rst(mended).text == "one *b* `c` d_ three"


TROUBLE = st.lists(
    st.sampled_from(
        (
            *("word ", "the the", "*", "**", "`", "``", "|", "_", "__", "\\", "<", ">", ":", "::", "[1]_", ":ref:`"),
            *("\n", "\n\n", "\r\n", "\r", "  ", "   ", "\t", "- ", "1. ", "#. ", "a) ", ".. ", ".. note::", "====\n"),
            *("+--+--+\n", "|a |b |\n", "=== ===\n", "a   b\n", ".. image:: x\n   :alt: ", ".. figure:: x\n\n   "),
            *(":a: ", "-a  ", ">>> ", "term\n  ", ".. list-table::\n\n  * - ", "| ", ".. [1] "),
            *("日本", "\udc80", "\ufeff", "\x0c", "\u2028"),
        )
    ),
    max_size=30,
).map("".join)


@given(TROUBLE)
@settings(max_examples=300)
def test_any_text_is_read_soundly(text: str) -> None:
    sound(rst(text))


@given(TROUBLE, st.integers(0, 60), st.integers(0, 20), st.sampled_from(["", "x", " ", "*", ".. "]))
def test_no_edit_of_any_text_breaks_the_reader(text: str, start: int, length: int, replacement: str) -> None:
    document = rst(text)
    end = min(start + length, len(document.text))
    if start >= end:
        return
    rule = rule_that_says("rule", Match(match(start, end).span, match(start, end, (start, end, replacement)).edits))
    fixed = fixer.fix(document, [rule], read)
    sound(fixed.document)


HOSTILE = {
    "stars": "*a " * 60_000,
    "backquotes": "`a " * 60_000,
    "bars": "|a " * 60_000,
    "names": "a-" * 90_000,
    "roles": ":a" * 90_000,
    "classifiers": "`a ``b " * 30_000 + ": c\n  d\n",
    "links": "`a <b>`_ `a`_ " * 15_000,
    "bullets on a line": "- " * 90_000 + "x",
    "a staircase": "".join(" " * (2 * level) + "- a\n" for level in range(500)),
    "blank lines in a deep list": "- " * 500 + "x" + "\n" * 100_000 + " " * 2000 + "y",
    "open table": "+-+\n" * 40_000,
    "open simple table": "= =\na\n" * 30_000,
    "definitions": "".join(" " * level + "a\n" for level in range(500)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_text_takes_long(name: str) -> None:
    begun = time.process_time()
    sound(rst(HOSTILE[name]))
    assert time.process_time() - begun < 3
