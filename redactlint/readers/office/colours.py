"""Colours: what office files write for a colour -> red, green and blue, and whether the eye can tell two apart.

Contrast is that of WCAG 2 (relative luminance, 1 to 21).  A colour that cannot be known (a picture, a gradient) is
None: nothing is said of text on it.
"""

from __future__ import annotations

import colorsys
import math
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple
from xml.etree.ElementTree import Element

from redactlint.readers.office.markup import decimal, within

__all__ = [
    "BLACK", "HIGHLIGHTS", "RGB", "WHITE", "Paint", "Theme", "contrast", "is_dark", "is_lost", "mixed", "rgb", "shaded",
    "share_of",
]  # fmt: skip

RGB = tuple[int, int, int]

BLACK: RGB = (0, 0, 0)
WHITE: RGB = (255, 255, 255)

# Below this contrast the eye does not find the letters: F2F2F2 on white, 1A1A1A on black.
_LEAST_CONTRAST = 1.2
# A colour is dark, as a redaction is, up to this luminance: navy is, a medium grey is not.
_DARK = 0.08
# Of what is drawn, this share must cover what lies below, or it shows through.
_OPAQUE = 0.9

HIGHLIGHTS: Mapping[str, RGB] = {
    "black": BLACK, "blue": (0, 0, 255), "cyan": (0, 255, 255), "darkBlue": (0, 0, 128), "darkCyan": (0, 128, 128),
    "darkGray": (128, 128, 128), "darkGreen": (0, 128, 0), "darkMagenta": (128, 0, 128), "darkRed": (128, 0, 0),
    "darkYellow": (128, 128, 0), "green": (0, 255, 0), "lightGray": (192, 192, 192), "magenta": (255, 0, 255),
    "red": (255, 0, 0), "white": WHITE, "yellow": (255, 255, 0),
}  # fmt: skip
# Preset colours of DrawingML and VML that people use; others are unknown.
_PRESETS: Mapping[str, RGB] = {
    **{name.lower(): value for name, value in HIGHLIGHTS.items()},
    "gray": (128, 128, 128), "grey": (128, 128, 128), "silver": (192, 192, 192), "navy": (0, 0, 128),
    "maroon": (128, 0, 0), "lime": (0, 255, 0), "aqua": (0, 255, 255), "fuchsia": (255, 0, 255), "green": (0, 128, 0),
    "purple": (128, 0, 128), "olive": (128, 128, 0), "teal": (0, 128, 128), "orange": (255, 165, 0),
    "window": WHITE, "windowtext": BLACK, "dkgray": (169, 169, 169), "ltgray": (211, 211, 211),
}  # fmt: skip


class Paint(NamedTuple):
    """What a surface is filled with: its colour (None: not known) and how much of what lies below it covers, 0 to 1."""

    colour: RGB | None
    opacity: float = 1.0

    @property
    def covers(self) -> bool:
        """Whether nothing below it can be read."""
        return self.opacity >= _OPAQUE


def rgb(words: str | None) -> RGB | None:
    """The colour of six hexadecimal digits, with or without "#" and alpha, or of a common name; None for others."""
    if not words:
        return None
    words = words.split(" ")[0].lstrip("#")
    if words.lower() in _PRESETS:
        return _PRESETS[words.lower()]
    if len(words) == 8:
        words = words[2:]
    if len(words) == 3:
        words = "".join(2 * one for one in words)
    if len(words) != 6:
        return None
    try:
        value = int(words, 16)
    except ValueError:
        return None
    return value >> 16, value >> 8 & 255, value & 255


def luminance(colour: RGB) -> float:
    """The relative luminance, 0 (black) to 1 (white)."""
    red, green, blue = (
        one / 12.92 if one <= 0.03928 else ((one + 0.055) / 1.055) ** 2.4 for one in (part / 255 for part in colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: RGB, other: RGB) -> float:
    """The contrast of two colours, 1 (none) to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@lru_cache(4096)
def is_lost(ink: RGB | None, ground: RGB | None) -> bool:
    """Whether letters of the one colour cannot be seen on the other; not if either is unknown."""
    if ink is None or ground is None or contrast(ink, ground) >= _LEAST_CONTRAST:
        return False
    # Red on green can have one luminance and be seen all the same.
    return sum(abs(a - b) for a, b in zip(ink, ground, strict=True)) < 120


def is_dark(colour: RGB | None) -> bool:
    """Whether it is the colour of a redaction."""
    return colour is not None and luminance(colour) <= _DARK


def mixed(over: RGB, under: RGB, share: float) -> RGB:
    """`share` of the one colour (0 to 1) over the other."""
    red, green, blue = (round(a * share + b * (1 - share)) for a, b in zip(over, under, strict=True))
    return red, green, blue


def shaded(pattern: str, fill: RGB | None, colour: RGB | None) -> RGB | None:
    """The look of a shading of Word: its pattern ("clear", "solid", "pct15" …), fill and foreground."""
    if pattern == "solid":
        return colour if colour is not None else BLACK
    share = pattern.removeprefix("pct")
    if share != pattern and share.isdecimal() and len(share) <= 3:
        return mixed(colour or BLACK, fill or WHITE, min(int(share), 100) / 100)
    return fill


def _changed(colour: RGB, changes: Element) -> tuple[RGB, float]:
    """The colour after the changes that DrawingML lists inside it, and its opacity."""
    hue, light, saturation = colorsys.rgb_to_hls(*(part / 255 for part in colour))
    opacity = 1.0
    for one in changes:
        share = share_of(one.get("val"))
        name = one.tag.rpartition(":")[2]
        if name == "lumMod":
            light *= share
        elif name == "lumOff":
            light += share
        elif name == "tint":
            light = light * share + 1 - share
        elif name == "shade":
            light *= share
        elif name == "satMod":
            saturation = max(0.0, min(1.0, saturation * share))
        elif name == "alpha":
            opacity = share
        light = max(0.0, min(1.0, light))
    red, green, blue = (round(255 * part) for part in colorsys.hls_to_rgb(hue, light, saturation))
    return (red, green, blue), opacity


def share_of(words: str | None, default: float = 1.0) -> float:
    """What DrawingML writes as thousandths of a percent or as a percentage, or the default."""
    found = decimal((words or "").rstrip("%"), math.nan) / (100 if (words or "").endswith("%") else 100_000)
    return default if math.isnan(found) else found


# The names that a slide or a document gives to the colours of its theme, unless it maps them otherwise.
_MAPPED = {"bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2"}
_WORD_NAMES = {
    "background1": "bg1", "background2": "bg2", "text1": "tx1", "text2": "tx2", "dark1": "dk1", "dark2": "dk2",
    "light1": "lt1", "light2": "lt2", "hyperlink": "hlink", "followedHyperlink": "folHlink",
}  # fmt: skip
# The colours of a theme in the order that SpreadsheetML counts them.
_COUNTED = ("lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6", "hlink")


class Theme:
    """The colours of a theme by name, and how the names of a document map to them."""

    def __init__(self, root: Element | None, mapping: Mapping[str, str] | None = None) -> None:
        """Take the colour scheme of a theme part; without one, only black and white are known, and those by default."""
        self._colours: dict[str, RGB] = {"dk1": BLACK, "lt1": WHITE}
        self._is_there = root is not None
        scheme = within(root, "a:clrScheme") if root is not None else None
        for one in scheme if scheme is not None else ():
            for value in one:
                found = rgb(value.get("lastClr") or value.get("val"))
                if found is not None:
                    self._colours[one.tag.rpartition(":")[2]] = found
        self._mapping = {**_MAPPED, **(mapping or {})}

    def with_mapping(self, mapping: Mapping[str, str]) -> Theme:
        """The theme with other names for its colours."""
        changed = Theme(None, mapping)
        changed._colours, changed._is_there = self._colours, self._is_there
        return changed

    def named(self, name: str) -> RGB | None:
        """The colour of that name, in the words of DrawingML or of Word."""
        name = _WORD_NAMES.get(name, name)
        return self._colours.get(self._mapping.get(name, name))

    def of_word(self, name: str, tint: str | None, shade: str | None) -> RGB | None:
        """The colour of that name with Word's tint and shade, two hexadecimal digits each; None without a theme."""
        colour = self.named(name)
        if colour is None or not self._is_there:
            return None
        hue, light, saturation = colorsys.rgb_to_hls(*(part / 255 for part in colour))
        try:
            if tint:
                share = int(tint, 16) / 255
                light = light * share + 1 - share
            if shade:
                light *= int(shade, 16) / 255
        except ValueError:
            return colour
        red, green, blue = (round(255 * part) for part in colorsys.hls_to_rgb(hue, light, saturation))
        return red, green, blue

    def counted(self, index: int, tint: float) -> RGB | None:
        """The colour of that number with the tint of SpreadsheetML, -1 (black) to 1 (white)."""
        colour = self._colours.get(_COUNTED[index]) if 0 <= index < len(_COUNTED) else None
        if colour is None or not tint:
            return colour
        hue, light, saturation = colorsys.rgb_to_hls(*(part / 255 for part in colour))
        light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
        red, green, blue = (round(255 * part) for part in colorsys.hls_to_rgb(hue, min(max(light, 0), 1), saturation))
        return red, green, blue

    def paint(self, holder: Element | None, placeholder: RGB | None = None) -> Paint | None:
        """The paint that an element of DrawingML holds (a:solidFill, a:gradFill …); None where it holds none.

        `placeholder` is the colour that a style of the theme fills in.  No fill at all is a paint without opacity.
        """
        for one in holder if holder is not None else ():
            name = one.tag.rpartition(":")[2]
            if name == "noFill":
                return Paint(None, 0.0)
            if name == "solidFill":
                return self.solid(one, placeholder)
            if name == "gradFill":
                stops = [self.solid(stop, placeholder) for stop in one.iter("a:gs")]
                return Paint(None, min((stop.opacity for stop in stops), default=1.0))
            if name == "blipFill":
                return Paint(None, 0.0 if within(one, "a:alphaModFix") is not None else 1.0)
            if name == "pattFill":
                return Paint(None, 0.0)
        return None

    def solid(self, fill: Element, placeholder: RGB | None = None) -> Paint:
        """The paint of the first colour that an element holds."""
        for one in fill:
            kind, value = one.tag.rpartition(":")[2], one.get("val")
            if kind == "schemeClr":
                colour = placeholder if value == "phClr" else self.named(value or "")
            elif kind == "sysClr":
                colour = rgb(one.get("lastClr") or value)
            elif kind == "scrgbClr":
                parts = [max(0.0, min(1.0, share_of(one.get(part)))) for part in "rgb"]
                red, green, blue = (round(255 * part ** (1 / 2.2)) for part in parts)
                colour = (red, green, blue)
            else:
                colour = rgb(value)
            if colour is None:
                return Paint(None)
            colour, opacity = _changed(colour, one)
            return Paint(colour, opacity)
        return Paint(None)
