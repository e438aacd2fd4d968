"""Portion marks: what stands in brackets before a paragraph, read as a marking, as the debris of one, or as prose."""

from __future__ import annotations

import re
from functools import lru_cache

from redactlint.markings import grammar
from redactlint.markings.levels import Level
from redactlint.markings.model import Deviation, Marking, Parsed
from redactlint.markings.pieces import fold, upper
from redactlint.markings.register import Register
from redactlint.markings.render import render

__all__ = ["is_entire_text", "read_portion"]

# A mark is short; only a list of countries is longer than a few characters.
_LONGEST = 160
_OPEN, _CLOSE = "([{", ")]}"
_ENTIRE = re.compile(r"[\s\-\u2013\u2014.,:/()]*\bENTIRE\s+(?:TEXT|TEST|TXT|MESSAGE|TELEGRAM|CABLE|DOCUMENT)\b[\s.)\]]*")
_ENTIRE_FIRST = re.compile(r"ENTIRE\s+(?:TEXT|MESSAGE|TELEGRAM|CABLE|DOCUMENT)(?:\s+IS)?[\s\-\u2013\u2014:.(]*")
_DOUBLED = re.compile(r"([^()]{1,12}?)\s*\)\s*\(\s*([^()]{1,12})")
_STRAY = " \t\r\n.,;:'\"`*_-"
# Letters that label the items of a list (A and B, the roman I and V) are never taken for the debris of a mark.
_LONE_DEBRIS = frozenset("DGHJKMNOPQTWXYZ©€")
_WORN = frozenset(("SB", "BU", "SUB", "BSU", "SSBU", "SBBU", "SBUU", "CC", "SS", "UU"))


def is_entire_text(parsed: Parsed) -> bool:
    """Whether a mark says that it covers the entire text ("(C - ENTIRE TEXT)")."""
    return any(one.kind == "entire-text" for one in parsed.deviations)


def read_portion(text: str, register: Register, dialect: str, *, at_mark_position: bool = False) -> Parsed | None:
    """Read `text`, as printed with whatever brackets it has, as a portion mark of the `dialect` ("state" or "ic").

    None means that it is no mark at all: prose ("(I ASK FOR)"), a list label ("(a)", "(A)", "(1)"), a name ("(U.S.)").
    A result whose marking is None is debris: one edit from a mark, or what is left of one.  Only where the caller
    knows that a mark must stand there (`at_mark_position`) is a lone digit debris.  "(c)" in lower case is read as C
    with the deviation "lower-case": whether it is a list label only its position can tell.
    """
    if len(text) > _LONGEST:
        return None
    return _read(text, register, dialect, at_mark_position)


@lru_cache(maxsize=16384)
def _read(text: str, register: Register, dialect: str, at_mark_position: bool) -> Parsed | None:
    capital = upper(text)
    start, end = 0, len(text)
    while start < end and capital[start].isspace():
        start += 1
    while end > start and capital[end - 1].isspace():
        end -= 1
    opened = start < end and capital[start] in _OPEN
    if "ENTIRE" in capital:
        return _read_entire_text(text, capital, register, dialect)
    closed = end > start and capital[end - 1] in _CLOSE
    if not opened and not closed:
        return None
    deviations: list[Deviation] = []
    inner_start, inner_end = start + opened, end - closed
    if not (opened and closed):
        deviations.append(Deviation("bracket", start, end, text[start:end]))
    doubled = _DOUBLED.fullmatch(capital, inner_start, inner_end)
    if doubled is not None and doubled[1].strip() == doubled[2].strip():
        deviations.append(Deviation("doubled", doubled.start(2), doubled.end(2), text[doubled.start(2) : doubled.end(2)]))
        inner_end = doubled.end(1)
    while inner_start < inner_end and capital[inner_start] in _OPEN:
        inner_start += 1
        deviations.append(Deviation("bracket", start, end, text[start:end]))
    while inner_start < inner_end and capital[inner_end - 1] in _CLOSE:
        inner_end -= 1
        deviations.append(Deviation("bracket", start, end, text[start:end]))
    bare = capital[inner_start:inner_end]
    core = bare.strip(_STRAY)
    if not core:
        return None
    core_start = inner_start + bare.index(core)
    core_end = core_start + len(core)
    outside = bare.replace(core, "", 1)
    if outside.strip():
        deviations.append(Deviation("stray-character", inner_start, inner_end, text[inner_start:inner_end]))
    elif outside:
        deviations.append(Deviation("blank", inner_start, inner_end, text[inner_start:inner_end]))
    return _read_core(text, core_start, core_end, deviations, register, dialect, at_mark_position)


def _read_core(
    text: str, start: int, end: int, deviations: list[Deviation], register: Register, dialect: str, at_mark_position: bool
) -> Parsed | None:
    printed = text[start:end]
    core = fold(upper(printed))
    if printed in ("l", "r"):
        return None
    reading = grammar.read(text, start, end, "portion", dialect, register)
    marking = reading.marking()
    if marking is None or (reading.unknown and not _is_marking_still(core, printed, reading)):
        return _debris(text, core, printed, at_mark_position, start, end)
    if printed != upper(printed) and not _is_lower_case_mark(printed, core, reading):
        return None
    if printed != upper(printed):
        deviations.append(Deviation("lower-case", start, end, printed))
    head = core.split("/")[0].strip()
    if len(head) > 4 and head in register.levels:
        deviations.append(Deviation("level-in-words", start, start + len(head), printed[: len(head)]))
    deviations += reading.deviations
    canonical = render(marking, "portion", dialect, register)
    if not deviations and core != canonical:
        deviations.append(Deviation("house-form" if dialect == "state" else "control-separator", start, end, printed))
    return _finish(text, marking, deviations, canonical)


def _is_lower_case_mark(printed: str, core: str, reading: grammar.Reading) -> bool:
    """Whether lower case can still be a mark: short letters, a list of countries, or a level with a capital."""
    if len(core) <= 4 or "/" in core:
        return True
    return reading.rel_to is not None or (printed[0].isupper() and core in reading.register.levels)


def _is_marking_still(core: str, printed: str, reading: grammar.Reading) -> bool:
    """Whether a string with an unknown token is a marking all the same: only marks are joined by two slashes."""
    return "//" in core and printed == upper(printed) and len(core) <= 60


def _debris(text: str, core: str, printed: str, at_mark_position: bool, start: int, end: int) -> Parsed | None:
    """A Parsed without marking where `core` is one edit from a mark, else None."""
    if printed != upper(printed):
        return None
    is_debris = (
        core in _LONE_DEBRIS
        or core in _WORN
        or (at_mark_position and len(core) == 1 and core.isdigit())
        or ("/" in core and len(core) <= 9 and _is_near_slash_form(core))
    )
    return Parsed(text, None, (Deviation("debris", start, end, printed),)) if is_debris else None


_SLASH_FORMS = ("C/NF", "S/NF", "SBU/NF", "TS/NF", "U/FOUO", "C//NF", "S//NF", "TS//NF", "SBU//NF", "U//FOUO", "S/NOFORN", "C/NOFORN")


def _is_near_slash_form(core: str) -> bool:
    letters = sorted(core)
    return any(sorted(form) == letters or _is_one_edit(core, form) for form in _SLASH_FORMS)


def _is_one_edit(one: str, other: str) -> bool:
    """Whether one insertion, deletion or substitution makes `other` of `one`."""
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1:
        return False
    place = 0
    while place < len(one) and one[place] == other[place]:
        place += 1
    if len(one) == len(other):
        return one[place + 1 :] == other[place + 1 :]
    return one[place:] == other[place + 1 :]


def _read_entire_text(text: str, capital: str, register: Register, dialect: str) -> Parsed | None:
    stripped = capital.strip()
    lead = capital.index(stripped)
    for pattern, is_first in ((_ENTIRE, False), (_ENTIRE_FIRST, True)):
        match = pattern.search(capital)
        if match is None:
            continue
        rest = capital[match.end() :] if is_first else capital[: match.start()]
        if (capital[: match.start()] if is_first else capital[match.end() :]).strip(" .()[]-"):
            continue
        core = fold(rest.strip(" \t\r\n.()[]-:"))
        if not core or len(core) > 40:
            continue
        place = capital.index(rest.strip(" \t\r\n.()[]-:"))
        reading = grammar.read(text, place, place + len(rest.strip(" \t\r\n.()[]-:")), "portion", dialect, register)
        marking = reading.marking()
        if marking is None or reading.unknown:
            continue
        deviation = Deviation("entire-text", lead, lead + len(stripped), text[lead : lead + len(stripped)])
        return _finish(text, marking, [deviation], render(marking, "portion", dialect, register))
    return None


def _finish(text: str, marking: Marking, deviations: list[Deviation], canonical: str) -> Parsed:
    mended = tuple(
        Deviation(one.kind, one.start, one.end, one.token, f"({canonical})", one.detail) if one.suggestion is None else one
        for one in deviations
    )
    return Parsed(text, marking, mended, canonical)


def _level_letters(level: Level) -> str:
    return level.name
