"""The controls of the banner are those of the portions, rolled up."""

from __future__ import annotations

import pytest
from hand_built import build, hits, words

from redactlint.checks import banner_controls


class TestStateDialect:
    @pytest.mark.parametrize("mark", ["(C/NF)", "(S//NF)", "(SBU/NF)", "(S//OC/NF)"])
    def test_an_nf_portion_asks_for_noforn(self, mark: str) -> None:
        document = build(f"SECRET\nSIPDIS\n1. (S) A.\n2. {mark} B.")
        (hit,) = hits(banner_controls.missing, "BNR008", document)
        assert words(document, hit) == mark

    @pytest.mark.parametrize(
        "lines",
        [
            "SECRET//NOFORN\n1. (S/NF) A.",
            "SECRET\nNOFORN\n1. (S/NF) A.",
            "SECRET\n1. (S) A.",
            "SECRET\n1. (S) A.\n>> (S/NF) B.",
            "SECRET\n1. (S/REL UK) A.",
        ],
        ids=["banner", "caption", "none", "in a repeated telegram", "no other control is asked for"],
    )
    def test_nothing_is_missing(self, lines: str) -> None:
        assert hits(banner_controls.missing, "BNR008", build(lines)) == []


class TestUnneeded:
    @pytest.mark.parametrize("lines", ["SECRET\nNOFORN\n1. (S) A.", "SECRET//NOFORN\n1. (S) A."])
    def test_no_portion_carries_it(self, lines: str) -> None:
        document = build(lines)
        (hit,) = hits(banner_controls.unneeded, "BNR009", document)
        assert hit.arguments["control"] == "NOFORN"

    def test_one_that_stands_in_banner_and_caption_is_said_once(self) -> None:
        assert len(hits(banner_controls.unneeded, "BNR009", build("SECRET//NOFORN\nNOFORN\n1. (S) A."))) == 1

    @pytest.mark.parametrize(
        "lines",
        ["SECRET\nNOFORN\n1. (S/NF) A.", "SECRET\nEXDIS\n1. (S) A.", "TOP SECRET//COMINT\n1. (TS//SI) A."],
    )
    def test_carried_or_of_the_message(self, lines: str) -> None:
        assert hits(banner_controls.unneeded, "BNR009", build(lines)) == []


class TestRollUp:
    @pytest.mark.parametrize(
        ("lines", "control", "at"),
        [
            ("SECRET\n1. (S//NF) A.", "NOFORN", "(S//NF)"),
            ("SECRET//NOFORN\n1. (S//OC/NF) A.", "ORCON", "(S//OC/NF)"),
            ("SECRET\n1. (S//REL TO USA, GBR) A.", "REL TO USA, GBR", "(S//REL TO USA, GBR)"),
        ],
    )
    def test_a_control_of_a_portion_is_missing(self, lines: str, control: str, at: str) -> None:
        document = build(lines, kind="memorandum", dialect="ic")
        (hit,) = hits(banner_controls.missing, "BNR008", document, "ic")
        assert (hit.arguments["caption"], words(document, hit)) == (control, at)

    def test_conflicting_releases_make_noforn(self) -> None:
        lines = "SECRET//REL TO USA, GBR\n1. (S//REL TO USA, GBR) A.\n2. (S//REL TO USA, DEU) B."
        (hit,) = hits(banner_controls.missing, "BNR008", build(lines, dialect="ic"), "ic")
        assert hit.arguments["caption"] == "NOFORN"

    def test_a_release_list_wider_than_every_portion_allows(self) -> None:
        lines = "SECRET//REL TO USA, AUS, GBR\n1. (S//REL TO USA, GBR) A."
        (hit,) = hits(banner_controls.missing, "BNR008", build(lines, dialect="ic"), "ic")
        assert hit.arguments["caption"] == "REL TO USA, GBR"

    @pytest.mark.parametrize(
        "lines",
        [
            "SECRET//ORCON/NOFORN\n1. (S//OC/NF) A.\n2. (U) B.",
            "SECRET//NOFORN\n1. (S//NF) A.\n2. (S//REL TO USA, GBR) B.",
            "SECRET\n1. (S) A.\n2. (U//FOUO) B.",
            "SECRET//NOFORN\n1. (S//REL TO USA, GBR) A.",
            "SECRET//REL TO USA, GBR\n1. (S//REL TO USA, GBR, AUS) A.\n2. (S//REL TO USA, GBR) B.",
            "SECRET\n1. (S) A.",
            "UNCLASSIFIED\nSENSITIVE\n1. (U//SBU) A.",
        ],
        ids=[
            "rolled up",
            "NOFORN beats REL TO",
            "FOUO drops out",
            "stricter than needed",
            "what all lists share",
            "silence about release",
            "a caption for the banner",
        ],
    )
    def test_the_roll_up_is_shown(self, lines: str) -> None:
        assert hits(banner_controls.missing, "BNR008", build(lines, dialect="ic"), "ic") == []
