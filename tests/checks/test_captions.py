"""Controls of the portions against the banner and the captions."""

from __future__ import annotations

import pytest
from hand_built import build, hits, words

from redactlint.checks import captions


class TestSensitiveCaption:
    def test_an_sbu_portion_asks_for_it(self) -> None:
        document = build("UNCLAS\nSIPDIS\n1. (U) A.\n2. (SBU) B.")
        (hit,) = hits(captions.missing, "BNR006", document)
        assert (words(document, hit), hit.paragraph) == ("(SBU)", "2")

    def test_the_fix_adds_the_line_below_the_captions(self) -> None:
        document = build("UNCLAS\nSIPDIS\nE.O. 12958\n1. (SBU) B.")
        (hit,) = hits(captions.missing, "BNR006", document)
        assert hit.fix is not None
        (edit,) = hit.fix.edits
        source = document.text.source
        mended = source[: edit.span.start] + edit.replacement + source[edit.span.end :]
        assert mended == "UNCLAS\nSIPDIS\n\nSENSITIVE\nE.O. 12958\n1. (SBU) B."
        assert hits(captions.missing, "BNR006", build(mended)) == []

    @pytest.mark.parametrize(
        "lines",
        [
            "UNCLAS\nSENSITIVE\n1. (SBU) A.",
            "UNCLASSIFIED//FOUO\n1. (SBU) A.",
            "UNCLAS\n1. (U) A.",
            "UNCLAS\n1. (U) A.\n>> (SBU) B.",
        ],
        ids=["caption", "banner", "no SBU", "SBU in a repeated telegram"],
    )
    def test_nothing_is_missing(self, lines: str) -> None:
        assert hits(captions.missing, "BNR006", build(lines)) == []

    def test_without_an_sbu_portion_it_is_not_needed(self) -> None:
        document = build("UNCLAS\nSENSITIVE\n1. (U) A.")
        assert [words(document, one) for one in hits(captions.unneeded, "BNR007", document)] == ["SENSITIVE"]
        assert hits(captions.unneeded, "BNR007", build("UNCLAS\nSENSITIVE\n1. (SBU) A.")) == []


class TestNoforn:
    @pytest.mark.parametrize("mark", ["(C/NF)", "(S//NF)", "(SBU/NF)", "(S//OC/NF)"])
    def test_an_nf_portion_asks_for_it(self, mark: str) -> None:
        document = build(f"SECRET\nSIPDIS\n1. (S) A.\n2. {mark} B.")
        (hit,) = hits(captions.missing, "BNR008", document)
        assert words(document, hit) == mark

    @pytest.mark.parametrize(
        "lines", ["SECRET//NOFORN\n1. (S/NF) A.", "SECRET\nNOFORN\n1. (S/NF) A.", "SECRET\n1. (S) A."]
    )
    def test_banner_or_caption_shows_it(self, lines: str) -> None:
        assert hits(captions.missing, "BNR008", build(lines)) == []

    def test_a_caption_that_no_portion_needs(self) -> None:
        document = build("SECRET\nNOFORN\n1. (S) A.")
        assert [words(document, one) for one in hits(captions.unneeded, "BNR009", document)] == ["NOFORN"]
        assert hits(captions.unneeded, "BNR009", build("SECRET\nNOFORN\n1. (S/NF) A.")) == []
