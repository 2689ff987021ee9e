"""`.copydesk.yaml`: found upwards from the working folder, read with the same errors as a rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from lint.entries import EntryKeys, FileEntry, file_entries
from lint.expressions import DEFAULT_TIMEOUT
from lint.finding import Credits, Severity
from lint.patterns import Patterns, patterns
from lint.readers import FORMATS, TEXT_FORMATS
from lint.readers.reading import Reading
from lint.records.wanted import Wanted
from lint.selection import Selection

if TYPE_CHECKING:
    from lint.yamltree import Node, Place

NAME = ".copydesk.yaml"
LONGEST_TIMEOUT = 600
"""Seconds; also keeps out what is no number."""


@dataclass(frozen=True, kw_only=True)
class FileKeys:
    """What can be said of all files, of some, and on the command line."""

    select: tuple[str, ...] = field(default=(), metadata={"doc": "Only these rules, categories or packs."})
    ignore: tuple[str, ...] = field(default=(), metadata={"doc": "Not these rules, categories or packs."})
    enable: tuple[str, ...] = field(
        default=(), metadata={"doc": "Also these, which are off by default or ignored further up."}
    )
    severity: dict[str, Severity] = field(
        default_factory=dict, metadata={"doc": "Another severity for a rule, category or pack."}
    )
    credits: Credits | None = field(
        default=None,
        metadata={
            "doc": "Bylines, sign-offs, credits: keep (say nothing of them or captions), report (where nothing is "
            "said), or strip with --fix."
        },
    )
    format: str | None = field(
        default=None, metadata={"doc": "The format of the files, whatever their suffix: " + ", ".join(FORMATS) + "."}
    )
    front_matter: bool | None = field(
        default=None, metadata={"doc": "Whether the title and description in a document's front matter are checked."}
    )
    fields: tuple[str, ...] = field(
        default=(),
        metadata={"doc": "Which fields of records hold text: `text`, `article.body`, `paragraphs.*` (each item)."},
    )
    id_field: str | None = field(default=None, metadata={"doc": "Which field names a record; `id` where there is one."})
    field_format: str | None = field(
        default=None, metadata={"doc": "The format of the text in fields; plain text where nothing is said."}
    )


@dataclass(frozen=True, kw_only=True)
class PathKeys(FileKeys):
    """What holds for some files; a later entry wins over an earlier one, and over what holds for all."""

    files: tuple[str, ...] = field(metadata={"doc": "Which files, by patterns as in a .gitignore file."})


@dataclass(frozen=True, kw_only=True)
class ConfigFile(FileKeys):
    """The keys of the configuration file."""

    rules: tuple[str, ...] = field(default=(), metadata={"doc": "Folders of your own rules, beside the shipped ones."})
    exclude: tuple[str, ...] = field(default=(), metadata={"doc": "Paths to leave out, as in a .gitignore file."})
    timeout: float = field(default=DEFAULT_TIMEOUT, metadata={"doc": "Seconds that a pattern may spend on a block."})
    paths: tuple[PathKeys, ...] = field(
        default=(), metadata={"doc": "What else holds for some files: entries with `files` and the keys above."}
    )
    suppress: tuple[EntryKeys, ...] = field(
        default=(), metadata={"doc": "What is meant to stand and is not reported: entries with the keys below."}
    )


class Settings(NamedTuple):
    """What holds for one file: how it is read, and which rules run."""

    selection: Selection = Selection()
    reading: Reading = Reading()
    records: Wanted = Wanted()
    """What of it is checked, where it is a file of records."""


class Layer(NamedTuple):
    """What one part of the configuration says, and of which files."""

    keys: FileKeys
    files: Patterns | None = None
    """None: of all files."""
    node: Node | None = None
    """Where it stands; None for the command line."""

    def speaks_of(self, path: str) -> bool:
        """Whether it holds for a file."""
        return self.files is None or self.files.match(path)

    def names(self) -> Iterator[tuple[str, Place | None]]:
        """The rules, categories and packs that it names, each with its place."""
        for key in ("select", "ignore", "enable", "severity"):
            said = self.node and self.node.entries and self.node.entries.get(key)
            places = _places(said[1]) if said else {}
            yield from ((name, places.get(name)) for name in getattr(self.keys, key))


def _places(node: Node) -> dict[str, Place]:
    """Where each name stands in a list or a mapping of names, or in one that stands alone."""
    if node.entries is not None:
        return {name: key.place for name, (key, _) in node.entries.items()}
    return {item.text: item.place for item in node.items or [node] if item.text is not None}


@dataclass(frozen=True)
class Layers:
    """What the configuration and the command line say of files, the weakest first."""

    all: tuple[Layer, ...] = ()

    def of(self, path: str) -> Settings:
        """What holds for a file."""
        if self._has_one_answer:
            return self.everywhere
        return combine(layer.keys for layer in self.all if layer.speaks_of(path))

    @cached_property
    def _has_one_answer(self) -> bool:
        return all(layer.files is None for layer in self.all)

    @cached_property
    def everywhere(self) -> Settings:
        """What holds for files of which nothing is said apart."""
        return combine(layer.keys for layer in self.all if layer.files is None)


def combine(layers: Iterator[FileKeys]) -> Settings:
    """What comes of some layers: a later one wins, and what it enables is ignored no more, or the other way round."""
    select: tuple[str, ...] = ()
    ignore: dict[str, None] = {}
    enable: dict[str, None] = {}
    severity: dict[str, Severity] = {}
    credits_, reading, records = Credits.REPORT, Reading(), Wanted()
    for keys in layers:
        select = keys.select or select
        for names, mine, other in ((keys.enable, enable, ignore), (keys.ignore, ignore, enable)):
            for name in names:
                mine[name] = None
                other.pop(name, None)
        severity |= keys.severity
        credits_ = keys.credits or credits_
        front_matter = reading.front_matter if keys.front_matter is None else keys.front_matter
        reading = Reading(keys.format or reading.format, front_matter)
        records = Wanted(
            keys.fields or records.fields, keys.id_field or records.id_field, keys.field_format or records.format
        )
    selection = Selection(select, tuple(ignore), tuple(enable), tuple(severity.items()), credits_)
    return Settings(selection, reading, records)


@dataclass(frozen=True)
class Config:
    """The configuration that holds, and the folder its paths start from."""

    file: ConfigFile = field(default_factory=ConfigFile)
    path: Path | None = None
    root: Node | None = None

    @property
    def folder(self) -> Path | None:
        """The folder of the file."""
        return self.path.parent if self.path else None

    @property
    def rule_folders(self) -> tuple[Path, ...]:
        """The folders of the user's own rules."""
        return tuple((self.folder or Path()) / name for name in self.file.rules)

    @cached_property
    def entries(self) -> tuple[FileEntry, ...]:
        """What is suppressed, and in which files; raises YamlError."""
        entries = (self.root.entries if self.root else None) or {}
        node = entries["suppress"][1] if "suppress" in entries else None
        return file_entries(self.folder or Path(), node, self.file.suppress)

    def layers(self, asked: FileKeys | None = None) -> Layers:
        """What holds for files, with what was `asked` for on the command line."""
        entries = (self.root.entries if self.root else None) or {}
        nodes = (entries["paths"][1].items or [entries["paths"][1]]) if "paths" in entries else []
        some = (
            Layer(keys, patterns(self.folder or Path(), keys.files), node)
            for keys, node in zip(self.file.paths, nodes, strict=True)
        )
        return Layers((Layer(self.file, None, self.root), *some, *([Layer(asked)] if asked else [])))


def find_config(start: Path) -> Path | None:
    """The nearest configuration file in `start` or above it, up to the root of the repository, if there is one."""
    for folder in (start, *start.parents):
        if (folder / NAME).is_file():
            return folder / NAME
        if (folder / ".git").exists():
            return None
    return None


def load_config(path: Path | None) -> Config:
    """The configuration in a file, or the defaults; raises YamlError or OSError."""
    if path is None:
        return Config()
    from lint.typed import to_dataclass
    from lint.yamltree import YamlError, read_yaml

    root = read_yaml(path, may_be_empty=True, keep=True)
    config = Config(to_dataclass(root, ConfigFile), path, root)
    entries = root.entries or {}
    for name in config.file.rules:
        if not (path.parent / name).exists():
            raise YamlError(entries["rules"][1].place, f"there is no folder {name!r}", "the path is from this file")
    if not 0 < config.file.timeout <= LONGEST_TIMEOUT:
        message = f"'timeout' cannot be {config.file.timeout}"
        raise YamlError(entries["timeout"][1].place, message, f"0.1 to {LONGEST_TIMEOUT}")
    _ = config.entries
    for layer in config.layers().all:
        _refuse_unknown_formats(layer)
    return config


def _refuse_unknown_formats(layer: Layer) -> None:
    """Raise YamlError where a layer names a format that nothing reads."""
    for key, formats in (("format", tuple(FORMATS)), ("field_format", TEXT_FORMATS)):
        name = getattr(layer.keys, key)
        if name is not None and name not in formats:
            from lint.typed import suggestion
            from lint.yamltree import YamlError

            assert layer.node and layer.node.entries
            entries = {written.replace("-", "_"): node for written, (_, node) in layer.node.entries.items()}
            raise YamlError(entries[key].place, f"{key!r} cannot be {name!r}", suggestion(name, formats))
