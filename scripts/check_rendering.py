"""Mend Markdown files in memory, and tell whether their pages stayed whole: `check_rendering.py FOLDER [--unsafe]`.

Pages are rendered with markdown-it, which shares nothing with the parser that Copydesk reads Markdown with.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from lint import engine, fixer, readers
from lint.finding import Finding
from lint.loader import load_rules
from lint.readers.markdown import front
from lint.rule import Rule
from lint.text import NotText, Source

_PAGE = MarkdownIt("commonmark").enable(["table", "strikethrough"])
_SOLID = ("code_inline", "code_block", "fence", "html_block", "html_inline")


def shape(markdown: str) -> list[str]:
    """What a page is made of, in order: its elements, where its links lead, its code; not its prose."""
    body = markdown[front.end_of(markdown, int(markdown.startswith("\ufeff"))) :]
    return list(_shape(_PAGE.parse(body)))


def _shape(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type == "inline":
            yield from _shape(token.children or ())
        elif token.type not in ("text", "softbreak"):
            attributes = " ".join(f"{key}={value}" for key, value in token.attrs.items() if key != "title")
            content = token.content.strip() if token.type in _SOLID else ""
            yield f"{token.type} {'hidden' * token.hidden} {attributes} {content}"


def is_whole(before: str, after: str) -> bool:
    """Whether a page lost nothing but text and whole elements, and nothing on it became something else."""
    left = iter(shape(before))
    return all(part in left for part in shape(after))


def mend(source: Source, rules: Sequence[Rule], *, unsafe: bool) -> tuple[str, Sequence[Finding]]:
    """The text after fixing, and the findings before."""
    document = readers.read(source)
    fixed = fixer.fix(document, rules, readers.read, unsafe=unsafe)
    return fixed.document.source.text, engine.check(document, rules).findings


def main() -> int:
    """Print what was found, how fast files were read, and which pages did not stay whole."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--unsafe", action="store_true", help="apply unsafe fixes as well")
    parser.add_argument("--most", type=int, default=None, help="the most files to look at")
    parser.add_argument("--examples", type=int, default=20, help="how many findings of a rule to show")
    given = parser.parse_args()
    rules = load_rules().rules
    found: dict[str, list[str]] = defaultdict(list)
    counts: Counter[str] = Counter()
    size, seconds, broken = 0, 0.0, []
    files = (path for path in sorted(given.folder.rglob("*")) if path.suffix in readers.SUFFIXES)
    for path in islice(files, given.most):
        try:
            source = Source.decode(str(path), path.read_bytes())
        except NotText:
            counts["not read"] += 1
            continue
        start = time.process_time()
        readers.read(source)
        seconds += time.process_time() - start
        size += len(source.encode())
        after, findings = mend(source, rules, unsafe=given.unsafe)
        counts.update(files=1, changed=after != source.text)
        for finding in findings:
            place = source.text[max(0, finding.span.start - 40) : finding.span.end + 40]
            found[finding.rule].append(f"{path.name}: {place!r}")
        if after != source.text and not is_whole(source.text, after):
            broken.append(path.name)
    for rule, places in sorted(found.items(), key=lambda item: -len(item[1])):
        print(f"{rule}: {len(places)}", *places[: given.examples], sep="\n    ")
    print(f"{dict(counts)}, reader alone {size / 1e6 / (seconds or 1):.1f} MB/s, pages that broke: {broken or 'none'}")
    return int(bool(broken))


if __name__ == "__main__":
    sys.exit(main())
