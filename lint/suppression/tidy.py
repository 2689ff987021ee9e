"""How a directive that nothing needs is taken out."""

from __future__ import annotations

from lint.document import Document
from lint.finding import Edit
from lint.origin import with_gap
from lint.suppression.directive import Name
from lint.suppression.notes import Note
from lint.text import Span


def without_comment(document: Document, note: Note) -> tuple[Edit, ...]:
    """The edits that delete a directive's comment, and that of its end; none where one shares its line."""
    if not note.is_alone:
        return ()
    text, spans = document.source.text, [note.comment.source]
    if note.end:
        spans.append(note.end.source)
        if not text[spans[0].end : spans[1].start].strip():
            spans = [Span(spans[0].start, spans[1].end)]
    return tuple(Edit(*with_gap(text, span), "") for span in spans)


def without_name(note: Note, name: Name) -> tuple[Edit, ...]:
    """The edit that takes one of several names out, with a comma; none where its place is not known."""
    if note.text_start < 0:
        return ()
    at = note.directive.names.index(name)
    if at:
        before = note.name_span(note.directive.names[at - 1])
        return (Edit(before.end, note.name_span(name).end, ""),)
    return (Edit(note.name_span(name).start, note.name_span(note.directive.names[1]).start, ""),)
