"""Lines, positions and neighbours: what every rule stands on."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import TEXTS, document

from lint.document import split_lines

LINES = {
    "LF": ("one\ntwo\n", ["one", "two", ""]),
    "CRLF": ("one\r\ntwo\r\n", ["one", "two", ""]),
    "CR": ("one\rtwo\r", ["one", "two", ""]),
    "mixed": ("one\r\ntwo\rthree\nfour", ["one", "two", "three", "four"]),
    "CR LF apart": ("one\r\r\n\ntwo", ["one", "", "", "two"]),
    "no final ending": ("one\ntwo", ["one", "two"]),
    "nothing": ("", [""]),
    "what str.splitlines splits at": ("one\u2028two\u2029three\vfour\ffive\x85six\x1cseven", None),
}

REMOVALS = {
    "the first": ("one\n\ntwo\n\nthree\n", 0, "two\n\nthree\n"),
    "the middle one": ("one\n\ntwo\n\nthree\n", 1, "one\n\nthree\n"),
    "the last": ("one\n\ntwo\n\nthree\n", 2, "one\n\ntwo\n"),
    "the last without a final newline": ("one\n\ntwo", 1, "one"),
    "the only one": ("\none\n", 0, "\n\n"),
    "the first of adjacent lines": ("one\n\ntwo\nthree\n", 1, "one\n\nthree\n"),
    "one of adjacent lines": ("one\ntwo\nthree\n", 1, "one\nthree\n"),
    "the last of adjacent lines": ("one\ntwo\n\nthree\n", 1, "one\n\nthree\n"),
    "between gaps of two sizes": ("one\n\n\n\ntwo\n\nthree\n", 1, "one\n\n\n\nthree\n"),
    "between equal gaps: the one before goes": ("one\n\ntwo\r\n\r\nthree\n", 1, "one\r\n\r\nthree\n"),
    "CRLF": ("one\r\n\r\ntwo\r\n\r\nthree\r\n", 1, "one\r\n\r\nthree\r\n"),
    "an indented neighbour": ("one\n\n  two\n", 0, "  two\n"),
}


@pytest.mark.parametrize("name", LINES)
def test_lines_end_at_lf_crlf_and_cr_and_nowhere_else(name: str) -> None:
    text, lines = LINES[name]
    assert [text[line.start : line.end] for line in split_lines(text)] == (lines or [text])


@given(TEXTS)
def test_lines_are_numbered_from_one_and_between_them_stands_an_ending(text: str) -> None:
    lines = list(split_lines(text))
    assert [line.number for line in lines] == list(range(1, len(lines) + 1))
    assert (lines[0].start, lines[-1].end) == (0, len(text))
    assert all(text[above.end : below.start] in ("\n", "\r\n", "\r") for above, below in pairwise(lines))


@given(TEXTS)
def test_a_position_leads_back_to_its_offset(text: str) -> None:
    read = document(text)
    for offset in range(len(text) + 1):
        position = read.source_lines.position(offset)
        line = read.line_at(offset)
        assert line.number == position.line
        assert line.start + position.column - 1 == offset


@pytest.mark.parametrize(
    ("offset", "position"), [(0, (1, 1)), (2, (1, 3)), (3, (2, 1)), (5, (2, 3)), (7, (3, 1)), (8, (3, 2))]
)
def test_columns_count_code_points_from_one(offset: int, position: tuple[int, int]) -> None:
    assert document("é日\n🌊x\r\n\u0301").source_lines.position(offset) == position


@pytest.mark.parametrize("name", REMOVALS)
def test_a_removed_block_leaves_its_neighbours_as_far_apart_as_they_were(name: str) -> None:
    text, index, left = REMOVALS[name]
    read = document(text)
    span = read.removal(read.blocks[index])
    assert text[: span.start] + text[span.end :] == left


@given(
    # Capitals, so that no two lines are ever taken for one wrapped paragraph.
    st.lists(st.sampled_from(["One", "Two Three", "\n", "\n\n", "\n\n\n", "\r\n", "\r\n\r\n"]), min_size=1),
    st.data(),
)
def test_removal_takes_one_block_and_the_smaller_gap(pieces: list[str], data: st.DataObject) -> None:
    read = document("".join(pieces))
    if not read.blocks:
        return
    block = data.draw(st.sampled_from(read.blocks))
    span = read.removal(block)
    left = document(read.text[: span.start] + read.text[span.end :])
    assert [b.text for b in left.blocks] == [b.text for b in read.blocks if b is not block]
    before, after = read.previous(block), read.next(block)
    if before and after:
        gaps = (block.first_line - before.last_line, after.first_line - block.last_line)
        joined = left.blocks[before.index], left.blocks[before.index + 1]
        assert joined[1].first_line - joined[0].last_line == max(gaps)


def test_removal_of_some_blocks_takes_the_smaller_gap_around_them() -> None:
    read = document("Above.\n\nOne\nTwo\nBelow.\n")
    _, one, two, _ = read.blocks
    span = read.removal(one, two)
    assert read.text[: span.start] + read.text[span.end :] == "Above.\n\nBelow.\n"


def test_a_block_knows_its_neighbours_and_its_group() -> None:
    read = document("one\ntwo\n\nthree\n")
    one, two, three = read.blocks
    assert (read.previous(one), read.next(one)) == (None, two)
    assert (read.previous(three), read.next(three)) == (two, None)
    assert read.group(one) == read.group(two) == [one, two]
    assert read.group(three) == [three]


def test_a_block_knows_its_place_its_core_and_its_words() -> None:
    (_, block) = document("one\n\n \ttwo three \n").blocks
    assert block.text == " \ttwo three "
    assert (block.span, block.core, block.place(2, 5)) == ((5, 17), (7, 16), (7, 10))
    assert block.words == ["two", "three"]


def test_the_block_at_an_offset_includes_its_end_and_none_stands_between_blocks() -> None:
    read = document("\none\n\n\ntwo")
    found = [block.text if (block := read.block_at(offset)) else None for offset in range(len(read.text) + 1)]
    assert found == [None, "one", "one", "one", "one", None, None, "two", "two", "two", "two"]
