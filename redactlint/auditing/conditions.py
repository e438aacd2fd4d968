"""Conditions: `--where field=value`, read and applied to entries."""

from __future__ import annotations

import datetime
import operator
import re
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from redactlint.auditing.entries import DOCUMENT_FIELDS, FIELDS, FINDING_FIELDS, Entry, Field
from redactlint.errors import UsageError
from redactlint.law.dates import DateRange
from redactlint.markings.levels import Level
from redactlint.metadata import read_range

__all__ = ["Condition", "kept", "known_field", "read_condition"]

_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


class Condition(NamedTuple):
    """A field, an operator (=, !=, <, <=, >, >=, ~) and what to compare with; None asks whether nothing is there."""

    field: str
    sign: str
    value: Any

    def holds(self, subject: Any) -> bool:
        """Whether it holds for an entry (a field of documents) or a finding."""
        field = FIELDS[self.field]
        values = field.values(subject)
        if self.sign == "!=":
            return not self._equal(values, field)
        if self.sign == "=":
            return self._equal(values, field)
        if self.sign == "~":
            return any(self.value.search(_words(one)) for one in values)
        return any(self._compares(one, field) for one in values)

    def _equal(self, values: tuple[Any, ...], field: Field) -> bool:
        if self.value is None:
            return not values
        if field.order == "date":
            return any(_range(one) == self.value or _within(_range(one), self.value) for one in values)
        if field.order == "number":
            return self.value in values
        return any(str(one).casefold() == self.value.casefold() for one in values)

    def _compares(self, value: Any, field: Field) -> bool:
        compare = _COMPARE[self.sign]
        if field.order == "date":
            known, asked = _range(value), self.value
            # What is known only as a range compares where all its days do.
            if self.sign.startswith("<"):
                return compare(known.latest, asked.earliest if self.sign == "<" else asked.latest)
            return compare(known.earliest, asked.latest if self.sign == ">" else asked.earliest)
        if isinstance(field.order, tuple):
            return compare(field.order.index(value), field.order.index(self.value))
        if field.order == "number":
            return compare(value, self.value)
        return compare(str(value).casefold(), self.value.casefold())


def _range(value: datetime.date | DateRange) -> DateRange:
    return value if isinstance(value, DateRange) else DateRange(value, value)


def _within(known: DateRange, asked: DateRange) -> bool:
    return asked.earliest <= known.earliest and known.latest <= asked.latest


def _words(value: Any) -> str:
    return f"{value.earliest} {value.latest}" if isinstance(value, DateRange) else str(value)


def known_field(name: str, option: str) -> str:
    """The name of a field; raises UsageError with the nearest."""
    wanted = name.strip().lower()
    if wanted not in FIELDS:
        import difflib

        near = difflib.get_close_matches(wanted, FIELDS, 1, 0.5)
        raise UsageError(
            f"{option}: no field is called {name.strip()!r}",
            f"did you mean {near[0]}?" if near else f"known are {', '.join(FIELDS)}",
        )
    return wanted


def read_condition(words: str) -> Condition:
    """The condition that `words` state ("post=OSLO", "year>=2003", "banner!=U"); raises UsageError."""
    match = re.match(r"\s*([A-Za-z-]+)\s*(!=|<=|>=|=|<|>|~)\s*(.*?)\s*\Z", words, re.DOTALL)
    if match is None:
        raise UsageError(f"--where {words!r} is no condition", "write field=value, with =, !=, <, <=, >, >= or ~")
    name, sign, value = match.groups()
    name = known_field(name, "--where")
    return Condition(name, sign, _value(name, sign, value))


def _value(name: str, sign: str, value: str) -> Any:
    order = FIELDS[name].order
    if sign == "~":
        try:
            return re.compile(value, re.IGNORECASE)
        except re.error as error:
            raise UsageError(f"--where {name}~{value}: {error}", "give a regular expression") from None
    if not value:
        if sign not in ("=", "!="):
            raise UsageError(f"--where {name}{sign} compares with nothing", "give a value")
        return None
    if order == "number":
        if not value.isdecimal():
            raise UsageError(f"--where {name}: {value!r} is no whole number", "give one")
        return int(value)
    if order == "date":
        return _days(name, value)
    if isinstance(order, tuple):
        words = {one.words: one.name for one in Level}
        value = words.get(value.upper(), value)
        known = next((one for one in order if one.casefold() == value.casefold()), None)
        if known is None:
            raise UsageError(f"--where {name}: {value!r} is none", f"known are {', '.join(order)}")
        return known
    return value


def _days(name: str, value: str) -> DateRange:
    """The days of a date, a month ("2003-09") or a year."""
    try:
        return read_range(value)
    except ValueError:
        raise UsageError(f"--where {name}: {value!r} is no date", "write 2003, 2003-09 or 2003-09-22") from None


def kept(entry: Entry, conditions: Iterable[Condition]) -> Entry | None:
    """The entry with the findings that satisfy every condition on findings; None if it is left out.

    A document is left out if a condition on documents does not hold, or if there are conditions on findings and none of
    its findings satisfies them all.
    """
    of_findings = [one for one in conditions if one.field in FINDING_FIELDS]
    if not all(one.holds(entry) for one in conditions if one.field in DOCUMENT_FIELDS):
        return None
    if not of_findings:
        return entry
    findings = tuple(finding for finding in entry.findings if all(one.holds(finding) for one in of_findings))
    return entry._replace(findings=findings) if findings else None
