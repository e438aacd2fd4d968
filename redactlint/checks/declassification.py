"""The declassification instruction against the order in force, the level, the reasons and the day of the run.

Every check returns the days on which what it found is a defect; which of them the document can have been written on
is weighed elsewhere.  Periods run from the decision to classify, for which the date of the document stands.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from redactlint.checks.per_rule import PerRule
from redactlint.documents.model import Document, Instruction
from redactlint.findings import Edit, Fix, Hit
from redactlint.law.dates import DateRange, DateSet, add_years
from redactlint.law.law import InstructionLaw, Law
from redactlint.markings.levels import Level
from redactlint.rulepack import Rule, Setting
from redactlint.text import Span
from redactlint.values import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

__all__ = [
    "beyond_default",
    "beyond_maximum",
    "conflicting",
    "contradicts_reason",
    "date_form",
    "exemption_too_early",
    "exemption_too_late",
    "exemption_without_date",
    "irreconcilable",
    "missing",
    "not_after_document",
    "not_applicable",
    "not_in_force",
    "of_kind",
    "on_unclassified",
    "passed",
]

_ONE_DAY = datetime.timedelta(days=1)


def missing(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """A classified document without any instruction; an E.O. line retyped as DECLASSIFIED needs none.

    The case "scheduled": it bears a mark of the schedule of its day, which the pattern `scheduled` tells.
    """
    if document.instructions or (document.order is not None and document.order.is_declassified_note):
        return
    if document.order is not None:
        yield Hit(document.order.line, {"where": "the E.O. line"})
        return
    span = _authority_span(document)
    if span is not None:
        scheduled = _schedule(rule).search(document.text.content) is not None
        yield Hit(span, {"where": "the document"}, case="scheduled" if scheduled else "")


# The marks of a schedule as a rule has them, ready to be looked for.
_schedule = PerRule(lambda rule: re.compile(rule.parameters["scheduled"]))


def of_kind(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """Every instruction of the kinds in `kinds`; of events, those that no word of `definite_events` makes definite."""
    definite = frozenset(rule.parameters.get("definite_events", ()))
    for one in document.instructions:
        if one.kind not in rule.parameters["kinds"] or one.source_marked:
            continue
        words = one.text.upper().replace(",", " ").replace(".", " ").split()
        if one.kind == "event" and not definite.isdisjoint(words) and not {"YEARS", "YEAR"} & set(words):
            continue
        yield Hit(one.span, {"value": one.text}, case=one.kind)


def not_after_document(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """A date: a defect on that day and on every later one."""
    for one, date in _dated(document):
        yield Hit(_date_span(one), {"value": one.text, "date": date.isoformat()}, dates=_since(date))


def beyond_maximum(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """A date past the cap of the order in force, by more than `tolerance_days`.

    Case "slight": past the cap by no more than that, but by more than `silent_days`.
    """
    silent, tolerance = rule.parameters["silent_days"], rule.parameters["tolerance_days"]
    for one, date in _dated(document):
        if not _is_capped(one, setting):
            continue
        extended = _extended_cap(one, document, setting)
        beyond, slight = _past_cap(setting.law, date, extended, silent, tolerance)
        for case, days in (("", beyond), ("slight", slight)):
            if days:
                yield Hit(_date_span(one), {"value": one.text, "date": date.isoformat()}, dates=days, case=case)


@lru_cache(maxsize=8192)
def _past_cap(
    law: Law, date: datetime.date, extended: int | str | None, silent: int, tolerance: int
) -> tuple[DateSet, DateSet]:
    """The days on which a date lies past the cap by more than `tolerance` days, and by more than `silent` but not that.

    `extended` is a longer cap, or the name of one of the `extended_caps` of a phase that has them.
    """
    beyond: list[DateRange] = []
    slight: list[DateRange] = []
    for phase in law.phases:
        cap = phase.cap_years
        if cap is not None and phase.extended_caps and extended is not None:
            cap = extended if isinstance(extended, int) else phase.extended_caps.get(extended, cap)
        if cap is None or date.year - cap < phase.years.earliest.year:
            continue
        last = add_years(date - datetime.timedelta(tolerance), -cap) - _ONE_DAY
        last_slight = add_years(date - datetime.timedelta(silent), -cap) - _ONE_DAY
        beyond += _within(phase.years, None, last)
        slight += _within(phase.years, last + _ONE_DAY, last_slight)
    return DateSet.of(beyond), DateSet.of(slight)


def beyond_default(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """A date past the period that the order names, though within its cap; both with `tolerance_days`."""
    for one, date in _dated(document):
        if _is_capped(one, setting):
            days = _past_default(setting.law, date, rule.parameters["tolerance_days"])
            if days:
                yield Hit(_date_span(one), {"value": one.text, "date": date.isoformat()}, dates=days)


@lru_cache(maxsize=8192)
def _past_default(law: Law, date: datetime.date, tolerance: int) -> DateSet:
    ranges: list[DateRange] = []
    for phase in law.phases:
        cap, default = phase.cap_years, phase.default_years
        if cap is None or default is None or cap == default or date.year - default < phase.years.earliest.year:
            continue
        shifted = date - datetime.timedelta(tolerance)
        ranges += _within(phase.years, add_years(shifted, -cap), add_years(shifted, -default) - _ONE_DAY)
    return DateSet.of(ranges)


def not_in_force(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """A code outside the days on which it may be applied; the case is its family, "with-date" or "source-marked".

    A code carried over from a source turns on the date of the source, where that is given.
    """
    for one in document.instructions:
        family = setting.law.instruction(one.code) if one.code is not None else None
        if one.code is None or family is None:
            continue
        arguments = {"code": one.code, "when": _in_force(family.lawful), "advice": rule.parameters["advice"]}
        span = one.code_span or one.span
        if one.source_marked and one.source_date is not None:
            if one.source_date not in family.lawful:
                advice = f"the source of {one.source_date.isoformat()} cannot have borne it"
                yield Hit(span, {**arguments, "advice": advice}, case=family.family)
            continue
        has_date = one.date is not None or one.kind == "invalid"
        form = "source-marked" if one.source_marked else "with-date" if has_date else ""
        unlawful = family.lawful_as(form).complement() if form else family.lawful.complement()
        if unlawful:
            yield Hit(span, arguments, dates=unlawful, case="source-marked" if one.source_marked else family.family)
        if form == "with-date" and form in family.tolerated:
            advice = rule.parameters["advice_with_date"]
            yield Hit(span, {**arguments, "advice": advice}, dates=family.tolerated[form], case=form)


def exemption_without_date(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """A code of `families` that stands with neither date nor event."""
    for one, family in _of_families(document, rule, setting):
        if one.kind == "code" and not one.source_marked:
            yield Hit(one.code_span or one.span, {"code": one.code or family.family})


def exemption_too_early(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """A code of `families` on a document that is younger than `years` on the day of the run and not derivative."""
    if document.derived_from is not None:
        return
    young = _since(add_years(setting.as_of, -rule.parameters["years"]) + _ONE_DAY)
    for one, family in _of_families(document, rule, setting):
        if not one.source_marked:
            yield Hit(one.code_span or one.span, {"code": one.code or family.family}, dates=young)


def exemption_too_late(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """A code of `families` with a date past the last day of the year in which its own period ends."""
    for one, family in _of_families(document, rule, setting):
        if one.date is None or family.maximum_years is None:
            continue
        last_year = one.date.year - family.maximum_years - 1
        if last_year >= datetime.MINYEAR:
            yield Hit(
                _date_span(one),
                {"code": one.code or family.family, "date": one.date.isoformat(), "years": str(family.maximum_years)},
                dates=DateSet((DateRange(latest=datetime.date(last_year, 12, 31)),)),
            )


def on_unclassified(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """The first instruction of the kinds in `kinds` under an unclassified banner."""
    for one in document.instructions:
        if one.kind in rule.parameters["kinds"] and not (one.code or "").startswith("NA-"):
            yield Hit(one.span, {"value": one.text})
            return


def not_applicable(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """The E.O. line of a classified document that says no more than N/A."""
    if document.instructions and all(one.kind == "na" for one in document.instructions):
        one = document.instructions[0]
        levels = [level for level in (document.level, document.highest_portion) if level is not None]
        yield Hit(one.span, {"value": one.text, "level": max(levels).words})


def passed(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """The first date of declassification, if it lies before the day of the run."""
    for one, date in _dated(document):
        if one.kind == "date":
            if date < setting.as_of:
                yield Hit(_date_span(one), {"date": date.isoformat()})
            return


def contradicts_reason(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """A code that none of the letters cited from `sections` fits; silent if a citation names no letter."""
    cited = [one for one in document.reasons if one.section in rule.parameters["sections"]]
    if not cited or len(cited) < len(document.reasons) or not all(one.letters for one in cited):
        return
    letters = frozenset(letter for one in cited for letter in one.letters)
    for one in document.instructions:
        fitting = setting.law.fitting_reasons(one.code) if one.code is not None and not one.source_marked else None
        if one.code is not None and fitting is not None and letters.isdisjoint(fitting):
            yield Hit(
                one.code_span or one.span,
                {"code": one.code, "fitting": _listed(fitting), "letters": _listed(letters)},
                related=tuple((reason.span, "the reasons cited") for reason in cited),
            )


def date_form(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """A date in one of `forms`; each names the `form`, what is odd about it, where and when it is odd, and the mend.

    `write` is the form to write it in instead (as of strftime); `doubtful` says that it leaves a doubt which day is
    meant.
    """
    for one, date in _dated(document):
        for row in rule.parameters["forms"]:
            if one.form != row["form"] or one.place not in row.get("places", (one.place,)):
                continue
            years = DateRange(
                datetime.date.fromisoformat(row["from"]) if "from" in row else datetime.date.min,
                datetime.date.fromisoformat(row["to"]) if "to" in row else datetime.date.max,
            )
            yield Hit(
                _date_span(one),
                {"value": document.text.words(_date_span(one)), "date": date.isoformat(), "oddity": row["oddity"]},
                dates=DateSet((years,)),
                fix=_rewritten(_date_span(one), date, row),
            )


def _rewritten(span: Span, date: datetime.date, row: Mapping[str, Any]) -> Fix | None:
    """The same date in the form that the row asks for; unsafe where the form leaves a doubt which day was meant."""
    if "write" not in row:
        return None
    words = date.strftime(row["write"])
    return Fix(f"write {words}", (Edit(span, words),), safe=not row.get("doubtful", False))


def irreconcilable(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """On a document of unknown date: a reason and a date that hardly any day permits together.

    A section that held the categories only up to some day (`until`) beside a date past the default period from that
    day, or one that held them only from some day on (`since`) beside a date before it.
    """
    if document.order is None or document.order.number != rule.parameters["order"] or not document.reasons:
        return
    if any(one.code is not None for one in document.instructions):
        return
    if document.dates.has(*rule.parameters["dated_by"]):
        return
    known = document.dates.range(frozenset(rule.parameters["undated_by"]))
    if known.earliest == known.latest:
        return
    for reason in document.reasons:
        years = setting.law.reason_years(reason.section) if reason.section is not None else DateSet()
        if not years:
            continue
        first, last = years.ranges[0].earliest, years.ranges[-1].latest
        for one, date in _dated(document):
            limit = None
            if last < datetime.date.max:
                limit = add_years(last, rule.parameters["years"], rule.parameters["tolerance_days"])
            if (limit is not None and date > limit) or date <= first:
                yield Hit(
                    _date_span(one),
                    {"date": date.isoformat(), "reason": document.text.words(reason.section_span or reason.span)},
                    related=((reason.span, "the reasons cited"),),
                )
                return


def conflicting(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """An instruction beside a date that it excludes.

    A code of `dateless` with a date, N/A beside a date, or a code of `beyond_default` with a date that lies within
    the ordinary period of `years`, which needed no such code.
    """
    has_date = any(one.date is not None for one in document.instructions)
    for one in document.instructions:
        if one.kind == "na" and has_date:
            yield Hit(one.span, {"value": one.text, "other": "a date"})
        elif one.code is None or one.date is None or one.source_marked:
            continue
        elif one.code in rule.parameters["dateless"]:
            yield Hit(one.span, {"value": one.code, "other": "a date"})
        else:
            family = setting.law.instruction(one.code)
            if family is not None and family.family in rule.parameters["beyond_default"]:
                within = _since(add_years(one.date, -rule.parameters["years"]))
                yield Hit(one.span, {"value": one.code, "other": "a date within ten years"}, dates=within)


# -- what the checks share --------------------------------------------------------------------------------------------


def _dated(document: Document) -> Iterator[tuple[Instruction, datetime.date]]:
    for one in document.instructions:
        if one.date is not None and not one.source_marked:
            yield one, one.date


def _date_span(one: Instruction) -> Span:
    return one.date_span or one.span


def _since(date: datetime.date) -> DateSet:
    return DateSet((DateRange(earliest=date),))


def _within(years: DateRange, earliest: datetime.date | None, latest: datetime.date) -> list[DateRange]:
    """The days of `years` from `earliest` to `latest`, as a list of at most one range."""
    start = max(years.earliest, earliest) if earliest is not None else years.earliest
    end = min(years.latest, latest)
    return [DateRange(start, end)] if start <= end else []


def _is_capped(one: Instruction, setting: Setting) -> bool:
    """Whether the cap of the order binds the date: no exemption stands beside it, but for a date of review."""
    family = setting.law.instruction(one.code) if one.code is not None else None
    return family is None or not family.is_exemption or one.kind == "review"


def _extended_cap(one: Instruction, document: Document, setting: Setting) -> int | str | None:
    """The longer cap that the text shows a right to: by a date of review, the reasons cited, or the level."""
    family = setting.law.instruction(one.code) if one.code is not None else None
    if one.kind == "review" and family is not None and family.maximum_years is not None:
        return family.maximum_years
    if one.kind == "review" and family is None:
        return "foreign-government-information"
    if document.reasons:
        return "foreign-government-information"
    return "top-secret-authority" if document.level is Level.TS else None


def _of_families(document: Document, rule: Rule, setting: Setting) -> Iterator[tuple[Instruction, InstructionLaw]]:
    for one in document.instructions:
        family = setting.law.instruction(one.code) if one.code is not None else None
        if family is not None and family.family in rule.parameters["families"]:
            yield one, family


def _authority_span(document: Document) -> Span | None:
    """Where a part of the authority block that is absent would be looked for."""
    if document.classified_by is not None:
        return document.classified_by.span
    if document.banner is not None:
        return document.banner.span
    return next((one.mark.span for _, one in document.portion_levels if one.mark is not None), None)


def _in_force(days: DateSet) -> str:
    """When a code may be applied, in words: "was in force from 1995-10-14 to 2003-09-21"."""
    if not days:
        return "was never in force"
    periods = (
        f"from {one.earliest.isoformat()}"
        + (f" to {one.latest.isoformat()}" if one.latest < datetime.date.max else " on")
        for one in days.ranges
    )
    return f"was in force {' and '.join(periods)}"


def _listed(letters: frozenset[str]) -> str:
    return " ".join(f"({letter})" for letter in sorted(letters))
