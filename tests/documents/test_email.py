"""E-mail is read as its reader sees it: the first message is the document, a writer's CONFIDENTIAL no marking."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redactlint.documents import email
from redactlint.documents.model import Document
from redactlint.markings.levels import Level
from redactlint.rulepack import load
from redactlint.text import Text

PACK = load()
HEAD = (
    "From: Jane Example <je@example.org>\nSent: Thursday, March 4, 2010 9:12 AM\nTo: Adam Sample\n"
    "Subject: {subject}\n\n"
)
LONG = "The harbor is closed for the week, and no ship will come in before Monday noon."


def read(body: str, subject: str = "Harbor") -> Document:
    return email.read(Text.of(HEAD.format(subject=subject) + body), PACK.law, PACK.register, "state")


def marks(document: Document) -> list[str | None]:
    return [one.mark.parsed.canonical if one.mark is not None else None for one in document.portions]


class TestRecognition:
    @pytest.mark.parametrize(
        "source",
        [
            HEAD,
            HEAD.replace("Sent:", "Date:"),
            HEAD.replace("Subject:", "Subject   "),
            "SENSITIVE BUT UNCLASSIFIED\n\n" + HEAD,
            "To: Ann\nFrom: Jane\nSubject: Pier\nDate: Saturday, March 6, 2010 9:12 AM\n\nText.",
            "From: Jane <j@example.org>\nDate: 6 Mar 2010\nTo: Ann\nSubject: Pier\n\nText.",
        ],
    )
    def test_from_with_a_day_and_an_addressee(self, source: str) -> None:
        assert email.recognises(Text.of(source))

    @pytest.mark.parametrize(
        "source",
        ["MEMORANDUM FOR: X\nFROM: Y\nSUBJECT: Z\nDATE: March 3, 2011\n", "From: here to Monday.\nSent: no.\n", ""],
    )
    def test_memoranda_and_prose_are_none(self, source: str) -> None:
        assert not email.recognises(Text.of(source))

    def test_without_time_and_address_it_may_be_a_memorandum_but_in_a_released_copy(self) -> None:
        paper = Text.of("To: Ann\nFrom: Jane\nSubject: Pier\nDate: Saturday, March 6, 2010\n\nText.")
        assert (email.recognises(paper), email.recognises(paper, is_copy=True)) == (False, True)


class TestOverallMarking:
    @pytest.mark.parametrize(
        ("body", "printed", "level"),
        [
            (f"{LONG}\n\nThis email is UNCLASSIFIED based on the definitions in E.O. 13526\n", "UNCLASSIFIED", Level.U),
            (f"{LONG}\n\n(SBU)\n", "(SBU)", Level.U),
            (f"SBU\n\n{LONG}\n", "SBU", Level.U),
            (f"SENSITIVE BUT UNCLASSIFIED\n\n{LONG}\n", "SENSITIVE BUT UNCLASSIFIED", Level.U),
            (f"SECRET//NOFORN\n\n(S//NF) {LONG}\n\nSECRET//NOFORN\n", "SECRET//NOFORN", Level.S),
            (f"Classification: UNCLASSIFIED\n\n{LONG}\n", "UNCLASSIFIED", Level.U),
            (f"CONFIDENTIAL\n\n(C) {LONG}\n", "CONFIDENTIAL", Level.C),
        ],
    )
    def test_where_an_email_says_what_it_is(self, body: str, printed: str, level: Level) -> None:
        document = read(body)
        assert document.banner is not None
        assert (document.text.words(document.banner.span), document.level) == (printed, level)

    @pytest.mark.parametrize(
        "body",
        [
            f"CONFIDENTIAL\n\nFor: Adam\nRe: the vote\n\n{LONG}\n",
            f"{LONG}\n\nThis message is confidential and intended only for its addressee.\n",
            f"{LONG}\n\nThis e-mail is CONFIDENTIAL and may be privileged.\n",
        ],
    )
    def test_a_private_writers_word_is_none(self, body: str) -> None:
        assert read(body).banner is None

    def test_a_reply_below_a_higher_message_keeps_its_own(self) -> None:
        chain = (
            f"UNCLASSIFIED\n\n{LONG}\n\n-----Original Message-----\n"
            f"{HEAD.format(subject='x')}SENSITIVE BUT UNCLASSIFIED\n\n{LONG}\n"
        )
        document = read(chain)
        assert [(document.text.words(one.span), one.role) for one in document.banners] == [
            ("UNCLASSIFIED", "overall"), ("SENSITIVE BUT UNCLASSIFIED", "page"),
        ]  # fmt: skip


class TestPortions:
    def test_marks_count_anywhere_in_the_chain(self) -> None:
        chain = f"FYI\n\n  Original Message\n{HEAD.format(subject='report')}(SBU) {LONG}\n\n(U) {LONG}\n"
        assert marks(read(chain)) == ["SBU", "U"]

    def test_what_is_unmarked_counts_beside_marks_in_the_same_message(self) -> None:
        assert marks(read(f"(SBU) {LONG}\n\n{LONG}\n")) == ["SBU", None]
        assert marks(read(f"{LONG}\n\n-----Original Message-----\n{HEAD.format(subject='x')}(SBU) {LONG}\n")) == ["SBU"]

    def test_a_classified_message_owes_its_own_marks(self) -> None:
        assert marks(read(f"SECRET//NOFORN\n\n{LONG}\n\nSECRET//NOFORN\n")) == [None]

    def test_a_subject_is_marked_behind_its_prefix_or_at_its_end(self) -> None:
        assert marks(read("FYI\n", "Fw: RE: (SBU) Harbor")) == ["SBU"]
        (subject,) = read("FYI\n", "Fw: Harbor (SBU)").portions
        assert (subject.kind, subject.place) == ("subject", "end")

    def test_a_heading_in_capitals_is_no_part_of_what_it_heads(self) -> None:
        document = read(f"AMERICANS WAITING AT THE OLD HARBOR FOR A SHIP TO COME\n(SBU) {LONG}\n\nPRESS\n(U) {LONG}\n")
        assert [(one.place, one.mark and one.mark.parsed.canonical) for one in document.portions] == [
            ("start", "SBU"),
            ("start", "U"),
        ]

    @pytest.mark.parametrize(
        "line", ["(C) 2010 The Daily Example", "(c) Example News", "(C) 202-555-0101", "(C) Example News"]
    )
    def test_a_copyright_and_a_telephone_are_no_marks(self, line: str) -> None:
        assert marks(read(f"{LONG}\n\n{line}\n")) == []


def test_the_block_of_the_first_message_is_its_own() -> None:
    block = "Classified By: Ann Example, Director\nReason: 1.4(d)\nDeclassify On: 2020/03/04\n"
    document = read(f"CONFIDENTIAL\n\n(C) {LONG}\n\n{block}\nCONFIDENTIAL\n")
    assert document.classified_by is not None
    assert document.instructions[0].text == "2020/03/04"
    below = read(f"{LONG}\n\n-----Original Message-----\n{HEAD.format(subject='x')}(C) {LONG}\n\n{block}")
    assert below.classified_by is None


@given(
    st.lists(
        st.sampled_from(["From: ", "Sent: ", "To: ", "Subject: ", "Date: ", "(SBU) ", "(C)", "\n", "\n\n", "> ", "SECRET", "x. "])
    ).map("".join)
)
@settings(max_examples=60, deadline=None)
def test_total_and_within_the_text(body: str) -> None:
    document = read(body)
    assert all(0 <= one.span.start <= one.span.end <= len(document.text.content) for one in document.portions)


def test_linear_in_the_text() -> None:
    taken = []
    for count in (20, 80):
        body = f"(SBU) {LONG}\n\n-----Original Message-----\n{HEAD.format(subject='x')}" * count
        started = time.perf_counter()
        read(body)
        taken.append(time.perf_counter() - started)
    assert taken[1] < 14 * taken[0] + 0.2
