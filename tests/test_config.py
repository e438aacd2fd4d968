"""The configuration is found upwards, read key by key, and refuses what it does not know with file, line and remedy."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

from redactlint import config
from redactlint.errors import ConfigError
from redactlint.rulepack import data_folder


def write(folder: Path, content: str) -> str:
    path = folder / config.FILE_NAME
    path.write_text(content, "utf-8")
    return str(path)


def test_it_is_found_in_the_folder_or_the_nearest_above(tmp_path: Path) -> None:
    path = write(tmp_path, "")
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    assert config.find(str(below)) == path
    nearer = write(tmp_path / "a", "")
    assert config.find(str(below)) == nearer


def test_every_key_is_read(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        """
profile = "ic"
strict = true
select = ["BNR", "DCL001"]
fail_on = "error"
as_of = 2026-01-31
document_date = "today"
require_portion_marks = "always"
exclude = "drafts/"
jobs = 2
parameters = {limit = 3}

[severities]
PRT010 = "none"

[[ignore]]
path = "1979/*"
rule = ["DCL004", "BNR"]
reason = "extended by the review of 1981"
until = 2027-01-31

[[ignore]]
path = ["a.txt", "b.txt"]
rule = "BNR003"
reason = "known"
""",
    )
    read = config.load(path)
    assert read.get("profile") == "ic"
    assert read.get("as_of") == datetime.date(2026, 1, 31)
    assert read.get("exclude") == ["drafts/"]
    assert read.parameters == {"limit": 3, "require_portion_marks": "always"}
    first, second = read.ignore_tables
    assert (first.paths, first.rules, first.until) == (("1979/*",), ("DCL004", "BNR"), datetime.date(2027, 1, 31))
    assert (second.paths, second.line) == (("a.txt", "b.txt"), 22)


def test_a_byte_order_mark_is_no_fault_and_what_has_no_end_is_said(tmp_path: Path) -> None:
    path = tmp_path / config.FILE_NAME
    path.write_text('profile = "ic"\r\njobs = -1\r\n', "utf-8-sig", newline="")
    with pytest.raises(ConfigError, match=r"toml:2: jobs is -1"):
        config.load(str(path))
    for endless in ("[" * 100_000, "9" * 10_000):
        with pytest.raises(ConfigError, match="not TOML"):
            config.load(write(tmp_path, f"jobs = {endless}"))


def test_a_configuration_on_another_drive_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def relpath(path: str, start: str) -> str:
        raise ValueError("path is on mount 'D:', start on mount 'C:'")

    monkeypatch.setattr("os.path.relpath", relpath)
    read = config.load(write(tmp_path, ""))
    assert read.resolve("known.json") == str(tmp_path / "known.json")


def test_ignore_takes_a_list_of_codes_too(tmp_path: Path) -> None:
    assert config.load(write(tmp_path, 'ignore = ["BNR003", "TEL"]')).ignore == ("BNR003", "TEL")


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        ('\nprofil = "ic"', 2, "did you mean profile?"),
        ('fail_on = "warnings"', 1, "error, warning, info, never"),
        ("strict = 1", 1, "true or false"),
        ("select = [1]", 1, "list of strings"),
        ("jobs = -1", 1, "whole number"),
        ('as_of = "31/01/2026"', 1, "date"),
        ('[severities]\nBNR001 = "fatal"', 2, "BNR001 of [severities] is 'fatal'; it must be one of error, warning"),
        ('[columns]\ntxt = "body"', 2, "unknown key 'txt' in [columns]; did you mean text?"),
        ("[columns]\ntext = 3", 2, "text of [columns] is 3; it must be the name of a column"),
        ('severities = "none"', 1, "it must be a table of levels by code"),
        ('[[ignore]]\npath = "x"\nrule = "BNR001"', 1, "no reason"),
        ('[[ignore]]\npath = "x"\nrule = "BNR001"\nreason = " "', 1, "no reason"),
        ('[[ignore]]\nrule = "BNR001"\nreason = "r"', 1, "no path"),
        ('[[ignore]]\npaths = "x"', 1, "did you mean path?"),
        ('strict = false\n\n[[ignore]]\npath = "x"\nrule = "BNR001"\nreason = "r"\nuntil = "soon"', 3, "date"),
        ("profile = ", 1, "not TOML"),
    ],
)
def test_what_is_wrong_is_said_with_line_and_remedy(tmp_path: Path, content: str, line: int, words: str) -> None:
    path = write(tmp_path, content)
    with pytest.raises(ConfigError) as caught:
        config.load(path)
    assert caught.value.line == line
    assert words in str(caught.value)
    assert str(caught.value).startswith(f"{path}:{line}: ")


def test_an_ignored_rule_that_does_not_exist_is_said_with_its_line(tmp_path: Path) -> None:
    read = config.load(write(tmp_path, '\n[[ignore]]\npath = "x"\nrule = "BNR9"\nreason = "r"'))

    def resolve(names: tuple[str, ...]) -> frozenset[str]:
        raise ValueError(f"no rule is called {names[0]}")

    with pytest.raises(ConfigError, match="BNR9") as caught:
        config.ignore_rows(read, resolve)
    assert caught.value.line == 2


def test_the_schema_says_what_the_reader_says() -> None:
    schema = json.loads((data_folder("schemas") / "config.schema.json").read_text("utf-8"))
    assert set(schema["properties"]) == set(config.KEYS)
    table = schema["$defs"]["ignore"]
    assert set(table["properties"]) == {"path", "rule", "reason", "until"}
    assert set(table["required"]) == {"path", "rule", "reason"}
    for key in ("fail_on", "require_portion_marks"):
        for value in schema["properties"][key]["enum"]:
            assert value in config.KEYS[key]


def test_the_day_of_adoption_is_a_day(tmp_path: Path) -> None:
    path = write(tmp_path, "[parameters]\ncui_adopted = 2020-03-06\n")
    assert config.load(path).values["parameters"] == {"cui_adopted": "2020-03-06"}
    with pytest.raises(ConfigError, match=r"toml:2: cui_adopted is 'soon'; it must be a date"):
        config.load(write(tmp_path, "[parameters]\ncui_adopted = 'soon'\n"))
