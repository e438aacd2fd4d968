"""Painting: the objects of a page in the order in which they are painted, those inside forms among them."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from redactlint.pdf.geometry import Rect

__all__ = ["IMAGE", "PATH", "TEXT", "Painted", "address", "colour_of", "objects_of", "rectangles_of", "show_text"]

TEXT, PATH, IMAGE, SHADING, FORM = 1, 2, 3, 4, 5
# How deep forms may lie in forms, and how many objects of a page are looked at.
_DEEPEST = 12
_MOST_OBJECTS = 200_000

Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Painted(NamedTuple):
    """One object: its place in the order of painting, its kind, its handle, and the matrix and clip it is painted by.

    `clip` is the box of what its form leaves of the page, None for all of it; `layered` says that it or its form
    belongs to an optional-content layer, `veiled` that its form is painted as something transparent.
    """

    order: int
    kind: int
    handle: Any
    matrix: Matrix = _IDENTITY
    clip: Rect | None = None
    layered: bool = False
    veiled: bool = False

    def bounds(self) -> Rect:
        """Its box on the page."""
        return _mapped(_bounds(self.handle), self.matrix)

    def clip_box(self) -> Rect | None:
        """The box of what clipping leaves of it; None where nothing clips it."""
        own = _clip_of(self.handle, self.matrix)
        if own is None or self.clip is None:
            return self.clip if own is None else own
        return own.common(self.clip)


def address(handle: Any) -> int:
    """What tells an object from another, whichever way its handle was got."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


def objects_of(page: Any) -> list[Painted]:
    """Every object of a page, in order of painting; raises MemoryError where they are too many."""
    found: list[Painted] = []
    count = pdfium.FPDFPage_CountObjects(page)
    _collect(found, (pdfium.FPDFPage_GetObject(page, index) for index in range(count)), Painted(0, FORM, None), 0)
    return found


def _collect(found: list[Painted], handles: Iterator[Any], within: Painted, depth: int) -> None:
    """Add the objects of a form (`within`: how it is painted itself), and those of the forms in it."""
    for handle in handles:
        kind = pdfium.FPDFPageObj_GetType(handle)
        layered = within.layered or _has_layer(handle)
        if len(found) >= _MOST_OBJECTS:
            raise MemoryError
        if kind != FORM:
            found.append(within._replace(order=len(found), kind=kind, handle=handle, layered=layered))
            continue
        if depth >= _DEEPEST:
            continue
        own = _clip_of(handle, within.matrix)
        clip = own if within.clip is None else within.clip if own is None else own.common(within.clip)
        veiled = within.veiled or bool(pdfium.FPDFPageObj_HasTransparency(handle))
        matrix = _times(_matrix(handle), within.matrix)
        count = pdfium.FPDFFormObj_CountObjects(handle)
        inner = (pdfium.FPDFFormObj_GetObject(handle, index) for index in range(count))
        _collect(found, inner, Painted(0, FORM, handle, matrix, clip, layered, veiled), depth + 1)


def show_text(objects: list[Painted], shown: bool) -> None:
    """Have the text of a page painted from now on, or left out."""
    for one in objects:
        if one.kind == TEXT:
            pdfium.FPDFPageObj_SetIsActive(one.handle, shown)


def _has_layer(handle: Any) -> bool:
    count = pdfium.FPDFPageObj_CountMarks(handle)
    return any(_mark_name(pdfium.FPDFPageObj_GetMark(handle, index)) == "OC" for index in range(max(count, 0)))


def _mark_name(mark: Any) -> str:
    size = ctypes.c_ulong()
    buffer = (ctypes.c_ushort * 16)()
    if not pdfium.FPDFPageObjMark_GetName(mark, buffer, ctypes.sizeof(buffer), ctypes.byref(size)):
        return ""
    return bytes(buffer)[: max(0, min(size.value, 32) - 2)].decode("utf-16-le", "replace")


def _bounds(handle: Any) -> Rect:
    ends = [ctypes.c_float() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetBounds(handle, *map(ctypes.byref, ends)):
        return Rect(0, 0, 0, 0)
    return Rect(*(one.value for one in ends))


def _matrix(handle: Any) -> Matrix:
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(handle, ctypes.byref(found)):
        return _IDENTITY
    return found.a, found.b, found.c, found.d, found.e, found.f


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _point(x: float, y: float, by: Matrix) -> tuple[float, float]:
    return x * by[0] + y * by[2] + by[4], x * by[1] + y * by[3] + by[5]


def _mapped(box: Rect, by: Matrix) -> Rect:
    if by is _IDENTITY:
        return box
    corners = [_point(x, y, by) for x in (box.left, box.right) for y in (box.bottom, box.top)]
    across, along = [x for x, _ in corners], [y for _, y in corners]
    return Rect(min(across), min(along), max(across), max(along))


def _clip_of(handle: Any, matrix: Matrix) -> Rect | None:
    clip = pdfium.FPDFPageObj_GetClipPath(handle)
    if not clip:
        return None
    whole: Rect | None = None
    for path in range(max(0, pdfium.FPDFClipPath_CountPaths(clip))):
        count = min(pdfium.FPDFClipPath_CountPathSegments(clip, path), 2000)
        points = [
            _place(pdfium.FPDFClipPath_GetPathSegment(clip, path, index), matrix) for index in range(max(0, count))
        ]
        if not points:
            continue
        across, along = [x for x, _ in points], [y for _, y in points]
        box = Rect(min(across), min(along), max(across), max(along))
        whole = box if whole is None else whole.common(box)
    return whole


def _place(segment: Any, matrix: Matrix) -> tuple[float, float]:
    x, y = ctypes.c_float(), ctypes.c_float()
    pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
    return _point(x.value, y.value, matrix)


def colour_of(handle: Any, stroke: bool = False) -> tuple[int, int, int, int]:
    """Red, green, blue and opacity of its fill, or of its stroke, each from 0 to 255."""
    get: Callable[..., Any] = pdfium.FPDFPageObj_GetStrokeColor if stroke else pdfium.FPDFPageObj_GetFillColor
    parts = [ctypes.c_uint() for _ in range(4)]
    if not get(handle, *map(ctypes.byref, parts)):
        return 0, 0, 0, 255
    return parts[0].value, parts[1].value, parts[2].value, parts[3].value


def is_filled(handle: Any) -> bool:
    """Whether a path is filled, and not only stroked or used to clip."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    return bool(pdfium.FPDFPath_GetDrawMode(handle, ctypes.byref(fill), ctypes.byref(stroke))) and fill.value != 0


def rectangles_of(one: Painted) -> list[Rect]:
    """The upright rectangles that a filled path paints; nothing where any part of it is another shape."""
    count = pdfium.FPDFPath_CountSegments(one.handle)
    if not 4 <= count <= 400 or not is_filled(one.handle):
        return []
    matrix = _times(_matrix(one.handle), one.matrix)
    found: list[Rect] = []
    points: list[tuple[float, float]] = []
    for index in range(count + 1):
        segment = pdfium.FPDFPath_GetPathSegment(one.handle, index) if index < count else None
        kind = pdfium.FPDFPathSegment_GetType(segment) if segment is not None else pdfium.FPDF_SEGMENT_MOVETO
        if kind == pdfium.FPDF_SEGMENT_MOVETO and points:
            box = _upright(points)
            if box is None:
                return []
            found.append(box)
            points = []
        if segment is None:
            break
        if kind == pdfium.FPDF_SEGMENT_BEZIERTO:
            return []
        points.append(_place(segment, matrix))
    return found


def _upright(points: list[tuple[float, float]]) -> Rect | None:
    """The rectangle with those corners, if its sides are upright."""
    if len(points) > 1 and _is_near(points[0], points[-1]):
        points = points[:-1]
    if len(points) == 1:  # the pen was set down and nothing painted
        return Rect(*points[0], *points[0])
    if len(points) != 4:
        return None
    across, along = [x for x, _ in points], [y for _, y in points]
    box = Rect(min(across), min(along), max(across), max(along))
    corners = [(x, y) for x in (box.left, box.right) for y in (box.bottom, box.top)]
    return box if all(any(_is_near(one, corner) for corner in corners) for one in points) else None


def _is_near(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return abs(one[0] - other[0]) < 0.1 and abs(one[1] - other[1]) < 0.1
