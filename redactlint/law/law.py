"""The law as values: which order governs a day, what its sections hold, which instructions may be written when.

Everything here is read from `rules/law/`; this module knows the form of those files and no fact of law.
"""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import pairwise

from redactlint.errors import RulePackError
from redactlint.law.dates import DateRange, DateSet
from redactlint.law.slips import one_digit_moved, one_slip_apart, with_digits
from redactlint.values import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import Any

__all__ = ["Category", "InstructionLaw", "Law", "Order", "Phase", "ReasonSection", "Transition"]


class Order(NamedTuple):
    """An executive order: when it was signed, and the days on which it was in force (`years`).

    `amends` is the order that it changes, or None; documents cite that one, not the amendment.
    """

    number: str
    title: str
    signed: datetime.date
    years: DateRange
    amends: str | None
    citation: str
    confidence: str


class Phase(NamedTuple):
    """A stretch of days under one set of rules.  `order` is the order to cite, None before the first.

    `sections` maps "categories", "duration", "marking", "reclassification" and "declassification" to section numbers.
    `letters` are the reasons that `reason_section` holds.  `default_years` and `cap_years` bound the declassification
    date, counted from the decision to classify; None means that there is no such bound.  `extended_caps` are longer
    caps, by what permits them ("top-secret-authority", "foreign-government-information").  `schedule` gives, by level,
    the number of full calendar years after which the order itself declassifies.  `portion_marks` is "none",
    "practicable" or "shall".  `lines` maps what the face of a document carries to what the order says about it.
    """

    id: str
    order: str | None
    years: DateRange
    levels: tuple[str, ...]
    sections: Mapping[str, str]
    letters: frozenset[str]
    default_years: int | None
    cap_years: int | None
    extended_caps: Mapping[str, int]
    schedule: Mapping[str, int]
    portion_marks: str
    lines: Mapping[str, str]
    citation: str
    confidence: str

    @property
    def reason_section(self) -> str | None:
        """The section that holds the categories, or None where the order has no such section."""
        return self.sections.get("categories")


class ReasonSection(NamedTuple):
    """A section while it holds the categories of one order: the days on which a reason may cite it, and its letters.

    `letters` maps each letter (E.O. 12356: each number) to its subject.  `early` are the days on which citing it was
    already true but not yet asked for.
    """

    number: str
    order: str
    years: DateRange
    letters: Mapping[str, str]
    early: DateRange | None
    citation: str
    confidence: str


class Category(NamedTuple):
    """One code of a family of instructions: its meaning, and the letters of reasons that it can rest on.

    `fits` is None where any reason can.
    """

    code: str
    says: str
    fits: frozenset[str] | None


class InstructionLaw(NamedTuple):
    """A family of declassification instructions ("X", "25X", "OADR"): when and how it may be written.

    `lawful` are the days on which it may be newly applied.  `tolerated` holds further days for one form of it:
    "with-date" (the code beside a date) and "source-marked" ("Source marked OADR, date of source …").  `codes` are
    its members.  `needs_date`: it stands only with a date or event; `takes_date`: it may have one.  `maximum_years`
    is the latest date it may carry, counted from the origin of the document.  `is_exemption`: it carries a document
    past the cap of the order.
    """

    family: str
    title: str
    order: str
    lawful: DateSet
    tolerated: Mapping[str, DateSet]
    codes: Mapping[str, Category]
    needs_date: bool
    takes_date: bool
    maximum_years: int | None
    is_exemption: bool
    citation: str
    confidence: str

    def lawful_as(self, form: str) -> DateSet:
        """The days on which the family may be written in that form: `lawful` and what is tolerated of the form."""
        tolerated = self.tolerated.get(form)
        return self.lawful if tolerated is None else self.lawful.union(tolerated)


class Transition(NamedTuple):
    """One row of the table of transitions: what stood on a document of those days, and the verdict on it."""

    id: str
    says: str
    years: DateRange
    verdict: str
    strict: str
    citation: str
    confidence: str


class Law:
    """The law from the first order on classification to the day of the data; every part is built when asked for.

    `raw` maps the stem of each file of `rules/law/` to its table, with dates as ISO strings.
    """

    def __init__(self, raw: Mapping[str, Mapping[str, Any]]) -> None:
        """Keep the tables."""
        self.raw = raw

    @classmethod
    def from_data(cls, raw: Mapping[str, Mapping[str, Any]]) -> Law:
        """The law of those tables; raises RulePackError, when a part is asked for, if days overlap or are missing."""
        return cls(raw)

    # -- orders -------------------------------------------------------------------------------------------------------

    @cached_property
    def orders(self) -> Mapping[str, Order]:
        """Every order on classification by its number, the amending ones included, oldest first."""
        found: dict[str, Order] = {}
        for table in self.raw.values():
            rows = [table["order"]] if "order" in table else []
            for row in (*rows, *table.get("amendment", ())):
                found[row["number"]] = Order(
                    number=row["number"],
                    title=row["title"],
                    signed=datetime.date.fromisoformat(row["signed"]),
                    years=_years(row),
                    amends=row.get("amends"),
                    citation=row["source"],
                    confidence=row["confidence"],
                )
        return dict(sorted(found.items(), key=lambda item: item[1].signed))

    def order_years(self, number: str) -> DateRange | None:
        """The days on which that order was in force, or None if it is no order on classification."""
        order = self.orders.get(number)
        return None if order is None else order.years

    def order_meant(self, raw: str) -> str | None:
        """The order that `raw`, a number as printed, means; None where that is not certain.

        That is the number itself; a misprint that the data know; or, unless it is an order on another matter, the one
        order to cite that a single slip makes of it (a digit wrong, dropped, doubled or out of its place).  Letters
        read for digits count for nothing.
        """
        number = with_digits(raw)
        if number in self.orders:
            return number
        known = self._misprints.get(number)
        if known is not None or number in self._others:
            return known
        for is_near in (one_slip_apart, one_digit_moved):
            near = [order for order in self._to_cite if is_near(number, order)]
            if near:
                return near[0] if len(near) == 1 else None
        return None

    @cached_property
    def _misprints(self) -> Mapping[str, str]:
        return {
            misprint: table["order"]["number"]
            for table in self.raw.values()
            for misprint in table.get("order", {}).get("misprints", ())
        }

    @cached_property
    def _others(self) -> frozenset[str]:
        return frozenset(row["number"] for row in self._rows("other"))

    @cached_property
    def _to_cite(self) -> tuple[str, ...]:
        return tuple(table["order"]["number"] for table in self.raw.values() if "order" in table)

    # -- phases -------------------------------------------------------------------------------------------------------

    @cached_property
    def phases(self) -> tuple[Phase, ...]:
        """The phases in order of time; together they hold every day exactly once."""
        rows = sorted(self._rows("phase"), key=lambda row: row.get("from", ""))
        phases = tuple(self._phase(row) for row in rows)
        for before, after in pairwise(phases):
            if before.years.latest + datetime.timedelta(days=1) != after.years.earliest:
                raise RulePackError(
                    f"rules/law: phase {after.id} does not begin on the day after phase {before.id} ends",
                    "mend the dates of the two phases",
                )
        if not phases or phases[0].years.earliest != datetime.date.min or phases[-1].years.latest != datetime.date.max:
            raise RulePackError(
                "rules/law: the phases do not hold every day", "leave the first `from` and last `to` out"
            )
        return phases

    def governing(self, day: datetime.date) -> Phase:
        """The phase of that day."""
        return self.phases[bisect_right(self._starts, day) - 1]

    def governing_all(self, period: DateRange) -> tuple[Phase, ...]:
        """The phases that some day of `period` belongs to, in order of time."""
        first = bisect_right(self._starts, period.earliest) - 1
        return self.phases[first : bisect_right(self._starts, period.latest)]

    @cached_property
    def _starts(self) -> list[datetime.date]:
        return [phase.years.earliest for phase in self.phases]

    def _phase(self, row: Mapping[str, Any]) -> Phase:
        order = row.get("order")
        sections = row.get("sections", {})
        return Phase(
            id=row["id"],
            order=order,
            years=_years(row),
            levels=tuple(row.get("levels", ())),
            sections=sections,
            letters=self.letters_of(sections["categories"], order) if "categories" in sections else frozenset(),
            default_years=row.get("default_years"),
            cap_years=row.get("cap_years"),
            extended_caps=row.get("extended_caps", {}),
            schedule=row.get("schedule", {}),
            portion_marks=row.get("portion_marks", "none"),
            lines=row.get("lines", {}),
            citation=row["source"],
            confidence=row["confidence"],
        )

    # -- reasons ------------------------------------------------------------------------------------------------------

    @cached_property
    def reason_sections(self) -> tuple[ReasonSection, ...]:
        """Every section while it held the categories, in order of time."""
        rows = (
            ReasonSection(
                number=row["number"],
                order=row["order"],
                years=_years(row),
                letters=row["letters"],
                early=_years({"from": row["from"], "to": row["early_to"]}) if "early_to" in row else None,
                citation=row["source"],
                confidence=row["confidence"],
            )
            for row in self._rows("reasons")
        )
        return tuple(sorted(rows, key=lambda one: one.years))

    def reason_years(self, section: str) -> DateSet:
        """The days on which a reason may cite that section; empty if it never held the categories."""
        return self._reason_years.get(section, DateSet())

    @cached_property
    def _reason_years(self) -> Mapping[str, DateSet]:
        years: dict[str, list[DateRange]] = {}
        for one in self.reason_sections:
            years.setdefault(one.number, []).append(one.years)
        return {number: DateSet.of(ranges) for number, ranges in years.items()}

    def early_reason_years(self, section: str) -> DateSet:
        """The days on which it held the categories already though another section was still to be cited."""
        return DateSet.of(one.early for one in self.reason_sections if one.number == section and one.early is not None)

    def letters_of(self, section: str, order: str | None = None) -> frozenset[str]:
        """The letters that the section ever had, or had under that order (or its amendments)."""
        return frozenset(
            letter
            for one in self.reason_sections
            if one.number == section and order in (None, one.order)
            for letter in one.letters
        )

    def letter_years(self, section: str, letter: str) -> DateSet:
        """The days on which a reason that cites the section may name the letter.

        Empty if the section never had it; else from the day on which it first stood in any order.
        """
        if letter not in self.letters_of(section):
            return DateSet()
        first = min(one.years.earliest for one in self.reason_sections if letter in one.letters)
        return DateSet((DateRange(first),))

    # -- instructions -------------------------------------------------------------------------------------------------

    @cached_property
    def instructions(self) -> Mapping[str, InstructionLaw]:
        """The families of declassification instructions by name ("X", "25X", "25X1-HUMAN", "OADR", "GDS" …)."""
        return {
            family: _instruction(family, row)
            for table in self.raw.values()
            for family, row in table.get("instruction", {}).items()
        }

    def instruction(self, code: str) -> InstructionLaw | None:
        """The family of a canonical code ("X1", "XGDS-2", "25X1-HUMAN", "OADR"), or None."""
        known = self._family_of_code.get(code)
        return known if known is not None else self.instructions.get(code.rstrip("0123456789").rstrip("-"))

    def fitting_reasons(self, code: str) -> frozenset[str] | None:
        """The letters of reasons that a code can rest on, or None if any may."""
        family = self.instruction(code)
        category = family.codes.get(code) if family is not None else None
        return None if category is None else category.fits

    @cached_property
    def _family_of_code(self) -> Mapping[str, InstructionLaw]:
        return {code: one for one in self.instructions.values() for code in (one.family, *one.codes)}

    # -- transitions --------------------------------------------------------------------------------------------------

    @cached_property
    def transitions(self) -> Mapping[str, Transition]:
        """The table of transitions by id ("T1" …)."""
        return {
            row["id"]: Transition(
                id=row["id"],
                says=row["says"],
                years=_years(row),
                verdict=row["verdict"],
                strict=row.get("strict", row["verdict"]),
                citation=row["source"],
                confidence=row["confidence"],
            )
            for row in self._rows("transition")
        }

    def _rows(self, name: str) -> Iterator[Mapping[str, Any]]:
        for table in self.raw.values():
            yield from table.get(name, ())


def _years(row: Mapping[str, Any]) -> DateRange:
    earliest = datetime.date.fromisoformat(row["from"]) if "from" in row else datetime.date.min
    latest = datetime.date.fromisoformat(row["to"]) if "to" in row else datetime.date.max
    return DateRange(earliest, latest)


def _days(rows: Iterable[Mapping[str, Any]]) -> DateSet:
    return DateSet.of(_years(row) for row in rows)


def _instruction(family: str, row: Mapping[str, Any]) -> InstructionLaw:
    return InstructionLaw(
        family=family,
        title=row["title"],
        order=row.get("order", ""),
        lawful=_days(row["lawful"]),
        tolerated={form: _days(windows) for form, windows in row.get("tolerated", {}).items()},
        codes={
            code: Category(code, one["says"], frozenset(one["fits"]) if "fits" in one else None)
            for code, one in row.get("codes", {}).items()
        },
        needs_date=row.get("needs_date", False),
        takes_date=row.get("takes_date", True),
        maximum_years=row.get("maximum_years"),
        is_exemption=row.get("is_exemption", False),
        citation=row["source"],
        confidence=row["confidence"],
    )
