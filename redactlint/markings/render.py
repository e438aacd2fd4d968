"""The canonical form of a marking, as a portion mark (without brackets) or as a banner, in either dialect."""

from __future__ import annotations

from redactlint.markings.levels import Level
from redactlint.markings.model import Marking
from redactlint.markings.register import Register

__all__ = ["render"]


def render(marking: Marking, form: str, dialect: str, register: Register) -> str:
    """The canonical form: `form` is "portion" or "banner", `dialect` "state" or "ic"; total on every marking."""
    is_portion = form == "portion"
    head, dissemination, non_ic = _head(marking, is_portion, dialect)
    parts = [head]
    released: list[str] = []
    for word in sorted(dissemination | _lists(marking), key=lambda one: _order(one, register)):
        released.append(_entry(word, marking, is_portion, register))
    if released:
        parts.append("/".join(released))
    if non_ic:
        words = sorted(non_ic, key=lambda one: _order(one, register))
        parts.append("/".join(_entry(word, marking, is_portion, register) for word in words))
    return "//".join(parts)


def _head(marking: Marking, is_portion: bool, dialect: str) -> tuple[str, frozenset[str], frozenset[str]]:
    dissemination, non_ic = marking.dissemination, marking.non_ic
    if dialect == "state" and marking.level == Level.U and not (marking.sci or marking.sap or marking.aea):
        for word in ("LOU", "SBU"):
            if word in non_ic and is_portion:
                return word, dissemination, non_ic - {word}
        if "LOU" in non_ic:
            return "LIMITED OFFICIAL USE", dissemination, non_ic - {"LOU"}
        if non_ic == {"EFTO"} and not dissemination and not is_portion:
            return "UNCLAS E F T O", dissemination, frozenset()
    return marking.level.name if is_portion else marking.level.words, dissemination, non_ic


def _lists(marking: Marking) -> frozenset[str]:
    words = []
    if marking.rel_to is not None and "EYES ONLY" not in marking.dissemination:
        words.append("REL TO")
    if marking.display_to is not None:
        words.append("DISPLAY ONLY")
    return frozenset(words)


def _order(word: str, register: Register) -> tuple[int, str]:
    control = register.controls.get(word)
    return (control.order, word) if control is not None else (10_000, word)


def _entry(word: str, marking: Marking, is_portion: bool, register: Register) -> str:
    if word == "REL TO" and marking.rel_to is not None:
        if not marking.rel_to:
            return "REL"
        return "REL TO " + country_list(marking.rel_to | {"USA"}, register)
    control = register.controls.get(word)
    if control is None:
        return word
    return (control.portion if is_portion else control.banner)[0]


def country_list(codes: frozenset[str], register: Register, separator: str = ", ") -> str:
    """USA first, then countries, then organisations, each from A to Z."""

    def rank(code: str) -> tuple[int, str]:
        return (0 if code == "USA" else 1 if code in register.countries else 2, code)

    return separator.join(sorted(codes, key=rank))
