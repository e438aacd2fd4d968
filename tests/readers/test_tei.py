"""TEI: each document of an edition by itself, with its page and its place in the file; nothing outside is followed."""

from __future__ import annotations

import datetime

import pytest

from redactlint.errors import ReadError
from redactlint.law.dates import DateRange
from redactlint.readers.allowance import Allowance, Limits
from redactlint.readers.opening import opened
from redactlint.text import Text

VOLUME = """\
<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xmlns:frus="http://history.state.gov/frus/ns/1.0">
<teiHeader><fileDesc><titleStmt><title>Invented Volume</title></titleStmt></fileDesc></teiHeader>
<text><front><div type="section"><p>Preface.</p></div></front><body>
<div type="compilation"><head>Zambia</head>
<div type="document" xml:id="d1" frus:doc-dateTime-min="1969-03-03T00:00:00-05:00" frus:doc-dateTime-max="1969-03-04">
<pb n="3"/><head>1. Telegram From the Embassy in Zambia<note n="1"><p>Source: National Archives, RG 59,
Central Files, POL 1 ZAM. Confidential; Limdis. Repeated to Pretoria.</p></note></head>
<opener><dateline><placeName>Lusaka</placeName>, <date>March 3, 1969</date>, 1430Z.</dateline></opener>
<p>The Minister – told us [<hi rend="italic">less than 1 line not declassified</hi>]
   that all was quiet.</p><pb n="4"/><p>Second page.</p>
<list><item>One</item><item>Two</item></list>
</div>
<div type="document" xml:id="d2"><head>2. Letter</head><p>AT&amp;T.</p></div>
</div></body></text></TEI>
"""


def read(source: str | bytes, path: str = "volume.xml") -> list[Text]:
    data = source if isinstance(source, bytes) else source.encode()
    parts = list(opened(data, path, Allowance()))
    assert all(isinstance(one, Text) for one in parts)
    return parts  # type: ignore[return-value]


def test_each_document_of_a_volume_is_one_and_knows_its_record() -> None:
    first, second = read(VOLUME)
    assert [first.path, second.path] == ["volume.xml#d1", "volume.xml#d2"]
    assert first.member is not None
    assert first.member.where == {"record": "d1"}
    assert first.member.dated == DateRange(datetime.date(1969, 3, 3), datetime.date(1969, 3, 4))
    assert second.source == "2. Letter\n\nAT&T."
    assert "Preface" not in first.source + second.source


def test_two_documents_of_one_name_are_told_apart() -> None:
    first, second = read(VOLUME.replace('xml:id="d2"', 'xml:id="d1"'))
    assert [first.path, second.path] == ["volume.xml#d1", "volume.xml#d1 (2)"]


def test_a_document_with_its_notes_is_no_larger_than_a_document_may_be() -> None:
    body = f"<TEI><div type='document'><p>One.</p>{'<note>Some words.</note>' * 50}</div></TEI>".encode()
    with pytest.raises(ReadError, match="larger than the limit of 400"):
        list(opened(body, "volume.xml", Allowance(Limits(max_bytes=400))))


def test_the_text_is_set_as_in_print_with_its_notes_behind_it() -> None:
    first, _ = read(VOLUME)
    assert first.source == (
        "1. Telegram From the Embassy in Zambia\n\nLusaka, March 3, 1969, 1430Z.\n\n"
        "The Minister – told us [less than 1 line not declassified] that all was quiet.\n\nSecond page.\n\nOne\nTwo\n\n"
        "Source: National Archives, RG 59, Central Files, POL 1 ZAM. Confidential; Limdis. Repeated to Pretoria."
    )
    assert first.layers is not None
    (note,) = first.layers.zones
    assert (note.kind, note.page) == ("footnote", 3)
    assert first.source[note.span.start :].startswith("Source:")


@pytest.mark.parametrize(
    ("words", "page"), [("Minister", 3), ("told us", 3), ("Second", 4), ("Confidential", 3), ("Two", 4)]
)
def test_every_word_has_its_page_and_its_place_in_the_file(words: str, page: int) -> None:
    first, _ = read(VOLUME)
    offset = first.source.index(words)
    assert first.place is not None
    assert first.place(offset) == {"page": page}
    line, column = first.position(offset)
    assert VOLUME.split("\n")[line - 1][column - 1 :].startswith(words)


def test_a_file_without_documents_is_one_whole() -> None:
    (only,) = read("<TEI><text><body><p>(C) One.</p><p>(U) Two.</p></body></text></TEI>")
    assert (only.path, only.source, only.member) == ("volume.xml", "(C) One.\n\n(U) Two.", None)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ('<!DOCTYPE TEI [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><TEI>&b;</TEI>', "declares entities"),
        ('<!DOCTYPE TEI [<!ENTITY x SYSTEM "file:///etc/passwd">]><TEI>&x;</TEI>', "declares entities"),
        ('<!DOCTYPE TEI [<!ENTITY % x SYSTEM "http://example.invalid/x">%x;]><TEI/>', "declares entities"),
        ("<TEI>" + "<p>" * 1_000, "300 deep"),
        ('<?xml version="1.0" encoding="nonsense-8"?><TEI/>', "encoding"),
        ("<TEI><text>", "broken XML"),
        ("<TEI><p>a & b</p></TEI>", "broken XML"),
    ],
)
def test_what_an_edition_never_holds_is_refused(source: str, reason: str) -> None:
    with pytest.raises(ReadError, match=reason):
        read(source)


def test_an_outside_definition_is_not_loaded_and_characters_are_still_read() -> None:
    (only,) = read('<!DOCTYPE TEI SYSTEM "file:///nowhere/tei.dtd"><TEI><p>a&mdash;b</p></TEI>')
    assert only.source == "a—b"


def test_what_stands_before_the_break_of_a_file_is_read() -> None:
    cut = VOLUME.split('<div type="document" xml:id="d2"')[0].encode() + b"<oops"
    parts: list[object] = []
    with pytest.raises(ReadError, match="line 14"):
        parts.extend(opened(cut, "v.xml"))
    assert [getattr(one, "path", None) for one in parts] == ["v.xml#d1"]
