"""Landmarks: every line that can begin something is named, however it is spelled, indented or worn."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redactlint.documents import header, headings, starts
from redactlint.documents.landmarks import brackets_of, landmarks_of, places_between

_BEGINNINGS = (
    "C O N F I D E N T I A L", "CC O N F I D E N T I A L", "confidential", "S E C R E T", "ssecret", "\u017fecret",
    "TOP SECRET", "t o p secret", "UNCLAS", "u nclas", "LIMITED OFFICIAL USE", "l\u0131mited official use", "RESTRICTED",
    "E C R E T", "O N F I D E N T I A L", "> *SECRET", "Cable dated:2003 SECRET", "TAGS:", "tag:", "SUBJ:", "USBJ:",
    "SBUECT:", "ref:", "REFTEL:", "E.O. 12958:", "E 0 12958", "EO12958:", "e9 12958:", "Clasified By:", "derived from:",
    "1.", "\u00b612.", "- 3.", "**4.", "#5)", "(C)", "- (S)", "a. (C)", "iv) (U)", "o (C)", "oo(C)", "\u2013 (C)", "1(a) (C)",
    "\u0661. (C)", "\u00b6iv. (C)", "the", "con", "to", "Conference", "", " ", "\t", "\u2003", "\x1c",
)  # fmt: skip
_LINES = st.tuples(
    st.sampled_from(("", "", " ", "\t", "  \t ")),
    st.sampled_from(_BEGINNINGS),
    st.sampled_from(("", " ", " (C) The north", " LUSAKA 000512", "(", "x")),
)
TEXTS = st.lists(_LINES.map("".join), max_size=8).map("\n".join)


def _begun(content: str, pattern: re.Pattern[str]) -> set[int]:
    """Where the pattern matches at the first word of a line, tried at every line."""
    words = (match.end() for match in re.finditer(r"(?:\A|\n)[ \t]*", content))
    return {at for at in words if pattern.match(content, at) is not None}


@settings(deadline=None, derandomize=True, database=None)
@given(TEXTS)
def test_every_line_on_which_a_parser_finds_something_is_named(content: str) -> None:
    found = landmarks_of(content)
    assert _begun(content, headings._heading_pattern()) <= set(found.levels)
    assert _begun(content, header._label_pattern()) <= set(found.labels)
    assert _begun(content, starts._number_pattern()) <= set(found.numbers)
    assert _begun(content, starts._item_pattern()) <= set(found.items)


@settings(deadline=None, derandomize=True, database=None)
@given(TEXTS)
def test_landmarks_are_in_order_and_once(content: str) -> None:
    for places in (*landmarks_of(content), brackets_of(content)):
        assert places == sorted(set(places))


@pytest.mark.parametrize("prose", ["the minister", "It was late", "confirmed? no: a", "when (C) was", "of the north"])
def test_prose_is_passed_over(prose: str) -> None:
    found = landmarks_of(f"\n{prose}\n")
    assert [*found.labels, *found.numbers, *found.items, *found.blank] == []


def test_lines_of_white_space_are_told_from_empty_ones() -> None:
    assert landmarks_of("a\n\nb\n  \t\nc").blank == [8]


def test_the_first_word_of_a_part_counts_as_if_a_line_began_there() -> None:
    content = "See SUBJECT: The harbor\nTAGS: PREL"
    assert places_between(landmarks_of(content).labels, content, 3, len(content)) == [4, 24]
    assert places_between(landmarks_of(content).labels, content, 20, 24) == [20]
