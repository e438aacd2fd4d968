"""A classified telegram names an order that exists and was in force."""

from __future__ import annotations

import datetime

import attrs
import pytest
from hand_built import build, hits, pack, words

from redactlint.checks import orders
from redactlint.documents.model import Document
from redactlint.engine import Engine, Options
from redactlint.grading import grade, rows_for
from redactlint.law.dates import DateRange
from redactlint.readers.opening import plain_text
from redactlint.text import Span


def _cites(number: str, **changes: object) -> Document:
    document = build(f"CONFIDENTIAL\nE.O. {number}\n1. (C) The minister left.")
    assert document.order is not None
    order = attrs.evolve(document.order, number=pack().law.order_meant(number), **changes)
    return attrs.evolve(document, order=order)


def _graded(number: str, day: str, *, strict: bool = False) -> str | None:
    """The severity of ORD003 for a document of that day that cites the order."""
    rule = pack().rules["ORD003"]
    found = hits(orders.not_in_force, "ORD003", _cites(number))
    rows = rows_for(rule.severities, profile="state", kind="telegram", is_extract=False)
    on = datetime.date.fromisoformat(day)
    return next((grade(hit, rows, DateRange(on, on), strict=strict).severity for hit in found), None)


def _fired(
    telegram: str, *, name: str = "telegram.txt", days: tuple[str, str] | None = None, strict: bool = False
) -> list[str]:
    """What the whole tool says of a telegram, as "ORD003 error 12356"; `days` are what metadata say of its date."""
    known = {} if days is None else {name: DateRange(*map(datetime.date.fromisoformat, days))}
    as_of = datetime.date(2026, 1, 1)
    engine = Engine(pack(), Options(as_of=as_of, select=("ORD",), strict=strict, metadata=known))
    text = plain_text(telegram.encode("utf-8"), name)
    return [f"{one.rule} {one.severity} {text.words(one.span)}" for one in engine.check(text).findings]


_TELEGRAM = """\
{banner} LUSAKA 000512

SIPDIS

{order}
TAGS: PREL, ZA
SUBJECT: MINISTER VISITS THE NORTH

REF: LUSAKA 498

Classified By: Ambassador Jane Q. Example, reasons 1.4 (b) and (d).

1. (C) The minister left for the north on Monday.

2. (U) He returns on Friday.
EXAMPLE
"""


def _telegram(order: str, banner: str = "C O N F I D E N T I A L") -> str:
    return _TELEGRAM.format(order=order, banner=banner)


# -- ORD001 ----------------------------------------------------------------------------------------------------------


def test_a_classified_telegram_without_an_order_is_told_so_at_its_banner():
    document = build("CONFIDENTIAL\n1. (C) The minister left.")
    (hit,) = hits(orders.missing, "ORD001", document)
    assert words(document, hit) == "CONFIDENTIAL"


def test_without_a_banner_the_highest_mark_is_pointed_at():
    document = build("1. (C) The minister left.\n2. (S) He met the general.\n3. (U) He is back.")
    (hit,) = hits(orders.missing, "ORD001", document)
    assert words(document, hit) == "(S)"


def test_a_telegram_with_its_order_is_in_order():
    assert not hits(orders.missing, "ORD001", _cites("12958"))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("07LUSAKA000512.txt", ["ORD001 warning S E C R E T"]),
        ("70LUSAKA000512.txt", []),  # no order asked for the line
        ("72LUSAKA000512.txt", []),  # it began in the middle of that year
        ("telegram.txt", ["ORD001 warning S E C R E T"]),  # reason 1.4 tells that it is of 2003 or later
    ],
)
def test_the_line_is_owed_since_1972(name, said):
    assert _fired(_telegram("", "S E C R E T"), name=name) == said


def test_an_extract_may_have_lost_the_line():
    extract = (
        _telegram("") + "\nThis record is a partial extract of the original cable. The full text is not available.\n"
    )
    assert _fired(extract, name="07LUSAKA000512.txt") == ["ORD001 info C O N F I D E N T I A L"]


def test_unclassified_telegrams_are_not_asked():
    assert not _fired(
        "UNCLAS LUSAKA 000512\n\nTAGS: ETRD\nSUBJECT: COPPER\n\n1. Prices rose.\n", name="07LUSAKA000512.txt"
    )


# -- ORD002 ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cited", "meant"),
    [("12598", "12958"), ("12985", "12958"), ("1295", "12958"), ("19523", "12958"), ("116528", "11652")],
)
def test_a_wrong_number_is_told_with_the_order_that_is_meant(cited, meant):
    document = _cites(cited)
    (hit,) = hits(orders.unknown, "ORD002", document)
    assert words(document, hit) == cited
    assert meant in hit.arguments["remedy"]
    assert hit.fix is not None
    (edit,) = hit.fix.edits
    assert (edit.span, edit.replacement) == (hit.span, meant)


@pytest.mark.parametrize("cited", ["12056", "12333", "99999"])
def test_no_order_is_proposed_where_two_or_none_could_be_meant(cited):
    (hit,) = hits(orders.unknown, "ORD002", _cites(cited))
    assert hit.fix is None
    assert "did you mean" not in hit.arguments["remedy"]


@pytest.mark.parametrize("cited", ["12958", "10964", "13292", "l2958", "1295B", "12 958"])
def test_numbers_of_orders_and_letters_read_for_digits_are_in_order(cited):
    assert not hits(orders.unknown, "ORD002", _cites(cited))


def test_the_order_that_an_authority_block_cites_is_left_alone():
    document = _cites("12598")
    assert document.order is not None
    assert hits(orders.unknown, "ORD002", document)
    in_block = attrs.evolve(document.order, line=Span(0, document.order.span.end))
    assert not hits(orders.unknown, "ORD002", attrs.evolve(document, order=in_block))


def test_unclassified_telegrams_are_judged_too():
    unclassified = "UNCLAS LUSAKA 000512\n\nE.O. 12598: N/A\nTAGS: ETRD, ZA\nSUBJECT: COPPER\n\n1. Prices rose.\n"
    assert _fired(unclassified, name="07LUSAKA000512.txt") == ["ORD002 warning 12598"]


def test_a_wrong_number_is_one_finding_even_out_of_its_years():
    telegram = _telegram("E.O. 12598: DECL: 06/17/2022")
    assert _fired(telegram, days=("2012-06-18", "2012-06-18")) == ["ORD002 warning 12598"]


# -- ORD003 ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "day", "default", "strict"),
    [
        ("12356", "1995-10-13", None, None),
        ("12356", "1995-10-14", "warning", "error"),
        ("12356", "1995-11-20", "warning", "error"),
        ("12356", "1996-01-01", "error", "error"),
        ("12958", "1995-04-16", "error", "error"),
        ("12958", "1995-09-01", "warning", "warning"),
        ("12958", "1995-10-14", None, None),
        ("12958", "2003-06-18", None, None),
        ("12958", "2010-06-26", None, None),
        ("12958", "2010-06-27", "warning", "error"),
        ("12958", "2010-12-31", "warning", "error"),
        ("12958", "2011-01-01", "error", "error"),
        ("13526", "2009-12-28", "error", "error"),
        ("13526", "2009-12-29", "warning", "warning"),
        ("13526", "2010-06-26", "warning", "warning"),
        ("13526", "2010-06-27", None, None),
        ("13292", "2003-03-24", "error", "error"),
        ("13292", "2005-01-01", "info", "info"),
        ("13292", "2010-09-01", "warning", "error"),
        ("13292", "2012-01-01", "error", "error"),
        ("10964", "1965-01-01", "info", "info"),
        ("10964", "1985-01-01", "warning", "warning"),
        ("10290", "1951-10-26", "warning", "warning"),
        ("10290", "1953-12-15", "error", "error"),
        ("11652", "1978-11-30", None, None),
        ("11652", "1978-12-15", "warning", "error"),
        ("11652", "1980-01-01", "error", "error"),
        ("12065", "1978-10-01", "warning", "warning"),
        ("12065", "1983-01-01", "error", "error"),
    ],
)
def test_an_order_out_of_its_years(number, day, default, strict):
    assert _graded(number, day) == default
    assert _graded(number, day, strict=True) == strict


def test_the_message_names_the_years_and_the_order_that_followed():
    (hit,) = hits(orders.not_in_force, "ORD003", _cites("12356"))
    assert hit.arguments["wrong"] == "it was in force from 1982-08-01 to 1995-10-13; from 1995-10-14 cite E.O. 12958"
    (hit,) = hits(orders.not_in_force, "ORD003", _cites("13526"))
    assert hit.arguments["wrong"].startswith("it was in force from 2010-06-27 on")
    (hit,) = hits(orders.not_in_force, "ORD003", _cites("13292"))
    assert hit.arguments["wrong"] == "it amends E.O. 12958, which is the order to cite"


def test_a_line_retyped_as_declassified_speaks_of_the_release():
    assert not hits(orders.not_in_force, "ORD003", _cites("12958", is_declassified_note=True))


def test_a_number_that_is_guessed_is_left_to_ord002():
    assert not hits(orders.not_in_force, "ORD003", _cites("12598"))


def test_only_a_stated_date_accuses_an_order():
    telegram = _telegram("E.O. 12356: DECL: OADR")
    assert not _fired(telegram)  # reason 1.4 contradicts the order and does not date the document
    assert not _fired(telegram, name="07LUSAKA000512.txt")  # nor does a year in the name of the file
    assert _fired(telegram, days=("2007-05-01", "2007-05-01")) == ["ORD003 error 12356"]
    assert _fired(f"RR RUEHC\nR 011200Z MAY 07\n\n{telegram}") == ["ORD003 error 12356"]


def test_days_that_hold_the_change_of_orders_decide_nothing():
    telegram, year = _telegram("E.O. 12958: DECL: 2020/03/01"), ("2010-01-01", "2010-12-31")
    assert not _fired(telegram, days=year)
    assert _fired(telegram, days=year, strict=True) == ["ORD003 info 12958"]
    assert _fired(telegram, days=("2010-07-01", "2011-02-01")) == ["ORD003 warning 12958"]
    assert _fired(telegram, days=("2011-01-01", "2011-12-31")) == ["ORD003 error 12958"]


def test_the_order_of_an_authority_block_is_judged_too():
    document = build("CONFIDENTIAL\nP (C) The minister left.\nE.O. 12356", kind="memorandum")
    (hit,) = hits(orders.not_in_force, "ORD003", document)
    assert words(document, hit) == "12356"
