"""One article in every format: the same defects are found in it, and mended, and nothing else of the file changes."""

from __future__ import annotations

import csv
import html
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document as WordDocument
from support import layers

from lint import readers
from lint.desk import Desk
from lint.loader import load_rules
from lint.plan import Plan
from lint.readers import FORMATS
from lint.report import FileReport

PARAGRAPHS = (
    "The last ferry to Lomma",
    "Passengers wait on the quay of Lomma on Friday morning, before the last ferry leaves.",
    "Passengers wait on the quay of Lomma on Friday morning, before the last ferry leaves.",
    "The ferry to Lomma has been withdrawn for good.The operator said that the the ship was too costly to repair.",
    "Share this with Facebook",
    "â€œWe kept her going on love and paint,” said Karin Falk , who sailed on her for thirty years.",
    "The crew would be offered work elsewhere, the operator added.",
)
MENDED = (
    *PARAGRAPHS[:2],
    "The ferry to Lomma has been withdrawn for good. The operator said that the ship was too costly to repair.",
    "“We kept her going on love and paint,” said Karin Falk, who sailed on her for thirty years.",
    PARAGRAPHS[-1],
)
FOUND = [
    *("repeated-block", "glued-sentences", "doubled-word", "bbc-furniture", "misread-utf8"),
    "space-before-punctuation",
]


def _csv(paragraphs: tuple[str, ...]) -> str:
    table = io.StringIO(newline="")
    csv.writer(table).writerows([["id", "text"], ["1", "\n\n".join(paragraphs)]])
    return table.getvalue()


WRITERS: dict[str, Callable[[tuple[str, ...]], str]] = {
    "a.txt": lambda paragraphs: "\n\n".join(paragraphs) + "\n",
    "a.md": lambda paragraphs: "# " + "\n\n".join(paragraphs) + "\n",
    "a.mdx": lambda paragraphs: "# " + "\n\n".join(paragraphs) + "\n",
    "a.html": lambda paragraphs: "<body>\n" + "".join(f"<p>{html.escape(text)}</p>\n" for text in paragraphs),
    "a.rst": lambda paragraphs: "\n\n".join((paragraphs[0], "=" * 40, *paragraphs[1:])).replace("\n\n=", "\n=") + "\n",
    "a.adoc": lambda paragraphs: "== " + "\n\n".join(paragraphs) + "\n",
    "a.jsonl": lambda paragraphs: json.dumps({"n": 1.50, "text": "\n\n".join(paragraphs)}, ensure_ascii=False) + "\n",
    "a.json": lambda paragraphs: json.dumps([{"text": "\n\n".join(paragraphs)}]),
    "a.csv": _csv,
}


def check(path: Path, *, fix: bool = False) -> list[FileReport]:
    plan = Plan(layers=layers(fields=("text",)), fix=fix)
    return list(Desk(plan, load_rules().rules).check([str(path)]))


@pytest.mark.parametrize("name", WRITERS)
def test_the_same_is_found_and_mended(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(WRITERS[name](PARAGRAPHS), "utf-8", newline="")
    found = [placed.finding.rule for report in check(path) for placed in report.findings]
    assert found == FOUND
    assert [report.problems for report in check(path, fix=True) if report.problems] == []
    assert path.read_text("utf-8") == WRITERS[name](MENDED).replace("\r\n", "\n")


def test_the_same_is_found_in_a_word_file_which_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    document = WordDocument()
    for text in PARAGRAPHS:
        document.add_paragraph(text)
    document.save(str(path))
    before = path.read_bytes()
    (report,) = check(path, fix=True)
    assert [placed.finding.rule for placed in report.findings] == FOUND
    assert [placed.place.start.line for placed in report.findings] == [3, 4, 4, 5, 6, 6]
    assert path.read_bytes() == before


def test_every_format_that_is_written_as_text_is_tried_here() -> None:
    tried = {readers.format_of(name) for name in WRITERS} | {"docx"}
    assert set(FORMATS) <= tried
