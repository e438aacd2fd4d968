"""Banners: spaced and solid, worn and whole, in the forms of telegrams and of the register."""

from __future__ import annotations

import pytest
from markings.strategies import register

from redactlint.markings.banners import read_banner
from redactlint.markings.levels import Level
from redactlint.markings.model import Parsed


def banner(text: str, dialect: str = "state") -> Parsed:
    parsed = read_banner(text, register(), dialect)
    assert parsed is not None, text
    return parsed


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("C O N F I D E N T I A L", Level.C), ("S E C R E T", Level.S), ("T O P  S E C R E T", Level.TS),
        ("UNCLAS", Level.U), ("U N C L A S", Level.U), ("U N C L A S S I F I E D", Level.U), ("CONFIDENTIAL", Level.C),
        ("TOP SECRET", Level.TS), ("RESTRICTED", Level.R), ("UNCLASSIFIED", Level.U), ("R E S T R I C T E D", Level.R),
    ],
)  # fmt: skip
def test_levels_are_read_spaced_and_solid(text: str, level: Level) -> None:
    parsed = banner(text)
    assert parsed.deviations == ()
    assert parsed.marking is not None
    assert parsed.marking.level == level
    assert parsed.canonical == level.words


@pytest.mark.parametrize(
    ("text", "kind", "suggestion"),
    [
        ("SS E C R E T", "letter-doubled", "S E C R E T"),
        ("CC O N F I D E N T I A L", "letter-doubled", "C O N F I D E N T I A L"),
        ("E C R E T", "letter-lost", "S E C R E T"),
        ("O N F I D E N T I A L", "letter-lost", "C O N F I D E N T I A L"),
        ("C O N F I D E N T A L", "letter-lost", "C O N F I D E N T I A L"),
        ("CO N F I D E N T I A L", "spacing", "C O N F I D E N T I A L"),
        ("CONFIDENTAL", "letter-lost", "CONFIDENTIAL"),
        ("S e c r e t", "lower-case", "S E C R E T"),
        ("S e c r e t//NOFORN", "lower-case", "S E C R E T//NOFORN"),
    ],
)
def test_worn_letters_are_read_and_named(text: str, kind: str, suggestion: str) -> None:
    parsed = banner(text)
    assert [one.kind for one in parsed.deviations] == [kind]
    assert parsed.deviations[0].suggestion == suggestion


@pytest.mark.parametrize(
    ("text", "canonical", "controls"),
    [
        ("SECRET//NOFORN", "SECRET//NOFORN", ["NOFORN"]),
        ("S E C R E T  N O F O R N", "SECRET//NOFORN", ["NOFORN"]),
        ("C O N F I D E N T I A L NOFORN", "CONFIDENTIAL//NOFORN", ["NOFORN"]),
        ("CONFIDENTIAL/NOFORN", "CONFIDENTIAL//NOFORN", ["NOFORN"]),
        ("UNCLASSIFIED//FOR OFFICIAL USE ONLY", "UNCLASSIFIED//FOUO", ["FOUO"]),
        ("UNCLAS E F T O", "UNCLAS E F T O", ["EFTO"]),
        ("UNCLAS SENSITIVE", "UNCLASSIFIED//SBU", ["SBU"]),
        ("SENSITIVE BUT UNCLASSIFIED", "UNCLASSIFIED//SBU", ["SBU"]),
        ("LIMITED OFFICIAL USE", "LIMITED OFFICIAL USE", ["LOU"]),
        ("L I M I T E D O F F I C I A L U S E", "LIMITED OFFICIAL USE", ["LOU"]),
        ("TOP SECRET//SI//NOFORN", "TOP SECRET//SI//NOFORN", ["SI", "NOFORN"]),
    ],
)
def test_controls_that_follow_the_level(text: str, canonical: str, controls: list[str]) -> None:
    parsed = banner(text)
    assert (parsed.canonical, parsed.deviations) == (canonical, ())
    assert parsed.marking is not None
    assert all(parsed.marking.has(one) for one in controls)


@pytest.mark.parametrize(
    "text", ["TOP SECRET//CO MINT//NOF ORN", "TOP SECRET//COMINT//N0FORN", "TOP SECRET//COMINT//NOFORW-"]
)
def test_ruined_words_are_read_as_what_they_were(text: str) -> None:
    parsed = banner(text)
    assert parsed.canonical == "TOP SECRET//COMINT//NOFORN"
    assert "control-misspelt" in [one.kind for one in parsed.deviations]


def test_legends_of_the_first_order_are_dated() -> None:
    (legend,) = banner("CONFIDENTIAL - SECURITY INFORMATION").deviations
    assert legend.kind == "legend"
    assert legend.lawful is not None
    assert (legend.lawful[0].year, legend.lawful[1].year) == (1951, 1953)


def test_an_administrative_control_beside_a_level_is_named() -> None:
    parsed = banner("CONFIDENTIAL / LIMITED OFFICIAL USE")
    assert parsed.marking is not None
    assert parsed.marking.level == Level.C
    assert [one.kind for one in parsed.deviations] == ["control-unclassified"]


@pytest.mark.parametrize(
    "text",
    ["SECRETARY", "SECRET AND URGENT", "The secret", "CONFIDENTIALITY", "NATO SUMMIT", "SENSITIVE", "", "  ", "A B C D",
     "SUMMARY", "UNCLASSIFIED SUMMARY OF EVENTS", "S", "C", "I N F O"],
)  # fmt: skip
def test_other_words_are_no_banner(text: str) -> None:
    assert read_banner(text, register(), "state") is None


def test_deviations_point_into_the_string_as_printed() -> None:
    text = "CC O N F I D E N T I A L//NOFRON"
    places = {one.kind: text[one.start : one.end] for one in banner(text, "ic").deviations}
    assert places == {"letter-doubled": "CC O N F I D E N T I A L", "control-misspelt": "NOFRON"}
