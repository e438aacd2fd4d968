"""Pieces: which characters of a page the eye sees, and the unseen ones that stand together."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from redactlint.pdf.geometry import Rect, union
from redactlint.pdf.glyphs import Glyph, Run, object_of
from redactlint.pdf.painting import TEXT, Painted, address, colour_of
from redactlint.pdf.seeing import Sight

__all__ = [
    "BLACK", "FEWEST", "PLAIN", "Hidden", "Page", "Part", "Piece", "faint_objects", "first_of", "grey_of", "is_tiny",
    "split",
]  # fmt: skip

# As many letters and digits must be unseen: what is shorter is a mark of a chart, a rule or a formula.
FEWEST = 3
# Letters lower than this, in points, are too small to be read.
_TINY = 1.1
# The share of dark pixels from which a place is black, and the contrast up to which it is of one colour.
BLACK, PLAIN = 0.85, 40


class Page(NamedTuple):
    """A page as far as hiding asks: its number, what is painted on it, its sight, and what of it only the file knows.

    `unannotated` is the sight of it without its annotations (None: it has none), `lids` are the boxes of annotations
    that can cover text.  `has_layers_off` says that layers of the file are switched off, `is_printers` that the page is
    a sheet with printer's marks around what is shown.
    """

    number: int
    objects: Sequence[Painted]
    textpage: Any
    sight: Sight
    unannotated: Sight | None = None
    has_layers_off: bool = False
    is_printers: bool = False
    lids: tuple[Rect, ...] = ()


class Piece(NamedTuple):
    """Unseen characters that follow each other in a run; `whole` says that nothing of the run is seen."""

    glyphs: tuple[Glyph, ...]
    whole: bool

    @property
    def text(self) -> str:
        """What they say."""
        return "".join(one.character for one in self.glyphs)

    @property
    def size(self) -> int:
        """How many letters and digits."""
        return sum(one.character.isalnum() for one in self.glyphs)

    @property
    def box(self) -> Rect:
        """The box around them."""
        shown = [one.box for one in self.glyphs if not one.character.isspace()]
        return union(one for one in shown if one.right > one.left or one.top > one.bottom)


class Hidden(NamedTuple):
    """Text that a page holds and does not show: the technique, its place, its words; `cover` is what lies over it."""

    kind: str
    page: int
    box: Rect
    text: str
    cover: Rect | None = None

    @property
    def extent(self) -> int:
        """How many characters."""
        return len(" ".join(self.text.split()))


# What is seen of a run, and the pieces of it that are not.
Part = tuple[list[Glyph], list[Piece]]


def split(run: Run, sight: Sight, faint: frozenset[int], textpage: Any) -> Part:
    """The characters of a run that are seen, and the pieces that are not.

    `faint` are objects whose colour is that of what lies under them; blanks go with what stands before them.
    """
    tiny = is_tiny(run, textpage)
    if not faint and not tiny and sight.shows_whole(run.box):
        return run.glyphs, []
    seen: list[Glyph] = []
    pieces: list[list[Glyph]] = []
    is_open = shown = False
    for one in run.glyphs:
        if not one.character.isalnum():
            (pieces[-1] if is_open else seen).append(one)
        elif not tiny and sight.seen(one.box) and not (faint and address(object_of(textpage, one)) in faint):
            seen.append(one)
            is_open, shown = False, True
        else:
            if not is_open:
                pieces.append([])
                is_open = True
            pieces[-1].append(one)
    if not shown and pieces:  # with the signs before the first letter: they are part of what is hidden
        pieces, seen = [list(run.glyphs)], []
    made = [Piece(tuple(one), not shown) for one in pieces]
    if not any(one.size >= FEWEST for one in made):
        return run.glyphs, []
    short = [one for one in made if one.size < FEWEST]
    if short:  # a letter or two that did not show is no secret: they are read with the rest
        seen = sorted([*seen, *(glyph for one in short for glyph in one.glyphs)])
    return seen, [one for one in made if one.size >= FEWEST]


def is_tiny(run: Run | Piece, textpage: Any) -> bool:
    """Whether the letters of a run are too small, by the size of their font and not by that of a mark among them."""
    if min(run.box.width, run.box.height) > _TINY:
        return False
    letters = [one for one in run.glyphs if one.character.isalnum()]
    if len(letters) > FEWEST:  # squeezed to nothing in one direction
        across = sum(one.right - one.left for one in letters) / len(letters)
        along = sum(one.top - one.bottom for one in letters) / len(letters)
        if min(across, along) < 0.08 * max(across, along):
            return True
    first = next((one for one in run.glyphs if one.character.isalnum()), None)
    cell = pdfium.FS_RECTF()
    if first is None or not pdfium.FPDFText_GetLooseCharBox(textpage, first.at, ctypes.byref(cell)):
        return False
    return bool(max(abs(cell.right - cell.left), abs(cell.top - cell.bottom)) < 1.4 * _TINY)


def faint_objects(objects: Sequence[Painted], sight: Sight) -> frozenset[int]:
    """The text objects, by address, that are painted in the light colour of what lies under them, or nearly."""
    found = set()
    for one in objects:
        if one.kind != TEXT:
            continue
        red, green, blue, opacity = colour_of(one.handle)
        if min(red, green, blue) < 225 or opacity == 0:
            continue
        shown = sight.look(one.bounds(), sight.full)
        if shown is None or shown.contrast >= PLAIN:  # its strokes show, or the same words painted once more
            continue
        look = sight.look(one.bounds())
        if look is not None and look.contrast < 16 and abs(grey_of(red, green, blue) - look.lightest) < 14:
            found.add(address(one.handle))
    return frozenset(found)


def grey_of(red: int, green: int, blue: int) -> int:
    """How light a colour is, from 0 to 255."""
    return (red * 30 + green * 59 + blue * 11) // 100


def first_of(piece: Piece) -> Glyph:
    """The first letter or digit of a piece."""
    return next(one for one in piece.glyphs if one.character.isalnum())
