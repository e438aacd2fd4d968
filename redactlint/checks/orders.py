"""Checks of family ORD: the order that a document cites is named, exists, and was in force."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from redactlint.documents.model import Document, OrderCitation
from redactlint.findings import Edit, Fix, Hit
from redactlint.law.dates import DateRange, DateSet
from redactlint.law.law import Law
from redactlint.law.slips import with_digits
from redactlint.rulepack import Rule, Setting
from redactlint.text import Span

__all__ = ["missing", "not_in_force", "unknown"]


def missing(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """The document has no E.O. line; the overall marking, or else the highest portion mark, is pointed at."""
    if document.order is not None:
        return
    span = _what_classifies(document)
    if span is not None:
        yield Hit(span)


def unknown(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """The E.O. line cites a number that is no order on classification; the one order that it can mean is the fix.

    Only a line that begins with "E.O." is judged: an authority block may cite orders of any kind.  Letters that OCR
    reads for digits are damage, not a wrong number.
    """
    order, law = document.order, setting.law
    if order is None or not _is_order_line(document, order):
        return
    digits = with_digits(order.raw)
    if not digits or digits in law.orders:
        return
    meant = law.order_meant(order.raw)
    if meant is None:
        yield Hit(order.span, {"cited": order.raw, "remedy": "cite the order in force on the document's date"})
        return
    mend = Fix(f"cite E.O. {meant}", (Edit(order.span, meant),))
    yield Hit(order.span, {"cited": order.raw, "remedy": f"did you mean E.O. {meant}?"}, fix=mend)


def not_in_force(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """The order cited is known, and was not in force; an amending order is never the one to cite.

    The case is the number.  A number that has to be guessed is left to `unknown`, and a line retyped as DECLASSIFIED
    speaks of the release, not of the writing.
    """
    citation, law = document.order, setting.law
    if citation is None or citation.is_declassified_note:
        return
    order = law.orders.get(with_digits(citation.raw))
    if order is None:
        return
    if order.amends is not None:
        wrong = f"it amends E.O. {order.amends}, which is the order to cite"
        yield Hit(citation.span, {"cited": order.number, "wrong": wrong}, case=order.number)
        return
    wrong, out_of_force = _out_of_force(law, order.number)
    yield Hit(citation.span, {"cited": order.number, "wrong": wrong}, dates=out_of_force, case=order.number)


def _what_classifies(document: Document) -> Span | None:
    if document.banner is not None:
        return document.banner.span
    highest = document.highest_portion
    return next((one.mark.span for level, one in document.portion_levels if level is highest and one.mark), None)


@cache
def _out_of_force(law: Law, number: str) -> tuple[str, DateSet]:
    """When the order was in force, in words, and the days on which it was not; worked out once for all documents."""
    years = law.orders[number].years
    return f"it was in force {_in_words(years)}{_successor(law, years)}", DateSet((years,)).complement()


def _is_order_line(document: Document, order: OrderCitation) -> bool:
    """Whether nothing but "E.O.", however mistyped, or "Executive Order" stands before the number on its line."""
    label = [one for one in document.text.content[order.line.start : order.span.start].upper() if one.isalnum()]
    return len(label) <= 3 or "".join(label).startswith("EXECUTIVEORDER")


def _in_words(years: DateRange) -> str:
    if years.latest == years.latest.max:
        return f"from {years.earliest} on"
    return f"from {years.earliest} to {years.latest}"


def _successor(law: Law, years: DateRange) -> str:
    """Who followed an order that is no longer in force, as the remedy."""
    if years.latest == years.latest.max:
        return "; cite the order in force on the document's date"
    following = law.phases[len(law.governing_all(DateRange(latest=years.latest)))]
    return f"; from {following.years.earliest} cite E.O. {following.order}"
