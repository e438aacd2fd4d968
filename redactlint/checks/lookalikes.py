"""Look-alikes: markings that are written with characters that only look like theirs, or that nobody sees."""

from __future__ import annotations

from collections.abc import Iterator

from redactlint.documents.lookalikes import LOOK_ALIKE
from redactlint.documents.model import Document
from redactlint.findings import Edit, Fix, Hit
from redactlint.rulepack import Rule, Setting
from redactlint.text import Span, SpanIndex

__all__ = ["in_markings"]

# Labelled lines whose value says what the document is about: a marking stands there only in brackets.
_TELLING = frozenset({"SUBJECT", "REF", "FROM", "TO", "CC", "MEMORANDUM FOR", "ATTACHMENTS"})


def in_markings(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """Each banner, caption, portion mark, label, instruction, reason or exemption code written with look-alikes.

    Arguments: {meant}, what a reader takes it for; {characters}, the first few by number and name.
    """
    places = SpanIndex(_marking_spans(document))
    table = setting.register.lookalikes
    for damage in document.text.damage:
        if damage.kind != LOOK_ALIKE or not places.touches(damage.span):
            continue
        start, end = damage.span.start, damage.span.end
        while end - start > 1 and document.text.source[start].isspace():  # the room of a mark in one character
            start, end = start + 1, end - 1
        span, printed = Span(start, end), document.text.source[start:end]
        meant = table.meant(printed)
        fix = Fix(f"write {meant} in plain letters", (Edit(span, meant),))
        yield Hit(span, {"meant": meant, "characters": table.named(printed)}, fix=fix)


def _marking_spans(document: Document) -> Iterator[Span]:
    """Where markings stand in a document, labels of its header included, and what it is about left out."""
    for banner in document.banners:
        yield banner.line or banner.span
    yield from (one.span for one in document.captions)
    if document.order is not None:
        yield document.order.line
    yield from (one.span for one in document.instructions)
    yield from (one.span for one in document.reasons)
    for portion in document.portions:
        if portion.mark is not None:
            yield portion.mark.span
    yield from (one.mark.span for one in document.items if one.mark is not None)
    for line in document.lines:
        yield Span(line.span.start, line.value.start) if line.name in _TELLING else line.span
    for redaction in document.redactions:
        yield from redaction.code_spans
    if document.release is not None:
        yield from document.release.code_spans
        if document.release.span is not None:
            yield document.release.span
