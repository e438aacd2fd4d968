"""Pieces: a marking cut at its separators, each piece with its place and the separator before it."""

from __future__ import annotations

import re

import attrs

from redactlint.markings.register import Register

__all__ = ["Piece", "cut", "fold", "level_prefix", "upper"]


@attrs.frozen
class Piece:
    """The characters between two separators: folded (upper case, single blanks), with offsets into the whole string.

    `before` is the separator that precedes it: "//", "/", ",", "-", " " or "" where none does; `before_start` is
    where that separator begins.
    """

    words: str
    start: int
    end: int
    before: str = ""
    before_start: int = 0


def upper(text: str) -> str:
    """`text` in upper case and of the same length, whatever the alphabet."""
    if text.isascii():
        return text.upper()
    return "".join(one.upper() if len(one.upper()) == 1 else one for one in text)


def fold(text: str) -> str:
    """`text` with every run of white space one blank."""
    return " ".join(text.split())


_SLASHES = re.compile(r"\s*([/\\]+)\s*")


def cut(text: str, start: int, end: int) -> list[Piece]:
    """Cut `text[start:end]` (upper case already) at its slashes; blanks around a slash belong to the separator."""
    pieces: list[Piece] = []
    before, before_start, place = "", start, start
    for match in _SLASHES.finditer(text, start, end):
        pieces.append(_piece(text, place, match.start(), before, before_start))
        before = "/" if len(match[1]) == 1 else "//"
        before_start, place = match.start(), match.end()
    pieces.append(_piece(text, place, end, before, before_start))
    return pieces


def _piece(text: str, start: int, end: int, before: str, before_start: int) -> Piece:
    raw = text[start:end]
    stripped = raw.strip()
    start += len(raw) - len(raw.lstrip()) if stripped else 0
    return Piece(fold(stripped), start, start + len(stripped), before, before_start)


def level_prefix(words: str, register: Register, *, with_letters: bool) -> str | None:
    """The longest spelling of a level with which `words` begins, ending at a word's end; letters only if asked."""
    best: str | None = None
    for spelling in register.levels:
        if not with_letters and len(spelling) <= 2:
            continue
        if words.startswith(spelling) and (best is None or len(spelling) > len(best)):
            rest = words[len(spelling) :]
            if not rest or not rest[0].isalnum():
                best = spelling
    return best
