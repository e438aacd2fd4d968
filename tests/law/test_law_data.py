"""The files of rules/law: their form, and that the rules grade as the table of transitions says."""

from __future__ import annotations

import datetime
import json
import time

import jsonschema
import pytest

from redactlint.grading import grade, rows_for
from redactlint.law.dates import DateRange
from redactlint.law.law import Law
from redactlint.rulebook.rulefiles import read_toml
from redactlint.rulepack import Rule, data_folder

_FILES = sorted((data_folder("rules") / "law").glob("*.toml"))


@pytest.mark.parametrize("path", _FILES, ids=lambda path: path.stem)
def test_a_file_of_law_has_the_form_of_the_schema(path):
    schema = json.loads((data_folder("schemas") / "law.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(read_toml(path), schema, cls=jsonschema.Draft202012Validator)


def test_a_fact_stands_in_one_file_only(law):
    for table in ("order", "phase", "reasons", "transition"):
        rows = []
        for path in _FILES:
            found = read_toml(path).get(table, [])
            rows += [found] if isinstance(found, dict) else found
        names = [(row.get("id") or row["number"], row.get("order")) for row in rows]
        assert len(names) == len(set(names)), table
    families = [family for path in _FILES for family in read_toml(path).get("instruction", {})]
    assert len(families) == len(set(families))


def test_a_misprint_means_one_order_and_is_none_itself(law):
    misprints = [one for path in _FILES for one in read_toml(path).get("order", {}).get("misprints", [])]
    assert len(misprints) == len(set(misprints))
    assert not set(misprints) & set(law.orders)


def test_every_row_of_the_table_of_transitions_is_there(law):
    assert set(law.transitions) == {f"T{number}" for number in range(1, 33)}


def test_the_law_is_built_in_no_time(law):
    best = min(_seconds_to_build(law.raw) for _ in range(5))
    assert best < 0.02


def _seconds_to_build(raw):
    start = time.perf_counter()
    built = Law.from_data(raw)
    _ = built.orders, built.phases, built.reason_sections, built.instructions
    return time.perf_counter() - start


# -- the rules say what the table says -------------------------------------------------------------------------------

_RSN002 = {"T1": "1.5", "T2": "1.5", "T3": "1.4", "T4": "1.4", "T5": "1.5", "T6": "1.5", "T7": "1.5", "T8": "1.3"}


def _rule(name):
    path = data_folder("rules") / name
    return Rule.of(read_toml(path))


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("row", _RSN002)
def test_a_section_is_graded_as_the_transitions_say(law, row, strict):
    from redactlint.checks.reasons import section_not_in_force
    from redactlint.documents.model import Document, Reason
    from redactlint.text import Span, Text

    section, transition = _RSN002[row], law.transitions[row]
    rule = _rule("rsn/RSN002.toml")
    reason = Reason(Span(0, 5), section, Span(0, 3), ("d",), (Span(3, 4),))
    setting = type("Setting", (), {"law": law})()
    (hit,) = section_not_in_force(Document(Text.of("1.x (d)"), "telegram", reasons=(reason,)), rule, setting)
    rows = rows_for(rule.severities, profile="state", kind="telegram", is_extract=False)
    expected = transition.strict if strict else transition.verdict
    for day in (transition.years.earliest, transition.years.latest):
        found = grade(hit, rows, DateRange(day, day), strict=strict).severity
        assert (found or "none") == expected, (row, day)


@pytest.mark.parametrize(("row", "number"), [("T23", "12958"), ("T24", "13526"), ("T25", "13292")])
def test_an_order_is_graded_as_the_transitions_say(law, row, number):
    from redactlint.checks.orders import not_in_force
    from redactlint.documents.model import Document, OrderCitation
    from redactlint.text import Span, Text

    transition, rule = law.transitions[row], _rule("ord/ORD003.toml")
    citation = OrderCitation(Span(5, 10), number, number, Span(0, 10))
    setting = type("Setting", (), {"law": law})()
    (hit,) = not_in_force(Document(Text.of(f"E.O. {number}"), "telegram", order=citation), rule, setting)
    rows = rows_for(rule.severities, profile="state", kind="telegram", is_extract=False)
    for strict, expected in ((False, transition.verdict), (True, transition.strict)):
        assert grade(hit, rows, transition.years, strict=strict).severity == expected
    after = transition.years.latest + datetime.timedelta(days=1)
    if row == "T23":
        assert grade(hit, rows, DateRange(after), strict=False).severity == "error"
    if row == "T24":
        assert grade(hit, rows, DateRange(after), strict=True).severity is None
