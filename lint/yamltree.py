"""YAML as a tree of text with places: every scalar stays text, and what makes YAML surprising is an error.

Anchors, aliases, merges, tags, duplicate keys and several documents are refused; nesting and size are bounded.
The tree is built from the parser's events without recursion, so no file can exhaust the stack.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lint.errors import Refused

_CURLY = "“”„‘’"
_DEEPEST = 12
_TOO_DEEP = f"nested deeper than {_DEEPEST} levels"
_LARGEST_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a YAML file; line and column count from 1, columns code points."""

    path: Path
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        """`file:line:column`, as editors and terminals link it."""
        return f"{shown(self.path)}:{self.line}:{self.column}"


def shown(path: Path) -> Path:
    """The path as a person would write it: from the working folder, where it stands below."""
    with contextlib.suppress(ValueError, OSError):
        return path.absolute().relative_to(Path.cwd())
    return path


class YamlError(Refused):
    """A mistake in a rule or configuration file: where, what, and a hint."""

    def __init__(self, place: Place, message: str, hint: str = "") -> None:
        """`hint` says what to write instead."""
        super().__init__(f"{place}: {message}" + (f" (hint: {hint})" if hint else ""))
        self.place, self.message, self.hint = place, message, hint


@dataclass(slots=True)
class Node:
    """A scalar (`text`), a list (`items`) or a mapping (`entries`: key to key node and value node)."""

    place: Place
    text: str | None = None
    items: list[Node] | None = None
    entries: dict[str, tuple[Node, Node]] | None = None

    @property
    def shape(self) -> str:
        """What the node is, for messages."""
        return "text" if self.text is not None else "a list" if self.items is not None else "a mapping"


@dataclass(slots=True)
class _Open:
    """A list or mapping that is not closed yet, and the key that waits for its value."""

    node: Node
    key: Node | None = field(default=None)


def read_yaml(path: Path, *, may_be_empty: bool = False, keep: bool = False) -> Node:
    """The tree in a file; raises YamlError, or OSError where the file cannot be read.

    An empty file, or one of comments, is an error or an empty mapping. With `keep`, a file that says the same as
    in an earlier run is not parsed again.
    """
    if not path.is_file() and path.exists():
        raise YamlError(Place(path), "not a regular file")
    with path.open("rb") as file:
        data = file.read(_LARGEST_BYTES + 1)
    if len(data) > _LARGEST_BYTES:
        raise YamlError(Place(path), f"the file is larger than {_LARGEST_BYTES:,} bytes")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        raise YamlError(Place(path, line, column), "not UTF-8", "save the file as UTF-8") from error
    if keep:
        return _kept(text, path, may_be_empty)
    return parse_yaml(text, path, may_be_empty=may_be_empty)


def _kept(text: str, path: Path, may_be_empty: bool) -> Node:
    """What `parse_yaml` makes of a text, or made of it in an earlier run; raises YamlError."""
    from lint.stamps import digest, program
    from lint.store import Store

    store = Store(digest(program(), text, may_be_empty))
    try:
        return _from_plain(store.read("yaml"), path)
    except (TypeError, ValueError):  # there is nothing, or nothing of use
        root = parse_yaml(text, path, may_be_empty=may_be_empty)
        store.write("yaml", _to_plain(root))
        return root


def _to_plain(node: Node) -> tuple[Any, ...]:
    """A tree as plain data: a place, a text, and the items or the keys and values in turn."""
    entries = None if node.entries is None else [_to_plain(part) for pair in node.entries.values() for part in pair]
    items = None if node.items is None else [_to_plain(item) for item in node.items]
    return node.place.line, node.place.column, node.text, items, entries


def _from_plain(plain: Any, path: Path) -> Node:
    line, column, text, items, entries = plain
    node = Node(Place(path, line, column), text)
    if items is not None:
        node.items = [_from_plain(item, path) for item in items]
    if entries is not None:
        parts = [_from_plain(part, path) for part in entries]
        node.entries = {key.text or "": (key, value) for key, value in zip(parts[::2], parts[1::2], strict=True)}
    return node


def parse_yaml(text: str, path: Path, *, may_be_empty: bool = False) -> Node:
    """The tree in a text; `path` is for messages. Raises YamlError."""
    import yaml

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    tree = _Tree(path)
    try:
        for event in yaml.parse(text, Loader=loader):
            tree.take(event)
    except yaml.YAMLError as error:
        raise _syntax_error(error, text, path) from error
    if tree.root is None and may_be_empty:
        return Node(Place(path), entries={})
    if tree.root is None:
        raise YamlError(Place(path), "the file is empty")
    return tree.root


class _Tree:
    """A tree that grows from a parser's events."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.root: Node | None = None
        self._open: list[_Open] = []

    def take(self, event: Any) -> None:
        """Grow by one event; raises YamlError for what is not allowed."""
        import yaml

        place = Place(self.path, event.start_mark.line + 1, event.start_mark.column + 1)
        if isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
            raise YamlError(place, "a second document", "put one rule in one file")
        if isinstance(event, yaml.AliasEvent):
            raise YamlError(place, "an alias", "write the value out: anchors and aliases are not allowed")
        if isinstance(event, yaml.CollectionEndEvent):
            self._open.pop()
        elif isinstance(event, yaml.NodeEvent):
            self._add(_new_node(event, place))

    def _add(self, node: Node) -> None:
        self.root = self.root or node
        if self._open:
            _attach(self._open[-1], node)
        if node.text is None:
            self._open.append(_Open(node))
        if len(self._open) > _DEEPEST:
            raise YamlError(node.place, _TOO_DEEP)


def _new_node(event: Any, place: Place) -> Node:
    import yaml

    if event.anchor is not None:
        raise YamlError(place, f"an anchor &{event.anchor}", "write the value out: anchors are not allowed")
    if event.tag is not None:
        raise YamlError(place, f"a tag {event.tag}", "leave the tag out: every value is text or as its key wants it")
    if isinstance(event, yaml.ScalarEvent):
        return Node(place, text=event.value)
    if isinstance(event, yaml.SequenceStartEvent):
        return Node(place, items=[])
    return Node(place, entries={})


def _attach(parent: _Open, node: Node) -> None:
    """Put a node where its parent expects it: as item, as key, or as the value of the key before."""
    if parent.node.items is not None:
        parent.node.items.append(node)
        return
    entries = parent.node.entries
    assert entries is not None
    if parent.key is not None:
        assert parent.key.text is not None
        entries[parent.key.text] = (parent.key, node)
        parent.key = None
        return
    if node.text is None:
        raise YamlError(node.place, f"{node.shape} as a key", "a key is a word")
    if node.text.strip(_CURLY) != node.text:
        raise YamlError(node.place, f"curly quotation marks around the key {node.text!r}", "write the key without them")
    if node.text == "<<":
        raise YamlError(node.place, "a merge key <<", "write the keys out: merges are not allowed")
    if node.text in entries:
        first = entries[node.text][0].place.line
        raise YamlError(node.place, f"the key {node.text!r} stands twice, first in line {first}", "keep one of them")
    parent.key = node


def _syntax_error(error: Any, text: str, path: Path) -> YamlError:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
    if mark is not None and "nesting depth" in str(problem):  # newer parsers look far ahead before they say a word
        return YamlError(Place(path, mark.line + 1, mark.column + 1), _TOO_DEEP)
    if mark is not None:
        hint = "quote a text that holds `: ` or ` #` or begins with a special character, or put it in a | block"
        line = text.split("\n")[mark.line : mark.line + 1]
        if line and line[0][: mark.column + 1].strip(" ").startswith("\t"):
            problem, hint = "a tab at the beginning of a line", "indent with spaces"
        elif "end of stream" in str(problem):
            hint = "a quotation mark or a bracket was opened above and never closed"
        return YamlError(Place(path, mark.line + 1, mark.column + 1), f"no YAML: {problem}", hint)
    # The reader says which character it refuses, and where only as an offset that may count bytes.
    code = getattr(error, "character", 0)
    before = text.partition(chr(code))[0].split("\n")
    hint = f'write it as "\\u{code:04X}" in double quotes'
    return YamlError(Place(path, len(before), len(before[-1]) + 1), f"no YAML: {problem}", hint)
