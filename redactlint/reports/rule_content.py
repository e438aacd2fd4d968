"""What the page of a rule says, under fixed headings, as values; terminal and Markdown pages write the same content."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from redactlint.reports.catalogue import severity_words
from redactlint.rulepack import Pack, Rule, SeverityRow

__all__ = ["HEADINGS", "Block", "Section", "content", "facts"]

# The headings of every page, in their order.
HEADINGS = (
    "What it says",
    "Why",
    "Severity",
    "How to mend",
    "Examples",
    "What it rests on",
    "See also",
)

# The confidence tags of citations, in words.
CONFIDENCE = {
    "V": "read in the source",
    "V2": "from a text that restates the source",
    "O": "observed in documents",
    "S": "from statistics of documents",
    "M": "from memory, not read",
    "D": "our own decision, no text",
}


# The kinds of document, as a reader would call them.
_KINDS = {
    "telegram": "telegrams",
    "memorandum": "memoranda",
    "email": "e-mail",
    "release": "released copies",
    "frus": "volumes of Foreign Relations (FRUS)",
    "plain": "plain text",
    "unrecognised": "text that is not recognised",
}


@attrs.frozen
class Block:
    """A piece of a section.

    `kind` is "prose", "list" (one item a line), "table" (cells in `rows`, the first row the head), "heading", or "text"
    and "difference" (lines of a document, and those by which its twin differs, marked - and +).
    """

    kind: str
    words: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


@attrs.frozen
class Section:
    """A heading and what stands under it."""

    heading: str
    blocks: tuple[Block, ...]


def facts(rule: Rule, pack: Pack) -> str:
    """One line on the rule: its severities, profiles, kinds of document, and whether its findings carry a fix."""
    if rule.retired is not None:
        return "retired"
    found = [severity_words(rule)]
    profiles = [name for name, one in pack.profiles.items() if rule.code not in pack.codes(one.ignore, all_known=False)]
    found.append("every profile" if len(profiles) == len(pack.profiles) else f"profile {', '.join(sorted(profiles))}")
    if rule.kinds:
        found.append(f"in {_kinds(rule.kinds)}")
    if rule.fixable:
        found.append("carries a fix")
    return " · ".join(found)


def content(rule: Rule, source: Mapping[str, Any], pack: Pack) -> tuple[Section, ...]:
    """The sections of a rule's page, in the order of `HEADINGS`; a retired rule says why it is, and no more.

    `source` is the table of the rule's file, which has the examples and the words for its cases.
    """
    if rule.retired is not None:
        return (Section(HEADINGS[0], (_prose(rule.summary), _prose(f"Retired: {rule.retired}"))),)
    said = (
        (_prose(rule.summary), _prose(f"A finding reads: {_message(rule.message)}.")),
        (_prose(rule.rationale),),
        tuple(_severity(rule, source)),
        tuple(_mend(rule)),
        tuple(block for one in source.get("example", ()) for block in _example(rule, one)),
        (Block("list", "\n".join(_citation(*one) for one in _citations(rule))),),
        tuple(_see_also(rule, pack)),
    )
    return tuple(Section(heading, blocks) for heading, blocks in zip(HEADINGS, said, strict=True) if blocks)


def _prose(words: str) -> Block:
    return Block("prose", " ".join(words.split()))


def _message(words: str) -> str:
    """A message with what is filled in written as ‹banner›."""
    return re.sub(r"\{(\w+)[^}]*\}", lambda match: f"‹{match[1].replace('_', ' ')}›", words)


def _severity(rule: Rule, source: Mapping[str, Any]) -> Iterable[Block]:
    words = [one.get("when") for one in source.get("severity", ())] or [None] * len(rule.severities)
    rows = [_row(row, when) for row, when in zip(rule.severities, words, strict=True)]
    if len(rows) > 1 and rows[-1][0] == "always":
        rows[-1] = ("otherwise", *rows[-1][1:])
    yield Block("table", rows=(("where", "severity", "under --strict"), *rows))
    if len(rows) > 1:
        yield _prose("The first row that applies decides; where none does, nothing is said.")
    if any("documents " in when for when, _, _ in rows):
        yield _prose("A document of uncertain date is judged by the mildest row of the days that it can date from.")


def _row(row: SeverityRow, when: str | None) -> tuple[str, str, str]:
    """The cells of a row; `when` says its cases in words."""
    conditions = []
    earliest = "" if row.years.earliest == datetime.date.min else f"from {row.years.earliest}"
    latest = "" if row.years.latest == datetime.date.max else f"to {row.years.latest}"
    if earliest or latest:
        conditions.append(f"documents {' '.join(one for one in (earliest, latest) if one)}")
    if row.profile:
        conditions.append(f"under profile {' or '.join(sorted(row.profile))}")
    if row.kind:
        conditions.append(f"in {_kinds(row.kind)}")
    if row.case:
        conditions.append(when or f"case {' or '.join(sorted(row.case))}")
    if row.extract is not None:
        says = "says" if row.extract else "does not say"
        conditions.append(f"the text {says} that it is only a part of the document")
    return "; ".join(conditions) or "always", _level(row.level), _level(row.strict)


def _kinds(kinds: Iterable[str]) -> str:
    *others, last = [words for kind, words in _KINDS.items() if kind in kinds]
    return f"{', '.join(others)} or {last}" if others else last


def _level(level: str) -> str:
    return "silent" if level == "none" else level


def _mend(rule: Rule) -> Iterable[Block]:
    _, _, remedy = rule.message.partition("; ")
    if remedy and not remedy.startswith("{"):
        yield _prose(f"{_sentence(_message(remedy))}.")
    else:
        yield _prose("The finding says what would be right; the twins of the examples show it.")
    if rule.fixable:
        yield _prose("The finding carries the edit, where only one is possible.")


def _example(rule: Rule, example: Mapping[str, Any]) -> Iterable[Block]:
    bad, good = _documents(example["bad"]), _documents(example["good"])
    yield Block("heading", _sentence(example["title"]))
    circumstances = [
        words
        for words in (
            f"in profile {example['profile']}" if "profile" in example else "",
            "under --strict" if example.get("strict") else "",
            f"as {example['file_name']}" if "file_name" in example else "",
            f"dated {example['date']}" if "date" in example else "",
            *(f"with {key} = {value}" for key, value in example.get("parameters", {}).items()),
        )
        if words
    ]
    found = " ".join(example.get("at", "").split())
    told = f"Found: “{found}”" if found else "Found"
    yield _prose(f"{told}{', ' if circumstances else ''}{', '.join(circumstances)}.")
    yield Block("text", bad)
    beside, twin = (_concealed(rule, example.get(f"{which}_conceals", ())) for which in ("bad", "good"))
    if beside:
        yield _prose(f"The file holds beside this text: {beside}.")
    if bad != good:
        yield _prose("Nothing is found once it reads:")
        yield Block("difference", "\n".join(_difference(bad, good)))
    else:
        yield _prose(f"Nothing is found once it holds {f'only {twin}' if twin else 'no more than the text'}.")


def _concealed(rule: Rule, given: Iterable[Mapping[str, Any]]) -> str:
    """What the file of an example holds and its pages do not show, in the words of the rule."""
    kinds: Mapping[str, str] = rule.parameters.get("kinds", {})
    told = []
    for one in given:
        gap = one.get("details", {}).get("gap")
        what = f"a gap of {gap} points" if gap else kinds.get(one["kind"], one["kind"].replace("-", " "))
        page = f", page {one['where']['page']}" if "page" in one["where"] else ""
        told.append(f"“{one['text']}” ({what}{page})" if one["text"] else what + page)
    return "; ".join(told)


def _documents(given: Any) -> str:
    """The document of an example; of a set, its documents one behind the other, each under its name."""
    if isinstance(given, str):
        return given.strip("\n")
    return "\n\n".join(f"==== {one['file_name']} ====\n{one['text'].strip(chr(10))}" for one in given)


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _difference(bad: str, good: str) -> list[str]:
    """The lines by which the two differ, with one line about them; all lines where nothing else would be left."""
    import difflib

    lines = difflib.unified_diff(bad.splitlines(), good.splitlines(), lineterm="", n=1)
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))] or good.splitlines()


def _citations(rule: Rule) -> Iterable[tuple[str, str, str]]:
    return ((one.source, one.says, one.confidence) for one in rule.citations)


def _citation(source: str, says: str, confidence: str) -> str:
    return f"{source}{': ' if says else ''}{says} ({CONFIDENCE.get(confidence, confidence)})"


def _see_also(rule: Rule, pack: Pack) -> Iterable[Block]:
    lines = []
    gives_way = rule.yields_to | rule.yields_to_at_place
    for place, codes in (("document", rule.yields_to), ("same place", rule.yields_to_at_place)):
        if codes:
            lines.append(f"Silent where one of these speaks of the {place}: {', '.join(sorted(codes))}.")
    others = [
        one.code
        for one in pack.rules.values()
        if (rule.code in one.yields_to or rule.code in one.yields_to_at_place) and one.code not in gives_way
    ]
    if others:
        lines.append(f"Silences: {', '.join(others)}.")
    if rule.follows_order:
        lines.append("Where ORD003 fires, the years of the order cited decide in place of the document's date.")
    if lines:
        yield Block("list", "\n".join(lines))
