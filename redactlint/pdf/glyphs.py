"""Glyphs: the characters of a page in the order of its content, each with its box, gathered into runs of a line."""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from redactlint.pdf.geometry import Rect

__all__ = ["MOST_GLYPHS", "Glyph", "Run", "glyphs_of", "object_of", "runs_of", "turns_of"]

# The most characters of a page that are read.
MOST_GLYPHS = 300_000


class Glyph(NamedTuple):
    """A character: its index `at` in the text page, what it says, and its box on the page (all 0: it has no place)."""

    at: int
    character: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def box(self) -> Rect:
        """Its box in points."""
        return Rect(self.left, self.bottom, self.right, self.top)


class Run(NamedTuple):
    """Characters that follow each other on a line, without a wide gap."""

    glyphs: list[Glyph]
    box: Rect

    @property
    def text(self) -> str:
        """What they say."""
        return "".join([one.character for one in self.glyphs])

    @property
    def size(self) -> int:
        """How many letters and digits."""
        return sum([one.character.isalnum() for one in self.glyphs])


def glyphs_of(textpage: Any) -> list[Glyph]:
    """The characters of a text page of pdfium; raises MemoryError where they are too many."""
    count = pdfium.FPDFText_CountChars(textpage)
    if count > MOST_GLYPHS:
        raise MemoryError
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    first, second, third, fourth = map(ctypes.byref, (left, right, bottom, top))
    box_of, code_of = pdfium.FPDFText_GetCharBox, pdfium.FPDFText_GetUnicode
    found: list[Glyph] = []
    add, new = found.append, tuple.__new__  # the shortest way to a named tuple: there are thousands on a page
    high = 0
    for index in range(max(count, 0)):
        code = code_of(textpage, index)
        if code < 32 or code >= 0xD800:
            if 0xD800 <= code < 0xDC00:
                high = code
                continue
            if 0xDC00 <= code < 0xE000:
                code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
            high = 0
            character = _CHARACTERS.get(code) or (chr(code) if code < 0x110000 else "\ufffd")
        else:
            character = chr(code)
        if box_of(textpage, index, first, second, third, fourth):
            add(new(Glyph, (index, character, left.value, bottom.value, right.value, top.value)))
        else:
            add(new(Glyph, (index, character, 0.0, 0.0, 0.0, 0.0)))
    return found


# What pdfium gives for the hyphen at a line end that it joins, for no character, and for ends of lines.
_CHARACTERS = {0: " ", 2: "-", 9: " ", 0xFFFE: "-", 0xFFFF: " ", 13: "\n", 10: "\n"}


def object_of(textpage: Any, glyph: Glyph) -> Any:
    """The handle of the object that paints the character, or None."""
    return pdfium.FPDFText_GetTextObject(textpage, glyph.at) or None


def turns_of(textpage: Any, runs: Sequence[Run]) -> int:
    """By how many quarters of a turn, clockwise, most of the text must be turned to be read: 0 where it is level."""
    found: Counter[int] = Counter()
    for run in runs[:: max(1, len(runs) // 40)]:
        first = next((one for one in run.glyphs if one.character.isalnum()), None)
        if first is not None:
            angle = pdfium.FPDFText_GetCharAngle(textpage, first.at)
            found[-round(angle / (math.pi / 2)) % 4 if angle >= 0 else 0] += run.size
    return found.most_common(1)[0][0] if found else 0


def runs_of(glyphs: list[Glyph]) -> Iterator[Run]:
    """The runs of a page: a line end, a jump to another line or a gap of more than two letters begins a new one."""
    current: list[Glyph] = []
    left = bottom = right = top = 0.0  # the box of the run so far
    before_left = before_bottom = before_right = before_top = 0.0
    for one in glyphs:
        _, character, x0, y0, x1, y1 = one
        if character == "\n":
            if current:
                yield Run(current, Rect(left, bottom, right, top))
                current = []
            continue
        if character == " " or character.isspace() or (x1 <= x0 and y1 <= y0):
            if current:
                current.append(one)
            continue
        if current:
            size = max(before_top - before_bottom, y1 - y0, before_right - before_left, x1 - x0, 1.0)
            follows = (
                before_left < x1 + 2 * size
                and x0 < before_right + 2 * size
                and before_bottom < y1 + size
                and y0 < before_top + size
                and (
                    (before_bottom - 0.5 * size < y1 and y0 - 0.5 * size < before_top)
                    or -size < before_left - x0 < size
                )
            )
            if follows:
                left, bottom = (left if left < x0 else x0), (bottom if bottom < y0 else y0)
                right, top = (right if right > x1 else x1), (top if top > y1 else y1)
            else:
                yield Run(current, Rect(left, bottom, right, top))
                current = []
        if not current:
            left, bottom, right, top = x0, y0, x1, y1
        current.append(one)
        before_left, before_bottom, before_right, before_top = x0, y0, x1, y1
    if current:
        yield Run(current, Rect(left, bottom, right, top))
