"""What rules of one's own cost: the shipped rules alone, and with a hundred more and a list of ten thousand terms.

    python benchmarks/user_rules.py [COUNT]

Everything is judged on one core, in turns on the same cables, so that the ratios hold on any machine.  The last table
compares the way in which the list is looked for with others, those that are installed.
"""

from __future__ import annotations

import datetime
import random
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from cables import cable
from tabulate import tabulate

from redactlint.checks.terms import Term, Terms
from redactlint.engine import Engine, Options
from redactlint.rulebook.patterns import fold
from redactlint.rulepack import load
from redactlint.text import Text

RULES, TERMS = 100, 10_000

RULE = """\
code = "MINE{number:03}"
name = "mine-{number}"
summary = "A rule of one's own."
rationale = "Measured."
check = "{check}"
message = "mend it"

[[citation]]
source = "a handbook"
confidence = "D"

[[severity]]
level = "warning"

[parameters]
{parameters}
"""

# One of each kind in turn: the parameters of a rule that rarely fires, as real ones do.
KINDS = (
    ("general.pattern_forbidden", "pattern = '\\bSTAGE {number} ONLY\\b'"),
    ("general.pattern_forbidden", "pattern = 'not for office {number}'\nignore_case = true"),
    ("general.pattern_forbidden", "zone = \"header\"\npattern = '\\d{{4}}-{number:03}-\\d{{2}}'"),
    ("general.pattern_required", "zone = \"first-line\"\npattern = '[A-Z]'"),
    ("general.pattern_required", "zone = \"classified-by\"\npattern = '[A-Z][a-z]+'"),
    ("general.line_forbidden", 'line = "OFFICE {number}"'),
    ("general.line_required", 'line = "TAGS"'),
    ("general.vocabulary", 'of = "captions"\nforbidden = ["CAPTION{number}"]'),
    ("relations.related", 'field = "banner-level"\nrelation = "at-least"\nto = "first-portion"'),
    ("general.pattern_forbidden", "zone = \"paragraph\"\npattern = ['river {number}', 'harbor {number}']"),
)


def vocabulary() -> list[str]:
    """Words that the cables are written of, the frequent ones first."""
    counts: dict[str, int] = {}
    for number in range(50):
        for word in re.findall(r"[a-z]{3,}", cable(number)[1].lower()):
            counts[word] = counts.get(word, 0) + 1
    return sorted(counts, key=lambda word: -counts[word])


def terms(seed: int = 7) -> Iterator[str]:
    """Terms as lists hold them: most of two invented words or an invented and a common one, a fifth of one word."""
    dice = random.Random(seed)
    common = vocabulary()
    letters = "abcdefghijklmnoprstuvw"
    for number in range(TERMS):
        word = "".join(dice.choice(letters) for _ in range(dice.randrange(5, 10)))
        other = dice.choice(common) if number % 3 else "".join(dice.choice(letters) for _ in range(7))
        yield word if number % 5 == 0 else f"{word} {other}" if number % 2 else f"{other} {word}"


def packs(folder: Path) -> dict[str, list[Path]]:
    """Folders of rules of one's own, by what is in them."""
    many, listed = folder / "many", folder / "listed"
    for one in (many, listed):
        one.mkdir()
    for number in range(RULES):
        check, parameters = KINDS[number % len(KINDS)]
        rule = RULE.format(number=number, check=check, parameters=parameters.format(number=number))
        (many / f"MINE{number:03}.toml").write_text(rule, "utf-8")
    rule = RULE.format(number=0, check="terms.calling", parameters='list = "terms.txt"\nlevel = "TS"')
    (listed / "LISTED000.toml").write_text(rule.replace("MINE", "LISTED").replace("mine", "listed"), "utf-8")
    (listed / "terms.txt").write_text("\n".join(terms()), "utf-8")
    return {
        "the shipped rules": [],
        f"and {RULES} rules of one's own": [many],
        f"and a list of {TERMS:,} terms": [listed],
        "and both": [many, listed],
    }


def best(actions: dict[str, Callable[[], object]], repeats: int = 5) -> dict[str, float]:
    """Seconds of the fastest run of each, all of them run in turns."""
    found = dict.fromkeys(actions, float("inf"))
    for _ in range(repeats):
        for name, action in actions.items():
            start = time.perf_counter()
            action()
            found[name] = min(found[name], time.perf_counter() - start)
    return found


def table(seconds: dict[str, float], count: int) -> str:
    first = next(iter(seconds.values()))
    rows = [(name, 1e6 * one / count, one / first) for name, one in seconds.items()]
    return tabulate(rows, ("what", "µs/document", "times the first"), floatfmt=("", ",.0f", ".2f"))


def other_ways(texts: list[str]) -> dict[str, Callable[[], object]]:
    """The same list looked for in the same texts in other ways."""
    listed = list(terms())
    folded = [fold(one) for one in texts]
    ours = Terms([Term(at, fold(one), tuple(fold(one).split())) for at, one in enumerate(listed)])
    ways: dict[str, Callable[[], object]] = {"a set of words (ours)": lambda: [ours.find(one, one) for one in folded]}
    import regex

    named = regex.compile(r"\b\L<terms>\b", terms=listed)
    ways["regex, named list"] = lambda: [named.findall(one) for one in folded]
    try:
        import ahocorasick
    except ImportError:
        return ways
    automaton = ahocorasick.Automaton()
    for one in listed:
        automaton.add_word(one, one)
    automaton.make_automaton()
    ways["pyahocorasick"] = lambda: [list(automaton.iter(one)) for one in folded]
    return ways


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    cables = [cable(number) for number in range(count)]
    with tempfile.TemporaryDirectory() as name:
        engines = {
            what: Engine(load(folders, use_cache=False), Options(as_of=datetime.date(2026, 1, 1)))
            for what, folders in packs(Path(name)).items()
        }

        def judge(engine: Engine) -> None:
            for path, content in cables:
                engine.check(Text.of(content, path))

        seconds = best({what: lambda engine=one: judge(engine) for what, one in engines.items()})  # type: ignore[misc]
    print(table(seconds, count), "\n")
    texts = [content for _, content in cables]
    print(table(best(other_ways(texts), 2), count))


if __name__ == "__main__":
    main()
