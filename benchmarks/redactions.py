"""Failed redactions found, false alarms and seconds: redactlint beside other public tools, on files named in pairs.

    python benchmarks/redactions.py FOLDER [--tools ENVIRONMENT]

FOLDER holds `NAME.failed.pdf` and `NAME.innocent.pdf` (`python -m containers.pdf.corpus FOLDER`, run in tests/, writes
those of the tests).  ENVIRONMENT is a virtual environment in which `x-ray`, `unmasker` and `before-you-send` are
installed: one of their own, since one needs a library whose licence is not for ours.  A failed file counts as found
where a tool says something of it; an innocent one as a false alarm.  Names, titles and dates in the metadata that a
tool reports of every file count for neither.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tabulate import tabulate

# What the tools say of nearly every file.
_METADATA = {
    "document_author", "descriptive_metadata", "xmp_metadata", "build_path_in_metadata", "undisclosed-metadata",
    "metadata-path", "metadata-mismatch", "scanned_text_layer",
}  # fmt: skip


def _json(command: list[str]) -> object:
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    try:
        return json.loads(done.stdout)
    except ValueError:
        return None


def redactlint(path: str) -> bool:
    """Whether redactlint reports an error or a warning of family HID."""
    command = [
        sys.executable, "-m", "redactlint", "check", path, "--select", "HID", "--format", "json", "--no-config",
        "--allow-unrecognised",
    ]  # fmt: skip
    found = _json(command)
    assert isinstance(found, dict), path
    return any(one["severity"] != "info" for one in found["findings"])


def others(environment: str) -> dict[str, Callable[[str], bool]]:
    """The other tools of an environment, each as a question about a file."""

    def tool(name: str) -> str:
        return os.path.join(environment, "bin", name)

    def xray(path: str) -> bool:
        return bool(_json([tool("xray"), path]))

    def unmasker(path: str) -> bool:
        found = _json([tool("unmasker"), path, "--json"])
        return isinstance(found, dict) and any(one["detector"] not in _METADATA for one in found["findings"])

    def before_you_send(path: str) -> bool:
        found = _json([tool("before-you-send"), path, "--format", "json"])
        return isinstance(found, dict) and any(one["check"] not in _METADATA for one in found["findings"])

    return {"x-ray": xray, "unmasker": unmasker, "before-you-send": before_you_send}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("--tools", help="a virtual environment that holds the other tools")
    parser.add_argument("--missed", action="store_true", help="name the files that each tool gets wrong")
    arguments = parser.parse_args()
    files = sorted(Path(arguments.folder).glob("*.pdf"))
    failed = [one for one in files if one.name.endswith(".failed.pdf")]
    innocent = [one for one in files if one.name.endswith(".innocent.pdf")]
    tools = {"redactlint": redactlint, **(others(arguments.tools) if arguments.tools else {})}
    rows, found_by_others = [], set()
    for name, accuses in tools.items():
        start = time.perf_counter()
        found = [one for one in failed if accuses(str(one))]
        alarms = [one for one in innocent if accuses(str(one))]
        seconds = (time.perf_counter() - start) / max(1, len(files))
        rows.append([name, f"{len(found)} of {len(failed)}", f"{len(alarms)} of {len(innocent)}", f"{seconds:.2f}"])
        if name != "redactlint":
            found_by_others |= set(found)
        if arguments.missed:
            print(name, "misses", *sorted({one.stem for one in failed} - {one.stem for one in found}))
            print(name, "accuses", *(one.stem for one in alarms))
    if arguments.tools:
        rows.append(["the other three together", f"{len(found_by_others)} of {len(failed)}", "", ""])
    heads = ["tool", "found", "false alarms", "seconds a file, start included"]
    print(tabulate(rows, heads, disable_numparse=True))


if __name__ == "__main__":
    main()
