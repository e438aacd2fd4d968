"""A transmittal carries the level of its enclosures and says what it is without them."""

from __future__ import annotations

import pytest
from hand_built import build, hits, words

from redactlint.checks import transmittals


@pytest.mark.parametrize(
    ("lines", "at"),
    [
        ("UNCLASSIFIED\nP The paper is enclosed.\nEnclosure: Paper on the Ferry (SECRET)", "UNCLASSIFIED"),
        ("CONFIDENTIAL\nP (C) Attached.\nAttachments:\n1) Press line (U)\n2) Paper (S//NF)", "CONFIDENTIAL"),
        ("UNCLASSIFIED\nP Attached.\nUnclassified when separated from classified attachment", "UNCLASSIFIED"),
    ],
)
def test_below_its_enclosures(lines: str, at: str) -> None:
    document = build(lines, kind="memorandum")
    (hit,) = hits(transmittals.marking, "BNR013", document)
    assert (hit.case, words(document, hit)) == ("below", at)


def test_a_lower_text_owes_the_sentence() -> None:
    lines = "SECRET\nP (U) The paper is attached.\nAttachment: Paper (S)"
    (hit,) = hits(transmittals.marking, "BNR013", build(lines, kind="memorandum"))
    assert hit.case == "sentence"
    for sentence in ("UNCLASSIFIED when separated from attachment", "Upon removal of attachments this is UNCLASSIFIED"):
        assert hits(transmittals.marking, "BNR013", build(f"{lines}\n{sentence}", kind="memorandum")) == []


@pytest.mark.parametrize(
    "lines",
    [
        "SECRET\nP (S) The paper is attached.\nAttachment: Paper (S)",
        "UNCLASSIFIED\nP The paper is attached.\nAttachment: Paper on the Ferry",
        "UNCLASSIFIED\nP The paper is attached.\nUnclassified when separated from attachment",
        "UNCLASSIFIED\nP Nothing is attached, and (S) is a letter.",
        "SECRET\nP The paper is attached.\nAttachment: Paper (S)",
    ],
    ids=["its own text is as high", "no level", "no level in the sentence", "no enclosure", "its own level is unknown"],
)
def test_nothing_is_said_where_no_level_is_stated(lines: str) -> None:
    assert hits(transmittals.marking, "BNR013", build(lines, kind="memorandum")) == []
