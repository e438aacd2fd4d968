"""`--set` on the command line: exit codes, suppressions, baselines and reports hold for what only a set shows."""

from __future__ import annotations

import json
import sys
import zipfile
from pathlib import Path

import pytest
from sets.judged_sets import HARVEST, PRESS, RAILWAY, UNION, telegram

from redactlint.cli import main

LOW = telegram(("C", HARVEST), ("C", f"{RAILWAY} {UNION}"), ("U", PRESS), ("S", "Nobody spoke of it."))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two copies of a telegram that disagree on one mark."""
    monkeypatch.chdir(tmp_path)
    place = tmp_path / "set"
    place.mkdir()
    (place / "07LUSAKA512.txt").write_text(telegram(), "utf-8")
    (place / "07LUSAKA512-copy.txt").write_text(LOW, "utf-8")
    return place


def findings(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, list[dict[str, object]]]:
    code = main(["check", "--no-config", "--no-cache", "--format", "json", *words])
    told = json.loads(capsys.readouterr().out)["findings"]
    return code, [one for one in told if one["rule"].startswith("SET")]


def test_only_a_set_is_judged_as_one(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert findings(capsys, str(folder)) == (0, [])
    code, (finding,) = findings(capsys, "--set", str(folder))
    assert code == 1
    assert finding["rule"] == "SET001"
    assert str(finding["path"]).endswith("copy.txt")


def test_the_verdict_is_that_of_the_document(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", "--no-config", "--set", "--format", "json", str(folder)])
    verdicts = {Path(one["path"]).name: one["verdict"] for one in json.loads(capsys.readouterr().out)["documents"]}
    assert verdicts == {"07LUSAKA512.txt": "pass", "07LUSAKA512-copy.txt": "fail"}


def test_selecting_the_family_without_the_set_says_what_to_do(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--no-config", "--select", "SET", str(folder)]) == 2
    assert "--set" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["text", "table", "sarif", "github", "gitlab", "junit", "csv", "markdown", "html", "jsonl"])
def test_every_report_names_both_places(name: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--no-config", "--set", "--format", name, str(folder)]) == 1
    told = capsys.readouterr().out
    assert "SET001" in told
    assert "07LUSAKA512-copy.txt" in told
    assert "07LUSAKA512.txt" in told
    assert "railway" not in told


def test_a_suppression_in_the_document_holds_for_the_set(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy = folder / "07LUSAKA512-copy.txt"
    copy.write_text("redactlint: ignore[SET001] reason=the department was told\n\n" + LOW, "utf-8")
    code, (finding,) = findings(capsys, "--set", str(folder))
    assert code == 0
    assert finding["suppressed"]["kind"] == "inline"


def test_a_suppression_that_the_set_does_not_need_is_unused_and_without_the_set_is_left_alone(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "07LUSAKA512-copy.txt").write_text(
        "redactlint: ignore[SET003] reason=the department was told\n\n" + telegram(), "utf-8"
    )
    assert main(["check", "--no-config", "--format", "csv", str(folder)]) == 0
    assert "DOC005" not in capsys.readouterr().out
    assert main(["check", "--no-config", "--set", "--format", "csv", str(folder)]) == 1
    assert "DOC005" in capsys.readouterr().out


def test_a_row_of_the_configuration_holds_for_the_set(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = folder.parent / "redactlint.toml"
    config.write_text('[[ignore]]\npath = "set/*copy.txt"\nrule = "SET"\nreason = "known to the department"\n', "utf-8")
    assert main(["check", "--config", str(config), "--set", "--select", "SET,DOC005", "set"]) == 0
    assert "1 suppressed" in capsys.readouterr().out


def test_a_baseline_knows_what_the_set_shows(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["baseline", "write", "known.json", "set", "--no-config", "--set"]) == 0
    assert '"SET001"' in Path("known.json").read_text("utf-8")
    assert main(["check", "--no-config", "--set", "--baseline", "known.json", "set"]) == 0
    (folder / "07LUSAKA512.txt").write_text(telegram(declassify="06/17/2016"), "utf-8")
    assert main(["check", "--no-config", "--set", "--baseline", "known.json", "set"]) == 1
    capsys.readouterr()


def test_the_archive_profile_judges_sets_and_lets_nothing_silence_it(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "07LUSAKA512-copy.txt").write_text("redactlint: ignore[SET001] reason=no\n\n" + LOW, "utf-8")
    code, told = findings(capsys, "--set", "--profile", "archive", str(folder))
    assert code == 1
    assert told
    assert all(one["suppressed"] is None for one in told)


def test_the_report_of_a_set_is_verified_as_one(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--no-config", "--set", "--format", "json=report.json", "--format", "text", "set"]) == 1
    assert main(["verify", "report.json", "--no-config"]) == 0
    (folder / "07LUSAKA512.txt").write_text(LOW, "utf-8")
    assert main(["verify", "report.json", "--no-config"]) == 1
    assert "SET001" in capsys.readouterr().out


def test_the_cores_find_what_one_process_finds(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(70):
        text = telegram(("C", f"{HARVEST} {number}"), ("S", f"{RAILWAY} {number}"), number=f"HARARE {number + 1}")
        (folder / f"07HARARE{number + 1}.txt").write_text(text, "utf-8")
    assert findings(capsys, "--set", "--jobs", "2", str(folder)) == findings(capsys, "--set", "--jobs", "1", str(folder))


def test_a_zip_and_a_folder_behind_a_url_are_read_without_copying(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with zipfile.ZipFile("set.zip", "w") as archive:
        for one in folder.iterdir():
            archive.write(one, f"inside/{one.name}")
    for url in ("zip://inside::set.zip", "zip://*/*.txt::set.zip", f"file://{folder.as_posix()}"):
        code, (finding,) = findings(capsys, "--set", url)
        assert code == 1
        assert "://" in str(finding["path"])
        assert finding["rule"] == "SET001"


def test_the_memory_file_system_and_what_it_does_not_hold(capsys: pytest.CaptureFixture[str]) -> None:
    fsspec = pytest.importorskip("fsspec")
    system = fsspec.filesystem("memory")
    system.pipe({"/cables/07LUSAKA512.txt": telegram().encode(), "/cables/07LUSAKA512-copy.txt": LOW.encode()})
    try:
        code, (finding,) = findings(capsys, "--set", "--jobs", "1", "memory://cables")
        assert code == 1
        assert finding["path"] == "memory:///cables/07LUSAKA512-copy.txt"
        assert main(["check", "--no-config", "memory://cables/none.txt"]) == 3
        assert "does not exist" in capsys.readouterr().out
        assert main(["check", "--no-config", "nowhere://cables"]) == 3
        assert "no file system has this protocol" in capsys.readouterr().out
    finally:
        system.rm("/cables", recursive=True)


def test_a_file_system_whose_package_is_missing_is_named(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("fsspec")
    monkeypatch.setitem(sys.modules, "s3fs", None)
    assert main(["check", "s3://bucket/cables", "--no-config"]) == 3
    assert "install s3fs to access S3" in capsys.readouterr().out
