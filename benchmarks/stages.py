"""Where the time of judging goes: read, decode, find, parse, check, report, by samples of one process.

A timer of the processor's time asks every millisecond which function of redactlint is at work.
"""

from __future__ import annotations

import datetime
import io
import os
import signal
from collections import Counter
from pathlib import Path
from types import FrameType

from tabulate import tabulate

import redactlint
from redactlint.engine import Engine, Options
from redactlint.reports.report import RunFacts, Summary, open_report
from redactlint.rulepack import load
from redactlint.runs import running
from redactlint.runs.discovery import discover

__all__ = ["shares"]

HOME = os.path.dirname(os.path.realpath(redactlint.__file__)) + os.sep
# What a module does, by the beginning of its name; the first that fits.  "find" are those that look through whole
# texts for the places of something; the rest of the parsers look at what was found.
STAGES = (
    ("discovery", "read"), ("running", "read"), ("parts", "read"), ("workers", "read"), ("readers", "decode"),
    ("text", "decode"), ("documents/recognition", "find"), ("documents/headings", "find"), ("documents/starts", "find"),
    ("documents/header", "find"), ("documents/messages", "find"), ("documents/stamps", "find"),
    ("documents/lookalikes", "find"), ("documents/lines", "find"), ("documents/overall", "find"),
    ("documents/telegram", "find"), ("documents", "parse"), ("markings", "parse"), ("law", "parse"),
    ("checks", "check"), ("engine", "check"), ("grading", "check"), ("placing", "check"), ("suppressions", "check"),
    ("reports", "report"), ("facts", "report"), ("outcomes", "report"),
)  # fmt: skip
ORDER = ("read", "decode", "find", "parse", "check", "report", "other")


def shares(folder: Path) -> str:
    """A table of the stages and of the modules that take most, over every document of a folder on one core."""
    plan = running.Plan(Options(as_of=datetime.date(2026, 1, 1)), jobs=1)
    engine = Engine(load(), plan.options)
    sources = discover([str(folder)])
    stages: Counter[str] = Counter()
    modules: Counter[str] = Counter()

    def sample(_: int, frame: FrameType | None) -> None:
        while frame is not None:
            path = frame.f_code.co_filename
            if path.startswith(HOME):
                module = path[len(HOME) :].removesuffix(".py").replace(os.sep, "/")
                if module != "values":  # a part of whatever makes the value
                    modules[module] += 1
                    stages[next((stage for name, stage in STAGES if module.startswith(name)), "other")] += 1
                    return
            frame = frame.f_back
        stages["other"] += 1

    report, summary = open_report("json"), Summary("warning", engine.setting.register)
    report.begin(RunFacts("", plan.options.as_of, "state", False, "warning", ""), io.StringIO())
    list(running.run(plan, engine, sources[:50]))  # patterns are compiled and modules loaded
    signal.signal(signal.SIGPROF, sample)
    signal.setitimer(signal.ITIMER_PROF, 0.001, 0.001)
    for outcome in running.run(plan, engine, sources):
        summary.add(outcome)
        report.add(outcome)
    report.end(summary.totals(allow_unrecognised=False))
    signal.setitimer(signal.ITIMER_PROF, 0)
    total = sum(stages.values())
    table = [(stage, stages[stage] / total) for stage in ORDER]
    most = [(module, number / total) for module, number in modules.most_common(12)]
    return "\n\n".join(
        (tabulate(table, ("stage", "share"), floatfmt=".0%"), tabulate(most, ("module", "share"), floatfmt=".0%"))
    )
