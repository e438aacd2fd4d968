"""Hostile input: what the fuzzer found, bytes in every encoding through every report, and texts grown without measure."""

from __future__ import annotations

import datetime
import random
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from generator.headers import write
from generator.plan import Telegram
from generator.telegrams import telegrams
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from redactlint.engine import Engine, Options
from redactlint.errors import ReadError
from redactlint.readers.opening import plain_text
from redactlint.rulepack import load
from redactlint.text import Text

FUZZ = Path(__file__).resolve().parent / "fuzz"
sys.path.insert(0, str(FUZZ))

import target  # noqa: E402

PLAIN = {"deadline": None, "derandomize": True, "database": None, "suppress_health_check": list(HealthCheck)}
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "latin-1", "cp037", "utf-7")
WORDS = (FUZZ / "words.txt").read_text("utf-8").splitlines()
# Characters that readers, reports and terminals may stumble over.
ODD = "\0\x01\x08\x1a\x1b\x7f\x85\xa0\xad\u0301\u0421\u200b\u202e\u2028\u3000\ufeff\uff08\U0001f112\U0001d402=+@-|`<>&\"'%:,;\\"


@pytest.mark.parametrize("path", sorted((FUZZ / "findings").iterdir()), ids=lambda path: path.name)
def test_what_the_fuzzer_found_is_mended(path: Path) -> None:
    target.drive(path.read_bytes())


def test_every_finding_of_the_fuzzer_is_described() -> None:
    listed = re.findall(r"^\| `([\w-]+)` \|", (FUZZ / "README.md").read_text("utf-8"), re.MULTILINE)
    assert sorted(listed) == sorted(path.name for path in (FUZZ / "findings").iterdir())


scraps = st.lists(st.sampled_from([*WORDS, *ODD, " ", "\n", "\n\n", "\r\n", "\t"]), max_size=50).map("".join)
choices = st.tuples(st.integers(0, 255), st.integers(0, 255)).map(bytes)


@settings(max_examples=150, **PLAIN)
@given(choices, st.binary(max_size=400))
def test_any_bytes_go_through_the_whole_tool(choice: bytes, data: bytes) -> None:
    target.drive(choice + data)


@settings(max_examples=200, **PLAIN)
@given(choices, scraps, st.sampled_from(ENCODINGS))
def test_scraps_in_any_encoding_go_through_the_whole_tool(choice: bytes, text: str, encoding: str) -> None:
    target.drive(choice + text.encode(encoding, "replace"))


@settings(max_examples=120, **PLAIN)
@given(choices, telegrams(), st.sampled_from(ENCODINGS), st.integers(0, 2**20))
def test_torn_telegrams_in_any_encoding_go_through_the_whole_tool(
    choice: bytes, plan: Telegram, encoding: str, seed: int
) -> None:
    dice = random.Random(seed)
    data = bytearray(write(plan).text.encode(encoding, "replace"))
    for _ in range(dice.randint(0, 6)):
        at = dice.randrange(len(data) + 1)
        to = min(len(data), at + dice.choice((0, 1, 1, 2, 3, 40)))
        data[at:to] = dice.choice((b"", bytes((dice.randrange(256),)), dice.choice(WORDS).encode(), data[at:to] * 2))
    target.drive(choice + bytes(data))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "cp1252"])
@settings(max_examples=15, **PLAIN)
@given(plan=telegrams())
def test_the_encoding_changes_nothing_that_is_said(encoding: str, plan: Telegram) -> None:
    written = write(plan)
    engine = target.engine_of(0)
    plain = engine.check(Text.of(written.text, "x.txt"))
    try:
        data = written.text.encode(encoding)
    except UnicodeEncodeError:
        return
    try:
        text = plain_text(data, "x.txt")
    except ReadError:
        assert encoding == "cp1252", "too many letters beyond ASCII to be told"
        return
    if text.source == written.text:  # UTF-8 by chance, or one of the few letters that two code pages share
        assert engine.check(text) == plain


# -- without measure --------------------------------------------------------------------------------------------------

HEAD = "C O N F I D E N T I A L LUSAKA 000512\n\nE.O. 12958: DECL: 06/17/2017\nSUBJECT: X\n\n1. (C) "
ANOTHER = (
    "\n\nEXAMPLE\n\nC O N F I D E N T I A L LUSAKA {:06}\n\nE.O. 12958: DECL: 06/17/2017\nTAGS: PREL, ZA\n"
    "SUBJECT: X\n\n1. (C) One.\n"
)
REPEATED = "\n2. (U) QUOTE\n" + ANOTHER.strip() + "\nUNQUOTE\n"
GROWN: dict[str, Callable[[int], str]] = {
    "one line": lambda n: "x" * n,
    "one line of words": lambda n: "word " * (n // 5),
    "paragraphs": lambda n: "".join(f"\n\n{number}. (C) One." for number in range(2, n // 14)),
    "nested brackets": lambda n: "(" * (n // 2) + ")" * (n // 2),
    "nested marks": lambda n: "(S//" * (n // 4),
    "nested quotes": lambda n: "QUOTE\nS E C R E T OSLO 000044\n" * (n // 30) + "UNQUOTE\n" * (n // 30),
    "telegrams in one file": lambda n: "".join(map(ANOTHER.format, range(1000, 1000 + n // 145))),
    "telegrams that repeat one": lambda n: "".join(
        ANOTHER.format(number) + REPEATED.format(number + 1) for number in range(1000, 1000 + 2 * n // 310, 2)
    ),
    "look-alikes": lambda n: "\u0421 " * (n // 2),
    "foreign marks": lambda n: "(\u0421) " * (n // 4),
    "unseen": lambda n: "(\u200b" * (n // 2),
    "overrides": lambda n: "\u202e(UBS)" * (n // 6),
}


@pytest.mark.parametrize("name", GROWN)
def test_work_grows_with_length_and_not_faster(name: str) -> None:
    """Counted in calls of Python, which time and other programs do not change; patterns are timed elsewhere."""
    engine = Engine(load(), Options(as_of=datetime.date(2026, 1, 1)))
    grow = GROWN[name]
    engine.check(Text.of(HEAD + grow(2_000), "x.txt"))
    calls = []
    for length in (24_000, 96_000):
        counted = 0

        def count(*_: object) -> None:
            nonlocal counted
            counted += 1

        text = Text.of(HEAD + grow(length), "x.txt")
        sys.setprofile(count)
        try:
            outcome = engine.check(text)
        finally:
            sys.setprofile(None)
        assert outcome.facts.kind == "telegram"
        calls.append(counted)
    assert calls[1] < 5 * calls[0] + 2_000, f"{calls[0]} calls for one length, {calls[1]} for four times that"


def test_a_line_of_ten_megabytes_is_read() -> None:
    engine = Engine(load(), Options(as_of=datetime.date(2026, 1, 1)))
    outcome = engine.check(Text.of(HEAD + "word " * 2_000_000 + "\n\n2. (S) Two.\n", "x.txt"))
    assert "BNR002" in [one.rule for one in outcome.findings]


@pytest.mark.parametrize("unit", [" / A", "//A", " - A", " NOFORN", " ", "(A) ", " A, AA", " SECTION 01 OF "])
def test_a_heading_of_many_separators_is_read_at_all(unit: str) -> None:
    """Each could be taken in two ways, and forty of them together in more than anybody can wait for."""
    engine = Engine(load(), Options(as_of=datetime.date(2026, 1, 1)))
    outcome = engine.check(Text.of("SECRET" + unit * 40 + "\x01\n" + HEAD + "One.\n", "x.txt"))
    assert outcome.facts.kind == "telegram"
