"""The paragraphs of telegrams: which numbers and marks are theirs, and which belong to lists and citations."""

import pytest

from redactlint.documents import telegram
from redactlint.documents.model import Document
from redactlint.rulepack import load
from redactlint.text import Text

PACK = load()

HEADER = """C O N F I D E N T I A L SECTION 01 OF 02 SUVA 000412

SIPDIS

DEPT FOR EAP/ANP

E.O. 12958: DECL: 03/02/2018
TAGS: PREL, ECON, FJ
SUBJECT: SUGAR: WHO PAYS?

REF: A. SUVA 398
     B. STATE 19321

Classified By: DCM Lena Roe for reasons 1.4 (b,d).

"""


def read(source: str) -> Document:
    return telegram.read(Text.of(source), PACK.law, PACK.register, "state")


def marks(source: str) -> str:
    """Every portion as number and mark ("1:C 2:SBU -:U"); "?" cannot be told, "+" is inherited."""
    found = []
    for one in read(HEADER + source).portions:
        mark = "" if one.mark is None else one.mark.parsed.canonical or "?"
        found.append(f"{one.number or '-'}:{mark}{'+' if one.inherited else ''}")
    return " ".join(found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Lists, agendas and figures inside paragraphs.
        (
            '1. (C) The agenda:\n\n"1. Prayer\n2. Remarks\n3. Lunch"\n\n2. (C) He came\n2006. Late.\n\n3. (U) End.\n',
            "1:C 2:C 3:U",
        ),
        (
            "1. (C) Ten points:\n\n"
            + "".join(f"{n}. Point.\n" for n in range(1, 11))
            + "\n2. (C) So.\n\n3. (C) Yes.\n",
            "1:C 2:C 3:C",
        ),
        ("1. (C) Steps:\n\n1. One.\n2. Two.\n3. Three.\n\n2. No mark here.\n\n3. (C) Yes.\n", "1:C 2: 3:C"),
        ("1. (C) It opens at\n10. a.m. and costs USD\n12. Each.\n\n2. (C) So.\n", "1:C 2:C"),
        ('1. (C) Art. 1:\n\n"(C) Each Party shall.\n\n(D) Each may.\n\n(S) Each must."\n\n2. (C) So.\n', "1:C 2:C"),
        ("1. (U) Crew:\n1. LTC Roe (P)\n2. MAJ Doe (C)\n3. CPT Poe (S)\n\n2. (C) So.\n\n3. (C) Yes.\n", "1:U 2:C 3:C"),
        ("1. (C) Two:\n\n1. Roads\n2. A port.\n3. Rail\n4. Wells\n\n2. (C) It was on May\n3. It rained.\n", "1:C 2:C"),
        # Citations.
        (
            "1. (C) H.R.\n5.(C), passed 45 (C) to 40 (S). Act\n12.(c) is void. Sec. 3.\n(C) is not.\n\n2. (C) So.\n",
            "1:C 2:C",
        ),
        ("1. (C) The Secretary\n\nSIPDIS\n\n(S) class ship; option\n(S). It left.\n\n2. (C) So.\n", "1:C 2:C"),
        ("1. (U) He has 7 (U)\n8 (S) 9 (C) cards.\n\n2. (U) So.\n", "1:U 2:U"),
        (
            "1. (C) As in para\n3 (C) above and art. 4(C) of it.\n\n2. (C) See para\n1 (C). Art. 3.(C) says so.\n",
            "1:C 2:C",
        ),
        # Marks in mid-line.
        ("1. (C) One. COMMENT 2. (C) Two. END COMMENT.3.(U) Three.\n", "1:C 2:C 3:U"),
        ("1. (C) One.\n\nSUVA 00000412 002 OF 003 2. (C) Two.\n", "1:C 2:C"),
        # Marks that have suffered.
        (
            "1. C) One.\n\n2. (C Two.\n\n3. [C] Three.\n\n4. (C] Four.\n\n5. -(C) Five.\n\n6. . (C) Six.\n",
            "1:C 2:C 3:C 4:C 5:C 6:C",
        ),
        ("1. (C//\nNF) One.\n\n2. (S/REL\nTO UK) Two.\n", "1:C//NF 2:S//REL TO USA, GBR"),
        ("1. (C) One.\n\n2. (4) Two.\n\n3. (C) (1) one (2) two.\n", "1:C 2:? 3:C"),
        ("**1. (C)** One.\n\n**2. (U)** Two.\n", "1:C 2:U"),
        # Pilcrows before the letters of items.
        ("¶1. (C) One:\n¶A. (SBU) a\n1B. (U) b\n\n¶2.(C) Two.\n", "1:C -:SBU -:U 2:C"),
        # A paragraph that goes on in the next section, a number that comes again, an annex.
        (
            "1. (C) One.\n\nC O N F I D E N T I A L SECTION 02 OF 02 SUVA 000412\n\n(C) CONT'D\n\n2. (C) Two.\n",
            "1:C 2:C",
        ),
        ("1. (C) One.\n\n2. (C) Two.\n\n2. (U) Three.\n\n3. (C) Four.\n", "1:C 2:C 2:U 3:C"),
        ("1. (C) One.\n\n2. (C) Two.\n\nANNEX\n\n1. (U) Uno.\n\n2. (C) Due.\n", "1:C 2:C 1:U 2:C"),
    ],
)
def test_the_paragraphs_are_those_that_a_reader_counts(text: str, expected: str) -> None:
    assert marks(text) == expected


@pytest.mark.parametrize(
    "notice",
    [
        "1. (C - ENTIRE TEXT)",
        "1. C-ENTIRE TEXT.",
        "1. (C) ENTIRE TEXT.",
        "1. (C) (Entire text)",
        "1. (C - ENTIRE TEXT",
        "1. C/ENTIRE TEXT",
        "1. ENTIRE TEXT CONFIDENTIAL",
        "1. (CONFIDENTIAL--ENTIRE TEXT)",
    ],
)
def test_a_notice_marks_all_that_follows_however_it_is_spelled(notice: str) -> None:
    assert marks(f"{notice}\n\n2. TWO.\n\n3. THREE.\n") == "1:C 2:+ 3:+"


@pytest.mark.parametrize(
    "notice", ["CONFIDENTIAL - ENTIRE TEXT", "(C) ENTIRE TEXT", "(C - ENTIRE TEXT)", "Entire text is CONFIDENTIAL."]
)
def test_a_notice_may_stand_above_the_paragraphs(notice: str) -> None:
    assert marks(f"{notice}\n\n1. ONE.\n\n2. TWO.\n") == "-:C 1:+ 2:+"


def test_a_sentence_on_the_entire_text_of_a_letter_is_no_notice() -> None:
    assert marks("1. (C) ENTIRE TEXT OF THE LETTER FOLLOWS.\n\n2. TWO.\n\n3. (C) THREE.\n") == "1:C 2: 3:C"


def test_capitals_are_no_headings_where_all_is_in_capitals() -> None:
    source = HEADER.upper() + "1. HE WOULD CALL, HE SAID,\n(S) NOTHING BUT NOTE 2\n2 (C) OF IT.\n\n2. DONE.\n"
    assert [(one.number, one.mark) for one in read(source).portions] == [("1", None), ("2", None)]


@pytest.mark.parametrize(
    "references",
    [
        "REF: (A) SUVA 398 (B) STATE 19321\n(C) 07 SUVA 1234",
        "REF: A) SUVA 398 B) SUVA 3\nC) SUVA 12",
        "REF: 1. STATE 19321\n2. SUVA 12",
        "REFS: (A) SUVA 398\n\n(B) SUVA 12\n\n(C) ROE-DOE EMAIL OF 2/28/08",
        "¶REF: A. SUVA 398\n¶B. 07 SUVA 12\n¶C. SUVA 13",
    ],
)
def test_references_are_no_paragraphs(references: str) -> None:
    document = read(
        HEADER.replace("REF: A. SUVA 398\n     B. STATE 19321", references) + "1. (C) One.\n\n2. (C) Two.\n"
    )
    assert [one.number for one in document.portions] == ["1", "2"]
    assert document.classified_by is not None


def test_a_header_on_one_line_is_read() -> None:
    document = read(" ".join(HEADER.split()) + " 1. (C) One is here. 2. (C) Two.\n")
    assert document.subject is not None
    assert document.subject.words == "SUGAR: WHO PAYS?"
    assert [(one.name, one.words) for one in document.lines if one.name == "REF"] == [
        ("REF", "A. SUVA 398 B. STATE 19321")
    ]
    assert [one.number for one in document.portions] == ["1", "2"]


def test_the_message_number_may_stand_below_the_section() -> None:
    document = read(HEADER.replace("02 SUVA", "02\nSUVA") + "1. (C) One.\n")
    assert document.id == "SUVA 000412"


def test_captions_stand_in_the_order_in_which_they_first_appear() -> None:
    document = read(HEADER.replace("SIPDIS", "SIPDIS\nSENSITIVE\nSIPDIS") + "1. (C) One.\n")
    assert [one.word for one in document.captions] == ["SIPDIS", "SENSITIVE"]


SHORT = "UNCLAS SUVA 000413\n\nE.O. 12958: N/A\n\nTAGS: PREL, FJ\n\nSUBJECT: SUGAR\n\n"


@pytest.mark.parametrize(
    ("source", "first", "classifier"),
    [
        # A citation or an option that begins a line in a body without numbers begins no paragraph.
        (SHORT + "The mill was sold under section\n2(C)(2) of the act, and its owner left the\ncountry.\n", "The mill", None),
        (SHORT + "Of the drafts the mill prefers option\n(S) to option (C), as its owner said in\nMay.\n", "Of the", None),
        (SHORT + "THE FARMS ON THE HILL WERE\nCLASSIFIED BY SIZE AND DERIVED FROM THE OLD ESTATES.\n", "THE FARMS", None),
        # Eight lines suffice to show that every one is followed by a blank one.
        (SHORT + "The mill on the hill was sold to\n\nits manager, who means to close it.\n\nROE\n", "The mill", None),
    ],
)
def test_a_body_without_numbers_is_one_portion(source: str, first: str, classifier: str | None) -> None:
    document = read(source)
    (portion,) = document.portions
    assert source[portion.text_start :].startswith(first)
    assert (document.classified_by and document.classified_by.words) == classifier


def test_a_reason_broken_inside_its_section_ends_the_header_and_begins_no_paragraph() -> None:
    document = read(HEADER.replace("for reasons 1.4 (b,d).", "1.\n4 (b) and (d).") + "1. (C) The mill is sold.\n")
    assert document.classified_by is not None
    assert document.classified_by.words == "DCM Lena Roe"
    assert [(one.section, one.letters) for one in document.reasons] == [("1.4", ("b", "d"))]
    assert [one.number for one in document.portions] == ["1"]


def test_a_title_in_mixed_case_parts_paragraphs_without_a_blank_line() -> None:
    assert marks("1. (C) He left.\nWages: The Long View\n2. The mill is sold.\n3. (U) End.\n") == "1:C 2: 3:U"
    assert marks("1, (C) He left.\nMill and Rail\n-------------\n2, The mill is sold.\n3, (U) End.\n") == "1:C 2: 3:U"
