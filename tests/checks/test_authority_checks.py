"""A classified document says who classified it, from what source, and on which day."""

from __future__ import annotations

import datetime
from functools import cache

import pytest
from hand_built import pack

from redactlint.engine import Engine, Options
from redactlint.law.dates import DateRange
from redactlint.readers.opening import plain_text

_TELEGRAM = """\
{banner} LUSAKA 000512

SIPDIS

E.O. 12958: {value}
TAGS: PREL, ZA
SUBJECT: MINISTER VISITS THE NORTH

{block}

1. ({mark}) The minister left for the north on Monday.

2. (U) He returns on Friday.
EXAMPLE
"""
_MEMORANDUM = """\
CONFIDENTIAL

{date}

MEMORANDUM FOR THE DIRECTOR

FROM: Jane Q. Example

SUBJECT: (U) Water Talks

(C) The delegation will not accept the upper limit.

(U) The next round is in May.

{block}

CONFIDENTIAL
"""


@cache
def _engine(day: str | None, strict: bool) -> Engine:
    known = {} if day is None else {"a.txt": DateRange(*[datetime.date.fromisoformat(day)] * 2)}
    return Engine(pack(), Options(as_of=datetime.date(2026, 1, 1), select=("AUT",), strict=strict, metadata=known))


def _told(document: str, day: str | None, strict: bool = False) -> set[str]:
    text = plain_text(document.encode("utf-8"), "a.txt")
    return {f"{one.rule} {one.severity} {text.words(one.span)}" for one in _engine(day, strict).check(text).findings}


def _telegram(block: str, day: str | None = "2007-06-17", *, level: str = "C", strict: bool = False) -> set[str]:
    banner, value = ("UNCLAS", "N/A") if level == "U" else ("C O N F I D E N T I A L", "DECL: 06/17/2017")
    return _told(_TELEGRAM.format(banner=banner, value=value, block=block, mark=level), day, strict)


def _memorandum(block: str, day: str | None = None, *, date: str = "March 3, 2011") -> set[str]:
    return _told(_MEMORANDUM.format(block=block, date=date), day)


# -- AUT001 ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("day", "told"), [("1995-10-13", False), ("1995-10-14", True), ("2012-01-01", True)])
def test_a_classifier_is_owed_since_the_order_of_1995(day, told):
    assert ("AUT001 warning C O N F I D E N T I A L" in _telegram("", day)) is told


def test_a_missing_classifier_is_an_error_under_strict():
    assert _telegram("", strict=True) == {"AUT001 error C O N F I D E N T I A L"}


@pytest.mark.parametrize(
    "block",
    [
        "Classified By: DCM Jo Roe, reason 1.4 (d).",
        "Classjfied By: DCM Jo Roe",
        "DERIVED FROM: GUIDE 05-1",
        "CL BY: 0123456",
    ],
)
def test_a_classifier_however_spelled_or_a_source_is_enough(block):
    assert not any(one.startswith("AUT001") for one in _telegram(block))


# -- AUT002 ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "who",
    [
        "Ambassador Jane Q. Example",
        "Jane Q. Example, Ambassador",
        "DCM Sample",
        "POL M/C ANN SPECIMEN",
        "A/S Specimen",
        "0123456",
        "Charge d'Affaires Ann Specimen",
        "XXXXXXXXXXXX",
        "Specimen",
        "AMB EXAMPLE",
        "Ann Specimen, Embassy Lusaka",
        "EAF Chief Roe",
    ],
)
def test_name_and_position_are_complete_and_doubt_is_silent(who):
    assert _telegram(f"Classified By: {who}, reasons 1.4 (b) and (d).") == set()


@pytest.mark.parametrize(
    "who", ["Political Counselor", "DCM", "Deputy Chief of Mission", "AMBASSADOR", "Jane Q. Example", "JOHN SAMPLE"]
)
def test_a_name_or_a_position_alone_is_worth_knowing(who):
    assert _telegram(f"Classified By: {who}, reasons 1.4 (b) and (d).") == {f"AUT002 info {who}"}


def test_a_line_that_breaks_off_is_not_judged():
    assert not any(one.startswith("AUT002") for one in _telegram("Classified By: POLITICAL COUNSELOR ..."))


# -- AUT003 ----------------------------------------------------------------------------------------------------------


def test_an_unclassified_document_has_no_classifier():
    told = _telegram("Classified By: DCM Jo Roe, reason 1.4 (d).", level="U")
    assert told == {"AUT003 warning Classified By: DCM Jo Roe"}
    assert _telegram("Classified By: N/A", level="U") == set()
    assert _telegram("", level="U") == set()


# -- AUT004, AUT007: derivative documents ----------------------------------------------------------------------------

_BY = "Classified By: Jane Q. Example, Director, Office of Rivers\n"
_ON = "\nDeclassify On: 20210303\n"


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("Derived From: Multiple Sources", True),
        ("Derived From: MULTIPLE SOURCES", True),
        ("Derived From: River Guide 3", False),
        ("Derived From: Multiple Sources" + _ON + "\nSources:\nRiver Guide 3; Report on River Guards", False),
        ("Derived From: Multiple Sources" + _ON + "\n\nSOURCES\n\n1. River Guide 3\n\n2. Report on Guards", False),
        ("Derived From: Multiple Sources" + _ON + "\n\nSources\n\n\n\n   1. River Guide 3", False),
    ],
)
def test_multiple_sources_are_listed(source, told):
    found = _memorandum(_BY + source + ("" if _ON in source else _ON))
    assert any(one.startswith("AUT004 warning") for one in found) is told


@pytest.mark.parametrize(("date", "told"), [("June 24, 2010", False), ("June 25, 2010", True)])
def test_the_list_is_owed_since_the_directive_of_2010(date, told):
    found = _memorandum(_BY + "Derived From: Multiple Sources\nDeclassify On: 20200303\n", date=date)
    assert ("AUT004 warning Multiple Sources" in found) is told


@pytest.mark.parametrize(("date", "told"), [("June 26, 2010", False), ("June 27, 2010", True)])
def test_the_derivative_classifier_is_owed_since_the_order_of_2009(date, told):
    found = _memorandum("Derived From: River Guide 3" + _ON, date=date)
    assert ("AUT007 warning Derived From: River Guide 3" in found) is told


# -- AUT006 ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "date", "told"),
    [
        ("2011-03-03", "", True),
        ("2010-06-27", "", True),
        ("2010-06-26", "", False),
        ("2011-03-03", "March 3, 2011", False),
    ],
)
def test_a_memorandum_under_the_order_of_2009_bears_its_date(day, date, told):
    found = _memorandum(_BY + "Reason: 1.4(b), (d)" + _ON, day, date=date)
    assert ("AUT006 warning CONFIDENTIAL" in found) is told


def test_a_telegram_is_dated_by_its_transmission():
    assert not any(one.startswith("AUT006") for one in _telegram("Classified By: DCM Jo Roe, 1.4 (d).", "2011-03-03"))
