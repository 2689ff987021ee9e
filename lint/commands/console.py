"""What every command needs: a way to speak to people, and the configuration that holds."""

from __future__ import annotations

import argparse
import contextlib
import sys
from pathlib import Path

from lint.config import Config, find_config, load_config
from lint.reporters.escape import visible


def say(message: str) -> None:
    """A line on standard error, with nothing in it that moves a cursor."""
    with contextlib.suppress(OSError):  # where nobody can be told, the exit code still says it
        print("\n".join(map(visible, message.split("\n"))), file=sys.stderr, flush=True)


def configuration(options: argparse.Namespace) -> Config:
    """The configuration that the options name, or the one found upwards; raises YamlError or OSError."""
    return Config() if options.isolated else load_config(options.config or find_config(Path.cwd()))
