"""Controlled unclassified information (32 CFR part 2002): its indicator, legacy markings, portions beside secrets."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from redactlint.documents.model import Banner, Document, Mark, Portion
from redactlint.errors import UsageError
from redactlint.findings import Hit
from redactlint.law.dates import DateRange, DateSet
from redactlint.rulepack import Rule, Setting

__all__ = ["indicator_missing", "legacy_marking", "portions_needed"]

_CUI = "CUI"


def indicator_missing(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """The first marking with CUI, if nothing says which agency designated it.

    Parameters: `indicators`, words that introduce the designation wherever they stand ("controlled by");
    `organisations`, words of a letterhead or a signature, and `reach`, how many characters from either end of the text
    they are looked for.
    """
    first = _first_bearing(document, (_CUI,))
    if first is None:
        return
    content = document.text.content.lower()
    if any(one in content for one in rule.parameters["indicators"]):
        return
    reach = rule.parameters["reach"]
    ends = f"{content[:reach]}\n{content[-reach:]}"
    if any(one in ends for one in rule.parameters["organisations"]):
        return
    mark, _, portion = first
    number = None if portion is None else portion.number
    yield Hit(mark.span, {"text": document.text.words(mark.span)}, paragraph=number)


def legacy_marking(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """The first banner or portion mark with one of `controls`, from the day on which the agency went over to CUI.

    That day is the parameter of the setting that `adopted` names ("2021-12-31"); without it nothing is said.  Raises
    UsageError where it is no date.
    """
    key = rule.parameters["adopted"]
    written = setting.parameters.get(key)
    if not written:
        return
    try:
        adopted = datetime.date.fromisoformat(str(written))
    except ValueError:
        raise UsageError(f"{key} is {written!r}", "give the day of adoption as 2021-12-31") from None
    found = list(_bearing(document, tuple(rule.parameters["controls"])))
    if found:
        mark, control, portion = found[0]
        yield Hit(
            mark.span,
            {"text": document.text.words(mark.span), "control": control, "adopted": adopted.isoformat()},
            dates=DateSet((DateRange(adopted, datetime.date.max),)),
            case=control,
            related=tuple((other.span, f"carries {word}") for other, word, _ in found[1:]),
            paragraph=None if portion is None else portion.number,
        )


def portions_needed(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """The banner of a classified document, if it shows CUI and no portion is marked with it."""
    banner = document.banner
    if banner is None or banner.marking is None or not banner.marking.has(_CUI):
        return
    if not document.is_classified or any(marking.has(_CUI) for marking, _ in document.distinct_marks):
        return
    yield Hit(banner.span, {"banner": document.text.words(banner.span)})


def _first_bearing(document: Document, controls: tuple[str, ...]) -> tuple[Mark | Banner, str, Portion | None] | None:
    return next(_bearing(document, controls), None)


def _bearing(document: Document, controls: tuple[str, ...]) -> Iterator[tuple[Mark | Banner, str, Portion | None]]:
    """Every overall marking, then every different mark of the document's own portions, that bears one of `controls`."""
    for banner in document.banners:
        if banner.role in ("overall", "page"):
            for control in controls:
                if banner.marking is not None and banner.marking.has(control):
                    yield banner, control, None
    for marking, portion in document.distinct_marks:
        for control in controls:
            if portion.mark is not None and marking.has(control):
                yield portion.mark, control, portion
