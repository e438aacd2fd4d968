"""Transmittals: a cover document against the level of what it encloses, as far as its own text states that level."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from redactlint.documents.model import Document
from redactlint.findings import Hit
from redactlint.markings.levels import Level
from redactlint.rulepack import Rule, Setting
from redactlint.text import Span

__all__ = ["marking"]


def marking(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """A transmittal below its enclosures, or one that owes its level to them and does not say what it is without them.

    Cases: "below" and "sentence".  Parameters: `labels`, the words with which a list of enclosures begins, and
    `separated`, the words that say that they are taken away.  Silent where no enclosure's level is stated.
    """
    banner, content = document.banner, document.text.content
    if banner is None or banner.level is None:
        return
    labels, separated = tuple(rule.parameters["labels"]), tuple(rule.parameters["separated"])
    sentence = _sentence_pattern(separated).search("\n" + content)
    stated = [*_listed_levels(content, labels), *([_level_in_sentence(sentence)] if sentence is not None else [])]
    known = [one for one in stated if one is not None]
    if not known:
        return
    level, span = max(known, key=lambda one: one[0])
    words = {"banner": banner.level.words, "level": level.words}
    if banner.level < level:
        yield Hit(banner.span, words, case="below", related=((span, "the level of an enclosure"),))
    elif sentence is None and document.highest_portion is not None and document.highest_portion < level:
        yield Hit(span, words, case="sentence", related=((banner.span, "the overall marking"),))


_CLASSIFIED = [level for level in Level if level.is_classified]
# What is called classified, and no more, is at least of the lowest level.
_LEVELS = {"CLASSIFIED": _CLASSIFIED[0]} | {word: one for one in _CLASSIFIED for word in (one.name, one.words)}


@cache
def _sentence_pattern(separated: tuple[str, ...]) -> re.Pattern[str]:
    """From the start of a line: a level, a word of time, and within a line or two that the enclosure is taken away."""
    away = "|".join(re.escape(one) for one in separated)
    return re.compile(
        r"\n[ \t>*_(\"“]*(?:(?:top )?secret|confidential|unclassified|(?:when|upon|if|after|once)\b)[^\n]{0,60}"
        rf"(?:\n[^\n]{{0,60}})??\b(?:{away})[^\n]*",
        re.IGNORECASE,
    )


@cache
def _enclosed_level() -> re.Pattern[str]:
    # "from SECRET enclosures", "classified attachment removed": the level that is said of what is enclosed.
    return re.compile(
        r"\b(?P<level>top secret|secret|confidential|classified)[ \t]+(?:attach|enclos|annex|tabs?\b|addend)",
        re.IGNORECASE,
    )


@cache
def _list_pattern(labels: tuple[str, ...]) -> re.Pattern[str]:
    spelled = "|".join(re.escape(one) for one in labels)
    # The line of the label and the numbered, lettered or indented lines that follow it, with blank lines or without.
    return re.compile(
        rf"\n[ \t]*(?:{spelled})(?:[ \t]*\([^()\n]{{1,8}}\))?[ \t]*[:.\-–—][^\n]*"
        r"(?:\n[ \t]*(?:\n[ \t]*)?(?:(?:\d{1,2}|[A-Za-z])[.)]|Tab [A-Z0-9]{1,2}\b|[-*•–])[^\n]*){0,20}",
        re.IGNORECASE,
    )


@cache
def _listed_level() -> re.Pattern[str]:
    return re.compile(
        r"\((?P<mark>TS|S|C)(?:/{1,2}[A-Z][A-Z /,-]{0,30})?\)|\b(?P<word>TOP SECRET|SECRET|CONFIDENTIAL)\b"
    )


def _listed_levels(content: str, labels: tuple[str, ...]) -> Iterator[tuple[Level, Span]]:
    for block in _list_pattern(labels).finditer("\n" + content):
        for match in _listed_level().finditer(block.group()):
            at = block.start() - 1
            yield _LEVELS[match["mark"] or match["word"]], Span(at + match.start(), at + match.end())


def _level_in_sentence(sentence: re.Match[str]) -> tuple[Level, Span] | None:
    found = _enclosed_level().search(sentence.group())
    if found is None:
        return None
    at = sentence.start() - 1
    return _LEVELS[found["level"].upper()], Span(at + found.start("level"), at + found.end("level"))
