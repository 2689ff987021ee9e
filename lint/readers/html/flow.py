"""Tokens become what stands on the page, in its order: runs of text, pictures and what is no prose.

Open elements are kept as the HTML standard keeps them, as far as it matters to blocks of text: tags that may be left
out are implied, end tags that nothing began are passed by, and inline elements that overlap do no harm. Every step
takes constant time, or ends an element for good.
"""

from __future__ import annotations

import enum
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import regex

from lint.document import BlockKind
from lint.readers.html import elements
from lint.readers.html.run import Part, PartKind, Run
from lint.readers.html.tokens import FOREIGN, Token, TokenKind, attributes, is_empty
from lint.text import Span


class Role(enum.Enum):
    """What an element is to the text around it."""

    BLOCK = "block"
    INLINE = "inline"
    CODE = "code"
    REPLACED = "replaced"
    NO_PROSE = "no prose"
    UNSEEN = "unseen"


_READ = frozenset((Role.BLOCK, Role.INLINE))
_TELLING = regex.compile(r"hidden|role|caption|articlebody|__cf_email__", regex.IGNORECASE)
_ADDRESSED = regex.compile(r"[^\w-](?:id|name)\s*+=", regex.IGNORECASE)
_CAPTION = regex.compile(r"(?:^|[\s_-])caption(?:[_-]?text)?(?:\s|$)", regex.IGNORECASE)
_FILE_NAME = regex.compile(r"\S*(?:\.(?:avif|bmp|gif|jpe?g|png|svg|tiff?|webp)|[_\d]\S*)", regex.IGNORECASE)
_HIDDEN_ADDRESS = "__cf_email__"
"""The class of an address that a script shows in place of `[email protected]`."""
_BARRIER = "/"
"""Under this name, which no element has, the places of barriers are kept."""
_ENDED = "/ended"
"""The name of an inline element whose end tag came inside a block that began in it."""


class Element:
    """An element, its parent, and what is known of it when it ends."""

    __slots__ = (
        *(
            "end",
            "ends_another",
            "is_balanced",
            "items",
            "kind_of",
            "name",
            "parent",
            "plain_runs",
            "role",
            "runs",
            "start",
            "stays",
            "weight",
        ),
    )

    def __init__(self, name: str, role: Role, start: int, parent: Element | None, kind: BlockKind | None) -> None:
        """`parent` is the block in which it stands."""
        self.name, self.role, self.start, self.parent = name, role, start, parent
        self.end = -1
        inherited = parent.kind_of if parent and name in elements.INHERITS else None
        self.kind_of: tuple[Element, BlockKind] | None = (self, kind) if kind else inherited
        """What the text in it is, and the element that says so."""
        self.items = 0
        """How many runs, pictures and others stand in it."""
        self.runs = self.plain_runs = 0
        """How many runs of text stand in it, and how many of them say anything outside links."""
        self.weight = 0
        """How many code points the runs outside links take up in the source."""
        self.is_balanced = True
        """Whether the page around it is the same without it.

        It is not where an end tag is missing that has to be there, where an inline element goes on behind it that
        began in it, or the other way round, nor where what follows it would go on with an element that it ends.
        """
        self.stays = False
        """Whether it, or an element in it, has an address, so that links and scripts need it."""
        self.ends_another = False
        """Whether its beginning ends another one, which has no end tag."""


@dataclass(frozen=True)
class Item:
    """Something in a block: a run of text, a picture with the values that say what it shows, or what is no prose."""

    block: Element
    source: Span
    run: Run | None = None
    texts: tuple[Span, ...] = ()
    links: int = 0
    """In how many links a run stands, and the pictures in it, where nothing of it stands outside; else 0."""


class Flow:
    """Collects what stands on a page, or in a fragment of one."""

    def __init__(self, text: str, start: int, *, is_xml: bool = False) -> None:
        """`is_xml`: see `tokens`."""
        self.text, self.is_xml = text, is_xml
        self.items: list[Item] = []
        self.articles: list[Element] = []
        """The elements that say that they hold what the page is for."""
        self.root = Element("", Role.BLOCK, start, None, None)
        """The block around all others; nothing ends it."""
        self._stack, self._blocks = [self.root], [self.root]
        self._places: defaultdict[str, list[int]] = defaultdict(list)
        self._hidden: Element | None = None  # the outermost open element that is not read
        self._foreign_depth = self._integration_depth = 0
        self._is_quirky = True
        self._begin_run()

    def _begin_run(self) -> None:
        self._run = Run()
        self._pictures: dict[Span, tuple[Span, ...]] = {}
        self._links: set[int] = set()  # where the links begin in which something of the run stands
        self._has_plain_text = False

    def feed(self, tokens: Iterable[Token], end: int) -> None:
        """Take all tokens, in their order, and end what was left open."""
        for token in tokens:
            kind = token.kind
            if kind is TokenKind.TEXT:
                self._text(token.start, token.end)
            elif kind is TokenKind.START:
                self._start_tag(token)
            elif kind is TokenKind.END:
                self._end_tag(token)
            elif kind is TokenKind.TEMPLATE:
                self._opaque(Span(token.start, token.end))
            elif kind is TokenKind.COMMENT:
                self._blocks[-1].items += 1
            elif kind is TokenKind.DOCTYPE:
                self._is_quirky = _is_quirky(self.text[token.start : token.end])
        self._close_to(1, end)
        self._flush()

    def _text(self, start: int, end: int) -> None:
        hidden, is_blank = self._hidden, self.text[start:end].isspace()
        if hidden is not None:
            if hidden.name != "head" or self._stack[-1] is not hidden or is_blank:
                return
            self._end_head(start)
        if not is_blank:
            self._note_link()
        self._run.text(self.text, start, end)

    def _note_link(self) -> None:
        """Note in which link something stands, or that it stands in none."""
        if self._places["a"]:
            self._links.add(self._stack[self._places["a"][-1]].start)
        else:
            self._has_plain_text = True

    def _opaque(self, source: Span) -> None:
        if self._hidden is None:
            self._has_plain_text = True
            self._run.add(Part(PartKind.OPAQUE, source))

    def _picture(self, source: Span, texts: tuple[Span, ...] = ()) -> None:
        """A picture: by itself where no text stands before it, else in the run."""
        if self._run.is_blank:
            self._add(Item(self._blocks[-1], source, texts=texts))
        else:
            # The values are pieces of their own: what stands for the picture ends before them.
            if self._places["a"]:
                self._note_link()
            part = Part(PartKind.PICTURE, Span(source.start, min((t.start for t in texts), default=source.end)))
            self._run.add(part)
            self._pictures[part.source] = texts

    def _add(self, item: Item) -> None:
        item.block.items += 1
        self.items.append(item)

    def _end_run(self) -> None:
        """End the run, unless what comes is not read."""
        if self._hidden is None:
            self._flush()

    def _flush(self) -> None:
        run, pictures, block = self._run, self._pictures, self._blocks[-1]
        links = 0 if self._has_plain_text else len(self._links)
        if run.is_blank:
            return
        plain = self._has_plain_text
        self._begin_run()
        last = run.take_last_pictures()
        block.runs += 1
        block.plain_runs += plain
        block.weight += plain * (run.source.end - run.source.start)
        self._add(Item(block, run.source, run, links=links))
        for part in [*(part for part in run.parts if part.kind is PartKind.PICTURE and pictures[part.source]), *last]:
            self._add(Item(block, part.source, texts=pictures[part.source], links=links))

    def _start_tag(self, token: Token) -> None:
        name = token.name
        hidden = self._hidden
        if hidden is not None and hidden.name in FOREIGN and self._stays_in_foreign(hidden.name, token):
            return
        if hidden is not None and hidden.name == "head" and name not in elements.IN_HEAD:
            self._end_head(token.start)
        is_block, ends_another = name in elements.BLOCKS, False
        if name in elements.TABLE_PARTS and name != "table" and not self._last("table"):
            self._end_run()
            return
        if name in ("html", "body"):
            if self._places[name]:
                return
        elif is_block:
            ends_another = self._imply_ends(token)
        elif name == "a" and self._places["a"]:
            self._end_inline("a", token.start, token.start)
        if is_block:
            self._end_run()
        if name in elements.VOID or self._is_empty(token):
            self._empty(token)
        else:
            self._push(token, is_block, ends_another)

    def _is_empty(self, token: Token) -> bool:
        return is_empty(self.text, token, self.is_xml or token.name in FOREIGN)

    def _empty(self, token: Token) -> None:
        """An element without content."""
        name, source = token.name, Span(token.start, token.end)
        self._blocks[-1].stays |= self._is_addressed(token)
        if self._hidden is not None or name == "wbr":
            return
        if name == "br":
            if self._run.is_broken:
                self._flush()
            self._run.line_break(*source)
        elif name in ("img", "image"):
            self._picture(source, self._texts(token))
        elif name == "hr":
            self._add(Item(self._blocks[-1], source))
        elif name in elements.REPLACED:
            self._picture(source)
        elif name in elements.UNSEEN:
            self._blocks[-1].items += 1

    def _is_addressed(self, token: Token) -> bool:
        """Whether links or scripts can lead to an element."""
        if not _has_attributes(token) or _ADDRESSED.search(self.text, token.start, token.end) is None:
            return False
        return any(a.name == "id" or (a.name == "name" and token.name == "a") for a in attributes(self.text, token))

    def _texts(self, token: Token) -> tuple[Span, ...]:
        """The values of attributes that say what a picture shows, each saying it once."""
        values = {a.name: a.value for a in attributes(self.text, token)}
        if self._is_told_unseen(values):
            return ()
        alt, title = (self._words(values.get(name)) for name in ("alt", "title"))
        if alt and title:  # where one says all of the other and more, that is enough
            alt, title = (alt if alt not in title or alt == title else ""), (title if title not in alt else "")
        return tuple(values[name] for name, words in (("alt", alt), ("title", title)) if words)

    def _words(self, value: Span | None) -> str:
        """What a value says, with single spaces; nothing, where that is the name of a file."""
        words = " ".join(self._value(value).split())
        return "" if _FILE_NAME.fullmatch(words) else words

    def _value(self, value: Span | None) -> str:
        return self.text[slice(*value)] if value else ""

    def _is_told_unseen(self, values: dict[str, Span]) -> bool:
        """Whether attributes say that readers of the page do not see the element."""
        return "hidden" in values or self._value(values.get("aria-hidden")).strip().lower() == "true"

    def _role(self, token: Token, is_block: bool) -> tuple[Role, BlockKind | None, bool]:
        """The role of an element, what text in it is, and whether it holds what the page is for."""
        name = token.name
        kind, is_article = elements.KINDS.get(name), name in elements.ARTICLES
        if _has_attributes(token) and _TELLING.search(self.text, token.start, token.end):
            values = {a.name: a.value for a in attributes(self.text, token)}
            if name not in ("html", "body") and self._is_told_unseen(values):
                return Role.UNSEEN, kind, False
            role = self._value(values.get("role")).strip().lower()
            if role in elements.FURNITURE_ROLES and is_block:
                return Role.NO_PROSE, kind, False
            is_article |= is_block and (role == "main" or "articleBody" in self._value(values.get("itemprop")))
            classes = self._value(values.get("class"))
            if _HIDDEN_ADDRESS in classes.split() and not is_block:
                return Role.CODE, kind, False
            if kind is None and _CAPTION.search(classes):
                kind = BlockKind.CAPTION
        if name == "footer" and not self._is_in_article():
            return Role.NO_PROSE, kind, False
        return _ROLES.get(name, Role.BLOCK if is_block else Role.INLINE), kind, is_article

    def _is_in_article(self) -> bool:
        """Whether an article, a part of a page or a quotation is open, so that a footer is not the page's."""
        return any(self._last(name) for name in ("article", "blockquote", "main", "section"))

    def _push(self, token: Token, is_block: bool, ends_another: bool) -> None:
        name = token.name
        role, kind, is_article = self._role(token, is_block)
        element = Element(name, role, token.start, self._blocks[-1], kind)
        element.ends_another = ends_another
        if name in elements.TABLE_PARTS and self._blocks[-1].name not in elements.TABLE_PARTS:
            self._blocks[-1].is_balanced = False
        self._places[name].append(len(self._stack))
        if name in elements.BARRIERS:
            self._places[_BARRIER].append(len(self._stack))
        self._stack.append(element)
        if is_block:
            self._blocks.append(element)
        self._blocks[-1].stays |= self._is_addressed(token)
        if is_article and self._hidden is None:
            self.articles.append(element)
        if self._hidden is None and role not in _READ:
            self._hidden = element

    def _imply_ends(self, token: Token) -> bool:
        """End the elements that cannot go on where a block begins; whether there are any."""
        name, barrier = token.name, self._last(_BARRIER)
        ends = False
        if name not in elements.KEEPS_PARAGRAPH and not (name == "table" and self._is_quirky):
            paragraph = self._last("p")
            ends = paragraph > barrier
            if ends:
                self._close_to(paragraph, token.start)
        if name in elements.HEADINGS and self._stack[-1].name in elements.HEADINGS:
            self._close_to(len(self._stack) - 1, token.start)
            ends = True
        if name not in elements.ENDED_BY:
            return ends
        ended, limits = elements.ENDED_BY[name]
        limit = max((self._last(limit) for limit in limits), default=0)
        if name not in elements.TABLE_PARTS:
            limit = max(limit, barrier)
        at = min((place for place in map(self._last, ended) if place > limit), default=0)
        if at:
            self._close_to(at, token.start)
        return ends or bool(at)

    def _end_head(self, end: int) -> None:
        self._close_to(self._last("head"), end)

    def _stays_in_foreign(self, hidden: str, token: Token) -> bool:
        """Whether a start tag belongs to the open drawing or formula; else that ends here."""
        name, is_open = token.name, not is_empty(self.text, token, True)
        if name == hidden:
            self._foreign_depth += is_open
        elif name in elements.INTEGRATION:
            self._integration_depth += is_open
        elif name in elements.BREAKOUT and not self._integration_depth:
            self._foreign_depth = 0
            self._close_to(self._last(hidden), token.start)
            return False
        return True

    def _is_end_in_foreign(self, hidden: str, name: str) -> bool:
        """Whether an end tag belongs to the open drawing or formula and does not end it."""
        if name == hidden and self._foreign_depth:
            self._foreign_depth -= 1
            return True
        if name in elements.INTEGRATION:
            self._integration_depth = max(0, self._integration_depth - 1)
            return True
        is_left = name == hidden or (not self._integration_depth and name in elements.BLOCKS)
        if is_left and self._last(name):
            self._foreign_depth = self._integration_depth = 0
            return False
        return True

    def _end_tag(self, token: Token) -> None:
        name = token.name
        if (
            self._hidden is not None
            and self._hidden.name in FOREIGN
            and self._is_end_in_foreign(self._hidden.name, name)
        ):
            return
        if name == "br":
            self._empty(token)
        elif name in elements.BLOCKS:
            if name not in ("html", "body"):
                self._end_block(token)
        else:
            self._end_inline(name, token.start, token.end)

    def _end_block(self, token: Token) -> None:
        name = token.name
        self._end_run()
        if name in elements.HEADINGS:
            name = max(elements.HEADINGS, key=self._last)
        at = self._last(name)
        if at and (at >= self._last(_BARRIER) or name in elements.TABLE_PARTS):
            self._close_to(at + 1, token.start)
            self._close(token.end, is_implied=False)

    def _end_inline(self, name: str, start: int, end: int) -> None:
        """End an inline element; of one that began outside the block no more is known than that."""
        at, block = self._last(name), self._blocks[-1]
        if at and (self._stack[at].start > block.start or self._stack[at] is self._hidden):
            self._close_to(at + 1, start)
            self._close(end, is_implied=False)
        elif name in elements.FORMATTING:
            block.is_balanced = False
            if at > self._last(_BARRIER) and self._stack[at].role is Role.INLINE:
                self._places[name].pop()
                self._places[_ENDED].append(at)
                self._stack[at].name = _ENDED

    def _last(self, name: str) -> int:
        """How deep the last open element of a name stands; 0 where none is open."""
        places = self._places.get(name)
        return places[-1] if places else 0

    def _close_to(self, length: int, end: int) -> None:
        """End the elements above a height of the stack, for which no end tag came."""
        while len(self._stack) > length:
            self._close(end, is_implied=True)

    def _close(self, end: int, *, is_implied: bool) -> None:
        element, block = self._stack[-1], self._blocks[-1]
        if element is block and self._hidden is None:
            self._flush()
        self._stack.pop()
        self._places[element.name].pop()
        if element.name in elements.BARRIERS:
            self._places[_BARRIER].pop()
        element.end = end
        element.is_balanced &= element.name in elements.END_IS_OPTIONAL if is_implied else not element.ends_another
        if element is block:
            self._blocks.pop()
            parent = self._blocks[-1]
            parent.items += element.items
            parent.runs += element.runs
            parent.plain_runs += element.plain_runs
            parent.weight += element.weight
            parent.stays |= element.stays
            parent.is_balanced &= element.is_balanced
        elif is_implied and element.name in elements.FORMATTING:
            block.is_balanced = False
        if element is self._hidden:
            self._hidden = None
            self._show(element)

    def _show(self, element: Element) -> None:
        """Take note of an element that is not read, as it ends."""
        source = Span(element.start, element.end)
        if element.role is Role.CODE:
            self._opaque(source)
        elif element.role is Role.REPLACED:
            self._picture(source)
        elif element.role is Role.NO_PROSE:
            self._flush()
            self._add(Item(self._blocks[-1], source))
        else:
            self._blocks[-1].items += 1


def _has_attributes(token: Token) -> bool:
    """Whether there is room for any in a tag."""
    return token.end - token.start >= len(token.name) + len("< a>")


_ROLES = {  # of an element with two, the last
    **dict.fromkeys(elements.INLINE_CODE, Role.CODE),
    **dict.fromkeys(elements.REPLACED, Role.REPLACED),
    **dict.fromkeys(elements.UNSEEN, Role.UNSEEN),
    **dict.fromkeys(elements.NO_PROSE_BLOCKS, Role.NO_PROSE),
}
_STRICT = regex.compile(
    r"<!doctype\s+html\s*(?:>|system|public\s+[\"']-//w3c//dtd (?:x?html [\d.]+ ?(?:strict)?//|xhtml 1))",
    regex.IGNORECASE,
)


def _is_quirky(doctype: str) -> bool:
    """Whether browsers read a page as they read those of the last century."""
    return _STRICT.match(doctype) is None and "loose.dtd" not in doctype.lower()
