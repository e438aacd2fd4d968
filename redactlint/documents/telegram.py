"""Telegrams of all eras: text in, Document out.

A telegram is read in this order: what is not of it (release stamps, the archive's trailer) is blanked; its message
lines are found and told apart (the operative one, later sections, pages, repeated telegrams, a second document); the
header is read up to the first paragraph; then the body.
"""

from __future__ import annotations

import re
from functools import cache

from redactlint import compiled
from redactlint.documents import authority, stamps
from redactlint.documents.body import read_body
from redactlint.documents.header import LONGEST_HEADER, is_double_spaced, label_lines, read_captions
from redactlint.documents.headings import Heading, PageLine, find_headings, find_page_lines
from redactlint.documents.marks import mark_at, notice_line
from redactlint.documents.messages import Outline, is_message_line, outlined
from redactlint.documents.model import (
    Banner,
    Caption,
    Document,
    Instruction,
    Line,
    OrderCitation,
    Portion,
    QuotedTelegram,
    Reason,
    Redaction,
)
from redactlint.documents.redactions import has_runs_of_x
from redactlint.documents.unnumbered import with_unnumbered_body
from redactlint.law.law import Law
from redactlint.markings.banners import read_banner
from redactlint.markings.register import Register
from redactlint.text import Span, Text
from redactlint.values import NamedTuple, evolve

__all__ = ["read", "recognises"]


class _Context(NamedTuple):
    """What every step needs: the text, the working copy with other layers blanked, the register and the dialect."""

    text: Text
    content: str
    law: Law
    register: Register
    dialect: str


def recognises(text: Text) -> bool:
    """Whether the text is a telegram: a message line with number or section, or an E.O. or FROM line and TAGS."""
    head = text.content[: 2 * LONGEST_HEADER]
    return any(is_message_line(head, one) for one in find_headings(head, 0, len(head))) or _has_form(head, len(head))


def read(text: Text, law: Law, register: Register, dialect: str) -> Document:
    """Read a telegram, without its date.  Total, and linear in the text."""
    content = _as_written(text.content)
    document = _read_content(text, content, law, register, dialect)
    spans = (one.number_span for one in document.portions if one.kind != "quoted")
    first = next((one for one in spans if one is not None), None)
    is_bare = document.is_classified and all(one.mark is None for one in document.portions)
    if first is None or is_bare or content[first.end : first.end + 1] not in (".", ")", ","):
        from redactlint.documents.rare_forms import relabelled

        common = relabelled(content, document)
        if common is not None:
            return _read_content(text, common, law, register, dialect)
    return document


def _read_content(text: Text, content: str, law: Law, register: Register, dialect: str) -> Document:
    end = _end_of_message(content)
    words = _words_of_controls(register)
    captions = register.captions
    headings = [one.with_controls(content, words, captions) for one in find_headings(content, 0, end)]
    context = _Context(text, content, law, register, dialect)
    pages = find_page_lines(content, end)
    outlines: list[Outline] = []
    first: int | None = 0
    while first is not None:
        outline = outlined(content, headings, first, pages, headings[first].line.start if first else 0, end)
        outlines.append(outline)
        first = outline.following
    # The paragraphs of a repeated telegram count for themselves.
    outside = stamps.blanked(content, [span for one in outlines for span, _ in one.quoted])
    messages = [_read_message(context, outside, pages, one) for one in outlines]
    return evolve(messages[0], others=tuple(messages[1:])) if len(messages) > 1 else messages[0]


@cache
def _words_of_controls(register: Register) -> frozenset[str]:
    """The spellings of controls and levels that are of more than one word."""
    return frozenset(word.upper() for word in (*register.spelled, *register.levels) if " " in word)


def _as_written(content: str) -> str:
    """The text with the stamps of later hands blanked: what the drafter's office sent."""
    if content[:400].islower() or content.startswith(">") or "\n>" in content[:400]:
        from redactlint.documents.rare_forms import unquoted_in_capitals

        content = unquoted_in_capitals(content)
    return stamps.blanked(content, stamps.spans(content))


def _end_of_message(content: str) -> int:
    """Where the message ends and what an archive appended to it begins."""
    end = len(content)
    for trailer in ("\nMessage Attributes", "====CABLE ENDS", "\nEnd Cable Text", "\nNNNN\n"):
        at = content.find(trailer)
        if 0 < at < end and content[at:].count("\n") < 400:
            end = at
    return end


@cache
def _form_pattern() -> re.Pattern[str]:
    return compiled.pattern(r"\n[ \t]*(?:E\.?[ ]?O\.?[ ]?:?[ ]?1\d{3,5}|R?FM AMEMBASSY|FM SECSTATE)", re.IGNORECASE)


def _has_form(content: str, end: int) -> bool:
    """Whether a text without a message line is a telegram all the same: an E.O. or FROM line, TAGS, a subject."""
    head = "\n" + content[: min(end, LONGEST_HEADER)]
    return _form_pattern().search(head) is not None and ("TAGS" in head or "Tags:" in head)


def _read_message(context: _Context, outside: str, pages: list[PageLine], outline: Outline) -> Document:
    """A message; `outside` is the content with what is repeated in it blanked."""
    content = context.content
    start, end, main, main_end, labels, body_start, roles, quoted, _ = outline
    double_spaced = is_double_spaced(content, start, end)
    header = Span(main.line.start if main is not None else start, body_start)
    labels = [one for one in labels if one.at < body_start]
    order, instructions = _read_order(context, main_end, body_start)
    classified_by = authority.find_classified_by(content, main_end, body_start)
    derived_from = authority.find_derived_from(content, main_end, body_start)
    applies = order is not None and all(one.kind != "na" for one in instructions)
    if classified_by is None and derived_from is None and applies:
        classified_by = authority.find_classified_by_in_body(outside, body_start, end)
    reasons = _read_reasons(content, classified_by, main_end, body_start)
    stops = tuple(sorted(one.span.start for one in (classified_by, derived_from) if one is not None))
    lines = label_lines(content, labels, body_start, double_spaced, stops)
    subject = next((one for one in lines if one.name == "SUBJECT"), None)
    captions = _captions(context, main, main_end, min([body_start, *(one.at for one in labels)]))
    is_continuation = main is not None and main.section is not None and main.section[0] > 1
    if classified_by is not None and classified_by.span.start < body_start:
        # "1. CLASSIFIED BY …": the body goes on with the second paragraph.
        is_continuation |= authority.is_paragraph_one(content, classified_by)
    body_end = _end_of_body(content, roles, body_start, end)
    body = read_body(
        outside,
        body_start,
        body_end,
        context.register,
        context.dialect,
        is_continuation=is_continuation,
        known=content,
        notice=notice_line(content, main_end, body_start, context.register, context.dialect),
    )
    header_end = max((one.span.end for one in (*lines, classified_by, derived_from) if one), default=body_start)
    zone = (min(header_end, body_start), body_start, body_end)
    body = with_unnumbered_body(outside, body, zone, double_spaced, pages, context.register, context.dialect)
    portions = [*_subject_portion(context, subject), *body.portions, *_quoted_portions(context, quoted)]
    if len(portions) > len(body.portions):
        portions.sort(key=lambda one: one.span.start)
    extract = _extract(content, start, end, [*lines, *(one for one in (classified_by, derived_from) if one)])
    banners = _banners(context, roles)
    stray = (one for one in (classified_by, derived_from) if one is not None)
    return Document(
        text=context.text,
        kind="telegram",
        id=main.message_id if main is not None else None,
        banner=next((one for one in banners if one.role == "overall"), None),
        banners=banners,
        captions=captions,
        order=order,
        instructions=instructions,
        reasons=reasons,
        classified_by=classified_by,
        derived_from=derived_from,
        subject=subject,
        lines=tuple(sorted((*lines, *stray), key=lambda one: one.span.start)),
        portions=tuple(portions),
        items=body.items,
        quoted=tuple(
            QuotedTelegram(span, banner) for span, heading in quoted if (banner := _banner(context, heading, "quoted"))
        ),
        redactions=_deletions(content, start, end),
        extract=extract[0] if extract is not None else None,
        extract_kind=extract[1] if extract is not None else None,
        header=header,
        body=Span(body_start, max(body_start, body_end)),
        numbers=body.numbers,
        compilation=_compilation(content, start, end),
        entire_text=body.entire_text,
    )


# --- banners ---------------------------------------------------------------------------------------------------------


def _banner(context: _Context, heading: Heading, role: str) -> Banner | None:
    span = heading.level
    parsed = read_banner(context.content[span.start : span.end], context.register, context.dialect)
    if parsed is None:
        # Words behind the level that no register knows: the level is read all the same.
        span = heading.words
        parsed = read_banner(context.content[span.start : span.end], context.register, context.dialect)
    if parsed is None:
        return None
    return Banner(
        span=span,
        parsed=parsed,
        role=role,
        section=heading.section,
        section_span=heading.section_span,
        message_id=heading.message_id,
        message_span=heading.message_span,
        line=heading.line,
    )


def _banners(context: _Context, roles: list[tuple[Heading, str]]) -> tuple[Banner, ...]:
    found = (_banner(context, heading, role) for heading, role in roles if role not in ("quoted", "other"))
    return tuple(one for one in found if one is not None)


# --- header ----------------------------------------------------------------------------------------------------------


def _read_order(context: _Context, start: int, end: int) -> tuple[OrderCitation | None, tuple[Instruction, ...]]:
    """The E.O. line and its value; the last of several copies that says something."""
    content = context.content
    best: tuple[OrderCitation, tuple[Instruction, ...]] | None = None
    for found in authority.read_order_lines(content, start, end, context.law):
        says: tuple[Instruction, ...] = ()
        if found.value is not None:
            says = authority.read_instructions(
                content, found.value.start, found.value.end, order=found.number, law=context.law
            )
        if best is None or says or not best[1]:
            best = (found, says)
    citation: OrderCitation | None
    citation, instructions = best if best is not None else (None, ())
    block = None if instructions else authority.find_declassify_on(content, start, end)
    if block is not None:
        number = citation.number if citation is not None else None
        instructions = authority.read_instructions(
            content, block.value.start, block.value.end, order=number, law=context.law, place="block"
        )
    return citation, instructions


def _read_reasons(content: str, classified_by: Line | None, start: int, end: int) -> tuple[Reason, ...]:
    """The reasons of the Classified By clause, else those of a Reason line."""
    if classified_by is not None:
        reasons = authority.read_reasons(content, classified_by.span.start, classified_by.span.end)
        if reasons:
            return reasons
    line = authority.find_reason_line(content, start, end)
    return authority.read_reasons(content, line.span.start, line.span.end) if line is not None else ()


def _captions(context: _Context, main: Heading | None, start: int, end: int) -> tuple[Caption, ...]:
    """The captions of the header, each once: the mail system repeats SIPDIS."""
    content = context.content
    found = list(read_captions(content, start, end, context.register))
    if main is not None:
        for span in main.captions:
            if span.end <= start:
                found += read_captions(content, span.start, span.end, context.register)
    found.sort(key=lambda one: one.span.start)
    first: dict[str, Caption] = {}
    for one in found:
        first.setdefault(one.word, one)
    return tuple(first.values())


def _subject_portion(context: _Context, subject: Line | None) -> list[Portion]:
    """The subject line as a portion, where it has a mark."""
    if subject is None:
        return []
    start, end = subject.value.start, subject.value.end
    mark = mark_at(context.content, start, end, context.register, context.dialect, numbered=False)
    place = "start"
    if mark is None or mark.marking is None:
        line = context.content[start:end]
        open_at = line.rfind("(")
        mark = None
        if open_at > 0 and line.endswith(")") and line[open_at:] == line[open_at:].upper():
            mark = mark_at(context.content, start + open_at, end, context.register, context.dialect, numbered=False)
        mark = mark if mark is not None and mark.marking is not None and mark.span.end == end else None
        place = "end"
    if mark is None:
        return []
    text_start = mark.span.end if place == "start" else start
    while text_start < end and context.content[text_start] in " \t\n":
        text_start += 1
    return [Portion("subject", subject.span, text_start, mark=mark, level=mark.level, place=place)]


# --- body ------------------------------------------------------------------------------------------------------------


def _end_of_body(content: str, roles: list[tuple[Heading, str]], start: int, end: int) -> int:
    for heading, role in roles:
        if role == "repeat" and heading.is_alone and heading.line.start > start:
            return heading.line.start
    return end


def _quoted_portions(context: _Context, quoted: list[tuple[Span, Heading]]) -> list[Portion]:
    found: list[Portion] = []
    for span, _ in quoted:
        body = read_body(context.content, span.start, span.end, context.register, context.dialect)
        found += [evolve(one, kind="quoted") for one in body.portions]
    return found


def _extract(content: str, start: int, end: int, lines: list[Line]) -> tuple[Span, str] | None:
    at = content.find("partial extract", start, end)
    if at < 0:
        at = content.find("PARTIAL EXTRACT", start, end)
    if at >= 0:
        return Span(at, at + len("partial extract")), "stated"
    for line in lines:
        if line.is_cut:
            return Span(max(line.span.start, line.value.end - 3), line.value.end), "cut"
    last = end
    while last > start and content[last - 1] in " \t\n":
        last -= 1
    if content.startswith("...", last - 3) or content.startswith("…", last - 1):
        return Span(last - (3 if content[last - 1] == "." else 1), last), "cut"
    return None


def _deletions(content: str, start: int, end: int) -> tuple[Redaction, ...]:
    """A publisher's runs of X."""
    if not has_runs_of_x(content):
        return ()
    pattern = compiled.pattern(r"X{5,}|x{5,}")
    return tuple(
        Redaction(Span(match.start(), match.end()), "third-party") for match in pattern.finditer(content, start, end)
    )


def _compilation(content: str, start: int, end: int) -> Span | None:
    """The statement that the whole is classified higher than its parts, where there is one."""
    if content.find("ompilation", start, end) < 0 and content.find("COMPILATION", start, end) < 0:
        return None
    match = compiled.pattern(
        r"classif\w+[^.\n]{0,80}\bcompilation|compilation[^.\n]{0,80}\bclassif|by compilation", re.IGNORECASE
    ).search(content, start, end)
    return Span(match.start(), match.end()) if match is not None else None
