"""Places of the protocol: every offset there and back, in every encoding; lines end where the protocol says they do."""

from __future__ import annotations

import pytest

pytest.importorskip("lsprotocol")

from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types

from redactlint.lsp.positions import Lines
from redactlint.text import Span

TEXTS = st.text(st.sampled_from("ab(\n\r\f\v\x85\u2028\u00e9\u20ac\U0001d54a\U0001f512"), max_size=40)
ENCODINGS = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}


@given(TEXTS, st.sampled_from(sorted(ENCODINGS)))
def test_an_offset_and_its_place_are_one(source: str, encoding: str) -> None:
    lines = Lines(source, encoding)
    for offset in range(len(source) + 1):
        inside_a_line_end = source[offset - 1 : offset + 1] == "\r\n" and offset > 0
        assert inside_a_line_end or lines.offset(lines.position(offset)) == offset


@given(TEXTS, st.sampled_from(sorted(ENCODINGS)))
def test_characters_are_counted_in_units_of_the_encoding(source: str, encoding: str) -> None:
    codec, width = ENCODINGS[encoding]
    rows = source.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    end = Lines(source, encoding).position(len(source))
    assert (end.line, end.character) == (len(rows) - 1, len(rows[-1].encode(codec)) // width)


def test_a_character_beyond_the_basic_plane_counts_twice_in_utf_16() -> None:
    source = "\U0001f512 (C)"
    assert Lines(source).range(Span(2, 5)) == types.Range(types.Position(0, 3), types.Position(0, 6))


def test_a_place_inside_a_character_is_the_character() -> None:
    assert Lines("a\U0001f512b").offset(types.Position(0, 2)) == 1


def test_a_place_past_the_end_of_its_line_is_that_end() -> None:
    lines = Lines("SECRET\r\nthe text")
    assert lines.offset(types.Position(0, 99)) == len("SECRET")
    assert lines.offset(types.Position(9, 0)) == len("SECRET\r\nthe text")


def test_a_form_feed_ends_no_line() -> None:
    assert Lines("one\f(C) two\n").position(4) == types.Position(0, 4)
