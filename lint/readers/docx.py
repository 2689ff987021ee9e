"""Word files: the paragraphs of the body, its tables and its notes, as a text. They are checked and never changed.

Of the package only three parts are unpacked, each up to a size, by the standard library: what a library for Word files
would add, editing, styles and pictures, is not needed, and it bounds neither sizes nor what is unpacked.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple
from xml.parsers import expat

import regex

from lint.document import Block, BlockKind, Document, Line, Lines, Units, split_lines
from lint.readers.plain import kind_of
from lint.text import NotText, Source

MOST_BYTES = 100_000_000
"""So much of a part is unpacked: a novel of a million words is a tenth of it."""
_CHUNK = 1 << 16
_OLD_OR_ENCRYPTED = b"\xd0\xcf\x11\xe0"
_MAIN = "wordprocessingml.document.main+xml"
_STYLES, _NOTES = "wordprocessingml.styles+xml", ("wordprocessingml.footnotes+xml", "wordprocessingml.endnotes+xml")
_NAMESPACES = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_FALLBACK = "http://schemas.openxmlformats.org/markup-compatibility/2006 Fallback"
_CHARACTERS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
_HEADING = regex.compile(r"(?:heading \d|title\Z|subtitle\Z)")


class _Paragraph(NamedTuple):
    """A paragraph with its number from 1, which counts empty ones."""

    number: int
    text: str
    style: str
    is_item: bool
    is_cell: bool


def read_bytes(path: str, data: bytes) -> Document:
    """The document in a Word file; raises NotText for what is none, is damaged or encrypted, or holds macros."""
    package = _Package(data)
    styles = _Styles()
    for name in package.parts(_STYLES):
        package.parse(name, styles.start)
    paragraphs = _Paragraphs()
    for name in package.parts(_MAIN) + [note for kind in _NOTES for note in package.parts(kind)]:
        package.parse(name, paragraphs.start, paragraphs.end, paragraphs.characters)
    filled = [paragraph for paragraph in paragraphs.found if paragraph.text]
    return _document(path, sorted(filled), styles)


class _Package:
    """The parts of a Word file by their types."""

    def __init__(self, data: bytes) -> None:
        if data.startswith(_OLD_OR_ENCRYPTED):
            raise NotText("encrypted, or of Word's old kind; save it as .docx without a password")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError) as error:
            raise NotText("no Word file, or a damaged one: it is no zip archive that can be read") from error
        self._types: list[tuple[str, str]] = []
        self.parse("[Content_Types].xml", self._take_type)
        if any("macroEnabled" in kind for kind, _ in self._types):
            raise NotText("a Word file with macros; save it as .docx without them")
        if not self.parts(_MAIN):
            raise NotText("no Word file: the archive holds no document")

    def _take_type(self, name: str, attributes: dict[str, str]) -> None:
        if name.endswith(" Override"):
            self._types.append((attributes.get("ContentType", ""), attributes.get("PartName", "").lstrip("/")))

    def parts(self, kind: str) -> list[str]:
        """The names of the parts of a type."""
        return [name for type_, name in self._types if type_.endswith(kind)]

    def parse(
        self,
        name: str,
        start: Callable[[str, dict[str, str]], None],
        end: Callable[[str], None] | None = None,
        characters: Callable[[str], None] | None = None,
    ) -> None:
        """Read a part to its end; raises NotText."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.CharacterDataHandler = characters
        parser.StartDoctypeDeclHandler = _refuse_declarations
        try:
            for chunk in self._chunks(name):
                parser.Parse(chunk)
            parser.Parse(b"", True)
        except KeyError as error:
            raise NotText(f"no Word file, or a damaged one: {name} is missing") from error
        except (expat.ExpatError, zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError) as error:
            if isinstance(error, NotText):
                raise
            raise NotText(f"a damaged Word file: {name} cannot be read") from error
        except (RuntimeError, NotImplementedError) as error:
            raise NotText(f"{name} is encrypted or packed in a way that is not known; save the file anew") from error

    def _chunks(self, name: str) -> Iterator[bytes]:
        size = 0
        with self._zip.open(name) as part:
            while chunk := part.read(_CHUNK):
                size += len(chunk)
                if size > MOST_BYTES:
                    raise NotText(f"{name} is larger than {MOST_BYTES // 1_000_000} MB when unpacked; split the file")
                yield chunk


def _refuse_declarations(*_: object) -> None:
    raise NotText("it declares entities, which no Word file does")


def _local(name: str) -> str:
    """An element's or attribute's name in Word's own namespace; empty for others."""
    namespace, _, local = name.rpartition(" ")
    return local if namespace in _NAMESPACES else ""


def _value(attributes: dict[str, str], wanted: str = "val") -> str:
    return next((value for name, value in attributes.items() if _local(name) == wanted), "")


@dataclass
class _Style:
    name: str = ""
    base: str = ""
    is_heading: bool = False
    is_item: bool = False


class _Styles:
    """What the styles of a file say of paragraphs."""

    def __init__(self) -> None:
        self._styles: dict[str, _Style] = {}
        self._open = _Style()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take an element of the part."""
        local = _local(name)
        if local == "style":
            self._open = self._styles[_value(attributes, "styleId")] = _Style()
        elif local == "name":
            self._open.name = _value(attributes).lower()
        elif local == "basedOn":
            self._open.base = _value(attributes)
        elif local == "outlineLvl":
            self._open.is_heading = _value(attributes) in set("012345678")
        elif local == "numPr":
            self._open.is_item = True

    def kind(self, style: str) -> BlockKind | None:
        """What paragraphs of a style are, by it or one that it is based on; None where it does not tell."""
        seen: set[str] = set()
        while style in self._styles and style not in seen:
            seen.add(style)
            known = self._styles[style]
            if known.is_heading or _HEADING.match(known.name):
                return BlockKind.HEADING
            if known.name == "caption":
                return BlockKind.CAPTION
            if known.is_item or known.name.startswith("list "):
                return BlockKind.LIST_ITEM
            style = known.base
        return None


@dataclass
class _Open:
    """A paragraph that has begun; those of a text box stand inside another."""

    number: int
    texts: list[str] = field(default_factory=list)
    style: str = ""
    is_item: bool = False


class _Paragraphs:
    """The paragraphs of parts that are read one after the other."""

    def __init__(self) -> None:
        self.found: list[_Paragraph] = []
        self._open: list[_Open] = []
        self._count = self._cells = self._skipped = 0
        self._is_text = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the beginning of an element."""
        local = _local(name)
        if self._skipped or _is_skipped(name, local, attributes):
            self._skipped += 1
        elif local == "p":
            self._count += 1
            self._open.append(_Open(self._count))
        elif local == "tc":
            self._cells += 1
        elif self._open:
            self._inside(local, attributes)

    def _inside(self, local: str, attributes: dict[str, str]) -> None:
        paragraph = self._open[-1]
        if local == "t":
            self._is_text = True
        elif local == "tab" and attributes:  # a tab stop among the paragraph's properties
            return
        elif local in _CHARACTERS:
            paragraph.texts.append(_CHARACTERS[local])
        elif local == "pStyle":
            paragraph.style = _value(attributes)
        elif local == "numPr":
            paragraph.is_item = True

    def end(self, name: str) -> None:
        """Take the end of an element."""
        local = _local(name)
        if self._skipped:
            self._skipped -= 1
        elif local == "t":
            self._is_text = False
        elif local == "tc":
            self._cells -= 1
        elif local == "p" and self._open:
            done = self._open.pop()
            text = "".join(done.texts).strip()
            self.found.append(_Paragraph(done.number, text, done.style, done.is_item, self._cells > 0))

    def characters(self, text: str) -> None:
        """Take characters, of which those between runs are none of the text."""
        if self._is_text and not self._skipped and self._open:
            self._open[-1].texts.append(text)


def _is_skipped(name: str, local: str, attributes: dict[str, str]) -> bool:
    """Whether an element holds a second form of another, what was moved away, or a mere line above notes."""
    if local in ("footnote", "endnote"):
        return _value(attributes, "type") not in ("", "normal")
    return name == _FALLBACK or local == "moveFrom"


def _document(path: str, paragraphs: list[_Paragraph], styles: _Styles) -> Document:
    kinds = [_kind(paragraph, styles) for paragraph in paragraphs]
    joined = [False] + [_is_joined(above, below, kinds[i : i + 2]) for i, (above, below) in _pairs(paragraphs)]
    text = "".join(
        ("" if not index else "\n" if joined[index] else "\n\n") + paragraph.text
        for index, paragraph in enumerate(paragraphs)
    )
    places = Lines(split_lines(text))
    blocks: list[Block] = []
    units: list[Line] = []
    start, group = 0, -1
    for index, paragraph in enumerate(paragraphs):
        start += 0 if not index else 1 if joined[index] else 2
        group += not joined[index]
        end = start + len(paragraph.text)
        is_alone = not joined[index] and not (index + 1 < len(joined) and joined[index + 1])
        kind = kinds[index] or kind_of(paragraph.text, is_alone)
        first, last = places.at(start).number, places.at(end).number
        blocks.append(Block(kind, index, group, start, paragraph.text, first, last))
        units.append(Line(paragraph.number, start, end))
        start = end
    shown = Units("paragraph", tuple(units) or (Line(1, 0, 0),))
    return Document(Source(path, text), tuple(blocks), units=shown)


def _pairs(paragraphs: list[_Paragraph]) -> Iterator[tuple[int, tuple[_Paragraph, _Paragraph]]]:
    return enumerate(pairwise(paragraphs))


def _kind(paragraph: _Paragraph, styles: _Styles) -> BlockKind | None:
    by_style = styles.kind(paragraph.style)
    if by_style is None and (paragraph.is_item or paragraph.is_cell):
        return BlockKind.LIST_ITEM
    return by_style


def _is_joined(above: _Paragraph, below: _Paragraph, kinds: list[BlockKind | None]) -> bool:
    """Whether two paragraphs are items of a list or cells of a table."""
    if below.number > above.number + 1 or above.is_cell is not below.is_cell:
        return False
    return kinds == [BlockKind.LIST_ITEM, BlockKind.LIST_ITEM]
