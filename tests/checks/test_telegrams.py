"""The form of telegrams: sections, paragraph numbers, captions, tags, header lines, repeated telegrams, damage."""

from __future__ import annotations

from typing import Any

import attrs
import pytest
from hand_built import hits, pack, words

from redactlint.checks import run, telegrams
from redactlint.documents import reading
from redactlint.documents.model import Document
from redactlint.text import Text

HEADER = """SIPDIS

E.O. 12958: DECL: 06/17/2017
TAGS: PREL, PGOV, ZA
SUBJECT: MINISTER VISITS THE NORTH

REF: LUSAKA 498

Classified By: Ambassador Jane Q. Roe, reasons 1.4 (b) and (d).

"""
BODY = "1. (C) The minister left.\n\n2. (U) The press came.\nROE\n"


def read(source: str) -> Document:
    return reading.read(Text.of(source, "07LUSAKA000512.txt"), pack().law, pack().register)


def telegram(header: str = HEADER, body: str = BODY, line: str = "C O N F I D E N T I A L LUSAKA 000512") -> Document:
    return read(f"{line}\n\n{header}{body}")


class TestSections:
    LINE = "C O N F I D E N T I A L SECTION {} LUSAKA {}"

    def parts(self, *headings: tuple[str, str]) -> Document:
        lines = [self.LINE.format(*heading) for heading in headings]
        later = "".join(f"\n{line}\n\n{at}. (C) More.\n" for at, line in enumerate(lines[1:], start=2))
        return telegram(body="1. (C) The minister left.\n" + later, line=lines[0])

    def test_sections_that_add_up(self) -> None:
        document = self.parts(("01 OF 02", "000512"), ("02 OF 02", "512"))
        assert hits(telegrams.sections, "TEL001", document) == []

    def test_one_heading_of_several_sections_says_nothing_of_the_others(self) -> None:
        assert hits(telegrams.sections, "TEL001", self.parts(("01 OF 03", "000512"))) == []

    def test_a_section_beyond_the_last(self) -> None:
        document = self.parts(("03 OF 02", "000512"))
        (hit,) = hits(telegrams.sections, "TEL001", document)
        assert (hit.case, words(document, hit)) == ("beyond", "03 OF 02")

    def test_another_total(self) -> None:
        document = self.parts(("01 OF 02", "000512"), ("02 OF 03", "000512"))
        (hit,) = hits(telegrams.sections, "TEL001", document)
        assert (hit.case, words(document, hit)) == ("total", "02 OF 03")

    def test_another_number(self) -> None:
        document = self.parts(("01 OF 02", "000512"), ("02 OF 02", "000513"))
        (hit,) = hits(telegrams.sections, "TEL001", document)
        assert (hit.case, words(document, hit)) == ("message", "LUSAKA 000513")

    def test_an_absent_section(self) -> None:
        (hit,) = hits(telegrams.sections, "TEL001", self.parts(("01 OF 03", "000512"), ("03 OF 03", "000512")))
        assert hit.case == "absent"
        assert "section 02" in hit.arguments["fault"]


class TestParagraphSequence:
    @pytest.mark.parametrize("numbers", [(1, 2, 3), (11, 12, 13), (1, 12, 3), (1,)])
    def test_a_sequence_in_whatever_print(self, numbers: tuple[int, ...]) -> None:
        document = telegram(body="\n\n".join(f"{number}. (C) The boat left." for number in numbers))
        assert hits(telegrams.paragraph_sequence, "TEL002", document) == []

    @pytest.mark.parametrize(
        ("numbers", "at", "case"), [((1, 2, 4), "4", "gap"), ((2, 3), "2", "gap"), ((1, 2, 2, 3), "2", "repeat")]
    )
    def test_a_gap_or_a_repeat(self, numbers: tuple[int, ...], at: str, case: str) -> None:
        document = telegram(body="\n\n".join(f"{number}. (C) The boat left." for number in numbers))
        (hit,) = hits(telegrams.paragraph_sequence, "TEL002", document)
        assert (words(document, hit), hit.case) == (at, case)

    def test_an_extract_begins_anywhere(self) -> None:
        body = "4. (C) The boat left.\n\n5. (U) It came.\n"
        document = read(f"This is a partial extract.\n\nC O N F I D E N T I A L LUSAKA 000512\n\n{HEADER}{body}")
        assert document.extract is not None
        assert hits(telegrams.paragraph_sequence, "TEL002", document) == []


class TestCaptions:
    @pytest.mark.parametrize(
        ("captions", "found"),
        [
            ("NODIS\nEXDIS", ["EXDIS"]),
            ("AGREMENT\nNODIS", ["NODIS"]),
            ("NODIS\nSTADIS", []),
            ("EXDIS\nNOFORN", []),
            ("SIPDIS\nSIPDIS", []),
        ],
    )
    def test_pairs_that_exclude_each_other(self, captions: str, found: list[str]) -> None:
        document = telegram(HEADER.replace("SIPDIS", captions))
        assert [words(document, one) for one in hits(telegrams.caption_conflicts, "TEL003", document)] == found


class TestTags:
    def tags(self, value: str) -> list[str]:
        document = telegram(HEADER.replace("PREL, PGOV, ZA", value))
        return [words(document, one) for one in hits(telegrams.tags, "TEL004", document)]

    @pytest.mark.parametrize(
        "value",
        [
            "PREL PGOV ZA",
            "PREL/PGOV/ZA",
            "OVIP (ROE, JANE QQ), XA",
            "KZAM, KCOR, UNHCR, NATO",
            "PSEPC, CA",
            "EUN, EFIN",
        ],
    )
    def test_subjects_countries_programmes_and_names(self, value: str) -> None:
        assert self.tags(value) == []

    def test_a_tag_that_no_list_holds(self) -> None:
        assert self.tags("PERL, PGOV, QQ, ZA") == ["PERL", "QQ"]

    def test_the_tag_that_was_meant(self) -> None:
        document = telegram(HEADER.replace("PREL", "PERL"))
        (hit,) = hits(telegrams.tags, "TEL004", document)
        assert "did you mean PREL" in hit.arguments["fault"]

    def test_no_tags_are_missed_only_since_there_are_tags(self) -> None:
        (hit,) = hits(telegrams.tags, "TEL004", telegram(HEADER.replace("TAGS: PREL, PGOV, ZA\n", "")))
        assert hit.case == "missing"
        assert hit.dates is not None
        assert [one.earliest.year for one in hit.dates.ranges] == [1973]

    def test_a_mistyped_label_is_no_missing_line(self) -> None:
        document = telegram(HEADER.replace("TAGS:", "TGAS:"))
        assert hits(telegrams.tags, "TEL004", document) == []


class TestHeader:
    def test_a_missing_subject(self) -> None:
        document = telegram(HEADER.replace("SUBJECT: MINISTER VISITS THE NORTH\n", ""))
        assert len(hits(telegrams.subject_missing, "TEL005", document)) == 1

    @pytest.mark.parametrize("label", ["SUBJECT:", "SUBJ:", "Subject:", "SUBEJCT:", "SUJBECT:"])
    def test_a_subject_however_typed(self, label: str) -> None:
        document = telegram(HEADER.replace("SUBJECT:", label))
        assert hits(telegrams.subject_missing, "TEL005", document) == []

    def test_without_a_header_nothing_is_missed(self) -> None:
        assert hits(telegrams.subject_missing, "TEL005", telegram("")) == []

    def test_the_order_of_the_form(self) -> None:
        assert hits(telegrams.header_order, "TEL006", telegram()) == []

    @pytest.mark.parametrize(
        ("first", "second", "named"),
        [
            ("E.O. 12958: DECL: 06/17/2017", "TAGS: PREL, PGOV, ZA", "TAGS"),
            ("TAGS: PREL, PGOV, ZA", "SUBJECT: MINISTER VISITS THE NORTH", "SUBJECT"),
        ],
    )
    def test_two_lines_changed(self, first: str, second: str, named: str) -> None:
        header = HEADER.replace(first, "@").replace(second, first).replace("@", second)
        document = telegram(header)
        (hit,) = hits(telegrams.header_order, "TEL006", document)
        assert words(document, hit) == named


@pytest.mark.parametrize(("check", "code"), [(telegrams.tags, "TEL004"), (telegrams.subject_missing, "TEL005")])
def test_a_released_letter_owes_no_lines_of_a_telegram(check: Any, code: str) -> None:
    telegram_without = telegram(HEADER.replace("TAGS: PREL, PGOV, ZA\nSUBJECT: MINISTER VISITS THE NORTH\n", ""))
    released = attrs.evolve(telegram_without, kind="release")
    assert len(hits(check, code, released)) == 1
    letter = attrs.evolve(released, banner=None, banners=(), lines=())
    assert hits(check, code, letter) == []


class TestQuotedTelegram:
    @pytest.mark.parametrize(
        ("wrapper", "quoted", "is_above"),
        [
            ("CONFIDENTIAL", "SECRET", True),
            ("SECRET", "CONFIDENTIAL", False),
            ("SECRET", "SECRET", False),
            ("UNCLAS", "CONFIDENTIAL", True),
        ],
    )
    def test_only_a_higher_one_is_found(self, wrapper: str, quoted: str, is_above: bool) -> None:
        spaced = " ".join(quoted)
        line = "UNCLAS LUSAKA 000512" if wrapper == "UNCLAS" else f"{' '.join(wrapper)} LUSAKA 000512"
        inner = (
            f"1. (U) The following is repeated.\n\nQUOTE\n\n{spaced} HARARE 000077\n\n{HEADER}1. (C) Gone.\n\nUNQUOTE\n"
        )
        document = telegram(body=inner, line=line)
        found = hits(telegrams.quoted_above, "TEL007", document)
        assert [words(document, one) for one in found] == ([spaced] if is_above else [])


class TestDamage:
    def test_it_is_named_once_with_counts(self) -> None:
        header = HEADER.replace("PREL, PGOV, ZA", "[PREL](#) [ZA](#)")
        document = telegram(header, "11. (C) The minister paid \\$3.\n\n12. (U) The press came.\n")
        (hit,) = hits(telegrams.damage, "TEL008", document)
        assert "links of Markdown (2)" in hit.arguments["what"]
        assert "read as a digit (2)" in hit.arguments["what"]
        assert hit.arguments["line"] == "6"

    def test_a_whole_copy_has_none(self) -> None:
        assert hits(telegrams.damage, "TEL008", telegram()) == []


class TestRun:
    def test_an_extract_is_named_where_it_says_so(self) -> None:
        document = read(f"This is a partial extract.\n\nC O N F I D E N T I A L LUSAKA 000512\n\n{HEADER}{BODY}")
        (hit,) = hits(run.partial_extract, "DOC003", document)
        assert (hit.case, words(document, hit)) == ("stated", "partial extract")
        assert hits(run.partial_extract, "DOC003", telegram()) == []

    def test_a_copy_with_deletions_is_only_a_part(self) -> None:
        copy = "Approved for Release: 2013/08/07\n\nSECRET\n\nApril 4, 1972\n\nMEMORANDUM FOR THE RECORD\n\n"
        document = read(copy + "SUBJECT: A Call\n\nThe King said that [          ] (b)(1) 3.3(b)(1) slept.\n\nSECRET\n")
        (hit,) = hits(run.partial_extract, "DOC003", document)
        assert (hit.case, hit.arguments["how"]) == ("sanitized", "this copy leaves out parts of the document")

    def test_each_further_document_is_named_where_it_begins(self) -> None:
        other = f"UNCLAS HARARE 000077\n\nE.O. 12958: N/A\nTAGS: PREL, ZI\nSUBJECT: HOURS\n\n{BODY}"
        document = telegram(body=f"{BODY}\n{other}")
        (hit,) = hits(run.several_documents, "DOC004", document)
        assert words(document, hit) == "UNCLAS"
        assert hits(run.several_documents, "DOC004", attrs.evolve(document, others=())) == []
