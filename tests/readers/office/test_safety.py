"""Files that are broken, locked or made to do harm: a reason, in bounded time and memory, and never a clean result."""

from __future__ import annotations

import io
import re
import struct
import zipfile

import pytest
from containers.office.hard_pairs import hard_pairs
from containers.office.packing import (
    HEAD,
    RELATION,
    SECTION,
    changed,
    packed,
    paragraph,
    part,
    replaced,
    unpacked,
    word,
)
from containers.office.sheet_pairs import book, sheet_pairs
from containers.office.slide_pairs import deck, note, slide_pairs
from containers.office.word_pairs import word_pairs

from redactlint.errors import ReadError
from redactlint.readers.allowance import Allowance, Limits, Unread
from redactlint.readers.opening import opened
from redactlint.text import Text

PLAIN = word(paragraph("The harbor master met the delegation."))


def parts_of(data: bytes, name: str = "file.docx", limits: Limits | None = None) -> list[Text | Unread]:
    return list(opened(data, name, Allowance(limits)))


def reason(data: bytes, name: str = "file.docx", limits: Limits | None = None) -> str:
    """Why a file, or a part of it, could not be read."""
    try:
        found = parts_of(data, name, limits)
    except ReadError as error:
        return str(error)
    return " ".join(one.reason for one in found if isinstance(one, Unread))


def test_a_plain_file_is_read_whole() -> None:
    assert reason(PLAIN) == ""


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;">]>',
        '<!DOCTYPE x [<!ENTITY c SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x SYSTEM "https://example.org/x.dtd">',
    ],
    ids=["a billion laughs", "an external entity", "an external definition"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused(declared: str, encoding: str) -> None:
    body = part("document", f"<w:body>{paragraph('&c;' if 'ENTITY c' in declared else 'x')}{SECTION}</w:body>")
    bomb = body.replace('encoding="UTF-8" standalone="yes"?>', f'encoding="{encoding}"?>{declared}')
    assert "declares a document type or entities" in reason(
        changed(PLAIN, {"word/document.xml": bomb.encode(encoding)})
    )


def test_entities_in_a_lesser_part_make_the_file_no_cleaner() -> None:
    bomb = f'{HEAD}<!DOCTYPE x [<!ENTITY a "b">]><w:styles xmlns:w="http://x"/>'
    assert "declares a document type" in reason(word(paragraph("x"), {"word/styles.xml": bomb}))


def test_a_decompression_bomb_is_told() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in unpacked(PLAIN).items():
            if name != "word/document.xml":
                container.writestr(name, content)
        with container.open("word/document.xml", "w") as entry:
            entry.write(part("document", "<w:body>")[:-24].encode())
            for _ in range(400):
                entry.write(b" " * 100_000)
    assert "times its size" in reason(stream.getvalue()) or "larger than the limit" in reason(stream.getvalue())


def test_endless_nesting_is_told() -> None:
    deep = "<w:sdt><w:sdtContent>" * 5_000 + "</w:sdtContent></w:sdt>" * 5_000
    assert "too deep" in reason(word(deep))


def test_an_encrypted_file_says_so() -> None:
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
    streams = "EncryptionInfo".encode("utf-16-le") + b"\0" * 40 + "EncryptedPackage".encode("utf-16-le")
    assert "encrypted" in reason(head + streams)
    assert "save it without a password" in reason(head + streams)


@pytest.mark.parametrize(
    ("stream", "what"),
    [("WordDocument", "DOC"), ("Workbook", "XLS"), ("PowerPoint Document", "PPT"), ("__substg1.0_0037001F", "MSG")],
)
def test_old_files_are_named_and_say_what_to_do(stream: str, what: str) -> None:
    found = reason(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + stream.encode("utf-16-le"), "file.bin")
    assert what in found
    assert "save it as" in found


def test_opendocument_is_named_and_says_what_to_do() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as container:
        container.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        container.writestr("content.xml", "<x/>")
    assert "save it as DOCX" in reason(stream.getvalue(), "file.odt")


def test_an_encrypted_entry_says_so() -> None:
    locked = bytearray(PLAIN)
    at = 0
    while (at := locked.find(b"PK\x01\x02", at)) >= 0:
        locked[at + 8] |= 1
        at += 4
    assert "encrypted" in reason(bytes(locked))


def test_a_cut_off_file_is_damaged() -> None:
    assert reason(PLAIN[: len(PLAIN) // 2])


@pytest.mark.parametrize("name", ["word/document.xml", "_rels/.rels"])
def test_a_file_without_a_needed_part_is_not_clean(name: str) -> None:
    assert reason(changed(PLAIN, {name: None}))


def test_a_header_that_is_not_there_is_told() -> None:
    section = SECTION.replace("<w:sectPr>", '<w:sectPr><w:headerReference w:type="default" r:id="rId1"/>')
    whole = word(paragraph("x"), {"word/header1.xml": part("hdr", paragraph("SECRET"))}, section)
    assert reason(whole) == ""
    assert "lacks its part word/header1.xml" in reason(changed(whole, {"word/header1.xml": None}))


@pytest.mark.parametrize("broken", ["<w:hdr", "", "<w:hdr xmlns:w='x'></w:ftr>", "\x00\x01"])
def test_a_broken_header_is_told_and_the_rest_is_read(broken: str) -> None:
    section = SECTION.replace("<w:sectPr>", '<w:sectPr><w:headerReference w:type="default" r:id="rId1"/>')
    found = parts_of(word(paragraph("Harbor"), {"word/header1.xml": broken}, section))
    assert isinstance(found[0], Text)
    assert "Harbor" in found[0].content
    assert any(isinstance(one, Unread) and "header1" in one.reason for one in found)


def test_a_broken_crc_is_told() -> None:
    spoiled = bytearray(packed({**unpacked(PLAIN)}))
    with zipfile.ZipFile(io.BytesIO(bytes(spoiled))) as container:
        info = container.getinfo("word/document.xml")
    name = struct.unpack("<H", spoiled[info.header_offset + 26 : info.header_offset + 28])[0]
    at = info.header_offset + 30 + name + info.compress_size // 2
    spoiled[at] ^= 0xFF
    assert "damaged" in reason(bytes(spoiled))


def test_names_that_climb_out_of_the_package_reach_nothing() -> None:
    climbing = replaced(PLAIN, "_rels/.rels", "word/document.xml", "../../../../etc/passwd")
    assert "names no main part" in reason(climbing)


def test_relations_that_lead_in_a_circle_end() -> None:
    own = (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        f'Type="{RELATION}/header" Target="document.xml"/></Relationships>'
    )
    assert reason(changed(PLAIN, {"word/_rels/document.xml.rels": own})) == ""


def test_embedded_documents_are_members_and_nest_only_so_deep() -> None:
    inner = word(paragraph("UNCLASSIFIED at the bottom"))
    for _ in range(8):
        inner = word(paragraph("level"), {"word/embeddings/object1.docx": inner})
    found = parts_of(inner)
    texts = [one for one in found if isinstance(one, Text)]
    assert len(texts) == 5
    assert texts[1].path == "file.docx!word/embeddings/object1.docx"
    assert texts[2].member is not None
    assert texts[2].member.container == "file.docx"
    assert any(isinstance(one, Unread) and "deep" in one.reason for one in found)


def test_a_thousand_slides_are_read() -> None:
    files: dict[str, str | bytes] = {**unpacked(deck(lambda slide: note(slide, "Harbor")))}
    slide, relations = files["ppt/slides/slide1.xml"], files["ppt/slides/_rels/slide1.xml.rels"]
    listed, ids = "", ""
    for count in range(2, 1001):
        files[f"ppt/slides/slide{count}.xml"] = slide
        files[f"ppt/slides/_rels/slide{count}.xml.rels"] = relations
        listed += f'<Relationship Id="rIdS{count}" Type="{RELATION}/slide" Target="slides/slide{count}.xml"/>'
        ids += f'<p:sldId id="{1000 + count}" r:id="rIdS{count}"/>'
    for name, old, new in (
        ("ppt/_rels/presentation.xml.rels", "</Relationships>", f"{listed}</Relationships>"),
        ("ppt/presentation.xml", "</p:sldIdLst>", f"{ids}</p:sldIdLst>"),
    ):
        content = files[name]
        files[name] = (content.decode() if isinstance(content, bytes) else content).replace(old, new)
    (text,) = parts_of(packed(files), "file.pptx")
    assert isinstance(text, Text)
    assert text.content.count("Harbor") == 1000
    assert text.place is not None
    assert text.place(text.content.rindex("Harbor"))["slide"] == 1000


def test_a_sheet_with_too_many_cells_is_read_up_to_there_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("redactlint.readers.xlsx.MOST_CELLS", 50)
    found = parts_of(
        book(lambda made, sheet: sheet.write_column(5, 0, [f"place {one}" for one in range(200)])), "file.xlsx"
    )
    assert isinstance(found[0], Text)
    assert "place 30" in found[0].content
    assert "place 199" not in found[0].content
    assert any(isinstance(one, Unread) and "cells" in one.reason for one in found)


def test_a_text_larger_than_a_document_may_be_is_told() -> None:
    many = "".join(paragraph("word " * 50) for _ in range(400))
    assert "larger than the limit" in reason(word(many), limits=Limits(max_bytes=60_000))


def test_text_boxes_inside_text_boxes_are_read_once() -> None:
    begin = "<w:p><w:r><w:pict><v:rect><v:textbox><w:txbxContent>"
    end = "</w:txbxContent></v:textbox></v:rect></w:pict></w:r></w:p>"
    (text,) = parts_of(word(begin * 40 + paragraph("harbor") + end * 40))
    assert isinstance(text, Text)
    assert text.content.strip() == "harbor"


def test_an_unheard_of_encoding_is_damage() -> None:
    body = part("document", f"<w:body>{paragraph('x')}</w:body>").replace('encoding="UTF-8"', 'encoding="klingon"')
    assert "damaged" in reason(changed(PLAIN, {"word/document.xml": body}))


# A number of a file: a whole attribute, a whole text, a measure inside VML, a pattern of Word.
_NUMBERS = re.compile(r'(?<!encoding=")(?<!version=")(?<==")-?[\d.]+(?=(?:pt|in|%)?")|(?<=>)-?\d+(?=<)|(?<=:)[\d.]+(?=pt)')


@pytest.fixture(scope="module")
def made() -> list[tuple[str, dict[str, bytes]]]:
    """The files of all pairs, unpacked."""
    pairs = (*word_pairs(), *slide_pairs(), *sheet_pairs(), *hard_pairs())
    return [(f"{pair.name}.{pair.suffix}", unpacked(pair.failed)) for pair in pairs]


@pytest.mark.parametrize("weird", ["-100", "\u00b2", "1.2.3", "9" * 5000, "nan", "1e308"])
def test_numbers_that_are_none_break_no_reader(made: list[tuple[str, dict[str, bytes]]], weird: str) -> None:
    for file, members in made:
        files = {
            name: _NUMBERS.sub(weird, content.decode()) if name.endswith(".xml") and not name.startswith("[") else content
            for name, content in members.items()
        }
        try:
            found = parts_of(packed(files), file)
        except ReadError:
            continue
        assert [one for one in found if isinstance(one, Unread) and one.crash] == [], file
