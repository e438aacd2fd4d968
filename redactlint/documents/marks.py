"""Where a marking can stand: reading the portion mark at one place of a text, and nowhere else."""

from __future__ import annotations

import re
from functools import cache

from redactlint import compiled
from redactlint.documents.model import Mark
from redactlint.markings.portions import DOCUMENT, read_portion
from redactlint.markings.register import Register
from redactlint.text import Span

__all__ = ["mark_after_heading", "mark_at", "mark_at_end", "notice_line", "plain_mark"]

# The longest mark is a list of countries.
_LONGEST_MARK = 90


_WORDS = (
    r"(?:TOP SECRET|SECRET|CONFIDENTIAL|SENSITIVE BUT UNCLASSIFIED|UNCLASSIFIED|LIMITED OFFICIAL USE|TS|S|C|U|SBU|LOU)"
)


# "ENTIRE TEXT" in the ways in which it is worded and mistyped, and "ALL PARAGRAPHS".
_ALL = rf"(?:ENTIRE[ \t]{{1,3}}{DOCUMENT}|ALL[ \t]{{1,3}}PARA(?:S|GRAPHS)?)\b"


@cache
def _notice() -> re.Pattern[str]:
    # "(C) ENTIRE TEXT.", "(C) (ENTIRE TEXT)": a notice behind the bracket, and no sentence that begins with the words.
    return compiled.pattern(
        rf"[ \t]{{0,3}}[-–—:,]{{0,3}}[ \t]{{0,3}}\(?[ \t]{{0,3}}{_ALL}[ \t]{{0,3}}"
        r"(?:[.)]{1,2}|(?=\n[ \t]{0,9}(?:\n|\Z)|\Z))",
        re.IGNORECASE,
    )


@cache
def _unbracketed() -> re.Pattern[str]:
    return compiled.pattern(
        r"(?:(?:TS|S|C|U|SBU|LOU|L)(?:/{1,2}[A-Z]{1,7})?\))"
        rf"|(?:{_WORDS}[ \t]*+[-/–—,]*+[ \t]*+{_ALL}\.?\)?)"
        rf"|(?:(?i:(?:THIS |THE )?(?:{_ALL}|{DOCUMENT}(?= IS ))(?: (?:IS|ARE))?(?: CLASSIFIED)?)[ \t]*+[-:–—(]*+"
        rf"[ \t]*+{_WORDS}\)?(?i: IN ITS ENTIRETY\b)?(?=[ \t]*+\.?[ \t]*+(?:\n|\Z)))"
    )


@cache
def _oddly_bracketed() -> re.Pattern[str]:
    return compiled.pattern(
        r"[(\[{][ \t]?(?:TS|S|C|U|SBU|LOU)(?:/{1,2}[A-Z]{1,7})?[ \t]?[)\]}]"
        r"|<[ \t]?(?:TS|S|C|U|SBU|LOU)(?:/{1,2}[A-Z]{1,7})?[ \t]?>(?=[ \t\n])(?![^\n<]{0,80}</)"  # no tag of a web page
    )


@cache
def _unclosed() -> re.Pattern[str]:
    return compiled.pattern(
        rf"\([ \t]*+(?:[A-Z][A-Z/]*[ \t]*+-*+[ \t]*+{_ALL}\.?|(?:TS|S|C|U|SBU|LOU)(?:/{{1,2}}[A-Z]{{0,7}})?)"
        r"(?=[ \t\n:;])",
        re.IGNORECASE,
    )


@cache
def _bracketed() -> re.Pattern[str]:
    # With text behind it, as nearly everywhere, it can have no double.
    return compiled.pattern(rf"\([^)]{{0,{_LONGEST_MARK - 2}}}\)((?= [A-DF-Za-df-z]))?")


def plain_mark(printed: str, at: int, register: Register, dialect: str) -> Mark | None:
    """The mark `printed` in full at offset `at`, behind which a sentence begins."""
    parsed = read_portion(printed, register, dialect)
    return Mark(Span(at, at + len(printed)), parsed) if parsed is not None else None


def mark_at(content: str, at: int, end: int, register: Register, dialect: str, *, numbered: bool = True) -> Mark | None:
    """The mark that begins exactly at offset `at`, or None where text begins there.

    `numbered` says that a paragraph number stands before the place; only there is a mark read that has lost a bracket
    or is spelled in words without brackets.
    """
    if at >= end:
        return None
    if content[at] == "(":
        match = _bracketed().match(content, at, end)
        if match is not None:
            printed = match.group()
            is_digit = numbered and len(printed) == 3 and _is_debris(content, at)
            if "\n" in printed:
                printed = _unwrapped(printed)
            parsed = read_portion(printed, register, dialect, at_mark_position=is_digit)
            if len(printed) == 3 and content[match.end() : match.end() + 1].islower():
                return None  # "(S)he came"
            if parsed is not None:
                mark = Mark(Span(at, match.end()), parsed)
                return mark if match.lastindex else _with_its_double(content, mark, end, register, dialect)
        if numbered and (content[at + 1 : at + 9].lstrip()[:1] in _FIRST_LETTERS or _has_notice(content, at)):
            return _read(content, _unclosed(), at, end, register, dialect) or _read(
                content, _oddly_bracketed(), at, end, register, dialect
            )
        return None
    if numbered and content[at] in "[{<":
        return _read(content, _oddly_bracketed(), at, end, register, dialect)
    if numbered and content[at].isupper() and (")" in content[at : at + 14] or _has_notice(content, at)):
        return _read(content, _unbracketed(), at, end, register, dialect)
    return None


# Those of the levels that a mark can begin with; white space so long that no letter is in sight counts too.
_FIRST_LETTERS = frozenset("TSCULtscul") | {""}


def _has_notice(content: str, at: int) -> bool:
    words = content[at : at + _LONGEST_MARK].upper()
    return "ENTIRE" in words or "ALL PARA" in words


def _unwrapped(printed: str) -> str:
    """A mark that runs over the end of a line, on one line."""
    first, *rest = (line.strip() for line in printed.split("\n"))
    for line in rest:
        first += line if first.endswith("/") or line.startswith("/") else f" {line}"
    return first


def _is_debris(content: str, at: int) -> bool:
    """Whether a digit in brackets behind a number ("4. (8) The") is what is left of a mark, and counts no list."""
    digit = content[at + 1]
    return digit in "456789" and f"({int(digit) - 1})" not in content[max(0, at - 3000) : at]


@cache
def _notice_line() -> re.Pattern[str]:
    return compiled.pattern(
        rf"\n[ \t]*+(?P<notice>\(?{_WORDS}\)?[ \t]*+[-–—,]*+[ \t]*+(?i:ENTIRE TEXT)\b[.)]{{0,2}}"
        rf"|(?i:ENTIRE TEXT(?: IS)?)[ \t]*+[-:–—]*+[ \t]*+{_WORDS}\b\.?)(?=[ \t]*+\n)"
    )


def notice_line(content: str, start: int, end: int, register: Register, dialect: str) -> Mark | None:
    """The line that is nothing but a notice on the entire text ("SECRET - ENTIRE TEXT"), or None."""
    if content.find("TIRE TEXT", start, end) < 0 and content.find("tire text", start, end) < 0:
        return None
    match = _notice_line().search(content, start, end)
    parsed = read_portion(match["notice"], register, dialect) if match is not None else None
    if match is None or parsed is None or parsed.marking is None:
        return None
    return Mark(Span(match.start("notice"), match.end("notice")), parsed)


def _read(content: str, pattern: re.Pattern[str], at: int, end: int, register: Register, dialect: str) -> Mark | None:
    match = pattern.match(content, at, min(end, at + _LONGEST_MARK))
    if match is None:
        return None
    parsed = read_portion(match.group(), register, dialect)
    return None if parsed is None or parsed.marking is None else Mark(Span(match.start(), match.end()), parsed)


def _with_its_double(content: str, mark: Mark, end: int, register: Register, dialect: str) -> Mark:
    """A mark printed twice in a row ("(C) (C)") is one mark, doubled; one with a notice behind it is all of it."""
    beyond = content[mark.span.end : mark.span.end + 2]
    if beyond[:1] == " " and beyond[1:].isalpha() and beyond[1] not in "Ee":
        return mark  # text follows
    notice = _notice().match(content, mark.span.end, end)
    if notice is not None:
        parsed = read_portion(content[mark.span.start : notice.end()], register, dialect)
        if parsed is not None and parsed.marking is not None:
            return Mark(Span(mark.span.start, notice.end()), parsed)
    first = content[mark.span.start : mark.span.end]
    after = content[mark.span.end : mark.span.end + len(first) + 2]
    stripped = after.lstrip(" ")
    if mark.marking is None or not stripped.startswith(first):
        return mark
    double_end = mark.span.end + len(after) - len(stripped) + len(first)
    parsed = read_portion(content[mark.span.start : double_end], register, dialect)
    if double_end > end or parsed is None or parsed.marking is None:
        return mark
    return Mark(Span(mark.span.start, double_end), parsed)


@cache
def _heading_words() -> re.Pattern[str]:
    # "Summary: (C)", "KEY POINTS -- (C)", "Comment. (S//NF)", "ACTION REQUEST (C)": a few words, then the mark.
    return compiled.pattern(
        r"(?:[-–—*_=]{1,3} ?)?"
        r"(?:[A-Z][\w'’/&,-]*(?: {1,2}[\w'’/&,-]+){0,7}?[ \t]*(?::|\.|--?|–|—)[ \t]*(?:\n[ \t]*){0,2}"
        r"|[A-Z][A-Z'’/&-]+(?: {1,2}[A-Z'’/&-]+){0,7}[ \t]*(?: |\n[ \t]*)(?:\n[ \t]*)?)(?=\()"
    )


@cache
def _heads() -> re.Pattern[str]:
    return compiled.pattern(r"[^\n.]{1,60}\n(?:[ \t=_*-]{0,80}\n){1,3}[ \t]{0,8}¶?[ \t]?\d{1,3}[.)]")


def mark_after_heading(
    content: str, at: int, end: int, register: Register, dialect: str, *, in_capitals: bool = False
) -> Mark | None:
    """The mark that stands after a short heading which begins at `at` ("1. Summary: (C) …"), or None.

    `in_capitals` says that the whole text is, so that capitals alone make no heading.
    """
    if at >= end or content.find("(", at, min(end, at + 80)) < 0:
        return None
    heading = _heading_words().match(content, at, min(end, at + 80))
    if heading is None:
        return None
    mark = mark_at(content, heading.end(), end, register, dialect, numbered=False)
    if mark is None or mark.marking is None or not _is_plain(content, mark):
        return None
    if content[mark.span.end : mark.span.end + 1] in (",", ";"):
        return None  # "one of these: (S), (C)": marks that are spoken of
    words = heading.group().rstrip(" \t\n")
    if words.rstrip(" .")[-1:].isdigit():
        return None  # "Paragraph 2. (C) of the draft": a citation
    line_end = content.find("\n", mark.span.end, end)
    behind = content[mark.span.end : line_end if line_end >= 0 else end].strip()
    if words[-1] not in ":.-–—" and in_capitals and behind[:1] not in ("", ":", ".", "-", "–", "—"):
        return None  # "THE VESSEL (S) STELLA"
    if words[-1] == "." and behind[:1].islower():
        return None  # "We do not agree. (U) is what he wrote"
    is_apart = content.count("\n", at, mark.span.start) > 1
    if words[-1] == "." and is_apart and _heads().match(content, mark.span.end, end):
        return None  # "The minister left." and below it "(U) THE LAW", the heading of the next paragraph
    ends_line = not behind
    # "The minister left. (C)": a sentence with its mark behind it, no heading.
    return None if ends_line and words[-1] == "." else mark


def mark_at_end(content: str, start: int, end: int, register: Register, dialect: str) -> Mark | None:
    """The mark that closes the text between the offsets ("… in the spring. (C)"), or None.

    A heading or a signature may follow it, behind a blank line or on a short line.
    """
    last = end
    for _ in range(_CLOSING_BLOCKS):
        while last > start and content[last - 1] in " \t\r\n":
            last -= 1
        if last <= start:
            return None
        if content[last - 1] == ")":
            return _closing(content, start, last, register, dialect)
        tail = max(start, last - _LONGEST_CLOSING_LINE)
        bracket = content.rfind(")", tail, last)
        if bracket >= 0 and _end_of_heading().fullmatch(content, bracket + 1, last) is not None:
            return _closing(content, start, bracket + 1, register, dialect)
        line_start = content.rfind("\n", start, last) + 1
        line = content[line_start:last]
        if line_start <= start or len(line) > _LONGEST_CLOSING_LINE or line[-1] in ".?!,;":
            return None
        last = line_start
    return None


@cache
def _end_of_heading() -> re.Pattern[str]:
    # "END SUMMARY.", "End Comment", behind the mark that closes a paragraph.
    return compiled.pattern(r"[ \t\n]+END(?:[ \t\n]+[A-Z]+){1,3}\.?", re.IGNORECASE)


# A heading and a signature may follow a closing mark, each on a short line.
_CLOSING_BLOCKS = 3
_LONGEST_CLOSING_LINE = 60


def _closing(content: str, start: int, last: int, register: Register, dialect: str) -> Mark | None:
    open_at = content.rfind("(", max(start, last - _LONGEST_MARK), last)
    if open_at <= start:
        return None
    before = content[start:open_at].rstrip()
    if not before or before[-1] not in ".!?:;)\"'”’":
        return None
    mark = mark_at(content, open_at, last, register, dialect, numbered=False)
    exact = mark is not None and mark.marking is not None and mark.span.end == last and _is_plain(content, mark)
    return mark if exact else None


def _is_plain(content: str, mark: Mark) -> bool:
    """Whether it is printed in capitals, as a mark away from its usual place must be to be told from prose."""
    printed = content[mark.span.start : mark.span.end]
    return printed == printed.upper()
