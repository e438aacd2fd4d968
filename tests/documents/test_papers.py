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
    assert document.subject is not None and document.subject.words == "(U) Fisheries"
    assert [one.kind for one in document.portions][:2] == ["subject", "paragraph"]


def test_a_mark_before_the_label_of_the_subject_is_the_subjects() -> None:
    text = MEMORANDUM.format(second="(C) He has a pension.").replace("SUBJECT:       (U)", "(U) SUBJECT:")
    document = read(text)
    assert document.portions[0].kind == "subject" and document.portions[0].mark is not None


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
    assert document.classified_by is not None and document.classified_by.words == "Ambassador Lionel Cray"


def test_an_instruction_without_a_colon() -> None:
    text = MEMORANDUM.replace("April 12, 1996", "April 12, 1984").format(second="(C) He has a pension.")
    block = text[text.index("Classified By") : text.index("SECRET", 20)]
    document = read(text.replace(block, "CL BY 0771234\nDECL OADR\n\n"))
    assert [one.code for one in document.instructions] == ["OADR"]
    assert document.classified_by is not None and document.classified_by.words == "0771234"


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
