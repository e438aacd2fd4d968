"""The report as a GitLab code quality artifact: a JSON list, an object a finding.

The form knows no suppression, so what is suppressed is left out.  An error is `critical`, a warning `major`, an info
`info`.  Source: GitLab, "Code Quality: import results from a CI/CD job".
"""

from __future__ import annotations

import json
from typing import TextIO

from redactlint.engine import Outcome
from redactlint.findings import Finding
from redactlint.reports.locations import relative
from redactlint.reports.report import RunFacts, Totals
from redactlint.reports.safe import safe

__all__ = ["GitlabReport"]

_SEVERITIES = {"error": "critical", "warning": "major", "info": "info"}


class GitlabReport:
    """Writes as outcomes come."""

    def begin(self, run: RunFacts, stream: TextIO) -> None:
        """Open the list."""
        self._run, self._stream = run, stream
        self._seen: dict[str, int] = {}
        self._path = ""
        self._has_findings = False
        stream.write("[")

    def add(self, outcome: Outcome) -> None:
        """Write the findings of one document."""
        for finding in outcome.findings:
            if finding.suppressed is None:
                self.add_of_run(finding)

    def add_of_run(self, finding: Finding) -> None:
        """Write one finding."""
        place = finding.place
        path = safe(relative(place.file, self._run.folder))
        name = path if place.container is None else safe(relative(place.path, self._run.folder))
        document = "" if place.container is None else f"{name}: "
        row = {
            "description": safe(f"{document}{finding.message} ({finding.citation})"),
            "check_name": f"{finding.rule} {finding.name}",
            "fingerprint": self._unique(name, finding.fingerprint),
            "severity": _SEVERITIES[finding.severity],
            "location": {"path": path, "lines": {"begin": place.line, "end": place.end_line}},
        }
        self._stream.write((",\n" if self._has_findings else "\n") + json.dumps(row))
        self._has_findings = True

    def end(self, totals: Totals) -> None:
        """Close the list."""
        self._stream.write("\n]\n" if self._has_findings else "]\n")

    def _unique(self, path: str, fingerprint: str) -> str:
        """GitLab compares by fingerprint alone: that of a finding with its path, and its number among its like.

        Findings of one path come together, so only those of the last path are remembered.
        """
        import hashlib

        if path != self._path:
            self._path, self._seen = path, {}
        number = self._seen[fingerprint] = self._seen.get(fingerprint, 0) + 1
        return hashlib.blake2b(f"{path}\0{fingerprint}\0{number}".encode(), digest_size=16).hexdigest()
