"""Measure Copydesk and its peers on this machine, and print tables: `python -m benchmarks`, or `make bench`.

Fetches no text: measures on the data beside the checkout where it is there, on made articles where it is not.
The peers come from the package index, once.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks import table
from benchmarks.measure import Bench, Failed, Group
from benchmarks.memory import MEASURE, weigh
from benchmarks.peers import NAMES, Peers
from benchmarks.work import Place, copydesk, groups
from lint import __version__


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure Copydesk and its peers.")
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="times that each program runs (default: 3)")
    parser.add_argument("--only", action="append", metavar="PATTERN", help="as news, growth, hook/copydesk-*, */typos")
    parser.add_argument("--jobs", type=int, default=2, metavar="N", help="processes or threads of each (default: 2)")
    parser.add_argument("--output", type=Path, metavar="FILE", help="write every single time there, as JSON")
    parser.add_argument("--markdown", action="store_true", help=f"write the tables into {table.PAGE.name}")
    parser.add_argument("--program", metavar="FILE", help="another copydesk to measure, as of an older checkout")
    asked = parser.parse_args()
    if asked.rounds < 1 or asked.jobs < 1:
        parser.error("--rounds and --jobs are whole numbers from 1")
    if asked.markdown and asked.only:
        parser.error("--markdown writes all tables: leave out --only")
    return asked


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _measure(chosen: Sequence[Group], scratch: Path, rounds: int) -> None:
    bench = Bench(scratch / "empty")
    bench.run(chosen, rounds, _say)
    for group in chosen:
        for case in group.cases if group.weighs else ():
            weigh(bench, case)
            _say(f"{group.name}/{case.label}: weighed")


def main() -> int:
    """Measure what the command line asks for."""
    asked = _arguments()
    peers = Peers()
    with tempfile.TemporaryDirectory(prefix="copydesk-bench-", ignore_cleanup_errors=True) as folder:
        program = str(asked.program.absolute()) if asked.program else copydesk()
        place = Place(Path(folder), (program,), peers, asked.jobs)
        chosen = [one for group in groups(place) if (one := group.only(asked.only or ["*"])).cases]
        needed = [name for name in NAMES if any(case.label == name for group in chosen for case in group.cases)]
        if not chosen:
            _say(f"error: nothing is called {' or '.join(asked.only)}")
            return 2
        try:
            peers.install(needed)
            _measure(chosen, place.scratch, asked.rounds)
        except subprocess.CalledProcessError:
            _say("error: the peers could not be installed; without them: --only '*/copydesk*' --only growth")
            return 2
        except (Failed, OSError) as failed:
            _say(f"error: {failed}")
            return 2
    about = {
        "machine": table.machine(), "versions": {"copydesk": __version__, **peers.versions(needed)},
        "rounds": asked.rounds, "jobs": asked.jobs, "memory": MEASURE,
    }  # fmt: skip
    _write(asked, chosen, about)
    return 0


def _write(asked: argparse.Namespace, chosen: Sequence[Group], about: Mapping[str, Any]) -> None:
    """Print the tables, and write them where the command line says."""
    if asked.output:
        asked.output.write_text(json.dumps(table.figures(chosen, about), indent=1) + "\n", "utf-8")
    written = table.tables(chosen, about)
    if asked.markdown:
        table.PAGE.write_text(table.put(table.PAGE.read_text("utf-8"), written), "utf-8", newline="\n")
    print(written)


if __name__ == "__main__":
    sys.exit(main())
