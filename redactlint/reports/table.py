"""The report as tables: findings by rule, then documents with what was found in them."""

from __future__ import annotations

from typing import TextIO

from redactlint.engine import Outcome
from redactlint.findings import SEVERITIES, Finding
from redactlint.reports.report import RunFacts, Totals, verdict_of
from redactlint.reports.safe import safe

__all__ = ["TableReport"]

_NARROWEST = 12
_COLUMNS = ("document", "kind", "id", "banner", "highest", *SEVERITIES, "verdict")


class TableReport:
    """Collects a line a rule and a line a document; prints when all is known."""

    def begin(self, run: RunFacts, stream: TextIO) -> None:
        """Start."""
        self._run, self._stream = run, stream
        self._rules: dict[tuple[str, str], dict[str, int]] = {}
        self._in_documents: dict[tuple[str, str], int] = {}
        self._documents: list[tuple[str, ...]] = []

    def add(self, outcome: Outcome) -> None:
        """Count one document."""
        facts = outcome.facts
        counts = dict.fromkeys(SEVERITIES, 0)
        fired = set()
        for finding in outcome.findings:
            if finding.suppressed is None:
                counts[finding.severity] += 1
                self.add_of_run(finding)
                fired.add((finding.rule, finding.name))
        for rule in fired:
            self._in_documents[rule] = self._in_documents.get(rule, 0) + 1
        banner = "" if facts.banner is None else facts.banner.level or "?"
        self._documents.append(
            (
                safe(facts.path),
                facts.kind or "",
                safe(facts.id or ""),
                banner,
                facts.highest_portion or "",
                *(str(counts[level] or "") for level in SEVERITIES),
                verdict_of(outcome, self._run.fail_on),
            )
        )

    def add_of_run(self, finding: Finding) -> None:
        """Count one finding."""
        counts = self._rules.setdefault((finding.rule, finding.name), dict.fromkeys(SEVERITIES, 0))
        counts[finding.severity] += 1

    def end(self, totals: Totals) -> None:
        """Print the tables, the totals and the report's own marking."""
        from tabulate import tabulate

        rules = [
            (
                code,
                name,
                *(str(counts[level] or "") for level in SEVERITIES),
                str(self._in_documents.get((code, name), "")),
            )
            for (code, name), counts in sorted(self._rules.items())
        ]
        if rules:
            headings = ("rule", "name", *SEVERITIES, "documents")
            self._stream.write(tabulate(rules, headings, disable_numparse=True) + "\n\n")
        if self._documents:
            rows = _fitting(self._documents, _COLUMNS, self._run.width)
            self._stream.write(tabulate(rows, _COLUMNS, disable_numparse=True) + "\n\n")
        counted = ", ".join(f"{number} {level}" for level, number in totals.severities.items())
        self._stream.write(f"documents: {totals.documents}; findings: {counted}; suppressed: {totals.suppressed}\n")
        self._stream.write(f"This report is {totals.marking}.\n")


def _fitting(rows: list[tuple[str, ...]], headings: tuple[str, ...], width: int) -> list[tuple[str, ...]]:
    """The rows with the path shortened from the left until a line fits the terminal."""
    columns = list(zip(headings, *rows, strict=True))
    others = sum(max(map(len, column)) for column in columns[1:]) + 2 * (len(columns) - 1)
    room = max(width - others, _NARROWEST)
    return [(row[0] if len(row[0]) <= room else "…" + row[0][1 - room :], *row[1:]) for row in rows]
