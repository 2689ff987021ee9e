"""A label over links to other stories: what was a box beside the text, and reads now as if it belonged to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lint.document import Block, BlockKind, Document
from lint.finding import Edit, Match
from lint.kinds.base import Finder, Kind, Setup
from lint.kinds.compiled import compile_pattern
from lint.places import EVERYWHERE, Places
from lint.sieve.plan import Look
from lint.text import Span

_FEWEST_BETWEEN_LINES = 2  # one line under a label, and a paragraph under that: it may be a crosshead


@dataclass(frozen=True)
class Options:
    """What a links rule may say."""

    label: str = field(metadata={"doc": "A block that is the label; capital and small letters are the same."})
    link: str = field(metadata={"doc": "A block that may be a link under it."})
    max_links: int = field(default=12, metadata={"doc": "The most links that belong to one label."})
    certain: bool = field(
        default=False,
        metadata={"doc": "Whether a link can be nothing else, so that the list ends where something else stands."},
    )


ACTIONS = {"delete-list": "Delete the label with the links under it."}


class Checker(Finder):
    """Finds labels with the links under them."""

    def __init__(self, options: Options, setup: Setup) -> None:
        """Compile the patterns; raises BadOption."""
        self.options, self.setup = options, setup
        self.label = compile_pattern("label", options.label, ignore_case=True, setup=setup)
        self.link = compile_pattern("link", options.link, ignore_case=False, setup=setup)

    def looks_for(self) -> tuple[Look, ...]:
        """The label."""
        return (self.label.look,)

    def may_find(self, text: str) -> bool:
        """Whether its literals stand in the text."""
        return self.label.may_match(text)

    def find(self, document: Document, places: Places = EVERYWHERE) -> Iterator[Match]:
        """One match for each label that a link follows; without an edit where it is unclear what belongs to it."""
        done = 0
        for block in places.blocks(document):
            if block.start < done or not self.label.search(block.text):
                continue
            links = list(self._links(document, block))
            if not links:
                continue
            last = links[-1] if self._is_list(document, block, links) else block
            edits = (Edit(*document.removal(block, last), ""),) if self.setup.action and last is not block else ()
            shown = links[-1] if len(links) >= _FEWEST_BETWEEN_LINES else last
            done = shown.span.end
            yield Match(Span(block.core.start, shown.core.end), edits, values={"text": block.text.strip()})

    def _links(self, document: Document, label: Block) -> Iterator[Block]:
        """The blocks under a label that may be links, as far as they stand together."""
        following = document.next(label)
        for _ in range(self.options.max_links):
            if following is None or not self.link.search(following.text):
                return
            yield following
            above, following = following, document.next(following)
            if following and following.group != above.group and above.group == label.group:
                return

    def _is_list(self, document: Document, label: Block, links: list[Block]) -> bool:
        """Whether nothing but links stands under the label before a gap, the next paragraph or the end."""
        after = document.next(links[-1])
        if after is None or self.options.certain:
            return True
        if links[-1].group == label.group and after.group != label.group:
            return True
        return after.kind is BlockKind.PARAGRAPH and len(links) >= _FEWEST_BETWEEN_LINES


KIND = Kind("A label over links to other stories.", Options, ACTIONS, Checker)
