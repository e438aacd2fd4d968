"""Compares what `show` says of a document with what is known of it, field by field."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from generator.plan import Truth

__all__ = ["differences"]

Difference = tuple[str, object, object]


def differences(shown: dict[str, Any], truth: Truth) -> Iterator[Difference]:
    """Each field that differs: its name, what is true, what was shown."""
    banner = shown["banner"] or {}
    pairs: list[Difference] = [
        ("kind", truth.kind, shown["kind"]),
        ("id", truth.id, shown["id"]),
        ("banner.level", truth.level, banner.get("level")),
        ("banner.line", truth.banner_line, banner.get("line")),
        ("captions", sorted(set(truth.captions)), sorted(set(shown["captions"]))),
        ("order", truth.order and f"E.O. {truth.order}", shown["order"]),
        ("reasons", _reasons(truth), [(one["section"], tuple(one["letters"])) for one in shown["reasons"]]),
        ("subject", truth.subject, _unmarked(shown["subject"])),
        *_instruction(shown["declassify_on"], truth),
        *_classifier(shown["classified_by"], truth),
        *_portions([one for one in shown["portions"] if one["kind"] != "quoted"], truth),
    ]
    return (pair for pair in pairs if pair[1] != pair[2])


def _reasons(truth: Truth) -> list[tuple[str | None, tuple[str, ...]]]:
    return [(section, tuple(letters)) for section, letters in truth.reasons]


def _unmarked(subject: str | None) -> str | None:
    return subject and re.sub(r"^\([A-Z/]+\) ", "", subject)


def _instruction(shown: dict[str, Any] | None, truth: Truth) -> Iterator[Difference]:
    until = truth.declassify_on
    if until is None or shown is None:
        yield "declassify_on", until and until.printed, shown and shown["value"]
        return
    # A date on which to review is shown as the date that it is.
    yield "declassify_on.kind", "date" if until.kind == "review" else until.kind, shown["kind"]
    yield "declassify_on.code", until.code, shown["code"]
    if until.value is not None:
        yield "declassify_on.value", until.value, shown["value"]


def _classifier(shown: str | None, truth: Truth) -> Iterator[Difference]:
    if truth.classifier is None or shown is None or truth.classifier not in shown:
        yield "classified_by", truth.classifier, shown


def _portions(shown: list[dict[str, Any]], truth: Truth) -> Iterator[Difference]:
    # An unmarked subject line may or may not be shown as a portion.
    shown = [one for one in shown if one["kind"] != "subject" or one["mark"] is not None]
    yield "portions.kind", [one.kind for one in truth.portions], [one["kind"] for one in shown]
    if len(shown) != len(truth.portions):
        return
    for known, one in zip(truth.portions, shown, strict=True):
        where = f"portion at line {known.line}: "
        yield where + "line", known.line, one["line"]
        if known.kind == "paragraph":
            yield where + "number", known.number, one["number"]
        if known.raw_number is not None:
            yield where + "raw_number", known.raw_number, one["raw_number"]
        if known.compares_mark:
            yield where + "mark", known.mark, one["mark"]
        if known.mark is not None and known.compares_mark:
            yield where + "level", known.level, one["level"]
            yield where + "inherited", False, one["inherited"]
        if known.words and not one["text_start"].startswith(known.words):
            yield where + "text_start", known.words, one["text_start"]
