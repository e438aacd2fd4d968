"""What a correct telegram of each era carries: the order, its instructions, sections of reasons, marks and captions."""

from __future__ import annotations

import datetime

import attrs
from generator.plan import Instruction
from hypothesis import strategies as st

__all__ = ["ERAS", "Era", "instructions", "plus_years", "printed_date"]

Day = datetime.date


@attrs.frozen
class Era:
    """One period of the law as telegrams show it: its days, the order on the E.O. line, and what marks it knows."""

    name: str
    first: datetime.date
    last: datetime.date
    order: str | None
    marks: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    letters: str = "abcdefg"
    routing: bool = False
    authority: bool = False
    capped_years: int = 25


ERAS = {
    era.name: era
    for era in (
        Era("10501", Day(1966, 1, 3), Day(1972, 5, 31), None, routing=True),
        Era("11652", Day(1972, 6, 1), Day(1978, 11, 30), "11652", routing=True),
        Era(
            "12065",
            Day(1978, 12, 1),
            Day(1982, 7, 31),
            "12065",
            marks=("U", "LOU", "C", "S"),
            routing=True,
            capped_years=6,
        ),
        Era("12356", Day(1982, 8, 1), Day(1995, 9, 30), "12356", marks=("U", "LOU", "C", "S")),
        Era(
            "12958",
            Day(1995, 10, 14),
            Day(2003, 3, 24),
            "12958",
            ("U", "SBU", "C", "S"),
            ("1.5",),
            authority=True,
            capped_years=10,
        ),
        Era(
            "12958-2003",
            Day(2003, 3, 25),
            Day(2003, 9, 20),
            "12958",
            ("U", "SBU", "C", "S"),
            ("1.4", "1.5"),
            authority=True,
        ),
        Era(
            "12958-amended",
            Day(2003, 9, 22),
            Day(2010, 6, 26),
            "12958",
            ("U", "SBU", "C", "S"),
            ("1.4",),
            "abcdefgh",
            authority=True,
        ),
        Era(
            "13526",
            Day(2010, 6, 28),
            Day(2016, 10, 31),
            "13526",
            ("U", "SBU", "C", "S"),
            ("1.4",),
            "abcdefgh",
            authority=True,
        ),
    )
}


def plus_years(day: datetime.date, years: int, days: int = 0) -> datetime.date:
    """The day `years` and `days` later; 29 February becomes 28."""
    moved = day.replace(year=day.year + years, day=28 if (day.month, day.day) == (2, 29) else day.day)
    return moved + datetime.timedelta(days=days)


def printed_date(day: datetime.date, form: str) -> str:
    """A date as a telegram prints it."""
    forms = {
        "MM/DD/YYYY": f"{day.month:02}/{day.day:02}/{day.year}",
        "M/D/YYYY": f"{day.month}/{day.day}/{day.year}",
        "MM/DD/YY": f"{day.month:02}/{day.day:02}/{day.year % 100:02}",
        "M/D/YY": f"{day.month}/{day.day}/{day.year % 100:02}",
        "MM-DD-YYYY": f"{day.month:02}-{day.day:02}-{day.year}",
        "YYYY/MM/DD": f"{day.year}/{day.month:02}/{day.day:02}",
    }
    return forms[form]


def _stated(day: datetime.date, form: str, lead: str) -> Instruction:
    return Instruction(printed_date(day, form), "date", day.isoformat(), lead=lead)


@st.composite
def instructions(draw: st.DrawFn, era: Era, day: datetime.date, classified: bool) -> Instruction | None:
    """A lawful value of the E.O. line of that era on that day."""
    if era.order is None:
        return None
    if not classified:
        forms = {"11652": ("N/A", "N:A", "NA"), "12065": ("N/A", "NA")}.get(era.name, ("N/A", "N/A", "n/a"))
        return Instruction(draw(st.sampled_from(forms)), "na")
    if era.name == "11652":
        code = draw(st.sampled_from(("GDS", "GDS", "XGDS-1", "XGDS-2", "XGDS-3", "XGDS-4", "ADS")))
        if code == "ADS":
            later = plus_years(day, 2)
            return Instruction(f"ADS {printed_date(later, 'M/D/YY')}", "date", later.isoformat(), "ADS")
        return Instruction(code, "code", code=code)
    if era.name == "12065":
        office = draw(st.sampled_from(("OR-P", "OR-M", "OR-E", "OR-A", "OR-P/E")))
        name = draw(st.sampled_from(("(SOLHEIM, INGRID)", "(OAKLEY, M.)", "(POLK)")))
        if draw(st.booleans()):
            until = plus_years(day, 6, -draw(st.integers(0, 40)))
            form = draw(st.sampled_from(("M/D/YY", "MM/DD/YY")))
            return Instruction(
                f"GDS {printed_date(until, form)}", "date", until.isoformat(), "GDS", tail=f" {name} {office}"
            )
        until = plus_years(day, 20, -1)
        code = f"RDS-{draw(st.integers(1, 4))}"
        return Instruction(
            f"{code} {printed_date(until, 'M/D/YY')}", "review", until.isoformat(), code, tail=f" {name} {office}"
        )
    lead = draw(st.sampled_from(("DECL: ", "DECL: ", "DECL:", "DECL ", "DECLASSIFY ", "DECL: DECL: ")))
    if era.name == "12356" and draw(st.booleans()):
        return Instruction("OADR", "code", code="OADR", lead=draw(st.sampled_from(("DECL: ", "DECL:"))))
    if era.name == "12958" and draw(st.integers(0, 5)) == 0:
        code = draw(st.sampled_from(("X1", "X6")))
        return Instruction(draw(st.sampled_from((code, f"({code})"))), "code", code=code, lead="DECL: ")
    years = draw(st.sampled_from((10, 10, 10, 5, 8) if era.capped_years == 10 else (10, 10, 10, 5, 15, 20, 25)))
    until = plus_years(day, years, -draw(st.sampled_from((0, 1, 2, 14, 25))))
    modern = (
        ("YYYY/MM/DD",)
        if day >= Day(2009, 9, 15)
        else ("MM/DD/YYYY", "MM/DD/YYYY", "M/D/YYYY", "MM/DD/YY", "MM-DD-YYYY")
    )
    return _stated(until, draw(st.sampled_from(modern)), lead)
