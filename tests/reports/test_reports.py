"""Reports fit where they go: colour only where asked, tables as wide as the terminal, nothing that could steer one."""

from __future__ import annotations

import datetime
import io
import json
import re
import tempfile
from typing import Any

import attrs
import pytest
from hand_built import pack
from hypothesis import given
from hypothesis import strategies as st

from redactlint.engine import Outcome
from redactlint.facts import BannerFacts, Facts, NotJudged, controls
from redactlint.findings import Finding, Place
from redactlint.law.dates import DateRange
from redactlint.markings.levels import Level
from redactlint.markings.model import Marking
from redactlint.reports.progress import watched
from redactlint.reports.report import RunFacts, Summary, open_report, verdict_of
from redactlint.reports.safe import safe
from redactlint.text import Span

RUN = RunFacts("0", datetime.date(2026, 1, 1), "state", False, "warning", "digest")


def finding(severity: str = "error", path: str = "a.txt", **changes: Any) -> Finding:
    made = Finding(
        "BNR002", "banner-below-portions", severity, "too low", Place(path, 3, 4, 3, 7), Span(10, 13), "a law", "f",
        excerpt="2. (S) Text", underlined=(3, 6),
    )  # fmt: skip
    return attrs.evolve(made, **changes)


def outcome(*findings: Finding, path: str = "a.txt", kind: str | None = "telegram", **changes: Any) -> Outcome:
    facts = Facts(path, kind, "OSLO 000221", banner=BannerFacts("SECRET", "S"))
    return Outcome(facts, findings, **changes)


def printed(name: str, outcomes: list[Outcome], run: RunFacts = RUN) -> str:
    stream, report, summary = io.StringIO(), open_report(name), Summary("warning", pack().register)
    report.begin(run, stream)
    for one in outcomes:
        summary.add(one)
        report.add(one)
    report.end(summary.totals(allow_unrecognised=False))
    return stream.getvalue()


def test_the_marking_is_underlined_where_it_stands() -> None:
    lines = printed("text", [outcome(finding())]).splitlines()
    assert lines[2:4] == ["      2. (S) Text", "         ^^^"]


def test_the_end_of_a_long_report_says_what_was_found_most_often() -> None:
    few = printed("text", [outcome(*[finding()] * 20)])
    assert "most often" not in few
    info = finding("info", rule="DCL012", name="declassification-date-passed")
    many = printed("text", [outcome(*[finding()] * 20, info)]).splitlines()
    assert many[-3:-1] == [
        "1 document: 20 errors, 1 info",
        "most often: BNR002 banner-below-portions (20), DCL012 declassification-date-passed (1)"
        "; --format table counts them all",
    ]


def test_rules_that_turn_on_a_year_that_nobody_knows_are_named_at_the_end() -> None:
    def dated(first: int, last: int, *rules: str) -> Outcome:
        days = DateRange(datetime.date(first, 1, 1), datetime.date(last, 12, 31))
        one = outcome()
        undecided = tuple(NotJudged(rule, "it turns on the date") for rule in rules)
        return attrs.evolve(one, facts=attrs.evolve(one.facts, date=days, not_judged=undecided))

    assert "undecided" not in printed("text", [dated(2005, 2005, "DCL004"), dated(2003, 2009)])
    text = printed("text", [dated(2003, 2009, "DCL004", "ORD003"), dated(2003, 2009, "DCL006")])
    assert "\nundecided, for want of a year: DCL004, DCL006, ORD003 on 2 documents; --metadata gives dates\n" in text


@pytest.mark.parametrize("width", [40, 80, 10_000])
def test_messages_are_folded_to_the_terminal_and_nowhere_else(width: int) -> None:
    words = "the banner says CONFIDENTIAL, but paragraph 2 is marked (S); raise the banner, or correct the mark " * 3
    text = printed("text", [outcome(finding(message=words.strip(), citation="32 CFR 2001.21(b)(2); " * 9))])
    assert f"    {words.strip()}\n" in text
    lines = printed("text", [outcome(finding(message=words.strip()))], RUN._replace(width=width)).splitlines()
    told = lines[1 : next(number for number, line in enumerate(lines) if line.startswith("      "))]
    assert max(map(len, told)) <= max(width, 50)
    assert all(line.startswith("    ") and not line.startswith("     ") for line in told)
    assert " ".join(line.strip() for line in told) == words.strip()


def test_colour_comes_only_where_it_is_asked_for() -> None:
    assert "\x1b" not in printed("text", [outcome(finding())])
    coloured = printed("text", [outcome(finding())], RUN._replace(colour=True))
    assert "\x1b[31merror\x1b[0m" in coloured


def test_what_is_suppressed_is_counted_but_not_told() -> None:
    note = {"kind": "inline", "reason": "told the post", "expires": None}
    text = printed("text", [outcome(finding(suppressed=note))])
    assert "BNR002" not in text
    assert "1 document: no findings; 1 suppressed" in text


@pytest.mark.parametrize("width", [70, 80, 100, 200])
def test_a_table_is_no_wider_than_the_terminal_if_it_can(width: int) -> None:
    path = "a/very/long/path/" * 8 + "07LUSAKA000512.txt"
    table = printed("table", [outcome(finding(path=path), path=path)], RUN._replace(width=width))
    documents = table.split("\n\n")[1]
    assert max(map(len, documents.splitlines())) <= width
    assert "BNR002" in table


@pytest.mark.parametrize(
    ("fail_on", "verdict", "told"),
    [
        ("never", "judged", "verdict: judged, whatever was found: under --fail-on never nothing fails"),
        ("error", "fail", "verdict: fail means a finding of severity error"),
        ("info", "fail", "verdict: fail means a finding of severity error or warning or info"),
        ("warning", "fail", None),
    ],
)
def test_no_document_with_errors_passes_in_a_table(fail_on: str, verdict: str, told: str | None) -> None:
    table = printed("table", [outcome(finding())], RUN._replace(fail_on=fail_on))
    assert re.search(r"^a\.txt .* (\S+)$", table, re.MULTILINE)[1] == verdict  # type: ignore[index]
    assert told in table if told is not None else "verdict:" not in table


def test_what_the_path_says_of_a_place_is_not_said_again() -> None:
    record = Place("t.csv#2/05OSLO221", 3, 4, 3, 7, {"record": 2, "id": "05OSLO221"}, "t.csv")
    assert "t.csv#2/05OSLO221:3:4: error" in printed("text", [outcome(finding(place=record))])
    line = Place("t.jsonl#2/b", 2, 1, 2, 1, {"record": 2, "id": "b", "line": 5}, "t.jsonl")
    assert "t.jsonl#2/b:2:1 (line 5 of its text): error" in printed("text", [outcome(finding(place=line))])
    page = Place("a.pdf", 3, 4, 3, 7, {"page": 2, "paragraph": 4})
    assert "a.pdf:3:4 (page 2, paragraph 4): error" in printed("text", [outcome(finding(place=page))])


def test_a_table_keeps_the_figures_of_an_id_as_they_are() -> None:
    one = outcome()
    assert "1.10" in printed("table", [attrs.evolve(one, facts=attrs.evolve(one.facts, id="1.10"))])


def test_the_verdict_names_the_worst_that_is_known() -> None:
    assert verdict_of(outcome(finding()), "warning") == "fail"
    assert verdict_of(outcome(finding("info")), "warning") == "pass"
    assert verdict_of(outcome(finding()), "never") == "pass"
    assert verdict_of(outcome(finding(), kind=None), "never") == "unreadable"
    assert verdict_of(outcome(kind="unrecognised"), "error") == "not-recognised"
    assert verdict_of(outcome(finding(), kind="unrecognised"), "error") == "fail"


@pytest.mark.parametrize(
    ("outcomes", "code"),
    [
        ([outcome()], 0),
        ([outcome(finding())], 1),
        ([outcome(finding("info"))], 0),
        ([outcome(finding()), outcome(kind=None)], 3),
        ([outcome(kind="unrecognised")], 3),
        ([], 3),
        ([outcome(kind="unrecognised"), outcome()], 0),
        ([outcome(), outcome(kind=None, crash="KeyError")], 70),
    ],
)
def test_the_exit_code_says_the_worst_that_happened(outcomes: list[Outcome], code: int) -> None:
    summary = Summary("warning", pack().register)
    for one in outcomes:
        summary.add(one)
    assert summary.exit_code(allow_unrecognised=False) == code
    if code == 3 and all(one.facts.kind is not None for one in outcomes):
        assert summary.exit_code(allow_unrecognised=True) == 0


def test_a_report_is_marked_as_the_highest_thing_that_it_quotes() -> None:
    quoted = [outcome(quoted=Marking(Level.C)), outcome(quoted=Marking(Level.S, dissemination=frozenset({"NOFORN"})))]
    assert "This report is SECRET//NOFORN" in printed("text", quoted, RUN._replace(excerpts=True))
    assert "This report is UNCLASSIFIED" in printed("text", [outcome()])


def test_controls_are_listed_by_their_canonical_words() -> None:
    marking = Marking(
        Level.S, sci=frozenset({"SI"}), dissemination=frozenset({"ORCON"}), rel_to=frozenset({"NATO", "GBR"})
    )
    assert controls(marking) == ("SI", "ORCON", "REL TO USA, GBR, NATO")


@given(st.text() | st.text(":#[ x"))
def test_safe_words_hold_nothing_that_a_terminal_obeys(words: str) -> None:
    shown = safe(words)
    assert not any(ord(one) < 32 or 0x7F <= ord(one) < 0xA0 or 0xD800 <= ord(one) < 0xE000 for one in shown)
    assert not set(shown) & set("\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u2028\u2029")
    assert not shown.startswith("::")
    assert "##[" not in shown
    assert safe(shown) == shown


def test_a_bar_is_drawn_only_when_a_run_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    clock = iter(range(100))
    stream = io.StringIO()
    monkeypatch.setattr(time, "monotonic", lambda: 0.0)
    assert len(list(watched(iter([outcome()] * 5), 5, stream))) == 5
    assert stream.getvalue() == ""
    monkeypatch.setattr(time, "monotonic", lambda: float(next(clock)))
    assert len(list(watched(iter([outcome()] * 5), 5, stream))) == 5
    assert "1/5 files" in stream.getvalue(), "five documents of one file"
    several = [outcome(path=f"{number}.txt") for number in range(5)]
    assert len(list(watched(iter(several), 5, stream))) == 5
    assert "5/5 files" in stream.getvalue()
    assert stream.getvalue().endswith("\r\x1b[K"), "nothing of it is left"


def test_documents_beyond_what_memory_holds_stand_in_the_json_report_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from redactlint.reports import files

    def written(number: int) -> str:
        report, stream, summary = open_report("json"), io.StringIO(), Summary("warning", pack().register)
        report.begin(RUN, stream)
        for place in range(number):
            one = outcome(finding(path=f"{place}\udc80.txt"), path=f"{place}\udc80.txt")
            summary.add(one)
            report.add(one)
        report.end(summary.totals(allow_unrecognised=False))
        return stream.getvalue()

    whole = written(50), written(0)
    assert [len(json.loads(one)["documents"]) for one in whole] == [50, 0]
    spooled: list[object] = []
    made = tempfile.TemporaryFile

    def noted(*words: Any, **more: Any) -> object:
        spooled.append(words)
        return made(*words, **more)

    monkeypatch.setattr(tempfile, "TemporaryFile", noted)
    monkeypatch.setattr(files, "_IN_MEMORY", 3_000)
    assert (written(50), written(0)) == whole
    assert len(spooled) == 1
