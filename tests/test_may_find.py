"""What a rule that compares blocks or pairs marks tells from a text alone: that it cannot find anything there."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lint import examples, readers
from lint.document import Block, BlockKind, Document, split_lines
from lint.kinds import balance, marks, pairs, repeat, variants
from lint.kinds.base import Setup
from lint.lists import shipped
from lint.loader import load_rules
from lint.readers import TEXT_FORMATS
from lint.readers.reading import Reading
from lint.rule import Rule
from lint.text import Source

Checker = balance.Checker | pairs.Checker | repeat.Checker | variants.Checker

LOADED = load_rules().rules
RULES = {rule.id: rule for rule in LOADED if rule.kind in ("balance", "pairs", "repeat", "variants")}
SETUP = Setup("delete-copy", None, shipped, 1.0)
WAYS: tuple[dict[str, Any], ...] = (
    *({"distance": "adjacent"}, {"distance": "interleaved"}, {"distance": "apart"}, {"match": "prefix"}),
    *({"match": "contained"}, {"match": "credited"}, {"match": "near"}, {"match": "interrupted"}),
)
UNUSUAL = [
    repeat.Checker(repeat.Options(reach=reach, min_words=fewest, min_sentence_words=fewest, **options), SETUP)
    for options in WAYS
    for fewest, reach in ((0, 0), (1, 3), (3, 1))
]
"""Rules of one's own, which take far shorter blocks for copies."""


def checker(rule: Rule) -> Checker:
    """The rule's checker, as what it is."""
    found = rule.checker
    assert isinstance(found, Checker)
    return found


CHECKERS = [*map(checker, RULES.values()), *UNUSUAL]


def honest(document: Document) -> None:
    """Assert that no checker finds what it said cannot be found."""
    for one in CHECKERS:
        if not one.may_find(document.text):
            assert list(one.find(document)) == [], one.options if hasattr(one, "options") else one


EXAMPLES = [(rule.id, example) for rule in LOADED for _, example in rule.examples]


@pytest.mark.parametrize("rule", dict.fromkeys(name for name, _ in EXAMPLES))
def test_nothing_is_found_in_the_examples_of_a_rule_where_nothing_may_be(rule: str) -> None:
    for name, example in EXAMPLES:
        if name == rule:
            honest(examples.read(example.text, example.format))
            if example.good is not None:
                honest(examples.read(example.good, example.format))


PIECES = st.sampled_from(
    (
        *('"', '"', "'", "“", "”", "‘", "’", "''", "’’", "``", "„", "‟", "\x93", "\x94", "â€œ", "â€\x9d", "€", "Ã"),
        *("(", ")", "[", "]", ":", ")", "…", "...", "... more", "— —", "* * *", " ", "  ", "\u00a0", "\t", ". ", ", "),
        *("The ferry lies in port.", "The ferry lies still in port.", "Its engine needs parts.", "the the", "a", "I"),
        *('"We wait," he said. "We go on."', "We wait. We go on.", "“No,” says Ana. “Never.”", "No. Never.", "No"),
        *("he said", "Ana Lima/Getty Images", "(AP Photo/Ana Lima)", "Photo:", "don't", "don’t", "3 km", "5' 10\""),
        *("Привет мир, как дела", "Привет мир, дела", "日本", "K", "İt", "e-mail", "email", "Albira Province"),
        *("Albira province", "und der die das", "Ferry", "Ferry"),
    )
)
LINES = st.lists(PIECES, min_size=1, max_size=6).map("".join)
ENDINGS = st.sampled_from(("\n", "\n\n", "\n\n", "\r\n", "\r", "\n \n"))


@st.composite
def texts(draw: st.DrawFn) -> str:
    """A few lines, some of which stand there again, or begin or end with another one."""
    lines = draw(st.lists(LINES, min_size=1, max_size=4))
    more = draw(st.lists(st.tuples(st.sampled_from(lines), st.sampled_from(["", *lines])), max_size=4))
    order = draw(st.permutations([*lines, *(one + " " * bool(two) + two for one, two in more)]))
    return draw(st.sampled_from(("", "", "\ufeff"))) + "".join(line + draw(ENDINGS) for line in order)


@st.composite
def in_any_blocks(draw: st.DrawFn) -> Document:
    """A text whose lines some reader has put together in its own way, as far as blocks are whole lines."""
    text = draw(texts())
    lines = tuple(split_lines(text))
    blocks: list[Block] = []
    at, group = 0, -1
    while at < len(lines):
        last = min(len(lines) - 1, at + draw(st.sampled_from((0, 0, 0, 1, 2))))
        start, end = lines[at].start, lines[last].end
        content = text[start:end].strip()
        if content:
            start += text[start:end].index(content)
            group += 1 if group < 0 else draw(st.sampled_from((0, 1, 1)))
            kind = draw(st.sampled_from(BlockKind))
            blocks.append(Block(kind, len(blocks), group, start, content, at + 1, last + 1))
        at = last + 1
    return Document(Source("story.txt", text), tuple(blocks))


@settings(max_examples=300)
@given(in_any_blocks())
def test_nothing_is_found_where_nothing_may_be_whatever_the_blocks_are(document: Document) -> None:
    honest(document)


@given(texts(), st.sampled_from(TEXT_FORMATS))
def test_nothing_is_found_where_nothing_may_be_in_any_format(text: str, format_: str) -> None:
    honest(readers.read(Source("story", text), Reading(format_)))


@given(texts())
def test_marks_that_plainly_pair_are_those_in_which_nothing_is_wrong(text: str) -> None:
    for some in (text, *text.split("\n")):
        found = list(marks.marks_of(some))
        assert [mark.span for mark in found] == [match.span() for match in marks.MARK.finditer(some)]
        if marks.shape_of(some) is marks.Shape.NONE:
            assert found == []
        elif marks.shape_of(some) is marks.Shape.PAIRED:
            reader = balance._Reader(some, found)
            assert (reader.problems, reader.open, reader.again, reader.orphans) == ([], [], [], [])


def in_blocks(*contents: str) -> Document:
    """A document of these paragraphs, of one line or more."""
    blocks: list[Block] = []
    start = line = 0
    for index, content in enumerate(contents):
        last = line + content.count("\n")
        blocks.append(Block(BlockKind.PARAGRAPH, index, index, start, content, line + 1, last + 1))
        start, line = start + len(content) + 2, last + 2
    text = "\n\n".join(contents)
    return Document(Source("story.txt", text), tuple(blocks))


LONG = (
    "The ferry will sail again on Friday morning from the northern quay of the old harbour with bread for the islands."
)


@pytest.mark.parametrize(
    ("one", "document"),
    [
        pytest.param(
            balance.Checker(balance.Options("missing"), SETUP),
            in_blocks('Ana asked for "a ticket of 5 €" on Friday.'),
            id="a mark that may be a part of a misread character is none",
        ),
        pytest.param(
            repeat.Checker(repeat.Options("apart", min_words=5, min_sentence_words=0), SETUP),
            in_blocks("* * *\nHello there.", "Nobody is here.", "* * *\nHello there.", "The mill is shut."),
            id="a block may begin above its first word",
        ),
        pytest.param(
            repeat.Checker(repeat.Options(match="prefix", min_words=2), SETUP),
            in_blocks("Passengers... more", "Passengers wait on the quay all day long."),
            id="what is behind the cut stands nowhere else",
        ),
        pytest.param(
            repeat.Checker(repeat.Options(match="near"), SETUP),
            in_blocks(LONG, LONG.replace("will", "will most probably")),
            id="a line with two words more shows fewer of the others",
        ),
        pytest.param(
            repeat.Checker(repeat.Options(match="contained"), SETUP),
            in_blocks("The  boat\nsank today.", "Nobody knew. The boat sank\ttoday. It was old."),
            id="white space may be another",
        ),
        pytest.param(
            repeat.Checker(repeat.Options(match="interrupted"), SETUP),
            in_blocks("“We need parts – and a dock.”", '"We need parts," says Ana Lima, 43. "And a dock."'),
            id="what stands between the parts of a quotation may be another",
        ),
        pytest.param(
            repeat.Checker(repeat.Options(match="interrupted"), SETUP),
            in_blocks("“We need parts. And a dock.”", '"We need parts," she says. "And a dock."', *["No."] * 100),
            id="a long text",
        ),
    ],
)
def test_what_looks_as_if_it_could_not_be_found_may_be(one: Checker, document: Document) -> None:
    assert list(one.find(document))
    assert one.may_find(document.text)


STORY = """Ferry stays in port

The ferry lies in port, and its engine needs parts that nobody makes any more today.

"We wait," said Ana Lima, who sells bread on the quay. "Nobody tells us anything." She went home.

The company (which owns the quay, too) looks for parts. It asked two yards for "help and patience".

Passengers wait in the hall. They play cards, and some of them sleep.
"""
CURLY = STORY.replace(' "', " “").replace('\n"', "\n“").replace('"', "”")


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "One line.",
        STORY,
        STORY.replace("\n", "\r\n"),
        STORY.replace("ferry", "café"),
        "The mill is shut.\n\nThe miller has gone.\n\nThe mayor is glad.\n",
        "He asked: “Did she say ‘never’?”\n\nShe did.\n",
        "\u00a35 (six dollars) is what it costs [as of May].\n\nNobody pays \u00a36.\n",
    ],
)
def test_a_clean_text_is_known_to_be_clean(text: str, rule: str) -> None:
    if RULES[rule].kind == "pairs" and "“" in text:
        return  # only the language of each block tells
    assert not checker(RULES[rule]).may_find(text)


@pytest.mark.parametrize("rule", [name for name, rule in RULES.items() if rule.kind != "pairs"])
def test_curly_marks_that_pair_are_clean_as_well(rule: str) -> None:
    assert not checker(RULES[rule]).may_find(CURLY)


def test_what_a_text_cannot_lack_is_known_of_each_rule_by_itself() -> None:
    text = '"We wait, she said. Nobody came.\n'
    may = {name for name, rule in RULES.items() if checker(rule).may_find(text)}
    assert "missing-closing-quote" in may
    assert "quote-direction" not in may  # straight marks point nowhere
    assert may.isdisjoint(name for name, rule in RULES.items() if rule.kind != "balance")


def test_a_text_of_many_lines_is_left_to_its_blocks_which_tell_sooner() -> None:
    lines = [f"{number} sheep went over the bridge, and {number + 1} came back." for number in range(200)]
    document = readers.read(Source("story.txt", "\n\n".join(lines)))
    for name, rule in RULES.items():
        may_find = checker(rule).may_find(document.text)
        assert may_find is (rule.kind == "repeat" and name != "lifted-quote"), name
        assert list(checker(rule).find(document)) == []


def test_a_text_of_many_interruptions_is_left_to_its_blocks_too() -> None:
    text = " ".join(f'"Number {number}," he said. "It is out."' for number in range(100))
    assert checker(RULES["lifted-quote"]).may_find(text[:1000]) is False
    assert checker(RULES["lifted-quote"]).may_find(text) is True
