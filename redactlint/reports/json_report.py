"""The JSON report, the stable interface (`schemas/report.schema.json`): findings as they come, totals last."""

from __future__ import annotations

import json
from typing import Any, TextIO

from redactlint.engine import Outcome
from redactlint.facts import Facts, iso
from redactlint.findings import Finding
from redactlint.provenance import ResultDigest
from redactlint.reports.files import Spool
from redactlint.reports.report import RunFacts, Totals, verdict_of

__all__ = ["SCHEMA_VERSION", "JsonReport", "document_row", "finding_row", "summary_row", "tool_row"]

SCHEMA_VERSION = "1.1"


class JsonReport:
    """Streams one JSON object; ASCII, so that it survives every terminal and locale."""

    def begin(self, run: RunFacts, stream: TextIO) -> None:
        """Write what is known before the first document."""
        self._run, self._stream = run, stream
        self._documents = Spool()
        self._result = ResultDigest()
        self._has_documents = self._has_findings = False
        stream.write(
            f'{{\n"schema_version": {json.dumps(SCHEMA_VERSION)},\n"tool": {json.dumps(tool_row(run))},\n'
            f'"as_of": {json.dumps(run.as_of.isoformat())},\n"findings": ['
        )

    def add(self, outcome: Outcome) -> None:
        """Write the findings of one document, and keep its row for the end."""
        findings = [self._add_finding(finding) for finding in outcome.findings]
        row = document_row(outcome, self._run.fail_on)
        self._result.add(row, findings)
        self._documents.write((",\n" if self._has_documents else "\n") + json.dumps(row))
        self._has_documents = True

    def add_of_run(self, finding: Finding) -> None:
        """Write one finding."""
        self._add_finding(finding)

    def _add_finding(self, finding: Finding) -> dict[str, Any]:
        row = finding_row(finding, excerpts=self._run.excerpts)
        self._stream.write((",\n" if self._has_findings else "\n") + json.dumps(row))
        self._has_findings = True
        return row

    def end(self, totals: Totals) -> None:
        """Write documents, summary and the report's own marking."""
        self._stream.write(f'{chr(10) if self._has_findings else ""}],\n"documents": [')
        self._documents.copy_to(self._stream)
        self._stream.write(
            f'{chr(10) if self._has_documents else ""}],\n"summary": {json.dumps(summary_row(totals, self._result))},\n'
            f'"report_marking": {json.dumps(totals.marking)}\n}}\n'
        )


def tool_row(run: RunFacts) -> dict[str, Any]:
    """The tool and how it was asked to judge, as the report's schema has it."""
    return {
        "name": "redactlint",
        "version": run.version,
        "rules": run.rules_digest,
        "configuration": run.configuration,
        "profile": run.profile,
        "strict": run.strict,
        "fail_on": run.fail_on,
    }


def summary_row(totals: Totals, result: ResultDigest) -> dict[str, Any]:
    """The totals as the report's schema has them, with the digest of the result."""
    return {
        "documents": totals.documents,
        "findings": dict(totals.severities),
        "suppressed": totals.suppressed,
        "verdicts": dict(totals.verdicts),
        "exit_code": totals.exit_code,
        "result": result.hexdigest(),
    }


def finding_row(finding: Finding, *, excerpts: bool = False) -> dict[str, Any]:
    """A finding as the report's schema has it, with its excerpt if `excerpts` were asked for."""
    place = finding.place
    row = {
        "rule": finding.rule,
        "name": finding.name,
        "severity": finding.severity,
        "message": finding.message,
        "path": place.file,
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
        "where": None if place.where is None else dict(place.where),
        "paragraph": finding.paragraph,
        "citation": finding.citation,
        "fixable": finding.fix is not None,
        "fingerprint": finding.fingerprint,
        "suppressed": None if finding.suppressed is None else dict(finding.suppressed),
    }
    return {**row, "excerpt": finding.excerpt} if excerpts else row


def document_row(outcome: Outcome, fail_on: str) -> dict[str, Any]:
    """A document as the report's schema has it."""
    facts = outcome.facts
    return {
        "path": facts.file,
        "where": None if facts.where is None else dict(facts.where),
        "kind": facts.kind,
        "id": facts.id,
        "date": date_row(facts),
        "banner": None
        if facts.banner is None
        else {"text": facts.banner.text, "level": facts.banner.level, "controls": list(facts.banner.controls)},
        "captions": list(facts.captions),
        "highest_portion": facts.highest_portion,
        "portions": facts.portions,
        "verdict": verdict_of(outcome, fail_on),
        "findings": sum(1 for finding in outcome.findings if finding.suppressed is None),
        "sha256": facts.sha256,
        "not_judged": [{"rule": one.rule, "why": one.why} for one in facts.not_judged],
    }


def date_row(facts: Facts) -> dict[str, str | None] | None:
    """The date range of a document; a bound that is not known is null, and so is a date of which nothing is known."""
    if facts.date is None:
        return None
    earliest, latest = iso(facts.date.earliest), iso(facts.date.latest)
    if earliest is None and latest is None:
        return None
    return {"earliest": earliest, "latest": latest, "source": facts.date_source}
