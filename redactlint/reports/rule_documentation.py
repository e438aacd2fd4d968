"""The documentation of the rules in Markdown: a page a rule, and an index by family and by authority."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from redactlint.reports.catalogue import severity_words
from redactlint.reports.rule_content import Block, content, facts
from redactlint.reports.safe import safe
from redactlint.rulepack import Pack, Rule

__all__ = ["INDEX", "index", "page", "pages"]

INDEX = "README.md"

FAMILIES = {
    "BNR": "Overall marking",
    "PRT": "Portion marks",
    "CTL": "Control markings",
    "ORD": "The order cited",
    "RSN": "The reason for classification",
    "DCL": "Declassification",
    "AUT": "Classification authority",
    "TEL": "The form of telegrams",
    "RED": "Redactions",
    "REL": "Release marks",
    "HID": "What a redaction does not hide",
    "CUI": "Controlled unclassified information",
    "SET": "A set of documents",
    "DOC": "The document, and the run",
}

# How the sources of citations are grouped in the index: the first that a source begins with, or else itself.
_AUTHORITIES = (
    r"E\.O\. 1\d{4}",
    r"32 CFR 2001",
    r"32 CFR 2002",
    r"\d+ CFR \d+",
    r"\d+ U\.S\.C\. \d+",
    r"Intelligence Community Markings System Register and Manual",
    r"\d+ F(?:AM|AH)(?:-\d+)?",
)


def pages(pack: Pack, source_of: Callable[[Rule], Mapping[str, Any]]) -> dict[str, str]:
    """Every page by its file name: `BNR002.md`, and the index."""
    made = {f"{rule.code}.md": page(rule, source_of(rule), pack) for rule in pack.rules.values()}
    return {**made, INDEX: index(pack)}


def page(rule: Rule, source: Mapping[str, Any], pack: Pack) -> str:
    """The page of one rule; links lead to the pages beside it."""
    parts = [f"# {rule.code} · {rule.name}", f"*{facts(rule, pack)}*"]
    for section in content(rule, source, pack):
        parts.append(f"## {section.heading}")
        parts += [_block(block, pack, rule.code) for block in section.blocks]
    family = FAMILIES.get(rule.family, rule.family)
    parts += ["---", f"[All rules]({INDEX}) · [{family}]({INDEX}#{_anchor(_family_heading(rule.family))})"]
    return "\n\n".join(parts) + "\n"


def index(pack: Pack) -> str:
    """The index: the rules of each family in a table, then the rules that each authority carries."""
    rules = list(pack.rules.values())
    families = [one for one in FAMILIES if any(rule.family == one for rule in rules)]
    families += sorted({rule.family for rule in rules} - set(FAMILIES))
    parts = [
        "# The rules",
        "Each page is made from the file of its rule by `redactlint rules docs`; `redactlint explain CODE` prints the "
        "same. A code is permanent; a rule's name is accepted wherever its code is.",
        "## By family",
    ]
    for family in families:
        rows = ["| rule | severity | says |", "|---|---|---|"]
        rows += [
            f"| [{rule.code}]({rule.code}.md) {rule.name} | {severity_words(rule)} | {_cell(rule.summary)} |"
            for rule in rules
            if rule.family == family
        ]
        parts += [f"### {_family_heading(family)}", "\n".join(rows)]
    parts.append("## By authority")
    for authority, sections in sorted(_authorities(rules).items(), key=lambda one: _natural(one[0])):
        rows = [f"- {_escaped(source)}: {', '.join(_link(code) for code in codes)}" for source, codes in sections]
        parts += [f"### {_escaped(authority)}", "\n".join(rows)]
    return "\n\n".join(parts) + "\n"


def _family_heading(family: str) -> str:
    return f"{family} · {FAMILIES[family]}" if family in FAMILIES else family


def _anchor(heading: str) -> str:
    """The anchor that code hosts give a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def _authorities(rules: Iterable[Rule]) -> dict[str, list[tuple[str, list[str]]]]:
    """The sources by authority, each with the codes of the rules that rest on it."""
    found: dict[str, dict[str, list[str]]] = {}
    for rule in rules:
        for one in rule.citations:
            for authority in _authorities_of(one.source):
                codes = found.setdefault(authority, {}).setdefault(one.source, [])
                if rule.code not in codes:
                    codes.append(rule.code)
    return {name: sorted(one.items(), key=lambda row: _natural(row[0])) for name, one in found.items()}


def _authorities_of(source: str) -> list[str]:
    """Every authority that a source names ("E.O. 13526 sec. 1.6(h); 32 CFR 2001.25"), or "Other sources"."""
    found: list[str] = []
    for part in source.split("; "):
        matches = (re.match(pattern, part) for pattern in _AUTHORITIES)
        name = next((match[0] for match in matches if match is not None), None)
        if name is not None and name not in found:
            found.append(name)
    return found or ["Other sources"]


def _natural(words: str) -> list[tuple[int, int, str]]:
    """An order in which section 4 comes before section 10, and other sources last."""
    pieces = re.findall(r"\d+|\D+", words)
    last = (2 if words == "Other sources" else 0, 0, "")
    return [last, *((0, int(one), "") if one.isdecimal() else (1, 0, one) for one in pieces)]


def _block(block: Block, pack: Pack, own: str) -> str:
    match block.kind:
        case "prose":
            return _prose(block.words, pack, own)
        case "heading":
            return f"### {_escaped(block.words)}"
        case "list":
            return "\n".join(f"- {_prose(item, pack, own)}" for item in block.words.split("\n"))
        case "table":
            head, *body = block.rows
            lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
            return "\n".join([*lines, *(f"| {' | '.join(_cell(one) for one in row)} |" for row in body)])
        case _:
            return _fenced(block.words, "diff" if block.kind == "difference" else "text")


def _prose(words: str, pack: Pack, own: str) -> str:
    def linked(match: re.Match[str]) -> str:
        return _link(match[0]) if match[0] in pack.rules and match[0] != own else match[0]

    return re.sub(r"\b[A-Z]{3,12}\d{3}\b", linked, _escaped(words))


def _link(code: str) -> str:
    return f"[{code}]({code}.md)"


def _escaped(words: str) -> str:
    """Words in which Markdown finds no mark-up but code spans."""
    pieces = words.split("`")
    return "`".join(one if number % 2 else re.sub(r"([\\*<>#~$])", r"\\\1", one) for number, one in enumerate(pieces))


def _cell(words: str) -> str:
    return _escaped(" ".join(words.split())).replace("|", "\\|")


def _fenced(words: str, language: str) -> str:
    # A document may hold what no page can: its control characters are shown as escapes.
    words = "\n".join(safe(line) for line in words.splitlines())
    longest = max((len(one) for one in re.findall(r"`{3,}", words)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}{language}\n{words}\n{fence}"
