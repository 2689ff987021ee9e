"""Where sentences end."""

from __future__ import annotations

import pytest

from lint.sentences import split_sentences

SENTENCES = [
    ["The council met.", "It put off the vote."],
    ["Why?", "Because of the rain!", "So it was said…", "Nobody knew."],
    ["“We won.”", "They cheered."],
    ["“Stop!” she said."],
    ["It closed (at last.)", "“Good,” he said."],
    ["Dr. Hale met J. R. Ruiz of the U.S. Navy in St. Mary."],
    ["It began at 5 p.m. and ended late."],
    ["It rose by 3.5 per cent.", "2019 was worse."],
    ["It was only I.", "Nobody else came."],
    ["No end mark"],
    [],
]


@pytest.mark.parametrize("sentences", SENTENCES, ids=" ".join)
def test_a_text_is_split_into_its_sentences(sentences: list[str]) -> None:
    for gap in (" ", "\n", "  "):
        text = gap + gap.join(sentences) + gap
        assert [text[span.start : span.end] for span in split_sentences(text)] == sentences
