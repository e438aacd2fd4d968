"""Reasons are read in the hundreds of ways in which they are typed, and numbers in prose are not reasons."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redactlint.documents.reasons import read_reasons


def _read(words: str):
    return [(one.section, "".join(one.letters)) for one in read_reasons(words, 0, len(words))]


@pytest.mark.parametrize(
    "tail",
    [
        "1.4 (b) and (d)",
        "1.4 (b), (d)",
        "1.4(b,d)",
        "1.4 (b/d)",
        "1.4 (b, d)",
        "1.4 b and d",
        "1.4 (b and d)",
        "1.4 (b) & (d)",
        "1.4 (B)(D)",
        "1.4 b/d",
        "1.4 (b & d)",
        "1.4B AND D",
        "1.4 (b) a nd (d)",
        "1.4 (b) an d (d)",
        "1.4 ( b) and (d )",
        "1.4. (b), (d)",
        "1.4, (b) and (d)",
        "1.4: (b) and (d)",
        "1.4 (b)\nand (d).",
        "1.4 (b) and\n(d)",
        "1.4 (b) and \n \n(d)",
        "1.4 (b)\n\n and (d)",
        "1.\n4 (b) and (d)",
        "1\n\n.4 (b), (d)",
        "1.4(b) and 1.4(d)",
        "1.4 (b) and/or (d)",
        "1.4 (b) + (d)",
        "1.4 paragraphs b and d",
        "1.4 (B/D) .",
        "1.4(b)and(d)",
        "1.4 [b] and [d]",
    ],
)
def test_b_and_d_in_many_spellings(tail):
    for lead in (
        "Reason: ",
        "REASONS ",
        "for reasons ",
        "per ",
        "due to ",
        "E.O. 12958 reason ",
        "Jane Example, DCM, ",
        "",
    ):
        assert _read(lead + tail) == [("1.4", "bd")]


@pytest.mark.parametrize("tail", ["1. 4 (b)", "1 .4 (b)", "1,4 (b)", "14 (b)", "1/4 (B)", "I.4 (b)"])
def test_a_slip_in_the_section_leaves_no_doubt(tail):
    (one,) = read_reasons(tail, 0, len(tail))
    assert (one.section, one.letters, one.slip, one.malformed) == ("1.4", ("b",), True, False)


@pytest.mark.parametrize("words", ["REASONS 1(B) AND (D)", "PER 1 (B,D)", "under E.O. 12958, Section 1 (b) and (d)"])
def test_a_section_without_its_second_number_has_to_be_guessed(words):
    (one,) = read_reasons(words, 0, len(words))
    assert (one.section, one.letters, one.malformed) == (None, ("b", "d"), True)


@pytest.mark.parametrize("words", ["REASONS (B) AND (D)", "Reason: b and d.", "for reasons (b), (d)"])
def test_letters_alone_have_to_be_guessed(words):
    (one,) = read_reasons(words, 0, len(words))
    assert (one.section, one.letters, one.malformed) == (None, ("b", "d"), True)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("1.5(b) and 1.5(d)", [("1.5", "bd")]),
        ("1.4 (b), 1.5 (d)", [("1.4", "b"), ("1.5", "d")]),
        ("Reason: 1.4", [("1.4", "")]),
        ("1.4(b-d)", [("1.4", "bcd")]),
        ("1.5(a) through (d)", [("1.5", "abcd")]),
        ("1.4 (a), (b), (c), and (d)", [("1.4", "abcd")]),
        ("1.5 (h)", [("1.5", "h")]),
        ("1.4 (i)", [("1.4", "i")]),
        ("Reason: 1.3(a)(5)", [("1.3", "5")]),
        ("1.3(a)(5) and (9)", [("1.3", "59")]),
        ("1-301(d)", [("1-301", "d")]),
    ],
)
def test_sections_and_letters_of_every_order(words, expected):
    assert _read(words) == expected


@pytest.mark.parametrize(
    "words",
    [
        "",
        "Reason: A cable came late",
        "Reason: foreign policy",
        "flight 1.4 kilometres",
        "Building 1.45 (b)",
        "$1.5 million",
        "(b) and (d)",
        "1. (C) Summary",
        "2.4 (b) in the annex",
        "call 1-301-555-0100",
    ],
)
def test_numbers_and_letters_of_prose_are_no_reasons(words):
    assert _read(words) == []


def test_the_mark_of_the_first_paragraph_is_no_letter():
    assert _read("Reasons 1.4 (b) and (d).\n\n(C) Summary") == [("1.4", "bd")]
    assert _read("Reasons 1.4 (b) and (d)\n1. (C) Summary") == [("1.4", "bd")]


def test_each_letter_has_its_place():
    words = "Reasons 1.5 (b) and (h)"
    (one,) = read_reasons(words, 0, len(words))
    assert [words[span.start : span.end] for span in one.letter_spans] == ["b", "h"]
    assert one.section_span is not None
    assert words[one.section_span.start : one.section_span.end] == "1.5"


_LETTERS = st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=4, unique=True)


@given(_LETTERS, st.sampled_from(["({}) and ", "({}), ", "({})", "({})/", "({}) & "]), st.sampled_from(["1.4", "1.5"]))
def test_letters_that_are_written_are_read_back(letters, form, section):
    tail = "".join(form.format(letter) for letter in letters).rstrip(" and,/&")
    assert _read(f"Reasons {section} {tail}.") == [(section, "".join(letters))]


_PIECES = ("Reason: ", "REASONS ", "1.4", "1.5", " ", "(b)", "(D)", "-", "(", ")", ",", " and ", "/", "&", "b", "\n")


@given(st.lists(st.sampled_from(_PIECES), max_size=15).map("".join))
def test_every_text_can_be_read_and_letters_have_as_many_places(words):
    for one in read_reasons(words, 0, len(words)):
        assert 0 <= one.span.start < one.span.end <= len(words)
        assert len(one.letters) == len(one.letter_spans)


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("reasons 1.4 (b) and (z).", ("b", "z")),
        ("reason 1.4(x)", ("x",)),
        ("reasons 1.4 (b) and (d). (U) Summary: the road.", ("b", "d")),
        ("reasons 1.4 (b) (S) Summary: the road.", ("b",)),
    ],
)
def test_a_letter_that_no_section_has_is_read_and_a_portion_mark_is_none(text: str, letters: tuple[str, ...]) -> None:
    (reason,) = read_reasons(text, 0, len(text))
    assert reason.letters == letters
