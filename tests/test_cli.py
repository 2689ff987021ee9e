"""The command line, case by case: each folder in tests/cli holds files, a command, and what must come out.

`command` is the line after `copydesk`; `in` is where it runs; `out`, `err` and `code` are what it prints and
returns; `after` is what the folder holds afterwards, where that differs from `in`. COPYDESK_UPDATE=1 writes
`out`, `err`, `code` and `after` anew: read the difference before you commit it.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CASES = Path(__file__).parent / "cli"
UPDATE = os.environ.get("COPYDESK_UPDATE") == "1"


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def run(case: Path, folder: Path) -> subprocess.CompletedProcess[bytes]:
    """The command of a case, run in `folder`, with what `stdin` holds on standard input."""
    arguments = shlex.split((case / "command").read_text("utf-8"))
    stdin = (case / "stdin").read_bytes() if (case / "stdin").exists() else b""
    hidden = ("GITHUB_STEP_SUMMARY", "NO_COLOR", "FORCE_COLOR", "COPYDESK_CACHE_DIR")
    environment = {key: value for key, value in os.environ.items() if key not in hidden}
    environment |= {"PYTHONUTF8": "1", "COPYDESK_CACHE_DIR": str(folder.parent / "cache"), "COLUMNS": "100"}
    command = [sys.executable, "-m", "lint", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, input=stdin, capture_output=True, timeout=60)


@pytest.mark.parametrize("case", sorted(CASES.iterdir()), ids=lambda case: case.name)
def test_case(case: Path, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    shutil.copytree(case / "in", folder)
    (folder / ".git").mkdir()  # nothing above the folder is looked at
    result = run(case, folder)
    shutil.rmtree(folder / ".git")
    root = str(folder)
    said = {
        "out": result.stdout.replace(root.encode(), b"FOLDER").replace(b"\r\n", b"\n"),
        "err": result.stderr.replace(root.encode(), b"FOLDER").replace(b"\r\n", b"\n"),
        "code": f"{result.returncode}\n".encode(),
    }
    if UPDATE:
        update(case, folder, said)
    for name, content in said.items():
        expected = case / name
        assert content == (expected.read_bytes() if expected.exists() else b""), name
    after = case / "after" if (case / "after").exists() else case / "in"
    assert contents(folder) == contents(after)


def update(case: Path, folder: Path, said: dict[str, bytes]) -> None:
    for name, content in said.items():
        (case / name).unlink(missing_ok=True)
        if content:
            (case / name).write_bytes(content)
    shutil.rmtree(case / "after", ignore_errors=True)
    if contents(folder) != contents(case / "in"):
        shutil.copytree(folder, case / "after")
