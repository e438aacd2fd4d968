"""Files that LibreOffice wrote are read as those of other programs."""

from __future__ import annotations

import datetime
from functools import cache
from pathlib import Path

import pytest

from redactlint.engine import Engine, Options, Outcome
from redactlint.readers.allowance import Allowance
from redactlint.readers.opening import opened
from redactlint.rulepack import load
from redactlint.text import Text

MADE = Path(__file__).resolve().parents[2] / "containers" / "office" / "made"
FAILED = {
    "mixed_failed.docx": {"tracked-deletion", "hidden-run", "comment"},
    "report_failed.docx": {"white-text", "black-highlight"},
    "sheet_column_failed.xlsx": {"hidden-column"},
    "sheet_white_failed.xlsx": {"white-text"},
    "slide_covered_failed.pptx": {"under-shape"},
}


@cache
def engine() -> Engine:
    return Engine(load(), Options(as_of=datetime.date(2024, 6, 1)))


def read(name: str) -> tuple[Text, Outcome]:
    (text,) = opened((MADE / name).read_bytes(), name, Allowance())
    assert isinstance(text, Text)
    return text, engine().check(text)


@pytest.mark.parametrize("name", FAILED)
def test_what_its_pages_do_not_show_is_found(name: str) -> None:
    text, outcome = read(name)
    assert text.layers is not None
    kinds = {one.kind for one in text.layers.concealed if "Adam S" in one.text}
    assert kinds == FAILED[name]
    assert {one.rule for one in outcome.findings} & {"HID001", "HID002", "HID003"}


@pytest.mark.parametrize("name", [name.replace("failed", "innocent") for name in FAILED])
def test_the_innocent_twin_is_not_accused(name: str) -> None:
    _, outcome = read(name)
    assert [one for one in outcome.findings if one.rule.startswith("HID")] == []


def test_a_clean_marked_memorandum_draws_nothing() -> None:
    text, outcome = read("memorandum.docx")
    assert "a. (C) The master asked for two patrol boats." in text.content
    assert outcome.findings == ()
