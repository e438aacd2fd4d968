"""Marked documents in Word files: markings count wherever they stand on the page, and clean ones draw nothing."""

from __future__ import annotations

import datetime
from functools import cache

import pytest
from containers.office.marked import BLOCK, BODY, NOTE, NUMBERED, memorandum, table
from containers.office.packing import paragraph
from containers.office.word_pairs import anchored

from redactlint.documents.model import Document
from redactlint.documents.reading import read
from redactlint.engine import Engine, Options
from redactlint.findings import Finding
from redactlint.readers.allowance import Allowance
from redactlint.readers.opening import opened
from redactlint.rulepack import load
from redactlint.text import Text

CAPTION = '<w:pStyle w:val="Caption"/>'


@cache
def engine() -> Engine:
    return Engine(load(), Options(as_of=datetime.date(2024, 6, 1)))


def text_of(data: bytes) -> Text:
    (text,) = opened(data, "memorandum.docx", Allowance())
    assert isinstance(text, Text)
    return text


def document(data: bytes) -> Document:
    return read(text_of(data), engine().pack.law, engine().pack.register)


def findings(data: bytes) -> tuple[Finding, ...]:
    return engine().check(text_of(data)).findings


def everything(cell: str = "(U)", caption: str = "(U)", box: str = "(U)") -> tuple[str, ...]:
    """A body with a table, a caption, a footnote and a text box, each with its mark."""
    return (
        *BODY,
        table((f"{cell} Day", f"{cell} Place"), (f"{cell} Friday", f"{cell} Quay")),
        paragraph(f"{caption} Table 1: the visit", properties=CAPTION),
        paragraph("(U) The office reported on it.", NOTE, properties=NUMBERED),
        paragraph(
            "(U) The box says more.",
            anchored(0, 200, y=40, fill="FFFFFF", text=paragraph(f"{box} The quay has four berths.")),
            properties=NUMBERED,
        ),
    )


def test_a_clean_memorandum_draws_nothing() -> None:
    assert findings(memorandum()) == ()


def test_a_clean_memorandum_with_everything_draws_nothing() -> None:
    assert findings(memorandum(everything(), notes=paragraph("(U) Report of the harbor office."))) == ()


def test_every_portion_is_read_with_the_number_that_the_page_shows() -> None:
    found = document(memorandum(everything(), notes=paragraph("(U) Report of the harbor office.")))
    marks = [(one.kind, one.number, one.mark) for one in found.portions]
    assert [mark for _, _, mark in marks if mark is None] == []
    assert [number for kind, number, _ in marks if kind == "paragraph" and number] == ["1", "2", "3", "4", "5"]
    assert len(marks) == 15, "the four cells of the table among them"
    kinds = [kind for kind, _, _ in marks]
    assert {kind: kinds.count(kind) for kind in ("caption", "text box", "footnote", "subject")} == {
        "caption": 1, "text box": 1, "footnote": 1, "subject": 1,
    }  # fmt: skip


def test_a_banner_in_capitals_by_its_style_is_read() -> None:
    found = document(memorandum())
    assert found.banner is not None
    assert found.banner.level is not None
    assert found.banner.level.name == "S"


def test_the_authority_block_is_read() -> None:
    found = document(memorandum())
    assert found.classified_by is not None
    assert len(found.reasons) == 1
    assert found.instructions[0].date == datetime.date(2034, 3, 12)


@pytest.mark.parametrize(
    ("data", "rule", "where"),
    [
        (memorandum(header="Confidential", footer="Confidential"), "BNR002", {"paragraph"}),
        (memorandum(everything(), notes=paragraph("(TS) Report of the harbor office.")), "BNR002", {"footnote"}),
        (memorandum(everything(cell="(TS)"), notes=paragraph("(U) Report.")), "BNR002", {"table", "row", "cell"}),
        (memorandum(everything(box="(TS)"), notes=paragraph("(U) Report.")), "BNR002", {"paragraph", "text-box"}),
        (memorandum(everything(caption="(TS)"), notes=paragraph("(U) Report.")), "BNR002", {"paragraph"}),
        (memorandum(footer="Confidential"), "BNR005", {"section", "footer"}),
        (memorandum((*BODY, paragraph("The master sends his regards.", properties=NUMBERED))), "PRT001", {"paragraph"}),
        (memorandum(block=BLOCK[:-1]), "DCL001", {"paragraph"}),
        (memorandum(header="Top Secret", footer="Top Secret"), "BNR003", {"section", "header"}),
    ],
    ids=[
        "banner below a paragraph", "banner below a footnote", "banner below a table", "banner below a text box",
        "banner below a caption", "header unlike footer", "paragraph without a mark", "no declassification",
        "banner above all portions",
    ],
)  # fmt: skip
def test_a_defect_is_found_at_its_place(data: bytes, rule: str, where: set[str]) -> None:
    found = [one for one in findings(data) if one.severity != "info"]
    assert [one.rule for one in found] == [rule]
    assert set(found[0].place.where or {}) == where
