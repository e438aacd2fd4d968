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


# The room that code, name and severity take, and what they leave for words in a terminal that has no more.
_BESIDE, _WORDS, _FEWEST_WORDS = 68, 70, 30


def as_table(rules: Iterable[Rule], width: int = _BESIDE + _WORDS) -> str:
    """The rules as a table: code, name, severities, what each says; and the pack of each, where there are others.

    `width` is that of the terminal; in a narrow one the name stands below the code.
    """
    from tabulate import tabulate

    rules = list(rules)
    words = min(width - _BESIDE, _WORDS)
    if words >= _FEWEST_WORDS:
        rows: list[tuple[str, ...]] = [
            (rule.code, rule.name, severity_words(rule), safe(rule.summary)) for rule in rules
        ]
        heads: tuple[str, ...] = ("code", "name", "severity", "says")
        widths: list[int | None] = [None, None, None, words]
    else:
        rows = [
            (f"{rule.code}\n{rule.name}", severity_words(rule).replace(", ", "\n"), safe(rule.summary))
            for rule in rules
        ]
        heads, widths = ("rule", "severity", "says"), [None, None, max(width - 50, 12)]
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
