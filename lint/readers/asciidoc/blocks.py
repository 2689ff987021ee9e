"""Blocks of AsciiDoc, line by line. Delimited blocks that hold others only change what closes; nothing recurses."""

from __future__ import annotations

from dataclasses import dataclass, field

import regex

from lint.document import BlockKind, split_lines
from lint.readers.asciidoc import inline, tables
from lint.readers.builder import Builder
from lint.readers.plain import BYTE_ORDER_MARK
from lint.readers.stretch import Stretch
from lint.text import Span

_VERBATIM = regex.compile(r"(?:-{4,}|\.{4,}|\+{4,}|/{4,}|```)\Z|```[\w+.#-]+(?:,.*)?\Z")
_COMPOUND = regex.compile(r"(?:={4,}|\*{4,}|_{4,}|--)\Z")
_TABLE = regex.compile(r"[|,:!]={3,}\Z")
_COMMENT = regex.compile(r"//(?!/)")
_ENTRY = regex.compile(r":!?[\w][\w-]*+!?:(?:\s|\Z)")
_DIRECTIVE = regex.compile(r"(?:include|ifdef|ifndef|ifeval|endif)::\S*?\[.*\]\Z")
_STYLE = regex.compile(r"\[(?:[^\[\s\]].*|\[[^\[\]]*\])?\]\Z")
_FIRST_STYLE = regex.compile(r"\[\s*(?P<style>[\w-]*)")
_TITLE = regex.compile(r"\.(?=[^\s.])")
_SECTION = regex.compile(r"(?P<mark>={1,6}|\#{1,6})[ \t]+(?=\S)")
_UNDERLINE = regex.compile(r"([=\-~^+])\1+\Z")
_RULE = regex.compile(r"(?:'{3,}|<{3,}|---|\*\*\*|- - -|\* \* \*)\Z")
_MACRO = regex.compile(r"(?P<name>[a-z][\w-]*+)::(?P<target>\S[^\[]*+)?\[(?P<attributes>.*)\]\Z")
_ITEM = regex.compile(
    r"[ \t]*(?P<marker>-|\*{1,6}|\.{1,6}|•|\d+\.|[a-zA-Z]\.|[ivxIVX]+\)|<(?:\d+|\.)>)[ \t]+(?=\S)(?:\[[ xX*]\][ \t]+)?"
)
_TERM = regex.compile(r"[ \t]*(?P<term>(?!//)\S.*?)(?P<marker>:{2,4}|;;)(?:[ \t]+(?=\S)|\Z)")
_ADMONITION = regex.compile(r"(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION):[ \t]+(?=\S)")
_QUOTED = regex.compile(
    r"(?P<name>alt|title)\s*=\s*(?:\"(?P<text>[^\"]*)\"|'(?P<text>[^']*)')|\A\s*\"(?P<first>[^\"]*)\""
)
_BARE = regex.compile(r"\A\s*(?P<first>[^,=\"]+)(?=,|\Z)")
_CONTINUED = regex.compile(r" \\\Z")
_OPAQUE_STYLES = frozenset(
    (
        *("source", "listing", "literal", "stem", "latexmath", "asciimath", "pass", "comment", "mermaid", "plantuml"),
        *("ditaa", "graphviz", "a2s", "blockdiag", "seqdiag", "bytefield", "vega", "wavedrom", "msc", "subs"),
    )
)
_UNNUMBERED = frozenset("-*.•")


@dataclass
class _Pending:
    """What stands above a block and belongs to it."""

    start: int = -1
    """Where it begins; -1 where nothing does."""
    style: str = ""
    lines: list[str] = field(default_factory=list)


class Blocks:
    """Reads the blocks of a source into a builder."""

    def __init__(self, builder: Builder) -> None:
        """Nothing is read yet."""
        self.builder, self.text = builder, builder.source.text
        self.lines = list(split_lines(self.text))
        self._contents = [self.text[line.start : line.end].rstrip() for line in self.lines]
        if self._contents[0].startswith(BYTE_ORDER_MARK):
            self.lines[0] = self.lines[0]._replace(start=1)
            self._contents[0] = self._contents[0][1:]
        self._open: list[str] = []
        """The delimiters of the blocks that are open."""
        self._pending = _Pending()
        self._markers: list[str] = []
        """The markers of the list that is open, outermost first."""
        self._last = ""
        """What was read last: its list marker, or nothing."""

    def read_all(self) -> None:
        """Read the whole source."""
        at = self._header()
        while at < len(self.lines):
            at = self._block(at)

    def _header(self) -> int:
        """The document's title, and what stands below it up to a blank line; where the rest begins."""
        at = 0
        while at < len(self.lines) and (not self._contents[at] or _is_hidden(self._contents[at])):
            at = self._hidden(at)
        match = _SECTION.match(self._contents[at]) if at < len(self.lines) else None
        if not match or len(match["mark"]) > 1:
            return at
        self._prose([(self.lines[at].start + match.end(), at)], BlockKind.HEADING)
        at += 1
        while at < len(self.lines) and self._contents[at]:
            at = self._hidden(at)
        return at

    # Lines that are no text

    def _hidden(self, at: int) -> int:
        """Pass one line, or an attribute's entry of several; comments are kept."""
        content, line = self._contents[at], self.lines[at]
        if _COMMENT.match(content):
            self.builder.comment(line.start, line.start + len(content), content[2:].strip())
        if _ENTRY.match(content):
            while _CONTINUED.search(self._contents[at]) and at + 1 < len(self.lines):
                at += 1
        return at + 1

    def _block(self, at: int) -> int:
        content = self._contents[at]
        if not content:
            return at + 1
        if _is_hidden(content):
            return self._hidden(at)
        for pattern, read in _BLOCKS:
            match = pattern.match(content)
            following = read(self, at, match) if match else None
            if following is not None:
                return following
        return self._paragraph(at)

    def _take_style(self, at: int, match: regex.Match[str]) -> int:
        style = _FIRST_STYLE.match(match[0])
        if self._pending.start < 0:
            self._pending.start = self.lines[at].start
        if style and style["style"]:
            self._pending.style = style["style"].lower()
        self._pending.lines.append(match[0])
        return at + 1

    def _title(self, at: int, match: regex.Match[str]) -> int:
        if self._pending.start < 0:
            self._pending.start = self.lines[at].start
        self._prose([(self.lines[at].start + match.end(), at)], BlockKind.CAPTION)
        return at + 1

    def _rule(self, at: int, match: regex.Match[str]) -> int:  # noqa: ARG002
        self._begin()
        return at + 1

    def _begin(self) -> _Pending:
        """What stands above the block that begins; nothing stands above the next."""
        pending, self._pending = self._pending, _Pending()
        return pending

    def _end_list(self) -> None:
        self._markers.clear()
        self._last = ""

    # Delimited blocks

    def _closing(self, at: int, delimiter: str) -> int:
        """The line that closes a block opened above `at`, or the end."""
        end = at
        while end < len(self.lines) and self._contents[end] != delimiter:
            end += 1
        return end

    def _verbatim(self, at: int, match: regex.Match[str]) -> int:
        delimiter = match[0][:3] if match[0].startswith("```") else match[0]
        self._begin()
        end = self._closing(at + 1, delimiter)
        last = min(end, len(self.lines) - 1)
        start, stop = self.lines[at].start, self.lines[last].start + len(self._contents[last])
        if delimiter.startswith("/"):
            inside = self.text[self.lines[at].end : self.lines[end].start if end < len(self.lines) else stop]
            self.builder.comment(start, stop, inside.strip())
        else:
            self.builder.opaque_block(start, stop)
        return end + 1

    def _compound(self, at: int, match: regex.Match[str]) -> int | None:
        delimiter = match[0]
        pending = self._begin()
        if pending.style in _OPAQUE_STYLES:
            end = self._closing(at + 1, delimiter)
            last = min(end, len(self.lines) - 1)
            self.builder.opaque_block(self.lines[at].start, self.lines[last].start + len(self._contents[last]))
            return end + 1
        self._end_list()
        if delimiter in self._open:
            del self._open[self._open.index(delimiter) :]
        else:
            self._open.append(delimiter)
        return at + 1

    def _table(self, at: int, match: regex.Match[str]) -> int:
        pending = self._begin()
        end = self._closing(at + 1, match[0])
        first = self.lines[at].end
        last = min(end, len(self.lines) - 1)
        stop = self.lines[end].start if end < len(self.lines) else self.lines[last].end
        attributes = "".join(pending.lines)
        if (
            not match[0].startswith("|")
            or "separator" in attributes
            or "format" in attributes
            or _has_styles(attributes)
        ):
            self.builder.opaque_block(self.lines[at].start, self.lines[last].start + len(self._contents[last]))
            return end + 1
        joined = False
        for cell in tables.cells(self.text, first, max(first, stop)):
            if cell.is_prose and self.text[slice(*cell.span)].strip():
                self._prose_of(self._stretch_of(cell.span), BlockKind.LIST_ITEM, joined=joined)
                joined = True
        return end + 1

    def _stretch_of(self, span: Span) -> Stretch:
        """The text of a stretch of the source without indents and comments."""
        stretch = Stretch(self.builder)
        content = self.text[slice(*span)]
        at = span.start
        for line in split_lines(content):
            indent = len(content[line.start : line.end]) - len(content[line.start : line.end].lstrip())
            if line.number > 1:
                stretch.add(at, span.start + line.start)
            at = span.start + line.start + indent
        stretch.add(at, span.end)
        return stretch

    def _macro(self, at: int, match: regex.Match[str]) -> int:
        self._begin()
        line = self.lines[at]
        if match["name"] == "image" and self._picture(line.start + match.start("attributes"), match["attributes"]):
            return at + 1
        if match["name"] != "toc":
            self.builder.opaque_block(line.start, line.start + len(self._contents[at]))
        return at + 1

    def _picture(self, start: int, attributes: str) -> bool:
        """The alternative text and the title of a picture; whether it has one."""
        texts = [*_QUOTED.finditer(attributes), *_BARE.finditer(attributes)]
        found = False
        for match in sorted(texts, key=lambda match: match.start()):
            name = "first" if match["first"] else "text"
            if match[name] and match[name].strip() and "{" not in match[name]:
                shown = name == "text" and match["name"] == "title"
                self.builder.open(BlockKind.CAPTION, shown=shown)
                self.builder.verbatim(start + match.start(name), start + match.end(name))
                self.builder.close()
                found = True
        return found

    # Text

    def _section(self, at: int, match: regex.Match[str]) -> int:
        pending = self._begin()
        self._end_list()
        outer = self._line_span(at, at + 1) if pending.start < 0 and self._may_go(at, at + 1) else None
        self._prose([(self.lines[at].start + match.end(), at)], BlockKind.HEADING, outer)
        return at + 1

    def _is_underlined(self, at: int) -> bool:
        if at + 1 >= len(self.lines):
            return False
        title, line = self._contents[at], self._contents[at + 1]
        return (
            bool(_UNDERLINE.match(line))
            and abs(len(title) - len(line)) <= 1
            and any(map(str.isalnum, title))
            and not title[0].isspace()
        )

    def _paragraph(self, at: int) -> int:
        if self._is_underlined(at):
            pending = self._begin()
            self._end_list()
            outer = self._line_span(at, at + 2) if pending.start < 0 and self._may_go(at, at + 2) else None
            self._prose([(self.lines[at].start, at)], BlockKind.HEADING, outer)
            return at + 2
        pending = self._begin()
        end = self._paragraph_end(at)
        if self._contents[at][0].isspace() or pending.style in _OPAQUE_STYLES:
            last = end - 1
            self.builder.opaque_block(self.lines[at].start, self.lines[last].start + len(self._contents[last]))
            return end
        is_attached = at > 0 and self._contents[at - 1] == "+"
        can_go = pending.start < 0 and not is_attached and self._may_go(at, end)
        label = _ADMONITION.match(self._contents[at])
        self._rows(at, self.lines[at].start + (label.end() if label else 0), end, None, can_go)
        if not is_attached:
            self._end_list()
        return end

    def _paragraph_end(self, at: int) -> int:
        """The line behind a paragraph: one that is blank, or begins what can stand right below it."""
        end = at + 1
        while end < len(self.lines):
            content = self._contents[end]
            if not content or (content == "+" and self._markers) or _interrupts(content):
                break
            end += 1
        return end

    def _item(self, at: int, match: regex.Match[str]) -> int:
        marker = match["marker"]
        pending = self._begin()
        if marker[0].isalnum():
            marker = "1."
        elif marker[0] == "<":
            marker = "<1>"
        joined = bool(self._last) and at > 0 and bool(self._contents[at - 1])
        if marker in self._markers:
            del self._markers[self._markers.index(marker) + 1 :]
        else:
            self._markers.append(marker)
        self._last = marker
        end = self._item_end(at)
        can_go = pending.start < 0 and marker[0] in _UNNUMBERED and self._item_may_go(end)
        self._rows(at, self.lines[at].start + match.end(), end, BlockKind.LIST_ITEM, can_go, joined=joined)
        return end

    def _item_end(self, at: int) -> int:
        end = at + 1
        while end < len(self.lines):
            content = self._contents[end]
            if not content or content == "+" or _interrupts(content) or _ITEM.match(content) or _is_term(content):
                break
            end += 1
        return end

    def _item_may_go(self, end: int) -> bool:
        """Whether nothing below belongs to the item: a deeper list, what is attached, or an indented block."""
        below = self._filled(end)
        if below == len(self.lines):
            return True
        content = self._contents[below]
        item = _ITEM.match(content)
        if item:
            return item["marker"] in self._markers
        return content != "+" and not content[0].isspace() and not _is_term(content)

    def _term(self, at: int, match: regex.Match[str]) -> int:
        """A term, and what stands behind it on its line and right below."""
        self._begin()
        joined = self._last == match["marker"] and at > 0 and bool(self._contents[at - 1])
        self._markers = [match["marker"]]
        self._last = match["marker"]
        start = self.lines[at].start
        stretch = Stretch(self.builder)
        stretch.add(start + match.start("term"), start + match.end("term"))
        self._prose_of(stretch, BlockKind.LIST_ITEM, joined=joined)
        end = self._item_end(at)
        if match.end() < len(self._contents[at]):
            self._rows(at, start + match.end(), end, BlockKind.LIST_ITEM, joined=True)
        elif end > at + 1:
            self._rows(at + 1, self.lines[at + 1].start, end, BlockKind.LIST_ITEM, joined=True)
        return end

    # Building

    def _filled(self, at: int) -> int:
        """The first line from `at` on that is not blank, or the end."""
        while at < len(self.lines) and not self._contents[at]:
            at += 1
        return at

    def _may_go(self, at: int, end: int) -> bool:
        """Whether what stands around some lines stays apart without them: lists, indented lines, a block's two ends."""
        below = self._filled(end)
        if below == len(self.lines):
            return True
        content = self._contents[below]
        if content[0].isspace() or content == "+":
            return False
        if self._last and (_ITEM.match(content) or _is_term(content)):
            return False
        above = at - 1
        while above >= 0 and not self._contents[above]:
            above -= 1
        return above < 0 or not self._open or self._contents[above] != self._open[-1] or content != self._open[-1]

    def _line_span(self, at: int, end: int) -> Span:
        last = self.lines[end - 1]
        return Span(self.lines[at].start, last.start + len(self._contents[end - 1]))

    def _rows(
        self, at: int, start: int, end: int, kind: BlockKind | None, can_go: bool = False, *, joined: bool = False
    ) -> None:
        """A block of prose that begins at `start` in the first of some lines."""
        starts = [(start, at)] + [(self.lines[row].start, row) for row in range(at + 1, end)]
        self._prose(starts, kind, self._line_span(at, end) if can_go else None, joined=joined)

    def _prose(
        self, rows: list[tuple[int, int]], kind: BlockKind | None, outer: Span | None = None, *, joined: bool = False
    ) -> None:
        stretch = Stretch(self.builder)
        for start, at in rows:
            content, line = self._contents[at], self.lines[at]
            if at != rows[0][1] and _is_hidden(content):
                self._hidden(at)
                outer = None
                continue
            indent = len(self.text[start : line.end]) - len(self.text[start : line.end].lstrip())
            following = self.lines[at + 1].start if at != rows[-1][1] else line.start + len(content)
            stretch.add(start + indent, max(start + indent, following))
        self._prose_of(stretch, kind, outer, joined=joined)

    def _prose_of(
        self, stretch: Stretch, kind: BlockKind | None, outer: Span | None = None, *, joined: bool = False
    ) -> None:
        self.builder.open(kind, joined=joined)
        notes = inline.emit(stretch)
        self.builder.close(None if notes else outer)
        for start, end in notes:
            self.builder.open()
            stretch.verbatim(start, end)
            self.builder.close()


def _is_hidden(content: str) -> bool:
    return bool(_COMMENT.match(content) or _ENTRY.match(content) or _DIRECTIVE.match(content))


def _is_term(content: str) -> bool:
    return bool(_TERM.match(content)) and not _MACRO.match(content)


def _interrupts(content: str) -> bool:
    """Whether a line ends the paragraph above it."""
    return any(pattern.match(content) for pattern in (_VERBATIM, _COMPOUND, _TABLE, _STYLE))


def _has_styles(attributes: str) -> bool:
    """Whether columns of a table hold something else than paragraphs."""
    columns = regex.search(r"cols\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^,\]]*))", attributes)
    return bool(columns and regex.search(r"[alm](?=[\s,\"']|\Z)", columns[1] or columns[2] or columns[3] or ""))


def _read_term(blocks: Blocks, at: int, match: regex.Match[str]) -> int | None:
    return None if _MACRO.match(match.string) else blocks._term(at, match)


_BLOCKS = (
    (_STYLE, Blocks._take_style),
    (_RULE, Blocks._rule),
    (_VERBATIM, Blocks._verbatim),
    (_COMPOUND, Blocks._compound),
    (_TABLE, Blocks._table),
    (_SECTION, Blocks._section),
    (_ITEM, Blocks._item),
    (_TITLE, Blocks._title),
    (_MACRO, Blocks._macro),
    (_TERM, _read_term),
    (regex.compile(r"\+\Z"), Blocks._rule),
)
"""What a block's first line looks like, in the order in which it is tried, and what reads the block."""
