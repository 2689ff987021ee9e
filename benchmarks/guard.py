"""Holds Copydesk to its speed: `python -m benchmarks.guard` compares each gauge with its bound in `bounds.json`.

With `--update` it writes the figures of today there, with bounds a little above them; the difference says what a change
cost or won, and is committed with the change. The tests hold the bounds (tests/test_speed.py).
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from benchmarks.gauges import GAUGES, Figures, Gauge, best

BOUNDS = Path(__file__).with_name("bounds.json")
FEWEST_ROUNDS, MOST_ROUNDS = 3, 15
"""A figure within its bound is believed after a few rounds; one beyond it has some more to show that it was chance."""


def bounds() -> Mapping[str, Mapping[str, float]]:
    """For each gauge the figure of the last update, and the bound."""
    read: Mapping[str, Mapping[str, float]] = json.loads(BOUNDS.read_text("utf-8"))
    return read


def held(figures: Figures, bound: float) -> float:
    """The figure, taken until it is within the bound or has had its chances."""
    figure = float("inf")
    for number, figure in zip(range(1, MOST_ROUNDS + 1), figures, strict=False):
        if number >= FEWEST_ROUNDS and figure <= bound:
            break
    return figure


def bound_of(gauge: Gauge, figure: float) -> float:
    """What the gauge may be from now on, where it is `figure` today: what was promised, or a little more than today."""
    if gauge.ceiling is not None and figure <= gauge.ceiling:
        return gauge.ceiling
    return figure * gauge.slack + gauge.allowance


def update(gauge: Gauge, scratch: Path) -> dict[str, float]:
    """The entry for a gauge, measured now."""
    figure = best(gauge.gauge(scratch), MOST_ROUNDS)
    return {"measured": round(figure, 3), "bound": round(bound_of(gauge, figure), 3)}


def main() -> int:
    """Compare, or update; 1 where a bound is exceeded."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.guard", description="Hold Copydesk to its speed.")
    parser.add_argument("--update", action="store_true", help=f"write today's figures into {BOUNDS.name}")
    parser.add_argument("names", nargs="*", metavar="GAUGE", help="only these (default: all)")
    asked = parser.parse_args()
    if unknown := set(asked.names) - {gauge.name for gauge in GAUGES}:
        parser.error(f"no gauge is called {', '.join(sorted(unknown))}")
    entries = dict(bounds()) if BOUNDS.exists() else {}
    slipped = False
    for gauge in GAUGES:
        if asked.names and gauge.name not in asked.names:
            continue
        with tempfile.TemporaryDirectory(prefix="copydesk-guard-", ignore_cleanup_errors=True) as scratch:
            if asked.update:
                entries[gauge.name] = update(gauge, Path(scratch))
                figure, bound = entries[gauge.name].values()
            else:
                bound = entries[gauge.name]["bound"]
                figure = held(gauge.gauge(Path(scratch)), bound)
        slipped |= figure > bound
        print(f"{gauge.name:16} {figure:10.3f}, at most {bound:10.3f}  {gauge.what}", flush=True)
    if asked.update:
        BOUNDS.write_text(json.dumps(entries, indent=2) + "\n", "utf-8", newline="\n")
    return int(slipped)


if __name__ == "__main__":
    sys.exit(main())
