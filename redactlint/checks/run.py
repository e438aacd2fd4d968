"""What a file holds beside one whole document: only a part of it, or parts of several."""

from __future__ import annotations

from collections.abc import Iterator

from redactlint.documents.model import Document
from redactlint.findings import Hit
from redactlint.rulepack import Rule, Setting
from redactlint.text import Span

__all__ = ["partial_extract", "several_documents"]


def partial_extract(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """A document that says or shows that it is only a part.

    Cases: "stated", "cut", and "sanitized" for a released copy with deletions.  Parameter: `words` by case.
    """
    if document.extract is not None:
        case = document.extract_kind or "stated"
        yield Hit(document.extract, {"how": rule.parameters["words"][case]}, case=case)


def several_documents(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """Where a further document begins in the same file."""
    for other in document.others:
        place = other.banner.span if other.banner is not None else other.header or other.body
        name = other.id or "another document"
        yield Hit(place if place is not None else Span(0, 0), {"name": name})
