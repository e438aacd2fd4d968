"""Sheet: one sheet of a workbook, written as it is printed: header, rows, what is drawn over them, footer."""

from __future__ import annotations

import re
from functools import cache, partial
from typing import Any
from xml.etree.ElementTree import Element

from redactlint.readers.office.cell_looks import CellStyles
from redactlint.readers.office.colours import WHITE, Theme, is_dark, is_lost, rgb
from redactlint.readers.office.drawing import alternative_text, chart_text, cut_off, diagram_text, surface
from redactlint.readers.office.markup import number, texts_in, within
from redactlint.readers.office.opacity import is_opaque_picture
from redactlint.readers.office.package import Package
from redactlint.readers.office.paths import path_in
from redactlint.readers.office.sheet_rows import Area, Cell, SharedTexts, area_of, cells_of, hidden_columns
from redactlint.readers.office.writing import Writer, filler_of, label_in

__all__ = ["Sheet"]

# Of what is hidden, no more characters than this are kept; all are counted.
_LONGEST_EXCERPT = 5_000
_STREAMED = (
    "s:row", "s:cols", "s:headerFooter", "s:conditionalFormatting", "s:tablePart", "s:picture", "s:hyperlink",
)  # fmt: skip


class Sheet:
    """One sheet while it is read; `left` is how many cells may still be."""

    def __init__(
        self,
        package: Package,
        part: str,
        name: str,
        writer: Writer,
        styles: CellStyles,
        shared: SharedTexts,
        theme: Theme,
    ) -> None:
        self._package, self._part, self._name, self._writer = package, part, name, writer
        self._styles, self._shared, self._theme = styles, shared, theme
        self.alternatives: list[tuple[str, dict[str, Any], int]] = []
        self.left = 0
        self._cells: list[Cell] = []
        self._furniture: Element | None = None
        self._unclear: list[Area] = []
        self._is_ground_known = True

    def _read(self) -> None:
        """Gather the cells and what else the sheet says."""
        columns: list[tuple[int, int]] = []
        rows = 0
        for one in self._package.stream(self._part, *_STREAMED):
            if one.tag == "s:row":
                rows = number(one.get("r"), rows + 1)
                if self.left > 0:
                    found = list(cells_of(one, rows, columns, self._styles, self._shared))
                    self._cells += found
                    self.left = max(0, self.left - len(found))
                    self._paths(one)
            elif one.tag == "s:cols":
                columns = hidden_columns(one)
            elif one.tag == "s:headerFooter":
                self._furniture = one
            elif one.tag == "s:conditionalFormatting":
                self._unclear += [area for each in one.get("sqref", "").split() if (area := area_of(each)) is not None]
            elif one.tag == "s:picture":
                self._is_ground_known = False
        for table in self._package.related(self._part, "table"):
            root = self._package.tree(table)
            area = area_of(root.get("ref", "")) if root is not None else None
            self._unclear += [area] if area is not None else []

    def _paths(self, row: Element) -> None:
        for formula in row.iter("s:f"):
            if formula.text and "\\" in formula.text and path_in(formula.text):
                self._writer.conceal("link-path", path_in(formula.text), where={"sheet": self._name})

    def conceal(self) -> None:
        """Remember a sheet that is hidden, if it holds anything."""
        self._read()
        words = "\t".join(cell.shown or cell.hidden for cell in self._cells)
        if words.strip():
            extent = sum(len(cell.shown or cell.hidden) for cell in self._cells)
            where = {"sheet": self._name}
            self._writer.conceal("hidden-sheet", words[:_LONGEST_EXCERPT], extent=extent, where=where)

    def write(self) -> None:
        """Write the sheet."""
        self._read()
        writer = self._writer
        writer.where = {"sheet": self._name}
        writer.separate("\n\f\n")
        self._margins("Header")
        starts = self._rows()
        self._drawn(starts)
        self._margins("Footer")
        self._comments()

    # -- cells --------------------------------------------------------------------------------------------------------

    def _rows(self) -> dict[tuple[int, int], int]:
        """Write the rows; returns where in the text each cell begins."""
        writer, starts = self._writer, {}
        last = 0
        beside = self._marked_rows()
        hidden: dict[str, list[Cell]] = {"hidden-row": [], "hidden-column": []}
        for cell in self._cells:
            writer.where = partial(_place, self._name, cell)
            if cell.hidden:
                if cell.technique in hidden:
                    hidden[cell.technique].append(cell)
                elif not self._is_certain(cell):
                    cell = cell._replace(shown=cell.hidden)
                elif cell.technique == "black-highlight" and not cell.shown:
                    writer.separate("\n" if cell.row != last else "\t")
                    writer.blacken(cell.hidden, kind=None if filler_of(cell.hidden) else cell.technique)
                    last = cell.row
                elif not filler_of(cell.hidden):
                    writer.conceal(cell.technique, cell.hidden)
            if cell.shown:
                writer.separate("\n" if cell.row != last or cell.row in beside else "\t")
                starts[cell.row, cell.column] = writer.at + writer.gap
                writer.write(cell.shown)
                last = cell.row
        writer.separate("\n\n")
        for technique, cells in hidden.items():
            self._hidden(technique, cells)
        return starts

    def _marked_rows(self) -> set[int]:
        """Rows in which a mark may stand at the head of each cell."""
        return {cell.row for cell in self._cells if cell.shown.startswith("(") and cell.column > 1}

    def _is_certain(self, cell: Cell) -> bool:
        """Whether the ground of a cell is known: a condition, a table, a picture may lay another one below it."""
        if cell.technique not in ("white-text", "black-highlight"):
            return True
        return self._is_ground_known and not any(area.holds(cell.row, cell.column) for area in self._unclear)

    def _hidden(self, technique: str, cells: list[Cell]) -> None:
        """One thing concealed for each run of hidden rows, or columns, that stand together."""

        def key(cell: Cell) -> int:
            return cell.row if technique == "hidden-row" else cell.column

        cells = sorted(cells, key=lambda cell: (key(cell), cell.row, cell.column))
        groups: list[list[Cell]] = []
        for cell in cells:
            if groups and key(cell) - key(groups[-1][-1]) <= 1:
                groups[-1].append(cell)
            else:
                groups.append([cell])
        for group in groups:
            words = "\t".join(cell.hidden for cell in group)
            self._writer.conceal(
                technique,
                words[:_LONGEST_EXCERPT],
                extent=sum(len(cell.hidden) for cell in group),
                where={"sheet": self._name, "cell": group[0].name},
            )

    # -- header and footer --------------------------------------------------------------------------------------------

    def _margins(self, kind: str) -> None:
        """The header or the footer that the pages of the sheet carry."""
        for one in self._furniture if self._furniture is not None else ():
            form = one.tag.removeprefix("s:").removesuffix(kind)
            if not one.tag.endswith(kind) or not one.text:
                continue
            self._writer.where = {"sheet": self._name, kind.lower(): form}
            shown, lost = _margin_words(one.text)
            if not self._is_used(form):
                words = " ".join(shown)
                if any(sign.isalpha() for sign in words) and not self._writer.shows(words):
                    self._writer.conceal("unused-header", words)
                continue
            for words in shown:
                self._writer.separate("\n")
                with self._writer.zone(kind.lower()):
                    self._writer.write(words)
                self._writer.separate("\n\n")
            if lost:
                self._writer.conceal("white-text", lost)

    def _is_used(self, form: str) -> bool:
        furniture = self._furniture
        assert furniture is not None
        flag = {"first": "differentFirst", "even": "differentOddEven"}.get(form)
        return flag is None or furniture.get(flag) in ("1", "true")

    # -- drawings -----------------------------------------------------------------------------------------------------

    def _drawn(self, starts: dict[tuple[int, int], int]) -> None:
        for part in self._package.related(self._part, "drawing"):
            root = self._package.tree(part)
            for anchor in root if root is not None else ():
                self._anchor(part, anchor, starts)

    def _anchor(self, part: str, anchor: Element, starts: dict[tuple[int, int], int]) -> None:
        writer = self._writer
        writer.where = {"sheet": self._name}
        said = within(anchor, "xdr:cNvPr")
        if said is not None:
            writer.where = {"sheet": self._name, "shape": said.get("name", "")}
            words = alternative_text(said)
            if words:
                self.alternatives.append((words, dict(writer.where), writer.at))
        for share in cut_off(anchor):
            writer.conceal("cropped-picture", extent=0, details={"share": f"{share:.0%}"})
        texts = [words for one in anchor.iter("xdr:txBody") if (words := texts_in(one, "a:t"))]
        if said is not None and said.get("hidden") in ("1", "true"):
            if texts:
                writer.conceal("hidden-shape", " ".join(texts))
            return
        before = len(writer.boxes)
        dark, label = self._cover(part, anchor, texts, starts)
        for words in (*texts, *diagram_text(self._package, part, anchor), *chart_text(self._package, part, anchor)):
            writer.separate("\n\n")
            start = writer.at + writer.gap
            with writer.zone("text-box"):
                writer.write(words)
            if dark and label == words:
                writer.box(start, label=words)
                writer.join(before)
            writer.separate("\n\n")

    def _cover(
        self, part: str, anchor: Element, texts: list[str], starts: dict[tuple[int, int], int]
    ) -> tuple[bool, str | None]:
        """Remember what a shape or picture lies over; returns whether it is dark, and the exemption that it names."""
        label = next((words for words in texts if label_in(words)), None)
        shape, picture = anchor.find("xdr:sp"), anchor.find("xdr:pic")
        paint = None
        if shape is not None:
            paint = surface(self._theme, shape.find("xdr:spPr"), shape.find("xdr:style"))
        dark = paint is not None and is_dark(paint.colour)
        area = _covered_area(anchor)
        if area is None or (picture is None and (paint is None or not paint.covers)):
            return dark, label
        below = [cell for cell in self._cells if cell.shown and area.holds(cell.row, cell.column)]
        if below and picture is not None and not is_opaque_picture(self._package, part, picture):
            return dark, label
        words = "\t".join(cell.shown for cell in below if not filler_of(cell.shown))
        if below and words:
            first = starts.get((below[0].row, below[0].column), self._writer.at)
            where = {"sheet": self._name, "cell": below[0].name}
            self._writer.conceal_at("under-shape", words, first, where)
        for cell in below if dark else ():
            at = starts.get((cell.row, cell.column))
            if at is not None:
                where = {"sheet": self._name, "cell": cell.name}
                self._writer.black_out(at, at + len(cell.shown), where)
        return dark, label

    # -- comments -----------------------------------------------------------------------------------------------------

    def _comments(self) -> None:
        threads = [self._package.tree(one) for one in self._package.related(self._part, "threadedComment")]
        for root in threads:
            for one in root if root is not None else ():
                self._comment(one.get("ref", ""), texts_in(one, "tc:text"))
        for part in self._package.related(self._part, "comments"):
            root = self._package.tree(part)
            for one in root.iter("s:comment") if root is not None else ():
                words = texts_in(one, "s:t")
                if not (threads and words.startswith("[Threaded comment]")):
                    self._comment(one.get("ref", ""), words)

    def _comment(self, reference: str, words: str) -> None:
        if words.strip():
            self._writer.conceal("comment", words, where={"sheet": self._name, "cell": reference})


def _place(sheet: str, cell: Cell) -> dict[str, Any]:
    return {"sheet": sheet, "cell": cell.name}


@cache
def _margin_code() -> re.Pattern[str]:
    return re.compile(r'&(?:"[^"]*"|K(?P<ink>[0-9A-Fa-f]{6}|\d{2}[+-]\d{3})|\d{1,3}|(?P<sign>.))', re.DOTALL)


def _margin_words(code: str) -> tuple[list[str], str]:
    """The words of the left, middle and right of a header, and those that are white on white."""
    shown: list[str] = [""]
    lost, ink, at = "", None, 0
    for match in _margin_code().finditer(code):
        words = code[at : match.start()]
        if is_lost(ink, WHITE):
            lost += words
        else:
            shown[-1] += words
        at = match.end()
        sign = match["sign"]
        if match["ink"]:
            ink = rgb(match["ink"])
        elif sign in ("L", "C", "R"):
            shown.append("")
            ink = None
        elif sign == "&":
            shown[-1] += "&"
        elif sign in ("P", "N"):
            shown[-1] += "1"
    if is_lost(ink, WHITE):
        lost += code[at:]
    else:
        shown[-1] += code[at:]
    return [one.strip() for one in shown if one.strip()], lost.strip()


def _covered_area(anchor: Element) -> Area | None:
    """The cells whose middle an anchored drawing lies over."""
    first, last = anchor.find("xdr:from"), anchor.find("xdr:to")
    if first is None or last is None:
        return None
    # A column is about 64 pixels wide and a row 20 high, as far as the sheet does not say otherwise.
    left, top = _count(first, "col", 609_600), _count(first, "row", 190_500)
    right, bottom = _count(last, "col", 609_600), _count(last, "row", 190_500)
    area = Area(int(top + 0.5) + 1, int(left + 0.5) + 1, int(bottom - 0.5) + 1, int(right - 0.5) + 1)
    return area if area.bottom >= area.top and area.right >= area.left and bottom - top >= 0.5 else None


def _count(corner: Element, name: str, size: int) -> float:
    return number(corner.findtext(f"xdr:{name}")) + min(number(corner.findtext(f"xdr:{name}Off")) / size, 1.0)
