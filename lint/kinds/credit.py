"""Credits and captions of pictures that were left in the text when the pictures went."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

import regex

from lint.credits import credits_of
from lint.document import Block, BlockKind, Document
from lint.finding import Edit, Match
from lint.kinds.base import BadOption, Kind, Setup
from lint.kinds.compiled import compile_pattern

_END_MARK = regex.compile(r"[.!?…:][\"'”’»)\]]*\s*\Z")
_CLOSED = regex.compile(r"[.!?…:;,][\"'”’»)\]]*\s*\Z")
_SMALL_WORD_CAPITALISED = regex.compile(r"\s(?:A|An|And|As|At|By|For|From|In|Of|On|Or|Over|The|To|With)\s")
_TITLE_WORD = regex.compile(r"[\p{Lu}\p{N}\"“‘'(&]")
_WORDS_OF_TITLE = range(3, 11)
_WORDS_OF_SLUG = range(3, 7)
_PLAIN_WORD = regex.compile(r"\p{Lu}[\p{L}\p{M}'’.-]*\Z")
_DATE = (
    r"(?:\p{Lu}\p{Ll}+day,[ ])?(?:Jan(?:uary|\.)|Feb(?:ruary|\.)|March|April|May|June|July|Aug(?:ust|\.)"
    r"|Sept(?:ember|\.)|Oct(?:ober|\.)|Nov(?:ember|\.)|Dec(?:ember|\.))[ ]\d{1,2},[ ](?:19|20)\d\d\."
)
_PLACE = r"\b(?:in|at|near|outside|on)[ ]"
_CAPTION_SHAPE = regex.compile(
    r"\A\s*(?:In this\b[^.]{0,60}\b(?:photo|picture|image|frame grab)\b"
    rf"|[^.!?]{{8,160}}{_PLACE}[^.!?]{{0,60}}\p{{Lu}}[\p{{L}}'’-]+,[ ]{_DATE}"
    rf"|An?[ ](?:\p{{Ll}}+[ ]){{1,3}}\p{{Ll}}+s[ ][^.!?]{{10,140}}{_PLACE}"
    r"[^.!?,]{0,40}\p{Lu}[^.!?,]{2,40},[ ]\p{Lu}[\p{L}'’-]+\.\s*\Z)"
)
"""What happens somewhere, with the date or the country last, as AP writes captions."""
_LONGEST_CAPTION_WORDS = 150
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
    credit: bool = field(
        default=True, metadata={"doc": "Whether a credit shows a caption; if not, only captions without one are found."}
    )
    unless: tuple[str, ...] = field(default=(), metadata={"doc": "Patterns of blocks that are none."})


ACTIONS = {"delete-block": "Delete the credit or the title."}


class Checker:
    """Finds credits, captions or titles of pictures."""

    def __init__(self, options: Options, setup: Setup) -> None:
        """Compile the grammar of credits and the patterns; raises BadOption."""
        self.options, self.setup = options, setup
        self.credits = credits_of(setup.lists)
        self.evidence = [compile_pattern("evidence", text, False, setup) for text in options.evidence]
        self.open_evidence = [compile_pattern("open_evidence", text, False, setup) for text in options.open_evidence]
        self.unless = [compile_pattern("unless", text, False, setup) for text in options.unless]
        if options.form == "caption" and setup.action:
            raise BadOption("action", "a caption may hold what no other place says, so nothing may delete it")

    def find(self, document: Document) -> Iterator[Match]:
        """One match a block; a caption that stands twice is found once, because its copy is another defect."""
        seen: set[str] = set()
        holds = {"line": self._is_line, "caption": self._is_caption, "title": self._is_title}[self.options.form]
        for block in document.blocks:
            if block.text.strip() in seen or not holds(document, block) or self._is_exception(block):
                continue
            if self.options.form == "caption":
                seen.add(block.text.strip())
            edits = (Edit(*document.removal(block), ""),) if self.setup.action else ()
            yield Match(block.core, edits, values={"text": block.text.strip()})

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
        patterns = (
            self.evidence if _CLOSED.search(block.text[-_LONGEST_END_MARK:]) else self.evidence + self.open_evidence
        )
        folded = document.folded_blocks[block.index]
        is_shown = any(pattern.may_match(folded) and pattern.search(block.text) for pattern in patterns)
        if is_shown == self.options.credit:
            return is_shown
        has_credit = self.credits.ends_with_credit(block.text) or self.credits.holds_credit(block.text)
        return has_credit == self.options.credit

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
