"""A hit is a defect with the lowest severity of all the days on which the document can date from, or is none."""

from __future__ import annotations

import datetime

from hypothesis import given
from hypothesis import strategies as st

from redactlint.findings import SEVERITIES, Hit
from redactlint.grading import grade, rows_for
from redactlint.law.dates import EVER, DateRange, DateSet
from redactlint.rulepack import SeverityRow
from redactlint.text import Span

FIRST = datetime.date(1999, 12, 20)
DAYS = [FIRST + datetime.timedelta(days=number) for number in range(24)]


def hit(dates: DateSet | None = None, case: str = "") -> Hit:
    return Hit(Span(0, 1), dates=dates, case=case)


def row(level: str, **conditions: object) -> SeverityRow:
    return SeverityRow.of({"level": level, **conditions})


def day_range(first: str, last: str) -> DateRange:
    return DateRange(datetime.date.fromisoformat(first), datetime.date.fromisoformat(last))


AROUND_1982 = day_range("1982-07-01", "1982-08-31")


def test_a_defect_on_every_day_has_its_severity() -> None:
    assert grade(hit(), (row("error"),), EVER, strict=False).severity == "error"


def test_the_lowest_severity_of_the_range_counts() -> None:
    rows = (row("warning", to="1982-07-31"), row("error"))
    assert grade(hit(), rows, AROUND_1982, strict=False).severity == "warning"
    assert grade(hit(), rows, day_range("1982-08-01", "1982-08-31"), strict=False).severity == "error"


def test_a_defect_on_some_days_only_is_silent_and_info_under_strict() -> None:
    from_august = hit(DateSet((day_range("1982-08-01", "9999-12-31"),)))
    lenient = grade(from_august, (row("error"),), AROUND_1982, strict=False)
    assert (lenient.severity, lenient.is_partial) == (None, True)
    strict = grade(from_august, (row("error"),), AROUND_1982, strict=True)
    assert (strict.severity, strict.is_partial) == ("info", True)


def test_a_row_of_level_none_or_no_row_is_silence() -> None:
    assert grade(hit(), (row("none"),), EVER, strict=True).severity is None
    assert grade(hit(), (), EVER, strict=True).severity is None
    years = (row("none", to="1982-07-31"), row("error"))
    assert grade(hit(), years, AROUND_1982, strict=False).is_partial


def test_strict_takes_the_strict_level_of_the_row() -> None:
    rows = (row("warning", strict="error"),)
    assert grade(hit(), rows, EVER, strict=True).severity == "error"
    assert grade(hit(), rows, EVER, strict=False).severity == "warning"


def test_the_first_row_that_matches_wins() -> None:
    rows = (row("info", case=["slip"]), row("warning"))
    assert grade(hit(case="slip"), rows, EVER, strict=False).severity == "info"
    assert grade(hit(case="guess"), rows, EVER, strict=False).severity == "warning"


def test_rows_speak_of_profile_kind_and_extract() -> None:
    rows = (row("info", extract=True), row("error", profile=["ic"]), row("warning", kind=["memorandum"]))

    def levels(profile: str, kind: str, is_extract: bool) -> list[str]:
        return [one.level for one in rows_for(rows, profile=profile, kind=kind, is_extract=is_extract)]

    assert levels("state", "telegram", False) == []
    assert levels("state", "telegram", True) == ["info"]
    assert levels("ic", "memorandum", False) == ["error", "warning"]


day_ranges = st.tuples(st.sampled_from(DAYS), st.sampled_from(DAYS)).map(lambda two: DateRange(min(two), max(two)))
rows_strategy = st.lists(
    # Only what turns on the day is drawn; a row without further conditions holds for every kind and case.
    st.tuples(
        st.sampled_from((*SEVERITIES, "none")),
        st.sampled_from((*SEVERITIES, "none")),
        st.one_of(st.just(EVER), day_ranges),
    ).map(lambda drawn: SeverityRow(*drawn)),
    max_size=4,
).map(tuple)


@given(rows_strategy, st.none() | st.lists(day_ranges, max_size=3).map(DateSet.of), day_ranges, st.booleans())
def test_grading_a_range_is_grading_every_day_of_it(
    rows: tuple[SeverityRow, ...], dates: DateSet | None, period: DateRange, strict: bool
) -> None:
    by_day = []
    for day in (one for one in DAYS if one in period):
        fitting = next((one for one in rows if day in one.years), None)
        level = None if fitting is None else fitting.strict if strict else fitting.level
        is_defect = level not in (None, "none") and (dates is None or day in dates)
        by_day.append(level if is_defect else None)
    found = grade(hit(dates), rows, period, strict=strict)
    defects = [level for level in by_day if level is not None]
    if not defects:
        assert (found.severity, found.is_partial) == (None, False)
    elif None in by_day:
        assert (found.severity, found.is_partial) == ("info" if strict else None, True)
    else:
        assert found.severity == max(defects, key=SEVERITIES.index)
