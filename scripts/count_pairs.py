"""Print the pairs of short words that stand side by side far more rarely than chance would have it.

python scripts/count_pairs.py FOLDER... > pairs.tsv
python scripts/count_pairs.py --phrases FOLDER... > phrases.tsv

With `--phrases`, print the phrases of a preposition, a noun and `of` that hardly ever stand without an article. The
folders hold texts (`*.txt`, UTF-8). Read each place before a pair goes into a list: many rare pairs are right, such as
`the by now famous`.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

WORDS = """
a an the this that these those my your his her its our their some any no every each another such what which who whom
whose i you he she it we they me him us them be is are was were been being am have has had do does did will would
should can could may might must not to of in on at by for from with into about over under after before during since
until against between among through without within upon toward via than as and or but nor so if because although
while unless whether very most
"""
SHORT = frozenset(WORDS.split())
PREPOSITIONS = (
    "about|after|around|as|at|before|by|during|for|from|in|into|near|on|over|since|through|to|toward|under|until|with"
)
ARTICLES = "an?|the|his|her|its|their|this|that|my|our|your|some|any|no|one|another|every|each"
PAIR = re.compile(r"(?<= )([a-z]+)(?= ([a-z]+)(?![\w\u00ad'’-]))")
PHRASE = re.compile(rf"\b({PREPOSITIONS}) (?:({ARTICLES}) )?([a-z]{{3,}}) of\b")

Row = tuple[str, int, float]


def rare_pairs(texts: Iterable[str]) -> Iterator[Row]:
    """Pairs seen in less than a fortieth of the places that chance would give them: pair, places, expected places."""
    words: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    total = 0
    for text in texts:
        total += len(text.split())
        for first, second in PAIR.findall(text):
            words[first] += 1
            pairs[first, second] += first in SHORT and second in SHORT
    for first in SHORT:
        for second in SHORT:
            expected = words[first] * words[second] / max(total, 1)
            if expected >= 12 and pairs[first, second] < expected / 40:
                yield f"{first} {second}", pairs[first, second], expected


def bare_phrases(texts: Iterable[str]) -> Iterator[Row]:
    """Phrases without their article in at most 3 of 100 places: phrase, bare places, places with an article."""
    bare: Counter[str] = Counter()
    whole: Counter[str] = Counter()
    for text in texts:
        for preposition, article, noun in PHRASE.findall(text):
            (whole if article else bare)[f"{preposition} {noun} of"] += 1
    for phrase, places in whole.items():
        if places >= 15 and bare[phrase] <= 0.03 * places:
            yield phrase, bare[phrase], places


def main() -> None:
    """Count, and print the rarest first."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--phrases", action="store_true", help="count phrases that have lost their article")
    parser.add_argument("folders", nargs="+", type=Path)
    options = parser.parse_args()
    texts = (path.read_text("utf-8", "replace") for folder in options.folders for path in sorted(folder.rglob("*.txt")))
    rows = bare_phrases(texts) if options.phrases else rare_pairs(texts)
    for name, seen, expected in sorted(rows, key=lambda row: (row[1] / row[2], -row[2])):
        print(f"{name}\t{seen}\t{expected:.0f}")


if __name__ == "__main__":
    main()
