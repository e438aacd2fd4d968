"""Outcomes as rows of plain values, for the cache and for the way between processes: what comes back is what was sent.

A row is a list: what kind of value it is, then its parts.  Strings, numbers, truth values and None stand for
themselves, so that JSON can hold a row; nothing in one can name a class that is not listed here, nor run.  Facts and
findings, of which there are many, have rows of their own form wherever they hold what they mostly hold.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import cache
from operator import attrgetter

from redactlint.engine import Outcome
from redactlint.facts import BannerFacts, Facts, NotJudged
from redactlint.findings import Edit, Finding, Fix, Place
from redactlint.law.dates import DateRange
from redactlint.text import Span
from redactlint.values import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

__all__ = ["CLASSES", "outcome_of", "row_of"]

# What a row begins with: a tuple, a day (its ordinal), a mapping (key, value, key, value …), facts and findings in
# their common form, or one of the classes.
_TUPLE, _DAY, _MAPPING, _FACTS, _FINDING, _FIRST_CLASS = range(6)

# The classes whose values a row can hold.
CLASSES: tuple[type, ...] = (Outcome, Facts, Finding, Place, Span, DateRange, BannerFacts, NotJudged, Fix, Edit)

_PLAIN = frozenset({str, int, bool, float, type(None)})
_NUMBERS = {cls: number for number, cls in enumerate(CLASSES, _FIRST_CLASS)}
_day = datetime.date.fromordinal


def row_of(outcome: Outcome) -> list[Any] | None:
    """The row of an outcome; None where it holds a value of a class that is not listed (a page, an inventory)."""
    try:
        return _row(outcome)
    except TypeError:
        return None


def outcome_of(row: list[Any]) -> Outcome:
    """The outcome of a row from `row_of`; raises TypeError, ValueError or LookupError where it is none."""
    made = _value(row)
    if not isinstance(made, Outcome):
        raise TypeError(f"the row of a {type(made).__name__}")
    return made


@cache
def _fields_of(cls: type) -> Callable[[Any], tuple[Any, ...]]:
    """What gets the fields of a value of that class, in the order in which they make another."""
    names: tuple[str, ...] = cls.__match_args__  # type: ignore[attr-defined]
    return attrgetter(*names)


def _row(value: Any) -> list[Any]:
    cls = value.__class__
    if cls is tuple:
        return [_TUPLE, *[one if one.__class__ in _PLAIN else _row(one) for one in value]]
    if cls is datetime.date:
        return [_DAY, value.toordinal()]
    if cls is dict:
        parts: list[Any] = [_MAPPING]
        for key, one in value.items():
            parts += (key if key.__class__ is str else _row(key), one if one.__class__ in _PLAIN else _row(one))
        return parts
    if cls is Finding:
        common = _finding_row(value)
        if common is not None:
            return common
    elif cls is Facts:
        common = _facts_row(value)
        if common is not None:
            return common
    number = _NUMBERS.get(cls)
    if number is None:
        raise TypeError(f"no row holds a {cls.__name__}")
    return [number, *[one if one.__class__ in _PLAIN else _row(one) for one in _fields_of(cls)(value)]]


def _value(row: list[Any]) -> Any:
    number = row[0]
    if number == _FACTS:
        return _facts(*row)
    if number == _FINDING:
        return _finding(*row)
    parts = [_value(one) if one.__class__ is list else one for one in row[1:]]
    if number == _TUPLE:
        return tuple(parts)
    if number == _DAY:
        return _day(*parts)
    if number == _MAPPING:
        return dict(zip(parts[::2], parts[1::2], strict=True))
    return CLASSES[number - _FIRST_CLASS](*parts)


# -- the common forms -----------------------------------------------------------------------------------------------

# The fields that the common forms know; a class with one more is written field by field, as any other.
_FACTS_KNOWN = (
    "path", "kind", "id", "date", "date_source", "banner", "captions", "highest_portion", "portions", "marks", "order",
    "declassify_on", "redactions", "exemptions", "sha256", "not_judged", "inventory", "set_facts", "container", "where",
)  # fmt: skip
_FINDING_KNOWN = (
    "rule", "name", "severity", "message", "place", "span", "citation", "fingerprint", "paragraph", "related", "fix",
    "excerpt", "underlined", "suppressed", "places",
)  # fmt: skip


def _facts_row(facts: Facts) -> list[Any] | None:
    """The row of the facts of a document that is a file of its own; None for others."""
    date, banner = facts.date, facts.banner
    if date is None or facts.inventory is not None or facts.set_facts is not None or facts.container is not None:
        return None
    if Facts.__match_args__ != _FACTS_KNOWN or facts.where is not None:
        return None
    return [
        _FACTS, facts.path, facts.kind, facts.id, date.earliest.toordinal(), date.latest.toordinal(), facts.date_source,
        None if banner is None else [banner.text, banner.level, *banner.controls], [*facts.captions],
        facts.highest_portion, facts.portions, [part for mark in facts.marks for part in mark], facts.order,
        [one.toordinal() for one in facts.declassify_on], facts.redactions, [*facts.exemptions], facts.sha256,
        [part for one in facts.not_judged for part in one],
    ]  # fmt: skip


def _facts(
    _: int, path: str, kind: str, name: str, first: int, last: int, source: str, banner: list[str] | None,
    captions: list[str], highest: str, portions: int, marks: list[Any], order: str, days: list[int], redactions: int,
    exemptions: list[str], digest: str, undecided: list[str],
) -> Facts:  # fmt: skip
    return Facts(
        path, kind, name, DateRange(_day(first), _day(last)), source,
        None if banner is None else BannerFacts(banner[0], banner[1], tuple(banner[2:])), tuple(captions), highest,
        portions, tuple(zip(marks[::2], marks[1::2], strict=True)), order, tuple([_day(one) for one in days]),
        redactions, tuple(exemptions), digest,
        tuple([NotJudged(*one) for one in zip(undecided[::2], undecided[1::2], strict=True)]),
    )  # fmt: skip


def _finding_row(finding: Finding) -> list[Any] | None:
    """The row of a finding on one place of a text without pages; None for others."""
    place, span = finding.place, finding.span
    if finding.related or finding.places or place.where is not None or finding.suppressed is not None:
        return None
    if Finding.__match_args__ != _FINDING_KNOWN or finding.fix is not None:
        return None
    return [
        _FINDING, finding.rule, finding.name, finding.severity, finding.message, finding.citation, finding.fingerprint,
        finding.paragraph, finding.excerpt, place.path, place.line, place.column, place.end_line, place.end_column,
        span.start, span.end, *(finding.underlined or ()),
    ]  # fmt: skip


def _finding(
    _: int, rule: str, name: str, severity: str, message: str, citation: str, mark: str, paragraph: str, excerpt: str,
    path: str, line: int, column: int, end_line: int, end_column: int, start: int, end: int, *underlined: int,
) -> Finding:  # fmt: skip
    return Finding(
        rule, name, severity, message, Place(path, line, column, end_line, end_column), Span(start, end), citation,
        mark, paragraph, (), None, excerpt, (underlined[0], underlined[1]) if underlined else None,
    )  # fmt: skip
