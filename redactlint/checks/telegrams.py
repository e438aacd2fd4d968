"""The form of a telegram: sections, paragraph numbers, captions, tags, the order of its header, what it repeats."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise

from redactlint import compiled
from redactlint.documents.authority import is_paragraph_one
from redactlint.documents.model import Banner, Document, Line, Portion
from redactlint.findings import Hit
from redactlint.law.dates import DateRange, DateSet
from redactlint.rulepack import Rule, Setting
from redactlint.text import Span

__all__ = [
    "caption_conflicts",
    "damage",
    "header_order",
    "paragraph_sequence",
    "quoted_above",
    "sections",
    "subject_missing",
    "tags",
]


def sections(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """Section headings that contradict themselves or each other.

    Cases: "beyond" (SECTION 03 OF 02), "total" and "message" (two headings differ), "absent" (two or more headings
    stand, and not all sections have one; said only where nothing else is wrong).
    """
    headings = [one for one in document.banners if one.section is not None and one.role != "page"]
    if not headings:
        return
    first = headings[0]
    is_sound = True
    for one in headings:
        for case, arguments, span in _section_faults(one, first):
            is_sound = False
            related = ((first.line or first.span, "the first heading"),) if case != "beyond" else ()
            yield Hit(span, arguments, case=case, related=related)
    if is_sound and len(headings) > 1 and first.section is not None:
        seen = {one.section[0] for one in headings if one.section is not None}
        absent = [f"{number:02}" for number in range(1, min(first.section[1], 99) + 1) if number not in seen]
        if absent:
            last = headings[-1]
            fault = f"no heading of section {_listed(absent)} of {first.section[1]:02} stands in the text"
            yield Hit(last.section_span or last.span, {"fault": fault}, case="absent")


def _section_faults(one: Banner, first: Banner) -> Iterator[tuple[str, dict[str, str], Span]]:
    if one.section is None or first.section is None:
        return
    (number, total), span = one.section, one.section_span or one.span
    if number > total or number == 0:
        yield "beyond", {"fault": f"a heading says section {number:02} of {total:02}"}, span
    if total != first.section[1]:
        fault = f"one heading counts {total:02} sections, another {first.section[1]:02}"
        yield "total", {"fault": fault}, span
    if one.message_id and first.message_id and _message(one.message_id) != _message(first.message_id):
        fault = f"one heading numbers the message {one.message_id}, another {first.message_id}"
        yield "message", {"fault": fault}, one.message_span or span


def _message(printed: str) -> tuple[str, str]:
    """A message reference number as post and number, leading zeros aside."""
    post, _, number = printed.rpartition(" ")
    return " ".join(post.upper().split()), number.lstrip("0")


def paragraph_sequence(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """Paragraph numbers, as they should read, that leave some out, come again or begin anew.

    Cases: "gap", "repeat".
    """
    if not _is_telegram(document):
        return
    begins_late = document.extract is not None or (
        document.banner is not None and document.banner.section is not None and document.banner.section[0] > 1
    )
    before: int | None = None if begins_late else 0
    classifier = document.classified_by
    if before == 0 and classifier is not None and is_paragraph_one(document.text.content, classifier):
        before = 1
    for portion in document.portions:
        number = _number(portion)
        if number is None or portion.number_span is None or portion.kind not in ("paragraph", "subparagraph"):
            continue
        if portion.kind == "subparagraph":
            if before is not None and number <= before and portion.mark is not None:
                fault = f"paragraph {number} follows paragraph {before}"
                yield Hit(portion.number_span, {"fault": fault}, case="repeat", paragraph=str(number))
            continue
        if before is not None and number > before + 1:
            absent = str(before + 1) if number == before + 2 else f"{before + 1} to {number - 1}"
            fault = f"paragraph {absent} is missing before paragraph {number}"
            yield Hit(portion.number_span, {"fault": fault}, case="gap", paragraph=str(number))
        elif before is not None and number <= before:
            fault = f"paragraph {number} follows paragraph {before}"
            yield Hit(portion.number_span, {"fault": fault}, case="repeat", paragraph=str(number))
        before = number


def _is_telegram(document: Document) -> bool:
    """Whether the document is a telegram, by itself or under the stamps of a released copy."""
    numbered = document.banner is not None and document.banner.message_id is not None
    return document.kind == "telegram" or numbered or document.line("TAGS") is not None


def _number(portion: Portion) -> int | None:
    return int(portion.number) if portion.number is not None and portion.number.isdecimal() else None


def caption_conflicts(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """Captions that exclude each other, in the lines of the header or in the banner.  Parameter: `conflicts`, pairs."""
    places: dict[str, Span] = {}
    banner = document.banner
    if banner is not None and banner.marking is not None:
        for word in sorted(banner.marking.non_ic | banner.marking.dissemination):
            places[word] = banner.span
    for caption in document.captions:
        places.setdefault(caption.word, caption.span)
    for one, other in rule.parameters["conflicts"]:
        if one in places and other in places:
            first, second = sorted((places[one], places[other]))
            yield Hit(second, {"one": one, "other": other}, related=((first, "the other caption"),))


def tags(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """A telegram without TAGS, or tags that no list holds.  Cases: "missing", "unknown".

    A tag of four letters that begins with K is a programme; one of three letters, or of more than four, names an
    organisation or a person: those lists are open.  Parameters: `since`, the first day of the system.
    """
    line = document.line("TAGS")
    if not _is_telegram(document):
        return
    if line is None:
        subject = document.subject.span if document.subject is not None else None
        place = document.order.line if document.order is not None else subject
        if place is not None and not _has_label(document, rule.parameters["misspelled"]):
            since = DateSet((DateRange(datetime.date.fromisoformat(rule.parameters["since"]), datetime.date.max),))
            yield Hit(place, {"fault": "the telegram has no TAGS line"}, dates=since, case="missing")
        return
    known = setting.register.tags
    for tag, span in _tags(document, line):
        if tag in known or len(tag) not in (2, 4) or (len(tag) == 4 and tag[0] == "K"):
            continue
        if tag in setting.register.organisations:
            continue
        if line.is_cut and document.text.content[span.end : line.value.end].strip(" .…") == "":
            continue
        near = _nearest(tag, known)
        fault = f"{tag} is neither a country, a subject nor a programme that the list of tags holds"
        yield Hit(span, {"fault": f"{fault} (did you mean {near}?)" if near else fault}, case="unknown")


@cache
def _tag_pattern() -> re.Pattern[str]:
    # A name in brackets belongs to the tag before it: "OVIP (EXAMPLE, JANE Q.)".
    return compiled.pattern(r"\([^()]*\)?|(?<![A-Za-z0-9.'’-])[A-Z]{2,}(?![A-Za-z0-9.'’-])")


def _tags(document: Document, line: Line) -> Iterator[tuple[str, Span]]:
    for match in _tag_pattern().finditer(document.text.content, line.value.start, line.value.end):
        if match.group()[0] != "(":
            yield match.group(), Span(match.start(), match.end())


def _nearest(tag: str, known: Iterable[str]) -> str | None:
    """The one known tag of that length that one slip of the keyboard makes of `tag`, or None."""
    near = sorted(
        one
        for one in known
        if len(one) == len(tag) == 4
        and (sorted(one) == sorted(tag) or sum(a != b for a, b in zip(one, tag, strict=True)) == 1)
    )
    swapped = [one for one in near if sorted(one) == sorted(tag)]
    return swapped[0] if len(swapped) == 1 else near[0] if len(near) == 1 else None


def subject_missing(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """A telegram with a header and no SUBJECT line.  Parameter: `misspelled`, a pattern of the label mistyped."""
    if document.subject is not None or not _is_telegram(document):
        return
    if _has_label(document, rule.parameters["misspelled"]):
        return
    tag_line = document.line("TAGS")
    place = tag_line.span if tag_line is not None else document.order.line if document.order is not None else None
    if place is not None:
        yield Hit(place, {})


def _has_label(document: Document, pattern: str) -> bool:
    """Whether a line of the header begins with what `pattern` matches."""
    header = document.header
    if header is None:
        return False
    words = "\n" + document.text.content[header.start : header.end]
    return re.search(rf"\n[ \t]*(?:{pattern})", words) is not None


def header_order(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """The first line of the header that stands before one that the form puts above it.  Parameter: `order`, labels."""
    if not _is_telegram(document):
        return
    places = {one.name: one.span for one in reversed(document.lines)}
    if document.order is not None:
        places["E.O."] = document.order.line
    wanted = [name for name in rule.parameters["order"] if name in places]
    for above, below in pairwise(wanted):
        if places[below].start < places[above].start:
            arguments = {"line": below, "above": above}
            yield Hit(_label(places[below], below), arguments, related=((_label(places[above], above), "comes first"),))
            return


def _label(span: Span, name: str) -> Span:
    """The label of a line, which is all of it that is quoted."""
    return Span(span.start, min(span.end, span.start + len(name)))


def quoted_above(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """A repeated telegram whose own banner outranks that of the telegram that carries it."""
    banner = document.banner
    if banner is None or banner.level is None:
        return
    for quoted in document.quoted:
        level = quoted.banner.level
        if level is not None and level > banner.level:
            arguments = {"quoted": level.words, "banner": banner.level.words}
            yield Hit(quoted.banner.span, arguments, related=((banner.span, "the banner of the telegram"),))


def damage(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """What damage of transmission and conversion was undone, once a document.  Parameter: `words` by kind of damage."""
    if not (document.text.damage or document.numbers) or not _is_telegram(document):
        return
    names = rule.parameters["words"]
    undone = [one for one in document.text.damage if names.get(one.kind, one.kind)]  # "": another rule tells it
    counted = Counter(names.get(one.kind, one.kind) for one in undone)
    spans = [one.span for one in undone]
    if document.numbers:
        counted[names["number"]] = len(document.numbers)
        spans += [span for _, span in document.numbers]
    if not counted:
        return
    first = min(spans)
    what = [f"{name} ({count})" for name, count in sorted(counted.items(), key=lambda one: (-one[1], one[0]))]
    line, _ = document.text.position(first.start)
    yield Hit(first, {"what": _listed(what), "line": str(line)})


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]
