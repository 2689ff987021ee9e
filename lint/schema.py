"""The JSON Schema of a rule file, made from the same dataclasses that read it, for editors that complete and check."""

from __future__ import annotations

import dataclasses
import types
import typing
from typing import Any

from lint.kinds import KINDS
from lint.loader import OVERRIDE
from lint.rulefile import RuleFile
from lint.typed import allowed, type_hints
from lint.yamltree import Node

_SCALARS: dict[Any, dict[str, Any]] = {
    # The loader keeps every scalar as text, so that `no` and `1:30` are text; an editor's YAML reader does not.
    str: {"type": ["string", "number", "boolean"]},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    Node: {"type": "object"},
}


def rule_schema() -> dict[str, Any]:
    """The schema of a rule, or of the override of one."""
    rule = dataclass_schema(RuleFile)
    properties = rule["properties"]
    properties["kind"]["enum"] = sorted(KINDS)
    properties[OVERRIDE] = {"type": "string", "description": "The rule that this file changes, in place of `id`."}
    required = rule.pop("required")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A rule of Copydesk",
        **rule,
        "oneOf": [{"required": required}, {"required": [OVERRIDE]}],
        "allOf": [_kind_schema(name) for name in sorted(KINDS)],
    }


def _kind_schema(name: str) -> dict[str, Any]:
    """What a rule of one kind may say in `options` and `fix`."""
    kind = KINDS[name]
    then: dict[str, Any] = {"options": dataclass_schema(kind.options)}
    if kind.actions:
        actions = [{"const": action, "description": doc} for action, doc in kind.actions.items()]
        then["fix"] = {"properties": {"action": {"oneOf": actions}}}
    else:
        then["fix"] = False
    return {"if": {"properties": {"kind": {"const": name}}, "required": ["kind"]}, "then": {"properties": then}}


def dataclass_schema(cls: Any) -> dict[str, Any]:
    """An object with the dataclass's fields and nothing else."""
    hints = type_hints(cls)
    properties, required = {}, []
    for field in dataclasses.fields(cls):
        schema = type_schema(hints[field.name])
        if doc := field.metadata.get("doc"):
            schema["description"] = doc
        if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
            required.append(field.name)
        elif isinstance(field.default, (str, bool, int, float)) and field.default != "":
            schema["default"] = getattr(field.default, "value", field.default)
        properties[field.name] = schema
    schema = {"type": "object", "additionalProperties": False, "properties": properties}
    return {**schema, "required": required} if required else schema


def type_schema(wanted: Any) -> dict[str, Any]:
    """The schema of a field's type."""
    origin, arguments = typing.get_origin(wanted), typing.get_args(wanted)
    if origin in (types.UnionType, typing.Union):
        return type_schema(next(a for a in arguments if a is not type(None)))
    if origin is tuple:
        item = type_schema(arguments[0])
        return {"anyOf": [item, {"type": "array", "items": item}]}
    if origin is dict:
        return {"type": "object", "additionalProperties": type_schema(arguments[1])}
    if choices := allowed(wanted):
        return {"enum": choices}
    return (
        dataclass_schema(wanted) if dataclasses.is_dataclass(wanted) and wanted is not Node else dict(_SCALARS[wanted])
    )
