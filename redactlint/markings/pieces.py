"""Pieces: a marking cut at its slashes, each piece with its place and the separator before it."""

from __future__ import annotations

from redactlint import compiled
from redactlint.markings.lettering import fold
from redactlint.values import NamedTuple

__all__ = ["Entry", "Piece", "cut", "piece_of"]


class Piece(NamedTuple):
    """The characters between two separators: folded (upper case, single blanks), with offsets into the whole string.

    `before` is the separator that precedes it, as printed: "//", "/", ",", "-", " ", or "" where none does;
    `before_start` is where that separator begins.
    """

    words: str
    start: int
    end: int
    before: str = ""
    before_start: int = 0


class Entry(NamedTuple):
    """One control as it was read: its category and rank in the register, its words, and its place.

    `how` tells the spelling: "own" (authorised in this form), "other" (in the other form), "also" (in neither).
    """

    category: str
    rank: tuple[int, str]
    words: tuple[str, ...]
    piece: Piece
    how: str = "own"


_SLASHES = r"\s*([/\\]+)\s*"


def cut(text: str, start: int, end: int) -> list[Piece]:
    """Cut `text[start:end]` (upper case already) at its slashes; blanks around a slash belong to the separator."""
    pieces: list[Piece] = []
    before, before_start, place = "", start, start
    for match in compiled.pattern(_SLASHES).finditer(text, start, end):
        pieces.append(piece_of(text, place, match.start(), before, before_start))
        before = match[0].replace("\\", "/")
        before_start, place = match.start(), match.end()
    pieces.append(piece_of(text, place, end, before, before_start))
    return pieces


def piece_of(text: str, start: int, end: int, before: str, before_start: int) -> Piece:
    """The piece `text[start:end]` without the blanks at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Piece(fold(text[start:end]), start, end, before, before_start)
