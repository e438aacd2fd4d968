"""The overall marking is judged against the portions, its own repetitions, and the years of its words."""

from __future__ import annotations

import datetime

import pytest
from hand_built import build, hits, words

from redactlint.checks import banners
from redactlint.documents.model import QuotedTelegram
from redactlint.law.dates import DateRange
from redactlint.text import Span


class TestBannerMissing:
    def test_a_portion_mark_shows_that_one_is_owed(self) -> None:
        document = build("1. (S) The harbor was surveyed.\n2. (U) The boat left.", kind="plain")
        (hit,) = hits(banners.missing, "BNR001", document)
        assert words(document, hit) == "(S)"

    def test_so_does_an_order_line_above_it(self) -> None:
        document = build("E.O. 12958\n1. (S) The harbor was surveyed.")
        (hit,) = hits(banners.missing, "BNR001", document)
        assert words(document, hit) == "12958"

    def test_a_banner_is_all_that_is_asked(self) -> None:
        assert hits(banners.missing, "BNR001", build("SECRET\nE.O. 12958\n1. (S) The harbor was surveyed.")) == []

    def test_neither_mark_nor_order_asks_for_none(self) -> None:
        assert hits(banners.missing, "BNR001", build("1. The harbor was surveyed.")) == []

    def test_the_mark_of_a_repeated_telegram_speaks_for_that_telegram(self) -> None:
        assert hits(banners.missing, "BNR001", build(">> (S) The harbor was surveyed.")) == []

    def test_a_lone_mark_that_closes_an_email_is_its_label(self) -> None:
        lines = "P Shall we meet on Monday?\nP Bring the survey with you, please. (SBU)"
        assert hits(banners.missing, "BNR001", build(lines, kind="email")) == []
        assert len(hits(banners.missing, "BNR001", build(lines, kind="memorandum"))) == 1


class TestBannerBelowPortions:
    @pytest.mark.parametrize(
        ("banner", "mark", "is_below"),
        [
            ("CONFIDENTIAL", "(S)", True),
            ("UNCLAS", "(C)", True),
            ("SECRET", "(TS)", True),
            ("CONFIDENTIAL", "(C/NF)", False),
            ("SECRET", "(C)", False),
            ("UNCLAS", "(SBU)", False),
            ("CONFIDENTIAL", "(SBU)", False),
            ("LIMITED OFFICIAL USE", "(LOU)", False),
        ],
    )
    def test_only_a_higher_level_outranks(self, banner: str, mark: str, is_below: bool) -> None:
        document = build(f"{banner}\n1. (U) The boat left.\n2. {mark} The harbor was surveyed.")
        found = hits(banners.below_portions, "BNR002", document)
        assert [words(document, one) for one in found] == ([mark] if is_below else [])

    def test_the_first_of_the_highest_portions_is_named_with_its_paragraph(self) -> None:
        document = build("UNCLAS\n1. (C) A.\n2. (S) B.\n3. (S) C.")
        (hit,) = hits(banners.below_portions, "BNR002", document)
        assert hit.paragraph == "2"
        assert hit.arguments["level"] == "SECRET"
        assert [document.text.words(span) for span, _ in hit.related] == ["UNCLAS"]

    def test_subject_line_and_items_count_and_a_repeated_telegram_does_not(self) -> None:
        assert len(hits(banners.below_portions, "BNR002", build("UNCLAS\nSUBJECT: (C) TARIFFS\n1. (U) A."))) == 1
        assert len(hits(banners.below_portions, "BNR002", build("UNCLAS\n1. (U) A:\n-- (C) a tariff"))) == 1
        assert hits(banners.below_portions, "BNR002", build("UNCLAS\n1. (U) A.\n>> (S) B.")) == []

    def test_restricted_outranks_only_in_its_years(self) -> None:
        (hit,) = hits(banners.below_portions, "BNR002", build("UNCLAS\n1. (R) A.\n2. (U) B."))
        assert hit.dates is not None
        assert datetime.date(1952, 6, 1) in hit.dates
        assert datetime.date(1988, 6, 1) not in hit.dates

    def test_a_mark_that_cannot_be_read_has_no_level(self) -> None:
        assert hits(banners.below_portions, "BNR002", build("UNCLAS\n1. (U) A.\n2. (X) B.")) == []


class TestBannerAbovePortions:
    def test_every_portion_below_it(self) -> None:
        document = build("SECRET\n1. (C) A.\n2. (U) B.")
        (hit,) = hits(banners.above_portions, "BNR003", document)
        assert (words(document, hit), hit.case) == ("SECRET", "")

    @pytest.mark.parametrize(
        "lines",
        ["SECRET\n1. (C) A.\n2. Unmarked.", "SECRET\n1. (C) A.\n2. XXXXXXXX", "SECRET\n1. (C) A.\n2. (X) B."],
        ids=["unmarked", "deleted", "unreadable"],
    )
    def test_a_portion_whose_level_cannot_be_known_may_explain_it(self, lines: str) -> None:
        (hit,) = hits(banners.above_portions, "BNR003", build(lines))
        assert hit.case == "explained"

    def test_a_transmittal_that_is_as_high_without_its_enclosure_owes_its_level_to_its_portions(self) -> None:
        (hit,) = hits(banners.above_portions, "BNR003", build("SECRET\ntransmittal!SECRET\n1. (U) A."))
        assert hit.case == ""

    def test_an_unmarked_subject_line_explains_nothing(self) -> None:
        (hit,) = hits(banners.above_portions, "BNR003", build("SECRET\nSUBJECT: TARIFFS\n1. (C) A."))
        assert hit.case == ""

    def test_a_compilation_statement_explains_it(self) -> None:
        document = build("SECRET\n1. (U) A.\n2. (U) B.", compilation=Span(0, 6))
        (hit,) = hits(banners.above_portions, "BNR003", document)
        assert hit.case == "compilation"

    @pytest.mark.parametrize(
        "lines",
        [
            "SECRET\n1. (C) A.\n2. (S) B.",
            "SECRET\n1. A.\n2. B.",
            "SECRET\nSUBJECT: (S) TARIFFS\n1. (U) A.",
            "SECRET\ntransmittal!UNCLASSIFIED\n1. (U) A.",
            "CONFIDENTIAL\n1. (C - ENTIRE TEXT)\n2. A.",
        ],
        ids=["reached", "no marks", "reached by the subject", "transmittal", "entire text"],
    )
    def test_nothing_is_said(self, lines: str) -> None:
        assert hits(banners.above_portions, "BNR003", build(lines)) == []

    @pytest.mark.parametrize(("level", "is_found"), [("SECRET", False), ("TOP SECRET", False), ("CONFIDENTIAL", True)])
    def test_a_repeated_telegram_of_that_level_answers_for_it(self, level: str, is_found: bool) -> None:
        inner = build(level).banner
        assert inner is not None
        repeated = (QuotedTelegram(Span(10, 20), inner),)
        document = build("SECRET\n1. (U) The telegram below is repeated for you.", quoted=repeated)
        assert bool(hits(banners.above_portions, "BNR003", document)) == is_found


class TestBannersThatDisagree:
    def test_a_section_headed_otherwise(self) -> None:
        document = build("CONFIDENTIAL\n1. (C) A.\nsection!SECRET\n2. (C) B.\nsection!SECRET\n3. (C) C.")
        (hit,) = hits(banners.disagreeing, "BNR005", document)
        assert words(document, hit) == "SECRET"
        assert len(hit.related) == 2

    def test_sections_and_foot_alike(self) -> None:
        document = build("CONFIDENTIAL\n1. (C) A.\nsection!CONFIDENTIAL\nrepeat!CONFIDENTIAL")
        assert hits(banners.disagreeing, "BNR005", document) == []

    def test_a_page_may_be_lower_but_not_higher(self) -> None:
        lower = build("SECRET\n1. (S) A.\npage!CONFIDENTIAL\n2. (C) B.")
        higher = build("CONFIDENTIAL\n1. (C) A.\npage!SECRET\n2. (C) B.")
        assert hits(banners.disagreeing, "BNR005", lower) == hits(banners.disagreeing, "BNR010", lower) == []
        assert [words(higher, one) for one in hits(banners.disagreeing, "BNR010", higher)] == ["SECRET"]

    def test_what_a_transmittal_is_without_its_enclosure_disagrees_with_nothing(self) -> None:
        document = build("SECRET\ntransmittal!UNCLASSIFIED\n1. (S) A.")
        assert hits(banners.disagreeing, "BNR005", document) == []


class TestBannerMixesUnclassifiedControl:
    @pytest.mark.parametrize("banner", ["SECRET//FOUO", "CONFIDENTIAL//SBU", "CONFIDENTIAL / LIMITED OFFICIAL USE"])
    def test_beside_a_classified_level(self, banner: str) -> None:
        document = build(f"{banner}\n1. (C) A.")
        (hit,) = hits(banners.mixed_with_control, "BNR011", document)
        assert words(document, hit) == banner

    @pytest.mark.parametrize("lines", ["UNCLASSIFIED//FOUO\n1. (U) A.", "CONFIDENTIAL\nSENSITIVE\n1. (SBU) A."])
    def test_neither_beside_unclassified_nor_on_a_caption_line(self, lines: str) -> None:
        assert hits(banners.mixed_with_control, "BNR011", build(lines)) == []


class TestNotInForce:
    @pytest.mark.parametrize(
        ("banner", "case", "lawful", "unlawful"),
        [
            ("RESTRICTED", "R", "1952-01-05", "1953-12-15"),
            ("LIMITED OFFICIAL USE", "LOU", "1995-09-30", "1995-10-01"),
        ],
    )
    def test_a_banner_is_judged_by_its_years(self, banner: str, case: str, lawful: str, unlawful: str) -> None:
        (hit,) = hits(banners.not_in_force, "BNR012", build(f"{banner}\n1. A."))
        assert hit.case == case
        assert hit.dates is not None
        assert datetime.date.fromisoformat(lawful) not in hit.dates
        assert datetime.date.fromisoformat(unlawful) in hit.dates

    @pytest.mark.parametrize("banner", ["UNCLAS", "SECRET", "CONFIDENTIAL"])
    def test_levels_in_force_draw_nothing(self, banner: str) -> None:
        assert hits(banners.not_in_force, "BNR012", build(f"{banner}\n1. A.")) == []

    def test_each_portion_mark_is_reported_once_at_its_first_place(self) -> None:
        document = build("CONFIDENTIAL\n1. (C) A.\n2. (LOU) B.\n3. (LOU) C.\n4. (SBU) D.")
        said = hits(banners.not_in_force, "PRT004", document)
        found = {one.case: one for one in said}
        assert len(said) == len(found)
        assert found["LOU"].paragraph == "2"
        assert found["SBU"].dates is not None
        assert found["SBU"].dates.covers(DateRange(datetime.date(1980, 1, 1), datetime.date(1995, 9, 30)))
        assert datetime.date(1995, 10, 1) not in found["SBU"].dates
