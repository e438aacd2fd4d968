"""What holds for every text: reading and judging never fail, places lie in the text, the same gives the same."""

from __future__ import annotations

import datetime
import random
import time

import attrs
from generator.headers import write
from generator.plan import Telegram
from generator.telegrams import telegrams
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from redactlint.engine import Engine, Options
from redactlint.findings import SEVERITIES, Finding
from redactlint.reports.parsed import parsed
from redactlint.rulepack import load
from redactlint.text import Text

PACK = load()
ENGINES = {
    name: Engine(PACK, Options(as_of=datetime.date(2026, 1, 1), profile=name, strict=name == "ic"))
    for name in sorted(PACK.profiles)
}
PLAIN = {"deadline": None, "derandomize": True, "database": None, "suppress_health_check": list(HealthCheck)}

# Words and signs that readers look for, to be thrown together without sense.
_SCRAPS = (
    "C O N F I D E N T I A L",
    "SECRET",
    "UNCLAS",
    "S E C R E T",
    "SECTION 01 OF 02",
    "LUSAKA 000512",
    "SIPDIS",
    "\n",
    "\n\n",
    " ",
    "\t",
    "E.O. 12958:",
    "EO",
    "12598",
    "DECL:",
    "06/17/2013",
    "13/45/2013",
    "X1",
    "25X1",
    "OADR",
    "N/A",
    "TAGS:",
    "PREL",
    "SUBJECT:",
    "REF:",
    "Classified By:",
    "Derived From:",
    "Reason:",
    "1.4 (b) and (d)",
    "1.5(",
    "(C)",
    "(S//NF)",
    "(SBU",
    "C)",
    "(",
    ")",
    "//",
    "/",
    "1.",
    "11.",
    "[12.](#)",
    "\u00b6",
    "- 13. (C)",
    "2009.",
    "1)",
    "A.",
    "--",
    "XXXXXXXXXXXX",
    "QUOTE",
    "UNQUOTE",
    "OUOTE",
    "END SUMMARY",
    "NNN",
    "PAGE 02",
    "Message Attributes",
    "From:",
    "Sent:",
    "To:",
    "MEMORANDUM FOR",
    "RELEASE IN PART",
    "B6",
    "1.4(D)",
    "[less than 1 line not declassified]",
    "TOP SECRET//SI//NOFORN",
    "(TS//SI//NF)",
    "CUI//SP-PRVCY",
    "REL TO USA, GBR",
    "redactlint: ignore[BNR002] reason=x",
    "\\",
    "$\\bf 1.$",
    "\x00",
    "\u2028",
    "\ufeff",
    "e\u0301",
    "\U0001f512",
    "\r",
    "...",
    "17 JUN 03",
    "171431Z JUN 03",
    "ENTIRE TEXT",
    "GDS",
    "the Secretary",
)

scraps = st.lists(st.sampled_from(_SCRAPS), max_size=60).map("".join)
spaced_scraps = st.lists(st.sampled_from(_SCRAPS), max_size=60).map(" ".join)
texts = st.one_of(st.text(max_size=300), scraps, spaced_scraps)


def assert_sound(engine: Engine, text: Text) -> None:
    """The outcome on a text is well formed and every place of it lies in the text."""
    outcome = engine.check(text)
    assert outcome.crash is None
    for finding in outcome.findings:
        assert finding.severity in SEVERITIES
        assert 0 <= finding.span.start <= finding.span.end <= len(text.source)
        assert (finding.place.line, finding.place.column) == text.position(finding.span.start)
        assert "{" not in finding.message
        assert finding.message
    assert engine.check(Text.of(text.source, text.path)) == outcome, "the same text gives the same outcome"


@settings(max_examples=1000, **PLAIN)
@given(texts, st.sampled_from(sorted(ENGINES)))
def test_every_text_can_be_read_and_judged(source: str, profile: str) -> None:
    assert_sound(ENGINES[profile], Text.of(source, "any.txt"))


@settings(max_examples=500, **PLAIN)
@given(telegrams(), st.integers(0, 2**20), st.sampled_from(sorted(ENGINES)))
def test_every_torn_telegram_can_be_read_and_judged(plan: Telegram, seed: int, profile: str) -> None:
    dice = random.Random(seed)
    source = list(write(plan).text)
    for _ in range(dice.randint(1, 8)):
        at = dice.randrange(len(source))
        to = min(len(source), at + dice.choice((1, 1, 3, 40, 400)))
        piece = source[at:to]
        source[at:to] = dice.choice(([], piece * 2, list(dice.choice(_SCRAPS)), piece[::-1]))
        if not source:
            return
    assert_sound(ENGINES[profile], Text.of("".join(source), write(plan).file_name))


@settings(max_examples=200, **PLAIN)
@given(texts)
def test_undoing_damage_keeps_every_offset(source: str) -> None:
    text = Text.of(source)
    assert len(text.content) == len(text.source)
    touched = [(was, now) for was, now in zip(text.source, text.content, strict=True) if was != now]
    assert all(now in " \n()/.:" for _, now in touched), (
        "what is undone becomes a blank, a line end or plain punctuation"
    )


@settings(max_examples=100, **PLAIN)
@given(telegrams())
def test_line_ends_change_nothing_that_is_said(plan: Telegram) -> None:
    written = write(attrs.evolve(plan, line_end=""))
    engine = ENGINES["state"]
    outcomes = [
        engine.check(Text.of(source, written.file_name)).findings
        for source in (written.text, written.text.replace("\n", "\r\n"))
    ]
    assert [_told(one) for one in outcomes[0]] == [_told(one) for one in outcomes[1]]


def _told(finding: Finding) -> tuple[str, str, int, int, str]:
    return finding.rule, finding.severity, finding.place.line, finding.place.column, finding.message


@settings(max_examples=100, **PLAIN)
@given(telegrams())
def test_what_is_shown_of_a_document_is_plain_data(plan: Telegram) -> None:
    import json

    written = write(plan)
    row = parsed(ENGINES["state"].read(Text.of(written.text, written.file_name)))
    assert json.loads(json.dumps(row)) == row


def test_time_grows_with_length_and_not_faster() -> None:
    engine = ENGINES["state"]
    hostile = {
        "brackets": "(" * 200,
        "blanks": " " * 200,
        "numbers": "\n1. (C) x" * 20,
        "figures": "1" * 200,
        "headings": "C O N F I D E N T I A L SECTION 01 OF 02 LUSAKA 000512\n" * 4,
        "orders": "E.O. 12958: DECL: " * 10,
        "reasons": "Classified By: x, reasons 1.4 (b) and (d), " * 5,
        "crosses": "XXXX " * 40,
        "links": "[1.](#" * 30,
        "dashes": "-- (C) " * 30,
        "quotes": "QUOTE\nS E C R E T OSLO 000044\n" * 7,
    }
    head = "C O N F I D E N T I A L LUSAKA 000512\n\nE.O. 12958: DECL: 06/17/2013\nSUBJECT: X\n\n1. (C) "
    for name, piece in hostile.items():
        taken = []
        for times in (10, 40, 160):
            text = Text.of(head + piece * times)
            start = time.perf_counter()
            engine.check(text)
            taken.append(time.perf_counter() - start)
            # Told at once: a text of four times the length would take for ever.
            assert taken[-1] < 1, f"{name}: {taken[-1]:.1f} s for {len(text.source)} characters"
        assert taken[2] < 12 * taken[1] + 0.25, f"{name}: {taken[1]:.3f} s for one length, {taken[2]:.3f} s for four"
