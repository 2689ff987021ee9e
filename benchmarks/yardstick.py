"""Work that never changes, of the nature of Copydesk's own: how long that takes says how fast the machine is."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import regex

_WORD = regex.compile(r"\p{L}+(?:[’'-]\p{L}+)*")
_PATTERNS = tuple(
    regex.compile(pattern, regex.IGNORECASE)
    for pattern in (
        r"\b(\w+)\s+\1\b",
        r"(?<=[a-z])[.!?](?=\p{Lu}\p{Ll})",
        r"^(?:share|sign|click|read|watch)\b.*(?:facebook|newsletter|more|below)$",
        r"\$\d+(?:\.\d+)? (?:million|billion)",
        r"[“\"][^”\"\n]{3,80}[,.][”\"] said",
    )
)


@dataclass(frozen=True)
class _Found:
    start: int
    end: int
    text: str


def work(texts: Sequence[str]) -> int:
    """Count words, search patterns and sort what was found, in pure Python and `regex`."""
    total = 0
    for text in texts:
        places: dict[str, list[int]] = defaultdict(list)
        counts: Counter[str] = Counter()
        for number, line in enumerate(text.split("\n")):
            for word in _WORD.findall(line):
                folded = word.casefold()
                counts[folded] += 1
                places[folded].append(number)
        found = [_Found(*match.span(), match[0]) for pattern in _PATTERNS for match in pattern.finditer(text)]
        found.sort(key=lambda one: (one.start, -one.end, one.text))
        total += len(found) + sum(count for count in counts.values() if count > 1) + len(places)
    return total
