"""How many documents a second: the whole command beside bare reading and beside other linters of text, in one run.

    python benchmarks/throughput.py [COUNT] [--memory] [--profile]

COUNT is 20000 unless given: about 160 MB of invented cables.  Everything is measured on the same files, so that the
ratios hold on any machine; the seconds are this machine's own.  `--profile` tells where the time goes, `--memory` how
large the processes grow with the number of documents.  Other tools are measured if they are on the path.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from cables import write_cables
from tabulate import tabulate

# Tools that read text: how each is asked to read a folder, on all cores and on one; and how many documents of the
# folder are enough for the slow ones.
OTHERS = {
    "typos (Rust)": ["typos"],
    "typos (Rust), one core": ["typos", "--threads", "1"],
    "codespell (Python), one core": ["codespell"],
    "vale": ["vale", "--no-exit"],
}
FORMATS = ("json", "jsonl", "csv", "sarif", "junit", "html", "text", "table")


class Run:
    """A command that ran: its seconds, those of the processor in all processes, megabytes of the largest of them."""

    def __init__(self, *command: str) -> None:
        start = time.perf_counter()
        nowhere = os.open(os.devnull, os.O_RDWR)
        actions = [(os.POSIX_SPAWN_DUP2, nowhere, one) for one in (0, 1, 2)]
        path = shutil.which(command[0]) or command[0]
        process = os.posix_spawn(path, command, os.environ, file_actions=actions)
        _, status, usage = os.wait4(process, 0)
        os.close(nowhere)
        self.seconds = time.perf_counter() - start
        self.processor = usage.ru_utime + usage.ru_stime
        self.megabytes = usage.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
        self.code = os.waitstatus_to_exitcode(status)


def redactlint(*paths: str, options: Sequence[str] = ()) -> Run:
    """The whole command over files and folders; raises RuntimeError where it went wrong."""
    words = ["check", *paths, "--as-of", "2026-01-01", "--fail-on", "never", "--no-config", *options]
    done = Run(sys.executable, "-m", "redactlint", *words)
    if done.code != 0:
        raise RuntimeError(f"redactlint ended with {done.code}")
    return done


def timed(action: Callable[[], object]) -> tuple[float, float]:
    """Seconds, and seconds of the processor, of one run in this process."""
    start, busy = time.perf_counter(), time.process_time()
    action()
    return time.perf_counter() - start, time.process_time() - busy


def compare(folder: Path, work: Path) -> list[tuple[str, float, float]]:
    """Seconds, and seconds of the processor, of everything, in order, over the same files."""
    paths = sorted(one for one in folder.rglob("*") if one.is_file())
    report = f"json={work / 'report.json'}"
    cache = str(work / "cache")
    redactlint(str(paths[0].parent), options=("--no-cache",))  # compiles the rules
    rows = []
    if cat := shutil.which("cat"):
        done = Run("/bin/sh", "-c", f"find '{folder}' -type f -exec '{cat}' {{}} +")
        rows.append(("cat", done.seconds, done.processor))
    read = timed(lambda: [path.read_bytes().decode("utf-8") for path in paths])
    rows.append(("reading and decoding in Python", *read))
    for what, options in (
        ("redactlint, no cache", ("--no-cache",)),
        ("redactlint, no cache, one core", ("--no-cache", "--jobs", "1")),
        ("redactlint, filling the cache", ("--cache-dir", cache)),
        ("redactlint, second run", ("--cache-dir", cache)),
        ("redactlint, second run, one core", ("--cache-dir", cache, "--jobs", "1")),
    ):
        done = redactlint(str(folder), options=("--format", report, *options))
        rows.append((what, done.seconds, done.processor))
    for tool, words in OTHERS.items():
        if shutil.which(words[0]):
            done = Run(*words, str(folder))
            rows.append((tool, done.seconds, done.processor))
    return rows


def memory(folder: Path, work: Path) -> str:
    """The size of the largest process by report and number of documents: judged anew once, then from the cache."""
    parts = [str(one) for one in sorted(folder.iterdir())]
    few = parts[: max(1, len(parts) // 10)]
    rows = []
    for name in ("json", *FORMATS):
        sizes = []
        for some in (few, parts):
            options = ("--cache-dir", str(work / "cache"), "--format", f"{name}={work / 'report'}")
            sizes.append(redactlint(*some, options=options).megabytes)
        rows.append((name if rows else "json, judged anew", *sizes))
    heads = ("report", f"MB, {100 * len(few):,} documents", f"MB, {100 * len(parts):,} documents")
    return tabulate(rows, heads, floatfmt=".0f")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("count", nargs="?", type=int, default=20_000)
    parser.add_argument("--memory", action="store_true")
    parser.add_argument("--profile", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        os.environ.setdefault("REDACTLINT_CACHE_DIR", str(work / "rules"))
        folder = work / "cables"
        size = write_cables(folder, asked.count)
        print(f"{asked.count} documents, {size / asked.count / 1000:.1f} KB each, {size / 1e6:.1f} MB")
        if asked.profile:
            from stages import shares

            print(shares(folder))
        elif asked.memory:
            print(memory(folder, work))
        else:
            rows = compare(folder, work)
            typos = next((seconds for what, seconds, _ in rows if what == "typos (Rust)"), None)
            table = [
                (what, seconds, asked.count / seconds, typos and typos / seconds, 1e6 * busy / asked.count)
                for what, seconds, busy in rows
            ]
            heads = ("what", "seconds", "documents/s", "against typos", "µs of the processor a document")
            print(tabulate(table, heads, floatfmt=("", ".2f", ",.0f", ".2f", ",.0f")))


if __name__ == "__main__":
    main()
