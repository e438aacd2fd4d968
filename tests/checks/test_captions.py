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
        assert mended == "UNCLAS\nSIPDIS\nSENSITIVE\nE.O. 12958\n1. (SBU) B."
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
