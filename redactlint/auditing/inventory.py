"""Inventory: what an audit wants to know of a document beside its facts, small and serialisable.

It is made only where an audit asks for it (`Options.inventory`), since a check has no use for it.  Nothing of it quotes
the text of a document but `subject` and the `extent` of a deletion in words, and those carry their marking with them.
"""

from __future__ import annotations

import datetime
import re
from bisect import bisect_right
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from redactlint.placing import joined, markings_of

if TYPE_CHECKING:
    from redactlint.documents.model import Document, Portion, Redaction
    from redactlint.markings.model import Marking
    from redactlint.markings.register import Register

__all__ = ["DeletionFacts", "InstructionFacts", "Inventory", "PortionFacts", "ReleaseFacts", "inventory_of"]


class InstructionFacts(NamedTuple):
    """A declassification instruction: its kind, date, canonical code and downgrade (level, date), as in the model."""

    kind: str
    date: datetime.date | None = None
    code: str | None = None
    downgrade: tuple[str, datetime.date | None] | None = None


class DeletionFacts(NamedTuple):
    """A deletion that shows: its kind, its lines, the portion it lies in, its codes, and how much it took.

    `portion` is the paragraph number as it should read, "subject", or None; `mark` the canonical mark of that portion.
    `extent` is what the copy says was deleted, as printed; `length` how many characters of it show (rows of X, blocks).
    `where` is the page, member or cell that the reader of a container knows.
    """

    kind: str
    line: int
    end_line: int
    portion: str | None = None
    mark: str | None = None
    codes: tuple[str, ...] = ()
    extent: str | None = None
    length: int = 0
    where: str | None = None


class PortionFacts(NamedTuple):
    """A portion: its kind, its number as it should read, its canonical mark, the level it counts at, its line."""

    kind: str
    number: str | None
    mark: str | None
    level: str | None
    inherited: bool
    line: int


class ReleaseFacts(NamedTuple):
    """The released layer: its decision ("full", "part", None), codes, case and document number, date."""

    decision: str | None
    codes: tuple[str, ...] = ()
    case: str | None = None
    document: str | None = None
    date: datetime.date | None = None


class Inventory(NamedTuple):
    """What an audit wants to know of a document.

    `post` is the originating post of a telegram.  `classifier` is the value of its Classified By line, as printed.
    `reasons` are sections with their letters.  `quoted` is the marking of `subject` and of the extents; both are None
    and empty unless excerpts were asked for.
    """

    post: str | None = None
    classifier: str | None = None
    is_extract: bool = False
    instructions: tuple[InstructionFacts, ...] = ()
    reasons: tuple[tuple[str | None, tuple[str, ...]], ...] = ()
    deletions: tuple[DeletionFacts, ...] = ()
    portions: tuple[PortionFacts, ...] = ()
    release: ReleaseFacts | None = None
    subject: str | None = None
    quoted: Marking | None = None


def inventory_of(document: Document, register: Register, *, excerpts: bool = False) -> Inventory:
    """The inventory of a parsed document, with its subject line only under `excerpts`."""
    release, classifier = document.release, document.classified_by
    return Inventory(
        post=_post(document),
        classifier=classifier.words if classifier is not None and classifier.words else None,
        is_extract=document.extract is not None,
        instructions=tuple(
            InstructionFacts(one.kind, one.date, one.code, one.downgrade) for one in document.instructions
        ),
        reasons=tuple((one.section, one.letters) for one in document.reasons),
        deletions=_deletions(document),
        portions=tuple(
            PortionFacts(
                one.kind,
                one.number,
                None if one.mark is None else one.mark.parsed.canonical,
                None if one.level is None else one.level.name,
                one.inherited,
                document.text.position(one.span.start)[0],
            )
            for one in document.portions
        ),
        release=None
        if release is None
        else ReleaseFacts(release.decision, release.codes, release.case, release.document, release.date),
        subject=document.subject.words if excerpts and document.subject is not None else None,
        quoted=joined(markings_of(document), register) if excerpts else None,
    )


@cache
def _message_number() -> re.Pattern[str]:
    return re.compile(r"([A-Z][A-Z .'-]*?) +0*\d+\Z")


def _post(document: Document) -> str | None:
    """The post of a message reference number ("THE HAGUE 000123"), or None."""
    number = document.banner.message_id if document.banner is not None else None
    if number is None and document.kind == "telegram":
        number = document.id
    match = _message_number().match(number.upper()) if number else None
    return match[1] if match else None


def _deletions(document: Document) -> tuple[DeletionFacts, ...]:
    if not document.redactions:
        return ()
    portions = sorted((one for one in document.portions if one.kind != "quoted"), key=lambda one: one.span.start)
    starts = [one.span.start for one in portions]
    return tuple(_deletion(one, document, portions, starts) for one in document.redactions)


def _deletion(redaction: Redaction, document: Document, portions: list[Portion], starts: list[int]) -> DeletionFacts:
    text, span = document.text, redaction.span
    place = bisect_right(starts, span.start) - 1
    portion = portions[place] if place >= 0 and portions[place].span.end > span.start else None
    box = next((one for one in text.layers.boxes if one.span == span), None) if text.layers is not None else None
    where = box.where if box is not None else text.place(span.start) if text.place is not None else None
    shows = redaction.kind in ("third-party", "blank", "box")
    return DeletionFacts(
        kind=redaction.kind,
        line=text.position(span.start)[0],
        end_line=text.position(max(span.start, span.end - 1))[0],
        portion=None if portion is None else "subject" if portion.kind == "subject" else portion.number,
        mark=None if portion is None or portion.mark is None else portion.mark.parsed.canonical,
        codes=redaction.codes,
        extent=redaction.extent,
        length=box.extent
        if box is not None and box.extent is not None
        else sum(not one.isspace() for one in text.content[span.start : span.end])
        if shows
        else 0,
        where=", ".join(f"{key} {value}" for key, value in where.items()) if where else None,
    )
