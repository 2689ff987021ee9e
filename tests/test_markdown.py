"""What is prose in Markdown, where it stands, and that no fix changes the page around it."""

from __future__ import annotations

import tarfile
import time
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pyromark
import pytest
import regex
import yaml
from hypothesis import given
from hypothesis import strategies as st
from support import DATA, PIECES, match, rule_that_says, sound

from lint import engine, fixer, readers
from lint.document import Document
from lint.finding import Match, Safety
from lint.kinds.base import Finder
from lint.loader import load_rules
from lint.places import EVERYWHERE, Places
from lint.readers.markdown import masks, read, runs
from lint.readers.markdown.events import OPTIONS, Events
from lint.readers.reading import Reading
from lint.rule import Rule
from lint.text import Source
from scripts.check_rendering import is_whole, mend, shape

CASES: dict[str, Any] = yaml.safe_load((DATA / "markdown" / "cases.yaml").read_text("utf-8"))
PLACEHOLDER = regex.compile("[\U000f0000-\U000ffffd]")


def markdown(text: str, path: str = "page.md", *, front_matter: bool = False) -> Document:
    return read(Source(path, text), Reading(front_matter=front_matter))


def texts(document: Document) -> list[str]:
    return [PLACEHOLDER.sub("◻", block.text) for block in document.blocks]


def outers(text: str) -> list[str | None]:
    """What goes with each block."""
    blocks = markdown(text).blocks
    return [None if block.outer is None else text[slice(*block.outer)] for block in blocks]


@pytest.mark.parametrize("name", CASES)
def test_the_prose_of_a_page(name: str) -> None:
    case = CASES[name]
    document = markdown(case["source"], case.get("path", "page.md"))
    sound(document)
    kinds = [block.kind.value for block in document.blocks]
    assert [list(pair) for pair in zip(kinds, texts(document), strict=True)] == case["blocks"]


class Page(HTMLParser):
    """The words of a rendered page, without those of code, formulas and the like."""

    LEFT_OUT = frozenset(("code", "kbd", "pre", "span", "div", "sup"))

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self._left_out: list[str] = []

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A break, a picture or a ruler."""
        self.said.append(" ")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what is left out; blocks stand apart."""
        is_address = tag == "a" and any(str(value).startswith("http") for _, value in attrs)
        is_left_out = is_address or (tag in self.LEFT_OUT and (tag, attrs) != ("sup", []))
        if tag not in ("br", "img"):  # as they are written in HTML inside Markdown
            self._left_out.append(tag if is_left_out else "")
        if tag not in ("a", "b", "em", "strong", "del", "sup"):
            self.said.append(" ")

    def handle_endtag(self, tag: str) -> None:
        """Each closes the last one that was opened."""
        self._left_out.pop()

    def handle_data(self, data: str) -> None:
        """Keep what the page says."""
        if not any(self._left_out):
            self.said.append(data)


RENDERED = (
    *("paragraphs and soft breaks", "hard breaks", "emphasis, links and struck text", "entities and escapes"),
    *("code, formulas and addresses in a sentence", "headings", "quotations", "lists", "tables", "alerts"),
    *("blocks of code stand between others", "rules and definitions of links are nothing"),
    *("html in a sentence", "comments leave one space", "a picture alone", "a picture in a sentence"),
    *("pictures at the edges of a paragraph", "a picture between sentences", "a picture on the line of its caption"),
)


@pytest.mark.parametrize("name", RENDERED)
def test_what_is_read_is_what_the_rendered_page_says(name: str) -> None:
    page = Page()
    page.feed(pyromark.html(CASES[name]["source"], options=OPTIONS | pyromark.Options.ENABLE_MATH))
    document = markdown(CASES[name]["source"])
    said = " ".join(text for text, block in zip(texts(document), document.blocks, strict=True) if block.is_shown)
    assert said.replace("◻", " ").split() == "".join(page.said).split()


OUTER = {  # a source, and what goes with each of its blocks
    "a paragraph": ("One\n*two*\n\nThree", ["One\n*two*", "Three"]),
    "a heading with its marks": ("# One #\n\nTwo\n---\n", ["# One #", "Two\n---"]),
    "a quotation with all that it holds": ("> One\n> two\nthree\n\nFour", ["> One\n> two\nthree", "Four"]),
    "a paragraph of a quotation": ("> One\n>\n> two", ["> One", "> two"]),
    "an item of a list": ("- one\n- two\n\nEnd", ["- one", "- two", "End"]),
    "a list with its only item": ("1. one\n\nEnd", ["1. one", "End"]),
    "not the first number": ("1. one\n2. two", [None, "2. two"]),
    "not what stands beside a marker": ("- one\n\n  two", [None, "  two"]),
    "not a cell": ("|a|\n|-|\n|b|", [None, None]),
    "not a footnote or its mark": ("One[^1]\n\n[^1]: two", [None, None]),
    "not what attributes are for": ("One\n{: .a}\n\nTwo\n\n# Three\n{: #b}\nFour", [None, "Two", None, None]),
    "not what has an address": ("# One {#a}\n\nTwo {#b}\n\n*Three*{: #c}\n\nFour", [None, None, None, "Four"]),
    "not what keeps a ruler from the top": ("One\n\n---\n\nTwo\n\n---", [None, "Two"]),
    "not the aim of a link": ('<a id="x"></a>One', [None]),
    "not one of two tags": ("<i>One\n\nTwo</i>", [None, None]),
    "the words beside a picture": ("![A](a.jpg) *One*", [None, " *One*"]),
    "the words below a picture": ("![A](a.jpg)\\\nOne\n\nTwo", [None, "\\\nOne", "Two"]),
    "the words above a picture": ("> One\n> [![A](a.jpg)](/b)", ["One\n> ", None]),
    "the words in a picture's link": ("[![A](a.jpg) One](/b)", [None, " One"]),
    "not words whose emphasis holds a picture too": (
        "One *two ![A](a.jpg)\nthree*",
        ["One *two ![A](a.jpg)\nthree*", None],
    ),
}


@pytest.mark.parametrize("name", OUTER)
def test_what_goes_with_a_block(name: str) -> None:
    text, expected = OUTER[name]
    assert outers(text) == expected


FRONT = {  # front matter, and what is prose in it
    "plain and quoted": ("---\ntitle: One two\ndescription: 'It''s'\nlayout: x\n---\n", ["One two", "It's"]),
    "folded": ('---\nsummary: >-\n  One\n  two\nexcerpt: "a\\tb"\n---\n', ["One\ntwo", "a b"]),
    "broken": ("---\ntitle: [\n---\n", []),
    "nested": ("---\nseo:\n  title: no\ndek: yes\n---\n", ["yes"]),
    "toml": ("+++\ntitle = \"One\"\nsubtitle = 'Two'\n[a]\nsummary = 'no'\n+++\n", ["One", "Two"]),
}


@pytest.mark.parametrize("name", FRONT)
def test_titles_and_descriptions_are_prose_where_asked(name: str) -> None:
    text, expected = FRONT[name]
    assert texts(markdown(text + "Body.")) == ["Body."]
    document = markdown("\ufeff" + text + "Body.", front_matter=True)
    sound(document)
    assert texts(document) == [*expected, "◻", "Body."]
    assert not any(block.is_shown or block.outer for block in document.blocks[:-2])


def test_a_byte_order_mark_and_stray_bytes_spoil_nothing() -> None:
    document = read(
        Source.decode("a.md", b"\xef\xbb\xbf# One \xff\n\n*tw\xc3o* \xe2\x80\x9cthree\xe2\x80\x9d \0 end\n")
    )
    assert [block.text for block in document.blocks] == ["One \udcff", "tw\udcc3o “three” \0 end"]
    sound(document)


def test_comments_are_reported() -> None:
    text = "A <!-- one --> b\n\n<!-- two -->\n\n{# three #}\n"
    assert [(text[slice(*c.source)], c.text) for c in markdown(text).comments] == [
        ("<!-- one -->", "one"), ("<!-- two -->", "two"), ("{# three #}", "three")
    ]  # fmt: skip
    assert [c.text for c in markdown("{/* four */}", "a.mdx").comments] == ["four"]


PLACES = {  # a word in the text, and where it stands in the source
    "emphasis": ("a *the the* b", "the the", "the the"),
    "over emphasis": ("a *the* the b", "the the", "the* the"),
    "an entity": ("a &amp; the b", "& the", "&amp; the"),
    "an escape": (r"a \* the b", "* the", r"\* the"),
    "a soft break in a quotation": ("> a the\n> the b", "the\nthe", "the\n> the"),
    "a cell": ("|a|\n|-|\n|the the|", "the the", "the the"),
    "beyond ASCII": ("日本 “𝒳” *the the*", "the the", "the the"),
}


@pytest.mark.parametrize("name", PLACES)
def test_a_finding_stands_at_its_place(name: str) -> None:
    text, words, expected = PLACES[name]
    document = markdown(text)
    start = document.text.index(words)
    (finding,) = engine.check(document, [rule_that_says("rule", match(start, start + len(words)))]).findings
    assert text[slice(*finding.span)] == expected


class Replaces(Finder):
    """A checker that replaces the first place of some words."""

    def __init__(self, words: str, replacement: str) -> None:
        self.words, self.replacement = words, replacement

    def find(self, document: Document, places: Places = EVERYWHERE) -> Iterator[Match]:
        """The place, with the edit."""
        start = document.text.find(self.words)
        if start >= 0:
            end = start + len(self.words)
            yield match(start, end, (start, end, self.replacement))


def edited(text: str, words: str, replacement: str) -> tuple[str, list[str]]:
    """The source after a fix replaces words of its text, and why that was refused."""
    rule = replace(rule_that_says("rule"), checker=Replaces(words, replacement))
    fixed = fixer.fix(markdown(text), [rule], readers.read)
    return fixed.document.source.text, [refusal.reason for refusal in fixed.refused]


@pytest.mark.parametrize(
    ("text", "words", "replacement", "expected"),
    [
        ("a *teh* b", "teh", "the", "a *the* b"),
        ("> a teh\n> b &amp; c", "&", "und", "> a teh\n> b und c"),
        (r"one\* two", "one* two", "three", "three"),
        ("- one\n- two\n- three", "two", "", "- one\n- three"),
        ("> - one\n> - two\n> - three", "two", "", "> - one\n> - three"),
        ("> One\n>\n> Two\n\nEnd", "Two", "", "> One\n>\n\nEnd"),
        ("One\n\n> Two\n\nEnd", "Two", "", "One\n\nEnd"),
        ("![A](a.jpg)\\\nOne\n\nEnd", "One", "", "![A](a.jpg)\n\nEnd"),
    ],
)
def test_an_edit_changes_its_words_and_nothing_else(text: str, words: str, replacement: str, expected: str) -> None:
    assert edited(text, words, replacement) == (expected, [])


@pytest.mark.parametrize(
    ("text", "words", "replacement"),
    [
        ("a b c", "b", "*b*"),
        ("a\nb", "b", "- b"),
        ("- one\n\nTwo\n\n- three", "Two", ""),  # two lists would be one
        ("- one\n\n- two", "two", ""),  # the other would stand as close as in a list without blank lines
        ("- one\n\nTwo\n\n  three", "Two", ""),  # the last would be the item's
        ("    a\n\nTwo\n\n    b", "Two", ""),
    ],
)
def test_an_edit_that_changes_the_markup_is_refused(text: str, words: str, replacement: str) -> None:
    assert edited(text, words, replacement) == (text, ["its fix would change the markup around it"])


@cache
def rules(*names: str) -> tuple[Rule, ...]:
    loaded = load_rules()
    return tuple(rule for rule in loaded.rules if not names or rule.id in names)


CAPTION = "Cranes stand idle at the gates of the port"
COPIES = [
    f"![{CAPTION}](a.jpg)\n\n{CAPTION}\n\nText.",
    f"![{CAPTION}](a.jpg)\n{CAPTION}\n\nText.",
    f"![{CAPTION}](a.jpg) {CAPTION}\n\nText.",
    f"![{CAPTION}](a.jpg)\n\n*{CAPTION}*\n\nText.",
    f"[![{CAPTION}](a.jpg)](/b)\n*{CAPTION}*\n\nText.",
    f"> ![{CAPTION}](a.jpg)\n> {CAPTION}\n\nText.",
    f'[caption id="a"]![{CAPTION}](a.jpg) {CAPTION}[/caption]\n\nText.',
    f'[caption id="a"]![](a.jpg) {CAPTION} {CAPTION}[/caption]\n\nText.',
]


@pytest.mark.parametrize("text", COPIES)
def test_a_caption_that_stands_twice_is_found_and_mended(text: str) -> None:
    after, findings = mend(Source("a.md", text), rules("repeated-block"), unsafe=True)
    assert [finding.rule for finding in findings] == ["repeated-block"]
    assert after.count(CAPTION) == 1
    assert "a.jpg" in after
    assert after.endswith("Text.")
    assert is_whole(text, after)


def test_front_matter_that_is_no_yaml_is_read_by_lines() -> None:
    text = "---\ntitle: It was: no\ntags: a: b\nsummary: 'One'\ndek: Two\n  three\nexcerpt: Four\n---\n\nFive."
    assert texts(markdown(text, front_matter=True)) == ["It was: no", "Four", "◻", "Five."]


@pytest.mark.parametrize(("target", "safety"), [("a.md", Safety.SAFE), ("b.md#c", Safety.UNSAFE)])
def test_a_copy_that_leads_elsewhere_is_no_safe_deletion(target: str, safety: Safety) -> None:
    text = f"Text.\n\n[{CAPTION}](a.md)\n\n[{CAPTION}]({target})\n\nMore."
    (finding,) = engine.check(markdown(text), rules("repeated-block")).findings
    assert finding.fix
    assert finding.fix.safety is safety


CREDITED = "The old mill stands by the river in Lomma. (AP Photo/Ana Lima)"


@pytest.mark.parametrize(
    ("page", "count"),
    [
        (f"{CREDITED}\n\nMore of the story.", 1),
        (f"![Mill](m.jpg)\n*{CREDITED}*\n\nMore of the story.", 0),
        (f"![](m.jpg)\n\n{CREDITED}\n\nMore of the story.", 0),
        (f"[caption id='a']![](m.jpg) {CREDITED}[/caption]\n\nMore of the story.", 0),
    ],
)
def test_a_caption_beside_its_picture_is_no_lost_one(page: str, count: int) -> None:
    assert len(engine.check(markdown(page), rules("caption-with-credit")).findings) == count


def test_cells_and_items_may_say_the_same() -> None:
    text = f"|{CAPTION}|{CAPTION}|\n|-|-|\n|{CAPTION}|b|\n\n- {CAPTION}\n- {CAPTION}\n"
    assert engine.check(markdown(text), rules("repeated-block")).findings == ()


DEFECTS = {  # what is planted, and what becomes of it
    "the the ferry": "the ferry",
    "It left.Then the rain came": "It left. Then the rain came",
    "the boat , which sank": "the boat, which sank",
    "â€œGoneâ€\x9d": "“Gone”",
}
PLACES_ON_A_PAGE = [
    "{}", "*{}*", "**Note** {} `code`", "> {}\n> and more.", "- {}\n- *{}*", "1. x\n\n   {}\n2. y", "# {}",
    "| a | {} |\n|---|---|\n| {} | `b` |", "[{}](/a 'b') &amp; more", "![x y z](a.jpg)\n{}", "- [ ] {}\n  > {}",
]  # fmt: skip


@pytest.mark.parametrize("place", PLACES_ON_A_PAGE)
@pytest.mark.parametrize("defect", DEFECTS)
def test_a_mended_page_differs_only_in_the_mended_words(defect: str, place: str) -> None:
    around = "Before *it* all, `the the` sea was calm.\n\n{}\n\n```\nthe the\n```\n\nAfter it the sea was calm.\n"
    text, expected = (around.format(place.replace("{}", f"When {w} we saw it.")) for w in (defect, DEFECTS[defect]))
    chosen = rules("doubled-word", "glued-sentences", "space-before-punctuation", "misread-utf8", "repeated-word")
    after, findings = mend(Source("a.md", text), chosen, unsafe=False)
    assert findings
    assert after == expected
    assert shape(after) == shape(text)


FURNITURE = "Share this with Facebook"
HOUSES = [
    "One.\n\n{}\n\nTwo.", "> One.\n>\n> {}\n\nTwo.", "> {}\n\nTwo.", "- One\n- {}\n- Two\n", "- {}\n\nTwo.",
    "One.\n\n*{}*\n\n***\n",
    "1. One.\n\n   {}\n\n   Two.\n2. Three.", "One.\n\n[{}](/)\n\n    code\n", "## Head\n{}\n\n| a |\n|---|\n| b |\n",
    "- a\n\n{}\n\n- b", "- a\n\n  {}\n- b", "> a\n\n{}\n\n> b",
]  # fmt: skip


@pytest.mark.parametrize("house", HOUSES)
def test_furniture_goes_with_all_that_holds_nothing_else(house: str) -> None:
    text = house.format(FURNITURE)
    after, findings = mend(Source("a.md", text), rules("bbc-furniture"), unsafe=True)
    assert findings
    assert is_whole(text, after)
    assert after == text or FURNITURE not in after
    assert after == text or regex.findall(r"\w+", after) == regex.findall(r"\w+", text.replace(FURNITURE, ""))


def test_all_rules_leave_a_page_whole() -> None:
    text = "\n\n".join(house.format(defect) for house in HOUSES for defect in (FURNITURE, *DEFECTS, CAPTION))
    after, findings = mend(Source("a.md", text), rules(), unsafe=True)
    assert len(findings) > len(HOUSES)
    assert after != text
    assert is_whole(text, after)


REAL = Path(__file__).parent.parent.parent / "shared" / "data" / "speed" / "md.tar.gz"


@pytest.mark.skipif(not REAL.exists(), reason="the data for measuring is not beside this checkout")
def test_real_pages_stay_whole() -> None:
    chosen = rules("doubled-word", "doubled-space", "space-before-punctuation", "glued-sentences", "misread-utf8")
    changed = 0
    with tarfile.open(REAL) as archive:
        for member in [m for m in archive.getmembers() if m.name.endswith(".md")][::40]:
            file = archive.extractfile(member)
            assert file is not None
            text = Source.decode("a.md", file.read()).text.replace(" the ", " the  the ").replace(", ", " , ")
            sound(markdown(text))
            after, _ = mend(Source("a.md", text), chosen, unsafe=True)
            changed += after != text
            assert is_whole(text, after), member.name
    assert changed > 10


TROUBLE = (
    *(
        "*",
        "**",
        "_",
        "`",
        "``",
        "[",
        "]",
        "![",
        "](",
        "](a 'b')",
        "<",
        ">",
        "<b>",
        "</b>",
        "<code>",
        "</code>",
        "<br>",
    ),
    *(
        "<!--",
        "-->",
        "\n",
        "\n\n",
        "> ",
        "- ",
        "1. ",
        "    ",
        "\t",
        "# ",
        "---\n",
        "***\n",
        "|",
        "|-|\n",
        "\\",
        "&amp;",
    ),
    *("&#0;", "$", "$$", "~~", "[^1]", "\n[^1]: ", "\n: ", "```\n", "[a]: b\n", "{{", "}}", "{%", "%}", "{# ", "#}"),
    *("{.a}", "[caption a]", "[/caption]", ":::", "\r", "\r\n", "\ufeff", "\0", "\udc80", "é", "𝒳", "the the ", "a.b "),
    *("import ", "{", "}", "<A ", "/>", "[x] ", "<http://a.b>", "<img>", "---\ntitle: a\n---\n", "+++\n"),
    *("title: >\n  a\n", "{% highlight %}", "{% endhighlight %}", "[gallery]"),
)
PAGES = st.lists(st.sampled_from((*TROUBLE, *PIECES)), max_size=25).map("".join)


@given(PAGES, st.sampled_from(["a.md", "a.mdx"]), st.booleans())
def test_every_text_can_be_read(text: str, path: str, front_matter: bool) -> None:
    sound(markdown(text, path, front_matter=front_matter))


def told(document: Document) -> tuple[object, ...]:
    """All that a document says, but for what its blocks stand in."""
    blocks = [replace(block, container=None) for block in document.blocks]
    return document.text, blocks, document.lines, document.comments, document.prose and document.prose.pieces


@given(PAGES)
def test_a_plain_paragraph_is_read_as_any_other(text: str) -> None:
    expected = told(markdown(text))
    with patch.object(runs, "unusual", lambda text, body, **_: range(body, len(text))):
        assert told(markdown(text)) == expected


@given(PAGES, st.integers(0, 100))
def test_offsets_are_those_of_code_points(text: str, length: int) -> None:
    text = regex.sub("[\ud800-\udfff\0]", "é", text)
    assert Events(text, 0).at(len(text[:length].encode())) == len(text[:length])


@given(PAGES, st.integers(0, 20))
def test_what_begins_a_mask_is_found_wherever_it_stands(text: str, start: int) -> None:
    found, expected = masks._next_opener(text, start), masks._OPENER.search(text, start)
    assert (found and found.span()) == (expected and expected.span())


@given(PAGES, st.integers(0, 60), st.integers(0, 60), st.sampled_from(["", "x", "*", "- ", "\n"]))
def test_no_edit_breaks_a_page(text: str, start: int, end: int, replacement: str) -> None:
    document = markdown(text)
    start, end = sorted((min(start, len(document.text)), min(end, len(document.text))))
    if start == end and not replacement:
        return
    rule = rule_that_says("rule", match(start, end, (start, end, replacement)))
    fixer.fix(document, [rule], readers.read, unsafe=True)


HOSTILE = [
    "[", "*a", ">", "![", "[](", "<!--", "$a", "[^a]", "{%", "{{", "){.a", " ", "<code>", "{% highlight %}", "> ",
    "$^^a", "[caption ", "<a b=\"", "&", "|", "- ", "\\", "`a", "---\n", "{\"", "import {\n\n", "![a](b \"t\") ",
]  # fmt: skip


@pytest.mark.parametrize("path", ["a.md", "a.mdx"])
@pytest.mark.parametrize("piece", HOSTILE)
def test_time_grows_with_the_size_alone(piece: str, path: str) -> None:
    text = piece * (50_000 // len(piece))
    start = time.process_time()
    markdown(text, path)
    assert time.process_time() - start < 5


@pytest.mark.parametrize("piece", ["<div>{{a}}</div>\n\n", "<div><?php a ?></div>\n\n"])
def test_many_blocks_of_html_take_no_more_time_each(piece: str) -> None:
    def seconds(times: int) -> float:
        start = time.process_time()
        markdown(piece * times)
        return time.process_time() - start

    assert min(seconds(20_000) for _ in range(2)) < 6 * min(seconds(5_000) for _ in range(2))


def test_an_attribute_list_that_never_ends_takes_no_time() -> None:
    start = time.process_time()
    markdown("a {" + " #a" * 50_000)
    assert time.process_time() - start < 5
