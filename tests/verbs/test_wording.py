"""What the command line says: pages that fit a terminal, and one line, with a remedy, on whatever was mistyped."""

from __future__ import annotations

import re

import pytest

from redactlint.cli import VERBS, main
from redactlint.verbs import parsing


@pytest.fixture(autouse=True)
def _narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    parsing._width.cache_clear()


@pytest.mark.parametrize("verb", ["", *VERBS])
def test_a_help_page_fits_a_narrow_terminal(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*verb.split(), "--help"]) == 0
    assert max(map(len, capsys.readouterr().out.splitlines())) <= 80


@pytest.mark.parametrize("verb", VERBS)
def test_a_help_page_shows_examples_and_what_the_verb_ends_with(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    main([verb, "--help"])
    printed = capsys.readouterr().out
    assert f"  redactlint {verb}" in printed.split("examples:\n")[1]
    codes = re.findall(r"^  (\d+) +\S", printed.split("exit codes:\n")[1], re.MULTILINE)
    assert codes == sorted(codes, key=int)
    assert {"0", "2", "70", "130"} <= set(codes)


@pytest.mark.parametrize("verb", VERBS)
def test_every_option_says_what_it_does(verb: str) -> None:
    from importlib import import_module

    for action in import_module(f"redactlint.verbs.{verb}").parser()._actions:
        assert action.help, action.option_strings or action.dest


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("check --fromat json", "no option is called --fromat; did you mean --format?"),
        ("show --fromat=json", "no option is called --fromat; did you mean --format?"),
        ("check --excerpt", "no option is called --excerpt; did you mean --excerpts?"),
        ("check -v", "no option is called -v; `redactlint check --help` tells more"),
        ("check --as-of 1.1.2020", "--as-of: '1.1.2020' is no date; write it as 2027-01-31"),
        ("marking (S) --date 2020-13-01", "--date: '2020-13-01' is no date; write it as 2027-01-31"),
        ("check --fail-on warn", "--fail-on: 'warn' is none of error, warning, info, never"),
        ("rules --format xml", "--format: 'xml' is none of table, json"),
        ("check --jobs", "--jobs needs a value"),
        ("check --jobs -1", "--jobs needs a value"),
        ("check --jobs many", "--jobs: 'many' is no whole number"),
        ("check --strict=yes", "--strict takes no value"),
        ("explain BNR", "BNR is a family; `redactlint rules BNR` lists its rules"),
        ("explain", "RULE is missing"),
        ("explain BNR999", "no rule is called 'BNR999'; did you mean BNR009?"),
        ("rules NOPE", "no rule or family is called 'NOPE'; `redactlint rules` lists them all"),
        ("marking", "MARKING is missing"),
        ("baseline", "ACTION is missing"),
        ("baseline wirte", "ACTION: 'wirte' is none of write, prune, show"),
        ("verify", "REPORT is missing"),
        ("verify a.json b.json", "'b.json' is one argument too many"),
        ("audit --stor x", "no option is called --stor; did you mean --store?"),
    ],
)
def test_a_mistake_is_said_in_one_line_that_says_what_to_do(
    words: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words.split()) == 2
    printed = capsys.readouterr()
    assert printed.err.startswith(f"redactlint: {said}")
    assert printed.err.count("\n") == 1
    assert printed.out == ""


@pytest.mark.parametrize(
    ("verb", "words", "given"),
    [
        ("check", "a.txt --strict b.txt --jobs 2 c.txt", {"paths": ["a.txt", "b.txt", "c.txt"], "strict": True}),
        ("check", "--strict -- -a.txt b.txt", {"paths": ["-a.txt", "b.txt"], "strict": True}),
        ("marking", "(S) --as portion (C)", {"strings": ["(S)", "(C)"], "form": "portion"}),
        ("baseline", "write --jobs 2 known.json cables", {"action": "write", "file": "known.json", "paths": ["cables"]}),
        ("fix", "a.txt --write b.txt", {"paths": ["a.txt", "b.txt"], "write": True}),
    ],
)
def test_options_may_stand_between_paths(verb: str, words: str, given: dict[str, object]) -> None:
    from importlib import import_module

    parsed = vars(import_module(f"redactlint.verbs.{verb}").parser().parse_args(words.split()))
    assert {name: parsed[name] for name in given} == given


def test_words_of_the_command_line_cannot_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--\x1b[31m"]) == 2
    assert "\x1b" not in capsys.readouterr().err
