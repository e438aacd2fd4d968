"""Each format is what its readers expect, whatever documents and paths hold: nothing in them is taken for mark-up,
a command, a formula or a mention.  The readers are those that others wrote.
"""

from __future__ import annotations

import csv
import datetime
import io
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import attrs
import jsonschema
import junitparser
import pytest
from hand_built import pack
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from redactlint.engine import Outcome
from redactlint.facts import Facts
from redactlint.findings import Finding, Place
from redactlint.reports.csv_report import COLUMNS
from redactlint.reports.json_report import finding_row
from redactlint.reports.locations import relative, uri
from redactlint.reports.report import FORMATS, RunFacts, Summary, open_report
from redactlint.rulepack import data_folder
from redactlint.text import Span

RUN = RunFacts(
    "0.1.0", datetime.date(2026, 1, 1), "state", False, "warning", "digest", folder="/home/archive", rules=pack().rules
)
HOSTILE = (
    "::error::x", "##[add-mask]x", "%0A::stop-commands::x", "a\n::warning::x", "a\r::set-output name=x::y", "/close",
    "]]>&<b>\"'", "<script>alert(1)</script>", "[click](http://evil.example)", "![x](http://evil.example/y.png)",
    "@everyone", "#1 !2 ~x", "`code`", "| a | b |", "*x* _y_", "{0}", "www.evil.example", "https://evil.example",
    "a@evil.example", "=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(1)", "\t=1", "a;=1+1", "＝1",
    "\x1b[31m", "\x00\x01", "\ud800", "\ufffe", "\u202ex",
)  # fmt: skip
WORDS = st.one_of(
    st.sampled_from(HOSTILE), st.text(max_size=40), st.tuples(st.sampled_from(HOSTILE), st.text()).map("".join)
)


def finding(severity: str = "error", path: str = "a.txt", **changes: Any) -> Finding:
    made = Finding(
        "BNR002", "banner-below-portions", severity, "too low", Place(path, 3, 4, 3, 7), Span(10, 13), "a law", "f00d"
    )
    return attrs.evolve(made, **changes)


def outcome(*findings: Finding, path: str = "a.txt", kind: str | None = "telegram") -> Outcome:
    return Outcome(Facts(path, kind, "OSLO 000221"), findings)


def hostile(words: str) -> Outcome:
    note = {"kind": "config", "reason": words, "expires": None}
    place = Place(words or "a", 1, 1, 2, 1, {"page": words})
    one = finding(
        path=words or "a", message=words, citation=words, paragraph=words, related=((place, words),), excerpt=words
    )
    return outcome(one, attrs.evolve(one, suppressed=note), path=words or "a")


def printed(name: str, *outcomes: Outcome, run: RunFacts = RUN, of_run: tuple[Finding, ...] = ()) -> str:
    stream, report, summary = io.StringIO(), open_report(name), Summary(run.fail_on, pack().register)
    report.begin(run, stream)
    for one in outcomes:
        summary.add(one)
        report.add(one)
    for finding in of_run:
        summary.add_of_run(finding)
        report.add_of_run(finding)
    report.end(summary.totals(allow_unrecognised=False))
    return stream.getvalue()


KNOWN = {"kind": "baseline", "reason": "known by b.json", "expires": None}
EXCUSED = {"kind": "inline", "reason": "told the post", "expires": None}
MIXED = (
    outcome(finding(), finding("warning", suppressed=KNOWN), finding("info", suppressed=EXCUSED)),
    outcome(path="b.txt"),
    outcome(finding(path="c.txt", rule="DOC001", name="unreadable"), path="c.txt", kind=None),
    outcome(path="d.txt", kind="unrecognised"),
)


# -- SARIF ------------------------------------------------------------------------------------------------------------


@cache
def sarif_schema() -> Any:
    schema = json.loads((Path(__file__).parent / "data" / "sarif-schema-2.1.0.json").read_text("utf-8"))
    return jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker())


def sarif(*outcomes: Outcome, run: RunFacts = RUN, **more: Any) -> dict[str, Any]:
    log = json.loads(printed("sarif", *outcomes, run=run, **more))
    sarif_schema().validate(log)
    (read,) = log["runs"]
    assert isinstance(read, dict)
    return read


@pytest.mark.parametrize("outcomes", [(), MIXED], ids=["nothing", "mixed"])
def test_sarif_is_as_its_schema_says(outcomes: tuple[Outcome, ...]) -> None:
    read = sarif(*outcomes, of_run=(finding("info", "redactlint.toml"),) if outcomes else ())
    assert read["columnKind"] == "unicodeCodePoints"
    assert read["properties"]["reportMarking"] == "UNCLASSIFIED"
    (invocation,) = read["invocations"]
    assert invocation["exitCode"] == 3
    assert not invocation["executionSuccessful"]
    assert invocation["toolExecutionNotifications"], "a green run that looked at nothing is none"


def test_sarif_says_where_and_by_what_rule_without_a_link() -> None:
    read = sarif(outcome(finding(path="/home/archive/1979/ä b%.txt", paragraph="2")))
    (result,) = read["results"]
    (location,) = result["locations"]
    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": "1979/%C3%A4%20b%25.txt", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 3, "startColumn": 4, "endLine": 3, "endColumn": 7},
    }
    assert location["logicalLocations"] == [{"name": "paragraph 2"}]
    rule = read["tool"]["driver"]["rules"][result["ruleIndex"]]
    assert rule["id"] == "BNR002"
    assert rule["help"]["text"].count(pack().rules["BNR002"].citations[0].source) == 1
    assert "helpUri" not in rule
    assert list(read["originalUriBaseIds"]) == ["%SRCROOT%"]


def test_sarif_keeps_what_is_suppressed_and_says_so() -> None:
    results = sarif(MIXED[0], run=RUN._replace(has_baseline=True))["results"]
    assert [one.get("suppressions", [{}])[0].get("kind") for one in results] == [None, "external", "inSource"]
    assert [one["baselineState"] for one in results] == ["new", "unchanged", "new"]
    assert results[2]["suppressions"][0]["justification"] == "told the post"
    assert all("baselineState" not in one for one in sarif(MIXED[0])["results"]), "where there is no baseline"


def test_a_fingerprint_does_not_turn_on_the_line() -> None:
    moved = finding(place=Place("a.txt", 90, 1, 90, 4))
    one, other = sarif(outcome(finding()), outcome(moved))["results"]
    assert one["partialFingerprints"] == other["partialFingerprints"] == {"redactlint/v1": "f00d"}


def test_sarif_quotes_only_where_excerpts_are_asked_for() -> None:
    one = outcome(finding(excerpt="2. (S) Text"))
    assert "Text" not in printed("sarif", one)
    (result,) = sarif(one, run=RUN._replace(excerpts=True))["results"]
    assert result["locations"][0]["physicalLocation"]["region"]["snippet"] == {"text": "2. (S) Text"}


@given(WORDS)
@example("[click](http://evil.example)")
@settings(max_examples=40, deadline=None)
def test_sarif_holds_whatever_a_document_holds(words: str) -> None:
    for result in sarif(hostile(words))["results"]:
        assert not re.search(r"(?<!\\)(?:\\\\)*\]\(", result["message"]["text"]), "no link can be smuggled in"
        assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].isascii()


# -- GitHub -----------------------------------------------------------------------------------------------------------


def commands(log: str) -> list[tuple[str, dict[str, str], str]]:
    """What the runner of GitHub reads: a line that begins with `::`, its options divided by commas, unescaped."""
    found = []
    for line in log.split("\n"):
        if line.strip().startswith("::"):
            head, _, message = line.strip()[2:].partition("::")
            name, _, options = head.partition(" ")
            given = dict(one.split("=", 1) for one in options.split(",") if one)
            for code, sign in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
                given = {key: value.replace(code, sign) for key, value in given.items()}
            for code, sign in (("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
                message = message.replace(code, sign)
            found.append((name, given, message))
    return found


def test_annotations_stand_where_the_finding_stands() -> None:
    several = finding("warning", place=Place("a,b:c.txt", 3, 4, 5, 1))
    first, second, third = commands(printed("github", outcome(finding(), several, finding("info"))))
    assert first == (
        "error",
        {"file": "a.txt", "line": "3", "col": "4", "endColumn": "7", "title": "BNR002 banner-below-portions"},
        "too low (a law)",
    )
    assert (second[0], second[1]["file"], second[1]["endLine"]) == ("warning", "a,b:c.txt", "5")
    assert "col" not in second[1]
    assert third[0] == "notice"


def test_what_is_suppressed_is_not_annotated_but_counted() -> None:
    log = printed("github", MIXED[0], MIXED[1])
    assert len(commands(log)) == 1
    assert "suppressed: 2" in log


def test_a_run_that_judged_nothing_is_an_error_of_its_own() -> None:
    assert [one[0] for one in commands(printed("github", outcome(kind="unrecognised")))] == ["error"]


@given(WORDS)
@settings(max_examples=150, deadline=None)
def test_no_document_can_give_the_runner_a_command(words: str) -> None:
    log = printed("github", hostile(words))
    ((name, given, message),) = commands(log)
    assert (name, set(given)) == ("error", {"file", "line", "col", "endColumn", "title"})
    assert message.endswith(")")
    assert len(log.splitlines()) == 3
    assert not any(one.startswith("##[") for one in log.splitlines())


# -- GitLab -----------------------------------------------------------------------------------------------------------


def test_code_quality_has_what_gitlab_asks_for() -> None:
    rows = json.loads(printed("gitlab", *MIXED))
    assert [(one["severity"], one["location"]["path"]) for one in rows] == [
        ("critical", "a.txt"),
        ("critical", "c.txt"),
    ]
    assert rows[0]["location"]["lines"] == {"begin": 3, "end": 3}
    assert rows[0].keys() == {"description", "check_name", "fingerprint", "severity", "location"}
    severities = [
        one["severity"] for one in json.loads(printed("gitlab", outcome(finding("warning"), finding("info"))))
    ]
    assert severities == ["major", "info"]
    assert json.loads(printed("gitlab")) == []


def test_code_quality_fingerprints_are_unique_and_stable() -> None:
    same = [outcome(finding(path=path), finding(path=path), path=path) for path in ("a.txt", "b.txt")]
    rows = json.loads(printed("gitlab", *same))
    assert len({one["fingerprint"] for one in rows}) == 4
    assert rows[2:] == json.loads(printed("gitlab", same[1])), "what else is found changes nothing"


# -- JUnit ------------------------------------------------------------------------------------------------------------


def junit(*outcomes: Outcome, **more: Any) -> list[junitparser.TestSuite]:
    return list(junitparser.JUnitXml.fromstring(printed("junit", *outcomes, **more).encode()))


def test_junit_tells_failures_errors_and_what_is_skipped() -> None:
    first, clean, unread, unknown, of_run = junit(*MIXED, outcome(finding("info"), path="e.txt"))[:5]
    assert (first.name, first.tests, first.failures, first.skipped, first.errors) == ("a.txt", 3, 1, 2, 0)
    assert (clean.tests, clean.failures, clean.skipped, clean.errors) == (1, 0, 0, 0)
    assert (unread.errors, unread.failures) == (1, 0)
    assert unknown.skipped == 1
    assert (of_run.tests, of_run.failures) == (1, 0), "an info does not fail at warning"
    (failed, *_) = list(first)
    assert (failed.classname, failed.name) == ("a.txt", "BNR002 banner-below-portions at 3:4")
    assert isinstance(failed.result[0], junitparser.Failure)


def test_junit_fails_where_the_run_fails() -> None:
    last = junit(outcome(kind="unrecognised"))[-1]
    assert (last.name, last.errors) == ("redactlint", 1)
    assert junit(outcome(finding()), run=RUN._replace(fail_on="never"))[0].failures == 0
    assert junit(outcome(), of_run=(finding(path="redactlint.toml"),))[-1].failures == 1


@given(WORDS)
@settings(max_examples=100, deadline=None)
def test_junit_is_xml_whatever_a_document_holds(words: str) -> None:
    suites = junit(hostile(words))
    assert len(suites) == 2
    assert (suites[0].tests, suites[0].failures, suites[0].skipped) == (2, 1, 1)


# -- JSON lines -------------------------------------------------------------------------------------------------------


def test_json_lines_hold_the_rows_of_the_report() -> None:
    rows = [json.loads(line) for line in printed("jsonl", *MIXED).splitlines()]
    ours = finding_row(finding(rule="ACME001"))
    kinds = [row.pop("type") for row in rows]
    assert kinds == ["run", "document", *["finding"] * 3, "document", "document", "finding", "document", "summary"]
    schema = json.loads((data_folder("schemas") / "report.schema.json").read_text("utf-8"))
    for kind, row in zip(kinds, rows, strict=True):
        if kind in ("document", "finding"):
            jsonschema.validate(row, {"$defs": schema["$defs"], "$ref": f"#/$defs/{kind}"})
    jsonschema.validate(ours, {"$defs": schema["$defs"], "$ref": "#/$defs/finding"})
    report = json.loads(printed("json", *MIXED))
    assert [row for kind, row in zip(kinds, rows, strict=True) if kind == "document"] == report["documents"]
    assert [row for kind, row in zip(kinds, rows, strict=True) if kind == "finding"] == report["findings"]
    assert {**rows[0], **rows[-1]} == {key: report[key] for key in report if key not in ("documents", "findings")}


def test_json_lines_are_complete_as_soon_as_a_document_is_judged() -> None:
    class Pipe(io.StringIO):
        flushed = ""

        def flush(self) -> None:
            self.flushed = self.getvalue()

    stream, report = Pipe(), open_report("jsonl")
    report.begin(RUN, stream)
    report.add(outcome(finding()))
    assert [json.loads(line)["type"] for line in stream.flushed.splitlines()] == ["run", "document", "finding"]


# -- CSV --------------------------------------------------------------------------------------------------------------


def rows_of(text: str, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def test_csv_has_a_row_a_finding_suppressed_ones_too() -> None:
    head, *rows = rows_of(printed("csv", *MIXED))
    assert tuple(head) == COLUMNS
    table = [dict(zip(head, row, strict=True)) for row in rows]
    assert [(one["path"], one["severity"], one["suppressed"]) for one in table] == [
        ("a.txt", "error", ""), ("a.txt", "warning", "baseline"), ("a.txt", "info", "inline"), ("c.txt", "error", ""),
    ]  # fmt: skip
    assert table[2]["reason"] == "told the post"
    assert "excerpt" in printed("csv", run=RUN._replace(excerpts=True))


@given(WORDS)
@settings(max_examples=150, deadline=None)
def test_no_cell_is_a_formula_however_the_cells_are_divided(words: str) -> None:
    text = printed("csv", hostile(words), run=RUN._replace(excerpts=True))
    rows = rows_of(text)
    assert [len(row) for row in rows] == [len(COLUMNS) + 1] * 3
    for cell in (cell for row in rows for cell in row):
        assert not cell.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))
    for part in re.split(r"[;\t\n]", text):
        assert not part.lstrip().startswith(("=", "+", "-", "@")), "nor where a semicolon divides them"


# -- Markdown ---------------------------------------------------------------------------------------------------------


@cache
def markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"linkify": True, "html": True}).enable(["table", "strikethrough", "linkify"])


def tokens(text: str) -> list[Any]:
    found = []
    for token in markdown().parse(text):
        found += [token, *(token.children or [])]
    return found


def test_markdown_has_totals_rules_and_findings_the_gravest_first() -> None:
    text = printed("markdown", outcome(finding("info"), finding("warning", suppressed=KNOWN), finding()))
    cells = [token.content for token in markdown().parse(text) if token.type == "inline"]
    assert "1 documents; 1 error, 0 warning, 1 info; 1 suppressed." in cells
    at = cells.index("rests on")
    assert cells[at + 1 : at + 4] == ["a.txt:3", "error", "BNR002"]
    assert "This report is UNCLASSIFIED." in cells


def test_markdown_fits_a_comment_and_says_what_it_leaves_out() -> None:
    many = [outcome(*[finding("info") for _ in range(20)], finding()) for _ in range(500)]
    text = printed("markdown", *many)
    assert len(text) < 65_536
    shown = text.count("| a.txt:3 |")
    assert f"{500 * 21 - shown} more are not shown here" in text
    assert text.count("| error | BNR002 |") == 500, "errors come first"


@given(WORDS)
@settings(max_examples=150, deadline=None)
def test_markdown_makes_words_of_whatever_a_document_holds(words: str) -> None:
    text = printed("markdown", hostile(words))
    read = tokens(text)
    kinds = {token.type for token in read}
    assert not kinds & {
        "link_open",
        "image",
        "html_inline",
        "html_block",
        "code_inline",
        "em_open",
        "strong_open",
        "s_open",
    }
    assert sum(token.type == "tr_open" for token in read) == 4
    rows = "\n".join(token.content for token in read if token.type == "text")
    assert not re.search(r"[@#!~%$&]\w", rows), "no mention, no reference"
    assert "://" not in rows


# -- all of them ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(set(FORMATS) - {"table", "markdown", "json", "html"}))
def test_findings_are_written_as_they_come(name: str) -> None:
    stream, report = io.StringIO(), open_report(name)
    report.begin(RUN, stream)
    before = stream.tell()
    for number in range(300):
        report.add(outcome(*[finding(path=f"{number}.txt") for _ in range(10)], path=f"{number}.txt"))
        assert stream.tell() > before
        before = stream.tell()
    kept = [value for value in vars(report).values() if isinstance(value, (list, dict))]
    assert sum(map(len, kept)) < 30, "nothing grows with what was found"


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_run_gives_the_same_bytes_in_lines_that_survive_every_system(name: str) -> None:
    text = printed(name, *MIXED)
    assert text == printed(name, *MIXED)
    assert "\r" not in text
    assert text.endswith("\n")


def test_paths_are_relative_where_they_can_be() -> None:
    assert relative("/home/archive/a/b.txt", "/home/archive") == "a/b.txt"
    assert relative("./a/../b.txt", "/home/archive") == "b.txt"
    assert relative("/elsewhere/b.txt", "/home/archive") == "/elsewhere/b.txt"
    assert relative("../b.txt", "/home/archive") == "../b.txt"
    assert relative("-", "/home/archive") == "-"
    assert uri("/elsewhere/b c.txt") == "file:///elsewhere/b%20c.txt"
    assert uri("mailto:x") == "mailto%3Ax"
    assert uri("\udcff.txt") == "%FF.txt"
