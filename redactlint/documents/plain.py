"""Marked text of no known form (scanned pages, notes, reports): text in, Document out, without its date.

Recognition needs real evidence (see `documents/recognition.py`).  What is unmarked is judged only where most is marked.
"""

from __future__ import annotations

from redactlint.documents import authority_block, overall, stamps
from redactlint.documents.memorandum import as_written, evidence_of, not_text, without_banners
from redactlint.documents.model import Document
from redactlint.documents.paragraphs import split_paragraphs
from redactlint.documents.portioning import read_portions
from redactlint.documents.statements import find_compilation, find_extract
from redactlint.text import Span, Text
from redactlint.values import TYPE_CHECKING

if TYPE_CHECKING:
    from redactlint.law.law import Law
    from redactlint.markings.register import Register

__all__ = ["read", "recognises"]


def recognises(text: Text) -> bool:
    """Whether the text carries markings under an order on classification, in whatever form."""
    return evidence_of(text).is_sufficient


def read(text: Text, law: Law, register: Register, dialect: str) -> Document:
    """Read marked text of no known form, without its date.  Total, and linear in the text."""
    content = as_written(text.content)
    banners = overall.find_overall_markings(text, content, register, dialect, is_marked=True)
    block = authority_block.read_block(without_banners(content, banners), law)
    dates = authority_block.find_date_line(stamps.blanked(content, block.spans), 0, 0)
    skip = not_text(banners, block.spans, dates)
    paragraphs = split_paragraphs(content, 0, len(content), skip, register, dialect)
    body = read_portions(content, paragraphs, len(content), only_majority=True)
    extract = find_extract(content)
    first = overall.operative(banners)
    return Document(
        text=text,
        kind="plain",
        banner=first,
        banners=banners,
        captions=overall.read_captions_below(content, first, None, register),
        order=block.order,
        instructions=block.instructions,
        reasons=block.reasons,
        classified_by=block.classified_by,
        derived_from=block.derived_from,
        lines=tuple(sorted((*block.lines, *dates), key=lambda one: one.span.start)),
        portions=body.portions,
        items=body.items,
        extract=extract[0] if extract is not None else None,
        extract_kind=extract[1] if extract is not None else None,
        body=Span(0, len(content)),
        compilation=find_compilation(content),
        entire_text=body.entire_text,
    )
