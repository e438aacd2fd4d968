"""How the cost grows with the text: by size, by findings, and for texts made to lead each shipped pattern astray.

    python benchmarks/growth.py sizes [MEGABYTES]     documents doubled up to so many megabytes (100)
    python benchmarks/growth.py patterns [LENGTH]     adversarial texts of LENGTH characters (10,000), and twice that

Linear growth shows as a ratio of 2 for twice the text.  Times are those of the processor in this process.
"""

from __future__ import annotations

import datetime
import re
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from shipped_patterns import collect
from tabulate import tabulate

warnings.simplefilter("ignore", DeprecationWarning)

# From this ratio on a text is told: a square has 4.
_SUSPICIOUS = 2.8
# What takes less than this cannot be told from noise, and harms nobody.
_LEAST_SECONDS = 0.04
_LEAST_SEARCH = 0.002
# What takes longer over six thousand characters is led astray, however it grows.
_MOST_SEARCH = 0.3
# So many texts of one pattern tell enough.
_MOST_TEXTS = 6

TELEGRAM = """\
C O N F I D E N T I A L LUSAKA 000512

SIPDIS

E.O. 12958: DECL: 06/17/2017
TAGS: PREL, PGOV, ZA
SUBJECT: MINISTER VISITS THE NORTH
{header}
Classified By: Ambassador Jane Q. Example, reasons 1.4 (b) and (d).

1. (C) The Minister opened the new bridge.

2. (U) {body}
EXAMPLE
"""


def numbered(words: str, size: int) -> str:
    """A telegram with numbered paragraphs of those words, up to about so many characters."""
    body = "\n\n".join(f"{number}. {words}" for number in range(3, 3 + size // (len(words) + 6)))
    return TELEGRAM.format(header="", body="\n\n" + body)


def another(number: int, more: str = "") -> str:
    """A telegram with a number of its own."""
    return TELEGRAM.format(header="", body=f"Dry.\n{more}").replace("000512", f"{number % 1_000_000:06}") + "\n"


def repeating(number: int) -> str:
    """A telegram that repeats one."""
    return another(2 * number, f"\n3. (U) QUOTE\n{another(2 * number + 1)}UNQUOTE\n")


# Documents by what there is much of.  Each is a text of about so many characters.
SHAPES: dict[str, Callable[[int], str]] = {
    "one long line": lambda size: TELEGRAM.format(header="", body="The road was dry. " * (size // 18)),
    "one long word": lambda size: TELEGRAM.format(header="", body="a" * size),
    "blanks": lambda size: TELEGRAM.format(header="", body=" " * size),
    "empty lines": lambda size: TELEGRAM.format(header="", body="\n" * size),
    "paragraphs": lambda size: numbered("(U) The road was dry, and the bridge stood. The Minister said so.", size),
    "findings": lambda size: numbered("The road was dry, and the bridge stood; the Minister left it so.", size),
    "short paragraphs, marks out of form": lambda size: numbered("(C//NF) Dry.", size),
    "marked items without numbers": lambda size: TELEGRAM.format(header="", body="\n\n(S//NF) Dry." * (size // 15)),
    "a long header": lambda size: TELEGRAM.format(header="REF: LUSAKA 498\n" * (size // 16), body="Dry."),
    "banners": lambda size: TELEGRAM.format(header="", body="\nC O N F I D E N T I A L LUSAKA 000512\n" * (size // 40)),
    "brackets": lambda size: TELEGRAM.format(header="", body="(" * size),
    "telegrams, one behind the other": lambda size: "".join(map(another, range(size // 290))),
    "telegrams that repeat another": lambda size: "".join(map(repeating, range(size // 610))),
    "suppressions without effect, each a finding": lambda size: TELEGRAM.format(
        header="", body="redactlint: ignore[BNR003] reason=x\n" * (size // 36)
    ),
    "prose without marks": lambda size: "The road was dry. The Minister went home.\n" * (size // 42),
}  # fmt: skip


def seconds(check: Callable[[str], object], text: str, repeats: int = 1) -> float:
    """The processor's time of the fastest run."""
    best = float("inf")
    for _ in range(repeats):
        start = time.process_time()
        check(text)
        best = min(best, time.process_time() - start)
    return best


def sizes(check: Callable[[str], object], megabytes: int) -> str:
    """Seconds a megabyte for every shape, by size: the same in a row where growth is linear."""
    steps = [one for one in (1, 2, 4, 8, 16, 32, 64, 100, 128, 256) if one <= megabytes]
    rows = []
    for name, shape in SHAPES.items():
        row: list[object] = [name]
        for size in steps:
            row.append(seconds(check, shape(size * 1_000_000)) / size)
            print(*row, file=sys.stderr)
        rows.append(row)
    return tabulate(rows, ("seconds a megabyte", *(f"{one} MB" for one in steps)), floatfmt=".2f")


def texts_of(before: str, taken: str, after: str, length: int) -> Iterator[str]:
    """Where a pump can stand: alone, in the header, in the body; with what leads to it once, and again and again."""
    body = before + taken * (length // len(taken)) + after
    yield body
    yield TELEGRAM.format(header=f"REF: {body}\n", body="Dry.")
    yield TELEGRAM.format(header="", body=body)
    yield TELEGRAM.format(header="", body="\n\n" + body)
    many = (before + taken) * (length // len(before + taken)) + after
    if before:
        yield TELEGRAM.format(header="", body="\n" + many)


def astray(pattern: str, flags: int) -> Iterator[tuple[str, str, str]]:
    """The pumps on which a search for the pattern alone takes more than twice the time for twice the text."""
    from pumps import pumps

    from redactlint.runs import deadline

    search = re.compile(pattern, flags).search
    for pump in sorted(pumps(pattern, flags)):
        for before in dict.fromkeys(("", "\n", pump.before)):
            once, twice = (before + pump.taken * (size // len(pump.taken)) + pump.after for size in (3_000, 6_000))
            try:
                least = deadline.within(_MOST_SEARCH, lambda _, text=twice: seconds(search, text))
                if least < _LEAST_SEARCH:
                    continue
                first = deadline.within(_MOST_SEARCH, lambda _, text=once: seconds(search, text, 3))
                second = deadline.within(_MOST_SEARCH, lambda _, text=twice: seconds(search, text, 3))
            except deadline.LateError:
                first, second = 0.0, _MOST_SEARCH
            if second > max(_LEAST_SEARCH, _SUSPICIOUS * first):
                yield before, pump.taken, pump.after


def patterns(check: Callable[[str], object], found: set[tuple[str, str, str]], length: int) -> str:
    """The texts whose time more than doubles when they do."""
    rows = []
    slowest = 0.0
    for number, pump in enumerate(sorted(found)):
        for once, twice in zip(texts_of(*pump, length), texts_of(*pump, 2 * length), strict=True):
            first = seconds(check, once)
            slowest = max(slowest, first)
            if first < _LEAST_SECONDS:
                continue
            second = seconds(check, twice)
            if second / first > _SUSPICIOUS:  # once more, for what else the machine does
                first, second = seconds(check, once, 3), seconds(check, twice, 2)
                if second / first > _SUSPICIOUS:
                    rows.append((*(repr(one)[:30] for one in pump), repr(once[:20]), first, second, second / first))
                    print(rows[-1], file=sys.stderr)
        if number % 50 == 0:
            print(f"{number} of {len(found)}", file=sys.stderr)
    heads = ("before", "again and again", "after", "text", "seconds", "of twice", "ratio")
    if not rows:
        return f"{len(found)} pumps: none grows faster than its text; the slowest text took {slowest:.2f} s"
    return tabulate(rows, heads, floatfmt=".2f", disable_numparse=[0, 1, 2, 3])


def main() -> None:
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    what = sys.argv[1] if len(sys.argv) > 1 else "patterns"
    number = int(sys.argv[2]) if len(sys.argv) > 2 else 100 if what == "sizes" else 10_000
    found = set()
    if what == "patterns":
        shipped = collect()
        led = {}
        for number, one in enumerate(sorted(shipped)):
            led[one] = set(islice(astray(one.pattern, one.flags), _MOST_TEXTS))
            if led[one]:
                print(f"{number} of {len(shipped)}: {one.place}: {one.pattern[:60]!r}", *led[one], file=sys.stderr)
        found = set().union(*led.values())
        slow = [(one.place, one.pattern[:60], len(pumps)) for one, pumps in led.items() if pumps]
        print(tabulate(slow, ("searched through any text, not linear", "pattern", "texts")), file=sys.stderr)
        print(f"{len(shipped)} patterns, {len(found)} texts to judge whole", file=sys.stderr)
    from redactlint.engine import Engine, Options
    from redactlint.rulepack import load
    from redactlint.text import Text

    engine = Engine(load(), Options(as_of=datetime.date(2026, 1, 1)))

    def check(text: str) -> object:
        return engine.check(Text.of(text, "07LUSAKA512.txt"))

    check(TELEGRAM.format(header="", body="Dry."))
    print(sizes(check, number) if what == "sizes" else patterns(check, found, number))  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
