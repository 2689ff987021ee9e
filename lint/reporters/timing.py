"""Where the time of a run went, for people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TextIO

_MOST_RULES = 20


def write(seconds: Mapping[str, float], out: TextIO) -> None:
    """Write a line for each of the slowest rules, one for the others, and what was spent beside them.

    Seconds are of all processes together; names in brackets are no rules.
    """
    rules = {name: took for name, took in seconds.items() if not name.startswith("(")}
    total = sum(rules.values())
    slowest = sorted(rules.items(), key=lambda item: (-item[1], item[0]))
    out.write(f"{'seconds':>9}  {'share':>5}  rule\n")
    for name, took in slowest[:_MOST_RULES]:
        out.write(f"{took:9.3f}  {took / total:5.0%}  {name}\n")
    others = [took for _, took in slowest[_MOST_RULES:]]
    if others:
        out.write(f"{sum(others):9.3f}  {sum(others) / total:5.0%}  {len(others)} others\n")
    out.write(f"{total:9.3f}         all rules\n")
    for name in sorted(seconds.keys() - rules.keys()):
        out.write(f"{seconds[name]:9.3f}         {name}\n")
