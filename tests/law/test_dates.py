"""Date ranges and sets of dates behave as sets of days."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redactlint.law.dates import EVER, DateRange, DateSet, add_years

_FIRST = datetime.date(2003, 1, 1)
# A small calendar makes ranges touch and overlap often; its ends stand for the ends of time.
_DAYS = [datetime.date.min, *(_FIRST + datetime.timedelta(days=n) for n in range(12)), datetime.date.max]
days = st.sampled_from(_DAYS)
ranges = st.tuples(days, days).map(lambda two: DateRange(min(two), max(two)))
sets = st.lists(ranges, max_size=4).map(DateSet.of)


def test_a_range_cannot_end_before_it_begins():
    with pytest.raises(ValueError, match="cannot end"):
        DateRange(datetime.date(2003, 2, 1), datetime.date(2003, 1, 1))


@given(ranges, ranges, days)
def test_the_days_of_both_ranges(one, other, day):
    both = one.intersect(other)
    assert (both is not None and day in both) == (day in one and day in other)


@given(st.lists(ranges, max_size=4), days)
def test_a_set_holds_the_days_of_its_ranges_whatever_their_order(parts, day):
    assert (day in DateSet.of(parts)) == any(day in one for one in parts)
    assert DateSet.of(parts) == DateSet.of(reversed(parts))


@given(sets)
def test_the_ranges_of_a_set_neither_touch_nor_overlap(one):
    for before, after in zip(one.ranges, one.ranges[1:], strict=False):
        assert before.latest + datetime.timedelta(days=1) < after.earliest


@given(sets, sets, days)
def test_union_intersection_and_complement_of_sets(one, other, day):
    assert (day in one.union(other)) == (day in one or day in other)
    assert (day in one.intersect(other)) == (day in one and day in other)
    assert (day in one.complement()) == (day not in one)
    assert one.complement().complement() == one


@given(sets, sets)
def test_what_neither_holds_is_the_complement_of_the_union(one, other):
    assert one.union(other).complement() == one.complement().intersect(other.complement())


@given(sets, ranges)
def test_covering_and_touching_a_period(one, period):
    shared = one.intersect(period)
    assert one.touches(period) == bool(shared)
    assert one.covers(period) == (shared == DateSet((period,)))


def test_ever_is_every_day():
    assert DateSet((EVER,)).complement() == DateSet()
    assert DateSet().complement() == DateSet((EVER,))


def test_ten_years_after_a_leap_day_is_the_last_of_february():
    assert add_years(datetime.date(2004, 2, 29), 10) == datetime.date(2014, 2, 28)
    assert add_years(datetime.date(2003, 3, 25), 10, 31) == datetime.date(2013, 4, 25)


def test_years_beyond_the_calendar_are_clamped_to_it():
    assert add_years(datetime.date(2003, 3, 25), 9000) == datetime.date.max
    assert add_years(datetime.date(2003, 3, 25), -3000) == datetime.date.min
    assert add_years(datetime.date.max, 0, 1) == datetime.date.max
    assert add_years(datetime.date.min, 0, -1) == datetime.date.min
