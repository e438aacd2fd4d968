"""Outcomes as rows of plain values, for the cache and for the way between processes: what comes back is what was sent.

A row is a list: what kind of value it is, then its parts.  Strings, numbers, truth values and None stand for
themselves, so that JSON can hold a row; nothing in one can name a class that is not listed here, nor run.
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

# What a row begins with: a tuple, a day (its ordinal), a mapping (key, value, key, value …), or one of the classes.
_TUPLE, _DAY, _MAPPING, _FIRST_CLASS = range(4)

# The classes whose values a row can hold, in an order that no released cache disagrees with: add at the end.
CLASSES: tuple[type, ...] = (
    Outcome, Facts, Finding, Place, Span, DateRange, BannerFacts, NotJudged, Fix, Edit,
)  # fmt: skip

_PLAIN = frozenset({str, int, bool, float, type(None)})
_NUMBERS = {cls: number for number, cls in enumerate(CLASSES, _FIRST_CLASS)}


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
    number = _NUMBERS.get(cls)
    if number is None:
        raise TypeError(f"no row holds a {cls.__name__}")
    return [number, *[one if one.__class__ in _PLAIN else _row(one) for one in _fields_of(cls)(value)]]


def _value(row: list[Any]) -> Any:
    number = row[0]
    parts = [_value(one) if one.__class__ is list else one for one in row[1:]]
    if number == _TUPLE:
        return tuple(parts)
    if number == _DAY:
        return datetime.date.fromordinal(*parts)
    if number == _MAPPING:
        return dict(zip(parts[::2], parts[1::2], strict=True))
    return CLASSES[number - _FIRST_CLASS](*parts)
