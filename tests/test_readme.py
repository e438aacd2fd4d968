"""What the README and the guides say is what the tool does: outputs, tables, options, keys and fields."""

from __future__ import annotations

import argparse
import importlib
import json
import re
import shlex
from pathlib import Path

import pytest

from redactlint import config
from redactlint.cli import main
from redactlint.rulepack import Pack, load

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")
GUIDES = {path.name: path.read_text("utf-8") for path in sorted((ROOT / "docs").glob("*.md"))}
CONSOLE = re.findall(r"^```console\n\$ (.*?)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load()


def _column(text: str, heading: str) -> list[str]:
    """The first cells of the table under `heading`, without code quotes."""
    table = text.split(f"\n| {heading} |", 1)[1].split("\n\n", 1)[0]
    return [row.split("|")[1].strip() for row in table.splitlines()[2:]]


def _names(cells: list[str]) -> set[str]:
    return {name for cell in cells for name in re.findall(r"`([^`]+)`", cell)}


@pytest.mark.parametrize(("command", "output"), CONSOLE, ids=[command for command, _ in CONSOLE])
def test_the_readme_shows_what_the_tool_prints(
    command: str, output: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "100")
    words = shlex.split(command)
    assert words[0] == "redactlint"
    main(words[1:])
    assert capsys.readouterr().out == output


def test_every_family_of_rules_is_named(pack: Pack) -> None:
    live = {rule.family for rule in pack.rules.values() if rule.retired is None}
    assert set(_column(README, "family | judges")) == live


def test_every_profile_is_named(pack: Pack) -> None:
    assert _names(_column(README, "profile | for")) == set(pack.profiles)


def test_every_example_is_named() -> None:
    folder = ROOT / "examples"
    files = {
        path.relative_to(folder).as_posix() for kind in ("clean", "defective") for path in (folder / kind).iterdir()
    }
    assert _names(_column(README, "document | what is in it")) == files


def test_the_exit_codes_are_those_of_the_help_page(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--help"])
    help_page = capsys.readouterr().out.split("exit codes:")[1]
    told = dict(re.findall(r"^\s+(\d+)\s+(.*)$", help_page, re.MULTILINE))
    rows = dict(re.findall(r"^\| (\d+) \| (.*?) \|$", README, re.MULTILINE))
    assert {code: words.replace("`", "") for code, words in rows.items()} == told


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", *(f"docs/{one}" for one in GUIDES)])
def test_every_option_that_is_named_exists(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    commands = re.findall(r"redactlint (?:check|show|rules|explain|marking)?[^`\n]*", text)
    spoken = set(re.findall(r"(?<![\w-])(--[a-z][a-z-]+)", "\n".join([*commands, *re.findall(r"`(--[^`]*)`", text)])))
    known = {"--help", *(option for verb in _verbs() for option in _options(verb))}
    assert spoken <= known, spoken - known


def _verbs() -> list[str]:
    folder = ROOT / "redactlint" / "verbs"
    return [path.stem for path in folder.glob("*.py") if "def parser()" in path.read_text("utf-8")]


def _options(verb: str) -> set[str]:
    parser: argparse.ArgumentParser = importlib.import_module(f"redactlint.verbs.{verb}").parser()
    return {option for action in parser._actions for option in action.option_strings}


def test_the_guide_to_configuration_names_every_key() -> None:
    assert _names(_column(GUIDES["configuration.md"], "key | value | meaning")) == set(config.KEYS)


def test_the_guide_to_rules_names_every_field() -> None:
    schema = json.loads((ROOT / "schemas" / "rule.schema.json").read_text("utf-8"))
    assert _names(_column(GUIDES["rule-format.md"], "field | meaning")) == set(schema["properties"])


def test_the_guide_to_json_names_every_field(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    parsed, found = GUIDES["json.md"].split("## What was found")
    main(["show", "--format", "json", "examples/clean/05OSLO1187.txt"])
    document = json.loads(capsys.readouterr().out)["documents"][0]
    fields = {*document, *document["banner"], *document["declassify_on"], *document["portions"][0], *document["date"]}
    assert fields <= _names(parsed.splitlines()), fields - _names(parsed.splitlines())
    main(["check", "--format", "json", "examples/defective/07LUSAKA498.txt"])
    report = json.loads(capsys.readouterr().out)
    fields = {*report, *report["documents"][0], *report["findings"][0]}
    assert fields <= _names(found.splitlines()), fields - _names(found.splitlines())


def test_every_file_that_is_linked_exists() -> None:
    for name, text in {"README.md": README, **{f"docs/{key}": value for key, value in GUIDES.items()}}.items():
        for target in re.findall(r"\]\(([^)#:]+)\)", re.sub(r"`[^`]*`", "", text)):
            assert ((ROOT / name).parent / target).exists(), f"{name} links {target}"
