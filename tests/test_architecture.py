"""Imports go one way, everything public says what it is for, and one module alone writes a user's files."""

from __future__ import annotations

import ast
import graphlib
from collections.abc import Iterator
from pathlib import Path

import pytest

import lint

PACKAGE = Path(lint.__file__).parent
ORDER = [  # a module or package imports only what stands above it
    *("errors", "store", "stamps", "expressions", "memo", "literals"),
    *("text", "document", "finding", "lists", "sources", "languages", "sentences", "quotations", "sieve", "credits"),
    *("readers", "yamltree", "typed", "example", "places", "kinds"),
    *("rule", "lineup", "rulefile", "loader", "prefilter", "rulestore", "schema"),
    *("origin", "suppression", "engine", "fixer", "writer", "records", "examples"),
    *(
        "selection",
        "patterns",
        "entries",
        "config",
        "files",
        "report",
        "packing",
        "cache",
        "timing",
        "corpus",
        "plan",
        "desk",
        "recall",
        "crew",
        "runner",
        "ignoring",
    ),
    *("reporters", "diff", "commands", "cli", "__main__"),
]
OF_KINDS = {"text", "document", "finding", "lists", "places", "sieve", "languages", "sentences", "credits", "kinds"}
OF_KINDS |= {"expressions", "memo", "literals"}
"""All that a kind of rule knows of: nothing of rules, of files or of reports."""

WRITERS = {  # the only calls that change files, and what for
    "writer.py": {"os.open", "os.fdopen", "os.chown", "os.chmod", "os.replace", "mkstemp", "unlink"},
    "commands/check.py": {"open"},  # --output-file
    "reporters/github.py": {"open"},  # the summary of a step
    "cli.py": {"os.open"},  # the null device, in place of a pipe that was closed
    "store.py": {"mkdir", "os.open", "os.fdopen", "os.replace", "os.unlink", "rmdir"},  # what earlier runs worked out
    "cache.py": {"mkdir", "os.open", "os.unlink"},  # results of earlier runs
}
METHODS = {"write_text", "write_bytes", "touch", "mkdir", "mkstemp", "NamedTemporaryFile", "rename", "unlink", "rmdir"}
FUNCTIONS = {"open", "fdopen", "chown", "chmod", "replace", "rename", "remove", "unlink", "mkdir", "makedirs", "system"}
"""Of `os`; all of `shutil` and `subprocess` counts."""
MODES = {f"{mode}{more}" for mode in ("w", "a", "x", "r+") for more in ("", "b", "t", "+", "b+", "+b")}


def modules() -> dict[str, tuple[Path, ast.Module]]:
    """Each module by its dotted name below the package, with its syntax tree."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        relative = path.relative_to(PACKAGE)
        parts = relative.parent.parts if path.name == "__init__.py" else relative.with_suffix("").parts
        found[".".join(parts)] = (relative, ast.parse(path.read_text("utf-8")))
    return found


MODULES = modules()


def imports(tree: ast.Module) -> Iterator[str]:
    """The modules of the package that a module imports, wherever it does."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name.removeprefix("lint.") for name in node.names if name.name.startswith("lint."))
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "imports are absolute"
            base = (node.module or "").split(".")
            if base[0] == "lint":
                names = [".".join([*base[1:], name.name]) for name in node.names]
                yield from (name if name in MODULES else ".".join(base[1:]) for name in names)


def top(name: str) -> str:
    return name.split(".")[0]


def test_the_order_names_every_module() -> None:
    assert {top(name) for name in MODULES if name} <= set(ORDER)


@pytest.mark.parametrize("name", MODULES)
def test_imports_go_one_way(name: str) -> None:
    place = ORDER.index(top(name)) if name else 0
    needed = {top(imported) for imported in imports(MODULES[name][1])} - {top(name), ""}
    assert [other for other in needed if ORDER.index(other) >= place] == []


def test_no_module_imports_one_that_imports_it() -> None:
    order = graphlib.TopologicalSorter({name: set(imports(tree)) for name, (_, tree) in MODULES.items()})
    assert len(list(order.static_order())) == len(MODULES)


@pytest.mark.parametrize("name", [name for name in MODULES if top(name) == "kinds"])
def test_a_kind_of_rule_knows_nothing_of_rules_files_and_reports(name: str) -> None:
    assert {top(imported) for imported in imports(MODULES[name][1])} <= OF_KINDS


def undocumented(node: ast.Module | ast.ClassDef, name: str) -> Iterator[str]:
    """What is public in a module or class and has no docstring."""
    for child in node.body:
        if isinstance(child, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and not child.name.startswith("_"):
            if not ast.get_docstring(child):
                yield f"{name}.{child.name}"
            if isinstance(child, ast.ClassDef):
                yield from undocumented(child, f"{name}.{child.name}")


@pytest.mark.parametrize("name", MODULES)
def test_everything_public_says_what_it_is_for(name: str) -> None:
    tree = MODULES[name][1]
    assert ast.get_docstring(tree)
    assert list(undocumented(tree, name)) == []


def writes(tree: ast.Module) -> Iterator[str]:
    """The calls in a module that change files."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        owner, _, name = ast.unparse(node.func).rpartition(".")
        values = [*node.args, *(keyword.value for keyword in node.keywords)]
        modes = {value.value for value in values if isinstance(value, ast.Constant)}
        if owner in ("shutil", "subprocess") or (owner == "os" and name in FUNCTIONS):
            yield f"{owner}.{name}"
        elif name in METHODS or (name == "open" and modes & MODES):
            yield name


@pytest.mark.parametrize("name", MODULES)
def test_only_the_writer_writes_files(name: str) -> None:
    path, tree = MODULES[name]
    assert set(writes(tree)) <= WRITERS.get(path.as_posix(), set())
