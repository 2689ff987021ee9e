"""What a pattern needs is found in it; a text without it is passed over, and nothing is ever missed for that."""

from __future__ import annotations

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from lint.literals import Folded, Sieve, required
from lint.loader import load_rules

WORDS = {"towns": ("Lomma", "Velden"), "marks": ("-", "--")}

NEEDS = {
    r"\A\s*Evening edition, page \d{1,3}\s*\z": [{"evening edition, page "}],
    r"a(?:foo|bar)+x?": [{"foo", "bar"}],
    r"[Tt]he [Cc]at": [{"the cat"}],
    r"foo?bar": [{"fo"}, {"bar"}],
    r"fo{0,1}d": [],
    r"fo{2}": [{"fo"}],
    r"abc+d": [{"abc"}, {"cd"}],
    r"\L<towns>\s": [{"lomma", "velden"}],
    r"\L<marks>": [],
    r"(?i:abc|def)|ghi": [{"abc", "def", "ghi"}],
    r"(?<=foo)bar(?!baz)": [{"bar"}],
    r"\bthe\b the": [{"the the"}],
    "(?x) a b c # a comment\n d": [{"abcd"}],
    r"[^abc]foo[]x]": [{"foo"}],
    r"\x41bc": [{"abc"}],
    r"(?P<a>ab)(?P=a)": [],
    r"(?:ab)?+cd": [{"cd"}],
    r"ab|": [],
    r"x.y": [],
    r"(?e)(?:word){e<=1}": [],
    r"[[a-z]--[aeiou]]foo": [],
}


@pytest.mark.parametrize("pattern", NEEDS)
def test_what_a_pattern_needs(pattern: str) -> None:
    assert [set(need) for need in required(pattern, WORDS.__getitem__)] == NEEDS[pattern]


@pytest.mark.parametrize("text", ["MAẞE", "Maſſe", "İSTANBUL", "\u212aelvin"])
def test_letters_that_fold_in_two_ways_rule_nothing_out(text: str) -> None:
    sieve = Sieve(required(r"(?i)masse|istanbul|kelvin|maße", WORDS.__getitem__))
    assert sieve.passes(Folded(text)) or not regex.search(r"(?i)masse|istanbul|kelvin|maße", text)


PATTERNS = [p for p in NEEDS if "e<=1" not in p]


@given(st.sampled_from(PATTERNS), st.text(alphabet="abcdefox yThe Evnig,pag1ßſLlmVd-\n", max_size=60))
def test_a_text_that_matches_always_passes(pattern: str, text: str) -> None:
    lists = {name: list(entries) for name, entries in WORDS.items() if f"<{name}>" in pattern}
    if regex.search(pattern, text, **lists):  # type: ignore[call-overload]
        assert Sieve(required(pattern, WORDS.__getitem__)).passes(Folded(text))


def test_most_shipped_patterns_need_something() -> None:
    patterns = [rule.checker.pattern for rule in load_rules().rules if rule.kind == "pattern"]  # type: ignore[attr-defined]
    unsifted = [pattern for pattern in patterns if pattern.may_match("")]
    assert len(unsifted) < len(patterns) / 3


def test_every_shipped_rule_passes_its_own_defects() -> None:
    for rule in load_rules().rules:
        if rule.kind != "pattern":
            continue
        for _, example in rule.examples:
            if example.bad is not None:
                assert rule.checker.pattern.may_match(example.bad), rule.id  # type: ignore[attr-defined]
