"""The report as JUnit XML: a document is a test suite, a finding a test case, so that a CI server lists them as tests.

What fails at `--fail-on` is a failure, what does not is a case that passes and says so; what is suppressed is skipped,
and what could not be read is an error.  No times are given: the same run gives the same bytes.
"""

from __future__ import annotations

from typing import TextIO

from redactlint.engine import Outcome
from redactlint.findings import Finding
from redactlint.reports.locations import relative
from redactlint.reports.report import RunFacts, Totals, fails, why_nothing
from redactlint.reports.safe import safe

__all__ = ["JunitReport"]

_ESCAPES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;", "\ufffe": "\\ufffe", "\uffff": "\\uffff"}
)


class JunitReport:
    """Writes a suite as each document comes; the last suite speaks of the run."""

    def begin(self, run: RunFacts, stream: TextIO) -> None:
        """Open the document."""
        self._run, self._stream = run, stream
        self._of_run: list[Finding] = []
        stream.write('<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="redactlint">\n')

    def add(self, outcome: Outcome) -> None:
        """Write one document as a suite."""
        path = relative(outcome.facts.path, self._run.folder)
        cases = [
            # What is wrong with a suppression beside the document stands in a file of its own.
            self._case(one, relative(one.place.path, self._run.folder), is_read=outcome.facts.kind is not None)
            for one in outcome.findings
        ]
        if not outcome.facts.is_recognised and outcome.facts.kind is not None:
            cases.append(("skipped", _case(path, "recognised", '<skipped message="nothing was recognised"/>')))
        if not cases:
            cases.append(("", _case(path, "judged", "")))
        self._suite(path, cases)

    def add_of_run(self, finding: Finding) -> None:
        """Keep a finding on the run for the last suite."""
        self._of_run.append(finding)

    def end(self, totals: Totals) -> None:
        """Write the suite of the run, and close the document."""
        cases = [self._case(one, one.place.path, is_read=True) for one in self._of_run]
        why = why_nothing(totals)
        body = "" if why is None else f'<error type="run" message="{_words(why)}"/>'
        cases.append(("errors" if body else "", _case("redactlint", "run", body)))
        properties = (
            f'    <properties>\n      <property name="report_marking" value="{_words(totals.marking)}"/>\n'
            f'      <property name="exit_code" value="{totals.exit_code}"/>\n    </properties>\n'
        )
        self._suite("redactlint", cases, properties)
        self._stream.write("</testsuites>\n")

    def _case(self, finding: Finding, path: str, *, is_read: bool) -> tuple[str, str]:
        """What a finding counts as ("failures", "errors", "skipped", or nothing) and its test case."""
        place, message = finding.place, _words(finding.message)
        text = _words(f"{path}:{place.line}:{place.column}: {finding.severity}: {finding.message} ({finding.citation})")
        kind = f'type="{finding.severity}" message="{message}"'
        if finding.suppressed is not None:
            why = f"{finding.suppressed.get('kind')}: {finding.suppressed.get('reason') or ''}"
            counts, body = "skipped", f'<skipped message="{_words(why)}"/>'
        elif not is_read:
            counts, body = "errors", f"<error {kind}>{text}</error>"
        elif fails(finding.severity, self._run.fail_on):
            counts, body = "failures", f"<failure {kind}>{text}</failure>"
        else:
            counts, body = "", f"<system-out>{text}</system-out>"
        name = f"{finding.rule} {finding.name} at {place.line}:{place.column}"
        return counts, _case(path, name, body)

    def _suite(self, name: str, cases: list[tuple[str, str]], before: str = "") -> None:
        counted = {key: sum(1 for kind, _ in cases if kind == key) for key in ("failures", "errors", "skipped")}
        numbers = " ".join(f'{key}="{number}"' for key, number in counted.items())
        self._stream.write(f'  <testsuite name="{_words(name)}" tests="{len(cases)}" {numbers}>\n{before}')
        self._stream.write("".join(case for _, case in cases) + "  </testsuite>\n")


def _case(path: str, name: str, body: str) -> str:
    given = f'classname="{_words(path)}" name="{_words(name)}" file="{_words(path)}"'
    return f"    <testcase {given}>{body}</testcase>\n" if body else f"    <testcase {given}/>\n"


def _words(words: str) -> str:
    """Words that XML 1.0 can hold, and that are no mark-up."""
    return safe(words).translate(_ESCAPES)
