"""Thumbnails: small pictures of pages that a file carries, and whether one shows what its page no longer does."""

from __future__ import annotations

from collections.abc import Iterator

import pypdfium2 as documents
import pypdfium2.raw as pdfium

__all__ = ["leaking"]

_MOST_PAGES = 500
# The share of the thumbnail in which it may differ from its page, and how much lighter a pixel must be to count.
_MOST_DIFFERENT, _LIGHTER = 0.002, 110


def leaking(pdf: documents.PdfDocument) -> Iterator[int]:
    """The numbers of the pages whose thumbnail shows light where the page shows a dark box."""
    for index in range(min(len(pdf), _MOST_PAGES)):
        page = pdf[index]
        handle = pdfium.FPDFPage_GetThumbnailAsBitmap(page.raw)
        if not handle:
            continue
        bitmap = documents.PdfBitmap.from_raw(handle)
        width, height, stride = bitmap.width, bitmap.height, bitmap.stride
        depth = max(1, stride // max(1, width))
        if not 16 <= width <= 512 or not 16 <= height <= 512:
            continue
        thumbnail = bytes(bitmap.buffer)
        scale = width / page.get_width()
        shown = page.render(scale=scale, grayscale=True, may_draw_forms=False)
        now = bytes(shown.buffer)
        lighter = 0
        for row in range(min(height, shown.height)):
            for column in range(min(width, shown.width)):
                at = row * stride + column * depth
                grey = sum(thumbnail[at : at + 3]) // 3 if depth >= 3 else thumbnail[at]
                lighter += grey - now[row * shown.stride + column] > _LIGHTER
        if lighter > _MOST_DIFFERENT * width * height:
            yield index + 1
