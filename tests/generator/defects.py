"""Defects: each turns the plan of a clean telegram into one with exactly that defect, and says where it shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import attrs
from generator.headers import write
from generator.plan import Telegram, Written
from generator.telegrams import telegrams
from hypothesis import strategies as st

__all__ = ["Defect", "Injected", "injected"]


@attrs.frozen
class Defect:
    """One kind of defect.

    `plans` are the arguments of `telegrams` that give documents which can carry it; `inject(plan, pick)` gives the
    defective plan, or None where this plan cannot carry it (`pick` is any number, to choose a place by).  `at` names
    the anchors at which the finding may stand ("{}" is the place that `inject` chose), and `also` the rules that must
    or may speak too, because the catalogue says that these absences are separate.
    """

    rule: str
    name: str
    plans: dict[str, Any]
    inject: Callable[[Telegram, int], tuple[Telegram, str] | None]
    at: tuple[str, ...]
    also: frozenset[str] = frozenset()
    strict: bool = False

    def __str__(self) -> str:
        return f"{self.rule}-{self.name}"


@attrs.frozen
class Injected:
    """A document with one defect: the defect, the finished document, and the anchors at which it must be reported."""

    defect: Defect
    plan: Telegram
    written: Written
    at: tuple[str, ...]


@st.composite
def injected(draw: st.DrawFn, defect: Defect) -> Injected:
    """A document that carries `defect` and no other."""
    pick = draw(st.integers(0, 11))
    plan = draw(telegrams(**defect.plans))
    result = defect.inject(plan, pick)
    if result is None:  # the plan cannot carry it: a plainer one can
        plan = draw(telegrams(**{**defect.plans, "damage": False, "least": 3}))
        result = defect.inject(plan, pick)
        assert result is not None, f"{defect}: no plan can carry it"
    changed, place = result
    return Injected(defect, changed, write(changed), tuple(one.format(place) for one in defect.at))
