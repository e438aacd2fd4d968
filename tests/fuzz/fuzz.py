"""Fuzz the whole tool with coverage guidance: `python tests/fuzz/fuzz.py CORPUS [libFuzzer options]` (extra: fuzz)."""

from __future__ import annotations

import contextlib
import hashlib
import importlib
import os
import pkgutil
import random
import sys
import traceback
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).resolve().parent))

with atheris.instrument_imports(include=["redactlint"]):
    import redactlint

    # Most modules are imported when they are needed, which would be after the instrumentation.
    for module in pkgutil.walk_packages(redactlint.__path__, "redactlint."):
        if not module.name.endswith("__main__"):
            with contextlib.suppress(ImportError):  # an extra that is not installed
                importlib.import_module(module.name)
    import target

# What readers look for: a mutation puts one of these somewhere oftener than it changes a byte.
WORDS = [one.encode("utf-8") for one in Path(__file__).with_name("words.txt").read_text("utf-8").splitlines() if one]
SEPARATORS = (b"\n", b"\r\n", b"\n\n", b" ", b"", b"\f", b"\0", b"//", b"\xe2\x80\xa8", b"(", b")")


def mutated(data: bytes, most: int, seed: int) -> bytes:
    """Another input near `data`: words put in, lines moved, doubled or dropped, the encoding changed, or bytes."""
    dice = random.Random(seed)
    head, body = bytearray(data[:2].ljust(2, b"\0")), bytearray(data[2:])
    for _ in range(dice.randint(1, 4)):
        way = dice.randrange(8)
        at = dice.randint(0, len(body))
        if way <= 2:
            body[at:at] = dice.choice(SEPARATORS) + dice.choice(WORDS) + dice.choice(SEPARATORS)
        elif way == 3:
            body[at : at + dice.choice((1, 2, 8, 80))] = dice.choice(WORDS)
        elif way == 4:
            lines = bytes(body).split(b"\n")
            one = dice.randrange(len(lines))
            lines.insert(dice.randint(0, len(lines)), lines[one] if dice.random() < 0.5 else lines.pop(one))
            body = bytearray(b"\n".join(lines))
        elif way == 5:
            head[dice.randrange(2)] = dice.randrange(256)
        elif way == 6 and dice.random() < 0.2:
            text = bytes(body).decode("utf-8", "replace")
            body = bytearray(text.encode(dice.choice(("utf-16", "utf-32", "utf-8-sig", "cp1252")), "replace"))
        else:
            body = bytearray(atheris.Mutate(bytes(body), max(len(body), 1) + 16))
    return bytes(head + body)[:most]


_told: set[str] = set()


def one_input(data: bytes) -> None:
    """What libFuzzer calls.  What fails is kept once for each place where it fails, and the search goes on."""
    try:
        target.drive(data)
    except Exception as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{Path(last.filename).name}:{last.lineno}: {type(error).__name__}: {str(error)[:80]}"
        key = place if isinstance(error, AssertionError) else place.partition(": ")[0]
        if key not in _told:
            _told.add(key)
            name = hashlib.sha256(data).hexdigest()[:16]
            (FOUND / name).write_bytes(data)
            sys.stderr.write(f"FOUND {FOUND / name}: {place}\n")
            traceback.print_exception(error)


if __name__ == "__main__":
    FOUND = Path(os.environ.get("FOUND", "build/fuzz-found"))
    FOUND.mkdir(parents=True, exist_ok=True)
    atheris.Setup(sys.argv, one_input, custom_mutator=mutated)
    atheris.Fuzz()
