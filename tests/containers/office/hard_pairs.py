"""Pairs that a first version of the readers got wrong, or could well have: what it takes to tell the two apart.

All people, places and events are invented.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from typing import Any

from containers.office.packing import (
    RELATION,
    SECTION,
    changed,
    paragraph,
    part,
    picture,
    replaced,
    run,
    unpacked,
    word,
)
from containers.office.sheet_pairs import book
from containers.office.slide_pairs import LINE, bar, both, deck, note
from containers.office.word_pairs import NAME, OPEN, SHOWN, USED, Pair, anchored

_WHITE = '<w:color w:val="FFFFFF"/>'
_BLACK = '<w:highlight w:val="black"/>'
_FILL = '<a:solidFill><a:srgbClr val="000000"/></a:solidFill>'
_IN_FRONT = (
    '<w:r><w:drawing><wp:anchor behindDoc="{}" simplePos="0" relativeHeight="5" locked="0" layoutInCell="1" '
    'allowOverlap="1"><wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="column"><wp:posOffset>0</wp:posOffset>'
    '</wp:positionH><wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV>'
    '<wp:extent cx="2400000" cy="{}"/><wp:wrapNone/><wp:docPr id="9" name="Picture 9"/><a:graphic><a:graphicData uri="x">'
    '<pic:pic><pic:nvPicPr><pic:cNvPr id="9" name="p"/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rId1"/></pic:blipFill>'
    "</pic:pic></a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>"
)


def clear_picture(alpha: int) -> bytes:
    """A PNG of one grey whose pixels are all as opaque as told, its rows filtered in turn in each way there is."""
    width, height = 40, 20
    rows, above = b"", bytes(4 * width)
    plain = bytes((10, 10, 10, alpha)) * width
    for row in range(height):
        kind = row % 5
        line = bytearray()
        for x in range(4 * width):
            left = plain[x - 4] if x >= 4 else 0
            corner = above[x - 4] if x >= 4 else 0
            guess = (0, left, above[x], (left + above[x]) // 2, _nearest(left, above[x], corner))[kind]
            line.append((plain[x] - guess) & 255)
        rows += bytes((kind,)) + bytes(line)
        above = plain
    body = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    signed = ((b"IHDR", body), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in signed
    )


def _nearest(left: int, up: int, corner: int) -> int:
    guess = left + up - corner
    return min((left, up, corner), key=lambda one: abs(guess - one))


def _pair(name: str, kind: str, failed: bytes, innocent: bytes, words: str | None = NAME, suffix: str = "docx") -> Pair:
    return Pair(name, suffix, kind, failed, innocent, words)


def _of_word() -> Iterator[Pair]:
    def signed(data: bytes) -> bytes:
        return word(
            paragraph("Sincerely,") + paragraph(NAME, _IN_FRONT.format(0, 200_000)), {"word/media/image1.png": data}
        )

    yield _pair(
        "picture over a typed name, and a signature",
        "under-shape",
        signed(clear_picture(255)),
        signed(clear_picture(0)),
        None,
    )
    yield _pair(
        "picture without transparency over a name", "under-shape", signed(picture()), signed(clear_picture(90)), None
    )
    far = anchored(900, 120, y=40, fill="FFFFFF", text=paragraph(NAME))
    near = anchored(340, 120, y=40, fill="FFFFFF", text=paragraph(NAME))
    yield _pair("text box beside the page", "off-page", word(paragraph(OPEN, far)), word(paragraph(OPEN, near)))
    yield _pair(
        "blackened words, and blackened words that say they were deleted", "black-highlight",
        word(paragraph(OPEN, run("the man of Oslo", _BLACK))), word(paragraph(OPEN, run("[REDACTED]", _BLACK))), "the man",
    )  # fmt: skip
    yield _pair(
        "blackened figures, and blackened ones", "black-highlight", word(paragraph(OPEN, run("555-0143", _BLACK))),
        word(paragraph(OPEN, run("1111-1111", _BLACK))), "555-0143",
    )  # fmt: skip
    title = paragraph(run("Annual report", _WHITE + '<w:sz w:val="60"/>'))
    media = {"word/media/image1.png": picture()}
    yield _pair(
        "white title, and one on the picture of a cover", "white-text", word(paragraph(OPEN) + title, media),
        word(paragraph(OPEN, _IN_FRONT.format(1, 6_000_000)) + title, media), "Annual report",
    )  # fmt: skip
    bare = anchored(10, 120, text=paragraph(run(NAME, _WHITE))).replace(_FILL, "<a:noFill/>")
    yield _pair(
        "white text box without a fill, and one on a picture", "white-text", word(paragraph(OPEN, bare), media),
        word(paragraph(OPEN, _IN_FRONT.format(1, 3_000_000), bare), media),
    )  # fmt: skip
    of_page = 'relativeFrom="paragraph"><wp:posOffset>0<', f'relativeFrom="page"><wp:posOffset>{84 * 12700}<'
    shape = anchored(36, 76).replace(*of_page)
    source = "Source: {} of the harbor"
    yield _pair(
        "shape placed on the page over a name", "under-shape",
        word(paragraph("First line.") + paragraph(source.format(NAME), shape)),
        word(paragraph("First line.") + paragraph(source.format(" " * 28), shape)), None,
    )  # fmt: skip
    margin = anchored(-65, 30).replace(f'cy="{13 * 12700}"', 'cy="8000000"')
    yield _pair(
        "bar over the text, and one in the margin", "under-shape", word(paragraph(NAME + " of the harbor", anchored(0, 60))),
        word(paragraph(NAME + " of the harbor", margin)), None,
    )  # fmt: skip


def _carried() -> Iterator[Pair]:
    media = {"word/media/image1.png": picture()}
    yield _pair(
        "picture that was taken out of the page alone", "previous-version", word(paragraph(OPEN), media),
        word(paragraph(OPEN, USED), media), None,
    )  # fmt: skip
    tip = '<w:hyperlink w:anchor="x" w:tooltip="{}"><w:r><w:t>the office</w:t></w:r></w:hyperlink>'
    yield _pair(
        "words that show while the pointer rests on a link", "alt-text", word(paragraph(SHOWN, tip.format(f"Ask {NAME}"))),
        word(paragraph(SHOWN, tip.format("The office"))),
    )  # fmt: skip
    table = '<w:tbl><w:tblPr><w:tblDescription w:val="{}"/></w:tblPr><w:tr><w:tc><w:tcPr/>{}</w:tc></w:tr></w:tbl>'
    yield _pair(
        "description of a table", "alt-text", word(paragraph(SHOWN) + table.format(f"Visits of {NAME}", paragraph("Friday"))),
        word(paragraph(SHOWN) + table.format("The name withheld", paragraph("Friday"))),
    )  # fmt: skip
    mail = (
        f'<Relationship Id="rIdM" Type="{RELATION}/hyperlink" Target="mailto:{{}}@example.org" TargetMode="External"/>'
    )
    yield _pair(
        "address behind a deleted name", "link-path", word(paragraph(SHOWN), relations=mail.format("adam.sample")),
        word(paragraph(SHOWN + " Write to office@example.org."), relations=mail.format("office")), "adam.sample",
    )  # fmt: skip
    footer = {"word/footer1.xml": part("ftr", paragraph(f"Copy for {NAME}"))}
    section = SECTION.replace("<w:sectPr>", '<w:sectPr><w:footerReference w:type="default" r:id="rId1"/>')
    yield _pair(
        "footer that no section uses",
        "unused-header",
        word(paragraph(OPEN), footer),
        word(paragraph(OPEN), footer, section),
    )


def _chart(extra: str | None) -> bytes:
    """A slide with a chart, behind which stands a workbook, with a cell more than the chart shows if told."""
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE
    from pptx.util import Inches

    def fill(slide: Any) -> None:
        data = CategoryChartData()
        data.categories = ["East quay", "West quay"]
        data.add_series("Visits", (3, 4))
        slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, Inches(1), Inches(2), Inches(5), Inches(4), data)

    made = deck(fill)
    (name,) = [one for one in unpacked(made) if one.startswith("ppt/embeddings/")]
    if extra is None:
        return made
    return changed(
        made, {name: book(lambda _, sheet: sheet.write_column(3, 0, ["East quay", "West quay", "Visits", extra]))}
    )


def _of_others() -> Iterator[Pair]:
    def formed(form: str) -> bytes:
        return book(lambda made, sheet: sheet.write(3, 0, 5550143, made.add_format({"num_format": form})))

    yield _pair("white by its number format", "white-text", formed("[White]0"), formed("[Red]0"), "5550143", "xlsx")

    def below(alpha: str) -> bytes:
        made = deck(both(lambda slide: note(slide, LINE), lambda slide: bar(slide, fill="FFFF00")))
        return replaced(
            made,
            "ppt/slides/slide1.xml",
            '<a:srgbClr val="FFFF00"/>',
            f'<a:srgbClr val="FFFF00"><a:alpha val="{alpha}"/></a:srgbClr>',
        )

    yield _pair("opaque shape, and one to see through", "under-shape", below("100000"), below("40000"), None, "pptx")
    slide = "ppt/slides/slide1.xml"
    round_ = replaced(
        deck(both(lambda slide: note(slide, LINE), lambda slide: bar(slide, x=1.6, y=2.7, height=0.42))),
        slide,
        'prst="rect"><a:avLst/></a:prstGeom><a:solidFill>',
        'prst="diamond"><a:avLst/></a:prstGeom><a:solidFill>',
    )
    full = replaced(round_, slide, 'prst="diamond"', 'prst="roundRect"')
    full = replaced(
        full,
        slide,
        f'<a:off x="{int(1.6 * 914400)}" y="{int(2.7 * 914400)}"/>',
        f'<a:off x="{int(1.6 * 914400)}" y="{int(3.05 * 914400)}"/>',
    )
    yield _pair("shape over a name, and the empty corner of one", "under-shape", full, round_, None, "pptx")
    yield _pair("words behind a chart that it does not show", "data-cache", _chart(NAME), _chart(None), suffix="pptx")
    covered = deck(both(lambda slide: note(slide, LINE), bar))
    moving = (
        '<p:timing><p:tnLst><p:par><p:cTn id="1"><p:childTnLst><p:set><p:cBhvr><p:cTn id="2"/><p:tgtEl><p:spTgt '
        'spid="4"/></p:tgtEl></p:cBhvr></p:set></p:childTnLst></p:cTn></p:par></p:tnLst></p:timing></p:sld>'
    )
    yield _pair(
        "shape over a name, and one that goes away while the slide is shown", "under-shape", covered,
        replaced(covered, "ppt/slides/slide1.xml", "</p:sld>", moving), None, "pptx",
    )  # fmt: skip


def hard_pairs() -> list[Pair]:
    """All of them."""
    return [*_of_word(), *_carried(), *_of_others()]
