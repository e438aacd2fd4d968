"""Papers of earlier years and of other offices, from the text to the findings."""

from __future__ import annotations

import datetime

import pytest

from redactlint.documents.model import Document
from redactlint.engine import Engine, Options
from redactlint.rulepack import load
from redactlint.text import Text

PACK = load()
ENGINES = {
    profile: Engine(PACK, Options(profile=profile, as_of=datetime.date(2026, 1, 1)))
    for profile in ("state", "ic", "release")
}

PAPER = """{banner}

March 12, {year}

MEMORANDUM FOR THE DIRECTOR

FROM: The Under Secretary for Piers

SUBJECT: (U) Northern Piers

(S) The harbor master said that two of the nine cranes are idle.

(U) The press reports a new ferry line to the islands.

{block}

{banner}
"""
OADR = "CLASSIFIED BY: Multiple Sources\nDECLASSIFY ON: OADR"


def read(text: str, profile: str = "state") -> Document:
    return ENGINES[profile].read(Text.of(text, "paper.txt"))


def found(text: str, profile: str = "state") -> list[str]:
    outcome = ENGINES[profile].check(Text.of(text, "paper.txt"))
    return [one.rule for one in outcome.findings if one.severity in ("error", "warning")]


def paper(banner: str = "SECRET", block: str = OADR, year: int = 1986) -> str:
    return PAPER.format(banner=banner, block=block, year=year)


@pytest.mark.parametrize(
    "banner",
    [
        "SECRET WNINTEL NOFORN", "SECRET/NODIS/MARIGOLD", "SECRET/SENSITIVE", "S-E-C-R-E-T", "SECRET (GDS)", "SECRET - DRAFT",
        "SECRET EYES ONLY FOR THE SECRETARY", "SECRET with TOP SECRET ATTACHMENT", "U.S. SECRET", "Secret",
        "CLASSIFICATION: SECRET", "SECRET SPOKE",
    ],
)  # fmt: skip
def test_a_level_with_words_of_its_day_is_the_overall_marking(banner: str) -> None:
    document = read(paper(banner))
    assert document.banner is not None
    assert document.level is not None
    assert document.level.name == "S"
    assert found(paper(banner)) == []


def test_a_heading_that_begins_with_a_level_is_none() -> None:
    text = paper().replace("SECRET\n", "", 1).replace("\nSECRET\n", "\n")
    text = text.replace("(U) The press", "SECRET NEGOTIATIONS\n\n(U) The press")
    assert found(text) == ["BNR001"]


@pytest.mark.parametrize(
    ("block", "year"),
    [
        ("Classified by: John Q. Sample\nReview on March 12, 1986", 1980),
        ("DERIVATIVE CL BY 0123456\n[ ] DECL [x] REVW ON 12 MAR 2001\nDERIVED FROM Multiple", 1981),
        ("CL BY 0123456\nOADR", 1986),
        ("CLASSIFIED BY: J. Sample\nDECLASSIFY ON: Originating Agency's Determination Required", 1986),
    ],
)
def test_an_instruction_of_its_day_is_one(block: str, year: int) -> None:
    assert found(paper(block=block, year=year)) == []


def test_without_it_the_instruction_is_missing() -> None:
    assert found(paper(block="CLASSIFIED BY: J. Sample")) == ["DCL001"]


NAVAL = """\
S E C R E T //N03100//
PRIORITY
P 121530Z MAR 09
FM USS EXAMPLE
TO COMPIERFLT
BT
S E C R E T //N03100//
SUBJ/(U) PIER INSPECTION//
RMKS/1. (U) THE PRESS REPORTS A NEW FERRY LINE TO THE ISLANDS.
2. (S) TWO OF THE NINE CRANES ARE IDLE AND WILL BE UNTIL MAY.
DECL/DERI:USPIERCOM SCG 5/INST:DATE/DATE:12MAR2019//
BT
"""


def test_the_code_of_a_file_is_no_control() -> None:
    assert found(NAVAL) == []
    assert found(NAVAL.replace("S E C R E T //", "C O N F I D E N T I A L //")) == ["BNR002"]


FIELDS = """\
CLASSIFICATION: SECRET
SERIAL: (U) IIR 6 812 0123 99.
DATE OF INFORMATION: 3 MARCH 1999
SOURCE: (S) THE HARBOR MASTER, WHO HAS DIRECT ACCESS.
SUMMARY: (C) TWO OF THE NINE CRANES ARE IDLE.
COMMENTS: (U) THE FERRY LINE IS NEW.
DRV FROM: PIER SCG 3, 1 JAN 97
DECL ON: X1
"""


def test_the_fields_of_a_report_bear_its_marks() -> None:
    marks = [one.mark.parsed.canonical for one in read(FIELDS).portions if one.mark is not None]
    assert marks == ["U", "S", "C", "U"]


def test_items_go_on_behind_a_list_inside_one_of_them() -> None:
    text = paper(
        block="1. (S) Three points.\n\n   a. (S) The first.\n\n      (1) (U) An aside.\n\n      (2) (C) Another.\n\n"
        f"   b. The second point has no mark of its own.\n\n{OADR}"
    )
    assert found(text) == ["PRT008"]
    assert found(text.replace("b. The", "b. (U) The")) == []


def test_a_wrong_separator_of_the_banner_is_told_once_for_all_pages() -> None:
    assert found(paper("SECRET//REL TO USA,GBR", year=2009), "ic").count("CTL003") == 1


def test_the_letters_of_a_program_stand_for_its_name_in_the_banner() -> None:
    text = paper("SECRET//SAR-BUTTER POPCORN", year=2009).replace("(S) ", "(S//SAR-BP) ")
    assert "BNR008" not in found(text, "ic")
    assert "BNR008" in found(text.replace("BUTTER POPCORN", "SALTED PEANUT"), "ic")


def test_a_mark_of_the_appeals_panel_is_complete() -> None:
    mark = (
        "DECLASSIFIED UNDER AUTHORITY OF THE\nINTERAGENCY SECURITY CLASSIFICATION APPEALS PANEL,\n"
        "E.O. 13526, SECTION 5.3(b)(3)\nISCAP APPEAL NO. 2011-064, document no. 1\n"
        "DECLASSIFICATION DATE: March 3, 2015\n\n"
    )
    assert found(mark + paper()) == []
    assert found(mark.replace("DECLASSIFICATION DATE: March 3, 2015\n", "") + paper()) == ["REL004"]


def test_a_code_behind_an_empty_bracket_is_that_of_a_deletion() -> None:
    mark = "DECLASSIFIED IN PART\nPER E.O. 13526, SECTION 3.3\nBy KBH, NARA, Date 3-04-14\n\n"
    text = mark + paper().replace("(U) The press", "[                    ] 3.3(b)(1)\n\n(U) The press")
    assert [one.codes for one in read(text).redactions] == [("3.3(b)(1)",)]
    assert found(text.replace("3.3(b)(1)", "3.3(b)(12)")) == ["RED002"]


@pytest.mark.parametrize("written", ["2009 MAR 12", "2009-Mar-12"])
def test_a_day_may_be_written_from_the_year_on(written: str) -> None:
    text = paper(block=f"CLASSIFIED BY: J. Sample, Director\nReason: 1.4(a)\nDECLASSIFY ON: {written}", year=2005)
    assert [str(one.date) for one in read(text).instructions] == ["2009-03-12"]


NSA = """\
TOP SECRET//COMINT//NOFORN//20291123

(U) Memorandum for the Record

DATE: 12 March 2007
SUBJECT: (U//FOUO) Pier Collection

(TS//SI//NF) The northern pier cannot take the larger vessels.

(C//SI) The ministry has asked three foreign firms for tenders.

Derived From: NSA/CSSM 1-52
Dated: 20070108
Declassify On: {until}

TOP SECRET//COMINT//NOFORN//20291123
"""


def test_a_banner_with_a_date_is_no_message_line() -> None:
    text = NSA.format(until="20320108")
    assert read(text, "ic").kind == "memorandum"
    assert found(text, "ic") == []
    assert found(NSA.format(until="20420108"), "ic") == ["DCL004"]


CIA = """\
SECRET NOFORN

3 June 1985

MEMORANDUM FOR: Director of Central Intelligence

FROM: Chief, Ports Branch

SUBJECT: Northern Piers (C)

1. The northern pier cannot take the larger vessels. (S NF)

2. The ministry has asked three foreign firms for tenders. (C)

CL BY 0123456
DECL OADR

SECRET NOFORN
"""


def test_a_paper_marked_at_the_end_of_its_paragraphs_is_recognised() -> None:
    assert found(CIA) == []
    assert found(CIA.replace("SECRET NOFORN", "CONFIDENTIAL NOFORN")) == ["BNR002"]
    assert found(CIA.replace("DECL OADR\n", "")) == ["DCL001"]


def test_the_date_of_a_source_may_stand_on_the_line_below() -> None:
    block = "Derived From: Pier Guide 3\nDeclassify On: Source Marked X1\nDate of Source: {day}"
    assert found(paper(block=block.format(day="20010507"), year=2005)) == []
    assert found(paper(block=block.format(day="20040507"), year=2005)) == ["DCL005"]


@pytest.mark.parametrize("block", ["DECLASSIFY ON:\n20350312", "DECLASSIFY ON:      20350312"])
def test_the_date_of_the_block_is_not_that_of_the_paper(block: str) -> None:
    text = paper(block=f"CLASSIFIED BY: J. Sample, Director\nREASON:\nE.O. 13526, section 1.4(a)\n{block}", year=2012)
    undated = text.replace("March 12, 2012\n\n", "")
    assert [str(one.date) for one in read(undated).instructions] == ["2035-03-12"]
    assert found(undated) == ["AUT006"]


def test_specks_behind_a_banner_are_no_part_of_it() -> None:
    assert found(paper("SECRET .", year=1986)) == []


@pytest.mark.parametrize(
    "notice",
    [
        "This document contains Restricted Data as defined in the Atomic Energy Act of 1954. Unauthorized disclosure is "
        "subject to administrative and criminal sanctions.",
        "Critical Nuclear Weapon Design Information - DoD Instruction 5210.02 applies.",
        "Classified Working Papers. Destroy, or mark as a finished document, within 180 days of the date of origin.",
        "LAW ENFORCEMENT SENSITIVE: The information marked (U//LES) in this document is the property of the Office of Piers "
        "and may be distributed within the Federal Government only.",
    ],
)
def test_a_notice_on_how_the_paper_is_kept_owes_no_mark(notice: str) -> None:
    assert found(paper(block=f"{notice}\n\n{OADR}")) == []
    assert found(paper(block=f"The ministry has asked three firms for tenders and two have agreed.\n\n{OADR}")) == [
        "PRT001"
    ]


@pytest.mark.parametrize("mark", ["CONFIDENTIAL (GDS)", "CONFIDENTIAL/NODIS/XGDS-3"])
def test_a_level_with_its_schedule_beside_it_has_its_instruction(mark: str) -> None:
    text = f"{mark}\n\nMEMORANDUM OF CONVERSATION\n\nDATE: April 2, {{}}\n\nSUBJECT: Rent\n\nThe talks went on.\n\n{mark}\n"
    told = {year: ENGINES["state"].check(Text.of(text.format(year), "paper.txt")).findings for year in (1976, 1979)}
    assert "DCL001" not in [one.rule for one in told[1976]]
    assert "DCL001" in [one.rule for one in told[1979]]
