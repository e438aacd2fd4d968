"""A released copy is two layers: what was written, read as ever, and the release, which is never a marking of it."""

from __future__ import annotations

import datetime

import pytest

from redactlint.documents import frus, reading, release
from redactlint.documents.model import Document
from redactlint.markings.levels import Level
from redactlint.rulepack import load
from redactlint.text import Text

PACK = load()
CASE = "UNCLASSIFIED U.S. Department of State Case No. F-2014-01234 Doc No. C05901234 Date: 08/31/2015"
MAIL = f"""{CASE}

{"RELEASE IN PART":>80}
{"B1,1.4(D)":>74}

From:     Example, Jane Q
Sent:     Thursday, March 4, 2010 9:12 AM
To:       Sample, Adam R
Subject:  Harbor {"B1":>60}
{"1.4(D)":>78}
  Classified by DAS, A/GIS, DoS on 08/31/2015 — Class: CONFIDENTIAL — Reason: 1.4(D) — Declassify
Fyi   on: 03/03/2030

{CASE}
"""
TELEGRAM = """{stamp}C O N F I D E N T I A L LUSAKA 0512

E.O. 11652: GDS
TAGS: PINT, ZA
SUBJECT: MINISTER VISITS THE NORTH

1. THE MINISTER OPENED THE NEW BRIDGE AND SPOKE ABOUT THE
{stamp}HARVEST. {words}

2. THE PRESS WENT TOO.
EXAMPLE
"""


def read(source: str) -> Document:
    return reading.read(Text.of(source), PACK.law, PACK.register)


class TestCopyOfAnEmail:
    def test_the_release_and_its_codes(self) -> None:
        document = read(MAIL)
        assert (document.kind, document.id) == ("release", "C05901234")
        assert document.release is not None
        assert (document.release.decision, document.release.codes, document.release.case) == (
            "part",
            ("B1", "1.4(D)"),
            "F-2014-01234",
        )
        assert document.release.date == datetime.date(2015, 8, 31)
        assert [(one.kind, one.codes) for one in document.redactions] == [("margin", ("B1", "1.4(D)"))]

    def test_stamps_are_neither_banner_nor_authority_nor_instruction(self) -> None:
        document = read(MAIL)
        assert (document.banner, document.classified_by, document.instructions, document.reasons) == (
            None,
            None,
            (),
            (),
        )

    def test_margin_codes_are_no_words_of_the_header(self) -> None:
        document = read(MAIL)
        assert document.subject is not None
        assert document.subject.words == "Harbor"

    def test_a_private_confidential_is_no_banner(self) -> None:
        assert read(MAIL.replace("Fyi ", "CONFIDENTIAL\n\nFyi ")).banner is None


class TestCopyOfATelegram:
    def test_the_telegram_below_is_read_as_a_telegram(self) -> None:
        source = f"{CASE}\n\n      RELEASE IN PART B1\n\n" + TELEGRAM.format(
            stamp="", words="                         B1"
        )
        document = read(source)
        assert (document.kind, document.level, document.order and document.order.number) == (
            "release",
            Level.C,
            "11652",
        )
        assert [one.number for one in document.portions] == ["1", "2"]

    def test_a_systematic_review_leaves_it_a_telegram(self) -> None:
        stamp = " Declassified/Released US Department of State EO Systematic Review 30 JUN 2005 \n"
        document = read(TELEGRAM.format(stamp=stamp, words=""))
        assert (document.kind, document.level) == ("telegram", Level.C)
        assert document.release is not None
        assert document.release.date == datetime.date(2005, 6, 30)

    def test_a_paragraph_that_is_nothing_but_a_deletion_is_redacted(self) -> None:
        document = read(
            TELEGRAM.format(stamp="", words="\n\n2. [redacted (b)(1), 1.4(d)]\n").replace("2. THE", "3. THE")
        )
        assert [one.is_redacted for one in document.portions] == [False, True, False]


def test_a_text_without_stamps_has_no_layer() -> None:
    assert release.layer(Text.of("UNCLAS LUSAKA 000512\n\n1. (U) Release in part of the funds.\n")) == (None, ())


def test_a_scanned_page_keeps_the_level_it_was_written_at() -> None:
    source = (
        "SECRET\n\n(S) The pier was built of stone.\n\n(U) It is old.\n\nUNCLASSIFIED\n\n"
        "Approved For Release 2002/11/18 : CIA-RDP96-00787R000300300001-7\n"
    )
    document = read(source)
    assert (document.kind, document.level, len(document.banners)) == ("release", Level.S, 1)
    assert document.id == "CIA-RDP96-00787R000300300001-7"


class TestForeignRelations:
    SOURCE = (
        "112. Telegram From the Embassy in Laos to the Department of State1\n\nVientiane, March 4, 1971, 0930Z.\n\n"
        "1. The Prime Minister told me [less than 1 line not declassified] that he would go north.\n\n"
        "1 Source: National Archives, RG 59, Central Files 1970–73, POL 15 LAOS. {marking}. Repeated to Bangkok.\n"
    )

    @pytest.mark.parametrize(
        ("marking", "level", "captions"),
        [
            ("Secret; Limdis; Noforn", Level.S, ["LIMDIS", "NOFORN"]),
            ("Confidential", Level.C, []),
            ("No classification marking", None, []),
        ],
    )
    def test_the_source_note_gives_the_marking(self, marking: str, level: Level | None, captions: list[str]) -> None:
        document = read(self.SOURCE.format(marking=marking))
        assert (document.kind, document.level, [one.word for one in document.captions]) == ("frus", level, captions)
        assert document.dates.range().earliest == datetime.date(1971, 3, 4)

    def test_excisions_are_redactions_and_nothing_is_a_portion(self) -> None:
        document = read(self.SOURCE.format(marking="Secret"))
        assert [one.extent for one in document.redactions] == ["less than 1 line not declassified"]
        assert document.portions == ()

    def test_prose_that_names_a_source_is_none(self) -> None:
        assert not frus.recognises(Text.of("Source: The Daily Example, which keeps a secret. Secret talks go on.\n"))
