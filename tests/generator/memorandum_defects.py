"""Defects of memoranda: of their authority blocks, their subject lines and what they transmit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import attrs
from generator.memoranda import Memorandum, memoranda, printed_day, write_memorandum
from generator.plan import Mark, Written
from hypothesis import strategies as st

__all__ = ["MEMORANDUM_DEFECTS", "InjectedMemorandum", "MemorandumDefect", "injected_memoranda"]


@attrs.frozen
class MemorandumDefect:
    """One kind of defect of a memorandum: its rule, the plans that can carry it, the change, and where it shows."""

    rule: str
    name: str
    plans: dict[str, Any]
    inject: Callable[[Memorandum], Memorandum]
    at: tuple[str, ...]
    also: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return f"{self.rule}-{self.name}"


@attrs.frozen
class InjectedMemorandum:
    """A memorandum with one defect: the defect, the finished document, and the anchors at which it must be reported."""

    defect: MemorandumDefect
    plan: Memorandum
    written: Written
    at: tuple[str, ...]


@st.composite
def injected_memoranda(draw: st.DrawFn, defect: MemorandumDefect) -> InjectedMemorandum:
    """A memorandum that carries `defect` and no other."""
    changed = defect.inject(draw(memoranda(**defect.plans)))
    return InjectedMemorandum(defect, changed, write_memorandum(changed), defect.at)


def _change(**changes: Any) -> Callable[[Memorandum], Memorandum]:
    return lambda plan: attrs.evolve(plan, **changes)


def _first_above(plan: Memorandum) -> Memorandum:
    higher = Mark.of({"C": "S", "S": "TS"}[plan.level] + ("//NF" if plan.noforn else ""))
    return attrs.evolve(plan, marks=(*plan.marks, higher))


def _all_below(plan: Memorandum) -> Memorandum:
    return attrs.evolve(plan, marks=(Mark.of("U"),) * len(plan.marks), noforn=False)


def _one_unmarked(plan: Memorandum) -> Memorandum:
    return attrs.evolve(plan, marks=(*plan.marks, None), numbered=True)


def _foot_differs(plan: Memorandum) -> Memorandum:
    return attrs.evolve(plan, foot={"C": "SECRET", "S": "CONFIDENTIAL"}[plan.level])


def _until(years: int) -> Callable[[Memorandum], Memorandum]:
    def inject(plan: Memorandum) -> Memorandum:
        return attrs.evolve(plan, declassify_on=printed_day(plan.date.replace(year=plan.date.year + years), "figures"))

    return inject


def _with_reason(plan: Memorandum) -> Memorandum:
    return attrs.evolve(plan, letters=("b", "d"))


def _enclosing_higher(plan: Memorandum) -> Memorandum:
    higher = {"U": "SECRET", "C": "SECRET", "S": "TOP SECRET"}[plan.level]
    return attrs.evolve(plan, enclosure=f"Survey of the Pier ({higher})", separated=None)


def _without_sentence(plan: Memorandum) -> Memorandum:
    """Portions below the banner, which is owed to the enclosure alone; nothing says what is left without it."""
    marks = (Mark.of("U"),) * len(plan.marks)
    words = {"C": "CONFIDENTIAL", "S": "SECRET"}[plan.level]
    return attrs.evolve(plan, marks=marks, noforn=False, enclosure=f"Survey of the Pier ({words})", separated=None)


_CLS = {"levels": ("C", "S")}
_ORIGINAL = {**_CLS, "derivative": False}
_DERIVED = {**_CLS, "derivative": True}
_AFTER_2003 = {"first": 2004}
_AFTER_2010 = {"first": 2011}

MEMORANDUM_DEFECTS = (
    MemorandumDefect("BNR001", "no-banner", _CLS, _change(banner=None, foot=None), ("*",)),
    MemorandumDefect("BNR002", "paragraph-above-banner", _CLS, _first_above, ("mark:*",)),
    MemorandumDefect("BNR003", "banner-above-all", _CLS, _all_below, ("banner",)),
    MemorandumDefect("BNR005", "head-and-foot-differ", _CLS, _foot_differs, ("foot", "banner")),
    MemorandumDefect("BNR013", "enclosure-above-banner", {}, _enclosing_higher, ("banner",)),
    MemorandumDefect(
        "BNR013", "no-sentence-on-separation", _CLS, _without_sentence, ("enclosure",), also=frozenset({"BNR003"})
    ),
    MemorandumDefect("PRT001", "paragraph-unmarked", _CLS, _one_unmarked, ("paragraph:*",)),
    MemorandumDefect(
        "PRT010", "subject-unmarked", {**_CLS, **_AFTER_2003}, _change(subject_mark=None), ("subject", "subject-line")
    ),
    MemorandumDefect("RSN001", "no-reason", _ORIGINAL, _change(letters=None), ("classified-by",)),
    MemorandumDefect("RSN003", "letter-i", _ORIGINAL, _change(letters=("b", "i")), ("letter:i",)),
    MemorandumDefect(
        "RSN005", "reason-on-derivative", {**_DERIVED, **_AFTER_2003}, _with_reason, ("reason", "letter:b")
    ),
    MemorandumDefect("DCL001", "no-instruction", _CLS, _change(declassify_on=None), ("*",)),
    MemorandumDefect("DCL002", "impossible-date", _CLS, _change(declassify_on="20211345"), ("instruction",)),
    MemorandumDefect("DCL003", "date-before-document", _CLS, _until(-3), ("instruction",)),
    MemorandumDefect("DCL004", "beyond-twenty-five-years", {**_CLS, **_AFTER_2003}, _until(35), ("instruction",)),
    MemorandumDefect(
        "DCL005", "oadr-under-13526", {**_CLS, **_AFTER_2010}, _change(declassify_on="OADR"), ("instruction",)
    ),
    MemorandumDefect("AUT001", "no-classifier", _ORIGINAL, _change(classified_by=None, letters=None), ("*",)),
    MemorandumDefect(
        "AUT004",
        "no-source-list",
        {**_DERIVED, **_AFTER_2010},
        _change(derived_from="Multiple Sources", sources=()),
        ("derived-from",),
    ),
    MemorandumDefect(
        "AUT006", "no-date", {**_ORIGINAL, **_AFTER_2010}, _change(date_form="none", order="13526"), ("*",)
    ),
    MemorandumDefect(
        "AUT007",
        "no-derivative-classifier",
        {**_DERIVED, **_AFTER_2010},
        _change(classified_by=None),
        ("derived-from",),
    ),
)
