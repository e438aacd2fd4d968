"""The declassification schedule: when classified documents fall due by their own instructions, and what has no date.

It says what the instructions say, no more: a date that has passed declassifies nothing by itself, since it may have
been extended (E.O. 13526 sec. 1.5; 32 CFR 2001.12(b)).
"""

from __future__ import annotations

import datetime
from typing import NamedTuple

from redactlint.auditing.entries import Entry, date_words, level_of
from redactlint.auditing.inventory import InstructionFacts
from redactlint.auditing.tables import Cell, Column, Table
from redactlint.law.law import Law
from redactlint.markings.levels import Level

__all__ = ["Declassification", "Due", "Schedule", "due_of"]

# What an instruction without a date of declassification comes to, in the order in which the schedule lists them.
# Codes that are neither dates nor exemptions (OADR, MR) stand between the two under their own names.
_OPEN = ("exempt, no date", "review due", "event", "duration in words")
_WITHOUT = ("not applicable", "invalid", "cut or redacted", "no instruction")


class Due(NamedTuple):
    """What the instruction of a document comes to.

    `date` is the day on which it falls due, with `basis` "instruction", "exemption" (a date beside an exemption from
    automatic declassification) or "schedule" (computed by the order, from the year of the document); or None, with what
    the instruction comes to as its `basis`: "event", "OADR", "no instruction".  `automatic` is the 31 December on which
    the rule of 25 years reaches the document.
    """

    basis: str
    date: datetime.date | None
    words: str
    automatic: datetime.date | None


def due_of(entry: Entry, law: Law) -> Due | None:
    """What the operative instruction of a classified document comes to; None for a document that is not classified."""
    level = level_of(entry.facts)
    if level is None or not Level[level].is_classified:
        return None
    automatic = _automatic(entry, law)
    # The date that a date-passed finding speaks of is that of the first instruction with one.
    ones = [one for one in entry.inventory.instructions if one.kind != "cut"]
    if not ones:
        cut = bool(entry.inventory.instructions)
        return Due("cut or redacted" if cut else "no instruction", None, "", automatic)
    one = next((each for each in ones if each.kind == "date"), ones[0])
    code = one.code or ""
    if one.date is not None and one.kind == "review":
        return Due("review due", None, one.date.isoformat(), automatic)
    family = law.instruction(code) if code else None
    exempt = family is not None and family.is_exemption
    if one.date is not None and one.kind in ("date", "code"):
        basis = "exemption" if exempt else "instruction"
        return Due(basis, one.date, " ".join(word for word in (code, one.date.isoformat()) if word), automatic)
    if exempt:
        return Due("exempt, no date", None, code, automatic)
    computed = _by_schedule(entry, family.order if family is not None else None, level, law)
    if computed is not None:
        return Due("schedule", computed, f"{code}: {computed.isoformat()}", automatic)
    return Due(_open(one), None, code, automatic)


def _open(one: InstructionFacts) -> str:
    if one.kind == "code" and one.code:
        return one.code
    kinds = {
        "event": "event",
        "duration": "duration in words",
        "na": "not applicable",
        "redacted": "cut or redacted",
        "review": "review due",
    }
    return kinds.get(one.kind, "invalid")


def _by_schedule(entry: Entry, order: str | None, level: str, law: Law) -> datetime.date | None:
    """The end of the calendar year in which the schedule of that order declassifies a document of that level."""
    date = entry.facts.date
    if order is None or date is None or date.earliest.year != date.latest.year:
        return None
    phase = next((one for one in law.phases if one.order == order and one.schedule), None)
    if phase is None or level not in phase.schedule or phase.years.intersect(date) is None:
        return None
    return datetime.date(date.latest.year + phase.schedule[level], 12, 31)


def _automatic(entry: Entry, law: Law) -> datetime.date | None:
    """The day of automatic declassification, by the latest day on which the document can have been written."""
    date = entry.facts.date
    years = next((table["automatic"]["years"] for table in law.raw.values() if "automatic" in table), None)
    if years is None or date is None or date.latest.year + years > datetime.MAXYEAR:
        return None
    return datetime.date(date.latest.year + years, 12, 31)


_LEVELS = ("C", "S", "TS")


class Schedule:
    """Counts classified documents by the year in which they fall due; what has no date, by what it says instead."""

    name = "schedule"
    title = "Declassification schedule"

    def __init__(self, law: Law, as_of: datetime.date) -> None:
        self._law, self._as_of = law, as_of
        self._years: dict[int, dict[str, int]] = {}
        self._open: dict[str, dict[str, int]] = {}
        self._documents = self._others = self._computed = 0

    def add(self, entry: Entry) -> None:
        """Count one document."""
        due = due_of(entry, self._law)
        if due is None:
            self._others += 1
            return
        self._documents += 1
        self._computed += due.basis == "schedule"
        counts = self._counts(due)
        counts[level_of(entry.facts) or ""] += 1
        counts["exempt"] += due.basis == "exemption"
        if due.date is not None:
            counts["passed" if due.date < self._as_of else "to come"] += 1
        counts["automatic"] += due.automatic is not None and due.automatic < self._as_of

    def _counts(self, due: Due) -> dict[str, int]:
        fresh = dict.fromkeys((*_LEVELS, "passed", "to come", "exempt", "automatic"), 0)
        if due.date is not None:
            return self._years.setdefault(due.date.year, fresh)
        return self._open.setdefault(due.basis, fresh)

    def table(self, top: int | None = None) -> Table:
        """Years in order, then what has no date, then the sum."""
        years = sorted(self._years.items())
        rows = [self._row(f"{year:04}", counts, dated=True) for year, counts in years]
        codes = sorted(self._open.keys() - {*_OPEN, *_WITHOUT})
        names = [one for one in (*_OPEN, *codes, *_WITHOUT) if one in self._open]
        rows += [self._row(words, self._open[words], dated=False) for words in names]
        every = [*self._years.values(), *self._open.values()]
        if every:
            sums = {key: sum(counts[key] for counts in every) for key in every[0]}
            rows.append(self._row("all", sums, dated=True))
        heads = ("falls due", *_LEVELS, "documents", "passed", "to come", "exempt", "25 years")
        columns = tuple(
            Column(name.replace(" ", "_"), name, "figure" if place else "word") for place, name in enumerate(heads)
        )
        notes = [
            f"classified documents: {self._documents}, by their own instructions, as of {self._as_of.isoformat()}; not "
            f"classified and left out: {self._others}",
            "passed: the date is before that day, which declassifies nothing by itself; exempt: a date beside an "
            "exemption; 25 years: 31 December of the 25th year from origin is before that day",
        ]
        if self._computed:
            notes.append(f"computed from level and year by the general schedule of the order: {self._computed}")
        return Table(self.name, self.title, columns, tuple(rows), tuple(notes))

    @staticmethod
    def _row(name: str, counts: dict[str, int], *, dated: bool) -> tuple[Cell, ...]:
        levels = [counts[one] for one in _LEVELS]
        dates = [counts["passed"], counts["to come"], counts["exempt"]] if dated else [None, None, None]
        return (name, *levels, sum(levels), *dates, counts["automatic"])


class Declassification:
    """One row a classified document: what it says, when it falls due, whether that has passed."""

    name = "declassification"
    title = "Declassification of each classified document"

    def __init__(self, law: Law, as_of: datetime.date) -> None:
        self._law, self._as_of = law, as_of
        self._rows: list[tuple[Cell, ...]] = []

    def add(self, entry: Entry) -> None:
        """Keep the row of one document."""
        due = due_of(entry, self._law)
        if due is None:
            return
        state = due.basis if due.date is None else "passed" if due.date < self._as_of else "to come"
        facts = entry.facts
        row = (
            entry.name, date_words(facts.date), level_of(facts), due.words or None, due.basis if due.date else None,
            due.date.isoformat() if due.date else None, state, due.automatic.isoformat() if due.automatic else None,
        )  # fmt: skip
        self._rows.append(row)

    def table(self, top: int | None = None) -> Table:
        """The rows by the day on which they fall due, those without one last; with `top`, the first of them."""
        rows = sorted(self._rows, key=lambda row: (row[5] is None, row[5] or "", str(row[0])))
        names = ("document", "date", "level", "instruction", "basis", "falls due", "state", "25 years")
        kinds = {"document": "path", "date": "text", "instruction": "text", "state": "text"}
        columns = tuple(Column(one.replace(" ", "_"), one, kinds.get(one, "word")) for one in names)
        notes = (f"as of {self._as_of.isoformat()}; a date that has passed declassifies nothing by itself",)
        return Table(self.name, self.title, columns, tuple(rows[:top]), notes)
