"""A plain text becomes blocks: what is a paragraph, a heading, a list item, a caption, a line."""

from __future__ import annotations

import pytest
from hypothesis import given
from support import TEXTS, document

WRAPPED = """\
The council met on Monday and put off the vote on the new bridge
until the spring, said its speaker, who had asked for more time to
read the report."""
LINES = {  # adjacent lines that are no wrapped paragraph
    "a table": [
        "Valparaiso 41 degrees, rain and wind from the sea",
        "Caleta Sur 39 degrees, rain",
        "and Las Cruces 44 degrees, sun",
    ],
    "verse": ["Row, row, row your boat,", "Gently down the stream."],
    "one paragraph a line": ["The council met on Monday.", "It put off the vote on the new bridge until the spring."],
    "sentences that fill their lines": [
        "The council met on Monday in the old town hall.",
        "Representatives of the harbour stayed at home.",
    ],
    "verse that fills its lines": [
        "we met upon the mountain and the mountain was white,",
        "we met beside the harbour and the harbour was blue,",
        "we met again in autumn when the leaves were gone",
    ],
    "a list below a paragraph": [
        "The council met on Monday and put off the vote on the",
        "new bridge, and it met again on Tuesday, to vote on",
        "- the bridge",
    ],
    "one line twice": [
        "The harbour of Valparaiso lies at the foot of the",
        "The harbour of Valparaiso lies at the foot of the",
        "mountains.",
    ],
}
KINDS = [
    ("The council met on Monday.", "paragraph"),
    ("Council met and put off the vote on the new bridge again", "heading"),  # twelve words
    ("Council met and put off the vote on the new bridge once again", "paragraph"),
    ("Council puts off vote", "heading"),
    ("“No vote before spring”", "heading"),
    ("ana.ruiz@agency.example", "line"),
    ("- bread", "list-item"),
    ("• bread", "list-item"),
    ("12. bread", "list-item"),
    ("(a) bread", "list-item"),
    ("12.30 p.m.", "paragraph"),
    ("Ana Ruiz mends a net in this photo.", "caption"),
]


def shape(text: str) -> list[tuple[str, int, str]]:
    """Kind, group and text of each block."""
    return [(block.kind.value, block.group, block.text) for block in document(text).blocks]


@pytest.mark.parametrize(("text", "kind"), KINDS)
def test_the_kind_of_a_block_that_stands_alone(text: str, kind: str) -> None:
    assert shape(text) == [(kind, 0, text)]


def test_no_line_among_others_is_a_heading() -> None:
    assert shape("Ana Ruiz\nBen Hale\n") == [("line", 0, "Ana Ruiz"), ("line", 0, "Ben Hale")]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_a_wrapped_paragraph_is_one_block(ending: str) -> None:
    text = WRAPPED.replace("\n", ending)
    assert shape(text + ending) == [("paragraph", 0, text)]


@pytest.mark.parametrize(
    ("width", "room", "joined"),
    [
        (40, 7, True),
        (39, 7, False),  # so narrow that it may be verse or a table
        (120, 7, True),
        (121, 7, False),  # so wide that nothing was wrapped
        (60, 8, True),
        (60, 9, False),  # there was room for the next word, even if the program breaks two columns early
    ],
)
def test_lines_are_joined_where_each_was_broken_for_want_of_room(width: int, room: int, joined: bool) -> None:
    full, shorter = "x" * (width - 4) + " and", "x" * (width - 4 - room) + " and"
    text = f"{full}\n{shorter}\nfives and so on."
    assert (len(document(text).blocks) == 1) is joined


@pytest.mark.parametrize("name", LINES)
def test_other_adjacent_lines_are_blocks_of_one_group(name: str) -> None:
    blocks = shape("\n".join(LINES[name]))
    assert [(group, text) for _, group, text in blocks] == [(0, line) for line in LINES[name]]


def test_a_blank_line_begins_a_group_and_a_line_of_spaces_is_blank() -> None:
    assert [(group, text) for _, group, text in shape("\n\none.\ntwo.\n \t\u00a0\nthree.\n\n")] == [
        (0, "one."),
        (0, "two."),
        (1, "three."),
    ]


@pytest.mark.parametrize("blank", ["", "\n", " \n\t\r\n", "\ufeff", "\ufeff\n"])
def test_a_blank_text_has_no_block(blank: str) -> None:
    assert shape(blank) == []


def test_a_byte_order_mark_before_a_line_counts_and_belongs_to_no_block() -> None:
    first, second = document("\ufeffThe council met.\n\n\ufeffIt voted.\n").blocks
    assert (first.text, first.span) == ("The council met.", (1, 17))
    assert (second.text, second.span) == ("It voted.", (20, 29))


@given(TEXTS)
def test_blocks_hold_every_visible_character_once_in_order(text: str) -> None:
    read = document(text)
    at, between = 0, ""
    for index, block in enumerate(read.blocks):
        assert block.index == index
        assert block.text == text[block.span.start : block.span.end] != ""
        assert block.span.start >= at
        between += text[at : block.span.start]
        at = block.span.end
    between += text[at:]
    assert not between.replace("\ufeff", "").strip()


@given(TEXTS)
def test_blocks_are_whole_lines_and_groups_are_parted_by_blank_lines(text: str) -> None:
    read = document(text)
    for block in read.blocks:
        first, last = read.lines[block.first_line - 1], read.lines[block.last_line - 1]
        assert block.span == (first.start + text.startswith("\ufeff", first.start), last.end)
        assert read.line_at(block.span.start) == first
        after = read.next(block)
        if after:
            assert (after.group == block.group) is (after.first_line == block.last_line + 1)
            assert after.group - block.group in (0, 1)
