"""A run on many processes gives the same outcomes in the same order, and outlives a process that dies."""

from __future__ import annotations

import datetime
import os
from pathlib import Path

import pytest

from redactlint.engine import Options
from redactlint.runs import running
from redactlint.runs.discovery import Source
from redactlint.runs.running import Plan, run

PLAN = Plan(Options(as_of=datetime.date(2026, 1, 1)))


@pytest.fixture
def sources(tmp_path: Path) -> list[Source]:
    for number in range(30):
        (tmp_path / f"{number:02}.txt").write_text(f"UNCLAS LUSAKA {number:06}\n\n1. (S) One.\n", "utf-8")
    return [Source(str(path)) for path in sorted(tmp_path.iterdir())]


def test_the_outcomes_are_the_same_on_any_number_of_processes(sources: list[Source]) -> None:
    engine = PLAN.engine()
    alone = list(run(PLAN, engine, sources))
    together = list(run(Plan(PLAN.options, jobs=3), engine, sources))
    assert together == alone
    assert [one.facts.path for one in alone] == [source.path for source in sources]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the fault is handed to the processes by a fork")
def test_a_process_that_dies_takes_one_file_with_it(sources: list[Source], monkeypatch: pytest.MonkeyPatch) -> None:
    import multiprocessing

    if multiprocessing.get_start_method() != "fork":
        pytest.skip("the fault is handed to the processes by a fork")
    real = running.judge

    def deadly(plan: Plan, engine: object, source: Source, *rest: object) -> object:
        if source.path.endswith("07.txt"):
            os._exit(9)
        return real(plan, engine, source, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(running, "judge", deadly)
    outcomes = list(run(Plan(PLAN.options, jobs=2), PLAN.engine(), sources))
    assert [one.facts.path for one in outcomes] == [source.path for source in sources]
    (lost,) = [one for one in outcomes if one.facts.kind is None]
    assert lost.facts.path.endswith("07.txt")
    assert "died" in lost.findings[0].message
