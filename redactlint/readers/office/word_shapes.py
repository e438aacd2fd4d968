"""Shapes of Word: text boxes and drawings in place, and what a shape that lies in front of the text covers.

Word lays its lines out itself, and no file says where they fell.  What a shape covers is therefore worked out from
the size of the letters and the width of the page, near the paragraph that the shape hangs on.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.etree.ElementTree import Element

from redactlint.layers import Box
from redactlint.readers.office.colours import Paint, Theme, is_dark, rgb
from redactlint.readers.office.drawing import (
    EMU,
    Rectangle,
    alternative_text,
    chart_text,
    cut_off,
    diagram_text,
    filled_part,
    own,
    surface,
)
from redactlint.readers.office.markup import number, texts_in, within
from redactlint.readers.office.opacity import is_opaque_picture
from redactlint.readers.office.package import Package
from redactlint.readers.office.setting import covered, set_in_lines
from redactlint.readers.office.word_runs import Ground
from redactlint.readers.office.writing import Writer, label_in

if TYPE_CHECKING:
    from redactlint.readers.office.word_story import Story

__all__ = ["PageSize", "Shapes", "floats"]

# A shape lower or narrower than this, in points, is a line and covers nothing.
_LEAST_HEIGHT = 4.0
_LEAST_WIDTH = 8.0
# A drawing behind the text that is lower than this is a line, or a mark in the margin.
_LEAST_GROUND = 18.0


class PageSize(NamedTuple):
    """The size and margins of the pages of a section, in points."""

    width: float = 612.0
    height: float = 792.0
    left: float = 72.0
    right: float = 72.0
    top: float = 72.0
    bottom: float = 72.0

    @property
    def text_width(self) -> float:
        """The width of a line."""
        return max(self.width - self.left - self.right, 36.0)


class _Laid(NamedTuple):
    """A paragraph as it was written: its offsets, the size of its letters, the distance of its lines and around it."""

    start: int
    end: int
    size: float
    leading: float
    before: float
    after: float
    indent: float
    width: float
    where: dict[str, Any]


class _Cover(NamedTuple):
    """A shape in front of the text: the paragraph that it hangs on, its place relative to that or to the page."""

    paragraph: int
    place: Rectangle
    of_page: bool
    is_dark: bool
    label: str | None
    picture: Element | None = None
    box: Box | None = None


class Shapes:
    """The drawings of one document, as the story meets them."""

    def __init__(self, package: Package, part: str, theme: Theme, writer: Writer) -> None:
        self._package, self._part, self._theme, self._writer = package, part, theme, writer
        self.page = PageSize()
        self.counts_lines = False
        self.alternatives: list[tuple[str, dict[str, Any], int]] = []
        self.boxes = 0
        # Whether anything floats that a text box without a fill may lie on.
        self.has_backdrops = False
        # Whether a header or footer is being written: what is drawn in it is the page's, and no box of its own.
        self.in_margin = False
        self._laid: list[_Laid] = []
        self._covers: list[_Cover] = []
        self._begun: tuple[int, Element | None] | None = None

    # -- paragraphs -------------------------------------------------------------------------------------------------

    def begin_paragraph(self, properties: Element | None, *, start: int) -> None:
        """A paragraph begins to be written at that offset."""
        self._begun = (start, properties)

    def end_paragraph(self, size: float) -> None:
        """The paragraph that was begun is written, in letters of that size."""
        if self._begun is None or not self.counts_lines:
            return
        start, properties = self._begun
        spacing = properties.find("w:spacing") if properties is not None else None
        line, before, after, rule = 240, 0, 0, "auto"
        if spacing is not None:
            line, rule = number(spacing.get("w:line"), 240), spacing.get("w:lineRule", "auto")
            before, after = number(spacing.get("w:before")), number(spacing.get("w:after"))
        leading = size * 1.2 * line / 240 if rule == "auto" else line / 20
        indent = properties.find("w:ind") if properties is not None else None
        left = number(indent.get("w:left") or indent.get("w:start")) / 20 if indent is not None else 0.0
        width = max(self.page.text_width - left, 36.0)
        where = self._writer.place
        self._laid.append(
            _Laid(start, self._writer.at, size, max(leading, 4.0), before / 20, after / 20, left, width, where)
        )

    def lies_behind(self, element: Element) -> bool:
        """Whether a drawing of the paragraph lies behind its text and gives it another ground."""
        for anchor in element.iter("wp:anchor"):
            extent = anchor.find("wp:extent")
            is_large = extent is not None and number(extent.get("cy")) / EMU >= _LEAST_GROUND
            if anchor.get("behindDoc") in ("1", "true") and is_large and is_filled(anchor):
                return True
        return any(
            "z-index:-" in one.get("style", "").replace(" ", "") and one.find("v:textpath") is None
            for tag in _VML
            for one in element.iter(tag)
        )

    # -- drawings ---------------------------------------------------------------------------------------------------

    def drawing(self, element: Element, story: Story, ground: Ground) -> None:
        """Take up a drawing of the paragraph that was just written: write its text, remember what it covers."""
        self._alternatives(element)
        for share in cut_off(element):
            self._writer.conceal("cropped-picture", extent=0, details={"share": f"{share:.0%}"})
        if self._is_off(element):
            words = texts_in(element, "w:t")
            if words:
                self._writer.conceal("off-page", words)
            return
        labels = [self._text_box(one, story, ground) for one in _boxes_in(element)]
        self._lines([one.get("string", "") for one in own(element) if one.tag == "v:textpath"])
        self._lines(diagram_text(self._package, story.part, element))
        self._lines(chart_text(self._package, story.part, element))
        if self.counts_lines and self._laid:
            label = next((one for one in labels if one), None)
            has_text = any(within(one, "w:txbxContent") is not None for one in _boxes_in(element)) and label is None
            self._cover(element, label, has_text=has_text)

    def told(self, texts: list[str]) -> None:
        """Take up what is said of a table or a link to those who cannot see it."""
        self.alternatives += [(words, self._writer.place, self._writer.at) for words in texts]

    def _alternatives(self, element: Element) -> None:
        for one in own(element):
            if one.tag in ("wp:docPr", "pic:cNvPr", "wps:cNvPr"):
                words = alternative_text(one)
            elif one.tag.startswith("v:"):
                words = (one.get("alt") or "").strip()
            else:
                continue
            if words:
                self.alternatives.append((words, self._writer.place, self._writer.at))

    def _is_off(self, element: Element) -> bool:
        """Whether a drawing lies wholly beside the page."""
        anchor = element.find("wp:anchor")
        found = self._anchored(anchor) if anchor is not None else None
        if found is None:
            return False
        place, of_page = found
        page = self.page
        is_beside = place.left + page.left >= page.width or place.right + page.left <= 0
        is_over = of_page and (place.top + page.top >= page.height or place.bottom + page.top <= 0)
        return is_beside or is_over

    def _lines(self, texts: list[str]) -> None:
        for words in texts:
            if words.strip():
                self._writer.separate("\n\n")
                start = self._writer.at
                self._writer.write(words)
                self._mark(start)
                self._writer.separate("\n\n")

    def _text_box(self, shape: Element, story: Story, ground: Ground) -> str | None:
        """Write the text of a shape; returns the exemption that it names, if it is a black box with one."""
        content = within(shape, "w:txbxContent")
        if content is None:
            return None
        self.boxes += 1
        writer, outer, counts = self._writer, self._writer.place, self.counts_lines
        paint = self._paint(shape)
        if paint is not None and paint.opacity > 0:
            ground = Ground(paint.colour if paint.covers else None)
        elif self.has_backdrops and _is_floating(shape):
            ground = Ground(None)
        else:
            ground = Ground(ground.colour)
        writer.where = {**outer, "text-box": self.boxes}
        writer.separate("\n\n")
        start = writer.at
        pending = writer.gap
        self.counts_lines = False
        label = label_in(texts_in(content, "w:t"))
        label = label if paint is not None and is_dark(paint.colour) else None
        story.blocks(content, ground)
        self._mark(start)
        if label is not None and writer.at > start:
            writer.box(start + pending, label=writer.since(start).strip())
        self.counts_lines = counts
        writer.separate("\n\n")
        writer.where = outer
        return label

    def _mark(self, start: int) -> None:
        if not self.in_margin:
            self._writer.mark_zone("text-box", start)

    def _paint(self, shape: Element) -> Paint | None:
        properties = shape.find("wps:spPr")
        if properties is not None:
            return surface(self._theme, properties, shape.find("wps:style"))
        if shape.get("filled") in ("f", "false"):
            return Paint(None, 0.0)
        return Paint(rgb(shape.get("fillcolor") or "white"))

    # -- what lies in front -------------------------------------------------------------------------------------------

    def _cover(self, element: Element, label: str | None, *, has_text: bool) -> None:
        anchor = element.find("wp:anchor")
        if anchor is not None:
            found = self._anchored(anchor)
            paint = self._front(anchor)
        else:
            shape = next((one for one in own(element) if one.tag in _VML), None)
            if shape is None:
                return
            found = _vml_place(shape)
            paint = self._paint(shape) if shape.find("v:imagedata") is None else Paint(None)
        if found is None or paint is None or not paint.covers or has_text:
            return
        place, of_page = found
        if place.height >= _LEAST_HEIGHT and place.width >= _LEAST_WIDTH:
            picture = next(element.iter("pic:pic"), None)
            box = self._writer.boxes[-1] if label and self._writer.boxes else None
            dark = is_dark(paint.colour)
            self._covers.append(_Cover(len(self._laid) - 1, place, of_page, dark, label, picture, box))

    def _front(self, anchor: Element) -> Paint | None:
        """The paint of a single shape or picture."""
        if within(anchor, "wpg:wgp") is not None:
            return None
        if within(anchor, "pic:pic") is not None:
            return Paint(None)
        shape = within(anchor, "wps:wsp")
        return self._paint(shape) if shape is not None else None

    def _anchored(self, anchor: Element) -> tuple[Rectangle, bool] | None:
        """The place of a shape in front, and whether it is one on the page; None if it lies behind, or text yields."""
        if anchor.get("behindDoc") in ("1", "true") or anchor.find("wp:wrapNone") is None:
            return None
        extent = anchor.find("wp:extent")
        if extent is None:
            return None
        width, height = number(extent.get("cx")) / EMU, number(extent.get("cy")) / EMU
        across, down = anchor.find("wp:positionH"), anchor.find("wp:positionV")
        left = self._offset(across, width, self.page.width, self.page.left, self.page.right)
        top = self._offset(down, height, self.page.height, self.page.top, self.page.bottom)
        if left is None or top is None:
            return None
        of_page = down is not None and down.get("relativeFrom") not in ("paragraph", "line")
        place = Rectangle(left, top, left + width, top + height)
        return filled_part(next(anchor.iter("wps:spPr"), None), place), of_page

    def _offset(self, position: Element | None, size: float, page: float, first: float, last: float) -> float | None:
        """Points from the first margin (of the page's text, or of the paragraph's top)."""
        if position is None:
            return None
        base = {"page": -first, "leftMargin": -first, "topMargin": -first, "rightMargin": page - last - first}
        start = base.get(position.get("relativeFrom", ""), 0.0)
        offset = position.find("wp:posOffset")
        if offset is not None:
            return start + number(offset.text) / EMU
        room = page if position.get("relativeFrom") == "page" else page - first - last
        align = position.findtext("wp:align", "left")
        shift = {"center": (room - size) / 2, "right": room - size, "bottom": room - size}
        return start + shift.get(align, 0.0)

    def finish(self) -> None:
        """Work out what each shape in front covers, now that all is written."""
        tops: list[float] = []
        top = 0.0
        page_height = self.page.height - self.page.top - self.page.bottom
        for one in self._laid if self._covers else ():
            words = self._writer.between(one.start, one.end)
            lines = len(set_in_lines(words.strip(), one.width, one.size))
            if "\f" in words or top > page_height:
                top = 0.0
            top += one.before
            tops.append(top)
            top += max(lines, 1) * one.leading + one.after
        for cover in self._covers:
            self._judge(cover, tops)

    def _judge(self, cover: _Cover, tops: list[float]) -> None:
        """Conceal the text below a cover: that of its paragraph and of the next ones that it reaches down to."""
        at = cover.paragraph
        origin = 0.0 if cover.of_page else tops[at]
        first = max(0, at - 3) if cover.of_page else at
        for index in range(first, min(at + 4, len(self._laid))):
            one = self._laid[index]
            words = self._writer.between(one.start, one.end)
            indent = len(words) - len(words.lstrip())
            lines = set_in_lines(words.strip(), one.width, one.size)
            shift = origin - tops[index]
            place = Rectangle(
                cover.place.left - one.indent, cover.place.top + shift, cover.place.right - one.indent,
                cover.place.bottom + shift,
            )  # fmt: skip
            below, touched = covered(place, lines, one.leading)
            start = one.start + indent
            if below and cover.picture is not None and not is_opaque_picture(self._package, self._part, cover.picture):
                return
            if below:
                self._writer.conceal_at("under-shape", below, start + touched[0], one.where)
            if touched[1] > touched[0] and cover.is_dark:
                self._writer.black_out(start + touched[0], start + touched[1], one.where, cover.box)
            if below:
                return


def floats(root: Element | None) -> bool:
    """Whether a part has a drawing beside its text that is filled, or a picture."""
    if root is None:
        return False
    return any(is_filled(one) for one in root.iter("wp:anchor")) or any(one.tag in _VML for one in root.iter())


def is_filled(anchor: Element) -> bool:
    """Whether a drawing is a picture, or a shape with a fill."""
    if next(anchor.iter("pic:pic"), None) is not None:
        return True
    fills = (one.tag for properties in anchor.iter("wps:spPr") for one in properties)
    if any(tag in ("a:solidFill", "a:gradFill", "a:blipFill", "a:pattFill") for tag in fills):
        return True
    return any(one.get("idx", "0") != "0" for one in anchor.iter("a:fillRef"))


_VML = ("v:rect", "v:shape", "v:roundrect", "v:oval")


def _boxes_in(element: Element) -> list[Element]:
    """The shapes of a drawing that can hold text."""
    return [one for one in own(element) if one.tag == "wps:wsp" or one.tag in _VML]


def _is_floating(shape: Element) -> bool:
    """Whether other things may lie below a shape without a fill."""
    return shape.tag == "wps:wsp" or "absolute" in shape.get("style", "")


@cache
def _measure() -> re.Pattern[str]:
    return re.compile(r"(-?(?:\d+(?:\.\d*)?|\.\d+))(pt|in|cm|mm|px|)", re.ASCII)


_POINTS = {"pt": 1.0, "": 1.0, "in": 72.0, "cm": 28.35, "mm": 2.835, "px": 0.75}


def _vml_place(shape: Element) -> tuple[Rectangle, bool] | None:
    """The place of a VML shape, by its style; None if it lies behind the text, or in it."""
    style = {
        key.strip(): words.strip()
        for key, sign, words in (one.partition(":") for one in shape.get("style", "").split(";"))
        if sign
    }
    is_behind = style.get("z-index", "0").startswith("-")
    if style.get("position") != "absolute" or is_behind or shape.find("w10:wrap") is not None:
        return None
    found = []
    for key in ("margin-left", "margin-top", "width", "height"):
        match = _measure().fullmatch(style.get(key, "0"))
        if match is None:
            return None
        found.append(float(match[1]) * _POINTS[match[2]])
    left, top, width, height = found
    of_page = style.get("mso-position-vertical-relative", "text") in ("page", "margin")
    return Rectangle(left, top, left + width, top + height), of_page
