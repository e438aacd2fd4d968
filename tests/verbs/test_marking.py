"""Marking strings are judged, normalised and rolled up; a string is valid when it draws no error and no warning."""

from __future__ import annotations

import io
import json
import sys
from typing import Any

import pytest

from redactlint.cli import main


@pytest.fixture
def judged(capsys: Any, tmp_path: Any, monkeypatch: Any) -> Any:
    monkeypatch.chdir(tmp_path)

    def run(*words: str) -> tuple[int, dict[str, Any]]:
        code = main(["marking", "--format", "json", *words])
        return code, json.loads(capsys.readouterr().out)

    return run


@pytest.mark.parametrize(
    ("string", "form", "canonical"),
    [
        ("(S//NF)", "portion", "(S//NF)"),
        ("(S/NF)", "portion", "(S//NF)"),
        ("S//NF", "portion", "(S//NF)"),
        ("C", "portion", "(C)"),
        ("(U)", "portion", "(U)"),
        ("SECRET//NOFORN", "banner", "SECRET//NOFORN"),
        ("S E C R E T", "banner", "SECRET"),
        ("UNCLAS", "banner", "UNCLASSIFIED"),
    ],
)
def test_a_valid_string_is_read_by_its_form_and_normalised(judged: Any, string: str, form: str, canonical: str) -> None:
    code, page = judged(string)
    (row,) = page["markings"]
    assert code == 0
    assert (row["input"], row["as"], row["valid"], row["canonical"]) == (string, form, True, canonical)


@pytest.mark.parametrize("string", ["(hello)", "hello", "(S//NF//REL TO USA, GBR)", "(X)", ""])
def test_what_is_no_marking_or_contradicts_itself_is_not_valid_and_says_why(judged: Any, string: str) -> None:
    code, page = judged(string)
    (row,) = page["markings"]
    assert code == 1
    assert not row["valid"]
    assert any(one["severity"] != "info" for one in row["findings"])


def test_the_form_can_be_said(judged: Any) -> None:
    assert judged("SECRET", "--as", "portion")[1]["markings"][0]["as"] == "portion"


def test_strings_come_one_a_line(judged: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\xef\xbb\xbf(S)\n\n(U)\n")))
    assert [one["input"] for one in judged("-")[1]["markings"]] == ["(S)", "(U)"]


def test_no_string_at_all_is_not_green(monkeypatch: Any, capsys: Any) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\n")))
    assert main(["marking", "-"]) == 3
    monkeypatch.setattr(sys, "stdin", None)  # closed
    assert main(["marking", "-"]) == 3


def test_portions_roll_up_to_the_banner_that_they_demand(judged: Any, capsys: Any) -> None:
    code, page = judged("--roll-up", "(S//NF)", "(U)", "(C)")
    assert (code, page["banner"]) == (0, "SECRET//NOFORN")
    assert {"part": "NOFORN", "portions": ["(S//NF)"]}.items() <= page["reasons"][1].items()
    assert main(["marking", "--roll-up", "(U)", "(C)"]) == 0
    assert "banner: CONFIDENTIAL\n" in capsys.readouterr().out


def test_what_cannot_be_read_cannot_be_rolled_up(capsys: Any) -> None:
    assert main(["marking", "--roll-up", "(S)", "(hello)"]) == 2
    assert "'(hello)' is no marking" in capsys.readouterr().err
