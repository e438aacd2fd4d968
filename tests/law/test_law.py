"""What the shipped law says of orders, phases, reasons and instructions."""

from __future__ import annotations

import datetime
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redactlint.errors import RulePackError
from redactlint.law.dates import DateRange
from redactlint.law.law import Law
from redactlint.law.slips import one_digit_moved, one_slip_apart
from redactlint.rulebook.rulefiles import read_toml
from redactlint.rulepack import data_folder

_LAW = Law.from_data({path.stem: read_toml(path) for path in sorted((data_folder("rules") / "law").glob("*.toml"))})
_DAY = datetime.timedelta(days=1)
_MAIN = ("10290", "10501", "11652", "12065", "12356", "12958", "13526")

days = st.dates(datetime.date(1940, 1, 1), datetime.date(2060, 1, 1))


def _day(iso):
    return datetime.date.fromisoformat(iso)


# -- phases ----------------------------------------------------------------------------------------------------------


@given(days)
def test_every_day_has_exactly_one_phase(day):
    assert [phase for phase in _LAW.phases if day in phase.years] == [_LAW.governing(day)]


@given(days, days)
def test_the_phases_of_a_period_are_those_of_its_days(one, other):
    period = DateRange(min(one, other), max(one, other))
    phases = _LAW.governing_all(period)
    assert phases[0] is _LAW.governing(period.earliest)
    assert phases[-1] is _LAW.governing(period.latest)
    assert all(phase.years.intersect(period) is not None for phase in phases)
    assert len(phases) == sum(phase.years.intersect(period) is not None for phase in _LAW.phases)


@given(days)
def test_the_order_of_a_phase_is_in_force_on_its_days(day):
    phase = _LAW.governing(day)
    if phase.order is None:
        assert day < _day("1951-10-27")
    else:
        assert day in _LAW.order_years(phase.order)
        assert [number for number in _MAIN if day in _LAW.order_years(number)] == [phase.order]


@pytest.mark.parametrize(
    ("day", "phase", "order"),
    [
        ("1951-10-26", "PRE", None),
        ("1951-10-27", "E0", "10290"),
        ("1953-12-14", "E0", "10290"),
        ("1953-12-15", "E1", "10501"),
        ("1972-05-31", "E1", "10501"),
        ("1972-06-01", "E2", "11652"),
        ("1978-11-30", "E2", "11652"),
        ("1978-12-01", "E3", "12065"),
        ("1982-07-31", "E3", "12065"),
        ("1982-08-01", "E4", "12356"),
        ("1995-10-13", "E4", "12356"),
        ("1995-10-14", "E5a", "12958"),
        ("2003-03-24", "E5a", "12958"),
        ("2003-03-25", "E5b", "12958"),
        ("2003-09-20", "E5b", "12958"),
        ("2003-09-21", "E5c", "12958"),
        ("2010-06-26", "E5c", "12958"),
        ("2010-06-27", "E6", "13526"),
    ],
)
def test_the_first_and_last_days_of_the_phases(day, phase, order):
    assert (_LAW.governing(_day(day)).id, _LAW.governing(_day(day)).order) == (phase, order)


def test_phases_with_a_gap_are_refused():
    first = {"id": "A", "to": "2000-01-01", "levels": [], "portion_marks": "none", "source": "x", "confidence": "V"}
    second = {**first, "id": "B", "from": "2000-01-03"}
    del second["to"]
    with pytest.raises(RulePackError, match="phase B does not begin"):
        _ = Law.from_data({"x": {"phase": [first, second]}}).phases
    with pytest.raises(RulePackError, match="do not hold every day"):
        _ = Law.from_data({"x": {"phase": [first]}}).phases


@pytest.mark.parametrize(
    ("day", "default", "cap"),
    [
        ("1975-01-01", None, None),
        ("1980-01-01", 6, 6),
        ("1990-01-01", None, None),
        ("1999-01-01", 10, 10),
        ("2003-03-24", 10, 10),
        ("2003-03-25", 10, 25),
        ("2015-01-01", 10, 25),
    ],
)
def test_how_long_a_document_may_stay_classified(day, default, cap):
    phase = _LAW.governing(_day(day))
    assert (phase.default_years, phase.cap_years) == (default, cap)


def test_longer_caps_of_12065_and_the_schedule_of_11652():
    assert _LAW.governing(_day("1980-01-01")).extended_caps == {
        "top-secret-authority": 20,
        "foreign-government-information": 30,
    }
    assert _LAW.governing(_day("1975-01-01")).schedule == {"C": 6, "S": 8, "TS": 10}


def test_restricted_was_a_level_until_10501():
    assert "R" in _LAW.governing(_day("1953-12-14")).levels
    assert all("R" not in phase.levels for phase in _LAW.phases if phase.years.earliest >= _day("1953-12-15"))


def test_portion_marks_are_owed_since_12065():
    assert [phase.id for phase in _LAW.phases if phase.portion_marks == "shall"] == [
        "E3",
        "E4",
        "E5a",
        "E5b",
        "E5c",
        "E6",
    ]


# -- orders ----------------------------------------------------------------------------------------------------------


def test_one_order_follows_the_other_without_a_gap():
    years = [_LAW.order_years(number) for number in _MAIN]
    for before, after in itertools.pairwise(years):
        assert before.latest + _DAY == after.earliest


def test_an_order_takes_effect_on_or_after_its_signature():
    assert all(order.signed <= order.years.earliest for order in _LAW.orders.values())


def test_12958_and_13526_take_effect_180_days_after_signature():
    for number in ("12958", "13526"):
        order = _LAW.orders[number]
        assert order.years.earliest - order.signed == datetime.timedelta(days=180)


def test_13292_amends_12958():
    order = _LAW.orders["13292"]
    assert order.amends == "12958"
    assert order.years == DateRange(_day("2003-03-25"), _day("2010-06-26"))


def test_amendments_stay_within_the_order_that_they_amend():
    for order in _LAW.orders.values():
        if order.amends is not None:
            amended = _LAW.orders[order.amends].years
            assert amended.intersect(order.years) == order.years


def test_a_number_that_is_no_order_has_no_years():
    assert _LAW.order_years("12598") is None


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("12958", "12958"),
        ("13292", "13292"),
        ("12598", "12958"),
        ("12985", "12958"),
        ("12928", "12958"),
        ("19528", "12958"),
        ("19523", "12958"),
        ("1295", "12958"),
        ("1295B", "12958"),
        ("l2958", "12958"),
        ("116528", "11652"),
        ("11625", "11652"),
        ("13562", "13526"),
        ("12605", "12065"),
    ],
)
def test_what_a_printed_number_means(printed, meant):
    assert _LAW.order_meant(printed) == meant


@pytest.mark.parametrize(
    "printed", ["12056", "12365", "13256", "12333", "12968", "13556", "99999", "1", "", "12", "DECL"]
)
def test_a_number_that_could_mean_two_orders_or_none_is_not_guessed(printed):
    assert _LAW.order_meant(printed) is None


_SIGNS = "0123456789OIlSB"
_MISTYPED = st.builds(
    lambda order, at, signs: order[:at] + signs + order[at + 1 :],
    st.sampled_from(sorted(_MAIN)), st.integers(0, 5), st.text(_SIGNS, max_size=2),
)  # fmt: skip


@given(st.one_of(st.text(_SIGNS, max_size=7), _MISTYPED))
def test_what_is_guessed_is_near_and_no_other_order_is_as_near(printed):
    from redactlint.law.slips import with_digits

    meant, number = _LAW.order_meant(printed), with_digits(printed)
    if meant is None or meant == number or number in ("12598", "12985", "12928", "19523", "19528", "1295", "116528"):
        return
    near = [order for order in _MAIN if one_slip_apart(number, order)]
    near = near or [order for order in _MAIN if one_digit_moved(number, order)]
    assert near == [meant]


# -- reasons ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("section", "first", "last"),
    [
        ("1-301", "1978-12-01", "1982-07-31"),
        ("1.3", "1982-08-01", "1995-10-13"),
        ("1.5", "1995-10-14", "2003-09-21"),
        ("1.4", "2003-03-25", "9999-12-31"),
    ],
)
def test_when_a_section_held_the_categories(section, first, last):
    assert _LAW.reason_years(section).ranges == (DateRange(_day(first), _day(last)),)


def test_no_section_held_them_before_12065_and_1_6_never():
    assert not _LAW.reason_years("1.6")
    assert min(one.years.earliest for one in _LAW.reason_sections) == _day("1978-12-01")


def test_june_2003_may_cite_1_5_and_already_1_4():
    june = _day("2003-06-18")
    assert june in _LAW.reason_years("1.5")
    assert june in _LAW.reason_years("1.4")
    assert june in _LAW.early_reason_years("1.4")
    assert not _LAW.early_reason_years("1.5")
    assert _day("2003-09-22") not in _LAW.early_reason_years("1.4")


@given(days)
def test_every_day_since_12065_has_one_section_to_cite(day):
    held = [one for one in _LAW.reason_sections if day in one.years]
    to_cite = [one.number for one in held if one.early is None or day not in one.early]
    assert len(to_cite) == (1 if day >= _day("1978-12-01") else 0)


@pytest.mark.parametrize(
    ("section", "order", "letters"),
    [
        ("1-301", None, "abcdefg"),
        ("1.5", None, "abcdefg"),
        ("1.4", None, "abcdefgh"),
        ("1.4", "12958", "abcdefgh"),
        ("1.4", "13526", "abcdefgh"),
        ("1.5", "13526", ""),
        ("1.6", None, ""),
    ],
)
def test_the_letters_of_a_section(section, order, letters):
    assert _LAW.letters_of(section, order) == frozenset(letters)


def test_12356_numbers_its_categories():
    assert _LAW.letters_of("1.3") == {str(number) for number in range(1, 11)}


def test_the_letters_of_the_phase_are_those_of_its_section():
    for phase in _LAW.phases:
        if phase.reason_section is not None:
            assert phase.letters == _LAW.letters_of(phase.reason_section, phase.order)
        else:
            assert phase.letters == frozenset()


def test_h_came_with_the_amendment_of_2003():
    assert not _LAW.letter_years("1.5", "h")
    assert not _LAW.letter_years("1.4", "i")
    assert _LAW.letter_years("1.4", "h").ranges == (DateRange(_day("2003-03-25")),)
    assert _day("1999-01-01") in _LAW.letter_years("1.4", "b")


# -- instructions ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "form", "first", "last"),
    [
        ("GDS", "", "1972-06-01", "1978-11-30"),
        ("GDS", "with-date", "1972-06-01", "1982-07-31"),
        ("XGDS-2", "with-date", "1972-06-01", "1978-11-30"),
        ("XDS-1", "", "1972-06-01", "1978-11-30"),
        ("RDS-4", "", "1978-12-01", "1982-07-31"),
        ("OADR", "", "1982-08-01", "1995-10-13"),
        ("OADR", "source-marked", "1982-08-01", "2010-06-26"),
        ("X1", "", "1995-10-14", "2003-09-21"),
        ("X8", "source-marked", "1995-10-14", "2010-06-26"),
        ("25X1", "", "1995-10-14", "9999-12-31"),
        ("25X1-HUMAN", "", "2003-09-22", "2012-12-31"),
        ("50X1-HUM", "", "2010-06-27", "9999-12-31"),
        ("50X2-WMD", "", "2010-06-27", "9999-12-31"),
        ("50X6", "", "2010-06-27", "9999-12-31"),
        ("75X6", "", "2010-06-27", "9999-12-31"),
    ],
)
def test_when_an_instruction_may_be_written(code, form, first, last):
    years = _LAW.instruction(code).lawful_as(form)
    assert (years.ranges[0].earliest, years.ranges[-1].latest) == (_day(first), _day(last))
    assert len(years.ranges) == 1


def test_manual_review_was_never_an_instruction_of_an_order():
    assert not _LAW.instruction("MR").lawful


@pytest.mark.parametrize("code", ["", "FOO", "OADRS", "N/A"])
def test_what_is_no_instruction(code):
    assert _LAW.instruction(code) is None


def test_which_exemptions_need_a_date_and_how_late_it_may_be():
    for code, needs, takes, most in (
        ("25X6", True, True, 50),
        ("50X6", True, True, 75),
        ("75X6", True, True, None),
        ("50X1-HUM", False, False, 75),
        ("50X2-WMD", False, False, 75),
        ("25X1-HUMAN", False, True, 75),
        ("X6", False, True, None),
    ):
        family = _LAW.instruction(code)
        assert (family.needs_date, family.takes_date, family.maximum_years) == (needs, takes, most), code
        assert family.is_exemption


@pytest.mark.parametrize(
    ("code", "letters"),
    [
        ("X1", "c"), ("X2", "aefgh"), ("X3", "aeg"), ("X4", "ag"), ("X5", "b"), ("X6", "bd"),
        ("25X1", "bcd"), ("50X1-HUM", "cd"), ("25X2", "aefh"), ("50X2", "aefh"), ("50X2-WMD", "aefh"), ("25X3", "c"),
        ("25X4", "ae"), ("25X5", "a"), ("25X6", "bd"), ("25X7", "g"), ("25X8", "ag"),
    ],
)  # fmt: skip
def test_the_reasons_that_an_exemption_can_rest_on(code, letters):
    assert _LAW.fitting_reasons(code) == frozenset(letters)


@pytest.mark.parametrize("code", ["X7", "X8", "25X9", "OADR", "50X6"])
def test_some_exemptions_can_rest_on_any_reason(code):
    assert _LAW.fitting_reasons(code) is None
