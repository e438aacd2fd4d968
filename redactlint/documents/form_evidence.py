"""What the form of a document implies of its date: no line, code or source is younger than what bears it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from functools import cache

from redactlint import compiled
from redactlint.documents.datewords import find_date
from redactlint.documents.model import Document, Evidence
from redactlint.law.dates import DateRange
from redactlint.values import TYPE_CHECKING

if TYPE_CHECKING:
    from redactlint.law.law import Law
    from redactlint.markings.model import Marking
    from redactlint.markings.register import Register
    from redactlint.text import Span

__all__ = ["of_form", "of_marks"]

# The lines of an authority block that an order introduced, by the names that the law gives them.
_LINES = {"DERIVED FROM": "derived-from"}


def of_form(document: Document, law: Law) -> Iterator[Evidence]:
    """Bounds from below: the first order that knows a line, the first day of a code, the date of a source."""
    for name, key in _LINES.items():
        line = document.line(name)
        first = _first_day(law, key) if line is not None else None
        if line is not None and first is not None:
            yield Evidence("form", DateRange(first), f"the line {line.name.title()}", line.span)
    for one in document.instructions:
        family = law.instruction(one.code) if one.code is not None else None
        if family is not None and family.lawful and family.lawful.ranges[0].earliest > datetime.date.min:
            yield Evidence("declassification", DateRange(family.lawful.ranges[0].earliest), str(one.code), one.span)
        if one.source_date is not None:
            yield Evidence("declassification", DateRange(one.source_date), one.text, one.span)
    if document.derived_from is not None:
        yield from _source_dates(document, document.derived_from.span.end)


def _first_day(law: Law, key: str) -> datetime.date | None:
    return min((phase.years.earliest for phase in law.phases if key in phase.lines), default=None)


@cache
def _dated_pattern() -> re.Pattern[str]:
    return compiled.pattern(r"\s{1,80}(?i:DATED?)(?: OF SOURCES?)?[ \t]{0,3}:?[ \t]{0,20}(?=[A-Z0-9])")


def _source_dates(document: Document, after: int) -> Iterator[Evidence]:
    """The date of the source, on the line below Derived From ("Dated: 20070108")."""
    content = document.text.content
    label = _dated_pattern().match(content, after)
    if label is None:
        return
    end = content.find("\n", label.end())
    found = find_date(content, label.end(), end if end >= 0 else len(content))
    if found is not None and found.date is not None:
        yield Evidence("form", DateRange(found.date), content[found.span.start : found.span.end], found.span)


def of_marks(document: Document, register: Register) -> Iterator[Evidence]:
    """Marks and captions that did not exist before their day: SBU, CUI, and whatever else the register dates."""
    dated = _dated_words(register)
    if not dated:
        return
    seen: set[str] = set()
    for field, marking, span in _markings(document):
        if not marking.non_ic and not marking.dissemination and marking.cui is None:
            continue
        words = {*marking.non_ic, *marking.dissemination, *(("CUI",) if marking.cui is not None else ())}
        for word in sorted(words & dated.keys() - seen):
            seen.add(word)
            yield Evidence(field, DateRange(dated[word]), word, span)
    for caption in document.captions:
        if caption.word in dated and caption.word not in seen:
            seen.add(caption.word)
            yield Evidence("caption", DateRange(dated[caption.word]), caption.word, caption.span)


def _markings(document: Document) -> Iterator[tuple[str, Marking, Span]]:
    for marking, portion in document.distinct_marks:
        if portion.mark is not None:
            yield "portion-mark", marking, portion.mark.span
    if document.banner is not None and document.banner.marking is not None:
        yield "banner", document.banner.marking, document.banner.span


@cache
def _dated_words(register: Register) -> dict[str, datetime.date]:
    known = {**register.control_years, **register.caption_years}
    return {word: first for word, (first, _) in known.items() if first > datetime.date.min}
