"""Geometry of a page: boxes in points of the page, and their way to the pixels of a picture of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

__all__ = ["Frame", "Rect", "union"]


class Rect(NamedTuple):
    """A box in points: left, bottom, right, top, counted from the lower left corner of the page's own space."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """How wide it is."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """How high it is."""
        return self.top - self.bottom

    @property
    def area(self) -> float:
        """Its area in square points."""
        return max(0.0, self.width) * max(0.0, self.height)

    def contains_centre_of(self, other: Rect) -> bool:
        """Whether the middle of the other lies in it."""
        x, y = (other.left + other.right) / 2, (other.bottom + other.top) / 2
        return self.left <= x <= self.right and self.bottom <= y <= self.top

    def common(self, other: Rect) -> Rect:
        """What both cover; its area is 0 where that is nothing."""
        return Rect(
            max(self.left, other.left),
            max(self.bottom, other.bottom),
            min(self.right, other.right),
            min(self.top, other.top),
        )

    def grown(self, across: float, along: float | None = None) -> Rect:
        """The box with a margin of `across` at left and right, of `along` below and above (the same, if not given)."""
        along = across if along is None else along
        return Rect(self.left - across, self.bottom - along, self.right + across, self.top + along)

    def rounded(self) -> list[float]:
        """As reports show it: four numbers to a tenth of a point."""
        return [round(one, 1) + 0.0 for one in self]


def union(boxes: Iterable[Rect]) -> Rect:
    """The smallest box around all of them; there must be one."""
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return Rect(min(lefts), min(bottoms), max(rights), max(tops))


class Frame:
    """The visible part of a page (`box`, its crop box within its media box), how it is turned, and its picture's size.

    `rotation` is in quarters of a turn clockwise, `scale` in pixels a point; `width` and `height` are in pixels.
    """

    def __init__(self, box: Rect, rotation: int, scale: float) -> None:
        self.box, self.rotation, self.scale = box, rotation % 4, scale
        across, down = box.width * scale, box.height * scale
        if self.rotation % 2:
            across, down = down, across
        self.width, self.height = max(1, round(across)), max(1, round(down))

    def pixels(self, rect: Rect) -> tuple[float, float, float, float]:
        """The box in pixels from the upper left of the picture: left, upper, right, lower; it may reach past it."""
        box, scale = self.box, self.scale
        if self.rotation == 0:
            ends = (rect.left - box.left, box.top - rect.top, rect.right - box.left, box.top - rect.bottom)
        elif self.rotation == 1:
            ends = (rect.bottom - box.bottom, rect.left - box.left, rect.top - box.bottom, rect.right - box.left)
        elif self.rotation == 2:
            ends = (box.right - rect.right, rect.bottom - box.bottom, box.right - rect.left, rect.top - box.bottom)
        else:
            ends = (box.top - rect.top, box.right - rect.right, box.top - rect.bottom, box.right - rect.left)
        return ends[0] * scale, ends[1] * scale, ends[2] * scale, ends[3] * scale

    def upright(self, rect: Rect) -> Rect:
        """The box as a reader of the turned page has it: in points, from the lower left of what is shown."""
        left, upper, right, lower = self.pixels(rect)
        height = self.height / self.scale
        return Rect(left / self.scale, height - lower / self.scale, right / self.scale, height - upper / self.scale)
