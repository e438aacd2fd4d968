"""Reading: a text in, the document that it is out.  The readers are asked in turn; the first that knows it reads it."""

from __future__ import annotations

import datetime
from functools import cache
from importlib import import_module

from redactlint.documents.model import Document
from redactlint.law.dates import DateRange
from redactlint.text import Span, Text
from redactlint.values import TYPE_CHECKING, evolve

if TYPE_CHECKING:
    from typing import Any

    from redactlint.law.law import Law
    from redactlint.markings.register import Register

__all__ = ["KINDS", "read"]

# The kinds of document in the order in which they are asked: a released copy may hold any of the others.
KINDS = ("release", "telegram", "frus", "email", "memorandum", "plain")


def read(
    text: Text,
    law: Law,
    register: Register,
    dialect: str = "state",
    metadata: DateRange | None = None,
    today: datetime.date | None = None,
) -> Document:
    """Read `text` as whatever kind it is, with its date.

    `metadata` is what a metadata file says of its date; `today` dates a new document to the day of the run.  A text
    that no reader knows gives a document of kind "unrecognised".  Total on every text.
    """
    if not text.source.isascii():
        from redactlint.documents import lookalikes

        text = lookalikes.undone(text, register, dialect)
    if text.layers is not None and text.layers.zones:
        from redactlint.documents import zones

        document = zones.read(text, register, dialect, lambda one: read_undated(one, law, register, dialect))
    else:
        document = read_undated(text, law, register, dialect)
    boxes = text.layers.boxes if text.layers is not None else ()
    if document.kind not in ("release", "unrecognised") or any(one.label is not None for one in boxes):
        document = _reader("release").with_layer(document)
    return _dated(document, law, register, metadata, today)


def read_undated(
    text: Text, law: Law, register: Register, dialect: str = "state", without: frozenset[str] = frozenset()
) -> Document:
    """As `read`, but without evidence of the date; `without` names kinds that are not asked."""
    for kind in KINDS:
        if kind not in without:
            reader = _reader(kind)
            if reader.recognises(text):
                document: Document = reader.read(text, law, register, dialect)
                if kind != "email" or reader.is_marked(document):
                    return document
    return Document(text=text, kind="unrecognised")


@cache
def _reader(kind: str) -> Any:
    return import_module(f"redactlint.documents.{kind}")


def _dated(
    document: Document, law: Law, register: Register, metadata: DateRange | None, today: datetime.date | None
) -> Document:
    if document.others:
        # What is a document's own is told first: another's trailer or stamp is no evidence of its date.
        starts = [_start_of(one) for one in document.others]
        ends = [*starts[1:], len(document.text.content)]
        others = tuple(
            _dated(evolve(one, extent=Span(start, max(start, end))), law, register, metadata, today)
            for one, start, end in zip(document.others, starts, ends, strict=True)
        )
        document = evolve(document, others=others, extent=Span(0, starts[0]))
    return evolve(document, dates=_reader("evidence").gather(document, law, register, metadata, today))


def _start_of(document: Document) -> int:
    """Where a further document of a file begins: at its first banner, or at its header or text."""
    spans = [one.line or one.span for one in document.banners] + [document.header, document.body]
    return min((one.start for one in spans if one is not None), default=0)
