"""Folders of YAML files become rules. Every mistake is an error with its place; the other rules still load."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lint.example import Example
from lint.expressions import DEFAULT_TIMEOUT
from lint.finding import Safety
from lint.kinds import KINDS
from lint.kinds.base import BadOption, Kind, Setup
from lint.languages import Languages, languages_of
from lint.lists import SHIPPED_RULES, Lists
from lint.readers import FORMATS, TEXT_FORMATS
from lint.rule import FixSpec, Rule, RuleSet
from lint.rulefile import RuleFile
from lint.sources import lists_of, rule_files
from lint.typed import suggestion, to_dataclass
from lint.yamltree import Node, Place, YamlError, read_yaml, shown

OVERRIDE = "override"
_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


@dataclass(frozen=True)
class _Loaded:
    """A rule file's tree, and the pack it belongs to."""

    pack: str
    root: Node


def load_rules(folders: Sequence[Path] = (), *, shipped: bool = True, timeout: float = DEFAULT_TIMEOUT) -> RuleSet:
    """The shipped rules and those of `folders` (or single files), a later one overriding an earlier."""
    problems: list[str] = []
    places = ([SHIPPED_RULES] if shipped else []) + list(folders)
    lists = lists_of(folders)
    trees: dict[str, _Loaded] = {}
    for place in places:
        _add_trees(place, trees, problems)
    rules = []
    for loaded in trees.values():
        try:
            rules.append(_to_rule(loaded, lists, timeout))
        except YamlError as error:
            problems.append(str(error))
    return RuleSet(tuple(rules), tuple(problems))


def _add_trees(place: Path, trees: dict[str, _Loaded], problems: list[str]) -> None:
    """Read the rule files of a folder into `trees`, applying overrides."""
    for path, pack in rule_files(place):
        try:
            root = read_yaml(path)
            rule_id, loaded = _identify(root, pack, trees)
            trees[rule_id] = loaded
        except YamlError as error:
            problems.append(str(error))
        except OSError as error:
            problems.append(f"{shown(path)}: {error.strerror or error}")


def _identify(root: Node, pack: str, trees: dict[str, _Loaded]) -> tuple[str, _Loaded]:
    """The id of a rule file and its tree, merged with the rule it overrides; raises YamlError."""
    if root.entries is None:
        raise YamlError(root.place, f"expected a rule, found {root.shape}", "a rule begins with `id: name-of-the-rule`")
    if OVERRIDE in root.entries:
        target = root.entries[OVERRIDE][1]
        if target.text not in trees:
            raise YamlError(target.place, f"no rule {target.text!r} to override", suggestion(target.text or "", trees))
        return target.text, _Loaded(trees[target.text].pack, _merge(trees[target.text].root, root))
    if "id" not in root.entries:
        raise YamlError(root.place, "the key 'id' is missing", "a rule begins with `id: name-of-the-rule`")
    name = root.entries["id"][1]
    if name.text is None or not _ID.fullmatch(name.text):
        raise YamlError(
            name.place, f"{name.text!r} is no id", "small letters, digits and hyphens, as in repeated-block"
        )
    if name.text in trees:
        other = shown(trees[name.text].root.place.path)
        hint = f"choose another id, or write `override: {name.text}` in place of `id` to change that rule"
        raise YamlError(name.place, f"the id {name.text!r} is taken by {other}", hint)
    return name.text, _Loaded(pack, root)


def _merge(base: Node, override: Node) -> Node:
    """The base's entries with the override's in their place; options and the fix are merged key by key."""
    assert base.entries is not None and override.entries is not None
    entries = dict(base.entries)
    for key, (key_node, value) in override.entries.items():
        if key == OVERRIDE:
            continue
        if key == "id":
            raise YamlError(key_node.place, "'id' beside 'override'", "keep one: an override has the id it overrides")
        old = entries.get(key)
        if key in ("options", "fix") and old and old[1].entries is not None and value.entries is not None:
            value = Node(value.place, entries={**old[1].entries, **value.entries})
        entries[key] = (key_node, value)
    return Node(override.place, entries=entries)


def _to_rule(loaded: _Loaded, lists: Lists, timeout: float) -> Rule:
    """A rule from its tree; raises YamlError."""
    root = loaded.root
    file = to_dataclass(root, RuleFile)
    kind_node = _value(root, "kind")
    if file.kind not in KINDS:
        raise YamlError(kind_node.place, f"unknown kind {file.kind!r}", suggestion(file.kind, KINDS))
    kind = KINDS[file.kind]
    options_node = file.options or Node(root.place, entries={})
    options = to_dataclass(options_node, kind.options)
    _check_fix(root, file.fix, file.examples, kind)
    _check_formats(root, file.formats)
    checker = _make_checker(root, kind, options, file.fix, lists, timeout)
    return Rule(
        file.id, loaded.pack, root.place.path, file.kind, file.category, file.severity, file.message, file.why,
        options, file.fix, tuple(_placed_examples(root, file.examples)), file.source, file.enabled,
        file.languages, file.formats, file.skip_quotations, file.attribution, checker, _recogniser(root, file, lists),
    )  # fmt: skip


def _value(root: Node, *keys: str) -> Node:
    """The node under keys, or the nearest that there is, for the place of an error."""
    node = root
    for key in keys:
        if node.entries is None or key not in node.entries:
            break
        node = node.entries[key][1]
    return node


def _check_fix(root: Node, fix: FixSpec | None, examples: Iterable[Example], kind: Kind) -> None:
    """Raise YamlError for a fix that the kind does not know or that no example allows."""
    if fix is None:
        return
    if fix.action not in kind.actions:
        hint = f"one of {', '.join(kind.actions)}" if kind.actions else "this kind only reports"
        raise YamlError(_value(root, "fix", "action").place, f"unknown action {fix.action!r}", hint)
    if fix.action == "replace" and fix.replacement is None:
        raise YamlError(_value(root, "fix").place, "the action 'replace' needs a 'replacement'")
    if (
        fix.safety is not Safety.MANUAL
        and kind.has_examples
        and not any(example.good is not None for example in examples)
    ):
        hint = "add `good:` with what the fix makes of `bad:`, or make the safety `manual`"
        raise YamlError(_value(root, "fix").place, "a rule without a `good` example may not edit", hint)


def _check_formats(root: Node, formats: Iterable[str]) -> None:
    """Raise YamlError for a format that nothing reads."""
    for name in formats:
        if name not in FORMATS:
            message = f"'formats' cannot have {name!r}"
            raise YamlError(_value(root, "formats").place, message, suggestion(name, FORMATS))


def _make_checker(root: Node, kind: Kind, options: Any, fix: FixSpec | None, lists: Lists, timeout: float) -> Any:
    trusted = root.place.path.is_relative_to(SHIPPED_RULES)
    setup = Setup(fix.action if fix else None, fix.replacement if fix else None, lists, timeout, trusted)
    try:
        return kind.checker(options, setup)
    except BadOption as error:
        section = "fix" if error.option in ("action", "replacement") else "options"
        raise YamlError(_value(root, section, error.option).place, str(error), error.hint) from error


def _recogniser(root: Node, file: RuleFile, lists: Lists) -> Languages:
    """What tells the language of a text; raises YamlError where the rule names one that no list describes."""
    languages = languages_of(lists)
    for code in file.languages:
        if code not in languages.codes:
            hint = f"{suggestion(code, languages.codes)}; a language is a list function_words_CODE.txt"
            raise YamlError(_value(root, "languages").place, f"unknown language {code!r}", hint)
    return languages


def _hint_on_example(example: Example) -> str:
    """What to do about an example that says nothing or two things."""
    if example.good is not None and example.bad is None:
        return "`good` stands below its `bad`, in the same example: without a `- ` of its own"
    return "begin a new one with `- `"


def _placed_examples(root: Node, examples: Iterable[Example]) -> Iterator[tuple[Place, Example]]:
    """Each example with its place; raises YamlError where one says two things or nothing."""
    nodes = _value(root, "examples").items or []
    for node, example in zip(nodes, examples, strict=True):
        said = [name for name in ("bad", "ok", "protects") if getattr(example, name) is not None]
        if len(said) != 1:
            raise YamlError(node.place, "an example says one of `bad`, `ok` or `protects`", _hint_on_example(example))
        if example.format not in TEXT_FORMATS:
            message = f"'format' cannot be {example.format!r}"
            raise YamlError(_value(node, "format").place, message, suggestion(example.format, TEXT_FORMATS))
        if example.good is not None and example.bad is None:
            raise YamlError(node.place, "`good` without `bad`", "`good` is what the fix makes of `bad`")
        yield node.place, example
