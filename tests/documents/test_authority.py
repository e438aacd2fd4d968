"""The E.O. line and the lines of the classification authority block are found however they are typed."""

from __future__ import annotations

import pytest
from hand_built import pack
from hypothesis import given
from hypothesis import strategies as st

from redactlint.documents.authority import (
    find_classified_by,
    find_declassify_on,
    find_derived_from,
    find_order_lines,
    find_reason_line,
    read_instructions,
    read_order_line,
    read_reasons,
)


def _order(text: str):
    return read_order_line(text, 0, len(text), pack().law)


def _value(text: str) -> str:
    line = _order(text)
    assert line is not None
    return "" if line.value is None else text[line.value.start : line.value.end]


# -- the E.O. line ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "raw", "number"),
    [
        ("E.O. 12958: DECL: 06/17/2013", "12958", "12958"),
        ("EO 12958 DECL: 06/17/2013", "12958", "12958"),
        ("E.O. 12958 N/A", "12958", "12958"),
        ("E.o. 12958: decl: 06/17/2013", "12958", "12958"),
        ("E.O.12958: DECL: X1", "12958", "12958"),
        ("E.O.: 12958: DECL: X1", "12958", "12958"),
        ("E.9. 12958: N/A", "12958", "12958"),
        ("E.OM 11652: GDS", "11652", "11652"),
        ("E. O. 12958: N/A", "12958", "12958"),
        ("E.O. 12,958: N/A", "12,958", "12958"),
        ("E.O. 116528 GDS", "116528", "11652"),
        ("LIMDIS\n116528 GDS\nTAGS: PFOR", "116528", "11652"),
        ("E.O. NO. 12958: N/A", "12958", "12958"),
        ("E.O. 1295: N/A", "1295", "12958"),
        ("E.O. 12598: N/A", "12598", "12958"),
        ("Executive Order 13526: DECL: 20200101", "13526", "13526"),
        ("DEPT FOR AF/S AND EUR/WE E.O. 12958: N/A", "12958", "12958"),
        ("000512SIPDISE.O. 12958: DECL: 06/17/2013TAGS: PREL", "12958", "12958"),
        ("E.O. 77777: N/A", "77777", None),
    ],
)
def test_an_order_in_every_spelling(text, raw, number):
    line = _order(text)
    assert line is not None
    assert (line.raw, line.number) == (raw, number)
    assert text[line.span.start : line.span.end] == raw


@pytest.mark.parametrize(
    "text",
    [
        "",
        "TAGS: PREL",
        "under E.O. 12958 we may",
        "Classified By: X, for reasons E.O. 12958 1.4 (b)",
        "pursuant to\nE.O. 12958 we ask",
        "Reason: E.O. 12958 1.5 (b)",
        "This is unclassified by the definitions of E.O. 13526",
        "VIDEO 12958: X",
        "ACTION\n111390\nP 142153Z FEB 74",
    ],
)
def test_a_citation_in_a_sentence_is_no_line(text):
    assert _order(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("E.O. 12958: DECL: 06/17/2013\nTAGS: PREL", "DECL: 06/17/2013"),
        ("E.O. 12958: DECL: 06/17/2013 TAGS: PREL", "DECL: 06/17/2013"),
        ("E.O. 12958: DECL:\n06/17/2013\nTAGS: PREL", "DECL:\n06/17/2013"),
        ("E.O. 12958:\n\nDECL: 06/17/2013\n", "DECL: 06/17/2013"),
        ("E.O. 12065: RDS-1 9/9/99 (SAMPLE,\nJOHN R.) OR-M\nTAGS: PFOR", "RDS-1 9/9/99 (SAMPLE,\nJOHN R.) OR-M"),
        ("E.O. 12958:\nTAGS: PREL", ""),
        ("E.O. 12958: DECL:\nTAGS: PREL", "DECL:"),
        ("E.O. 12958: N/A \\\nTAGS: PREL", "N/A"),
    ],
)
def test_the_value_runs_to_the_end_of_what_belongs_to_it(text, value):
    assert _value(text) == value


def test_a_line_retyped_as_declassified_is_a_mark_and_no_instruction():
    text = "E.O. 12958: DECLASSIFIED 06/12/2008"
    line = _order(text)
    assert line is not None
    assert line.value is not None
    assert line.is_declassified_note
    assert not read_instructions(text, line.value.start, line.value.end)


def test_both_copies_of_a_doubled_header_are_found():
    text = "E.O. 12958: DECL: 06...\nTAGS: PR...\n\nE.O. 12958: DECL: 06/17/2013\nTAGS: PREL"
    assert [text[at.start : at.end] for at in find_order_lines(text, 0, len(text))] == ["E.O. 12958"] * 2


# -- Classified By ---------------------------------------------------------------------------------------------------


def _classified(text: str):
    line = find_classified_by(text, 0, len(text))
    if line is None:
        return None
    reasons = read_reasons(text, line.span.start, line.span.end)
    return line.words, [(one.section, "".join(one.letters)) for one in reasons]


_BD = [("1.4", "bd")]


@pytest.mark.parametrize(
    ("text", "who", "reasons"),
    [
        ("Classified By: Ambassador Jane Example, Reasons 1.4 (b) and (d).", "Ambassador Jane Example", _BD),
        ("Classified By: POL M/C ANN SPECIMEN. REASON 1.4 (B) AND (D).", "POL M/C ANN SPECIMEN", _BD),
        ("CLASSIFIED BY DCM JOHN SAMPLE FOR REASONS 1.4 B AND D", "DCM JOHN SAMPLE", _BD),
        ("Classified by: DCM John Sample for reasons 1.4 (b,d)", "DCM John Sample", _BD),
        ("Classiied By: A/S X per 1.4 b,d", "A/S X", _BD),
        ("Classjfied By: Ambassador Y: 1.4 b and d", "Ambassador Y", _BD),
        ("lassified By: DCM John Sample, 1.4 (b), (d)", "DCM John Sample", _BD),
        ("CLASS BY: DCM John Sample", "DCM John Sample", []),
        ("Classified By: Classified by CG John Sample, 1.4 (d)", "CG John Sample", [("1.4", "d")]),
        ("SUBJECT: THE NORTH Classified By: DCM John Sample for reasons 1.4 (b/d)", "DCM John Sample", _BD),
        ("Classified By: DCM John Sample,\nreasons 1.4 (b)\nand (d).\n\n1. (C) Text", "DCM John Sample", _BD),
        ("Classified By: DCM John Sample, for reasons\n\n1.4 (b) and (d).", "DCM John Sample", _BD),
        ("Classified By: DCM John\nSample, reasons 1.4 (b) and (d)", "DCM John Sample", _BD),
        ("CLASSIFIED BY: AMBASSADOR X, E.O. 12958, REASONS 1.4 (B)", "AMBASSADOR X", [("1.4", "b")]),
        ("Classified By: XXXXXXXXXX for reasons 1.4 (b)", "XXXXXXXXXX", [("1.4", "b")]),
        ("CL BY: 0123456\nCL REASON: 1.5(c)\nDECL ON: X1\nDRV FM: GUIDE 1-82", "0123456", [("1.5", "c")]),
        ("Classified By: Jane Example, Director\nDerived From: Guide 3", "Jane Example, Director", []),
        ("Classified By: DCM Jo Roe. Reason: 1.4 (b) and (d). 1. (C) The text runs on.", "DCM Jo Roe", _BD),
    ],
)
def test_the_classifier_is_read_without_the_clause_on_reasons(text, who, reasons):
    assert _classified(text) == (who, reasons)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "the report was classified by the ministry",
        "Classes by the river: three",
        "BY: SAMPLE",
        "Classified by DAS, A/GIS, DoS on 06/30/2015 ~ Class: CONFIDENTIAL ~ Reason: 1.4(B)",
    ],
)
def test_prose_and_the_stamp_of_a_reviewer_are_no_line(text):
    assert _classified(text) is None


def test_the_paragraph_that_follows_is_no_part_of_the_line():
    text = "Classified By: DCM Jo Roe, reason 1.4(b)\n(C) Summary: the minister left."
    line = find_classified_by(text, 0, len(text))
    assert line is not None
    assert text[line.span.start : line.span.end] == "Classified By: DCM Jo Roe, reason 1.4(b)"


def test_of_two_copies_the_one_that_is_not_cut_counts():
    cut = "Classified By: POLITICAL COUNSELOR JO...\n"
    line = find_classified_by(cut, 0, len(cut))
    assert line is not None
    assert (line.words, line.is_cut) == ("POLITICAL COUNSELOR JO", True)
    both = cut + "\nClassified By: POLITICAL COUNSELOR JO ROE, reason 1.4(b)"
    line = find_classified_by(both, 0, len(both))
    assert line is not None
    assert (line.words, line.is_cut) == ("POLITICAL COUNSELOR JO ROE", False)


# -- the other lines of the block ------------------------------------------------------------------------------------

_BLOCK = "CL BY: 0123456\nCL REASON: 1.5(c)\nDECL ON: X1\nDRV FM: GUIDE 1-82\n"


@pytest.mark.parametrize(
    ("find", "words", "value"),
    [
        (find_derived_from, _BLOCK, "GUIDE 1-82"),
        (find_declassify_on, _BLOCK, "X1"),
        (find_reason_line, _BLOCK, "1.5(c)"),
        (find_derived_from, "DERIVED FROM: GUIDE 05-1 B, D", "GUIDE 05-1 B, D"),
        (find_derived_from, "Derived From: Multiple Sources\nDeclassify On: 20200101", "Multiple Sources"),
        (find_declassify_on, "Declassify On: December 31, 2034", "December 31, 2034"),
        (find_declassify_on, "Declassify on: Source marked OADR", "Source marked OADR"),
        (find_declassify_on, "Declas by 20200101", "20200101"),
        (find_reason_line, "Reason: 1.4(c)", "1.4(c)"),
        (find_reason_line, "Derived From: Guide 05-1. Reason:\n1. 4B\n\n1. (C) One.", "1. 4B"),
        (find_reason_line, "Reason:\n\n1.4(c)", "1.4(c)"),
        (find_reason_line, "REASONS: foreign relations", "foreign relations"),
    ],
)
def test_the_lines_of_a_block(find, words, value):
    line = find(words, 0, len(words))
    assert line is not None
    assert line.words == value


@pytest.mark.parametrize("find", [find_derived_from, find_declassify_on, find_reason_line])
def test_prose_is_no_line_of_a_block(find):
    words = "The name is derived from the river.  We will declassify on request for that reason: it is old."
    assert find(words, 0, len(words)) is None


_PIECES = (
    "Classified By: ", "DERIVED FROM: ", "Declassify On: ", "Reason: ", "E.O. 12958: ", "DECL: ", "N/A", "1.4", "(b)", "x",
    ":", "\n", " ", "…",
)  # fmt: skip


@given(st.lists(st.sampled_from(_PIECES), max_size=20).map("".join))
def test_every_text_can_be_searched(text):
    for find in (find_classified_by, find_derived_from, find_declassify_on, find_reason_line):
        line = find(text, 0, len(text))
        if line is not None:
            assert 0 <= line.span.start <= line.value.start <= line.value.end <= len(text)
    read_order_line(text, 0, len(text), pack().law)


def test_a_blank_line_after_every_line_does_not_end_the_clause():
    header = "E.O. 12958: DECL: 06/17/2017\n\nTAGS: PREL\n\nSUBJECT: THE NORTH\n\nREF: LUSAKA 498\n\n"
    text = header + "Classified By: Political Counselor\n\nAnn Specimen for reasons\n\n1.4 (b) and (d).\n\n1. (C) Text"
    assert _classified(text) == ("Political Counselor Ann Specimen", _BD)
    single = (
        header.replace("\n\n", "\n") + "\nClassified By: Political Counselor\n\nAnn Specimen, 1.4 (b) and (d), says"
    )
    assert _classified(single) == ("Political Counselor", [])
