"""Codes and names of countries and organisations: read as a list, put in order, expanded and compared."""

from __future__ import annotations

import re
from collections.abc import Iterable

from redactlint import compiled
from redactlint.markings.lettering import fold
from redactlint.markings.register import Register
from redactlint.values import NamedTuple

__all__ = ["Code", "contains", "least", "read_codes", "sorted_codes", "spread"]

_CUT = r"\s*(?:[,;&+/]|\bAND\b)\s*"


class Code(NamedTuple):
    """One entry of a list: its code (the words themselves where nothing knows them), its place, the separator before.

    `how` is "code", "name" or "unknown".
    """

    code: str
    how: str
    start: int
    end: int
    before: str


def read_codes(text: str, start: int, end: int, register: Register, dialect: str) -> list[Code]:
    """Read `text[start:end]` (upper case) as codes or names, however they are separated; linear in its length."""
    found: list[Code] = []
    place, before = start, ""
    for match in [*compiled.pattern(_CUT).finditer(text, start, end), None]:
        stop = match.start() if match is not None else end
        if (
            match is not None
            and match[0].strip() == "AND"
            and _is_name_with_and(text, place, match.start(), end, register)
        ):
            continue
        _read_segment(found, text, place, stop, before, register, dialect)
        if match is not None:
            place, before = match.end(), match[0]
    return found


def _is_name_with_and(text: str, start: int, joint: int, end: int, register: Register) -> bool:
    """Whether the AND at `joint` belongs to the name of a country ("ANTIGUA AND BARBUDA")."""
    before, whole = len(fold(text[start:joint])), fold(text[start:end])
    return any(" AND " in name and before < len(name) and whole.startswith(name) for name in register.country_names)


def _read_segment(
    found: list[Code], text: str, start: int, end: int, before: str, register: Register, dialect: str
) -> None:
    raw = text[start:end]
    lead = len(raw) - len(raw.lstrip(" \t\r\n.:"))
    start, raw = start + lead, raw.strip(" \t\r\n.:")
    if not raw:
        return
    words = [(match[0], match.start(), match.end()) for match in re.finditer(r"\S+", text[start : start + len(raw)])]
    place, joint = 0, before
    while place < len(words):
        # The longest run of words that a name or code is, so that SOUTH KOREA is one and AUS CAN are two.
        for last in range(len(words), place, -1):
            known = _code(" ".join(word for word, _, _ in words[place:last]), register, dialect)
            if known is not None:
                break
        else:
            first = start + words[place][1]
            found.append(
                Code(" ".join(word for word, _, _ in words[place:]), "unknown", first, start + len(raw), joint)
            )
            return
        found.append(Code(*known, start + words[place][1], start + words[last - 1][2], joint))
        place, joint = last, " "


def _code(word: str, register: Register, dialect: str) -> tuple[str, str] | None:
    if register.is_code(word, dialect):
        return word, "code"
    code = register.country_names.get(word)
    return (code, "name") if code is not None and register.is_code(code, dialect) else None


def sorted_codes(codes: Iterable[str], register: Register, *, alphabetical: bool = False) -> list[str]:
    """USA first, then countries, then organisations, each from A to Z; or all from A to Z (JOINT lists)."""
    if alphabetical:
        return sorted(codes)
    return sorted(codes, key=lambda code: (0 if code == "USA" else 1 if code in register.countries else 2, code))


def spread(codes: Iterable[str], register: Register) -> frozenset[str]:
    """The codes with everything that they contain: FVEY holds its members and every smaller group of them."""
    spread_codes = set(codes)
    for code in tuple(spread_codes):
        members = _members(code, register)
        if members:
            spread_codes |= members
            spread_codes |= {
                other.code for other in register.organisations.values() if other.members and other.members <= members
            }
    return frozenset(spread_codes)


def least(codes: Iterable[str], register: Register) -> frozenset[str]:
    """The fewest codes that say the same: those that another code of the set contains are left out."""
    given = frozenset(codes)
    return frozenset(code for code in given if not any(contains(other, code, register) for other in given))


def contains(group: str, code: str, register: Register) -> bool:
    """Whether the organisation `group` is known to contain the other `code`."""
    if group == code:
        return False
    members = _members(group, register)
    inner = _members(code, register)
    return code in members or bool(inner and inner < members)


def _members(code: str, register: Register) -> frozenset[str]:
    organisation = register.organisations.get(code)
    return organisation.members if organisation is not None else frozenset()
