"""The catalogue of rules, as a table or as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable

from redactlint.rulepack import Rule

__all__ = ["as_json", "as_table", "severity_words"]


def severity_words(rule: Rule) -> str:
    """The levels that a rule can give, the gravest first."""
    if rule.retired is not None:
        return "retired"
    levels = {row.level for row in rule.severities}
    return ", ".join(level for level in ("error", "warning", "info") if level in levels) or "none"


def as_table(rules: Iterable[Rule]) -> str:
    """The rules as a table: code, name, severities, what each says."""
    from tabulate import tabulate

    rows = [(rule.code, rule.name, severity_words(rule), rule.summary) for rule in rules]
    return (
        tabulate(rows, ("code", "name", "severity", "says"), disable_numparse=True, maxcolwidths=[None, None, None, 70])
        + "\n"
    )


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
        }
        for rule in rules
    ]
    return json.dumps({"rules": listed}, indent=2) + "\n"
