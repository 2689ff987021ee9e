"""The programs to compare with, in a virtual environment of their own, set so that each reads every file."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.data import CHECKOUT

FOLDER = CHECKOUT / "build" / "bench" / "peers"
"""Git ignores it."""
NAMES = ("codespell", "typos", "proselint", "rumdl")
_BIN = "Scripts" if os.name == "nt" else "bin"
_VERSIONS = "import json, sys, importlib.metadata as m; print(json.dumps({n: m.version(n) for n in sys.argv[1:]}))"


class Peers:
    """The peers' programs."""

    def __init__(self, folder: Path = FOLDER) -> None:
        """`folder` is a virtual environment, to be made where there is none."""
        self._bin = folder / _BIN
        self._folder = folder

    def install(self, names: Sequence[str]) -> None:
        """Install from the package index those that are not there yet; raises CalledProcessError."""
        missing = [name for name in names if not self._program(name).is_file()]
        if not missing:
            return
        if not self._program("python").is_file():
            subprocess.run([sys.executable, "-m", "venv", str(self._folder)], check=True)
        pip = [str(self._program("python")), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, *missing], check=True)

    def _program(self, name: str) -> Path:
        return self._bin / (f"{name}.exe" if os.name == "nt" else name)

    def versions(self, names: Sequence[str]) -> dict[str, str]:
        """The version of each of those that are installed."""
        if not names:
            return {}
        command = [str(self._program("python")), "-c", _VERSIONS, *names]
        said: dict[str, str] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        return said

    def command(self, name: str, path: Path, jobs: int) -> Sequence[str]:
        """How a peer checks a file or folder: no configuration, no cache, no file left out.

        codespell has no option for the first: it runs in a folder that holds none.
        """
        arguments = {
            "codespell": ("--check-hidden",),
            "typos": ("--isolated", "--no-ignore", "--hidden", "--format", "json", "--threads", str(jobs)),
            "proselint": ("check", "--output-format", "json"),
            "rumdl": ("check", "--no-config", "--no-cache", "--no-exclude", "--output-format", "json-lines"),
        }
        return (str(self._program(name)), *arguments[name], str(path))

    def environment(self, jobs: int) -> dict[str, str]:
        """What the peers are told beside: rumdl takes its number of threads from here."""
        return {"RAYON_NUM_THREADS": str(jobs)}
