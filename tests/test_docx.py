"""Word files: what of them is read, how their findings are placed, and that nothing ever changes them."""

from __future__ import annotations

import io
import json
import time
import zipfile
from pathlib import Path

import docx
import pytest
from docx.document import Document as WordFile
from hypothesis import given, settings
from hypothesis import strategies as st
from support import DATA

from lint.cli import main
from lint.document import Document
from lint.readers import docx as reader
from lint.readers import unpack
from lint.text import NotText

MAIN = "word/document.xml"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def saved(file: WordFile) -> bytes:
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def story() -> WordFile:
    """A file as people write them, made by an independent library."""
    file = docx.Document()
    file.add_heading("The ferry", 1)
    file.add_paragraph("")
    paragraph = file.add_paragraph("It said that the ")
    paragraph.add_run("the crew").bold = True
    paragraph.add_run(" would stay.")
    file.add_paragraph("one", style="List Bullet")
    file.add_paragraph("two", style="List Number")
    table = file.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "left", "right"
    file.add_paragraph("The ferry at dawn", style="Caption")
    file.sections[0].header.paragraphs[0].text = "A running head"
    return file


def read(data: bytes) -> Document:
    document = unpack("story.docx", data)
    assert document
    return document


def packed(body: str, kind: str = TYPE, head: str = "") -> bytes:
    """A Word file with no more than a body."""
    types = f'<Types xmlns="x"><Override PartName="/{MAIN}" ContentType="{kind}"/></Types>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", types)
        file.writestr(MAIN, f'{head}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>')
    return out.getvalue()


def p(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def test_paragraphs_of_body_and_tables_stand_in_reading_order() -> None:
    document = read(saved(story()))
    assert [f"{block.kind.value} {block.group}: {block.text}" for block in document.blocks] == [
        *("heading 0: The ferry", "paragraph 1: It said that the the crew would stay.", "list-item 2: one"),
        *("list-item 2: two", "list-item 3: left", "list-item 3: right", "caption 4: The ferry at dawn"),
    ]
    for block in document.blocks:
        assert document.text[slice(*block.span)] == block.text


def test_a_place_is_the_number_of_a_paragraph_and_a_column_in_it() -> None:
    document = read(saved(story()))
    at = document.text.index("crew")
    assert document.source_lines.position(at) == (3, 22)


BODIES = {
    "breaks": ("<w:p><w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:tab/><w:t>c</w:t></w:r></w:p>", ["a\nb\tc"]),
    "tab stops": ('<w:p><w:pPr><w:tabs><w:tab w:val="left" w:pos="1"/></w:tabs></w:pPr></w:p>' + p("a"), ["a"]),
    "changes that are tracked": (
        "<w:p><w:del><w:r><w:delText>old</w:delText></w:r></w:del><w:ins><w:r><w:t>new</w:t></w:r></w:ins></w:p>",
        ["new"],
    ),
    "what was moved": (f"<w:p><w:moveFrom><w:r><w:t>a</w:t></w:r></w:moveFrom></w:p>{p('b')}", ["b"]),
    "fields": ("<w:p><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>a</w:t></w:r></w:p>", ["a"]),
    "a text box": (
        '<w:p xmlns:m="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:r><m:AlternateContent>'
        f"<m:Choice>{p('box')}</m:Choice><m:Fallback>{p('box')}</m:Fallback></m:AlternateContent><w:t>a</w:t></w:r></w:p>",
        ["a", "box"],
    ),
    "nothing": ("", []),
}


@pytest.mark.parametrize("name", BODIES)
def test_what_people_read_of_a_paragraph(name: str) -> None:
    body, expected = BODIES[name]
    assert [block.text for block in read(packed(body)).blocks] == expected


def test_footnotes_follow_the_body_without_the_line_above_them() -> None:
    notes = f'<w:footnotes xmlns:w="{WORD}"><w:footnote w:type="separator">{p("-")}</w:footnote>'
    notes += f"<w:footnote>{p('A note.')}</w:footnote></w:footnotes>"
    types = f'<Types xmlns="x"><Override PartName="/{MAIN}" ContentType="{TYPE}"/>'
    types += (
        f'<Override PartName="/word/footnotes.xml" ContentType="{TYPE.replace("document.main", "footnotes")}"/></Types>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed(p("A body.")))) as old, zipfile.ZipFile(out, "w") as new:
        new.writestr("[Content_Types].xml", types)
        new.writestr(MAIN, old.read(MAIN))
        new.writestr("word/footnotes.xml", notes)
    assert [block.text for block in read(out.getvalue()).blocks] == ["A body.", "A note."]


ENTITIES = '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
WHOLE = packed(p("A body."))
REFUSED = {
    "no zip archive": (b"Some text.", "no zip archive"),
    "an empty file": (b"", "no zip archive"),
    "a file of the old kind": (b"\xd0\xcf\x11\xe0" + bytes(600), "save it as .docx without a password"),
    "a file that is cut off": (WHOLE[:300], "no zip archive"),
    "a file with macros": (
        packed(p("x"), "application/vnd.ms-word.document.macroEnabled.main+xml"),
        "save it as .docx without them",
    ),
    "another archive": (packed(p("x"), "application/epub"), "holds no document"),
    "broken XML": (packed("<w:p>"), "word/document.xml cannot be read"),
    "entities": (packed(p("&b;"), head=ENTITIES), "declares entities"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_sound_word_file_is_refused_in_words(name: str) -> None:
    data, reason = REFUSED[name]
    with pytest.raises(NotText, match=reason):
        read(data)


def test_a_part_that_unpacks_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MOST_BYTES", 1_000_000)
    begun = time.process_time()
    with pytest.raises(NotText, match="larger than 1 MB when unpacked"):
        read(packed(p("a" * 50_000_000)))
    assert time.process_time() - begun < 5


def test_deep_nesting_is_read() -> None:
    assert read(packed("<w:tbl>" * 100_000 + p("a") + "</w:tbl>" * 100_000)).text == "a"


@given(st.integers(0, len(WHOLE)), st.integers(0, 255), st.booleans())
@settings(max_examples=200)
def test_any_damage_is_refused_or_read(place: int, byte: int, cut: bool) -> None:
    data = WHOLE[:place] + (b"" if cut else bytes([byte]) + WHOLE[place + 1 :])
    try:
        document = read(data)
    except NotText:
        return
    assert document.text.strip() == document.text


def check(folder: Path, *options: str) -> int:
    return main(["check", "--isolated", "--no-cache", *options, str(folder)])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a Word file, the lock of an open one, and a damaged one."""
    (tmp_path / "story.docx").write_bytes(saved(story()))
    (tmp_path / "~$story.docx").write_bytes(b"Ana Ruiz")
    return tmp_path


def test_the_report_names_the_paragraph(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(folder, "--select", "doubled-word") == 1
    out = capsys.readouterr().out
    assert "story.docx: paragraph 3:14: error doubled-word" in out
    assert "suggestion: Take out the second" in out
    assert "can be mended" not in out


def test_json_has_the_paragraph_and_its_offsets_count_in_the_text(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    check(folder, "--select", "doubled-word", "--output-format", "json")
    (found,) = json.loads(capsys.readouterr().out)
    assert (found["paragraph"], found["line"], found["column"]) == (3, 3, 14)
    text = read((folder / "story.docx").read_bytes()).text
    assert text[found["start"] : found["end"]] == "the the"
    assert found["fix"]["edits"] == []


def test_findings_of_text_have_no_paragraph(capsys: pytest.CaptureFixture[str]) -> None:
    main(
        ["check", "--isolated", "--no-cache", "--output-format", "json", str(DATA.parent.parent / "examples" / "desk")]
    )
    assert all("paragraph" not in found for found in json.loads(capsys.readouterr().out))


@pytest.mark.parametrize("option", ["--fix", "--diff"])
def test_no_fix_touches_it_and_a_note_says_so_once(
    folder: Path, option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (folder / "story.docx").read_bytes()
    check(folder, option, "--unsafe-fixes")
    assert (folder / "story.docx").read_bytes() == before
    assert capsys.readouterr().err.count("left as it is: copydesk changes no file of this kind") == 1


def test_the_cache_gives_back_the_paragraph(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COPYDESK_CACHE_DIR", str(folder / "cache"))
    for _ in range(2):
        main(["check", "--isolated", "--select", "doubled-word", "--output-format", "json", str(folder)])
        (found,) = json.loads(capsys.readouterr().out)
        assert found["paragraph"] == 3


def test_a_damaged_file_is_named_and_the_others_are_checked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "broken.docx").write_bytes(b"PK\x03\x04 cut off")
    assert check(folder, "--select", "doubled-word") == 2
    captured = capsys.readouterr()
    assert "broken.docx: no Word file, or a damaged one" in captured.err
    assert "story.docx: paragraph 3:14" in captured.out
