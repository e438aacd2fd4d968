"""Grading: from what a check found to a severity, over every day on which the document can have been written.

A hit counts where it is a defect on *every* such day, with the lowest severity of them all.  Where it is one on some
days only, the rule could not be decided: silence, or info under `--strict` (design: "dates are ranges").
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable

import attrs

from redactlint.findings import SEVERITIES, Hit
from redactlint.law.dates import EVER, DateRange
from redactlint.rulepack import SeverityRow

__all__ = ["Grade", "grade", "rows_for"]

_ONE_DAY = datetime.timedelta(days=1)


@attrs.frozen
class Grade:
    """The severity of a hit (None: silence), and whether it is a defect on a part of the days only."""

    severity: str | None
    is_partial: bool = False


SILENT = Grade(None)
_CERTAIN = {level: Grade(level) for level in SEVERITIES}


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
    rows = tuple(row for row in rows if not row.case or hit.case in row.case)
    if hit.dates is None and (not rows or rows[0].years is EVER or rows[0].years == EVER):
        level = _level_of(rows[0], strict) if rows else None
        return SILENT if level is None else _CERTAIN[level]
    levels = [_level_on(day, hit, rows, strict) for day in _first_days(hit, rows, period)]
    defects = [level for level in levels if level is not None]
    if not defects:
        return SILENT
    if len(defects) < len(levels):
        return Grade("info" if strict else None, is_partial=True)
    return _CERTAIN[max(defects, key=SEVERITIES.index)]


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
