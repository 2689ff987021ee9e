"""Articles to measure on: made of a small vocabulary, of the length and shape of news, the same for the same number.

Where real text lies beside the checkout, `benchmarks/data.py` takes that instead.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

SEED = 20_210_302
ONE_IN = 2
"""So many articles have one defect among them: about as many as real ones."""

_ROLES = (
    *("the harbour master", "a spokeswoman for the council", "the chief engineer", "the head of the museum"),
    *("a professor of geology", "the owner of the mill", "the conductor", "a lawyer for the tenants", "the coach"),
    *("the minister for transport", "the president of the club", "a fisherman", "the county’s chief planner"),
)
_FIRST = ("Karin", "Ole", "Ana", "Peter", "Lise", "Tomas", "Ruth", "Samuel", "Ines", "Viktor", "Marta", "George")
_LAST = ("Falk", "Brandt", "Lima", "Holm", "Okafor", "Verne", "Sand", "Novak", "Quist", "Farrow", "Amari", "Teller")
_PLACES = (
    *("Lomma", "Tarnby", "Puerto Salinas", "Caleta Sur", "Marrow Bay", "Ostend Road", "Kirkwall", "Sankt Alban"),
    *("the old town", "the northern quay", "the upper valley", "Fell Street", "the capital", "Hollin Green"),
)
_PLURALS = (
    *("passengers", "houses", "workers", "trees", "visitors", "letters", "boats", "pupils", "tickets", "shops"),
    *("engines", "farms", "paintings", "concerts", "seats", "books", "families", "wells", "lorries", "clinics"),
)
_THINGS = (
    *("bridge", "budget", "theatre", "railway", "contract", "survey", "season", "harvest", "court", "hospital"),
    *("report", "tunnel", "library", "strike", "match", "election", "bakery", "orchard", "reservoir", "archive"),
)
_QUALITIES = (
    *("new", "narrow", "expensive", "regional", "quiet", "former", "unfinished", "popular", "second", "wooden"),
    *("public", "modern", "private", "enormous", "cautious", "annual", "local", "damaged", "historic", "empty"),
)
_DID = (
    *("rejected", "opened", "delayed", "praised", "described", "visited", "financed", "closed", "defended"),
    *("criticised", "repaired", "abandoned", "discussed", "photographed", "welcomed", "inspected", "rebuilt"),
)
_DONE = ("sold", "moved", "counted", "damaged", "registered", "replaced", "examined", "protected", "cancelled")
_TO_DO = ("return", "close", "reopen", "change hands", "arrive", "be finished", "go on sale", "follow", "disappear")
_WHEN = (
    *("on Monday", "late last week", "after the storm", "in a letter", "at noon", "for the third time this year"),
    *("during the summer", "before the war", "in March", "a decade ago", "earlier this month", "at the weekend"),
)
_CLAUSES = (
    *("that it would stay closed until spring", "that nobody had asked about the second berth"),
    *("how much the crane would cost the town", "that the last boat leaves before the tide turns"),
    *("why the talks had been put off again", "that four hundred jobs depend on it"),
    *("that the figures were wrong", "what would happen to the garden", "whether the school could pay for it"),
)
_SPEECH = (
    *("We waited for eleven years", "It is cold, it leaks, and everybody loves it", "I would do it again"),
    *("Nobody told us anything", "You cannot build a town on promises", "This is the best news since the flood"),
    *("They simply did not turn up", "The numbers speak for themselves", "My father worked here, and so do I"),
)
_OPENERS = ("However", "Meanwhile", "In the end", "Even so", "According to the council", "Two years later")
_STRAIGHT = str.maketrans("“”’", '""\'')
"""Half of the articles are plain ASCII, as wires send them."""
_LETTERS = "bcdfghjklmnprstvw"

Sentence = Callable[[random.Random], str]


def _name(source: random.Random) -> str:
    return f"{source.choice(_FIRST)} {source.choice(_LAST)}"


def _thing(source: random.Random) -> str:
    return f"{source.choice(_QUALITIES)} {source.choice(_THINGS)}"


def _number(source: random.Random) -> str:
    return f"{source.randint(13, 9_999):,}"


def _reported(source: random.Random) -> str:
    return f"{_name(source)}, {source.choice(_ROLES)}, said {source.choice(_WHEN)} {source.choice(_CLAUSES)}."


def _happened(source: random.Random) -> str:
    who, did, when = source.choice(_ROLES), source.choice(_DID), source.choice(_WHEN)
    return f"{source.choice(_OPENERS)}, {who} {did} the {_thing(source)} in {source.choice(_PLACES)} {when}."


def _spoken(source: random.Random) -> str:
    who = f"{_name(source)}, who has lived in {source.choice(_PLACES)} since {_year(source)}"
    return f"“{source.choice(_SPEECH)},” said {who}."


def _counted(source: random.Random) -> str:
    what = f"{_number(source)} {source.choice(_PLURALS)} were {source.choice(_DONE)} {source.choice(_WHEN)}"
    return f"About {what}, and {_number(source)} more are expected to {source.choice(_TO_DO)}."


def _compared(source: random.Random) -> str:
    price = f"${source.randint(2, 90)}.{source.randint(1, 9)} million"
    return (
        f"The {_thing(source)} cost {price}, while the {_thing(source)} took {source.randint(13, 99)} months to build."
    )


def _invented(source: random.Random) -> str:
    """A name that stands in no list, as news is full of."""
    name = "".join(source.choice(_LETTERS) + source.choice("aeiou") for _ in range(source.randint(2, 4))).capitalize()
    return (
        f"Since {_year(source)}, {name} has {source.choice(_DID)} {_number(source)} {source.choice(_PLURALS)} a year."
    )


def _year(source: random.Random) -> str:
    return str(source.randint(1_950, 2_020))


_SENTENCES: tuple[Sentence, ...] = (_reported, _happened, _spoken, _counted, _compared, _invented)

_SLIPS = ((" the ", " the the "), (", ", " , "), (". ", ".  "), ("“", "â€œ"), (". ", "."), (" and ", " &amp; "))
"""What stands once in a paragraph, and what becomes of it."""
_SLIPS_AMONG_DEFECTS = 0.7
_SCARS = ("Share this with Facebook", "Story continues below advertisement", "Sign up for our daily newsletter")
"""Lines that stand where a paragraph could."""


def sentence(source: random.Random) -> str:
    """A sentence of one of the shapes."""
    return source.choice(_SENTENCES)(source)


def paragraph(source: random.Random) -> str:
    """One to four sentences in a line."""
    return " ".join(sentence(source) for _ in range(source.randint(1, 4)))


def headline(source: random.Random) -> str:
    """A line without an end mark."""
    return f"{source.choice(_ROLES)} {source.choice(_DID)} {_thing(source)}".capitalize()


def article(number: int, length: int = 2_200, *, clean: bool = False) -> str:
    """The article of this number, of about so many characters; a clean one has no defect planted in it."""
    source = random.Random(SEED + number)  # noqa: S311 - to measure with
    parts = [headline(source)]
    while sum(map(len, parts)) < length:
        parts.append(paragraph(source))
    if not clean:
        _plant(source, parts)
    text = "\n\n".join(parts) + "\n"
    return text if source.randrange(2) else text.translate(_STRAIGHT)


def page(number: int, length: int = 11_000) -> str:
    """The Markdown page of this number: sections with lists, links, emphasis, code and tables."""
    source = random.Random(SEED - 1 - number)  # noqa: S311 - to measure with
    parts = [f"# {headline(source)}"]
    while sum(map(len, parts)) < length:
        parts += [f"## {headline(source)}", *(source.choice(_PARTS)(source) for _ in range(source.randint(3, 7)))]
    _plant(source, parts)
    return "\n\n".join(parts) + "\n"


def _plant(source: random.Random, parts: list[str]) -> None:
    """One defect in one of `ONE_IN` texts: a slip in a paragraph, or a line too many."""
    if source.randrange(ONE_IN):
        return
    at = source.randrange(1, len(parts))
    slips = [slip for slip in _SLIPS if slip[0] in parts[at]]
    if slips and source.random() < _SLIPS_AMONG_DEFECTS:
        parts[at] = parts[at].replace(*source.choice(slips), 1)
    else:
        parts.insert(at, source.choice(_SCARS))


def _marked(source: random.Random) -> str:
    """A paragraph with a link, strong words and code in it."""
    words = paragraph(source).split(" ")
    at = source.randrange(len(words))
    words[at] = source.choice(("[{}](https://example.org/{})", "**{}**", "*{}*")).format(words[at], at)
    return " ".join(words) + f" See `{source.choice(_THINGS)}.{source.choice(_DONE)}()`."


def _listed(source: random.Random) -> str:
    return "\n".join(f"- {sentence(source)}" for _ in range(source.randint(2, 6)))


def _coded(source: random.Random) -> str:
    lines = (f"{source.choice(_THINGS)} = {source.choice(_DONE)}({source.randrange(99)})" for _ in range(5))
    return "\n".join(("```python", *lines, "```"))


def _tabled(source: random.Random) -> str:
    rows = (f"| {source.choice(_THINGS)} | {_number(source)} | {source.choice(_PLACES)} |" for _ in range(4))
    return "\n".join(("| what | how many | where |", "| --- | ---: | --- |", *rows))


_PARTS: Sequence[Sentence] = (paragraph, _marked, _marked, _listed, _coded, _tabled)
