"""A file beside a document passes over its findings for a reason; what is wrong with it is told at its place."""

from __future__ import annotations

import io
import json
import os
import sys
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hand_built import pack
from hypothesis import given
from hypothesis import strategies as st

from redactlint.cli import main
from redactlint.engine import Outcome
from redactlint.facts import Facts
from redactlint.findings import Finding, Place
from redactlint.known import sidecars
from redactlint.known.sidecars import Sidecar, directives_of, noted_once
from redactlint.known.suppressions import Directive
from redactlint.rulepack import data_folder
from redactlint.runs.discovery import SIDECAR, Source, discover
from redactlint.text import Span, Text

NAME = "07LUSAKA000512.txt"
TELEGRAM = """\
C O N F I D E N T I A L LUSAKA 000512

SIPDIS

E.O. 12958: DECL: 06/17/2032
TAGS: PREL, PGOV, ZA
SUBJECT: MINISTER VISITS THE NORTH

Classified By: Ambassador Jane Q. Example, reasons 1.4 (b) and (d).

1. (C) The minister left for the north.

2. (S) He came home.

3. (C//NF) He stayed there.
EXAMPLE
"""
RAISED = '[[ignore]]\nrule = "BNR002"\nreason = "the post was told"\n'
CONTROL = '[[ignore]]\nrule = "BNR008"\nreason = "the caption came later"\n'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / NAME).write_text(TELEGRAM, "utf-8")
    return tmp_path


def put(folder: Path, content: str | bytes, name: str = NAME) -> Path:
    path = folder / f"{name}{SIDECAR}"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def check(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    main(["check", *(words or (".",)), "--as-of", "2026-01-01", "--format", "json"])
    report: dict[str, Any] = json.loads(capsys.readouterr().out)
    schema = json.loads((data_folder("schemas") / "report.schema.json").read_text("utf-8"))
    jsonschema.validate(report, schema)
    return report


def standing(report: dict[str, Any]) -> list[tuple[str, str, int]]:
    """What is not suppressed: rule, name of the file, line; infos aside."""
    return [
        (one["rule"], os.path.basename(one["path"]), one["line"])
        for one in report["findings"]
        if one["suppressed"] is None and one["severity"] != "info"
    ]


TOO_LOW, WITHOUT_CONTROL = ("BNR002", NAME, 13), ("BNR008", NAME, 15)
BESIDE = NAME + SIDECAR


def test_without_a_sidecar_two_things_are_wrong(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert standing(check(capsys)) == [TOO_LOW, WITHOUT_CONTROL]


def test_it_holds_for_its_document_and_says_why(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(folder, RAISED + "until = 2027-01-31\n")
    (folder / f"copy-{NAME}").write_text(TELEGRAM, "utf-8")
    report = check(capsys)
    assert standing(report) == [
        WITHOUT_CONTROL,
        *((rule, f"copy-{NAME}", at) for rule, _, at in (TOO_LOW, WITHOUT_CONTROL)),
    ]
    note = next(one["suppressed"] for one in report["findings"] if one["suppressed"] is not None)
    assert note == {"kind": "sidecar", "reason": "the post was told", "expires": "2027-01-31"}
    assert len(report["documents"]) == 2  # the sidecar is no document


@pytest.mark.parametrize(
    "rule", ['"banner-below-portions"', '["BNR002", "BNR008"]', '"BNR"'], ids=["name", "list", "family"]
)
def test_rules_are_named_as_everywhere(folder: Path, capsys: pytest.CaptureFixture[str], rule: str) -> None:
    put(folder, f'[[ignore]]\nrule = {rule}\nreason = "the post was told"\n')
    assert TOO_LOW not in standing(check(capsys))


@pytest.mark.parametrize(
    ("words", "is_passed_over"),
    [
        ('at = "(S)"', True),
        ('at = "(C)"', False),
        ('at = "S"', False),
        ("paragraph = 2", True),
        ('paragraph = "2."', True),
        ("paragraph = 1", False),
        ("paragraph = 22", False),
        ('at = "(S)"\nparagraph = 2', True),
        ('at = "(S)"\nparagraph = 1', False),
    ],
)
def test_it_may_hold_for_a_mark_or_a_paragraph_alone(
    folder: Path, capsys: pytest.CaptureFixture[str], words: str, is_passed_over: bool
) -> None:
    put(folder, f"{RAISED}{words}\n")
    unused = [] if is_passed_over else [TOO_LOW, WITHOUT_CONTROL, ("DOC005", BESIDE, 1)]
    assert standing(check(capsys)) == (unused or [WITHOUT_CONTROL])


def test_one_that_suppresses_nothing_or_has_lapsed_is_told_at_its_place(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lapsed = f"{RAISED}until = 2025-12-31\n"
    put(folder, f'# box 14\n\n{lapsed}\n[[ignore]]\nrule = "ORD002"\nreason = "the form was old"\n')
    report = check(capsys)
    assert standing(report) == [TOO_LOW, WITHOUT_CONTROL, ("DOC005", BESIDE, 3), ("DOC005", BESIDE, 8)]
    messages = [one["message"] for one in report["findings"] if one["rule"] == "DOC005"]
    assert "expired on 2025-12-31" in messages[0]
    assert "suppresses nothing" in messages[1]
    assert len({one["fingerprint"] for one in report["findings"] if one["rule"] == "DOC005"}) == 2


def test_of_rules_that_the_run_does_not_report_none_is_called_unused(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(folder, '[[ignore]]\nrule = "ORD002"\nreason = "the form was old"\n')
    assert standing(check(capsys, ".", "--ignore", "ORD002")) == [TOO_LOW, WITHOUT_CONTROL]


WRONG = {
    "no reason": ('[[ignore]]\nrule = "BNR002"\n', 1, "gives no reason"),
    "a blank reason": ('[[ignore]]\nrule = "BNR002"\nreason = " "\n', 1, "gives no reason"),
    "no rule": ('\n[[ignore]]\nreason = "told"\n', 2, "names no rule"),
    "an unknown rule": ('[[ignore]]\nrule = "BNR0O2"\nreason = "told"\n', 1, "did you mean"),
    "one unknown of two": ('[[ignore]]\nrule = ["BNR002", "XYZ"]\nreason = "told"\n', 1, "no rule or family"),
    "a number for a rule": ('[[ignore]]\nrule = 2\nreason = "told"\n', 1, "names no rule"),
    "no date": (f'{RAISED}until = "someday"\n', 1, "no date"),
    "a moment for a date": (f"{RAISED}until = 2027-01-31T10:00:00\n", 1, "no date"),
    "a day that is none": (f"{RAISED}until = 2027-02-30\n", 4, "not TOML"),
    "an empty mark": (f'{RAISED}at = ""\n', 1, "no text"),
    "a truth for a paragraph": (f"{RAISED}paragraph = true\n", 1, "no number"),
    "an unknown key": (f'{RAISED}path = "*"\n', 1, "known are rule"),
    "broken": (f"# told\n{RAISED}[[ignore\n", 5, "not TOML"),
    "broken off": (f'{RAISED}at = "(S)', 4, "not TOML"),
    "too deep": (f"a = {'[' * 20000}", 1, "not TOML"),
    "too long a number": (f"a = {'9' * 5000}", 1, "not TOML"),
    "another key": (f'strict = true\nreason = "told"\n{RAISED.replace("BNR002", "ORD002")}', 1, "nothing else"),
    "no list of tables": ('ignore = ["BNR002"]\n', 1, "no list of tables"),
    "a table": ('# told\n[ignore]\nrule = "BNR002"\nreason = "told"\n', 2, "no list of tables"),
    "empty": ("", 1, "holds no [[ignore]] table"),
    "another encoding": (RAISED.encode("utf-16"), 1, "not UTF-8"),
    "too large": ("#" * 1_000_001, 1, "larger than"),
}


@pytest.mark.parametrize(("content", "line", "why"), WRONG.values(), ids=WRONG.keys())
def test_one_that_cannot_be_read_suppresses_nothing_and_is_told_at_its_place(
    folder: Path, capsys: pytest.CaptureFixture[str], content: str | bytes, line: int, why: str
) -> None:
    put(folder, content)
    report = check(capsys)
    assert standing(report)[:3] == [TOO_LOW, WITHOUT_CONTROL, ("DOC006", BESIDE, line)]
    assert why in next(one["message"] for one in report["findings"] if one["rule"] == "DOC006")
    assert report["summary"]["verdicts"]["fail"] == 1


def test_what_is_right_beside_what_is_wrong_holds(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(folder, f'[[ignore]]\nrule = "BNR008"\n\n{RAISED}')
    assert standing(check(capsys)) == [WITHOUT_CONTROL, ("DOC006", BESIDE, 1)]


def test_line_ends_and_a_byte_order_mark_of_windows_do_no_harm(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(folder, b"\xef\xbb\xbf" + (RAISED + CONTROL).replace("\n", "\r\n").encode())
    assert standing(check(capsys)) == []


def test_a_head_inside_a_reason_moves_no_place(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(folder, '[[ignore]]\nrule = "ORD002"\nreason = """\n[[ignore]]\n"""\n')
    assert standing(check(capsys))[2:] == [("DOC005", BESIDE, 1)]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes are of Unix")
def test_a_pipe_or_a_link_out_of_the_folder_is_not_followed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = folder / BESIDE
    os.mkfifo(path)
    assert ("DOC006", BESIDE, 1) in standing(check(capsys))
    path.unlink()
    outside = folder.parent / "outside.toml"
    outside.write_text(RAISED, "utf-8")
    path.symlink_to(outside)
    assert standing(check(capsys)) == [TOO_LOW, WITHOUT_CONTROL, ("DOC006", BESIDE, 1)]
    path.unlink()
    path.symlink_to(folder / "nowhere.toml")
    assert standing(check(capsys)) == [TOO_LOW, WITHOUT_CONTROL, ("DOC006", BESIDE, 1)]


def test_what_may_not_be_suppressed_stays(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "redactlint.toml").write_text("[rules.BNR002]\nsuppressible = false\n", "utf-8")
    put(folder, RAISED)
    assert standing(check(capsys)) == [TOO_LOW, WITHOUT_CONTROL, ("DOC006", BESIDE, 1)]


def test_in_an_archive_it_silences_nothing_and_hides_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(folder, RAISED + CONTROL)
    report = check(capsys, ".", "--profile", "archive")
    assert standing(report)[:2] == [TOO_LOW, WITHOUT_CONTROL]
    told = [one for one in report["findings"] if one["path"].endswith(SIDECAR)]
    assert [(one["rule"], one["severity"]) for one in told] == [("DOC002", "info")]
    put(folder, TELEGRAM)
    assert ("BNR002", BESIDE, 13) in standing(check(capsys, ".", "--profile", "archive"))
    assert ("BNR002", BESIDE, 13) in standing(check(capsys, BESIDE, "--profile", "archive"))


def test_standard_input_has_one_by_the_name_that_it_is_given(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    put(folder, RAISED)

    def judged(*words: str) -> list[str]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TELEGRAM.encode())))
        return [rule for rule, _, _ in standing(check(capsys, "-", *words))]

    assert judged("--stdin-filename", NAME) == ["BNR008"]
    assert judged("--stdin-filename", f"other-{NAME}") == ["BNR002", "BNR008"]
    assert judged() == ["BNR002", "BNR008"]
    assert judged("--stdin-filename", NAME, "--profile", "archive")[:2] == ["BNR002", "BNR008"]


def test_fix_leaves_what_it_passes_over(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fix", NAME, "--unsafe"]) == 1
    assert "BNR008" in capsys.readouterr().out
    for words in ("", "paragraph = 3\n", 'at = "(C//NF)"\n'):
        put(folder, CONTROL + words)
        assert main(["fix", NAME, "--unsafe", "--write"]) == 0
    assert (folder / NAME).read_text("utf-8") == TELEGRAM


def test_many_processes_say_the_same(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(3):
        (folder / f"{number}.txt").write_text(TELEGRAM, "utf-8")
        put(folder, RAISED + "[[ignore]]\n", f"{number}.txt")
    assert check(capsys, ".", "--jobs", "2") == check(capsys, ".", "--jobs", "1")


@pytest.mark.parametrize("form", ["text", "sarif", "github", "gitlab", "junit", "csv", "markdown", "jsonl", "html"])
def test_every_report_names_the_sidecar_where_it_is_wrong(
    folder: Path, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    put(folder, f"{RAISED}[[ignore]]\n")
    main(["check", NAME, "--format", form, "--excerpts"])
    assert BESIDE in capsys.readouterr().out


def test_the_example_of_the_guide_is_read() -> None:
    guide = (data_folder("schemas").parent / "docs" / "configuration.md").read_text("utf-8")
    example = guide.split("### Beside the document", 1)[1].split("```toml\n", 1)[1].split("```", 1)[0]
    assert [(one.wrong, one.at, one.paragraph) for one in read(example)] == [(None, None, None), (None, "(G)", "7")]


# -- which files are sidecars ---------------------------------------------------------------------------------------


def sources(*paths: str, **options: Any) -> list[tuple[str, str | None]]:
    return [
        (one.path.replace(os.sep, "/"), one.sidecar and one.sidecar.replace(os.sep, "/"))
        for one in discover(paths, **options)
    ]


def test_however_the_document_is_named_it_has_its_sidecar(folder: Path) -> None:
    put(folder, RAISED)
    (folder / "plain.txt").write_text("UNCLAS\n", "utf-8")
    assert sources(".") == [(f"./{NAME}", f"./{BESIDE}"), ("./plain.txt", None)]
    assert sources("*") == [(NAME, BESIDE), ("plain.txt", None)]
    assert sources(BESIDE) == sources(NAME) == sources(NAME, BESIDE) == [(NAME, BESIDE)]


def test_where_nothing_that_comes_with_documents_counts_it_is_a_file_like_any_other(folder: Path) -> None:
    put(folder, RAISED)
    assert sources(".", ignore_files=False) == [(f"./{NAME}", None), (f"./{BESIDE}", None)]
    assert sources(BESIDE, ignore_files=False) == [(BESIDE, None)]


def test_a_file_of_that_name_without_a_document_is_a_document(folder: Path) -> None:
    (folder / NAME).unlink()
    put(folder, TELEGRAM)
    assert sources(".") == [(f"./{BESIDE}", None)]
    assert sources(BESIDE) == [(BESIDE, None)]
    (folder / NAME).mkdir()  # a folder is no document
    assert sources(".") == [(f"./{BESIDE}", None)]
    assert sources(BESIDE) == [(BESIDE, None)]


def test_a_sidecar_has_no_sidecar(folder: Path) -> None:
    put(folder, RAISED)
    third = f"{BESIDE}{SIDECAR}"
    (folder / third).write_text(TELEGRAM, "utf-8")
    assert sources(".") == [(f"./{NAME}", f"./{BESIDE}"), (f"./{third}", None)]
    assert sources(NAME, BESIDE, third) == [(NAME, BESIDE), (third, None)]


def test_a_folder_of_that_name_is_a_folder(folder: Path) -> None:
    (folder / BESIDE).mkdir()
    (folder / BESIDE / "a.txt").write_text("UNCLAS\n", "utf-8")
    assert sources(".") == [(f"./{NAME}", None), (f"./{BESIDE}/a.txt", None)]
    assert sources(NAME) == [(NAME, None)]


def test_a_document_left_out_leaves_its_sidecar_out(folder: Path) -> None:
    put(folder, RAISED)
    assert sources(".", exclude=[NAME]) == sources(BESIDE, exclude=[NAME]) == []
    assert sources(".", exclude=["*.toml"]) == [(f"./{NAME}", f"./{BESIDE}")]  # left out as documents, not as this


# -- reading --------------------------------------------------------------------------------------------------------


def read(source: str) -> tuple[Directive, ...]:
    return directives_of(Sidecar(Text(source, source, "a.txt" + SIDECAR)), lambda name: pack().codes((name,)))


_VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(-2, 30), st.sampled_from(["BNR002", "DCL", "x", "", " ", "2027-01-31", "(S)"])
)
_TABLES = st.lists(
    st.dictionaries(st.sampled_from([*sidecars.KEYS, "path"]), st.one_of(_VALUES, st.lists(_VALUES, max_size=2))),
    max_size=3,
)


def _toml(value: Any) -> str:
    return json.dumps([] if value is None else value)


@given(_TABLES)
def test_the_schema_says_what_the_reader_says(tables: list[dict[str, Any]]) -> None:
    tables = [{key: value for key, value in one.items() if _toml(value) != "[null]"} for one in tables]
    source = "".join(
        "[[ignore]]\n" + "".join(f"{key} = {_toml(value)}\n" for key, value in one.items()) for one in tables
    )
    try:
        raw = tomllib.loads(source)
    except tomllib.TOMLDecodeError:
        return
    schema = json.loads((data_folder("schemas") / "sidecar.schema.json").read_text("utf-8"))
    is_valid = jsonschema.Draft202012Validator(schema).is_valid(raw)
    # Whether a rule exists the schema cannot know: here every name is one.
    found = directives_of(Sidecar(Text(source, source)), lambda name: (name,))
    assert is_valid is all(one.wrong is None for one in found)


@given(st.text(alphabet="[]ignore =\"\n\r#\\(S)2.\x00'-", max_size=60))
def test_every_text_is_read_or_told_wrong(source: str) -> None:
    found = read(source)
    assert found
    for one in found:
        assert 0 <= one.span.start <= one.span.end <= len(source)
        assert (one.wrong is None) is bool(one.rules)


def test_of_several_texts_in_a_file_one_that_uses_it_is_enough() -> None:
    def finding(rule: str, line: int) -> Finding:
        return Finding(rule, "", "warning", "", Place("x.toml", line, 1, line, 2), Span(0, 0), "", f"{line}")

    facts = Facts("x", "telegram")
    first = Outcome(facts, (finding("DOC005", 1), finding("DOC005", 4), finding("DOC006", 9)))
    second = Outcome(facts, (finding("DOC005", 4), finding("DOC006", 9)))
    outcomes = noted_once([first, second], "x.toml")
    assert [[(one.rule, one.place.line) for one in outcome.findings] for outcome in outcomes] == [
        [("DOC005", 4), ("DOC006", 9)],
        [],
    ]


def test_a_source_has_none_unless_one_is_found() -> None:
    assert Source("a.txt").sidecar is None
