"""What dates a document, and what does not: every bound has a source with its words, and the text has none."""

from __future__ import annotations

import datetime

import pytest

from redactlint.documents import reading
from redactlint.documents.model import DocumentDates
from redactlint.law.dates import DateRange
from redactlint.rulepack import load
from redactlint.text import Text

PACK = load()

TELEGRAM = """{top}C O N F I D E N T I A L LUSAKA 000512

SIPDIS

E.O. 12958: DECL: {decl}
TAGS: PREL, PGOV, ZA
SUBJECT: MINISTER VISITS THE NORTH

REF: {ref}

Classified By: Ambassador Jane Q. Example, reasons {reason} (b) and (d).

1. ({mark}) The Minister said on March 3, 2009 that 09 LUSAKA 77 of 041530Z MAR 09 was out.

2. (U) The press went too.
EXAMPLE
{foot}"""


def dates(source: str, path: str = "-", **known: object) -> DocumentDates:
    return reading.read(Text.of(source, path), PACK.law, PACK.register, **known).dates  # type: ignore[arg-type]


def telegram(path: str = "-", **parts: str) -> DocumentDates:
    given = {"top": "", "decl": "06/17/2017", "ref": "LUSAKA 498", "reason": "1.4", "mark": "C", "foot": "", **parts}
    return dates(TELEGRAM.format(**given), path)


def bounds(of: DocumentDates, field: str) -> list[tuple[str, str]]:
    return [(str(one.range.earliest), str(one.range.latest)) for one in of.evidence if one.field == field]


def day(written: str) -> DateRange:
    on = datetime.date.fromisoformat(written)
    return DateRange(on, on)


class TestStated:
    @pytest.mark.parametrize(
        "top",
        [
            "R 041530Z JUN 07\nFM AMEMBASSY LUSAKA\n\n",
            "Monday, 4 June 2007, 13:34\n",
            "Cable dated:2007-06-04T14:26:00\n",
            "id: 12345\ndate: 6/4/2007 13:34\nrefid: 07LUSAKA512\n\n",
            "MRN: 07 LUSAKA 512\nDate/DTG: Jun 4, 2007 / 041334Z JUN 07\n\n",
        ],
    )
    def test_what_stands_above_a_telegram_dates_it(self, top: str) -> None:
        assert telegram(top=top).range() == day("2007-06-04")

    def test_the_attributes_of_the_archive_date_it(self) -> None:
        assert telegram(foot="Message Attributes\nDraft Date: 04 jun 2007\nReview Date: 20 Mar 2014\n").range() == day(
            "2007-06-04"
        )

    def test_a_date_or_a_group_in_the_text_does_not(self) -> None:
        assert not telegram().has("stated")

    def test_the_top_message_of_a_chain_dates_it(self) -> None:
        header = "From: Jane Example\nSent: {sent}\nTo: Adam Sample\nSubject: Harbor\n\n(SBU) Text of it.\n\n"
        chain = header.format(sent="Friday, March 5, 2010 9:12 AM") + header.format(sent="Wed Mar 03 11:24:44 2010")
        assert dates(chain).range() == day("2010-03-05")

    def test_a_memorandum_states_its_date(self) -> None:
        memo = (
            "SECRET\n\nMEMORANDUM FOR: The Director\nFROM: Ann Example\nDATE: March 3, 2011\nSUBJECT: (U) Pier\n"
            "\n(S) The pier was built.\n\nSECRET\n"
        )
        assert dates(memo).range() == day("2011-03-03")


def test_a_second_telegram_in_the_file_has_a_date_of_its_own() -> None:
    group = "R {day}1530Z JUN 07\nFM AMEMBASSY LUSAKA\n\n"
    parts = {"decl": "06/17/2017", "ref": "LUSAKA 1", "reason": "1.4", "mark": "C"}
    long = "".join(f"{number}. (C) {'The Minister went north. ' * 8}\n\n" for number in range(3, 40))
    first = TELEGRAM.format(top=group.format(day="04"), foot="", **parts).replace("EXAMPLE\n", f"{long}EXAMPLE\n\n")
    second = TELEGRAM.format(top=group.format(day="08"), foot="", **parts).replace("000512", "000519")
    document = reading.read(Text.of(first + second), PACK.law, PACK.register)
    assert document.dates.range() == day("2007-06-04")
    assert [one.dates.range() for one in document.others] == [day("2007-06-08")]


class TestNumbers:
    @pytest.mark.parametrize(
        "path", ["07LUSAKA000512.txt", "x/07LUSAKA512_a.txt", "set.zip!2007LUSAKA00512", r"c:\07LUSAKA512.html"]
    )
    def test_the_year_of_an_archives_file_name(self, path: str) -> None:
        assert bounds(telegram(path), "file-name") == [("2007-01-01", "2007-12-31")]

    @pytest.mark.parametrize("path", ["07LUSAKA000499.txt", "cable_07.txt", "2024-03-01_scan.txt"])
    def test_a_name_that_is_another_messages_or_a_day_of_filing_is_none(self, path: str) -> None:
        assert not telegram(path).has("file-name")

    def test_a_memorandums_name_holds_no_message_number(self) -> None:
        memo = (
            "SECRET\n\nMEMORANDUM FOR: The Director\nFROM: Ann Example\nSUBJECT: (U) Pier\n\n"
            "(S) The pier was built.\n\nSECRET\n"
        )
        assert not dates(memo, "12MEMO05.txt").has("file-name")

    @pytest.mark.parametrize(
        ("ref", "earliest"),
        [
            ("A. 05 STATE 141756\n     B. LUSAKA 498", "2005-01-01"),
            ("(A) 02 LA PAZ 1122 (B) 06 USUN 77", "2006-01-01"),
            ("99 STATE 12", "1999-01-01"),
        ],
    )
    def test_a_reference_was_sent_before_it(self, ref: str, earliest: str) -> None:
        assert bounds(telegram(ref=ref), "reference") == [(earliest, "9999-12-31")]

    @pytest.mark.parametrize(
        "ref",
        ["SMITH LETTER OF 12 MAY 2005", "22 CFR 171", "STATE 141756", "EXAMPLE E-MAIL 14 FEB 2007", "25 STATE 141756"],
    )
    def test_dates_of_letters_and_citations_of_law_are_no_message_numbers(self, ref: str) -> None:
        assert not telegram(ref=ref).has("reference")

    def test_a_telegram_repeats_one_that_is_older(self) -> None:
        top = "THE FOLLOWING TELEGRAM, LUSAKA 498 DATED 18 JUN 03, IS REPEATED FOR YOUR ACTION."
        repeated = telegram().evidence and TELEGRAM.replace("SIPDIS\n", f"SIPDIS\n\n{top}\n")
        found = dates(repeated.format(top="", decl="06/17/2017", ref="LUSAKA 1", reason="1.4", mark="C", foot=""))
        assert bounds(found, "reference") == [("2003-06-18", "9999-12-31")]


class TestImplied:
    def test_the_order_gives_its_years(self) -> None:
        assert bounds(telegram(), "order") == [("1995-10-14", "2010-06-26")]

    def test_a_document_is_older_than_its_declassification_and_no_more(self) -> None:
        assert bounds(telegram(), "declassification") == [("0001-01-01", "2017-06-16")]

    def test_a_section_is_not_cited_before_it_held_the_reasons_but_long_after(self) -> None:
        assert bounds(telegram(), "reason") == [("2003-03-25", "9999-12-31")]
        assert bounds(telegram(reason="1.5"), "reason") == [("1995-10-14", "9999-12-31")]

    def test_a_mark_is_not_older_than_what_brought_it(self) -> None:
        assert bounds(telegram(mark="SBU"), "portion-mark") == [("1995-10-01", "9999-12-31")]
        assert not telegram(mark="LOU").has("portion-mark")

    def test_a_copy_was_released_after_it_was_written(self) -> None:
        stamp = "Declassified/Released US Department of State EO Systematic Review 30 JUN 2005\n"
        assert bounds(telegram(top=stamp), "release") == [("0001-01-01", "2005-06-30")]

    def test_a_rule_can_leave_out_what_it_judges(self) -> None:
        known = telegram("07LUSAKA000512.txt")
        assert known.range() == DateRange(datetime.date(2007, 1, 1), datetime.date(2007, 12, 31))
        assert known.range(without=frozenset({"file-name"})).latest == datetime.date(2010, 6, 26)


class TestKnown:
    def test_metadata_is_the_strongest(self) -> None:
        found = dates(
            TELEGRAM.format(top="R 041530Z JUN 07\n", decl="06/17/2017", ref="X", reason="1.4", mark="C", foot=""),
            metadata=day("2006-02-01"),
        )
        assert (found.range(), found.source) == (day("2006-02-01"), "metadata")

    def test_a_document_that_is_being_written_is_of_the_day_of_the_run(self) -> None:
        source = TELEGRAM.format(top="", decl="06/17/2017", ref="X", reason="1.4", mark="C", foot="")
        assert dates(source, today=datetime.date(2026, 1, 1)).range() == day("2026-01-01")


def test_the_trailer_of_another_telegram_in_the_file_is_no_evidence() -> None:
    first = "CONFIDENTIAL LUSAKA 498\n\nTAGS: PREL, ZA\nSUBJECT: X\n\n1. One.\n\nEXAMPLE\n\n"
    second = "CONFIDENTIAL LUSAKA 499\n\nTAGS: PREL, ZA\nSUBJECT: Y\n\n1. Two.\n\nEXAMPLE\n\n"
    trailer = "\n\nMessage Attributes\nDraft Date: 04 MAR 1974\n"
    document = reading.read(Text.of(first + second + trailer), PACK.law, PACK.register)
    (other,) = document.others
    assert bounds(document.dates, "stated") == []
    assert bounds(other.dates, "stated") == [("1974-03-04", "1974-03-04")]
