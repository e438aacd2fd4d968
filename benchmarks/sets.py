"""Sets: what is found of planted disagreements, the seconds of each engine, and memory by the number of documents.

    python benchmarks/sets.py [COUNT]                 found, false, seconds: one process, the cores, Dask
    python benchmarks/sets.py memory COUNT [COUNT …]  the largest process of a run with --set, by number of documents

Everything of one table is measured in one run on the same files.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tabulate import tabulate

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from generator.sets import Plant, write_set

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


def memory(counts: list[int]) -> None:
    """The largest process of a run, alone and with --set."""
    program = (
        "import resource, sys; from redactlint.cli import main; code = main(sys.argv[1:]); "
        "sys.stderr.write(str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))"
    )
    rows = []
    for count in counts:
        with tempfile.TemporaryDirectory() as name:
            write_set(Path(name), count)
            sizes = []
            start = time.perf_counter()
            for more in ((), ("--set",)):
                command = [sys.executable, "-c", program, *COMMAND[3:], name, "--format", "csv", *more]
                streams = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
                done = subprocess.run(command, text=True, check=False, **streams)  # type: ignore[call-overload]
                sizes.append(int(done.stderr.split()[-1]) / 1024)
            rows.append((count, *sizes, 1024 * (sizes[1] - sizes[0]) / count, time.perf_counter() - start))
    heads = ("documents", "alone (MB)", "as a set (MB)", "more, KB a document", "seconds of both")
    print(tabulate(rows, heads, floatfmt=(",", ".0f", ".0f", ".2f", ".0f")))


def main() -> None:
    words = sys.argv[1:]
    if words[:1] == ["memory"]:
        memory([int(one) for one in words[1:]] or [1000, 10_000])
    else:
        engines(int(words[0]) if words else 10_000)


if __name__ == "__main__":
    main()
