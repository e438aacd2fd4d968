"""A report can be checked against its documents: what changed is named, and the same set gives the same digest."""

from __future__ import annotations

import io
import json
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import pytest
from short_telegrams import ONE_PARAGRAPH as CLEAN

from redactlint.cli import main
from redactlint.engine import Engine, Outcome
from redactlint.errors import ReadError
from redactlint.text import Text

TOO_LOW = CLEAN.replace("1. (C)", "1. (S)")


@pytest.fixture(params=["json", "jsonl"])
def report(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("set").mkdir()
    Path("set/07a.txt").write_text(CLEAN, "utf-8")
    Path("set/07b.txt").write_text(TOO_LOW, "utf-8")
    assert main(["check", "set", "--no-config", "--as-of", "2026-01-01", "--format", f"{request.param}=report"]) == 1
    return Path("report")


def verify(*words: str) -> tuple[int, list[str]]:
    stream = io.StringIO()
    with redirect_stdout(stream):
        code = main(["verify", "report", *words])
    *lines, totals, marking = stream.getvalue().splitlines()
    assert marking.startswith("This report is UNCLASSIFIED")
    return code, [*lines, totals]


def test_what_is_as_it_was_is_verified(report: Path) -> None:
    code, lines = verify("--no-config")
    assert code == 0
    (totals,) = lines
    assert totals.startswith("2 files: 2 as they were, 0 changed, 0 missing; the same result (")


def test_a_changed_file_is_named_with_the_findings_that_went_and_came(report: Path) -> None:
    Path("set/07b.txt").write_text(CLEAN, "utf-8")
    Path("set/07a.txt").write_text(CLEAN.replace("1. (C)", "1."), "utf-8")
    code, lines = verify("--no-config")
    assert code == 1
    said = "\n".join(lines).replace("\\", "/")
    assert "set/07a.txt: the file has changed" in said
    assert "set/07b.txt:11:4: BNR002 is gone (error)" in said
    assert "set/07a.txt:11:1: PRT001 is new (error)" in said
    assert "0 as they were, 2 changed, 0 missing; another result" in said


def test_a_missing_file_ends_with_3(report: Path) -> None:
    Path("set/07b.txt").unlink()
    code, lines = verify("--no-config")
    assert code == 3
    assert "cannot be read (No such file or directory); it was judged" in lines[0]
    assert "1 as they were, 0 changed, 1 missing; another result" in lines[-1]


def test_a_file_that_cannot_be_judged_any_more_ends_with_3(report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code, lines = verify("--no-config", "--max-bytes", "100")
    assert code == 3
    assert "is larger than the limit of 100 bytes" in lines[0]
    judge = Engine.check

    def lacking(self: Engine, text: Text, **known: Any) -> Outcome:
        if text.path.endswith("b.txt"):
            raise ReadError("cannot be judged", path=text.path)
        return judge(self, text, **known)

    monkeypatch.setattr(Engine, "check", lacking)
    code, lines = verify("--no-config", "--jobs", "1")
    assert code == 3
    assert lines[0].endswith("; it was judged")
    assert not any("is gone" in one for one in lines)


def test_other_settings_are_said_to_be_others(report: Path) -> None:
    Path("redactlint.toml").write_text('[severities]\nBNR002 = "warning"\n', "utf-8")
    code, lines = verify()
    assert code == 1
    assert "the report was made with another configuration" in lines[0]
    assert any("BNR002 is new (warning)" in one for one in lines)


def test_the_digest_does_not_turn_on_where_the_documents_lie(report: Path, tmp_path: Path) -> None:
    Path("set").rename(tmp_path / "moved")
    assert main(["check", "moved", "--no-config", "--as-of", "2026-01-01", "--format", "json=other"]) == 1
    page = json.loads(Path("other").read_text("utf-8"))
    words = report.read_text("utf-8")
    before = json.loads(words if words.startswith("{\n") else words.splitlines()[-1])["summary"]
    assert page["summary"]["result"] == before["result"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", "is no complete report"),
        ("[]", "is no complete report"),
        ('{"tool": {}, "summary": {}}', "which says no digest of its result"),
        ('{"type": "run", "tool": {}}\n', "is no complete report"),
        ('{"tool": {}, "summary": {}, "reports": []}', "is a report of `redactlint audit`"),
    ],
)
def test_what_is_no_report_gets_one_line(
    content: str, expected: str, report: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report.write_text(content, "utf-8")
    assert main(["verify", "report", "--no-config"]) == 2
    said = capsys.readouterr().err
    assert expected in said
    assert said.count("\n") == 1


@pytest.mark.parametrize("value", [None, 5, "x", [], {}])
def test_whatever_a_sender_writes_is_no_fault_of_ours(value: Any, report: Path) -> None:
    if not report.read_text("utf-8").startswith("{\n"):
        return  # JSON lines are put together to the same page
    whole = json.loads(report.read_text("utf-8"))
    for part in (whole, whole["tool"], whole["summary"], whole["documents"][0], whole["findings"][0]):
        for key, right in list(part.items()):
            part[key] = value
            report.write_text(json.dumps(whole), "utf-8")
            assert main(["verify", "report", "--no-config"]) in (0, 1, 2, 3), key
            part[key] = right
    report.write_text("[" * 100_000, "utf-8")
    assert main(["verify", "report", "--no-config"]) == 2
