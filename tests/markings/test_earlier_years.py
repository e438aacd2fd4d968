"""Markings of earlier years: read where they were in order, and told as such where they no longer are."""

from __future__ import annotations

import datetime

import pytest

from redactlint.engine import Engine, Options
from redactlint.judging import judge
from redactlint.rulepack import load

PACK = load()
SETTINGS = {
    profile: Engine(PACK, Options(profile=profile, as_of=datetime.date(2026, 1, 1))).setting
    for profile in ("state", "ic")
}


def said(marking: str, year: int, profile: str = "ic") -> list[str]:
    """The rules that give an error or a warning on a marking of that year; ["unread"] where it is no marking."""
    judged = judge(marking, PACK, SETTINGS[profile], date=datetime.date(year, 5, 1))
    if judged.marking is None:
        return ["unread"]
    return [one.rule for one in judged.findings if one.severity != "info"]


@pytest.mark.parametrize(
    ("marking", "year"),
    [
        ("SECRET NOFORN", 1975), ("SECRET/NOFORN/WNINTEL", 1985), ("SECRET WNINTEL NOFORN NOCONTRACT ORCON", 1988),
        ("SECRET-RESTRICTED DATA", 1960), ("SECRET/NODIS", 1968), ("SECRET/SENSITIVE", 1972),
        ("TOP SECRET/SENSITIVE/EXCLUSIVELY EYES ONLY", 1971), ("SECRET/NODIS/CHEROKEE", 1974),
        ("SECRET - NO FOREIGN DISSEM/CONTROLLED DISSEM", 1967), ("TOP SECRET DINAR", 1965),
        ("TOP SECRET UMBRA NOFORN", 1986), ("SECRET SPOKE", 1975), ("COSMIC TOP SECRET ATOMAL", 1982),
        ("(S/NF/WN)", 1986), ("(S NF WN OC NC)", 1986), ("(S/NOCONTRACT)", 1986), ("(TSC)", 1985), ("(S-CCO)", 1985),
        ("(SRD)", 1985), ("(CFRD)", 1985), ("(SNSI)", 1985), ("SECRET//NOFORN, ORCON", 2004),
        ("TOP SECRET//HCS/COMINT//NOFORN//MR", 2005), ("TOP SECRET//COMINT-GAMMA//ORCON,NOFORN//MR", 2004),
        ("S E C R E T //N03100//", 2009),
    ],
)  # fmt: skip
@pytest.mark.parametrize("profile", ["state", "ic"])
def test_a_marking_of_its_day_is_in_order(marking: str, year: int, profile: str) -> None:
    assert said(marking, year, profile) == []


@pytest.mark.parametrize(
    ("marking", "year", "rule"),
    [
        ("SECRET NOFORN", 2012, "CTL003"), ("(S/NF)", 2012, "CTL003"), ("SECRET//WNINTEL", 2012, "CTL009"),
        ("(S//NOCONTRACT)", 2012, "CTL009"), ("TOP SECRET//BYEMAN", 2012, "CTL009"), ("(SRD)", 2012, "CTL003"),
        ("SECRET//SENSITIVE", 2012, "CTL006"), ("SECRET//NOFORN, ORCON", 2012, "CTL003"), ("(R)", 1962, "PRT004"),
        ("RESTRICTED", 1962, "BNR012"), ("(LOU)", 2004, "PRT004"),
    ],
)  # fmt: skip
def test_and_in_later_years_it_is_not(marking: str, year: int, rule: str) -> None:
    assert rule in said(marking, year)


@pytest.mark.parametrize("marking", ["SECRET//FOUO", "CONFIDENTIAL / LIMITED OFFICIAL USE", "CONFIDENTIAL//SBU"])
def test_a_marking_by_itself_is_judged_by_the_rules_on_banners_too(marking: str) -> None:
    assert "BNR011" in said(marking, 2007, "state")


def test_a_banner_in_small_letters_is_malformed_where_the_register_binds() -> None:
    assert said("Secret//Noforn", 2012) == ["BNR004"]
    assert said("Secret//Noforn", 2012, "state") == []


def test_double_slashes_bind_a_marking_of_any_year_to_the_register() -> None:
    assert said("(S//NF//SI)", 1985) == ["CTL002"]
