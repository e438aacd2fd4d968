"""`redactlint audit`: it prints what its guides show, and ends with the exit codes of `check`."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from short_telegrams import ONE_PARAGRAPH as CLEAN

from redactlint.auditing.entries import FIELDS
from redactlint.auditing.reports import REPORTS
from redactlint.cli import main
from redactlint.rulepack import data_folder

ROOT = Path(__file__).resolve().parents[2]
GUIDES = {name: (ROOT / "docs" / name).read_text("utf-8") for name in ("audit.md", "inspectors.md")}
CONSOLE = [
    found for text in GUIDES.values() for found in re.findall(r"^```console\n\$ (.*?)\n(.*?)^```$", text, re.M | re.S)
]

TOO_LOW = CLEAN.replace("1. (C)", "1. (S)")
NOTE = "Milk and bread.\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "07LUSAKA512.txt").write_text(CLEAN, "utf-8")
    (tmp_path / "07LUSAKA513.txt").write_text(TOO_LOW, "utf-8")
    (tmp_path / "note.txt").write_text(NOTE, "utf-8")
    return tmp_path


@pytest.mark.parametrize(("command", "output"), CONSOLE, ids=[command for command, _ in CONSOLE])
def test_the_guides_show_what_the_tool_prints(
    command: str, output: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    main(shlex.split(command)[1:])
    assert capsys.readouterr().out == output


def test_the_guide_names_every_report_and_every_field() -> None:
    def named(heading: str) -> list[str]:
        table = GUIDES["audit.md"].split(f"\n| {heading} |", 1)[1].split("\n\n", 1)[0]
        return re.findall(r"^\| `([a-z]+)` \|", table, re.M)

    assert named("report | what it tells") == list(REPORTS)
    assert named("field | what it is") == list(FIELDS)


def test_the_help_lists_reports_and_fields(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", "--help"]) == 0
    page = capsys.readouterr().out
    for name in (*REPORTS, *FIELDS):
        assert re.search(rf"^  {name} ", page, re.M)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["07LUSAKA512.txt"], 0),
        (["07LUSAKA513.txt"], 1),
        (["."], 1),
        ([".", "--fail-on", "never"], 0),
        ([".", "--where", "verdict=pass"], 1),
        (["note.txt"], 3),
        (["note.txt", "--allow-unrecognised"], 0),
        ([".", "nowhere.txt"], 3),
        ([], 2),
        ([".", "--report", "matrics"], 2),
        ([".", "--table-style", "html"], 2),
        ([".", "--group-by", "poste"], 2),
        ([".", "--format", "xml"], 2),
        ([".", "--sample", "3", "--precision", "0.1"], 2),
        ([".", "--sample", "0"], 2),
        ([".", "--precision", "5"], 2),
        ([".", "--sample", "1", "--where", "rule=BNR002"], 2),
        ([".", "--report", "inspection", "--where", "verdict=fail"], 2),
        ([".", "--format", "csv", "--format", "json"], 2),
        ([".", "--format", "csv=note.txt", "note.txt"], 2),
    ],
)
def test_exit_codes_are_those_of_check(folder: Path, words: list[str], code: int, capsys: Any) -> None:
    assert main(["audit", *words, "--as-of", "2010-01-01"]) == code
    error = capsys.readouterr().err
    assert "Traceback" not in error
    if code == 2:
        assert error


@pytest.mark.parametrize("report", list(REPORTS))
def test_every_report_is_made_of_anything_in_every_format(folder: Path, report: str, capsys: Any) -> None:
    words = ["audit", ".", "--report", report, "--excerpts"]
    main(
        [
            *words,
            "--format",
            "json",
            "--format",
            "csv=out.csv",
            "--format",
            "markdown=out.md",
            "--format",
            "table=out.txt",
        ]
    )
    page = json.loads(capsys.readouterr().out)
    jsonschema.validate(page, json.loads((data_folder("schemas") / "audit.schema.json").read_text("utf-8")))
    (one,) = page["reports"]
    assert one["name"] == report
    keys = [column["key"] for column in one["columns"]]
    assert len(set(keys)) == len(keys)
    assert all(list(row) == keys for row in one["rows"])
    for name in ("out.csv", "out.md", "out.txt"):
        lines = (folder / name).read_text("utf-8").strip().splitlines()
        assert page["report_marking"] in lines[0]
        assert lines[-1] == lines[0]


def test_nothing_is_quoted_unless_asked_for_and_then_the_page_is_marked(folder: Path, capsys: Any) -> None:
    for name in REPORTS:
        main(["audit", ".", "--report", name])
        page = capsys.readouterr().out
        assert page.startswith("This report is UNCLASSIFIED")
        for word in ("Example", "EXAMPLE", "MINISTER", "minister", "Milk"):
            assert word not in page
    main(["audit", ".", "--report", "documents", "--excerpts"])
    page = capsys.readouterr().out
    assert "MINISTER VISITS THE NORTH" in page
    assert "Jane Q. Example" in page
    assert page.startswith("This report is SECRET: ")
    assert page.rstrip().endswith("This report is SECRET: it quotes subject lines and names.")


def test_names_alone_do_not_raise_the_marking(folder: Path, capsys: Any) -> None:
    main(["audit", ".", "--report", "classifiers", "--excerpts"])
    page = capsys.readouterr().out
    assert "Jane Q. Example" in page
    assert page.startswith("This report is UNCLASSIFIED: ")


def test_where_leaves_out_documents_and_says_if_none_is_left(folder: Path, capsys: Any) -> None:
    assert main(["audit", ".", "--where", "post=SUVA", "--report", "documents"]) == 1
    captured = capsys.readouterr()
    assert "(nothing)" in captured.out
    assert "no document is left by --where" in captured.err


def test_what_a_baseline_covers_is_not_counted(folder: Path, capsys: Any) -> None:
    assert main(["baseline", "write", "known.json", "07LUSAKA513.txt", "--as-of", "2010-01-01"]) == 0
    words = ["audit", ".", "--as-of", "2010-01-01", "--report", "rules", "--format", "json"]
    capsys.readouterr()
    assert main([*words, "--baseline", "known.json"]) == 0
    page = json.loads(capsys.readouterr().out)
    assert "BNR002" not in {row["rule"] for row in page["reports"][0]["rows"]}
    assert page["summary"]["suppressed"] == 1
    assert main(words) == 1
    assert "BNR002" in {row["rule"] for row in json.loads(capsys.readouterr().out)["reports"][0]["rows"]}


def test_a_sample_alone_asks_for_the_inspection(folder: Path, capsys: Any) -> None:
    main(["audit", ".", "--sample", "1", "--format", "json"])
    page = json.loads(capsys.readouterr().out)
    assert page["asked"]["reports"] == ["inspection", "sample"]
    assert [len(one["rows"]) for one in page["reports"]][1] == 1


def test_a_review_of_ones_own_takes_the_place_of_the_shipped_one(folder: Path, capsys: Any) -> None:
    inspections = folder / "own" / "inspections"
    inspections.mkdir(parents=True)
    (inspections / "self-inspection.toml").write_text(
        'name = "self-inspection"\ntitle = "ours"\nlevels = ["error"]\noutside = []\nsource = "us"\nsays = "so"\n'
        'confidence = "D"\n[[category]]\nid = "low"\nname = "too low"\nsays = "x"\nrules = ["BNR002"]\nsource = "y"\n'
        'confidence = "D"\n',
        "utf-8",
    )
    main(["audit", "07LUSAKA513.txt", "--rules", "own", "--report", "inspection", "--format", "json"])
    (report,) = json.loads(capsys.readouterr().out)["reports"]
    assert [(row["discrepancy"], row["documents"]) for row in report["rows"]] == [("too low", 1), ("any of these", 1)]
    (inspections / "self-inspection.toml").write_text('name = "self-inspection"\nlevel = 3\n', "utf-8")
    assert main(["audit", "07LUSAKA513.txt", "--rules", "own", "--report", "inspection"]) == 2
    assert "schemas/inspection.schema.json" in capsys.readouterr().err
