"""The whole tool in one call: bytes -> texts -> document -> findings -> every report, and what must hold of each.

`drive` raises AssertionError, or whatever the tool raises, where something does not hold; ReadError alone is an answer.
The first two bytes choose how to judge, the rest is the file.
"""

from __future__ import annotations

import csv
import datetime
import io
import json
import sys
from functools import cache
from xml.etree import ElementTree

from redactlint.engine import Engine, Options, Outcome
from redactlint.errors import ReadError
from redactlint.findings import SEVERITIES
from redactlint.fixes import mend
from redactlint.readers.allowance import Allowance, Limits, Unread
from redactlint.readers.opening import opened
from redactlint.reports.parsed import parsed
from redactlint.reports.report import FORMATS, RunFacts, Summary, open_report
from redactlint.rulepack import load
from redactlint.text import Text

PROFILES = ("state", "ic", "release", "cui", "archive")
NAMES = ("any.txt", "07LUSAKA000512.txt", "1974ACCRA01007.txt", "memo.md", "page.html", "a.eml", "rows.csv", "rows.jsonl")
DAY = datetime.date(2026, 1, 1)


@cache
def engine_of(choice: int) -> Engine:
    """An engine for the low bits of the first byte: a profile, strict or not, with excerpts or not."""
    profile = PROFILES[choice % len(PROFILES)]
    strict, excerpts = bool(choice & 0x40), bool(choice & 0x80)
    options = Options(as_of=DAY, profile=profile, strict=strict, excerpts=excerpts, pages=excerpts, inventory=strict)
    return Engine(load(), options)


def drive(data: bytes) -> list[Outcome]:
    """Judge `data` as the command line would and write every report; returns the outcomes."""
    if len(data) < 2:
        return []
    engine, path = engine_of(data[0]), NAMES[data[1] % len(NAMES)]
    outcomes = []
    limits = Limits(max_total=20_000_000, max_members=50)
    try:
        for part in opened(data[2:], path, Allowance(limits, len(data))):
            if isinstance(part, Unread):
                assert part.crash is None, part.crash
                outcomes.append(engine.unreadable(part.path, part.reason, member=part.member, also=part.also))
                continue
            outcome = engine.check(part)
            _assert_sound(engine, part, outcome)
            outcomes.append(outcome)
    except ReadError as error:
        outcomes.append(engine.unreadable(path, str(error)))
    for name in FORMATS:
        _assert_readable(name, written(engine, name, outcomes))
    return outcomes


def _assert_sound(engine: Engine, text: Text, outcome: Outcome) -> None:
    length = len(text.source)
    assert len(text.content) == length, "damage is undone by blanking"
    for finding in outcome.findings:
        assert finding.severity in SEVERITIES
        assert 0 <= finding.span.start <= finding.span.end <= length
        assert (finding.place.line, finding.place.column) == text.position(finding.span.start)
        assert finding.message
    document = engine.parse(text)
    json.dumps(parsed(document))
    if any(finding.fix is not None for finding in outcome.findings):
        mend(text, engine, unsafe=True)


def written(engine: Engine, name: str, outcomes: list[Outcome]) -> str:
    """The report of that format on `outcomes`."""
    options = engine.options
    facts = RunFacts(
        "0", DAY, options.profile, options.strict, "warning", "digest", excerpts=options.excerpts, rules=engine.pack.rules
    )
    stream, report, summary = io.StringIO(), open_report(name), Summary("warning", engine.setting.register)
    report.begin(facts, stream)
    for outcome in outcomes:
        summary.add(outcome)
        report.add(outcome)
    report.end(summary.totals(allow_unrecognised=False))
    return stream.getvalue()


def _assert_readable(name: str, page: str) -> None:
    """The report can be encoded, and read by what it is meant for; nothing in it steers a terminal."""
    page.encode("utf-8")
    if name in ("json", "sarif", "gitlab"):
        json.loads(page)
    elif name == "jsonl":
        for line in page.splitlines():
            json.loads(line)
    elif name == "junit":
        ElementTree.fromstring(page.encode("utf-8"))
    elif name == "csv":
        csv.field_size_limit(sys.maxsize)
        for row in csv.reader(io.StringIO(page)):
            assert not any(cell.startswith(("=", "@", "\t", "\r")) for cell in row), "a formula in csv"
    if name in ("text", "table", "github", "markdown"):
        assert not any((ord(one) < 32 and one != "\n") or 0x7F <= ord(one) < 0xA0 for one in page), f"an escape in {name}"
