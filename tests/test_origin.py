"""What rules say of the text that people read, taken back to a source with markup.

The markup here is a toy, so that each test shows all of it: a line is a block, `*` and `<…>` are hidden, `{…}` is code,
`&x;` stands for the letter x, and a line after `[` is the alternative text of a picture.
"""

from __future__ import annotations

from itertools import pairwise

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st
from support import match, rule_that_says, sound

from lint import engine, fixer
from lint.document import Document, PieceKind, split_lines
from lint.finding import Finding, Match, Safety, Severity
from lint.loader import load_rules
from lint.origin import CROSSES
from lint.readers.builder import Builder
from lint.readers.reading import BY_SUFFIX, Reading
from lint.text import Source, Span

_TOKEN = regex.compile(r"[*\[]|<[^>\n]*>|\{[^}\n]*\}|&\w;|[^*\[<{&\n]+|.")


def read(source: Source, reading: Reading = BY_SUFFIX) -> Document:  # noqa: ARG001
    """The toy reader."""
    builder = Builder(source, lambda text: text.replace("*", "&s;"))
    for line in split_lines(source.text):
        content = source.text[line.start : line.end]
        shown = not content.startswith("[")
        builder.open(shown=shown)
        for token in _TOKEN.finditer(content):
            start, end = line.start + token.start(), line.start + token.end()
            if token[0][0] == "{" and len(token[0]) > 1:
                builder.opaque(start, end)
            elif token[0][0] == "&" and len(token[0]) > 1:
                builder.substitute(token[0][1], start, end)
            elif token[0][0] not in "*<[":
                builder.verbatim(start, end)
        builder.close(Span(line.start, line.end) if shown else None)
    return builder.document()


def toy(text: str) -> Document:
    return read(Source("story.toy", text))


def found(text: str, *matches: Match, safety: Safety = Safety.SAFE) -> list[Finding]:
    """What comes of matches that a rule finds in the text of a source."""
    return list(engine.check(toy(text), [rule_that_says("rule", *matches, safety=safety)]).findings)


def fix(text: str, *matches: Match) -> tuple[str, list[str]]:
    """The source after a rule's fixes, and why any was refused."""
    rule = rule_that_says("rule", *matches)
    # The rule would say the same of every text: it is asked once.
    once = fixer.fix(toy(text), [rule], read)
    return once.document.source.text, [refusal.reason for refusal in once.refused]


def test_the_text_is_what_people_read() -> None:
    document = toy("*a* b&c;d\n\n<i>e</i>\n")
    assert document.text == "a bcd\n\ne"
    assert [block.text for block in document.blocks] == ["a bcd", "e"]
    assert [piece.kind for piece in document.prose.pieces] == [  # type: ignore[union-attr]
        *(PieceKind.VERBATIM, PieceKind.VERBATIM, PieceKind.SUBSTITUTE, PieceKind.VERBATIM, PieceKind.VERBATIM)
    ]


def test_equal_code_has_equal_placeholders_and_other_code_others() -> None:
    one, same, other = (block.text for block in toy("run {x}\nrun {x}\nrun {y}").blocks)
    assert one == same != other
    assert "x" not in one


@pytest.mark.parametrize(
    ("text", "span", "place"),
    [
        ("plain", (1, 3), (1, 3)),
        ("*bold* word", (0, 4), (1, 5)),
        ("*bold* word", (2, 6), (3, 8)),
        ("a&b;c", (1, 2), (1, 4)),
        ("a&b;c", (0, 3), (0, 5)),
        ("one\n*two*", (5, 8), (5, 8)),
    ],
)
def test_a_finding_stands_in_the_source_where_its_text_does(
    text: str, span: tuple[int, int], place: tuple[int, int]
) -> None:
    (finding,) = found(text, match(*span))
    assert finding.span == place


def test_what_is_found_in_code_alone_is_no_finding() -> None:
    assert found("run {the the} now", match(4, 5)) == []
    assert len(found("run {the the} now", match(0, 5))) == 1


def test_a_message_shows_the_code_and_not_its_placeholder() -> None:
    text = toy("run {x}").text
    finding = Match(Span(0, 5), values={"text": text})
    (shown,) = found("run {x}", finding)
    assert shown.message == "run {x}"


EDITS = {  # the source, an edit of its text, and the edit of the source; None where it crosses markup
    "inside prose": ("*bold* word", (6, 7, "W"), (8, 9, "W")),
    "beside markup": ("*bold* word", (0, 4, "B"), (1, 5, "B")),
    "over an entity": ("a&b;c", (1, 2, ""), (1, 4, "")),
    "over an entity and its neighbours": ("a&b;c d", (0, 3, "x"), (0, 5, "x")),
    "what must be escaped": ("a b c", (2, 3, "*"), (2, 3, "&s;")),
    "across markup": ("a *b* c", (0, 3, "x"), None),
    "across code": ("a {b} c", (1, 4, ""), None),
    "an insertion": ("a *bc* d", (3, 3, " "), (4, 4, " ")),
    "an insertion beside an entity": ("a&b;c", (2, 2, " "), (4, 4, " ")),
    "an insertion where markup stands": ("a.*B*", (2, 2, " "), None),
    "an insertion at a block's end": ("*ab*\nc", (2, 2, "."), (3, 3, ".")),
    "a whole block": ("one\n\n*two*\n\nfour", (5, 8, ""), (3, 10, "")),
    "a whole block and its gap": ("one\n\n*two*\n\nfour", (3, 8, ""), (3, 10, "")),
    "the first block": ("*one*\n\ntwo", (0, 3, ""), (0, 7, "")),
    "two blocks": ("one\n\n*two*\n{x}\n\nfour", (5, 11, ""), (3, 14, "")),
    "a block that cannot go alone": ("[one\n\ntwo", (0, 3, ""), None),
    "parts of two blocks": ("one\n\ntwo", (2, 6, ""), None),
}


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_goes_to_its_exact_place_or_becomes_a_suggestion(name: str) -> None:
    text, edit, expected = EDITS[name]
    (finding,) = found(text, match(0, 1, edit))
    assert finding.fix
    if expected is None:
        assert (finding.fix.safety, finding.fix.edits) == (Safety.MANUAL, ())
        assert CROSSES in finding.fix.summary
    else:
        assert (finding.fix.safety, *finding.fix.edits) == (Safety.SAFE, expected)


def test_blocks_with_markup_between_them_go_one_by_one_and_leave_it() -> None:
    (finding,) = found("one\n\ntwo\n<x>\nsix\n\nten", match(5, 13, (5, 13, "")))
    assert finding.fix
    assert list(finding.fix.edits) == [(5, 9, ""), (12, 16, "")]


def test_a_fix_is_applied_to_the_source_and_all_else_stays() -> None:
    text = "*teh* sea\r\n\r\n{teh} end"
    fixed, refused = fix(text, match(0, 3, (0, 3, "the")))
    assert (fixed, refused) == ("*the* sea\r\n\r\n{teh} end", [])


def test_a_fix_that_would_become_markup_is_refused() -> None:
    fixed, refused = fix("one < two >", match(4, 5, (4, 5, "<b>")))
    assert fixed == "one < two >"
    assert refused == []
    text = "one (two> three"
    fixed, refused = fix(text, match(4, 5, (4, 5, "<")))
    assert fixed == text
    assert refused == ["its fix would change the markup around it"]


REPEATED = load_rules().named("repeated-block")
CAPTIONS = "Cranes stand idle at the gates of the port\n"


@pytest.mark.parametrize(
    ("first", "safety"), [(CAPTIONS, Safety.SAFE), (f"[{CAPTIONS}", Safety.UNSAFE)], ids=["shown", "not shown"]
)
def test_a_copy_goes_safely_only_where_readers_still_see_what_it_says(first: str, safety: Safety) -> None:
    assert REPEATED
    (finding,) = engine.check(toy(f"{first}\n{CAPTIONS}"), [REPEATED]).findings
    assert finding.fix
    assert finding.fix.safety is safety
    assert finding.severity is (Severity.ERROR if safety is Safety.SAFE else Severity.INFO)


def test_of_two_shown_copies_beside_one_that_is_not_the_second_goes_safely() -> None:
    assert REPEATED
    findings = engine.check(toy(f"[{CAPTIONS}\n{CAPTIONS}\n*{CAPTIONS}"), [REPEATED]).findings
    assert [finding.fix and finding.fix.safety for finding in findings] == [Safety.UNSAFE, Safety.SAFE]


TOY = st.text(st.sampled_from("ab *<>{}&;[]\n\r\t.é日"), max_size=40)


@given(TOY)
def test_pieces_say_what_the_text_says_and_never_overlap(text: str) -> None:
    sound(toy(text))


@given(TOY, st.integers(0, 40), st.integers(0, 40), st.sampled_from(["", "x", " ", "*", "<b>"]))
def test_no_edit_changes_what_it_does_not_name(text: str, start: int, end: int, replacement: str) -> None:
    document = toy(text)
    start, end = sorted((min(start, len(document.text)), min(end, len(document.text))))
    if start == end and not replacement:
        return
    rule = rule_that_says("rule", match(start, end, (start, end, replacement)))
    for finding in engine.check(document, [rule]).findings:
        assert 0 <= finding.span.start <= finding.span.end <= len(text)
        assert finding.fix
        edits = finding.fix.edits
        assert all(0 <= edit.start <= edit.end <= len(text) for edit in edits)
        assert all(above.end <= below.start for above, below in pairwise(edits))
