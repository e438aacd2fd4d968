"""Whether there is anything to judge."""

from __future__ import annotations

from collections.abc import Iterable

from redactlint.documents.model import Document
from redactlint.findings import Hit
from redactlint.rulepack import Rule, Setting
from redactlint.text import Span

__all__ = ["not_recognised"]


def not_recognised(document: Document, rule: Rule, setting: Setting) -> Iterable[Hit]:
    """A document in which nothing was found that a rule could speak of: no banner, no header, no portion mark."""
    if document.kind == "unrecognised":
        content = "empty" if not document.text.content.strip() else "without banner, header line or portion mark"
        yield Hit(Span(0, 0), {"content": content})
