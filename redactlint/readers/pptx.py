"""PPTX: the text of a presentation slide by slide, in the order of the page, and what the file holds beside it.

What stands on the master and the layout of a slide stands on the slide.  Needs nothing beyond the standard library.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element

from redactlint.errors import ReadError
from redactlint.layers import Box
from redactlint.readers.office.colours import Paint, is_dark
from redactlint.readers.office.drawing import (
    EMU,
    Rectangle,
    alternative_text,
    chart_text,
    cut_off,
    diagram_text,
    filled_part,
)
from redactlint.readers.office.leftovers import conceal_leftovers, members, shorter
from redactlint.readers.office.markup import child_at, number, texts_in, within
from redactlint.readers.office.opacity import is_opaque_picture
from redactlint.readers.office.package import Package
from redactlint.readers.office.properties import conceal_alternatives, conceal_properties
from redactlint.readers.office.setting import covered
from redactlint.readers.office.slide_shapes import MARGINAL, Canvas, Shape, canvas_of, levels_of
from redactlint.readers.office.slide_text import Laid, TextBody, place_lines
from redactlint.readers.office.writing import Writer, label_in

if TYPE_CHECKING:
    from redactlint.readers.allowance import Allowance, Unread
    from redactlint.text import Text

__all__ = ["texts"]

# What stands within this share of the height from the top or the bottom, and is short, is the margin of a page.
_MARGIN = 0.13
_SHORT = 90
# Tables without a style of their own: what lies below their cells is the slide.
_PLAIN_TABLES = frozenset({"{2D5ABB26-0587-4C30-8999-92F81FD0307C}", "{5940675A-B579-460E-94D1-54222C63F5DA}"})
# Shapes whose tops differ by less, in points, stand beside each other.
_SAME_ROW = 12


def texts(data: bytes, path: str, allowance: Allowance) -> Iterator[Text | Unread]:
    """The text of a presentation, then those of the documents embedded in it; raises ReadError with the reason."""
    package = Package(data, path, allowance)
    yield _Presentation(package, allowance).read(path)
    yield from shorter(package, path)
    yield from members(package, path, allowance)


class _Presentation:
    """One presentation while it is read."""

    def __init__(self, package: Package, allowance: Allowance) -> None:
        self._package, self._main = package, package.main()
        root = package.tree(self._main)
        if root is None:
            raise ReadError(package.faults[0].partition("; ")[0], "get a whole copy")
        self._root = root
        self._defaults = root.find("p:defaultTextStyle")
        size = root.find("p:sldSz")
        width, height = (size.get("cx"), size.get("cy")) if size is not None else (None, None)
        self._page = Rectangle(0, 0, number(width, 9_144_000) / EMU, number(height, 6_858_000) / EMU)
        self._writer = Writer(allowance)
        self._titles: list[str] = []
        self._alternatives: list[tuple[str, dict[str, Any], int]] = []

    def read(self, path: str) -> Text:
        """The whole text."""
        relations = self._package.relations(self._main)
        listed = [one.get("r:id", "") for one in self._root.iter("p:sldId")]
        shown = [relations[one].target for one in listed if one in relations]
        for count, part in enumerate(shown, start=1):
            self._slide(count, part)
        for part in self._package.related(self._main, "slide"):
            if part not in shown:
                self._left_out(part)
        self._writer.where = {}
        conceal_alternatives(self._writer, self._alternatives)
        conceal_properties(self._package, self._writer, self._titles)
        conceal_leftovers(self._package, self._writer)
        return self._writer.text(path)

    def _left_out(self, part: str) -> None:
        words = texts_in(self._package.tree(part), "a:t")
        if words:
            self._writer.conceal("hidden-slide", words, where={"member": part})

    def _slide(self, count: int, part: str) -> None:
        writer = self._writer
        writer.where = {"slide": count}
        writer.separate("\n\f\n")
        if not self._package.has(part):
            self._package.faults.append(f"lacks its part {part}; get a whole copy")
            return
        canvas = canvas_of(self._package, part)
        if canvas is None:
            return
        root = self._package.tree(part)
        self._titles += [texts_in(one.element, "a:t") for one in canvas.shapes if one.holder in ("title", "ctrTitle")]
        if root is not None and root.get("show") in ("0", "false"):
            words = texts_in(root, "a:t")
            writer.conceal("hidden-slide", words, extent=len(words))
        else:
            _Slide(canvas, count, self._page, self._package, writer, self._defaults, root, self._alternatives).write()
        writer.where = {"slide": count}
        self._beside(part)

    def _beside(self, part: str) -> None:
        """Notes and comments of a slide."""
        for notes in self._package.related(part, "notesSlide"):
            root = self._package.tree(notes)
            for one in root.iter("p:sp") if root is not None else ():
                holder = within(one, "p:ph")
                words = texts_in(one, "a:t")
                if words and (holder is None or holder.get("type", "body") == "body"):
                    self._writer.conceal("speaker-notes", words)
        for comments in self._package.related(part, "comments"):
            root = self._package.tree(comments)
            for one in root if root is not None else ():
                words = texts_in(one, "p:text", "a:t")
                if words:
                    self._writer.conceal("comment", words, where={**self._writer.place, "comment": one.get("idx", "")})


class _Slide:
    """One slide while it is written."""

    def __init__(
        self,
        canvas: Canvas,
        count: int,
        page: Rectangle,
        package: Package,
        writer: Writer,
        defaults: Element | None,
        root: Element | None,
        alternatives: list[tuple[str, dict[str, Any], int]],
    ) -> None:
        self._canvas, self._count, self._page, self._package = canvas, count, page, package
        self._writer, self._defaults, self._alternatives = writer, defaults, alternatives
        timing = root.find("p:timing") if root is not None else None
        # What comes or goes while the slide is shown is shown.
        self._moving = {one.get("spid", "") for one in timing.iter("p:spTgt")} if timing is not None else set()
        self._labels: dict[int, Box] = {}
        self._laid: list[tuple[int, Shape, Element, Rectangle, list[Laid]]] = []

    def write(self) -> None:
        """Write the slide from the top to the bottom, then work out what covers what."""
        ordered = sorted(enumerate(self._canvas.shapes), key=lambda each: _row(each[1]))
        for depth, shape in ordered:
            self._writer.where = {"slide": self._count, **({"shape": shape.name} if shape.name else {})}
            words = alternative_text(within(shape.element, "p:cNvPr"))
            if words and shape.origin == "slide":
                self._alternatives.append((words, self._writer.place, self._writer.at))
            for share in cut_off(shape.element) if shape.origin == "slide" else ():
                self._writer.conceal("cropped-picture", extent=0, details={"share": f"{share:.0%}"})
            self._shape(depth, shape)
        self._judge()

    def _shape(self, depth: int, shape: Shape) -> None:
        words = texts_in(shape.element, "a:t")
        if shape.is_hidden or (shape.place is not None and self._page.common(shape.place) is None):
            if words and not (shape.origin != "slide" or shape.holder in MARGINAL):
                self._writer.conceal("hidden-shape" if shape.is_hidden else "off-slide", words)
            return
        self._writer.separate("\n\n")
        start = self._writer.at
        if shape.element.tag == "p:graphicFrame":
            self._frame(depth, shape)
            return
        body = shape.element.find("p:txBody")
        if body is None or not words:
            return
        ground = shape.paint if shape.paint.covers else self._below(depth, shape.place)
        if 0 < shape.paint.opacity < 0.9:
            ground = Paint(None)
        levels = levels_of(shape, self._canvas.master, self._defaults)
        text = TextBody(body, levels, self._canvas.theme, ground, shape.element.find("p:style"))
        laid = text.write(self._writer)
        if shape.place is not None:
            self._laid.append((depth, shape, body, shape.place, laid))
        zone = self._zone(shape, words)
        if zone is not None:
            self._writer.mark_zone(zone, start, self._count)
        label = label_in(words)
        if label is not None and laid and (is_dark(shape.paint.colour) or is_dark(ground.colour)):
            self._writer.box(laid[0].start, label=label)
            self._labels[id(shape.element)] = self._writer.boxes[-1]

    def _zone(self, shape: Shape, words: str) -> str | None:
        """The margin that a shape stands in, if it is no part of what the slide says."""
        if shape.place is None:
            return "footer" if shape.holder in MARGINAL else None
        middle = (shape.place.top + shape.place.bottom) / 2 / max(self._page.height, 1)
        is_marginal = shape.origin != "slide" or shape.holder in MARGINAL
        if not is_marginal and (shape.holder or len(words) > _SHORT or _MARGIN < middle < 1 - _MARGIN):
            return None
        return "header" if middle < 0.5 else "footer"

    def _below(self, depth: int, place: Rectangle | None) -> Paint:
        """What a shape without a fill stands on: the nearest one behind it that covers its middle, or the slide."""
        if place is None:
            return self._canvas.ground
        middle = place.inset(0.3)
        for one in reversed(self._canvas.shapes[:depth]):
            if one.place is None or one.is_hidden or one.paint.opacity <= 0.05:
                continue
            if middle.common(one.place) is not None:
                holds = one.place.common(middle) == middle
                return one.paint if holds and one.paint.covers else Paint(None)
        return self._canvas.ground

    # -- tables, charts, diagrams ------------------------------------------------------------------------------------

    def _frame(self, depth: int, shape: Shape) -> None:
        table = within(shape.element, "a:tbl")
        if table is not None:
            self._table(depth, shape, table)
            return
        found = diagram_text(self._package, shape.part, shape.element) + chart_text(
            self._package, shape.part, shape.element
        )
        for words in found:
            with self._writer.zone("text-box", self._count):
                self._writer.write(words)
            self._writer.separate("\n\n")

    def _table(self, depth: int, shape: Shape, table: Element) -> None:
        outer, start = self._writer.place, self._writer.at
        style = child_at(table, "a:tblPr/a:tableStyleId")
        is_plain = style is None or (style.text or "") in _PLAIN_TABLES
        widths = [number(one.get("w")) / EMU for one in table.iter("a:gridCol")]
        levels = levels_of(shape, self._canvas.master, self._defaults)
        top = shape.place.top if shape.place is not None else 0.0
        for row_at, row in enumerate(table.findall("a:tr"), start=1):
            height = number(row.get("h")) / EMU
            left = shape.place.left if shape.place is not None else 0.0
            cells = row.findall("a:tc")
            divider = "\n" if any(texts_in(cell, "a:t").startswith("(") for cell in cells) else "\t"
            self._writer.separate("\n")
            for cell_at, cell in enumerate(cells, start=1):
                width = widths[cell_at - 1] if cell_at <= len(widths) else 0.0
                place = Rectangle(left, top, left + width, top + height)
                left += width
                body = cell.find("a:txBody")
                if body is None:
                    continue
                self._writer.where = {**outer, "row": row_at, "cell": cell_at}
                self._writer.separate(divider if cell_at > 1 else "\n")
                paint = self._canvas.theme.paint(cell.find("a:tcPr"))
                if paint is None or not paint.covers:
                    paint = self._below(depth, place) if is_plain or paint is not None else Paint(None)
                laid = TextBody(body, levels, self._canvas.theme, paint).write(self._writer, "")
                self._laid.append((depth, shape, body, place, laid))
            top += height
        self._writer.separate("\n\n")
        self._writer.where = outer
        self._writer.mark_zone("table", start, self._count)

    # -- what covers what --------------------------------------------------------------------------------------------

    def _judge(self) -> None:
        shapes = self._canvas.shapes
        for depth, shape, body, place, laid in self._laid:
            where = {"slide": self._count, **({"shape": shape.name} if shape.name else {})}
            models = [found for one in shape.models if (found := one.find("p:txBody")) is not None]
            for paragraph, x, y, lines in place_lines(body, models, place, laid, self._writer):
                for cover in shapes[depth + 1 :]:
                    if not self._covers(cover, shape):
                        continue
                    assert cover.place is not None
                    over = filled_part(cover.element.find("p:spPr"), cover.place)
                    relative = Rectangle(over.left - x, over.top - y, over.right - x, over.bottom - y)
                    words, (first, last) = covered(relative, lines, paragraph.size * 1.2)
                    if words and not self._is_opaque(cover):
                        continue
                    if words:
                        self._writer.conceal_at("under-shape", words, paragraph.start + first, where)
                    label = self._labels.get(id(cover.element))
                    if last > first and is_dark(cover.paint.colour):
                        self._writer.black_out(paragraph.start + first, paragraph.start + last, where, label)
                    if words:
                        break

    def _is_opaque(self, cover: Shape) -> bool:
        return cover.element.tag != "p:pic" or is_opaque_picture(self._package, cover.part, cover.element)

    def _covers(self, cover: Shape, shape: Shape) -> bool:
        if cover.place is None or cover.is_hidden or not cover.paint.covers:
            return False
        return cover.identity not in self._moving and shape.identity not in self._moving


def _row(shape: Shape) -> tuple[float, float]:
    place = shape.place
    return (0.0, 0.0) if place is None else (round(place.top / _SAME_ROW), place.left)
