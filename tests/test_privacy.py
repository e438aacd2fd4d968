"""Nothing of a document leaves the tool unless it is asked for, nobody else can read what it writes, no net is used."""

from __future__ import annotations

import json
import os
import shutil
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from redactlint.cli import VERBS, main
from redactlint.engine import Engine
from redactlint.reports.report import FORMATS

ROOT = Path(__file__).resolve().parent.parent
# A word that stands in every part of the document but its marks, dates and header words.
CANARY = "Zugunruhe"
DOCUMENT = f"""\
C O N F I D E N T I A L LUSAKA 000512

SIPDIS

E.O. 12958: DECL: 13/45/2017
TAGS: PREL, PGOV, ZA
SUBJECT: THE {CANARY.upper()} OF STORKS

REF: LUSAKA 498

Classified By: Ambassador {CANARY} Q. Example, reasons 1.4 (b) and (i).

1. (S) {CANARY} one. (С) {CANARY}.

2. (X) {CANARY} two ({CANARY}).

3. {CANARY} three, B6 {CANARY} [{CANARY}].

4. (\u0421) {CANARY} four, 1.4(d).

redactlint: ignore[BNR002] {CANARY}

redactlint: ignore[NOPE001] reason={CANARY} until=2001-01-01

RELEASE IN PART {CANARY} B1, B6
EXAMPLE
"""
MEMO = f"SECRET//SI\n\nMEMORANDUM FOR {CANARY}\n\nSubject: {CANARY}\n\n(S//NF) {CANARY}.\n\n{CANARY}.\n"
DAY = ["--as-of", "2026-01-01"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("REDACTLINT_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    inside = tmp_path / "set"
    inside.mkdir()
    for number in range(70):
        (inside / f"07LUSAKA{number}.txt").write_text(DOCUMENT, "utf-8")
    (inside / "memo.txt").write_text(MEMO, "utf-8")
    (inside / "bad.txt").write_bytes(b"\xff\xfe\xff" + CANARY.encode())
    (inside / "nul.txt").write_bytes(b"\0" + CANARY.encode())
    (inside / "rows.csv").write_text(f"id,text\n1,{CANARY}\n", "utf-8")
    (inside / "page.html").write_text(f"<p>{CANARY}<p>(S) {CANARY}", "utf-8")
    (inside / "mail.eml").write_text(
        f"From: {CANARY}\nSubject: {CANARY}\nMIME-Version: 1.0\n\nSECRET\n{CANARY}\n", "utf-8"
    )
    (inside / "memo.txt.redactlint.toml").write_text(f'[[ignore]]\nrule = "{CANARY}"\nreason = "x"\n', "utf-8")
    monkeypatch.chdir(tmp_path)
    return inside


def told(capfd: pytest.CaptureFixture[str], *words: str) -> str:
    main([*words])
    caught = capfd.readouterr()
    return caught.out + caught.err


def holds(words: str) -> list[str]:
    return [line for line in words.splitlines() if CANARY.lower() in line.lower()]


def files_with_it(*folders: Path) -> list[Path]:
    found = []
    for folder in folders:
        for path in folder.rglob("*"):
            if path.is_file() and CANARY.lower().encode() in path.read_bytes().lower():
                found.append(path)
    return found


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_no_report_holds_a_word_of_a_document(
    folder: Path, capfd: pytest.CaptureFixture[str], form: str, jobs: str
) -> None:
    (folder / "memo.txt.redactlint.toml").unlink()
    out = told(capfd, "check", "set", *DAY, "--format", form, "--jobs", jobs, "--strict")
    assert len(out) > 1000
    assert holds(out) == []
    assert files_with_it(folder.parent / "cache", folder.parent / "temporary") == []


@pytest.mark.parametrize("profile", ["ic", "release", "cui", "archive"])
def test_nor_does_one_of_another_profile(folder: Path, capfd: pytest.CaptureFixture[str], profile: str) -> None:
    (folder / "memo.txt.redactlint.toml").unlink()
    assert holds(told(capfd, "check", "set", *DAY, "--profile", profile, "--strict", "--format", "json")) == []


def test_other_verbs_write_no_word_of_a_document_that_is_not_asked_for(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (folder / "memo.txt.redactlint.toml").unlink()
    for words in (
        ["audit", "set", *DAY],
        ["audit", "set", *DAY, "--format", "json", "--report", "redactions", "--report", "schedule"],
        ["audit", "set", *DAY, "--sample", "5", "--format", "csv=sample.csv"],
        ["baseline", "write", "known.json", "set", *DAY],
        ["check", "set", *DAY, "--baseline", "known.json"],
        ["check", "set", *DAY, "--store", "kept.db"],
        ["check", "set", *DAY, "--set", "--format", "json=report.json"],
        ["verify", "report.json"],
        ["fix", "--write", "--record", "mends.jsonl", "set", *DAY],
    ):
        assert holds(told(capfd, *words)) == [], words
    written = {one.name for one in folder.parent.iterdir() if one.is_file()}
    assert written == {"known.json", "mends.jsonl", "sample.csv", "report.json", "kept.db"}
    assert [one for one in files_with_it(folder.parent) if folder not in one.parents] == []


def test_what_is_asked_for_is_never_kept(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert holds(told(capfd, "check", "set", *DAY, "--excerpts", "--format", "json")), "it quotes, and says so"
    assert holds(told(capfd, "show", "set/07LUSAKA1.txt"))
    assert holds(told(capfd, "fix", "--diff", "set/07LUSAKA1.txt", *DAY))
    assert files_with_it(folder.parent / "cache", folder.parent / "temporary") == []


def test_a_fault_of_the_tool_tells_no_word_of_a_document(
    folder: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise ValueError(f"cannot judge {CANARY}")

    monkeypatch.setattr(Engine, "check", fail)
    for form in ("text", "json"):
        out = told(capfd, "check", "set/07LUSAKA1.txt", "set/07LUSAKA2.txt", "--format", form)
        assert "ValueError" in out
        assert holds(out) == []
    monkeypatch.setattr("redactlint.verbs.check.Summary.add", fail)
    out = told(capfd, "check", "set/07LUSAKA1.txt")
    assert "a fault in redactlint itself" in out
    assert holds(out) == []


# -- who can read it --------------------------------------------------------------------------------------------------


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_what_is_written_is_its_owner_s_alone(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    before = os.umask(0)
    try:
        reports = [word for form in FORMATS for word in ("--format", f"{form}=report.{form}")]
        told(capfd, "check", "set", *DAY, *reports)
        told(capfd, "baseline", "write", "known.json", "set", *DAY)
        told(capfd, "audit", "set", *DAY, "--format", "csv=audit.csv")
        told(capfd, "check", "set", *DAY, "--store", "kept.db")
        assert Path("kept.db").exists()
        told(capfd, "fix", "--write", "--record", "mends.jsonl", "set/07LUSAKA1.txt", *DAY)
    finally:
        os.umask(before)
    written = [one for one in Path().iterdir() if one.is_file()] + list(Path("cache").rglob("*"))
    assert len(written) > len(FORMATS) + 3
    assert [one for one in written if stat.S_IMODE(one.stat().st_mode) & 0o077] == []


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_a_report_that_was_there_keeps_its_permissions(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    Path("report.json").write_text("", "utf-8")
    Path("report.json").chmod(0o640)
    told(capfd, "check", "set", *DAY, "--format", "json=report.json")
    assert stat.S_IMODE(Path("report.json").stat().st_mode) == 0o640


# -- the network ------------------------------------------------------------------------------------------------------

COMMANDS: dict[str, list[list[str]]] = {
    "check": [["check", "set", "--format", form] for form in FORMATS],
    "show": [["show", "set/07LUSAKA1.txt"]],
    "fix": [["fix", "set"]],
    "marking": [["marking", "(S/NF)"]],
    "explain": [["explain", "BNR002"]],
    "rules": [["rules"], ["rules", "test", "--select", "BNR002"]],
    "baseline": [["baseline", "write", "known.json", "set"], ["baseline", "show", "known.json"]],
    "audit": [["audit", "set"]],
    "verify": [["check", "set", "--format", "json=report.json"], ["verify", "report.json"]],
    "init": [["init", "."]],
}


_watching: list[list[str]] = []


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook, which nothing that Python does can pass by; pipes between processes of ours are no network."""
    if not _watching or not event.startswith("socket."):
        return
    if event == "socket.__new__" and arguments[1] == getattr(socket, "AF_UNIX", None):
        return
    _watching[-1].append(event)
    raise OSError("the network is cut")


@pytest.fixture
def no_net() -> Iterator[list[str]]:
    if not hasattr(sys, "_redactlint_watch"):
        sys.addaudithook(_watch)
        sys._redactlint_watch = True  # type: ignore[attr-defined]
    asked: list[str] = []
    _watching.append(asked)
    yield asked
    _watching.remove(asked)


def test_no_verb_asks_the_network(folder: Path, no_net: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(OSError, match="cut"):
        socket.create_connection(("127.0.0.1", 9))
    no_net.clear()
    assert set(COMMANDS) == set(VERBS) - {"lsp"}
    for commands in COMMANDS.values():
        for words in commands:
            assert main(words) in (0, 1, 3), words
    assert no_net == []


def test_a_check_with_the_network_cut(folder: Path) -> None:
    if shutil.which("unshare") is None or subprocess.run(["unshare", "-rn", "true"], check=False).returncode:
        pytest.skip("no network can be cut here")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = ["unshare", "-rn", sys.executable, "-m", "redactlint", "check", "set", "--format", "json", "--jobs", "2"]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 3, done.stderr
    assert len(json.loads(done.stdout)["documents"]) >= 75
