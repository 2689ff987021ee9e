"""Parquet: a fix changes cells of text, and neither the schema nor anything else of the file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet
from records import run
from support import layers

from lint import corpus, runner
from lint.plan import Plan

TEXT = ["See teh sea.", None, "The sea.", "", "teh ~", "café -> 日本"] * 3
MENDED = ["See the sea.", None, "The sea.", "", "the ", "café → 日本"] * 3
COUNT = len(TEXT)
COLUMNS: dict[str, Any] = {
    "id": pa.array(range(COUNT), pa.int64()),
    "text": pa.array(TEXT, pa.string()),
    "price": pa.array([1.5, float("nan"), None] * (COUNT // 3), pa.float32()),
    "when": pa.array(range(COUNT), pa.timestamp("ms", tz="UTC")),
    "raw": pa.array([b"teh", b"\xff", None] * (COUNT // 3), pa.binary()),
    "tags": pa.array([["teh"], [], None] * (COUNT // 3), pa.list_(pa.string())),
    "map": pa.array([[("teh", 1)], [], None] * (COUNT // 3), pa.map_(pa.string(), pa.int8())),
}


def write(path: Path, columns: dict[str, Any] = COLUMNS, **settings: Any) -> pa.Table:
    table = pa.table(columns).replace_schema_metadata({"made by": "teh test"})
    parquet.write_table(table, path, **settings)
    return table


def layout(path: Path) -> Any:
    """All that a file says of itself beside its values."""
    with parquet.ParquetFile(path) as file:
        metadata = file.metadata
        groups = [metadata.row_group(number) for number in range(metadata.num_row_groups)]
        chunks = [[group.column(n) for n in range(group.num_columns)] for group in groups]
        codecs = [[(c.path_in_schema, c.compression, c.is_stats_set) for c in some] for some in chunks]
        encodings = [[sorted(c.encodings) for c in some] for some in chunks]
        rows = [group.num_rows for group in groups]
        # Arrow's own copy of the schema may be written in other bytes; what it says is compared.
        said = {key: key == b"ARROW:schema" or value for key, value in (metadata.metadata or {}).items()}
        return (
            str(file.schema).split("\n")[1:],
            file.schema_arrow,
            said,
            metadata.format_version,
            rows,
            codecs,
            encodings,
        )


SETTINGS: dict[str, dict[str, Any]] = {
    "as they are commonly written": {},
    "several row groups": {"row_group_size": 4},
    "gzip": {"compression": "gzip"},
    "zstd and none, by column": {"compression": {"text": "zstd", "id": "none", "price": "snappy"}},
    "no compression": {"compression": "none"},
    "no dictionaries": {"use_dictionary": False},
    "no statistics": {"write_statistics": False},
    "an old version": {"version": "1.0", "coerce_timestamps": "ms"},
    "old time stamps": {"use_deprecated_int96_timestamps": True},
    "old names in lists": {"use_compliant_nested_type": False},
    "no schema of Arrow": {"store_schema": False},
}


@pytest.mark.parametrize("name", SETTINGS)
def test_a_fix_changes_cells_and_nothing_else(name: str, tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    write(path, **SETTINGS[name])
    before, table = layout(path), parquet.read_table(path)
    outcome = run(path, "text", fix=True)
    assert outcome.problems == []
    assert layout(path) == before
    after = parquet.read_table(path)
    assert after.column("text").to_pylist() == MENDED
    for column in table.column_names:
        if column != "text":
            assert repr(after.column(column).to_pylist()) == repr(table.column(column).to_pylist())
    assert sum(report.mended for report in outcome.reports) == 12
    assert run(path, "text", fix=True).data == outcome.data


@pytest.mark.parametrize(
    "type_",
    [pa.string(), pa.large_string(), pa.dictionary(pa.int32(), pa.string())],
    ids=["text", "large", "dictionary"],
)
def test_text_of_every_type_is_mended(type_: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    write(path, {"text": pa.array(TEXT, pa.string()).cast(type_)})
    run(path, "text", fix=True)
    column = parquet.read_table(path).column("text")
    assert column.to_pylist() == MENDED
    assert column.type == type_


def test_text_inside_a_structure_is_mended(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    rows = [{"meta": {"body": "teh", "n": 1}, "body": "teh"}, None, {"meta": None, "body": None}, {"meta": {"n": 2}}]
    inner = pa.struct({"body": pa.string(), "n": pa.int8()})
    write(path, {"article": pa.array(rows, pa.struct({"meta": inner, "body": pa.string()}))}, row_group_size=3)
    outcome = run(path, "article.meta.body", fix=True)
    assert [place[:3] for place in outcome.places] == []
    after = parquet.read_table(path).column("article").to_pylist()
    assert after == [
        {"meta": {"body": "the", "n": 1}, "body": "teh"},
        None,
        {"meta": None, "body": None},
        {"meta": {"body": None, "n": 2}, "body": None},
    ]


def test_a_column_with_a_dot_in_its_name_comes_before_one_inside_a_structure(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    write(path, {"a.b": pa.array(["teh"]), "c": pa.array(["teh"])})
    run(path, "a.b", fix=True)
    assert parquet.read_table(path).to_pydict() == {"a.b": ["the"], "c": ["teh"]}


def test_findings_name_their_row(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    write(path, row_group_size=5)
    outcome = run(path, "text")
    assert [place[:3] for place in outcome.places][:3] == [(1, "0", "text"), (5, "4", "text"), (5, "4", "text")]


def test_a_file_without_a_change_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    write(path, {"text": pa.array(["The sea."])})
    before = path.stat().st_ino, path.stat().st_mtime_ns
    run(path, "text", fix=True)
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == before


@pytest.mark.parametrize("at", range(6))
def test_row_groups_before_and_after_the_first_change_are_kept(at: int, tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    texts = ["The sea."] * 6
    texts[at] = "teh"
    write(path, {"text": pa.array(texts)}, row_group_size=2)
    run(path, "text", fix=True)
    texts[at] = "the"
    assert parquet.read_table(path).column("text").to_pylist() == texts
    assert layout(path)[4] == [2, 2, 2]


@pytest.mark.parametrize(
    ("field", "problem"),
    [
        ("id", "the column id holds int64, no text"),
        ("tags", "the column tags holds list<element: string>, no text"),
        ("body", "no record has the field body; the first record has id, text, price, when, raw, tags, map"),
    ],
)
def test_a_column_without_text_is_a_problem(field: str, problem: str, tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    write(path)
    assert run(path, field).problems == [f"a.parquet: {problem}"]


def test_without_a_field_the_columns_are_named(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    write(path)
    (problem,) = run(path).problems
    assert problem.endswith("the first record has id, text, price, when, raw, tags, map")


def test_several_processes_mend_it_as_one_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "FEWEST_BYTES_FOR_PROCESSES", 0)
    monkeypatch.setattr(corpus, "BYTES_A_BATCH", 1000)
    plan = Plan(layers=layers(select=("doubled-word",), fields=("text",)), fix=True)
    texts = ["The pilots said that the the harbour would stay closed."] * 100
    results = []
    for jobs in (1, 2):
        path = tmp_path / f"{jobs}.parquet"
        write(path, {"text": pa.array(texts)}, row_group_size=30)
        reports = list(runner.run([str(path)], plan, plan.load().rules, jobs))
        assert [problem for report in reports for problem in report.problems] == []
        results.append((path.read_bytes(), sum(report.mended for report in reports)))
    assert results[0] == results[1]
    assert results[0][1] == 100
