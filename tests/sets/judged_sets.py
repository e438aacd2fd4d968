"""Small sets of invented telegrams, and what redactlint finds in them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import cache
from typing import Any

from redactlint.engine import Engine, Options, Outcome
from redactlint.findings import Finding
from redactlint.rulepack import load
from redactlint.sets.together import completed
from redactlint.text import Text

__all__ = ["RAILWAY", "engine", "found", "judged", "telegram"]

HARVEST = "The minister spent a week in the north and spoke with every mayor along the river about the price of grain."
RAILWAY = "He told the ambassador in confidence that the cabinet had agreed to close the southern railway before the rains."
UNION = "The union had not been told, and would learn of it from the timetable of the coming summer like everybody else."
PRESS = "The press was told that the visit was about the harvest, and the radio said the same in the evening."


def telegram(
    *paragraphs: tuple[str, str], level: str = "S E C R E T", number: str = "LUSAKA 000512", declassify: str = "06/17/2017",
    caption: str = "SIPDIS", stamp: str = "", section: str = "", sign: str = "EXAMPLE",
) -> str:  # fmt: skip
    """A telegram of those paragraphs (mark, text)."""
    paragraphs = paragraphs or (("C", HARVEST), ("S", f"{RAILWAY} {UNION}"), ("U", PRESS))
    body = "\n\n".join(f"{number}. ({mark}) {text}" for number, (mark, text) in enumerate(paragraphs, 1))
    classified = "UNCLAS" not in level
    by = "\nClassified By: Ambassador Jane Q. Example, reasons 1.4 (b) and (d).\n" if classified else ""
    return (
        f"{stamp}{level} {section}{number}\n\n{caption}\n\nE.O. 12958: {f'DECL: {declassify}' if classified else 'N/A'}\n"
        f"TAGS: PREL, PGOV, ZA\nSUBJECT: MINISTER VISITS THE NORTH\n{by}\n{body}\n{sign}\n"
    )


@cache
def engine(**options: Any) -> Engine:
    """An engine that judges sets."""
    return Engine(load(), Options(as_of=datetime.date(2026, 1, 1), sets=True, **options))


def judged(files: Mapping[str, str], judge: Engine | None = None) -> dict[str, Outcome]:
    """The outcomes of a set, by file."""
    judge = judge or engine()
    outcomes = completed((judge.check(Text.of(text, name)) for name, text in files.items()), judge)
    return {one.facts.path: one for one in outcomes}


def found(files: Mapping[str, str], judge: Engine | None = None) -> list[Finding]:
    """The findings of family SET that nothing suppresses."""
    outcomes = judged(files, judge).values()
    return [one for each in outcomes for one in each.findings if one.rule.startswith("SET") and one.suppressed is None]
