"""The body of a telegram: its numbered paragraphs, the marked items inside them, and what each of them counts at."""

from __future__ import annotations

import re
from functools import cache

from redactlint import compiled
from redactlint.documents.marks import mark_at_end
from redactlint.documents.model import Item, Mark, Portion
from redactlint.documents.sequence import Numbered, best_sequence
from redactlint.documents.starts import BULLETS, Start, Zone, first_word, marked_items, numbered_starts
from redactlint.markings.lettering import is_in_capitals
from redactlint.markings.levels import Level
from redactlint.markings.portions import is_entire_text
from redactlint.markings.register import Register
from redactlint.text import Span
from redactlint.values import NamedTuple, evolve

__all__ = ["Body", "read_body"]


class Body(NamedTuple):
    """What was read: portions in order of place, list items, and the numbers printed otherwise than they read."""

    portions: tuple[Portion, ...] = ()
    items: tuple[Item, ...] = ()
    numbers: tuple[tuple[str, Span], ...] = ()
    entire_text: Portion | None = None


def read_body(
    content: str,
    start: int,
    end: int,
    register: Register,
    dialect: str,
    *,
    is_continuation: bool = False,
    notice: Mark | None = None,
    known: str | None = None,
) -> Body:
    """Read the paragraphs between the offsets; total, and linear in their length.

    `notice` is a notice above them that one mark covers the entire text.  `known` is the text of which the content is a
    copy with parts blanked, if it is one: its landmarks are looked for once, whatever of it is blanked.
    """
    window = "\n" + content[start:end]
    known = content if known is None else known
    zone = Zone(window, start - 1, content, end, known, is_in_capitals(window), register, dialect)
    labels: list[int] = []
    starts = numbered_starts(zone, labels)
    sequence = best_sequence(
        [
            Numbered(one.raw or "0", one.mark is not None, one.has_pilcrow, one.is_inline or one.is_wrapped)
            for one in starts
        ],
        is_continuation=is_continuation,
    )
    chosen: list[tuple[Start, str | None]] = []
    for index, one in enumerate(starts):
        if index in sequence:
            chosen.append((one, str(sequence[index])))
        elif one.mark is not None and one.mark.marking is not None and one.place == "start" and one.begins:
            chosen.append((one, str(int(one.raw or "0"))))
    in_sequence = {starts[index].at for index in sequence}
    again = _said_again(starts, sequence)
    taken = {one.mark.span.start for one, _ in chosen if one.mark is not None}
    items = marked_items(zone, labels)
    if items:
        if in_sequence and _is_inner_list(content, [one for one, _ in chosen], items):
            chosen, in_sequence, taken = [], set(), set()
        chosen += [(one, None) for one in items if one.mark is not None and one.mark.span.start not in taken]
        chosen.sort(key=lambda pair: pair[0].at)
    body = _assemble(content, end, chosen, in_sequence, again, register, dialect, notice)
    if any(one.mark is not None and one.place == "start" and one.begins for one, _ in chosen):
        return body
    if 0 < 2 * sum(one.mark is not None for one in body.portions) < len(in_sequence):
        # One mark, and not in a mark's own place, among paragraphs without: "the boats (S)." names a party.
        bare: list[tuple[Start, str | None]]
        bare = [(one._replace(mark=None, place="start"), number) for one, number in chosen if number is not None]
        return _assemble(content, end, bare, in_sequence, again, register, dialect, notice, closing=False)
    return body


# Less text behind a mark can be a heading.
_LONGEST_HEADING = 50


def _is_inner_list(content: str, numbered: list[Start], items: list[Start]) -> bool:
    """Whether unmarked numbers count a list, since paragraphs without numbers are marked, one before the first."""
    if any(one.mark is not None and one.place == "start" for one in numbered):
        return False
    paragraphs = [
        one for one in items if not one.label and content.find("\n", one.text_at, one.text_at + _LONGEST_HEADING) < 0
    ]
    return len(paragraphs) > 1 and paragraphs[0].at < numbered[0].at


def _said_again(starts: list[Start], sequence: dict[int, int]) -> frozenset[int]:
    """Where marked numbers stand that repeat the one before, or begin anew behind the last: paragraphs all the same."""
    if not sequence or len(sequence) == len(starts):
        return frozenset()
    last = max(sequence)
    before = 0
    found = set()
    for index, one in enumerate(starts):
        if index in sequence:
            before = sequence[index]
        elif one.mark is not None and one.begins and (index > last or int(one.raw or "0") == before):
            found.add(one.at)
    return frozenset(found)


# What a paragraph may hold beside the deletion itself and still have nothing left to read.
_OF_A_DELETION = frozenset(" \t\r\nXx█■.,;:[]()-")


def _assemble(
    content: str,
    end: int,
    chosen: list[tuple[Start, str | None]],
    in_sequence: set[int],
    again: frozenset[int],
    register: Register,
    dialect: str,
    notice_above: Mark | None,
    *,
    closing: bool = True,
) -> Body:
    portions: list[Portion] = []
    misread: list[tuple[str, Span]] = []
    entire: Portion | None = None
    if notice_above is not None:
        above = notice_above.span
        level_above = notice_above.level
        entire = Portion("paragraph", above, above.end, mark=notice_above, level=level_above, is_entire_text=True)
        portions.append(entire)
    has_numbers = bool(in_sequence)
    next_numbered = _next_in_sequence([one.at for one, _ in chosen], in_sequence, end)
    for index, (one, number) in enumerate(chosen):
        until = chosen[index + 1][0].at if index + 1 < len(chosen) else end
        span = Span(one.at, until)
        mark, place = (one.mark, one.place) if entire is None or one.place == "start" else (None, "start")
        is_main = one.at in in_sequence
        if mark is None and is_main and closing and entire is None:
            last = mark_at_end(content, one.text_at, next_numbered[index], register, dialect)
            if last is not None:
                mark, place = last, "end"
        redacted = mark is None and _is_deleted(content, one.text_at, until)
        notice = mark is not None and bool(mark.parsed.deviations) and is_entire_text(mark.parsed)
        if is_main and number is not None and one.raw is not None and one.raw_span is not None and one.raw != number:
            misread.append((one.raw, one.raw_span))
        level: Level | None = mark.level if mark is not None else None
        inherited = False
        if mark is None and entire is not None and not redacted:
            level, inherited = entire.level, True
        is_paragraph = is_main or one.at in again or not _inside(index, chosen, has_numbers)
        kind = "paragraph" if is_paragraph else "subparagraph"
        text_at = first_word(content, one.text_at, until)
        # By place: names cost more than the value itself.
        portion = Portion(
            kind, span, text_at, number, one.raw, one.raw_span, mark, level, inherited, place, redacted, notice
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


def _inside(index: int, chosen: list[tuple[Start, str | None]], has_numbers: bool) -> bool:
    """Whether it stands under another paragraph: where none has a number, the first without a label is one."""
    return index > 0 and (has_numbers or bool(chosen[index][0].label and not chosen[0][0].label))


def _is_deleted(content: str, start: int, end: int) -> bool:
    text = content[start : min(end, start + 4000)]
    return ("XXXX" in text or "xxxx" in text or "██" in text) and _OF_A_DELETION.issuperset(text)


@cache
def _sibling_pattern() -> re.Pattern[str]:
    numbered = (
        r"(?:[a-zA-Z]|[ivxIVX]{2,5})[.)]|\((?:(?![CSUL]\))[a-zA-Z]|[ivxIVX]{2,5})\)|\(?\d{1,2}\)"
        r"|\d{1,2}(?:[.-]\d{1,2}|[.-]?[a-zA-Z])[.)]?"
    )
    sign = rf"(?:[{BULLETS}]{{1,3}}|o(?=[ \t]))[ \t]*"
    return compiled.pattern(
        rf"\n[ \t]*(?P<label>{sign}(?:(?:{numbered})[ \t]*)?(?=(?<=[ \t])[^\s*=-]|[(A-Z\"“])"
        rf"|(?:{numbered})[ \t]+(?=\S))"
    )


# A line that is no longer than this was not wrapped.
_SHORT_LINE = 40


def _is_dash_of_a_sentence(window: str, match: re.Match[str]) -> bool:
    """Whether a dash at the start of a line stands inside the sentence that runs over from the line before."""
    if match["label"][0] not in "-–—" or not window[match.end()].islower():
        return False
    lines = [one.strip() for one in window[max(0, match.start() - 400) : match.start()].split("\n") if one.strip()]
    was_interrupted = False
    while lines and lines[-1].isupper():
        # A caption that the mail system repeated, or the heading of a section, may stand between the two.
        lines.pop()
        was_interrupted = True
    line = lines[-1] if lines else ""
    is_wrapped = was_interrupted or len(line) > _SHORT_LINE
    return bool(line) and is_wrapped and line[-1].isalnum() and line[0] not in "-–—"


def _has_label(portion: Portion) -> bool:
    """Whether something stands before the mark: "- (C)", "(a) (C)"."""
    return portion.mark is not None and portion.mark.span.start > portion.span.start


def _style(label: str) -> str:
    """How the items of a list are labelled: "a." for "b." and "iii.", "(1)" for "(12)"."""
    signs = ("1" if one.isdigit() else "A" if one.isupper() else "a" if one.isalpha() else one for one in label.strip())
    return compiled.pattern(r"([Aa1])\1+").sub(r"\1", "".join(signs))


def _items(content: str, portions: list[Portion]) -> tuple[Item, ...]:
    """The lists in which at least one item is marked, with every item of them."""
    if "subparagraph" not in [one.kind for one in portions]:
        return ()
    found: list[Item] = []
    group = 0
    for index, portion in enumerate(portions):
        if portion.kind == "subparagraph":
            continue
        nested = []
        for following in range(index + 1, len(portions)):
            other = portions[following]
            if other.kind != "subparagraph":
                break
            nested.append(other)
        labelled = [one for one in nested if one.raw_number is None and _has_label(one)]
        if not labelled:
            continue
        stop = nested[-1].span.end
        by_style: dict[str, list[Item]] = {}
        marks = {one.span.start: one.mark for one in labelled}
        window = content[portion.span.start : stop]
        for match in _sibling_pattern().finditer(window):
            at = match.start("label") + portion.span.start
            if _is_dash_of_a_sentence(window, match):
                continue
            style = _style(match["label"])
            line_end = content.find("\n", at, stop)
            by_style.setdefault(style, []).append(
                Item(Span(at, line_end if line_end > 0 else stop), marks.get(at), group)
            )
        for items in by_style.values():
            if any(one.mark is not None for one in items) and len(items) > 1:
                found.extend(evolve(one, group=group) for one in items)
                group += 1
    return tuple(found)
