"""Thousands of generated documents: clean ones draw nothing and are read as written, each defect is found at its place.

Runs are the same every time; GENERATED_SCALE=10 makes them ten times as long.  GENERATED_SMALLEST=1 stops at the first
failure of a test and looks for the smallest document that shows it.  The last test prints three figures.
"""

from __future__ import annotations

import datetime
import fnmatch
import os
from collections import Counter
from collections.abc import Callable
from typing import TypeVar

import pytest
from generator.comparing import differences
from generator.defects import Defect, injected
from generator.headers import write
from generator.law_defects import LAW_DEFECTS
from generator.marking_defects import MARKING_DEFECTS
from generator.memoranda import earlier_memoranda, memoranda, write_memorandum
from generator.memorandum_defects import MEMORANDUM_DEFECTS, MemorandumDefect, injected_memoranda
from generator.plan import Place, Written
from generator.telegrams import telegrams
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from redactlint.engine import Engine, Options
from redactlint.findings import Finding
from redactlint.reports.parsed import parsed
from redactlint.rulepack import load
from redactlint.text import Text

SCALE = float(os.environ.get("GENERATED_SCALE", "1"))
SMALLEST = bool(os.environ.get("GENERATED_SMALLEST"))
ENGINE = Engine(load(), Options(as_of=datetime.date(2026, 1, 1)))
FIGURES: Counter[str] = Counter()

T = TypeVar("T")


def runs(documents: int) -> settings:
    """So many documents, the same in every run."""
    return settings(
        max_examples=max(1, int(documents * SCALE)),
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate, Phase.shrink] if SMALLEST else [Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


def for_all(strategy: st.SearchStrategy[T], documents: int, holds: Callable[[T], None]) -> None:
    """Try so many cases; all are tried before the first failure is told, so that the figures are those of them all."""
    failures: list[str] = []

    @runs(documents)
    @given(strategy)
    def judge(case: T) -> None:
        try:
            holds(case)
        except AssertionError as error:
            if SMALLEST:
                raise
            failures.append(str(error))

    judge()
    assert not failures, f"{len(failures)} failures, the shortest of them:\n{min(failures, key=len)}\n\n" + "\n".join(
        one.rpartition("\n---\n")[2] for one in failures
    )


def judged(written: Written) -> list[Finding]:
    """The errors and warnings on a document."""
    outcome = ENGINE.check(Text.of(written.text, written.file_name))
    return [one for one in outcome.findings if one.severity in ("error", "warning")]


def said(findings: list[Finding]) -> str:
    return "\n".join(f"{one.place.line}:{one.place.column} {one.severity} {one.rule} {one.message}" for one in findings)


def assert_clean(written: Written) -> None:
    found = judged(written)
    FIGURES["clean documents"] += 1
    FIGURES["findings on clean documents"] += len(found)
    shown = parsed(ENGINE.read(Text.of(written.text, written.file_name)))
    misread = [f"{name}: {known!r}, shown {other!r}" for name, known, other in differences(shown, written.truth)]
    FIGURES["clean documents misread"] += bool(misread)
    wrong = [*misread, *([said(found)] if found else [])]
    assert not wrong, "\n".join([f"--- {written.file_name}", written.text, "---", *wrong])


def test_a_clean_telegram_draws_nothing_and_is_read_as_written() -> None:
    for_all(telegrams(), 1500, lambda plan: assert_clean(write(plan)))


def test_a_clean_memorandum_draws_nothing_and_is_read_as_written() -> None:
    for_all(memoranda(), 300, lambda plan: assert_clean(write_memorandum(plan)))


def test_a_clean_memorandum_of_the_1980s_draws_nothing_and_is_read_as_written() -> None:
    for_all(earlier_memoranda(), 200, lambda plan: assert_clean(write_memorandum(plan)))


def stands_at(finding: Finding, places: list[Place]) -> bool:
    """Whether the finding touches one of the places, and its line is the one that the place begins on or spans."""
    return any(
        finding.span.start < max(one.end, one.start + 1) and one.start < max(finding.span.end, finding.span.start + 1)
        for one in places
    )


def assert_found(defect: Defect | MemorandumDefect, written: Written, at: tuple[str, ...]) -> None:
    found = judged(written)
    anywhere = "*" in at
    places = [place for name, place in written.places.items() if any(fnmatch.fnmatchcase(name, one) for one in at)]
    own = [one for one in found if one.rule == defect.rule]
    beside = [one for one in found if one.rule != defect.rule and one.rule not in defect.also]
    right = bool(own) and (anywhere or any(stands_at(one, places) for one in own))
    FIGURES["defects"] += 1
    FIGURES["defects found at their place"] += right
    FIGURES["findings beside a defect"] += len(beside) + max(0, len(own) - 1)
    report = "\n".join([f"--- {written.file_name}", written.text, "---", said(found)])
    assert own, f"{defect}: not found\n{report}"
    assert right, f"{defect}: found, but not at {at}\n{report}"
    assert not beside, f"{defect}: more than one cause is reported\n{report}"
    assert len(own) == 1, f"{defect}: reported more than once\n{report}"


@pytest.mark.parametrize("defect", [*MARKING_DEFECTS, *LAW_DEFECTS], ids=str)
def test_a_defect_of_a_telegram_is_found_at_its_place(defect: Defect) -> None:
    for_all(injected(defect), 25, lambda case: assert_found(defect, case.written, case.at))


@pytest.mark.parametrize("defect", MEMORANDUM_DEFECTS, ids=str)
def test_a_defect_of_a_memorandum_is_found_at_its_place(defect: MemorandumDefect) -> None:
    for_all(injected_memoranda(defect), 20, lambda case: assert_found(defect, case.written, case.at))


def test_every_rule_that_text_can_break_has_a_defect() -> None:
    injectable = {defect.rule for defect in (*MARKING_DEFECTS, *LAW_DEFECTS, *MEMORANDUM_DEFECTS)}
    grave = {
        rule.code
        for rule in ENGINE.pack.rules.values()
        if rule.retired is None
        and rule.family in {"BNR", "PRT", "ORD", "RSN", "DCL", "AUT", "TEL"}
        and any(
            row.level in ("error", "warning") and (not row.profile or "state" in row.profile) for row in rule.severities
        )
    }
    assert grave <= injectable, grave - injectable


def test_the_three_figures(capsys: pytest.CaptureFixture[str]) -> None:
    if not FIGURES["defects"] or not FIGURES["clean documents"]:
        pytest.skip("the figures are those of a whole run")
    defects, found, beside = (
        FIGURES[name] for name in ("defects", "defects found at their place", "findings beside a defect")
    )
    clean, false = FIGURES["clean documents"], FIGURES["findings on clean documents"]
    with capsys.disabled():
        print(f"\n{found} of {defects} injected defects found at their place by their rule;", end=" ")
        print(f"{beside} other errors and warnings beside them; {false} errors and warnings on {clean} clean documents")
    assert FIGURES["defects found at their place"] == FIGURES["defects"]
    assert FIGURES["findings beside a defect"] == 0
    assert FIGURES["findings on clean documents"] == 0
