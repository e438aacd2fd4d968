"""Checks of family RSN: the reason for classification is given, in form, and cites section and letters of its day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from redactlint import compiled
from redactlint.documents.model import Document, Line, Reason
from redactlint.findings import Edit, Fix, Hit
from redactlint.law.dates import DateSet
from redactlint.law.law import Law
from redactlint.rulepack import Rule, Setting
from redactlint.text import Span

__all__ = ["letter_unknown", "malformed", "missing", "on_derivative", "section_not_in_force"]


def missing(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """An original classification names its classifier and gives no reason; the classifier's line is pointed at.

    A reason in words is a reason.  A classifier's line that holds one of `derivative_words` classifies derivatively.
    The case is "cut" where that line breaks off, else empty.
    """
    classifier = document.classified_by
    if classifier is None or document.reasons or document.derived_from is not None:
        return
    if _unread_clause(document) is not None:
        return
    words = classifier.words.upper()
    if any(word in words for word in rule.parameters["derivative_words"]):
        return
    if any(one.source_marked for one in document.instructions):
        return
    yield Hit(classifier.span, case="cut" if classifier.is_cut else "")


def section_not_in_force(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """A reason cites a section on days on which the categories were to be cited by another; the case is the section.

    The days on which the section held them already, though the other was still to be cited, are in the hit: the rule
    grades them.
    """
    for reason in document.reasons:
        section, span = reason.section, reason.section_span
        if section is None or span is None:
            continue
        wrong = _out_of_days(setting.law, section)
        if wrong is not None:
            yield Hit(span, {"section": section, "wrong": wrong[0]}, dates=wrong[1], case=section)


def letter_unknown(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """A reason names a letter that its section does not have, or did not have yet.

    Letters beside a section that numbers its categories (E.O. 12356) are left alone: the section is what is wrong.
    """
    for reason in document.reasons:
        section = reason.section
        if section is None:
            continue
        for letter, span in zip(reason.letters, reason.letter_spans, strict=True):
            wrong = _no_letter(setting.law, section, letter)
            if wrong is not None:
                arguments = {"section": section, "letter": letter, "wrong": wrong[0]}
                yield Hit(span, arguments, dates=wrong[1])


def malformed(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """A reason is mistyped: "slip" where no doubt is left, else "guess": no section, no letter, or neither is legible.

    A reason in words alone is in form: the orders let a short text stand.  Case "section": no reason of the document
    cites a section that any order gave the categories.  Parameter: `elsewhere`, the beginnings of sections that are
    cited for something else.
    """
    is_cut = document.classified_by is not None and document.classified_by.is_cut
    wrong = _of_no_category(document, tuple(rule.parameters["elsewhere"]), setting.law)
    if wrong is not None:
        remedy = f"no order has its categories in section {wrong.section}; cite the section that is meant"
        yield Hit(wrong.span, {"cited": document.text.words(wrong.span), "remedy": remedy}, case="section")
    for reason in document.reasons:
        cited = document.text.words(reason.span)
        if reason.malformed or reason.section is None:
            yield Hit(reason.span, {"cited": cited, "remedy": "give section and letter, as in 1.4(b)"}, case="guess")
        elif not reason.letters and not is_cut and _names_no_category(document, reason, setting.law):
            yield Hit(reason.span, {"cited": cited, "remedy": "name a category of the section"}, case="guess")
        elif reason.slip:
            arguments = {"cited": cited, "remedy": f"write {_canonical(reason)}"}
            yield Hit(reason.span, arguments, case="slip", fix=_mend(reason))
    clause = None if document.reasons or is_cut else _unread_clause(document)
    if clause is not None and _is_past_reading(document.text.words(clause), setting.law):
        arguments = {"cited": document.text.words(clause), "remedy": "give section and letter, as in 1.4(b)"}
        yield Hit(clause, arguments, case="guess")


def on_derivative(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """A document that names what it was derived from carries a reason too; the letters of a guide are no reason."""
    source = document.derived_from
    if source is None:
        return
    within = _clause(document, source.value)
    spans = [one.span for one in document.reasons if within is not None or not one.span.overlaps(source.span)]
    if not spans and within is not None:
        spans = [within]
    for span in spans[:1]:
        yield Hit(span, {"source": _name_of(document, source)}, related=((source.span, "the source"),))


def _unread_clause(document: Document) -> Span | None:
    """What stands after "Reason" where no reason could be read in it: a text of words, or a citation past reading."""
    line, classifier = document.line("REASON"), document.classified_by
    if line is not None:
        return line.value if line.words else None
    if classifier is None:
        return None
    return _clause(document, Span(classifier.value.start, classifier.span.end))


def _clause(document: Document, within: Span) -> Span | None:
    """What stands after "Reason" in a line, without the stop at its end; None if there is no such word, or nothing."""
    content = document.text.content
    lead = _lead().search(content, within.start, within.end)
    if lead is None:
        return None
    end = within.end
    while end > lead.end() and not content[end - 1].isalnum() and content[end - 1] != ")":
        end -= 1
    return Span(lead.end(), end) if end > lead.end() else None


def _name_of(document: Document, source: Line) -> str:
    """The source as the line names it, without a reason behind it."""
    lead = _lead().search(document.text.content, source.value.start, source.value.end)
    end = source.value.end if lead is None else lead.start()
    return document.text.words(Span(source.value.start, end)).rstrip(" .,;:")


def _of_no_category(document: Document, elsewhere: tuple[str, ...], law: Law) -> Reason | None:
    """The first reason with letters, where no reason cites a section that ever held the categories."""
    if document.derived_from is not None or any(one.section is None or one.malformed for one in document.reasons):
        return None
    if any(law.reason_years(one.section or "") for one in document.reasons):
        return None
    return next(
        (one for one in document.reasons if one.letters and not (one.section or "").startswith(elsewhere)), None
    )


def _names_no_category(document: Document, reason: Reason, law: Law) -> bool:
    """Whether a section of categories stands alone: no letter follows it, be it on the next line."""
    following = document.text.content[reason.span.end : reason.span.end + 24].lstrip(" \t\n.,:;-")
    return bool(law.letters_of(reason.section or "")) and _letter().match(following) is None


@cache
def _letter() -> re.Pattern[str]:
    return compiled.pattern(r"[(\[{]|[A-Ja-j](?![A-Za-z])")


def _is_past_reading(clause: str, law: Law) -> bool:
    """Whether it cites a number and a letter, and the number is no section: one that wraps or is spaced out is in form.

    A number alone may be the first half of one that wraps.
    """
    cited = _number_and_letter().search(clause)
    return cited is not None and not law.letters_of("".join(cited["number"].split()))


@cache
def _number_and_letter() -> re.Pattern[str]:
    return compiled.pattern(r"(?P<number>\d[\d.\- ]*)[^A-Za-z]{0,6}[A-Za-z](?![A-Za-z])")


@cache
def _lead() -> re.Pattern[str]:
    return compiled.pattern(r"\bREASONS?(?:\(S\))?\b[\s:;,.\-–]*", re.IGNORECASE)


# What the law says of a section or a letter is worked out once: it is asked for every document.


@cache
def _out_of_days(law: Law, section: str) -> tuple[str, DateSet] | None:
    """When the section was the one to cite, in words, and the days on which it was not; None if it never was."""
    years = law.reason_years(section)
    if not years:
        return None
    settled = years.intersect(law.early_reason_years(section).complement())
    return _when_it_held(law, section), settled.complement()


@cache
def _no_letter(law: Law, section: str, letter: str) -> tuple[str, DateSet] | None:
    """Why the section has no such letter, and on which days; None where it has, or where nothing is known of it."""
    known = law.letters_of(section)
    if not known or letter.isalpha() != any(one.isalpha() for one in known):
        return None
    years = law.letter_years(section, letter)
    if not years:
        return f"it has ({_first_to_last(known)})", years.complement()
    since = years.ranges[0].earliest
    if since == min(one.years.earliest for one in law.reason_sections):
        return None
    return f"no order had it before {since}", years.complement()


def _when_it_held(law: Law, section: str) -> str:
    """When the section held the categories, and which one took its place."""
    years = law.reason_years(section).ranges
    since, until = years[0].earliest, years[-1].latest
    if until != until.max:
        later = [one for one in law.reason_sections if one.years.latest > until]
        following = min(later, key=lambda one: one.years.latest)
        return f"it held the categories from {since} to {until}; after that cite {following.number}"
    earlier = [one for one in law.reason_sections if one.years.earliest < since]
    preceding = max(earlier, key=lambda one: one.years.earliest)
    early = law.early_reason_years(section).ranges
    until = early[-1].latest if early else since
    return f"it holds the categories from {since} on; up to {until} cite {preceding.number}"


def _mend(reason: Reason) -> Fix | None:
    """Write the section as it is numbered; the letters stay as they are typed."""
    if reason.section is None or reason.section_span is None:
        return None
    return Fix(f"write {reason.section}", (Edit(reason.section_span, reason.section),))


def _canonical(reason: Reason) -> str:
    return f"{reason.section}{''.join(f'({letter})' for letter in reason.letters)}"


def _first_to_last(letters: frozenset[str]) -> str:
    ordered = sorted(letters, key=lambda one: (len(one), one))
    return f"{ordered[0]}) to ({ordered[-1]}"
