"""What every report is given and must do: outcomes one by one in order of path, the totals at the end."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from redactlint.engine import Outcome
from redactlint.findings import SEVERITIES, Finding
from redactlint.markings.levels import Level
from redactlint.markings.model import Marking
from redactlint.placing import joined
from redactlint.values import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import Protocol, TextIO

    from redactlint.markings.register import Register
    from redactlint.rulepack import Rule
else:
    Protocol = object  # typing is not loaded for it

__all__ = [
    "FORMATS", "Report", "RunFacts", "Summary", "Totals", "fails", "marking_words", "open_report", "verdict_of",
    "why_nothing",
]  # fmt: skip

# The formats by name: the module of redactlint.reports and its class.
FORMATS: dict[str, tuple[str, str]] = {
    "text": ("text", "TextReport"),
    "table": ("table", "TableReport"),
    "json": ("json_report", "JsonReport"),
    "jsonl": ("jsonl", "JsonlReport"),
    "sarif": ("sarif", "SarifReport"),
    "github": ("github", "GithubReport"),
    "gitlab": ("gitlab", "GitlabReport"),
    "junit": ("junit", "JunitReport"),
    "csv": ("csv_report", "CsvReport"),
    "markdown": ("markdown", "MarkdownReport"),
    "html": ("html_report", "HtmlReport"),
}


class RunFacts(NamedTuple):
    """What is known before the first document: the tool, the day, the profile, how the report may look.

    `folder` is the working directory, from which paths are named; `rules` are those of the pack by their code;
    `has_baseline` says whether one was given.  `configuration` is the digest of all that documents are judged by beside
    the rules and the day, for the reports that show it.
    """

    version: str
    as_of: datetime.date
    profile: str
    strict: bool
    fail_on: str
    rules_digest: str
    excerpts: bool = False
    colour: bool = False
    width: int = 10_000
    folder: str = ""
    rules: Mapping[str, Rule] = {}
    has_baseline: bool = False
    configuration: str = ""


class Totals(NamedTuple):
    """What is known after the last document; severities count what is not suppressed.

    `left_out` counts the files and folders that were not looked at, by why: hidden, excluded.
    """

    documents: int
    severities: Mapping[str, int]
    suppressed: int
    verdicts: Mapping[str, int]
    marking: str
    exit_code: int
    left_out: Mapping[str, int] = {}


class Report(Protocol):
    """An output format."""

    def begin(self, run: RunFacts, stream: TextIO) -> None:
        """Start the report on `stream`."""

    def add(self, outcome: Outcome) -> None:
        """Report one document."""

    def add_of_run(self, finding: Finding) -> None:
        """Report a finding on the run (its configuration), not on a document."""

    def end(self, totals: Totals) -> None:
        """Finish the report."""


def open_report(name: str) -> Report:
    """The report of that format, ready to begin."""
    import importlib

    module, cls = FORMATS[name]
    report: Report = getattr(importlib.import_module(f"redactlint.reports.{module}"), cls)()
    return report


def fails(severity: str, fail_on: str) -> bool:
    """Whether a finding of `severity` counts at `--fail-on`."""
    return fail_on != "never" and SEVERITIES.index(severity) <= SEVERITIES.index(fail_on)


def why_nothing(totals: Totals) -> str | None:
    """Why a run without findings is not green: nothing was judged; None where something was, or unread files tell."""
    if totals.exit_code != 3 or totals.verdicts["unreadable"]:
        return None
    return "nothing was recognised, so nothing was judged" if totals.documents else "no file was checked"


def count_of(number: int, name: str) -> str:
    """A number of things: "1 document", "2 documents", "2 info"."""
    return f"{number} {name}{'' if number == 1 or name == 'info' else 's'}"


def told_of_left_out(totals: Totals) -> str:
    """What was not looked at, in words for people; empty where nothing was left out."""
    told = ", ".join(f"{number} {why}" for why, number in sorted(totals.left_out.items()))
    return f"left out: {told} (files or folders)" if told else ""


def verdict_of(outcome: Outcome, fail_on: str) -> str:
    """The verdict on a document: "unreadable", "fail", "not-recognised" or "pass"."""
    if outcome.facts.kind is None:
        return "unreadable"
    if any(one.suppressed is None and fails(one.severity, fail_on) for one in outcome.findings):
        return "fail"
    return "pass" if outcome.facts.is_recognised else "not-recognised"


def verdict_words(fail_on: str) -> dict[str, str]:
    """The verdicts as a reader sees them; where nothing can fail, "pass" would say more than is known."""
    passed = "judged" if fail_on == "never" else "pass"
    return {"pass": passed, "fail": "fail", "unreadable": "could not be read", "not-recognised": "not recognised"}


def told_of_verdicts(fail_on: str) -> str:
    """What the verdicts of a report mean, in a line."""
    if fail_on == "never":
        return "verdict: judged, whatever was found: under --fail-on never nothing fails"
    return f"verdict: fail means a finding of severity {' or '.join(SEVERITIES[: SEVERITIES.index(fail_on) + 1])}"


def marking_words(marking: Marking | None, register: Register) -> str:
    """The overall marking of a report that quotes what is marked so; a code as it is printed can steer no terminal."""
    if marking is None:
        return Level.U.words
    from redactlint.markings import render
    from redactlint.reports.safe import safe

    return safe(render.render(marking, "banner", "ic", register))


class Summary:
    """Counts outcomes as they pass."""

    def __init__(self, fail_on: str, register: Register) -> None:
        """Count what fails at `fail_on`; the register knows how the markings of quotations join."""
        self.fail_on, self.register = fail_on, register
        self.documents = self.suppressed = 0
        self.severities = dict.fromkeys(SEVERITIES, 0)
        self.verdicts = dict.fromkeys(("pass", "fail", "unreadable", "not-recognised"), 0)
        self.marking: Marking | None = None
        self.crashes: list[str] = []
        self.fails_of_run = False

    def add(self, outcome: Outcome) -> None:
        """Count one document."""
        self.documents += 1
        self.verdicts[verdict_of(outcome, self.fail_on)] += 1
        for finding in outcome.findings:
            self._count(finding)
        if outcome.quoted is not None:
            self.marking = joined([one for one in (self.marking, outcome.quoted) if one is not None], self.register)
        if outcome.crash is not None:
            self.crashes.append(outcome.crash)

    def add_of_run(self, finding: Finding) -> None:
        """Count a finding on the run."""
        self._count(finding)
        self.fails_of_run = self.fails_of_run or fails(finding.severity, self.fail_on)

    def _count(self, finding: Finding) -> None:
        if finding.suppressed is not None:
            self.suppressed += 1
        else:
            self.severities[finding.severity] += 1

    def exit_code(self, *, allow_unrecognised: bool) -> int:
        """The exit code of the run: 3 outranks 1, a crash outranks both."""
        if self.crashes:
            return 70
        nothing = self.verdicts["pass"] + self.verdicts["fail"] == 0
        if self.verdicts["unreadable"] or (nothing and not allow_unrecognised):
            return 3
        return 1 if self.verdicts["fail"] or self.fails_of_run else 0

    def totals(self, *, allow_unrecognised: bool) -> Totals:
        """What the end of every report says."""
        return Totals(
            self.documents,
            self.severities,
            self.suppressed,
            self.verdicts,
            marking_words(self.marking, self.register),
            self.exit_code(allow_unrecognised=allow_unrecognised),
        )
