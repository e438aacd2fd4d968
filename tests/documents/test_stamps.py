"""Stamps are known by their words: on one line or five, in columns, worn by text recognition; prose is no stamp."""

from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redactlint.documents.stamps import Stamp, find_stamps, spans

CASE = "UNCLASSIFIED U.S. Department of State Case No. F-2014-01234 Doc No. C05901234 Date: 08/31/2015"
UPGRADE = (
    "Classified by DAS, A/GIS, DoS on 08/31/2015 {d} Class: CONFIDENTIAL {d} Reason: 1.4(B), 1.4(D) {d} "
    "Declassify on: 03/03/2030"
)


def only(content: str) -> Stamp:
    (stamp,) = find_stamps(content)
    return stamp


class TestStateCase:
    @pytest.mark.parametrize(
        "content", [CASE, CASE.replace("State ", "State\n").replace(" Doc", "\nDoc").replace(" Date", "\nDate")]
    )
    def test_one_line_and_five_lines_say_the_same(self, content: str) -> None:
        assert only(content).fields == {"case": "F-2014-01234", "document": "C05901234", "date": "08/31/2015"}

    def test_a_document_number_read_as_digits_keeps_its_letter(self) -> None:
        assert only(CASE.replace("C059", "0059")).fields["document"] == "C05901234"

    def test_the_house_committee_stamp_below_it_is_a_stamp_of_its_own(self) -> None:
        house = (
            "STATE DEPT. - PRODUCED TO HOUSE SELECT BENGHAZI COMM.\n"
            "SUBJECT TO AGREEMENT ON SENSITIVE INFORMATION & REDACTIONS. NO FOIA WAIVER."
        )
        assert [one.kind for one in find_stamps(f"{CASE}\n{house}\n")] == ["state-case", "house"]


class TestReleaseLine:
    @pytest.mark.parametrize(
        ("content", "codes"),
        [
            ("                    RELEASE IN PART B5,B6\n", ["B5", "B6"]),
            ("                    RELEASE IN PART\n                    B1,1.4(D)\n", ["B1", "1.4(D)"]),
            ("                    1RELEASE IN PART b5\n", ["B5"]),
            ("RELEASE IN PART B1 1.4(B) 1.4(D), B6            1.4(D)\n", ["B1", "1.4(B)", "1.4(D)", "B6"]),
            ("RELEASE IN\n\nPART |\nBS\n", ["B5"]),
            ("      RELEASE IN PART B5,B3\n       NATSECACT1947,B6\n", ["B5", "B3 NATSECACT1947", "B6"]),
            ("RELEASE IN PART B3 CIA PERS/ORG,B6\n", ["B3 CIA PERS/ORG", "B6"]),
            ("RELEASE IN PART\nB7(C), (b)(7)(E), B61\n", ["B7(C)", "B7(E)", "B61"]),
            ("RELEASE IN FULL\n", []),
        ],
    )
    def test_codes_stand_beside_or_below_it(self, content: str, codes: list[str]) -> None:
        assert [one.code for one in only(content).codes] == codes

    def test_a_header_in_the_next_column_is_no_part_of_it(self) -> None:
        content = (
            "From:   Example, Jane            RELEASE IN PART\nSent:   Monday, March 1, 2010    B1,B5          1.4(D)\n"
        )
        assert [one.code for one in only(content).codes] == ["B1", "B5"]

    @pytest.mark.parametrize(
        "prose",
        [
            "SEE THE PRESS RELEASE IN FULL BELOW",
            "RELEASE IN FULL OF THE TEXT WAS REFUSED",
            "He asked for release in part.",
        ],
    )
    def test_prose_is_no_release_line(self, prose: str) -> None:
        assert find_stamps(prose + "\n") == ()


class TestDeclassification:
    @pytest.mark.parametrize(
        "content",
        [
            " Declassified/Released US Department of State EO Systematic Review 30 JUN 2005 \n",
            "\tJane P. Walters  \tDeclassified/Released  \tUS Department of State \tEO Systematic Review \t30 "
            "JUN 2005\n"
            "",
            "\tDeclassified/Released\n\tUS Department of State\n\tEO Systematic Review\n\t30 JUN 2005\n",
        ],
    )
    def test_systematic_review_on_one_line_or_on_five(self, content: str) -> None:
        assert only(content).fields["date"] == "30 JUN 2005"
        assert spans(content)[0].start == 0
        assert spans(content)[0].end == len(content)

    def test_the_national_archives(self) -> None:
        stamp = only("SECRET\nDECLASSIFIED\nAuthority NND 012345\nBy JQE NARA Date 3/4/06\n")
        assert (stamp.kind, stamp.fields) == ("nara", {"project": "NND 012345", "by": "JQE", "date": "3/4/06"})

    @pytest.mark.parametrize(
        ("content", "fields"),
        [
            (
                "DECLASSIFIED BY: Jane Q. Example, Director, on 03/04/2006\n",
                {"authority": "Jane Q. Example, Director", "date": "03/04/2006"},
            ),
            ("DECLASSIFIED ON 03/04/2006\n", {"date": "03/04/2006"}),
            (
                "DECLASSIFIED\nE.O. 13526, Sec. 3.5\nBy jqe, NARA, Date 3/4/2010\n",
                {"authority": "E.O. 13526, Sec. 3.5", "date": "3/4/2010"},
            ),
            ("DECLASSIFIED\n", {}),
        ],
    )
    def test_an_agency_mark_and_what_it_names(self, content: str, fields: dict[str, str]) -> None:
        assert (only(content).kind, only(content).fields) == ("declassified", fields)

    @pytest.mark.parametrize(
        "prose",
        [
            "THE PAPERS THAT WERE\nDECLASSIFIED BY THE GOVERNMENT IN 1970 SHOW IT.",
            "WE ASKED FOR THE\nDECLASSIFIED DOCUMENTS OF THE EMBASSY.",
            "Declassify On: 20210303",
            "EXECUTIVE ORDER 11652\nAUTOMATICALLY DOWNGRADED AT TWO YEAR INTERVALS\nDECLASSIFIED ON 31 DEC 1983",
        ],
    )
    def test_prose_and_instructions_are_no_mark(self, prose: str) -> None:
        assert find_stamps(prose + "\n") == ()

    def test_the_overlays_of_cia_and_of_the_jfk_act(self) -> None:
        content = (
            "Approved For Release 2002/11/18 : CIA-RDP96-00787R000300300001-7\n"
            "Approved For Release 2002111I18 : ClA-RDP96-0R1\n"
            "[2025 RELEASE UNDER THE PRESIDENT JOHN F. KENNEDY ASSASSINATION RECORDS ACT OF 1992]\n"
        )
        assert [one.kind for one in find_stamps(content)] == ["cia", "cia", "jfk"]
        assert find_stamps(content)[0].fields == {"date": "2002/11/18", "record": "CIA-RDP96-00787R000300300001-7"}


FIELDS = {
    "by": "DAS, A/GIS, DoS",
    "date": "08/31/2015",
    "class": "CONFIDENTIAL",
    "reason": "1.4(B), 1.4(D)",
    "declassify-on": "03/03/2030",
}


class TestUpgrade:
    @pytest.mark.parametrize("dash", ["-", "–", "—", "~"])
    def test_any_dash_parts_it(self, dash: str) -> None:
        assert only(UPGRADE.format(d=dash) + "\n").fields == FIELDS

    @pytest.mark.parametrize(
        "content",
        [
            UPGRADE.format(d="—").replace("Declassify on", "Declassify\n on"),
            "Subject: x\n"
            "   Classified by DAS, A/GIS, DoS on 08/31/2015 — Class: CONFIDENTIAL — Reason: 1.4(B), 1.4(D) — "
            "Declassify\n"
            ""
            "Fyi   on: 03/03/2030\n",
            "            Classified by DAS, A/GIS, DoS on 08/31/2015 — Class: CONFIDENTIAL —\n"
            "Example St  Reason: 1.4(B), 1.4(D) — Declassify on: 03/03/2030\n",
            "Classified by DAS, A/GIS, DoS on 08/31/2015 ~ Class: CONFIDENTIAL ~ Reason: 1.4(B),\n"
            "Hello      1.4(D) ~ Declassify on:\nthere      03/03/2030\n",
        ],
    )
    def test_wrapped_and_between_the_lines_of_another_column(self, content: str) -> None:
        stamp = only(content)
        assert stamp.fields == FIELDS
        assert not any(
            word in "".join(content[one.start : one.end] for one in stamp.pieces)
            for word in ("Fyi", "Example", "Hello", "there")
        )

    def test_a_part_that_is_absent_has_no_entry(self) -> None:
        assert "reason" not in only(UPGRADE.format(d="-").replace(" - Reason: 1.4(B), 1.4(D)", "") + "\n").fields

    def test_the_authority_of_a_document_is_no_stamp(self) -> None:
        assert find_stamps("Classified By: Ambassador Jane Q. Example, reasons 1.4 (b) and (d).\nClass: A\n") == ()


def test_a_reclassification_mark_on_one_line_or_on_five() -> None:
    one_line = (
        "RECLASSIFIED SECRET by Jane Q. Example, Deputy Secretary, on 03/04/2011 - Reason: 1.4(b) - "
        "Declassify on: 03/04/2031\n"
        ""
    )
    lines = (
        "RECLASSIFIED: SECRET\nBy: Jane Q. Example, Deputy Secretary\nReason: 1.4(b)\n"
        "Declassify on: 03/04/2031\nDate: 03/04/2011\n"
    )
    expected = {
        "class": "SECRET",
        "by": "Jane Q. Example, Deputy Secretary",
        "reason": "1.4(b)",
        "declassify-on": "03/04/2031",
        "date": "03/04/2011",
    }
    for content in (one_line, lines):
        assert only(content).fields == expected


def test_only_the_stamps_own_words_are_to_be_skipped_beside_other_text() -> None:
    content = "From: Jane                      RELEASE IN PART B6\n"
    assert [content[one.start : one.end] for one in spans(content)] == ["RELEASE IN PART", "B6"]


_PIECES = [CASE, UPGRADE.format(d="~"), "RELEASE IN PART B6", "RELEASE IN FULL\n", ",B1", " 1.4(D)", "\n", "\n", " ", "|", "x"]


@given(st.lists(st.sampled_from(_PIECES)).map("".join))
@settings(max_examples=60, deadline=None)
def test_total_and_within_the_text(content: str) -> None:
    for stamp in find_stamps(content):
        assert 0 <= stamp.span.start <= stamp.span.end <= len(content)
    places = spans(content)
    assert all(a.end <= b.start for a, b in itertools.pairwise(places))


@pytest.mark.parametrize(
    "unit",
    [
        "Classified by A on 1/1/2015 - Class: ",
        "RELEASE IN PART B1,",
        "DECLASSIFIED BY ",
        " " * 50 + "B6\n",
        "Case No. F-2014 Department of State ",
    ],
)
def test_linear_in_the_text(unit: str) -> None:
    taken = []
    for size in (20_000, 80_000):
        started = time.perf_counter()
        find_stamps(unit * (size // len(unit)))
        taken.append(time.perf_counter() - started)
    assert taken[1] < 16 * taken[0] + 0.2
