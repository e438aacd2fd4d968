"""The page of one rule for a terminal, under fixed headings."""

from __future__ import annotations

import datetime
import textwrap
from collections.abc import Iterable, Mapping
from typing import Any

from redactlint.reports.safe import safe
from redactlint.rulepack import Rule, SeverityRow

__all__ = ["page"]

# The confidence tags of citations, in words.
_CONFIDENCE = {
    "V": "read in the source",
    "V2": "from a text that restates the source",
    "O": "observed in documents",
    "S": "statistics of documents",
    "M": "from memory",
    "D": "a decision of design",
}


def page(rule: Rule, examples: Iterable[Mapping[str, Any]], width: int = 80) -> str:
    """The page: what the rule says, why, when it is how grave, what it rests on, examples with their twins."""
    title = f"{rule.code} {rule.name}"
    lines = [title, "=" * len(title), "", *_folded(safe(rule.summary), width)]
    if rule.origin:
        lines += ["", f"From {safe(rule.path)}"]
    if rule.retired is not None:
        return "\n".join([*lines, "", *_folded(f"Retired: {rule.retired}", width)]) + "\n"
    lines += ["", "Why", "---", *_folded(rule.rationale, width)]
    lines += ["", "How grave", "---------", *(f"  {_row(row)}" for row in rule.severities)]
    lines += ["", "What it rests on", "----------------"]
    for one in rule.citations:
        said = f"{one.source}: {one.says}" if one.says else one.source
        lines += _folded(f"{said} [{_CONFIDENCE.get(one.confidence, one.confidence)}]", width, "  ")
    if rule.yields_to or rule.yields_to_at_place:
        others = ", ".join(sorted(rule.yields_to | rule.yields_to_at_place))
        lines += ["", *_folded(f"Silent where one of these speaks: {others}.", width)]
    for example in examples:
        heading = f"Example: {example['title']}"
        lines += ["", heading, "-" * len(heading)]
        if example.get("at"):
            lines += [f"finds {safe(example['at'].strip())!s} in", ""]
        lines += [f"    {safe(line)}".rstrip() for line in example["bad"].strip("\n").splitlines()]
        lines += ["", "and is silent on", ""]
        lines += [f"    {line}".rstrip() for line in _difference(example["bad"], example["good"])]
    return "\n".join(lines) + "\n"


def _folded(words: str, width: int, indent: str = "") -> list[str]:
    return textwrap.wrap(" ".join(words.split()), width, initial_indent=indent, subsequent_indent=indent)


def _row(row: SeverityRow) -> str:
    conditions = []
    if row.years.earliest != datetime.date.min:
        conditions.append(f"from {row.years.earliest}")
    if row.years.latest != datetime.date.max:
        conditions.append(f"to {row.years.latest}")
    for words, values in (("profile", row.profile), ("kind", row.kind), ("case", row.case)):
        if values:
            conditions.append(f"{words} {' or '.join(sorted(values))}")
    if row.extract is not None:
        conditions.append("on an extract" if row.extract else "not on an extract")
    level = "silent" if row.level == "none" else row.level
    strict = "" if row.strict == row.level else f" (strict: {row.strict})"
    return f"{level}{strict}{': ' if conditions else ''}{', '.join(conditions)}"


def _difference(bad: str, good: str) -> list[str]:
    """The lines of `good` that are not those of `bad`, with one line before them; all of it if little is common."""
    import difflib

    left, right = bad.strip("\n").splitlines(), good.strip("\n").splitlines()
    lines = []
    for line in difflib.unified_diff(left, right, lineterm="", n=1):
        if not line.startswith(("---", "+++", "@@")):
            lines.append(safe(line))
    return lines or [safe(line) for line in right]
