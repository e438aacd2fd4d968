"""XLSX: the text of a workbook sheet by sheet, row by row, and what the file holds that its sheets do not show.

Sheets are read a row at a time, however many there are.  Needs nothing beyond the standard library.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from redactlint.errors import ReadError
from redactlint.readers.allowance import Unread
from redactlint.readers.office.cell_looks import CellStyles
from redactlint.readers.office.colours import Theme
from redactlint.readers.office.leftovers import conceal_leftovers, members, shorter
from redactlint.readers.office.package import Package
from redactlint.readers.office.properties import conceal_alternatives, conceal_properties
from redactlint.readers.office.sheet import Sheet
from redactlint.readers.office.sheet_rows import SharedTexts
from redactlint.readers.office.workbook import conceal_workbook
from redactlint.readers.office.writing import Writer

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from redactlint.readers.allowance import Allowance
    from redactlint.text import Text

__all__ = ["texts"]

# How many cells of a workbook are read.
MOST_CELLS = 1_000_000


def texts(data: bytes, path: str, allowance: Allowance) -> Iterator[Text | Unread]:
    """The text of a workbook, then those of the documents embedded in it; raises ReadError with the reason."""
    package = Package(data, path, allowance)
    book = _Workbook(package, allowance)
    yield book.read(path)
    if book.left == 0:
        yield Unread(path, f"has more than {MOST_CELLS:,} cells, and the rest was not read; divide it")
    yield from shorter(package, path)
    yield from members(package, path, allowance)


class _Workbook:
    """One workbook while it is read."""

    def __init__(self, package: Package, allowance: Allowance) -> None:
        self._package, self._main = package, package.main()
        root = package.tree(self._main)
        if root is None:
            wrong = package.faults[0].partition("; ")[0] if package.faults else "is no workbook that can be read"
            raise ReadError(wrong, "get a whole copy")
        self._root = root
        self._allowance = allowance
        self._writer = Writer(allowance)
        theme = Theme(self._part("theme"))
        self._styles = CellStyles(self._part("styles"), theme)
        properties = root.find("s:workbookPr")
        self._styles.dated_1904 = properties is not None and properties.get("date1904") in ("1", "true")
        self._theme = theme
        self._alternatives: list[tuple[str, dict[str, Any], int]] = []
        self.left = MOST_CELLS

    def _part(self, kind: str) -> Element | None:
        found = self._package.related(self._main, kind)
        return self._package.tree(found[0]) if found else None

    def read(self, path: str) -> Text:
        """The whole text."""
        shared = self._shared()
        names = []
        relations = self._package.relations(self._main)
        for one in self._root.iter("s:sheet"):
            name, relation = one.get("name", ""), relations.get(one.get("r:id", ""))
            names.append(name)
            if relation is None:
                continue
            if not self._package.has(relation.target):
                self._package.faults.append(f"lacks its part {relation.target}; get a whole copy")
                continue
            sheet = Sheet(self._package, relation.target, name, self._writer, self._styles, shared, self._theme)
            sheet.left = self.left
            try:
                if one.get("state", "visible") in ("hidden", "veryHidden"):
                    sheet.conceal()
                else:
                    sheet.write()
            except ReadError as error:
                if not self._writer.at:
                    raise
                self._package.faults.append(f"{error.wrong}; {error.remedy}")
            self._alternatives += sheet.alternatives
            self.left = sheet.left
        self._writer.where = {}
        conceal_workbook(self._package, self._main, self._root, self._writer)
        conceal_alternatives(self._writer, self._alternatives)
        conceal_properties(self._package, self._writer, names)
        conceal_leftovers(self._package, self._writer)
        return self._writer.text(path)

    def _shared(self) -> SharedTexts:
        found = self._package.related(self._main, "sharedStrings")
        return SharedTexts(self._package.stream(found[0], "s:si") if found else iter(()), self._styles, self._allowance)
