"""Outlining: pictures of pages with the places of hidden text and of deletions outlined, and nothing said."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any

import pypdfium2 as documents

from redactlint.pdf.geometry import Frame, Rect
from redactlint.pdf.reading import read
from redactlint.pdf.seeing import frame_of, picture

__all__ = ["outlined", "png"]

# Pixels a point, the colours of hidden text and of deletions (red, green, blue), and how wide a line is in pixels.
_SCALE = 1.5
_HIDDEN, _DELETED = (230, 0, 60), (0, 90, 230)
_WIDTH = 2
_MOST_PAGES = 500


def outlined(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The number of each page, and its picture as a PNG file; raises what `read` raises."""
    found = read(data)
    places: dict[int, list[tuple[Rect, tuple[int, int, int]]]] = {}
    for _, _, page, box, *_ in found["boxes"]:
        places.setdefault(page, []).append((Rect(*box).grown(2), _DELETED))
    for kind, page, box, *_ in found["concealed"]:
        if page is not None and box is not None and kind != "advance":
            places.setdefault(page, []).append((Rect(*box).grown(1), _HIDDEN))
    pdf = documents.PdfDocument(data)
    try:
        if pdf.get_formtype():
            pdf.init_forms()
        for index in range(min(len(pdf), _MOST_PAGES)):
            page = pdf[index]
            frame = frame_of(page, _SCALE)
            raw = picture(page, frame, colour=True)
            pixels = bytearray(frame.width * frame.height * 3)
            pixels[0::3], pixels[1::3], pixels[2::3] = raw[2::4], raw[1::4], raw[0::4]
            for box, colour in places.get(index + 1, ()):
                _outline(pixels, frame, box, bytes(colour))
            yield index + 1, png(bytes(pixels), frame.width, frame.height)
            page.close()
    finally:
        pdf.close()


def _outline(pixels: bytearray, frame: Frame, box: Rect, colour: bytes) -> None:
    left, upper, right, lower = frame.pixels(box)
    first, last = max(0, min(int(left), frame.width - 1)), max(0, min(int(right), frame.width - 1))
    top, bottom = max(0, min(int(upper), frame.height - 1)), max(0, min(int(lower), frame.height - 1))
    for row in range(top, bottom + 1):
        start = (row * frame.width + first) * 3
        stop = (row * frame.width + last + 1) * 3
        if row < top + _WIDTH or row > bottom - _WIDTH:
            pixels[start:stop] = colour * (last - first + 1)
        else:
            edge = min(_WIDTH, last - first + 1)
            pixels[start : start + 3 * edge] = colour * edge
            pixels[stop - 3 * edge : stop] = colour * edge


def png(pixels: bytes, width: int, height: int) -> bytes:
    """A PNG file of pixels of red, green and blue."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        body = kind + content
        return len(content).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")

    rows = b"".join(b"\0" + pixels[row * width * 3 : (row + 1) * width * 3] for row in range(height))
    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\0\0\0"
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows, 6)) + chunk(b"IEND", b"")


def as_values(data: bytes) -> dict[str, Any]:
    """The same as values that JSON can hold: "pictures", each a number and base64."""
    import base64

    return {"pictures": [[number, base64.b64encode(image).decode("ascii")] for number, image in outlined(data)]}
