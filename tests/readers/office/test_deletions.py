"""Deletions that an office file shows, each with its place, its length and the exemption that stands in it or at it."""

from __future__ import annotations

import pytest
from containers.office.packing import paragraph, run, word
from containers.office.sheet_pairs import book
from containers.office.slide_pairs import SPARE, bar, both, deck, note
from containers.office.word_pairs import anchored

from redactlint.layers import Box
from redactlint.readers.allowance import Allowance
from redactlint.readers.opening import opened
from redactlint.text import Text

BLACK = '<w:highlight w:val="black"/>'
WHITE = '<w:color w:val="FFFFFF"/>'
GAP = " " * 28


def text_of(data: bytes, suffix: str) -> Text:
    (text,) = opened(data, f"file.{suffix}", Allowance())
    assert isinstance(text, Text)
    return text


def only_box(text: Text) -> Box:
    assert text.layers is not None
    (box,) = text.layers.boxes
    assert set(text.content[box.span.start : box.span.end]) >= {"█"}
    if box.label_span is not None:
        assert text.content[box.label_span.start : box.label_span.end] == box.label
    return box


@pytest.mark.parametrize(
    ("runs", "extent", "label"),
    [
        ((run("███████", BLACK),), 7, None),
        (("Name: ███████ of Oslo",), 7, None),
        ((run("       ", BLACK),), 7, None),
        ((run("XXXX", BLACK), run("XXX", BLACK)), 7, None),
        ((run("███████", BLACK), run("(b)(6)", BLACK + WHITE)), 7, "(b)(6)"),
        ((run("(b)(1) 1.4(d)", BLACK + WHITE), run("███████", BLACK)), 7, "(b)(1) 1.4(d)"),
    ],
    ids=["blocks", "typed blocks", "blanks", "two runs", "exemption behind", "exemption before"],
)
def test_blackened_words_are_one_deletion(runs: tuple[str, ...], extent: int, label: str | None) -> None:
    box = only_box(text_of(word(paragraph("The source ", *runs)), "docx"))
    assert (box.extent, box.label, box.where) == (extent, label, {"paragraph": 1})


def test_a_box_with_its_exemption_is_the_deletion_below_it() -> None:
    shape = anchored(38, 68, text=paragraph(run("(b)(6)", WHITE)))
    size = '<w:sz w:val="22"/>'
    box = only_box(text_of(word(paragraph(run(f"Source:{GAP}of the harbor", size), shape)), "docx"))
    assert box.label == "(b)(6)"
    assert box.extent is not None
    assert 8 <= box.extent <= 30


def test_a_shape_over_a_slide_is_a_deletion_with_its_exemption() -> None:
    made = deck(both(lambda slide: note(slide, SPARE), lambda slide: bar(slide, words="(b)(7)(C)")))
    box = only_box(text_of(made, "pptx"))
    assert (box.label, box.where["slide"]) == ("(b)(7)(C)", 1)


def test_a_black_cell_is_a_deletion() -> None:
    made = book(lambda made, sheet: sheet.write(3, 1, "XXXXXX", made.add_format({"bg_color": "black"})))
    box = only_box(text_of(made, "xlsx"))
    assert (box.extent, box.where) == (6, {"sheet": "Visits", "cell": "B4"})


def test_a_bar_below_a_line_is_no_deletion() -> None:
    text = text_of(word(paragraph("One line of text.", anchored(0, 400, y=60))), "docx")
    assert text.layers is not None
    assert text.layers.boxes == ()
