"""How long one document takes from the prompt: milliseconds above a bare interpreter, beside other linters.

python benchmarks/startup.py [REPEATS]
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from cables import cable
from tabulate import tabulate

OTHERS = {
    "ruff": ["ruff", "check", "--isolated"],
    "pycodestyle": ["pycodestyle"],
    "yamllint": ["yamllint"],
    "codespell": ["codespell"],
}


def milliseconds(command: list[str], repeats: int) -> float:
    """The median of `repeats` runs."""
    taken = []
    for _ in range(repeats):
        start = time.perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        taken.append(1000 * (time.perf_counter() - start))
    return statistics.median(taken)


def main() -> None:
    repeats = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    with tempfile.TemporaryDirectory() as name:
        file_name, text = cable(1)
        document = Path(name) / file_name
        document.write_text(text, "utf-8")
        judge = [sys.executable, "-m", "redactlint", "check", str(document)]
        milliseconds(judge, 1)  # compiles the rule pack
        rows = [("python, doing nothing", milliseconds([sys.executable, "-c", "pass"], repeats))]
        rows.append(("redactlint check, one document of 8 KB", milliseconds(judge, repeats)))
        rows += [
            (tool, milliseconds([*words, str(document)], repeats))
            for tool, words in OTHERS.items()
            if shutil.which(tool)
        ]
        bare = rows[0][1]
        print(
            tabulate(
                [(what, each, each - bare) for what, each in rows], ("what", "ms", "ms above bare"), floatfmt=".0f"
            )
        )


if __name__ == "__main__":
    main()
