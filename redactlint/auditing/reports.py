"""The audit reports by name, and an audit: documents go in one by one, tables come out at the end."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Protocol

import attrs

from redactlint.auditing.conditions import Condition, kept
from redactlint.auditing.deletions import Exemptions, RedactionIndex
from redactlint.auditing.entries import Entry, date_words
from redactlint.auditing.grouping import Groups, Matrix
from redactlint.auditing.inspection import Drawing, Inspection, Review, SampleList, program_of
from redactlint.auditing.schedule import Declassification, Schedule, due_of
from redactlint.auditing.tables import Cell, Column, Table
from redactlint.law.law import Law
from redactlint.markings.model import Marking
from redactlint.placing import joined
from redactlint.rulepack import Pack

__all__ = ["DEFAULT", "REPORTS", "Audit", "Wanted"]

# Every report, with one line on each for `redactlint audit --help`.
REPORTS: dict[str, str] = {
    "rules": "findings by rule",
    "families": "findings by family of rules",
    "severities": "findings by severity",
    "documents": "one row a document: date, banner, highest portion, order, reasons, declassification, verdict",
    "matrix": "documents by the level of the banner and of the highest portion",
    "posts": "documents and findings by originating post",
    "years": "documents and findings by year",
    "classifiers": "documents and findings by classifier, numbered (named with --excerpts)",
    "schedule": "what falls due in which year, what has passed, what is exempt or has no date",
    "declassification": "one row a classified document: its instruction and when it falls due",
    "redactions": "the redaction index (Vaughn index): one row a deletion",
    "exemptions": "deletions by exemption",
    "inspection": "the self-inspection: discrepancies in a sample, with rates",
    "sample": "the documents of that sample",
}
DEFAULT = ("rules", "matrix", "schedule")

_GROUPS = {
    "rules": ("Findings by rule", ("rule", "name")),
    "families": ("Findings by family", ("family",)),
    "severities": ("Findings by severity", ("severity",)),
    "posts": ("Documents by originating post", ("post",)),
    "years": ("Documents by year", ("year",)),
    "classifiers": ("Documents by classifier", ("classifier",)),
}
# Reports that show words of the documents under --excerpts.
_QUOTING = ("documents", "redactions")


class _Report(Protocol):
    name: str

    def add(self, entry: Entry) -> None: ...

    def table(self, top: int | None = None) -> Table: ...


@attrs.frozen
class Wanted:
    """What an audit is to say: the reports by name, groups by fields, conditions, the sample, how many rows."""

    reports: tuple[str, ...]
    as_of: datetime.date
    group_by: tuple[tuple[str, ...], ...] = ()
    conditions: tuple[Condition, ...] = ()
    drawing: Drawing = attrs.field(factory=Drawing)
    top: int | None = None
    excerpts: bool = False
    fail_on: str = "warning"


class Audit:
    """Takes entries one by one, keeps what its reports need and no more, and gives their tables."""

    def __init__(self, wanted: Wanted, pack: Pack) -> None:
        self._wanted, self._pack = wanted, pack
        self._review: Review | None = None
        self._reports = [self._open(name) for name in wanted.reports]
        for fields in wanted.group_by:
            words = ", ".join(fields)
            self._reports.append(Groups(f"by {words}", f"Documents by {words}", fields))
        self._quotes = wanted.excerpts and any(name in _QUOTING for name in wanted.reports)
        self.marking: Marking | None = None
        self.seen = self.taken = 0

    def _open(self, name: str) -> _Report:
        if name in _GROUPS:
            return Groups(name, *_GROUPS[name])
        law, register = self._pack.law, self._pack.register
        if name == "matrix":
            return Matrix()
        if name == "schedule":
            return Schedule(law, self._wanted.as_of)
        if name == "declassification":
            return Declassification(law, self._wanted.as_of)
        if name == "documents":
            return Documents(law, excerpts=self._wanted.excerpts, top=self._wanted.top, fail_on=self._wanted.fail_on)
        if name == "redactions":
            return RedactionIndex(register, excerpts=self._wanted.excerpts)
        if name == "exemptions":
            return Exemptions(register)
        if self._review is None:
            self._review = Review(program_of(self._pack), self._wanted.drawing)
        return Inspection(self._review) if name == "inspection" else SampleList(self._review)

    def add(self, entry: Entry) -> None:
        """Take one document, if the conditions hold."""
        self.seen += 1
        left = kept(entry, self._wanted.conditions)
        if left is None:
            return
        self.taken += 1
        if self._review is not None:
            self._review.add(left)
        for report in self._reports:
            report.add(left)
        if self._quotes and left.inventory.quoted is not None:
            quoted = left.inventory.quoted
            self.marking = quoted if self.marking is None else joined([self.marking, quoted], self._pack.register)

    def tables(self) -> Iterable[Table]:
        """The tables, in the order in which they were asked for."""
        for report in self._reports:
            yield report.table(self._wanted.top)


class Documents:
    """One row a document, in order of path; with `top`, those with the most findings."""

    name = "documents"
    title = "Documents"

    def __init__(self, law: Law, *, excerpts: bool = False, top: int | None = None, fail_on: str = "warning") -> None:
        self._law, self._excerpts, self._top, self._fail_on = law, excerpts, top, fail_on
        self._rows: list[tuple[int, int, tuple[Cell, ...]]] = []
        self._count = 0

    def add(self, entry: Entry) -> None:
        """Keep the row of one document."""
        self._count += 1
        facts, inventory = entry.facts, entry.inventory
        due = due_of(entry, self._law)
        row: tuple[Cell, ...] = (
            facts.path,
            facts.id,
            date_words(facts.date),
            None if facts.banner is None else facts.banner.level or "?",
            facts.highest_portion,
            facts.order,
            "; ".join(_reason(*one) for one in inventory.reasons) or None,
            None if due is None else due.words or due.basis.removeprefix("no instruction") or "none",
            entry.classifier if self._excerpts else None,
            inventory.subject,
            len(entry.findings),
            entry.verdict,
        )
        self._rows.append((-len(entry.findings), self._count, row))
        if self._top is not None and len(self._rows) > 4 * self._top + 100:
            self._rows = sorted(self._rows)[: self._top]

    def table(self, top: int | None = None) -> Table:
        """The rows."""
        rows = sorted(self._rows)[:top] if top is not None else self._rows
        columns = (
            Column("path", "path", "path"),
            Column("id", "id", "text"),
            Column("date", "date", "text"),
            Column("banner", "banner"),
            Column("highest", "highest"),
            Column("order", "E.O."),
            Column("reasons", "reasons", "text"),
            Column("declassification", "declassify on", "text"),
            Column("classifier", "classifier", "text"),
            Column("subject", "subject", "text"),
            Column("findings", "findings", "figure"),
            Column("verdict", "verdict"),
        )
        shown = [
            place for place, one in enumerate(columns) if self._excerpts or one.key not in ("classifier", "subject")
        ]
        counted = f"documents: {self._count}"
        if top is not None and top < self._count:
            counted += f"; the {top} with the most findings are shown"
        cells = tuple(tuple(row[place] for place in shown) for _, _, row in rows)
        told = ("under --fail-on never nothing fails: pass says no more than that a document was judged",)
        notes = (counted, *(told if self._fail_on == "never" else ()))
        return Table(self.name, self.title, tuple(columns[place] for place in shown), cells, notes)


def _reason(section: str | None, letters: tuple[str, ...]) -> str:
    return " ".join([section or "?", ", ".join(f"({letter})" for letter in letters)]).strip()
