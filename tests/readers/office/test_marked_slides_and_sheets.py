"""Marked presentations and workbooks: banners at the edge of slides and in headers of sheets, portions in between."""

from __future__ import annotations

import datetime
import io
from functools import cache

import pytest
import xlsxwriter
from containers.office.packing import replaced
from pptx import Presentation
from pptx.util import Inches

from redactlint.engine import Engine, Options
from redactlint.findings import Finding
from redactlint.readers.allowance import Allowance
from redactlint.readers.opening import opened
from redactlint.rulepack import load
from redactlint.text import Text

BLOCK = "Classified By: Jane Q. Example, Director, Office of Harbors\nReason: 1.4(d)\nDeclassify On: 20340312\nDate: March 12, 2024"


@cache
def engine() -> Engine:
    return Engine(load(), Options(as_of=datetime.date(2024, 6, 1)))


def text_of(data: bytes, name: str) -> Text:
    (text,) = opened(data, name, Allowance())
    assert isinstance(text, Text)
    return text


def defects(text: Text) -> list[Finding]:
    return [one for one in engine().check(text).findings if one.severity != "info"]


def deck(banner: str = "SECRET", second: str = "(U)") -> bytes:
    """Three slides with a banner at the upper and the lower edge of each, an authority block on the last."""
    made = Presentation()
    for words in (
        "(S) The north quay will close in May.\n(U) The delegation leaves on Friday.",
        f"{second} The next visit is planned for the autumn.",
        None,
    ):
        slide = made.slides.add_slide(made.slide_layouts[1 if words else 6])
        if words:
            slide.shapes.title.text = "(U) Talks at the north quay"
            slide.placeholders[1].text = words
        else:
            slide.shapes.add_textbox(Inches(1), Inches(2), Inches(8), Inches(2)).text_frame.text = BLOCK
        for top in (0.02, 7.1):
            slide.shapes.add_textbox(Inches(3), Inches(top), Inches(4), Inches(0.35)).text_frame.text = banner
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def test_a_clean_deck_draws_nothing() -> None:
    text = text_of(deck(), "deck.pptx")
    assert defects(text) == []
    assert text.layers is not None
    assert [one.kind for one in text.layers.zones if text.words(one.span) == "SECRET"] == ["header", "footer"] * 3
    assert [one.page for one in text.layers.zones] == [1, 1, 2, 2, 3, 3]


@pytest.mark.parametrize(
    ("data", "slide"),
    [(deck(banner="CONFIDENTIAL"), 1), (deck(second="(TS)"), 2)],
    ids=["banner below a portion of its slide", "banner below a portion of another slide"],
)
def test_a_banner_below_a_portion_is_found_on_its_slide(data: bytes, slide: int) -> None:
    (found,) = defects(text_of(data, "deck.pptx"))
    assert found.rule == "BNR002"
    assert found.place.where is not None
    assert found.place.where["slide"] == slide


def test_what_stands_on_the_layout_stands_on_the_slide() -> None:
    box = (
        '<p:sp><p:nvSpPr><p:cNvPr id="90" name="Banner"/><p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm><a:off '
        'x="3000000" y="20000"/><a:ext cx="3000000" cy="300000"/></a:xfrm></p:spPr><p:txBody><a:bodyPr/><a:p><a:r>'
        "<a:t>TOP SECRET</a:t></a:r></a:p></p:txBody></p:sp></p:spTree>"
    )
    made = replaced(deck(), "ppt/slideLayouts/slideLayout2.xml", "</p:spTree>", box)
    text = text_of(made, "deck.pptx")
    assert text.content.count("TOP SECRET") == 2, "the layout of the first two slides"
    hidden = replaced(made, "ppt/slides/slide1.xml", "<p:sld ", '<p:sld showMasterSp="0" ')
    assert text_of(hidden, "deck.pptx").content.count("TOP SECRET") == 1


def sheet(header: str = "SECRET", mark: str = "(S)") -> bytes:
    stream = io.BytesIO()
    made = xlsxwriter.Workbook(stream, {"in_memory": True})
    page = made.add_worksheet("Visits")
    page.set_header(f"&C{header}")
    page.set_footer(f"&LPage &P of &N&C{header}")
    page.write_column(0, 0, ["(U) Visits to the north quay", f"{mark} The quay will close in May."])
    page.write_column(3, 0, BLOCK.split("\n"))
    made.close()
    return stream.getvalue()


def test_the_header_of_a_sheet_is_its_banner() -> None:
    assert defects(text_of(sheet(), "visits.xlsx")) == []
    (found,) = defects(text_of(sheet(mark="(TS)"), "visits.xlsx"))
    assert (found.rule, found.place.where) == ("BNR002", {"sheet": "Visits", "cell": "A2"})
