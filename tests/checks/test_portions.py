"""Portions: which owe a mark, where a mark belongs, and what stands in place of marks."""

from __future__ import annotations

import pytest
from hand_built import build, hits, pack, words

from redactlint.checks import portions
from redactlint.documents.model import Redaction
from redactlint.text import Span


class TestUnmarked:
    def test_a_run_of_paragraphs_is_one_finding_and_points_at_the_first_number(self) -> None:
        document = build("CONFIDENTIAL\n1. (C) A.\n2. B.\n3. C.\n4. (U) D.\n5. E.")
        first, second = hits(portions.unmarked, "PRT001", document)
        assert (words(document, first), first.arguments["portions"]) == ("2", "paragraphs 2 and 3")
        assert (words(document, second), second.arguments["portions"]) == ("5", "paragraph 5")
        assert first.case == second.case == "classified"

    def test_a_deleted_paragraph_is_no_portion_and_does_not_end_a_run(self) -> None:
        document = build("CONFIDENTIAL\n1. (C) A.\n2. B.\n3. XXXXXXXX\n4. D.")
        (hit,) = hits(portions.unmarked, "PRT001", document)
        assert hit.arguments["count"] == "2"

    def test_a_deleted_paragraph_alone_owes_nothing(self) -> None:
        assert hits(portions.unmarked, "PRT001", build("CONFIDENTIAL\n1. (C) A.\n2. XXXXXXXX")) == []

    def test_items_and_subject_are_not_its_affair(self) -> None:
        document = build("CONFIDENTIAL\nSUBJECT: TARIFFS\n1. (C) A:\n-- one;\n-- two.")
        assert hits(portions.unmarked, "PRT001", document) == []

    def test_everything_inherits_under_an_entire_text_notice(self) -> None:
        assert hits(portions.unmarked, "PRT001", build("CONFIDENTIAL\n1. (C - ENTIRE TEXT)\n2. A.\n3. B.")) == []

    def test_an_unclassified_document_owes_marks_only_if_some_paragraph_has_one(self) -> None:
        assert hits(portions.unmarked, "PRT001", build("UNCLAS\nSUBJECT: (U) TARIFFS\n1. A.\n2. B.")) == []
        (hit,) = hits(portions.unmarked, "PRT001", build("UNCLAS\n1. (U) A.\n2. B."))
        assert hit.case == "unclassified"

    def test_limited_official_use_knew_no_portion_marks(self) -> None:
        assert hits(portions.unmarked, "PRT001", build("LIMITED OFFICIAL USE\n1. (LOU) A.\n2. B.")) == []

    @pytest.mark.parametrize(
        ("lines", "case"),
        [
            ("UNCLAS\n1. A.", "always"),
            ("LIMITED OFFICIAL USE\n1. A.", "always"),
            ("SECRET\n1. A.", "classified-always"),
        ],
    )
    def test_those_who_want_all_get_all(self, lines: str, case: str) -> None:
        (hit,) = hits(portions.unmarked, "PRT001", build(lines), require_portion_marks="always")
        assert hit.case == case

    def test_a_private_writers_confidential_is_no_marking(self) -> None:
        lines = "CONFIDENTIAL\nP Please keep this between us."
        assert hits(portions.unmarked, "PRT001", build(lines, kind="email")) == []
        assert len(hits(portions.unmarked, "PRT001", build(lines.replace("CONFIDENTIAL", "SECRET"), kind="email"))) == 1
        assert len(hits(portions.unmarked, "PRT001", build(lines + "\nE.O. 13526", kind="email"))) == 1
        assert len(hits(portions.unmarked, "PRT001", build(lines, kind="telegram"))) == 1

    def test_the_lone_label_at_the_end_of_an_email_asks_for_no_more(self) -> None:
        lines = "P Shall we meet on Monday?\nP Bring the survey with you, please. (SBU)"
        assert hits(portions.unmarked, "PRT001", build(lines, kind="email")) == []
        assert len(hits(portions.unmarked, "PRT001", build(lines, kind="memorandum"))) == 1

    @pytest.mark.parametrize(
        ("profile", "from_1978"), [("state", "error"), ("archive", "warning"), ("ic", "error"), ("release", "error")]
    )
    def test_severity_by_profile_and_era(self, profile: str, from_1978: str) -> None:
        rows = [
            row
            for row in pack().rules["PRT001"].severities
            if "classified" in row.case and (not row.profile or profile in row.profile)
        ]
        assert rows[0].level == from_1978
        assert rows[0].years.earliest.isoformat() == "1978-12-01"


class TestMisplaced:
    @pytest.mark.parametrize(
        ("lines", "case"),
        [
            ("CONFIDENTIAL\n1. The minister agreed. (C)", "end"),
            ("CONFIDENTIAL\nSUBJECT: TARIFFS (U)\n1. (C) A.", "subject"),
        ],
    )
    def test_where_the_mark_stands_is_the_case(self, lines: str, case: str) -> None:
        (hit,) = hits(portions.misplaced, "PRT006", build(lines))
        assert hit.case == case

    def test_before_the_text_is_where_it_belongs(self) -> None:
        document = build("CONFIDENTIAL\nSUBJECT: (U) TARIFFS\n1. (C) A.\n-- (U) b")
        assert hits(portions.misplaced, "PRT006", document) == []

    def test_the_label_of_an_email_is_not_misplaced(self) -> None:
        lines = "P Shall we meet on Monday?\nP Bring the survey with you, please. (SBU)"
        assert hits(portions.misplaced, "PRT006", build(lines, kind="email")) == []


class TestPartlyMarkedLists:
    def test_the_first_bare_item_is_pointed_at(self) -> None:
        document = build("SECRET\n1. (S) A:\n-- (U) one\n-- two\n-- three")
        (hit,) = hits(portions.partly_marked_lists, "PRT008", document)
        assert (words(document, hit), hit.span.start, hit.paragraph) == ("--", document.items[1].span.start, "1")
        assert (hit.arguments["unmarked"], hit.arguments["items"]) == ("2", "3")

    @pytest.mark.parametrize("items", ["-- one\n-- two", "-- (U) one\n-- (S) two"], ids=["none marked", "all marked"])
    def test_all_or_none_is_right(self, items: str) -> None:
        assert hits(portions.partly_marked_lists, "PRT008", build(f"SECRET\n1. (S) A:\n{items}")) == []

    def test_a_deleted_item_may_have_had_its_mark(self) -> None:
        lines = "SECRET\n1. (S) A:\n-- (U) one\n-- XXXXXXXX"
        at = lines.index("XXXX")
        document = build(lines, redactions=(Redaction(Span(at, at + 8), "third-party"),))
        assert hits(portions.partly_marked_lists, "PRT008", document) == []


class TestEntireTextAndSubject:
    def test_the_notice_is_pointed_at(self) -> None:
        document = build("CONFIDENTIAL\n1. (C - ENTIRE TEXT)\n2. A.")
        (hit,) = hits(portions.entire_text_notice, "PRT009", document)
        assert words(document, hit) == "(C - ENTIRE TEXT)"
        assert hits(portions.entire_text_notice, "PRT009", build("CONFIDENTIAL\n1. (C) A.")) == []

    def test_the_label_of_an_unmarked_subject_line_is_pointed_at(self) -> None:
        document = build("SECRET\nSUBJECT: TARIFFS\n1. (S) A.", kind="memorandum")
        (hit,) = hits(portions.subject_unmarked, "PRT010", document)
        assert words(document, hit) == "SUBJECT:"

    @pytest.mark.parametrize(
        "lines",
        [
            "SECRET\nSUBJECT: (U) TARIFFS\n1. (S) A.",
            "SECRET\nSUBJECT: TARIFFS (U)\n1. (S) A.",
            "SECRET\nSUBJECT: TARIFFS\n1. (S - ENTIRE TEXT)",
            "SECRET\n1. (S) A.",
        ],
        ids=["marked", "marked at the end", "entire text", "no subject line"],
    )
    def test_no_subject_line_owes_a_mark(self, lines: str) -> None:
        assert hits(portions.subject_unmarked, "PRT010", build(lines, kind="memorandum")) == []

    def test_a_deleted_subject_line_is_not_judged(self) -> None:
        lines = "SECRET\nSUBJECT: XXXXXXXX\n1. (S) A."
        at = lines.index("XXXX")
        document = build(lines, kind="memorandum", redactions=(Redaction(Span(at, at + 8), "third-party"),))
        assert hits(portions.subject_unmarked, "PRT010", document) == []
