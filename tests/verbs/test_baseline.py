"""`redactlint baseline` writes, prunes and shows what is known; `check --baseline` fails on what is new alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from short_telegrams import TWO_PARAGRAPHS as CLEAN

from redactlint.cli import main
from redactlint.known.baseline import Entry
from redactlint.reports.report import FORMATS
from redactlint.verbs.baseline import _written

TOO_LOW = CLEAN.replace("1. (C)", "1. (S)")
UNMARKED = CLEAN.replace("2. (U)", "2.")
DAY = ("--as-of", "2010-01-01")
FILE = "redactlint-baseline.json"


@pytest.fixture
def legacy(write: Any) -> str:
    write("old/07LUSAKA000512.txt", TOO_LOW)
    write("old/07LUSAKA000513.txt", UNMARKED.replace("000512", "000513"))
    write("old/07LUSAKA000514.txt", CLEAN.replace("000512", "000514"))
    return "old"


def entries(path: str = FILE) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(Path(path).read_text("utf-8"))["entries"]
    return found


def report(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, Any]]:
    capsys.readouterr()
    code = main(["check", *words, *DAY, "--format", "json"])
    read: dict[str, Any] = json.loads(capsys.readouterr().out)
    return code, read


def test_what_was_there_before_the_gate_does_not_fail_and_what_comes_does(legacy: str, write: Any, capsys: Any) -> None:
    assert main(["check", legacy, *DAY]) == 1
    assert main(["baseline", "write", *DAY]) == 0
    assert {(one["path"], one["rule"]) for one in entries()} >= {
        ("old/07LUSAKA000512.txt", "BNR002"), ("old/07LUSAKA000513.txt", "PRT001"),
    }  # fmt: skip
    code, read = report(capsys, legacy, "--baseline", FILE)
    assert code == 0
    assert read["summary"]["findings"] == {"error": 0, "warning": 0, "info": 0}
    assert {one["suppressed"]["kind"] for one in read["findings"]} == {"baseline"}
    assert {one["verdict"] for one in read["documents"]} == {"pass"}
    write("old/08LUSAKA000001.txt", TOO_LOW)
    code, read = report(capsys, legacy, "--baseline", FILE)
    assert code == 1
    assert {one["path"] for one in read["findings"] if one["suppressed"] is None} == {"old/08LUSAKA000001.txt"}


def test_the_same_bytes_wherever_it_is_written_from(legacy: str, folder: Path, monkeypatch: Any) -> None:
    assert main(["baseline", "write", FILE, legacy, *DAY, "--jobs", "2"]) == 0
    first = Path(FILE).read_bytes()
    monkeypatch.chdir(folder / "old")
    assert main(["baseline", "write", f"../{FILE}", str(folder / "old"), *DAY]) == 0
    assert (folder / FILE).read_bytes() == first
    assert main(["check", ".", "--baseline", f"../{FILE}", *DAY]) == 0
    assert str(folder).encode() not in first
    assert b"2010" not in first, "no time stamp"


def test_it_can_stand_in_the_configuration(legacy: str, write: Any, folder: Path, monkeypatch: Any) -> None:
    write("redactlint.toml", 'baseline = "known.json"\n')
    assert main(["baseline", "write", *DAY]) == 0
    assert entries("known.json")
    assert main(["check", legacy, *DAY]) == 0
    assert main(["check", legacy, *DAY, "--no-baseline"]) == 1
    monkeypatch.chdir(folder / "old")
    assert main(["check", ".", *DAY]) == 0, "its path is relative to the configuration"


def test_nothing_that_comes_with_the_records_silences_an_archive(legacy: str, write: Any, capsys: Any) -> None:
    write("redactlint.toml", f'baseline = "{FILE}"\n')
    assert main(["baseline", "write", *DAY, "--profile", "archive"]) == 0
    assert main(["check", legacy, *DAY, "--profile", "archive"]) == 1
    write("redactlint.toml", f'baseline = "{FILE}"\nprofile = "archive"\n')
    assert main(["check", legacy, *DAY]) == 1
    assert main(["check", legacy, *DAY, "--profile", "archive", "--baseline", FILE]) == 0
    _, read = report(capsys, ".", "--profile", "archive", "--baseline", FILE)
    paths = {one["path"].removeprefix("./") for one in read["documents"]}
    assert FILE not in paths
    assert "redactlint.toml" in paths, "no document hides under that name"


def test_what_no_longer_occurs_is_told_and_pruned(legacy: str, write: Any, capsys: Any) -> None:
    main(["baseline", "write", *DAY])
    write("old/07LUSAKA000512.txt", CLEAN)
    code, read = report(capsys, legacy, "--baseline", FILE)
    (told,) = [one for one in read["findings"] if one["suppressed"] is None]
    assert (told["rule"], told["severity"], told["path"]) == ("DOC005", "info", FILE)
    assert "BNR002 by the baseline covers nothing in old/07LUSAKA000512.txt any more" in told["message"]
    assert '"BNR002"' in Path(FILE).read_text("utf-8").splitlines()[told["line"] - 1]
    assert code == 0, "whoever mends a defect is not punished"
    assert main(["check", legacy, *DAY, "--baseline", FILE, "--strict", "--select", "BNR,DOC005"]) == 1
    before = Path(FILE).read_bytes()
    assert main(["baseline", "prune", *DAY, "--check"]) == 1
    assert Path(FILE).read_bytes() == before
    assert main(["baseline", "prune", *DAY]) == 0
    assert "BNR002" not in {one["rule"] for one in entries()}
    assert "PRT001" in {one["rule"] for one in entries()}
    assert main(["baseline", "prune", *DAY, "--check"]) == 0
    assert main(["check", legacy, *DAY, "--baseline", FILE]) == 0


def test_pruning_adds_nothing_and_forgets_documents_that_are_gone(legacy: str, write: Any) -> None:
    main(["baseline", "write", *DAY])
    write("old/07LUSAKA000514.txt", TOO_LOW.replace("000512", "000514"))
    Path("old/07LUSAKA000513.txt").unlink()
    assert main(["baseline", "prune", FILE, "old/07LUSAKA000512.txt", *DAY]) == 0
    assert {one["path"] for one in entries()} >= {"old/07LUSAKA000513.txt"}, "others were named"
    assert main(["baseline", "prune", *DAY]) == 0
    assert {one["path"] for one in entries()} == {"old/07LUSAKA000512.txt"}
    assert main(["check", legacy, *DAY, "--baseline", FILE]) == 1


def test_what_is_known_is_shown_by_rule(legacy: str, capsys: Any) -> None:
    main(["baseline", "write", "--select", "BNR002,PRT001", *DAY])
    capsys.readouterr()
    assert main(["baseline", "show"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[2].split() == ["BNR002", "2", "1"], "the mark, and the banner that it is compared with"
    assert lines[3].split() == ["PRT001", "1", "1"]
    assert main(["baseline", "show", FILE, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["rules"][1] == {"rule": "PRT001", "places": 1, "documents": 1}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["baseline", "write", "old"], "old is a folder; name the baseline first"),
        (["baseline", "write", "old/07LUSAKA000512.txt"], "exists and is no baseline"),
        (["baseline", "prune", "none.json"], "none.json: cannot be read"),
        (["baseline", "show", "old/07LUSAKA000512.txt"], "is no baseline"),
        (["check", "old", "--baseline", "none.json"], "none.json: cannot be read"),
        (["check", "old", "--baseline", "old/07LUSAKA000512.txt"], "is no baseline"),
        (["check", "old/07LUSAKA000512.txt", "--format", "csv=old/07LUSAKA000512.txt"], "to be read and to be written"),
        (["check", "old", "--format", "csv=x", "--format", "json=./x"], "two reports would be written to"),
        (["check", "old", "--format", "sarf"], "did you mean sarif?"),
    ],
)
def test_a_wrong_use_is_one_clear_line_and_touches_nothing(
    legacy: str, words: list[str], said: str, capsys: Any
) -> None:
    before = {path: path.read_bytes() for path in Path("old").iterdir()}
    assert main(words) == 2
    printed = capsys.readouterr()
    assert said in printed.err
    assert printed.err.count("\n") == 1
    assert printed.out == ""
    assert {path: path.read_bytes() for path in Path("old").iterdir()} == before


def test_a_run_that_looked_at_nothing_writes_nothing(write: Any) -> None:
    write("note.txt", "Milk and bread.\n")
    assert main(["baseline", "write"]) == 3
    assert not Path(FILE).exists()
    assert main(["baseline", "write", "--allow-unrecognised"]) == 0


def test_what_is_known_is_counted_in_findings_places_and_lines(legacy: str, write: Any, capsys: Any) -> None:
    assert main(["baseline", "write", FILE, "old/07LUSAKA000513.txt", *DAY]) == 0
    assert capsys.readouterr().out == f"{FILE}: 1 finding known, in 1 of 1 document\n"
    assert main(["baseline", "write", *DAY]) == 0
    assert capsys.readouterr().out == (
        f"{FILE}: 2 findings known, in 2 of 3 documents; they speak of 3 places, each known by itself\n"
    )
    twice = [Entry("a.txt", "PRT001", "f", 2), Entry("b.txt", "PRT001", "f")]
    assert _written(2, twice, 2) == (
        "2 findings known, in 2 of 2 documents; they speak of 3 places, each known by itself"
        "; places with the same words share a line (2 lines)"
    )
    assert main(["baseline", "show", FILE]) == 0
    assert "(a finding can speak of several places)" in capsys.readouterr().out


def test_what_could_not_be_read_is_not_known(legacy: str, write: Any, capsys: Any) -> None:
    write("old/broken.txt", b"UNCLAS\0")
    assert main(["baseline", "write", *DAY]) == 3
    assert capsys.readouterr().err == (
        "redactlint: 1 document could not be read (DOC001): never known, it still fails\n"
    )
    assert "old/broken.txt" not in {one["path"] for one in entries()}
    assert main(["check", legacy, *DAY, "--baseline", FILE]) == 3


def test_a_protected_rule_still_fails(legacy: str, write: Any, capsys: Any) -> None:
    main(["baseline", "write", *DAY])
    write("redactlint.toml", "[rules.BNR002]\nsuppressible = false\n")
    assert main(["check", legacy, *DAY, "--baseline", FILE]) == 1
    assert main(["baseline", "write", *DAY]) == 0
    assert "BNR002 (1) may not be passed over" in capsys.readouterr().err
    assert "BNR002" not in {one["rule"] for one in entries()}


def test_a_baseline_outlives_an_interrupt(legacy: str, monkeypatch: Any) -> None:
    from redactlint.runs import running

    main(["baseline", "write", *DAY])
    before = Path(FILE).read_bytes()

    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(running, "judge", fail)
    assert main(["baseline", "write", *DAY]) == 130
    assert Path(FILE).read_bytes() == before
    assert sorted(one.name for one in Path().iterdir()) == ["old", FILE]


def test_many_reports_of_one_run_are_each_what_it_is_alone(legacy: str, write: Any, folder: Path, capsys: Any) -> None:
    write("redactlint.toml", '[[ignore]]\npath = "old/*"\nrule = ["DCL012"]\nreason = "known"\n')
    main(["baseline", "write", "--select", "PRT", *DAY])
    common = ["check", legacy, *DAY, "--baseline", FILE]
    assert main([*common, *(f"--format={name}=out.{name}" for name in FORMATS)]) == 1
    for name in FORMATS:
        capsys.readouterr()
        assert main([*common, "--format", name]) == 1
        assert capsys.readouterr().out == (folder / f"out.{name}").read_bytes().decode(), name
    (run,) = json.loads((folder / "out.sarif").read_text("utf-8"))["runs"]
    assert {one["baselineState"] for one in run["results"]} == {"new", "unchanged"}


def test_reports_that_the_configuration_names_stand_beside_it(legacy: str, write: Any, monkeypatch: Any) -> None:
    write("redactlint.toml", 'format = ["text", "sarif=out.sarif"]\n')
    monkeypatch.chdir("old")
    assert main([".", *DAY]) == 1
    assert json.loads(Path("../out.sarif").read_text("utf-8"))["version"] == "2.1.0"
    assert not Path("out.sarif").exists()


@pytest.mark.parametrize("name", FORMATS)
def test_a_poor_terminal_is_no_reason_to_fail(name: str, write: Any) -> None:
    path = write("07LUSAKA0005é.txt", UNMARKED)
    command = [sys.executable, "-m", "redactlint", "check", path, *DAY, "--format", name]
    poor = {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    environment = {**os.environ, **poor, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(command, capture_output=True, check=False, env=environment)
    assert done.returncode == 1, done.stderr
    shown = done.stdout.decode("ascii" if name in ("text", "table") else "utf-8")
    assert name == "table" or "PRT001" in shown


def test_reports_and_baseline_are_no_documents_of_the_next_run(legacy: str, capsys: Any) -> None:
    main(["baseline", "write", "known.json", legacy, *DAY])
    main(["check", ".", *DAY, "--baseline", "known.json", "--format", "json=report.json"])
    main(["check", ".", *DAY, "--baseline", "known.json", "--format", "json=report.json"])
    report = json.loads(Path("report.json").read_text("utf-8"))
    assert [one["path"].split("/")[-1] for one in report["documents"]] == [f"07LUSAKA00051{n}.txt" for n in (2, 3, 4)]


def test_every_format_is_listed_by_the_help(capsys: Any) -> None:
    main(["check", "--help"])
    words = " ".join(capsys.readouterr().out.split())
    assert f"{', '.join(FORMATS)}; repeatable" in words
    assert main(["baseline", "--help"]) == 0
    page = capsys.readouterr().out
    assert "{write,prune,show}" in page
    assert "exit codes:" in page
