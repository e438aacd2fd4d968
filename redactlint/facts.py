"""Facts: the small, serialisable summary of a document that reports, caches and set-wide rules read."""

from __future__ import annotations

import datetime

from redactlint.law.dates import DateRange
from redactlint.values import TYPE_CHECKING, NamedTuple, Value, frozen

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from redactlint.auditing.inventory import Inventory
    from redactlint.documents.model import Document
    from redactlint.markings.model import Marking
    from redactlint.sets.summary import SetFacts

__all__ = ["BannerFacts", "Facts", "NotJudged", "controls", "facts_of", "iso"]


class BannerFacts(NamedTuple):
    """The operative banner: its words as printed, its level ("U", "C" …, None where unclear), its controls."""

    text: str
    level: str | None
    controls: tuple[str, ...] = ()


class NotJudged(NamedTuple):
    """A rule that could not be decided on a document, and why."""

    rule: str
    why: str


@frozen
class Facts(Value):
    """What is known of one document: its identity, date range, banner, marks, order and redactions.

    `kind` is None where the file could not be read.  `marks` are the canonical portion marks, counted, in order of
    their spelling.  `declassify_on` are the dates of its instructions; `exemptions` the codes at its deletions.
    `inventory` is there only where an audit asked for it, `set_facts` where the document is one of a set.  Of a
    document that shares its file with others, `path` names it among them, `container` is the file, and `where` the way
    to it there ("member", "record" …).
    """

    path: str
    kind: str | None
    id: str | None = None
    date: DateRange | None = None
    date_source: str | None = None
    banner: BannerFacts | None = None
    captions: tuple[str, ...] = ()
    highest_portion: str | None = None
    portions: int = 0
    marks: tuple[tuple[str, int], ...] = ()
    order: str | None = None
    declassify_on: tuple[datetime.date, ...] = ()
    redactions: int = 0
    exemptions: tuple[str, ...] = ()
    sha256: str | None = None
    not_judged: tuple[NotJudged, ...] = ()
    inventory: Inventory | None = None
    set_facts: SetFacts | None = None
    container: str | None = None
    where: Mapping[str, Any] | None = None

    @property
    def file(self) -> str:
        """The file that holds the document, as the user named it."""
        return self.path if self.container is None else self.container

    @property
    def is_recognised(self) -> bool:
        """Whether there was something to judge."""
        return self.kind not in (None, "unrecognised")


def facts_of(document: Document, *, sha256: str | None = None, not_judged: tuple[NotJudged, ...] = ()) -> Facts:
    """The facts of a parsed document."""
    banner, order, highest = document.banner, document.order, document.highest_portion
    marks: dict[str, int] = {}
    for portion in document.portions:
        mark = portion.mark
        if mark is not None and mark.parsed.canonical is not None:
            canonical = mark.parsed.canonical
            marks[canonical] = marks.get(canonical, 0) + 1
    exemptions = {code for redaction in document.redactions for code in redaction.codes} if document.redactions else ()
    member = document.text.member
    shown = None
    if banner is not None:
        marking = banner.marking
        level = None if marking is None else marking.level.name
        held = () if marking is None or not marking.has_controls else controls(marking)
        shown = BannerFacts(document.text.words(banner.span), level, held)
    return Facts(
        path=document.text.path,
        kind=document.kind,
        id=document.id,
        date=document.dates.range(),
        date_source=document.dates.source,
        banner=shown,
        captions=tuple([caption.word for caption in document.captions]),
        highest_portion=None if highest is None else highest.name,
        portions=len(document.portions),
        marks=tuple(sorted(marks.items())),
        order=None if order is None else order.number or order.raw,
        declassify_on=tuple([one.date for one in document.instructions if one.date is not None]),
        redactions=len(document.redactions),
        exemptions=tuple(sorted(exemptions)),
        sha256=sha256,
        not_judged=not_judged,
        container=None if member is None else member.container,
        where=None if member is None else member.where,
    )


def controls(marking: Marking) -> tuple[str, ...]:
    """Every control of a marking under its canonical word, lists of countries with it, in the order of the register."""
    words = [*sorted(marking.sci), *sorted(marking.sap), *sorted(marking.aea), *sorted(marking.nato)]
    if marking.fgi is not None:
        words.append(" ".join(["FGI", *sorted(marking.fgi)]))
    words += sorted(marking.dissemination)
    for name, countries in (("REL TO", marking.rel_to), ("DISPLAY ONLY", marking.display_to)):
        if countries is not None:
            # USA stands first in a list of release, then the countries by the alphabet, then the organisations.
            others = sorted(countries - {"USA"}, key=lambda code: (len(code) != 3, code))
            if countries and name == "REL TO":
                others.insert(0, "USA")
            words.append(f"{name} {', '.join(others)}".strip())
    words += sorted(marking.non_ic)
    if marking.cui is not None:
        words.append("CUI")
    return tuple(words)


def iso(day: datetime.date) -> str | None:
    """The day as ISO 8601, or None for the ends of time, which stand for an open bound."""
    return None if day in (datetime.date.min, datetime.date.max) else day.isoformat()
