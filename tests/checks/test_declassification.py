"""The declassification instruction is lawful on the date of the document, at the boundary days of every order."""

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

{order}
TAGS: PREL, ZA
SUBJECT: MINISTER VISITS THE NORTH

{block}

1. ({mark}) The minister left for the north on Monday.

2. (U) He returns on Friday.
EXAMPLE
"""
_DERIVED = "Classified By: Ambassador Jane Q. Example\n\nDERIVED FROM: GUIDE 05-1"
_BANNERS = {"C": "C O N F I D E N T I A L", "S": "S E C R E T", "TS": "T O P S E C R E T", "U": "UNCLAS"}


@cache
def _engine(days: tuple[str, str] | None, strict: bool, as_of: str) -> Engine:
    known = {} if days is None else {"a.txt": DateRange(*(datetime.date.fromisoformat(day) for day in days))}
    day = datetime.date.fromisoformat(as_of)
    return Engine(pack(), Options(as_of=day, select=("DCL",), strict=strict, metadata=known))


def _told(
    value: str,
    day: str | None = None,
    *,
    order: str = "12958",
    until: str | None = None,
    level: str = "C",
    block: str = "",
    strict: bool = False,
    as_of: str = "2026-01-01",
) -> set[str]:
    """What is said of a telegram whose E.O. line has that value: "DCL004 error 06/17/2033"."""
    telegram = _TELEGRAM.format(banner=_BANNERS[level], mark=level, order=f"E.O. {order}: {value}", block=block)
    text = plain_text(telegram.encode("utf-8"), "a.txt")
    days = None if day is None else (day, until or day)
    found = _engine(days, strict, as_of).check(text).findings
    return {f"{one.rule} {one.severity} {text.words(one.span)}" for one in found if one.rule != "DCL012"}


# -- DCL001, DCL011: an instruction is there -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("order", "day", "expected"),
    [
        ("12958", "2007-05-01", {"DCL001 warning E.O. 12958:"}),
        ("12065", "1978-12-01", {"DCL001 warning E.O. 12065:"}),
        ("11652", "1978-11-30", {"DCL001 info E.O. 11652:"}),  # deemed to bear the general schedule
        ("11652", "1972-06-01", {"DCL001 info E.O. 11652:"}),
        ("11652", "1972-05-31", set()),
    ],
)
def test_an_instruction_is_owed_since_the_order_of_1978(order, day, expected):
    assert _told("", day, order=order) == expected


def test_a_missing_instruction_is_an_error_under_strict():
    assert _told("", "2007-05-01", strict=True) == {"DCL001 error E.O. 12958:"}


@pytest.mark.parametrize("value", ["DECL: XXXXXXXX", "DECL: 06/1...", "DECLASSIFIED 06/12/2008"])
def test_what_is_blanked_cut_off_or_cancelled_is_not_missing(value):
    assert not {one for one in _told(value, "2007-05-01") if one.startswith(("DCL001", "DCL002"))}


def test_not_applicable_speaks_for_the_missing_instruction():
    assert _told("N/A", "2007-05-01") == {"DCL011 error N/A"}
    assert _told("N/A", "2007-05-01", level="U") == set()


# -- DCL003 ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "told"), [("2003-06-16", False), ("2003-06-17", True), ("2003-06-18", True), ("2008-01-01", True)]
)
def test_a_date_on_or_before_the_document_is_an_error(day, told):
    assert ("DCL003 error 06/17/2003" in _told("DECL: 06/17/2003", day)) is told


def test_a_date_within_the_year_that_alone_is_known_is_not_judged():
    assert not _told("DECL: 06/17/2003", "2003-01-01", until="2003-12-31")


# -- DCL004, DCL006: the length of the period ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("decl", "severity"),
    [
        ("10/05/2009", None),
        ("10/08/2009", None),  # three days: between drafting and sending
        ("10/09/2009", "info"),
        ("11/05/2009", "info"),  # thirty-one days
        ("11/06/2009", "error"),
        ("10/05/2014", "error"),
    ],
)
def test_ten_years_under_the_order_as_signed(decl, severity):
    expected = set() if severity is None else {f"DCL004 {severity} {decl}"}
    assert _told(f"DECL: {decl}", "1999-10-05") == expected


def test_a_month_past_ten_years_is_a_warning_under_strict():
    assert _told("DECL: 11/05/2009", "1999-10-05", strict=True) == {"DCL004 warning 11/05/2009"}


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2003-03-24", {"DCL004 error 03/25/2023"}), ("2003-03-25", {"DCL006 info 03/25/2023"})],
)
def test_the_longer_period_is_lawful_from_the_day_of_the_amendment(day, expected):
    assert _told("DECL: 03/25/2023", day) == expected


@pytest.mark.parametrize(
    ("decl", "expected"),
    [
        ("07/02/2016", set()),
        ("08/02/2016", set()),
        ("08/03/2016", {"DCL006 info 08/03/2016"}),
        ("07/02/2031", {"DCL006 info 07/02/2031"}),
        ("08/02/2031", {"DCL006 info 08/02/2031"}),
        ("08/03/2031", {"DCL004 error 08/03/2031"}),
        ("07/02/2046", {"DCL004 error 07/02/2046"}),
        ("07/02/2116", {"DCL004 error 07/02/2116"}),
    ],
)
def test_twenty_five_years_and_a_month_since_the_amendment(decl, expected):
    assert _told(f"DECL: {decl}", "2006-07-02") == expected


@pytest.mark.parametrize(
    ("value", "level", "told"),
    [
        ("GDS 11/14/85 (SAMPLE) OR-P", "C", False),
        ("GDS 12/15/85 (SAMPLE) OR-P", "C", False),
        ("GDS 12/16/85 (SAMPLE) OR-P", "C", True),
        ("RDS-1 11/14/99 (SAMPLE) OR-M", "C", False),
        ("RDS-1 11/14/09 (SAMPLE) OR-M", "C", False),
        ("RDS-1 12/31/11 (SAMPLE) OR-M", "C", True),
    ],
)
def test_six_years_under_the_order_of_1978_and_more_with_a_date_of_review(value, level, told):
    assert any(one.startswith("DCL004 error") for one in _told(value, "1979-11-14", order="12065", level=level)) is told


def test_no_cap_before_1995():
    assert _told("DECL: 01/01/2090", "1990-01-01", order="12356") == set()


@pytest.mark.parametrize("value", ["DECL: X1", "DECL: X6"])
def test_an_exemption_lifts_the_ten_years(value):
    assert _told(value, "1999-10-05") == set()


# -- DCL005: codes in their years ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "order", "day", "severity"),
    [
        ("DECL: X1", "12958", "2003-09-21", None),
        ("DECL: X1", "12958", "2003-09-22", "error"),
        ("DECL: X1", "12958", "1995-10-14", None),
        ("DECL: OADR", "12356", "1995-10-13", None),
        ("DECL: OADR", "12958", "1995-10-14", "error"),
        ("GDS", "11652", "1978-11-30", None),
        ("GDS", "12065", "1978-12-01", "warning"),
        ("XGDS-1", "12065", "1979-05-01", "warning"),
        ("XDS-1 10/6/99", "12065", "1979-10-06", "warning"),
        ("GDS", "12356", "1982-08-01", "error"),
        ("50X1-HUM", "12958", "2010-06-26", "error"),
        ("50X1-HUM", "13526", "2010-06-27", None),
        ("DECL: MR", "12958", "2007-05-01", "warning"),
        ("25X1-HUMAN", "12958", "2003-09-22", None),
        ("25X1-HUMAN", "13526", "2012-12-31", None),
        ("25X1-HUMAN", "13526", "2013-01-01", "warning"),
    ],
)
def test_a_code_belongs_to_the_years_of_its_order(value, order, day, severity):
    told = {one.split()[1] for one in _told(value, day, order=order) if one.startswith("DCL005")}
    assert told == (set() if severity is None else {severity})


def test_posts_kept_the_word_gds_beside_a_date():
    assert _told("GDS 10/31/85 (SAMPLE) OR-P", "1979-11-01", order="12065") == {"DCL005 info GDS"}


def test_an_undated_telegram_is_bounded_by_the_order_that_it_cites():
    assert _told("GDS") == {"DCL005 error GDS"}
    assert _told("GDS", order="11652") == set()
    assert _told("DECL: X1") == set()


@pytest.mark.parametrize(
    ("value", "order", "day", "told"),
    [
        ("DECL: SOURCE MARKED X1, DATE OF SOURCE 20010203", "12958", "2008-05-01", set()),
        ("DECL: SOURCE MARKED X1, DATE OF SOURCE 20040203", "12958", "2008-05-01", {"error"}),
        ("DECL: SOURCE MARKED OADR", "12958", "2008-05-01", set()),
        ("DECL: SOURCE MARKED OADR", "13526", "2012-05-01", {"warning"}),
        ("DECL: OADR", "12958", "2008-05-01", {"error"}),
    ],
)
def test_a_mark_carried_over_turns_on_the_date_of_the_source(value, order, day, told):
    assert {one.split()[1] for one in _told(value, day, order=order) if one.startswith("DCL005")} == told


def test_under_an_order_that_had_lapsed_the_years_of_that_order_count():
    assert _told("DECL: X1", "2011-05-01") == set()
    assert _told("25X1", "2011-05-01", block=_DERIVED) == {"DCL008 warning 25X1"}


# -- DCL007 to DCL010 ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("TWENTY YEARS", True),
        ("TEN YEARS AFTER THE VISIT", True),
        ("CLOSURE OF THE TRIBUNAL", True),
        ("UPON COMPLETION OF THE VISIT", False),
        ("DEPARTURE OF THE MINISTER", False),
    ],
)
def test_an_instruction_is_definite(value, told):
    expected = {f"DCL007 warning {value}"} if told else set()
    assert _told(f"DECL: {value}", "2007-05-01") == expected


@pytest.mark.parametrize(
    ("value", "day", "expected"),
    [
        ("25X1", "2010-06-26", {"DCL008 warning 25X1"}),
        ("25X1", "2010-06-27", {"DCL008 error 25X1"}),
        ("25X1, UPON COMPLETION OF THE VISIT", "2011-05-01", set()),
        ("25X1 20510101", "2011-05-01", set()),
        ("25X1-HUMAN", "2011-05-01", set()),
        ("50X1-HUM", "2011-05-01", set()),
        ("50X6", "2011-05-01", {"DCL008 error 50X6"}),
    ],
)
def test_an_exemption_stands_with_a_date(value, day, expected):
    order = "12958" if day < "2010-06-27" else "13526"
    assert _told(value, day, order=order, block=_DERIVED) == expected


@pytest.mark.parametrize(("as_of", "told"), [("2025-04-30", True), ("2026-04-30", True), ("2027-05-02", False)])
def test_an_exemption_belongs_to_records_near_their_twenty_fifth_year(as_of, told):
    found = _told("25X1 20510101", "2007-05-01", as_of=as_of)
    assert ("DCL009 warning 25X1" in found) is told


def test_a_guide_may_prescribe_an_exemption():
    assert _told("25X1 20510101", "2007-05-01", block=_DERIVED) == set()


@pytest.mark.parametrize("value", ["DECL: 06/17/2017", "DECL: X1", "DECL: 25X1", "DECL: 06/17/2047"])
def test_on_an_unclassified_document_nothing_else_is_said(value):
    assert {one.split()[0] for one in _told(value, "2007-05-01", level="U")} == {"DCL010"}


# -- DCL012 to DCL017 ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("as_of", "told"), [("2017-06-17", False), ("2017-06-18", True)])
def test_a_date_has_passed_on_the_day_after(as_of, told):
    telegram = _TELEGRAM.format(banner=_BANNERS["C"], mark="C", order="E.O. 12958: DECL: 06/17/2017", block="")
    text = plain_text(telegram.encode("utf-8"), "a.txt")
    found = _engine(("2007-06-17", "2007-06-17"), False, as_of).check(text).findings
    assert [one.severity for one in found if one.rule == "DCL012"] == (["info"] if told else [])
    assert not any("is declassified" in one.message for one in found)


@pytest.mark.parametrize(
    ("code", "reason", "told"),
    [
        ("X1", "1.5 (c)", False),
        ("X1", "1.5 (b) and (c)", False),
        ("X1", "1.5 (b) and (d)", True),
        ("X5", "1.5 (d)", True),
        ("X6", "1.5 (d)", False),
        ("X7", "1.5 (d)", False),
        ("X8", "1.5 (f)", False),
        ("X1", "1.5", False),
    ],
)
def test_an_exemption_and_a_reason_have_a_letter_in_common(code, reason, told):
    found = _told(f"DECL: {code}", "1999-10-05", block=f"Classified By: DCM John R. Sample, reasons {reason}.")
    assert (f"DCL013 warning {code}" in found) is told


@pytest.mark.parametrize(
    ("value", "day", "expected"),
    [
        ("DECL: 05/01/14", "2004-05-01", {"DCL014 info 05/01/14"}),
        ("DECL: 17/06/2017", "2007-06-17", {"DCL014 info 17/06/2017"}),
        ("DECL: 2017/06/17", "2007-06-17", {"DCL014 info 2017/06/17"}),
        ("DECL: 2019/12/17", "2009-12-17", set()),
        ("DECL: 06/17/2017", "2007-06-17", set()),
    ],
)
def test_a_date_has_the_form_of_its_years(value, day, expected):
    assert _told(value, day) == expected


_FIVE = "Classified By: DCM John R. Sample, reasons 1.5 (b) and (d)."


@pytest.mark.parametrize(
    ("decl", "told"), [("10/22/2013", False), ("10/23/2013", True), ("05/06/2020", True), ("06/17/2013", False)]
)
def test_on_an_undated_document_the_old_section_and_a_late_date_do_not_go_together(decl, told):
    assert (f"DCL015 warning {decl}" in _told(f"DECL: {decl}", block=_FIVE)) is told


def test_where_the_date_is_known_the_rules_on_section_and_period_decide():
    assert not any("DCL015" in one for one in _told("DECL: 05/06/2020", "2003-06-01", block=_FIVE))


@pytest.mark.parametrize(
    ("value", "order", "day", "expected"),
    [
        ("DECL: OADR 06/17/2001", "12356", "1991-06-17", {"DCL016 warning OADR 06/17/2001"}),
        ("DECL: X5 10/05/2009", "12958", "1999-10-05", {"DCL016 warning X5 10/05/2009"}),
        ("DECL: X5 10/05/2019", "12958", "1999-10-05", set()),
        ("50X1-HUM 20890101", "13526", "2014-05-01", {"DCL016 warning 50X1-HUM 20890101"}),
        ("N/A DECL: 06/17/2017", "12958", "2007-06-17", {"DCL016 warning N/A"}),
    ],
)
def test_parts_of_an_instruction_that_exclude_each_other(value, order, day, expected):
    assert _told(value, day, order=order) == expected


@pytest.mark.parametrize(
    ("value", "told"),
    [("25X1 20611231", False), ("25X1 20620101", True), ("50X2 20861231", False), ("50X2 20870101", True)],
)
def test_an_exemption_runs_to_the_end_of_its_fiftieth_or_seventy_fifth_year(value, told):
    code, date = value.split()
    found = _told(value, "2011-05-01", order="13526", block=_DERIVED)
    assert (f"DCL017 error {date}" in found) is told, code
