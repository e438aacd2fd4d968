"""Two fields of a document against each other: dates before and after, levels at least, words that agree."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping

from redactlint.checks.general import is_in_scope
from redactlint.checks.zones import LINE, spans_of
from redactlint.documents.model import Document
from redactlint.findings import Hit
from redactlint.law.dates import DateRange, DateSet, add_years
from redactlint.markings.levels import Level
from redactlint.rulepack import Rule, Setting
from redactlint.text import Span
from redactlint.values import NamedTuple

__all__ = ["FIELDS", "RELATIONS", "related"]

_DAY = datetime.timedelta(days=1)

# The date of the document is a range: a relation to it fails on some of its days, and the engine weighs them.
DOCUMENT_DATE = "document-date"


class Field(NamedTuple):
    """A value of a document and its place.  A value is a date, a level, or words."""

    value: datetime.date | Level | str
    span: Span
    shown: str


def related(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """A field that does not stand in its relation to another; silent where the document lacks one of the two.

    Parameters: `field` and `to` (names of FIELDS, or "line:TAGS"), `relation` ("after", "before", "within-years" with
    `years`, "at-least", "equal", "different").  Arguments: {field}, {to}, {relation}, and where the value is no text of
    the document (a date, a level) {value} and {other}.
    """
    wanted, relation = rule.parameters, rule.parameters["relation"]
    if not is_in_scope(document, rule):
        return
    left = _field(document, wanted["field"])
    if left is None:
        return
    arguments = {"field": wanted["field"], "to": wanted["to"], "relation": relation, "value": left.shown, "other": ""}
    if wanted["to"] == DOCUMENT_DATE:
        if isinstance(left.value, datetime.date):
            yield Hit(left.span, arguments, dates=_failing(left.value, relation, wanted.get("years", 0)))
        return
    right = _field(document, wanted["to"])
    if right is None or _holds(left.value, right.value, relation, wanted.get("years", 0)):
        return
    yield Hit(left.span, {**arguments, "other": right.shown}, related=((right.span, wanted["to"]),))


def _holds(left: datetime.date | Level | str, right: datetime.date | Level | str, relation: str, years: int) -> bool:
    if relation in ("equal", "different"):
        return (left == right) == (relation == "equal")
    if isinstance(left, Level) and isinstance(right, Level):
        return left >= right
    if isinstance(left, datetime.date) and isinstance(right, datetime.date):
        return {"after": left > right, "before": left < right, "within-years": left <= add_years(right, years)}[
            relation
        ]
    return True


def _failing(day: datetime.date, relation: str, years: int) -> DateSet:
    """The dates of the document on which `day` does not stand in the relation to it."""
    if relation == "after":  # fails on that day and later
        return DateSet((DateRange(earliest=day),))
    if relation == "before":
        return DateSet((DateRange(latest=day),))
    if relation in ("equal", "different"):
        same = DateSet((DateRange(day, day),))
        return same if relation == "different" else same.complement()
    last = add_years(day, -years)  # the first document date from which `day` is within the years
    while last > datetime.date.min and add_years(last - _DAY, years) >= day:
        last -= _DAY
    return DateSet((DateRange(latest=last - _DAY),)) if last > datetime.date.min else DateSet()


def _field(document: Document, name: str) -> Field | None:
    if name.startswith(LINE):
        places = spans_of(document, name)
        return Field(document.text.words(places[0]).casefold(), places[0], name) if places else None
    return FIELDS[name](document)


def _declassify_on(document: Document) -> Field | None:
    for one in document.instructions[:1]:
        if one.date is not None:
            return Field(one.date, one.date_span or one.span, one.date.isoformat())
    return None


def _source_date(document: Document) -> Field | None:
    for one in document.instructions:
        if one.source_date is not None:
            return Field(one.source_date, one.span, one.source_date.isoformat())
    return None


def _release_date(document: Document) -> Field | None:
    release = document.release
    if release is None or release.date is None or release.span is None:
        return None
    return Field(release.date, release.span, release.date.isoformat())


def _banner(document: Document) -> Field | None:
    if document.banner is None or document.banner.level is None:
        return None
    return Field(document.banner.level, document.banner.span, document.banner.level.words)


def _highest(document: Document) -> Field | None:
    level = document.highest_portion
    return next(
        (Field(at, one.mark.span, at.words) for at, one in document.portion_levels if at == level and one.mark), None
    )


def _first(document: Document) -> Field | None:
    for level, one in document.portion_levels:
        if one.kind == "paragraph" and one.mark is not None:
            return Field(level, one.mark.span, level.words)
    return None


def _subject(document: Document) -> Field | None:
    for level, one in document.portion_levels:
        if one.kind == "subject" and one.mark is not None:
            return Field(level, one.mark.span, level.words)
    return None


def _zone(name: str) -> Callable[[Document], Field | None]:
    def read(document: Document) -> Field | None:
        places = spans_of(document, name)
        return Field(document.text.words(places[0]).casefold(), places[0], name) if places else None

    return read


FIELDS: Mapping[str, Callable[[Document], Field | None]] = {
    "declassify-on": _declassify_on,
    "source-date": _source_date,
    "release-date": _release_date,
    "banner-level": _banner,
    "highest-portion": _highest,
    "first-portion": _first,
    "subject-level": _subject,
    "classified-by": _zone("classified-by"),
    "derived-from": _zone("derived-from"),
    "first-line": _zone("first-line"),
    "last-line": _zone("last-line"),
}

# The relations and the kind of value that each is about.
RELATIONS = {
    "after": "date",
    "before": "date",
    "within-years": "date",
    "at-least": "level",
    "equal": "",
    "different": "",
}
