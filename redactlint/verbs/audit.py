"""`redactlint audit`: judge documents, and tell about all of them in tables."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

from redactlint.auditing.reports import DEFAULT, REPORTS
from redactlint.engine import Engine
from redactlint.errors import UsageError
from redactlint.reports.report import RunFacts, Summary, Totals, marking_words, verdict_of
from redactlint.verbs import common, parsing

if TYPE_CHECKING:
    from redactlint.auditing.inspection import Drawing
    from redactlint.auditing.reports import Wanted
    from redactlint.auditing.tables import Table

__all__ = ["parser", "run"]

FORMATS = ("table", "csv", "json", "markdown")

_EXAMPLES = """\
examples:
  redactlint audit cables/                 rules, the matrix, the schedule
  redactlint audit cables/ --report schedule --as-of 2026-01-01
  redactlint audit cables/ --report documents --where year=2005 --top 20
  redactlint audit cables/ --where "banner>=S" --group-by post,severity
  redactlint audit cables/ --group-by post --format csv=posts.csv
  redactlint audit cables/ --report inspection --precision 0.05 --seed FY26
  redactlint audit released/ --profile release --report redactions
  redactlint audit --store audit.db --report history --report changes
  redactlint audit --store audit.db --sql "SELECT rule, message FROM findings"

"""


def parser() -> argparse.ArgumentParser:
    """The arguments of the verb."""
    from redactlint.auditing.entries import FIELDS
    from redactlint.verbs.overview import EXIT_CODES

    reports = parsing.fitted(REPORTS.items())
    fields = parsing.fitted((name, field.says) for name, field in FIELDS.items())
    epilog = f"reports:\n{reports}\n\nfields of --where and --group-by:\n{fields}\n\n{_EXAMPLES}{EXIT_CODES}"
    made = parsing.make_parser("audit", "Judge documents, and tell about all of them in tables.", epilog)
    parsing.add_input(made)
    parsing.add_judging(made)
    parsing.add_baseline(made)
    parsing.add_set(made)
    _add_reporting(made)
    _add_sampling(made)
    _add_store(made)
    return made


def _add_store(made: argparse.ArgumentParser) -> None:
    group = made.add_argument_group("what an audit store tells (extra: store)")
    group.add_argument(
        "--store",
        metavar="FILE",
        help="tell what `check --store FILE` kept, instead of judging; reports: runs, history, changes, rates",
    )
    group.add_argument(
        "--sql", metavar="QUERY", help="a query on the views documents, portions, redactions, findings, runs"
    )
    group.add_argument("--parquet", metavar="FOLDER", help="write every view as a Parquet file into FOLDER")


def _add_reporting(made: argparse.ArgumentParser) -> None:
    group = made.add_argument_group("what to report")
    group.add_argument(
        "--report",
        action="append",
        metavar="NAME",
        help="a report, see below; repeatable (default: rules, matrix, schedule)",
    )
    group.add_argument(
        "--group-by", action="append", metavar="FIELDS", help="count documents and findings by these fields (post,year)"
    )
    group.add_argument(
        "--where",
        action="append",
        default=[],
        metavar="CONDITION",
        help="only what satisfies field=value; also != < <= > >= ~",
    )
    group.add_argument(
        "--top", type=parsing.number, metavar="N", help="only the first N rows, those with most findings"
    )
    group.add_argument(
        "--format", action="append", metavar="NAME[=FILE]", help=f"{', '.join(FORMATS)}; repeatable (default: table)"
    )
    group.add_argument(
        "--table-style", metavar="STYLE", help="any style of tabulate, as grid, psql, rst, latex (default: simple)"
    )
    group.add_argument(
        "--width", type=parsing.number, metavar="N", help="how wide tables may be (default: the terminal)"
    )
    parsing.add_verdict(group, "name classifiers, quote subject lines")
    group.add_argument(
        "--name-key",
        default="",
        metavar="WORDS",
        help="number classifiers by a key that you keep, so that nobody finds out names by trying them",
    )
    group.add_argument(
        "--allow-unrecognised", action="store_true", default=None, help="do not fail where nothing was recognised"
    )
    group.add_argument(
        "--jobs", type=parsing.number, metavar="N", help="processes (default: all cores, when there are many files)"
    )


def _add_sampling(made: argparse.ArgumentParser) -> None:
    group = made.add_argument_group("the sample of the self-inspection")
    group.add_argument("--sample", type=parsing.number, metavar="N", help="draw so many classified documents")
    group.add_argument(
        "--precision", type=_share, metavar="P", help="draw as many as make a rate certain to within P (0.05)"
    )
    group.add_argument(
        "--confidence", type=_share, default=0.95, metavar="C", help="at this confidence (default: 0.95)"
    )
    group.add_argument(
        "--expected-rate", type=_share, default=0.5, metavar="R", help="the rate expected (default: 0.5, which is safe)"
    )
    group.add_argument("--seed", default="0", metavar="WORDS", help="another seed draws another sample (default: 0)")


def _share(words: str) -> float:
    try:
        share = float(words)
    except ValueError:
        share = 0.0
    if not 0 < share < 1:
        raise argparse.ArgumentTypeError(f"{words!r} is no number between 0 and 1")
    return share


def run(arguments: argparse.Namespace) -> int:
    """Judge and report; returns the exit code."""
    from redactlint.auditing.entries import Entry
    from redactlint.auditing.reports import Audit

    config = common.read_config(arguments)
    excerpts = bool(config.get("excerpts", False) if arguments.excerpts is None else arguments.excerpts)
    formats = _formats(arguments.format or ["table"])
    style = _style(arguments.table_style)
    if arguments.store is not None:
        return _of_store(arguments, config.get("fail_on", "warning"), formats, style)
    if arguments.sql is not None or arguments.parquet is not None:
        raise UsageError("--sql and --parquet ask an audit store", "add --store FILE")
    plan, pack = common.plan_of(arguments, config, excerpts=excerpts)
    fail_on = arguments.fail_on or config.get("fail_on", "warning")
    wanted = _wanted(arguments, plan.options.as_of, fail_on, excerpts=excerpts)
    digests = any(name in ("inspection", "sample") for name in wanted.reports)
    plan = plan._replace(options=plan.options._replace(inventory=True), digests=digests)
    engine = Engine(pack, plan.options)
    allow = arguments.allow_unrecognised or config.get("allow_unrecognised", False)
    paths = common.paths_of(arguments)
    outputs = [path for _, path in formats if path]
    common.refuse_to_overwrite(outputs, paths)
    baseline = common.baseline_of(arguments, config, plan)
    own = [*outputs, baseline.path] if baseline is not None else outputs
    sources = common.sources_of(arguments, config, engine.profile, paths, own)
    facts = common.run_facts(plan, pack, fail_on, excerpts=excerpts)
    audit, summary = Audit(wanted, pack), Summary(fail_on, engine.setting.register)
    rows: dict[int, bool] = {}
    from redactlint.verbs.check import say_why, unmet, watched

    for outcome in watched(common.outcomes_of(arguments, plan, engine, sources), len(sources)):
        if baseline is not None:
            outcome = baseline.cover(outcome)
        summary.add(outcome)
        for index, used in outcome.rows:
            rows[index] = rows.get(index, False) or used
        verdict = verdict_of(outcome, fail_on)
        audit.add(Entry.of(outcome, verdict, key=arguments.name_key, names=excerpts))
    of_run = engine.rows_unused(rows, config.path or "")
    for finding in of_run if baseline is None else [*of_run, *unmet(baseline, engine)]:
        summary.add_of_run(finding)
    totals = summary.totals(allow_unrecognised=bool(allow))
    # What the findings quote is not shown here: the page is marked by what it shows.
    totals = totals._replace(marking=marking_words(audit.marking, engine.setting.register))
    _write(list(audit.tables()), formats, facts, totals, _asked(arguments, wanted), style, arguments.width)
    say_why(summary, totals.exit_code)
    if audit.seen and not audit.taken:
        sys.stderr.write("redactlint: no document is left by --where; the exit code is that of all of them\n")
    return totals.exit_code


def _of_store(arguments: Any, fail_on: str, formats: list[tuple[str, str]], style: str) -> int:
    from redactlint.verbs import stored

    outputs = [path for _, path in formats if path]
    common.refuse_to_overwrite(outputs, [arguments.store])
    tables, facts, totals = stored.tables(arguments, fail_on)
    asked = {"store": arguments.store, "sql": arguments.sql, "reports": [one.name for one in tables]}
    _write(tables, formats, facts, totals, asked, style, arguments.width)
    return 0


def _wanted(arguments: Any, as_of: Any, fail_on: str, *, excerpts: bool) -> Wanted:
    from redactlint.auditing.conditions import known_field, read_condition
    from redactlint.auditing.entries import FINDING_FIELDS
    from redactlint.auditing.reports import Wanted

    drawing = _drawing(arguments)
    groups = tuple(
        tuple(dict.fromkeys(known_field(one, "--group-by") for one in words.split(",")))
        for words in arguments.group_by or ()
    )
    reports = tuple(dict.fromkeys(_known_report(name) for name in arguments.report or ()))
    if not reports and (arguments.sample is not None or arguments.precision is not None):
        reports = ("inspection", "sample")
    conditions = tuple(read_condition(one) for one in arguments.where)
    chosen = [one for one in conditions if one.field in (*FINDING_FIELDS, "verdict", "findings")]
    if chosen and not {"inspection", "sample"}.isdisjoint(reports):
        raise UsageError(
            f"--where {chosen[0].field} would draw the sample by what is wrong with the documents",
            "leave the condition out; the inspection counts them all",
        )
    return Wanted(
        reports=reports or (() if groups else DEFAULT),
        as_of=as_of,
        group_by=groups,
        conditions=conditions,
        drawing=drawing,
        top=arguments.top or None,
        excerpts=excerpts,
        fail_on=fail_on,
    )


def _drawing(arguments: Any) -> Drawing:
    from redactlint.auditing.inspection import Drawing

    if arguments.sample is not None and arguments.precision is not None:
        raise UsageError("--sample and --precision both say how many to draw", "give one of them")
    if arguments.sample == 0:
        raise UsageError("--sample 0 draws nothing", "give a number from 1")
    return Drawing(arguments.sample, arguments.precision, arguments.confidence, arguments.expected_rate, arguments.seed)


def _known_report(name: str) -> str:
    wanted = name.strip().lower()
    if wanted not in REPORTS:
        import difflib

        from redactlint.store import reading

        if wanted in reading.REPORTS:
            raise UsageError(f"the report {wanted} is told by an audit store", "add --store FILE, without paths")
        near = difflib.get_close_matches(wanted, REPORTS, 1, 0.4)
        raise UsageError(
            f"no report is called {name!r}", f"did you mean {near[0]}?" if near else f"choose {', '.join(REPORTS)}"
        )
    return wanted


def _style(name: str | None) -> str:
    if name is None:
        return "simple"
    from redactlint.reports.audit_tables import known_style

    return known_style(name)


def _formats(wanted: list[str]) -> list[tuple[str, str]]:
    """The formats by name, each with its file, or "" for standard output; raises UsageError."""
    from redactlint.verbs.check import read_formats

    return read_formats(wanted, FORMATS)


def _asked(arguments: Any, wanted: Wanted) -> dict[str, Any]:
    """What was asked, for whoever reads the report later: enough to draw the same sample again."""
    drawing = wanted.drawing
    return {
        "reports": [*wanted.reports, *(f"by {', '.join(fields)}" for fields in wanted.group_by)],
        "where": list(arguments.where),
        "top": wanted.top,
        "excerpts": wanted.excerpts,
        "sample": drawing.size,
        "precision": drawing.precision,
        "confidence": drawing.confidence,
        "expected_rate": drawing.rate,
        "seed": drawing.seed,
    }


def _write(
    tables: list[Table],
    formats: list[tuple[str, str]],
    facts: RunFacts,
    totals: Totals,
    asked: dict[str, Any],
    style: str,
    width: int | None,
) -> None:
    for name, path in formats:
        if name == "json":
            from redactlint.reports.audit_data import as_json

            page = as_json(tables, facts, totals, asked)
        elif name == "csv":
            from redactlint.reports.audit_data import as_csv

            page = as_csv(tables, totals.marking)
        else:
            from redactlint.reports.audit_tables import as_page

            quotes = "subject lines and names" if facts.excerpts else "marks, dates and header words only"
            marking = f"This report is {totals.marking}: it quotes {quotes}."
            room = _room(width, path)
            is_markdown = name == "markdown"
            page = as_page(tables, marking, "pipe" if is_markdown else style, room, markdown=is_markdown)
        if path:
            from redactlint.reports.files import whole_file

            with whole_file(path) as stream:
                stream.write(page)
        else:
            sys.stdout.write(page)


def _room(width: int | None, path: str) -> int:
    """How wide tables may be: as asked, else the terminal; a file or a pipe has no end."""
    if width is not None:
        return width
    if path or not sys.stdout.isatty():
        return 10_000
    import shutil

    return shutil.get_terminal_size().columns
