"""The body of a telegram: its numbered paragraphs, the marked items inside them, and what each of them counts at."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

import attrs

from redactlint.documents.marks import mark_after_heading, mark_at, mark_at_end
from redactlint.documents.model import Item, Mark, Portion
from redactlint.documents.sequence import Numbered, best_sequence
from redactlint.markings.levels import Level
from redactlint.markings.portions import is_entire_text
from redactlint.markings.register import Register
from redactlint.text import Span
from redactlint.values import Value

__all__ = ["Body", "read_body"]


@attrs.frozen(eq=False, repr=False)
class Body(Value):
    """What was read: portions in order of place, list items, and the numbers that are printed otherwise than they read."""

    portions: tuple[Portion, ...] = ()
    items: tuple[Item, ...] = ()
    numbers: tuple[tuple[str, Span], ...] = ()
    entire_text: Portion | None = None


class _Start(NamedTuple):
    """A place where a portion can begin: its label (a number, or the letter or dash of an item) and its mark."""

    at: int
    text_at: int
    raw: str | None
    raw_span: Span | None
    mark: Mark | None
    place: str = "start"
    has_pilcrow: bool = False
    is_inline: bool = False
    label: str = ""


@cache
def _number_pattern() -> re.Pattern[str]:
    # "1." "¶1." "- 12." "1)" "1," "1 (" at the start of a line; "1.4" and "10.30" are no paragraph numbers.
    return re.compile(
        r"\n[ \t]*(?:[-*•][ \t]{1,40})?(?P<pilcrow>¶[ \t]{0,40})?(?P<raw>\d{1,4})[ \t]{0,2}"
        r"(?P<point>[.):,](?!\d)|(?=[ \t]?\())[ \t]*"
    )


@cache
def _inline_pattern() -> re.Pattern[str]:
    # Searched by its literal bracket; the number is read backwards from there.
    return re.compile(r"\((?:TS|S|C|U|SBU|LOU)[/) ]")


@cache
def _number_before_pattern() -> re.Pattern[str]:
    return re.compile(r"[ \t](?:¶[ \t]{0,40})?(?P<raw>\d{1,3})\.?[ \t]{0,3}\Z")


@cache
def _item_pattern() -> re.Pattern[str]:
    return re.compile(
        r"\n[ \t]*(?P<label>(?:[-*•–—o]{1,3}[ \t]*|[¶1]?\(?[a-zA-Z][.)][ \t]*"
        r"|¶?\(?[ivxIVX]{1,5}[.)][ \t]*|\(\d{1,2}\)[ \t]*)?)(?=\()"
    )


def read_body(
    content: str, start: int, end: int, register: Register, dialect: str, *, is_continuation: bool = False
) -> Body:
    """Read the paragraphs between the offsets; total, and linear in their length."""
    window = "\n" + content[start:end]
    shift = start - 1
    starts = _numbered_starts(window, shift, content, end, register, dialect)
    sequence = best_sequence(
        [Numbered(one.raw or "0", one.mark is not None, one.has_pilcrow, one.is_inline) for one in starts],
        is_continuation=is_continuation,
    )
    chosen: list[tuple[_Start, str | None]] = []
    for index, one in enumerate(starts):
        if index in sequence:
            chosen.append((one, str(sequence[index])))
        elif one.mark is not None and one.mark.marking is not None and not one.is_inline and one.place == "start":
            chosen.append((one, str(int(one.raw or "0"))))
    in_sequence = {starts[index].at for index in sequence}
    again = _said_again(starts, sequence)
    taken = {one.mark.span.start for one, _ in chosen if one.mark is not None}
    for item in _marked_items(window, shift, content, end, register, dialect):
        if item.mark is not None and item.mark.span.start not in taken:
            chosen.append((item, None))
    chosen.sort(key=lambda pair: pair[0].at)
    return _assemble(content, end, chosen, in_sequence, again, register, dialect)


def _said_again(starts: list[_Start], sequence: dict[int, int]) -> frozenset[int]:
    """Where numbers with marks stand that repeat the one before, or begin anew behind the last: paragraphs all the same."""
    if not sequence or len(sequence) == len(starts):
        return frozenset()
    last = max(sequence)
    before = 0
    found = set()
    for index, one in enumerate(starts):
        if index in sequence:
            before = sequence[index]
        elif one.mark is not None and not one.is_inline and (index > last or int(one.raw or "0") == before):
            found.add(one.at)
    return frozenset(found)


def _numbered_starts(window: str, shift: int, content: str, end: int, register: Register, dialect: str) -> list[_Start]:
    starts: list[_Start] = []
    for match in _number_pattern().finditer(window):
        at = match.end() + shift
        mark = mark_at(content, at, end, register, dialect)
        point = match["point"]
        if mark is None and content[at : at + 1] == "\n" and point:
            # The number stands alone on its line; the mark begins the next.
            text_at = _first_word(content, at, min(end, at + 6))
            mark = mark_at(content, text_at, end, register, dialect, numbered=False)
        if mark is None:
            if point in ("", ",", ":") or len(match["raw"]) > 3:
                continue
            late = mark_after_heading(content, at, end, register, dialect)
        elif not point and not content[mark.span.end : mark.span.end + 1].isspace():
            continue  # the citation of a statute: "2(C)(2)"
        else:
            late = None
        raw_span = Span(match.start("raw") + shift, match.end("raw") + shift)
        starts.append(
            _Start(
                at=raw_span.start,
                text_at=mark.span.end if mark is not None else at,
                raw=match["raw"],
                raw_span=raw_span,
                mark=mark or late,
                place="heading" if late is not None else "start",
                has_pilcrow=match["pilcrow"] is not None,
            )
        )
    at_line_start = {one.at for one in starts}
    in_capitals = window.isupper()
    for match in _inline_pattern().finditer(window):
        bracket = match.start()
        number = _number_before_pattern().search(window, max(0, bracket - 50), bracket)
        if number is None:
            continue
        raw_at = number.start("raw") + shift
        if raw_at in at_line_start or not _ends_a_sentence(window, number.start(), in_capitals):
            continue
        mark = mark_at(content, bracket + shift, end, register, dialect, numbered=False)
        if mark is None or mark.marking is None or _goes_on(content, mark.span.end):
            continue
        raw_span = Span(raw_at, number.end("raw") + shift)
        starts.append(_Start(raw_at, mark.span.end, number["raw"], raw_span, mark, is_inline=True))
    starts.sort(key=lambda one: one.at)
    return starts


def _goes_on(content: str, at: int) -> bool:
    """Whether a sentence goes on behind a mark in mid-line: "article 3.(C) says"."""
    following = content[at : at + 12].lstrip()
    return following[:1].islower() and "-" not in following


def _ends_a_sentence(window: str, at: int, in_capitals: bool) -> bool:
    """Whether what stands before `at` is the end of a sentence or of a heading, not the middle of one."""
    before = window[max(0, at - 60) : at].rstrip()
    if not before:
        return True
    if before[-1] in ".!?:;\"”')-=":
        return True
    *earlier, last = before.split()[-2:]
    if in_capitals or not last.isupper() or last in _REFERS_TO_A_NUMBER:
        return False
    return all(word.isupper() or word[-1] in ".!?" for word in earlier)


_REFERS_TO_A_NUMBER = frozenset({"PARA", "PARAS", "PARAGRAPH", "PARAGRAPHS", "REF", "REFS", "AND", "ITEM", "ITEMS"})


def _marked_items(window: str, shift: int, content: str, end: int, register: Register, dialect: str) -> list[_Start]:
    """Marks at the start of a line without a paragraph number: bullets, lettered items, headings, whole paragraphs."""
    found: list[_Start] = []
    in_capitals = window.isupper()
    for match in _item_pattern().finditer(window):
        at = match.end() + shift
        mark = mark_at(content, at, end, register, dialect, numbered=False)
        if mark is None or mark.marking is None:
            continue
        printed = content[mark.span.start : mark.span.end]
        if _carries_on().match(content, mark.span.end, end):
            continue
        if printed != printed.upper() or not _can_begin_here(window, match, printed, in_capitals):
            continue
        label_at = match.start("label") + shift
        found.append(_Start(label_at, mark.span.end, None, None, mark, label=match["label"].strip()))
    return found


@cache
def _carries_on() -> re.Pattern[str]:
    # "(C) CONT'D", "(C) SUMMARY CONTINUED": the paragraph before goes on behind a page break.
    return re.compile(r"[ \t]*(?:[A-Z]+[ \t]){0,3}\(?CONT(?:['’.]?D|INUED|\.)\)?[ \t]*[:.]?[ \t]*\n")


def _can_begin_here(window: str, match: re.Match[str], printed: str, in_capitals: bool) -> bool:
    """Whether a mark here begins a portion, and is not the third letter of a list that runs through the prose.

    `in_capitals` says that the whole text is, so that capitals make no heading.
    """
    before = window[max(0, match.start() - 900) : match.start()]
    last_line = before.rsplit("\n", 1)[-1].rstrip()
    begins_block = not last_line
    if len(printed) == 3:
        previous = chr(ord(printed[1]) - 1)
        listed = (f"\n({previous})", f"\n{previous}.", f"\n {previous}.", f"\n ({previous})")
        if any(one in before for one in listed):
            return False
        if not begins_block and (f"({previous})" in before or f"({previous.lower()})" in before):
            return False
    if begins_block or match["label"] or last_line[-1] in '.!?:"”)-=':
        return True
    return last_line.isupper() and not in_capitals and last_line[-1] not in ",;"


# What a paragraph may hold beside the deletion itself and still have nothing left to read.
_OF_A_DELETION = frozenset(" \t\r\nXx█■.,;:[]()-")


def _assemble(
    content: str,
    end: int,
    chosen: list[tuple[_Start, str | None]],
    in_sequence: set[int],
    again: frozenset[int],
    register: Register,
    dialect: str,
) -> Body:
    portions: list[Portion] = []
    misread: list[tuple[str, Span]] = []
    entire: Portion | None = None
    has_numbers = bool(in_sequence)
    next_numbered = _next_in_sequence([one.at for one, _ in chosen], in_sequence, end)
    for index, (one, number) in enumerate(chosen):
        until = chosen[index + 1][0].at if index + 1 < len(chosen) else end
        span = Span(one.at, until)
        mark, place = one.mark, one.place
        is_main = one.at in in_sequence
        if mark is None and is_main:
            closing = mark_at_end(content, one.text_at, next_numbered[index], register, dialect)
            if closing is not None:
                mark, place = closing, "end"
        redacted = mark is None and _is_deleted(content, one.text_at, until)
        notice = mark is not None and is_entire_text(mark.parsed)
        if is_main and number is not None and one.raw is not None and one.raw_span is not None and one.raw != number:
            misread.append((one.raw, one.raw_span))
        level: Level | None = mark.level if mark is not None else None
        inherited = False
        if mark is None and entire is not None and not redacted:
            level, inherited = entire.level, True
        portion = Portion(
            kind="paragraph"
            if is_main or one.at in again or not has_numbers or not _inside(index, chosen, in_sequence)
            else "subparagraph",
            span=span,
            text_start=_first_word(content, one.text_at, until),
            number=number,
            raw_number=one.raw,
            number_span=one.raw_span,
            mark=mark,
            level=level,
            inherited=inherited,
            place=place,
            is_redacted=redacted,
            is_entire_text=notice,
        )
        if notice and entire is None:
            entire = portion
        portions.append(portion)
    return Body(tuple(portions), _items(content, portions), tuple(misread), entire)


def _next_in_sequence(places: list[int], in_sequence: set[int], end: int) -> list[int]:
    following = end
    result = [end] * len(places)
    for index in range(len(places) - 1, -1, -1):
        result[index] = following
        if places[index] in in_sequence:
            following = places[index]
    return result


def _inside(index: int, chosen: list[tuple[_Start, str | None]], in_sequence: set[int]) -> bool:
    """Whether it stands under a numbered paragraph rather than before the first."""
    return any(one.at in in_sequence for one, _ in chosen[:1]) or index > 0


def _is_deleted(content: str, start: int, end: int) -> bool:
    text = content[start : min(end, start + 4000)]
    return ("XXXX" in text or "xxxx" in text or "██" in text) and _OF_A_DELETION.issuperset(text)


def _first_word(content: str, start: int, end: int) -> int:
    while start < end and content[start] in " \t\r\n":
        start += 1
    return start


@cache
def _sibling_pattern() -> re.Pattern[str]:
    return re.compile(r"\n[ \t]*(?P<label>[-*•–—]{1,2}[ \t]+|[a-zA-Z][.)][ \t]+|\([a-z]\)[ \t]+)(?=\S)")


def _items(content: str, portions: list[Portion]) -> tuple[Item, ...]:
    """The lists in which at least one item is marked, with every item of them."""
    found: list[Item] = []
    group = 0
    for index, portion in enumerate(portions):
        if portion.kind == "subparagraph":
            continue
        nested = []
        for other in portions[index + 1 :]:
            if other.kind != "subparagraph":
                break
            nested.append(other)
        labelled = [one for one in nested if one.raw_number is None and not content[one.span.start] == "("]
        if not labelled:
            continue
        stop = nested[-1].span.end
        by_style: dict[str, list[Item]] = {}
        marks = {one.span.start: one.mark for one in labelled}
        window = content[portion.span.start : stop]
        for match in _sibling_pattern().finditer(window):
            at = match.start("label") + portion.span.start
            style = match["label"].strip()
            style = "letter" if style.strip("().").isalpha() else style
            line_end = content.find("\n", at, stop)
            by_style.setdefault(style, []).append(
                Item(Span(at, line_end if line_end > 0 else stop), marks.get(at), group)
            )
        for items in by_style.values():
            if any(one.mark is not None for one in items) and len(items) > 1:
                found.extend(attrs.evolve(one, group=group) for one in items)
                group += 1
    return tuple(found)
