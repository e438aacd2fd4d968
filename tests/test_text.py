"""Damage is undone without moving a character, and every offset has a line and a column."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redactlint import text as text_module
from redactlint.text import Span, Text

ALPHABET = st.text(alphabet='ab1.()[]#\\$"{}¶\n\r\t \u00a0\u2028\u200b\ufeff\uff08É😀', max_size=80)


@given(ALPHABET)
def test_the_undamaged_text_is_as_long_as_the_source(source: str) -> None:
    assert len(Text.of(source).content) == len(source)


@given(ALPHABET)
def test_undoing_damage_twice_changes_no_letter_or_digit_of_the_language(source: str) -> None:
    content = Text.of(source).content
    kept = [one for one in content if one.isalnum()]
    assert [one for one in Text.of(content).content if one.isalnum()] == kept


@pytest.mark.parametrize(
    ("source", "content", "kind"),
    [
        ("[11.](#) (C)", " 11.     (C)", "markdown-link"),
        ("TAGS: [PREL](#) [CA](#)", "TAGS:  PREL      CA    ", "markdown-link"),
        ("$\\underline{\\mbox{\\bf 15.}}$ (C)", " " * 22 + "15.    (C)", "latex"),
        ("US\\$70", "US $70", "escaped-character"),
        ("one \\\ntwo", "one  \ntwo", "line-end-backslash"),
        ('a ""word"" b', 'a  "word " b', "doubled-quote"),
    ],
)
def test_each_kind_of_damage_is_blanked_in_place(source: str, content: str, kind: str) -> None:
    text = Text.of(source)
    assert text.content == content
    assert {one.kind for one in text.damage} == {kind}


def test_sound_text_is_left_alone() -> None:
    source = "1. (C) A plain paragraph, 5$ and [a note] and (b).\n"
    text = Text.of(source)
    assert text.content == source
    assert text.damage == ()


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_lines_are_counted_as_an_editor_counts_them(ending: str) -> None:
    source = f"one{ending}two{ending}{ending}four"
    text = Text.of(source)
    assert text.position(source.index("two") + 1) == (2, 2)
    assert text.position(source.index("four")) == (4, 1)
    assert text.position(len(source) + 9) == (4, 5)


@given(ALPHABET, st.integers(min_value=0, max_value=80))
def test_a_position_leads_back_to_its_offset(source: str, offset: int) -> None:
    text = Text.of(source)
    offset = min(offset, len(source))
    line, column = text.position(offset)
    before = source.replace("\r\n", " \n").replace("\r", "\n")
    start = 0
    for _ in range(line - 1):
        start = before.index("\n", start) + 1
    assert start + column - 1 == offset


def test_spans_overlap_where_they_share_a_character() -> None:
    assert Span(0, 3).overlaps(Span(2, 5))
    assert not Span(0, 3).overlaps(Span(3, 5))
    assert Span(2, 2).overlaps(Span(0, 5))


@given(st.text(alphabet="ab\n\r", max_size=200))
def test_lines_of_a_long_text_are_those_of_a_short_one(source: str) -> None:
    expected = [Text.of(source).position(offset) for offset in range(len(source) + 1)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text_module, "_LONG", 0)
        patch.setattr(text_module, "_STEP", 5)
        long = Text.of(source)
        assert [long.position(offset) for offset in range(len(source) + 1)] == expected
        assert long.line_starts() == Text.of(source).line_starts()
