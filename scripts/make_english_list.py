"""Write rules/lists/english.txt from the word lists of Debian's packages wamerican and wbritish (SCOWL).

apt-get install wamerican wbritish && python scripts/make_english_list.py
"""

from __future__ import annotations

from pathlib import Path

SOURCES = (Path("/usr/share/dict/american-english"), Path("/usr/share/dict/british-english"))
TARGET = Path(__file__).parent.parent / "rules" / "lists" / "english.txt"
HEADER = """\
# English words, American and British, in small letters, without possessives: what tells a word from a piece of one.
# Source: SCOWL by Kevin Atkinson, as in Debian's wamerican and wbritish; made by scripts/make_english_list.py.
# Copyright 2000-2011 by Kevin Atkinson. Permission to use, copy, modify, distribute and sell these word lists, the
# associated scripts, the output created from the scripts, and its documentation for any purpose is hereby granted
# without fee, provided that the above copyright notice appears in all copies and that both that copyright notice and
# this permission notice appear in supporting documentation. Kevin Atkinson makes no representations about the
# suitability of this array for any purpose. It is provided "as is" without express or implied warranty.
"""


def main() -> None:
    """Merge, fold and sort the words."""
    words = {word.lower() for source in SOURCES for word in source.read_text("utf-8").split("\n") if word}
    kept = sorted(word for word in words if not word.endswith("'s"))
    TARGET.write_text(HEADER + "".join(f"{word}\n" for word in kept), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
