"""Papers that are no telegram, from the text to the findings: what they say is read, and what they are not is left."""

from __future__ import annotations

import datetime

import pytest

from redactlint.documents.model import Document
from redactlint.engine import Engine, Options
from redactlint.rulepack import load
from redactlint.text import Text

ENGINE = Engine(load(), Options(as_of=datetime.date(2026, 1, 1)))

MEMORANDUM = """SECRET

MEMORANDUM OF CONVERSATION

DATE:          April 12, 1996
TIME:          3:00 p.m.
PLACE:         Foreign Ministry, Port Selda

PARTICIPANTS:  Minister Olan Farrow
               Ambassador Lionel Cray

SUBJECT:       (U) Fisheries

(S) The minister asked for another vessel before the end of the year.

{second}

(U) The meeting ended at four o'clock.

Classified By: Ambassador Lionel Cray
Reason: 1.5(b) and (d)
Declassify On: 04/12/2006

SECRET
"""

MAIL = "From: {writer}\nSent: Monday, October 3, 2011 9:00 AM\nTo: Ann Example\nSubject: The harbor\n\n{text}\n"


def read(text: str, path: str = "paper.txt") -> Document:
    return ENGINE.read(Text.of(text, path))


def found(text: str) -> list[str]:
    return [one.rule for one in ENGINE.check(Text.of(text, "paper.txt")).findings if one.severity != "info"]


def test_the_head_of_a_memorandum_of_conversation_goes_on_behind_the_time() -> None:
    document = read(MEMORANDUM.format(second="(C) He has a pension."))
    assert document.subject is not None
    assert document.subject.words == "(U) Fisheries"
    assert [one.kind for one in document.portions][:2] == ["subject", "paragraph"]


def test_a_mark_before_the_label_of_the_subject_is_the_subjects() -> None:
    text = MEMORANDUM.format(second="(C) He has a pension.").replace("SUBJECT:       (U)", "(U) SUBJECT:")
    document = read(text)
    assert document.portions[0].kind == "subject"
    assert document.portions[0].mark is not None


@pytest.mark.parametrize(
    ("second", "rules"),
    [
        ("(C) Two ships are in the northern port.", []),
        ("Two ships are in the northern port.", ["PRT001"]),
        ("Other Matters of Common Interest", []),
        ("This page is intentionally left blank.", []),
    ],
)
def test_one_sentence_between_marked_paragraphs_owes_a_mark(second: str, rules: list[str]) -> None:
    assert found(MEMORANDUM.format(second=second)) == rules


def test_labels_in_bold_type_give_their_values_without_it() -> None:
    text = MEMORANDUM.format(second="(C) He has a pension.")
    for label in ("Classified By:", "Reason:", "Declassify On:"):
        text = text.replace(label, f"**{label}**")
    document = read(text)
    assert document.classified_by is not None
    assert document.classified_by.words == "Ambassador Lionel Cray"


def test_an_instruction_without_a_colon() -> None:
    text = MEMORANDUM.replace("April 12, 1996", "April 12, 1984").format(second="(C) He has a pension.")
    block = text[text.index("Classified By") : text.index("SECRET", 20)]
    document = read(text.replace(block, "CL BY 0771234\nDECL OADR\n\n"))
    assert [one.code for one in document.instructions] == ["OADR"]
    assert document.classified_by is not None
    assert document.classified_by.words == "0771234"


@pytest.mark.parametrize(
    "text",
    [
        MAIL.format(writer="Jo", text="The invoice is attached.\n\nConfidential\n\nThis message is for you alone."),
        MAIL.format(writer="Jo", text="See below.\n\nJo Doe\n(C) 555-0100\n(O) 555-0101"),
        MAIL.format(writer="Jo", text="(C) is the answer to the third question."),
        "# Changelog\n\n## 1.2\n- (C) fixed a crash\n- (U) updated the pages\n- (S) closed a hole\n",
        "Glossary\n\n(U//FOUO) Unclassified, for official use only.\n(S//NF) Secret, not for foreign nationals.\n",
    ],
)
def test_private_mail_and_lists_of_letters_are_no_marked_documents(text: str) -> None:
    assert read(text).kind == "unrecognised"


def test_the_marking_that_a_program_quotes_is_none_of_its_own() -> None:
    text = "TEXT = '''\nSECRET\n\n(S) The harbor is closed.\n\nSECRET\n'''\n"
    assert read(text, "test_harbor.py").kind == "unrecognised"
    assert read(text).kind == "plain"


def test_notes_that_a_private_writer_heads_confidential_stay_private() -> None:
    note = (
        "CONFIDENTIAL\n\nOctober 3, 2011\n\nFor: Ann\nRe: The harbor\n\nThe council is not united, and money is short."
    )
    assert found("CONFIDENTIAL\n\n" + MAIL.format(writer="Sam", text=note)) == []


def test_what_a_classified_document_owes_is_not_asked_beside_a_banner_that_is_too_low() -> None:
    text = "UNCLASSIFIED\n\nMEMORANDUM FOR THE DIRECTOR\n\nFROM: Piers\nDATE: May 4, 2011\nSUBJECT: Harbor\n\n"
    text += "(U) The harbor is open again.\n\n(C) The council is divided on it.\n\nUNCLASSIFIED\n"
    assert found(text) == ["BNR002"]


WHITE_HOUSE = """THE WHITE HOUSE
WASHINGTON

CONFIDENTIAL                         October 3, 1974

MEMORANDUM FOR:       THE PRESIDENT
FROM:                 CORWIN HALE
SUBJECT:              Visit of the Prime Minister

The Prime Minister arrives on Tuesday. He will raise the loan and the bases.

CONFIDENTIAL  GDS

DECLASSIFIED
E.O. 12958, Sec. 3.5
NSC Memo, 11/24/98, State Dept. Guidelines
By KBH, NARA, Date 3/2/2004
"""


def test_a_marking_beside_the_date_and_the_mark_of_an_archivist() -> None:
    document = read(WHITE_HOUSE)
    assert document.kind == "memorandum"
    assert document.release is not None
    assert document.release.date == datetime.date(2004, 3, 2)
    assert found(WHITE_HOUSE) == []


def test_restricted_of_its_years_is_a_marking_over_an_official_head() -> None:
    text = "RESTRICTED\nSECURITY INFORMATION\n\nMEMORANDUM OF CONVERSATION\n\nDATE: June 3, 1952\n\nSUBJECT: Ore\n\n"
    assert read(text + "Mr. Hale asked for the figures.\n\nRESTRICTED\n").kind == "memorandum"


def test_a_copy_from_which_an_agency_took_lines_is_not_judged_for_those_it_lacks() -> None:
    stamp = "Declassified in Part - Sanitized Copy Approved for Release 2012/05/09 : CIA-RDP90T00114R000200330001-0\n"
    text = (
        stamp
        + "\n16 May 1988\n\nThe harvest will be the worst in ten years, and no money is left.      25X1\n\nSECRET\n"
    )
    assert found(text) == []


@pytest.mark.parametrize(
    "stamp",
    [
        "Approved for Release by NSA on 09-10-2013, FOIA Case # 80120",
        "Approved for public release 09/10/2013",
    ],
)
def test_letters_that_the_scan_of_a_released_copy_has_worn_are_only_noted(stamp: str) -> None:
    text = stamp + "\n\nTOP SECRET//SI//NOFORW-\n\n(TS//S1//NF) The report covers the first quarter of the year.\n\n"
    text += "(U//FQUO) All were trained.\n\nDerived From: NSA/CSSM 1-52\nDeclassify On: 20350501\n"
    assert read(text).kind == "release"
    assert found(text) == []


def test_the_list_of_sources_may_have_a_marked_heading() -> None:
    text = MEMORANDUM.format(second="(C) He has a pension.").replace("April 12, 1996", "April 12, 2012")
    block = text[text.index("Classified By") :]
    text = text.replace(
        block, "Classified By: Ann Example, Chief\nDerived From: Multiple Sources\nDeclassify On: 20370412\n"
    )
    assert found(text) == ["AUT004"]
    assert found(text + "\n(U) Sources\n(U) Harbor Guide, 2011\n\nSECRET\n") == []


def test_an_email_that_states_its_classification() -> None:
    text = MAIL.format(writer="Jo", text="Classification: CONFIDENTIAL\n\n(C) The visit is off for good.")
    banner = read(text).banner
    assert banner is not None
    assert banner.level is not None


def test_a_list_of_which_an_item_lost_its_mark_may_hold_the_level_of_the_banner() -> None:
    text = "SECRET\n\nMEMORANDUM FOR THE DIRECTOR\n\nFROM: Piers\nDATE: May 4, 2011\nSUBJECT: (U) Harbor\n\n"
    text += "  • (U) The harbor is open.\n\n  • {mark}The crane lifts sixty tons.\n\n  • (U) A survey follows.\n"
    text += "\nClassified By: Ann Example, Chief\nReason: 1.4(a)\nDeclassify On: 20210504\n\nSECRET\n"
    assert found(text.format(mark="(S) ")) == []
    assert found(text.format(mark="")) == ["PRT008"]


def test_a_short_numbered_sentence_owes_a_mark_as_a_long_one_does() -> None:
    text = (
        MEMORANDUM.format(second="(C) He has a pension.").replace("(S) The", "1. (S) The").replace("(C) He", "2. {}He")
    )
    text = text.replace("(U) The meeting", "3. (U) The meeting")
    assert found(text.format("(C) ")) == []
    assert found(text.format("")) == ["PRT001"]


def test_an_upgrade_stamp_that_names_no_level_is_incomplete() -> None:
    stamp = "Classified by DAS, A/GIS, DoS on 06/30/2015 - Class: SECRET - Reason: 1.4(B) - Declassify on: 02/13/2025\n"
    text = (
        "RELEASE IN PART B1,1.4(B)\n\n" + stamp + MAIL.format(writer="Jo", text="He called at noon.\n      B1 1.4(B)")
    )
    assert found(text) == []
    assert found(text.replace("Class: SECRET - ", "")) == ["REL005"]


@pytest.mark.parametrize(
    "words", ["SUBJECT TO GENERAL DECLASSIFICATION\nSCHEDULE", "EXEMPT FROM GENERAL DECLASSIFICATION\nSCHEDULE"]
)
def test_the_stamp_of_the_schedule_is_no_part_of_the_classifier(words: str) -> None:
    text = MEMORANDUM.format(second="(C) He has a pension.").replace("April 12, 1996", "April 12, 1976")
    block = text[text.index("Classified By") :]
    text = text.replace(block, f"CLASSIFIED BY: Hugh Amsel\n{words} OF EXECUTIVE ORDER 11652\n\nSECRET\n")
    classified_by = read(text).classified_by
    assert classified_by is not None
    assert classified_by.words == "Hugh Amsel"


def test_the_form_of_the_government_shows_that_confidential_is_a_marking() -> None:
    head = (
        "MEMORANDUM\n\nTO: DIRECTOR\nFROM: SAC, PORT SELDA\nDATE: 7/2/68\nSUBJECT: HARBOR LIGHTS\n\nHe left at nine.\n"
    )
    assert read("CONFIDENTIAL\n\nUNITED STATES GOVERNMENT\n\n" + head).kind == "memorandum"
    assert read("CONFIDENTIAL\n\n" + head).kind == "unrecognised"


def test_a_foreign_marking_in_brackets_is_the_mark_of_a_portion_and_no_banner() -> None:
    second = "(//DEU S//NF) A second vessel is on its way."
    document = read(MEMORANDUM.format(second=second))
    assert "(//DEU S//NF)" in [one.mark.parsed.text for one in document.portions if one.mark is not None]
    assert len(document.banners) == 2
    assert not [rule for rule in found(MEMORANDUM.format(second=second)) if rule.startswith("CTL")]


def test_a_paper_headed_for_official_use_only_and_nothing_else_is_a_marked_one() -> None:
    text = "FOR OFFICIAL USE ONLY\n\nDEPARTMENT OF RIVERS\n2 March 2007\n\nMEMORANDUM FOR RECORD\n\nSUBJECT: {}Keys\n\n{}\n\n"
    plain = read(text.format("", "The keys were changed.") + "FOR OFFICIAL USE ONLY\n")
    assert plain.kind == "memorandum"
    assert [one.role for one in plain.banners] == ["overall", "repeat"]
    assert found(text.format("", "The keys were changed.") + "FOR OFFICIAL USE ONLY\n") == []
    assert found(text.format("(U) ", "1. (C) The keys were lost.") + "FOR OFFICIAL USE ONLY\n") == ["BNR002"]


@pytest.mark.parametrize(
    ("banner", "portion", "rules"),
    [
        ("//JOINT SECRET AUS USA//REL TO USA, AUS", "(//JOINT S AUS USA//REL TO USA, AUS)", []),
        ("//DEU SECRET", "(//DEU S)", []),
        ("//DEU SECRET", "(//FRA S)", ["BNR008"]),
        ("SECRET", "(//DEU S)", ["BNR008"]),
    ],
)
def test_a_banner_of_other_owners_says_whose_its_portions_are(banner: str, portion: str, rules: list[str]) -> None:
    engine = Engine(load(), Options(as_of=datetime.date(2026, 1, 1), profile="ic"))
    block = "Classified By: 2213480\nDerived From: Staff Guide, dated 20110401\nDeclassify On: 20390609"
    text = f"{banner}\n\nCOMBINED STAFF\n9 June 2014\n\n(U) Pipes\n\n{portion} The pipe leaks.\n\n{block}\n\n{banner}\n"
    assert [one.rule for one in engine.check(Text.of(text, "p.txt")).findings if one.severity != "info"] == rules
