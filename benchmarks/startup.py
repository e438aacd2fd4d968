"""How long one document takes from the prompt, above a bare interpreter and beside other linters.

    python benchmarks/startup.py [REPEATS] [--python PATH] [--no-count]

Every command runs in turn with a bare interpreter, so that what else the machine does falls on both; told are the
medians of the differences, in milliseconds of the processor and of the clock.  Instructions are counted, with `perf` or
else with `valgrind`, where one of them is there: they hardly depend on what else runs.  For figures to compare take an
environment into which redactlint was installed (`pip install .`, not -e): `--python` names its interpreter.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from cables import cable
from tabulate import tabulate

MEMORANDUM = Path(__file__).resolve().parent.parent / "examples" / "clean" / "memorandum-2012.txt"
# Other linters of text or code, each reading the same telegram.
OTHERS = {
    "ruff (Rust)": ["ruff", "check", "--isolated", "--no-cache"],
    "typos (Rust)": ["typos"],
    "pycodestyle": ["pycodestyle"],
    "yamllint": ["yamllint"],
    "codespell": ["codespell"],
}


def spent(command: Sequence[str]) -> tuple[float, float]:
    """Milliseconds of the processor and of the clock that one run takes."""
    begin = time.perf_counter()
    nowhere = os.open(os.devnull, os.O_RDWR)
    actions = [(os.POSIX_SPAWN_DUP2, nowhere, one) for one in (0, 1, 2)]
    process = os.posix_spawn(command[0], list(command), os.environ, file_actions=actions)
    usage = os.wait4(process, 0)[2]
    os.close(nowhere)
    return 1000 * (usage.ru_utime + usage.ru_stime), 1000 * (time.perf_counter() - begin)


def above(command: Sequence[str], bare: Sequence[str], repeats: int) -> tuple[float, float]:
    """The medians of what `command` takes above `bare`, run in turns."""
    pairs = [(spent(command), spent(bare)) for _ in range(repeats)]
    return (
        statistics.median(one[0] - other[0] for one, other in pairs),
        statistics.median(one[1] - other[1] for one, other in pairs),
    )


def counter() -> tuple[list[str], str] | None:
    """The command that counts instructions here, and the pattern of its answer; None where none does."""
    for words, answer in (
        (["perf", "stat", "-e", "instructions:u"], r"([\d,.]+)\s+instructions"),
        (
            ["valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"],
            r"I\s+refs:\s+([\d,]+)",
        ),
    ):
        if shutil.which(words[0]) and counted(["/bin/true"], words, answer) is not None:
            return words, answer
    return None


def counted(command: Sequence[str], words: Sequence[str], answer: str) -> float | None:
    """Millions of instructions of one run."""
    done = subprocess.run([*words, *command], capture_output=True, text=True, check=False)
    found = re.search(answer, done.stderr)
    return int(re.sub(r"\D", "", found[1])) / 1e6 if found else None


def primed(judge: Sequence[str], cache: Path) -> None:
    """Run until the rule pack and the patterns are kept: files that were just written are not trusted at once."""
    for _ in range(8):
        spent(judge)
        if len({one.suffix for one in cache.glob("*")}) > 1:
            spent(judge)
            return
        time.sleep(1)


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("repeats", nargs="?", type=int, default=15)
    words.add_argument("--python", default=sys.executable, help="the interpreter of the environment to measure")
    words.add_argument("--no-count", action="store_true", help="count no instructions")
    asked = words.parse_args()
    python = os.path.abspath(asked.python)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file_name, text = cable(1)
        telegram = folder / file_name
        telegram.write_text(text, "utf-8")
        memorandum = folder / MEMORANDUM.name
        shutil.copyfile(MEMORANDUM, memorandum)
        os.environ["REDACTLINT_CACHE_DIR"] = str(folder / "cache")
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.chdir(folder)
        bare = [python, "-c", "pass"]
        commands = {
            "python, importing attrs and argparse": [python, "-c", "import attrs, argparse"],
            "redactlint check, a telegram of 8 KB": [python, "-m", "redactlint", "check", str(telegram)],
            "redactlint check, a memorandum": [python, "-m", "redactlint", "check", str(memorandum)],
        }
        for command in list(commands.values())[1:]:
            primed(command, folder / "cache")
        for tool, line in OTHERS.items():
            path = shutil.which(line[0], path=os.pathsep.join((os.path.dirname(python), os.environ["PATH"])))
            if path:
                commands[tool] = [path, *line[1:], str(telegram)]
        how = None if asked.no_count else counter()
        rows = []
        for what, command in commands.items():
            of_processor, of_clock = above(command, bare, asked.repeats)
            rows.append([what, of_processor, of_clock, *([counted(command, *how)] if how else [])])
        if how:
            rows.insert(0, ["python, doing nothing", 0.0, 0.0, counted(bare, *how)])
        titles = ["what", "ms of the processor above bare", "ms of the clock above bare", "million instructions"]
        print(tabulate(rows, titles[: len(rows[0])], floatfmt=".0f"))


if __name__ == "__main__":
    main()
