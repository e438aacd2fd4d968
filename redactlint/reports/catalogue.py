"""The catalogue of rules, as a table or as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable

from redactlint.reports.safe import safe
from redactlint.rulepack import Rule

__all__ = ["as_json", "as_table", "severity_words"]


def severity_words(rule: Rule) -> str:
    """The levels that a rule can give, the gravest first."""
    if rule.retired is not None:
        return "retired"
    levels = {row.level for row in rule.severities}
    return ", ".join(level for level in ("error", "warning", "info") if level in levels) or "none"


def as_table(rules: Iterable[Rule]) -> str:
    """The rules as a table: code, name, severities, what each says; and the pack of each, where there are others."""
    from tabulate import tabulate

    rules = list(rules)
    rows: list[tuple[str, ...]] = [(rule.code, rule.name, severity_words(rule), safe(rule.summary)) for rule in rules]
    heads: tuple[str, ...] = ("code", "name", "severity", "says")
    widths: list[int | None] = [None, None, None, 70]
    if any(rule.origin for rule in rules):
        rows = [(*row, safe(rule.origin) or "redactlint") for row, rule in zip(rows, rules, strict=True)]
        heads, widths = (*heads, "from"), [*widths, None]
    return tabulate(rows, heads, disable_numparse=True, maxcolwidths=widths) + "\n"


def as_json(rules: Iterable[Rule]) -> str:
    """The rules as JSON."""
    listed = [
        {
            "code": rule.code,
            "name": rule.name,
            "family": rule.family,
            "summary": rule.summary,
            "severities": sorted({row.level for row in rule.severities}),
            "citation": [one.source for one in rule.citations],
            "fixable": rule.fixable,
            "retired": rule.retired,
            "origin": rule.origin or None,
        }
        for rule in rules
    ]
    return json.dumps({"rules": listed}, indent=2) + "\n"
