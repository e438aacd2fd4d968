"""The report as annotations of a GitHub workflow: `::error file=…,line=…::message`, a line a finding.

What is suppressed is not annotated.  Nothing that comes from a document can end a line or begin a command.
Source: GitHub, "Workflow commands for GitHub Actions".
"""

from __future__ import annotations

from typing import TextIO

from redactlint.engine import Outcome
from redactlint.findings import Finding
from redactlint.reports.locations import relative
from redactlint.reports.report import RunFacts, Totals, why_nothing
from redactlint.reports.safe import safe

__all__ = ["GithubReport"]

_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}


class GithubReport:
    """Writes as outcomes come."""

    def begin(self, run: RunFacts, stream: TextIO) -> None:
        """Start."""
        self._run, self._stream = run, stream

    def add(self, outcome: Outcome) -> None:
        """Annotate one document."""
        for finding in outcome.findings:
            if finding.suppressed is None:
                self.add_of_run(finding)

    def add_of_run(self, finding: Finding) -> None:
        """Write one annotation; columns only where it lies within one line, as GitHub asks."""
        place = finding.place
        given = {"file": relative(place.file, self._run.folder), "line": str(place.line)}
        if place.end_line == place.line:
            given |= {"col": str(place.column), "endColumn": str(place.end_column)}
        else:
            given["endLine"] = str(place.end_line)
        given["title"] = f"{finding.rule} {finding.name}"
        options = ",".join(f"{key}={_property(value)}" for key, value in given.items())
        document = "" if place.container is None else f"{relative(place.path, self._run.folder)}: "
        message = _data(f"{document}{finding.message} ({finding.citation})")
        self._stream.write(f"::{_COMMANDS[finding.severity]} {options}::{message}\n")

    def end(self, totals: Totals) -> None:
        """Write the totals as a line of the log, and an annotation where nothing was judged."""
        why = why_nothing(totals)
        if why is not None:
            self._stream.write(f"::error title=redactlint::{_data(why)}\n")
        counts = ", ".join(f"{number} {level}" for level, number in totals.severities.items())
        self._stream.write(f"documents: {totals.documents}; findings: {counts}; suppressed: {totals.suppressed}\n")
        self._stream.write(f"This report is {totals.marking}.\n")


def _data(words: str) -> str:
    return safe(words).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(words: str) -> str:
    return _data(words).replace(":", "%3A").replace(",", "%2C")
