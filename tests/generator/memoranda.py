"""Memoranda: their plans, strategies that draw clean ones, and their writing, with a classification authority block."""

from __future__ import annotations

import datetime

import attrs
from generator.plan import Anchors, Instruction, Mark, PortionTruth, Truth, Written
from generator.vocabulary import PEOPLE, prose
from hypothesis import strategies as st

__all__ = ["Memorandum", "memoranda", "write_memorandum"]

_WORDS = {"U": "UNCLASSIFIED", "C": "CONFIDENTIAL", "S": "SECRET", "TS": "TOP SECRET"}
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@attrs.frozen
class Memorandum:
    """The plan of one memorandum.  `marks` are those of its paragraphs; None in a field leaves the line out."""

    level: str
    date: datetime.date
    marks: tuple[Mark | None, ...]
    seed: int
    noforn: bool = False
    banner: str | None = ""
    foot: str | None = ""
    date_form: str = "line"
    numbered: bool = True
    subject_mark: Mark | None = None
    classified_by: str | None = "Jane Q. Example, Director, Office of Piers"
    derived_from: str | None = None
    sources: tuple[str, ...] = ()
    section: str = "1.4"
    letters: tuple[str, ...] | None = ("b", "d")
    declassify_on: str | None = "20210303"
    order: str | None = None
    enclosure: str | None = None
    separated: str | None = None

    @property
    def overall(self) -> str:
        """The overall marking in full."""
        return _WORDS[self.level] + ("//NOFORN" if self.noforn else "")


def printed_day(day: datetime.date, form: str) -> str:
    """The date of a memorandum: in words, or as eight figures."""
    return (
        f"{day.year}{day.month:02}{day.day:02}"
        if form == "figures"
        else f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"
    )


@st.composite
def memoranda(
    draw: st.DrawFn,
    levels: tuple[str, ...] = ("U", "C", "S"),
    first: int = 1996,
    last: int = 2020,
    derivative: bool | None = None,
) -> Memorandum:
    """A clean memorandum of those years, original or derivative."""
    level = draw(st.sampled_from(levels))
    year = draw(st.integers(first, last).filter(lambda one: one not in {2003, 2010}))
    day = datetime.date(year, draw(st.integers(1, 12)), draw(st.integers(1, 28)))
    seed = draw(st.integers(0, 2**20))
    if level == "U":
        marks = (None,) * draw(st.integers(1, 4))
        return Memorandum(
            level,
            day,
            marks,
            seed,
            classified_by=None,
            letters=None,
            declassify_on=None,
            date_form=draw(st.sampled_from(("line", "figures", "labelled"))),
        )
    noforn = draw(st.booleans())
    words = [draw(st.sampled_from(("U", "C", level))) for _ in range(draw(st.integers(1, 4)))]
    words[draw(st.integers(0, len(words) - 1))] = f"{level}//NF" if noforn else level
    derived = draw(st.booleans()) if derivative is None else derivative
    until = day.replace(year=year + draw(st.sampled_from((9, 10, 25) if year >= 2004 else (9, 10))))
    several = derived and draw(st.booleans())
    return Memorandum(
        level,
        day,
        tuple(Mark.of(word) for word in words),
        seed,
        noforn,
        date_form=draw(st.sampled_from(("line", "labelled"))),
        numbered=draw(st.booleans()),
        subject_mark=Mark.of("U"),
        classified_by=f"{draw(st.sampled_from(PEOPLE))}, Director, Office of Piers",
        derived_from=("Multiple Sources" if several else "Harbor Classification Guide 3, dated 19990301")
        if derived
        else None,
        sources=("Report on the Northern Road, 19990401, Office of Roads", "Pier Survey, 19980112, Office of Piers")
        if several
        else (),
        section="1.5" if year < 2003 else "1.4",
        letters=None if derived else draw(st.sampled_from((("b", "d"), ("d",), ("b", "c")))),
        declassify_on=printed_day(until, "figures"),
        enclosure=f"Survey of the Pier ({_WORDS[level]})" if draw(st.integers(0, 3)) == 0 else None,
        separated=f"{_WORDS[level]} WHEN SEPARATED FROM ENCLOSURE",
    )


def write_memorandum(plan: Memorandum) -> Written:
    """The finished memorandum: text, file name, truth, places."""
    anchors = Anchors()
    lines: list[str] = []
    if plan.banner is not None:
        lines += [anchors.around("banner", plan.banner or plan.overall), ""]
    lines += ["DEPARTMENT OF HARBORS", "WASHINGTON, D.C. 20000", ""]
    if plan.date_form != "none":
        label = "DATE: " if plan.date_form == "labelled" else ""
        lines += [
            label
            + anchors.around("date", printed_day(plan.date, "figures" if plan.date_form == "figures" else "words")),
            "",
        ]
    mark = f"{anchors.around('mark:subject', plan.subject_mark.printed)} " if plan.subject_mark else ""
    subject = anchors.around("subject-line", f"SUBJECT: {mark}{anchors.around('subject', 'The Northern Pier')}")
    lines += ["MEMORANDUM FOR THE DIRECTOR, OFFICE OF ROADS", "", "FROM: Office of Piers", "", subject, ""]
    for at, portion in enumerate(plan.marks):
        number = f"{at + 1}. " if plan.numbered else ""
        own = f"{anchors.around(f'mark:{at}', portion.printed)} " if portion else ""
        lines += [anchors.around(f"paragraph:{at}", f"{number}{own}{prose(plan.seed + at, 2)}"), ""]
    lines += _enclosure(plan, anchors) + _block(plan, anchors)
    if plan.foot is not None:
        lines.append(anchors.around("foot", plan.foot or plan.overall))
    text, places = anchors.settle("\n".join(lines) + "\n")
    return Written(text, "memorandum.txt", _truth(plan, {name: place.line for name, place in places.items()}), places)


def _enclosure(plan: Memorandum, anchors: Anchors) -> list[str]:
    if plan.enclosure is None:
        return []
    separated = [plan.separated, ""] if plan.separated else []
    return [f"Enclosure: {anchors.around('enclosure', plan.enclosure)}", "", *separated]


def _block(plan: Memorandum, anchors: Anchors) -> list[str]:
    lines: list[str] = []
    if plan.classified_by is not None:
        lines.append(anchors.around("classified-by", f"Classified By: {plan.classified_by}"))
    if plan.derived_from is not None:
        lines.append(anchors.around("derived-from", f"Derived From: {plan.derived_from}"))
    if plan.letters is not None:
        letters = " and ".join(f"({anchors.around(f'letter:{one}', one)})" for one in plan.letters)
        cited = f"E.O. {plan.order}, section " if plan.order else ""
        lines.append(f"Reason: {cited}" + anchors.around("reason", f"{plan.section}{letters}"))
    if plan.declassify_on is not None:
        lines.append("Declassify On: " + anchors.around("instruction", plan.declassify_on))
    if plan.sources:
        lines += ["", "Sources:", *(f"{at + 1}. {source}" for at, source in enumerate(plan.sources))]
    return [*lines, ""] if lines else []


def _truth(plan: Memorandum, lines: dict[str, int]) -> Truth:
    until = plan.declassify_on
    value = f"{until[:4]}-{until[4:6]}-{until[6:]}" if until and until.isdigit() else None
    portions = []
    if plan.subject_mark is not None:
        portions.append(
            PortionTruth(None, plan.subject_mark.canonical, plan.subject_mark.level, lines["subject-line"], "subject")
        )
    for at, mark in enumerate(plan.marks):
        number = str(at + 1) if plan.numbered else None
        portions.append(
            PortionTruth(
                number, mark.canonical if mark else None, mark.level if mark else None, lines[f"paragraph:{at}"]
            )
        )
    return Truth(
        kind="memorandum",
        id=None,
        level=plan.level,
        banner_line=1,
        captions=(),
        order=None,
        declassify_on=Instruction(until, "date", value) if until else None,
        reasons=((plan.section, plan.letters),) if plan.letters else (),
        classifier=plan.classified_by,
        subject="The Northern Pier",
        portions=tuple(portions),
    )
