"""Files of records: each text is a document of its own, and a fix changes nothing but the text it mends.

The rules put `the` for `teh` and `→` for `->`, and take `~` away.
"""

from __future__ import annotations

import gzip
import os
import sys
from pathlib import Path

import pytest
from records import run

from lint import corpus
from lint.readers import FORMATS, Format
from lint.records import format_of, jsonarray, lines, table
from lint.records.base import Wanted

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

MENDED: dict[str, tuple[str, bytes, bytes]] = {  # a file's name, its bytes, and what --fix makes of them; field `text`
    "one record": ("a.jsonl", b'{"text": "See teh sea."}\n', b'{"text": "See the sea."}\n'),
    "without a final newline": ("a.jsonl", b'{"text": "teh"}', b'{"text": "the"}'),
    "CRLF, blank lines and white space": (
        "a.ndjson",
        b'\r\n  { "text" :\t"teh" , "n":[ 1 ,2 ] }  \r\n\n{"text":"sea"}\r\n',
        b'\r\n  { "text" :\t"the" , "n":[ 1 ,2 ] }  \r\n\n{"text":"sea"}\r\n',
    ),
    "a byte order mark": ("a.jsonl", b'\xef\xbb\xbf{"text": "teh"}\n', b'\xef\xbb\xbf{"text": "the"}\n'),
    "numbers as they are written": (
        "a.jsonl",
        b'{"a": 1.0e+5, "b": -0, "c": 1E400, "d": NaN, "text": "teh", "e": ' + b"9" * 5000 + b"}\n",
        b'{"a": 1.0e+5, "b": -0, "c": 1E400, "d": NaN, "text": "the", "e": ' + b"9" * 5000 + b"}\n",
    ),
    "escapes of all sorts around": (
        "a.jsonl",
        rb'{"t\u0065xt": "\"\/\\\u0041\t\ud83d\ude00\ud800 teh \u00e9\u00E9 ~\n."}' + b"\n",
        rb'{"t\u0065xt": "\"\/\\\u0041\t\ud83d\ude00\ud800 the \u00e9\u00E9 \n."}' + b"\n",
    ),
    "ASCII stays ASCII": ("a.jsonl", rb'{"text": "caf\u00e9 -> sea"}', rb'{"text": "caf\u00e9 \u2192 sea"}'),
    "in capitals, where they are used": (
        "a.jsonl",
        rb'{"text": "\u00ABcaf\u00E9\u00BB -> sea"}',
        rb'{"text": "\u00ABcaf\u00E9\u00BB \u2192 sea"}',
    ),
    "what is no ASCII stays so": (
        "a.jsonl",
        '{"text": "café -> \\u00e9"}'.encode(),
        '{"text": "café → \\u00e9"}'.encode(),
    ),
    "of keys that stand twice the last": (
        "a.jsonl",
        b'{"text": "teh one", "text": "teh two"}\n',
        b'{"text": "teh one", "text": "the two"}\n',
    ),
    "objects that stand twice": (
        "a.jsonl",
        b'{"text": {"a": "teh"}, "text": ["teh"], "text": null, "text": "teh", "x": {"text": "teh"}}\n',
        b'{"text": {"a": "teh"}, "text": ["teh"], "text": null, "text": "the", "x": {"text": "teh"}}\n',
    ),
    "the same text elsewhere": (
        "a.jsonl",
        b'{"head": "teh", "in": {"text": "teh"}, "list": ["text", "teh"], "text": "teh", "last": "teh"}\n',
        b'{"head": "teh", "in": {"text": "teh"}, "list": ["text", "teh"], "text": "the", "last": "teh"}\n',
    ),
    "stray bytes in another field": (
        "a.jsonl",
        b'{"head": "caf\xe9", "text": "teh caf\xc3\xa9"}\n',
        b'{"head": "caf\xe9", "text": "the caf\xc3\xa9"}\n',
    ),
    "two rounds": (
        "a.jsonl",
        rb'{"text": "\u0041DVERTISEMENT\r\n\r\nADVERTISEMENT\n\nThe \u0073ea and teh quay.\n"}',
        rb'{"text": "The \u0073ea and the quay.\n"}',
    ),
    "an array": (
        "a.json",
        b' [\n  {"text": "teh"} ,\r\n\t{"text": "sea, [ ] { }"},{"text":"a ] teh"} ]\n ',
        b' [\n  {"text": "the"} ,\r\n\t{"text": "sea, [ ] { }"},{"text":"a ] the"} ]\n ',
    ),
    "an array on one line": ("a.json", b'[{"text":"teh"},{"text":"teh"}]', b'[{"text":"the"},{"text":"the"}]'),
    "one object": ("a.json", b'{\n "text": "teh"\n}\n', b'{\n "text": "the"\n}\n'),
    "commas": ("a.csv", b'id,text\n1,"a, teh"\n2, teh ,\n', b'id,text\n1,"a, the"\n2, teh ,\n'),
    "semicolons": ("a.csv", b"id;text;n\r\n1;teh, a;0,5\r\n", b"id;text;n\r\n1;the, a;0,5\r\n"),
    "tabs": ("a.tsv", b'id\ttext\n"1"\tteh, "a"\n', b'id\ttext\n"1"\tthe, "a"\n'),
    "quotation marks as they are": (
        "a.csv",
        b'"id",text,n\n"1","teh ""sea""\r\nteh","x"\n2,teh,"y ""z"""\n',
        b'"id",text,n\n"1","the ""sea""\r\nthe","x"\n2,the,"y ""z"""\n',
    ),
    "a mark and stray bytes": (
        "a.csv",
        b"\xef\xbb\xbftext,head\nteh caf\xc3\xa9,caf\xe9\n",
        b"\xef\xbb\xbftext,head\nthe caf\xc3\xa9,caf\xe9\n",
    ),
    "no newline at the end, and blank lines": ("a.csv", b"text\n\nteh\n\n\nteh", b"text\n\nthe\n\n\nthe"),
}


@pytest.mark.parametrize("name", MENDED)
def test_a_fix_changes_its_own_bytes_and_no_others(name: str, tmp_path: Path) -> None:
    file, before, after = MENDED[name]
    (tmp_path / file).write_bytes(before)
    outcome = run(tmp_path / file, "text", fix=True)
    assert outcome.data == after
    again = run(tmp_path / file, "text", fix=True)
    assert (again.data, sum(report.mended for report in again.reports)) == (after, 0)


@pytest.mark.parametrize("name", [name for name in MENDED if not MENDED[name][0].endswith(".parquet")])
@pytest.mark.parametrize("suffix", [".gz", ".zst"])
def test_what_was_compressed_is_compressed_again(name: str, suffix: str, tmp_path: Path) -> None:
    file, before, after = MENDED[name]
    compress, decompress = (gzip.compress, gzip.decompress) if suffix == ".gz" else (zstd.compress, zstd.decompress)
    (tmp_path / (file + suffix)).write_bytes(compress(before))
    outcome = run(tmp_path / (file + suffix), "text", fix=True)
    assert outcome.problems == run_plain(tmp_path, file, before)
    assert decompress(outcome.data) == after


def run_plain(folder: Path, file: str, data: bytes) -> list[str]:
    """The problems of the same file, not compressed, as those of the compressed one."""
    (folder / file).write_bytes(data)
    name = next(path.name for path in folder.iterdir() if path.name.startswith(file + "."))
    return [problem.replace(file, name, 1) for problem in run(folder / file, "text", fix=True).problems]


FIELDS: dict[str, tuple[str, bytes, tuple[str, ...], list[tuple[int, str | None, str]]]] = {
    "a field": ("a.jsonl", b'{"id": "x", "text": "teh"}\n{"id": 2, "text": "teh"}\n', ("text",), [
        (1, "x", "text"), (2, "2", "text"),
    ]),
    "inside another": ("a.jsonl", b'{"article": {"body": "teh"}}', ("article.body",), [(1, None, "article.body")]),
    "a key with a dot": (
        "a.jsonl", b'{"a": {"b": "sea"}, "a.b": "teh"}', ("a.b",), [(1, None, "a.b")],
    ),
    "items of a list": (
        "a.jsonl", b'{"p": ["teh", "sea", "teh"]}', ("p.*",), [(1, None, "p.0"), (1, None, "p.2")],
    ),
    "one item": ("a.jsonl", b'{"p": ["sea", "teh"]}', ("p.1",), [(1, None, "p.1")]),
    "inside of items": (
        "a.json", b'[{"p": [{"t": "teh"}, {"t": null}, {}]}]', ("p.*.t",), [(1, None, "p.0.t")],
    ),
    "several": (
        "a.csv", b"id,head,text\nx,teh,teh\n", ("head", "text"), [(1, "x", "head"), (1, "x", "text")],
    ),
    "null, empty and missing": (
        "a.jsonl", b'{"text": null}\n{}\n{"text": ""}\n{"text": "teh"}\n', ("text",), [(4, None, "text")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FIELDS)
def test_a_field_is_named_by_its_path(name: str, tmp_path: Path) -> None:
    file, data, fields, places = FIELDS[name]
    (tmp_path / file).write_bytes(data)
    outcome = run(tmp_path / file, *fields)
    assert [place[:3] for place in outcome.places] == places
    assert (outcome.data, outcome.problems) == (data, [])
    mended = run(tmp_path / file, *fields, fix=True).data
    assert mended.count(b"the") == len(places)
    assert len(mended) == len(data)


def test_a_text_with_markup_is_read_as_such(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(FORMATS, "toy", Format("test_origin", ()))
    (tmp_path / "a.jsonl").write_bytes(rb'{"text": "\u002ateh* <teh> {teh} a -> b"}')
    outcome = run(tmp_path / "a.jsonl", "text", fix=True, format_="toy")
    assert outcome.data == rb'{"text": "\u002athe* <teh> {teh} a \u2192 b"}'


TWICE = {  # fields, a record, and what is made of it
    "an object that stands twice": (
        ("a.b",),
        b'{"a": {"b": "teh"}, "a": {"c": 1, "b": "teh", "b": "teh"}, "b": "teh"}',
        b'{"a": {"b": "teh"}, "a": {"c": 1, "b": "teh", "b": "the"}, "b": "teh"}',
    ),
    "items, and another field": (
        ("p.*", "z"),
        b'{"p": ["teh", "teh"], "p": ["sea", "teh", {"z": "teh"}, ["teh"], "teh"], "z": "sea", "z": "teh"}',
        b'{"p": ["teh", "teh"], "p": ["sea", "the", {"z": "teh"}, ["teh"], "the"], "z": "sea", "z": "the"}',
    ),
}


@pytest.mark.parametrize("name", TWICE)
def test_of_what_stands_twice_the_last_is_read_and_mended(name: str, tmp_path: Path) -> None:
    fields, before, after = TWICE[name]
    (tmp_path / "a.jsonl").write_bytes(before)
    assert run(tmp_path / "a.jsonl", *fields, fix=True).data == after


def test_many_texts_in_one_record_take_one_pass(tmp_path: Path) -> None:
    data = b'{"p": [' + b", ".join([b'"teh"'] * 4_000) + b"]}"
    (tmp_path / "a.jsonl").write_bytes(data)
    assert run(tmp_path / "a.jsonl", "p.*", fix=True).data == data.replace(b"teh", b"the")


def test_positions_count_in_the_text_of_the_field_and_the_record_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b'{}\n\n{"key": "x", "text": "\\u00e9\\n\\nSee teh sea."}\n')
    (finding,) = run(tmp_path / "a.jsonl", "text", id_field="key").findings
    assert finding["record"] == {"number": 2, "id": "x", "field": "text", "line": 3}
    assert (finding["start"], finding["end"], finding["line"], finding["column"]) == (7, 10, 3, 5)


BAD: dict[str, tuple[str, bytes, list[str]]] = {  # a file in which all but the bad records are mended, and what is said
    "no JSON": (
        "a.jsonl",
        b'{"text": "teh"\n{"id": 1, "text": "~"}\n',
        ["record 1: no JSON: expecting ',' delimiter at character 16"],
    ),
    "no object": ("a.jsonl", b'["teh"]\n{"text": "~"}\n', ["record 1: a list, not an object"]),
    "a number, with its id": ("a.jsonl", b'{"id": "x", "text": 5}\n{"text": "~"}\n', [
        "record 1 (x): text is a number, no text",
    ]),
    "a list": ("a.jsonl", b'{"text": ["teh"]}\n{"text": "~"}\n', [
        "record 1: text is a list, no text; to check its items, write text.*",
    ]),
    "stray bytes in the text": ("a.jsonl", b'{"text": "teh caf\xe9"}\n{"text": "~"}\n', [
        "record 1: text holds bytes that are no UTF-8",
    ]),
    "a NUL": ("a.jsonl", b'{"text": "teh \0"}\n\0\n{"text": "~"}\n', [
        "record 1: no JSON: invalid control character at character 15",
        "record 2: no JSON: expecting value at character 1",
    ]),
    "nested too deeply": (
        "a.jsonl", b'{"text": "teh", "x": ' + b"[" * 200_000 + b"]" * 200_000 + b'}\n{"text": "~"}\n',
        ["record 1: nested too deeply"],
    ),
    "an element that is empty": ("a.json", b'[{"text": "~"},, {"text": "~"},]', [
        "record 2: no JSON: expecting value at character 1",
        "record 4: no JSON: expecting value at character 1",
    ]),
    "an element that is broken": ("a.json", b'[{"text": "teh" "x"}, {"text": "~"}]', [
        "record 1: no JSON: expecting ',' delimiter at character 16",
    ]),
    "an array that is cut off": ("a.json", b'[{"text": "~"}, {"text": "teh', [
        "record 2: no JSON: unterminated string starting at character 10",
        "the array is not closed: the file may be cut off",
    ]),
    "something after the array": ("a.json", b'[{"text": "~"}] {"text": "teh"}', [
        "something follows the end of the array; where each line is an object, call the file .jsonl",
    ]),
    "no row that can be read": ("a.csv", b"id,text\n1\n2\n", [
        "record 1: the row has 1 fields, and the header 2",
        "record 2: the row has 1 fields, and the header 2",
    ]),
    "too few fields": ("a.csv", b"id,text\nteh\n1,~\n1,teh,2\n", [
        "record 1: the row has 1 fields, and the header 2",
        "record 3: the row has 3 fields, and the header 2",
    ]),
    "a quotation mark that is not closed": ("a.csv", b'id,text\n1,~\n2,"teh\n3,teh\n', [
        "record 2: a quotation mark is never closed",
    ]),
    "quotation marks in unusual places": ("a.csv", b'text,n\n"a" teh,"b" c\n~,1\n', [
        "record 1: not mended: its quotation marks stand in unusual places",
    ]),
    "stray bytes in a cell": ("a.csv", b"id,text\n1,teh caf\xe9\n2,~\n", [
        "record 1 (1): text holds bytes that are no UTF-8",
    ]),
    "a bare CR": ("a.csv", b"id,text\n1,a\rteh\n2,~\n", [
        "record 1: a line break stands in a field without quotation marks",
    ]),
    "halves that would meet": ("a.jsonl", rb'{"text": "\ud83d~\ude00"}' + b'\n{"text": "~"}\n', [
        "record 1: not mended: written as JSON, its text would read as another one",
    ]),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_bad_record_is_named_and_kept_and_the_others_are_mended(name: str, tmp_path: Path) -> None:
    file, data, problems = BAD[name]
    (tmp_path / file).write_bytes(data)
    outcome = run(tmp_path / file, "text", fix=True)
    kept = rb'"\ud83d~\ude00"'
    assert outcome.data == data.replace(kept, b"KEPT").replace(b"~", b"").replace(b"KEPT", kept)
    assert [problem.split(": ", 1)[1] for problem in outcome.problems] == problems


LONG: dict[str, tuple[str, bytes, list[str], int]] = {  # where a record may hold 40 bytes
    "a line": ("a.jsonl", b'{"text": "' + b"teh " * 50 + b'"}\n{"text": "~"}\n', ["record 1"], 2),
    "a line without end": ("a.jsonl", b'{"text": "~"}\n' + b"a" * 500, ["record 2"], 2),
    "an element": ("a.json", b'[{"text": "' + b"teh " * 50 + b'"}, {"text": "~"}]', ["record 1"], 2),
    "an element of escapes": ("a.json", b'[{"text": "' + rb"\"\\" * 50 + b'"}, {"text": "~"}]', ["record 1"], 2),
    "brackets without end": ("a.json", b'[{"text": "~"},' + b"[" * 500, ["record 2", "the array"], 2),
    "a row": ("a.csv", b"text\n" + b"teh " * 50 + b"\nteh\n", ["record 1"], 1),
    "a row of many lines": ("a.csv", b'text\n"' + b"teh\n" * 50, ["record 1"], 1),
}  # fmt: skip


@pytest.mark.parametrize("name", LONG)
def test_a_record_that_is_too_long_is_passed_on(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (lines, jsonarray, table):
        monkeypatch.setattr(module, "MOST_RECORD_BYTES", 40)
    monkeypatch.setattr(jsonarray, "_BYTES_A_READ", 7)
    file, data, problems, count = LONG[name]
    (tmp_path / file).write_bytes(data)
    outcome = run(tmp_path / file, "text", fix=True)
    assert outcome.data == data.replace(b"~", b"")
    told = [problem.split(": ", 1)[1] for problem in outcome.problems]
    assert all(one.startswith(problem) for one, problem in zip(told, problems, strict=False))
    assert any("longer than" in one for one in told)
    assert sum(report.records or 0 for report in outcome.reports) >= count


CUT_OFF = "the compressed file is cut off"
WHOLE: dict[str, tuple[str, bytes, str]] = {  # files of which nothing can be checked
    "another encoding": ("a.csv", "\ufefftext\nteh\n".encode("utf-16-le"), "UTF-16 or UTF-32; convert it to UTF-8"),
    "no gzip": ("a.jsonl.gz", b"teh", "no gzip file, or a broken one"),
    "gzip that is cut off": ("a.jsonl.gz", gzip.compress(b'{"text": "teh"}\n' * 9)[:-9], CUT_OFF),
    "no zstd": ("a.jsonl.zst", b"teh", "no Zstandard file, or a broken one"),
    "zstd that is cut off": ("a.jsonl.zst", zstd.compress(b'{"text": "teh"}\n' * 9)[:-3], CUT_OFF),
    "no Parquet": ("a.parquet", b"teh", "no Parquet file, or a broken one"),
    "names that stand twice": ("a.csv", b"text,text\nteh,teh\n", "the header has two columns 'text'"),
    "a blank first line": ("a.csv", b"\ntext\nteh\n", "the first line is blank; it must name the columns"),
    "a header without end": ("a.csv", b'text,"' + b"\n" * (1 << 20), "the first line is too long for a header"),
    "no such field": ("a.csv", b"id,body\n1,teh\n", "no record has the field text; the first record has id, body"),
    "a field in no record": ("a.jsonl", b'{"a": {"b": 1}}', "no record has the field text; the first record has a.b"),
    "nothing at all": ("a.json", b"", "record 1: no JSON"),
}  # fmt: skip


@pytest.mark.parametrize("name", WHOLE)
def test_what_is_wrong_with_the_whole_file_is_said_and_nothing_is_written(name: str, tmp_path: Path) -> None:
    file, data, problem = WHOLE[name]
    (tmp_path / file).write_bytes(data)
    outcome = run(tmp_path / file, "text", fix=True)
    assert outcome.problems
    assert outcome.problems[-1].startswith(f"{file}: {problem}")
    assert outcome.data == data
    assert [path.name for path in tmp_path.iterdir()] == [file]


@pytest.mark.parametrize(
    ("file", "data", "names"),
    [
        ("a.jsonl", b'{"id": 1, "article": {"head": "a", "body": "b"}}\n', "id, article.head, article.body"),
        ("a.csv", b"id;text\n1;2\n", "id, text"),
        ("a.json", b'[{"id": 1}]', "id"),
    ],
)
def test_without_a_field_it_is_said_what_to_write_and_what_there_is(
    file: str, data: bytes, names: str, tmp_path: Path
) -> None:
    (tmp_path / file).write_bytes(data)
    assert run(tmp_path / file).problems == [
        f"{file}: which field holds the text? Say --field NAME, or write `fields: [NAME]` in .copydesk.yaml; "
        f"the first record has {names}"
    ]


@pytest.mark.parametrize("file", ["a.jsonl", "a.json", "a.csv"])
def test_no_records_are_no_problem(file: str, tmp_path: Path) -> None:
    (tmp_path / file).write_bytes(b" [ ] " if file == "a.json" else b"")
    assert run(tmp_path / file, "text", fix=True).problems == []


def test_of_many_problems_the_first_are_told_and_the_others_counted(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b"x\n" * 1000 + b'{"text": "teh"}\n')
    outcome = run(tmp_path / "a.jsonl", "text")
    assert len(outcome.problems) == corpus.MOST_PROBLEMS
    assert outcome.notes == [f"a.jsonl: {1000 - corpus.MOST_PROBLEMS} more problems in other records"]
    assert len(outcome.findings) == 1


@pytest.mark.parametrize("size", [1, 40, 10_000])
def test_a_file_is_written_as_it_comes_wherever_its_first_change_is(
    size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(corpus, "BYTES_A_BATCH", size << 6)
    clean, wrong = b'{"text": "The sea."}\r\n', b'{"text": "teh sea"}\n'
    for data in (clean * 50 + wrong + clean * 50, wrong + clean * 50, clean * 50 + wrong, clean * 50):
        for name, packed in (("a.jsonl", data), ("a.jsonl.gz", gzip.compress(data))):
            (tmp_path / name).write_bytes(packed)
            written = run(tmp_path / name, "text", fix=True).data
            assert (gzip.decompress(written) if name.endswith(".gz") else written) == data.replace(b"teh", b"the")


def test_a_file_without_a_change_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"text": "The sea."}\n', 9))
    before = path.stat().st_ino, path.stat().st_mtime_ns
    run(path, "text", fix=True)
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == before


def test_a_file_that_changed_while_it_was_checked_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"text": "teh"}\n')
    orders = corpus.Orders(Wanted(("text",)), fix=True)

    def check(batches):  # type: ignore[no-untyped-def]
        from records import checked

        for batch in batches:
            path.write_bytes(b'{"text": "another"}\n')
            yield batch, checked(batch)

    reports = list(corpus.check_file(str(path), orders, check))
    assert reports[-1].problems[0].message == "not mended: the file changed while it was checked"
    assert sum(report.mended for report in reports) == 0
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("a.jsonl", b'{"text": "another"}\n')]


def test_a_file_that_may_not_be_replaced_is_checked_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"text": "teh"}\n')
    os.link(path, tmp_path / "b.jsonl")
    outcome = run(path, "text", fix=True)
    assert outcome.problems == ["a.jsonl: not mended: the file has 2 hard links, and replacing it would part them"]
    assert [place[0] for place in outcome.places] == [1]
    assert outcome.reports[0].continues is False
    assert all(report.continues for report in outcome.reports[1:])


def test_what_would_change_is_shown_text_by_text(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b'{"id": "x", "a": "teh", "b": "sea"}\n{"a": "teh", "b": "~"}\n')
    outcome = run(tmp_path / "a.jsonl", "a", "b", fix=True, write=False)
    changes = [(str(report.record), report.before, report.after) for report in outcome.reports if report.record]
    assert changes == [("record 1 (x), a", "teh", "the"), ("record 2, a", "teh", "the"), ("record 2, b", "~", "")]
    assert b"teh" in outcome.data


@pytest.mark.parametrize(
    ("path", "format_"),
    [
        *(
            ("a.jsonl", "jsonl"),
            ("a.NDJSON.gz", "jsonl"),
            ("a.json.zst", "json"),
            ("a.csv", "csv"),
            ("a.tsv.gz", "csv"),
        ),
        *(("a.parquet", "parquet"), ("a.parquet.gz", None), ("a.txt", None), ("a.txt.gz", None), ("jsonl", None)),
    ],
)
def test_files_of_records_are_known_by_their_suffix(path: str, format_: str | None) -> None:
    assert format_of(path) == format_


@pytest.mark.parametrize(
    ("file", "missing"),
    [("a.parquet", "pyarrow"), ("a.jsonl.zst", "backports.zstd"), ("a.jsonl.zst", "compression.zstd")],
)
def test_what_is_not_installed_is_named(
    file: str, missing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if missing.startswith("compression" if sys.version_info < (3, 14) else "backports"):
        pytest.skip("another version of Python has it")
    monkeypatch.setitem(sys.modules, missing, None)
    (tmp_path / file).write_bytes(b"")
    suffix = Path(file).suffix
    assert run(tmp_path / file, "text").problems == [f"{file}: to read {suffix} files, install copydesk[corpus]"]
