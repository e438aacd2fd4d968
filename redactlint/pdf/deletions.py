"""Deletions: the boxes that a page shows where text was taken out, with the label in each or beside it.

A box is a deletion where it hides text, bears the label of one, or stands dark and empty in a line of text or between
lines.  Bars, rules, shading, the cells of tables and the bars of charts are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

import pypdfium2.raw as pdfium

from redactlint.pdf.geometry import Rect
from redactlint.pdf.glyphs import Run
from redactlint.pdf.painting import IMAGE, PATH, Painted, colour_of, rectangles_of
from redactlint.pdf.pieces import Hidden
from redactlint.pdf.seeing import Sight

__all__ = ["Deletion", "Words", "deletions_of"]

# The lowest and narrowest box, in points, and the most boxes of a page: more of them draw a picture.
_LOWEST, _NARROWEST, _MOST = 5.0, 7.0, 400
# Shades up to which a box is dark.
_DARK = 90
# The longest words in a box that can be its label.
_LONGEST_LABEL = 60
# The techniques that show as a box.
_KINDS = ("under-box", "under-image", "under-annotation", "same-fill", "ocr-under-box")


class Words(NamedTuple):
    """Seen words that stand together on a line, and where."""

    text: str
    box: Rect


class Deletion(NamedTuple):
    """A deletion: its box, its label, how many characters it hides (None: none that are there to be counted).

    `label` is an index into the words of the page; `is_inside` says that the label stands in the box, not beside it.
    """

    box: Rect
    label: int | None = None
    hides: int | None = None
    is_inside: bool = False


def deletions_of(
    objects: Sequence[Painted], sight: Sight, words: Sequence[Words], hidden: Sequence[Hidden], seen: Sequence[Run]
) -> list[Deletion]:
    """The deletions that a page shows, in order from top to bottom."""
    height = _line_height(words)
    covers = [(one.cover, one) for one in hidden if one.kind in _KINDS]
    candidates: list[tuple[Rect, bool]] = []
    for box, is_dark in _boxes(objects, sight):
        if not any(_is_same(box, other) for other, _ in candidates):
            candidates.append((box, is_dark))
        if len(candidates) > _MOST:
            return []
    for cover, one in covers:
        box = one.box if cover is None or cover.height > 6 * one.box.height + 12 else cover
        if not any(box.common(other).area > 0.5 * box.area for other, _ in candidates):
            candidates.append((box, True))
    candidates = _without_holders(candidates)
    is_drawing = _is_drawing([box for box, is_dark in candidates if is_dark], height)
    found = []
    for box, is_dark in candidates:
        hides = sum(one.extent for _, one in covers if box.grown(1).contains_centre_of(one.box))
        inside = [index for index, one in enumerate(words) if box.grown(1).contains_centre_of(one.box)]
        label = _label_of(inside, words)
        if inside and label is None:
            continue  # a panel with words of its own on it
        if label is None and (hides or is_dark):
            label = _beside(box, words)
        is_empty_box = (
            is_dark
            and not is_drawing
            and not _has_letters(box, seen)
            and _stands_in_text(box, words, height, sight.frame.box)
        )
        if hides or (label is not None and inside) or is_empty_box:
            found.append(Deletion(box, label, hides or None, label in inside))
    return sorted(found, key=lambda one: (-one.box.top, one.box.left))


def _has_letters(box: Rect, seen: Sequence[Run]) -> bool:
    """Whether a letter that is seen stands in a box, be it of a run that goes on beyond it."""
    return any(
        box.contains_centre_of(one.box)
        for run in seen
        if run.box.common(box).area > 0
        for one in run.glyphs
        if one.right > one.left and not one.character.isspace()
    )


def _line_height(words: Sequence[Words]) -> float:
    heights = sorted(one.box.height for one in words if len(one.text) > 3)
    return heights[len(heights) // 2] if heights else 9.0


def _boxes(objects: Sequence[Painted], sight: Sight) -> Iterator[tuple[Rect, bool]]:
    """Every solid box of a page that shows in one colour or holds words, with whether it is dark."""
    shown = sight.frame.box
    for one in objects:
        if one.kind == PATH:
            parts = rectangles_of(one)
            if not parts or colour_of(one.handle)[3] < 250:
                continue
            is_dark = max(colour_of(one.handle)[:3]) <= _DARK
        elif one.kind == IMAGE:
            parts, is_dark = [one.bounds()], True
        else:
            continue
        for box in parts:
            if box.height < _LOWEST or box.width < _NARROWEST or box.common(shown).area < 0.9 * box.area:
                continue
            if box.width > 0.97 * shown.width or box.height > 0.8 * shown.height:
                continue
            look = sight.look(box.grown(-1.2))
            if look is None or pdfium.FPDFPageObj_HasTransparency(one.handle):
                continue
            if is_dark and (look.darkest > _DARK or (one.kind == IMAGE and look.contrast > 30)):
                continue
            yield box, is_dark


def _is_same(one: Rect, other: Rect) -> bool:
    return one.common(other).area > 0.9 * max(one.area, other.area)


def _without_holders(candidates: list[tuple[Rect, bool]]) -> list[tuple[Rect, bool]]:
    """The boxes that hold no other one: a frame or a cell around a deletion is not it."""
    return [
        (box, is_dark)
        for box, is_dark in candidates
        if not any(
            other is not box and other.area < 0.8 * box.area and box.contains_centre_of(other)
            for other, _ in candidates
        )
    ]


def _is_drawing(boxes: Sequence[Rect], height: float) -> bool:
    """Whether dark boxes make a picture together: bars on a common base line, or the squares of a pattern."""
    if len(boxes) < 3:
        return False
    tall = [one for one in boxes if one.height > 1.5 * one.width]
    small = [one for one in boxes if one.width < 1.5 * height and one.height < 1.5 * height]
    return len(tall) >= 3 or len(small) >= 6


def _stands_in_text(box: Rect, words: Sequence[Words], height: float, page: Rect) -> bool:
    """Whether a dark, empty box takes the place of words: in a line, or between lines that begin where it begins."""
    if (
        box.height < 0.7 * height
        or box.width < 1.4 * min(box.height, height)
        or box.left <= page.left + 2
        or box.right >= page.right - 2
    ):
        return False
    if box.height <= 2.6 * height:
        for one in words:
            level = min(box.top, one.box.top) - max(box.bottom, one.box.bottom)
            gap = max(one.box.left - box.right, box.left - one.box.right)
            if level >= 0.5 * one.box.height and -2 < gap <= 3 * height and one.box.height <= 2 * box.height:
                return True
    above = below = False
    for one in words:
        if abs(one.box.left - box.left) > 3 * height or len(one.text) < 4:
            continue
        above = above or 0 <= one.box.bottom - box.top + 2 <= 3 * height
        below = below or 0 <= box.bottom - one.box.top + 2 <= 3 * height
    return above and below and box.width > 3 * height


@cache
def _label() -> re.Pattern[str]:
    return re.compile(
        r"[\[(<*\s]*(?:\(?[bB]\)?[ ]?\(?\d|\([djk]\)\s?\(\d\)|\d\.\d\s?\(?[A-Za-z]\b"
        r"|(?:25|50|75)X\d|P\d\b|NR\b|OGA\b|STAT(?:INTL)?\b"
        r"|(?i:redact|delet|withheld|excis|sanitiz|denied|exempt|sealed|privileged|non-?responsive|not responsive"
        r"|harm to ongoing|grand jury|personal privacy|investigative technique))"
    )


def _label_of(inside: Sequence[int], words: Sequence[Words]) -> int | None:
    """The words in a box that are its label, if they are nothing else."""
    if not inside or sum(len(words[index].text) for index in inside) > _LONGEST_LABEL * 2:
        return None
    labels = [index for index in inside if _is_label(words[index].text)]
    return labels[0] if labels and len(inside) - len(labels) <= 3 else None


def _is_label(text: str) -> bool:
    return len(text.strip()) <= _LONGEST_LABEL and _label().match(text) is not None


def _beside(box: Rect, words: Sequence[Words]) -> int | None:
    """The label that stands next to a box on its line, to the right rather than to the left."""
    near = []
    for index, one in enumerate(words):
        level = min(box.top, one.box.top) - max(box.bottom, one.box.bottom)
        if level < 0.5 * min(one.box.height, box.height) or not _is_label(one.text):
            continue
        right, left = one.box.left - box.right, box.left - one.box.right
        if -3 <= right <= 30:
            near.append((0, right, index))
        elif -3 <= left <= 30 and len(one.text) <= 25:
            near.append((1, left, index))
    return min(near)[2] if near else None
