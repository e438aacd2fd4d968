"""The charts of the HTML report, as SVG in the page: drawn by svg.py, coloured by the page's style sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from redactlint.errors import UsageError
from redactlint.reports.html_words import words

if TYPE_CHECKING:
    import svg

__all__ = ["bars", "require_drawing", "shares"]

# Units of the drawing; it is scaled to the room that there is.
_WIDTH = 640
_ROW = 26
_BAR = 16
_LABEL = 100
_FIGURE = 64
_GAP = 2


def require_drawing() -> None:
    """Raise UsageError where the library that draws is not installed."""
    try:
        import svg  # noqa: F401 - only whether it is there
    except ImportError:
        raise UsageError(
            "--format html needs the extra html (svg.py is missing)", "pip install 'redactlint[html]'"
        ) from None


def bars(rows: Sequence[tuple[str, Mapping[str, int]]], title: str, identity: str) -> str:
    """A bar a row, divided into its kinds, with its total at the end; "" where there are no rows.

    A row is a label and its figures by kind; kinds name classes of the style sheet ("error", "pass").  The figures of
    each part are told in its title, for a pointer and for who hears the page.
    """
    if not rows:
        return ""
    most = max(sum(figures.values()) for _, figures in rows) or 1
    room = _WIDTH - _LABEL - _FIGURE
    drawn: list[svg.Element] = []
    for place, (label, figures) in enumerate(rows):
        top = place * _ROW + (_ROW - _BAR) // 2
        drawn.append(_text(label, _LABEL - 8, top + 13, "label"))
        at = float(_LABEL)
        for kind, figure in figures.items():
            if not figure:
                continue
            length = round(figure / most * room, 1)
            drawn.append(_part(at, top, max(length - _GAP, 1), kind, f"{label}: {figure} {kind}"))
            at = round(at + length, 1)
        drawn.append(_text(str(sum(figures.values())), at + 6, top + 13, "figure"))
    return _drawing(drawn, len(rows) * _ROW, title, identity)


def shares(figures: Mapping[str, int], title: str, identity: str) -> str:
    """One bar divided by the shares of its kinds; "" where there is nothing to divide."""
    total = sum(figures.values())
    if not total:
        return ""
    drawn: list[svg.Element] = []
    at = 0.0
    for kind, figure in figures.items():
        if not figure:
            continue
        length = figure / total * _WIDTH
        drawn.append(_part(round(at, 1), 0, round(max(length - _GAP, 1), 1), kind, f"{kind}: {figure} of {total}", 22))
        at += length
    return _drawing(drawn, 22, title, identity)


def _part(x: float, y: float, width: float, kind: str, told: str, height: int = _BAR) -> svg.Element:
    import svg

    title = svg.Title(text=words(told))
    return svg.Rect(x=x, y=y, width=width, height=height, rx=2, class_=[f"bar-{words(kind)}"], elements=[title])


def _text(label: str, x: float, y: float, kind: str) -> svg.Element:
    import svg

    return svg.Text(text=words(label), x=round(x, 1), y=y, class_=[f"chart-{kind}"])


def _drawing(drawn: list[svg.Element], height: int, title: str, identity: str) -> str:
    import svg

    heading = svg.Title(text=words(title), id=identity)
    box = svg.ViewBoxSpec(0, 0, _WIDTH, height)
    named = {"role": "img", "aria-labelledby": identity}
    return str(svg.SVG(viewBox=box, class_=["chart"], elements=[heading, *drawn], extra=named))
