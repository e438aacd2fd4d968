"""One marking string by itself: valid or not, which rules speak, and what many of them roll up to."""

from __future__ import annotations

import datetime

import pytest
from hand_built import pack, setting

from redactlint.errors import UsageError
from redactlint.judging import Judgement, judge, roll_up


def one(text: str, profile: str = "ic", form: str = "guess", date: datetime.date | None = None) -> Judgement:
    return judge(text, pack(), setting(profile), form=form, date=date)


@pytest.mark.parametrize(
    ("text", "form", "canonical"),
    [
        ("(S//NF)", "portion", "(S//NF)"), ("S//NF", "portion", "(S//NF)"),
        ("SECRET//NOFORN", "banner", "SECRET//NOFORN"),
        ("(//GBR S)", "portion", "(//GBR S)"), ("//NATO SECRET", "banner", "//NATO SECRET"), ("C)", "portion", "(C)"),
        ("CUI//SP-CTI", "banner", "CUI//SP-CTI"), ("UNCLASSIFIED", "banner", "UNCLASSIFIED"),
    ],
)  # fmt: skip
def test_the_form_is_guessed(text: str, form: str, canonical: str) -> None:
    judgement = one(text)
    assert (judgement.form, judgement.canonical) == (form, canonical)


@pytest.mark.parametrize(
    ("text", "profile", "rules"),
    [
        ("(S/NF)", "state", ["PRT003"]), ("(S/NF)", "ic", ["CTL003"]), ("SECRET//NF", "ic", ["CTL010"]),
        ("(S//REL TO GBR, USA)", "ic", ["CTL007"]), ("(U//SI)", "ic", ["CTL006"]), ("(U//SI)", "state", ["PRT011"]),
        ("(S//NF/REL TO USA, GBR)", "ic", ["CTL005"]), ("(TS//SI-G//NF)", "ic", ["CTL004"]), ("(NF)", "ic", ["PRT005"]),
        ("(S//QRX//NF)", "ic", ["CTL001"]), ("(S//NF/OC)", "ic", ["CTL002"]), ("(X)", "state", ["PRT002"]),
        ("SECRET//ORCON, NOFORN", "ic", ["CTL003"]), ("CC O N F I D E N T I A L", "state", ["BNR004"]),
        ("(S//RD)", "ic", ["CTL004"]), ("(c/nf)", "ic", ["CTL003"]),
    ],
)  # fmt: skip
def test_the_rule_that_speaks(text: str, profile: str, rules: list[str]) -> None:
    assert [finding.rule for finding in one(text, profile).findings] == rules


@pytest.mark.parametrize(
    ("text", "profile", "valid"),
    [
        ("(S//NF)", "ic", True), ("(S/NF)", "state", True), ("(S/NF)", "ic", False), ("(S//RD)", "ic", True),
        ("(X)", "state", False), ("(NF)", "state", False), ("hello", "ic", False), ("", "ic", False),
    ],
)  # fmt: skip
def test_a_string_is_valid_without_error_and_warning(text: str, profile: str, valid: bool) -> None:
    assert one(text, profile).valid is valid


def test_what_is_retired_is_said_only_of_a_dated_string() -> None:
    text = "SECRET//USA/CAN/GBR EYES ONLY"
    assert one(text).findings == ()
    assert [finding.rule for finding in one(text, date=datetime.date(2019, 1, 1)).findings] == ["CTL009"]
    assert one(text, date=datetime.date(2012, 1, 1)).valid


def test_a_form_of_its_day_is_valid_on_that_day() -> None:
    judgement = one("SECRET//ORCON, NOFORN", date=datetime.date(2004, 1, 1))
    assert judgement.valid
    assert [(finding.rule, finding.severity) for finding in judgement.findings] == [("CTL003", "info")]


@pytest.mark.parametrize(("year", "severity"), [(2007, "info"), (2009, "warning")])
def test_an_instruction_left_the_banner_in_february_2008(year: int, severity: str) -> None:
    text = "SECRET//NOFORN//20150506"
    (finding,) = one(text, date=datetime.date(year, 1, 1)).findings
    assert (finding.rule, finding.severity) == ("CTL009", severity)
    assert one(text).findings == ()


def test_findings_say_what_why_and_the_corrected_string() -> None:
    (finding,) = one("(S//REL TO GBR, USA)").findings
    assert finding.message == "USA in (S//REL TO GBR, USA): USA stands first; write (S//REL TO USA, GBR)"
    assert (finding.start, finding.end) == (16, 19)
    assert finding.severity == "warning"


def test_systems_of_the_configuration_open_the_register() -> None:
    opened = setting("ic", control_systems=["QRX"])
    judgement = judge("(S//QRX//NF)", pack(), opened)
    assert judgement.valid
    assert judgement.canonical == "(S//QRX//NF)"


def test_an_unknown_form_is_refused() -> None:
    with pytest.raises(UsageError):
        one("(S)", form="page")


class TestRollUp:
    def test_the_banner_and_why(self) -> None:
        rolled = roll_up(["(S//NF)", "(U)"], pack(), setting("ic"))
        assert rolled.banner == "SECRET//NOFORN"
        assert {reason.part: reason.portions for reason in rolled.reasons} == {"S": (0,), "NOFORN": (0,)}

    def test_a_part_that_cannot_be_read_leaves_no_banner(self) -> None:
        rolled = roll_up(["(S)", "(X)"], pack(), setting("ic"))
        assert rolled.banner is None
        assert not rolled.parts[1].valid

    def test_old_portions_are_rolled_up_by_the_rules_of_their_day(self) -> None:
        rolled = roll_up(["(S)"], pack(), setting("ic"), date=datetime.date(2009, 1, 1))
        assert rolled.banner == "SECRET//NOFORN"

    def test_nothing_is_refused(self) -> None:
        with pytest.raises(UsageError):
            roll_up([], pack(), setting("ic"))
