"""Marks of offices on older papers: they are read whole, so that their day is not taken for that of the paper."""

from __future__ import annotations

import datetime

import pytest

from redactlint.documents.model import Document
from redactlint.documents.stamps import find_stamps
from redactlint.engine import Engine, Options
from redactlint.rulepack import load
from redactlint.text import Text

PACK = load()

PAPER = """{mark}

THE WHITE HOUSE
WASHINGTON

SECRET

{day}MEMORANDUM FOR THE PRESIDENT

FROM: John Q. Sample

SUBJECT: Northern Piers

The harbor master told us that two of the nine cranes will be idle until the month of May.

SECRET
"""

MARKS = {
    "a library": "DECLASSIFIED\nNLRR F95-028/2 #42\nBY CIJ NARA DATE 8/12/02",
    "sanitized": "SANITIZED\nE.O. 12958, Sec. 3.6\nNLJ 97-112\nBy cb, NARA Date 5-28-98",
    "with portions": "DECLASSIFIED w/ portions exempted\nE.O. 12958, Sec. 3.5\nNLF MR 02-11\nBy hjr, NARA, Date 6/3/02",
    "a case number": "DECLASSIFIED IN PART\nPER E.O. 13526\n2014-0444-M (1.25)\n12/04/2015 KBH",
    "another library": "Declassified by authority of NLC-126-12-3-4-5\nNARA EF Date 2013-05-12",
    "the chief": "DECLASSIFIED IN FULL\nAuthority: EO 13526\nChief, Records & Declass Div, WHS\nDate: MAR 12 2013",
    "the historians": "DECLASSIFIED\nPA/HO Department of State\nE.O. 12958, as amended\nMarch 12, 2008",
    "headquarters": (
        "Office of the Secretary of Defense\nChief, RDD, ESD, WHS\nDate: 12 MAR 2013  Authority: EO 13526\n"
        "Declassify: X   Deny in Full: ___\nDeclassify in Part: ___\nReason:\nMDR: 12-M-0123"
    ),
    "a reviewer": "DECLASSIFIED by 60324 uc baw/sab/sbs\non 12-03-2009",
    "the bureau": "ALL INFORMATION CONTAINED\nHEREIN IS UNCLASSIFIED\nDATE 12-03-2009 BY 60324 uc baw/sab/sbs",
    "no objection": "No Objection To Declassification in Part 2011/04/28 : LOC-HAK-1-2-3-4",
    "an agency": "Declassified and Released by NSA on 03-12-2013 pursuant to E.O. 13526, MDR Case 12345",
    "a day in words": "APPROVED FOR RELEASE DATE: 12-Mar-2013",
}


def read(mark: str, day: str = "June 3, 1965\n\n", profile: str = "state") -> tuple[Document, list[str]]:
    engine = Engine(PACK, Options(profile=profile, as_of=datetime.date(2026, 1, 1)))
    text = Text.of(PAPER.format(mark=mark, day=day), "paper.txt")
    findings = engine.check(text).findings
    return engine.read(text), [one.rule for one in findings if one.severity in ("error", "warning")]


@pytest.mark.parametrize("profile", ["state", "release"])
@pytest.mark.parametrize("name", MARKS)
def test_a_mark_is_complete_and_dates_no_paper(name: str, profile: str) -> None:
    document, found = read(MARKS[name], profile=profile)
    assert found == []
    assert document.release is not None
    assert document.release.date is not None
    _, undated = read(MARKS[name], day="", profile=profile)
    assert undated == []


def test_a_day_below_the_bare_word_is_the_papers() -> None:
    document, _ = read("DECLASSIFIED\nJune 3, 1965", day="")
    assert [one.words for one in document.lines if one.name == "DATE"] == ["June 3, 1965"]


def test_a_stamp_that_denies_is_no_mark() -> None:
    denied = MARKS["headquarters"].replace("Declassify: X   Deny in Full: ___", "Declassify: ___   Deny in Full: X")
    assert find_stamps(denied) == ()


def test_what_a_reviewer_classifies_on_release_is_no_authority_of_the_paper() -> None:
    mark = "DATE: 12-03-2009\nCLASSIFIED BY 60324 uc baw/sab/sbs\nREASON: 1.4 (c)\nDECLASSIFY ON: 12-03-2034"
    document, found = read(mark)
    assert document.classified_by is None
    assert document.instructions == ()
    assert found == []
