"""Credits and captions of pictures that were left in the text when the pictures went."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Literal

import regex

from lint.credits import credits_of
from lint.document import Block, BlockKind, Document
from lint.expressions import lazy
from lint.finding import Edit, Match
from lint.kinds.base import BadOption, Finder, Kind, Setup
from lint.kinds.compiled import Pattern, compile_pattern
from lint.places import EVERYWHERE, Places
from lint.sieve.plan import Look

_END_MARK = lazy(r"[.!?…:][\"'”’»)\]]*\s*\Z")
_CLOSED = lazy(r"[.!?…:;,][\"'”’»)\]]*\s*\Z")
_SMALL_WORD_CAPITALISED = lazy(r"\s(?:A|An|And|As|At|By|For|From|In|Of|On|Or|Over|The|To|With)\s")
_TITLE_WORD = lazy(r"[\p{Lu}\p{N}\"“‘'(&]")
_WORDS_OF_TITLE = range(3, 11)
_WORDS_OF_SLUG = range(3, 7)
_PLAIN_WORD = lazy(r"\p{Lu}[\p{L}\p{M}'’.-]*\Z")
_DATE = (
    r"(?:\p{Lu}\p{Ll}+day,[ ])?(?:Jan(?:uary|\.)|Feb(?:ruary|\.)|March|April|May|June|July|Aug(?:ust|\.)"
    r"|Sept(?:ember|\.)|Oct(?:ober|\.)|Nov(?:ember|\.)|Dec(?:ember|\.))[ ]\d{1,2},[ ](?:19|20)\d\d\."
)
_PLACE = r"\b(?:in|at|near|outside|on)[ ]"
_CAPTION_SHAPE = lazy(
    r"\A\s*(?:In this\b[^.]{0,60}\b(?:photo|picture|image|frame grab)\b"
    rf"|[^.!?]{{8,160}}{_PLACE}[^.!?]{{0,60}}\p{{Lu}}[\p{{L}}'’-]+,[ ]{_DATE}"
    rf"|An?[ ](?:\p{{Ll}}+[ ]){{1,3}}\p{{Ll}}+s[ ][^.!?]{{10,140}}{_PLACE}"
    r"[^.!?,]{0,40}\p{Lu}[^.!?,]{2,40},[ ]\p{Lu}[\p{L}'’-]+\.\s*\Z)"
)
"""What happens somewhere, with the date or the country last, as AP writes captions."""
_LONGEST_CAPTION_WORDS = 150
_FEWEST_WORDS_OF_STATEMENT = 12
_FEWEST_IN_COMPANY = 2
_SINGLE_QUOTE = lazy(r"\s*['‘]\p{Lu}")
_MOST_CAPITALS_OF_STATEMENT = 0.5
_NO_STATEMENT = lazy(
    r"[@#|\]]|https?:|www\.|pic\.twitter|[\p{L}] [—–-] \p{Lu}|\b(?:I|[Ww]e|[Yy]ou|[Mm]y|[Oo]ur|[Yy]our|me|us|I['’]m)\b"
    r"|\b(?:[Cc]lick|[Rr]ead|[Ss]ubscribe|[Ff]ollow)\b|\A\s*(?:RELATED|READ|SEE|VIDEO|WATCH|MORE|Related|Source|By|Q|A)\b"
)
"""A post, a link, a teaser, or somebody's own words."""
_LONGEST_END_MARK = 20


@dataclass(frozen=True)
class Options:
    """What a credit rule may say."""

    form: Literal["line", "caption", "title"] = field(
        metadata={
            "doc": "A line that is a credit only; a caption that ends with a credit or that a pattern shows to be one; "
            "the title of a picture on the line above its caption."
        }
    )
    evidence: tuple[str, ...] = field(
        default=(), metadata={"doc": "Patterns that show a caption, whether or not a credit stands in it."}
    )
    open_evidence: tuple[str, ...] = field(
        default=(), metadata={"doc": "Patterns that show a caption where the block ends without an end mark."}
    )
    near_credit: tuple[str, ...] = field(
        default=(),
        metadata={"doc": "Patterns that show a caption where a credit stands on a line right above or below."},
    )
    company: bool = field(
        default=False,
        metadata={
            "doc": "Whether long statements without an end mark between paragraphs that have one are captions too, "
            "where an open pattern shows another caption in the text."
        },
    )
    credit: bool = field(
        default=True, metadata={"doc": "Whether a credit shows a caption; if not, only captions without one are found."}
    )
    unless: tuple[str, ...] = field(default=(), metadata={"doc": "Patterns of blocks that are none."})


ACTIONS = {
    "delete-block": "Delete the credit or the title.",
    "delete-credit": "Delete the credit at the end of the caption, and leave the caption.",
}


class Checker(Finder):
    """Finds credits, captions or titles of pictures."""

    def __init__(self, options: Options, setup: Setup) -> None:
        """Compile the grammar of credits and the patterns; raises BadOption."""
        self.options, self.setup = options, setup
        self.credits = credits_of(setup.lists)
        self.evidence = [compile_pattern("evidence", text, False, setup) for text in options.evidence]
        self.open_evidence = [compile_pattern("open_evidence", text, False, setup) for text in options.open_evidence]
        self.near_credit = [compile_pattern("near_credit", text, False, setup) for text in options.near_credit]
        self.unless = [compile_pattern("unless", text, False, setup) for text in options.unless]
        if options.form == "caption" and setup.action == "delete-block":
            raise BadOption("action", "a caption may hold what no other place says, so nothing may delete it")
        if options.form != "caption" and setup.action == "delete-credit":
            raise BadOption("action", "delete-credit needs the form `caption`", "a line or a title goes as a block")

    def looks_for(self) -> tuple[Look, ...]:
        """A credit where the form may have it, or what else shows one."""
        shown = tuple(pattern.look for pattern in (*self.evidence, *self.open_evidence, *self.near_credit))
        if self.options.form == "line":
            return self.credits.looks_of_lines
        if self.options.form == "caption":
            return shown + (self.credits.looks_of_captions if self.options.credit else ())
        shapes = (_CAPTION_SHAPE.pattern, r"\L<caption_cues>")
        return (*self.credits.looks_of_ends, *(Look(shape, False, self.setup.lists.get) for shape in shapes))

    def find(self, document: Document, places: Places = EVERYWHERE) -> Iterator[Match]:
        """One match a block; a caption that stands twice is found once, because its copy is another defect."""
        seen: set[str] = set()
        holds = {"line": self._is_line, "caption": self._is_caption, "title": self._is_title}[self.options.form]
        blocks = document.blocks if self.options.form == "title" else places.blocks(document)
        if self.options.company and self._has_company(document, blocks):
            texts = Counter(block.text.strip().rstrip(".") for block in document.blocks)
            holds, blocks = partial(self._is_caption_in_company, texts), document.blocks
        for block in blocks:
            if block.text.strip() in seen or not holds(document, block) or self._is_exception(block):
                continue
            if document.is_beside_picture(block):
                continue
            if self.options.form == "caption":
                seen.add(block.text.strip())
            yield Match(block.core, self._edits(document, block), values={"text": block.text.strip()})

    def _has_company(self, document: Document, blocks: Iterable[Block]) -> bool:
        """Whether there are so many captions without an end mark that long statements without one are captions too."""
        count = sum(self._is_open_caption(document, block) for block in blocks)
        if count >= _FEWEST_IN_COMPANY:
            return True
        return count == 1 and any(map(_opens_with_single_quote, document.blocks))

    def _edits(self, document: Document, block: Block) -> tuple[Edit, ...]:
        if self.setup.action == "delete-block":
            return (Edit(*document.removal(block), ""),)
        credit = self.credits.credit_at_end(block.text) if self.setup.action else None
        if credit is None:
            return ()
        start = len(block.text[: credit.start].rstrip())
        return (Edit(*block.place(start, len(block.text.rstrip())), ""),)

    def _is_exception(self, block: Block) -> bool:
        return any(pattern.search(block.text) for pattern in self.unless)

    def _is_line(self, document: Document, block: Block) -> bool:
        if self.credits.is_credit(block.text):
            return True
        if not self.credits.is_agency(block.text):
            return False
        below = document.next(block)
        is_above_credit = below is not None and (
            self.credits.is_credit(below.text) or self.credits.ends_with_credit(below.text)
        )
        return is_above_credit or _is_between_sentences(document, block)

    def _is_caption(self, document: Document, block: Block) -> bool:
        if block.word_count > _LONGEST_CAPTION_WORDS or self.credits.is_credit(block.text):
            return False
        is_shown = (
            _is_shown(self.evidence, document, block)
            or (not _is_closed(block) and _is_shown(self.open_evidence, document, block))
            or (_is_shown(self.near_credit, document, block) and self._is_near_credit(document, block))
        )
        if is_shown == self.options.credit:
            return is_shown
        return self._has_credit(document, block) == self.options.credit

    def _is_near_credit(self, document: Document, block: Block) -> bool:
        neighbours = (document.previous(block), document.next(block))
        return any(other is not None and self.credits.is_credit(other.text) for other in neighbours)

    def _is_open_caption(self, document: Document, block: Block) -> bool:
        """Whether a pattern shows a caption without an end mark."""
        if _is_closed(block) or not _is_shown(self.open_evidence, document, block):
            return False
        return block.word_count >= _FEWEST_WORDS_OF_STATEMENT and not self._is_exception(block)

    def _is_caption_in_company(self, texts: Mapping[str, int], document: Document, block: Block) -> bool:
        """`texts` has how often each block stands in the document, with or without its full stop."""
        if self._is_caption(document, block):
            return True
        if not _is_open_statement(block) or self._has_credit(document, block) or self.credits.is_credit(block.text):
            return False
        if texts[block.text.strip()] > 1:
            return False  # a copy of a paragraph
        return all(
            other is not None and (_END_MARK.search(other.text[-_LONGEST_END_MARK:]) or _is_open_statement(other))
            for other in (document.previous(block), document.next(block))
        )

    def _has_credit(self, document: Document, block: Block) -> bool:
        text = block.text
        return (
            self.credits.ends_with_credit(text)
            or self.credits.holds_credit(text)
            or self.credits.starts_with_credit(text)
            or (document.next(block) is not None and self.credits.ends_with_desk(text))  # last, it is a sign-off
        )

    def _is_title(self, document: Document, block: Block) -> bool:
        """Title Case, small words too, on the line above a caption."""
        below = document.next(block)
        if below is None or below.group != block.group or below.first_line != block.last_line + 1:
            return False
        words = block.words
        if not all(_TITLE_WORD.match(word) for word in words) or _END_MARK.search(block.text):
            return False
        is_caption = below.kind is BlockKind.CAPTION or self.credits.ends_with_credit(below.text)
        is_shaped = is_caption or _CAPTION_SHAPE.search(below.text) is not None
        if _SMALL_WORD_CAPITALISED.search(block.text):
            return len(words) in _WORDS_OF_TITLE and is_shaped
        return is_shaped and _is_slug(document, block)


def _opens_with_single_quote(block: Block) -> bool:
    """Whether somebody is quoted in single marks, as in the papers that leave the full stop of captions out."""
    return _SINGLE_QUOTE.match(block.text) is not None


def _is_closed(block: Block) -> bool:
    return _CLOSED.search(block.text[-_LONGEST_END_MARK:]) is not None


def _is_shown(patterns: Iterable[Pattern], document: Document, block: Block) -> bool:
    """Whether one of the patterns finds something in the block."""
    for pattern in patterns:
        found = pattern.search(block.text)
        if found and not ("label" in pattern.groups and _is_name(found["label"], document)):
            return True
    return False


def _is_name(label: str, document: Document) -> bool:
    """Whether the word before a colon is a name, which says who thinks what follows: it has a capital in a sentence."""
    return regex.search(rf"[\p{{Ll}},]['’]?s?\s{regex.escape(label)}\b", document.text) is not None


def _is_open_statement(block: Block) -> bool:
    """Whether a block is long, in sentence case and without an end mark, and neither a list, a post nor a link."""
    words = block.words
    if len(words) < _FEWEST_WORDS_OF_STATEMENT or block.kind is BlockKind.LIST_ITEM or _is_closed(block):
        return False
    if not words[0][0].isupper() or _NO_STATEMENT.search(block.text):
        return False
    return sum(word[0].isupper() for word in words) <= len(words) * _MOST_CAPITALS_OF_STATEMENT


def _is_slug(document: Document, block: Block) -> bool:
    """Whether a line is a country and topics, as AP names its pictures: the country stands elsewhere too."""
    words = block.words
    if len(words) not in _WORDS_OF_SLUG or not all(map(_PLAIN_WORD.match, words)):
        return False
    return any(words[0] in other.text for other in document.blocks if other.index != block.index)


def _is_between_sentences(document: Document, block: Block) -> bool:
    """Whether finished paragraphs stand around the block: no byline and no sign-off stands so."""
    above, below = document.previous(block), document.next(block)
    if above is None or below is None or document.next(below) is None:
        return False
    return _END_MARK.search(above.text) is not None and _END_MARK.search(below.text) is not None


KIND = Kind("Credits and captions of pictures left in the text.", Options, ACTIONS, Checker)
