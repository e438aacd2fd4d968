"""Dates are read in every form in which people write them."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redactlint.documents.datewords import date_time_group, find_date

_JUNE_17 = datetime.date(2013, 6, 17)


def _found(words: str, **options: int):
    found = find_date(words, 0, len(words), **options)
    return None if found is None else (found.date, found.form, words[found.span.start : found.span.end])


@pytest.mark.parametrize(
    ("words", "form"),
    [
        ("06/17/2013", "MM/DD/YYYY"),
        ("6/17/2013", "MM/DD/YYYY"),
        ("06-17-2013", "MM/DD/YYYY"),
        ("06/ 17/2013", "MM/DD/YYYY"),
        ("17/06/2013", "DD/MM/YYYY"),
        ("17.06.2013", "DD/MM/YYYY"),
        ("2013/17/06", "DD/MM/YYYY"),
        ("2013/06/17", "YYYY/MM/DD"),
        ("2013-06-17", "YYYY/MM/DD"),
        ("20130617", "YYYYMMDD"),
        ("June 17, 2013", "MONTH D, YYYY"),
        ("JUNE 17 2013", "MONTH D, YYYY"),
        ("June 17,\n2013", "MONTH D, YYYY"),
        ("17 June 2013", "D MON YYYY"),
        ("17-JUN-2013", "D MON YYYY"),
        ("17th of June 2013", "D MON YYYY"),
        ("17 JUN 13", "D MON YY"),
        ("17JUN13", "D MON YY"),
    ],
)
def test_one_day_has_many_forms(words, form):
    assert _found(words) == (_JUNE_17, form, words)


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Monday, 24 August 2009, 13:34", "2009-08-24"),
        ("Cable dated:2005-05-23T14:26:00", "2005-05-23"),
        ("Sent: Wednesday, December 23, 2009 12:26 PM", "2009-12-23"),
        ("Wed Dec 23 11:24:44 2009", "2009-12-23"),
        ("LUSAKA 498 DATED 18 JUN 03, REPEATED", "2003-06-18"),
        ("drafted 5/3/2004, cleared 5/4/2004", "2004-05-03"),
        ("May 5 2003 and 3/4/2005", "2003-05-05"),
    ],
)
def test_the_first_date_of_a_line_is_read(line, day):
    found = find_date(line, 0, len(line))
    assert found is not None
    assert found.date == datetime.date.fromisoformat(day)


@pytest.mark.parametrize(
    "words", ["13/45/2013", "011/2/2019", "06/17/20133", "02/30/2013", "31 June 2013", "00/00/2013"]
)
def test_a_day_that_cannot_be_is_found_and_has_no_date(words):
    assert _found(words) == (None, "invalid", words)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "PAGE 02",
        "202-647-4000",
        "1.4.10",
        "GUIDE 05-1",
        "marched 12 2003",
        "200128Z",
        "paragraph 3/4",
        "in 2013",
        "may 5",
    ],
)
def test_numbers_that_are_no_dates_are_left_alone(words):
    assert _found(words) is None


@pytest.mark.parametrize(
    ("words", "not_before", "year"),
    [
        ("05/01/14", 1995, 2014),
        ("10/31/85", 1978, 1985),
        ("1/1/02", 1978, 2002),
        ("9-9-94", 1995, 2094),
        ("17 JUN 95", 1995, 1995),
    ],
)
def test_a_year_of_two_digits_is_the_nearest_that_is_not_before_the_document(words, not_before, year):
    found = find_date(words, 0, len(words), not_before=not_before)
    assert found is not None
    assert found.date is not None
    assert (found.date.year, found.two_digit) == (year, True)


def test_without_a_bound_two_digits_are_of_the_nearer_century():
    assert _found("6/17/49")[0] == datetime.date(2049, 6, 17)
    assert _found("6/17/50")[0] == datetime.date(1950, 6, 17)


@given(st.dates(min_value=datetime.date(1900, 1, 1), max_value=datetime.date(2199, 12, 31)))
def test_a_date_that_is_written_is_read_back(day):
    for form in ("%m/%d/%Y", "%Y/%m/%d", "%Y%m%d", "%B %d, %Y", "%d %b %Y", "%Y-%m-%d"):
        words = f"DECL: {day.strftime(form)} TAGS"
        found = find_date(words, 0, len(words))
        assert found is not None
        assert found.date == day


_PIECES = ("2003", "06", "18", "5", "181200Z", "June", "MAY", "Jun", "/", "-", ".", ",", " ", "\n")


@given(st.lists(st.sampled_from(_PIECES), max_size=20).map("".join), st.integers(0, 20), st.integers(0, 60))
def test_every_text_can_be_searched_and_nothing_is_found_outside_the_range(text, start, end):
    found = find_date(text, start, end)
    if found is not None:
        assert start <= found.span.start < found.span.end <= end


def test_the_date_time_group_of_a_telegram_gives_its_day():
    line = "P R 142153Z FEB 74"
    found = date_time_group(line, 0, len(line))
    assert found is not None
    assert (found.date, line[found.span.start : found.span.end]) == (datetime.date(1974, 2, 14), "142153Z FEB 74")


@pytest.mark.parametrize(
    "line", ["PAGE 01  LA PAZ 01234  142153Z", "O 143153Z", "O 142453Z FEB 74", "REF 1142153Z FEB 74"]
)
def test_a_group_without_month_or_with_an_impossible_hour_is_none(line):
    assert date_time_group(line, 0, len(line)) is None


def test_a_group_of_this_century_takes_the_bound_of_the_document():
    line = "R 171430Z JUN 03"
    assert date_time_group(line, 0, len(line), not_before=1995).date == datetime.date(2003, 6, 17)
