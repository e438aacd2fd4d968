"""Word files in pairs: a redaction, or a copy for release, that failed, and its twin that was properly made.

All people, places and events are invented.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from containers.office.packing import HEAD, RELATION, SECTION, packed, paragraph, part, picture, run, unpacked, word

NAME = "Adam Sample"
OPEN = "The harbor master met the delegation on Tuesday. "
SHOWN = "The name ███████████ (b)(6) was withheld."


class Pair(NamedTuple):
    """Two files that differ in one thing: the kind of concealment that the first has, and what it conceals."""

    name: str
    suffix: str
    kind: str
    failed: bytes
    innocent: bytes
    words: str | None = NAME


def _pair(name: str, kind: str, failed: bytes, innocent: bytes, words: str | None = NAME) -> Pair:
    return Pair(name, "docx", kind, failed, innocent, words)


def _text(*runs: str, **kinds: str) -> bytes:
    return word(paragraph(OPEN, *runs))


_BY = 'w:id="1" w:author="Office" w:date="2020-01-01T00:00:00Z"'
_WHITE = '<w:color w:val="FFFFFF"/>'
_BLACK = '<w:highlight w:val="black"/>'


def _tracked() -> Iterator[Pair]:
    deleted = f"<w:del {_BY}><w:r><w:delText>{NAME}</w:delText></w:r></w:del>"
    yield _pair("deletion that is only tracked", "tracked-deletion", _text(deleted), _text())
    inserted = f"<w:ins {_BY}>{run(NAME)}</w:ins>"
    yield _pair("insertion not accepted", "tracked-insertion", _text(inserted), _text(run(NAME)))
    moved = (
        f'<w:moveFromRangeStart {_BY} w:name="m"/><w:moveFrom {_BY}>{run(NAME)}</w:moveFrom>'
        f'<w:moveFromRangeEnd w:id="1"/>'
    )
    arrived = paragraph(f"<w:moveTo {_BY}>{run(NAME)}</w:moveTo>")
    yield _pair(
        "move not accepted",
        "tracked-move",
        word(paragraph(OPEN, moved) + arrived),
        word(paragraph(OPEN) + paragraph(NAME)),
    )
    was = f"<w:b/><w:rPrChange {_BY}><w:rPr/></w:rPrChange>"
    yield _pair("format not accepted", "tracked-format", _text(run("Bold.", was)), _text(run("Bold.", "<w:b/>")), None)
    row = f"<w:tr><w:trPr><w:del {_BY}/></w:trPr><w:tc><w:tcPr/>{paragraph(deleted)}</w:tc></w:tr>"
    kept = f"<w:tr><w:tc><w:tcPr/>{paragraph('Harbor')}</w:tc></w:tr>"
    yield _pair(
        "row of a table whose deletion is only tracked", "tracked-deletion",
        word(paragraph(OPEN) + f"<w:tbl><w:tblPr/>{kept}{row}{kept}</w:tbl>"),
        word(paragraph(OPEN) + f"<w:tbl><w:tblPr/>{kept}{kept}</w:tbl>"),
    )  # fmt: skip


def _comments() -> Iterator[Pair]:
    mention = '<w:r><w:commentReference w:id="7"/></w:r>'
    said = part("comments", f"<w:comment {_BY.replace('1', '7', 1)}>{paragraph(f'Ask {NAME} first.')}</w:comment>")
    empty = part("comments", "")
    yield _pair(
        "comment left in", "comment", word(paragraph(OPEN, mention), {"word/comments.xml": said}),
        word(paragraph(OPEN), {"word/comments.xml": empty}),
    )  # fmt: skip
    note = f'<w:footnote w:id="2">{paragraph(f"See {NAME}.")}</w:footnote>'
    fine = '<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    yield _pair(
        "footnote that nothing mentions any more", "hidden-run",
        word(paragraph(OPEN), {"word/footnotes.xml": part("footnotes", fine + note)}),
        word(paragraph(OPEN, '<w:r><w:footnoteReference w:id="2"/></w:r>'), {"word/footnotes.xml": part("footnotes", fine + note)}),
    )  # fmt: skip


def _hidden() -> Iterator[Pair]:
    ordinary = (
        '<w:bookmarkStart w:id="0" w:name="_GoBack"/><w:bookmarkEnd w:id="0"/><w:proofErr w:type="spellStart"/>'
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGEREF _Toc1 \\h</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + run("3", "<w:webHidden/>")
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )  # fmt: skip
    yield _pair(
        "hidden run", "hidden-run", _text(run(NAME, "<w:vanish/>")),
        word(paragraph(OPEN, ordinary, properties="<w:rPr><w:vanish/><w:specVanish/></w:rPr>")),
    )  # fmt: skip
    style = '<w:style w:type="character" w:styleId="Ghost"><w:name w:val="Ghost"/><w:rPr><w:vanish/></w:rPr></w:style>'
    styles = {"word/styles.xml": part("styles", style)}
    yield _pair(
        "run of a hidden style", "hidden-run", word(paragraph(OPEN, run(NAME, '<w:rStyle w:val="Ghost"/>')), styles),
        word(paragraph(OPEN, run(NAME, '<w:rStyle w:val="Ghost"/><w:vanish w:val="0"/>')), styles),
    )  # fmt: skip
    yield _pair(
        "letters of one point",
        "tiny-text",
        _text(run(NAME, '<w:sz w:val="2"/>')),
        _text(run(NAME, '<w:sz w:val="13"/>')),
    )
    low = '<w:spacing w:line="20" w:lineRule="exact"/>'
    high = '<w:spacing w:line="240" w:lineRule="exact"/>'
    yield _pair(
        "lines of one point", "tiny-text", word(paragraph(OPEN) + paragraph(NAME, properties=low)),
        word(paragraph(OPEN) + paragraph(NAME, properties=high) + paragraph(properties=low)),
    )  # fmt: skip
    row = "<w:tr><w:trPr>{}</w:trPr><w:tc><w:tcPr/>{}</w:tc></w:tr>"
    height = '<w:trHeight w:val="{}" w:hRule="exact"/>'
    table = "<w:tbl><w:tblPr/>" + row.format("", paragraph("Harbor")) + "{}</w:tbl>"
    yield _pair(
        "row of a table without height", "hidden-row",
        word(paragraph(OPEN) + table.format(row.format(height.format(20), paragraph(NAME)))),
        word(paragraph(OPEN) + table.format(row.format(height.format(300) + "<w:hidden/>", paragraph(NAME)))),
    )  # fmt: skip


_TABLE_STYLE = (
    '<w:style w:type="table" w:styleId="Dark"><w:name w:val="Dark"/><w:tblStylePr w:type="firstRow"><w:rPr>'
    '<w:color w:val="FFFFFF" w:themeColor="background1"/></w:rPr><w:tcPr><w:shd w:val="clear" w:color="auto" '
    'w:fill="1F3864"/></w:tcPr></w:tblStylePr></w:style>'
)


_THEME = {
    "word/theme/theme1.xml": HEAD + '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="x">'
    '<a:themeElements><a:clrScheme name="x"><a:dk1><a:sysClr val="windowText" lastClr="000000"/></a:dk1><a:lt1><a:sysClr '
    'val="window" lastClr="FFFFFF"/></a:lt1><a:dk2><a:srgbClr val="44546A"/></a:dk2><a:lt2><a:srgbClr val="E7E6E6"/>'
    "</a:lt2></a:clrScheme></a:themeElements></a:theme>"
}


def _coloured() -> Iterator[Pair]:
    cell = "<w:tbl><w:tblPr/><w:tr><w:tc><w:tcPr>{}</w:tcPr>{}</w:tc><w:tc><w:tcPr/>{}</w:tc></w:tr></w:tbl>"
    dark = '<w:shd w:val="clear" w:color="auto" w:fill="1F3864"/>'
    yield _pair(
        "white on white", "white-text",
        word(paragraph(OPEN) + cell.format("", paragraph(run(NAME, _WHITE)), paragraph("x"))),
        word(paragraph(OPEN) + cell.format(dark, paragraph(run(NAME, _WHITE)), paragraph("x"))),
    )  # fmt: skip
    styled = (
        '<w:tbl><w:tblPr><w:tblStyle w:val="Dark"/><w:tblLook w:val="{}"/></w:tblPr><w:tr><w:tc><w:tcPr/>'
        "{}</w:tc><w:tc><w:tcPr/>{}</w:tc></w:tr><w:tr><w:tc><w:tcPr/>{}</w:tc><w:tc><w:tcPr/>{}</w:tc></w:tr></w:tbl>"
    )
    cells = (paragraph(run(NAME, _WHITE)), paragraph("x"), paragraph("y"), paragraph("z"))
    styles = {"word/styles.xml": part("styles", _TABLE_STYLE)}
    yield _pair(
        "white in a table whose dark head row is switched off", "white-text",
        word(paragraph(OPEN) + styled.format("0000", *cells), styles),
        word(paragraph(OPEN) + styled.format("0020", *cells), styles),
    )  # fmt: skip
    theme = '<w:color w:val="F2F2F2" w:themeColor="background1" w:themeShade="F2"/>'
    yield _pair(
        "the color of the paper by its theme", "white-text", word(paragraph(OPEN, run(NAME, theme)), _THEME),
        word(paragraph(OPEN, run(NAME, '<w:color w:val="595959" w:themeColor="text1" w:themeTint="A6"/>')), _THEME),
    )  # fmt: skip
    look = '<w:style w:type="paragraph" w:styleId="Pale"><w:name w:val="Pale"/><w:rPr>{}</w:rPr></w:style>'
    pale = {"word/styles.xml": part("styles", look.format('<w:color w:val="FDFDFD"/>'))}
    grey = {"word/styles.xml": part("styles", look.format('<w:color w:val="A6A6A6"/>'))}
    body = paragraph(OPEN) + paragraph(NAME, properties='<w:pStyle w:val="Pale"/>')
    yield _pair("a style nearly white", "white-text", word(body, pale), word(body, grey))
    yield _pair(
        "white on a white highlight", "white-text", _text(run(NAME, _WHITE + '<w:highlight w:val="white"/>')),
        _text(run(NAME, _WHITE + '<w:highlight w:val="darkBlue"/>')),
    )  # fmt: skip
    page = '<w:background w:color="{}"/>'
    shows = {"word/settings.xml": part("settings", "<w:displayBackgroundShape/>")}
    blue = '<w:color w:val="10253F"/>'

    def on_page(colour: str) -> bytes:
        made = word(paragraph(OPEN.replace(OPEN, ""), run(OPEN, "<w:color w:val='EEEEEE'/>"), run(NAME, blue)), shows)
        files = unpacked(made)
        files["word/document.xml"] = files["word/document.xml"].replace(
            b"<w:body>", page.format(colour).encode() + b"<w:body>"
        )
        return packed(files)

    yield _pair("the color of a dark page", "black-highlight", on_page("10253F"), on_page("4F81BD"))


def _blackened() -> Iterator[Pair]:
    yield _pair(
        "black highlight over a name", "black-highlight", _text(run(NAME, _BLACK)),
        _text(run("███████████", _BLACK)),
    )  # fmt: skip
    yield _pair(
        "black highlight, replaced by letters that say nothing", "black-highlight", _text(run(NAME, _BLACK + '<w:color w:val="000000"/>')),
        _text(run("XXXXXXXXXXX", _BLACK), run("(b)(6)", _BLACK + _WHITE)),
    )  # fmt: skip
    shade = '<w:shd w:val="clear" w:color="auto" w:fill="000000"/>'
    yield _pair(
        "black letters on a black shading", "black-highlight", _text(run(NAME, shade + '<w:color w:val="000000"/>')),
        _text(run("Heading", shade)),
    )  # fmt: skip
    solid = '<w:shd w:val="solid" w:color="000000" w:fill="FFFFFF"/>'
    yield _pair(
        "black letters on a solid pattern", "black-highlight",
        word(paragraph(OPEN) + paragraph(run(NAME, '<w:color w:val="0D0D0D"/>'), properties=solid)),
        word(paragraph(OPEN) + paragraph(run(NAME, '<w:color w:val="0D0D0D"/>'), properties=solid.replace("solid", "pct15"))),
    )  # fmt: skip


_ANCHOR = (
    '<w:r><w:drawing><wp:anchor behindDoc="{behind}" simplePos="0" relativeHeight="5" locked="0" layoutInCell="1" '
    'allowOverlap="1" distT="0" distB="0" distL="0" distR="0"><wp:simplePos x="0" y="0"/>'
    '<wp:positionH relativeFrom="column"><wp:posOffset>{x}</wp:posOffset></wp:positionH>'
    '<wp:positionV relativeFrom="paragraph"><wp:posOffset>{y}</wp:posOffset></wp:positionV>'
    '<wp:extent cx="{width}" cy="{height}"/><wp:wrapNone/><wp:docPr id="1" name="Shape 1" descr="{said}"/>'
    '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
    '<wps:wsp><wps:cNvSpPr/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:srgbClr val="{fill}"/></a:solidFill></wps:spPr>'
    "{text}<wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>"
)


def anchored(
    x: float, width: float, *, y: float = 0.0, fill: str = "000000", text: str = "", behind: int = 0, said: str = ""
) -> str:
    """A shape in front of the text; places and sizes in points from the top left of its paragraph."""
    content = f"<wps:txbx><w:txbxContent>{text}</w:txbxContent></wps:txbx>" if text else ""
    return _ANCHOR.format(
        x=int(x * 12700), y=int(y * 12700), width=int(width * 12700), height=13 * 12700, fill=fill, text=content,
        behind=behind, said=said,
    )  # fmt: skip


def _covered() -> Iterator[Pair]:
    size = '<w:sz w:val="22"/>'
    covered = paragraph(run(f"Source: {NAME}, of the harbor office", size), anchored(38, 68))
    blank = paragraph(run("Source:                           , of the harbor office", size), anchored(38, 68))
    yield _pair(
        "black shape over a name", "under-shape", word(paragraph(OPEN) + covered), word(paragraph(OPEN) + blank), None
    )
    white = paragraph(run(f"Source: {NAME}, of the harbor office", size), anchored(38, 68, fill="FFFFFF"))
    behind = paragraph(run(f"Source: {NAME}, of the harbor office", size), anchored(38, 68, fill="FFFF00", behind=1))
    yield _pair(
        "white shape over a name", "under-shape", word(paragraph(OPEN) + white), word(paragraph(OPEN) + behind), None
    )
    label = anchored(38, 68, text=paragraph(run("(b)(6)", _WHITE)))
    yield _pair(
        "black box with its exemption over a name", "under-shape",
        word(paragraph(OPEN) + paragraph(run(f"Source: {NAME}, of the harbor office", size), label)),
        word(paragraph(OPEN) + paragraph(run("Source:                           , of the harbor office", size), label)),
        None,
    )  # fmt: skip
    vml = (
        '<w:r><w:pict><v:rect fillcolor="black" style="position:absolute;margin-left:38pt;margin-top:0;width:68pt;'
        'height:13pt;z-index:{}"/></w:pict></w:r>'
    )

    def drawn(shape: str) -> bytes:
        return word(paragraph(OPEN) + paragraph(run(f"Source: {NAME}, of the harbor office", size), shape))

    yield _pair(
        "black shape of an older Word over a name", "under-shape",
        drawn(vml.format(1)), drawn(vml.format(-1).replace("black", "#eeece1")), None,
    )  # fmt: skip
    inline = (
        '<w:r><w:drawing><wp:inline><wp:extent cx="800000" cy="400000"/><wp:docPr id="1" name="Picture 1" descr="{}"/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
        '<pic:cNvPr id="1" name="x"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rId1"/>{}<a:stretch>'
        '<a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="800000" cy="400000"/>'
        '</a:xfrm><a:prstGeom prst="rect"/></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    )
    media = {"word/media/image1.png": picture()}
    yield _pair(
        "picture cropped in place", "cropped-picture",
        word(paragraph(OPEN, inline.format("", '<a:srcRect t="40000" r="10000"/>')), media),
        word(paragraph(OPEN, inline.format("", "<a:srcRect/>")), media), None,
    )  # fmt: skip
    caption = paragraph("Figure 1: the harbor at noon", properties='<w:pStyle w:val="Caption"/>')
    yield _pair(
        "description of a picture that names who is on it", "alt-text",
        word(paragraph(SHOWN, inline.format(f"Portrait of {NAME}", "")) + caption, media),
        word(paragraph(SHOWN, inline.format("Figure 1: the harbor at noon", "")) + caption, media),
    )  # fmt: skip
    yield _pair(
        "description of a picture that is a path", "path",
        word(paragraph(OPEN, inline.format("C:\\Users\\asample\\Pictures\\harbor.png", "")) + caption, media),
        word(paragraph(OPEN, inline.format("Picture 1", "")) + caption, media), "asample",
    )  # fmt: skip


_CORE = (
    HEAD + '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/">{}</cp:coreProperties>'
)
_APP = (
    HEAD
    + '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">{}</Properties>'
)
_CUSTOM = (
    HEAD + '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
    'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><property fmtid="{{D5CDD505}}" '
    'pid="2" name="{}"><vt:lpwstr>{}</vt:lpwstr></property></Properties>'
)


# A run that shows the first part of a file as a picture.
USED = '<w:r><w:drawing><a:blip r:embed="rId1"/></w:drawing></w:r>'


def _told() -> Iterator[Pair]:
    def with_part(name: str, content: str | bytes, body: str = OPEN) -> bytes:
        return word(paragraph(body), {name: content})

    ordinary = "<dc:creator>Records Office</dc:creator><dc:title>Schedule for the harbor visit</dc:title>"
    yield _pair(
        "path in the properties", "path",
        with_part("docProps/core.xml", _CORE.format("<dc:subject>C:\\Users\\asample\\Desktop\\draft 3.docx</dc:subject>")),
        with_part("docProps/core.xml", _CORE.format(ordinary)), "asample",
    )  # fmt: skip
    yield _pair(
        "manager named in the properties", "manager",
        with_part("docProps/app.xml", _APP.format(f"<Template>Normal.dotm</Template><Manager>{NAME}</Manager>")),
        with_part("docProps/app.xml", _APP.format("<Template>Normal.dotm</Template><Company>Harbor Office</Company>")),
    )  # fmt: skip
    yield _pair(
        "title that names who was deleted", "title",
        with_part("docProps/core.xml", _CORE.format(f"<dc:title>Interview with {NAME}</dc:title>"), SHOWN),
        with_part("docProps/core.xml", _CORE.format("<dc:title>The name withheld</dc:title>"), SHOWN),
    )  # fmt: skip
    released = paragraph("RELEASE IN PART B6") + paragraph("The source is [redacted] (b)(6).")
    yield _pair(
        "title that names somebody in a copy that says where it deletes", "title",
        word(released, {"docProps/core.xml": _CORE.format(f"<dc:title>Interview with {NAME}</dc:title>")}),
        word(released, {"docProps/core.xml": _CORE.format("<dc:title>The source</dc:title>")}),
    )  # fmt: skip
    yield _pair(
        "property of the user's own", "custom-property",
        with_part("docProps/custom.xml", _CUSTOM.format("Source", NAME), SHOWN),
        with_part("docProps/custom.xml", _CUSTOM.format("MSIP_Label_1_Name", "Public release"), SHOWN),
    )  # fmt: skip
    yield _pair(
        "thumbnail of the page before", "thumbnail", with_part("docProps/thumbnail.jpeg", b"\xff\xd8\xff\xe0 page", SHOWN),
        with_part("docProps/thumbnail.jpeg", b"\xff\xd8\xff\xe0 page", OPEN), None,
    )  # fmt: skip
    inner = word(paragraph(f"Notes on {NAME}."))
    yield _pair(
        "document embedded in the page", "embedded-object",
        word(paragraph(OPEN), {"word/embeddings/object1.docx": inner}),
        word(paragraph(OPEN, USED), {"word/media/image1.png": picture()}), None,
    )  # fmt: skip
    yield _pair(
        "program in the file", "macro", word(paragraph(OPEN), {"word/vbaProject.bin": b"\xd0\xcf\x11\xe0 program"}),
        word(paragraph(OPEN)), None,
    )  # fmt: skip


def field(code: str, result: str = "") -> str:
    """A field of Word with its code and result."""
    sign = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    shown = sign.format("separate") + run(result) if result else ""
    code = code.replace("&", "&amp;")
    return f"{sign.format('begin')}<w:r><w:instrText>{code}</w:instrText></w:r>{shown}{sign.format('end')}"


def _left_behind() -> Iterator[Pair]:
    yield _pair(
        "name in the code of a field", "field-code", _text(field(f'XE "{NAME}"')),
        _text(field("PAGE", "1"), field('TOC \\o "1-3" \\h', "Contents"), field('HYPERLINK "https://example.org/x"', "here")),
    )  # fmt: skip
    outside = '<Relationship Id="rIdT" Type="' + RELATION + '/{}" Target="{}" TargetMode="External"/>'
    yield _pair(
        "link to a folder of a person", "external-link",
        word(paragraph(OPEN), relations=outside.format("attachedTemplate", "file:///C:\\Users\\asample\\Templates\\case.dotx")),
        word(paragraph(OPEN), relations=outside.format("hyperlink", "https://example.org/harbor")), "asample",
    )  # fmt: skip
    old = part("document", f"<w:body>{paragraph(f'Earlier draft: {NAME}')}</w:body>")
    files = unpacked(word(paragraph(OPEN)))
    yield _pair(
        "earlier body left in the container",
        "previous-version",
        packed({**files, "word/document_old.xml": old}),
        packed(files),
    )
    behind = packed({"word/document.xml": old})
    ghost = behind[: behind.index(b"PK\x01\x02")]
    whole = packed(files)
    yield _pair(
        "entry that the directory of the container forgot", "previous-version", _shifted(whole, ghost), whole, None
    )
    item = f"<data><person>{NAME}</person></data>"
    sources = '<b:Sources xmlns:b="http://schemas.openxmlformats.org/officeDocument/2006/bibliography" SelectedStyle="\\APA.XSL"/>'
    link = f'<Relationship Id="rIdC" Type="{RELATION}/customXml" Target="../customXml/item1.xml"/>'
    yield _pair(
        "data of another program", "custom-xml", word(paragraph(OPEN), {"customXml/item1.xml": item}, relations=link),
        word(paragraph(OPEN), {"customXml/item1.xml": sources}, relations=link),
    )  # fmt: skip
    variable = f'<w:docVars><w:docVar w:name="who" w:val="{NAME}"/></w:docVars>'
    plain = '<w:rsids><w:rsid w:val="00A77427"/></w:rsids><w:docVars><w:docVar w:name="n" w:val="12"/></w:docVars>'
    yield _pair(
        "variable of the document", "custom-property",
        word(paragraph(SHOWN), {"word/settings.xml": part("settings", variable)}),
        word(paragraph(SHOWN), {"word/settings.xml": part("settings", plain)}),
    )  # fmt: skip
    section = SECTION.replace("<w:sectPr>", '<w:sectPr><w:headerReference w:type="first" r:id="rId1"/>{}')
    header = {"word/header1.xml": part("hdr", paragraph(f"For {NAME}"))}
    yield _pair(
        "header that no page shows", "unused-header", word(paragraph(OPEN), header, section.format("")),
        word(paragraph(OPEN), header, section.format("<w:titlePg/>")),
    )  # fmt: skip
    two = (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps">{}</mc:Choice><mc:Fallback><w:pict><v:rect><v:textbox>'
        "<w:txbxContent>{}</w:txbxContent></v:textbox></v:rect></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    box = (
        anchored(0, 100, y=40, fill="FFFFFF", text=paragraph("Harbor office"))
        .removeprefix("<w:r>")
        .removesuffix("</w:r>")
    )
    yield _pair(
        "copy for older programs that says more", "fallback-text",
        word(paragraph(OPEN, two.format(box, paragraph(f"Harbor office {NAME}")))),
        word(paragraph(OPEN, two.format(box, paragraph("Harbor office")))),
    )  # fmt: skip


def _shifted(whole: bytes, ghost: bytes) -> bytes:
    """The container with an entry before all others that its directory does not name."""
    import struct

    end = whole.rindex(b"PK\x05\x06")
    start = struct.unpack("<I", whole[end + 16 : end + 20])[0]
    directory, at = bytearray(whole[start:end]), 0
    while at < len(directory):
        name, extra, comment = struct.unpack("<HHH", directory[at + 28 : at + 34])
        offset = struct.unpack("<I", directory[at + 42 : at + 46])[0]
        directory[at + 42 : at + 46] = struct.pack("<I", offset + len(ghost))
        at += 46 + name + extra + comment
    tail = bytearray(whole[end:])
    tail[16:20] = struct.pack("<I", start + len(ghost))
    return ghost + whole[:start] + bytes(directory) + bytes(tail)


def word_pairs() -> list[Pair]:
    """All of them."""
    families = (_tracked, _comments, _hidden, _coloured, _blackened, _covered, _told, _left_behind)
    return [pair for family in families for pair in family()]
