"""The report as tables: findings by rule, then documents with what was found in them."""

from __future__ import annotations

from typing import TextIO

from redactlint.engine import Outcome
from redactlint.findings import SEVERITIES, Finding
from redactlint.reports.report import RunFacts, Totals, told_of_left_out, told_of_verdicts, verdict_of, verdict_words
from redactlint.reports.safe import safe

__all__ = ["TableReport"]

_NARROWEST = 16
_PADDING = 2
_COLUMNS = ("document", "kind", "id", "banner", "highest", *SEVERITIES, "verdict")
_LEAST_TELLING = ("kind", "highest", "id", "info", "banner")


class TableReport:
    """Collects a line a rule and a line a document; prints when all is known."""

    def begin(self, run: RunFacts, stream: TextIO) -> None:
        """Start."""
        self._run, self._stream = run, stream
        self._verdicts = verdict_words(run.fail_on)
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
                self._verdicts[verdict_of(outcome, self._run.fail_on)],
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
            columns, rows = _fitting(self._documents, self._run.width)
            self._stream.write(tabulate(rows, columns, disable_numparse=True) + "\n\n")
            if self._run.fail_on != "warning":
                self._stream.write(told_of_verdicts(self._run.fail_on) + "\n")
        counted = ", ".join(f"{number} {level}" for level, number in totals.severities.items())
        self._stream.write(f"documents: {totals.documents}; findings: {counted}; suppressed: {totals.suppressed}\n")
        if left_out := told_of_left_out(totals):
            self._stream.write(f"{left_out}\n")
        self._stream.write(f"This report is {totals.marking}.\n")


def _fitting(rows: list[tuple[str, ...]], width: int) -> tuple[list[str], list[list[str]]]:
    """Columns and rows that fit the terminal: the least telling columns go first, then the path is shortened."""
    table = dict(zip(_COLUMNS, map(list, zip(*rows, strict=True)), strict=True))
    for column in _LEAST_TELLING:
        if _room(table, width) >= _NARROWEST:
            break
        del table[column]
    room = max(_room(table, width), _NARROWEST)
    table["document"] = [path if len(path) <= room else "…" + path[1 - room :] for path in table["document"]]
    return list(table), [list(row) for row in zip(*table.values(), strict=True)]


def _room(table: dict[str, list[str]], width: int) -> int:
    """What is left for the path; a heading is padded by two."""
    others = [max(len(name) + _PADDING, *map(len, cells)) for name, cells in table.items() if name != "document"]
    return width - sum(others) - _PADDING * len(others)
