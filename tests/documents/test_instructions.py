"""Declassification instructions are read as they are typed: dates, events, durations, codes, N/A and what is none."""

from __future__ import annotations

import datetime

import pytest
from hand_built import pack
from hypothesis import given
from hypothesis import strategies as st

from redactlint.documents.instructions import read_instructions


def _read(value: str, order: str | None = "12958", **options: str):
    return read_instructions(value, 0, len(value), order=order, law=pack().law, **options)


def _only(value: str, order: str | None = "12958", **options: str):
    (one,) = _read(value, order, **options)
    return one


@pytest.mark.parametrize(
    "value",
    [
        "DECL: 06/17/2013",
        "DECL 6/17/2013",
        "DECLl: 06/17/2013",
        "decl: 06/17/2013",
        "DECLASSIFY 06/17/2013",
        "DECL: DECL: 06/17/2013",
        "DECL ON: 06/17/2013",
        "as amended: DECL: 06/17/2013",
        "06/17/2013",
        "DECL:06/17/2013",
        "DECL: O6/l7/2013",
        "DECL: 2013/06/17",
        "DECL: 06/17/13",
        "DECL: 17 June 2013",
        "DECL: 06172013",
        "DECL: 061713",
        "DECL: \n06/17/2013",
    ],
)
def test_a_date_is_read_behind_any_label(value):
    one = _only(value)
    assert (one.kind, one.date, one.code) == ("date", datetime.date(2013, 6, 17), None)


@pytest.mark.parametrize("value", ["DECL X6", "DECL: X6", "DECL X-6", "DECL: X 6", "DECLl: X6", "DECLAS X6"])
def test_the_letter_of_a_code_is_no_part_of_the_label(value):
    assert (_only(value).kind, _only(value).code) == ("code", "X6")


@pytest.mark.parametrize("value", ["DECL: OADR", "DECL:O.A.D.R.", "DECL: O A D R", "OADR (ROE)"])
def test_the_letters_of_a_word_may_stand_apart(value):
    assert (_only(value, "12356").kind, _only(value, "12356").code) == ("code", "OADR")


def test_the_span_is_the_date_alone():
    value = "DECL: 06/17/2013 \\"
    one = _only(value)
    assert value[one.span.start : one.span.end] == "06/17/2013" == one.text
    assert one.date_span == one.span


@pytest.mark.parametrize(
    "value",
    [
        "N/A", "N:A", "NA", "n/a", "N/A AGS: PREL", "DECL: N/A", "DECL N/A", "DECL NA", "(AMENDED): N/A",
        "(AMENDED): DECL: N/A", "NOT APPLICABLE", "N/A SUBJ VISIT 12/10/74",
    ],
)  # fmt: skip
def test_an_order_that_does_not_apply(value):
    assert _only(value).kind == "na"


def test_not_applicable_beside_a_date_is_two_instructions():
    assert [one.kind for one in _read("N/A DECL: 06/17/2013")] == ["na", "date"]


@pytest.mark.parametrize(
    ("value", "order", "kind", "code", "date"),
    [
        ("GDS", "11652", "code", "GDS", None),
        ("XGDS-2 DECLAS DATE IMPOSSIBLE TO DETERMINE", "11652", "code", "XGDS-2", None),
        ("GDS 10/31/85 (SAMPLE, JOHN R.) OR-P", "12065", "date", "GDS", "1985-10-31"),
        ("GDS 9-9-85", "12065", "date", "GDS", "1985-09-09"),
        ("GDS-9/9/85", "12065", "date", "GDS", "1985-09-09"),
        ("R-1 9/9/99 (SAMPLE)", "12065", "review", "RDS-1", "1999-09-09"),
        ("XDS-1 10/6/99", "12065", "date", "XDS-1", "1999-10-06"),
        ("XGDS-1 (SAMPLE, J) OR-M", "12065", "code", "XGDS-1", None),
        ("RDS-4 9/9/99 (SAMPLE) OR-M", "12065", "review", "RDS-4", "1999-09-09"),
        ("RDS-3, 9/9/99", "12065", "review", "RDS-3", "1999-09-09"),
        ("OADR", "12356", "code", "OADR", None),
        ("DECL:OADR", "12356", "code", "OADR", None),
        ("DECL: (X1)", "12958", "code", "X1", None),
        ("DECL: X-6", "12958", "code", "X6", None),
        ("1.6X1", "12958", "code", "X1", None),
        ("DECL: MR", "12958", "code", "MR", None),
        ("Manual Review", None, "code", "MR", None),
        ("25X1", "13526", "code", "25X1", None),
        ("25X1-HUM", "12958", "code", "25X1-HUMAN", None),
        ("25X1-human", "12958", "code", "25X1-HUMAN", None),
        ("25X1 20350501", "13526", "date", "25X1", "2035-05-01"),
        ("25X1, EO 12951", "13526", "code", "25X1-EO12951", None),
        ("50X1-HUM", "13526", "code", "50X1-HUM", None),
        ("50X2-WMD", "13526", "code", "50X2-WMD", None),
        ("25X6, UPON CLOSURE OF THE MISSION", "13526", "event", "25X6", None),
        ("N/A to RD/FRD portions. See source list for NSI portions.", "13526", "code", "NA-RD", None),
        ("N/A to NATO portions. See source list for NSI portions.", "13526", "code", "NA-NATO", None),
        ("Subject to treaty or international agreement", "13526", "code", "TREATY", None),
    ],
)
def test_codes_of_every_order(value, order, kind, code, date):
    one = _only(value, order)
    assert (one.kind, one.code) == (kind, code)
    assert one.date == (None if date is None else datetime.date.fromisoformat(date))


def test_every_code_that_the_law_knows_is_read():
    law = pack().law
    for family in law.instructions.values():
        for code in family.codes or (family.family,):
            if code in ("X", "25X", "50X", "75X", "NA-RD", "NA-NATO", "TREATY", "25X1-EO12951"):
                continue
            (one,) = _read(f"DECL: {code.replace('I-ONLY', 'I ONLY')}", family.order)
            assert one.code == code
            assert law.instruction(one.code) is family


def test_several_codes_are_several_instructions():
    assert [(one.kind, one.code) for one in _read("DECL: X1, X6")] == [("code", "X1"), ("code", "X6")]


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        ("DECL: TWENTY YEARS", "duration", "TWENTY YEARS"),
        ("10 YEARS", "duration", "10 YEARS"),
        (
            "DECL: TEN YEARS AFTER THE UNIFICATION OF THE ISLAND",
            "event",
            "TEN YEARS AFTER THE UNIFICATION OF THE ISLAND",
        ),
        ("DECL: CLOSURE OF THE TRIBUNAL", "event", "CLOSURE OF THE TRIBUNAL"),
        ("UPON COMPLETION OF THE VISIT.", "event", "UPON COMPLETION OF THE VISIT"),
        ("DECL: DEPARTURE OF MR SAMPLE", "event", "DEPARTURE OF MR SAMPLE"),
        ("DECL: (##)", "invalid", "(##)"),
        ("DECL: 011/2/2019", "invalid", "011/2/2019"),
        ("DECL: X9", "invalid", "X9"),
        ("DECL: 25X12", "invalid", "25X12"),
        ("DECL: 13/45/2013", "invalid", "13/45/2013"),
        ("DECL: XXXXXXXXXX", "redacted", "XXXXXXXXXX"),
        ("DECL: 06/17...", "cut", "06/17..."),
    ],
)
def test_what_is_no_date(value, kind, text):
    one = _only(value)
    assert (one.kind, one.text, one.date) == (kind, text, None)


@pytest.mark.parametrize("value", ["", "DECL:", "DECL: ", "DECLASSIFIED 06/12/2008", "UNCLASSIFIED", "STATE FOR AF/S"])
def test_an_empty_value_and_a_mark_of_declassification_are_no_instruction(value):
    assert _read(value) == ()


def test_a_downgrading_date_is_no_declassification_date():
    one = _only("DNG: CO 01/26/2021")
    assert (one.date, one.downgrade) == (None, ("C", datetime.date(2021, 1, 26)))
    both = _only("DNG: CO 01/26/2021 DECL: 01/26/2031")
    assert (both.date, both.downgrade) == (datetime.date(2031, 1, 26), ("C", datetime.date(2021, 1, 26)))


def test_source_marked_carries_the_date_of_the_source():
    one = _only("Source Marked X1, date of source 20010203", place="block")
    assert (one.kind, one.code, one.source_marked) == ("code", "X1", True)
    assert (one.date, one.source_date, one.place) == (None, datetime.date(2001, 2, 3), "block")


@pytest.mark.parametrize(
    ("value", "date", "form"),
    [
        ("20350501", "2035-05-01", "YYYYMMDD"),
        ("30320726", "3032-07-26", "YYYYMMDD"),
        ("December 31, 2034", "2034-12-31", "MONTH D, YYYY"),
    ],
)
def test_a_block_gives_dates_in_its_own_forms(value, date, form):
    one = _only(value, None, place="block")
    assert (one.date, one.form) == (datetime.date.fromisoformat(date), form)


@pytest.mark.parametrize(("order", "year"), [("12065", 1985), ("12958", 2085), (None, 1985)])
def test_the_century_of_two_digits_follows_from_the_order(order, year):
    assert _only("10/31/85", order).date == datetime.date(year, 10, 31)


@given(st.text(alphabet="DECLNAXGSMRO0123456789/:.-() \n…#", max_size=60))
def test_every_value_can_be_read_and_every_span_lies_in_it(value):
    for one in _read(value):
        assert 0 <= one.span.start < one.span.end <= len(value)
        assert one.text == " ".join(value[one.span.start : one.span.end].split())
