"""What the engine makes of hits: who speaks, for whom, how gravely, and what it says of what it could not judge."""

from __future__ import annotations

import datetime
import sys
import types
from collections.abc import Callable
from typing import Any

import attrs
import pytest
from hand_built import pack as real_pack

from redactlint.documents import reading
from redactlint.documents.model import Document, DocumentDates, Evidence, OrderCitation, Portion
from redactlint.engine import Engine, Options
from redactlint.errors import RulePackError, UsageError
from redactlint.findings import Hit
from redactlint.law.dates import DateRange, DateSet
from redactlint.rulepack import Pack
from redactlint.text import Span, Text

TODAY = datetime.date(2026, 1, 1)
CHECKS = "redactlint.checks.invented"


def rule(code: str, **changes: Any) -> dict[str, Any]:
    return {
        "code": code,
        "name": f"invented-{code.lower()}",
        "summary": "An invented defect.",
        "check": f"invented.{code.lower()}",
        "message": "something is wrong",
        "citation": [{"source": "an invented law"}],
        "severity": [{"level": "error"}],
        **changes,
    }


@pytest.fixture
def judge(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Judge a document by invented rules: `hits` by code, `rules` their tables, then options of the engine."""
    module = types.ModuleType(CHECKS)
    monkeypatch.setitem(sys.modules, CHECKS, module)

    def run(document: Document, hits: dict[str, list[Hit]], *rules: dict[str, Any], **options: Any) -> Any:
        for code, found in hits.items():
            setattr(module, code.lower(), lambda document, rule, setting, found=found: iter(found))
        of_run = {
            path: raw for path, raw in real_pack().raw["rules"].items() if raw["code"] in ("DOC001", "DOC005", "DOC006")
        }
        raw = {**real_pack().raw, "rules": {**of_run, **{one["code"]: one for one in rules}}}
        monkeypatch.setattr(reading, "read", lambda text, *rest: attrs.evolve(document, text=text))
        engine = Engine(Pack(raw), Options(**{"as_of": TODAY, **options}))
        return engine.check(document.text)

    return run


def document(content: str = "SECRET\n1. (S) One.\n2. (S) Two.\n", **changes: Any) -> Document:
    portions = []
    starts = [index for index in range(len(content)) if content[index : index + 3] in ("1. ", "2. ", "3. ")]
    for start, end in zip(starts, [*starts[1:], len(content)], strict=True):
        portions.append(Portion("paragraph", Span(start, end), start + 3, number=content[start]))
    return Document(Text.of(content), "telegram", portions=tuple(portions), **changes)


def dated(first: str, last: str, field: str = "stated") -> DocumentDates:
    days = DateRange(datetime.date.fromisoformat(first), datetime.date.fromisoformat(last))
    return DocumentDates((Evidence(field, days, "invented"),))


def codes(outcome: Any) -> list[str]:
    return [one.rule for one in outcome.findings if one.suppressed is None]


def test_findings_come_in_order_of_place_then_code(judge: Any) -> None:
    hits = {"AAA001": [Hit(Span(10, 13))], "AAA002": [Hit(Span(0, 6)), Hit(Span(10, 13))]}
    outcome = judge(document(), hits, rule("AAA001"), rule("AAA002"))
    assert [(one.rule, one.place.line, one.place.column) for one in outcome.findings] == [
        ("AAA002", 1, 1), ("AAA001", 2, 4), ("AAA002", 2, 4),
    ]  # fmt: skip


def test_a_rule_is_run_only_where_the_document_has_what_it_requires(judge: Any) -> None:
    hits = {"AAA001": [Hit(Span(0, 6))], "AAA002": [Hit(Span(0, 6))]}
    outcome = judge(document(), hits, rule("AAA001", requires=["order"]), rule("AAA002", requires=["portions"]))
    assert codes(outcome) == ["AAA002"]


def test_the_more_specific_rule_speaks_for_the_whole_document(judge: Any) -> None:
    hits = {"AAA001": [Hit(Span(0, 6))], "BBB001": [Hit(Span(20, 22))]}
    assert codes(judge(document(), hits, rule("AAA001", yields_to=["BBB001"]), rule("BBB001"))) == ["BBB001"]
    assert codes(judge(document(), hits, rule("AAA001", yields_to=["BBB"]), rule("BBB001"))) == ["BBB001"]


def test_a_rule_yields_at_the_place_of_another_and_speaks_elsewhere(judge: Any) -> None:
    hits = {"AAA001": [Hit(Span(0, 6)), Hit(Span(20, 22))], "BBB001": [Hit(Span(4, 8))]}
    outcome = judge(document(), hits, rule("AAA001", yields_to_at_place=["BBB001"]), rule("BBB001"))
    assert [(one.rule, one.span.start) for one in outcome.findings] == [("BBB001", 4), ("AAA001", 20)]


def test_a_rule_left_out_of_the_report_still_silences_what_yields_to_it(judge: Any) -> None:
    hits = {"AAA001": [Hit(Span(0, 6))], "BBB001": [Hit(Span(0, 6))]}
    rules = (rule("AAA001", yields_to=["BBB001"]), rule("BBB001"))
    assert codes(judge(document(), hits, *rules, ignore=("BBB001",))) == []
    assert codes(judge(document(), hits, *rules, select=("AAA001",))) == []


def test_selection_takes_codes_names_and_families(judge: Any) -> None:
    hits = {"AAA001": [Hit(Span(0, 6))], "AAA002": [Hit(Span(0, 6))], "BBB001": [Hit(Span(0, 6))]}
    rules = (rule("AAA001"), rule("AAA002"), rule("BBB001"))
    assert codes(judge(document(), hits, *rules, select=("aaa",))) == ["AAA001", "AAA002"]
    assert codes(judge(document(), hits, *rules, select=("aaa",), ignore=("invented-aaa002",))) == ["AAA001"]
    with pytest.raises(UsageError, match="did you mean BBB001"):
        judge(document(), hits, *rules, select=("BBB01",))


def test_what_turns_on_an_unknown_date_is_said_to_be_not_judged(judge: Any) -> None:
    hit = Hit(Span(0, 6), dates=DateSet((DateRange(datetime.date(1995, 10, 14)),)))
    outcome = judge(document(dates=dated("1995-01-01", "1995-12-31")), {"AAA001": [hit]}, rule("AAA001"))
    assert codes(outcome) == []
    assert [one.rule for one in outcome.facts.not_judged] == ["AAA001"]
    assert "1995-01-01" in outcome.facts.not_judged[0].why
    sure = judge(document(dates=dated("1996-01-01", "1996-12-31")), {"AAA001": [hit]}, rule("AAA001"))
    assert codes(sure) == ["AAA001"]
    assert sure.facts.not_judged == ()


def test_a_rule_does_not_date_the_document_by_what_it_judges(judge: Any) -> None:
    hit = Hit(Span(0, 6), dates=DateSet((DateRange(datetime.date(1995, 10, 14)),)))
    by_reason = document(dates=dated("1999-01-01", "1999-12-31", "reason"))
    assert codes(judge(by_reason, {"AAA001": [hit]}, rule("AAA001"))) == ["AAA001"]
    assert codes(judge(by_reason, {"AAA001": [hit]}, rule("AAA001", judges=["reason"]))) == []


def test_where_the_order_was_not_in_force_a_defect_must_be_one_under_its_years_too(judge: Any) -> None:
    ever = DateSet((DateRange(datetime.date(1995, 10, 14), datetime.date(2020, 1, 1)),))
    late_only = DateSet((DateRange(datetime.date(2010, 6, 27), datetime.date(2020, 1, 1)),))
    cited = OrderCitation(Span(0, 6), "12958", "12958", Span(0, 6))
    late = document(order=cited, dates=dated("2015-01-01", "2015-12-31"))
    order = {"ORD003": [Hit(Span(0, 6))]}
    rules = (rule("AAA001", follows_order=True), rule("ORD003"))
    assert codes(judge(late, {"AAA001": [Hit(Span(0, 6), dates=ever)], **order}, *rules)) == ["AAA001", "ORD003"]
    assert codes(judge(late, {"AAA001": [Hit(Span(0, 6), dates=late_only)], **order}, *rules)) == ["ORD003"]
    assert codes(judge(late, {"AAA001": [Hit(Span(0, 6), dates=late_only)], "ORD003": []}, *rules)) == ["AAA001"]
    assert codes(
        judge(late, {"AAA001": [Hit(Span(0, 6), dates=late_only)], **order}, rule("AAA001"), rule("ORD003"))
    ) == [
        "AAA001",
        "ORD003",
    ]


def test_each_of_several_documents_in_a_file_is_judged_by_itself(judge: Any) -> None:
    second = document(order=OrderCitation(Span(0, 6), "12958", "12958", Span(0, 6)))
    hits = {"AAA001": [Hit(Span(0, 6))]}
    assert codes(judge(document(others=(second,)), hits, rule("AAA001", requires=["order"]))) == ["AAA001"]


def test_the_configuration_can_change_or_silence_a_level(judge: Any) -> None:
    hits = {"AAA001": [Hit(Span(0, 6))]}
    changed = judge(document(), hits, rule("AAA001"), severities={"AAA001": "info"})
    assert [one.severity for one in changed.findings] == ["info"]
    assert codes(judge(document(), hits, rule("AAA001"), severities={"AAA001": "none"})) == []


def test_fingerprints_survive_moved_lines_and_tell_repeats_apart(judge: Any) -> None:
    before = "SECRET\n1. (S) One.\n2. (S) Two.\n"
    after = "\n\nSECRET\n\n1.  (S)  One.\n2. (S) Two.\n"

    def prints(content: str) -> list[str]:
        marks = [index for index in range(len(content)) if content.startswith("(S)", index)]
        hits = {"AAA001": [Hit(Span(one, one + 3)) for one in [*marks, marks[0]]]}
        return [one.fingerprint for one in judge(document(content), hits, rule("AAA001")).findings]

    assert sorted(prints(before)) == sorted(prints(after))
    assert len(set(prints(before))) == 3


def test_a_message_that_asks_for_what_its_check_does_not_give_names_the_rule_file(judge: Any) -> None:
    with pytest.raises(RulePackError, match=r"AAA001.*'mark'"):
        judge(document(), {"AAA001": [Hit(Span(0, 6), {"banner": "SECRET"})]}, rule("AAA001", message="{mark}"))


def test_a_rule_that_names_no_check_is_the_pack_s_fault() -> None:
    raw = {**real_pack().raw, "rules": {"x": rule("AAA001", check="invented.nothing")}}
    with pytest.raises(RulePackError, match="does not exist"):
        Engine(Pack(raw), Options(as_of=TODAY)).check(Text.of("UNCLAS OSLO 000001\n"))


def test_an_unknown_profile_names_those_there_are() -> None:
    with pytest.raises(UsageError, match="archive"):
        Engine(real_pack(), Options(as_of=TODAY, profile="secret"))


def test_nothing_of_the_text_is_quoted_unless_asked(judge: Any) -> None:
    content = "SECRET\n1. (S) The minister is ill.\n"
    hits = {"AAA001": [Hit(Span(10, 30))]}
    quiet = judge(document(content), hits, rule("AAA001"))
    assert quiet.findings[0].excerpt is None
    assert quiet.quoted is None
    loud = judge(document(content), hits, rule("AAA001"), excerpts=True)
    assert loud.findings[0].excerpt == "1. (S) The minister is ill."
    assert loud.findings[0].underlined == (3, 23)


def test_a_control_system_that_the_options_name_is_read_in_documents() -> None:
    source = "SECRET//ABC//NOFORN\n\n(S//ABC//NF) The programme goes on as planned.\n\n(U) Lunch is at noon.\n\nSECRET//ABC//NOFORN\n"
    strange, known = (
        Engine(real_pack(), Options(as_of=datetime.date(2026, 1, 1), profile="ic", parameters=parameters)).check(
            Text.of(source, "paper.txt")
        )
        for parameters in ({}, {"control_systems": ["ABC"]})
    )
    assert "CTL001" in {one.rule for one in strange.findings}
    assert not {one.rule for one in known.findings} & {"CTL001", "BNR008", "BNR009"}
