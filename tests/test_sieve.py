"""The prefilter: wherever a pattern matches, what is looked for in its place is found."""

from __future__ import annotations

import functools
from typing import Any

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from lint import engine, rulestore
from lint.examples import read
from lint.lineup import Lineup
from lint.places import EVERYWHERE
from lint.rule import Rule
from lint.sieve.alphabet import CHARACTERS, OTHER, byte_of, encode
from lint.sieve.making import compile_plan
from lint.sieve.plan import Look
from lint.sieve.repeats import repeats, words_of
from lint.sieve.scanner import MOST_ENDS
from lint.sieve.sifting import Sieve, load
from lint.sieve.syntax import NotUnderstood, one_of, parse
from lint.sieve.tandem import tandem

LISTS = {"fruit": ["Apfel", "fig tree", "ķirsis"], "doubles": ["the", "of", "in the"]}
PATTERNS = [
    *(r"abc", r"(?i)Kiss", r"a[bc]{2}d", r"[^a]bc", r"a(?:b|cd)+e", r"(?<=a)bc", r"(?<!a)bc", r"bc(?=d)", r"bc(?!d)"),
    *(r"\Aabc", r"abc\Z", r"^\s*abc$", r"(?m)^ab$", r"\babc\b", r"\b‘?abc", r"a\Bb", r"(?s)a.b", r"a.b", r"a\Kbc"),
    *(r"\L<fruit>", r"(?i)\L<fruit>s?", r"(?P<w>\L<doubles>) (?P=w)", r"(?P<w>\p{Ll}{2,}+) (?P=w)(?!\p{L})"),
    *(r"(?x) a b [ ] c  # a comment", r"(?i:a)b", r"\p{Lu}\p{Ll}{2,}", r"[^\W\d_]{3}[.,]", r"“[^”]{1,9}”", r"a{3,12}b"),
    *(
        r"(?P<q>['\"])a(?P=q)",
        r"(?&n)-(?&n)(?(DEFINE)(?P<n>ab|cd))",
        r"(a)?b(?(1)c|d)",
        r"a(?=[^\n]*x)b",
        r"é+ç",
        r"łó",
    ),
    *(
        r"(?<![\p{L}\d])(?:ab|cd)(?![\p{L}\d]|\.\p{L})",
        r"(?:(?<=a)|b)c(?:(?=d)|e)",
        r"\x41\u0042",
        r"[\t\xa0 ]+$",
        r"a||b",
    ),
    *(
        r"\A(?=[^\n]{0,90}?(?:spam|ham))[^\n]+",
        r"(?>ab|a)b",
        r"a*+b",
        r"(?:a{2}){2}",
        r"[\]a-]b",
        r"\R?ab",
        r"[[:alpha:]]b",
    ),
    r"[ \n](?P<span>(?P<word>\p{Ll}{2,}+)(?:[ \t]+|(?P<break>[ \t]*\n[ \t]*))(?P=word)(?![\p{L}])(?(break)[ \t]+))",
]
LETTERS = "abcdeABC kKsSiIſıİK\n\r\t \xa0'\"“”‘’.,-xfgéçłóķ?\ufeff"
WORDS = [
    "abc",
    "bc",
    "the the",
    "in the in the",
    "Apfel",
    "fig tree",
    "ham",
    "ab-cd",
    "AB",
    "aaaab",
    "kiss",
    "a.b",
    "łó",
]
TEXTS = st.lists(st.one_of(st.text(LETTERS, max_size=6), st.sampled_from(WORDS), st.text(max_size=2)), max_size=12)


def looked_for(patterns: list[str]) -> Sieve:
    """A sieve for patterns, each as a rule of its own name."""
    compiled = compile_plan({pattern: [Look(pattern, False, LISTS.__getitem__)] for pattern in patterns})
    loaded = load(compiled)
    assert loaded is not None
    return loaded


@functools.cache
def matching(pattern: str) -> regex.Pattern[str]:
    """A pattern with the lists that it names."""
    names: dict[str, Any] = {name: LISTS[name] for name in regex.findall(r"\\L<(\w+)>", pattern)}
    return regex.compile(pattern, **names)


@functools.cache
def of_constructs() -> Sieve:
    """What sifts for the table of patterns."""
    return looked_for(PATTERNS)


@functools.cache
def of_rules() -> tuple[tuple[Rule, ...], Sieve]:
    """All shipped rules, and what sifts for them."""
    lineup = rulestore.load().rules
    assert isinstance(lineup, Lineup)
    sifter = lineup.sifter(make=True)
    assert isinstance(sifter, Sieve)
    return tuple(lineup), sifter


@settings(max_examples=600, deadline=None)
@given(TEXTS.map("".join))
def test_wherever_a_pattern_matches_it_is_not_ruled_out(text: str) -> None:
    sifter = of_constructs()
    found = sifter.sift(text)
    for pattern in PATTERNS:
        for match in matching(pattern).finditer(text):
            if match.group():
                assert pattern in sifter.always or pattern in found, (pattern, text)


@settings(max_examples=300, deadline=None)
@given(TEXTS.map("".join))
def test_what_is_found_ends_where_the_match_stands(text: str) -> None:
    """In the block of the match, or right behind it: so that no other block need be searched."""
    found = of_constructs().sift(text)
    for pattern in (r"abc", r"bc(?!d)", r"\babc\b", r"“[^”]{1,9}”"):
        for match in regex.finditer(pattern, text):
            ends = found[pattern]
            assert ends is not None
            assert any(match.start() <= end <= match.end() for end in ends)


@pytest.mark.parametrize("pattern", [r"(?|a|b)c", r"[a&&b]c[[x]]", r"(*PRUNE)a", r"\Xa", r"(a", r"(?P>x"])
def test_a_construct_that_is_not_understood_rules_nothing_out(pattern: str) -> None:
    with pytest.raises(NotUnderstood):
        parse(pattern, False, LISTS.__getitem__)
    assert looked_for([pattern, "abc"]).always == {pattern}


def test_what_stands_in_every_text_is_not_looked_for() -> None:
    loops = [r"\p{Ll}+ \p{Ll}+", r"\w", r"[^x]{5}", r"(?:a|)", r"\s"]
    assert looked_for([*loops, "abc"]).always == set(loops)


def test_an_expression_that_no_scanner_can_hold_is_weakened_or_given_up() -> None:
    large = "(?:" + "|".join(f"{letter}{{2,60}}[^{letter}]{{3,90}}" for letter in "abcdefghijklmnopq") + "){3,50}z"
    text = "aabbb" * 80 + "z"
    assert regex.search(large, text)
    sifter = looked_for([large, "abc"])
    assert large in sifter.always or large in sifter.sift(text)
    assert "abc" in sifter.sift("abc")


@given(st.characters(), st.characters())
def test_letters_that_regex_takes_for_each_other_share_a_byte(one: str, other: str) -> None:
    for letter, same in ((one, other), (one, one.lower()), (one, one.upper()), (one, one.swapcase())):
        if len(same) == 1 and regex.fullmatch(regex.escape(letter), same, regex.IGNORECASE):
            assert byte_of(same) in one_of(letter, True)


def test_each_character_of_the_alphabet_has_a_byte_of_its_own() -> None:
    assert [byte_of(character) for character in CHARACTERS] == list(range(256))
    assert byte_of("ж") == OTHER


@given(st.text())
def test_an_encoded_text_has_a_byte_for_each_code_point(text: str) -> None:
    assert len(encode(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "words", "said_twice"),
    [
        ("the ferry left", (1, 1), False),
        ("the the ferry", (1, 1), True),
        ("The the, ferry", (1, 1), True),
        ("of the of the bay", (1, 1), False),
        ("of the of the bay", (2, 9), True),
        ("so he went home and then so he went away", (4, 99), False),
        ("he went home at six he went home at six", (4, 99), True),
        ("go home at six. Go home at six", (4, 99), True),
        ("на на", (1, 1), True),
        ("на но", (1, 1), False),
    ],
)
def test_words_said_twice_in_a_row(text: str, words: tuple[int, int], said_twice: bool) -> None:
    assert repeats(words_of(text, encode(text)), words) is said_twice


def test_a_pattern_tells_how_many_words_it_says_twice() -> None:
    counts = {
        r"(?<=[ ])(?P<w>\p{L}+) (?P=w)(?!\p{L})": (1, 1),
        r"^(?P<s>\p{L}+(?: \p{L}+){3,}) (?P=s)$": (4, 1000),
        r"(?P<w>\p{L}+) (?P=w)": None,  # may be parts of words
        r"(?<= )(?P<w>\p{L}+)-(?P=w)(?!\p{L})": None,
        r"(?<= )(?P<w>\p{L}+) (?P=w)(?!\p{L})|abc": None,
    }
    assert {pattern: tandem(parse(pattern, False, LISTS.__getitem__)) for pattern in counts} == counts


def test_every_rule_is_asked_about_its_own_examples_and_says_the_same_where_it_looks() -> None:
    """The rules' examples, with the line endings that files have."""
    rules, sifter = of_rules()
    for rule in rules:
        for _, example in rule.examples:
            for ending in ("\n", "\r\n", "\r"):
                document = read(example.text.replace("\n", ending), example.format)
                everything = list(rule.find(document, EVERYWHERE))
                asked = {one.id: places for one, places in Lineup([rule], sifter).candidates(document.text)}
                there = list(rule.find(document, asked[rule.id])) if rule.id in asked else []
                assert there == everything, (rule.id, example.text)


def test_a_byte_order_mark_hides_no_beginning() -> None:
    rules, sifter = of_rules()
    for rule in rules:
        for _, example in rule.examples:
            document = read("\ufeff" + example.text, example.format)
            with_sifter = engine.check(document, Lineup([rule], sifter))
            assert with_sifter == engine.check(document, Lineup([rule], asks_all=True)), (rule.id, example.text)


def test_few_rules_are_asked_about_every_text() -> None:
    rules, sifter = of_rules()
    kinds = {rule.kind for rule in rules if rule.id in sifter.always}
    assert kinds <= {"balance", "repeat", "pairs", "variants", "suppression", "mojibake"}


@settings(max_examples=40, deadline=None)
@given(TEXTS.map("".join))
def test_all_rules_together_find_the_same_in_any_text(text: str) -> None:
    rules, sifter = of_rules()
    document = read(text, "plain")
    everything = engine.check(document, Lineup(rules, asks_all=True))
    assert engine.check(document, Lineup(rules, sifter)) == everything
    assert engine.check(document, rules) == everything


def test_a_text_that_is_made_of_matches_is_searched_everywhere_and_takes_no_more_memory() -> None:
    found = looked_for(["abc", "xyz"]).sift("abc" * (MOST_ENDS + 5) + "xyz")
    assert found["abc"] is None
    assert found["xyz"] is not None


def test_what_was_compiled_is_plain_data_that_can_be_loaded_again() -> None:
    compiled = compile_plan({"a": [Look("abc", False, LISTS.__getitem__)], "b": None})
    loaded = load(compiled)
    assert loaded is not None
    assert (loaded.sift("xabcx"), loaded.always) == ({"a": [3]}, frozenset("b"))
    assert compiled is not None
    plan, databases = compiled
    for damaged in (None, (), (plan, ()), (plan, (b"junk",)), (plan, (databases[0][:-9],)), ("x", databases)):
        assert load(damaged) is None
