"""Memoranda and letters are read as a careful reviewer reads them: what is a portion, and what is its mark."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redactlint.documents import memorandum
from redactlint.documents.model import Document
from redactlint.markings.levels import Level
from redactlint.rulepack import load
from redactlint.text import Text

PACK = load()

HEAD = """SECRET

March 3, 2011

MEMORANDUM FOR: The Director
FROM: Office of Piers - Ann Example
SUBJECT: (U) The Northern Pier

"""

BLOCK = """
Classified By: Ann Example, Director, Office of Piers
Reason: 1.4(b) and (d)
Declassify On: 20210303

SECRET
"""


def read(source: str, dialect: str = "state") -> Document:
    return memorandum.read(Text.of(source), PACK.law, PACK.register, dialect)


def body(*paragraphs: str) -> Document:
    return read(HEAD + "\n\n".join(paragraphs) + "\n" + BLOCK)


def marks(document: Document) -> list[tuple[str, str | None]]:
    return [
        (one.kind, one.mark.parsed.canonical if one.mark is not None else None)
        for one in document.portions
        if one.kind != "subject"
    ]


def names(document: Document) -> dict[str, str]:
    return {one.name: one.words for one in document.lines}


class TestRecognition:
    @pytest.mark.parametrize(
        "head",
        [
            "SECRET\n\nMEMORANDUM FOR THE DIRECTOR\n\nFROM: Ann Example\n",
            "SECRET\n\nACTION MEMORANDUM\n\nTO: The Secretary\nFROM: AF - Ann Example\nSUBJECT: Ferries\n",
            "SECRET\n\nTO     : The Secretary\nTHROUGH: P\nFROM   : AF\nSUBJECT: Ferries\n",
            "UNCLASSIFIED\n\nMemorandum for: The Secretary\nSubject: Ferries\n",
            "SECRET\n\nMEMORANDUM OF CONVERSATION\n\nPARTICIPANTS: Ann Example\n",
        ],
    )
    def test_a_head_with_a_marking(self, head: str) -> None:
        assert memorandum.recognises(Text.of(head + "\nThe ferries stopped on Monday.\n"))

    def test_a_letter_under_a_letterhead(self) -> None:
        letterhead = "CONFIDENTIAL\n\nEMBASSY OF THE UNITED STATES OF AMERICA\nLusaka, March 3, 1984\n\n"
        assert memorandum.recognises(Text.of(letterhead + "Dear Tom:\n\nThank you.\n"))

    @pytest.mark.parametrize(
        "text",
        [
            "CONFIDENTIAL\n\nMay 4, 2010\n\nFor: Jane\nFrom: Bob\nRe: The vote\n\nIt was held on Sunday.\n",
            "CONFIDENTIAL\n\nMay 4, 2010\n\nDear Jane:\n\nI write about the house by the lake.\n\nYours, Bob\n",
            "MEMORANDUM FOR: Jane\nFROM: Bob\nSUBJECT: Lunch\n\nLunch is at noon.\n",
            "MEMORANDUM TO: All\nSUBJECT: Files\n\nPut (C) before the name of the file.\n",
        ],
    )
    def test_a_private_writer_marks_nothing(self, text: str) -> None:
        assert not memorandum.recognises(Text.of(text))

    def test_a_stamp_of_declassification_shows_that_a_paper_was_classified(self) -> None:
        paper = "CONFIDENTIAL\n\nJune 4, 1971\n\nTo: Jane\nFrom: Bob\nSubject: The vote\n\nIt was held on Sunday.\n"
        assert memorandum.recognises(Text.of("DECLASSIFIED\nAuthority NND 000001\n\n" + paper))
        assert not memorandum.recognises(Text.of("RELEASE IN FULL\n\n" + paper))

    def test_a_telegram_is_none(self) -> None:
        assert not memorandum.recognises(Text.of("SECRET\n\nTO: X\nFROM: Y\nTAGS: PREL\nSUBJECT: Z\n\n1. (S) A.\n"))


class TestHead:
    def test_labels_in_any_order_and_spelling(self) -> None:
        head = "DATE: 3 March 2011\nTHRU : The Deputy\nSubj:  Ferries on\n       the lake\nTO:  S\nFROM\tAF\n"
        found = names(read("SECRET\n\n" + head + "\n(S) Gone.\n"))
        assert found == {
            "DATE": "3 March 2011",
            "THROUGH": "The Deputy",
            "SUBJECT": "Ferries on the lake",
            "TO": "S",
            "FROM": "AF",
        }

    def test_a_date_alone_on_its_line(self) -> None:
        assert names(body("(S) Gone."))["DATE"] == "March 3, 2011"

    def test_the_subject_with_its_mark(self) -> None:
        document = body("(S) Gone.")
        assert document.subject is not None
        subject = document.portions[0]
        assert (subject.kind, subject.level, subject.place) == ("subject", Level.U, "start")
        assert document.text.content[subject.text_start :].startswith("The Northern Pier")

    def test_the_mark_behind_the_subject(self) -> None:
        document = read("SECRET\n\nMEMORANDUM FOR: S\nSUBJECT: Northern Pier (S//NF)\n\n(S//NF) Gone.\n")
        assert (document.portions[0].kind, document.portions[0].place) == ("subject", "end")

    def test_a_bracket_in_the_subject_is_no_mark(self) -> None:
        document = read("SECRET\n\nMEMORANDUM FOR: S\nSUBJECT: Pier of the Second District (East)\n\n(S) Gone.\n")
        assert marks(document) == [("paragraph", "S")]
        assert document.portions[0].kind == "paragraph"


class TestOverallMarking:
    def test_top_and_foot(self) -> None:
        assert [one.role for one in body("(S) Gone.").banners] == ["overall", "repeat"]

    def test_pages(self) -> None:
        second = "CONFIDENTIAL\n\n(C) Two.\n\nCONFIDENTIAL\n"
        document = read(HEAD + f"(S) One.\n\nSECRET\n\f{second}\fSECRET\n\n(S) Three.\n\nSECRET\n")
        assert [one.role for one in document.banners] == ["overall", "repeat", "page", "page", "page", "repeat"]

    def test_caption_lines_below_it(self) -> None:
        document = read(HEAD.replace("SECRET\n", "SECRET\nNODIS\nEYES ONLY\n") + "(S) Gone.\n")
        assert [one.word for one in document.captions] == ["NODIS", "EYES ONLY"]

    def test_page_numbers_and_dashes_beside_it(self) -> None:
        head = "- SECRET//NOFORN -\n\nMEMORANDUM FOR: S\nSUBJECT: X\n\n"
        document = read(head + "(S//NF) Gone.\n\nSECRET//NOFORN     3\n")
        assert [document.text.words(one.span) for one in document.banners] == ["SECRET//NOFORN", "SECRET//NOFORN"]

    def test_what_it_is_when_separated_is_no_marking_of_a_page(self) -> None:
        document = read(HEAD + "(S) Gone.\n\nUNCLASSIFIED when separated from SECRET attachment\n" + BLOCK)
        assert [one.role for one in document.banners] == ["overall", "transmittal", "repeat"]

    def test_a_release_stamp_is_none(self) -> None:
        document = read("UNCLASSIFIED\nRELEASE IN FULL\n\n" + HEAD + "(S) Gone.\n" + BLOCK)
        assert {one.level for one in document.banners} == {Level.S}

    def test_prose_that_begins_with_a_level_is_none(self) -> None:
        assert len(body("(S) The two met.", "SECRET TALKS WERE HELD ON MONDAY IN THE OLD TOWN HALL.").banners) == 2


class TestPortions:
    def test_paragraphs_in_all_their_forms(self) -> None:
        document = body("(U) One.", "1. (C) Two.", "(2) (S) Three.", "**(C)** Four.", "A. (SBU) Five.", "(S//NF) Six.")
        assert [mark for _, mark in marks(document)] == ["U", "C", "S", "C", "SBU", "S//NF"]

    def test_one_line_each_without_blank_lines(self) -> None:
        document = read(HEAD + "1. (U) One.\n2. (C) Two.\n3. (S) Three.\n" + BLOCK)
        assert [(one.number, one.level) for one in document.portions[1:]] == [
            ("1", Level.U),
            ("2", Level.C),
            ("3", Level.S),
        ]

    def test_an_unmarked_paragraph_owes_a_mark(self) -> None:
        document = body("(S) One.", "The second paragraph has lost its mark, and it should be found by the reader.")
        assert marks(document) == [("paragraph", "S"), ("paragraph", None)]

    def test_bullets_and_letters_inherit(self) -> None:
        document = body(
            "(S) Our next steps are these.",
            "- Talk to the allies before the end of the week about the annex.",
            "a. Ask the source for the text of the second draft of the treaty.",
            "(b) Send the first draft to the lawyers in the capital for review.",
        )
        assert marks(document) == [("paragraph", "S")]
        assert document.items == ()

    def test_marked_bullets_are_portions_and_their_list_is_kept(self) -> None:
        document = body("(C) Steps follow.", "- (S) Ask the source.\n- Write the report.")
        assert marks(document) == [("paragraph", "C"), ("subparagraph", "S")]
        assert [one.mark is not None for one in document.items] == [True, False]

    def test_a_quotation_inherits(self) -> None:
        document = body(
            "(S) The chairman told us in confidence:",
            '    "We can live without the annex, and we will say so on the last day of the talks."',
            "The paragraph after the quotation is text of ours and owes a mark of its own to the reader.",
        )
        assert marks(document) == [("paragraph", "S"), ("paragraph", None)]

    @pytest.mark.parametrize(
        "other",
        [
            "Recommendation",
            "DISCUSSION AND RECOMMENDATION",
            "Approve ______________      Disapprove ______________",
            "Attachments:\n  Tab A - The draft annex, which the office of the lawyer has not yet seen. It is long.",
            "Drafted: AF/ES - AExample, 7-0000, cleared by everyone in the building and by the people next door.",
            "cc: The Deputy Secretary, the Under Secretary, and all the offices that have an interest in the pier.",
            "Jane Q. Example\nDeputy Assistant Secretary of State\nBureau of Northern and Southern Affairs",
            "This memorandum may be downgraded to CONFIDENTIAL when it is separated from the attachments below.",
            "Port        1990        1991\nNorth       12          14\nSouth       3           4",
        ],
    )
    def test_what_is_no_portion(self, other: str) -> None:
        assert marks(body("(S) One.", other)) == [("paragraph", "S")]

    def test_lettered_paragraphs_with_numbered_items(self) -> None:
        lost = "D. Nothing more is known at this time about the owners and their friends."
        document = body("A. (U) One.", "B. (S) Two:\n   (1) (S) More.\n   (2) Less.", "C. (C) Three.", lost)
        assert marks(document) == [
            ("paragraph", "U"),
            ("paragraph", "S"),
            ("subparagraph", "S"),
            ("paragraph", "C"),
            ("paragraph", None),
        ]
        assert [one.mark is not None for one in document.items] == [True, False]

    def test_a_citation_that_a_line_break_parts_is_no_mark(self) -> None:
        document = body("1. (U) The annex is wrong in paragraph\n2(C)(2), and in the table as well.\n2. (S) Two.")
        assert marks(document) == [("paragraph", "U"), ("paragraph", "S")]

    def test_a_mark_after_a_heading(self) -> None:
        document = body("Summary: (S) The talks failed.", "Background (C): They began in May.")
        assert [(one.level, one.place) for one in document.portions[1:]] == [(Level.S, "heading"), (Level.C, "heading")]

    def test_marks_at_the_end(self) -> None:
        document = body("The talks failed on the third day. (S)", "They had begun well, in the old town hall. (U)")
        assert [(one.level, one.place) for one in document.portions[1:]] == [(Level.S, "end"), (Level.U, "end")]

    def test_a_mark_before_a_later_sentence(self) -> None:
        document = body("(U) The press was told. (S) The source was not.")
        assert marks(document) == [("paragraph", "U"), ("subparagraph", "S")]

    def test_a_mark_inside_an_unmarked_bullet_still_counts(self) -> None:
        document = body("(C) Steps follow.", "- Talk to the allies. (S) Ask the source as well.")
        assert [one.level for one in document.portions[1:]] == [Level.C, Level.S]

    def test_letters_that_count_do_not_mark(self) -> None:
        document = body("(C) Three rules:", "(a) No dogs.", "(b) No bells.", "(c) No boats.", "(d) No hats.")
        assert marks(document) == [("paragraph", "C")]

    def test_a_page_break_inside_a_paragraph(self) -> None:
        document = read(
            HEAD + "(S) The talks failed because the\n\nSECRET\n\fSECRET\n\nannex on fishing was not acceptable to the"
            " second delegation at all.\n" + BLOCK
        )
        assert marks(document) == [("paragraph", "S")]

    def test_marked_text_behind_the_attachments_is_read_on(self) -> None:
        lost = "The second paragraph of the annex has lost its mark, and the reader of it should find that."
        document = body("(S) One.", "Attachments:\n  Tab A", lost, "(C) The annex.", lost)
        assert marks(document) == [("paragraph", "S"), ("paragraph", "C"), ("paragraph", None)]

    def test_double_spacing(self) -> None:
        lines = (
            "(S) The road works in the valley were halted on Monday by order of",
            "the governor, who had not been told of the second bridge and of",
            "the cost of it, which had doubled since the first plan was drawn",
            "up by the ministry in the spring of last year and sent to him.",
            "(C) The governor will see the minister on Friday to discuss with",
            "Minister Example the cost of the bridge. Nobody expects that he",
            "will agree on the matter before the end of the year, when the",
            "budget closes and the books are sent to the capital for review.",
        )
        assert marks(body(*lines)) == [("paragraph", "S"), ("paragraph", "C")]

    def test_an_entire_text_notice_covers_what_follows(self) -> None:
        document = body("(S - ENTIRE TEXT)", "The strike at the docks began on Monday and goes on with no end.")
        assert document.entire_text is not None
        assert [(one.level, one.inherited) for one in document.portions[1:]] == [(Level.S, False), (Level.S, True)]

    def test_a_deleted_paragraph_is_not_unmarked(self) -> None:
        document = body("(S) One.", "XXXXXXXXXXXXXXXX XXXXXXXXXXXXX XXXXXXXXXXXXXXXX")
        assert [one.is_redacted for one in document.portions[1:]] == [False, True]


class TestAuthorityBlock:
    def test_its_lines_are_read_and_are_no_portions(self) -> None:
        document = body("(S) Gone.")
        assert document.classified_by is not None
        assert document.classified_by.words.startswith("Ann Example")
        assert [(one.section, one.letters) for one in document.reasons] == [("1.4", ("b", "d"))]
        (instruction,) = document.instructions
        assert (instruction.kind, str(instruction.date), instruction.place) == ("date", "2021-03-03", "block")
        assert marks(document) == [("paragraph", "S")]

    def test_the_short_form(self) -> None:
        short = "\nCL BY: 2030405\nCL REASON: 1.5(c)\nDECL ON: X1\nDRV FM: COV 1-82\nSECRET\n"
        document = read(HEAD + "(S) Gone.\n" + short)
        assert document.derived_from is not None
        assert document.derived_from.words == "COV 1-82"
        assert [(one.kind, one.code) for one in document.instructions] == [("code", "X1")]
        assert [one.section for one in document.reasons] == ["1.5"]

    def test_the_order_that_it_cites(self) -> None:
        document = read(HEAD + "(S) Gone.\n\nClassified By: Ann Example\nReason: E.O. 13526, Section 1.4(b)\n")
        assert document.order is not None
        assert document.order.number == "13526"

    def test_an_order_that_the_text_speaks_of_is_not_cited(self) -> None:
        assert body("(U) Work under E.O. 12958 ended last year.").order is None

    def test_a_list_of_sources(self) -> None:
        block = "\nDerived From: Multiple Sources\nDeclassify On: 20210303\n"
        document = read(HEAD + "(S) Gone.\n" + block + "\nSources:\n1. Report of May.\n2. A guide.\n")
        assert names(document)["SOURCES"] == "1. Report of May. 2. A guide."
        assert marks(document) == [("paragraph", "S")]

    def test_sources_named_on_the_line_itself(self) -> None:
        sources = "Derived From: Multiple Sources: Report of May 1, 2011; Harbor Guide\nDeclassify On: 20210303\n"
        assert names(read(HEAD + "(S) Gone.\n\n" + sources))["SOURCES"] == "Report of May 1, 2011; Harbor Guide"
        assert "SOURCES" not in names(read(HEAD + "(S) Gone.\n\nDerived From: Multiple Sources\n"))


class TestStatements:
    def test_compilation(self) -> None:
        document = body("(U) One.", "(U) The portions are open; their compilation is classified SECRET.")
        assert document.compilation is not None
        assert body("(U) The compilation of the price list is done.").compilation is None

    @pytest.mark.parametrize(
        ("text", "kind"),
        [
            ("(U) This is an extract from the original.", "stated"),
            ("(S) The talks were...", "cut"),
            ("(S) Gone.", None),
        ],
    )
    def test_extract(self, text: str, kind: str | None) -> None:
        assert read(HEAD + text + "\n").extract_kind == kind

    def test_two_memoranda_in_one_file(self) -> None:
        second = "MEMORANDUM FOR: Staff\nFROM: Ann Example\nSUBJECT: Hours\n\nWe close at noon.\n"
        document = read(HEAD + "(S) Gone.\n" + BLOCK + "\nUNCLASSIFIED\n\nMay 7, 2011\n\n" + second)
        (other,) = document.others
        assert (document.level, other.level) == (Level.S, Level.U)
        assert names(other)["DATE"] == "May 7, 2011"
        assert other.banner is not None
        assert other.text.words(other.banner.span) == "UNCLASSIFIED"

    def test_an_enclosed_memorandum_is_no_second_document(self) -> None:
        enclosed = "SECRET\n\nMEMORANDUM FOR: Staff\nFROM: X\nSUBJECT: Y\n\n(S) We close.\n"
        assert read(HEAD + "(S) Gone.\n\nEnclosure: Memorandum of May 7\n\n" + enclosed).others == ()


_ODDITIES = ("(S) One.", "- (C) Two.", "\f", "...", "(", "a. x", "XXXXX", "\t\t")
_PIECES = st.sampled_from([*(HEAD + BLOCK).split("\n"), *_ODDITIES])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(_PIECES, st.text(max_size=40)), max_size=25).map("\n".join))
def test_reading_is_total_and_its_places_lie_in_the_text(source: str) -> None:
    text = Text.of(source)
    memorandum.recognises(text)
    document = memorandum.read(text, PACK.law, PACK.register, "state")
    for one in document.portions:
        assert 0 <= one.span.start <= one.text_start <= len(source)
        assert one.span.end <= len(source)
    starts = [one.span.start for one in document.portions if one.kind == "paragraph"]
    assert starts == sorted(starts)
    for line in document.lines:
        assert line.span.start <= line.value.start <= line.value.end <= line.span.end <= len(source)


@pytest.mark.parametrize("piece", ["(C)\n", "SECRET\n", "( ", "Classified By: x\n", "- (S) a\n", "compilation ", " \n"])
def test_reading_is_linear(piece: str) -> None:
    def took(count: int) -> float:
        text = Text.of(HEAD + piece * count)
        best = float("inf")
        for _ in range(2):
            start = time.perf_counter()
            memorandum.recognises(text)
            memorandum.read(text, PACK.law, PACK.register, "state")
            best = min(best, time.perf_counter() - start)
        return best

    assert took(8_000) < 16 * took(2_000) + 0.05
