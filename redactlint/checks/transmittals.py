"""Transmittals: a cover document against the level of what it encloses, as far as its own text states that level."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from redactlint import compiled
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
    sentence = _sentence(content, separated)
    stated = [*_listed_levels(content, labels), *(_levels_in(content, sentence) if sentence is not None else ())]
    if not stated:
        return
    level, span = max(stated, key=lambda one: one[0])
    words = {"banner": banner.level.words, "level": level.words}
    if banner.level < level:
        yield Hit(banner.span, words, case="below", related=((span, "the level of an enclosure"),))
    elif sentence is None and document.highest_portion is not None and document.highest_portion < level:
        yield Hit(span, words, case="sentence", related=((banner.span, "the overall marking"),))


# How far the word that takes the enclosure away stands from the start of its sentence, and from its end.
_LONGEST_SENTENCE = 160

_CLASSIFIED = [level for level in Level if level.is_classified]
# What is called classified, and no more, is at least of the lowest level.
_LEVELS = {"CLASSIFIED": _CLASSIFIED[0]} | {word: one for one in _CLASSIFIED for word in (one.name, one.words)}


@cache
def _away_pattern(separated: tuple[str, ...]) -> re.Pattern[str]:
    return compiled.pattern(rf"\b(?:{'|'.join(re.escape(one) for one in separated)})\b", re.IGNORECASE)


@cache
def _sentence_head() -> re.Pattern[str]:
    """A level or a word of time at the start of a line."""
    return compiled.pattern(
        r"[ \t>*_(\"“]{0,40}(?:(?:top )?secret|confidential|unclassified|when|upon|if|after|once)\b", re.IGNORECASE
    )


def _sentence(content: str, separated: tuple[str, ...]) -> Span | None:
    """The line or two that say what the document is when its enclosures are taken away, or None."""
    for match in _away_pattern(separated).finditer(content):
        line = content.rfind("\n", 0, match.start()) + 1
        before = content.rfind("\n", 0, max(line - 1, 0)) + 1
        for start in (line, before):
            if match.start() - start <= _LONGEST_SENTENCE and _sentence_head().match(content, start):
                end = content.find("\n", match.end(), match.end() + _LONGEST_SENTENCE)
                return Span(start, end if end >= 0 else min(len(content), match.end() + _LONGEST_SENTENCE))
    return None


@cache
def _enclosed_level() -> re.Pattern[str]:
    # "from SECRET enclosures", "classified attachment removed": the level that is said of what is enclosed.
    return compiled.pattern(
        r"\b(?P<level>top secret|secret|confidential|classified)[ \t]+(?:attach|enclos|annex|tabs?\b|addend)",
        re.IGNORECASE,
    )


@cache
def _list_pattern(labels: tuple[str, ...]) -> re.Pattern[str]:
    spelled = "|".join(re.escape(one) for one in labels)
    # The line of the label and the numbered, lettered or indented lines that follow it, with blank lines or without.
    return compiled.pattern(
        rf"\n[ \t]*(?:{spelled})(?:[ \t]*\([^()\n]{{1,8}}\))?[ \t]*[:.\-–—][^\n]*"
        r"(?:\n[ \t]*(?:\n[ \t]*)?(?:(?:\d{1,2}|[A-Za-z])[.)]|Tab [A-Z0-9]{1,2}\b|[-*•–])[^\n]*){0,20}",
        re.IGNORECASE,
    )


@cache
def _listed_level() -> re.Pattern[str]:
    return compiled.pattern(
        r"\((?P<mark>TS|S|C)(?:/{1,2}[A-Z][A-Z /,-]{0,30})?\)|\b(?P<word>TOP SECRET|SECRET|CONFIDENTIAL)\b"
    )


def _listed_levels(content: str, labels: tuple[str, ...]) -> Iterator[tuple[Level, Span]]:
    for block in _list_pattern(labels).finditer("\n" + content):
        for match in _listed_level().finditer(block.group()):
            at = block.start() - 1
            yield _LEVELS[match["mark"] or match["word"]], Span(at + match.start(), at + match.end())


def _levels_in(content: str, sentence: Span) -> Iterator[tuple[Level, Span]]:
    for match in _enclosed_level().finditer(content, sentence.start, sentence.end):
        yield _LEVELS[" ".join(match["level"].upper().split())], Span(match.start("level"), match.end("level"))
