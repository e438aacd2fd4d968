"""The classification authority block of a document without an E.O. line: at the foot, on the first page, anywhere."""

from __future__ import annotations

import re
from functools import cache

from redactlint import compiled
from redactlint.documents import authority
from redactlint.documents.datewords import find_date
from redactlint.documents.model import Instruction, Line, OrderCitation, Reason
from redactlint.text import Span
from redactlint.values import TYPE_CHECKING, Value, evolve, frozen

if TYPE_CHECKING:
    from redactlint.law.law import Law

__all__ = ["Block", "find_date_line", "read_block"]

# A line of its own date stands near the top, and holds little else.
_LONGEST_DATE_LINE = 60
_LATEST_DATE_LINE = 2_500


@frozen
class Block(Value):
    """What the block says; `spans` are the lines that it takes, which are no paragraphs."""

    classified_by: Line | None = None
    derived_from: Line | None = None
    reasons: tuple[Reason, ...] = ()
    instructions: tuple[Instruction, ...] = ()
    order: OrderCitation | None = None
    lines: tuple[Line, ...] = ()
    spans: tuple[Span, ...] = ()


@cache
def _cited_order() -> re.Pattern[str]:
    return compiled.pattern(
        r"\b(?:[Ee]\.?[ ]?[Oo]\.?|Executive Order|EXECUTIVE ORDER)(?:[ ]No\.)?[ \t]{0,2}(?P<number>1\d{4})\b"
    )


@cache
def _source_list() -> re.Pattern[str]:
    return compiled.pattern(
        r"\n[ \t>*_#(]*(?:\((?:U|U//FOUO)\)[ \t]*)?"
        r"(?:(?:LIST OF )?(?:SOURCES|SOURCE (?:LIST|DOCUMENTS?|MATERIALS?))|DERIVATIVE SOURCES?|BIBLIOGRAPHY)[*_]{0,3}"
        r"(?:[ \t]*:[^\n]*|[ \t*_)]*(?=\n))"
        # A blank line may stand before the first source, and before each that has a label.
        r"(?P<list>(?:\n[ \t]*+){1,5}\S[^\n]*"
        r"(?:(?:\n|(?:\n[ \t]*+){2,5}(?=\(?(?:\d{1,2}|[A-Za-z])[.)][ \t]|[-*•–—][ \t]))[ \t]*+\S[^\n]*){0,39})?",
        re.IGNORECASE,
    )


@cache
def _inline_sources() -> re.Pattern[str]:
    # "Multiple Sources: report of May 1, 2012; Lake Guide", "Multiple Sources (see endnotes)".
    return compiled.pattern(r"multiple sources[ \t\n]*[:;,(–—-][ \t\n]*(?P<list>[^\s][^\x00]{6,})", re.IGNORECASE)


@cache
def _further_line() -> re.Pattern[str]:
    return compiled.pattern(
        r"\n[ \t>*_(]*"
        r"(?:DATED?(?: OF SOURCES?)?|DOWNGRADE TO|DOWNGRADED?|OFFICE|EXTENDED BY|REVIEW ON)[ \t]*:[^\n]*",
        re.IGNORECASE,
    )


def read_block(content: str, law: Law) -> Block:
    """The lines Classified By, Derived From, Reason and Declassify On wherever they stand, and what they say."""
    if "**" in content:
        content = content.replace("**", "  ")  # emphasis of a Markdown copy: no part of a label or a value
    end = len(content)
    classified_by = authority.find_classified_by(content, 0, end) or _spelled("CLASSIFIED BY", content)
    derived_from = authority.find_derived_from(content, 0, end) or _spelled("DERIVED FROM", content)
    declassify_on = authority.find_declassify_on(content, 0, end) or _short_instruction(content)
    reason_line = authority.find_reason_line(content, 0, end)
    order = authority.read_order_line(content, 0, end, law) if _has_order_line(content) else None
    labelled = [one for one in (classified_by, derived_from, declassify_on, reason_line) if one is not None]
    if not labelled and order is None:
        return Block()
    if order is None:
        order = _order_in(content, labelled, law)
    reasons: list[Reason] = []
    for line in (reason_line, classified_by):
        if line is not None:
            found = authority.read_reasons(content, line.span.start, line.span.end)
            reasons += [one for one in found if not any(one.span.overlaps(other.span) for other in reasons)]
    number = order.number if order is not None else None
    instructions: list[Instruction] = []
    if order is not None and order.value is not None:
        value = order.value
        instructions += authority.read_instructions(content, value.start, value.end, order=number, law=law)
    if declassify_on is not None:
        value = declassify_on.value
        instructions += authority.read_instructions(
            content, value.start, value.end, order=number, law=law, place="block"
        )
        instructions = [_with_source_date(content, one) for one in instructions]
        if declassify_on.name == "REVIEW ON":
            instructions = [evolve(one, kind="review") if one.kind == "date" else one for one in instructions]
    sources = _sources(content, derived_from)
    lines = (*labelled, *sources)
    return Block(
        classified_by=classified_by,
        derived_from=derived_from,
        reasons=tuple(sorted(reasons, key=lambda one: one.span.start)),
        instructions=tuple(sorted(instructions, key=lambda one: one.span.start)),
        order=order,
        lines=tuple(sorted(lines, key=lambda one: one.span.start)),
        spans=_taken(content, labelled, sources, order),
    )


# Other names of a line: how the directive calls the classifier, and what in a military message names the source.
_OTHER_NAMES = {
    "CLASSIFIED BY": ("lassification Authority:", r"\bOriginal Classification Authority:[ \t]*(?P<value>[^\n]{3,99})"),
    "DERIVED FROM": ("DERI:", r"\b(?:DECL/)?DERI:[ \t]*(?P<value>[^/\n]{2,80})"),
}


def _spelled(name: str, content: str) -> Line | None:
    """A line of the block under another name than its usual one, or None."""
    cue, pattern = _OTHER_NAMES[name]
    match = compiled.pattern(pattern).search(content) if cue in content else None
    if match is None:
        return None
    value = Span(match.start("value"), match.start("value") + len(match["value"].rstrip()))
    return Line(name, Span(match.start(), value.end), value, " ".join(match["value"].split()))


@cache
def _short_instruction_line() -> re.Pattern[str]:
    return compiled.pattern(
        r"\n[ \t>*_]*(?:(?P<label>DECL|Decl|DECLASSIFY|Declassify)"
        r"(?:[ \t]*[:/][*_ \t]*|[ \t]+(?=(?:OADR|X[1-8])\b|\d))(?P<value>[^\n]{1,80})|(?P<alone>OADR)[ \t]*(?=\n))"
    )


@cache
def _review_line() -> re.Pattern[str]:
    # E.O. 12065 sec. 1-501(d): a date of review may stand in place of a date of declassification; the boxes are those
    # of a stamp ("[ ] DECL [x] REVW ON 12 MAR 2001").
    return compiled.pattern(
        r"\n[ \t>*_\[\]()xX]*(?:DECL[ \t\[\]()xX]{1,9})?(?P<label>REVW|REVIEW|Review)"
        r"(?:[ \t](?i:for declassification))?[ \t]+(?i:on)[ \t]*:?[ \t]*"
        r"(?P<value>OADR\b|[^\n]{0,12}\d[^\n]{0,24}(?=\n))"
    )


def _short_instruction(content: str) -> Line | None:
    """The line of few words at the foot of a memorandum of the 1980s: "DECL: OADR", "REVW ON 12 MAR 2001", "OADR"."""
    if not any(cue in content for cue in ("DECL", "Decl", "OADR", "REV", "Review")):
        return None
    padded = f"\n{content}\n"
    match = _short_instruction_line().search(padded)
    is_review = match is None
    if match is None:
        match = _review_line().search(padded)
    if match is None:
        return None
    name = "alone" if not is_review and match["alone"] else "value"
    start = match.start(name) - 1
    value = Span(start, start + len(match[name].rstrip()))
    label = start if name == "alone" else match.start("label") - 1
    words = " ".join(match[name].split())
    return Line("REVIEW ON" if is_review else "DECLASSIFY ON", Span(label, value.end), value, words)


@cache
def _order_line() -> re.Pattern[str]:
    return compiled.pattern(r"\n[ \t>*_(]*[Ee]\.?[ ]?[Oo]\.?[ ]?\d{4,6}[ \t]*:")


def _has_order_line(content: str) -> bool:
    """Whether an E.O. line begins a line and says something; a citation in a sentence is none."""
    return _order_line().search("\n" + content) is not None


def _order_in(content: str, labelled: list[Line], law: Law) -> OrderCitation | None:
    for line in sorted(labelled, key=lambda one: one.span.start):
        match = _cited_order().search(content, line.span.start, line.span.end)
        if match is not None:
            raw = match["number"]
            span = Span(match.start("number"), match.end("number"))
            return OrderCitation(span, raw, law.order_meant(raw), line.span)
    return None


def _sources(content: str, derived_from: Line | None) -> list[Line]:
    """The list of sources that "Multiple Sources" owes: under a heading of its own, or on the line itself."""
    if derived_from is None:
        return []
    inline = _inline_sources().match(content, derived_from.value.start, derived_from.value.end)
    if inline is not None:
        place = Span(inline.start("list"), inline.end("list"))
        return [Line("SOURCES", place, place, " ".join(inline["list"].split()))]
    match = _source_list().search(content)
    if match is None or (match["list"] is None and ":" not in match.group()):
        return []
    start = match.start() + 1
    value = match.start("list") if match["list"] is not None else start
    words = " ".join(content[value : match.end()].split())
    return [Line("SOURCES", Span(start, match.end()), Span(value, match.end()), words)]


@cache
def _date_of_source() -> re.Pattern[str]:
    return compiled.pattern(r"[ \t.;,]*\n?[ \t]*(?i:dated?(?: of sources?)?)[ \t]*:?[ \t]*(?=[A-Z0-9])")


def _with_source_date(content: str, one: Instruction) -> Instruction:
    """A code carried over from a source, with the date of the source that stands behind it or on the next line."""
    if not one.source_marked or one.source_date is not None:
        return one
    label = _date_of_source().match(content, one.span.end)
    found = find_date(content, label.end(), min(len(content), label.end() + 40)) if label is not None else None
    return evolve(one, source_date=found.date) if found is not None else one


def _taken(content: str, labelled: list[Line], sources: list[Line], order: OrderCitation | None) -> tuple[Span, ...]:
    spans = [_whole_lines(content, one.span) for one in (*labelled, *sources)]
    if order is not None:
        spans.append(_whole_lines(content, order.line))
    first = min(one.start for one in spans)
    last = max(one.end for one in spans)
    for match in _further_line().finditer(content, max(0, first - 1), min(len(content), last + 300)):
        spans.append(Span(match.start() + 1, match.end()))
    return tuple(sorted(spans))


def _whole_lines(content: str, span: Span) -> Span:
    end = content.find("\n", span.end)
    return Span(content.rfind("\n", 0, span.start) + 1, len(content) if end < 0 else end)


def find_date_line(content: str, start: int, head_end: int) -> tuple[Line, ...]:
    """The line near the top that holds the date of the document and little else, or nothing."""
    at = start
    limit = max(start + _LATEST_DATE_LINE, head_end)
    for words in content[start:limit].split("\n")[:60]:
        column = max(words.rstrip().rfind("   "), words.rstrip().rfind("\t")) + 1
        stripped = words[column:].strip()
        if 6 <= len(stripped) <= _LONGEST_DATE_LINE and any(one.isdigit() for one in stripped):
            found = find_date(content, at + column, at + len(words))
            if found is not None and found.date is not None and 2 * len(found.span) >= len(stripped.strip("*_ .,")):
                before = content[at + column : found.span.start].strip(" \t*_>")
                if not before or before.endswith(",") or before.rstrip(" :").upper() in ("DATE", "DATED"):
                    printed = " ".join(content[found.span.start : found.span.end].split())
                    return (Line("DATE", found.span, found.span, printed),)
        at += len(words) + 1
    return ()
