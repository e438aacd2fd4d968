"""Sets: what is found of planted disagreements, the seconds of each engine, and memory by the number of documents.

    python benchmarks/sets.py [COUNT]                 found, false, seconds: one process, the cores, Dask
    python benchmarks/sets.py memory COUNT [COUNT …]  memory and CPU of the second step, by the number of documents

Everything of one table is measured in one run on the same files.  For the memory of many, the first documents are
judged, and what came of them is taken again and again under other keys.
"""

from __future__ import annotations

import datetime
import gc
import json
import os
import pickle
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from tabulate import tabulate

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from generator.sets import Plant, documents, write_set

from redactlint.engine import Engine, Options, Outcome
from redactlint.rulepack import load
from redactlint.sets.together import completed
from redactlint.text import Text
from redactlint.values import evolve

# Of a larger set only so many documents are judged.
JUDGED = 5_000
COMMAND = (sys.executable, "-m", "redactlint", "check", "--no-config", "--no-cache", "--fail-on", "never")


def run(*words: str) -> tuple[float, float]:
    """The seconds of a command, and the CPU seconds of it and its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    subprocess.run([*COMMAND, *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - start, cpu


def score(report: Path, plants: list[Plant]) -> tuple[int, int]:
    """How many plants the report finds, and how many findings are on nothing that was planted."""
    findings = [
        (one["rule"], os.path.basename(one["path"]))
        for one in json.loads(report.read_text("utf-8"))["findings"]
        if one["rule"].startswith("SET") and one["severity"] != "info"
    ]
    there = set(findings)
    planted = {(plant.rule, name) for plant in plants for name in plant.files}
    found = sum(any((plant.rule, name) in there for name in plant.files) for plant in plants)
    return found, sum(one not in planted for one in findings)


def engines(count: int) -> None:
    """Found and false, and the seconds of each engine on one set."""
    with tempfile.TemporaryDirectory() as name:
        folder, report = Path(name) / "set", Path(name) / "report.json"
        plants = write_set(folder, count)
        files = sum(len(names) for _, _, names in os.walk(folder))
        words = (str(folder), "--format", f"json={report}")
        small = Path(name) / "one"
        write_set(small, 1)
        rows = []
        for what, more in (
            ("documents alone, one process", ("--jobs", "1")),
            ("as a set, one process", ("--jobs", "1", "--set")),
            ("documents alone, the cores", ()),
            ("as a set, the cores", ("--set",)),
            ("as a set, Dask on this machine", ("--set", "--engine", "dask")),
        ):
            start, _ = run(str(small), *more)
            seconds, cpu = run(*words, *more)
            found, false = score(report, plants) if "--set" in more else ("", "")
            rows.append((what, start, seconds - start, cpu, files / (seconds - start), found, false))
        print(f"{files} documents, {len(plants)} disagreements planted")
        heads = ("what", "start (s)", "work (s)", "CPU (s)", "documents/s", "found", "false")
        print(tabulate(rows, heads, floatfmt=("", ".1f", ".1f", ".1f", ",.0f", "", "")))


def outcomes(count: int) -> Iterator[tuple[Outcome, Engine]]:
    """So many outcomes: those of the first documents judged, further ones like them under keys of their own."""
    judge = Engine(load(), Options(as_of=datetime.date(2026, 1, 1), sets=True))
    texts = (Text.of(one.text, one.name) for files, _ in documents(min(count, JUDGED)) for one in files)
    first = [judge.check(text) for text in texts]
    for number in range(count):
        one, turn = first[number % len(first)], number // len(first)
        facts = one.facts.set_facts
        if turn and facts is not None:
            keys = np.frombuffer(facts.keys, np.uint64) ^ (np.uint64(turn * 0x9E3779B97F4A7C15 % 2**62) << np.uint64(2))
            body = pickle.dumps(pickle.loads(facts.body), 5)
            facts = facts._replace(keys=keys.tobytes(), body=body)
            one = evolve(one, facts=evolve(one.facts, set_facts=facts, path=f"{turn}/{one.facts.path}"))
        yield one, judge


def memory(counts: list[int]) -> None:
    """What the second step takes, by the number of documents: the process that holds the set."""
    program = "import sets, sys; sets.measure(int(sys.argv[1]))"
    rows = []
    for count in counts:
        command = (sys.executable, "-c", program, str(count))
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parent)
        rows.append([count, *map(float, done.stdout.split())])
    heads = ("documents", "before (MB)", "at most (MB)", "KB a document", "findings", "CPU of the second step (s)")
    print(tabulate(rows, heads, floatfmt=(",", ".0f", ",.0f", ".2f", ",.0f", ".1f")))


def measure(count: int) -> None:
    """Judge a set of so many, and print memory before and at its most, growth a document, findings, CPU seconds."""
    gc.set_threshold(50_000, 20, 100)
    made = outcomes(count)
    first, judge = next(made)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    start = [0.0]

    def fed() -> Iterator[Outcome]:
        yield first
        for one, _ in made:
            yield one
        start[0] = time.process_time()

    found = sum(finding.rule.startswith("SET") for one in completed(fed(), judge) for finding in one.findings)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(before, most, 1024 * (most - before) / count, found, time.process_time() - start[0])


def main() -> None:
    words = sys.argv[1:]
    if words[:1] == ["memory"]:
        memory([int(one) for one in words[1:]] or [10_000, 100_000])
    else:
        engines(int(words[0]) if words else 10_000)


if __name__ == "__main__":
    main()
