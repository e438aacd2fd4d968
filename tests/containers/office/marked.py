"""Marked memoranda as Word files: banners in header and footer, portions wherever they stand, an authority block.

All people, posts and events are invented.
"""

from __future__ import annotations

from containers.office.packing import SECTION, paragraph, part, run, word

NUMBERED = '<w:pStyle w:val="Numbered"/>'
LETTERED = '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>'
_STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Numbered"><w:name w:val="Numbered"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
    '</w:pPr></w:style><w:style w:type="paragraph" w:styleId="Banner"><w:name w:val="Banner"/><w:rPr><w:caps/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Caption"><w:name w:val="caption"/></w:style>'
)
_NUMBERING = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText '
    'w:val="%1."/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%2."/>'
    '</w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)
BODY = (
    paragraph("(S) The harbor master told the delegation that the north quay will close in May.", properties=NUMBERED),
    paragraph("(U) The delegation leaves on Friday.", properties=NUMBERED),
    paragraph("(C) The master asked for two patrol boats.", properties=LETTERED),
    paragraph("(U) He thanked the delegation.", properties=LETTERED),
    paragraph("(U) The next visit is planned for the autumn.", properties=NUMBERED),
)
BLOCK = (
    paragraph("Classified By: Jane Q. Example, Director, Office of Harbors"),
    paragraph("Reason: 1.4(d)"),
    paragraph("Declassify On: 20340312"),
)


def memorandum(
    body: tuple[str, ...] = BODY,
    *,
    header: str = "Secret",
    footer: str = "Secret",
    notes: str = "",
    block: tuple[str, ...] = BLOCK,
) -> bytes:
    """A memorandum of 12 March 2024 with that body between a header and a footer."""
    head = (
        paragraph("MEMORANDUM FOR THE UNDER SECRETARY"),
        paragraph("FROM:", "<w:r><w:tab/></w:r>", "Jane Q. Example, Director, Office of Harbors"),
        paragraph("DATE:", "<w:r><w:tab/></w:r>", "March 12, 2024"),
        paragraph("SUBJECT:", "<w:r><w:tab/></w:r>", "(U) Talks at the north quay"),
    )
    section = SECTION.replace(
        "<w:sectPr>",
        '<w:sectPr><w:headerReference w:type="default" r:id="rId3"/><w:footerReference w:type="default" r:id="rId4"/>',
    )
    banner = '<w:pStyle w:val="Banner"/>'
    page = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    parts = {
        "word/styles.xml": part("styles", _STYLES),
        "word/numbering.xml": part("numbering", _NUMBERING),
        "word/header1.xml": part("hdr", paragraph(header, properties=banner)),
        "word/footer1.xml": part(
            "ftr",
            paragraph(page + run("1") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>')
            + paragraph(footer, properties=banner),
        ),
    }
    if notes:
        parts["word/footnotes.xml"] = part("footnotes", f'<w:footnote w:id="1">{notes}</w:footnote>')
    return word("".join((*head, *body, *block)), parts, section)


def table(*rows: tuple[str, ...]) -> str:
    """A table of Word of those cells."""
    cells = (
        "<w:tr>" + "".join(f"<w:tc><w:tcPr/>{paragraph(words)}</w:tc>" for words in row) + "</w:tr>" for row in rows
    )
    return f"<w:tbl><w:tblPr/>{''.join(cells)}</w:tbl>"


NOTE = '<w:r><w:footnoteReference w:id="1"/></w:r>'
