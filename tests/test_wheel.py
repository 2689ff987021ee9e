"""The built wheel, installed where no source tree is: it carries its rules and works."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parent.parent


def run(command: list[str | Path], folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "VIRTUAL_ENV")}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)


@pytest.fixture(scope="module")
def scripts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of an empty environment into which the wheel was installed."""
    folder = tmp_path_factory.mktemp("wheel")
    built = run([sys.executable, "-m", "build", "--wheel", "--outdir", folder, CHECKOUT], folder)
    assert built.returncode == 0, built.stdout + built.stderr
    (wheel,) = folder.glob("copydesk-*.whl")
    venv.create(folder / "env", with_pip=True)
    programs = folder / "env" / ("Scripts" if os.name == "nt" else "bin")
    installed = run([programs / "python", "-m", "pip", "install", "--quiet", wheel], folder)
    assert installed.returncode == 0, installed.stdout + installed.stderr
    return programs


def test_the_installed_wheel_carries_its_rules_and_their_examples_hold(scripts: Path, tmp_path: Path) -> None:
    tested = run([scripts / "copydesk", "test"], tmp_path)
    assert tested.returncode == 0, tested.stdout + tested.stderr
    assert "all hold" in tested.stdout
    assert " 0 rules" not in tested.stdout


def test_the_installed_wheel_finds_and_mends(scripts: Path, tmp_path: Path) -> None:
    story = tmp_path / "story.txt"
    story.write_bytes(b"Harbour at dawn, Valparaiso\nHarbour at dawn, Valparaiso\n")
    checked = run([scripts / "copydesk", "check"], tmp_path)
    assert checked.returncode == 1, checked.stdout + checked.stderr
    assert "story.txt:2:1: error repeated-block" in checked.stdout
    mended = run([scripts / "copydesk", "check", "--fix", "story.txt"], tmp_path)
    assert mended.returncode == 0, mended.stdout + mended.stderr
    assert story.read_bytes() == b"Harbour at dawn, Valparaiso\n"


def test_the_package_is_typed(scripts: Path, tmp_path: Path) -> None:
    code = "import lint, pathlib; print((pathlib.Path(lint.__file__).parent / 'py.typed').is_file())"
    assert run([scripts / "python", "-c", code], tmp_path).stdout.strip() == "True"
