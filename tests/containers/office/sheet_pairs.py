"""Workbooks in pairs, made with XlsxWriter and openpyxl: what a sheet hides, and its twin that hides nothing.

All people, places and events are invented.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any

import openpyxl
import xlsxwriter
from containers.office.packing import changed, replaced, unpacked
from containers.office.word_pairs import NAME, Pair
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def book(fill: Callable[[Any, Any], None]) -> bytes:
    """A workbook of one sheet by XlsxWriter, filled in by a function."""
    stream = io.BytesIO()
    made = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = made.add_worksheet("Visits")
    sheet.write_row(0, 0, ["Day", "Place", "Cost"])
    sheet.write_row(1, 0, ["Tuesday", "Harbor", 12.5])
    fill(made, sheet)
    made.close()
    return stream.getvalue()


def other(fill: Callable[[Any, Any], None]) -> bytes:
    """The same by openpyxl."""
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "Visits"
    sheet.append(["Day", "Place", "Cost"])
    sheet.append(["Tuesday", "Harbor", 12.5])
    fill(made, sheet)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def _pair(name: str, kind: str, failed: bytes, innocent: bytes, words: str | None = NAME) -> Pair:
    return Pair(name, "xlsx", kind, failed, innocent, words)


def _hidden() -> Iterator[Pair]:
    def second(state: str, words: str | None) -> bytes:
        def fill(made: Any, sheet: Any) -> None:
            extra = made.create_sheet("List")
            if words:
                extra["A1"] = words
            extra.sheet_state = state

        return other(fill)

    yield _pair("hidden sheet", "hidden-sheet", second("hidden", NAME), second("hidden", None))
    yield _pair("sheet hidden from the menu too", "hidden-sheet", second("veryHidden", NAME), second("visible", NAME))

    def row(options: dict[str, Any], words: str) -> bytes:
        def fill(made: Any, sheet: Any) -> None:
            sheet.write(4, 0, words)
            sheet.set_row(4, None, None, options)

        return book(fill)

    yield _pair("hidden row", "hidden-row", row({"hidden": True}, NAME), row({"hidden": True}, ""))
    yield _pair(
        "row folded away by its outline", "hidden-row", row({"level": 1, "hidden": True}, NAME), row({"level": 1}, NAME)
    )

    def filtered(shown: str) -> bytes:
        def fill(made: Any, sheet: Any) -> None:
            sheet.write_row(2, 0, ["Friday", NAME, 1])
            sheet.autofilter(0, 0, 2, 2)
            if shown != "all":
                sheet.filter_column(0, f"x == {shown}")
                sheet.set_row(2, options={"hidden": True})

        return book(fill)

    yield _pair("row that a filter hides", "hidden-row", filtered("Tuesday"), filtered("all"))

    def column(options: dict[str, Any]) -> bytes:
        def fill(made: Any, sheet: Any) -> None:
            sheet.write(1, 5, NAME)
            sheet.set_column(5, 5, 9, None, options)
            sheet.set_column(7, 9, 9, None, {"hidden": True})

        return book(fill)

    yield _pair("hidden column", "hidden-column", column({"hidden": True}), column({}))


def _unseen() -> Iterator[Pair]:
    def cell(value: Any, **form: Any) -> bytes:
        return book(lambda made, sheet: sheet.write(3, 0, value, made.add_format(form)))

    yield _pair(
        "white on white",
        "white-text",
        cell(NAME, font_color="#FFFFFF"),
        cell(NAME, font_color="#FFFFFF", bg_color="#1F3864"),
    )
    yield _pair("black on black", "black-highlight", cell(NAME, bg_color="#000000", font_color="#000000"),
        cell("XXXXXXXX", bg_color="#000000", font_color="#000000"))  # fmt: skip
    yield _pair(
        "number format that shows nothing", "number-format", cell(NAME, num_format=";;;"), cell(0, num_format="0;-0;;@")
    )
    yield _pair("number that its format hides", "number-format", cell(1234567, num_format=";;;@"),
        cell(-7, num_format='0;"loss"'), "1234567")  # fmt: skip
    yield _pair("letters of one point", "tiny-text", cell(NAME, font_size=1), cell(NAME, font_size=7))

    def themed(theme: int, tint: float) -> bytes:
        def fill(made: Any, sheet: Any) -> None:
            sheet["A4"] = NAME
            sheet["A4"].font = Font(color=openpyxl.styles.colors.Color(theme=theme, tint=tint))

        return other(fill)

    yield _pair("color of the sheet by its theme", "white-text", themed(0, -0.02), themed(0, -0.5))

    def rich(colour: str) -> bytes:
        def fill(made: Any, sheet: Any) -> None:
            sheet.write_rich_string(3, 0, "Source: ", made.add_format({"font_color": colour}), NAME, " of the harbor")

        return book(fill)

    yield _pair("white run inside a cell", "white-text", rich("#FFFFFF"), rich("#7F7F7F"))

    def striped(table: bool) -> bytes:
        def fill(made: Any, sheet: Any) -> None:
            white = made.add_format({"font_color": "#FFFFFF"})
            sheet.write(5, 0, NAME, white)
            if table:
                sheet.add_table(5, 0, 8, 1, {"columns": [{"header": NAME, "header_format": white}, {"header": "Cost"}]})

        return book(fill)

    yield _pair("white outside a table", "white-text", striped(False), striped(True))

    def coloured(condition: bool) -> bytes:
        def fill(made: Any, sheet: Any) -> None:
            sheet["A4"] = NAME
            sheet["A4"].font = Font(color="FFFFFFFF")
            sheet["A4"].fill = PatternFill("none")
            if condition:
                from openpyxl.formatting.rule import FormulaRule

                sheet.conditional_formatting.add("A1:B9", FormulaRule(["TRUE"], fill=PatternFill(bgColor="FF1F3864")))

        return other(fill)

    yield _pair("white where no condition colors the cell", "white-text", coloured(False), coloured(True))


def _beside() -> Iterator[Pair]:
    def commented(words: str | None) -> bytes:
        def fill(made: Any, sheet: Any) -> None:
            if words:
                sheet["B2"].comment = Comment(words, "Office")

        return other(fill)

    yield _pair("comment on a cell", "comment", commented(f"Ask {NAME}."), commented(None))

    def named(formula: str) -> bytes:
        def fill(made: Any, sheet: Any) -> None:
            made.define_name("kept", formula)
            sheet.autofilter(0, 0, 1, 2)

        return book(fill)

    yield _pair("name that holds words", "hidden-name", named(f'="{NAME}"'), named("=Visits!$A$1"))

    def covered(words: str, fill_colour: str = "black") -> bytes:
        def fill(made: Any, sheet: Any) -> None:
            sheet.write(6, 1, words)
            sheet.insert_textbox(5, 0, "", {"width": 260, "height": 80, "fill": {"color": fill_colour}})

        return book(fill)

    yield _pair("black box over a cell", "under-shape", covered(NAME), covered(""))
    yield _pair("white box over a cell", "under-shape", covered(NAME, "white"), covered("", "white"))

    def headed(code: str) -> bytes:
        return book(lambda made, sheet: sheet.set_header(code))

    yield _pair("white words in the header", "white-text", headed(f"&C&KFFFFFF{NAME}"), headed(f"&C&K1F3864{NAME}"))
    base = book(lambda made, sheet: None)
    yield _pair(
        "words of a pivot table's source that is gone", "data-cache", _cached(base, NAME), _cached(base, "Harbor")
    )
    path = "file:///C:\\Users\\asample\\Desktop\\sources.xlsx"
    yield _pair("link to a workbook of a person", "external-link", _linked(base, path),
        _linked(base, "https://example.org/rates.xlsx"), "asample")  # fmt: skip


def _cached(base: bytes, words: str) -> bytes:
    """The workbook with the cache of a pivot table."""
    cache = (
        f'<pivotCacheDefinition xmlns="{MAIN}"><cacheFields count="1"><cacheField name="Place"><sharedItems count="1">'
        f'<s v="{words}"/></sharedItems></cacheField></cacheFields></pivotCacheDefinition>'
    )
    return _related(base, "pivotCacheDefinition", "pivotCache/pivotCacheDefinition1.xml", cache)


def _linked(base: bytes, target: str) -> bytes:
    link = f'<externalLink xmlns="{MAIN}"/>'
    outer = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        f'Type="{TYPES}/externalLinkPath" Target="{target}" TargetMode="External"/></Relationships>'
    )
    made = _related(base, "externalLink", "externalLinks/externalLink1.xml", link)
    return changed(made, {"xl/externalLinks/_rels/externalLink1.xml.rels": outer})


def _related(base: bytes, kind: str, target: str, content: str) -> bytes:
    assert "xl/workbook.xml" in unpacked(base)
    relation = f'<Relationship Id="rIdZ" Type="{TYPES}/{kind}" Target="{target}"/></Relationships>'
    made = replaced(base, "xl/_rels/workbook.xml.rels", "</Relationships>", relation)
    return changed(made, {f"xl/{target}": content})


def sheet_pairs() -> list[Pair]:
    """All of them."""
    return [pair for family in (_hidden, _unseen, _beside) for pair in family()]
