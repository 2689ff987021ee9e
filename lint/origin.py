"""From the text that rules look at back to the file: findings, edits, and the proof that no edit changed the markup."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, pairwise

from lint.document import LINE_END, Block, Container, Document, Piece, PieceKind, source_offset
from lint.expressions import lazy
from lint.finding import Edit, Finding, Fix, Related, Safety, Severity
from lint.text import Span

CROSSES = "by hand: it crosses markup"
_BLANK = lazy(r"\s+")
_BLANK_BEFORE = lazy(r"[ \t]*+(?:(?:\r\n|\n|\r)[ \t]*+)*+", "r")
_BLANK_AFTER = lazy(r"[ \t]*+(?:(?:\r\n|\n|\r)[ \t]*+)*+")
_CHUNK = lazy(r"[^\s\"'()<>\[\]]+")
_ADDRESS = lazy(r"[\w.]/[\w.]|\w[.:]\w|#\w")


def in_source(document: Document, findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings with offsets in the source; a fix that has no exact place there becomes a suggestion.

    What is found in nothing but code, formulas and pictures is no finding.
    """
    for finding in findings:
        if document.prose is None:
            yield finding
        elif any(piece.kind is not PieceKind.OPAQUE for piece in document.pieces_of(finding.span)):
            yield _in_source(document, finding)


def _in_source(document: Document, finding: Finding) -> Finding:
    is_read_once = _leaves_no_shown_copy(document, finding)
    return replace(
        finding,
        severity=Severity.INFO if is_read_once else finding.severity,
        message=_readable(document, finding.message),
        span=document.source_span(finding.span),
        fix=_fix_in_source(document, finding, is_read_once),
        related=tuple(Related(document.source_span(other.span), other.message) for other in finding.related),
    )


def _readable(document: Document, text: str) -> str:
    """A message with what placeholders stand for in their place."""
    if document.placeholders.keys().isdisjoint(text):
        return text
    return "".join(document.placeholders.get(character, character) for character in text)


def _fix_in_source(document: Document, finding: Finding, is_read_once: bool) -> Fix | None:
    fix = finding.fix
    if fix is None:
        return None
    edits = [_edits_in_source(document, edit) for edit in fix.edits]
    summary = _readable(document, fix.summary)
    if not all(edits):
        return Fix(Safety.MANUAL, f"{summary} ({CROSSES})", ())
    safety = fix.safety
    if safety is Safety.SAFE and (is_read_once or _loses_address(document, finding)):
        safety = Safety.UNSAFE
    return Fix(safety, summary, tuple(sorted(chain.from_iterable(edits))))


def _leaves_no_shown_copy(document: Document, finding: Finding) -> bool:
    """Whether readers of the page see once what is found to stand twice: the copy is an alternative text."""
    if all(block.is_shown for block in _what_stays(document, finding)):
        return False
    found = document.blocks_of(finding.span)
    said = {_words(block) for block in found}
    return not any(block.is_shown and _words(block) in said for block in document.blocks[: found[0].index])


def _loses_address(document: Document, finding: Finding) -> bool:
    """Whether a copy leads or refers to something to which what stays does not: two links that say the same."""
    if not finding.related:
        return False
    stays = _addresses(document, _what_stays(document, finding))
    return not _addresses(document, document.blocks_of(finding.span)) <= stays


def _what_stays(document: Document, finding: Finding) -> Iterator[Block]:
    """The blocks of which what is found is a copy."""
    return (block for related in finding.related for block in document.blocks_of(related.span))


def _addresses(document: Document, blocks: Iterable[Block]) -> set[str]:
    """What looks like an address in the source of some blocks."""
    places = (block.outer or document.source_spans[block.index] for block in blocks)
    chunks = (chunk for place in places for chunk in _CHUNK.findall(document.source.text, *place))
    return {chunk for chunk in chunks if _ADDRESS.search(chunk)}


def _words(block: Block) -> str:
    return " ".join(block.words)


def _edits_in_source(document: Document, edit: Edit) -> list[Edit]:
    """The edit in the source: several where blocks go that stand apart, none where it would cross markup."""
    if edit.start == edit.end:
        place = _insertion(document, edit.start)
        return [] if place is None else [Edit(place, place, _escaped(document, edit.replacement))]
    blocks = document.blocks_of(edit.span)
    if not edit.replacement and blocks and all(edit.span.contains(block.core) for block in blocks):
        return [Edit(*removed, "") for removed in _removal(document, blocks)]
    if len(blocks) != 1:
        return []
    span = _stretch(document, edit.span)
    return [] if span is None else [Edit(*span, _escaped(document, edit.replacement))]


def _escaped(document: Document, replacement: str) -> str:
    assert document.prose is not None
    return document.prose.escape(replacement)


def _insertion(document: Document, offset: int) -> int | None:
    """Where an insertion goes in the source; None where markup stands there, on either side of which it could go."""
    before, after = document.pieces_of(Span(offset - 1, offset)), document.pieces_of(Span(offset, offset + 1))
    if before and after:
        end, start = source_offset(before[0], offset, is_end=True), source_offset(after[0], offset)
        return start if start == end else None
    if before:
        return source_offset(before[0], offset, is_end=True)
    return source_offset(after[0], offset) if after else None


def _stretch(document: Document, span: Span) -> Span | None:
    """A stretch of prose in the source; None where markup, code or a picture stands in it."""
    pieces = document.pieces_of(span)
    if not pieces or any(piece.kind is PieceKind.OPAQUE for piece in pieces):
        return None
    if any(above.source.end != below.source.start for above, below in pairwise(pieces)):
        return None
    if _is_cut(pieces[0], span.start) or _is_cut(pieces[-1], span.end):
        return None
    return Span(source_offset(pieces[0], span.start), source_offset(pieces[-1], span.end, is_end=True))


def _is_cut(piece: Piece, offset: int) -> bool:
    """Whether an offset stands inside a piece that is no verbatim text."""
    return piece.kind is not PieceKind.VERBATIM and piece.start < offset < piece.end


def _removal(document: Document, blocks: Sequence[Block]) -> list[Span]:
    """What to delete of the source so that blocks go, with the smaller of the gaps around them where they stand alone.

    Markup between them stays: it may end what began before the one and begin what ends after the other. Nothing goes
    where one of them cannot be deleted, or other blocks stand between them in the source.
    """
    outers = sorted(block.outer for block in blocks if block.outer is not None)
    if len(outers) < len(blocks):
        return []
    whole = Span(outers[0].start, max(outer.end for outer in outers))
    gone = {block.index for block in blocks}
    if any(whole.overlaps(span) for index, span in enumerate(document.source_spans) if index not in gone):
        return []
    text = document.source.text
    return [with_gap(text, span) for span in _runs(text, outers)]


def _runs(text: str, outers: Iterable[Span]) -> list[Span]:
    """Spans as one each where nothing but white space stands between them."""
    runs: list[Span] = []
    for outer in outers:
        if runs and not text[runs[-1].end : outer.start].strip():
            runs[-1] = Span(runs[-1].start, max(runs[-1].end, outer.end))
        else:
            runs.append(outer)
    return runs


def with_gap(text: str, whole: Span) -> Span:
    """A stretch of the source with the smaller of the gaps around it, the one before where they are equal.

    A stretch beside which something else stands on its lines goes by itself.
    """
    above = _BLANK_BEFORE.match(text, 0, whole.start)
    below = _BLANK_AFTER.match(text, whole.end)
    before = above[0] if above else ""
    after = below[0] if below else ""
    is_first, is_last = len(before) == whole.start, whole.end + len(after) == len(text)
    breaks_before, breaks_after = (len(LINE_END.findall(gap)) for gap in (before, after))
    if not ((breaks_before or is_first) and (breaks_after or is_last)) or (is_first and is_last):
        return whole
    if is_first or (breaks_after < breaks_before and not is_last):
        return Span(whole.start, whole.end + len(after))
    return Span(whole.start - len(before), whole.end)


_HIDDEN, _SPACE = 0, 255
_LABELS = {PieceKind.VERBATIM: 1, PieceKind.SUBSTITUTE: 2, PieceKind.OPAQUE: 3}


def markup_is_kept(before: Document, after: Document, edits: Sequence[Edit]) -> bool:
    """Whether every code point outside some edits of the source is read as it was: as prose, code or markup.

    What was put in is prose, and the blocks that are left begin where they did, in the lists and quotations in which
    they stood. White space counts as neither.
    """
    if before.prose is None or after.prose is None:
        return before.prose is after.prose
    old = _Reading(before, [edit.span for edit in edits])
    new = _Reading(after, list(_put_in(edits)))
    if old.kept != new.kept or old.starts != new.starts or not new.changed <= {_SPACE, *_PROSE_LABELS}:
        return False
    return are_alike(zip(old.containers, new.containers, strict=True))


def are_alike(pairs: Iterable[tuple[Container | None, Container | None]]) -> bool:
    """Whether what some blocks stand in is the same for others: no list was split, and no two became one."""
    news: dict[Container, Container] = {}
    olds: dict[Container, Container] = {}
    for old, new in pairs:
        while old is not None and new is not None and not (old in news or new in olds):
            if old.kind != new.kind:
                return False
            news[old], olds[new] = new, old
            old, new = old.parent, new.parent
        if (old is None or new is None) and old is not new:
            return False
        if old is not None and new is not None and (news.get(old) is not new or olds.get(new) is not old):
            return False
    return True


_PROSE_LABELS = frozenset((_LABELS[PieceKind.VERBATIM], _LABELS[PieceKind.SUBSTITUTE]))


def _put_in(edits: Iterable[Edit]) -> Iterator[Span]:
    """Where replacements stand in the new source."""
    shift = 0
    for edit in edits:
        yield Span(edit.start + shift, edit.start + shift + len(edit.replacement))
        shift += len(edit.replacement) - (edit.end - edit.start)


class _Reading:
    """How the code points of a source are read, those apart that an edit changes."""

    def __init__(self, document: Document, changed: Sequence[Span]) -> None:
        """`changed` are sorted and do not overlap."""
        labels = _labels(document)
        self.changed = frozenset(b"".join(labels[slice(*span)] for span in changed))
        for span in changed:
            labels[slice(*span)] = bytes([_SPACE]) * (span.end - span.start)
        self.kept = bytes(labels).translate(None, bytes([_SPACE]))
        """The labels of what is kept, without white space."""
        starts = list(_starts(document, labels))
        self.starts = [kept for kept, _ in starts]
        """How many code points that are kept stand before each block of which one is kept."""
        self.containers = [block.container for _, block in starts]
        """What each of those blocks stands in."""


def _labels(document: Document) -> bytearray:
    """What each code point of the source is, one byte a code point."""
    assert document.prose is not None
    labels = bytearray(len(document.source.text))
    for piece in document.prose.pieces:
        labels[slice(*piece.source)] = bytes([_LABELS[piece.kind]]) * (piece.source.end - piece.source.start)
    for gap in _BLANK.finditer(document.source.text):
        labels[slice(*gap.span())] = bytes([_SPACE]) * (gap.end() - gap.start())
    return labels


def _starts(document: Document, labels: bytearray) -> Iterator[tuple[int, Block]]:
    at = kept = 0
    for span, index in sorted((span, index) for index, span in enumerate(document.source_spans)):
        kept += span.start - at - labels.count(_SPACE, at, span.start)
        at = span.start
        if labels.count(_SPACE, *span) < span.end - span.start:
            yield kept, document.blocks[index]
