"""Texts that are no marked documents, however often they say SECRET or count (S), (C), (U): nothing is said of them."""

from __future__ import annotations

import datetime

import pytest

from redactlint.engine import Engine, Options
from redactlint.rulepack import load
from redactlint.text import Text

PACK = load()

TEXTS = {
    "a menu": "(V) vegetarian (S) spicy\n\n(S) Noodles with leek 8.00\n(V) Salad 6.00\n(C) Ferry cake 4.00\n(U) Chips 2.00\n",
    "telephones": "(C) 202-555-0100\n(H) 202-555-0101\n(U) unknown\n(S) Sample, John\n",
    "marks of a school": "Report\n(S) Satisfactory\n(U) Unsatisfactory\n(C) Credit\nReading: S\n",
    "questions": "Q: What is (U)?\n(U) means unclassified.\n(C) means confidential.\n(S) means secret.\n",
    "a list of markings": "# for tests\nSECRET\nSECRET//NOFORN\nCONFIDENTIAL\nTOP SECRET\n(S)\n(C)\n(U)\n(S//NF)\n",
    "a story": (
        "CHAPTER III\n\nSECRET\n\nThe file was stamped in red, and below it stood a date.\n\nTOP SECRET\n\n"
        "The letters swam before his eyes. (C) was the third choice, (U) the last, and neither was the one that he had hoped "
        "to find.\n"
    ),
    "a thesis": (
        "3.2 Secrecy\n\nExecutive Order 12958 created the system. A document is marked (S) for SECRET.\nThe overall "
        "marking stands on the first page.\n\nSECRET\n\nwas stamped on 4,000 pages.\n\nUNCLASSIFIED\n\non the rest of them, "
        "or so the archivists told their visitors.\n"
    ),
    "how to mark": (
        "Every portion bears its mark in brackets: (TS), (S), (C) or (U).\n(TS), (S) and (C) are for classified text.\n\n"
        "SECRET//NOFORN\n\nstands at the top. The block:\n\nClassified By: John Sample, Director\nDerived From: Pier Guide\n"
        "Declassify On: 20300101\n"
    ),
    "prices by mail": (
        "From: Ann <ann@example.org>\nSent: Monday, June 3, 2013 9:04 AM\nTo: Bob <bob@example.org>\nSubject: Prices\n\n"
        "CONFIDENTIAL\n\nBob,\n\n(S) small 4.00\n(M) medium 5.00\n(L) large 6.00\n\nThis message is CONFIDENTIAL.\n"
    ),
    "opera": "(S) soprano, (C) contralto\n\n(S) Il porto e chiuso.\n(C) La gru e ferma.\n(T) Addio!\n",
    "chemistry": "(S) configuration is assigned by rule.\n(R) configuration is its image.\n(C) carbon, (U) uranium.\n",
}  # fmt: skip


@pytest.mark.parametrize("profile", ["state", "ic"])
@pytest.mark.parametrize("name", TEXTS)
def test_nothing_is_said_of_it(name: str, profile: str) -> None:
    engine = Engine(PACK, Options(profile=profile, as_of=datetime.date(2026, 1, 1)))
    outcome = engine.check(Text.of(TEXTS[name], "text.txt"))
    assert [one.rule for one in outcome.findings if one.severity in ("error", "warning")] == []
