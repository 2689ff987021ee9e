"""The parser's events as leaves: paragraphs, headings, cells and code, which know what they stand in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from lint.document import Container
from lint.readers.markdown.events import Event, Part, parse
from lint.readers.markdown.inline import Inlines, Item
from lint.readers.markdown.masks import Mask

TEXT = "Text"
"""The paragraph that an item of a list without blank lines holds: the parser says nothing of it."""
_LEAVES = frozenset(("Paragraph", "Heading", "TableCell", "DefinitionListTitle", "CodeBlock", "HtmlBlock"))
_OPAQUE = frozenset(("CodeBlock", "HtmlBlock"))
_CONTAINERS = frozenset(
    (
        *("BlockQuote", "List", "Item", "Table", "TableHead", "TableRow"),
        *("FootnoteDefinition", "DefinitionList", "DefinitionListDefinition"),
    )
)


@dataclass(eq=False)
class Node:
    """A block of the tree."""

    name: str
    parent: Node | None
    start: int
    end: int
    """Where the last of its lines ends that holds something."""
    more: str = ""
    """What a page shows of it beside its name."""
    index: int = 0
    """Its place among those in its parent."""
    children: int = 0
    is_loose: bool = False
    """Whether a list has paragraphs, which a page sets apart."""
    _container: Container | None = None

    @property
    def container(self) -> Container:
        """What blocks say that they stand in. Asked only when the tree is whole."""
        path: list[Node] = []
        node: Node | None = self
        while node is not None and node._container is None:
            path.append(node)
            node = node.parent
        for below in reversed(path):
            above = below.parent._container if below.parent else None
            below._container = Container(
                f"{below.name} {below.more}{' loose' if below.is_loose else ''}".strip(), above
            )
        assert self._container is not None
        return self._container


@dataclass(eq=False)
class Leaf:
    """A block that holds no blocks, with what stands in it."""

    node: Node
    items: list[Item] = field(default_factory=list)
    is_whole: bool = True
    """Whether nothing in it is needed elsewhere: a footnote's mark, one of two tags, the aim of a link."""

    @property
    def is_code(self) -> bool:
        """Whether it is a block of code."""
        return self.node.name == "CodeBlock"

    @property
    def is_html(self) -> bool:
        """Whether it is a block of HTML."""
        return self.node.name == "HtmlBlock"


def leaves_of(text: str, body: int, masks: Sequence[Mask]) -> list[Leaf]:
    """The leaves of a text from `body` on, in order; `masks` are the places where letters hide something else."""
    tree = _Tree(text, body, masks)
    for event in parse(text, body):
        tree.take(event)
    return tree.leaves


class _Tree:
    """Takes one event after the other."""

    def __init__(self, text: str, body: int, masks: Sequence[Mask]) -> None:
        self._text, self._masks = text, masks
        self.leaves: list[Leaf] = []
        self._node = Node("Document", None, body, body)
        self._inlines: Inlines | None = None

    def take(self, event: Event) -> None:
        """Take the next event."""
        if event.name in _LEAVES or event.name in _CONTAINERS or event.name == "Rule":
            self._end_text()
            if event.part is not Part.END:
                self._begin(event)
            if event.part is not Part.START:
                self._end(event.end)
        elif event.name != "TaskListMarker" and self._node.name not in _OPAQUE:
            if self._inlines is None:
                self._begin(Event(Part.START, TEXT, None, event.start, event.end))
            assert self._inlines is not None
            self._inlines.take(event)

    def _end_text(self) -> None:
        """End the paragraph of which the parser said nothing."""
        if self._inlines is not None and self._node.name == TEXT:
            self._end(self._inlines.end)

    def _begin(self, event: Event) -> None:
        parent = self._node
        node = Node(event.name, parent, event.start, event.start, _more(event), parent.children)
        parent.children += 1
        if event.name == "Paragraph" and parent.name == "Item" and parent.parent:
            parent.parent.is_loose = True
        self._node = node
        if event.name in _LEAVES or event.name == TEXT:
            self.leaves.append(Leaf(node))
            if event.name not in _OPAQUE:
                self._inlines = Inlines(self._text, self.leaves[-1].items, event.start, self._masks)

    def _end(self, end: int) -> None:
        node = self._node
        if node.name not in _CONTAINERS or node.name == "Table":
            node.end = max(node.start, node.start + len(self._text[node.start : end].rstrip(" \t\r\n")))
        if self._inlines is not None:
            self.leaves[-1].is_whole = self._inlines.is_whole
            self._inlines = None
        assert node.parent is not None
        node.parent.end = max(node.parent.end, node.end)
        self._node = node.parent


def _more(event: Event) -> str:
    if event.name == "Heading":
        return str(event.detail["level"])
    return "" if event.detail is None or event.name in _OPAQUE else str(event.detail)
