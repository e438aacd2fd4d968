"""Whole invented documents, and what redactlint says of them: the stuff of which cases from the law are built."""

from __future__ import annotations

import datetime
from functools import cache

import attrs
from hand_built import pack

from redactlint.engine import Engine, Options
from redactlint.law.dates import DateRange
from redactlint.metadata import read_range
from redactlint.readers.opening import plain_text

BANNERS = {"U": "UNCLAS", "C": "C O N F I D E N T I A L", "S": "S E C R E T", "R": "RESTRICTED"}
MEETS = "The minister left for the north on Monday."
RETURNS = "He returns on Friday."
CLASSIFIER = "Classified By: Ambassador Jane Q. Example, reasons {reasons}."
CASE_STAMP = "UNCLASSIFIED U.S. Department of State Case No. F-2014-01234 Doc No. C05901234 Date: 08/31/2015"

_TELEGRAM = """\
{banner} LUSAKA 000512

SIPDIS
{captions}
{order}
TAGS: PREL, ZA
SUBJECT: {subject}

{block}

{body}
EXAMPLE
"""


def telegram(
    level: str = "C",
    *,
    order: str = "E.O. 12958: DECL: 06/17/2016",
    block: str | None = None,
    reasons: str = "1.4 (b) and (d)",
    body: str | None = None,
    captions: str = "",
    subject: str = "MINISTER VISITS THE NORTH",
    banner: str | None = None,
) -> str:
    """A telegram that nothing is wrong with on 18 June 2006, but for what is asked for."""
    if block is None:
        block = CLASSIFIER.format(reasons=reasons) if level in ("C", "S") else ""
    if body is None:
        body = f"1. ({level}) {MEETS}\n\n2. (U) {RETURNS}"
    text = _TELEGRAM.format(
        banner=banner or BANNERS[level], captions=captions, order=order, subject=subject, block=block, body=body
    )
    return text.replace("\n\n\n\n", "\n\n").replace("\n\n\n", "\n\n")


def memorandum(
    banner: str = "SECRET",
    *,
    date: str = "March 3, 2008",
    subject: str = "(U) Water Talks",
    body: str = "(S) The delegation will not accept the upper limit.\n\n(U) The next round is in May.",
    block: str = "Derived From: Report on River Guards, June 2, 2005\nDeclassify On: 20180301",
    extra: str = "",
) -> str:
    """A memorandum that nothing is wrong with on 3 March 2008, but for what is asked for."""
    return (
        f"{banner}\n\n{date}\n\nMEMORANDUM FOR THE DIRECTOR\n\nFROM: Jane Q. Example\n\nSUBJECT: {subject}\n\n"
        f"{body}\n\n{block}\n{extra}\n{banner}\n"
    )


@attrs.frozen
class Case:
    """One case of the law: the row that it stands for, our words for it, a document and its day, two verdicts.

    `default` and `strict` hold every finding, as "RSN002 warning", but those of `aside`.  `day` is a day, a month or a
    year, or two of them joined by "..", or "" where nothing but the document itself tells it.
    """

    row: str
    words: str
    text: str
    day: str
    default: str = ""
    strict: str = ""
    profile: str = "state"
    aside: str = "DCL012"
    as_of: str = "2026-01-01"

    @property
    def name(self) -> str:
        """How pytest shows it."""
        return f"{self.row}: {self.words}"


def verdict(case: Case, *, strict: bool) -> str:
    """Every finding on the document of a case, as "BNR002 error, TEL005 warning"."""
    text = plain_text(case.text.encode("utf-8"), "case.txt")
    found = _engine(case.day, case.profile, strict, case.as_of).check(text).findings
    return ", ".join(sorted({f"{one.rule} {one.severity}" for one in found if one.rule not in case.aside.split()}))


@cache
def _engine(day: str, profile: str, strict: bool, as_of: str) -> Engine:
    known = {"case.txt": _days(day)} if day else {}
    on = datetime.date.fromisoformat(as_of)
    return Engine(pack(), Options(as_of=on, profile=profile, strict=strict, metadata=known))


def _days(day: str) -> DateRange:
    first, _, last = day.partition("..")
    return DateRange(read_range(first).earliest, read_range(last or first).latest)
