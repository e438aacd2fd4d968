"""`fix` shows a patch, or writes the files; it keeps what it must, says what it did, and edits no records."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from short_telegrams import ONE_PARAGRAPH as CLEAN

from redactlint import fixes
from redactlint.cli import main
from redactlint.rulepack import load

MISTYPED = CLEAN.replace("12958", "12598").replace("1.4 (b)", "1/4 (b)")
NAME = "07LUSAKA000512.txt"


def written(folder: Path, content: str, name: str = NAME) -> Path:
    path = folder / name
    path.write_bytes(content.encode())
    return path


class TestPatch:
    def test_it_is_shown_and_nothing_is_written(self, folder: Path, capsys: Any) -> None:
        path = written(folder, MISTYPED)
        assert main(["fix", NAME]) == 1
        told = capsys.readouterr()
        assert f"{NAME}:5:6: ORD002 order-unknown: cite E.O. 12958" in told.out
        assert "\n-E.O. 12598: DECL: 06/17/2017\n+E.O. 12958: DECL: 06/17/2017\n" in told.out
        assert "2 mends in 1 document; `redactlint fix --write` makes them" in told.out
        assert path.read_text() == MISTYPED
        assert os.listdir(folder) == [NAME]

    def test_the_page_bears_the_marking_of_what_it_quotes(self, folder: Path, capsys: Any) -> None:
        written(folder, MISTYPED)
        main(["fix", NAME])
        assert capsys.readouterr().out.endswith("This page is CONFIDENTIAL: it quotes text.\n")

    @pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
    def test_applied_it_gives_what_write_gives(self, folder: Path, capsys: Any) -> None:
        path = written(folder, MISTYPED.replace("\n", "\r\n"))
        main(["fix", NAME])
        patch = capsys.readouterr().out
        subprocess.run(["git", "apply", "-p0", "-"], cwd=folder, input=patch.encode(), check=True)
        patched = path.read_bytes()
        written(folder, MISTYPED.replace("\n", "\r\n"))
        main(["fix", "--write", NAME])
        assert path.read_bytes() == patched == CLEAN.replace("\n", "\r\n").encode()

    def test_standard_input_is_shown_by_its_name(self, folder: Path, capsys: Any, monkeypatch: Any) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(MISTYPED.encode())))
        assert main(["fix", "-", "--stdin-filename", NAME]) == 1
        assert f"--- {NAME}\n+++ {NAME}\n" in capsys.readouterr().out


class TestWriting:
    @pytest.mark.parametrize("newline", ["\n", "\r\n"])
    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1252"])
    def test_all_but_the_edits_is_kept_byte_for_byte(self, folder: Path, newline: str, encoding: str) -> None:
        def data(words: str) -> bytes:
            return words.replace("Jane Q.", "Renée “J”").replace("\n", newline).encode(encoding)

        path = folder / NAME
        path.write_bytes(data(MISTYPED))
        path.chmod(0o640)
        assert main(["fix", "--write", NAME]) == 1
        assert path.read_bytes() == data(CLEAN)
        if os.name == "posix":
            assert stat.S_IMODE(path.stat().st_mode) == 0o640

    def test_twice_changes_nothing_and_says_so(self, folder: Path, capsys: Any) -> None:
        path = written(folder, MISTYPED)
        assert main(["fix", "--write", "."]) == 1
        assert "2 mends in 1 document written" in capsys.readouterr().out
        before = path.stat()
        assert main(["fix", "--write", "."]) == 0
        assert capsys.readouterr().out == ""
        assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)

    def test_the_list_quotes_nothing_but_marks_and_header_words(self, folder: Path, capsys: Any) -> None:
        written(folder, MISTYPED)
        main(["fix", "--write", NAME])
        told = capsys.readouterr().out
        assert told.endswith("This page is UNCLASSIFIED: it quotes marks, dates and header words only.\n")
        assert "minister" not in told.lower()

    def test_a_link_inside_the_folder_is_not_written_through(self, folder: Path, capsys: Any) -> None:
        target = written(folder, MISTYPED)
        (folder / "link.txt").symlink_to(target)
        assert main(["fix", "--write", "link.txt"]) == 3
        assert "is a symbolic link" in capsys.readouterr().err
        assert target.read_text() == MISTYPED

    def test_a_link_beside_its_file_is_no_second_file(self, folder: Path) -> None:
        target = written(folder, MISTYPED)
        (folder / "a-link.txt").symlink_to(target)
        assert main(["fix", "--write", "."]) == 1
        assert target.read_text() == CLEAN
        assert (folder / "a-link.txt").is_symlink()

    def test_one_bad_file_stops_no_other(self, folder: Path, capsys: Any) -> None:
        path = written(folder, MISTYPED)
        (folder / "a.bin").write_bytes(b"\0\1\2")
        assert main(["fix", "--write", "."]) == 3
        assert "a.bin: the file is not text" in capsys.readouterr().err
        assert path.read_text() == CLEAN

    def test_a_fault_in_one_file_stops_no_other_and_is_said(
        self, folder: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        written(folder, MISTYPED, "06LUSAKA000001.txt")
        path = written(folder, MISTYPED)
        whole = fixes._applied

        def faulty(lines: tuple[str, ...], edits: Any) -> tuple[str, ...]:
            monkeypatch.setattr(fixes, "_applied", whole)
            raise ZeroDivisionError

        monkeypatch.setattr(fixes, "_applied", faulty)
        assert main(["fix", "--write", "."]) == 70
        assert "a fault in redactlint itself (ZeroDivisionError" in capsys.readouterr().err
        assert path.read_text() == CLEAN


class TestRecord:
    def test_every_mend_is_a_line_for_its_owner_alone(self, folder: Path) -> None:
        path = written(folder, MISTYPED)
        record = folder / "mends.jsonl"
        assert main(["fix", "--write", "--record", "mends.jsonl", "--as-of", "2026-01-31", NAME]) == 1
        rows = [json.loads(line) for line in record.read_text().splitlines()]
        assert [row["rule"] for row in rows] == ["ORD002", "RSN004"]
        for row in rows:
            assert row["path"] == NAME
            assert row["before_sha256"] == hashlib.sha256(MISTYPED.encode()).hexdigest()
            assert row["after_sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
            assert row["as_of"] == "2026-01-31"
        place = {"line": 5, "column": 6, "end_line": 5, "end_column": 11}
        assert rows[0]["edits"] == [{**place, "before": "12598", "after": "12958"}]
        if os.name == "posix":
            assert stat.S_IMODE(record.stat().st_mode) == 0o600

    def test_it_grows_and_what_others_could_read_they_cannot_any_more(self, folder: Path) -> None:
        record = written(folder, "{}\n", "mends.jsonl")
        record.chmod(0o644)
        written(folder, MISTYPED)
        main(["fix", "--write", "--record", "mends.jsonl", "."])
        assert len(record.read_text().splitlines()) == 3
        if os.name == "posix":
            assert stat.S_IMODE(record.stat().st_mode) == 0o600

    @pytest.mark.skipif(not hasattr(os, "O_NOFOLLOW"), reason="this system cannot refuse symbolic links")
    def test_no_link_is_followed_and_nothing_is_written_without_the_record(self, folder: Path, capsys: Any) -> None:
        path = written(folder, MISTYPED)
        other = written(folder, "", "other")
        (folder / "mends.jsonl").symlink_to(other)
        assert main(["fix", "--write", "--record", "mends.jsonl", NAME]) == 2
        assert "cannot write the record" in capsys.readouterr().err
        assert (path.read_text(), other.read_text()) == (MISTYPED, "")


class TestRefusals:
    @pytest.mark.parametrize("way", [[], ["--diff"], ["--write"]])
    def test_records_are_not_edited(self, folder: Path, capsys: Any, way: list[str]) -> None:
        path = written(folder, MISTYPED)
        assert main(["fix", *way, "--profile", "archive", NAME]) == 2
        assert capsys.readouterr().err == (
            "redactlint: profile archive edits no records; judge them with `redactlint check`, and mend nothing\n"
        )
        assert path.read_text() == MISTYPED

    @pytest.mark.parametrize(
        ("words", "wrong"),
        [
            (["--record", "r.jsonl", NAME], "--record keeps what was written"),
            (["--write", "-"], "standard input cannot be written back"),
            (["--write", "--record", NAME, NAME], "is to be read and to be written"),
            ([], "nothing to check"),
        ],
    )
    def test_what_cannot_be_is_said(self, folder: Path, capsys: Any, words: list[str], wrong: str) -> None:
        path = written(folder, MISTYPED)
        assert main(["fix", *words]) == 2
        assert wrong in capsys.readouterr().err
        assert path.read_text() == MISTYPED


class TestExitCode:
    def test_nothing_to_mend(self, folder: Path, capsys: Any) -> None:
        written(folder, CLEAN)
        assert main(["fix", "."]) == 0
        assert capsys.readouterr() == ("", "redactlint: nothing to mend in 1 document\n")

    def test_what_no_mend_helps_is_not_its_concern(self, folder: Path) -> None:
        written(folder, CLEAN.replace("1. (C)", "1. (S)"))
        assert main(["fix", "."]) == 0

    def test_what_only_a_person_can_know_is_counted_and_left(self, folder: Path, capsys: Any) -> None:
        path = written(folder, CLEAN.replace("06/17/2017", "17/06/2017"))
        assert main(["fix", "--write", "."]) == 0
        assert "1 mend left that --unsafe would make" in capsys.readouterr().err
        assert main(["fix", "--write", "--unsafe", "."]) == 1
        assert path.read_text() == CLEAN

    def test_nothing_recognised_is_no_success_but_for_hooks(self, folder: Path, capsys: Any) -> None:
        written(folder, "Milk and bread.\n", "note.txt")
        assert main(["fix", "."]) == 3
        assert "nothing was recognised" in capsys.readouterr().err
        assert main(["fix", "--allow-unrecognised", "."]) == 0

    def test_what_the_baseline_knows_is_left(self, folder: Path) -> None:
        path = written(folder, MISTYPED)
        assert main(["baseline", "write", "known.json", "."]) == 0
        assert main(["fix", "--write", "--baseline", "known.json", "."]) == 0
        assert path.read_text() == MISTYPED
        assert main(["fix", "--write", "--baseline", "known.json", "--no-baseline", "."]) == 1


class TestGuide:
    GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "fixing.md").read_text("utf-8")

    def test_it_names_the_rules_that_are_fixable(self) -> None:
        table = self.GUIDE.split("| rule | mend |", 1)[1].split("\n\n", 1)[0]
        named = set(re.findall(r"[A-Z]{3}\d{3}", table))
        assert named == {rule.code for rule in load().rules.values() if rule.fixable}

    def test_it_names_every_key_of_the_record(self, folder: Path) -> None:
        written(folder, MISTYPED)
        main(["fix", "--write", "--record", "mends.jsonl", NAME])
        row = json.loads((folder / "mends.jsonl").read_text().splitlines()[0])
        table = self.GUIDE.split("| key | meaning |", 1)[1].split("\n\n", 1)[0]
        assert {*row, *row["edits"][0]} <= set(re.findall(r"`([a-z_0-9]+)`", table))
