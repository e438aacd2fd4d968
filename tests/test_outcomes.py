"""What comes back from a row is what was sent, and a row holds nothing but plain values."""

from __future__ import annotations

import datetime
import json
from typing import Any

import pytest

from redactlint.engine import Engine, Options, Outcome
from redactlint.facts import Facts
from redactlint.findings import Finding, Place
from redactlint.law.dates import EVER
from redactlint.rulepack import load, source_of
from redactlint.runs.outcomes import outcome_of, row_of
from redactlint.text import Span, Text

PACK = load()
ENGINE = Engine(PACK, Options(as_of=datetime.date(2026, 1, 1), strict=True))


@pytest.mark.parametrize("code", sorted(PACK.rules))
def test_the_outcome_of_every_example_survives_the_way_through_json(code: str) -> None:
    for example in source_of(PACK.rules[code]).get("example", ()):
        if not isinstance(example["bad"], str):  # a set of documents
            continue
        outcome = ENGINE.check(Text.of(example["bad"], example.get("file_name", "a.txt")), sha256="0" * 64)
        row = row_of(outcome)
        assert row is not None, "a value of a class that redactlint/runs/outcomes.py does not list: nothing would be kept"
        back = outcome_of(json.loads(json.dumps(row)))
        assert back == outcome
        assert repr(back) == repr(outcome)


def test_what_is_no_plain_value_has_no_row() -> None:
    class Stranger:
        pass

    facts: Any = Facts("a.txt", "telegram", id=Stranger())  # type: ignore[arg-type]
    assert row_of(Outcome(facts)) is None


@pytest.mark.parametrize("row", [[], [0], [99], [5], [3], [4, "a"], [7, 1, 2], [2, "key"], [9, 1, 2]])
def test_a_row_that_is_none_is_refused(row: list[Any]) -> None:
    with pytest.raises((TypeError, ValueError, LookupError)):
        outcome_of(row)


def test_the_common_forms_know_every_field() -> None:
    """A field that they do not know makes every row long: add it to redactlint/runs/outcomes.py."""
    clean = row_of(Outcome(Facts("a.txt", "telegram", date=EVER)))
    assert clean is not None
    assert clean[1][0] == 3
    place = Place("a.txt", 1, 2, 1, 3)
    found = row_of(Outcome(Facts("a.txt", None), (Finding("X", "x", "info", "m", place, Span(1, 2), "law", "f"),)))
    assert found is not None
    assert found[2][1][0] == 4
