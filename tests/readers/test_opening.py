"""Opening: a file is read as what it holds, whatever it is called; its name decides only where the content leaves it open."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Iterator

import pytest

from redactlint.readers import html, opening
from redactlint.readers.allowance import Allowance, Held, Limits, Unread, needs_extra
from redactlint.readers.kinds import kind_of
from redactlint.readers.opening import is_streamed, opened, reopened
from redactlint.text import Text


def zipped(**members: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, data in members.items():
            archive.writestr(name.replace("_", "/").replace("TYPES", "[Content_Types].xml"), data)
    return held.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"UNCLAS LUSAKA 000512\n", "cable.txt", None),
        (b"UNCLAS LUSAKA 000512\n", "cable.zip", None),
        (b"# UNCLASSIFIED\n\n(U) One.\n", "note.md", None),
        (b"%PDF-1.7\n", "cable.txt", "pdf"),
        (b"\n\n%PDF-1.7\n", "cable", "pdf"),
        (b"SUBJECT: THE FORMAT <html>\n", "cable.txt", None),
        (b"<!DOCTYPE html>\n", "cable.txt", "html"),
        (b"<p>One</p>", "page.htm", "html"),
        (b"<?xml version='1.0'?>\n<html xmlns='x'>", "x.xml", "html"),
        (b"<?xml version='1.0'?>\n<!-- x -->\n<TEI xmlns='x'>", "x.xml", "tei"),
        (b"<?xml version='1.0'?>\n<tei:TEI xmlns:tei='x'>", "x.xml", "tei"),
        (b"<?xml version='1.0'?>\n<other/>", "x.xml", None),
        (b"id,text\n1,x\n", "a.csv", "records"),
        (b"id,text\n1,x\n", "a.txt", None),
        (b'{"text": "x"}\n', "a.jsonl", "records"),
        (b'{"text": "x"}\n', "a.json", None),
        (b"Subject: x\n\nOne\n", "a.eml", "mail"),
        (b"Received: a\nMIME-Version: 1.0\nSubject: x\n\nOne\n", "a.txt", "mail"),
        (b"Message-ID: <1@x>\nSubject: x\n\nOne\n", "a.txt", "mail"),
        (b"From: a\nSent: Monday\nSubject: x\n\nMIME-Version: 1.0 is what it said.\n", "a.txt", None),
        (zipped(TYPES=b"", word_document=b""), "a.docx", "docx"),
        (zipped(TYPES=b"", xl_workbook=b""), "a.txt", "xlsx"),
        (zipped(TYPES=b"", ppt_x=b""), "a", "pptx"),
        (zipped(word_document=b""), "a.docx", "archives"),
        (gzip.compress(b"x"), "a.csv", "packed"),
    ],
)
def test_the_reader_is_the_one_that_the_content_asks_for(data: bytes, name: str, kind: str | None) -> None:
    assert kind_of(data, name) == kind
    assert kind_of(data, f"box.zip!folder/{name}") == kind
    assert kind is None or not opening._is_text_at_a_glance(data, name)


def test_large_files_are_read_a_part_at_a_time_by_their_names() -> None:
    assert is_streamed("a.ZIP")
    assert is_streamed("box/cables.jsonl")
    assert not is_streamed("a.txt")
    assert not is_streamed("zip")


def test_a_fault_in_a_reader_loses_one_member_and_is_told_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def faulty(data: bytes, path: str, allowance: Allowance) -> Iterator[Text]:
        raise KeyError("SECRET words")
        yield

    monkeypatch.setattr(html, "texts", faulty)
    first, second = opened(zipped(page=b"<html>", note=b"UNCLAS\n"), "box.zip")
    assert isinstance(first, Unread)
    assert first.crash is not None
    assert "SECRET" not in first.reason
    assert isinstance(second, Text)


def test_members_that_are_held_back_are_the_same_when_they_are_opened() -> None:
    inner = zipped(a=b"UNCLAS one\n", b=b"<html><p>(C) Two</p>")
    data = zipped(inner=inner, c=b"UNCLAS three\n", d=b"\0")
    at_once = list(opened(data, "box.zip"))
    held = list(opened(data, "box.zip", Allowance(defers=True)))
    assert all(isinstance(one, Held) for one in held)
    later = [each for one in held for each in reopened(one, Limits())]  # type: ignore[arg-type]
    assert [(one.path, one.member) for one in later] == [(one.path, one.member) for one in at_once]
    assert [getattr(one, "source", None) for one in later] == [getattr(one, "source", None) for one in at_once]


def test_a_missing_extra_is_said_with_the_command_that_brings_it() -> None:
    assert str(needs_extra("a PDF file", "pdf", "a.pdf")) == (
        "a.pdf: is a PDF file, and reading it needs the extra 'pdf'; pip install 'redactlint[pdf]'"
    )
