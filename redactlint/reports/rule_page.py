"""The page of one rule for a terminal: the content of `rule_content.py`, folded to its width."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

from redactlint.reports.rule_content import Block, content, facts
from redactlint.reports.safe import safe
from redactlint.rulepack import Pack, Rule

__all__ = ["page"]


def page(rule: Rule, source: Mapping[str, Any], pack: Pack, width: int = 80) -> str:
    """The page: what the rule says, why, when it is how grave, how to mend it, examples, what it rests on.

    `source` is the table of the rule's file, `width` is in characters.
    """
    title = f"{rule.code} {rule.name}"
    lines = [title, "=" * len(title), *_folded(facts(rule, pack), width)]
    if rule.origin:
        lines.append(f"From {safe(rule.path)}")
    for section in content(rule, source, pack):
        lines += ["", section.heading, "-" * len(section.heading)]
        for number, block in enumerate(section.blocks):
            lines += ["", *_lines(block, width)] if number else _lines(block, width)
    return "\n".join(lines) + "\n"


def _lines(block: Block, width: int) -> list[str]:
    match block.kind:
        case "prose":
            return _folded(block.words, width)
        case "heading":
            return [f"* {safe(block.words)}"]
        case "list":
            return [line for item in block.words.split("\n") for line in _folded(item, width, "  - ", "    ")]
        case "table":
            return list(_table(block.rows))
        case _:
            return [f"    {safe(line)}".rstrip() for line in block.words.splitlines()]


def _folded(words: str, width: int, first: str = "", rest: str = "") -> list[str]:
    return textwrap.wrap(safe(" ".join(words.split())), width, initial_indent=first, subsequent_indent=rest)


def _table(rows: tuple[tuple[str, ...], ...]) -> Iterator[str]:
    from tabulate import tabulate

    head, *body = rows
    yield from tabulate(body, head, disable_numparse=True, maxcolwidths=[50, None, None]).splitlines()
