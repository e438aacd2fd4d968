"""Hiding: the text of a page that the eye does not see, and by which technique it is hidden."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Sequence
from functools import cache
from typing import Any

import pypdfium2.raw as pdfium

from redactlint.pdf.geometry import Rect
from redactlint.pdf.glyphs import object_of
from redactlint.pdf.painting import IMAGE, PATH, TEXT, Painted, address, colour_of, rectangles_of
from redactlint.pdf.pieces import BLACK, PLAIN, Hidden, Page, Part, Piece, first_of, grey_of, is_tiny
from redactlint.pdf.scans import held_against_picture, is_picture_of

__all__ = ["hidden_of", "widened"]

# A picture that covers this share of the page is a scan or a background; a patch is at most so many lines high.
_SCAN, _PATCH_LINES = 0.3, 3.5
# What is lower or narrower than this, in points, covers no letter.
_SMALLEST_COVER = 2.0


def widened(parts: Sequence[Part], hidden: Sequence[Hidden]) -> list[Part]:
    """The parts of runs, with what a label over the same cover seemed to show of them among the unseen."""
    covers = [one.cover for one in hidden if one.cover is not None and one.kind in ("under-box", "under-image")]
    found = []
    for seen, pieces in parts:
        cover = next((one for one in covers for piece in pieces if one.contains_centre_of(piece.box)), None)
        under = [one for one in seen if cover is not None and cover.contains_centre_of(one.box)]
        if any(one.character.isalnum() for one in under):
            assert cover is not None
            inside = [piece for piece in pieces if cover.contains_centre_of(piece.box)]
            whole = Piece(tuple(sorted([*under, *(one for piece in inside for one in piece.glyphs)])), False)
            others = [piece for piece in pieces if piece not in inside]
            found.append(([one for one in seen if one not in under], [*others, whole]))
        else:
            found.append((seen, pieces))
    return found


def hidden_of(page: Page, pieces: Sequence[Piece]) -> tuple[list[Hidden], list[Piece]]:
    """What of the unseen pieces is hidden, and what is the text layer of what the picture shows (to be read on)."""
    covers = [(one, area) for one, area in map(_covering, page.objects) if area is not None] if pieces else []
    orders = {address(one.handle): one for one in page.objects if one.kind == TEXT}
    found: list[Hidden] = []
    layer: list[Piece] = []
    unread: list[Piece] = []
    for piece in pieces:
        first = next(one for one in piece.glyphs if one.character.isalnum())
        painted = orders.get(address(object_of(page.textpage, first)))
        kind, cover = _technique(page, piece, painted, covers)
        if kind == "layer":
            layer.append(piece)
        elif kind is None:
            unread.append(piece)
        elif not _is_signing_tag(piece.text):
            found.append(Hidden(kind, page.number, piece.box, piece.text, cover))
    beneath, read = held_against_picture(page, layer)
    return [*found, *beneath], [*read, *unread]


def _technique(page: Page, piece: Piece, painted: Painted | None, covers: _Covers) -> tuple[str | None, Rect | None]:
    """How a piece is hidden, with what covers it; "layer" for text that belongs to a picture, None: not to be told."""
    box, sight = piece.box, page.sight
    shown = sight.frame.box
    if box.common(shown).area < 0.2 * box.area:
        return ("slug" if page.is_printers else "off-page") if piece.whole or piece.size > 12 else None, None
    mode = pdfium.FPDFTextObj_GetTextRenderMode(painted.handle) if painted is not None else 0
    if mode in (3, 7) or (painted is not None and _has_invisible_font(painted.handle)):
        return "layer", None
    if is_tiny(piece, page.textpage):
        return "tiny", None
    if painted is None:
        return None, None
    if page.has_layers_off and painted.layered:
        return "layer-off", None
    clip = painted.clip_box()
    if clip is not None and clip.common(box).area < 0.2 * box.area:
        return ("clipped" if piece.whole else None), None
    cover = _cover_of(covers, piece, painted)
    look = sight.look(_core(box))
    if look is None:
        return None, None
    if cover is not None:
        return _under(page, piece, cover, look.dark, look.contrast)
    red, green, blue, opacity = colour_of(painted.handle, stroke=mode == 1)
    is_plain = look.contrast < PLAIN  # else there may be the same letters in ink that is no text
    if opacity < 13:
        return ("transparent" if is_plain else None), None
    if page.unannotated is not None and page.unannotated.seen(first_of(piece).box):
        lid = next((one for one in page.lids if one.grown(2).contains_centre_of(box)), None)
        return ("under-annotation" if lid is not None else None), lid
    here = grey_of(red, green, blue)
    if is_plain and abs(here - (look.lightest + look.darkest) // 2) < 26:
        return ("same-colour" if look.lightest > 235 else "same-fill"), None
    if painted.veiled or pdfium.FPDFPageObj_HasTransparency(painted.handle):
        return ("transparent" if is_plain else None), None
    return ("layer-off" if page.has_layers_off and is_plain else None), None


def _core(box: Rect) -> Rect:
    return box.grown(-0.1 * min(box.width, box.height))


def _has_invisible_font(handle: Any) -> bool:
    """Whether the font is one that text recognition lays under a picture: its glyphs are empty."""
    font = pdfium.FPDFTextObj_GetFont(handle)
    buffer = ctypes.create_string_buffer(80)
    size = pdfium.FPDFFont_GetBaseFontName(font, buffer, 80) if font else 0
    name = buffer.value.lower() if 0 < size <= 80 else b""
    return b"glyphless" in name or b"hiddenhorz" in name or b"invisible" in name


# What could cover text, with the box of what it paints.
_Covers = list[tuple[Painted, Rect]]


def _covering(one: Painted) -> tuple[Painted, Rect | None]:
    """An object with the box of what it paints, None where it is too small to cover a letter, or text itself."""
    if one.kind == TEXT:
        return one, None
    area, clip = one.bounds(), one.clip_box()
    area = area if clip is None else area.common(clip)
    return one, area if min(area.width, area.height) >= _SMALLEST_COVER else None


def _cover_of(covers: _Covers, piece: Piece, painted: Painted) -> Painted | None:
    """What was painted last over most of the piece, after it."""
    boxes = [one.box for one in piece.glyphs if one.character.isalnum()]
    for one, area in reversed(covers):
        if one.order <= painted.order:
            return None
        if sum(area.contains_centre_of(box) for box in boxes) < 0.6 * len(boxes):
            continue
        parts = rectangles_of(one) if one.kind == PATH else []
        if not parts or any(part.contains_centre_of(box) for part in parts for box in boxes):
            found: Painted = one
            return found
    return None


def _under(page: Page, piece: Piece, cover: Painted, dark: float, contrast: int) -> tuple[str | None, Rect | None]:
    box, area = piece.box, cover.bounds()
    share = area.common(page.sight.frame.box).area / max(1.0, page.sight.frame.box.area)
    if cover.kind != IMAGE:
        if share > _SCAN and contrast >= PLAIN and dark < BLACK:
            return "layer", area  # a background that was painted over, and ink on it
        return "under-box", area
    if share > _SCAN:
        return "layer", area
    is_patch = area.height <= _PATCH_LINES * box.height + 6 and area.width <= box.width + 6 * box.height
    if dark >= BLACK or contrast < PLAIN or is_patch:
        return "under-image", area
    return ("layer" if is_picture_of(page, piece) else "under-image"), area


@cache
def _tag() -> re.Pattern[str]:
    return re.compile(
        r"\s*(?:\\[\w*.-]+\\|/[a-z]{1,4}\d{0,3}/|\{\{[^{}]{1,200}\}\}|\[\[[^\[\]]{1,200}\]\]|<<[^<>]{1,80}>>|%%[^%]{1,80}%%)\s*"
    )


def _is_signing_tag(text: str) -> bool:
    r"""Whether it is a mark for a signing service ("\s1\", "{{Sig_es_:signer1:signature}}"), hidden by its nature."""
    return _tag().fullmatch(text) is not None
