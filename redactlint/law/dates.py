"""Dates as ranges: inclusive, never empty; and sets of dates as sorted, disjoint ranges."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from redactlint.values import Value, frozen

__all__ = ["EVER", "DateRange", "DateSet", "add_years"]

_put = object.__setattr__
_ONE_DAY = datetime.timedelta(days=1)


@frozen
class DateRange(Value):
    """All days from `earliest` to `latest`, both included."""

    earliest: datetime.date = datetime.date.min
    latest: datetime.date = datetime.date.max

    def __init__(
        self, earliest: datetime.date = datetime.date.min, latest: datetime.date = datetime.date.max
    ) -> None:
        if earliest > latest:
            raise ValueError(f"a date range cannot end ({latest}) before it begins ({earliest})")
        _put(self, "earliest", earliest)
        _put(self, "latest", latest)

    def __eq__(self, other: object) -> bool:
        if other.__class__ is not DateRange:
            return NotImplemented
        return self.earliest == other.earliest and self.latest == other.latest

    def __hash__(self) -> int:
        return hash((self.earliest, self.latest))

    def __contains__(self, day: datetime.date) -> bool:
        return self.earliest <= day <= self.latest

    def __lt__(self, other: DateRange) -> bool:
        return (self.earliest, self.latest) < (other.earliest, other.latest)

    def intersect(self, other: DateRange) -> DateRange | None:
        """The days of both, or None."""
        if self.earliest >= other.earliest and self.latest <= other.latest:
            return self
        earliest, latest = max(self.earliest, other.earliest), min(self.latest, other.latest)
        return DateRange(earliest, latest) if earliest <= latest else None


EVER = DateRange()


@frozen
class DateSet(Value):
    """A set of days, kept as sorted ranges that neither touch nor overlap."""

    ranges: tuple[DateRange, ...] = ()

    @classmethod
    def of(cls, ranges: Iterable[DateRange]) -> DateSet:
        """The union of `ranges`, in any order, overlapping or not."""
        merged: list[DateRange] = []
        for one in sorted(ranges):
            if merged and (merged[-1].latest == datetime.date.max or one.earliest <= merged[-1].latest + _ONE_DAY):
                merged[-1] = DateRange(merged[-1].earliest, max(merged[-1].latest, one.latest))
            else:
                merged.append(one)
        return cls(tuple(merged))

    def __contains__(self, day: datetime.date) -> bool:
        return any(day in one for one in self.ranges)

    def __bool__(self) -> bool:
        return bool(self.ranges)

    def union(self, other: DateSet) -> DateSet:
        """The days of either."""
        return DateSet.of((*self.ranges, *other.ranges))

    def intersect(self, other: DateSet | DateRange) -> DateSet:
        """The days of both."""
        theirs = (other,) if isinstance(other, DateRange) else other.ranges
        return DateSet.of(both for a in self.ranges for b in theirs if (both := a.intersect(b)))

    def complement(self) -> DateSet:
        """Every day that is not in the set."""
        gaps: list[DateRange] = []
        start: datetime.date | None = datetime.date.min
        for one in self.ranges:
            if start is not None and one.earliest > start:
                gaps.append(DateRange(start, one.earliest - _ONE_DAY))
            start = None if one.latest == datetime.date.max else one.latest + _ONE_DAY
        if start is not None:
            gaps.append(DateRange(start, datetime.date.max))
        return DateSet(tuple(gaps))

    def covers(self, period: DateRange) -> bool:
        """Whether every day of `period` is in the set."""
        earliest, latest = period.earliest, period.latest
        # A loop here and below: `any` would make a generator for what is mostly one range.
        for one in self.ranges:  # noqa: SIM110
            if one.earliest <= earliest and latest <= one.latest:
                return True
        return False

    def touches(self, period: DateRange) -> bool:
        """Whether some day of `period` is in the set."""
        earliest, latest = period.earliest, period.latest
        for one in self.ranges:  # noqa: SIM110
            if one.earliest <= latest and earliest <= one.latest:
                return True
        return False


def add_years(day: datetime.date, years: int, days: int = 0) -> datetime.date:
    """The same day `years` later (29 February becomes 28), then `days` on; clamped to the days that exist."""
    year = day.year + years
    if year > datetime.MAXYEAR:
        return datetime.date.max
    if year < datetime.MINYEAR:
        return datetime.date.min
    try:
        moved = day.replace(year=year)
    except ValueError:
        moved = day.replace(year=year, day=28)
    try:
        return moved + datetime.timedelta(days=days)
    except OverflowError:
        return datetime.date.max if days > 0 else datetime.date.min
