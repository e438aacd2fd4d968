"""Paragraphs: the blocks of a text set in paragraphs, each with its label and the mark that stands on it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from redactlint import compiled
from redactlint.documents.marks import mark_after_heading, mark_at, mark_at_end
from redactlint.documents.model import Mark
from redactlint.markings.register import Register
from redactlint.text import Span
from redactlint.values import Value, define, frozen

__all__ = ["Paragraph", "split_paragraphs"]

# What a paragraph that is complete ends with.
_CLOSING = ".?!:;\"”’)]"
# A line longer than this is no line of a hard-wrapped page: it is a whole paragraph.
_UNWRAPPED = 110
# A line up to this length can be a heading, after which a paragraph begins without a blank line.
_SHORT_HEADING = 40


@frozen
class Paragraph(Value):
    """A block of text, from its label to its last character.

    `lead` is "number", "letter", "bullet", "footnote" or "" and `label` what is printed there.  `indent` counts the
    blanks before it.  `text_start` is the offset of the first word after label and mark.  `place` is where the mark
    stands: "start", "heading" or "end".  `segments` are the marks that stand before later sentences of the block.
    """

    span: Span
    indent: int
    lead: str
    label: str | None
    label_span: Span | None
    mark: Mark | None
    place: str
    text_start: int
    segments: tuple[Mark, ...] = ()


@cache
def _lead_pattern() -> re.Pattern[str]:
    return compiled.pattern(
        r"(?P<indent>[ \t>]*)(?:[*_]{2,3}|#{1,6}[ \t]+)?"
        r"(?:¶?[ \t]?(?P<number>\d{1,3})(?:(?P<point>[.)](?!\d))|(?=[ \t]{1,2}\())"
        r"|\((?P<bracketed>\d{1,2})\)(?=[ \t(])"
        r"|\[(?P<footnote>\d{1,3})\]"
        r"|(?P<letter>[A-Za-z]|[ivxIVX]{2,5})[.)](?=[ \t(])"
        r"|\((?P<inner>[A-Za-z]|[ivx]{2,4})\)(?=[ \t])"
        r"|(?P<bullet>--?|[•*·▪►●○o–—])(?=[ \t(]))?"
        r"[ \t]*(?:[*_]{2,3})?[ \t]*"
    )


@cache
def _after_mark() -> re.Pattern[str]:
    return compiled.pattern(r"(?:[*_]{2,3})?[ \t:]*(?:(?P<number>\d{1,3})[.)](?!\d)[ \t]*)?")


@cache
def _heading_with_mark() -> re.Pattern[str]:
    # "Background (U): the north …": the mark stands between the heading and its colon.
    return compiled.pattern(
        r"[*_]{0,3}[A-Z][\w'’/&,-]*(?: [\w'’/&,-]+){0,7} (?=\([A-Z][A-Z/ ,-]{0,60}\)[*_]{0,3}[ \t]?[:.–—-])"
    )


@cache
def _field_with_mark() -> re.Pattern[str]:
    # The fields of a report in the form of a message: "SOURCE: (S) THE HARBOR MASTER", "TEXT: 1. (C) …".
    return compiled.pattern(r"[A-Z][A-Z /]{2,30}:[ \t]{1,8}(?:\d{1,2}\.[ \t]*)?(?=\((?:TS|[SCU]|SBU)[)/ -])")


@cache
def _segment_pattern() -> re.Pattern[str]:
    return compiled.pattern(
        r"[.?!:][\"”’)]{0,2}[ \t\n]{1,4}"
        r"(?=\((?:TS|S|C|U|SBU|FOUO|LOU)(?:[/ -][^()\n]{1,80})?\)[ \t\n]+[\"“‘(]?[A-Z0-9])"
    )


@define
class _Draft:
    """A block while its lines are gathered."""

    start: int
    end: int
    indent: int
    lead: str
    label: str | None
    label_span: Span | None
    mark: Mark | None
    text_start: int
    last_line: str


class _Letters:
    """Which letters at the start of a line count a list: each follows the one before it in the alphabet."""

    def __init__(self) -> None:
        self._next: dict[str, str] = {}

    def counts(self, style: str, letter: str) -> bool:
        """Whether `letter`, printed in `style`, begins a list or goes on with one; it is remembered if so."""
        style += "A" if letter.isupper() else "a"
        is_roman = len(letter) > 1
        if letter in "aA" or (letter in "iI" and self._next.get(style) != letter) or self._next.get(style) == letter:
            self._next[style] = chr(ord(letter) + 1)
            return True
        return is_roman


def split_paragraphs(
    content: str, start: int, end: int, skip: Sequence[Span], register: Register, dialect: str
) -> list[Paragraph]:
    """The paragraphs between the offsets, in order of place; lines inside `skip` (sorted) are no text.

    A blank line ends a paragraph, unless the text plainly goes on behind it (a page break, double spacing).  A label
    or a mark at the head of a line begins one.
    """
    lines = _lines(content, start, end, skip)
    is_double_spaced = _is_double_spaced(lines)
    lead_pattern = _lead_pattern()
    letters = _Letters()
    number = 0
    drafts: list[_Draft] = []
    current: _Draft | None = None
    after_gap = after_page = False
    for at, words in lines:
        if words is None:
            after_page = True
            continue
        stripped = words.strip()
        if not stripped:
            after_gap = True
            continue
        first = at + words.index(stripped[0])
        match = lead_pattern.match(content, at, at + len(words))
        assert match is not None
        runs_on = current is not None and not after_gap and current.last_line[-1] not in _CLOSING
        is_wrapped = runs_on and current is not None and len(current.last_line) > _SHORT_HEADING
        is_first = not any(one.mark is not None for one in drafts[:1])
        draft = _begin(content, match, end, number, after_gap, is_wrapped, is_first, letters, register, dialect)
        is_new = draft is not None or current is None
        if not is_new and current is not None:
            is_new = not _goes_on(current, words, stripped, after_gap, after_page, is_double_spaced)
        if is_new:
            current = draft or _Draft(first, 0, first - at, "", None, None, None, first, "")
            drafts.append(current)
            if current.lead == "number" and current.label is not None:
                number = int(current.label)
        assert current is not None
        current.end = at + len(words.rstrip())
        current.last_line = words.rstrip()
        after_gap = after_page = False
    return [_complete(content, one, register, dialect) for one in drafts]


def _lines(content: str, start: int, end: int, skip: Sequence[Span]) -> list[tuple[int, str | None]]:
    """Every line with its offset; None in place of the words where the line is no text."""
    lines: list[tuple[int, str | None]] = []
    at = start
    index = 0
    for words in content[start:end].split("\n"):
        stripped = words.strip()
        if stripped and skip:
            first = at + words.index(stripped[0])
            while index < len(skip) and skip[index].end <= first:
                index += 1
            is_skipped = index < len(skip) and skip[index].start <= first and first + len(stripped) <= skip[index].end
            lines.append((at, None if is_skipped else words))
        else:
            lines.append((at, words))
        at += len(words) + 1
    return lines


def _is_double_spaced(lines: Sequence[tuple[int, str | None]]) -> bool:
    """Whether nearly every line is followed by a blank one though sentences run on."""
    full = followed = running = 0
    previous = ""
    for index, (_, words) in enumerate(lines):
        if words is None or not words.strip():
            continue
        full += 1
        following = lines[index + 1][1] if index + 1 < len(lines) else None
        followed += following is None or not following.strip()
        running += bool(previous) and previous[-1] not in _CLOSING and words.lstrip()[0].islower()
        previous = words.rstrip()
    return full >= 8 and followed >= 0.85 * full and running >= 0.3 * full


def _begin(
    content: str,
    match: re.Match[str],
    end: int,
    number: int,
    after_gap: bool,
    is_wrapped: bool,
    is_first: bool,
    letters: _Letters,
    register: Register,
    dialect: str,
) -> _Draft | None:
    """The paragraph that a label or a mark at the head of this line begins, or None where neither stands there."""
    at = match.end("indent")
    indent = len(match["indent"])
    inner = match["inner"]
    if inner is not None:
        is_item = letters.counts("(", inner)
        mark = None if is_item else _mark(content, match.start("inner") - 1, end, after_gap, register, dialect)
        if mark is not None:
            return None if is_wrapped else _marked(content, at, indent, mark)
        if is_wrapped and not is_item:
            return None
        mark = mark_at(content, match.end(), end, register, dialect, numbered=False)
        return _Draft(at, 0, indent, "letter", inner, _group(match, "inner"), mark, _text_at(content, match, mark), "")
    for group, lead in (("number", "number"), ("bracketed", "number"), ("footnote", "footnote"), ("bullet", "bullet")):
        if match[group] is None:
            continue
        mark = _standing(content, mark_at(content, match.end(), end, register, dialect, numbered=lead == "number"))
        if lead == "number" and not _is_number(match, mark, number, after_gap, is_wrapped):
            return None
        if group == "number" and match["point"] is None and not (is_first or int(match[group]) == number + 1 > 1):
            lead = "footnote"
        label = match[group]
        return _Draft(at, 0, indent, lead, label, _group(match, group), mark, _text_at(content, match, mark), "")
    letter = match["letter"]
    if letter is not None:
        mark = mark_at(content, match.end(), end, register, dialect, numbered=False)
        is_item = letters.counts(".", letter)
        if mark is None and (not is_item or (is_wrapped and letter.isupper())):
            return None
        span = _group(match, "letter")
        return _Draft(at, 0, indent, "letter", letter, span, mark, _text_at(content, match, mark), "")
    mark = None if is_wrapped else _mark(content, match.end(), end, after_gap, register, dialect)
    if mark is not None:
        return _marked(content, at, indent, mark)
    field = _field_with_mark().match(content, match.end(), min(end, match.end() + 50))
    if field is None or (mark := _plain(mark_at(content, field.end(), end, register, dialect, numbered=False))) is None:
        return None
    return _Draft(at, 0, indent, "", None, None, mark, _text_at(content, field, mark), "")


def _standing(content: str, mark: Mark | None) -> Mark | None:
    """The mark, unless more of a citation follows it: "2 (C)(2)" is none."""
    return None if mark is not None and content[mark.span.end : mark.span.end + 1] == "(" else mark


def _is_number(match: re.Match[str], mark: Mark | None, number: int, after_gap: bool, is_wrapped: bool) -> bool:
    """Whether the digits are a paragraph number, and not the end of a sentence that was wrapped before them."""
    if mark is not None:
        return match["point"] is not None or match["bracketed"] is not None or not is_wrapped
    if match["bracketed"] is None and match["point"] is None:
        return False
    value = int(match["number"] or match["bracketed"])
    return after_gap or value in (1, number + 1)


def _mark(content: str, at: int, end: int, after_gap: bool, register: Register, dialect: str) -> Mark | None:
    """A mark without a label before it: in capitals, unless a blank line shows that a paragraph begins there."""
    mark = _standing(content, mark_at(content, at, end, register, dialect, numbered=False))
    if mark is None or (mark.marking is None and len(mark.span) > 4):
        return None
    if content[mark.span.end : mark.span.end + 1] == ",":
        return None  # "(TS), (S) and (C)": marks that are spoken of
    return mark if after_gap or content[mark.span.start : mark.span.end].isupper() else None


def _marked(content: str, at: int, indent: int, mark: Mark) -> _Draft:
    after = _after_mark().match(content, mark.span.end)
    assert after is not None
    label = after["number"]
    span = Span(after.start("number"), after.end("number")) if label else None
    return _Draft(at, 0, indent, "number" if label else "", label, span, mark, after.end(), "")


def _group(match: re.Match[str], name: str) -> Span:
    return Span(match.start(name), match.end(name))


def _text_at(content: str, match: re.Match[str], mark: Mark | None) -> int:
    if mark is None:
        return match.end()
    at = mark.span.end
    while at < len(content) and content[at] in " \t*_:":
        at += 1
    return at


def _goes_on(
    current: _Draft, words: str, stripped: str, after_gap: bool, after_page: bool, is_double_spaced: bool
) -> bool:
    """Whether a line without label or mark goes on with the paragraph before it."""
    last = current.last_line
    is_open = last[-1] not in _CLOSING
    if after_page:
        return is_open and (stripped[0].islower() or not after_gap or len(last) > 50)
    if after_gap:
        return is_open and (stripped[0].islower() or (is_double_spaced and len(last) > 45))
    if len(last) > _UNWRAPPED and not is_open:
        return False
    indent = len(words) - len(words.lstrip())
    is_indented = indent >= len(last) - len(last.lstrip()) + 4 and indent > current.indent
    return is_open or not is_indented


def _complete(content: str, draft: _Draft, register: Register, dialect: str) -> Paragraph:
    mark, place = draft.mark, "start"
    if mark is None:
        mark = mark_after_heading(content, draft.text_start, draft.end, register, dialect)
        place = "heading" if mark is not None and mark.span.end < draft.end else "end"
    if mark is None:
        heading = _heading_with_mark().match(content, draft.text_start, min(draft.end, draft.text_start + 160))
        if heading is not None:
            mark = _plain(mark_at(content, heading.end(), draft.end, register, dialect, numbered=False))
            place = "heading"
    if mark is None:
        mark = mark_at_end(content, draft.text_start, draft.end, register, dialect)
        place = "end"
    span = Span(draft.start, draft.end)
    text_start = min(mark.span.end, draft.end) if mark is not None and place == "heading" else draft.text_start
    segments = _segments(content, text_start, draft.end, mark, register, dialect)
    place = place if mark is not None else "start"
    return Paragraph(
        span, draft.indent, draft.lead, draft.label, draft.label_span, mark, place, text_start, segments
    )


def _plain(mark: Mark | None) -> Mark | None:
    return mark if mark is not None and mark.marking is not None else None


def _segments(
    content: str, start: int, end: int, mark: Mark | None, register: Register, dialect: str
) -> tuple[Mark, ...]:
    """Marks that stand before later sentences; a run "(A) … (B) … (C) …" counts, it does not mark."""
    if content.find("(", start, end) < 0:
        return ()
    text = content[start:end]
    if "(A)" in text or "(B)" in text:
        return ()
    found = []
    for match in _segment_pattern().finditer(content, start, end):
        one = _plain(mark_at(content, match.end(), end, register, dialect, numbered=False))
        if one is not None and (mark is None or one.span != mark.span):
            found.append(one)
    return tuple(found)
