"""Exemption codes as they stand on released copies: read from release lines and margins, written one way.

Canonical forms: "B6", "B7(C)", "B3 CIA" (a statute beside its code), "1.4(D)", "3.3(b)(6)", "25X1", "50X1-HUM",
"P5", "K2", "NR", "STATINTL", "B1-1" (an FBI index code).  Whether a code exists is for the rules, which hold the lists;
here only its shape counts, so that "B10" and "25X12" are read and can be judged.  Box edges and letters taken for
digits, as text recognition leaves them ("BS", "B61", "1.4(0)"), are read as what they must have been.
"""

from __future__ import annotations

import re
from functools import cache

from redactlint import compiled
from redactlint.documents.landmarks import brackets_of
from redactlint.text import Span
from redactlint.values import NamedTuple

__all__ = ["Code", "code_run", "codes_at", "margin_codes", "place_codes"]


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return compiled.pattern(pattern)


class Code(NamedTuple):
    """One exemption code: its place, as printed, and canonically; `tail` is where its statute stands a line below."""

    span: Span
    raw: str
    code: str
    tail: Span | None = None


# One code.  A statute may follow (b)(3); FBI copies index their codes ("b7C-2").
_CODE = (
    r"(?P<paren>\(?[bB]\)?[ \t]?\(?7\)?[ \t]?\(?(?P<letter>[A-Fa-f])\)?(?![\w(])"
    r"|\(?[bB]\)?[ \t]?\(?(?P<digit>[1-9]\d?|(?<=[bB])[SGlI])\)?(?![\w.(]|\)\())(?:[ ]?-(?P<index>\d{1,2}))?(?!\w)"
    r"|(?P<section>[1-6]\.[1-9])[ \t]?\(?(?P<part>[A-Za-z0])\)?(?:[ \t]?\((?P<number>\d{1,2})\))?(?!\w)"
    r"|(?P<exempt>(?:25|50|75)[ \t]?[Xx]\d{1,2})(?:-(?P<subject>[A-Za-z]{3,5}))?(?!\w)"
    r"|(?P<word>STATINTL|STAT|HUMINT|PRM|NR|OGA|SBU|FOUO|LOU|CUI)(?!\w)"
    r"|P[ \t]?(?P<presidential>\d)(?:/[bB]\(?\d\)?)?(?!\w)"
    r"|\((?P<privacy>[djk])\)[ \t]?\((?P<item>\d)\)"
)
_STATUTE = (
    r"[ \t]*(?:[-,:;][ \t]*)?(?P<name>(?!NR\b|STAT\b|STATINTL\b|SBU\b|FOUO\b|B\d)"
    r"(?:\d{1,2}[ \t]U\.?S\.?C\.?[ \t]?(?:§[ \t]?)?\d{2,4}[a-z]?(?:-\d)?(?:\([a-z0-9]+\))*"
    r"|[A-Z][A-Z0-9/]{1,}(?:[ \t][A-Z]{3,}[A-Z0-9/]*){0,2}))"
)
_SEPARATOR = r"[ \t]*[,;/&]?[ \t]*"
_EDGE = r"[ \t]*[|1lI\]\[.,;]?[ \t]*\Z"
_LETTERS = {"S": "5", "G": "6", "l": "1", "I": "1"}


def code_run(content: str, start: int, end: int) -> tuple[Code, ...]:
    """The codes of a stretch that holds nothing but codes (and the edge of a box), else nothing."""
    codes: list[Code] = []
    at = start
    while at < end and content[at] in " \t,;|[":
        at += 1
    while at < end:
        read = _read(content, at, end)
        if read is None:
            if codes and _compiled(_EDGE).match(content, at, end):
                break
            return ()
        codes.append(read)
        gap = _compiled(_SEPARATOR).match(content, read.span.end, end)
        at = gap.end() if gap else read.span.end
    return tuple(codes)


def _read(content: str, at: int, end: int) -> Code | None:
    match = _compiled(_CODE).match(content, at, end)
    if match is None:
        return None
    stop = match.end()
    code = _canonical(match)
    if code == "B3" and (statute := _compiled(_STATUTE).match(content, stop, end)):
        code, stop = f"B3 {' '.join(statute['name'].split())}", statute.end()
    return Code(Span(at, stop), content[at:stop], code)


def _canonical(match: re.Match[str]) -> str:
    if match["paren"]:
        index = f"-{match['index']}" if match["index"] else ""
        if match["letter"]:
            return f"B7({match['letter'].upper()}){index}"
        digit = match["digit"]
        return f"B{_LETTERS.get(digit, digit)}{index}"
    if match["section"]:
        part = "D" if match["part"] == "0" else match["part"]
        if match["number"]:
            return f"{match['section']}({part.lower()})({match['number']})"
        return f"{match['section']}({part.upper()})"
    if match["exempt"]:
        subject = f"-{match['subject'].upper()}" if match["subject"] else ""
        return "".join(match["exempt"].upper().split()) + subject
    if match["word"]:
        return match["word"]
    if match["presidential"]:
        return f"P{match['presidential']}"
    return f"{match['privacy'].upper()}{match['item']}"


def codes_at(content: str, at: int, column: int) -> tuple[Code, ...]:
    """The codes of a release line: on the rest of its line, and on lines below that stand in the same column.

    `at` is the offset after "RELEASE IN PART", `column` where these words begin in their line.
    """
    codes: list[Code] = []
    end = _line_end(content, at)
    for start, stop in _columns(content, at, end):
        run = code_run(content, start, stop)
        if not run:
            break
        codes += run
        if stop < end:
            break  # what follows in a further column is a margin code
    for _ in range(4):
        start, end = end + 1, _line_end(content, end + 1)
        if start >= len(content):
            break
        if not content[start:end].strip():
            if codes:
                break
            continue
        taken = False
        for begin, stop in _columns(content, start, end):
            if abs(begin - start - column) > 3 and not (begin - start <= column <= stop - start):
                continue
            run = code_run(content, begin, stop)
            if not run and codes and codes[-1].code == "B3":
                run = _statute_run(content, begin, stop, codes)
            codes += run
            taken = bool(run)
            break
        if not taken:
            break
    return tuple(codes)


def _statute_run(content: str, start: int, end: int, codes: list[Code]) -> tuple[Code, ...]:
    """The line below "B5,B3" that names the statute, then goes on with codes."""
    statute = _compiled(_STATUTE).match(content, start, end)
    if statute is None:
        return ()
    rest = code_run(content, statute.end(), end)
    if not rest and content[statute.end() : end].strip(" \t,;|"):
        return ()
    bare = codes.pop()
    tail = Span(statute.start("name"), statute.end())
    named = Code(bare.span, bare.raw, f"B3 {' '.join(statute['name'].split())}", tail)
    return (named, *rest)


def _line_end(content: str, at: int) -> int:
    end = content.find("\n", at)
    return len(content) if end < 0 else end


@cache
def _column_pattern() -> re.Pattern[str]:
    return compiled.pattern(r"[^ \t\n](?:[^ \t\n]|[ \t]{1,2}(?=[^ \t\n]))*")


def _columns(content: str, start: int, end: int) -> list[tuple[int, int]]:
    """The stretches of a line that three blanks, or its ends, set apart."""
    return [match.span() for match in _column_pattern().finditer(content, start, end)]


# A stretch that could be nothing but codes, up to the end of its line.  It begins with one of a few characters, which
# keeps the search quick.
_MARGIN = (
    r"[(bB1-7NSHFLC](?<=[ \t\n].)(?:(?<=[(bB])[bB)]{0,2}[ \t]?\(?[1-9SGlI]|(?<=[1-6])\.\d[ \t]?\(|(?<=[257])[505]X\d"
    r"|(?<=N)R\b|(?<=S)TAT|(?<=H)UMINT|(?<=S)BU\b|(?<=F)OUO\b|(?<=L)OU\b|(?<=C)UI\b)[^\n]{0,60}?(?=[ \t]*(?:\n|\Z))"
)


@cache
def _empty_box() -> re.Pattern[str]:
    # The brackets of a deletion, with the code that stands behind them.
    return compiled.pattern(r"\[[ \t]{2,}\][ \t]*\Z")


@cache
def _margin_pattern() -> re.Pattern[str]:
    return compiled.pattern(_MARGIN)


@cache
def _deleted_before() -> re.Pattern[str]:
    return compiled.pattern(r"(?:\[[ \t]{2,}\]|[█■▇▆]{2,})[ \t]*\Z")


def margin_codes(content: str, *, words: bool = False) -> tuple[Code, ...]:
    """Every code that stands in a margin: alone on its line, or set apart at its end by three blanks or more.

    `words` admits the words of intelligence agencies ("STATINTL", "HUMINT"), which are headings elsewhere.  Only a copy
    that bears a release stamp has margins in this sense; the caller sees to that.
    """
    codes: list[Code] = []
    for match in _margin_pattern().finditer("\n" + content):
        start, end = match.start() - 1, match.end() - 1
        before = content[content.rfind("\n", 0, start) + 1 : start]
        is_apart = not before.strip() or before.endswith(("   ", "\t")) or _empty_box().search(before) is not None
        if not is_apart:
            continue
        if match.group()[:2] in ("SB", "FO", "LO", "CU"):
            # How a paper is to be handled stands on many a line; it is given as a ground behind a deletion.
            if _deleted_before().search(before) is None:
                continue
        elif match.group()[0] in "SH" and not words:
            continue
        for begin, stop in reversed(_columns(content, start, end)):
            run = code_run(content, begin, stop)
            if not run:
                break
            codes += run
    codes.sort(key=lambda one: one.span)
    return tuple(codes)


@cache
def _place_pattern() -> re.Pattern[str]:
    return compiled.pattern(r"\([bB]\)[ \t]?\(\d")


@cache
def _index_pattern() -> re.Pattern[str]:
    # Searched by its dash, which is rarer than the letter; what stands before it is read backwards.
    return compiled.pattern(r"-(?=\d{1,2}(?!\w))")


@cache
def _before_index() -> re.Pattern[str]:
    return compiled.pattern(r"b[1-9][A-F]?[ ]?\Z")


@cache
def _statute_before() -> re.Pattern[str]:
    # What makes of "(b)(6)" a citation of the statute in a sentence.
    return compiled.pattern(
        r"(?i)(?:\b(?:under|exemptions?|(?:sub)?sections?|secs?\.|552a?|U\.?S\.?C\.?|paragraphs?|clauses?|and|or|per|of|by|with|see)|§)"
        r"\s*\Z"
    )


def place_codes(content: str) -> tuple[Code, ...]:
    """Codes at the place of a deletion: "(b)(6)" anywhere but in a citation of the statute, "b7C-2" set apart."""
    codes: list[Code] = []
    starts = []
    for dash in _index_pattern().finditer(content):
        match = _before_index().search(content, max(0, dash.start() - 4), dash.start())
        if match is not None:
            before = content[max(0, match.start() - 2) : match.start()]
            if before[-1:] in ("", "\n", "\t", "[") or before in ("  ", "\n "):
                starts.append(match.start())
    for at in brackets_of(content):
        if content[at + 1] in "bB" and _place_pattern().match(content, at) is not None:
            near = content[max(0, at - 24) : at]
            if near[-1:] in ("", " ", "\n", "\t", "[", "█", "■", "_") and not _statute_before().search(near):
                starts.append(at)
    reached = -1
    for start in sorted(starts):
        if start < reached:
            continue
        at = start
        while (read := _read(content, at, _line_end(content, at))) is not None:
            codes.append(read)
            gap = _compiled(_SEPARATOR).match(content, read.span.end)
            at = reached = gap.end() if gap else read.span.end
    return tuple(codes)
