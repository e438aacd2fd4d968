"""The classification authority block: who classified, under what sources, on which day."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redactlint import compiled
from redactlint.checks.per_rule import PerRule
from redactlint.documents.model import Document
from redactlint.findings import Hit
from redactlint.rulepack import Rule, Setting
from redactlint.text import Span

__all__ = [
    "classifier_incomplete",
    "classifier_missing",
    "date_of_origin_missing",
    "derivative_classifier_missing",
    "on_unclassified",
    "source_list_missing",
]


def classifier_missing(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """A classified document that names neither a classifier nor a source."""
    if document.classified_by is None and document.derived_from is None:
        span = _marking_span(document)
        if span is not None:
            yield Hit(span)


def classifier_incomplete(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """A classifier of whom only the name or only the position is given.

    `positions` are words and abbreviations of posts, `neutral` words that can belong to either; a personal identifier
    (a number) is complete.  Case "position" or "name" tells which is missing.
    """
    line = document.classified_by
    if line is None or line.is_cut or any(map(str.isdigit, line.words)) or "XXX" in line.words.upper():
        return
    positions, neutral = _vocabulary(rule)
    words = [word.upper() for word in _BETWEEN.split(line.words) if len(word) > 1]
    telling = [word for word in words if word not in neutral]
    named = [word for word in telling if word not in positions]
    arguments = {"value": line.words}
    if telling and not named:
        yield Hit(line.value, {**arguments, "missing": "the name"}, case="name")
    elif 2 <= len(named) == len(telling) <= 4 and _is_name(line.words):
        yield Hit(line.value, {**arguments, "missing": "the position"}, case="position")


def _split(rule: Rule) -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(rule.parameters["positions"]), frozenset(rule.parameters["neutral"])


_vocabulary = PerRule(_split)
_BETWEEN = compiled.pattern(r"[^\w'’]+")


def on_unclassified(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """The classifier, else the reasons, of a document with an unclassified banner; a line that says N/A names none."""
    line = document.classified_by
    if line is not None and not _NOTHING.match(line.words):
        yield Hit(Span(line.span.start, line.value.end), {"what": "a Classified By line"})
    elif document.reasons:
        yield Hit(document.reasons[0].span, {"what": "reasons for classification"})


def source_list_missing(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """Derived From says that there are several sources, and none of `list_words` shows where they are listed."""
    line = document.derived_from
    if (
        line is None
        or document.line("SOURCES") is not None
        or not any(words in line.words.lower() for words in rule.parameters["several"])
    ):
        return
    elsewhere = document.text.content[: line.span.start] + document.text.content[line.span.end :]
    text = elsewhere.lower()
    if not any(words in text for words in rule.parameters["list_words"]):
        yield Hit(line.value, {"value": line.words})


def derivative_classifier_missing(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """A document that names its source and not the person who applied it."""
    if document.derived_from is not None and document.classified_by is None:
        yield Hit(document.derived_from.span)


def date_of_origin_missing(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """A document that bears no date of its own; in kinds without a fixed form, only one with an authority block."""
    if document.dates.has("stated") or document.line("DATE") is not None:
        return
    has_block = document.classified_by is not None or document.derived_from is not None
    if document.kind in rule.parameters["fixed_forms"] or has_block:
        span = _marking_span(document)
        if span is not None:
            yield Hit(span)


_NOTHING = compiled.pattern(r"(?i)(?:n\s?[/:]?\s?a|none|unclassified|not applicable)?[\s.]*\Z")


def _is_name(words: str) -> bool:
    """Whether the words can be a personal name and nothing else.

    Two to five capitalised words or initials.  What could be the abbreviation of a post is no name: a short word among
    capitals, or capitals among other words.
    """
    if re.fullmatch(r"(?:[A-Z][\w'’-]*\.? ?){2,5}", words) is None:
        return False
    long = [word for word in re.split(r"[^\w'’]+", words) if len(word) > 1]
    return all(len(word) > 3 for word in long) if words.isupper() else not any(word.isupper() for word in long)


def _marking_span(document: Document) -> Span | None:
    if document.banner is not None:
        return document.banner.span
    return next((one.mark.span for _, one in document.portion_levels if one.mark is not None), None)
