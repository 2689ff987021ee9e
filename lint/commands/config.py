"""`copydesk config PATH`: what holds for a file, and which line says so."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from lint import readers, records
from lint.commands.console import configuration, say
from lint.config import Config, Layer
from lint.loader import load_rules
from lint.patterns import patterns
from lint.readers import NoReader
from lint.reporters.escape import visible
from lint.rule import Rule
from lint.selection import Selection, refuse_unknown, select_rules, why_not
from lint.yamltree import Node, shown


def main(options: argparse.Namespace) -> int:
    """Say what holds for the file; raises YamlError, UnknownName or OSError."""
    config = configuration(options)
    loaded = load_rules(config.rule_folders, timeout=config.file.timeout)
    for problem in loaded.problems:
        say(f"error: {problem}")
    refuse_unknown(loaded.rules, (name for layer in config.layers().all for name in layer.names()))
    for label, value, why in _rows(config, options.path, loaded.rules):
        print(f"{label:14} {visible(value)}" + (f"  ({visible(why)})" if why else ""))
    return 2 if loaded.problems else 0


def _rows(config: Config, path: str, rules: Sequence[Rule]) -> Iterator[tuple[str, str, str]]:
    """A label, a value and where it comes from, for each thing that holds."""
    if os.path.isdir(path):
        raise IsADirectoryError(f"{path}: a folder; name a file in it, there or not, to see what holds for it")
    layers = config.layers()
    settings = layers.of(path)
    told = [layer for layer in layers.all if layer.speaks_of(path)]
    yield "file", path, ""
    yield "configuration", str(shown(config.path)) if config.path else "none", ""
    yield from _exclusion(config, path)
    yield "format", *_format(path, told)
    yield from _said(told)
    yield from _rules(rules, settings.selection)


def _rules(rules: Sequence[Rule], selection: Selection) -> Iterator[tuple[str, str, str]]:
    """How many rules run, those that run or those that do not, whichever are fewer, and changed severities."""
    chosen = {rule.id: rule for rule in select_rules(rules, selection)}
    yield "rules", f"{len(chosen)} of {len(rules)} run", ""
    few_run = len(chosen) < len(rules) / 2
    listed: dict[str, list[str]] = {}
    for rule in sorted(rules, key=lambda rule: (rule.pack, rule.id)):
        if rule.id in chosen and few_run:
            listed.setdefault(f"pack {rule.pack}", []).append(rule.id)
        elif rule.id not in chosen and not few_run:
            listed.setdefault(why_not(rule, selection), []).append(rule.id)
    for why, names in listed.items():
        yield "  run" if few_run else "  do not run", ", ".join(names), why
    for rule in rules:
        if rule.id in chosen and chosen[rule.id].severity is not rule.severity:
            yield "  severity", f"{rule.id}: {chosen[rule.id].severity.value}", f"default: {rule.severity.value}"


def _exclusion(config: Config, path: str) -> Iterator[tuple[str, str, str]]:
    """The last pattern that leaves the file out, if one does."""
    entries = (config.root.entries if config.root else None) or {}
    if "exclude" not in entries:
        return
    base, node = config.folder or Path(), entries["exclude"][1]
    if patterns(base, config.file.exclude).match(path):
        items = [item for item in node.items or [node] if patterns(base, [item.text or ""]).match(path)]
        yield "excluded", items[-1].text or "", str(items[-1].place)


def _format(path: str, layers: Sequence[Layer]) -> tuple[str, str]:
    """The file's format, and what says so."""
    for layer in reversed(layers):
        if layer.keys.format and layer.node and layer.node.entries:
            return layer.keys.format, str(layer.node.entries["format"][1].place)
    if name := records.format_of(path):
        return f"{name} (records)", f"by its suffix {os.path.splitext(path)[1]}"
    try:
        return readers.format_of(path), f"by its suffix {os.path.splitext(path)[1] or '(none)'}"
    except NoReader as error:
        return "none", str(error)


_NOT_OF_FILES = frozenset({"files", "paths", "rules", "exclude", "timeout", "format", "suppress"})
_OF_ONE_VALUE = frozenset({"select", "credits", "front_matter", "fields", "id_field", "field_format"})


def _said(layers: Sequence[Layer]) -> Iterator[tuple[str, str, str]]:
    """What the layers that speak of the file say, in their order; of a key with one value only what holds."""
    rows: dict[str, tuple[str, str, str]] = {}
    for layer in layers:
        entries = (layer.node.entries if layer.node else None) or {}
        for written, (_, node) in entries.items():
            key = written.replace("-", "_")
            if key in _NOT_OF_FILES:
                continue
            of_some = f", for {', '.join(layer.files.lines)}" if layer.files else ""
            name = key if key in _OF_ONE_VALUE else str(node.place)
            rows.pop(name, None)
            rows[name] = (key, _value(node), f"{node.place}{of_some}")
    yield from rows.values()


def _value(node: Node) -> str:
    """What a node says, on one line."""
    if node.entries is not None:
        return ", ".join(f"{key}: {_value(value)}" for key, (_, value) in node.entries.items())
    return ", ".join(item.text or "" for item in node.items or [node])
