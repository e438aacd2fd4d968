"""The report for people: each finding with its place, the marking underlined, the law; then a line of totals."""

from __future__ import annotations

from redactlint.engine import Outcome
from redactlint.findings import Finding
from redactlint.reports.report import RunFacts, Totals, count_of, told_of_left_out
from redactlint.reports.safe import safe
from redactlint.values import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TextIO

__all__ = ["TextReport"]

_COLOURS = {"error": "31", "warning": "33", "info": "36", "strong": "1", "faint": "2"}


# From how many findings on the end says which rules they are of, and how many rules it names.
_MANY, _MOST = 20, 3
# How many of the rules that are undecided it names.
_NAMED = 5


class TextReport:
    """Writes as outcomes come; quotes only what the findings carry."""

    def begin(self, run: RunFacts, stream: TextIO) -> None:
        """Start."""
        self._run, self._stream = run, stream
        self._rules: dict[str, int] = {}
        self._undated, self._undecided = 0, set[str]()

    def add(self, outcome: Outcome) -> None:
        """Write the findings of one document."""
        for finding in outcome.findings:
            if finding.suppressed is None:
                self.add_of_run(finding)
        facts = outcome.facts
        if facts.not_judged and (facts.date is None or facts.date.earliest.year < facts.date.latest.year):
            self._undated += 1
            self._undecided.update(one.rule for one in facts.not_judged)

    def add_of_run(self, finding: Finding) -> None:
        """Write one finding."""
        place = finding.place
        self._rules[f"{finding.rule} {finding.name}"] = self._rules.get(f"{finding.rule} {finding.name}", 0) + 1
        where = f" ({inside})" if (inside := place.inside) else ""
        lines = [
            f"{self._paint('strong', safe(f'{place.path}:{place.line}:{place.column}{where}'))}: "
            f"{self._paint(finding.severity, finding.severity)} {finding.rule} {finding.name}",
            *_folded(safe(finding.message), self._run.width),
        ]
        if finding.excerpt and finding.underlined:
            first, last = finding.underlined
            before, marked = safe(finding.excerpt[:first]), safe(finding.excerpt[first:last])
            lines.append(f"      {before}{marked}{safe(finding.excerpt[last:])}")
            lines.append("      " + " " * len(before) + self._paint(finding.severity, "^" * max(len(marked), 1)))
        for other, word in finding.related:
            file = "" if other.path == place.path else f"{other.path}:"
            lines.append(self._paint("faint", safe(f"    {file}{other.line}:{other.column}: {word}")))
        lines += [self._paint("faint", line) for line in _folded(safe(finding.citation), self._run.width)]
        self._stream.write("\n".join(lines) + "\n")

    def end(self, totals: Totals) -> None:
        """Write the totals and the report's own marking."""
        counts = ", ".join(count_of(number, name) for name, number in totals.severities.items() if number)
        parts = [f"{count_of(totals.documents, 'document')}: {counts or 'no findings'}"]
        if totals.suppressed:
            parts.append(f"{totals.suppressed} suppressed")
        for verdict, words in (("unreadable", "could not be read"), ("not-recognised", "not recognised")):
            if totals.verdicts[verdict]:
                parts.append(f"{totals.verdicts[verdict]} {words}")
        self._stream.write("; ".join(parts) + "\n")
        if sum(self._rules.values()) > _MANY:
            most = sorted(self._rules.items(), key=lambda one: (-one[1], one[0]))[:_MOST]
            often = ", ".join(f"{rule} ({number})" for rule, number in most)
            self._stream.write(f"most often: {often}; --format table counts them all\n")
        if self._undated:
            rules = sorted(self._undecided)
            more = f" and {len(rules) - _NAMED} more" if len(rules) > _NAMED else ""
            rules_told = f"{', '.join(rules[:_NAMED])}{more}"
            documents = count_of(self._undated, "document")
            self._stream.write(f"undecided, for want of a year: {rules_told} on {documents}; --metadata gives dates\n")
        if left_out := told_of_left_out(totals):
            self._stream.write(f"{left_out}\n")
        quotes = "quotes text" if self._run.excerpts else "quotes marks, dates and header words only"
        self._stream.write(self._paint("faint", f"This report is {totals.marking}: it {quotes}.") + "\n")

    def _paint(self, name: str, words: str) -> str:
        return f"\x1b[{_COLOURS[name]}m{words}\x1b[0m" if self._run.colour else words


def _folded(words: str, width: int) -> list[str]:
    """The words, set in by four, on as many lines as a terminal of that width needs; a long word stays whole."""
    lines, line = [], "   "
    for word in words.split(" ") if len(words) + 4 > width else [words]:
        if len(line) + 1 + len(word) > width and line.strip():
            lines.append(line)
            line = "   "
        line += f" {word}"
    return [*lines, line]
