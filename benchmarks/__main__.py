"""Measure Copydesk and its peers on this machine, and print tables: `python -m benchmarks`, or `make bench`.

Fetches no text: measures on the data beside the checkout where it is there, on made articles where it is not.
The peers come from the package index, once.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks import table
from benchmarks.measure import Bench, Failed, Group
from benchmarks.memory import MEASURE, weigh
from benchmarks.peers import Peers
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
    peers.install()
    with tempfile.TemporaryDirectory(prefix="copydesk-bench-", ignore_cleanup_errors=True) as folder:
        place = Place(Path(folder), (asked.program or copydesk(),), peers, asked.jobs)
        chosen = [one for group in groups(place) if (one := group.only(asked.only or ["*"])).cases]
        if not chosen:
            _say(f"nothing is called {' or '.join(asked.only)}")
            return 2
        try:
            _measure(chosen, place.scratch, asked.rounds)
        except Failed as failed:
            _say(f"error: {failed}")
            return 2
    about = {
        "machine": table.machine(), "versions": {"copydesk": __version__, **peers.versions()}, "rounds": asked.rounds,
        "jobs": asked.jobs, "memory": MEASURE,
    }  # fmt: skip
    if asked.output:
        asked.output.write_text(json.dumps(table.figures(chosen, about), indent=1) + "\n", "utf-8")
    written = table.tables(chosen, about)
    if asked.markdown:
        table.PAGE.write_text(table.put(table.PAGE.read_text("utf-8"), written), "utf-8", newline="\n")
    print(written)
    return 0


if __name__ == "__main__":
    sys.exit(main())
