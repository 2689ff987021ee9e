"""Write docs/scorecard.md: what each rule finds in real text, how often it is right, and how often it cries wolf.

    python scripts/scorecard.py [DATA]

DATA is the folder that holds `data` and `score`, default ../shared beside the checkout. Its texts are measured and
never copied. docs/scorecard_reviewed.tsv says of hits that no label decides, or against which a label decides, whether
a person found them to be true defects.
"""

from __future__ import annotations

import csv
import hashlib
import importlib.util
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lint import engine, readers
from lint.document import Document
from lint.finding import Finding, Safety, Severity
from lint.kinds import KINDS
from lint.loader import load_rules
from lint.rule import PROTECT, Rule
from lint.selection import Selection, select_rules
from lint.text import Source

CHECKOUT = Path(__file__).parent.parent
SHARED = CHECKOUT.parent / "shared"
TARGET = CHECKOUT / "docs" / "scorecard.md"
REVIEWED = CHECKOUT / "docs" / "scorecard_reviewed.tsv"
SETS = {"labelled documents": "dev", "checked pages": "clean"}
BLOAT = 8.0
"""How many times longer than a label a finding that contains it may be, as the measure has it."""


_HEAD = """\
Made by `make scorecard` from real text that is not in this repository: do not edit. *Hits* are findings in the
labelled documents; *right* and *wrong* are those that a label decides, or a person where a label was at fault.
*On checked pages* are findings in pages that editors have checked: *defects* are those that a person found to be true
defects all the same, *alarms* the others, severity info aside.
A rule may be `safe` only while it has no wrong hit and no alarm.
"""


@dataclass
class Score:
    """What one rule did."""

    hits: int = 0
    right: int = 0
    wrong: int = 0
    clean_hits: int = 0
    clean_defects: int = 0
    clean_alarms: int = 0
    """Hits on the checked pages that a person found to be none, or did not look at; severity info aside."""

    @property
    def precision(self) -> float | None:
        """Of the hits that labels decide, those that are right."""
        decided = self.right + self.wrong
        return self.right / decided if decided else None


_DEFECT = "defect"


def reviewed() -> Mapping[tuple[str, str, str], str]:
    """What a person said of hits: page, rule and fingerprint give `defect` or `alarm`."""
    rows = (line.split("\t") for line in REVIEWED.read_text("utf-8").split("\n") if line and line[0] != "#")
    return {(page, rule, fingerprint): verdict for page, rule, fingerprint, verdict in rows}


@dataclass
class Scorecard:
    """All rules' scores, and the data that they come from."""

    scores: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    checksums: dict[str, str] = field(default_factory=dict)
    unlooked: list[str] = field(default_factory=list)
    """Hits of which the list says nothing and somebody should, as lines for the list."""
    reviewed: Mapping[tuple[str, str, str], str] = field(default_factory=reviewed)

    def says(self, page: str, finding: Finding) -> str | None:
        """What a person said of a hit: `defect` or `alarm`; None, and the hit is noted, where nobody did."""
        key = page, finding.rule, finding.fingerprint
        if key not in self.reviewed:
            self.unlooked.append("\t".join((*key, "?")))
        return self.reviewed.get(key)


def measure(shared: Path, rules: tuple[Rule, ...]) -> Scorecard:
    """Run the rules over the labelled documents and the checked pages."""
    card = Scorecard()
    data = shared / "data"
    card.checksums = {name: _checksum(data / folder) for name, folder in SETS.items()}
    _score_labelled(shared, rules, card)
    _score_clean(data / "clean", rules, card)
    return card


def _score_labelled(shared: Path, rules: tuple[Rule, ...], card: Scorecard) -> None:
    evaluate, matching = (_module(shared / "score" / name) for name in ("evaluate.py", "labels.py"))
    folder = shared / "data" / "dev"
    labels: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in (folder / "labels.jsonl").read_text("utf-8").split("\n"):
        if line.strip():
            label = json.loads(line)
            labels[label["doc"]].append(label)
    with open(folder / "docs.csv", encoding="utf-8", newline="") as file:
        scopes = {row["doc"]: row["scope"].split() for row in csv.DictReader(file) if row.get("scope")}
    for path in sorted((folder / "docs").glob("*.txt")):
        document = _read(path)
        for finding in engine.check(document, rules).findings:
            score = card.scores[finding.rule]
            score.hits += 1
            kind = evaluate.KIND[finding.category.value]
            if path.stem in scopes and kind not in scopes[path.stem]:
                continue
            verdict = _verdict(_span(finding), kind, labels[path.stem], matching)
            if verdict is False and card.says(path.stem, finding) == _DEFECT:
                verdict = True
            score.right += verdict is True
            score.wrong += verdict is False


def _span(finding: Finding) -> dict[str, int]:
    """The finding with all that its fix would change, as the measure sees it."""
    start, end, fix = finding.span.start, finding.span.end, finding.fix
    if fix and fix.safety is not Safety.MANUAL:
        start, end = min(start, fix.span.start), max(end, fix.span.end)
    return {"start": start, "end": end}


def _verdict(span: dict[str, int], kind: str, labels: list[dict[str, Any]], matching: Any) -> bool | None:
    """Whether a label says that the finding is right; None where the place is ambiguous."""
    for label in labels:
        same_kind = label["kind"] == kind or kind in label.get("alt", [])
        if not label.get("ignore") and same_kind and matching.match(span, label, BLOAT):
            return True
    half = max(1, span["end"] - span["start"]) / 2
    ambiguous = (label for label in labels if label.get("ignore"))
    places = [(label["start"], label["end"]) for label in ambiguous]
    is_ambiguous = any(matching.overlap(span["start"], span["end"], *place) >= half for place in places)
    return None if is_ambiguous else False


def _score_clean(folder: Path, rules: tuple[Rule, ...], card: Scorecard) -> None:
    for path in sorted(folder.glob("*.txt")):
        for finding in engine.check(_read(path), rules).findings:
            score = card.scores[finding.rule]
            score.clean_hits += 1
            if finding.severity is Severity.INFO:
                continue
            said = card.says(path.stem, finding)
            score.clean_defects += said == _DEFECT
            score.clean_alarms += said != _DEFECT


def _module(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _read(path: Path) -> Document:
    return readers.read(Source.decode(path.name, path.read_bytes()))


def _checksum(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.txt")):
        digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def scorecard(card: Scorecard, rules: tuple[Rule, ...]) -> str:
    """The whole page; rules that protect text are not on it."""
    return "\n".join(_lines(card, rules)) + "\n"


def _lines(card: Scorecard, rules: tuple[Rule, ...]) -> Iterator[str]:
    yield "# Scorecard"
    yield ""
    yield from _HEAD.split("\n")
    yield ""
    yield "| data | SHA-256 |"
    yield "| --- | --- |"
    yield from (f"| {name} | `{digest}` |" for name, digest in card.checksums.items())
    total = Counter({key: sum(getattr(score, key) for score in card.scores.values()) for key in _COLUMNS})
    yield ""
    decided = total["right"] + total["wrong"]
    yield f"All rules: {total['hits']} hits, of {decided} decided {total['right'] / decided:.1%} right;"
    yield f"on checked pages {total['clean_hits']}, {total['clean_defects']} defects, {total['clean_alarms']} alarms."
    yield ""
    yield "| rule | pack | fix | hits | right | wrong | precision | on checked pages | defects | alarms |"
    yield "| --- | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
    finding = (rule for rule in rules if rule.kind != PROTECT)
    for rule in sorted(finding, key=lambda rule: (rule.pack, rule.id)):
        score = card.scores[rule.id]
        figures = [_shown(getattr(score, name)) for name in _COLUMNS]
        precision = "" if score.precision is None else f"{score.precision:.2f}"
        cells = [rule.id, rule.pack, rule.safety.value if rule.safety else "", *figures[:3], precision, *figures[3:]]
        yield f"| {' | '.join(cells)} |"


_COLUMNS = ("hits", "right", "wrong", "clean_hits", "clean_defects", "clean_alarms")


def _shown(number: int) -> str:
    return str(number) if number else ""


def shipped() -> tuple[Rule, ...]:
    """The rules that run by default and look at the text."""
    return tuple(rule for rule in select_rules(load_rules().rules, Selection()) if KINDS[rule.kind].has_examples)


def main() -> int:
    """Measure, and write the page."""
    shared = Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED
    if not (shared / "data" / "dev").is_dir():
        print(f"{shared}: there is no data to measure on here", file=sys.stderr)
        return 2
    rules = shipped()
    card = measure(shared, rules)
    TARGET.write_text(scorecard(card, rules), encoding="utf-8", newline="\n")
    for line in card.unlooked:
        print(line)
    if card.unlooked:
        print(f"{len(card.unlooked)} hits to look at: add them to {REVIEWED.name}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
