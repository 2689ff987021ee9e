"""`copydesk test`: run the examples that stand inside rules."""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from lint import examples
from lint.commands.console import configuration, say
from lint.lists import SHIPPED_RULES
from lint.loader import load_rules
from lint.reporters.text import count


def main(options: argparse.Namespace) -> int:
    """Test the rules below the paths, or all that the configuration knows; 1 where an example does not hold."""
    config = configuration(options)
    paths = [Path(path) for path in options.paths]
    missing = [path for path in paths if not path.exists()]
    for path in missing:
        say(f"error: {path}: no such file or folder")
    known = {folder.resolve() for folder in (SHIPPED_RULES, *config.rule_folders)}
    extra = [path for path in paths if path.exists() and not _is_within(path, known)]
    loaded = load_rules([*config.rule_folders, *extra], timeout=config.file.timeout)
    for problem in loaded.problems:
        say(f"error: {problem}")
    wanted = [rule for rule in loaded.rules if not paths or _is_within(rule.path, {p.resolve() for p in paths})]
    active = [rule for rule in loaded.rules if rule.enabled]
    failures = [failure for rule in wanted for failure in examples.run(rule, active)]
    for failure in failures:
        print(failure)
    if wanted:
        sorts = Counter(failure.sort for failure in failures)
        told = ", ".join(f"{number} {sort}" for sort, number in sorted(sorts.items())) or "all hold"
        print(f"{count(sum(len(r.examples) for r in wanted), 'example')} of {count(len(wanted), 'rule')}: {told}")
    if loaded.problems:
        print(f"{count(len(loaded.problems), 'rule')} could not be read.")
    if loaded.problems or missing:
        return 2
    return 1 if failures else 0


def _is_within(path: Path, folders: set[Path]) -> bool:
    """Whether the path is one of the folders (or files) or stands below one."""
    resolved = path.resolve()
    return any(resolved == folder or folder in resolved.parents for folder in folders)
