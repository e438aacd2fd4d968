"""The transitions between the orders: on which day a reason, an instruction, an order or a level begins and ends.

Each case is a whole telegram or memorandum on a boundary day, with all that is said of it, plainly and under --strict.

Left out, as no text can show it or nobody would want to hear it:

- T9, a reason under E.O. 12356: none was required before 1995, and to give one all the same harms nobody.
"""

from __future__ import annotations

import pytest
from whole_documents import Case, memorandum, telegram, verdict

LEFT_OUT = {"T9"}


def _reason(reasons: str, decl: str = "06/17/2016", order: str = "12958") -> str:
    return telegram(order=f"E.O. {order}: DECL: {decl}", reasons=reasons)


def _value(value: str, order: str = "12958", reasons: str = "1.4 (b) and (d)") -> str:
    return telegram(order=f"E.O. {order}: {value}", reasons=reasons)


def _unreasoned(value: str, order: str) -> str:
    return telegram(order=f"E.O. {order}: {value}", block="")


_DERIVED = "Classified By: Jane Q. Example, Director\nDerived From: {source}\nDeclassify On: 20220301"
_SOURCES = "\n\nSources:\n1. Report on River Guards, June 2, 2008\n2. Letter of the Dam Office, July 9, 2008\n"
# Where the order cited was not in force, its own years date the document, and they leave these open under --strict.
_UNDECIDED = "DCL012 DCL003 DCL004 DCL006 RSN002"
_RESTRICTED = telegram("R", order="", body="1. The minister left for the north on Monday.")
_LOU = telegram(
    "U",
    banner="LIMITED OFFICIAL USE",
    order="E.O. {order}: N/A",
    body="1. The minister left for the north on Monday.",
)
_RESTRICTED_PARTNER = memorandum(
    "SECRET//FGI GBR",
    body="(S) The delegation will not accept the upper limit.\n\n(//GBR R) The next round is in May.",
)

CASES = (
    # -- the section of the reasons
    Case("T1", "1.5 on the first day of the order of 1995", _reason("1.5 (b) and (d)", "10/13/2005"), "1995-10-14"),
    Case("T1", "1.5 in the middle of it", _reason("1.5 (b) and (d)", "10/04/2009"), "1999-10-05"),
    Case("T1", "1.5 on the day before the amendment", _reason("1.5 (b) and (d)", "03/23/2013"), "2003-03-24"),
    Case("T2", "1.5 on the day of the amendment", _reason("1.5 (b) and (d)", "03/24/2013"), "2003-03-25"),
    Case("T2", "1.5 in June 2003", _reason("1.5 (b) and (d)", "06/17/2013"), "2003-06-18"),
    Case("T2", "1.5 on the last day of the delay", _reason("1.5 (b) and (d)", "09/20/2013"), "2003-09-21"),
    Case(
        "T3", "1.4 on the day of the amendment", _reason("1.4 (b) and (d)", "03/24/2013"), "2003-03-25",
        "RSN002 info", "RSN002 info",
    ),
    Case(
        "T3", "1.4 on the last day of the delay", _reason("1.4 (b) and (d)", "09/20/2013"), "2003-09-21",
        "RSN002 info", "RSN002 info",
    ),
    Case("T3", "1.4 a day later is simply right", _reason("1.4 (b) and (d)", "09/20/2013"), "2003-09-22"),
    Case(
        "T4", "1.4 while it was authority", _reason("1.4 (b) and (d)", "10/04/2009"), "1999-10-05",
        "RSN002 warning", "RSN002 error",
    ),
    Case(
        "T4", "1.4 on the first day of the order of 1995", _reason("1.4 (b) and (d)", "10/13/2005"), "1995-10-14",
        "RSN002 warning", "RSN002 error",
    ),
    Case(
        "T4", "1.4 on the day before the amendment", _reason("1.4 (b) and (d)", "03/23/2013"), "2003-03-24",
        "RSN002 warning", "RSN002 error",
    ),
    Case(
        "T5", "1.5 on the day of the directive", _reason("1.5 (b) and (d)", "09/21/2013"), "2003-09-22",
        "RSN002 warning", "RSN002 error",
    ),
    Case(
        "T5", "1.5 while the handbook still printed it", _reason("1.5 (b) and (d)", "12/30/2015"), "2005-12-31",
        "RSN002 warning", "RSN002 error",
    ),
    Case(
        "T6", "1.5 without a model left", _reason("1.5 (b) and (d)", "12/31/2015"), "2006-01-01",
        "RSN002 warning", "RSN002 error",
    ),
    Case(
        "T6", "1.5 on the last day of E.O. 12958", _reason("1.5 (b) and (d)", "06/25/2020"), "2010-06-26",
        "RSN002 warning", "RSN002 error",
    ),
    Case(
        "T7", "1.5 under E.O. 13526", _reason("1.5 (b) and (d)", "06/26/2020", "13526"), "2010-06-27",
        "RSN002 error", "RSN002 error",
    ),
    Case(
        "T8", "1.3(a)(5) on the first day without E.O. 12356", _reason("1.3(a)(5)", "10/13/2005"), "1995-10-14",
        "RSN002 error", "RSN002 error",
    ),
    Case("T8", "1.3(a)(5) in 2007", _reason("1.3(a)(5)"), "2007-01-05", "RSN002 error", "RSN002 error"),
    # -- codes in place of a date
    Case("T10", "X6 on the first day of the exemptions", _value("DECL: X6", reasons="1.5 (d)"), "1995-10-14"),
    Case("T10", "X6 on the last day of the exemptions", _value("DECL: X6", reasons="1.5 (d)"), "2003-09-21"),
    Case("T11", "X6 a day later", _value("DECL: X6"), "2003-09-22", "DCL005 error", "DCL005 error"),
    Case("T12", "OADR on the first day of E.O. 12356", _unreasoned("DECL: OADR", "12356"), "1982-08-01"),
    Case("T12", "OADR on its last day", _unreasoned("DECL: OADR", "12356"), "1995-10-13"),
    Case(
        "T13", "OADR a day later", _value("DECL: OADR", reasons="1.5 (d)"), "1995-10-14",
        "DCL005 error", "DCL005 error",
    ),
    Case(
        "T13", "OADR passed on from a source of its years",
        memorandum(
            block="Derived From: Report on River Guards, June 2, 1989\n"
            "Declassify On: Source Marked OADR, date of source 19890602"
        ),
        "2008-03-03",
    ),
    Case(
        "T13", "OADR passed on from a source too young for it",
        memorandum(
            block="Derived From: Report on River Guards, June 2, 1999\n"
            "Declassify On: Source Marked OADR, date of source 19990602"
        ),
        "2008-03-03", "DCL005 error", "DCL005 error",
    ),
    Case(
        "T14", "GDS with a date under E.O. 12065", _unreasoned("GDS 11/14/85 (SAMPLE, JOHN) OR-P", "12065"),
        "1979-11-14", "DCL005 info", "DCL005 info",
    ),
    # The token of its own years stays a warning: unlike GDS, posts did not give XGDS a new meaning.
    Case(
        "T14", "XGDS under E.O. 12065", _unreasoned("XGDS-1 11/14/85 (SAMPLE, JOHN) OR-P", "12065"), "1979-11-14",
        "DCL005 warning", "DCL005 warning",
    ),
    Case(
        "T15", "GDS on the first day of E.O. 12356", _unreasoned("GDS 11/14/88", "12356"), "1982-08-01",
        "DCL005 error", "DCL005 error",
    ),
    Case(
        "T15", "XGDS under E.O. 12958", _value("XGDS-2", reasons="1.5 (d)"), "1999-10-05",
        "DCL005 error", "DCL005 error",
    ),
    # -- how long
    Case(
        "T16", "a month more than ten years before the amendment", _reason("1.5 (d)", "11/05/2009"), "1999-10-05",
        "DCL004 info", "DCL004 warning",
    ),
    Case(
        "T16", "two months more", _reason("1.5 (d)", "12/05/2009"), "1999-10-05", "DCL004 error", "DCL004 error",
    ),
    Case("T16", "two months more with an exemption", _reason("1.5 (d)", "X6 12/05/2009"), "1999-10-05"),
    Case(
        "T17", "fifteen years on the day of the amendment", _reason("1.5 (d)", "03/24/2018"), "2003-03-25",
        "DCL006 info", "DCL006 info",
    ),
    Case(
        "T17", "fifteen years on the day before it", _reason("1.5 (d)", "03/24/2018"), "2003-03-24",
        "DCL004 error", "DCL004 error",
    ),
    Case(
        "T18", "twenty-five years and a month", _reason("1.4 (d)", "07/19/2031"), "2006-06-18",
        "DCL006 info", "DCL006 info",
    ),
    Case("T18", "a day longer", _reason("1.4 (d)", "07/20/2031"), "2006-06-18", "DCL004 error", "DCL004 error"),
    Case("T19", "a date before the document", _reason("1.4 (d)", "06/17/2006"), "2006-06-18",
         "DCL003 error", "DCL003 error"),
    # -- the exemptions of the long term
    Case(
        "T20", "25X1 without a date under E.O. 13526",
        memorandum(
            date="March 3, 2012",
            block="Classified By: Jane Q. Example, Director\n"
            "Derived From: Report on River Guards, June 2, 1988\nDeclassify On: 25X1",
        ),
        "2012-03-03", "DCL008 error", "DCL008 error",
    ),
    Case(
        "T20", "25X1 without a date before it",
        memorandum(block="Derived From: Report on River Guards, June 2, 1980\nDeclassify On: 25X1"),
        "2008-03-03", "DCL008 warning", "DCL008 warning",
    ),
    Case(
        "T21", "25X6 on a telegram just sent", _value("DECL: 25X6 06/17/2046", reasons="1.4 (d)"), "2006-06-18",
        "DCL009 warning", "DCL009 warning", as_of="2006-06-18",
    ),
    Case("T22", "50X1-HUM on the last day without it", _value("DECL: 50X1-HUM", reasons="1.4 (c)"), "2010-06-26",
         "DCL005 error", "DCL005 error"),
    Case("T22", "50X1-HUM on its first day", _value("DECL: 50X1-HUM", "13526", "1.4 (c)"), "2010-06-27"),
    # -- the order cited
    Case("T23", "E.O. 12958 on its last day", _reason("1.4 (d)", "06/25/2020"), "2010-06-26"),
    Case("T23", "E.O. 12958 a day later", _reason("1.4 (d)", "06/26/2020"), "2010-06-27",
         "ORD003 warning", "ORD003 error", aside=_UNDECIDED),
    Case("T23", "E.O. 12958 at the end of 2010", _reason("1.4 (d)", "12/30/2020"), "2010-12-31",
         "ORD003 warning", "ORD003 error", aside=_UNDECIDED),
    Case("T23", "E.O. 12958 in 2011", _reason("1.4 (d)", "12/31/2020"), "2011-01-01",
         "ORD003 error", "ORD003 error", aside=_UNDECIDED),
    Case("T24", "E.O. 13526 on the day of its signature", _reason("1.4 (d)", "12/28/2019", "13526"), "2009-12-29",
         "ORD003 warning", "ORD003 warning", aside=_UNDECIDED),
    Case("T24", "E.O. 13526 on the day before it is in force", _reason("1.4 (d)", "06/25/2020", "13526"), "2010-06-26",
         "ORD003 warning", "ORD003 warning", aside=_UNDECIDED),
    Case("T24", "E.O. 13526 on the day that it is", _reason("1.4 (d)", "06/25/2020", "13526"), "2010-06-27"),
    Case("T25", "the amending order instead of the amended", _reason("1.4 (d)", "06/17/2016", "13292"), "2006-06-18",
         "ORD003 info", "ORD003 info"),
    Case("T26", "two digits of the order exchanged", _reason("1.4 (d)", "06/17/2016", "12598"), "2006-06-18",
         "ORD002 warning", "ORD002 warning"),
    # -- derivative documents
    Case("T27", "a reason on a derivative document",
         memorandum(block="Derived From: Report on River Guards, June 2, 2005\nReason: 1.4(d)\n"
                    "Declassify On: 20180301"),
         "2008-03-03", "RSN005 warning", "RSN005 warning"),
    Case("T27", "and without it", memorandum(), "2008-03-03"),
    Case("T28", "multiple sources and no list", memorandum(
        date="March 3, 2012", block=_DERIVED.format(source="Multiple Sources")),
        "2012-03-03", "AUT004 warning", "AUT004 warning"),
    Case("T28", "multiple sources and their list", memorandum(
        date="March 3, 2012", block=_DERIVED.format(source="Multiple Sources"), extra=_SOURCES), "2012-03-03"),
    # -- what is no level, or no level any more
    Case("T29", "RESTRICTED on the last day of E.O. 10290", _RESTRICTED, "1953-12-14"),
    Case("T29", "RESTRICTED a day later", _RESTRICTED, "1953-12-15", "BNR012 error", "BNR012 error"),
    Case("T29", "RESTRICTED of a partner", _RESTRICTED_PARTNER, "2008-03-03", profile="ic"),
    Case("T30", "LIMITED OFFICIAL USE on its last day", _LOU.format(order="12356"), "1995-09-30"),
    Case("T31", "LIMITED OFFICIAL USE a day later", _LOU.format(order="12356"), "1995-10-01",
         "BNR012 warning", "BNR012 warning"),
    # -- what time does
    Case("T32", "a declassification date that has passed", _reason("1.4 (d)"), "2006-06-18",
         "DCL012 info", "DCL012 info", aside=""),
    Case("T32", "and one on the day itself", _reason("1.4 (d)"), "2006-06-18", aside="", as_of="2016-06-17"),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_transition_by_default(case):
    assert verdict(case, strict=False) == case.default


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_transition_under_strict(case):
    assert _without_form(verdict(case, strict=True)) == case.strict


def test_every_transition_is_a_case_or_left_out():
    assert {case.row for case in CASES} | LEFT_OUT == {f"T{number}" for number in range(1, 33)}


def _without_form(found: str) -> str:
    """Under --strict every telegram hears of its unmarked subject line, which no transition is about."""
    return ", ".join(one for one in found.split(", ") if not one.startswith("PRT010"))
