"""Slips in a number: which are one, and which are two."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redactlint.law.slips import one_digit_moved, one_slip_apart, with_digits

numbers = st.text("0123456789", min_size=4, max_size=6)


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("12598", "12958"),  # neighbours exchanged
        ("12928", "12958"),  # a digit wrong
        ("1295", "12958"),  # a digit dropped
        ("129958", "12958"),  # a digit doubled
        ("116528", "11652"),  # a digit added
    ],
)
def test_one_slip(printed, meant):
    assert one_slip_apart(printed, meant)


@pytest.mark.parametrize("printed", ["12958", "19528", "12895", "129", "1295800", "12559", "21985"])
def test_none_or_more_than_one_slip(printed):
    assert not one_slip_apart(printed, "12958")


def test_a_digit_moved_two_places_is_a_slip_of_its_own():
    assert one_digit_moved("19528", "12958")
    assert not one_digit_moved("12958", "12958")
    assert not one_digit_moved("19523", "12958")
    assert not one_digit_moved("85921", "12958")


@given(numbers, numbers)
def test_a_slip_can_be_undone_by_one(one, other):
    assert one_slip_apart(one, other) == one_slip_apart(other, one)
    assert one_digit_moved(one, other) == one_digit_moved(other, one)


@given(numbers, st.data())
def test_every_single_change_is_one_slip(number, data):
    at = data.draw(st.integers(0, len(number) - 1))
    digit = data.draw(st.sampled_from("0123456789"))
    changes = [
        number[:at] + digit + number[at + 1 :],
        number[:at] + digit + number[at:],
        number[:at] + number[at + 1 :],
        number[:at] + number[at : at + 2][::-1] + number[at + 2 :],
    ]
    for changed in changes:
        assert changed == number or one_slip_apart(changed, number)


@pytest.mark.parametrize(
    ("printed", "read"),
    [("l2958", "12958"), ("1Z3S6", "12356"), ("I0290", "10290"), ("1295B", "12958"), ("12 958.", "12958")],
)
def test_letters_that_look_like_digits(printed, read):
    assert with_digits(printed) == read
