"""Deviations of marks as findings: where they point, when they hold, what they mend, whom they leave alone."""

from __future__ import annotations

import datetime

import pytest
from hand_built import build, hits, words

from redactlint.checks import marks
from redactlint.findings import Hit


def of(code: str, lines: str, profile: str = "ic", **parameters: object) -> list[Hit]:
    dialect = "ic" if profile == "ic" else "state"
    document = build(lines, dialect=dialect)
    return hits(marks.deviations, code, document, profile, **parameters)


class TestPlaces:
    def test_a_control_rule_points_at_the_token(self) -> None:
        document = build("SECRET//NOFORN\n1. (S//QRX//NF) Text.", dialect="ic")
        (hit,) = hits(marks.deviations, "CTL001", document, "ic")
        assert words(document, hit) == "QRX"
        assert hit.paragraph == "1"
        assert hit.case == "portion control-unknown"

    def test_a_form_rule_points_at_the_mark(self) -> None:
        document = build("SECRET\n1. (S/NF) Text.")
        (hit,) = hits(marks.deviations, "PRT003", document)
        assert words(document, hit) == "(S/NF)"

    def test_marks_printed_alike_are_one_finding_with_a_fix_for_each(self) -> None:
        (hit,) = of("PRT003", "SECRET\n1. (S/NF) A.\n2. (S/NF) B.\n3. (S//NF) C.", "state")
        assert len(hit.related) == 1
        assert hit.arguments["marks"] == "2 marks"
        assert hit.fix is not None
        assert [one.replacement for one in hit.fix.edits] == ["(S//NF)", "(S//NF)"]

    def test_repeated_telegrams_keep_their_own_marks(self) -> None:
        assert of("PRT003", "SECRET\n1. (S) A.\n>> 1. (S/NF) B.", "state") == []

    def test_every_token_is_named_once(self) -> None:
        assert [one.arguments["token"] for one in of("CTL001", "SECRET\n1. (S//QRX/QRZ) A.")] == ["QRX", "QRZ"]


class TestSilence:
    def test_debris_is_named_only_among_marks(self) -> None:
        assert of("PRT002", "CONFIDENTIAL\n1. (X) A.\n2. (X) B.", "state") == []
        assert len(of("PRT002", "CONFIDENTIAL\n1. (X) A.\n2. (C) B.", "state")) == 1

    def test_systems_of_the_configuration_are_known(self) -> None:
        assert of("CTL001", "SECRET\n1. (S//QRX//NF) A.", control_systems=["QRX"]) == []
        assert len(of("CTL001", "SECRET\n1. (S//QRX//NF) A.", control_systems=["QRY"])) == 1

    def test_a_rule_names_only_its_own_kinds(self) -> None:
        lines = "SECRET//NOFORN\n1. (S//NF/OC) A."
        assert len(of("CTL002", lines)) == 1
        assert [of(code, lines) for code in ("CTL001", "CTL003", "CTL004", "CTL005", "CTL006", "CTL007")] == [[]] * 6


class TestDates:
    def test_a_comma_was_in_order_until_july_2005(self) -> None:
        hit, before = of("CTL003", "SECRET//ORCON, NOFORN\n1. (S//OC/NF) A.")
        assert hit.dates is not None
        assert datetime.date(2005, 6, 30) not in hit.dates
        assert datetime.date(2005, 7, 1) in hit.dates
        assert before.dates == hit.dates.complement()
        assert before.case == "banner control-separator in its day"
        assert before.fix is None

    def test_a_wrong_slash_never_was(self) -> None:
        (hit,) = of("CTL003", "SECRET//NOFORN\n1. (S/NF) A.")
        assert hit.dates is None


class TestFixes:
    @pytest.mark.parametrize(
        ("code", "line", "mend"),
        [
            ("CTL002", "1. (TS//NF//SI) A.", "(TS//SI//NF)"), ("CTL003", "1. (S/NF) A.", "(S//NF)"),
            ("CTL007", "1. (S//REL TO GBR, USA) A.", "(S//REL TO USA, GBR)"),
            ("CTL010", "1. (S//NOFORN) A.", "(S//NF)"),
        ],
    )  # fmt: skip
    def test_what_changes_no_meaning_is_safe(self, code: str, line: str, mend: str) -> None:
        hit, *_ = of(code, f"TOP SECRET\n{line}")
        assert hit.fix is not None
        assert hit.fix.safe
        assert [one.replacement for one in hit.fix.edits] == [mend]

    def test_a_slip_is_mended_on_demand_only(self) -> None:
        (hit,) = of("CTL001", "SECRET//NOFRON\n1. (S//NF) A.")
        assert hit.fix is not None
        assert not hit.fix.safe

    @pytest.mark.parametrize(
        ("code", "line"),
        [("CTL001", "1. (S//QRX//NF) A."), ("CTL004", "1. (C//ND) A."), ("CTL005", "1. (S//NF/REL TO USA, GBR) A."),
         ("CTL006", "1. (C//TK//NF) A."), ("PRT002", "1. (S) A.\n2. (X) B.")],
    )  # fmt: skip
    def test_what_a_person_must_decide_has_no_fix(self, code: str, line: str) -> None:
        found = of(code, f"SECRET\n{line}")
        assert found
        assert all(one.fix is None for one in found)


class TestConcealedSources:
    def one(self, banner: str, line: str) -> list[Hit]:
        return hits(marks.foreign_source_revealed, "CTL008", build(f"{banner}\n{line}", dialect="ic"), "ic")

    def test_a_list_beside_a_concealed_source_reveals_it(self) -> None:
        (hit,) = self.one("SECRET//FGI DEU//NOFORN", "1. (S//FGI//NF) A.")
        assert hit.arguments["suggestion"] == "SECRET//FGI//NOFORN"
        assert hit.arguments["sources"] == "DEU"

    def test_a_concealed_foreign_portion_counts_too(self) -> None:
        assert len(self.one("SECRET//FGI GBR", "1. (//FGI S) A.")) == 1

    @pytest.mark.parametrize(
        ("banner", "line"),
        [("SECRET//FGI//NOFORN", "1. (S//FGI//NF) A."), ("SECRET//FGI DEU//NOFORN", "1. (S//FGI DEU//NF) A."),
         ("SECRET//NOFORN", "1. (S//FGI//NF) A.")],
    )  # fmt: skip
    def test_nothing_is_revealed_where_nothing_is_named_or_concealed(self, banner: str, line: str) -> None:
        assert self.one(banner, line) == []
