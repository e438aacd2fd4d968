"""Telegrams read as a careful reviewer reads them, in all the layouts and with all the damage in which they come."""

import pytest

from redactlint.documents import telegram
from redactlint.documents.model import Document
from redactlint.markings.levels import Level
from redactlint.rulepack import load
from redactlint.text import Text

PACK = load()

HEADER = """C O N F I D E N T I A L LUSAKA 000512

SIPDIS

E.O. 12958: DECL: 06/17/2017
TAGS: PREL, ZA
SUBJECT: MINISTER VISITS THE NORTH

REF: LUSAKA 498

Classified By: Ambassador Jane Q. Roe, reasons 1.4 (b) and (d).

"""


def read(source: str) -> Document:
    return telegram.read(Text.of(source), PACK.law, PACK.register, "state")


def marks(document: Document) -> list[tuple[str, str | None, str | None]]:
    return [
        (one.kind, one.number, one.mark.parsed.canonical if one.mark is not None else None) for one in document.portions
    ]


def paragraphs(*expected: str | None) -> list[tuple[str, str | None, str | None]]:
    return [("paragraph", str(number), mark) for number, mark in enumerate(expected, start=1)]


def test_every_line_of_the_header_is_read() -> None:
    document = read(HEADER + "1. (C) The minister left.\n\n2. (SBU) He will be back.\nROE\n")
    assert document.id == "LUSAKA 000512"
    assert document.level is Level.C
    assert [one.word for one in document.captions] == ["SIPDIS"]
    assert document.order is not None
    assert document.order.number == "12958"
    assert [str(one.date) for one in document.instructions] == ["2017-06-17"]
    assert document.subject is not None
    assert document.subject.words == "MINISTER VISITS THE NORTH"
    assert document.classified_by is not None
    assert document.classified_by.words == "Ambassador Jane Q. Roe"
    assert [(one.section, one.letters) for one in document.reasons] == [("1.4", ("b", "d"))]
    assert marks(document) == paragraphs("C", "SBU")


@pytest.mark.parametrize(
    ("line", "level", "identity"),
    [
        ("C O N F I D E N T I A L SECTION 01 OF 03 LUSAKA 000512", Level.C, "LUSAKA 000512"),
        ("S E C R E T LA PAZ 3038", Level.S, "LA PAZ 3038"),
        ("S e c r e t state 135366", Level.S, "STATE 135366"),
        ("CC O N F I D E N T I A L LUSAKA 000512", Level.C, "LUSAKA 000512"),
        ("CO N F I D E N T I A L LUSAKA 000512", Level.C, "LUSAKA 000512"),
        ("E C R E T SANTO DOMINGO 000512", Level.S, "SANTO DOMINGO 000512"),
        ("O N F I D E N T I A L LUSAKA 000512", Level.C, "LUSAKA 000512"),
        ("UNCLAS E F T O LUSAKA 000512", Level.U, "LUSAKA 000512"),
        ("UNCLAS SECTION 01 OF 02 USUN NEW YORK 000512", Level.U, "USUN NEW YORK 000512"),
        ("LIMITED OFFICIAL USE LUSAKA 8621", Level.U, "LUSAKA 8621"),
        ("S E C R E T NOFORN LUSAKA 000512", Level.S, "LUSAKA 000512"),
        ("Cable dated:2005-05-23T14:26:00 S E C R E T LUSAKA 000512", Level.S, "LUSAKA 000512"),
    ],
)
def test_a_message_line_is_read_however_it_is_spelled(line: str, level: Level, identity: str) -> None:
    document = read(line + "\n\nSIPDIS\n\nE.O. 12958: N/A\nTAGS: PREL\nSUBJECT: X\n\n1. Text.\n")
    assert document.level is level
    assert document.id == identity


@pytest.mark.parametrize(
    "line",
    [
        "SECRET TALKS WERE HELD IN MARCH 1974",
        "UNCLASSIFIED was not. The talks began at 10",
        "CONFIDENTIAL MANNER OF THE MEETING",
        "Secretary Roe 1234",
    ],
)
def test_prose_that_begins_with_a_level_is_no_message_line(line: str) -> None:
    document = read(HEADER + f"1. (C) THE MINISTER SAID THAT\n{line}\nWAS ALL.\n")
    assert len(document.banners) == 1


def test_the_field_of_an_archive_is_not_the_banner() -> None:
    document = read(
        "date: 5/23/2005\norigin: Embassy Lusaka\n\nCONFIDENTIAL\n\n\nS E C R E T LUSAKA 000512\n\n"
        "E.O. 12958: DECL: 1/1/2015\n"
    )
    assert document.level is Level.S
    assert [one.role for one in document.banners] == ["overall"]


def test_a_header_printed_twice_is_read_from_its_whole_copy() -> None:
    first = HEADER.replace("Ambassador Jane Q. Roe, reasons 1.4 (b) and (d).", "Ambassador Jane ...")
    document = read(first + HEADER + "¶1. (C) One.\n\n¶2.(C) Two.\n")
    assert document.classified_by is not None
    assert not document.classified_by.is_cut
    assert document.extract is None
    assert marks(document) == paragraphs("C", "C")


def test_pilcrows_read_as_the_digit_one_are_undone() -> None:
    source = (
        HEADER
        + "[11.](#) (C) One.\n\n- 12. (C) Two.\n\n- $\\underline{\\mbox{\\bf 13.}}$ (C) Three.\n\n14. (U) Four.\n"
    )
    document = read(source)
    assert marks(document) == paragraphs("C", "C", "C", "U")
    assert [raw for raw, _ in document.numbers] == ["11", "12", "13", "14"]


def test_a_false_pilcrow_before_a_year_begins_no_paragraph() -> None:
    document = read(HEADER + "¶1. (C) Not seen since August 31,\n¶2009. After a search.\n\n¶2. (C) Found.\n")
    assert marks(document) == paragraphs("C", "C")


def test_paragraphs_in_mid_line_are_found() -> None:
    document = read(
        HEADER + "1. (C) First. End summary. 2. (SBU) Second. 3. (U) Third.\n4. (C) Fourth, see para 3 (C).\n"
    )
    assert marks(document) == paragraphs("C", "SBU", "U", "C")


def test_a_mark_may_stand_on_the_line_after_number_and_heading() -> None:
    document = read(HEADER + "1. SUMMARY:\n(C) One.\n\n2.\n(S) Two.\n\n3. COMMENT\n\n(U) Three.\n")
    assert marks(document) == paragraphs("C", "S", "U")


def test_the_first_paragraph_may_follow_the_header_on_its_line() -> None:
    document = read(HEADER.rstrip() + " 1. (C) One is here. 2. (C) Two.\n\n3. (C) Three.\n")
    assert document.classified_by is not None
    assert document.classified_by.words == "Ambassador Jane Q. Roe"
    assert marks(document) == paragraphs("C", "C", "C")


@pytest.mark.parametrize("mark", ["(C)", "(C )", "( C)", "( C )"])
def test_a_first_paragraph_without_a_number_ends_the_header_however_its_mark_is_spaced(mark: str) -> None:
    document = read(HEADER.replace("1.4 (b) and (d).", "1.4\n\n(b) and (d).") + f"{mark} The minister went north.\n")
    assert [one.letters for one in document.reasons] == [("b", "d")]
    assert marks(document) == [("paragraph", None, "C")]


def test_an_inner_list_is_no_part_of_the_sequence() -> None:
    document = read(HEADER + "1. (C) We asked for:\n\n1. a road;\n2. a bridge;\n3. a well.\n\n2. (C) He agreed.\n")
    assert marks(document) == paragraphs("C", "C")


def test_a_paragraph_without_its_mark_is_still_a_paragraph() -> None:
    document = read(HEADER + "1. (C) One.\n\n2. Two has lost its mark.\n\n3. (C) Three.\n")
    assert marks(document) == paragraphs("C", None, "C")


def test_a_deleted_paragraph_is_redacted_not_unmarked() -> None:
    document = read(HEADER + "1. (C) One.\n\n2. XXXXXXXXXXXX XXXXXXXXXXXX\n\n3. (C) XXXXXXXXXXXX said so.\n")
    assert [one.is_redacted for one in document.portions] == [False, True, False]
    assert len(document.redactions) == 3


def test_a_declassify_on_line_says_what_the_eo_line_does_not() -> None:
    document = read(
        HEADER.replace("E.O. 12958: DECL: 06/17/2017\n", "").rstrip() + "\nDeclassify On: 20170617\n\n1. (C) One.\n"
    )
    assert [(str(one.date), one.place) for one in document.instructions] == [("2017-06-17", "block")]


@pytest.mark.parametrize("after", ["", "\nRoads and Rail\n", "ROE\n", "\nEND SUMMARY\n\nRoads\n"])
def test_a_mark_may_close_its_paragraph(after: str) -> None:
    document = read(HEADER + f"1. The minister left on Friday. (C)\n{after}")
    assert [(one.place, one.mark is not None) for one in document.portions] == [("end", True)]


def test_a_linked_pilcrow_is_a_pilcrow() -> None:
    document = read(
        HEADER + "[¶](#par1)1. (SBU) He named (a) roads, (b) rail\n(c) and wells.\n\n[¶](#par2)2. ( S ) Done.\n"
    )
    assert marks(document) == paragraphs("SBU", "S")


@pytest.mark.parametrize(
    "line",
    [
        "SECRET//NOFORN LUSAKA 000512",
        "S E C R E T NOFORN LUSAKA 000512",
        "SECRET / LIMITED OFFICIAL USE LUSAKA 000512",
        "S E C R E T SOME UNKNOWN WORDS LUSAKA 000512",
    ],
)
def test_a_banner_may_have_controls_before_the_post(line: str) -> None:
    document = read(HEADER.replace("C O N F I D E N T I A L LUSAKA 000512", line) + "1. (S) One.\n")
    assert document.level is Level.S
    assert (document.id or "").endswith("LUSAKA 000512")


@pytest.mark.parametrize("label", ["(U) Classified By", "Classified By"])
def test_a_marked_authority_line_is_no_paragraph(label: str) -> None:
    document = read(HEADER.replace("Classified By", label) + "1. (C) One.\n")
    assert document.classified_by is not None
    assert marks(document) == paragraphs("C")


@pytest.mark.parametrize(
    "text",
    [
        "a right under 2(C)(2) of the Act",
        "three options: (A) wait, (B) go,\n(C) both",
        "the option (S) is open",
        "what\n2(C)(2) of the Act says",
    ],
)
def test_parentheses_in_prose_are_no_marks(text: str) -> None:
    document = read(HEADER + f"1. (U) He spoke of {text}.\n\n2. (U) He left.\n")
    assert marks(document) == paragraphs("U", "U")


def test_marked_items_count_and_unmarked_ones_are_their_siblings() -> None:
    document = read(HEADER + "1. (C) Three points:\n\n-- (U) roads;\n-- (C) bridges;\n-- wells.\n\n2. (C) Done.\n")
    assert [one[0::2] for one in marks(document)] == [
        ("paragraph", "C"),
        ("subparagraph", "U"),
        ("subparagraph", "C"),
        ("paragraph", "C"),
    ]
    assert [one.mark is None for one in document.items] == [False, False, True]


def test_a_repeated_telegram_has_its_own_banner_and_paragraphs() -> None:
    inner = (
        "S E C R E T STATE 135366\n\nE.O. 12958: DECL: 06/10/2017\nTAGS: PREL\nSUBJECT: D\n\n1. (S) Ask.\n2. (S) Go.\n"
    )
    document = read(HEADER + f"1. (C) Repeated below.\n\nBEGIN TEXT:\n\n{inner}\nEND TEXT\n\n2. (C) We will comply.\n")
    assert document.level is Level.C
    assert [one.banner.level for one in document.quoted] == [Level.S]
    assert [one.kind for one in document.portions] == ["paragraph", "quoted", "quoted", "paragraph"]
    assert document.others == ()


def test_a_second_telegram_in_the_file_is_a_document_of_its_own() -> None:
    second = HEADER.replace("C O N F I D E N T I A L LUSAKA 000512", "S E C R E T LUSAKA 000513")
    document = read(HEADER + "1. (C) One.\n\n2. (C) Two.\nROE\n\n" + second + "1. (S) Other.\n")
    assert marks(document) == paragraphs("C", "C")
    assert [(one.id, one.level) for one in document.others] == [("LUSAKA 000513", Level.S)]


def test_later_sections_carry_on_the_document() -> None:
    first = HEADER.replace("LUSAKA 000512", "SECTION 01 OF 02 LUSAKA 000512")
    later = "C O N F I D E N T I A L SECTION 02 OF 02 LUSAKA 000512\n\nSIPDIS\nE.O. 12958: DECL: 06/17/2017\nTAGS: PREL, ZA\n"
    document = read(first + "1. (C) One.\n\n" + later + "\n2. (C) Two.\n")
    assert [(one.role, one.section) for one in document.banners] == [("overall", (1, 2)), ("section", (2, 2))]
    assert marks(document) == paragraphs("C", "C")


def test_a_blank_line_after_every_line_separates_nothing() -> None:
    source = (
        "UNCLAS LUSAKA 000123\n\nSENSITIVE\n\nSIPDIS\n\nE.O. 12958: N/A\n\nTAGS: ECON, ZA\n\n"
        "SUBJECT: A SUBJECT THAT GOES ON\n\n"
        "OVER THE END OF ITS LINE\n\nREF: LUSAKA 100\n\n1. (SBU) The ministry said that the road would\n\n"
        "be finished in the "
        "spring and that tolls\n\nwould be taken from the first of June.\n\n2. (U) He did not say by whom.\n"
    )
    document = read(source)
    assert document.subject is not None
    assert document.subject.words == "A SUBJECT THAT GOES ON OVER THE END OF ITS LINE"
    assert marks(document) == paragraphs("SBU", "U")


def test_the_printed_form_of_the_seventies() -> None:
    source = (
        " Declassified/Released US Department of State EO Systematic Review 30 JUN 2005\nMessage Text\n \n"
        "CONFIDENTIAL\n \n"
        "PAGE 01  LA PAZ 05838  082005Z\n\nACTION SS-25\n\nINFO  OCT-01  /026 W\n"
        "                    ------------103473\n"
        "O 081931Z JUL 79\nFM AMEMBASSY LA PAZ\nTO SECSTATE WASHDC\n \nC O N F I D E N T I A L LA PAZ 5838\n"
        " \nEXDIS\n \n"
        "E.O. 12065: GDS 7/8/85 (ROE, JANE Q.) OR-M\nTAGS: PINT, BL\nSUBJECT: THE NEW CABINET\n \n"
        "1. (C - ENTIRE TEXT)\n \n"
        "2. THE CABINET MET AND\nCONFIDENTIAL\n \nCONFIDENTIAL\n \nPAGE 02        LA PAZ 05838  082005Z\n \n"
        "DECIDED NOTHING.\n"
        "ROE\n \n \nCONFIDENTIAL\n \n \nNNN\n \n \nMessage Attributes\nDraft Date: 08 jul 1979\n"
        "Original Classification: CONFIDENTIAL\n"
    )
    document = read(source)
    assert document.id == "LA PAZ 5838"
    assert [one.role for one in document.banners] == ["page", "overall", "page", "page", "page"]
    assert [one.word for one in document.captions] == ["EXDIS"]
    assert marks(document) == paragraphs("C", None)
    assert [(one.level, one.inherited) for one in document.portions] == [(Level.C, False), (Level.C, True)]


def test_the_body_of_a_telegram_of_one_paragraph_is_a_portion() -> None:
    document = read(HEADER + "The minister came to Lusaka for two days and left again.\nROE\n")
    assert marks(document) == [("paragraph", None, None)]


def test_a_record_of_a_table_is_read() -> None:
    document = read(
        '"05LUSAKA512","5/23/2005","Embassy Lusaka","CONFIDENTIAL","","' + HEADER + '1. (C) The ""first"" one.\n"'
    )
    assert document.id == "LUSAKA 000512"
    assert marks(document) == paragraphs("C")


@pytest.mark.parametrize("text", ["", "\n", "1", "(", "1. (", "C O N F I D E N T I A L", "QUOTE", "SUBJECT:", "E.O. 1"])
def test_no_text_is_too_short(text: str) -> None:
    assert read(text).portions == ()
