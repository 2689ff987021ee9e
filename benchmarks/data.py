"""The texts to measure on: those beside the checkout where they lie there, and otherwise made ones."""

from __future__ import annotations

import re
import sys
import tarfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import prose

CHECKOUT = Path(__file__).parent.parent
SPEED = CHECKOUT.parent / "shared" / "data" / "speed"
NEWS, MARKDOWN = 2_000, 1_000
"""So many texts are made."""
HOOK_SIZE = 5_000
"""Bytes of the file that a hook checks."""
_ID = re.compile(r"^id: ([a-z0-9-]+)$", re.MULTILINE)


@dataclass(frozen=True)
class Texts:
    """Some files of one kind in a folder, and where they come from."""

    folder: Path
    files: tuple[Path, ...]
    origin: str

    @property
    def size(self) -> int:
        """Bytes of all files together."""
        return sum(path.stat().st_size for path in self.files)


def news(scratch: Path) -> Texts:
    """The articles, in a folder below `scratch`."""
    return _texts(scratch / "news", SPEED / "news.tar.gz", ".txt", prose.article, NEWS)


def markdown(scratch: Path) -> Texts:
    """The Markdown pages, likewise."""
    return _texts(scratch / "markdown", SPEED / "md.tar.gz", ".md", prose.page, MARKDOWN)


def _texts(folder: Path, archive: Path, suffix: str, make: Callable[[int], str], count: int) -> Texts:
    folder.mkdir(parents=True)
    if archive.is_file():
        with tarfile.open(archive) as packed:
            packed.extraction_filter = tarfile.data_filter
            packed.extractall(folder)  # noqa: S202 - by that filter nothing is written elsewhere
        return Texts(folder, tuple(sorted(folder.rglob(f"*{suffix}"))), archive.name)
    for number in range(count):
        (folder / f"{number:04}{suffix}").write_text(make(number), "utf-8", newline="\n")
    return Texts(folder, tuple(sorted(folder.iterdir())), "made by benchmarks/prose.py")


@dataclass(frozen=True)
class Doubled:
    """Sets of files to compare: each but `half` holds twice as much of one thing."""

    half: Texts
    """Every other article."""
    files: Texts
    """Twice the files: all of them."""
    text: Texts
    """Twice the text: as many files as `half`, each with the text of two."""
    long: Path
    """One file with the text of some articles."""
    longer: Path
    """One with that of twice as many."""


def doubled(texts: Texts, scratch: Path, joined: int = 500) -> Doubled:
    """The sets, made of articles; `joined` are in `long`. No text stands twice in a file: that would be a defect."""
    count = len(texts.files) // 2
    first, second = texts.files[::2][:count], texts.files[1::2]  # names go by subject, so no half of them will do
    half = _written(scratch / "half", [path.read_bytes() for path in first])
    files = _written(scratch / "files", [path.read_bytes() for path in (*first, *second)])
    pairs = zip(first, second, strict=True)
    text = _written(scratch / "text", [_join(pair) for pair in pairs])
    spread = texts.files[:: max(1, len(texts.files) // (2 * joined))][: 2 * joined]
    (long,) = _written(scratch / "long", [_join(spread[: len(spread) // 2])]).files
    (longer,) = _written(scratch / "longer", [_join(spread)]).files
    return Doubled(half, files, text, long, longer)


def _written(folder: Path, contents: Sequence[bytes]) -> Texts:
    folder.mkdir(parents=True)
    for number, content in enumerate(contents):
        (folder / f"{number:04}.txt").write_bytes(content)
    return Texts(folder, tuple(sorted(folder.iterdir())), "")


def _join(paths: Sequence[Path]) -> bytes:
    return b"\n\n".join(path.read_bytes().rstrip() for path in paths) + b"\n"


def twin_rules(folder: Path, shipped: Path = CHECKOUT / "rules") -> Path:
    """A folder with a copy of every shipped rule under another name."""
    for path in sorted(shipped.rglob("*.yaml")):
        copied, count = _ID.subn(r"id: \1-twin", path.read_text("utf-8"), count=1)
        if not count:
            sys.exit(f"{path}: no line `id: …` to give the copy another name by")
        target = folder / path.relative_to(shipped)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(copied, "utf-8", newline="\n")
    return folder


def hook_file(texts: Texts) -> bytes:
    """At most `HOOK_SIZE` bytes of articles in whole lines, as a hook gets one file."""
    content = _join(texts.files[:20])[:HOOK_SIZE]
    return content[: content.rindex(b"\n") + 1]
