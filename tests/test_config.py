"""The configuration: where it is found, and which of its values are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.config import NAME, find_config, load_config
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
    ],
)
def test_a_mistake_has_its_place(tmp_path: Path, text: str, place: tuple[int, int], message: str) -> None:
    (tmp_path / NAME).write_text(text, "utf-8")
    with pytest.raises(YamlError) as raised:
        load_config(tmp_path / NAME)
    assert (raised.value.place.line, raised.value.place.column) == place
    assert raised.value.message.startswith(message)
