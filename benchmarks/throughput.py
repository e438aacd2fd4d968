"""How many documents a second: redactlint beside bare reading and beside whatever other linters are installed.

    python benchmarks/throughput.py [COUNT]

Everything is measured in one run on the same files, so that the ratios hold on any machine; the seconds are this
machine's own.
"""

from __future__ import annotations

import datetime
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from cables import write_cables
from tabulate import tabulate

from redactlint.engine import Engine, Options
from redactlint.rulepack import load
from redactlint.text import Text

# Tools that read text, if they are on the path: how each is asked to read a folder.
OTHERS = {
    "codespell": ["codespell"],
    "typos": ["typos"],
    "vale": ["vale", "--no-exit"],
    "yara": ["yara"],
}


def timed(action: Callable[[], object], repeats: int = 3) -> float:
    """Seconds of the fastest of a few runs."""
    best = float("inf")
    for _ in range(repeats):
        start = time.perf_counter()
        action()
        best = min(best, time.perf_counter() - start)
    return best


def run(*command: str) -> None:
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "cables"
        size = write_cables(folder, count)
        paths = sorted(folder.iterdir())
        engine = Engine(load(), Options(as_of=datetime.date(2026, 1, 1)))
        engine.check(Text.of(paths[0].read_text("utf-8"), paths[0].name))

        def judge() -> None:
            for path in paths:
                engine.check(Text.of(path.read_bytes().decode("utf-8"), path.name))

        def parse() -> None:
            for path in paths:
                engine.read(Text.of(path.read_bytes().decode("utf-8"), path.name))

        command = (sys.executable, "-m", "redactlint", "check", str(folder), "--fail-on", "never", "--format", "json")
        rows = [
            ("reading and decoding in Python", timed(lambda: [path.read_bytes().decode("utf-8") for path in paths])),
            ("redactlint, parsing alone, one core", timed(parse)),
            ("redactlint, parsing and judging, one core", timed(judge)),
            ("redactlint check --jobs 1, the whole command", timed(lambda: run(*command, "--jobs", "1"), 2)),
            ("redactlint check, the whole command", timed(lambda: run(*command), 2)),
        ]
        if cat := shutil.which("cat"):
            rows.insert(0, ("cat", timed(lambda: run("sh", "-c", f"find '{folder}' -type f -exec '{cat}' {{}} +"))))
        rows += [
            (tool, timed(lambda words=words: run(*words, str(folder)), 1))  # type: ignore[misc]
            for tool, words in OTHERS.items()
            if shutil.which(tool)
        ]
        base = rows[0][1]
        table = [(what, seconds, count / seconds, 1000 * seconds / count, seconds / base) for what, seconds in rows]
        print(f"{count} documents, {size / count / 1000:.1f} KB each, {size / 1e6:.1f} MB")
        heads = ("what", "seconds", "documents/s", "ms/document", f"times {rows[0][0]}")
        print(tabulate(table, heads, floatfmt=("", ".2f", ",.0f", ".3f", ".1f")))


if __name__ == "__main__":
    main()
