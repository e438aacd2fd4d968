"""`redactlint baseline`: write, prune or show the findings that are known and do not fail."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence

from redactlint.engine import Engine, Outcome
from redactlint.errors import UsageError
from redactlint.known import baseline
from redactlint.known.baseline import Baseline, Collector, Entry
from redactlint.reports.report import count_of
from redactlint.verbs import common, parsing

__all__ = ["parser", "run"]

ACTIONS = ("write", "prune", "show")

_EXAMPLES = """\
FILE is the baseline (default: what --config names, else
redactlint-baseline.json), PATH what it speaks of: for `write` this folder,
for `prune` every document in the baseline, unless others are named.

A finding can speak of several places (paragraphs without a mark), each of
which is known by itself; places with the same words share a line of the file.

examples:
  redactlint baseline write                       of this folder
  redactlint baseline write known.json cables/    in a file of its own
  redactlint check cables/ --baseline known.json  only what is new fails
  redactlint baseline prune known.json            take out what was mended
  redactlint baseline prune known.json --check    1 if there is any, no change
  redactlint baseline show known.json             how much is known, by rule

"""


def parser() -> argparse.ArgumentParser:
    """The arguments of the verb."""
    from redactlint.verbs.overview import exit_codes

    codes = exit_codes(
        "written, pruned or shown",
        "with prune --check: there is something to take out",
        unread="some input could not be read, or nothing was recognised",
    )
    made = parsing.make_parser(
        "baseline",
        "Write, prune or show a baseline: findings that are known and do not fail.",
        _EXAMPLES + codes,
        usage="redactlint baseline {write,prune,show} [FILE [PATH …]] [options]",
    )
    made.add_argument(
        "action", type=parsing.one_of(*ACTIONS), choices=ACTIONS, metavar="ACTION", help="write, prune or show"
    )
    made.add_argument("file", nargs="?", metavar="FILE", help="the baseline")
    parsing.add_input(made)
    parsing.add_judging(made)
    parsing.add_set(made)
    parsing.add_cache(made)
    group = made.add_argument_group("how")
    group.add_argument("--check", action="store_true", help="with prune: write nothing; 1 if there is what to take out")
    group.add_argument(
        "--format",
        type=parsing.one_of("table", "json"),
        choices=("table", "json"),
        default="table",
        help="with show (default: table)",
    )
    group.add_argument("--allow-unrecognised", action="store_true", help="do not fail where nothing was recognised")
    group.add_argument(
        "--jobs", type=parsing.number, metavar="N", help="processes (default: all cores, for many files)"
    )
    return made


def run(arguments: argparse.Namespace) -> int:
    """Write, prune or show; returns the exit code."""
    config = common.read_config(arguments)
    named = config.resolve(config.get("baseline")) if config.get("baseline") else baseline.DEFAULT_FILE
    path: str = arguments.file or named
    if os.path.isdir(path):
        raise UsageError(f"{path} is a folder", f"name the baseline first: baseline {arguments.action} FILE {path}")
    if arguments.action == "show":
        return _show(path, arguments.format)
    plan, pack = common.plan_of(arguments, config)
    plan = plan._replace(digests=False)
    engine = Engine(pack, plan.options)
    known = None
    if arguments.action == "prune":
        known = Baseline(path, baseline.read(path), plan.options.protected)
        default = sorted({baseline.file_of(known.document(one.path)) for one in known.entries} - {"-"})
        default = [one for one in default if os.path.lexists(one)]
    else:
        if os.path.lexists(path) and not baseline.is_baseline(path):
            remedy = f"name the baseline first: baseline write FILE {path}"
            raise UsageError(f"{path} exists and is no baseline", remedy)
        default = ["."]
    is_whole = not arguments.paths and arguments.files_from is None
    paths = default if is_whole else common.paths_of(arguments)
    sources = common.sources_of(arguments, config, engine.profile, paths, [path])
    counted = _Counted()
    outcomes = counted.passed(common.outcomes_of(arguments, plan, engine, sources))
    if known is None:
        return _write(path, Collector(path, plan.options.protected), outcomes, counted, arguments.allow_unrecognised)
    return _prune(known, engine, outcomes, counted, only_checks=arguments.check, is_whole=is_whole)


class _Counted:
    """Counts outcomes as they pass."""

    def __init__(self) -> None:
        self.documents = self.unread = self.recognised = 0
        self.crashes: list[str] = []

    def passed(self, outcomes: Iterator[Outcome]) -> Iterator[Outcome]:
        for outcome in outcomes:
            self.documents += 1
            self.unread += outcome.facts.kind is None
            self.recognised += outcome.facts.kind is not None and outcome.facts.is_recognised
            self.crashes += [] if outcome.crash is None else [outcome.crash]
            yield outcome

    def said(self, code: int) -> int:
        """`code`, or what outranks it; says on standard error what could not be judged."""
        if self.crashes:
            sys.stderr.write(f"redactlint: a fault in redactlint itself ({self.crashes[0]}); please report it\n")
            return 70
        if self.unread:
            unread = count_of(self.unread, "document")
            sys.stderr.write(f"redactlint: {unread} could not be read (DOC001): never known, it still fails\n")
            return 3
        return code


def _write(
    path: str, collector: Collector, outcomes: Iterator[Outcome], counted: _Counted, allow_unrecognised: bool
) -> int:
    for outcome in outcomes:
        collector.add(outcome)
    if not counted.recognised and not allow_unrecognised:
        sys.stderr.write("redactlint: nothing was recognised, so nothing was written; check the paths\n")
        return counted.said(3)
    entries = collector.entries()
    _put(path, entries)
    sys.stdout.write(f"{_safe(path)}: {_written(collector.findings, entries, counted.documents)}\n")
    left_out = {code: number for code, number in collector.left_out.items() if code not in baseline.NEVER_COVERED}
    if left_out:
        listed = ", ".join(f"{code} ({number})" for code, number in sorted(left_out.items()))
        sys.stderr.write(f"redactlint: {listed} may not be passed over, and still fail\n")
    return counted.said(0)


def _written(findings: int, entries: Sequence[Entry], judged: int) -> str:
    """How much is known, and why the lines of the file are more or fewer than the findings."""
    documents, places = len({one.path for one in entries}), sum(one.count for one in entries)
    words = f"{count_of(findings, 'finding')} known, in {documents} of {count_of(judged, 'document')}"
    if places != findings:
        words += f"; they speak of {count_of(places, 'place')}, each known by itself"
    if len(entries) != places:
        words += f"; places with the same words share a line ({count_of(len(entries), 'line')})"
    return words


def _prune(
    known: Baseline,
    engine: Engine,
    outcomes: Iterator[Outcome],
    counted: _Counted,
    *,
    only_checks: bool,
    is_whole: bool,
) -> int:
    for outcome in outcomes:
        known.cover(outcome)

    def is_gone(name: str) -> bool:
        return is_whole and name != "-" and not os.path.lexists(baseline.file_of(known.document(name)))

    kept = known.pruned(engine.reported, is_gone)
    number = sum(one.count for one in known.entries) - sum(one.count for one in kept)
    if number and not only_checks:
        _put(known.path, kept)
    done = "to take out, mended since" if only_checks else "mended since and taken out"
    sys.stdout.write(f"{_safe(known.path)}: {count_of(number, 'place')} {done}; left: {_counts(kept)}\n")
    return counted.said(1 if number and only_checks else 0)


def _show(path: str, form: str) -> int:
    entries = baseline.read(path)
    totals = baseline.totals(entries)
    if form == "json":
        import json

        rows = [{"rule": rule, "places": number, "documents": files} for rule, (number, files) in totals.items()]
        documents = len({one.path for one in entries})
        row = {"path": path, "places": sum(one.count for one in entries), "documents": documents, "rules": rows}
        sys.stdout.write(json.dumps(row, indent=1) + "\n")
        return 0
    from tabulate import tabulate

    if totals:
        lines = [(_safe(rule), str(number), str(files)) for rule, (number, files) in totals.items()]
        sys.stdout.write(tabulate(lines, ("rule", "places", "documents"), disable_numparse=True) + "\n\n")
    sys.stdout.write(f"{_safe(path)}: {_counts(entries)} (a finding can speak of several places)\n")
    return 0


def _put(path: str, entries: Sequence[Entry]) -> None:
    from redactlint.reports.files import whole_file

    with whole_file(path) as stream:
        stream.write(baseline.as_json(entries))


def _counts(entries: Sequence[Entry]) -> str:
    places = count_of(sum(one.count for one in entries), "known place")
    return f"{places} in {count_of(len({one.path for one in entries}), 'document')}"


def _safe(words: str) -> str:
    from redactlint.reports.safe import safe

    return safe(words)
