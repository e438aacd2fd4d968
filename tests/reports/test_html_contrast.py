"""Every colour of words in the HTML report stands out from every ground that it is printed on, light, dark and in print.

The measure is that of WCAG 2.2, success criterion 1.4.3: 4.5 to 1 for words.
"""

from __future__ import annotations

import re
from importlib import resources

import pytest

LEAST = 4.5
INKS = ("ink", "faint", "link", "error", "warning", "info", "pass", "none")
GROUNDS = ("page", "sheet", "soft")
# What stands on a tint: its own colour, and plain words on the marks of a page.
TINTED = [(one, f"{one}-tint") for one in ("error", "warning", "info", "none")]
MARKED = [("ink", one) for one in ("U", "R", "C", "S", "TS", "other", "gone")]


def palettes() -> list[dict[str, str]]:
    sheet = resources.files("redactlint.reports").joinpath("html_report.css").read_text("utf-8")
    found: list[dict[str, str]] = []
    for block in re.findall(r":root[^{]*\{([^}]*)\}", sheet):
        colours = dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", block))
        if "page" in colours:
            found.append(colours)
    return found


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_there_is_a_palette_for_light_for_dark_and_for_print() -> None:
    assert len(palettes()) == 3


@pytest.mark.parametrize("palette", palettes(), ids=["light", "dark", "print"])
def test_words_stand_out(palette: dict[str, str]) -> None:
    pairs = [(ink, ground) for ink in INKS for ground in GROUNDS] + TINTED + MARKED
    weak = {pair: round(contrast(palette[pair[0]], palette[pair[1]]), 2) for pair in pairs}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < LEAST} == {}
