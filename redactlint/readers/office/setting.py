"""Setting: about where the letters of a text fall when it is set in lines; good for what a box covers, no more."""

from __future__ import annotations

from typing import NamedTuple

from redactlint.readers.office.drawing import Rectangle
from redactlint.readers.office.writing import filler_of

__all__ = ["Line", "covered", "set_in_lines"]

# The width of letters in ems, between that of Times and of Arial.
_NARROW = frozenset("iljtf.,;:'|!()[] I")
_WIDE = frozenset("mwMW@%█")
# What of a line's height a box must cover to hide it, and what of its own width may be a mistake of ours.
_LEAST_HEIGHT = 0.45
_MARGIN = 0.08
# Of the letters where a box lies, this many must be some, or the place is blank.
_LEAST_LETTERS = 2
_LEAST_SHARE = 0.4


class Line(NamedTuple):
    """A line of a text: where it begins in the text, its words, and the left edge of each letter in points."""

    start: int
    words: str
    edges: tuple[float, ...]


def _width(sign: str) -> float:
    if sign == "\t":
        return 2.0
    if sign in _NARROW:
        return 0.28
    if sign in _WIDE:
        return 0.78
    return 0.64 if sign.isupper() else 0.48


def set_in_lines(words: str, width: float, size: float) -> list[Line]:
    """The lines of a text in letters of that size (points) on that width."""
    lines: list[Line] = []
    start = 0
    for paragraph in words.split("\n"):
        at = 0
        while True:
            end = _line_end(paragraph, at, width, size)
            edges, x = [], 0.0
            for sign in paragraph[at:end]:
                edges.append(x)
                x += _width(sign) * size
            lines.append(Line(start + at, paragraph[at:end], (*edges, x)))
            at = end
            if at >= len(paragraph):
                break
        start += len(paragraph) + 1
    return lines


def _line_end(paragraph: str, start: int, width: float, size: float) -> int:
    x, last_blank = 0.0, None
    for index in range(start, len(paragraph)):
        x += _width(paragraph[index]) * size
        if x > width and index > start:
            return last_blank + 1 if last_blank is not None else index
        if paragraph[index] == " ":
            last_blank = index
    return len(paragraph)


def covered(place: Rectangle, lines: list[Line], leading: float) -> tuple[str, tuple[int, int]]:
    """The words that a rectangle (relative to the top left of the text) covers, and where it touches a line.

    The words are nothing where it lies over blanks or blocks; the place is as offsets in the text, empty for none.
    """
    inner = Rectangle(place.left + place.width * _MARGIN, place.top, place.right - place.width * _MARGIN, place.bottom)
    found: list[str] = []
    touched: list[tuple[int, int]] = []
    for index, line in enumerate(lines):
        top = index * leading
        overlap = min(inner.bottom, top + leading) - max(inner.top, top)
        if overlap < min(_LEAST_HEIGHT * leading, 0.8 * place.height):
            continue
        below = [
            at for at in range(len(line.words))
            if inner.left <= (line.edges[at] + line.edges[at + 1]) / 2 <= inner.right
        ]  # fmt: skip
        if not below:
            continue
        words = line.words[below[0] : below[-1] + 1]
        touched.append((line.start + below[0], line.start + below[-1] + 1))
        letters = sum(one.isalnum() for one in words)
        if not filler_of(words) and letters >= _LEAST_LETTERS and letters >= _LEAST_SHARE * len(words):
            found.append(words.strip())
    span = (touched[0][0], touched[-1][1]) if touched else (0, 0)
    return " ".join(found), span
