"""Grading: from what a check found to a severity, over every day on which the document can have been written.

A hit counts where it is a defect on *every* such day, with the lowest severity of them all.  Where it is one on some
days only, the rule could not be decided: silence, or info under `--strict` (design: "dates are ranges").
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from functools import lru_cache

from redactlint.documents.model import Document
from redactlint.findings import SEVERITIES, Hit
from redactlint.law.dates import EVER, DateRange
from redactlint.rulepack import Pack, Rule, SeverityRow
from redactlint.text import Span, SpanIndex
from redactlint.values import NamedTuple

__all__ = ["Draft", "Grade", "Yielding", "grade", "lower", "rows_for", "why_undecided"]

_ONE_DAY = datetime.timedelta(days=1)


class Grade(NamedTuple):
    """The severity of a hit (None: silence), and whether it is a defect on a part of the days only."""

    severity: str | None
    is_partial: bool = False


SILENT = Grade(None)
_CERTAIN = {level: Grade(level) for level in SEVERITIES}
_PARTIAL = {strict: Grade("info" if strict else None, is_partial=True) for strict in (False, True)}


def rows_for(rows: Iterable[SeverityRow], *, profile: str, kind: str, is_extract: bool) -> tuple[SeverityRow, ...]:
    """The rows of a rule that can apply to a document of that kind under that profile, in their order."""
    return tuple(
        row
        for row in rows
        if (not row.profile or profile in row.profile)
        and (not row.kind or kind in row.kind)
        and (row.extract is None or row.extract == is_extract)
    )


def grade(hit: Hit, rows: tuple[SeverityRow, ...], period: DateRange, *, strict: bool) -> Grade:
    """Grade `hit` by `rows` (from `rows_for`) over every day of `period`, the days the document can date from."""
    if hit.dates is not None and not hit.dates.touches(period):
        return SILENT
    rows = tuple([row for row in rows if not row.case or hit.case in row.case])
    if not rows:
        return SILENT
    years = rows[0].years
    if years is EVER or (years.earliest <= period.earliest and period.latest <= years.latest):
        # The level is the same on every day.
        level = _level_of(rows[0], strict)
        if level is None:
            return SILENT
        if hit.dates is None or hit.dates.covers(period):
            return _CERTAIN[level]
        return _PARTIAL[strict]
    levels = [_level_on(day, hit, rows, strict) for day in _first_days(hit, rows, period)]
    defects = [level for level in levels if level is not None]
    if not defects:
        return SILENT
    if len(defects) < len(levels):
        return _PARTIAL[strict]
    return _CERTAIN[max(defects, key=SEVERITIES.index)]


def lower(first: Grade, second: Grade) -> Grade:
    """What both grades of one hit allow: silence if either is silent, else the lower severity."""
    if first.severity is None or second.severity is None:
        return Grade(None, first.is_partial or second.is_partial)
    return max(first, second, key=lambda one: (one.is_partial, SEVERITIES.index(one.severity or "info")))


def _first_days(hit: Hit, rows: tuple[SeverityRow, ...], period: DateRange) -> list[datetime.date]:
    """The first day of each stretch of `period` within which nothing that the grade turns on changes."""
    ranges = [row.years for row in rows] + list(hit.dates.ranges if hit.dates is not None else ())
    days = {period.earliest}
    for one in ranges:
        if one.earliest in period:
            days.add(one.earliest)
        if one.latest in period and one.latest < period.latest:
            days.add(one.latest + _ONE_DAY)
    return sorted(days)


def _level_on(day: datetime.date, hit: Hit, rows: tuple[SeverityRow, ...], strict: bool) -> str | None:
    if hit.dates is not None and day not in hit.dates:
        return None
    return next((_level_of(row, strict) for row in rows if day in row.years), None)


def _level_of(row: SeverityRow, strict: bool) -> str | None:
    level = row.strict if strict else row.level
    return None if level == "none" else level


class Draft(NamedTuple):
    """A hit that fired with that severity; `is_partial` says that it is a defect on some days of the document only."""

    rule: Rule
    hit: Hit
    severity: str
    document: Document
    is_partial: bool = False


class Yielding:
    """Which rules give way to which, as the pack says: one cause, one finding."""

    def __init__(self, pack: Pack) -> None:
        """Look nothing up yet."""
        self._pack = pack
        self._known: dict[str, tuple[frozenset[str], frozenset[str]]] = {}

    def left(self, drafts: Iterable[Draft]) -> list[Draft]:
        """What of the drafts on one document is left when every rule has given way to those that it yields to."""
        drafts = list(drafts)
        if len(drafts) < 2:  # a rule does not yield to itself
            return drafts
        fired: dict[str, list[Span]] = {}
        for one in drafts:
            if not one.is_partial:
                fired.setdefault(one.rule.code, []).append(one.hit.span)
        places: dict[str, SpanIndex] = {}
        return [one for one in drafts if not self._gives_way(one, fired, places)]

    def _gives_way(self, draft: Draft, fired: dict[str, list[Span]], places: dict[str, SpanIndex]) -> bool:
        """Whether it yields to what fired; `places` keeps, by code, where all that it yields to at its place fired."""
        if not draft.rule.yields_to and not draft.rule.yields_to_at_place:
            return False
        everywhere, at_place = self._codes(draft.rule)
        if not everywhere.isdisjoint(fired):
            return True
        if at_place.isdisjoint(fired):
            return False
        index = places.get(draft.rule.code)
        if index is None:
            index = SpanIndex(span for code in at_place for span in fired.get(code, ()))
            places[draft.rule.code] = index
        return index.touches(draft.hit.span)

    def codes(self, rule: Rule) -> frozenset[str]:
        """The rules that it yields to, anywhere or at its place."""
        everywhere, at_place = self._codes(rule)
        return everywhere | at_place

    def _codes(self, rule: Rule) -> tuple[frozenset[str], frozenset[str]]:
        found = self._known.get(rule.code)
        if found is None:
            itself = {rule.code}
            found = (
                self._pack.codes(rule.yields_to, all_known=False) - itself,
                self._pack.codes(rule.yields_to_at_place, all_known=False) - itself,
            )
            self._known[rule.code] = found
        return found


@lru_cache(maxsize=1024)
def why_undecided(days: DateRange) -> str:
    """Why a rule that turns on the date cannot be decided for a document that can be of any of `days`."""
    if days.earliest == datetime.date.min and days.latest == datetime.date.max:
        return "it turns on the date of the document, which is not known"
    earliest = "" if days.earliest == datetime.date.min else f"from {days.earliest}"
    latest = "" if days.latest == datetime.date.max else f"up to {days.latest}"
    return f"it turns on the date of the document, which is known only as {f'{earliest} {latest}'.strip()}"
