"""Write the seeds of the fuzzer into a folder: our own examples and generated documents, every one of them invented."""

from __future__ import annotations

import html
import json
import random
import sys
import tomllib
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(HERE.parent), str(ROOT / "benchmarks")]

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32", "cp1252")


def _mail(text: str) -> str:
    head = "From: a@example.invalid\nTo: b@example.invalid\nSubject: x\nDate: Mon, 5 May 2014 10:00:00 +0000\n"
    return f"{head}MIME-Version: 1.0\nContent-Type: text/plain\n\n{text}"


def _page(text: str) -> str:
    return f"<!DOCTYPE html><html><body><pre>{html.escape(text)}</pre></body></html>"


def _row(text: str) -> str:
    return json.dumps({"id": "07LUSAKA512", "text": text})


def seeds() -> list[bytes]:
    """The inputs: two bytes that choose how to judge, then a document, cut to 3,000 characters."""
    from cables import cable

    documents = [path.read_text("utf-8") for path in sorted((ROOT / "examples").glob("*/*.txt"))]
    for path in sorted((ROOT / "rules").glob("*/*.toml")):
        rule = tomllib.loads(path.read_text("utf-8"))
        documents += [one["bad"] for one in rule.get("example", []) if isinstance(one.get("bad"), str)]
    documents += [cable(number)[1] for number in range(5)]
    dice = random.Random(0)
    found = []
    for text in documents:
        encoding = dice.choice(ENCODINGS) if dice.random() < 0.2 else "utf-8"
        if dice.random() < 0.1:
            text = dice.choice((_mail, _page, _row))(text[:2000])
        found.append(bytes((dice.randrange(256), dice.randrange(256))) + text[:3000].encode(encoding, "replace"))
    return found


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds()):
        (folder / f"seed-{number:04}").write_bytes(seed)
