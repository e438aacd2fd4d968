"""A document is no older than the lines, codes and sources that it bears."""

import datetime

import pytest

from redactlint.documents.reading import read
from redactlint.rulepack import load
from redactlint.text import Text

PACK = load()
PAPER = """SECRET

(U) Quarterly review of the harbor programme

(S) The programme will be moved to the second basin in the spring.

{block}

SECRET
"""


@pytest.mark.parametrize(
    ("block", "earliest"),
    [
        ("Derived From: Harbor Classification Guide 05-1", datetime.date(1995, 10, 14)),
        ("Derived From: Harbor Guide\nDated: 20070108\nDeclassify On: 20320108", datetime.date(2007, 1, 8)),
        ("Classified By: DCM Jane Roe\nDeclassify On: OADR", datetime.date(1982, 8, 1)),
        ("Derived From: Harbor Guide\nDeclassify On: 50X1-HUM", datetime.date(2010, 6, 27)),
    ],
)
def test_a_form_bounds_the_date_from_below(block: str, earliest: datetime.date) -> None:
    document = read(Text.of(PAPER.format(block=block), "paper.txt"), PACK.law, PACK.register)
    assert document.dates.range().earliest == earliest


def test_what_judges_declassification_does_not_take_its_code_for_evidence() -> None:
    source = PAPER.format(block="Classified By: DCM Jane Roe\nDeclassify On: OADR")
    dates = read(Text.of(source, "paper.txt"), PACK.law, PACK.register).dates
    assert dates.range(frozenset({"declassification"})).earliest == datetime.date.min
