"""Documents built by hand, line by line, so that a check is tested on what it is given, whatever parsers read."""

from __future__ import annotations

import datetime
import re
from functools import cache
from typing import Any

import attrs

from redactlint import rulepack
from redactlint.documents.model import Banner, Caption, Document, Item, Line, Mark, OrderCitation, Portion
from redactlint.findings import Hit
from redactlint.markings.banners import read_banner
from redactlint.markings.portions import is_entire_text, read_portion
from redactlint.text import Span, Text


@cache
def pack() -> rulepack.Pack:
    return rulepack.load(use_cache=False)


def setting(profile: str = "state", *, strict: bool = False, **parameters: Any) -> rulepack.Setting:
    chosen = pack().profiles[profile]
    return rulepack.Setting(chosen, pack().law, pack().register, datetime.date(2026, 1, 1), strict, parameters)


def hits(check: Any, code: str, document: Document, profile: str = "state", **parameters: Any) -> list[Hit]:
    """What `check` says of `document` with the parameters of rule `code`."""
    return list(check(document, pack().rules[code], setting(profile, **parameters)))


def words(document: Document, hit: Hit) -> str:
    return document.text.words(hit.span)


_CAPTIONS = ("SIPDIS", "SENSITIVE", "NOFORN", "EXDIS")
_BANNER = re.compile(
    r"(?:(?P<role>section|page|repeat|transmittal)!)?"
    r"(?P<words>(?:TOP SECRET|SECRET|CONFIDENTIAL|UNCLAS|RESTRICTED|LIMITED OFFICIAL USE)[^\d\n]*)"
)
_PARAGRAPH = re.compile(r"(?P<label>(?P<number>\d+)\. |>> |P )(?P<mark>\([^()]*\))?[ ]?(?P<text>.*)")
_ITEM = re.compile(r"-- (?P<mark>\([^()]*\))?.*")


def build(lines: str, *, kind: str = "telegram", dialect: str = "state", **changes: Any) -> Document:
    """A document of one thing a line.

    "CONFIDENTIAL" is a banner ("section!SECRET" one of that role), "SIPDIS" a caption, "SUBJECT: …" the subject line,
    "E.O. 12958" the order; "2. (C) …" a numbered paragraph, "P (C) …" an unnumbered one, ">> 1. …" one of a repeated
    telegram; "-- (C) …" an item.  A paragraph of XXXX is redacted; "… (C)" has its mark at the end.
    """
    text = Text.of(lines)
    register = pack().register
    found: dict[str, list[Any]] = {"banners": [], "captions": [], "portions": [], "items": []}
    single: dict[str, Any] = {}
    at = 0
    for line in lines.split("\n"):
        span = Span(at, at + len(line))
        at += len(line) + 1
        if line in _CAPTIONS:
            found["captions"].append(Caption(line, span))
        elif line.startswith("E.O. "):
            single["order"] = OrderCitation(Span(span.start + 5, span.end), line[5:], line[5:], span)
        elif line.startswith("SUBJECT: "):
            single["subject"] = Line("SUBJECT", span, Span(span.start + 9, span.end), line[9:])
            found["portions"] += _subject(line, span, register, dialect)
        elif item := _ITEM.fullmatch(line):
            mark = _mark(item, span.start, register, dialect)
            found["items"].append(Item(span, mark, 0))
            if mark is not None:
                found["portions"].append(Portion("subparagraph", span, mark.span.end, mark=mark, level=mark.level))
        elif paragraph := _PARAGRAPH.fullmatch(line):
            found["portions"].append(_paragraph(paragraph, span, register, dialect))
        elif banner := _BANNER.match(line):
            printed = banner["words"].rstrip()
            parsed = read_banner(printed, register, dialect)
            if parsed is None:
                continue
            start = span.start + banner.start("words")
            role = banner["role"] or "overall"
            found["banners"].append(Banner(Span(start, start + len(printed)), parsed, role=role, line=span))
    portions = found["portions"]
    notice = next((one for one in portions if one.is_entire_text), None)
    if notice is not None:
        portions = [
            attrs.evolve(one, inherited=True, level=notice.level) if one.mark is None else one for one in portions
        ]
    values: dict[str, Any] = {
        "banner": next((one for one in found["banners"] if one.role == "overall"), None),
        "banners": tuple(found["banners"]),
        "captions": tuple(found["captions"]),
        "portions": tuple(portions),
        "items": tuple(found["items"]),
        "entire_text": notice,
    }
    return Document(text, kind, **{**values, **single, **changes})


def _mark(match: re.Match[str], shift: int, register: Any, dialect: str) -> Mark | None:
    if match["mark"] is None:
        return None
    parsed = read_portion(match["mark"], register, dialect)
    return None if parsed is None else Mark(Span(match.start("mark") + shift, match.end("mark") + shift), parsed)


def _paragraph(match: re.Match[str], span: Span, register: Any, dialect: str) -> Portion:
    mark, place = _mark(match, span.start, register, dialect), "start"
    closing = re.search(r"(?P<mark>\([A-Z/]+\))$", match["text"])
    if mark is None and closing is not None:
        mark, place = _mark(closing, span.start + match.start("text"), register, dialect), "end"
    number = match["number"]
    return Portion(
        "quoted" if match["label"] == ">> " else "paragraph",
        span,
        span.start + match.start("text"),
        number=number,
        raw_number=number,
        number_span=None if number is None else Span(span.start, span.start + len(number)),
        mark=mark,
        level=mark.level if mark is not None else None,
        place=place,
        is_redacted=set(match["text"]) == {"X"},
        is_entire_text=mark is not None and is_entire_text(mark.parsed),
    )


def _subject(line: str, span: Span, register: Any, dialect: str) -> list[Portion]:
    value = re.compile(r"SUBJECT: (?:(?P<mark>\([A-Z/]+\)) .*|.* (?P<late>\([A-Z/]+\)))").fullmatch(line)
    if value is None:
        return []
    group = "mark" if value["mark"] else "late"
    parsed = read_portion(value[group], register, dialect)
    assert parsed is not None
    mark = Mark(Span(span.start + value.start(group), span.start + value.end(group)), parsed)
    place = "start" if group == "mark" else "end"
    return [Portion("subject", span, span.start + 9, mark=mark, level=mark.level, place=place)]
