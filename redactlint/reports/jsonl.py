"""The report as JSON lines, for editors and pipelines: each object a line, complete as soon as it is known.

`type` tells what a line holds: first `run`, then for each document `document` and its `finding`s, last `summary`.
"""

from __future__ import annotations

import json
from typing import Any, TextIO

from redactlint.engine import Outcome
from redactlint.findings import Finding
from redactlint.provenance import ResultDigest
from redactlint.reports.json_report import SCHEMA_VERSION, document_row, finding_row, summary_row, tool_row
from redactlint.reports.report import RunFacts, Totals

__all__ = ["JsonlReport"]


class JsonlReport:
    """Writes as outcomes come; the rows are those of the JSON report."""

    def begin(self, run: RunFacts, stream: TextIO) -> None:
        """Write what is known before the first document."""
        self._run, self._stream = run, stream
        self._result = ResultDigest()
        row = {"schema_version": SCHEMA_VERSION, "tool": tool_row(run), "as_of": run.as_of.isoformat()}
        self._write("run", row)

    def add(self, outcome: Outcome) -> None:
        """Write one document and its findings, and let whoever reads have them at once."""
        row = document_row(outcome, self._run.fail_on)
        self._write("document", row)
        self._result.add(row, [self._add_finding(finding) for finding in outcome.findings])
        self._stream.flush()

    def add_of_run(self, finding: Finding) -> None:
        """Write one finding."""
        self._add_finding(finding)

    def _add_finding(self, finding: Finding) -> dict[str, Any]:
        row = finding_row(finding, excerpts=self._run.excerpts)
        self._write("finding", row)
        return row

    def end(self, totals: Totals) -> None:
        """Write the totals and the report's own marking."""
        self._write("summary", {"summary": summary_row(totals, self._result), "report_marking": totals.marking})

    def _write(self, kind: str, row: dict[str, Any]) -> None:
        self._stream.write(json.dumps({"type": kind, **row}) + "\n")
