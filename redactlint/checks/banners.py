"""The overall marking against the portions, its own repetitions and its years: missing, too low, too high, at odds."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from functools import cache

from redactlint.checks.portions import is_closing_label
from redactlint.documents.model import Banner, Document, Portion
from redactlint.findings import Hit
from redactlint.law.dates import DateRange, DateSet
from redactlint.markings.levels import Level
from redactlint.markings.model import Marking
from redactlint.rulepack import Rule, Setting
from redactlint.text import Span
from redactlint.values import TYPE_CHECKING

if TYPE_CHECKING:
    from redactlint.markings.register import Register

__all__ = [
    "above_portions",
    "banner_words",
    "below_portions",
    "disagreeing",
    "missing",
    "mixed_with_control",
    "not_in_force",
]


def missing(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """A document that shows by a portion mark or its E.O. line that it owes an overall marking, and has none.

    An E.O. line retyped as DECLASSIFIED shows that the marking was cancelled, and a label that closes an e-mail is one.
    """
    if document.banner is not None or (document.order is not None and document.order.is_declassified_note):
        return
    shown = [(document.order.span, "an E.O. line")] if document.order is not None else []
    first = next((one for _, one in document.portion_levels if not is_closing_label(document, one)), None)
    if first is not None and first.mark is not None:
        shown.append((first.mark.span, "portion marks"))
    case = "classified" if document.is_classified or document.order is not None else "unclassified"
    for span, what in sorted(shown)[:1]:
        yield Hit(span, {"what": what, "marking": document.text.words(span)}, case=case)


def below_portions(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """The first portion of the highest level, if that outranks the banner.

    A level that was in force in some years only outranks in those years only.
    """
    banner, highest = document.banner, document.highest_portion
    if banner is None or banner.level is None or highest is None or highest <= banner.level:
        return
    portion = _first_at(document, highest)
    assert portion.mark is not None
    years = None if highest.is_classified else setting.register.years_of(highest.name)
    yield Hit(
        portion.mark.span,
        {
            "banner": banner_words(document, banner),
            "portion": portion.label,
            "mark": document.text.words(portion.mark.span),
            "level": highest.words,
        },
        dates=None if years is None else DateSet((DateRange(*years),)),
        related=((banner.span, "the overall marking"),),
        paragraph=portion.number,
    )


def above_portions(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """The banner, if no portion reaches its level.

    Case "compilation": the text states one; "explained": it has portions whose level cannot be known.  A transmittal
    that says that it is lower without its enclosures owes its level to them, and a telegram that repeats another may
    owe it to that one.
    """
    banner, highest = document.banner, document.highest_portion
    if banner is None or banner.level is None or highest is None or highest >= banner.level:
        return
    own = [one.level for one in document.banners if one.role == "transmittal" and one.level is not None]
    if own and min(own) < banner.level:
        return
    repeated = (one.banner.level for one in document.quoted)
    if any(level is not None and level >= banner.level for level in repeated):
        return
    portion = _first_at(document, highest)
    assert portion.mark is not None
    yield Hit(
        banner.span,
        {"banner": banner_words(document, banner), "mark": document.text.words(portion.mark.span)},
        case="explained" if _hides_a_level(document) else "compilation" if document.compilation is not None else "",
        related=((portion.mark.span, "the highest portion mark"),),
    )


def disagreeing(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """The first overall marking, among those of the parameter `roles`, that differs in level from the operative one.

    With the parameter `only_above` a lower one is lawful.  The others that differ are related to it.
    """
    banner = document.banner
    if banner is None or banner.level is None:
        return
    differing = [
        one
        for one in document.banners
        if one.role in rule.parameters["roles"]
        and one.level is not None
        and (one.level > banner.level if rule.parameters.get("only_above") else one.level != banner.level)
    ]
    if differing:
        first = differing[0]
        yield Hit(
            first.span,
            {"other": banner_words(document, first), "banner": banner_words(document, banner)},
            related=(
                (banner.span, "the overall marking"),
                *((one.span, "differs too") for one in differing[1:]),
            ),
        )


def mixed_with_control(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """A banner of a classified level that carries one of the parameter `controls`, which classify nothing."""
    for banner in document.banners:
        marking = banner.marking
        if marking is None or not marking.level.is_classified:
            continue
        found = [one for one in rule.parameters["controls"] if marking.has(one)]
        if found:
            # What no control was yet is another word: the SENSITIVE of papers older than SBU.
            born = [years[0] for one in found if (years := setting.register.years_of(one)) is not None]
            days = DateSet((DateRange(min(born), datetime.date.max),)) if len(born) == len(found) else None
            arguments = {"control": " and ".join(found), "level": marking.level.words}
            yield Hit(banner.span, arguments, dates=days)
            return


def not_in_force(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """Banners or portion marks (parameter `scope`) of a level or control used outside its years.

    The parameter `words` maps a level's letter or a control, which becomes the case, to what is said of it; the first
    place of each speaks for all.  A marking with an owner is foreign, and its own law's affair.
    """
    used: list[tuple[Marking, Span, str | None]]
    if rule.parameters["scope"] == "banner":
        used = [(one.marking, one.span, None) for one in document.banners if one.marking is not None]
    else:
        used = [
            (marking, one.mark.span, one.number) for marking, one in document.distinct_marks if one.mark is not None
        ]
    used = [one for one in used if one[0].owner is None]
    levels = {one[0].level.name for one in used}
    controlled = [one for one in used if one[0].has_controls]
    if not controlled and levels.isdisjoint(rule.parameters["words"]):
        return
    for word, advice in rule.parameters["words"].items():
        if word in Level.__members__:
            place = next(((span, number) for marking, span, number in used if marking.level.name == word), None)
        else:
            place = next(((span, number) for marking, span, number in controlled if marking.has(word)), None)
        limits = _limits(setting.register, word) if place is not None else None
        if place is not None and limits is not None:
            years, unlawful = limits
            yield Hit(
                place[0],
                {"marking": document.text.words(place[0]), "years": years, "advice": advice},
                dates=unlawful,
                case=word,
                paragraph=place[1],
            )


@cache
def _limits(register: Register, word: str) -> tuple[str, DateSet] | None:
    """The years of a level or control in words, and the days outside them."""
    years = register.years_of(word)
    if years is None:
        return None
    lawful = DateSet((DateRange(*years),))
    return _years_in_words(lawful), lawful.complement()


def banner_words(document: Document, banner: Banner) -> str:
    """The overall marking in its canonical words, or as printed where it cannot be told."""
    return banner.parsed.canonical or document.text.words(banner.span)


def _first_at(document: Document, level: Level) -> Portion:
    return next(portion for one, portion in document.portion_levels if one == level)


def _hides_a_level(document: Document) -> bool:
    """Whether a portion's level cannot be known: it is unmarked, its mark cannot be read, or was deleted with it."""
    for one in document.portions:
        if one.kind not in ("paragraph", "subparagraph"):
            continue
        if one.mark.level is None if one.mark is not None else not one.inherited:
            return True
    if any(one.mark is None for one in document.items):
        return True  # of a list in which others are marked
    # Runs of X are a publisher's deletions of names inside paragraphs whose marks still stand; others may hide a mark.
    return any(one.kind != "third-party" for one in document.redactions)


def _years_in_words(years: DateSet) -> str:
    first, last = years.ranges[0].earliest, years.ranges[-1].latest
    if first == datetime.date.min:
        return f"to {last}"
    return f"from {first}" if last == datetime.date.max else f"from {first} to {last}"
