"""The rules are listed and explained, and the examples of rules are run, with what is wrong in a rule file said."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from redactlint.cli import main
from redactlint.errors import RulePackError
from redactlint.reports.catalogue import as_table
from redactlint.rulebook import examples
from redactlint.rulebook.validation import validate
from redactlint.rulepack import load

RULE = """\
code = "XYZ001"
name = "bread-mentioned"
summary = "A telegram speaks of nothing that it has."
rationale = "Invented."
check = "recognition.not_recognised"
message = "{content}"
[[citation]]
source = "an invented law"
confidence = "D"
[[severity]]
level = "warning"
"""
EXAMPLE = """
[[example]]
title = "number {number}"
bad = "Milk and bread.\\n"
good = '''UNCLAS LUSAKA 000515

SIPDIS

E.O. 12958: N/A
TAGS: ECON, ZA
SUBJECT: BREAD

1. Milk and bread.
EXAMPLE
'''
"""


@pytest.fixture
def pack(tmp_path: Path, monkeypatch: Any) -> Any:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine" / "xyz").mkdir(parents=True)

    def write(content: str, name: str = "XYZ001.toml") -> str:
        (tmp_path / "mine" / "xyz" / name).write_text(content, "utf-8")
        return "mine"

    return write


def good_rule() -> str:
    return RULE + "".join(EXAMPLE.format(number=number) for number in range(3))


def test_rules_are_listed_by_family_as_table_and_json(capsys: Any) -> None:
    assert main(["rules", "bnr", "DOC001"]) == 0
    table = capsys.readouterr().out
    assert "banner-below-portions" in table
    assert "portion-unmarked" not in table
    assert main(["rules", "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)["rules"]
    assert [one["code"] for one in rows] == sorted(load().rules)


def test_a_rule_is_explained_by_code_or_name(capsys: Any) -> None:
    assert main(["explain", "bnr002"]) == 0
    by_code = capsys.readouterr().out
    assert main(["explain", "banner-below-portions"]) == 0
    assert capsys.readouterr().out == by_code
    for heading in ("Why", "Severity", "How to mend", "Examples", "What it rests on"):
        assert heading in by_code
    assert main(["explain", "banner-below-portion"]) == 2
    assert "did you mean banner-below-portions?" in capsys.readouterr().err


def test_every_rule_has_a_page(capsys: Any) -> None:
    assert main(["explain", *load().rules]) == 0


def test_rules_of_one_s_own_are_validated_run_and_obeyed(pack: Any, capsys: Any, tmp_path: Path) -> None:
    folder = pack(good_rule())
    assert main(["rules", "test", folder]) == 0
    assert "1 rule, 3 examples: no failures" in capsys.readouterr().out
    (tmp_path / "note.txt").write_text("Milk and bread.\n", "utf-8")
    assert main(["check", "note.txt", "--rules", folder, "--allow-unrecognised"]) == 1
    assert "XYZ001 bread-mentioned" in capsys.readouterr().out


def test_examples_of_sets_are_left_out_and_named_where_their_extra_is_missing(
    pack: Any, capsys: Any, monkeypatch: Any
) -> None:
    monkeypatch.setitem(sys.modules, "datasketch", None)
    assert main(["rules", "test", "--select", "SET,TEL003"]) == 0
    printed = capsys.readouterr()
    assert printed.out == "1 rule, 3 examples: no failures\n"
    assert printed.err.startswith("redactlint: SET001, SET002, SET003, SET004 not tested: judging sets needs the extra set")
    assert main(["rules", "test", pack(good_rule())]) == 0
    assert capsys.readouterr().err == ""
    assert main(["rules", "test", "--select", "SET"]) == 3, "nothing was tested"


@pytest.mark.parametrize(
    ("change", "line", "words"),
    [
        (("check =", "chek ="), 5, "did you mean check?"),
        (('level = "warning"', 'level = "fatal"'), 11, "fatal"),
        (('name = "bread-mentioned"\n', ""), None, "name"),
        (('code = "XYZ001"', 'code = "X1"'), 1, "X1"),
        (('source = "an invented law"\n', ""), 7, "source"),
        (("summary =", "summary"), 3, "not TOML"),
        (('check = "recognition.not_recognised"', 'check = "recognition.no_such"'), None, "recognition.no_such"),
    ],
)
def test_what_is_wrong_in_a_rule_file_is_said_with_its_line(
    pack: Any, capsys: Any, change: tuple[str, str], line: int | None, words: str, tmp_path: Path
) -> None:
    folder = pack(good_rule().replace(*change))
    (tmp_path / "note.txt").write_text("Milk and bread.\n", "utf-8")
    for _ in range(2):  # what is wrong is not kept
        assert main(["check", "note.txt", "--rules", folder]) == 2
        said = capsys.readouterr().err
        assert words in said
        assert said.count("\n") == 1
        if line is not None:
            assert f"XYZ001.toml:{line}: " in said


def test_one_code_is_one_rule_in_one_file_of_its_name(pack: Any, tmp_path: Path) -> None:
    folder = Path(pack(good_rule()))
    pack(good_rule(), "XYZ002.toml")
    with pytest.raises(RulePackError, match="XYZ002"):
        validate([folder])


def test_the_shipped_rules_are_valid_and_do_what_their_examples_say() -> None:
    tally = examples.Tally()
    assert list(examples.run(load(), tally=tally)) == []
    assert tally.rules == len(load().rules)
    assert tally.examples >= 3 * sum(rule.retired is None for rule in load().rules.values())


@pytest.mark.parametrize(
    ("change", "which", "expected"),
    [
        (
            (
                "Milk and bread.\\n",
                "C O N F I D E N T I A L LUSAKA 000515\\n\\nSIPDIS\\n\\nE.O. 12958: N/A\\n\\n1. (C) Milk.\\n",
            ),
            "bad",
            "a finding of XYZ001",
        ),
        (("1. Milk", "1. (S) Milk"), "good", "silence, but"),
        (('title = "number 0"', 'title = "number 0"\nat = "bread"'), "bad", "XYZ001 at 'bread'"),
    ],
)
def test_an_example_that_does_not_hold_is_reported(
    pack: Any, change: tuple[str, str], which: str, expected: str
) -> None:
    folder = Path(pack(good_rule().replace(*change)))
    loaded = load([folder], use_cache=False)
    failures = list(examples.run(loaded, (folder,)))
    assert [one for one in failures if one.which == which and expected in one.expected]


def test_a_rule_without_examples_is_reported(pack: Any) -> None:
    folder = Path(pack(RULE))
    failures = list(examples.run(load([folder], use_cache=False), (folder,)))
    assert [one for one in failures if one.which == "rule" and "at least" in one.expected]


@pytest.mark.parametrize("width", [80, 100, 200])
def test_the_table_of_rules_fits_the_terminal(width: int) -> None:
    pack = load()
    table = as_table(pack.rules.values(), width)
    assert max(map(len, table.splitlines())) <= width
    assert all(rule.code in table and rule.name in table for rule in pack.rules.values())
