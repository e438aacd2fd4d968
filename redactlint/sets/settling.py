"""Settling: the findings of a set come home to the outcomes of their documents, and to the suppressions there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from redactlint.engine import Outcome
from redactlint.findings import Finding
from redactlint.sets.summary import Carried
from redactlint.values import evolve

if TYPE_CHECKING:
    from redactlint.engine import Engine

__all__ = ["settled"]

_UNUSED = "DOC005"


def settled(engine: Engine, outcome: Outcome, found: Sequence[Finding], carried: Sequence[Carried]) -> Outcome:
    """The outcome of a document with what the set found on it, suppressed where a suppression says so.

    A suppression of nothing but set rules that suppressed nothing is a finding itself.
    """
    if not found and not carried:
        return outcome
    findings = list(found)
    notices = []
    for one in carried:
        covered = [at for at, each in enumerate(findings) if each.suppressed is None and _covers(one, each)]
        for at in covered:
            findings[at] = evolve(findings[at], suppressed=one.note)
        if not covered and one.unused is not None and _UNUSED in engine.reported and one.rules <= engine.reported:
            notices.append(one.unused)
    rows = []
    for index, is_used in outcome.rows:
        row = engine.options.ignore_rows[index]
        note = engine.note_of_row(index)
        covered = [
            at for at, each in enumerate(findings)
            if note is not None and each.suppressed is None and each.rule in row.rules
        ]  # fmt: skip
        for at in covered:
            findings[at] = evolve(findings[at], suppressed=note)
        rows.append((index, is_used or bool(covered)))
    # What speaks of the file as a whole stands behind the findings on its text, as it did.
    behind = [one for one in notices if one.place.path != outcome.facts.path]
    own = [*outcome.findings, *findings, *(one for one in notices if one.place.path == outcome.facts.path)]
    ordered = sorted(own, key=lambda one: (one.span.start, one.span.end, one.rule))
    return evolve(outcome, findings=(*ordered, *behind), rows=tuple(rows))


def _covers(one: Carried, finding: Finding) -> bool:
    return finding.rule in one.rules and any(span is None or span.overlaps(finding.span) for span in one.spans)
