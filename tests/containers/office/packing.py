"""Packing: a minimal office file of invented parts; and parts put into, or taken out of, one that a library wrote."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SPACES = (
    f'xmlns:w="{W}" xmlns:r="{RELATION}" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_KINDS = {
    "word/styles.xml": "styles", "word/numbering.xml": "numbering", "word/settings.xml": "settings",
    "word/comments.xml": "comments", "word/footnotes.xml": "footnotes", "word/endnotes.xml": "endnotes",
    "word/theme/theme1.xml": "theme", "word/header1.xml": "header", "word/header2.xml": "header",
    "word/footer1.xml": "footer", "word/media/image1.png": "image", "word/vbaProject.bin": "vbaProject",
    "word/embeddings/object1.docx": "package",
}  # fmt: skip
_OF_FILE = {
    "docProps/core.xml": "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
    "docProps/app.xml": f"{RELATION}/extended-properties",
    "docProps/custom.xml": f"{RELATION}/custom-properties",
    "docProps/thumbnail.jpeg": "http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail",
}
SECTION = '<w:sectPr><w:pgSz w:w="12240" w:h="15840"/><w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440"/></w:sectPr>'


def part(name: str, inside: str, attributes: str = "") -> str:
    """A part of a Word file: its root element and what is in it."""
    return f"{HEAD}<w:{name} {_SPACES} {attributes}>{inside}</w:{name}>"


def run(words: str, properties: str = "") -> str:
    """A run of Word with its properties."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def paragraph(*inside: str, properties: str = "") -> str:
    """A paragraph of Word: runs, or plain words."""
    runs = "".join(one if one.startswith("<") else run(one) for one in inside)
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def word(
    body: str, parts: Mapping[str, str | bytes] | None = None, section: str = SECTION, relations: str = ""
) -> bytes:
    """A Word file of that body.  `parts` come with it, and are referred to as rId1, rId2 … in their order."""
    parts = dict(parts or {})
    listed = [(name, kind) for name in parts if (kind := _KINDS.get(name))]
    own = "".join(
        f'<Relationship Id="rId{count}" Type="{RELATION}/{kind}" Target="{name.removeprefix("word/")}"/>'
        for count, (name, kind) in enumerate(listed, start=1)
    )
    outer = "".join(
        f'<Relationship Id="rIdX{count}" Type="{kind}" Target="{name}"/>'
        for count, (name, kind) in enumerate(_OF_FILE.items())
        if name in parts
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    main = f'<Relationship Id="rId1" Type="{RELATION}/officeDocument" Target="word/document.xml"/>'
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": HEAD
        + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        + '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
        + '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        + '<Default Extension="docx" ContentType="application/octet-stream"/>'
        + '<Default Extension="bin" ContentType="application/octet-stream"/>'
        + '<Default Extension="jpeg" ContentType="image/jpeg"/>'
        + "".join(
            f'<Override PartName="/{name}" ContentType="application/vnd.openxmlformats-officedocument'
            f'.wordprocessingml.{kind}+xml"/>'
            for name, kind in (*listed, ("word/document.xml", "document.main"))
            if name.endswith(".xml") and kind != "theme"
        )
        + "</Types>",
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{space}">{main}{outer}</Relationships>',
        "word/document.xml": part("document", f"<w:body>{body}{section}</w:body>"),
        "word/_rels/document.xml.rels": f'{HEAD}<Relationships xmlns="{space}">{own}{relations}</Relationships>',
        **parts,
    }
    return packed(files)


def packed(files: Mapping[str, str | bytes]) -> bytes:
    """A ZIP container of those files."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in files.items():
            container.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def unpacked(data: bytes) -> dict[str, bytes]:
    """The files of a ZIP container."""
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        return {info.filename: container.read(info) for info in container.infolist()}


def changed(data: bytes, changes: Mapping[str, str | bytes | None]) -> bytes:
    """The container with some files replaced, added or (None) taken out."""
    files: dict[str, str | bytes] = {**unpacked(data)}
    for name, content in changes.items():
        if content is None:
            files.pop(name, None)
        else:
            files[name] = content
    return packed(files)


def replaced(data: bytes, name: str, old: str, new: str) -> bytes:
    """The container with words of one file replaced; they must be there."""
    text = unpacked(data)[name].decode()
    assert old in text, f"{old} is not in {name}"
    return changed(data, {name: text.replace(old, new)})


def picture(width: int = 40, height: int = 20, shade: int = 40) -> bytes:
    """A plain grey PNG."""
    rows = b"".join(b"\0" + bytes([shade]) * width for _ in range(height))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
