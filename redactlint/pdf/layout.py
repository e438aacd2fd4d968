"""Layout: what the pages show, put into lines of text in reading order, each with the way back to its place."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from redactlint.pdf.deletions import Deletion, Words
from redactlint.pdf.geometry import Rect, union

__all__ = ["Laid", "Line", "PlacedBox", "lay_out"]

# Most blanks between two words of a line, and before the first.
_MOST_BLANKS, _MOST_INDENT = 60, 70
# As many lines must stand on both sides of a gutter for the page to have columns.
_FEWEST_COLUMN_LINES = 6
# So many places at which lines begin are tried as the left edge of a column.
_MOST_EDGES = 16
_FULL = "█"
_MOST_BLOCKS = 400


class Line(NamedTuple):
    """A line of the text: where it begins in it, its words, and its box."""

    start: int
    text: str
    box: Rect


class PlacedBox(NamedTuple):
    """A deletion in the text: the blocks that stand for it (from, to), its label (from, to), its extent and place."""

    start: int
    end: int
    box: Rect
    label: str | None
    label_start: int
    label_end: int
    extent: int


class Laid(NamedTuple):
    """A page as text: its lines, each ending in a line feed, and its deletions; offsets count from `start`."""

    lines: list[Line]
    boxes: list[PlacedBox]
    end: int

    def nearest(self, box: Rect) -> int:
        """The offset of the line that stands nearest to a place of the page; that of the page where it has none."""
        middle = (box.bottom + box.top) / 2
        near = min(self.lines, key=lambda line: abs((line.box.bottom + line.box.top) / 2 - middle), default=None)
        return near.start if near is not None else self.end


class _Item(NamedTuple):
    """Something on a line: words, or a deletion (an index into those of the page; its further rows have no index)."""

    box: Rect
    text: str
    deletion: int | None = None
    label: str | None = None


def lay_out(words: Sequence[Words], deletions: Sequence[Deletion], start: int) -> Laid:
    """The lines of a page from offset `start` on; a label that stands in a box is put behind its blocks."""
    width, pitch = _letter(words)
    items = [
        _Item(one.box, " ".join(one.text.split()))
        for index, one in enumerate(words)
        if not _is_inside(index, deletions)
    ]
    for number, deletion in enumerate(deletions):
        label = words[deletion.label].text.strip() if deletion.label is not None else None
        items += _blocks(
            deletion, number, label if _is_inside(deletion.label, deletions) else None, width, pitch, words
        )
    items = [one for one in items if one.text]
    if not items:
        return Laid([], [], start)
    left = min(one.box.left for one in items)
    lines: list[Line] = []
    boxes: dict[int, PlacedBox] = {}
    at = start
    before: Rect | None = None
    for column in _columns(items, pitch):
        for row in _rows(column):
            box = union(one.box for one in row)
            if before is not None and (before.bottom - box.top > 0.9 * pitch or box.bottom > before.top):
                lines.append(Line(at, "", Rect(box.left, box.top, box.left, box.top)))
                at += 1
            text = _text_of(row, left, width, at, deletions, boxes, words)
            lines.append(Line(at, text, box))
            at += len(text) + 1
            before = box
    return Laid(lines, sorted(boxes.values()), at)


def _is_inside(index: int | None, deletions: Sequence[Deletion]) -> bool:
    return index is not None and any(one.label == index and one.is_inside for one in deletions)


def _letter(words: Sequence[Words]) -> tuple[float, float]:
    """The width of a letter of the page's text and the height of its lines, in points."""
    widths = sorted(one.box.width / len(one.text) for one in words if len(one.text) > 5)
    heights = sorted(one.box.height for one in words if len(one.text) > 5)
    if not widths:
        return 5.0, 10.0
    return max(1.0, widths[len(widths) // 2]), max(2.0, heights[len(heights) // 2])


def _blocks(
    deletion: Deletion, number: int, label: str | None, width: float, pitch: float, words: Sequence[Words]
) -> list[_Item]:
    """A row of blocks for each line that a box takes, as far as nothing else stands on these lines."""
    box = deletion.box
    across = max(2, round(box.width / width))
    rows = max(1, round(box.height / (1.25 * pitch)))
    if rows > 1 and any(
        one.box.bottom < box.top and box.bottom < one.box.top and not box.contains_centre_of(one.box) for one in words
    ):
        rows = 1
    if deletion.hides is not None and rows == 1:
        across = max(2, deletion.hides)
    across, rows = min(across, _MOST_BLOCKS), min(rows, 60)
    step = box.height / rows
    made = []
    for row in range(rows):
        part = Rect(box.left, box.top - (row + 1) * step, box.right, box.top - row * step)
        made.append(_Item(part, _FULL * across, number, label if row == 0 else None))
    return made


def _rows(items: Sequence[_Item]) -> list[list[_Item]]:
    """The items by line, from top to bottom, each line from left to right."""
    rows: list[tuple[float, float, list[_Item]]] = []
    for one in sorted(items, key=lambda item: (-(item.box.top + item.box.bottom), item.box.left)):
        middle = (one.box.top + one.box.bottom) / 2
        if rows:
            bottom, top, row = rows[-1]
            if bottom <= middle <= top or one.box.bottom <= (bottom + top) / 2 <= one.box.top:
                row.append(one)
                if len(one.text) > 2 and one.deletion is None:
                    rows[-1] = (min(bottom, one.box.bottom) if bottom > one.box.bottom - 2 else bottom, top, row)
                continue
        rows.append((one.box.bottom, one.box.top, [one]))
    return [sorted(row, key=lambda item: item.box.left) for _, _, row in rows]


def _columns(items: Sequence[_Item], pitch: float) -> list[Sequence[_Item]]:
    """The items in reading order of columns: cut along a gutter that many lines keep free on both sides."""
    if len(items) < 2 * _FEWEST_COLUMN_LINES:
        return [items]
    starts = Counter(round(one.box.left) for one in items)
    edges = sorted(edge for edge, lines in starts.most_common(_MOST_EDGES) if lines >= _FEWEST_COLUMN_LINES // 2)
    whole = union(one.box for one in items)
    best = None
    for edge in edges:
        if not whole.left + 0.25 * whole.width < edge < whole.right - 0.2 * whole.width:
            continue
        right = [one for one in items if one.box.left >= edge - 1]
        left = [one for one in items if one.box.right <= edge - 0.8 * pitch]
        if len(right) < _FEWEST_COLUMN_LINES or len(left) < _FEWEST_COLUMN_LINES:
            continue
        crossing = [one for one in items if one.box.left < edge - 1 and one.box.right > edge - 0.8 * pitch]
        if _are_lines(left, edge - whole.left) and _are_lines(right, whole.right - edge):
            score = (len(crossing), edge)
            if best is None or score < best[0]:
                best = (score, left, right, crossing)
    if best is None or len(best[3]) > 0.5 * min(len(best[1]), len(best[2])):
        return [items]
    _, left, right, crossing = best
    # What runs across both columns divides the page into bands.
    cuts = sorted((one.box.bottom for one in crossing), reverse=True)
    bands: list[list[Sequence[_Item]]] = []
    for number in range(len(cuts) + 1):
        bands.append(
            [
                [
                    one
                    for one in side
                    if bisect_right([-cut for cut in cuts], -(one.box.bottom + one.box.top) / 2) == number
                ]
                for side in (left, right)
            ]
        )
    ordered: list[Sequence[_Item]] = []
    for number, (first, second) in enumerate(bands):
        ordered += [part for part in (first, second) if part]
        if number < len(cuts):
            ordered.append([one for one in crossing if one.box.bottom == cuts[number]])
    return ordered


def _are_lines(items: Sequence[_Item], width: float) -> bool:
    """Whether most of the items fill their column, as running text does and a table or a margin does not."""
    full = sum(one.box.width > 0.6 * width for one in items)
    return full >= 0.5 * len(items) and sum(len(one.text) for one in items) > 20 * len(items)


def _text_of(
    row: Sequence[_Item],
    left: float,
    width: float,
    at: int,
    deletions: Sequence[Deletion],
    boxes: dict[int, PlacedBox],
    words: Sequence[Words],
) -> str:
    indent = round((row[0].box.left - left) / width)
    text = " " * min(indent, _MOST_INDENT) if indent > 1 else ""
    end: float | None = None
    for one in row:
        if end is not None:
            gap = (one.box.left - end) / width
            if gap > 2.2:
                text += " " * min(_MOST_BLANKS, max(3, round(gap)))
            elif text and not text.endswith(" ") and (gap > 0.15 or one.deletion is not None or text.endswith(_FULL)):
                text += " "
        begin = at + len(text)
        text += one.text
        if one.deletion is not None:
            _place(one, begin, at + len(text), deletions, boxes)
            if one.label is not None:
                text += f" {one.label}"
                placed = boxes[one.deletion]
                stop = at + len(text)
                boxes[one.deletion] = placed._replace(
                    label=one.label, label_start=stop - len(one.label), label_end=stop
                )
        else:
            for number, deletion in enumerate(deletions):
                if deletion.label is not None and words[deletion.label].box is one.box:
                    _labelled(number, one.text, begin, deletion, boxes)
        end = one.box.right
    return text


def _place(item: _Item, start: int, end: int, deletions: Sequence[Deletion], boxes: dict[int, PlacedBox]) -> None:
    assert item.deletion is not None
    before = boxes.get(item.deletion)
    if before is None:
        extent = deletions[item.deletion].hides or end - start
        boxes[item.deletion] = PlacedBox(start, end, deletions[item.deletion].box, None, 0, 0, extent)
    elif before.end == 0:  # its label stood before it
        boxes[item.deletion] = before._replace(
            start=start, end=end, extent=deletions[item.deletion].hides or end - start
        )
    else:
        more = 0 if deletions[item.deletion].hides else end - start
        boxes[item.deletion] = before._replace(end=end, extent=before.extent + more)


def _labelled(number: int, text: str, start: int, deletion: Deletion, boxes: dict[int, PlacedBox]) -> None:
    end = start + len(text)
    before = boxes.get(number)
    if before is None:
        boxes[number] = PlacedBox(0, 0, deletion.box, text, start, end, 0)
    else:
        boxes[number] = before._replace(label=text, label_start=start, label_end=end)
