"""The report as Markdown, for a comment on a merge request: totals, rules, then findings, the gravest first.

What comes from documents is words: no mark-up, no link, no mention of anybody, no reference to an issue.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TextIO

from redactlint.engine import Outcome
from redactlint.findings import SEVERITIES, Finding
from redactlint.reports.locations import relative
from redactlint.reports.report import RunFacts, Totals, why_nothing
from redactlint.reports.safe import safe

__all__ = ["MarkdownReport", "plain_words"]

# A comment on GitHub holds 65,536 characters; what finds no room is counted.
_ROOM = 60_000
_LONGEST_CELL = 500


class MarkdownReport:
    """Keeps as many findings as a comment holds; prints when all is known."""

    def begin(self, run: RunFacts, stream: TextIO) -> None:
        """Start."""
        self._run, self._stream = run, stream
        self._rules: dict[tuple[str, str], dict[str, int]] = {}
        self._rows: dict[str, list[str]] = {level: [] for level in SEVERITIES}
        self._sizes = dict.fromkeys(SEVERITIES, 0)

    def add(self, outcome: Outcome) -> None:
        """Take in one document."""
        for finding in outcome.findings:
            if finding.suppressed is None:
                self.add_of_run(finding)

    def add_of_run(self, finding: Finding) -> None:
        """Take in one finding."""
        level = finding.severity
        counts = self._rules.setdefault((finding.rule, finding.name), dict.fromkeys(SEVERITIES, 0))
        counts[level] += 1
        if self._sizes[level] >= _ROOM:
            return
        place = f"{relative(finding.place.path, self._run.folder)}:{finding.place.line}"
        says, law = plain_words(finding.message), plain_words(finding.citation)
        row = f"| {plain_words(place)} | {level} | {finding.rule} | {says} | {law} |\n"
        self._rows[level].append(row)
        self._sizes[level] += len(row)

    def end(self, totals: Totals) -> None:
        """Print."""
        counted = ", ".join(f"{number} {level}" for level, number in totals.severities.items())
        lines = ["## redactlint\n\n", f"{totals.documents} documents; {counted}; {totals.suppressed} suppressed.\n\n"]
        for verdict, words in (("unreadable", "could not be read"), ("not-recognised", "not recognised")):
            if totals.verdicts[verdict]:
                lines.append(f"{totals.verdicts[verdict]} {words}.\n\n")
        why = why_nothing(totals)
        if why is not None:
            lines.append(f"**{plain_words(why)}**\n\n")
        if self._rules:
            lines.append("| rule | name | error | warning | info |\n|---|---|---:|---:|---:|\n")
            for (code, name), counts in sorted(self._rules.items()):
                numbers = " | ".join(str(counts[level] or "") for level in SEVERITIES)
                lines.append(f"| {code} | {plain_words(name)} | {numbers} |\n")
            lines.append("\n")
            lines += self._table(_ROOM - sum(map(len, lines)), sum(totals.severities.values()))
        lines.append(f"This report is {plain_words(totals.marking)}.\n")
        self._stream.write("".join(lines))

    def _table(self, room: int, total: int) -> list[str]:
        lines = ["| place | severity | rule | says | rests on |\n|---|---|---|---|---|\n"]
        shown = 0
        for row in (row for level in SEVERITIES for row in self._rows[level]):
            room -= len(row)
            if room < 0:
                break
            lines.append(row)
            shown += 1
        lines.append(f"\n{total - shown} more are not shown here.\n\n" if shown < total else "\n")
        return lines


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    return (
        re.compile(r"([\\`*_{}\[\]|~$])"),
        # Before these a zero-width blank: mentions, issues, merge requests, labels, milestones, snippets, epics.
        re.compile(r"([@#!~%$&^])(?=[\w\"'])"),
        re.compile(r"(?i)(?<=:)(?=//)|(?<=www)(?=\.)|(?<=mailto)(?=:)|(?<=xmpp)(?=:)"),
    )


def plain_words(words: str) -> str:
    """Words on one line of a table, every sign of mark-up escaped."""
    signs, references, addresses = _patterns()
    words = safe(words)
    words = words if len(words) <= _LONGEST_CELL else words[: _LONGEST_CELL - 1] + "…"
    words = references.sub("\\1\u200b", addresses.sub("\u200b", words))
    words = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return signs.sub(r"\\\1", words)
