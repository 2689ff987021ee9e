"""YAML nodes as typed values: dataclasses say what is allowed, and every mistake has its place and a hint."""

from __future__ import annotations

import dataclasses
import enum
import types
import typing
from collections.abc import Iterable
from functools import cache
from typing import Any, Literal, TypeVar, cast

from lint.yamltree import Node, YamlError

T = TypeVar("T")


def to_dataclass(node: Node, cls: type[T]) -> T:
    """An instance of a dataclass from a mapping; raises YamlError for unknown, missing or mistyped keys."""
    if node.entries is None:
        raise YamlError(node.place, f"expected a mapping of keys, found {node.shape}")
    fields = {field.name.replace("_", "-"): field for field in dataclasses.fields(cls)}  # type: ignore[arg-type]
    by_name = {**fields, **{name.replace("-", "_"): field for name, field in fields.items()}}
    hints, values = type_hints(cls), {}
    for key, (key_node, value) in node.entries.items():
        if key not in by_name:
            raise YamlError(key_node.place, f"unknown key {key!r}", suggestion(key, [f.name for f in fields.values()]))
        name = by_name[key].name
        values[name] = to_type(value, hints[name], key)
    for field in fields.values():
        if field.name not in values and _is_required(field):
            raise YamlError(node.place, f"the key {field.name!r} is missing", field.metadata.get("doc", ""))
    return cls(**values)


def to_type(node: Node, wanted: Any, key: str) -> Any:
    """A value of the wanted type, or the node itself where Node is wanted; raises YamlError.

    `key` is for the message.
    """
    if wanted is Node:
        return node
    origin, arguments = typing.get_origin(wanted), typing.get_args(wanted)
    if origin in (types.UnionType, typing.Union):
        return to_type(node, next(a for a in arguments if a is not type(None)), key)
    if origin is tuple:
        return _to_tuple(node, arguments[0], key)
    if origin is dict:
        return _to_dict(node, arguments[1], key)
    if dataclasses.is_dataclass(wanted):
        return to_dataclass(node, cast(Any, wanted))
    if node.text is None:
        raise YamlError(node.place, f"{key!r} takes {describe(wanted)}, not {node.shape}")
    return _to_scalar(node, node.text, wanted, key)


def _to_tuple(node: Node, item: Any, key: str) -> tuple[Any, ...]:
    """A list; one value alone stands for a list of it."""
    if node.entries is not None:
        raise YamlError(node.place, f"{key!r} takes a list, not {node.shape}", "begin each item with `- `")
    return tuple(to_type(child, item, key) for child in ([node] if node.items is None else node.items))


def _to_dict(node: Node, value: Any, key: str) -> dict[str, Any]:
    if node.entries is None:
        raise YamlError(node.place, f"{key!r} takes a mapping, not {node.shape}")
    return {name: to_type(child, value, name) for name, (_, child) in node.entries.items()}


def _to_scalar(node: Node, text: str, wanted: Any, key: str) -> Any:
    choices = allowed(wanted)
    if choices:
        if text not in choices:
            hint = suggestion(text, choices) or f"one of {', '.join(choices)}"
            raise YamlError(node.place, f"{key!r} cannot be {text!r}", hint)
        return wanted(text) if isinstance(wanted, type) and issubclass(wanted, enum.Enum) else text
    if wanted is bool:
        if text not in ("true", "false"):
            raise YamlError(node.place, f"{key!r} cannot be {text!r}", "true or false")
        return text == "true"
    if wanted in (int, float):
        try:
            return wanted(text)
        except ValueError:
            raise YamlError(node.place, f"{key!r} cannot be {text!r}", describe(wanted)) from None
    if not text.strip() and key in ("id", "kind", "message", "why", "pattern"):
        raise YamlError(node.place, f"{key!r} is empty")
    return text


def allowed(wanted: Any) -> list[str]:
    """The texts that a type allows, where they can be listed."""
    if typing.get_origin(wanted) is Literal:
        return [str(argument) for argument in typing.get_args(wanted)]
    if isinstance(wanted, type) and issubclass(wanted, enum.Enum):
        return [str(member.value) for member in wanted]
    return []


def describe(wanted: Any) -> str:
    """A type in words."""
    origin, arguments = typing.get_origin(wanted), typing.get_args(wanted)
    if origin in (types.UnionType, typing.Union):
        return describe(next(a for a in arguments if a is not type(None)))
    if origin is tuple:
        return f"a list of {describe(arguments[0])}"
    if origin is dict:
        return f"a mapping to {describe(arguments[1])}"
    if choices := allowed(wanted):
        return " or ".join(choices) if len(choices) <= 3 else "one of " + ", ".join(choices)
    return _IN_WORDS.get(wanted, "a mapping")


_IN_WORDS: dict[Any, str] = {str: "text", bool: "true or false", int: "a whole number", float: "a number"}


def suggestion(word: str, known: Iterable[str]) -> str:
    """`did you mean …?`, or the known words where none is near."""
    from difflib import get_close_matches

    known = list(known)
    near = get_close_matches(word, known, n=1, cutoff=0.6)
    return f"did you mean {near[0]!r}?" if near else f"known are {', '.join(sorted(known))}" if len(known) <= 30 else ""


def type_hints(cls: Any) -> dict[str, Any]:
    """The types of a dataclass's fields."""
    return _type_hints(cls)


_type_hints = cache(typing.get_type_hints)


def _is_required(field: dataclasses.Field[Any]) -> bool:
    return field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
