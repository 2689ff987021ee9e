"""What to do with files, as the command line and the configuration say."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from lint import readers, records
from lint.config import Layers
from lint.entries import FileEntry

if TYPE_CHECKING:
    from lint.corpus import Orders
    from lint.rule import RuleSet


@dataclass(frozen=True)
class Plan:
    """What to do with each file, in a form that a worker process can be given."""

    rule_folders: tuple[Path, ...] = ()
    layers: Layers = field(default_factory=Layers)
    """What holds for each file."""
    timeout: float = 2.0
    fix: bool = False
    unsafe: bool = False
    write: bool = True
    """With `fix`: whether the file is written; else the report holds both texts."""
    cache: bool = False
    """Whether results of earlier runs are used, where nothing is fixed or timed."""
    entries: tuple[FileEntry, ...] = ()
    """What the configuration suppresses."""
    folders: tuple[Path, ...] = ()
    """The folders that are checked as a whole."""
    timing: bool = False
    """Whether reports say how long each rule took."""

    def orders(self, path: str) -> Orders:
        """The same for a file of records."""
        from lint.corpus import Orders

        return Orders(self.layers.of(path).records, self.fix, self.unsafe, self.write)

    def is_document(self, path: str) -> bool:
        """Whether a file in a folder is checked: by its name, or because the configuration says how it is read."""
        if self.is_records(path):
            return bool(self.layers.of(path).records.fields)
        return readers.has_reader(path) or self.layers.of(path).reading.format is not None

    def is_records(self, path: str) -> bool:
        """Whether a file holds records: by its name, unless the configuration says that it is a document."""
        return records.format_of(path) is not None and self.layers.of(path).reading.format is None

    def load(self) -> RuleSet:
        """All rules, of which each file's settings choose; raises UnknownName."""
        from lint import rulestore
        from lint.selection import refuse_unknown
        from lint.suppression.names import ALL

        loaded = rulestore.load(self.rule_folders, self.timeout)
        refuse_unknown(loaded.rules, (name for layer in self.layers.all for name in layer.names()))
        suppressed = (name for file_entry in self.entries for name in file_entry.names)
        refuse_unknown(loaded.rules, (name for name in suppressed if name[0] != ALL))
        return loaded
