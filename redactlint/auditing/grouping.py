"""Grouping: findings and documents counted by any fields, and the matrix of banners against portions.

Counts are kept by group, never by document, so that memory does not grow with the number of documents.
"""

from __future__ import annotations

from itertools import product
from typing import Any

from redactlint.auditing.entries import DOCUMENT_FIELDS, FIELDS, FINDING_FIELDS, LEVELS, Entry, date_words
from redactlint.auditing.tables import Cell, Column, Table
from redactlint.findings import SEVERITIES
from redactlint.law.dates import DateRange

__all__ = ["Groups", "Matrix"]

_WORDY = ("classifier", "post", "name")


class _Tally:
    __slots__ = ("documents", "severities", "with_findings")

    def __init__(self) -> None:
        self.documents = self.with_findings = 0
        self.severities = dict.fromkeys(SEVERITIES, 0)

    @property
    def findings(self) -> int:
        return sum(self.severities.values())


class Groups:
    """Counts documents and findings by the values of `fields`.

    Where all fields are of documents, a row counts all documents of its group; where one is of findings, it counts the
    documents that have such a finding.  A document with several values of a field counts in the group of each.
    """

    def __init__(self, name: str, title: str, fields: tuple[str, ...]) -> None:
        self.name, self.title, self.fields = name, title, fields
        self._by_finding = any(field in FINDING_FIELDS for field in fields)
        self._groups: dict[tuple[Any, ...], _Tally] = {}
        self._documents = 0

    def add(self, entry: Entry) -> None:
        """Count one document."""
        self._documents += 1
        known = {field: _values(field, entry) for field in self.fields if field in DOCUMENT_FIELDS}
        if not self._by_finding:
            for key in product(*known.values()):
                tally = self._groups.setdefault(key, _Tally())
                tally.documents += 1
                tally.with_findings += bool(entry.findings)
                for finding in entry.findings:
                    tally.severities[finding.severity] += 1
            return
        touched = set()
        for finding in entry.findings:
            values = [known[field] if field in known else _values(field, finding) for field in self.fields]
            for key in product(*values):
                self._groups.setdefault(key, _Tally()).severities[finding.severity] += 1
                touched.add(key)
        for key in touched:
            self._groups[key].documents += 1
            self._groups[key].with_findings += 1

    def table(self, top: int | None = None) -> Table:
        """The groups in order of their values; with `top`, only that many, those with the most findings first."""
        order = sorted(self._groups.items(), key=lambda item: tuple(map(_rank, self.fields, item[0])))
        notes = [f"documents: {self._documents}"]
        if top is not None and top < len(order):
            notes.append(f"{top} of {len(order)} groups, those with the most findings")
            order.sort(key=lambda item: (-item[1].findings, -item[1].documents))
            order = order[:top]
        rows = [self._row(key, tally) for key, tally in order]
        if any(field in ("caption", "reason", "declassify", "instruction", "exemption") for field in self.fields):
            notes.append("a document with several values counts in the group of each")
        return Table(self.name, self.title, self._columns(), tuple(rows), ("; ".join(notes),))

    def _columns(self) -> tuple[Column, ...]:
        keys = [
            Column(field, field, "path" if field == "path" else "text" if field in _WORDY else "word", "none")
            for field in self.fields
        ]
        counts = ["documents"] if self._by_finding else ["documents", "with findings"]
        return (
            *(one._replace(key="number_of_findings") if one.key == "findings" else one for one in keys),
            *(Column(one, one, "figure") for one in SEVERITIES),
            Column("findings", "findings", "figure"),
            *(Column(one.replace(" ", "_"), one, "figure") for one in counts),
            Column("share", "share", "rate"),
        )

    def _row(self, key: tuple[Any, ...], tally: _Tally) -> tuple[Cell, ...]:
        whole = self._documents if self._by_finding else tally.documents
        counts = [tally.documents] if self._by_finding else [tally.documents, tally.with_findings]
        share = tally.with_findings / whole if whole else None
        shown = [_shown(value) for value in key]
        return (*shown, *tally.severities.values(), tally.findings, *counts, share)


def _values(field: str, subject: Any) -> tuple[Any, ...]:
    return FIELDS[field].values(subject) or (None,)


def _shown(value: Any) -> Cell:
    if value is None or isinstance(value, int):
        return value
    return date_words(value) if isinstance(value, DateRange) else str(value)


def _rank(field: str, value: Any) -> tuple[int, Any]:
    """Groups sort by value, severities and levels the gravest first, what is not known last."""
    if value is None:
        return 2, 0
    order = FIELDS[field].order
    if isinstance(order, tuple):
        return 0, -order.index(value)
    return 0, value


class Matrix:
    """Counts documents by the level of the banner (rows) and of the highest portion (columns)."""

    name = "matrix"
    title = "Banner against highest portion"
    _UNCLEAR = "unclear"

    def __init__(self) -> None:
        self._counts: dict[tuple[str | None, str | None], int] = {}

    def add(self, entry: Entry) -> None:
        """Count one document, if it was recognised."""
        if not entry.facts.is_recognised:
            return
        banner = entry.facts.banner
        key = None if banner is None else banner.level or self._UNCLEAR, entry.facts.highest_portion
        self._counts[key] = self._counts.get(key, 0) + 1

    def table(self, top: int | None = None) -> Table:
        """The matrix with its sums."""
        columns: tuple[str | None, ...] = (*self._seen(1), None)
        rows: list[tuple[Cell, ...]] = []
        for banner in (*self._seen(0), self._UNCLEAR, None):
            counts = [self._counts.get((banner, one), 0) for one in columns]
            if banner in LEVELS or any(counts):
                rows.append((banner or "none", *counts, sum(counts)))
        sums = [sum(self._counts.get((one, column), 0) for one in self._banners()) for column in columns]
        rows.append(("all", *sums, sum(sums)))
        heads = [Column("banner", "banner")]
        heads += [Column(one or "no_mark", one or "no mark", "figure") for one in columns]
        note = "rows: the banner; columns: the highest portion mark; where they agree lies on the diagonal"
        return Table(self.name, self.title, (*heads, Column("all", "all", "figure")), tuple(rows), (note,))

    def _banners(self) -> set[str | None]:
        return {banner for banner, _ in self._counts}

    def _seen(self, place: int) -> list[str]:
        seen = {key[place] for key in self._counts}
        return [one for one in LEVELS if one in seen or one != "R"]
