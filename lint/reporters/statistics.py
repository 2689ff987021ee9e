"""How many findings each rule has, most first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from lint.finding import Safety
from lint.report import FileReport
from lint.reporters.output import Output


def write(reports: Iterable[FileReport], out: Output) -> None:
    """Write a line for each rule: how many, its name, how many have a fix of which safety."""
    counts: Counter[tuple[str, str]] = Counter()
    fixes: Counter[tuple[str, Safety]] = Counter()
    for report in reports:
        for placed in report.findings:
            finding = placed.finding
            counts[finding.rule, finding.category.value] += 1
            if finding.fix:
                fixes[finding.rule, finding.fix.safety] += 1
    width = max((len(rule) for rule, _ in counts), default=0)
    for (rule, category), count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        mendable = ", ".join(f"{fixes[rule, s]} {s.value}" for s in Safety if fixes[rule, s])
        out.stream.write(f"{count:6d}  {rule:{width}}  {category:13}  {mendable}".rstrip() + "\n")
