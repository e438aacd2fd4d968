"""The report as CSV, a row a finding, suppressed ones too; no cell can be taken for a formula.

Source: RFC 4180; OWASP, "CSV Injection".
"""

from __future__ import annotations

import re
from functools import cache
from typing import TextIO

from redactlint.engine import Outcome
from redactlint.findings import Finding
from redactlint.reports.locations import relative
from redactlint.reports.report import RunFacts, Totals
from redactlint.reports.safe import safe

__all__ = ["COLUMNS", "CsvReport", "cell"]

COLUMNS = (
    "path", "where", "line", "column", "end_line", "end_column", "severity", "rule", "name", "message", "paragraph",
    "citation", "fingerprint", "suppressed", "reason",
)  # fmt: skip


class CsvReport:
    """Writes as outcomes come; every cell is quoted."""

    def begin(self, run: RunFacts, stream: TextIO) -> None:
        """Write the heads; `excerpt` is one only where excerpts are asked for."""
        self._run, self._stream = run, stream
        self._row([*COLUMNS, "excerpt"] if run.excerpts else list(COLUMNS))

    def add(self, outcome: Outcome) -> None:
        """Write the findings of one document."""
        for finding in outcome.findings:
            self.add_of_run(finding)

    def add_of_run(self, finding: Finding) -> None:
        """Write one finding."""
        place, note = finding.place, finding.suppressed or {}
        cells = [
            relative(place.file, self._run.folder),
            ", ".join(f"{key} {value}" for key, value in (place.where or {}).items()),
            str(place.line),
            str(place.column),
            str(place.end_line),
            str(place.end_column),
            finding.severity,
            finding.rule,
            finding.name,
            finding.message,
            finding.paragraph or "",
            finding.citation,
            finding.fingerprint,
            note.get("kind") or "",
            note.get("reason") or "",
        ]
        self._row([*cells, finding.excerpt or ""] if self._run.excerpts else cells)

    def end(self, totals: Totals) -> None:
        """Nothing is left to write: a row is a finding."""

    def _row(self, cells: list[str]) -> None:
        self._stream.write(",".join(f'"{cell(one)}"' for one in cells) + "\n")


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    # What a spreadsheet takes for a formula at the start of a cell, and where it may see one start.  Cells are divided
    # by semicolons or tabs in some countries, whatever the quotation marks say.
    return re.compile(r"\s*[=+\-@＝＋－＠]"), re.compile(r"[;,|\t]\s*(?=[=+\-@＝＋－＠])")


def cell(words: str) -> str:
    """The words of a cell: an apostrophe before what might be computed, quotation marks doubled."""
    starts, inside = _patterns()
    words = safe(words)
    words = inside.sub(lambda match: f"{match.group()}'", words)
    return ("'" + words if starts.match(words) else words).replace('"', '""')
