"""Reasons for classification: "1.4 (b) and (d)" in the hundreds of ways in which it is typed."""

from __future__ import annotations

import re
from functools import cache

from redactlint import compiled
from redactlint.documents.model import Reason
from redactlint.text import Span

__all__ = ["read_reasons", "reason_clause"]

_AND = r"(?:a\s{0,6}n\s{0,6}d|nad|adn|amd|an|or|and\s?/\s?or|plus)(?![A-Za-z])"
# A section, and what has to stand before or after it for a number to be one.
_SECTION = (
    r"[1-9Il](?<![\dA-Za-z/.\-].)(?:"
    r"(?<=1)(?P<long>\s?-\s?30[1-3])"
    r"|(?<=[1Il])(?P<point>(?:\s?[.,/\-]{1,2}|\s{2,6}\.)\s{0,8}[1-9])(?![\d/])"
    r"|(?<=[2-9])(?P<other>\s?\.\s?[1-9])(?![\d/])"
    r"|(?<=1)(?P<joined>[3-6])(?=\s?\(\s?[A-Ha-h]\s?[),/&])"
    r"|(?<=1)(?P<bare>(?=\s?\(\s?[A-Ha-h]\s?[),/&]))"
    r")"
)
# Letters that no section ever had are read in brackets alone, and not those that are portion marks (S, U, L, R, T).
_LETTER = (
    r"(?:[(\[{]\s{0,2}){0,2}(?P<letter>[A-Ka-k]|(?<=\()[M-QV-Zm-rtv-z](?=\)))(?![A-Za-z'’])"
    r"\s{0,2}(?:[.]?\s?[)\]}]){0,2}"
)
_GAP = (
    r"[ \t]{0,3}[.,:\-]?[ \t]{0,3}(?:\n[ \t]{0,4}){0,2}"
    r"(?:(?i:(?:sub-?)?(?:paragraph|para|section|letter)s?)[ \t]{1,2})?"
    r"(?=[(\[{A-Ka-k])"
)
_NUMBER = r"\(\s?(?P<letter>1?[0-9])\s?\)"
# Lines may be double-spaced: what a separator leaves open, or a word joins, goes on behind blank lines.
_SEPARATOR = (
    r"(?:(?:\s{0,3}[,/&;+\\]|\s{0,12}(?i:" + _AND + r")|\s{0,3}(?P<range>[-–]|(?i:through|thru|to)(?![A-Za-z])))"
    r"\s{0,12}){1,3}"
)
_LEAD = (
    r"(?i:R\s?E\s?A\s?S\s?O\s?N\s?S?|REASN|RESON|REAONS?)(?:\(S\))?(?![A-Za-z])"
    r"(?:\s{0,3}(?i:FOR CLASSIFICATION|ARE|IS|CODE|OF|PER|UNDER)(?![A-Za-z])){0,2}"
)
_LEAD_BEFORE = (
    r"(?i:reasons?(?:\(s\))?|per|sections?|secs?\.?|for|to|under|e\.?o\.?\s{0,2}:?\s{0,2}\d{5},?|by|with|of)"
    r"[\s:;,.(\-–]{0,4}\Z"
)


# No clause or line is longer.
_LONGEST = 2_000


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return compiled.pattern(pattern)


def read_reasons(content: str, start: int, end: int) -> tuple[Reason, ...]:
    """Every citation of reasons in `content[start:end]`: the text of a Classified By clause or of a Reason line.

    A number counts where letters follow it or a lead-in ("Reason:", "per", "section") stands before it.  Neighbouring
    citations of one section ("1.5(b) and 1.5(d)") are one.  Letters without a section count after "Reason" alone.
    Total on every text, linear in the range.
    """
    end = min(end, start + _LONGEST)
    found: list[Reason] = []
    position = start
    for match in _compiled(_SECTION).finditer(content, start, end):
        if match.start() < position:
            continue
        reason = _read_citation(content, start, match, end)
        if reason is None:
            continue
        position = reason.span.end
        if found and found[-1].section == reason.section and reason.section is not None:
            found[-1] = _merged(found[-1], reason)
        else:
            found.append(reason)
    if not found:
        return _letters_alone(content, start, end)
    return tuple(found)


def _read_citation(content: str, start: int, match: re.Match[str], end: int) -> Reason | None:
    number = match.group()
    compact = "".join(number.split())
    span = Span(match.start(), match.end())
    is_bare = match["bare"] is not None
    if is_bare:
        if not _follows_lead(content, start, match.start()):
            return None
        section: str | None = None
        canonical = compact
    elif match["long"]:
        section = canonical = compact
    elif match["joined"]:
        section = f"{number[0]}.{number[1]}"
        canonical = number
    else:
        section = f"{'1' if number[0] in 'Il' else number[0]}.{number[-1]}"
        canonical = section
    letters, letter_spans, finish = _read_letters(content, match.end(), end, numbered=section == "1.3")
    is_plausible = section in ("1.3", "1.4", "1.5", "1-301") or is_bare
    if not letters or not is_plausible:
        before = _compiled(_LEAD_BEFORE).search(content, max(start, match.start() - 24), match.start())
        if before is None or (not is_plausible and "reason" not in before.group().lower()):
            return None
    slip = bool(match["joined"]) or (section is not None and number != canonical)
    return Reason(Span(match.start(), finish), section, span, letters, letter_spans, slip=slip, malformed=is_bare)


def _follows_lead(content: str, start: int, at: int) -> bool:
    lead = rf"(?:{_LEAD}|(?<![A-Za-z])(?i:per|sections?|due to|under|E\.?O\.? ?\d{{5}}))"
    return _compiled(lead + r"[\s:;,.(\-–]{0,4}\Z").search(content, max(start, at - 40), at) is not None


def _read_letters(
    content: str, at: int, end: int, *, numbered: bool, is_run: bool = True
) -> tuple[tuple[str, ...], tuple[Span, ...], int]:
    """The letters that follow a section, each with its place, and where the citation ends."""
    letters: list[str] = []
    spans: list[Span] = []
    finish = at
    if is_run:
        gap = _compiled(_GAP).match(content, at, end)
        at = gap.end() if gap is not None else at
    if numbered:
        opening = _compiled(r"\(?\s?[Aa]\s?\)?\s{0,2}(?=\()").match(content, at, end)
        if opening is None:
            numbered = False
        else:
            at = opening.end()
    item = _compiled(_NUMBER if numbered else _LETTER)
    is_range = False
    while True:
        match = item.match(content, at, end)
        if match is None:
            break
        letter = match["letter"].lower()
        if is_range and letters and not numbered:
            letters += [chr(code) for code in range(ord(letters[-1]) + 1, ord(letter))]
            spans += [Span(match.start("letter"), match.end("letter"))] * (len(letters) - len(spans))
        letters.append(letter)
        spans.append(Span(match.start("letter"), match.end("letter")))
        finish = match.end()
        at = finish
        separator = _compiled(_SEPARATOR).match(content, at, end)
        if separator is not None:
            is_range = separator["range"] is not None
            at = separator.end()
        else:
            is_range = False
            gap = _compiled(r"\s{0,4}(?=[(\[{])").match(content, at, end)
            if gap is None:
                break
            at = gap.end()
    return tuple(letters), tuple(spans), finish


def _merged(first: Reason, second: Reason) -> Reason:
    return Reason(
        Span(first.span.start, second.span.end),
        first.section,
        first.section_span,
        first.letters + second.letters,
        first.letter_spans + second.letter_spans,
        slip=first.slip or second.slip,
        malformed=first.malformed or second.malformed,
    )


def _letters_alone(content: str, start: int, end: int) -> tuple[Reason, ...]:
    """Letters after "Reason" with no section at all ("REASONS (B) AND (D)"); "Reason: A cable" is prose."""
    lead = _compiled(_LEAD + r"[\s:;,.\-–]{0,4}").search(content, start, end)
    if lead is None:
        return ()
    letters, spans, finish = _read_letters(content, lead.end(), end, numbered=False, is_run=False)
    if not letters or _compiled(r"[\s.)\]\"]*(?:\n|\Z)").match(content, finish, end) is None:
        return ()
    return (Reason(Span(lead.end(), finish), None, None, letters, spans, malformed=True),)


def reason_clause(content: str, start: int, end: int) -> int | None:
    """Where the clause on reasons begins inside a classifier's line ("…, for reasons 1.4 (b)"), or None."""
    at: int | None = None
    lead = _compiled(_LEAD).search(content, start, end)
    if lead is not None:
        at = lead.start()
    cited = _compiled(
        r"(?<![\dA-Za-z/.\-])[1Il](?:\s?[.,/\-]{1,2}|\s{2,6}\.)\s{0,8}(?:[3-6]|30[1-3])(?![\d/])"
        r"|(?<![\dA-Za-z/.\-])1[45](?=\s?\(\s?[A-Ha-h]\s?[),/&])|(?<![A-Za-z])(?i:E\.?\s?O\.?)\s{0,2}:?\s{0,2}1\d{4}"
    ).search(content, start, end if at is None else at)
    if cited is not None:
        at = cited.start()
    if at is None:
        return None
    before = _compiled(
        r"(?:[\s,;:.(\-–]|(?<![A-Za-z])(?i:for|per|due|to|under|by|and|the|following|on|basis|of|as|his|her|section|sections"
        r"|sec|pursuant|iaw|in|accordance|with|citing|eo|e\.o\.|classification|cl)(?![A-Za-z]))+\Z"
    ).search(content, max(start, at - 60), at)
    return before.start() if before is not None else at
