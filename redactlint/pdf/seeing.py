"""Seeing: pictures of a page with and without its text, and what of the text the eye can see in them.

A character is seen where leaving the text out changes the picture in the middle of its box.  So nothing needs to be
known of the way in which text was hidden: covers, colours, clipping, layers and modes all end in the picture.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import pypdfium2 as documents
import pypdfium2.raw as pdfium

from redactlint.pdf.geometry import Frame, Rect

__all__ = ["Look", "Sight", "frame_of", "picture"]

# Pixels a point, and the most pixels of one picture: a page the size of a wall is looked at from afar.
_SCALE = 1.5
_MOST_PIXELS = 3_000_000
# The part of the height of a character in which it must show: what sticks out of a cover is not legible.
_BAND = (0.3, 0.7)
# How many of 256 grey levels apart two pixels must be for an eye to tell them apart.
_STEP = 6
# Shades below this are all black to the eye.
_BLACK = 24
_STEPS = tuple(
    bytes((grey + offset) // (2 * _STEP) if grey >= _BLACK else 0 for grey in range(256)) for offset in (0, _STEP)
)


class Look(NamedTuple):
    """What is to be seen in a box, text left out: the darkest and the lightest pixel, and the share of the dark.

    0 is black, 255 white.  A pixel is dark below 100.
    """

    darkest: int
    lightest: int
    dark: float

    @property
    def contrast(self) -> int:
        """How far apart the darkest and the lightest are."""
        return self.lightest - self.darkest


def frame_of(page: Any, scale: float = _SCALE) -> Frame:
    """The frame of a page of pypdfium2, with a picture of at most so many pixels."""
    box = Rect(*page.get_bbox())
    area = max(1.0, box.area)
    if area * scale * scale > _MOST_PIXELS:
        scale = (_MOST_PIXELS / area) ** 0.5
    return Frame(box, page.get_rotation() // 90, scale)


def picture(page: Any, frame: Frame, *, annotations: bool = True, colour: bool = False) -> bytes:
    """The page as the eye sees it: a byte of grey a pixel, or blue, green, red and a spare one."""
    form = pdfium.FPDFBitmap_BGRx if colour else pdfium.FPDFBitmap_Gray
    depth = 4 if colour else 1
    bitmap = documents.PdfBitmap.new_native(frame.width, frame.height, form, rev_byteorder=False)
    try:
        bitmap.fill_rect((255, 255, 255, 255), 0, 0, frame.width, frame.height)
        size = (0, 0, frame.width, frame.height)
        flags = pdfium.FPDF_ANNOT if annotations else 0
        pdfium.FPDF_RenderPageBitmap(bitmap.raw, page.raw, *size, 0, flags)
        forms = page.formenv
        if annotations and forms is not None:
            pdfium.FPDF_FFLDraw(forms.raw, bitmap.raw, page.raw, *size, 0, flags)
        row = frame.width * depth
        data = bytes(bitmap.buffer)
        if bitmap.stride == row:
            return data
        return b"".join(data[start : start + row] for start in range(0, bitmap.stride * frame.height, bitmap.stride))
    finally:
        bitmap.close()


class Sight:
    """A page as seen with its text (`full`) and without (`bare`); pictures of one grey byte a pixel."""

    def __init__(self, frame: Frame, full: bytes, bare: bytes) -> None:
        self.frame, self.full, self.bare = frame, full, bare
        self._pairs = [(full, bare)]

    def also(self, full: bytes, bare: bytes) -> None:
        """See as well what differs in these pictures in colour, blue, green, red and a spare byte a pixel."""
        self._pairs += [(full[channel::4], bare[channel::4]) for channel in range(3)]

    def shows_whole(self, box: Rect) -> bool:
        """Whether text shows all along a level run, without a gap of three quarters of its height: it is seen."""
        if self.frame.rotation % 2 or box.width < box.height:
            return False
        left, upper, right, lower = self.frame.pixels(box)
        width, span = self.frame.width, lower - upper
        if left < 0 or right >= width or upper < 0 or lower >= self.frame.height or right - left < 2:
            return False
        start, stop = int(left), int(right) + 1
        begins = [int(upper + span * share) * width for share in (0.35, 0.42, 0.5, 0.56, 0.62)]
        gap = bytes(max(2, int(span * 0.75)))
        for steps in _STEPS:  # a difference that crosses a step of both is not too small for the eye
            together = 0
            for begin in begins:
                one = int.from_bytes(self.full[begin + start : begin + stop].translate(steps), "little")
                together |= one ^ int.from_bytes(self.bare[begin + start : begin + stop].translate(steps), "little")
            if gap in together.to_bytes(stop - start, "little"):
                return False
        return True

    def seen(self, box: Rect) -> bool:
        """Whether text shows in the middle of the box; False outside the page."""
        left, upper, right, lower = self.frame.pixels(box)
        width, height = self.frame.width, self.frame.height
        if self.frame.rotation % 2:  # characters lie on their side: the band runs the other way
            span = right - left
            left, right = left + span * _BAND[0], left + span * _BAND[1]
            first, last = int(upper), int(lower)
        else:
            span = lower - upper
            first, last = int(upper + span * _BAND[0]), int(upper + span * _BAND[1])
        start, stop = max(0, int(left)), min(width, int(right) + 1)
        if start >= stop:
            return False
        middle = (first + last) // 2
        for full, bare in self._pairs:
            for row in (middle, *range(max(0, first), min(height - 1, last) + 1)):
                if 0 <= row < height:
                    begin, end = row * width + start, row * width + stop
                    one, other = full[begin:end], bare[begin:end]
                    if one != other and any(
                        abs(a - b) >= _STEP and max(a, b) >= _BLACK for a, b in zip(one, other, strict=True)
                    ):
                        return True
        return False

    def look(self, box: Rect, picture: bytes | None = None) -> Look | None:
        """What a box shows of the page without its text (or of another picture of it); None outside the page."""
        picture = self.bare if picture is None else picture
        inside = b"".join(self._rows(box, picture))
        if not inside:
            return None
        dark = sum(map(inside.count, range(100)))
        return Look(min(inside), max(inside), dark / len(inside))

    def _rows(self, box: Rect, picture: bytes) -> Iterable[bytes]:
        left, upper, right, lower = self.frame.pixels(box)
        width = self.frame.width
        start, stop = max(0, round(left)), min(width, max(round(right), round(left) + 1))
        for row in range(max(0, round(upper)), min(self.frame.height, max(round(lower), round(upper) + 1))):
            if start < stop:
                yield picture[row * width + start : row * width + stop]
