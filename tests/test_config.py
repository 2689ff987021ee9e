"""The configuration: where it is found, and which of its values are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.config import NAME, FileKeys, find_config, load_config
from lint.yamltree import YamlError


def test_it_is_found_upwards(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / NAME).write_text("ignore: [core]\n", "utf-8")
    below = tmp_path / "desk" / "today"
    below.mkdir(parents=True)
    assert find_config(below) == tmp_path / NAME
    assert load_config(find_config(below)).file.ignore == ("core",)


def test_it_is_not_looked_for_above_the_repository(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text("ignore: [core]\n", "utf-8")
    (tmp_path / "archive" / ".git").mkdir(parents=True)
    assert find_config(tmp_path / "archive") is None


def test_the_nearest_holds(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text("ignore: [core]\n", "utf-8")
    (tmp_path / "desk").mkdir()
    (tmp_path / "desk" / NAME).write_text("select: [core]\n", "utf-8")
    assert find_config(tmp_path / "desk") == tmp_path / "desk" / NAME


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("rules: [gone]\n", (1, 8), "there is no folder 'gone'"),
        ("ignore: []\ntimeout: nan\n", (2, 10), "'timeout' cannot be nan"),
        ("timeout: 0\n", (1, 10), "'timeout' cannot be 0.0"),
        ("timeout: soon\n", (1, 10), "'timeout' cannot be 'soon'"),
        ("severity: {core: grave}\n", (1, 18), "'core' cannot be 'grave'"),
        ("- core\n", (1, 1), "expected a mapping of keys"),
        ("format: plan\n", (1, 9), "'format' cannot be 'plan'"),
        ("paths:\n  - files: '*.txt'\n    timeout: 3\n", (3, 5), "unknown key 'timeout'"),
        ("paths:\n  - files: [a]\n  - {files: [b], credits: gone}\n", (3, 27), "'credits' cannot be 'gone'"),
    ],
)
def test_a_mistake_has_its_place(tmp_path: Path, text: str, place: tuple[int, int], message: str) -> None:
    (tmp_path / NAME).write_text(text, "utf-8")
    with pytest.raises(YamlError) as raised:
        load_config(tmp_path / NAME)
    assert (raised.value.place.line, raised.value.place.column) == place
    assert raised.value.message.startswith(message)


LAYERED = """
ignore: [core, trailing-space]
credits: keep
paths:
  - files: [archive/]
    enable: [core]
    select: [wire]
    severity: {wire: info}
  - files: ["*.md", "!README.md"]
    front_matter: true
    credits: report
    severity: {wire: error}
"""


@pytest.mark.parametrize(
    ("path", "select", "ignore", "credits_", "severity", "front_matter"),
    [
        ("desk/a.txt", (), ("core", "trailing-space"), "keep", {}, False),
        ("archive/a.txt", ("wire",), ("trailing-space",), "keep", {"wire": "info"}, False),
        ("archive/deep/a.md", ("wire",), ("trailing-space",), "report", {"wire": "error"}, True),
        ("desk/README.md", (), ("core", "trailing-space"), "keep", {}, False),
        ("../elsewhere/a.md", (), ("core", "trailing-space"), "keep", {}, False),
    ],
)
def test_what_holds_for_some_files_wins_over_what_holds_for_all(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    path: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    credits_: str,
    severity: dict[str, str],
    front_matter: bool,
) -> None:
    (tmp_path / NAME).write_text(LAYERED, "utf-8")
    monkeypatch.chdir(tmp_path)
    settings = load_config(tmp_path / NAME).layers().of(path)
    assert (settings.selection.select, settings.selection.ignore) == (select, ignore)
    assert settings.selection.credits.value == credits_
    assert {name: level.value for name, level in settings.selection.severity} == severity
    assert settings.reading.front_matter is front_matter


def test_what_is_asked_for_on_the_command_line_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / NAME).write_text(LAYERED, "utf-8")
    monkeypatch.chdir(tmp_path)
    layers = load_config(tmp_path / NAME).layers(FileKeys(select=("core",), ignore=("wire",)))
    settings = layers.of("archive/a.txt")
    assert (settings.selection.select, settings.selection.ignore) == (("core",), ("trailing-space", "wire"))
