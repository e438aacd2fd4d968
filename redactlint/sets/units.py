"""Units: from a parsed document to what set rules know of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from redactlint.documents import stamps
from redactlint.documents.headings import find_page_lines
from redactlint.facts import controls
from redactlint.sets.passages import Digester, Segment, passages_of
from redactlint.sets.similar import signature_of
from redactlint.sets.summary import DELETION, Deletion, Passages, Portion, Spot, Unit
from redactlint.text import Span, SpanIndex

if TYPE_CHECKING:
    from redactlint.documents import model
    from redactlint.documents.model import Document
    from redactlint.law.dates import DateRange
    from redactlint.text import Text

__all__ = ["message_key", "units_of"]

# Between portions, less than this is a heading or a remnant.
_SHORTEST_GAP = 60
_MOST_PORTIONS = 0xFFFF - 1


def units_of(document: Document, digester: Digester) -> tuple[Unit, ...]:
    """The documents of a file, and the telegrams repeated in them."""
    content = _as_written(document)
    whole = document.dates.range()
    found: list[Unit] = []
    for part in (document, *document.others):
        days = part.dates.range() if part is document or part.dates.evidence else whole
        found.append(_own(part, content, days, digester))
        found += [_quoted(one, part, content, days, digester) for one in part.quoted]
    return tuple(found)


def message_key(number: str | None) -> str | None:
    """A message reference number without blanks and leading zeros ("THEHAGUE 123"), or None where it is none."""
    match = _message_number().match(number.upper()) if number else None
    if match is None:
        return None
    return f"{re.sub(r'[^A-Z]', '', match['post'])} {int(match['number'])}"


@cache
def _message_number() -> re.Pattern[str]:
    return re.compile(r"(?P<post>[A-Z][A-Z .'’/-]*?)[ \t]+0*(?P<number>\d{1,9})\Z")


@cache
def _stray_caption() -> re.Pattern[str]:
    return re.compile(r"\n[ \t]*(?:SIPDIS|SENSITIVE|NOFORN|EXDIS|LIMDIS|NODIS)[ \t]*(?=\n)")


@cache
def _closing() -> re.Pattern[str]:
    # A name of one or two words, alone on the last line or behind the last sentence.
    return re.compile(
        r"(?:\n|[.!?\"”)])[ \t\n]*(?:[A-Za-z][\w'.’-]{0,12}[ \t]+)?[A-Z][A-Za-z'’-]{2,}(?:[ \t]+[\d/ \t]+)?\W*\Z"
    )


def _as_written(document: Document) -> str:
    """The text with everything blanked that stands between its words: stamps, page lines, headings, stray captions."""
    text = document.text
    content = text.content
    spans: list[Span] = []
    if document.release is not None:
        spans += stamps.spans(content)
    if " OF " in content:
        spans += [one.span for one in find_page_lines(content)]
    for part in (document, *document.others):
        spans += [one.line or one.span for one in part.banners]
        spans += [one.mark.span for one in part.items if one.mark is not None]
    spans += [Span(*match.span()) for match in _stray_caption().finditer(content)]
    return _blanked(content, sorted(spans))


def _blanked(content: str, spans: list[Span]) -> str:
    pieces, at = [], 0
    for one in spans:
        if one.start >= at:
            pieces += [content[at : one.start], " " * len(one)]
            at = one.end
    return "".join((*pieces, content[at:]))


def _own(part: Document, content: str, days: DateRange, digester: Digester) -> Unit:
    banner = part.banner
    number = banner.message_id if banner is not None and banner.message_id else part.id
    sections = {one.section for one in part.banners if one.section is not None and _is_of(one, number)}
    bounds = part.extent or Span(0, len(content))
    start = part.body.start if part.body is not None and part.body.start < part.body.end else bounds.start
    end = part.body.end if part.body is not None and start != bounds.start else bounds.end
    portions = [one for one in part.portions if one.kind != "quoted"]
    inside = [one.span for one in part.quoted]
    level = None if banner is None or banner.level is None else banner.level.name
    return _unit(
        part, "document", number, days, banner, level, portions, Span(start, end), inside, content, digester,
        tuple(sorted(sections)),
    )  # fmt: skip


def _is_of(banner: model.Banner, number: str | None) -> bool:
    return banner.message_id is None or message_key(banner.message_id) == message_key(number)


def _quoted(
    one: model.QuotedTelegram, part: Document, content: str, days: DateRange, digester: Digester
) -> Unit:
    portions = [each for each in part.portions if each.kind == "quoted" and one.span.overlaps(each.span)]
    level = None if one.banner.level is None else one.banner.level.name
    start = min((each.span.start for each in portions), default=one.span.start)
    section = one.banner.section
    return _unit(
        part, "quoted", one.banner.message_id, days, one.banner, level, portions, Span(start, one.span.end), [],
        content, digester, () if section is None else (section,),
    )  # fmt: skip


def _unit(
    part: Document, role: str, number: str | None, days: DateRange, banner: model.Banner | None, level: str | None,
    portions: list[model.Portion], bounds: Span, without: list[Span], content: str, digester: Digester,
    sections: tuple[tuple[int, int], ...],
) -> Unit:  # fmt: skip
    text = part.text
    portions = sorted(portions, key=lambda one: one.span.start)[:_MOST_PORTIONS]
    segments = list(_segments(portions, bounds, without))
    inside = SpanIndex(Span(one.start, one.end) for one in segments)
    starting = [one for one in part.redactions if inside.touches(Span(one.span.start, one.span.start))]
    deletions = sorted(starting, key=lambda one: one.span)
    passages, places = passages_of(text, content, segments, [one.span for one in deletions], digester)
    facts = _portions(text, portions, level, passages)
    holes = tuple(
        Deletion(_spot(text, one.span), places[index], _label_at(facts, passages.owners[places[index]]), _extent(one))
        for index, one in enumerate(deletions)
        if index in places
    )
    instruction = part.instructions[0] if part.instructions and role == "document" else None
    stamped = part.release is not None or (part.order is not None and part.order.is_declassified_note)
    first = banner.span if banner is not None else Span(bounds.start, min(bounds.start + 1, bounds.end))
    return Unit(
        role=role,
        kind=part.kind,
        message=message_key(number),
        dates=(days.earliest.toordinal(), days.latest.toordinal()),
        spot=_spot(text, first),
        passages=passages,
        portions=facts,
        deletions=holes,
        sections=sections,
        level=level,
        controls=() if banner is None or banner.marking is None else controls(banner.marking),
        banner=None if banner is None else _spot(text, banner.span),
        declassify=None if instruction is None else _instruction(instruction),
        instruction=None if instruction is None else _spot(text, instruction.date_span or instruction.span),
        is_released=stamped,
        is_corrected=any(one.word == "CORRECTED COPY" for one in part.captions),
        is_extract=part.extract is not None,
        is_closed=_closing().search(content[max(bounds.end - 200, bounds.start) : bounds.end].rstrip()) is not None,
        letters=sum(size for size, kind in zip(passages.letters, passages.kinds, strict=True) if kind != DELETION),
        signature=signature_of(content[bounds.start : bounds.end]) if role == "document" else b"",
    )


def _segments(portions: list[model.Portion], bounds: Span, without: list[Span]) -> Iterator[Segment]:
    """The portions, and what stands between them, in order; what is repeated from another message is left out."""
    at = bounds.start
    for owner, one in enumerate(portions):
        start, end = one.text_start, min(one.text_end or one.span.end, one.span.end)
        if one.kind == "subject":
            start, end = one.text_start, max(one.text_start, one.span.end)
        else:
            yield from _gap(at, one.span.start, without)
            at = max(at, end)
        for piece in _outside(Span(start, max(start, end)), without):
            yield Segment(piece.start, piece.end, owner)
    yield from _gap(at, bounds.end, without)


def _gap(start: int, end: int, without: list[Span]) -> Iterator[Segment]:
    if end - start >= _SHORTEST_GAP:
        for piece in _outside(Span(start, end), without):
            yield Segment(piece.start, piece.end)


def _outside(span: Span, without: Iterable[Span]) -> Iterator[Span]:
    start = span.start
    for one in without:
        if one.end <= start or one.start >= span.end:
            continue
        if one.start > start:
            yield Span(start, one.start)
        start = one.end
    if start < span.end:
        yield Span(start, span.end)


def _portions(text: Text, portions: list[model.Portion], level: str | None, passages: Passages) -> tuple[Portion, ...]:
    firsts: dict[int, int] = {}
    counts: dict[int, int] = {}
    holes: set[int] = set()
    for at, owner in enumerate(passages.owners):
        firsts.setdefault(owner, at)
        counts[owner] = counts.get(owner, 0) + 1
        if passages.kinds[at] == DELETION:
            holes.add(owner)
    return tuple(
        Portion(
            label=one.label,
            mark=None if one.mark is None else one.mark.parsed.canonical,
            # What an unclassified document leaves unmarked is unclassified; elsewhere no mark says nothing.
            level=("U" if level == "U" else None) if one.mark is None
            else None if one.mark.level is None or one.is_entire_text else one.mark.level.name,
            spot=_spot(text, one.mark.span if one.mark is not None else Span(one.text_start, one.text_start)),
            first=firsts.get(owner, 0),
            length=counts.get(owner, 0),
            has_deletion=owner in holes or one.is_redacted,
        )
        for owner, one in enumerate(portions)
    )  # fmt: skip


def _label_at(portions: tuple[Portion, ...], owner: int) -> str | None:
    return portions[owner].label if owner < len(portions) else None


def _instruction(one: model.Instruction) -> str | None:
    """What a declassification instruction says, in one word; None where that cannot be told."""
    if one.kind in ("date", "review", "code") and (one.date is not None or one.code is not None):
        return " ".join(filter(None, (one.code, None if one.date is None else one.date.isoformat())))
    return "N/A" if one.kind == "na" else None


@cache
def _measure() -> re.Pattern[str]:
    return re.compile(
        r"(?:(?P<less>less than )?(?P<number>(?<!\d)\d+(?:\.\d+)?)(?P<half>[-–]?\s?1/2)?"
        r"|(?P<word>an?|one|two|three|four|five|six|seven|eight|nine|ten))"
        r"\s(?:and a half\s)?(?P<unit>line|paragraph|page|word|sentence)s?\b",
        re.IGNORECASE,
    )


_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
            "nine": 9, "ten": 10}  # fmt: skip


def _extent(one: model.Redaction) -> tuple[str, float] | None:
    """How much a deletion took, where it says or shows so; a publisher's row of X is always of one length."""
    if one.kind == "blank":
        return ("letters", float(max(1, len(one.span))))
    match = _measure().search(one.extent) if one.extent and one.kind == "excision" else None
    if match is None:
        return None
    number = float(match["number"]) if match["number"] else float(_NUMBERS[match["word"].lower()])
    return match["unit"].lower(), 0.5 if match["less"] else number + (0.5 if match["half"] else 0.0)


def _spot(text: Text, span: Span) -> Spot:
    line, column = text.position(span.start)
    end_line, end_column = text.position(span.end)
    where = text.place(span.start) if text.place is not None else None
    return Spot(span.start, span.end, line, column, end_line, end_column, tuple((where or {}).items()))
