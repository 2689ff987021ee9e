"""A record that is a JSON text: the texts in its fields, and the text with other ones in their places."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lint.records.base import ID, BadRecord, CannotMend, Change, Key, Record, Value, Wanted, has_stray_bytes, is_utf8
from lint.records.literal import locate, rewrite
from lint.text import UTF8

_MOST_NAMES = 20


class Number(str):
    """A number as it is written, or NaN or Infinity: never read, so that none is too large."""

    __slots__ = ()


_DECODER = json.JSONDecoder(parse_int=Number, parse_float=Number, parse_constant=Number)
_SORTS = {dict: "an object", list: "a list", bool: "true or false", Number: "a number"}


def read_json(text: str) -> Any:
    """The value of a JSON text; raises BadRecord."""
    try:
        return _DECODER.decode(text)
    except json.JSONDecodeError as error:
        what = error.msg[0].lower() + error.msg[1:].removesuffix(" at")
        raise BadRecord(f"no JSON: {what} at character {error.pos + 1}") from error
    except RecursionError as error:
        raise BadRecord("nested too deeply") from error


def _read_object(data: bytes) -> dict[str, Any]:
    value = read_json(data.decode(*UTF8))
    if not isinstance(value, dict):
        raise BadRecord(f"{_sort(value)}, not an object")
    return value


def find(value: object, field: str) -> Iterator[tuple[Key, object]]:
    """The values that a dotted path names, in order, with where they stand; `*` names each item of a list.

    A key that is the whole rest of the path, dots and all, comes before its parts.
    """
    waiting: list[tuple[Key, object, str | None]] = [((), value, field)]
    while waiting:
        key, at, rest = waiting.pop()
        if rest is None:
            yield key, at
            continue
        head, dot, tail = rest.partition(".")
        below = tail if dot else None
        if isinstance(at, dict) and rest in at:
            waiting.append(((*key, rest), at[rest], None))
        elif isinstance(at, dict) and head in at:
            waiting.append(((*key, head), at[head], below))
        elif isinstance(at, list):
            waiting += [((*key, index), at[index], below) for index in reversed(_indexes(at, head))]


def _indexes(items: list[object], name: str) -> range:
    """The items of a list that a part of a path names."""
    if name == "*":
        return range(len(items))
    index = int(name) if name.isascii() and name.isdecimal() and len(name) < 10 else len(items)
    return range(index, index + 1) if index < len(items) else range(0)


@dataclass(frozen=True)
class JsonParser:
    """Records that are objects."""

    wanted: Wanted

    def parse(self, data: bytes) -> Record:
        """See Parser."""
        value = _read_object(data)
        values: list[Value] = []
        problems: list[str] = []
        has = set()
        for field in self.wanted.fields:
            for key, found in find(value, field):
                has.add(field)
                if isinstance(found, str) and not isinstance(found, Number):
                    values.append(Value(key, found))
                elif found is not None:
                    problems.append(_no_text(Value(key, "").name, found))
        if not is_utf8(data):
            problems += [f"{v.name} holds bytes that are no UTF-8" for v in values if has_stray_bytes(v.text)]
            values = [v for v in values if not has_stray_bytes(v.text)]
        return Record(tuple(dict.fromkeys(values)), self._id(value), tuple(problems), frozenset(has))

    def _id(self, value: object) -> str | None:
        found = next((found for _, found in find(value, self.wanted.id_field or ID)), None)
        return str(found) if isinstance(found, str) and found else None

    def mend(self, data: bytes, changes: Mapping[Key, Change]) -> bytes:
        """See Parser."""
        text = data.decode(*UTF8)
        pieces, at = [], 0
        for span, key in sorted((span, key) for key, span in locate(text, changes).items()):
            pieces += [text[at : span.start], rewrite(text[slice(*span)], changes[key])]
            at = span.end
        mended = "".join([*pieces, text[at:]])
        self._verify(text, mended, changes)
        return mended.encode(*UTF8)

    def _verify(self, before: str, after: str, changes: Mapping[Key, Change]) -> None:
        """Raise CannotMend unless the two differ in the changed texts alone."""
        try:
            old, new = read_json(before), read_json(after)
            for key, change in changes.items():
                _put(old, key, change.after)
            is_same = old == new
        except (BadRecord, RecursionError):
            is_same = False
        if not is_same:
            raise CannotMend("written as JSON, its text would read as another one")

    def names(self, data: bytes) -> tuple[str, ...]:
        """See Parser."""
        value = _read_object(data)
        names: list[str] = []
        for name, found in value.items():
            inner = [f"{name}.{key}" for key in found] if isinstance(found, dict) else []
            names += inner or [name]
        return tuple(names[:_MOST_NAMES])


def _no_text(name: str, found: object) -> str:
    hint = f"; to check its items, write {name}.*" if isinstance(found, list) else ""
    return f"{name} is {_sort(found)}, no text{hint}"


def _sort(value: object) -> str:
    return "null" if value is None else _SORTS.get(type(value), "a text")


def _put(value: Any, key: Key, text: str) -> None:
    for part in key[:-1]:
        value = value[part]
    value[key[-1]] = text
