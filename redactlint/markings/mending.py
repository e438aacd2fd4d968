"""Mending: the nearest marking that the register allows, where the rules leave no choice to a person."""

from __future__ import annotations

from redactlint.markings.levels import Level
from redactlint.markings.model import Marking
from redactlint.markings.register import Register
from redactlint.values import evolve

__all__ = ["mended"]

_WEAKER = {"NODIS": "EXDIS", "ORCON": "ORCON-USGOV"}


def mended(marking: Marking, form: str, dialect: str, register: Register) -> Marking | None:
    """The marking with conflicts resolved to the stricter side, companions added, and controls of U taken off C, S, TS.

    None where only a person can tell what is meant: a control that needs a higher level.
    """
    weighed = Level.C if marking.level == Level.R and marking.owner is not None else marking.level
    words = (*marking.sci, *marking.aea, *marking.dissemination, *marking.non_ic)
    entries = {word: register.entry(word) for word in words}
    dropped = {
        word for word, one in entries.items() if one is not None and one.is_for_unclassified and weighed > Level.U
    }
    for word, entry in entries.items():
        if entry is not None and weighed not in entry.levels and word not in dropped:
            return None
    added = {
        needed
        for word, entry in entries.items()
        if entry is not None and word not in dropped and not (dialect == "state" and entry.category == "non-ic")
        for needed in entry.needs
        if needed in register.controls and register.controls[needed].category == "dissemination"
    }
    dissemination = (marking.dissemination - dropped) | added
    for stronger, weaker in _WEAKER.items():
        if stronger in dissemination | marking.non_ic:
            dropped.add(weaker)
    dissemination -= dropped
    rel_to, display_to = marking.rel_to, marking.display_to
    if "NOFORN" in dissemination:
        dissemination -= {"RELIDO", "EYES ONLY"}
        rel_to = display_to = None
    if dissemination & {"ORCON", "ORCON-USGOV"} or display_to is not None:
        dissemination -= {"RELIDO"}
    if marking.fgi is not None and form == "portion":
        dissemination -= {"RELIDO"}
        display_to = None
    return evolve(
        marking,
        dissemination=frozenset(dissemination),
        rel_to=rel_to,
        display_to=display_to,
        non_ic=marking.non_ic - dropped,
        aea=marking.aea - dropped,
    )
