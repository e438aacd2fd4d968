"""Cell looks: from the styles of a workbook, how a cell shows its value and whether the eye can see it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple, TypeVar
from xml.etree.ElementTree import Element

from redactlint.readers.office.cell_formats import BUILT_IN
from redactlint.readers.office.colours import BLACK, RGB, WHITE, Theme, is_dark, is_lost, mixed, rgb
from redactlint.readers.office.markup import decimal, number
from redactlint.readers.office.word_runs import LEAST_POINTS

__all__ = ["CellLook", "CellStyles"]

_Item = TypeVar("_Item")

# The colours that old files number, from 8 on; 0 to 7 are the first eight of them.
_NUMBERED = re.findall(
    "......",
    "000000FFFFFFFF000000FF000000FFFFFF00FF00FF00FFFF800000008000000080808000800080008080C0C0C08080809999FF993366FFFFCC"
    "CCFFFF660066FF80800066CCCCCCFF000080FF00FFFFFF0000FFFF8000808000000080800000FF00CCFFCCFFFFCCFFCCFFFF9999CCFFFF99CC"
    "CC99FFFFCC993366FF33CCCC99CC00FFCC00FF9900FF6600666699969696003366339966003300333300993300993366333399333333",
)
_GREYS = {"darkGray": 0.75, "mediumGray": 0.5, "lightGray": 0.25, "gray125": 0.125, "gray0625": 0.0625}


class CellLook(NamedTuple):
    """How a cell shows its value: number format, ink, ground (None: not known), size in points."""

    form: str = "General"
    ink: RGB | None = BLACK
    ground: RGB | None = WHITE
    size: float = 11.0
    is_filled: bool = False

    def hides(self, ink: RGB | None = None, size: float | None = None) -> str | None:
        """The technique by which it hides its words, or those of a run of that ink and size."""
        if (self.size if size is None else size) < LEAST_POINTS:
            return "tiny-text"
        if not is_lost(self.ink if ink is None else ink, self.ground):
            return None
        return "black-highlight" if is_dark(self.ground) else "white-text"


class CellStyles:
    """The looks of the cells of one workbook by the number of their style."""

    def __init__(self, root: Element | None, theme: Theme) -> None:
        self._theme = theme
        self._formats = dict(BUILT_IN)
        self._fonts: list[tuple[RGB | None, float]] = []
        self._fills: list[tuple[RGB | None, bool]] = []
        self._looks: list[CellLook] = []
        self.dated_1904 = False
        if root is None:
            return
        for one in root.iter("s:numFmt"):
            self._formats[number(one.get("numFmtId"))] = one.get("formatCode", "General")
        fonts, fills, cells = root.find("s:fonts"), root.find("s:fills"), root.find("s:cellXfs")
        for one in fonts if fonts is not None else ():
            size = one.find("s:sz")
            points = float(number(size.get("val"), 11)) if size is not None else 11.0
            self._fonts.append((self.colour(one.find("s:color")), points))
        for one in fills if fills is not None else ():
            self._fills.append(self._fill(one))
        for one in cells if cells is not None else ():
            ink, points = _at(self._fonts, number(one.get("fontId"))) or (BLACK, 11.0)
            ground, is_filled = _at(self._fills, number(one.get("fillId"))) or (WHITE, False)
            form = self._formats.get(number(one.get("numFmtId")), "General")
            self._looks.append(CellLook(form, ink, ground, points, is_filled))

    def look(self, style: int) -> CellLook:
        """The look of that number."""
        return _at(self._looks, style) or CellLook()

    def colour(self, element: Element | None) -> RGB | None:
        """A colour of SpreadsheetML; black where none is said or it is automatic."""
        if element is None or element.get("auto") in ("1", "true"):
            return BLACK
        if element.get("theme") is not None:
            return self._theme.counted(number(element.get("theme")), decimal(element.get("tint"), 0.0))
        if element.get("indexed") is not None:
            index = number(element.get("indexed"))
            return rgb(_NUMBERED[index - 8 if index >= 8 else index]) if 0 <= index < 64 else BLACK
        return rgb(element.get("rgb")) if element.get("rgb") else BLACK

    def _fill(self, fill: Element) -> tuple[RGB | None, bool]:
        pattern = fill.find("s:patternFill")
        if pattern is None:
            return None, True
        kind = pattern.get("patternType", "none")
        if kind == "none":
            return WHITE, False
        front, back = pattern.find("s:fgColor"), pattern.find("s:bgColor")
        if kind == "solid":
            return self.colour(front), True
        ground = self.colour(back) if back is not None and back.get("indexed") != "65" else WHITE
        ink = self.colour(front) if front is not None else BLACK
        if kind in _GREYS and ink is not None and ground is not None:
            return mixed(ink, ground, _GREYS[kind]), True
        return None, True

    def run(self, properties: Element | None) -> tuple[RGB | None, float | None]:
        """The ink and size of a run inside a cell; None for what it does not say."""
        if properties is None:
            return None, None
        colour, size = properties.find("s:color"), properties.find("s:sz")
        return (
            self.colour(colour) if colour is not None else None,
            float(number(size.get("val"), 11)) if size is not None else None,
        )


def _at(items: Sequence[_Item], index: int) -> _Item | None:
    return items[index] if 0 <= index < len(items) else None
