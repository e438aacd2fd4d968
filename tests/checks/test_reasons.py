"""The reason for classification: given, in form, by the section and letters of its day, and on originals alone."""

from __future__ import annotations

import datetime
from typing import Any

import attrs
import pytest
from hand_built import build, hits, pack, words
from hypothesis import given
from hypothesis import strategies as st

from redactlint.checks import reasons
from redactlint.documents.model import Document, Instruction, Line, Reason
from redactlint.documents.reasons import read_reasons
from redactlint.engine import Engine, Options
from redactlint.grading import grade, rows_for
from redactlint.law.dates import DateRange
from redactlint.readers.opening import plain_text
from redactlint.text import Span


def _line(text: str, name: str, **changes: Any) -> Line | None:
    label = {"CLASSIFIED BY": "Classified By: ", "DERIVED FROM": "Derived From: ", "REASON": "Reason: "}[name]
    at = text.find(label)
    if at < 0:
        return None
    end = text.find("\n", at)
    start = at + len(label)
    return Line(name, Span(at, end), Span(start, end), " ".join(text[start:end].split()), **changes)


def _document(*block: str, is_cut: bool = False, **changes: Any) -> Document:
    """A classified telegram with those lines of authority."""
    text = "\n".join(("CONFIDENTIAL", "E.O. 12958", *block, "1. (C) The minister left."))
    source = _line(text, "DERIVED FROM")
    end = text.index("1. (C)") if source is None else source.span.start
    reason = _line(text, "REASON")
    document = build(
        text,
        classified_by=_line(text, "CLASSIFIED BY", is_cut=is_cut),
        derived_from=source,
        **{"reasons": read_reasons(text, text.index("12958") + 5, end), **changes},
    )
    return document if reason is None else attrs.evolve(document, lines=(reason,))


def _severity(code: str, hit: Any, first: str, last: str | None = None, *, strict: bool = False) -> str | None:
    rule = pack().rules[code]
    rows = rows_for(rule.severities, profile="state", kind="telegram", is_extract=False)
    period = DateRange(datetime.date.fromisoformat(first), datetime.date.fromisoformat(last or first))
    return grade(hit, rows, period, strict=strict).severity


_TELEGRAM = """\
C O N F I D E N T I A L LUSAKA 000512

SIPDIS

E.O. {order}: DECL: {until}
TAGS: PREL, ZA
SUBJECT: MINISTER VISITS THE NORTH

REF: LUSAKA 498

{block}

1. (C) The minister left for the north on Monday.

2. (U) He returns on Friday.
EXAMPLE
"""


def _fired(
    block: str,
    name: str,
    *,
    order: str = "12958",
    until: str = "06/17/2017",
    date: str | None = None,
    strict: bool = False,
) -> list[str]:
    """What the whole tool says of the reason of a telegram, as "RSN002 warning 1.5"."""
    metadata = {} if date is None else {name: DateRange(*[datetime.date.fromisoformat(date)] * 2)}
    as_of = datetime.date(2026, 1, 1)
    engine = Engine(pack(), Options(as_of=as_of, select=("RSN",), strict=strict, metadata=metadata))
    text = plain_text(_TELEGRAM.format(order=order, until=until, block=block).encode("utf-8"), name)
    return [f"{one.rule} {one.severity} {text.words(one.span)}" for one in engine.check(text).findings]


_BY = "Classified By: Ambassador Jane Q. Example, reasons "


# -- RSN001 ----------------------------------------------------------------------------------------------------------


def test_a_classifier_without_a_reason_is_pointed_at():
    document = _document("Classified By: Ambassador Jane Q. Example")
    (hit,) = hits(reasons.missing, "RSN001", document)
    assert words(document, hit) == "Classified By: Ambassador Jane Q. Example"
    assert _severity("RSN001", hit, "2007-05-01") == "warning"
    assert _severity("RSN001", hit, "2007-05-01", strict=True) == "error"
    assert _severity("RSN001", hit, "1995-10-14") == "warning"


def test_no_order_before_12958_asks_for_a_reason():
    (hit,) = hits(reasons.missing, "RSN001", _document("Classified By: Ambassador Jane Q. Example"))
    assert _severity("RSN001", hit, "1995-10-13") is None
    assert _severity("RSN001", hit, "1995-01-01", "1995-12-31") is None


def test_a_line_that_breaks_off_may_have_lost_it():
    (hit,) = hits(reasons.missing, "RSN001", _document("Classified By: POLITICAL COUNSELOR ...", is_cut=True))
    assert _severity("RSN001", hit, "2007-05-01") == "info"
    assert _severity("RSN001", hit, "2007-05-01", strict=True) == "info"


@pytest.mark.parametrize(
    "block",
    [
        ("Classified By: Ambassador Jane Q. Example, reason 1.4 (d)",),
        ("Classified By: Ambassador Jane Q. Example", "Reason: 1.4 (d)"),
        ("Classified By: Ambassador Jane Q. Example", "Reason: foreign relations"),
        ("Classified By: Ambassador Jane Q. Example. Reason: foreign relations",),
        ("Classified By: Ambassador Jane Q. Example. Reason: 1.45 (b)",),
        ("Classified By: Jane Q. Example", "Derived From: DSCG 05-1"),
        ("Classified By: Multiple Sources",),
        ("Classified By: Jane Q. Example by the Classification Guide of 2005",),
        (),
    ],
)
def test_a_reason_in_words_a_source_or_a_guide_is_enough(block):
    assert not hits(reasons.missing, "RSN001", _document(*block))


def test_a_source_marked_instruction_makes_the_document_derivative():
    instruction = Instruction("code", Span(0, 4), "Source Marked OADR", code="OADR", source_marked=True)
    document = _document("Classified By: Jane Q. Example", instructions=(instruction,))
    assert not hits(reasons.missing, "RSN001", document)


def test_the_order_that_was_cited_too_late_asked_for_no_reason():
    block = "Classified By: Ambassador Jane Q. Example."
    assert _fired(block, "07LUSAKA000512.txt", order="12356", until="OADR", date="2007-06-18") == []
    assert _fired(block, "07LUSAKA000512.txt") == [f"RSN001 warning {block}"]


# -- RSN002 ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("section", "day", "default", "strict"),
    [
        ("1.5", "1995-10-13", "error", "error"),
        ("1.5", "1995-10-14", None, None),
        ("1.5", "2003-03-25", None, None),
        ("1.5", "2003-06-18", None, None),
        ("1.5", "2003-09-21", None, None),
        ("1.5", "2003-09-22", "warning", "error"),
        ("1.5", "2005-12-31", "warning", "error"),
        ("1.5", "2009-01-01", "warning", "error"),
        ("1.5", "2010-06-27", "error", "error"),
        ("1.4", "1990-01-01", "error", "error"),
        ("1.4", "1999-01-01", "warning", "error"),
        ("1.4", "2003-03-24", "warning", "error"),
        ("1.4", "2003-03-25", "info", "info"),
        ("1.4", "2003-09-21", "info", "info"),
        ("1.4", "2003-09-22", None, None),
        ("1.4", "2015-01-01", None, None),
        ("1.3", "1990-01-01", None, None),
        ("1.3", "1995-10-14", "error", "error"),
        ("1-301", "1980-01-01", None, None),
        ("1-301", "1983-01-01", "error", "error"),
    ],
)
def test_a_section_out_of_its_days(section, day, default, strict):
    letter = "5" if section == "1.3" else "d"
    reason = Reason(Span(0, 5), section, Span(0, 3), (letter,), (Span(4, 5),))
    (hit,) = hits(reasons.section_not_in_force, "RSN002", build("1.x d", reasons=(reason,)))
    assert hit.span == Span(0, 3)
    assert _severity("RSN002", hit, day) == default
    assert _severity("RSN002", hit, day, strict=True) == strict


@given(st.dates(datetime.date(1979, 1, 1), datetime.date(2030, 1, 1)), st.sampled_from(["1-301", "1.3", "1.5", "1.4"]))
def test_a_section_is_in_order_exactly_while_it_was_the_one_to_cite(day, section):
    reason = Reason(Span(0, 5), section, Span(0, 3), (), ())
    (hit,) = hits(reasons.section_not_in_force, "RSN002", build("1.x d", reasons=(reason,)))
    governing = pack().law.governing(day).reason_section
    held_over = section == "1.5" and datetime.date(2003, 3, 25) <= day <= datetime.date(2003, 9, 21)
    early = section == "1.4" and datetime.date(2003, 3, 25) <= day <= datetime.date(2003, 9, 21)
    assert (_severity("RSN002", hit, day.isoformat()) is None) == ((section == governing and not early) or held_over)


def test_sections_that_never_held_the_categories_are_left_alone():
    reason = Reason(Span(0, 5), "1.6", Span(0, 3), ("d",), (Span(4, 5),))
    assert not hits(reasons.section_not_in_force, "RSN002", build("1.6 d", reasons=(reason,)))


def test_the_message_says_what_took_its_place():
    for section, wrong in (
        ("1.5", "it held the categories from 1995-10-14 to 2003-09-21; after that cite 1.4"),
        ("1.4", "it holds the categories from 2003-03-25 on; up to 2003-09-21 cite 1.5"),
        ("1.3", "it held the categories from 1982-08-01 to 1995-10-13; after that cite 1.5"),
        ("1-301", "it held the categories from 1978-12-01 to 1982-07-31; after that cite 1.3"),
    ):
        reason = Reason(Span(0, 5), section, Span(0, 3), (), ())
        (hit,) = hits(reasons.section_not_in_force, "RSN002", build("1.x d", reasons=(reason,)))
        assert hit.arguments == {"section": section, "wrong": wrong}


def test_the_spring_and_summer_of_2003():
    for section, said in (("1.5", []), ("1.4", ["RSN002 info 1.4"])):
        telegram = f"{_BY}{section} (b) and (d)."
        assert _fired(telegram, "03LUSAKA000512.txt", until="06/17/2013", date="2003-06-18") == said


def test_a_year_that_holds_the_change_decides_nothing():
    telegram = f"{_BY}1.5 (b) and (d)."
    assert _fired(telegram, "03LUSAKA000512.txt", until="06/17/2013") == []
    assert _fired(telegram, "03LUSAKA000512.txt", until="06/17/2013", strict=True) == ["RSN002 info 1.5"]
    assert _fired(telegram, "telegram.txt", until="06/17/2013") == []


def test_where_the_order_is_wrong_the_section_is_judged_by_its_years():
    telegram = f"{_BY}1.5 (b) and (d)."
    assert _fired(telegram, "11LUSAKA000512.txt", order="12958", until="06/17/2021", date="2011-06-18") == []
    assert _fired(telegram, "11LUSAKA000512.txt", order="13526", until="06/17/2021", date="2011-06-18") == [
        "RSN002 error 1.5"
    ]


# -- RSN003 ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cited", "letters"),
    [
        ("1.5 (h)", ["h"]),
        ("1.4 (b) and (i)", ["i"]),
        ("1.4 (I), (J)", ["I", "J"]),
        ("1.4 (a), (b), (c), (d), (e), (f), (g)", []),
        ("1.5 (B) AND (D)", []),
        ("1.3(a)(5)", []),
        ("1.3 (b)", []),
    ],
)
def test_letters_that_the_section_never_had(cited, letters):
    document = _document(f"Classified By: Ambassador Jane Q. Example, reasons {cited}.")
    found = [hit for hit in hits(reasons.letter_unknown, "RSN003", document) if _severity("RSN003", hit, "2003-06-18")]
    assert [words(document, hit) for hit in found] == letters


def test_h_of_1_4_was_no_letter_before_the_amendment():
    (hit,) = hits(reasons.letter_unknown, "RSN003", _document(f"{_BY}1.4 (h)."))
    assert _severity("RSN003", hit, "2003-03-24") == "error"
    assert _severity("RSN003", hit, "2003-03-25") is None
    assert _severity("RSN003", hit, "2003-01-01", "2003-12-31") is None


def test_the_letter_speaks_for_the_section():
    assert _fired(f"{_BY}1.5 (h).", "05LUSAKA000512.txt", until="06/17/2015") == ["RSN003 error h"]
    assert _fired(f"{_BY}1.4 (h).", "99LUSAKA000512.txt", until="06/17/2009") == ["RSN003 error h"]


# -- RSN004 ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cited", "case"),
    [
        ("1(B) AND (D)", "guess"),
        ("(b) and (d)", "guess"),
        ("1/4 (B)", "slip"),
        ("1,4 (b)", "slip"),
        ("1 .4 (b) and (d)", "slip"),
        ("14 (b)", "slip"),
        ("1.4", "guess"),
        ("1.45 (b)", "guess"),
    ],
)
def test_a_mistyped_reason(cited, case):
    document = _document(f"Classified By: Ambassador Jane Q. Example, reasons: {cited}")
    (hit,) = hits(reasons.malformed, "RSN004", document)
    assert words(document, hit) == cited
    assert hit.case == case
    assert _severity("RSN004", hit, "2007-01-01") == {"guess": "warning", "slip": "info"}[case]


@pytest.mark.parametrize("cited", ["1.7 (b) and (d)", "2.4 (b)", "1.6 (d)"])
def test_a_section_that_no_order_gave_the_categories(cited):
    document = _document(f"Classified By: Ambassador Jane Q. Example, reasons {cited}")
    (hit,) = hits(reasons.malformed, "RSN004", document)
    assert (hit.case, words(document, hit)) == ("section", cited)


@pytest.mark.parametrize("cited", ["1.4 (b) and 1.6 (d)", "3.3 (b)", "1.5 (b)", "1.3 (a)", "1-301 (c)"])
def test_a_section_that_held_the_categories_or_grounds_of_exemption_is_not_called_malformed(cited):
    document = _document(f"Classified By: Ambassador Jane Q. Example, reasons {cited}")
    assert document.reasons
    assert not hits(reasons.malformed, "RSN004", document)


@pytest.mark.parametrize("cited", ["1.4 (B) AND (D)", "1.4 b/d", "1.4(b,d)", "1.4 (b) & (d)", "1.4B AND D", "1.4( b)"])
def test_the_many_forms_of_a_reason_are_in_order(cited):
    document = _document(f"Classified By: Ambassador Jane Q. Example, reasons {cited}")
    assert document.reasons
    assert not hits(reasons.malformed, "RSN004", document)


def test_a_reason_in_words_is_in_form():
    assert not hits(reasons.malformed, "RSN004", _document("Classified By: Jane Q. Example. Reason: foreign relations"))
    assert not hits(
        reasons.malformed, "RSN004", _document("Classified By: Jane Q. Example.", "Reason: foreign relations")
    )


def test_the_first_half_of_a_section_that_wraps_is_not_called_malformed():
    document = _document("Classified By: Jane Q. Example. Reasons: 1.", reasons=())
    assert not hits(reasons.malformed, "RSN004", document)
    assert not hits(reasons.missing, "RSN001", document)


def test_a_section_that_wraps_is_not_called_malformed():
    document = _document("Classified By: Jane Q. Example. Reasons: 1.  4 B and D", reasons=())
    assert not hits(reasons.malformed, "RSN004", document)


def test_a_lead_in_with_nothing_after_it_is_a_missing_reason():
    document = _document("Classified By: Jane Q. Example. Reason:")
    assert not hits(reasons.malformed, "RSN004", document)
    assert hits(reasons.missing, "RSN001", document)


def test_a_letter_on_the_next_line_is_not_missed():
    reason = Reason(Span(0, 3), "1.4", Span(0, 3), (), ())
    assert not hits(reasons.malformed, "RSN004", build("1.4\n(b) and (d)", reasons=(reason,)))
    assert hits(reasons.malformed, "RSN004", build("1.4\n\nThe minister left.", reasons=(reason,)))


def test_exemptions_cited_beside_a_reason_need_no_letter():
    reason = Reason(Span(0, 3), "1.6", Span(0, 3), (), ())
    assert not hits(reasons.malformed, "RSN004", build("1.6 X5", reasons=(reason,)))


def test_a_line_that_breaks_off_is_not_called_malformed():
    document = _document("Classified By: Jane Q. Example. Reason: 1.4", is_cut=True)
    assert not hits(reasons.malformed, "RSN004", document)


def test_a_slip_is_shown_as_it_should_read():
    (hit,) = hits(reasons.malformed, "RSN004", _document(f"{_BY}1/4 (B), (D)."))
    assert hit.arguments["remedy"] == "write 1.4(b)(d)"


def test_a_reason_carried_over_from_a_source_is_one_finding():
    block = f"{_BY}1.5 (d).\nDERIVED FROM: DSCG 05-1"
    assert _fired(block, "07LUSAKA000512.txt") == ["RSN005 warning 1.5 (d)"]


# -- RSN005 ----------------------------------------------------------------------------------------------------------


def test_a_derivative_document_carries_no_reason():
    block = ("Classified By: Jane Q. Example", "Reason: 1.4 (b)", "Derived From: DSCG 05-1")
    document = _document(*block)
    (hit,) = hits(reasons.on_derivative, "RSN005", document)
    assert words(document, hit) == "1.4 (b)"
    assert [(document.text.words(span), said) for span, said in hit.related] == [
        ("Derived From: DSCG 05-1", "the source")
    ]
    assert _severity("RSN005", hit, "2003-09-22") == "warning"
    assert _severity("RSN005", hit, "2003-09-21") is None


def test_the_letters_of_a_guide_are_no_reason():
    text = "CONFIDENTIAL\nDerived From: DSCG 05-1 B, D\n1. (C) The minister left."
    source = _line(text, "DERIVED FROM")
    assert source is not None
    guide = Reason(Span(source.value.end - 4, source.value.end), None, None, ("b", "d"), (Span(0, 1), Span(3, 4)))
    document = build(text, derived_from=source, reasons=(guide,))
    assert not hits(reasons.on_derivative, "RSN005", document)


def test_a_reason_in_the_line_of_the_source():
    document = _document("Derived From: Harbor Guide 05-1. Reason: 1.4 (b) and (d).")
    (hit,) = hits(reasons.on_derivative, "RSN005", document)
    assert words(document, hit) == "1.4 (b) and (d)"
    assert hit.arguments["source"] == "Harbor Guide 05-1"


def test_an_original_document_may_give_its_reason():
    assert not hits(reasons.on_derivative, "RSN005", _document(f"{_BY}1.4 (d)."))
