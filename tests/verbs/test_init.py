"""`init` writes what one can start from, valid as it is and with every line uncommented; it destroys nothing."""

from __future__ import annotations

import json
import os
import re
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from redactlint import config
from redactlint.cli import main
from redactlint.rulebook.rulefiles import read_toml
from redactlint.rulepack import data_folder, load
from redactlint.verbs.init import CONFIGURATION, HOOK_FILE, HOOKS


def assert_valid(path: Path) -> None:
    schema = json.loads((data_folder("schemas") / "config.schema.json").read_text("utf-8"))
    jsonschema.validate(read_toml(path), schema)
    config.load(str(path))


@pytest.mark.parametrize("profile", sorted(load().profiles))
def test_it_is_valid_for_every_profile(folder: Path, profile: str) -> None:
    assert main(["init", "--profile", profile]) == 0
    path = folder / config.FILE_NAME
    assert_valid(path)
    assert config.load(str(path)).get("profile") == profile


def test_every_line_that_is_commented_out_is_valid_too(folder: Path) -> None:
    main(["init"])
    path = folder / config.FILE_NAME
    source = re.sub(r"^#(?! )", "", path.read_text("utf-8"), flags=re.MULTILINE)
    path.write_text(source, "utf-8")
    assert_valid(path)
    assert set(tomllib.loads(source)) >= {"document_date", "metadata", "exclude", "baseline", "severities", "ignore"}


def test_the_folder_is_judged_by_it(folder: Path, capsys: Any) -> None:
    (folder / "records").mkdir()
    assert main(["init", "records", "--profile", "release"]) == 0
    assert capsys.readouterr().out.startswith(f"wrote {os.path.join('records', config.FILE_NAME)}\n")
    assert (folder / "records" / config.FILE_NAME).is_file()


def test_what_is_there_stays_unless_it_is_forced(folder: Path, capsys: Any) -> None:
    path = folder / config.FILE_NAME
    path.write_text('profile = "ic"\n')
    assert main(["init"]) == 2
    assert "exists, and nothing was written; --force replaces it" in capsys.readouterr().err
    assert path.read_text() == 'profile = "ic"\n'
    assert main(["init", "--force"]) == 0
    assert config.load(str(path)).get("profile") == "state"


def test_the_hook_is_printed_or_written(folder: Path, capsys: Any) -> None:
    main(["init"])
    assert capsys.readouterr().out.endswith(f"for pre-commit, as {HOOK_FILE}:\n\n{HOOKS}")
    assert not (folder / HOOK_FILE).exists()
    assert main(["init", "--force", "--pre-commit", "write"]) == 0
    assert (folder / HOOK_FILE).read_text() == HOOKS
    assert main(["init", "--force", "--pre-commit", "none"]) == 0


def test_hooks_that_are_there_stay_and_nothing_is_half_done(folder: Path, capsys: Any) -> None:
    hooks = folder / HOOK_FILE
    hooks.write_text("repos: []\n")
    assert main(["init", "--pre-commit", "write"]) == 2
    assert os.listdir(folder) == [HOOK_FILE]
    assert main(["init"]) == 0
    assert "add to `repos`" in capsys.readouterr().out
    assert hooks.read_text() == "repos: []\n"


def test_a_profile_or_folder_that_is_none_is_said(folder: Path, capsys: Any) -> None:
    assert main(["init", "--profile", "sate"]) == 2
    assert main(["init", "nowhere"]) == 2
    assert os.listdir(folder) == []
    assert "no profile is called 'sate'" in capsys.readouterr().err


def test_the_file_suppresses_nothing_where_it_is_judged_as_a_document() -> None:
    assert "redactlint: ignore" not in CONFIGURATION
