"""The report as SARIF 2.1.0 (OASIS), for code scanning: results as they come, the rules that fired at the end.

What a suppression or the baseline covers stays a result, marked as such, so that no alert is closed and opened again.
Source: SARIF 2.1.0, sections 3.14 (run), 3.27 (result), 3.35 (suppression), 3.49 (reporting descriptor).
"""

from __future__ import annotations

import json
from typing import Any, TextIO

from redactlint.engine import Outcome
from redactlint.findings import SEVERITIES, Finding, Place
from redactlint.reports.locations import relative, uri
from redactlint.reports.report import RunFacts, Totals, why_nothing
from redactlint.reports.safe import safe
from redactlint.rulepack import Rule

__all__ = ["SarifReport"]

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_BASE = "%SRCROOT%"
# The version of our fingerprint: a change of what goes into it takes the next number.
_FINGERPRINT = "redactlint/v1"


class SarifReport:
    """Streams one SARIF log of one run; ASCII."""

    def begin(self, run: RunFacts, stream: TextIO) -> None:
        """Write what stands before the first result."""
        self._run, self._stream = run, stream
        self._index: dict[str, int] = {}
        self._unreadable: list[dict[str, Any]] = []
        self._has_results = False
        base = {_BASE: {"description": {"text": "The folder in which redactlint ran."}}}
        stream.write(
            f'{{\n"$schema": {json.dumps(_SCHEMA)},\n"version": "2.1.0",\n"runs": [{{\n'
            f'"columnKind": "unicodeCodePoints",\n"originalUriBaseIds": {json.dumps(base)},\n"results": ['
        )

    def add(self, outcome: Outcome) -> None:
        """Write the results of one document."""
        for finding in outcome.findings:
            self.add_of_run(finding)
        if outcome.facts.kind is None:
            self._unreadable += [
                {"level": "error", "message": {"text": _text(one.message)}, "locations": [self._location(one.place)]}
                for one in outcome.findings[:1]
            ]

    def add_of_run(self, finding: Finding) -> None:
        """Write one result."""
        self._stream.write((",\n" if self._has_results else "\n") + json.dumps(self._result(finding)))
        self._has_results = True

    def end(self, totals: Totals) -> None:
        """Write the tool, the rules that fired, and how the run ended."""
        run = self._run
        driver = {
            "name": "redactlint",
            "version": run.version,
            "semanticVersion": run.version,
            "rules": [_descriptor(code, run.rules.get(code)) for code in self._index],
        }
        invocation: dict[str, Any] = {"executionSuccessful": totals.exit_code in (0, 1), "exitCode": totals.exit_code}
        notifications = list(self._unreadable)
        why = why_nothing(totals)
        if why is not None:
            notifications.append({"level": "error", "message": {"text": why}})
        if notifications:
            invocation["toolExecutionNotifications"] = notifications
        properties = {
            "profile": run.profile,
            "strict": run.strict,
            "asOf": run.as_of.isoformat(),
            "rulesDigest": run.rules_digest,
            "documents": totals.documents,
            "verdicts": dict(totals.verdicts),
            "suppressed": totals.suppressed,
            "reportMarking": totals.marking,
        }
        self._stream.write(
            f'{chr(10) if self._has_results else ""}],\n"tool": {json.dumps({"driver": driver}, indent=1)},\n'
            f'"invocations": [{json.dumps(invocation)}],\n"properties": {json.dumps(properties)}\n}}]\n}}\n'
        )

    def _result(self, finding: Finding) -> dict[str, Any]:
        location = self._location(finding.place)
        if self._run.excerpts and finding.excerpt:
            location["physicalLocation"]["region"]["snippet"] = {"text": safe(finding.excerpt)}
        logical = []
        if finding.place.container is not None:  # which document of the file
            named = relative(finding.place.path, self._run.folder)
            logical.append({"fullyQualifiedName": safe(named), "kind": "member"})
        if finding.paragraph is not None:
            logical.append({"name": f"paragraph {safe(finding.paragraph)}"})
        if logical:
            location["logicalLocations"] = logical
        result: dict[str, Any] = {
            "ruleId": finding.rule,
            "ruleIndex": self._index.setdefault(finding.rule, len(self._index)),
            "level": _LEVELS[finding.severity],
            "message": {"text": _text(finding.message)},
            "locations": [location],
            "partialFingerprints": {_FINGERPRINT: finding.fingerprint},
        }
        if finding.related:
            result["relatedLocations"] = [
                {"id": number, **self._location(place), "message": {"text": _text(word)}}
                for number, (place, word) in enumerate(finding.related, 1)
            ]
        note = finding.suppressed
        if note is not None:
            kind = "inSource" if note.get("kind") == "inline" else "external"
            result["suppressions"] = [
                {"kind": kind, "status": "accepted", "justification": safe(note.get("reason") or "")}
            ]
        if self._run.has_baseline:
            is_known = note is not None and note.get("kind") == "baseline"
            result["baselineState"] = "unchanged" if is_known else "new"
        return result

    def _location(self, place: Place) -> dict[str, Any]:
        name = uri(relative(place.file, self._run.folder))
        artifact = {"uri": name} if name.startswith("file:") else {"uri": name, "uriBaseId": _BASE}
        region = {
            "startLine": place.line,
            "startColumn": place.column,
            "endLine": place.end_line,
            "endColumn": place.end_column,
        }
        physical: dict[str, Any] = {"artifactLocation": artifact, "region": region}
        return {"physicalLocation": physical, **({"properties": dict(place.where)} if place.where else {})}


def _descriptor(code: str, rule: Rule | None) -> dict[str, Any]:
    """A rule with its help and what it rests on; no link, since nothing here needs a network."""
    if rule is None:
        return {"id": code}
    cited = [f"{one.source}: {one.says}" if one.says else one.source for one in rule.citations]
    rationale = " ".join(rule.rationale.split())
    levels = {row.level for row in rule.severities}
    level = next((_LEVELS[one] for one in SEVERITIES if one in levels), "none")
    listed = "\n".join(f"- {one}" for one in cited)
    return {
        "id": code,
        "name": rule.name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rationale or rule.summary},
        "help": {
            "text": f"{rule.summary}\n\n{rationale}\n\nIt rests on:\n{listed}\n",
            "markdown": f"**{rule.summary}**\n\n{rationale}\n\nIt rests on:\n\n{listed}\n",
        },
        "defaultConfiguration": {"level": level},
        "properties": {"tags": ["classification-marking", rule.family]},
    }


def _text(words: str) -> str:
    """A plain message; section 3.11.6 takes `[words](target)` for a link, and a backslash for an escape."""
    words = safe(words)
    return words.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]") if "](" in words else words
