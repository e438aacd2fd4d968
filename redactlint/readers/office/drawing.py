"""Drawing: what shapes and pictures of any office file hold: their fill, what was cut off, their other text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element

from redactlint.readers.office.colours import Paint, Theme, share_of
from redactlint.readers.office.markup import texts_in
from redactlint.readers.office.package import Package

__all__ = [
    "EMU",
    "Rectangle",
    "alternative_text",
    "chart_text",
    "cut_off",
    "diagram_text",
    "filled_part",
    "own",
    "surface",
]

# English metric units to the point.
EMU = 12_700
# A picture of which less is cut off was trimmed, not cropped.
_LEAST_CUT = 0.02


class Rectangle(NamedTuple):
    """An upright rectangle; y grows downwards."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    def common(self, other: Rectangle) -> Rectangle | None:
        """What both cover, if it is anything."""
        found = Rectangle(
            max(self.left, other.left),
            max(self.top, other.top),
            min(self.right, other.right),
            min(self.bottom, other.bottom),
        )
        return found if found.width > 0 and found.height > 0 else None

    def inset(self, share: float) -> Rectangle:
        """Smaller on every side by that share of the whole."""
        x, y = self.width * share, self.height * share
        return Rectangle(self.left + x, self.top + y, self.right - x, self.bottom - y)


def surface(theme: Theme, properties: Element | None, style: Element | None) -> Paint | None:
    """What a shape is filled with: its own fill, or that of its style; None where neither says."""
    found = theme.paint(properties)
    if found is not None or style is None:
        return found
    reference = style.find("a:fillRef")
    if reference is None or reference.get("idx") == "0":
        return None
    return theme.solid(reference)


# Shapes that fill the whole rectangle that they are drawn in, or nearly.
_FULL = frozenset(
    {"rect", "roundRect", "snip1Rect", "snip2SameRect", "snip2DiagRect", "round1Rect", "round2SameRect",
     "round2DiagRect", "flowChartProcess", "flowChartAlternateProcess", "bevel", "foldedCorner", "plaque", "textBox"}
)  # fmt: skip
# What of its rectangle an ellipse, and what a shape of any other form, leaves open on each side.
_OF_ELLIPSE, _OF_OTHERS = 0.15, 0.25


def filled_part(properties: Element | None, place: Rectangle) -> Rectangle:
    """The part of the rectangle of a shape that the shape covers for certain."""
    if properties is None:
        return place
    turned = next(properties.iter("a:xfrm"), None)
    words = turned.get("rot", "0") if turned is not None else "0"
    turns = abs(int(words)) // 60_000 % 90 if words.removeprefix("-").isdecimal() and len(words) < 12 else 0
    custom, preset = properties.find("a:custGeom"), properties.find("a:prstGeom")
    if turns not in (0, 89) or (custom is not None and not _has_corners_only(custom)):
        return place.inset(_OF_OTHERS)
    form = preset.get("prst", "rect") if preset is not None else "rect"
    if form in _FULL:
        return place
    return place.inset(_OF_ELLIPSE if form in ("ellipse", "flowChartConnector", "flowChartTerminator") else _OF_OTHERS)


def _has_corners_only(geometry: Element) -> bool:
    """Whether a path of one's own runs along the edges of its rectangle."""
    for path in geometry.iter("a:path"):
        width, height = path.get("w", "0"), path.get("h", "0")
        points = [(one.get("x"), one.get("y")) for one in path.iter("a:pt")]
        if not points or any(x not in ("0", "l", "r", width) or y not in ("0", "t", "b", height) for x, y in points):
            return False
    return True


def own(element: Element) -> Iterator[Element]:
    """What a drawing consists of; what hangs on the text in its boxes belongs to that text."""
    pending = [element]
    while pending:
        one = pending.pop()
        yield one
        pending += [child for child in reversed(one) if child.tag not in ("w:txbxContent", "mc:Fallback")]


def cut_off(element: Element) -> Iterator[float]:
    """Of each picture inside, the share of it that the file holds and the page does not show."""
    for one in own(element):
        if one.tag != "a:srcRect":
            continue
        left, top, right, bottom = (max(0.0, share_of(one.get(side), 0.0)) for side in "ltrb")
        shown = max(0.0, 1 - left - right) * max(0.0, 1 - top - bottom)
        if 1 - shown >= _LEAST_CUT:
            yield 1 - shown


def alternative_text(properties: Element | None) -> str:
    """What is said of a drawing to those who cannot see it."""
    if properties is None:
        return ""
    return " ".join(words for key in ("title", "descr") if (words := (properties.get(key) or "").strip()))


def diagram_text(package: Package, part: str, element: Element) -> list[str]:
    """The texts of a diagram ("SmartArt") that `element` of `part` shows."""
    found = []
    for one in element.iter("dgm:relIds"):
        relation = package.relations(part).get(one.get("r:dm", ""))
        root = package.tree(relation.target) if relation is not None and package.has(relation.target) else None
        for point in root.iter("dgm:pt") if root is not None else ():
            words = texts_in(point.find("dgm:t"), "a:t")
            if words:
                found.append(words)
    return found


def chart_text(package: Package, part: str, element: Element) -> list[str]:
    """What a chart that `element` of `part` shows says in words: its titles and the names of what it counts."""
    found: list[str] = []
    for one in element.iter("c:chart"):
        relation = package.relations(part).get(one.get("r:id", ""))
        root = package.tree(relation.target) if relation is not None and package.has(relation.target) else None
        if root is None:
            continue
        for title in root.iter("c:title"):
            words = texts_in(title, "a:t")
            found += [words] if words else []
        for cache in root.iter("c:strCache"):
            found += [words for point in cache.iter("c:pt") if (words := texts_in(point, "c:v"))]
    return list(dict.fromkeys(found))
