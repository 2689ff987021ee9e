"""`.copydesk.yaml`: found upwards from the working folder, read with the same errors as a rule."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from lint.finding import Severity
from lint.loader import DEFAULT_TIMEOUT
from lint.rule import Credits
from lint.typed import to_dataclass
from lint.yamltree import YamlError, read_yaml

NAME = ".copydesk.yaml"
LONGEST_TIMEOUT = 600
"""Seconds; also keeps out what is no number."""


@dataclass(frozen=True)
class ConfigFile:
    """The keys of the configuration file."""

    rules: tuple[str, ...] = field(default=(), metadata={"doc": "Folders of your own rules, beside the shipped ones."})
    select: tuple[str, ...] = field(default=(), metadata={"doc": "Only these rules, categories or packs."})
    ignore: tuple[str, ...] = field(default=(), metadata={"doc": "Not these rules, categories or packs."})
    enable: tuple[str, ...] = field(default=(), metadata={"doc": "Also these, which are off by default."})
    exclude: tuple[str, ...] = field(default=(), metadata={"doc": "Paths to leave out, as in a .gitignore file."})
    severity: dict[str, Severity] = field(
        default_factory=dict, metadata={"doc": "Another severity for a rule, category or pack."}
    )
    credits: Credits = field(
        default=Credits.REPORT,
        metadata={
            "doc": "Bylines, sign-offs, credits: keep (say nothing of them or captions), report, or strip with --fix."
        },
    )
    fields: tuple[str, ...] = field(
        default=(),
        metadata={"doc": "Which fields of records hold text: `text`, `article.body`, `paragraphs.*` (each item)."},
    )
    id_field: str | None = field(default=None, metadata={"doc": "Which field names a record; `id` where there is one."})
    field_format: str | None = field(
        default=None, metadata={"doc": "The format of the text in fields; plain text where nothing is said."}
    )
    timeout: float = field(default=DEFAULT_TIMEOUT, metadata={"doc": "Seconds that a pattern may spend on a block."})


@dataclass(frozen=True)
class Config:
    """The configuration that holds, and the folder its paths start from."""

    file: ConfigFile = field(default_factory=ConfigFile)
    folder: Path | None = None

    @property
    def rule_folders(self) -> tuple[Path, ...]:
        """The folders of the user's own rules."""
        return tuple((self.folder or Path()) / name for name in self.file.rules)


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
    root = read_yaml(path, may_be_empty=True)
    file = to_dataclass(root, ConfigFile)
    entries = root.entries or {}
    for name in file.rules:
        if not (path.parent / name).exists():
            raise YamlError(entries["rules"][1].place, f"there is no folder {name!r}", "the path is from this file")
    if not 0 < file.timeout <= LONGEST_TIMEOUT:
        raise YamlError(entries["timeout"][1].place, f"'timeout' cannot be {file.timeout}", f"0.1 to {LONGEST_TIMEOUT}")
    return Config(file, path.parent)
