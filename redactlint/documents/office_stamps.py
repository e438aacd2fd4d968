"""Stamps of single offices on copies of older papers: those of the Secretary of Defense, the FBI, the Kissinger files.

Forms: mandatory review by the Office of the Secretary of Defense; the legend that the FBI puts on a copy it has gone
through; the line that the CIA prints on each page of the Kissinger files, after review by the NSC.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from redactlint import compiled
from redactlint.documents import stamps

__all__ = ["find_gone_through", "find_headquarters", "find_no_objection", "find_reviewers"]


@cache
def _headquarters_pattern() -> re.Pattern[str]:
    return compiled.pattern(
        r"\n[ \t]*(?P<words>Office of the Secretary of Defense[^\n]{0,40}(?:\n[ \t]*(?!\n)[^\n]{0,80}){0,2}ESD, WHS"
        r"[^\n]{0,20}"
        r"(?:\n[ \t]*(?=(?:Date|Authority|Declassify|Deny|Declass|Reason|MDR|Case|\(b\)|E\.?O)\b)[^\n]{0,80}){1,7})"
    )


@cache
def _choice() -> re.Pattern[str]:
    return compiled.pattern(r"Declassify(?P<part> in Part)?:[ \t]*_{0,3}[Xx]")


@cache
def _date() -> re.Pattern[str]:
    return compiled.pattern(r"\bDate:[ \t]*(?P<date>[^\n]{6,14}?)(?=[ \t]{2}|[ \t]+Authority|\n|\Z)")


@cache
def _authority() -> re.Pattern[str]:
    return compiled.pattern(r"\bAuthority:[ \t]*(?P<authority>[^\n]{3,40})")


def find_headquarters(content: str) -> Iterator[stamps.Stamp]:
    """Stamps of the Office of the Secretary of Defense, with the box that is ticked; one that denies is no mark."""
    for match in _headquarters_pattern().finditer("\n" + content):
        words = match["words"]
        if _choice().search(words) is None:
            continue
        date, authority = _date().search(words), _authority().search(words)
        fields = {
            "date": date["date"] if date is not None else None,
            "authority": authority["authority"] if authority is not None else None,
        }
        yield stamps.stamp_of("declassified", content, match.start("words") - 1, match.end("words") - 1, fields)


@cache
def _gone_through_pattern() -> re.Pattern[str]:
    return compiled.pattern(
        r"ALL[ ](?:FBI[ ])?INFORMATION[ ]CONTAINED\s{1,9}HEREIN[ ]IS[ ]UNCLASSIFIED"
        r"(?:\s{1,9}EXCEPT\s{1,9}WHERE\s{1,9}SHOWN\s{1,9}OTHERWISE)?"
        r"(?:\s{1,9}DATE[ :]{1,2}(?P<date>[\d/-]{6,10})(?:[ ]BY[ ](?P<by>[^\n]{2,40}))?)?"
    )


def find_gone_through(content: str) -> Iterator[stamps.Stamp]:
    """The FBI's legend; without a date it is part of another stamp, or none."""
    for match in _gone_through_pattern().finditer(content):
        if match["date"]:
            fields = {"date": match["date"], "authority": match["by"] or "FBI"}
            yield stamps.stamp_of("declassified", content, match.start(), match.end(), fields)


@cache
def _no_objection_pattern() -> re.Pattern[str]:
    return compiled.pattern(
        r"N(?:o|O)[ ](?:O|o)(?i:bjection[ ]to[ ]declassification)[ ](?i:in)[ ](?i:full|part)[ ]"
        r"(?P<date>\d{4}/\d{2}/\d{2})[ ]{0,2}:[ ]{0,2}(?P<record>LOC-HAK-[\d-]{3,20})?"
    )


def find_no_objection(content: str) -> Iterator[stamps.Stamp]:
    """The line on each page of the Kissinger files."""
    for match in _no_objection_pattern().finditer(content):
        fields = {"date": match["date"], "record": match["record"]}
        yield stamps.stamp_of("cia", content, match.start(), match.end(), fields)


@cache
def _reviewer_pattern() -> re.Pattern[str]:
    return compiled.pattern(
        r"\n[ \t]*(?P<words>(?:(?:DATE|ON):?[ ][\d-]{8,10}[ \t]*\n[ \t]*)?CLASSIFIED BY:?[ ](?:NSICG[ /])?"
        r"(?:\d{5}|[A-Z]\d{2}[A-Z]\d{2}[A-Z]\d{2})[^\n]{0,40}\n(?:[ \t]*DERIVED FROM:[^\n]{0,60}\n)?"
        r"[ \t]*REASON:[ ]?1\.4[ ]?\([^\n]{1,20}\n[ \t]*DECLASSIFY ON:[ ]?[\d-]{8,10})"
    )


def find_reviewers(content: str) -> Iterator[stamps.Stamp]:
    """What a reviewer of the FBI, named by a number, classifies on release; it is no authority of the document."""
    for match in _reviewer_pattern().finditer("\n" + content):
        yield stamps.stamp_of("review", content, match.start("words") - 1, match.end("words") - 1, {})
