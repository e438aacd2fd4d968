"""Banners: the words of an overall marking as printed, spaced or solid, worn or whole, read as a marking."""

from __future__ import annotations

import re
from functools import lru_cache

from redactlint.markings import grammar
from redactlint.markings.model import Deviation, Parsed
from redactlint.markings.pieces import fold, upper
from redactlint.markings.register import Register
from redactlint.markings.render import render

__all__ = ["read_banner"]

_LONGEST = 240
_SPACED = re.compile(r"(?:[A-Z] +){2,}[A-Z]\b")


def read_banner(text: str, register: Register, dialect: str) -> Parsed | None:
    """Read the words of an overall marking, without section and message number; None where they are no marking.

    Takes spaced letters ("C O N F I D E N T I A L"), lost, doubled and run-together ones ("CC O N F I D E N T I A L",
    "O N F I D E N T I A L", "CO N F I D E N T I A L"), any case, UNCLAS, and controls after slashes or a dash.
    """
    if len(text) > _LONGEST:
        return None
    return _read(text, register, dialect)


@lru_cache(maxsize=4096)
def _read(text: str, register: Register, dialect: str) -> Parsed | None:
    stripped = text.strip()
    if not stripped:
        return None
    start = text.index(stripped)
    capital = upper(stripped)
    deviations: list[Deviation] = []
    if stripped != capital:
        deviations.append(Deviation("lower-case", start, start + len(stripped), stripped))
    solid, kind = _solid(capital, register)
    if solid is None:
        return None
    if kind:
        deviations.append(Deviation(kind, start, start + len(stripped), stripped))
    reading = grammar.read(solid, 0, len(solid), "banner", dialect, register)
    marking = reading.marking()
    if marking is None or (reading.unknown and "//" not in solid):
        return None
    deviations += reading.deviations
    canonical = render(marking, "banner", dialect, register)
    mended = tuple(Deviation(one.kind, one.start, one.end, one.token, canonical, one.detail) for one in deviations)
    return Parsed(text, marking, mended, canonical)


_HEADS = ("TOP SECRET", "SECRET", "CONFIDENTIAL", "UNCLASSIFIED", "RESTRICTED", "UNCLAS", "LIMITED OFFICIAL USE")


def _solid(capital: str, register: Register) -> tuple[str | None, str]:
    """`capital` with the spaced letters of its level run together, and the kind of damage that was in them, if any."""
    head, slashes, tail = capital.partition("/")
    words = fold(head.replace("\u2013", "-").replace("\u2014", "-"))
    rest = slashes + tail
    for spelling in sorted(register.levels, key=len, reverse=True):
        if len(spelling) > 2 and (words == spelling or words.startswith(spelling + " ")):
            return words + rest, ""
    for word, control in register.banner_words.items():
        if words == word and len(word) > 2 and control.word in ("LOU", "SBU", "FOUO"):
            return words + rest, ""
    letters = words.split(" ")
    for end in range(len(letters), 0, -1):
        if end < len(letters) and len(letters[end]) == 1 and letters[end].isalpha() and letters[end - 1:end] and not _ends_level("".join(letters[:end])):
            continue
        joined = "".join(letters[:end])
        found = _worn(joined, letters[:end])
        if found is not None:
            level, kind = found
            after = " ".join(letters[end:])
            return (f"{level} {after}".strip()) + rest, kind
    return None, ""


def _ends_level(joined: str) -> bool:
    return any(joined == one.replace(" ", "") for one in _HEADS)


def _worn(joined: str, groups: list[str]) -> tuple[str, str] | None:
    for level in _HEADS:
        solid = level.replace(" ", "")
        spaced = all(len(one) == 1 for one in groups)
        if joined == solid:
            return level, "" if spaced or groups == level.split(" ") else "spacing"
        if len(solid) < 6 or not (spaced or len(groups) > 2 or abs(len(joined) - len(solid)) == 1 and len(groups) > 1 or len(groups) == 1):
            continue
        if joined == solid[1:]:
            return level, "letter-lost"
        if len(joined) == len(solid) - 1 and any(joined == solid[:i] + solid[i + 1 :] for i in range(len(solid))):
            return level, "letter-lost"
        if len(joined) == len(solid) + 1 and any(joined == solid[: i + 1] + solid[i:] for i in range(len(solid))):
            return level, "letter-doubled"
    return None
