"""Advances: the room that a short deletion leaves in its line, and the widths by which a word can be fitted to it.

Where a word was taken out and what stood behind it kept its place, the gap is as wide as the word was: in a
proportional font few words of a list are.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from statistics import median
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from redactlint.pdf.deletions import Deletion
from redactlint.pdf.geometry import Rect
from redactlint.pdf.glyphs import Glyph, Run, object_of

__all__ = ["Advance", "advances_of"]

# The letters whose widths are given, and the widest gap, in letters of average width, that is a word or a name.
LETTERS = "".join(map(chr, (*range(32, 127), *range(192, 256))))
_WIDEST = 40
_CLOSING = ",.;:!?)]’'\""


class Advance(NamedTuple):
    """The gap that a deletion leaves: its width without the blanks at its ends, and the width of each letter there.

    Both are in points; letters that the font cannot say are left out.
    """

    box: Rect
    gap: float
    widths: dict[str, float]


def advances_of(deletions: Sequence[Deletion], runs: Sequence[Run], textpage: Any) -> list[Advance]:
    """The gaps of the deletions of a page that hide nothing, stand between words of a line, and are a word long."""
    found = []
    for one in deletions:
        if one.hides is not None or one.is_inside:
            continue
        before, after = _neighbours(one.box, runs)
        if before is None or after is None:
            continue
        handle = object_of(textpage, before)
        widths = _widths_of(handle) if handle else {}
        if len(widths) < 20 or "e" not in widths:
            continue
        blank = _blank_of(runs, before, widths)
        start = _origin(textpage, before) + widths.get(before.character, before.right - before.left)
        gap = _origin(textpage, after) - start - blank
        if after.character not in _CLOSING:
            gap -= blank
        if widths["e"] < gap < _WIDEST * widths["e"]:
            found.append(Advance(one.box, gap, widths))
    return found


def _neighbours(box: Rect, runs: Sequence[Run]) -> tuple[Glyph | None, Glyph | None]:
    """The last character before a box and the first behind it on its line, both near it."""
    middle = (box.bottom + box.top) / 2
    before: Glyph | None = None
    after: Glyph | None = None
    for run in runs:
        if not run.box.bottom - 2 <= middle <= run.box.top + 2:
            continue
        for one in run.glyphs:
            if one.character.isspace() or one.right <= one.left:
                continue
            if one.right <= box.left + 2 and (before is None or one.right > before.right):
                before = one
            elif one.left >= box.right - 2 and (after is None or one.left < after.left):
                after = one
    reach = 1.5 * box.height
    if before is not None and box.left - before.right > reach:
        before = None
    if after is not None and after.left - box.right > reach:
        after = None
    return before, after


def _origin(textpage: Any, glyph: Glyph) -> float:
    x, y = ctypes.c_double(), ctypes.c_double()
    if pdfium.FPDFText_GetCharOrigin(textpage, glyph.at, ctypes.byref(x), ctypes.byref(y)):
        return x.value
    return glyph.left


def _widths_of(handle: Any) -> dict[str, float]:
    """The widths of letters in the font of an object, scaled so that they are points of the page."""
    font = pdfium.FPDFTextObj_GetFont(handle)
    size, matrix = ctypes.c_float(), pdfium.FS_MATRIX()
    if not font or not pdfium.FPDFTextObj_GetFontSize(handle, ctypes.byref(size)):
        return {}
    pdfium.FPDFPageObj_GetMatrix(handle, ctypes.byref(matrix))
    scale = abs(matrix.a) or 1.0
    found = {}
    width = ctypes.c_float()
    for letter in LETTERS:
        if pdfium.FPDFFont_GetGlyphWidth(font, ord(letter), size.value, ctypes.byref(width)) and width.value > 0:
            found[letter] = round(width.value * scale, 3)
    return found


def _blank_of(runs: Sequence[Run], before: Glyph, widths: dict[str, float]) -> float:
    """How wide a blank is on the line: justified lines stretch theirs."""
    gaps: list[float] = []
    for run in runs:
        if run.box.bottom <= before.bottom <= run.box.top:
            last, blanks = None, 0
            for one in run.glyphs:
                if one.character.isspace():
                    blanks += 1
                elif one.right > one.left:
                    gaps += [one.left - last.right] * blanks if last is not None else []
                    last, blanks = one, 0
    blank = widths.get(" ", widths["e"] * 0.6)
    if gaps and abs(median(gaps) - blank) > 0.35 * blank:
        return median(gaps) - 0.12 * widths["e"]
    return blank
