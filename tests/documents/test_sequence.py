"""Paragraph numbers are read together, so that a pilcrow read as the digit 1 is told from a true eleventh paragraph."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redactlint.documents.sequence import Numbered, best_sequence


def numbered(printed: str) -> list[Numbered]:
    """`"11 12* 13^"`: a star for a number without a mark, a caret for one inside a line."""
    return [Numbered(one.rstrip("*^"), is_marked="*" not in one, is_inline="^" in one) for one in printed.split()]


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("1 2 3", {0: 1, 1: 2, 2: 3}),
        ("11 12 13", {0: 1, 1: 2, 2: 3}),
        ("11 12 13 14 15 16 17 18 19 110 111", {index: index + 1 for index in range(11)}),
        ("1 2 3 4 5 16 7 18 19 110 11 112", {index: index + 1 for index in range(12)}),
        ("1 2 3 1* 2* 3* 4 5", {0: 1, 1: 2, 2: 3, 6: 4, 7: 5}),
        ("1 2* 3", {0: 1, 1: 2, 2: 3}),
        ("1* 2* 3*", {0: 1, 1: 2, 2: 3}),
        ("1 2 3 6 7", {0: 1, 1: 2, 2: 3, 3: 6, 4: 7}),
        ("1 2009* 2 3", {0: 1, 2: 2, 3: 3}),
        ("4 5 6", {0: 4, 1: 5, 2: 6}),
        ("1 2^ 3", {0: 1, 1: 2, 2: 3}),
        ("1 7^ 2", {0: 1, 2: 2}),
    ],
)
def test_numbers_read_as_the_best_sequence(printed: str, read: dict[int, int]) -> None:
    assert best_sequence(numbered(printed)) == read


def test_a_later_section_may_begin_at_the_true_eleventh_paragraph() -> None:
    assert best_sequence(numbered("11 12 13"), is_continuation=True) == {0: 11, 1: 12, 2: 13}


def test_a_true_pilcrow_leaves_the_number_as_printed() -> None:
    candidates = [Numbered(str(n), is_marked=True, has_pilcrow=True) for n in (11, 12, 13)]
    assert best_sequence(candidates) == {0: 11, 1: 12, 2: 13}


@given(st.integers(min_value=1, max_value=60), st.data())
def test_any_mixture_of_plain_numbers_and_misread_pilcrows_reads_one_to_n(count: int, data: st.DataObject) -> None:
    damaged = data.draw(st.lists(st.booleans(), min_size=count, max_size=count))
    candidates = [Numbered(f"1{n}" if hurt else str(n), is_marked=True) for n, hurt in enumerate(damaged, start=1)]
    assert best_sequence(candidates) == {index: index + 1 for index in range(count)}


@given(
    st.lists(
        st.builds(Numbered, st.from_regex(r"[0-9]{1,4}", fullmatch=True), st.booleans(), st.booleans(), st.booleans())
    )
)
def test_the_chosen_numbers_always_rise(candidates: list[Numbered]) -> None:
    chosen = list(best_sequence(candidates).values())
    assert chosen == sorted(set(chosen))
