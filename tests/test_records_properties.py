"""What holds of every file of records: outside the text that is mended no byte changes, and others read it the same."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st
from records import MEND, run

from lint import fixer
from lint.finding import Edit
from lint.readers import plain
from lint.records import jsonarray
from lint.records.base import Change, Raw, Wanted
from lint.records.jsontext import find, read_json
from lint.records.literal import locate, rewrite
from lint.text import TEXT, Source

PIECES = (
    "teh",
    " teh ",
    "~",
    "a -> b",
    "The sea.",
    " ",
    "\n\n",
    "\r\n",
    "ADVERTISEMENT\n\n",
    '"',
    "\\",
    "/",
    "\t",
    "é",
)
TEXTS = st.lists(st.sampled_from((*PIECES, "日本", "😀", "“", ",", ";", "\0", "\u2028", "'")), max_size=8).map("".join)


def mended(text: str) -> str:
    """What the rules make of a text that stands alone."""
    fixed = fixer.fix(plain.read(Source("a", text, TEXT)), MEND, plain.read)
    return fixed.document.source.text


def fix(name: str, data: bytes) -> tuple[bytes, list[str]]:
    """The bytes of a file after mending its field `text`, and the problems."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        outcome = run(path, "text", fix=True)
    return outcome.data, outcome.problems


@st.composite
def literals(draw: st.DrawFn, texts: st.SearchStrategy[str] = TEXTS) -> str:
    """A string of JSON in which each character is escaped or not, as may be."""
    escape_all, upper = draw(st.booleans()), draw(st.booleans())

    def written(character: str) -> str:
        plainly = json.dumps(character, ensure_ascii=escape_all)[1:-1]
        if draw(st.integers(0, 9)):
            return plainly
        units = character.encode("utf-16-be", "surrogatepass")
        digits = "X" if upper else "x"
        return "".join(f"\\u{units[at] << 8 | units[at + 1]:04{digits}}" for at in range(0, len(units), 2))

    return '"' + "".join(map(written, draw(texts))) + '"'


BLANK = st.sampled_from(["", "", " ", "\t"])
OTHERS = st.sampled_from(
    [
        *(
            '"n": 1.0E+5',
            '"x": [{"text": "teh"}, "teh"]',
            '"head": "teh ~"',
            '"e": {}',
            '"big": ' + "7" * 30,
            '"a": NaN',
        ),
        *('"text": "teh"', '"te\\u0078t": 5', '"": null', '"q": "\\"text\\": \\"teh\\""'),
    ]
)


@st.composite
def objects(draw: st.DrawFn) -> tuple[str, str, str]:
    """An object whose last key is `text`, in three parts: what stands before its literal, that, and what follows."""
    space = draw(BLANK)
    others = [f"{other}{space},{space}" for other in draw(st.lists(OTHERS, max_size=3))]
    key = draw(st.sampled_from(['"text"', '"t\\u0065xt"']))
    return f"{{{space}{''.join(others)}{key}{space}:{space}", draw(literals()), f"{space}}}"


BAD = st.sampled_from(['{"text": "teh"', "teh ~", '{"text": "teh",}', "[1]", '{"text": 5}', '"~"', "{'text': 'teh'}"])
RECORDS = st.lists(st.one_of(objects(), BAD), max_size=5)


def expected(record: tuple[str, str, str] | str) -> tuple[str, Any, str]:
    """What of a record must stay in front of its text and behind it, and what the text must say."""
    if isinstance(record, str):
        return record, None, ""
    before, literal, after = record
    return before, mended(json.loads(literal)), after


def assert_mended(left: str, record: tuple[str, str, str] | str) -> None:
    before, text, after = expected(record)
    if text is None:
        assert left == before
        return
    assert left.startswith(before) and left.endswith(after)
    literal = left[len(before) : len(left) - len(after)]
    assert json.loads(literal) == text
    if text == json.loads(record[1]):
        assert literal == record[1]
    assert literal.isascii() or not record[1].isascii()
    old, new = json.loads("".join(record)), json.loads(left)
    assert str({**old, "text": text}) == str(new)


@given(RECORDS, st.sampled_from(["\n", "\r\n", "\n\n"]), st.booleans())
def test_json_lines(records: list[Any], ending: str, ends: bool) -> None:
    lines = ["".join(record) for record in records]
    data = ending.join(lines) + (ending if ends else "")
    left, problems = fix("a.jsonl", data.encode())
    assert left.count(b"\n") == data.count("\n")
    for line, record in zip(left.decode().split(ending), records, strict=False):
        assert_mended(line, record)
    assert len(problems) == sum(isinstance(record, str) for record in records)


@given(st.lists(objects(), max_size=5), BLANK, st.sampled_from([",", " ,\r\n", ",\n\n  "]))
def test_a_json_array(records: list[Any], blank: str, separator: str) -> None:
    data = f"{blank}[{blank}" + separator.join("".join(record) for record in records) + f"{blank}]\n"
    left, problems = fix("a.json", data.encode())
    assert problems == []
    elements = [json.dumps(element) for element in json.loads(left)]
    assert len(elements) == len(records)
    text = left.decode()
    at = len(blank) * 2 + 1
    assert text[:at] == data[:at]
    for number, record in enumerate(records):
        before, said, after = expected(record)
        assert text.startswith(before, at)
        at += len(before)
        value, length = json.JSONDecoder().raw_decode(text[at:])
        assert value == said
        at += length
        following = after + (separator if number + 1 < len(records) else f"{blank}]\n")
        assert text.startswith(following, at)
        at += len(following)


CELLS = st.text(st.sampled_from('ab ,;"\n\té~'), max_size=6)


@given(st.lists(st.tuples(CELLS, TEXTS, CELLS), max_size=5), st.sampled_from(",;|\t"), st.sampled_from(["\n", "\r\n"]))
def test_csv(rows: list[tuple[str, str, str]], delimiter: str, ending: str) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator=ending)
    writer.writerow(["head", "text", "tail"])
    written = []
    for row in rows:
        start = out.tell()
        writer.writerow(row)
        written.append(out.getvalue()[start:])
    left, problems = fix("a.csv", out.getvalue().encode())
    assert problems == []
    found = list(csv.reader(io.StringIO(left.decode(), newline=""), delimiter=delimiter))[1:]
    assert found == [[head, mended(text), tail] for head, text, tail in rows]
    text = left.decode()
    for row, raw in zip(rows, written, strict=True):
        if mended(row[1]) == row[1]:
            assert raw in text


REPLACEMENTS = st.sampled_from(["", "x", "é", '"', "\n", "😀"])
EDITS = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 3), REPLACEMENTS), max_size=3)
CHARACTER = regex.compile(r"\\u[dD][89abAB]..\\u[dD][c-fC-F]..|\\u....|\\.|.", regex.DOTALL)


@given(literals(), st.lists(EDITS, max_size=3))
def test_a_literal_says_what_the_edits_make_of_it_and_keeps_what_stands_outside(
    literal: str, drawn: list[list[tuple[int, int, str]]]
) -> None:
    before = text = json.loads(literal)
    written: list[str | None] = [*CHARACTER.findall(literal[1:-1])]  # None: an edit has put a character there
    rounds = []
    for spans in drawn:
        edits: list[Edit] = []
        for start, length, replacement in sorted(spans):
            if start + length <= len(text) and (not edits or edits[-1].end <= start):
                edits.append(Edit(start, start + length, replacement))
        for edit in reversed(edits):
            written[edit.start : edit.end] = [None] * len(edit.replacement)
        rounds.append(edits)
        text = fixer.apply(text, edits)
    left = rewrite(literal, Change(before, text, rounds))
    assert json.loads(left) == text
    assert left.isascii() or not literal.isascii()
    characters = CHARACTER.findall(left[1:-1])
    assert all(old in (None, new) for old, new in zip(written, characters, strict=True))


KEYS = st.sampled_from(["a", "b", "a.b", '"', ""])
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), TEXTS),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=3)),
    max_leaves=12,
)


@given(VALUES, st.sampled_from(["a", "b", "a.b", "a.*", "a.b.a", "*.a", "a.0", '"']), st.booleans())
def test_a_text_is_found_where_it_stands(value: object, field: str, is_ascii: bool) -> None:
    raw = json.dumps(value, ensure_ascii=is_ascii, indent=1)
    for key, found in find(read_json(raw), field):
        if type(found) is str:
            assert json.loads(raw[slice(*locate(raw, [key])[key])]) == found


ELEMENTS = st.lists(
    st.sampled_from(['{"a":"', "\\", '"', "[", "]", "{", "}", ",", " ", "\n", "x", "\\u00e9", "é"]), max_size=40
)


@given(ELEMENTS.map(lambda pieces: "[" + "".join(pieces)), st.integers(1, 9))
def test_whatever_is_cut_into_elements_is_all_there_however_it_is_read(text: str, size: int) -> None:
    def raws(at_once: int) -> list[Raw]:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(jsonarray, "_BYTES_A_READ", at_once)
            return [raw for raw in jsonarray.open_stream(io.BytesIO(data), "a.json", Wanted())[1] if raw.data]

    data = text.encode()
    slowly, quickly = raws(size), raws(1 << 20)
    assert b"".join(raw.data for raw in slowly) == data
    assert [raw for raw in slowly if raw.number] == [raw for raw in quickly if raw.number]


@given(st.lists(objects(), min_size=1, max_size=4), st.integers(1, 9))
def test_elements_are_those_that_json_knows(records: list[Any], size: int) -> None:
    data = "[" + ", ".join("".join(record) for record in records) + "]"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jsonarray, "_BYTES_A_READ", size)
        raws = [raw for raw in jsonarray.open_stream(io.BytesIO(data.encode()), "a.json", Wanted())[1] if raw.number]
    assert repr([json.loads(raw.data) for raw in raws]) == repr(json.loads(data))
