"""Redactions are justified by a code that exists, is complete, was in force and fits the record."""

from __future__ import annotations

import datetime
from functools import cache

import pytest
from hand_built import pack

from redactlint.engine import Engine, Options
from redactlint.findings import Finding
from redactlint.text import Text

CASE = "UNCLASSIFIED U.S. Department of State Case No. {case} Doc No. C05901234 Date: {date}"


@cache
def engine(strict: bool, profile: str) -> Engine:
    return Engine(pack(), Options(as_of=datetime.date(2026, 1, 1), strict=strict, profile=profile))


def judge(source: str, *, strict: bool = False, profile: str = "state", path: str = "x.txt") -> list[Finding]:
    found = engine(strict, profile).check(Text.of(source, path)).findings
    return [one for one in found if one.rule.startswith(("RED", "REL"))]


def fired(source: str, **how: object) -> list[tuple[str, str]]:
    return [(one.rule, one.severity) for one in judge(source, **how)]  # type: ignore[arg-type]


def mail(
    line: str,
    body: str = "Noon.",
    *,
    sent: str = "Thursday, March 4, 2010 9:12 AM",
    case: str = "F-2014-01234",
    date: str = "08/31/2015",
) -> str:
    stamp = CASE.format(case=case, date=date)
    return (
        f"{stamp}\n\n{'':50}{line}\n\nFrom: Example, Jane\nSent: {sent}\nTo: Sample, Adam\nSubject: Harbor\n\n"
        f"{body}\n\n{stamp}\n"
    )


def telegram(body: str, *, decl: str = "06/17/2017", line: str = "", date: str = "08/31/2018") -> str:
    stamp = f"{CASE.format(case='F-2015-01234', date=date)}\n\n{'':50}{line}\n\n" if line else ""
    return (
        f"{stamp}C O N F I D E N T I A L LUSAKA 000512\n\nSIPDIS\n\nE.O. 12958: DECL: {decl}\nTAGS: PREL, ZA\n"
        "SUBJECT: PIER\n\n"
        "Classified By: Ambassador Jane Q. Example, reasons 1.4 (b) and (d).\n\n1. (C) Text of it.\n\n"
        f"{body}\n\n3. (U) More.\nEXAMPLE\n"
    )


def beside(text: str, code: str) -> str:
    return f"{text:<70}{code}"


class TestIsThereACode:
    def test_a_release_in_part_without_any_code(self) -> None:
        assert fired(mail("RELEASE IN PART")) == [("RED001", "error")]

    @pytest.mark.parametrize("line", ["RELEASE IN PART B6", "RELEASE IN PART\n" + " " * 50 + "B6"])
    def test_codes_of_the_release_line_cover_what_shows(self, line: str) -> None:
        assert fired(mail(line, "Call ███████ now.")) == [("RED001", "info")]
        assert ("RED001", "warning") in fired(mail(line, "Call ███████ now."), strict=True)

    def test_a_deletion_elsewhere_owes_its_own(self) -> None:
        assert fired(telegram("2. (U) He met [redacted] there."), path="07LUSAKA000512.txt") == [("RED001", "warning")]

    def test_many_bare_deletions_are_one_finding(self) -> None:
        (finding,) = judge(telegram("2. (U) He met [redacted], [redacted] and [redacted]."), path="07LUSAKA000512.txt")
        assert "3 deletions" in finding.message

    def test_index_codes_and_labels_are_grounds(self) -> None:
        assert (
            fired(telegram("2. (U) He met [Harm to Ongoing Matter] there.\nb7C -1\n"), path="07LUSAKA000512.txt") == []
        )

    def test_excisions_of_the_foreign_relations_series_carry_none(self) -> None:
        source = (
            "1 Source: National Archives, RG 59, Central Files. Secret. Drafted by Example.\n\n"
            "He said [2 lines not declassified].\n"
        )
        assert fired(source) == []


class TestDoesItExist:
    @pytest.mark.parametrize(
        ("line", "findings"),
        [
            ("B10", [("RED002", "error")]),
            ("B61", [("RED002", "info")]),
            ("B1,1.4(J)", [("RED002", "error")]),
            ("B1,1.4(0)", []),
            ("B3", [("RED004", "warning")]),
            ("B3 CIA", []),
            ("B3 NATSECACT1947,B6", []),
            ("B7", [("RED004", "warning")]),
            ("B7(C)", []),
            ("B1,B6", [("RED003", "warning")]),
            ("B1,1.4(D)", []),
            ("SBU,B6", [("RED011", "warning")]),
            ("NR", []),
            ("B1,1.5(D)", [("RED005", "error")]),
        ],
    )
    def test_codes_of_the_release_line(self, line: str, findings: list[tuple[str, str]]) -> None:
        assert [one for one in fired(mail(f"RELEASE IN PART {line}")) if one[0] != "REL002"] == findings

    def test_a_code_completed_elsewhere_on_the_copy_is_complete(self) -> None:
        assert fired(mail("RELEASE IN PART B3,B1", beside("It was", "B3 CIA,B1") + "\n" + beside("so", "1.4(C)"))) == [
            ("REL006", "info")
        ]

    def test_the_section_may_stand_in_the_upgrade_stamp(self) -> None:
        stamp = (
            "Classified by DAS, A/GIS, DoS on 08/31/2015 - Class: CONFIDENTIAL - Reason: 1.4(D) - Declassify on: "
            "03/03/2030"
        )
        assert fired(mail(f"RELEASE IN PART B1\n\n{stamp}")) == [("REL002", "info")]

    def test_the_finding_points_at_the_code(self) -> None:
        source = mail("RELEASE IN PART B6", beside("It was", "B10"))
        finding = next(one for one in judge(source) if one.rule == "RED002")
        assert source[finding.span.start : finding.span.end] == "B10"


class TestDoesItFit:
    @pytest.mark.parametrize(
        ("sent", "severity"),
        [
            ("Thursday, March 4, 2010 9:12 AM", "warning"),
            ("Monday, March 4, 1991 9:12 AM", "info"),
            ("Sunday, March 4, 1990 9:12 AM", "info"),
            ("Saturday, March 4, 1989 9:12 AM", None),
        ],
    )
    def test_25x_counts_to_the_end_of_the_twenty_fifth_year(self, sent: str, severity: str | None) -> None:
        found = dict(fired(mail("RELEASE IN PART B1,25X1", sent=sent)))
        assert found.get("RED006") == severity

    @pytest.mark.parametrize(
        ("sent", "fires"), [("Sunday, March 4, 1990 9:12 AM", False), ("Saturday, March 4, 1989 9:12 AM", True)]
    )
    def test_a_plain_category_ends_there(self, sent: str, fires: bool) -> None:
        assert ("RED006" in dict(fired(mail("RELEASE IN PART B1,1.4(D)", sent=sent)))) == fires
        assert "RED006" not in dict(
            fired(mail("RELEASE IN PART B1,1.4(D),25X6", sent="Saturday, March 4, 1989 9:12 AM"))
        )

    def test_deliberation_ends_for_requests_since_2016_only(self) -> None:
        sent = "Saturday, March 4, 1989 9:12 AM"
        assert "RED006" in dict(fired(mail("RELEASE IN PART B5", sent=sent, case="F-2017-01234", date="08/31/2018")))
        assert "RED006" not in dict(
            fired(mail("RELEASE IN PART B5", sent=sent, case="F-2015-01234", date="08/31/2018"))
        )
        assert "RED006" not in dict(
            fired(mail("RELEASE IN PART B5", sent="Thursday, March 4, 2010 9:12 AM", case="F-2017-01234"))
        )

    @pytest.mark.parametrize(
        ("body", "fires"),
        [
            ("2. (U) He met [redacted (b)(1), 1.4(d)] there.", True),
            ("2. (SBU) He met [redacted (b)(1), 1.4(d)] there.", True),
            ("2. (C) He met [redacted (b)(1), 1.4(d)] there.", False),
            ("2. (U) He met [redacted (b)(6)] there.", False),
            ("2. (U) He met no one there.\n\n[redacted (b)(1), 1.4(d)]", False),
        ],
    )
    def test_classified_information_in_an_unclassified_portion(self, body: str, fires: bool) -> None:
        assert (("RED007", "warning") in fired(telegram(body), path="07LUSAKA000512.txt")) == fires

    @pytest.mark.parametrize(
        ("decl", "line", "fires"),
        [
            ("06/17/2017", "RELEASE IN PART B1,1.4(D)", True),
            ("06/17/2027", "RELEASE IN PART B1,1.4(D)", False),
            ("06/17/2017", "RELEASE IN PART B6", False),
            ("06/17/2017", "RELEASE IN PART B1,25X6", False),
        ],
    )
    def test_withheld_after_its_own_date(self, decl: str, line: str, fires: bool) -> None:
        found = fired(telegram("2. (U) Text.", decl=decl, line=line), path="07LUSAKA000512.txt")
        assert (("RED010", "warning") in found) == fires

    def test_a_mark_deleted_with_its_text_and_a_publishers_x(self) -> None:
        assert fired(telegram("2. XXXXXXXXXXXX"), path="07LUSAKA000512.txt") == [("RED009", "info"), ("RED008", "info")]
        assert fired(telegram("2. (C) XXXXXXXXXXXX"), path="07LUSAKA000512.txt") == [("RED008", "info")]


class TestReleaseMarks:
    @pytest.mark.parametrize(
        ("line", "body", "findings"),
        [
            ("RELEASE IN FULL", beside("It was", "B6"), [("REL001", "error")]),
            ("RELEASE IN FULL B6", "Noon.", [("REL001", "error")]),
            ("RELEASE IN FULL", "Call ██████.", [("REL001", "error")]),
            ("RELEASE IN FULL", "Call [redacted].", [("REL001", "warning")]),
            ("RELEASE IN FULL", "Call [sic] at        noon.", []),
            ("RELEASE IN PART B6", "Noon.", [("REL002", "info")]),
            ("RELEASE IN PART B5,B6", beside("It was", "B6"), [("REL006", "info")]),
            ("RELEASE IN PART B5,B6", beside("It was", "B6") + "\n" + beside("so", "B5"), []),
        ],
    )
    def test_line_and_copy(self, line: str, body: str, findings: list[tuple[str, str]]) -> None:
        assert fired(mail(line, body)) == findings

    def test_a_copy_still_marked_is_reported_under_the_profile_of_releases_alone(self) -> None:
        source = telegram("2. (U) Text.")
        assert fired(source, path="07LUSAKA000512.txt") == []
        assert fired(source, path="07LUSAKA000512.txt", profile="release") == [("REL003", "warning")]
        noted = source.replace("DECL: 06/17/2017", "DECLASSIFIED 06/17/2017")
        assert fired(noted, path="07LUSAKA000512.txt", profile="release") == []

    @pytest.mark.parametrize(
        ("mark", "fires"),
        [
            ("DECLASSIFIED BY: Jane Q. Example, Director, on 03/04/2018", False),
            ("DECLASSIFIED BY: Jane Q. Example, Director", True),
            ("DECLASSIFIED ON 03/04/2018", True),
            ("DECLASSIFIED\nAuthority NND 012345\nBy JQE NARA Date 3/4/18", False),
        ],
    )
    def test_a_declassification_mark_names_authority_and_date(self, mark: str, fires: bool) -> None:
        found = fired(f"{mark}\n\n{telegram('2. (U) Text.')}", path="07LUSAKA000512.txt")
        assert found == ([("REL004", "warning")] if fires else [])

    def test_an_order_line_retyped_needs_a_date(self) -> None:
        source = telegram("2. (U) Text.", decl="x")
        bare, dated = source.replace("DECL: x", "DECLASSIFIED"), source.replace("DECL: x", "DECLASSIFIED 06/17/2017")
        assert fired(bare, path="07LUSAKA000512.txt") == [("REL004", "warning")]
        assert fired(dated, path="07LUSAKA000512.txt") == []

    @pytest.mark.parametrize(
        ("old", "new", "severity"),
        [
            ("", "", None),
            (" - Declassify on: 03/03/2030", "", "warning"),
            ("Reason: 1.4(D)", "Reason: 1.4(K)", "error"),
            ("Reason: 1.4(D)", "Reason: 1.5(D)", "error"),
            ("CONFIDENTIAL", "SENSITIVE", "error"),
            ("03/03/2030", "03/03/2035", None),
            ("03/03/2030", "03/30/2035", None),
            ("03/03/2030", "03/03/2036", "error"),
            ("03/03/2030", "13/45/2030", "error"),
            ("03/03/2030", "03/03/2012", "error"),
            ("03/03/2030", "25X1", None),
        ],
    )
    def test_an_upgrade_stamp(self, old: str, new: str, severity: str | None) -> None:
        stamp = (
            "Classified by DAS, A/GIS, DoS on 08/31/2015 - Class: CONFIDENTIAL - Reason: 1.4(D) - Declassify on: "
            "03/03/2030"
        )
        source = mail(f"RELEASE IN PART B1,1.4(D)\n\n{stamp.replace(old, new) if old else stamp}")
        assert dict(fired(source)).get("REL005") == severity

    @pytest.mark.parametrize(
        "item",
        ["", " SECRET", " by Jane Q. Example", ", on 03/04/2011", " - Reason: 1.4(b)", " - Declassify on: 03/04/2031"],
    )
    def test_the_five_items_of_a_reclassification(self, item: str) -> None:
        mark = "RECLASSIFIED SECRET by Jane Q. Example, on 03/04/2011 - Reason: 1.4(b) - Declassify on: 03/04/2031"
        found = fired(
            f"{mark.replace(item, '') if item else mark}\n\n{telegram('2. (U) Text.')}", path="07LUSAKA000512.txt"
        )
        assert found == ([("REL007", "error")] if item else [])
