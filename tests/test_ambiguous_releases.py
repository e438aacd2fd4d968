"""The cases in which a careful reader of released copies hesitates: codes, stamps, deletions.

Each is a whole invented copy with all that is said of it, plainly and under --strict.
"""

from __future__ import annotations

import pytest
from whole_documents import CASE_STAMP, MEETS, RETURNS, Case, telegram, verdict

LEFT_OUT: set[str] = set()

_D = "2006-06-18"


def _mail(release: str, line: str = "The talks will resume on Monday.", stamp: str = "") -> str:
    return (
        f"{CASE_STAMP}\n\n{release:>75}\n\nFrom: Example, Jane Q <ExampleJQ@state.gov>\n"
        "Sent: Thursday, March 4, 2010 9:12 AM\nTo: Sample, Adam R\nSubject: Schedule for the harbor visit\n\n"
        f"{line}\n\n{stamp}\nJane\n\n{CASE_STAMP}\n"
    )


def _margin(words: str, code: str) -> str:
    return f"{words:<78}{code}"


def _released(text: str, release: str) -> str:
    return f"{CASE_STAMP}\n\n{release:>75}\n\n{text}\n{CASE_STAMP}\n"


_UPGRADED = (
    "Classified by DAS, A/GIS, DoS on 08/31/2015 — Class: CONFIDENTIAL — Reason: 1.4(D) — Declassify on: 03/03/2030"
)

CASES = (
    Case("54", "a deletion that only the header covers",
         _mail("RELEASE IN PART B6", "The talks with [redacted] ended."), "", "RED001 info", "RED001 warning"),
    Case("55", "released in part and no code anywhere", _mail("RELEASE IN PART"), "", "RED001 error", "RED001 error"),
    Case("56", "B1 without a section", _mail("RELEASE IN PART B1", _margin("The talks resume on", "B1")), "",
         "RED003 warning", "RED003 error"),
    Case("56", "B1 with its section in the same stamp", _mail("RELEASE IN PART B1,1.4(D)",
         _margin("The talks resume on", "B1,1.4(D)"), _UPGRADED), ""),
    Case("57", "1.5(d) in a stamp of 2015", _mail(
        "RELEASE IN PART B1,1.5(D)", _margin("The talks resume on", "B1,1.5(D)")), "", "RED005 error", "RED005 error"),
    Case("58", "25X1 on a record of 2010", _mail("RELEASE IN PART B1,25X1", _margin("The talks resume on", "B1,25X1")),
         "", "RED006 warning", "RED006 warning"),
    Case("59", "a paragraph deleted with its mark",
         telegram(body=f"1. (C) {MEETS}\n\n2. [redacted (b)(6)]\n\n3. (U) {RETURNS}"), _D,
         "RED009 info", "RED009 warning"),
    Case("60", "B1 in a (U) paragraph",
         telegram(body=f"1. (C) {MEETS}\n\n2. (U) He met [redacted (b)(1), 1.4(d)] there."), _D,
         "RED007 warning", "RED007 warning"),
    # Nothing is said: the release stamp governs, and what the scan lost is no defect of the copy.
    Case("61", "the old banner not struck on a released copy", _released(telegram(), "RELEASE IN FULL"), _D),
    Case("61", "the same for who prepares the release", _released(telegram(), "RELEASE IN FULL"), _D,
         profile="release"),
    Case("62", "a stamp of systematic review inside a sentence", telegram(
        order="E.O. 11652: GDS", block="",
        body="1. THE MINISTER OPENED THE NEW BRIDGE AND SPOKE ABOUT THE\n"
        "Declassified/Released US Department of State EO Systematic Review 20 Mar 2014\nHARVEST.").replace(
            "SIPDIS\n\n", ""), "1975-06-18"),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_released_copy_by_default(case):
    assert verdict(case, strict=False) == case.default


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_released_copy_under_strict(case):
    found = verdict(case, strict=True).split(", ")
    assert ", ".join(one for one in found if not one.startswith("PRT010")) == case.strict
