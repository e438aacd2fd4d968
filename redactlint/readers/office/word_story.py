"""Stories of Word: the blocks of a body, header, note or text box -> written text, in the order of the page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element

from redactlint.readers.office.colours import RGB, WHITE, rgb
from redactlint.readers.office.markup import child_at, number, texts_in, within
from redactlint.readers.office.word_numbering import Numbering
from redactlint.readers.office.word_runs import Ground, Runs, choice
from redactlint.readers.office.word_styles import Styles, TablePlace, is_on, parts_of_cell, shading, value
from redactlint.readers.office.writing import Writer

if TYPE_CHECKING:
    from redactlint.readers.office.word_shapes import Shapes

__all__ = ["Story", "page_colour"]

_WRAPPERS = frozenset({"w:customXml", "w:smartTag", "w:ins", "w:moveTo", "w:sdtContent"})
# Lines lower than this, in twentieths of a point, cut their letters off.
_LOWEST_LINE = 60
# No page is so wide, in twentieths of a point: text that begins further out is not on it.
_WIDEST_PAGE = 31_680
# A drawing behind the text can lie behind as many paragraphs after the one that it hangs on.
_NEIGHBOURS = 30
# A table of cells with more paragraphs than this lays out a page, and is none to the eye.
_MOST_PARAGRAPHS = 3


class Story:
    """Writes blocks; one for the whole document, since lists and fields run through it."""

    def __init__(self, styles: Styles, numbering: Numbering, writer: Writer, shapes: Shapes) -> None:
        self._styles, self._numbering, self._writer, self._shapes = styles, numbering, writer, shapes
        self.runs = Runs(styles, writer)
        self.paragraphs = self.tables = 0
        # The notes that were mentioned and not yet written, as (kind, id), and the places of comments by id.
        self.notes: list[tuple[str, str]] = []
        self.comments: dict[str, tuple[Mapping[str, Any], int]] = {}
        self.part = ""
        self.page: RGB | None = WHITE
        self._backed = 0

    def blocks(self, holder: Iterable[Element], ground: Ground, *, counts: bool = False) -> None:
        """Write the blocks of `holder`; with `counts` they are those of the body, whose paragraphs are counted."""
        for one in holder:
            self.block(one, ground, counts=counts)

    def block(self, one: Element, ground: Ground, *, counts: bool = False) -> None:
        """Write one block: a paragraph, a table, or what holds some."""
        tag = one.tag
        if tag == "w:p":
            self.paragraph(one, ground, counts=counts)
        elif tag == "w:tbl":
            self._table(one, ground, counts=counts)
        elif tag in _WRAPPERS:
            self.blocks(one, ground, counts=counts)
        elif tag == "w:sdt":
            content = one.find("w:sdtContent")
            self.blocks(content if content is not None else (), ground, counts=counts)
        elif tag == "mc:AlternateContent":
            chosen = choice(one)
            self.blocks(chosen if chosen is not None else (), ground, counts=counts)
        elif tag in ("w:del", "w:moveFrom"):
            words = texts_in(one, "w:delText", "w:t")
            if words:
                self._writer.conceal("tracked-deletion", words)

    def paragraph(self, element: Element, ground: Ground, *, counts: bool, separator: str = "\n\n") -> None:
        """Write a paragraph, and behind it the text boxes that hang on it."""
        properties = element.find("w:pPr")
        style = value(properties, "w:pStyle")
        writer, start = self._writer, self._writer.at
        if counts and (element.find("w:r") is not None or len(element) > 1):
            self.paragraphs += 1
            writer.where = {"paragraph": self.paragraphs}
        label = self._numbering.label(properties, style)
        writer.separate("\n\f\n" if self._breaks_page(properties, style) and counts else separator)
        ground = self._ground(properties, style, self._before(element, ground))
        self._shapes.begin_paragraph(properties, start=writer.at)
        self.runs.paragraph(element, style, ground, label, squeezed=self._is_squeezed(properties, style))
        writer.separate(separator)
        if "caption" in self._styles.name(style):
            writer.mark_zone("caption", start)
        self._shapes.end_paragraph(self._styles.look(style, None).size)
        self._mentioned(ground)

    def _before(self, element: Element, ground: Ground) -> Ground:
        """The ground of a paragraph, which is not known where a drawing may lie behind it and its neighbours."""
        if self._shapes.lies_behind(element):
            self._backed = _NEIGHBOURS
        elif self._backed:
            self._backed -= 1
        return Ground(None, ground.table) if self._backed and ground.colour == self.page else ground

    def _mentioned(self, ground: Ground) -> None:
        """Take up what the paragraph mentions: notes, comments, drawings."""
        self.notes += self.runs.notes
        self._shapes.told(self.runs.tips)
        self.runs.tips = []
        for comment in self.runs.comments:
            self.comments[comment] = (self._writer.place, self._writer.at)
        drawings, self.runs.drawings, self.runs.notes, self.runs.comments = self.runs.drawings, [], [], []
        for one in drawings:
            self._shapes.drawing(one, self, ground)

    def _breaks_page(self, properties: Element | None, style: str | None) -> bool:
        found = self._property(properties, style, "w:pageBreakBefore")
        return found is not None and is_on(found)

    def _property(self, properties: Element | None, style: str | None, name: str) -> Element | None:
        """A property of a paragraph: its own, or that of its style."""
        found = properties.find(name) if properties is not None else None
        if found is not None:
            return found
        named = (each.find(name) for each in self._styles.paragraph_elements(style))
        return next((one for one in named if one is not None), None)

    def _is_squeezed(self, properties: Element | None, style: str | None) -> bool:
        spacing = self._property(properties, style, "w:spacing")
        if spacing is not None and spacing.get("w:lineRule") == "exact":
            line = number(spacing.get("w:line"), 240)
            if 0 < line < _LOWEST_LINE:
                return True
        indent = self._property(properties, style, "w:ind")
        if indent is None:
            return False
        left = number(indent.get("w:left") or indent.get("w:start"))
        return abs(left) > _WIDEST_PAGE // 2 and abs(left + number(indent.get("w:firstLine"))) > _WIDEST_PAGE // 2

    def _ground(self, properties: Element | None, style: str | None, ground: Ground) -> Ground:
        laid = shading(self._property(properties, style, "w:shd"), self._styles.theme)
        return ground._replace(colour=laid) if isinstance(laid, tuple) else ground

    # -- tables -----------------------------------------------------------------------------------------------------

    def _table(self, table: Element, ground: Ground, *, counts: bool) -> None:
        properties = table.find("w:tblPr")
        style, look = value(properties, "w:tblStyle"), properties.find("w:tblLook") if properties is not None else None
        rows = _inside(table, "w:tr")
        said = [value(properties, name) or "" for name in ("w:tblCaption", "w:tblDescription")]
        self._shapes.told([one for one in said if one])
        columns = max((len(_inside(row, "w:tc")) for row in rows), default=0)
        laid = shading(properties.find("w:shd") if properties is not None else None, self._styles.theme)
        below = laid if isinstance(laid, tuple) else ground.colour
        writer, start, outer = self._writer, self._writer.at, self._writer.where
        if counts:
            self.tables += 1
        writer.separate("\n\n")
        is_layout = columns * len(rows) == 1 or any(
            sum(1 for one in cell.iter("w:p") if texts_in(one, "w:t")) > _MOST_PARAGRAPHS for cell in table.iter("w:tc")
        )
        for row_at, row in enumerate(rows):
            writer.separate("\n")
            divider = _divider(row)
            for cell_at, cell in enumerate(_inside(row, "w:tc")):
                if counts:
                    writer.where = {"table": self.tables, "row": row_at + 1, "cell": cell_at + 1}
                place = TablePlace(style, parts_of_cell(look, row_at, cell_at, len(rows), columns))
                under = self._cell_colour(cell, place, below)
                if _is_hidden(row):
                    words = texts_in(cell, "w:t")
                    if words:
                        writer.conceal("hidden-row", words)
                    continue
                self._cell(cell, Ground(under, place), divider=divider if cell_at else "\n", is_layout=is_layout)
        if not is_layout:
            writer.mark_zone("table", start)
        writer.separate("\n\n")
        if counts:
            writer.where = {"table": self.tables}
        else:
            writer.where = outer

    def _cell(self, cell: Element, ground: Ground, *, divider: str, is_layout: bool) -> None:
        full = [one for one in cell.iter("w:p") if len(one)]
        is_plain = not is_layout and within(cell, "w:tbl") is None
        if is_plain:
            self._writer.separate(divider)
        for index, one in enumerate(_inside(cell, "w:p", "w:tbl")):
            if one.tag == "w:tbl":
                self._table(one, ground, counts=False)
            elif is_plain and (len(full) <= 1 or index == 0):
                self.paragraph(one, ground, counts=False, separator="" if len(full) <= 1 else "\n")
            else:
                self.paragraph(one, ground, counts=False, separator="\n" if is_plain else "\n\n")

    def _cell_colour(self, cell: Element, place: TablePlace, below: RGB | None) -> RGB | None:
        own = shading(child_at(cell, "w:tcPr/w:shd"), self._styles.theme)
        if own is None:
            own = self._styles.table_shade(place)
        return own if isinstance(own, tuple) else below


def _inside(holder: Element, *tags: str) -> list[Element]:
    """The children of those names, those inside wrappers too."""
    found: list[Element] = []
    for one in holder:
        if one.tag in tags:
            found.append(one)
        elif one.tag in _WRAPPERS or one.tag == "w:sdt":
            found += _inside(one, *tags)
    return found


def _divider(row: Element) -> str:
    """What stands between the cells of a row: a line end where a mark may stand at the head of each."""
    return "\n" if any(texts_in(cell, "w:t").startswith("(") for cell in _inside(row, "w:tc")) else "\t"


def _is_hidden(row: Element) -> bool:
    """Whether a row has no height to speak of; what is called w:hidden hides no more than the mark of its end."""
    properties = row.find("w:trPr")
    if properties is None:
        return False
    height = properties.find("w:trHeight")
    is_exact = height is not None and height.get("w:hRule") == "exact"
    return is_exact and height is not None and 0 < number(height.get("w:val"), 99) < _LOWEST_LINE


def page_colour(document: Element, settings: Element | None) -> RGB | None:
    """The colour of the pages of a document: white, unless it has one and shows it."""
    shows = settings.find("w:displayBackgroundShape") if settings is not None else None
    background = document.find("w:background")
    if background is None or shows is None or not is_on(shows):
        return WHITE
    if len(background):
        return None
    return rgb(background.get("w:color")) or WHITE
