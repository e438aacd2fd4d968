"""What was parsed is printed as its schema says, for programs, and as facts a line, for people."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from redactlint.cli import main
from redactlint.rulepack import data_folder

TELEGRAM = """\
C O N F I D E N T I A L SECTION 01 OF 02 LUSAKA 000512

SIPDIS

NOFORN

E.O. 12958: DECL: 06/17/2017
TAGS: PREL, PGOV, ZA
SUBJECT: MINISTER VISITS THE NORTH

Classified By: Ambassador Jane Q. Example, reasons 1.4 (b) and (d).

1. (C/NF) Summary: The minister left for the north, and nobody at the ministry could say when he would be back.

-- (U) The press saw him off.

11. (C) He is ill.
EXAMPLE
"""
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def shown(tmp_path: Path, capsys: Any, monkeypatch: Any) -> Any:
    monkeypatch.chdir(tmp_path)

    def run(content: str, name: str = "07LUSAKA000512.txt", code: int = 0) -> dict[str, Any]:
        (tmp_path / name).write_text(content, "utf-8")
        assert main(["show", name, "--format", "json"]) == code
        page: dict[str, Any] = json.loads(capsys.readouterr().out)
        jsonschema.validate(page, json.loads((data_folder("schemas") / "document.schema.json").read_text("utf-8")))
        return page

    return run


def test_a_telegram_with_everything_in_its_place(shown: Any) -> None:
    page = shown(TELEGRAM)
    (document,) = page["documents"]
    assert document["kind"] == "telegram"
    assert document["id"] == "LUSAKA 000512"
    assert document["date"]["earliest"][:4] == "2007"
    assert document["banner"] == {"text": "C O N F I D E N T I A L", "level": "C", "controls": [], "line": 1}
    assert document["captions"] == ["SIPDIS", "NOFORN"]
    assert document["order"] == "E.O. 12958"
    assert document["declassify_on"] == {"kind": "date", "value": "2017-06-17", "code": None, "downgrade": None}
    assert document["reasons"] == [{"section": "1.4", "letters": ["b", "d"]}]
    assert "Jane Q. Example" in document["classified_by"]
    assert document["subject"] == "MINISTER VISITS THE NORTH"
    first = document["portions"][0]
    assert (first["number"], first["mark"], first["level"], first["line"]) == ("1", "C//NF", "C", 13)
    assert first["text_start"].startswith("Summary: The minister left")
    assert len(first["text_start"]) <= 60
    assert not first["text_start"].endswith(" ")
    assert page["report_marking"] == "CONFIDENTIAL//NOFORN", "it quotes the text"


def test_a_note_has_nothing_and_is_not_green(shown: Any) -> None:
    page = shown("Milk and bread.\n", "note.txt", code=3)
    (document,) = page["documents"]
    assert document["kind"] == "unrecognised"
    assert document["banner"] is None
    assert document["declassify_on"] is None
    assert document["portions"] == []


@pytest.mark.parametrize("path", sorted((ROOT / "examples").rglob("*.txt")), ids=lambda path: path.stem)
def test_every_example_is_shown_as_the_schema_says(path: Path, shown: Any) -> None:
    assert shown(path.read_text("utf-8"), path.name)["documents"]


def test_people_read_facts_a_line(tmp_path: Path, capsys: Any, monkeypatch: Any) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "07LUSAKA000512.txt").write_text(TELEGRAM, "utf-8")
    assert main(["show", "07LUSAKA000512.txt", "none.txt"]) == 3
    printed = capsys.readouterr()
    assert "declassify on   2017-06-17 (date)" in printed.out
    assert "reasons         1.4 (b), (d)" in printed.out
    assert "none.txt: the file does not exist" in printed.err
    assert printed.out.endswith("This page is CONFIDENTIAL//NOFORN: it quotes text.\n")
