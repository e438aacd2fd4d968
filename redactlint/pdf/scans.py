"""Scans: text that shows only in a picture of it, held against the picture: what that blots out or does not have."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from redactlint.pdf.geometry import Rect, union
from redactlint.pdf.glyphs import Glyph
from redactlint.pdf.painting import IMAGE
from redactlint.pdf.pieces import BLACK, FEWEST, PLAIN, Hidden, Page, Piece

__all__ = ["held_against_picture", "is_picture_of"]

# The share of the words of a text layer that must have ink under them for the rest to be held against the page.
_IN_REGISTER, _FEWEST_WORDS = 0.8, 4
# The contrast up to which paper, or what is painted over it, is even.
_EVEN = 28


def is_picture_of(page: Page, piece: Piece) -> bool:
    """Whether a picture shows the words of a piece: ink at the words, and paper in most of the gaps between them.

    One word has no gap, and is given the benefit of the doubt.
    """
    words = list(_words_of(piece))
    gaps = []
    for one, other in itertools.pairwise(words):
        if other.box.left > one.box.right + 1:
            bottom, top = max(one.box.bottom, other.box.bottom), min(one.box.top, other.box.top)
            look = page.sight.look(Rect(one.box.right + 0.5, bottom, other.box.left - 0.5, top))
            if look is not None:
                gaps.append(look.contrast < PLAIN)
    looks = [page.sight.look(one.box) for one in words]
    inked = sum(look is not None and look.contrast >= PLAIN for look in looks)
    return inked >= 0.7 * len(words) and sum(gaps) >= 0.6 * len(gaps)


class _Word(NamedTuple):
    piece: Piece
    state: str


def held_against_picture(page: Page, layer: Sequence[Piece]) -> tuple[list[Hidden], list[Piece]]:
    """Text that shows only in a picture of it: what the picture hides, blots out or does not have, and the rest."""
    words = [_Word(word, _state(page, word)) for piece in layer for word in _words_of(piece)]
    telling = [one for one in words if one.piece.size >= 2]
    if not telling:
        return [], []
    share = sum(one.state == "ink" for one in telling) / len(telling)
    blank = [one for one in telling if one.state == "blank"]
    in_register = len(telling) >= _FEWEST_WORDS and share >= _IN_REGISTER
    pictures = any(one.kind == IMAGE for one in page.objects)
    found: list[Hidden] = []
    accused: set[int] = set()
    black = [one for one in words if one.state == "black" and not _is_label(one.piece.text)]
    groups = [("ocr-under-box", black)]
    if not pictures or in_register or (share < 0.1 and _reads(blank)):
        groups.append(("ocr-not-shown" if pictures else "invisible", [one for one in words if one.state == "blank"]))
    for kind, group in groups:
        for line in _lines(group):
            text = " ".join(one.piece.text.strip() for one in line)
            if sum(one.piece.size for one in line) < FEWEST or not _is_language(text):
                continue
            place = union(one.piece.box for one in line)
            found.append(Hidden(kind, page.number, place, text))
            accused |= {id(one) for one in line}
    read = [one.piece for one in words if id(one) not in accused and one.state == "ink"]
    return found, read


def _state(page: Page, word: Piece) -> str:
    """ "ink" where the page shows something at the word, "black" or "blank" where it is of one colour.

    What is painted over is black, whatever its colour: it is not that of the paper around it.
    """
    box = word.box
    core = page.sight.look(box.grown(-0.12 * box.width, -0.15 * box.height))
    if core is None:
        return "ink"
    if core.dark >= BLACK and core.contrast < 200:
        return "black"
    around = page.sight.look(box.grown(0.2 * box.height, 0.35 * box.height), page.sight.full)
    assert around is not None
    if core.contrast < _EVEN and around.lightest - core.lightest > _EVEN:
        return "black"
    return "ink" if around.contrast >= PLAIN else "blank"


def _words_of(piece: Piece) -> Iterator[Piece]:
    current: list[Glyph] = []
    for one in piece.glyphs:
        if one.character.isspace():
            if any(each.character.isalnum() for each in current):
                yield Piece(tuple(current), piece.whole)
            current = []
        else:
            current.append(one)
    if any(each.character.isalnum() for each in current):
        yield Piece(tuple(current), piece.whole)


def _lines(words: Sequence[_Word]) -> Iterator[list[_Word]]:
    """Words that stand next to each other on a line, in the order of the content."""
    line: list[_Word] = []
    for one in words:
        if line:
            before, here = line[-1].piece.box, one.piece.box
            beside = before.bottom < here.top and here.bottom < before.top
            if not beside or here.left - before.right > 2 * here.height or here.right < before.left:
                yield line
                line = []
        line.append(one)
    if line:
        yield line


@cache
def _language() -> re.Pattern[str]:
    return re.compile(r"[^\W\d_]{3,}|\d{4,}|\d+[-/.]\d+[-/.]?\d+")


def _is_language(text: str) -> bool:
    """Whether it has words or a number in it, and is not the dust that text recognition reads letters into."""
    solid = "".join(text.split())
    words = [one for one in _language().findall(text) if len(set(one.casefold())) > 2 or not one.isalpha()]
    return sum(map(len, words)) >= 5 and sum(map(str.isalnum, solid)) >= 0.7 * len(solid)


def _reads(words: Sequence[_Word]) -> bool:
    """Whether the words are enough, and long enough, to be those of a text and not dust."""
    sizes = [one.piece.size for one in words]
    return len(sizes) >= _FEWEST_WORDS and sum(sizes) >= 3.2 * len(sizes)


@cache
def _label() -> re.Pattern[str]:
    return re.compile(
        r"\W*(?:\(?[bB]\)?\W?\d|\d\.\d\W?[a-h]|(?:25|50)X\d|redacted|deleted|withheld|exempt|sealed)", re.I
    )


def _is_label(text: str) -> bool:
    return _label().match(text) is not None
