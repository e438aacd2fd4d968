"""How a number of a cell is shown: dates of both calendars to the last day that there is, decimals by the dozen."""

from __future__ import annotations

import pytest

from redactlint.readers.office.cell_formats import displayed


@pytest.mark.parametrize(
    ("value", "form", "is_1904", "expected"),
    [
        (2_958_465, "yyyy-mm-dd", False, "9999-12-31"),
        (2_957_003, "yyyy-mm-dd", True, "9999-12-31"),
        (2_957_004, "yyyy-mm-dd", True, "2957004"),
        (1.5, "0." + "0" * 9000, False, "1.5" + "0" * 29),
    ],
)
def test_numbers_at_the_edge_of_what_a_format_can_show(value: float, form: str, is_1904: bool, expected: str) -> None:
    assert displayed(value, form, is_1904=is_1904) == expected
