"""The annual self-inspection: a sample of the classified documents, and how often each discrepancy occurs in it.

The categories are data (`rules/inspections/`): which rules make up which discrepancy that inspectors count.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any, NamedTuple

from redactlint.auditing.entries import Entry, date_words, level_of
from redactlint.auditing.sampling import Sample, lot, sample_size, wilson
from redactlint.auditing.tables import Cell, Column, Table
from redactlint.errors import UsageError
from redactlint.markings.levels import Level
from redactlint.rulepack import Pack

__all__ = ["Category", "Drawing", "Inspection", "Program", "Review", "SampleList", "program_of"]


class Category(NamedTuple):
    """A kind of discrepancy: its id, name and source, the rules that find it, whether only a reader can judge it."""

    id: str
    name: str
    rules: frozenset[str]
    by_hand: bool
    source: str


class Program(NamedTuple):
    """What an inspection counts: its categories, the severities that count, its source."""

    title: str
    categories: tuple[Category, ...]
    levels: frozenset[str]
    source: str


def program_of(pack: Pack, name: str = "self-inspection") -> Program:
    """The inspection of that name in the rule pack; raises UsageError with those that there are."""
    known: Mapping[str, Mapping[str, Any]] = pack.raw.get("inspections", {})
    if name not in known:
        raise UsageError(f"no inspection is called {name!r}", f"choose one of {', '.join(sorted(known)) or 'none'}")
    raw = known[name]
    categories = tuple(
        Category(
            one["id"],
            one["name"],
            pack.codes(one.get("rules", ()), all_known=False),
            one.get("by_hand", False),
            one["source"],
        )
        for one in raw["category"]
    )
    return Program(raw["title"], categories, frozenset(raw["levels"]), raw["source"])


class Drawing(NamedTuple):
    """How to draw the sample: so many documents, or as many as a precision needs; neither: all of them."""

    size: int | None = None
    precision: float | None = None
    confidence: float = 0.95
    rate: float = 0.5
    seed: str = "0"

    @property
    def most(self) -> int | None:
        """How many can be drawn at most, whatever the population."""
        if self.size is not None:
            return self.size
        return None if self.precision is None else sample_size(self.precision, self.confidence, None, self.rate)

    def of(self, population: int) -> int:
        """How many to draw of that many."""
        if self.size is not None:
            return min(self.size, population)
        if self.precision is None:
            return population
        return sample_size(self.precision, self.confidence, population, self.rate)


class _Drawn(NamedTuple):
    """A document of the sample: what it is called, and how many findings it has in each category."""

    path: str
    id: str | None
    date: str | None
    level: str | None
    counts: tuple[int, ...]


class Review:
    """Draws the sample as documents pass, and remembers of each only what the tables need."""

    def __init__(self, program: Program, drawing: Drawing) -> None:
        self.program, self.drawing = program, drawing
        self._sample: Sample[_Drawn] = Sample(drawing.most)

    def add(self, entry: Entry) -> None:
        """Let one document take part, if it is classified."""
        level = level_of(entry.facts)
        if level is None or not Level[level].is_classified:
            return
        facts = entry.facts
        counted = [one.rule for one in entry.findings if one.severity in self.program.levels]
        counts = tuple([sum(rule in one.rules for rule in counted) for one in self.program.categories])
        drawn = _Drawn(facts.path, facts.id, date_words(facts.date), level, counts)
        number = lot(self.drawing.seed, facts.sha256 or "", os.path.basename(facts.path))
        self._sample.offer(number, drawn)

    @property
    def population(self) -> int:
        """How many classified documents there are."""
        return self._sample.population

    def drawn(self) -> list[_Drawn]:
        """The documents of the sample, in order of path."""
        return sorted(self._sample.drawn(self.drawing.of(self.population)), key=lambda one: one.path)

    def notes(self) -> tuple[str, ...]:
        """What the sample is, and how it was drawn."""
        size = self.drawing.of(self.population)
        how = f"seed {self.drawing.seed}" if size < self.population else "all of them"
        words = f"{size} of {self.population} classified documents, {how}"
        if self.drawing.precision is not None and self.drawing.size is None:
            words += f"; enough for ±{self.drawing.precision:.1%} at {_per_cent(self.drawing.confidence)} confidence"
        return (words,)


def _per_cent(share: float) -> str:
    return f"{share:.1%}".replace(".0%", "%").replace("%", " %")


class Inspection:
    """How many documents of the sample have each kind of discrepancy, with the interval of the rate in all of them."""

    name = "inspection"

    def __init__(self, review: Review) -> None:
        self._review = review
        self.title = review.program.title[0].upper() + review.program.title[1:]

    def add(self, entry: Entry) -> None:
        """Nothing: the review sees every document once."""

    def table(self, top: int | None = None) -> Table:
        """A row a category, in the order of the data; then how many have any discrepancy at all."""
        review = self._review
        drawn, confidence = review.drawn(), review.drawing.confidence
        rows: list[tuple[Cell, ...]] = []
        for place, category in enumerate(review.program.categories):
            if category.by_hand:
                rows.append((category.name, None, None, None, None, None, category.source))
                continue
            hits = sum(one.counts[place] > 0 for one in drawn)
            found = sum(one.counts[place] for one in drawn)
            rows.append((category.name, hits, *self._rates(hits, len(drawn), confidence), found, category.source))
        hits, found = sum(any(one.counts) for one in drawn), sum(sum(one.counts) for one in drawn)
        rows.append(("any of these", hits, *self._rates(hits, len(drawn), confidence), found, None))
        columns = (
            Column("discrepancy", "discrepancy", "text"),
            Column("documents", "documents", "figure"),
            Column("rate", "rate", "rate"),
            Column("low", "from", "rate"),
            Column("high", "to", "rate"),
            Column("findings", "findings", "figure"),
            Column("source", "rests on", "text"),
        )
        levels = " and ".join(sorted(review.program.levels))
        notes = (
            *review.notes(),
            f"a document counts once in a category; {levels} findings count; from, to: Wilson interval at "
            f"{_per_cent(confidence)}, "
            "with the finite-population correction",
            f"a row without figures is for a reader to judge; {review.program.source}",
        )
        return Table(self.name, self.title, columns, tuple(rows), notes)

    def _rates(self, hits: int, drawn: int, confidence: float) -> tuple[Cell, Cell, Cell]:
        if not drawn:
            return None, None, None
        return (hits / drawn, *wilson(hits, drawn, confidence, self._review.population))


class SampleList:
    """The documents of the sample, to be pulled and read."""

    name = "sample"
    title = "Documents of the sample"

    def __init__(self, review: Review) -> None:
        self._review = review

    def add(self, entry: Entry) -> None:
        """Nothing: the review sees every document once."""

    def table(self, top: int | None = None) -> Table:
        """One row a document, with the kinds of discrepancy found in it."""
        categories = self._review.program.categories
        rows: list[tuple[Cell, ...]] = []
        for one in self._review.drawn():
            found = [category.id for category, count in zip(categories, one.counts, strict=True) if count]
            rows.append((one.path, one.id, one.date, one.level, sum(one.counts), ", ".join(found) or None))
        columns = (
            Column("path", "path", "path"),
            Column("id", "id", "text"),
            Column("date", "date"),
            Column("level", "level"),
            Column("findings", "findings", "figure"),
            Column("discrepancies", "discrepancies", "text"),
        )
        return Table(self.name, self.title, columns, tuple(rows), self._review.notes())
