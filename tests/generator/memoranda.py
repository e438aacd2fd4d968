"""Memoranda: their plans, strategies that draw clean ones, and their writing, with a classification authority block."""

from __future__ import annotations

import datetime

import attrs
from generator.layouts import Layout, dated, layouts, numbered, set_out
from generator.plan import Anchors, Instruction, Mark, PortionTruth, Truth, Written
from generator.vocabulary import PEOPLE, prose
from hypothesis import strategies as st

__all__ = ["Memorandum", "earlier_memoranda", "memoranda", "write_memorandum"]

_WORDS = {"U": "UNCLASSIFIED", "C": "CONFIDENTIAL", "S": "SECRET", "TS": "TOP SECRET"}


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
    layout: Layout = attrs.field(factory=Layout)

    @property
    def overall(self) -> str:
        """The overall marking in full."""
        return _WORDS[self.level] + ("//NOFORN" if self.noforn else "")


def printed_day(day: datetime.date, form: str) -> str:
    """The date of a memorandum: in words, or as eight figures."""
    return dated(day, form)


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
            layout=draw(layouts(numbers=("1.", "(1)", "1)"))),  # letters count a list where nothing is marked
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
        layout=draw(layouts()),
    )


# What stood behind the level in the years of E.O. 12356: in the banner, in a mark, and there in the register's order.
_EARLIER = {
    True: (
        (" NOFORN", "NF", "NF"),
        ("/NOFORN", "NF", "NF"),
        (" WNINTEL NOFORN", "NF/WN", "WN/NF"),
        ("/NOFORN/NOCONTRACT/ORCON", "NF/NC/OC", "OC/NF/NC"),
    ),
    False: (("", "", ""), ("/WNINTEL", "WN", "WN"), ("/SENSITIVE", "", ""), (" SPOKE", "", ""), ("/EYES ONLY", "", "")),
}


@st.composite
def earlier_memoranda(draw: st.DrawFn) -> Memorandum:
    """A clean memorandum of the years of E.O. 12356, with the controls and instructions of its day."""
    plan = draw(memoranda(levels=("C", "S"), derivative=False))
    day = datetime.date(draw(st.integers(1983, 1994)), draw(st.integers(1, 12)), draw(st.integers(1, 28)))
    words, letters, ordered = draw(st.sampled_from(_EARLIER[plan.noforn]))
    separator = draw(st.sampled_from(("/", " ")))
    printed = f"({plan.level}{separator}{letters.replace('/', separator)})" if letters else f"({plan.level})"
    canonical = f"{plan.level}//{ordered}" if ordered else plan.level
    marks = tuple(
        attrs.evolve(one, canonical=canonical, printed=printed) if one is not None and one.level == plan.level else one
        for one in plan.marks
    )
    overall = {"C": "CONFIDENTIAL", "S": "SECRET"}[plan.level] + words
    until = printed_day(day.replace(year=day.year + 10), draw(st.sampled_from(("words", "d mon"))))
    return attrs.evolve(
        plan,
        date=day,
        marks=marks,
        banner=overall,
        foot=overall,
        letters=None,
        classified_by=draw(st.sampled_from(("Multiple Sources", "Peter van Wyk, Director, Office of Piers"))),
        declassify_on=draw(st.sampled_from(("OADR", until))),
        enclosure=None,
    )


def write_memorandum(plan: Memorandum) -> Written:
    """The finished memorandum: text, file name, truth, places."""
    anchors, layout = Anchors(), plan.layout
    lines: list[str] = []
    if plan.banner is not None:
        lines += [_banner(anchors.around("banner", plan.banner or plan.overall), layout), ""]
    lines += [*layout.head, ""] if layout.head else []
    if plan.date_form != "none":
        label = "DATE: " if plan.date_form == "labelled" else ""
        form = "figures" if plan.date_form == "figures" else layout.date
        lines += [label + anchors.around("date", printed_day(plan.date, form)), ""]
    mark = f"{anchors.around('mark:subject', plan.subject_mark.printed)} " if plan.subject_mark else ""
    subject = anchors.around("subject-line", f"SUBJECT: {mark}{anchors.around('subject', 'The Northern Pier')}")
    lines += ["MEMORANDUM FOR THE DIRECTOR, OFFICE OF ROADS", "", "FROM: Office of Piers", "", subject, ""]
    for at, portion in enumerate(plan.marks):
        if layout.page and at == 1 and plan.banner == "":
            lines += [_banner(plan.overall, layout), "\f" + _banner(plan.overall, layout), ""]
        number = f"{numbered(at, layout)[0]} " if plan.numbered else ""
        own = f"{anchors.around(f'mark:{at}', portion.printed)} " if portion else ""
        lines += [anchors.around(f"paragraph:{at}", f"{number}{own}{prose(plan.seed + at, 2)}"), ""]
    lines += _enclosure(plan, anchors) + _block(plan, anchors)
    if plan.foot is not None:
        lines.append(_banner(anchors.around("foot", plan.foot or plan.overall), layout))
    text, places = anchors.settle(set_out(lines, layout))
    return Written(text, "memorandum.txt", _truth(plan, {name: place.line for name, place in places.items()}), places)


def _banner(words: str, layout: Layout) -> str:
    forms = {"centred": " " * 30 + words, "bold": f"**{words}**", "ruled": f"--- {words} ---"}
    return f"CLASSIFICATION: {words}" if layout.banner == "labelled" else forms.get(layout.banner, words)


def _enclosure(plan: Memorandum, anchors: Anchors) -> list[str]:
    if plan.enclosure is None:
        return []
    separated = [plan.separated, ""] if plan.separated else []
    return [f"Enclosure: {anchors.around('enclosure', plan.enclosure)}", "", *separated]


def _block(plan: Memorandum, anchors: Anchors) -> list[str]:
    lines: list[str] = []
    if plan.classified_by is not None:
        lines.append(anchors.around("classified-by", f"{plan.layout.label(0)}{plan.classified_by}"))
    if plan.derived_from is not None:
        lines.append(anchors.around("derived-from", f"{plan.layout.label(1)}{plan.derived_from}"))
    if plan.letters is not None:
        letters = " and ".join(f"({anchors.around(f'letter:{one}', one)})" for one in plan.letters)
        cited = f"E.O. {plan.order}, section " if plan.order else ""
        lines.append(plan.layout.label(2) + cited + anchors.around("reason", f"{plan.section}{letters}"))
    if plan.declassify_on is not None:
        lines.append(plan.layout.label(3) + anchors.around("instruction", plan.declassify_on))
    if plan.layout.block == "right":
        lines = [" " * 30 + one for one in lines]
    elif plan.layout.block == "boxed" and lines:
        lines = ["+" + "-" * 40 + "+", *(f"| {one} |" for one in lines), "+" + "-" * 40 + "+"]
    if plan.sources:
        lines += ["", "Sources:", *(f"{at + 1}. {source}" for at, source in enumerate(plan.sources))]
    return [*lines, ""] if lines else []


def _instruction(plan: Memorandum, until: str) -> Instruction:
    if until == "OADR":
        return Instruction(until, "code", code="OADR")
    later = plan.date.replace(year=plan.date.year + 10).isoformat()
    return Instruction(until, "date", f"{until[:4]}-{until[4:6]}-{until[6:]}" if until.isdigit() else later)


def _truth(plan: Memorandum, lines: dict[str, int]) -> Truth:
    until = plan.declassify_on
    portions = []
    if plan.subject_mark is not None:
        portions.append(
            PortionTruth(None, plan.subject_mark.canonical, plan.subject_mark.level, lines["subject-line"], "subject")
        )
    for at, mark in enumerate(plan.marks):
        number = numbered(at, plan.layout)[1] if plan.numbered else None
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
        declassify_on=_instruction(plan, until) if until else None,
        reasons=((plan.section, plan.letters),) if plan.letters else (),
        classifier=plan.classified_by,
        subject="The Northern Pier",
        portions=tuple(portions),
    )
