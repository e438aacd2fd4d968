"""Entries: a judged document as an audit asks about it, and the fields that it can be filtered and grouped by."""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

from redactlint.auditing.inventory import Inventory
from redactlint.engine import Outcome
from redactlint.facts import Facts, iso
from redactlint.findings import SEVERITIES, Finding
from redactlint.law.dates import DateRange
from redactlint.markings.levels import Level

__all__ = [
    "DOCUMENT_FIELDS", "FIELDS", "FINDING_FIELDS", "LEVELS", "Entry", "Field", "date_words", "level_of", "pseudonym",
    "year_of",
]  # fmt: skip

LEVELS = tuple(Level.__members__)

_NOTHING = Inventory()


class Entry(NamedTuple):
    """A document with what was found in it, suppressed findings aside; `classifier` is as reports show it."""

    facts: Facts
    inventory: Inventory
    findings: tuple[Finding, ...]
    verdict: str
    classifier: str | None

    @classmethod
    def of(cls, outcome: Outcome, verdict: str, *, key: str = "", names: bool = False) -> Entry:
        """The entry of an outcome; classifiers are named under `names`, else numbered by `key`."""
        inventory = outcome.facts.inventory or _NOTHING
        classifier = inventory.classifier
        if classifier is not None and not names:
            classifier = pseudonym(classifier, key)
        findings = tuple(one for one in outcome.findings if one.suppressed is None)
        return cls(outcome.facts, inventory, findings, verdict, classifier)

    @property
    def name(self) -> str:
        """What the document is called: its id, else its path."""
        return self.facts.id or self.facts.path


@cache
def _words() -> re.Pattern[str]:
    return re.compile(r"\w+")


def pseudonym(name: str, key: str) -> str:
    """A number that stands for a classifier: the same for the same words in any order, case and punctuation.

    Who has a list of names can find out which is which, unless `key` is kept from them.
    """
    words = " ".join(sorted(_words().findall(name.casefold())))
    digest = hashlib.blake2b(words.encode("utf-8", "surrogatepass"), digest_size=8, key=_key(key)).digest()
    return f"no. {int.from_bytes(digest) % 10**10:010}"


@cache
def _key(words: str) -> bytes:
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).digest()


def level_of(facts: Facts) -> str | None:
    """The level that the document is handled at: the higher of its banner's and its highest portion's."""
    banner = None if facts.banner is None else facts.banner.level
    known = [one for one in (banner, facts.highest_portion) if one is not None]
    return max(known, key=LEVELS.index, default=None)


def year_of(facts: Facts) -> int | None:
    """The year of the document, where all days on which it can have been written lie in one."""
    date = facts.date
    return date.earliest.year if date is not None and date.earliest.year == date.latest.year else None


def date_words(date: DateRange | None) -> str | None:
    """The date of a document in words: a day, a year, "… to …" ("…" is an open end); None if it is not known."""
    if date is None:
        return None
    earliest, latest = iso(date.earliest), iso(date.latest)
    if earliest == latest:
        return earliest
    year = date.earliest.year
    if earliest == f"{year:04}-01-01" and latest == f"{year:04}-12-31":
        return f"{year:04}"
    return f"{earliest or '…'} to {latest or '…'}"


class Field(NamedTuple):
    """A field: what it says, its values for a document (and a finding), and how they compare.

    `order` is "text", "number", "date", or the tuple of its values from the least.
    """

    says: str
    values: Callable[[Any], tuple[Any, ...]]
    order: str | tuple[str, ...] = "text"


def _one(value: Any) -> tuple[Any, ...]:
    return () if value is None else (value,)


def _due(entry: Entry) -> tuple[datetime.date, ...]:
    return tuple(one.date for one in entry.inventory.instructions if one.date is not None)


def _reasons(entry: Entry) -> tuple[str, ...]:
    found = []
    for section, letters in entry.inventory.reasons:
        found += [f"{section or '?'}({letter})" for letter in letters] or ([section] if section else [])
    return tuple(dict.fromkeys(found))


def _exemptions(entry: Entry) -> tuple[str, ...]:
    release = entry.inventory.release
    return tuple(dict.fromkeys((*entry.facts.exemptions, *(release.codes if release is not None else ()))))


DOCUMENT_FIELDS: dict[str, Field] = {
    "path": Field("its path", lambda one: (one.facts.path,)),
    "id": Field("its message or document number", lambda one: _one(one.facts.id)),
    "kind": Field("telegram, memorandum, email, release, frus, plain, unrecognised", lambda one: _one(one.facts.kind)),
    "post": Field("the originating post of a telegram", lambda one: _one(one.inventory.post)),
    "year": Field("its year, where one is known", lambda one: _one(year_of(one.facts)), "number"),
    "date": Field("its date", lambda one: _one(one.facts.date), "date"),
    "banner": Field("the level of its banner", lambda one: _one(one.facts.banner and one.facts.banner.level), LEVELS),
    "highest": Field("its highest portion mark", lambda one: _one(one.facts.highest_portion), LEVELS),
    "level": Field("the higher of banner and portions", lambda one: _one(level_of(one.facts)), LEVELS),
    "caption": Field("each of its captions", lambda one: tuple(dict.fromkeys(one.facts.captions))),
    "order": Field("the order cited", lambda one: _one(one.facts.order)),
    "reason": Field("each reason, as 1.4(b)", _reasons),
    "declassify": Field("each declassification date", _due, "date"),
    "instruction": Field(
        "each instruction: its code, or its kind",
        lambda one: tuple(dict.fromkeys(each.code or each.kind for each in one.inventory.instructions)),
    ),
    "classifier": Field("who classified it (a number, unless --excerpts)", lambda one: _one(one.classifier)),
    "release": Field(
        "full or part", lambda one: _one(one.inventory.release.decision if one.inventory.release else None)
    ),
    "exemption": Field("each exemption code on it", _exemptions),
    "verdict": Field("pass, fail, unreadable, not-recognised", lambda one: (one.verdict,)),
    "findings": Field("how many findings it has", lambda one: (len(one.findings),), "number"),
}

FINDING_FIELDS: dict[str, Field] = {
    "rule": Field("the code of the rule", lambda one: (one.rule,)),
    "name": Field("the name of the rule", lambda one: (one.name,)),
    "family": Field("the family of the rule", lambda one: (one.rule.rstrip("0123456789"),)),
    "severity": Field("error, warning or info", lambda one: (one.severity,), SEVERITIES[::-1]),
}

FIELDS = {**DOCUMENT_FIELDS, **FINDING_FIELDS}
