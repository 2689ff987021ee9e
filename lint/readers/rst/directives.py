"""What of a directive is read. One that does not stand here is none of it."""

from __future__ import annotations

import enum
from typing import NamedTuple


class Argument(enum.Enum):
    """What stands behind a directive's name, up to its options or a blank line."""

    HIDDEN = "hidden"
    BODY = "body"
    """The beginning of its body."""
    TITLE = "title"
    CAPTION = "caption"
    VERSION = "version"
    """A word that is hidden, and the beginning of the body."""


class Body(enum.Enum):
    """What stands indented below a directive."""

    PROSE = "prose"
    OPAQUE = "opaque"
    FIGURE = "figure"
    """A caption, and prose below it."""
    ROWS = "rows"
    """Lists of cells."""


class Directive(NamedTuple):
    """What of a directive is read."""

    argument: Argument
    body: Body


UNKNOWN = Directive(Argument.HIDDEN, Body.OPAQUE)
_KINDS: dict[Directive, str] = {
    Directive(Argument.BODY, Body.PROSE): (
        "attention caution danger error hint important note tip warning seealso todo epigraph highlights pull-quote "
        "compound acks hlist header footer glossary impl-detail"
    ),
    Directive(Argument.TITLE, Body.PROSE): "admonition topic sidebar rubric centered dropdown tab card grid-item-card",
    Directive(Argument.VERSION, Body.PROSE): "versionadded versionchanged deprecated versionremoved",
    Directive(Argument.HIDDEN, Body.PROSE): (
        "class container only cssclass rst-class tabs tab-set grid module py:module function method "
        "classmethod staticmethod attribute property data exception decorator decoratormethod describe object "
        "option envvar program confval setting cmdoption opcode type macro member var enum enumerator struct "
        "union directive role directive:option js:function js:method js:class js:data js:module c:function "
        "c:type c:macro c:member c:var c:struct c:enum c:enumerator c:union cpp:function cpp:class cpp:type "
        "cpp:member cpp:var cpp:enum rst:directive rst:role rst:directive:option py:function py:method "
        "py:class py:attribute py:property py:data py:exception py:decorator py:classmethod py:staticmethod "
        "py:type std:option std:envvar django-admin fieldlookup templatefilter templatetag"
    ),
    Directive(Argument.HIDDEN, Body.FIGURE): "figure",
    Directive(Argument.CAPTION, Body.PROSE): "table",
    Directive(Argument.CAPTION, Body.ROWS): "list-table flat-table",
    Directive(Argument.CAPTION, Body.OPAQUE): "csv-table",
}
DIRECTIVES: dict[str, Directive] = {name: spec for spec, names in _KINDS.items() for name in names.split()}
BINDING = frozenset(("class", "cssclass", "rst-class", "index", "tabularcolumns"))
"""Directives that apply to the block below them, where they have no body."""
