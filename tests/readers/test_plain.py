"""Bytes are decoded as what they are, or refused with the reason; nothing is guessed that does not look like text."""

from __future__ import annotations

import codecs
import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redactlint.errors import ReadError
from redactlint.readers.plain import decode

WORDS = "UNCLAS LUSAKA 000512\r\nThe Président’s visit – ¶1. (U)\n"


@pytest.mark.parametrize(
    "data",
    [
        WORDS.encode(),
        codecs.BOM_UTF8 + WORDS.encode(),
        codecs.BOM_UTF16_LE + WORDS.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + WORDS.encode("utf-16-be"),
        codecs.BOM_UTF32_LE + WORDS.encode("utf-32-le"),
        WORDS.encode("windows-1252"),
    ],
    ids=["UTF-8", "UTF-8 with mark", "UTF-16 LE", "UTF-16 BE", "UTF-32", "Windows-1252"],
)
def test_the_same_words_in_every_encoding_that_text_comes_in(data: bytes) -> None:
    assert decode(data) == WORDS


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"%PDF-1.4\n%", "PDF"),
        (b"PK\x03\x04rest", "ZIP"),
        (b"UNCLAS\0LUSAKA", "NUL"),
        ("UNCLAS LUSAKA 512".encode("utf-16-le"), "UTF-16, it seems, without a byte order mark"),
        ("UNCLAS LUSAKA 512".encode("utf-16-be"), "UTF-16, it seems, without a byte order mark"),
        (b"UNCLAS\x01\x02\x03\x04", "control characters"),
        (codecs.BOM_UTF16_LE + b"a", "byte order mark says utf-16"),
        (bytes(range(128, 256)) * 4, "unknown encoding"),
        (b"UNCLAS \x81\x8d\x8f " + b"a" * 40, "unknown encoding"),
    ],
)
def test_what_is_no_text_is_refused_with_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(ReadError, match=reason) as caught:
        decode(data, "memo.txt")
    assert caught.value.path == "memo.txt"
    assert caught.value.remedy


def test_an_empty_file_is_empty_text() -> None:
    assert decode(b"") == ""


@given(st.binary(max_size=400))
def test_decoding_is_total(data: bytes) -> None:
    with contextlib.suppress(ReadError):
        decode(data)


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1).filter(lambda words: words[0] != "\ufeff"))
def test_text_in_utf_8_comes_back_as_it_was(words: str) -> None:
    if not words.startswith(("%PDF-", "{\\rtf", "GIF8")):
        assert decode(words.encode()) == words
