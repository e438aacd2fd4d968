"""`redactlint check`: judge documents and report."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import ExitStack
from types import SimpleNamespace

from redactlint.engine import Engine
from redactlint.errors import UsageError
from redactlint.reports.report import FORMATS, RunFacts, Summary, open_report
from redactlint.values import TYPE_CHECKING
from redactlint.verbs import common

if TYPE_CHECKING:
    import argparse
    from typing import TextIO

    from redactlint.config import Config
    from redactlint.engine import Outcome
    from redactlint.findings import Finding
    from redactlint.known.baseline import Baseline
    from redactlint.reports.report import Report

__all__ = ["parser", "plain", "read_formats", "run", "say_why", "unmet", "watched"]

# Formats that show the pages of documents, if excerpts are asked for.
_WITH_PAGES = ("html",)
# Formats that show the SHA-256 of files.
_WITH_DIGESTS = ("json", "jsonl")

# Formats that take the encoding and line ends of the terminal; those for programs are the same bytes everywhere.
_FOR_PEOPLE = ("text", "table")

_EXAMPLES = """\
examples:
  redactlint check cables/                      every file of a folder
  redactlint check "cables/**/*.txt" --strict   leave no excuse standing
  git ls-files -z | redactlint check --files-from - -0
  redactlint check . --format text --format json=report.json
  redactlint check . --format github --format sarif=redactlint.sarif
  redactlint check . --baseline redactlint-baseline.json
  redactlint check --set transfer/              and what only the set shows
  redactlint check transfer/ --store audit.db   keep what comes of every run
  redactlint check memo.txt --select BNR,DCL001 --fail-on error

"""


def parser() -> argparse.ArgumentParser:
    """The arguments of the verb."""
    from redactlint.verbs import parsing
    from redactlint.verbs.overview import EXIT_CODES

    made = parsing.make_parser("check", "Judge documents by the law of their own date.", _EXAMPLES + EXIT_CODES)
    parsing.add_input(made)
    parsing.add_judging(made)
    parsing.add_baseline(made)
    parsing.add_set(made)
    parsing.add_cache(made).add_argument(
        "--store",
        metavar="FILE",
        help="keep what came of every document in this audit store, and take up a run broken off (extra: store)",
    )
    group = made.add_argument_group("what to report")
    group.add_argument(
        "--format",
        action="append",
        metavar="NAME[=FILE]",
        help=f"{', '.join(FORMATS)}; repeatable, to standard output or a file",
    )
    parsing.add_verdict(group, "quote the line of each finding")
    group.add_argument(
        "--allow-unrecognised",
        action="store_true",
        default=None,
        help="do not fail where nothing was recognised (for hooks)",
    )
    group.add_argument(
        "--jobs", type=parsing.number, metavar="N", help="processes (default: all cores, when there are many files)"
    )
    return made


def plain(paths: list[str]) -> SimpleNamespace:
    """The arguments of a command line that names `paths` and gives no option, as `parser` would read them."""
    return SimpleNamespace(
        paths=paths, stdin_filename=None, files_from=None, null=False, exclude=[], max_bytes=None, max_seconds=None,
        profile=None, strict=None, select=None, ignore=None, as_of=None, metadata=None,
        packs=None, config=None, no_config=False, baseline=None, no_baseline=False,
        set=False, engine=None, scheduler=None, format=None, fail_on=None, excerpts=None,
        allow_unrecognised=None, jobs=None, cache_dir=None, no_cache=False, text_column=None, id_column=None,
        date_column=None, max_members=None, max_total=None, store=None,
    )  # fmt: skip


def run(arguments: argparse.Namespace | SimpleNamespace) -> int:
    """Judge and report; returns the exit code."""
    config = common.read_config(arguments)
    excerpts = bool(config.get("excerpts", False) if arguments.excerpts is None else arguments.excerpts)
    plan, pack = common.plan_of(arguments, config, excerpts=excerpts)
    formats = read_formats(arguments.format or _formats_of(config) or ["text"], FORMATS)
    if any(name in _WITH_PAGES for name, _ in formats):
        plan = plan._replace(options=plan.options._replace(pages=True))
    if arguments.store is not None:
        plan = plan._replace(options=plan.options._replace(inventory=True))
    engine = Engine(pack, plan.options)
    fail_on = arguments.fail_on or config.get("fail_on", "warning")
    allow = bool(
        config.get("allow_unrecognised", False)
        if arguments.allow_unrecognised is None
        else arguments.allow_unrecognised
    )
    if arguments.store is None and not any(name in _WITH_DIGESTS for name, _ in formats):
        plan = plan._replace(digests=False)
    baseline = common.baseline_of(arguments, config, plan)
    paths = common.paths_of(arguments)
    outputs = [path for _, path in formats if path]
    common.refuse_to_overwrite(outputs, paths)
    own = [*outputs, *(one for one in (arguments.store, baseline.path if baseline else None) if one is not None)]
    passed_over: dict[str, str] = {}
    sources = common.sources_of(arguments, config, engine.profile, paths, own, passed_over)
    facts = common.run_facts(plan, pack, fail_on, excerpts=excerpts)
    facts = facts._replace(folder=os.getcwd(), rules=pack.rules, has_baseline=baseline is not None)
    if plan.digests:
        from redactlint.provenance import configuration_digest

        facts = facts._replace(configuration=configuration_digest(plan.options))
    with ExitStack() as stack:
        reports = _reports(formats, facts, stack)
        summary = Summary(fail_on, engine.setting.register)
        rows: dict[int, bool] = {}
        store, outcomes = None, None
        if arguments.store is not None:
            from redactlint.verbs import stored

            store = stack.enter_context(stored.writer(arguments.store, paths, facts))
            outcomes = stored.outcomes(store, arguments, plan, engine, sources)
        for judged in watched(outcomes or common.outcomes_of(arguments, plan, engine, sources), len(sources)):
            outcome = judged if baseline is None else baseline.cover(judged)
            summary.add(outcome)
            if store is not None:
                store.add(outcome, judged)
            for index, used in outcome.rows:
                rows[index] = rows.get(index, False) or used
            _tell(reports, "add", outcome)
        of_run = engine.rows_unused(rows, config.path or "")
        if baseline is not None:
            of_run += unmet(baseline, engine)
        for finding in of_run:
            summary.add_of_run(finding)
            _tell(reports, "add_of_run", finding)
            if store is not None:
                store.add_of_run(finding)
        totals = summary.totals(allow_unrecognised=allow)
        totals = totals._replace(left_out=Counter(passed_over.values()))
        _tell(reports, "end", totals)
        if store is not None:
            store.end(totals)
    say_why(summary, totals.exit_code)
    return totals.exit_code


def unmet(baseline: Baseline, engine: Engine) -> list[Finding]:
    """DOC005 for each document of the baseline that no longer holds what was known of it."""
    from redactlint.findings import Hit
    from redactlint.text import Span

    found = []
    for one in baseline.unmet(engine.reported):
        wrong = f"by the baseline covers nothing in {one.path} any more ({one.number} to prune)"
        hit = Hit(Span(0, 0), {"rules": ", ".join(one.rules), "wrong": wrong}, case="baseline")
        finding = engine.of_run("DOC005", hit, baseline.path, one.line, one.path)
        found += [] if finding is None else [finding]
    return found


def _formats_of(config: Config) -> list[str]:
    """The formats that the configuration names, each with its file as seen from here."""
    given = [one.partition("=") for one in config.get("format", ())]
    return [f"{name}={config.resolve(path)}" if path else name + sign for name, sign, path in given]


def read_formats(wanted: list[str], known: Collection[str]) -> list[tuple[str, str]]:
    """The formats by name, each with its file, or "" for standard output; raises UsageError."""
    parsed = []
    for one in wanted:
        name, _, path = one.partition("=")
        if name not in known:
            import difflib

            near = difflib.get_close_matches(name, known, 1, 0.4)
            raise UsageError(
                f"no format is called {name!r}", f"did you mean {near[0]}?" if near else f"choose {', '.join(known)}"
            )
        if "=" in one and not path:
            raise UsageError(f"--format {one} names no file", f"write --format {name}=FILE")
        parsed.append((name, path))
    to_stdout = [name for name, path in parsed if not path]
    if len(to_stdout) > 1:
        raise UsageError(
            f"{' and '.join(to_stdout)} would both go to standard output",
            "give all but one a file: --format json=report.json",
        )
    files = [os.path.abspath(path) for _, path in parsed if path]
    for _, path in parsed:
        if path and files.count(os.path.abspath(path)) > 1:
            raise UsageError(f"two reports would be written to {path}", "give each a file of its own")
    return parsed


def _reports(formats: list[tuple[str, str]], facts: RunFacts, stack: ExitStack) -> list[Report]:
    """Open the reports; those with a file are written beside it and take its place only when complete."""
    reports = []
    for name, path in formats:
        report = open_report(name)
        if path:
            from redactlint.reports.files import whole_file

            report.begin(facts, stack.enter_context(whole_file(path)))
        else:
            if name not in _FOR_PEOPLE and hasattr(sys.stdout, "reconfigure"):
                sys.stdout.reconfigure(encoding="utf-8", newline="\n")
            report.begin(_for_terminal(facts, sys.stdout), sys.stdout)
        reports.append(report)
    return reports


def _tell(reports: list[Report], how: str, what: object) -> None:
    """Pass on what every report must know; one whose reader has gone is left out, if another is left to write."""
    for report in list(reports):
        try:
            getattr(report, how)(what)
        except BrokenPipeError:
            if len(reports) == 1:
                raise
            reports.remove(report)


def _for_terminal(facts: RunFacts, stream: TextIO) -> RunFacts:
    if not stream.isatty():
        return facts
    import shutil

    colour = "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
    return facts._replace(colour=colour, width=shutil.get_terminal_size().columns)


def watched(outcomes: Iterator[Outcome], total: int) -> Iterator[Outcome]:
    """Pass `outcomes` on, with a progress bar where somebody can see it."""
    if not sys.stderr.isatty():
        return outcomes
    from redactlint.reports import progress

    return progress.watched(outcomes, total, sys.stderr)


def say_why(summary: Summary, code: int) -> None:
    """Tell on standard error why a run without findings ends with 3 or 70."""
    if summary.crashes:
        sys.stderr.write(
            f"redactlint: a fault in redactlint itself ({summary.crashes[0]}), no verdict on "
            f"{len(summary.crashes)} of the files (DOC001 names them); please report it\n"
        )
    elif code == 3 and not summary.verdicts["unreadable"]:
        sys.stderr.write(
            "redactlint: nothing was recognised, so nothing was judged; check the paths, or pass --allow-unrecognised\n"
            if summary.documents
            else "redactlint: no file was checked; check the paths and what is excluded\n"
        )
