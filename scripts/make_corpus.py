"""Make a JSON Lines file of articles with defects planted in some of them, to measure on: the same for the same size.

python scripts/make_corpus.py corpus.jsonl 20     # megabytes
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator
from pathlib import Path

SEED = 20_210_302
ONE_IN = 10
"""So many articles have one defect among them."""
_WHO = ("the pilots", "the council", "two crane drivers", "the harbour master", "a spokeswoman", "the ferry’s owner")
_DID = ("said", "announced", "denied", "had hoped", "was told", "could not confirm", "explained")
_WHAT = (
    "that the quay would stay closed until spring",
    "that nobody had asked about the second berth",
    "how much the new crane would cost the town",
    "that the last boat leaves before the tide turns",
    "why the talks in Lomma had been put off again",
    "that four hundred jobs depend on the northern quay",
)
_DEFECTS = ((" the ", " the the "), (",", " ,"), (" a ", " a a "), (". ", ".  "))
_WHEN = ("On Monday", "Late last week", "After the storm", "In a letter", "At noon", "For the third time this year")


def articles(size: int) -> Iterator[bytes]:
    """Lines of about so many bytes in all."""
    source = random.Random(SEED)  # noqa: S311 - to measure with
    number = made = 0
    while made < size:
        number += 1
        line = _article(source, number)
        made += len(line)
        yield line


def _article(source: random.Random, number: int) -> bytes:
    paragraphs = [_paragraph(source) for _ in range(source.randint(4, 16))]
    if source.randrange(ONE_IN) == 0:
        at = source.randrange(len(paragraphs))
        paragraphs[at] = paragraphs[at].replace(*source.choice(_DEFECTS), 1)
    article = {
        "id": f"a-{number}",
        "title": f"{source.choice(_WHO)} {source.choice(_DID)}".capitalize(),
        "text": "\n\n".join(paragraphs),
        "views": source.randrange(100_000),
    }
    return (json.dumps(article, ensure_ascii=bool(number % 2)) + "\n").encode()


def _paragraph(source: random.Random) -> str:
    sentences = (
        f"{source.choice(_WHEN)}, {source.choice(_WHO)} {source.choice(_DID)} {source.choice(_WHAT)}."
        for _ in range(source.randint(1, 4))
    )
    return " ".join(sentences)


def main() -> None:
    """Write the corpus that the command line asks for."""
    parser = argparse.ArgumentParser(description="Make a JSON Lines file of articles with planted defects.")
    parser.add_argument("path", type=Path)
    parser.add_argument("megabytes", type=int)
    asked = parser.parse_args()
    with asked.path.open("wb") as file:
        file.writelines(articles(asked.megabytes * 1_000_000))


if __name__ == "__main__":
    main()
