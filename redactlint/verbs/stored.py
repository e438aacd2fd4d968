"""Runs that are kept in an audit store: `redactlint check --store` writes it, `redactlint audit --store` reads it."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from redactlint.errors import UsageError
from redactlint.reports.report import RunFacts, Totals
from redactlint.store.reading import DEFAULT, REPORTS, StoreReader
from redactlint.store.writing import StoreWriter
from redactlint.verbs import common

if TYPE_CHECKING:
    from redactlint.auditing.tables import Table
    from redactlint.engine import Engine, Outcome
    from redactlint.runs.discovery import Source
    from redactlint.runs.running import Plan

__all__ = ["outcomes", "report_names", "tables", "writer"]


@contextmanager
def writer(path: str, asked: Sequence[str], run: RunFacts) -> Iterator[StoreWriter]:
    """The store at `path`, ready to take a run over the paths `asked`; raises UsageError."""
    with StoreWriter(path, asked, lambda: datetime.datetime.now(datetime.UTC).replace(tzinfo=None)) as made:
        made.begin(run)
        yield made


def outcomes(
    store: StoreWriter, arguments: Any, plan: Plan, engine: Engine, sources: list[Source]
) -> Iterator[Outcome]:
    """The outcomes of all sources; those that a broken-off run kept are not judged again."""
    if plan.options.sets:
        store.start_over()
    if not store.resumes:
        return common.outcomes_of(arguments, plan, engine, sources)
    left = store.unjudged(sources, plan.max_bytes)
    sys.stderr.write(
        f"redactlint: run {store.run} was broken off; {len(sources) - len(left)} of {len(sources)} files are done\n"
    )
    return store.with_kept(sources, common.outcomes_of(arguments, plan, engine, left))


def report_names(asked: Sequence[str] | None) -> tuple[str, ...]:
    """The reports that are asked for; raises UsageError for one that a store does not give."""
    for name in asked or ():
        if name not in REPORTS:
            raise UsageError(f"an audit store gives no report {name!r}", f"choose {', '.join(REPORTS)}")
    return tuple(dict.fromkeys(asked or DEFAULT))


def tables(arguments: Any, fail_on: str) -> tuple[list[Table], RunFacts, Totals]:
    """What `audit --store` shows, with the last run and its totals; writes the Parquet files that it is asked for."""
    if arguments.paths or arguments.files_from is not None:
        raise UsageError(
            "audit --store reads what is in the store, and no documents",
            "leave the paths out, or judge them with: redactlint check --store FILE PATH…",
        )
    with StoreReader(arguments.store) as store:
        if arguments.parquet is not None:
            for path in store.export(arguments.parquet):
                sys.stderr.write(f"redactlint: {path} written\n")
        last = store.last_run() or {}
        severities, found, suppressed = store.counts(last.get("run") or 0)
        if arguments.sql is not None:
            made = [store.answer(arguments.sql)]
        else:
            made = store.tables(report_names(arguments.report), arguments.top or None)
    known = {name: last.get(name) or "" for name in ("version", "profile", "rules", "configuration")}
    run = RunFacts(
        known["version"], last.get("as_of") or datetime.date.today(), known["profile"], bool(last.get("strict")),
        last.get("fail_on") or fail_on, known["rules"], configuration=known["configuration"],
    )  # fmt: skip
    counts = {**dict.fromkeys(("error", "warning", "info"), 0), **severities}
    verdicts = {**dict.fromkeys(("pass", "fail", "unreadable", "not-recognised"), 0), **found}
    return made, run, Totals(last.get("documents") or 0, counts, suppressed, verdicts, "UNCLASSIFIED", 0)
