"""HTML: which text is prose, where each of its characters stands, and that no edit changes the tree around it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from htmltree import letters, letters_of, tree, without_mended
from hypothesis import given
from hypothesis import strategies as st
from support import match, rule_that_says, sound

from lint import engine, fixer
from lint.document import Document
from lint.finding import Safety
from lint.loader import load_rules
from lint.readers import format_of, html, read
from lint.readers.builder import Builder
from lint.readers.html.tokens import RAW, TokenKind, tokens
from lint.readers.reading import Reading
from lint.text import Source, Span

PAGES = Path(__file__).parent / "data" / "html"
OPAQUE = "▢"


def page(text: str, path: str = "page.html") -> Document:
    document = html.read(Source(path, text))
    sound(document)
    return document


def blocks(document: Document) -> list[str]:
    """Each block as its kind and its text, with code and pictures as boxes; a `~` before what readers do not see."""
    return [
        f"{'' if block.is_shown else '~'}{block.kind.value}: " + plain(block.text).replace("\n", "⏎")
        for block in document.blocks
    ]


def plain(text: str) -> str:
    return "".join(OPAQUE if c >= "\U000f0000" else c for c in text)


@pytest.mark.parametrize("path", sorted(PAGES.glob("*.html")), ids=lambda path: path.stem)
def test_a_page_is_read_block_by_block(path: Path) -> None:
    expected = path.with_suffix(".blocks").read_text("utf-8").splitlines()
    assert blocks(page(path.read_bytes().decode())) == expected


TEXTS = {  # a fragment, and the texts of its blocks
    "inline tags are hidden": ("<p>A <b>bold</b> w<i>or</i>d</p>", ["A bold word"]),
    "white space is one space": ("<p>\n  One\n\ttwo  three </p>", ["One two three"]),
    "also across tags": ("<p>One <b> two</b>\n<i> three</i></p>", ["One two three"]),
    "a break is a line": ("<p>One <br> two<br/>three</p>", ["One\ntwo\nthree"]),
    "two breaks end a block": ("<p>One<br><br>two</p>", ["One", "two"]),
    "breaks at the edges are none": ("<p><br>One<br></p>", ["One"]),
    "references": ("<p>Fish &amp; chips &eacute; &#8220;x&#x201D; &#128;</p>", ["Fish & chips é “x” €"]),
    "references without semicolon": ("<p>AT&ampT &copy 2005 &notit;</p>", ["AT&T © 2005 ¬it;"]),
    "broken references stay": ("<p>R&D, a & b, &nosuch; &#; &#x;</p>", ["R&D, a & b, &nosuch; &#; &#x;"]),
    "a hard space is no space": ("<p>10&nbsp;km \u00a0off</p>", ["10\u00a0km \u00a0off"]),
    "a soft hyphen is no part of a word": ("<p>Har&shy;bour\u00adside</p>", ["Harbourside"]),
    "an end tag may be left out": ("<p>One<p>Two<ul><li>a<li>b</ul>", ["One", "Two", "a", "b"]),
    "also in lists of terms": ("<dl><dt>a<dd>b<dt>c<dd>d</dl>", ["a", "b", "c", "d"]),
    "also in tables": ("<table><tr><td>a<td>b<tr><th>c</table>", ["a", "b", "c"]),
    "inline tags may overlap": ("<p><b>One <i>two</b> three</i> four<p>five", ["One two three four", "five"]),
    "or stay open": ("<p><b>One<p>two</b> three", ["One", "two three"]),
    "an end tag that ends nothing": ("One</span> two</b> three</div>", ["One two three"]),
    "one that ends a paragraph that never began": ("One</p>two", ["One", "two"]),
    "bare text between blocks": ("One<div>two</div>three", ["One", "two", "three"]),
    "code in a sentence": ("<p>Run <code>the <b>the</b></code> now", [f"Run {OPAQUE} now"]),
    "code that is never closed": ("<div><p>Run <code>x</p><p>Then</p></div>", [f"Run {OPAQUE}", "Then"]),
    "a drawing": ("<p>One <svg><title/><text>no</text></svg> two", [f"One {OPAQUE} two"]),
    "a drawing that is never closed": ("<div><svg><path></div><p>Two", [OPAQUE, "Two"]),
    "what is no prose stands between": ("<p>One<pre>x\ny</pre><p>Two", ["One", OPAQUE, "Two"]),
    "scripts and styles": ("<p>One<script>'<p>no'</script><style>p{}</style> two", ["One two"]),
    "a script in a comment in a script": ("<script><!--<script></script>no--></script>yes", ["yes"]),
    "a text field": ("<p>One<textarea><p>no</textarea> two", [f"One{OPAQUE} two"]),
    "hidden elements": ("<p>One <span hidden>no <b>no</b></span>two<p hidden>no", ["One two"]),
    "what is hidden from hearing": ("<p>One <i aria-hidden='true'>x</i>two", ["One two"]),
    "a menu": ("<nav><a>no</a></nav><p>One<div role=navigation>no</div>", [OPAQUE, "One", OPAQUE]),
    "a list of links": ("<ul><li><a>a</a><li><a>b</a><li><a>c</a></ul>", [OPAQUE] * 3),
    "a list with text": ("<ul><li><a>a</a><li><a>b</a>!<li><a>c</a></ul>", ["a", "b!", "c"]),
    "links side by side": ("<div><a>News</a> <a>Sport</a></div><p>One", [OPAQUE, "One"]),
    "one link": ("<div><a>Share this</a></div><p>One", ["Share this", "One"]),
    "an address that a script shows": (
        '<p>Write to <a class="__cf_email__" data-cfemail="00">[email&#160;protected]</a>.',
        [f"Write to {OPAQUE}."],
    ),
    "a picture between": ("<p>One<p><img src=a><p>Two", ["One", OPAQUE, "Two"]),
    "a picture in a sentence": ("<p>One <img src=a> two", [f"One {OPAQUE} two"]),
    "a picture at an end": ("<p><img src=a>One <b>two</b> <img src=b></p>", [OPAQUE, "One two", OPAQUE]),
    "what a picture shows": ('<img alt="The &quot;Ara&quot;  at\nsea" title=Quay>', ['The "Ara" at sea', "Quay"]),
    "says it once": ('<img title="At sea" alt="At  sea"><img alt="At" title="At sea">', ["At sea", "At sea"]),
    "no name of a file": ("<img alt=DSC_0012.JPG><p>One", [OPAQUE, "One"]),
    "in a sentence after it": ("<p>One <img alt='At sea'> two", [f"One {OPAQUE} two", "At sea"]),
    "a value with a reference that is none": ("<img alt='a&copy=b &ampc'>", ["a&copy=b &ampc"]),
    "templates": (
        "<p>Dear {{ name }}, <?php echo '<p>' ?>{% if a < b %}hi<% x %>",
        [f"Dear {OPAQUE}, {OPAQUE * 2}hi{OPAQUE}"],
    ),
    "comments of templates": ("<p>One {# no <b> or\n\n# no #}two {#no#}three<p>{# Four", ["One two three", "{# Four"]),
    "templates in tags": ('<p class="<?php x("y") ?>" {% if a > b %}id=x{% endif %}>One', ["One"]),
    "signs of templates that are none": ("<p>{{ a <% b {% c", ["{{ a <% b {% c"]),
    "an angle bracket that is text": ("<p>1 < 2 <3 a<>b", ["1 < 2 <3 a<>b"]),
    "a tag that never ends": ("One<a href='x>two</a>", ["One"]),
    "a comment that never ends": ("One<!-- two", ["One"]),
    "declarations": ("<!doctype html><?xml version='1.0'?><![CDATA[x]]>One</ x>two", ["Onetwo"]),
    "a slash means nothing": ("<div/>One<p/>two", ["One", "two"]),
    "the head": ("<head><title>no</title><meta name=description content=no><p>One", ["One"]),
    "a head that text ends": ("<head>One", ["One"]),
    "the footer of a page": ("<p>One<footer>no</footer>", ["One", OPAQUE]),
    "the footer of an article": ("<article><p>One<footer>Two</footer></article>", ["One", "Two"]),
}  # fmt: skip


@pytest.mark.parametrize("name", TEXTS)
def test_text_is_what_browsers_show(name: str) -> None:
    text, expected = TEXTS[name]
    assert [plain(block.text) for block in page(text).blocks] == expected


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_places_hold_with_any_line_ending(newline: str) -> None:
    text = newline.join(["<p>", "One", "</p>", "<p>two &amp;", "three</p>"])
    document = page(text)
    assert [block.text for block in document.blocks] == ["One", "two & three"]
    for block in document.blocks:
        assert text[slice(*document.source_span(block.span))].split() == block.text.replace("&", "&amp;").split()


def test_text_around_the_article_of_a_page_is_not_read() -> None:
    teaser = "<div><h3>Most read</h3><p>Ferry sails again.</p></div>"
    story = "<p>" + "The council met on Monday. " * 9 + "</p>"
    inside = page(f"{teaser}<article><h1>Dam</h1>{story}</article>{teaser}")
    assert [block.text[:11] for block in inside.blocks] == ["Dam", "The council"]
    teasers = page(f"<article>{teaser}</article><article>{teaser}</article>{story}")
    assert len(teasers.blocks) == 5


def test_cells_and_items_are_lines_below_each_other() -> None:
    document = page("<table><tr><td>a<td>b<tr><td>c</table><ul><li>d<li>e</ul><ol><li>f</ol>")
    assert document.text == "a\nb\nc\n\nd\ne\n\nf"


OUTERS = {  # what goes with each block
    "a paragraph": ("<p>One</p>\n<p>Two</p>", ["<p>One</p>", "<p>Two</p>"]),
    "without its end tag": ("<p>One\n<p>Two\n<h2>Three</h2>", ["<p>One", "<p>Two", None]),
    "what would be left empty": (
        "<div><blockquote><p>One</p></blockquote></div>",
        ["<div><blockquote><p>One</p></blockquote></div>"],
    ),
    "not what holds more": ("<div><p>One</p><p>Two</p></div>", ["<p>One</p>", "<p>Two</p>"]),
    "not what holds a picture": (
        "<figure><img src=a><figcaption><p>One</p></figcaption></figure>",
        [None, "<figcaption><p>One</p></figcaption>"],
    ),
    "not what holds a comment or a script": (
        "<div><!-- x --><p>One</p></div><div><script></script><p>Two</p></div>",
        ["<p>One</p>", "<p>Two</p>"],
    ),
    "not what has an address": (
        "<p id=a>One</p><p><a name=b>Two</a></p><div id=c><p>Three</p></div>",
        [None, None, "<p>Three</p>"],
    ),
    "not what holds such an element": (
        "<section><div id=a></div><p>One</p></section><p>Two<br id=b></p>",
        ["<p>One</p>", None],
    ),
    "no cell and no body": ("<body><p>One</p></body>", ["<p>One</p>"]),
    "nothing for bare text": ("<body>One<div>Two</div></body>", [None, "<div>Two</div>"]),
    "nothing for a cell": ("<table><tr><td>One</td></tr></table>", [None]),
    "the only item with its list": ("<ul><li>One</li></ul>", ["<ul><li>One</li></ul>"]),
    "nothing where bold text goes on": ("<p><b>One</p><p>two</b></p>", [None, None]),
    "nothing for what stands in an attribute": ("<img alt='At sea'>", [None]),
}


@pytest.mark.parametrize("name", OUTERS)
def test_a_block_goes_with_its_element(name: str) -> None:
    text, expected = OUTERS[name]
    assert [block.outer and text[slice(*block.outer)] for block in page(text).blocks] == expected


EDITS = {  # a source, an edit of its text, and the source after it; None where it would cross markup
    "in text": ("<p>One <b>teh</b> sea</p>", (4, 7, "the"), "<p>One <b>the</b> sea</p>"),
    "over a reference": ("<p>A &amp;amp; b</p>", (2, 7, "&"), "<p>A &amp; b</p>"),
    "over a collapsed space": ("<p>One \n two</p>", (3, 4, "-"), "<p>One-two</p>"),
    "escaped": ("<p>One two</p>", (4, 7, '<b> & "'), "<p>One &lt;b&gt; &amp; &quot;</p>"),
    "in an attribute": ("<img alt='a &quot;b'>", (2, 4, '"c"'), "<img alt='a &quot;c&quot;'>"),
    "across a tag": ("<p>One <b>two</b></p>", (3, 7, "x"), None),
    "a block": ("<p>One</p>\n<p>two</p>\n", (5, 8, ""), "<p>One</p>\n"),
}


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_is_made_in_its_place(name: str) -> None:
    text, edit, expected = EDITS[name]
    (finding,) = engine.check(page(text), [rule_that_says("rule", match(edit[0], edit[1], edit))]).findings
    assert finding.fix
    if expected is None:
        assert finding.fix.safety is Safety.MANUAL
    else:
        assert fixer.apply(text, finding.fix.edits) == expected


def test_comments_are_heard() -> None:
    text = "<p>One <!-- copydesk: off --> two</p><!----><!--> <!-- open"
    comments = page(text).comments
    assert [(comment.text, text[slice(*comment.source)]) for comment in comments] == [
        *(("copydesk: off", "<!-- copydesk: off -->"), ("", "<!---->"), ("", "<!-->"), ("open", "<!-- open"))
    ]


def test_title_and_description_are_read_where_asked() -> None:
    text = '<title>Dam &amp; sea</title><meta name=Description content="The &quot;dam&quot;"><body><p>One'
    document = html.read(Source("page.html", text), Reading(front_matter=True))
    assert blocks(document) == ["~heading: Dam & sea", '~heading: The "dam"', "heading: One"]
    assert [block.outer for block in document.blocks[:2]] == [None, None]


def test_a_fragment_is_added_to_a_document_in_another_format() -> None:
    text = "# Dam\n\n<div><p>One &amp; two</div>\n\n<p>not asked"
    builder = Builder(Source("story.md", text))
    html.add(builder, 7, text.index("\n\n<p>"))
    assert [block.text for block in builder.document().blocks] == ["One & two"]
    assert builder.document().blocks[0].outer == Span(7, text.index("\n\n<p>"))


@pytest.mark.parametrize("name", ["a.html", "a.HTM", "a.xhtml"])
def test_files_are_known_by_their_suffixes(name: str) -> None:
    assert format_of(name) == "html"
    assert [block.text for block in read(Source(name, "<p>One</p>")).blocks] == ["One"]


def test_in_xhtml_a_slash_ends_an_element() -> None:
    text = "<title/><script src='x'/><p>One<code/> two</p><![CDATA[ > ]]>"
    assert page(text, "page.xhtml").blocks[0].text.startswith("One")
    assert page(text).blocks == ()


CAPTION = "Cranes stand idle at the gates of the port in Lomma"
REPEATED = load_rules().named("repeated-block")


@pytest.mark.parametrize(
    ("first", "safety"),
    [(f"<figcaption>{CAPTION}</figcaption></figure>", Safety.SAFE), (f"<img alt='{CAPTION}'></figure>", Safety.UNSAFE)],
    ids=["a caption below a picture", "a picture's alternative text"],
)
def test_a_caption_that_stands_again_as_a_paragraph_goes(first: str, safety: Safety) -> None:
    assert REPEATED
    text = f"<figure><img src=a>{first}\n<p>{CAPTION}</p>\n<p>Nobody was hurt.</p>"
    (finding,) = engine.check(page(text), [REPEATED]).findings
    assert finding.fix
    assert finding.fix.safety is safety
    assert fixer.apply(text, finding.fix.edits) == text.replace(f"<p>{CAPTION}</p>\n", "")


TROUBLE = (
    *("word", "a.B", " ", "\n", "\r\n", "\t ", "\u00a0", "é", "the the", "&amp;", "&nbsp;", "&#8220;", "&am", "&"),
    *("<p>", "</p>", "<div>", "</div>", "<b>", "</b>", "<i>", "</i>", "<a href=x>", "</a>", "<span>", "</span>"),
    *("<ul>", "<li>", "</li>", "</ul>", "<dl><dt>", "<dd>", "</dl>", "<h1>", "</h2>", "<blockquote>", "</blockquote>"),
    *("<br>", "</br>", "<hr>", "<img src=a>", '<img alt="a &amp; b">', "<figure>", "<figcaption>", "</figure>"),
    *("<!-- c -->", "<!-->", "<script>x</script>", "<style>", "</style>", "<title>x</title>"),
    *("<", ">", "<section>", "</section>", "<body>", "<html>", "<head>", "</head>", "<nav>", "</nav>", "<pre>"),
    *("<textarea>", "</textarea>", "<svg>", "<title/>", "</svg>", "<!doctype html>", "<?x?>", "</ x>"),
    *("</pre>", "\0", "\ufdd0", "\U000f0000", "\udc80"),
)  # fmt: skip
TABLES = ("<table>", "<tr>", "<td>", "</td>", "</tr>", "</table>", "<caption>", "<tbody>", "<code>", "</code>")
OTHER = ("{{ x }}", "{%", "<?php x ?>", "<?php", "<%", "%>", "<a b='", "<a ", "<article>", "<span hidden>", "<math>")
ALL = st.lists(st.sampled_from((*TROUBLE, *TABLES, *OTHER)), max_size=40).map("".join)


@given(ALL, st.sampled_from(["page.html", "page.xhtml"]))
def test_whatever_the_page_pieces_say_what_the_text_says(text: str, path: str) -> None:
    page(text, path)


@given(ALL)
def test_tokens_leave_no_gap(text: str) -> None:
    at = 0
    for token in tokens(text, 0, len(text)):
        assert token.start == at < token.end
        at = token.end
        assert token.kind is not TokenKind.START or token.name not in RAW or text[at - 1] == ">"
    assert at == len(text)


NOT_PLAIN = ("&am", "\0", "<head>", "</head>", "<body>", "<html>", "<title/>", "<a href=x>")  # links may be a menu
PLAIN = tuple(piece for piece in TROUBLE if piece not in NOT_PLAIN)


@given(st.lists(st.sampled_from(PLAIN), max_size=25).map("".join))
def test_what_is_read_is_what_an_html5_parser_finds(text: str) -> None:
    assert letters_of(page(text)) == letters(f"<body>{text}")


HOSTILE = (
    *(
        "<!",
        "<a ",
        "<!--",
        "<![",
        "<![CDATA[",
        "&#",
        "&a",
        "</",
        '<a b="',
        "<script>",
        "<script><!--",
        "</ ",
        "<a b=' ",
    ),
    *("<div>", "</div>", "<p>", "<b>", "</b>", "<b><p>", "<table><tr><td>", "<ul><li>", "<svg>", "<svg><title>", "{%"),
    *("{{", "<%", "<?php ", "<br>", "<img alt=x>", "a<img alt=x>", "<code><p>", "<i><b></i>", "<article>x", "<td></p>"),
)


@pytest.mark.parametrize("piece", HOSTILE)
def test_hostile_pages_end(piece: str) -> None:
    text = "word" + piece * (60_000 // len(piece))
    start = time.process_time()
    page(text)
    assert time.process_time() - start < 5


MENDING = [rule for rule in load_rules().rules if rule.fix]
DEFECTS = (
    *("<p>The boat was was late.</p>", "<p>It rained .</p>", "<p>One.Two men</p>", "<p>She said:&nbsp; &nbsp;no</p>"),
    *("<div><p>Share this with Facebook</p></div>", "<li>Advertisement</li>", "<p>Story continues below advertisement"),
    *(f"<figcaption>{CAPTION}</figcaption>", f"<p>{CAPTION}</p>", f"<img alt='{CAPTION}'>", "<p>â€œYes</p>"),
    *("&lt;p&gt;Free.&lt;/p&gt;", "<p>Sign up for our daily newsletter</p>", "<h2>Tags</h2>", "<ul><li>Tags</li></ul>"),
)


def mend(text: str, *, unsafe: bool) -> str:
    return fixer.fix(page(text), MENDING, html.read, unsafe=unsafe).document.source.text


@pytest.mark.parametrize("unsafe", [False, True], ids=["safe", "unsafe"])
@pytest.mark.parametrize("path", sorted(PAGES.glob("*.html")), ids=lambda path: path.stem)
def test_a_page_is_mended_and_its_tree_kept(path: Path, unsafe: bool) -> None:
    text = path.read_bytes().decode()
    mended = mend(text, unsafe=unsafe)
    assert mended != text
    assert without_mended(tree(text), tree(mended))
    assert mend(mended, unsafe=unsafe) == mended


@given(st.lists(st.sampled_from((*DEFECTS, *DEFECTS, *PLAIN, *TABLES)), max_size=12).map("".join))
def test_no_fix_changes_the_tree(text: str) -> None:
    text = f"<!doctype html><body><p>First.</p>{text}"
    assert without_mended(tree(text), tree(mend(text, unsafe=True)))
