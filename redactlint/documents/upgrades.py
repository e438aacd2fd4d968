"""Stamps that classify: a FOIA office's upgrade on release, and the reclassification of what was declassified.

Sources: E.O. 13526 sec. 1.7(c), (d); 32 CFR 2001.24(l).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from redactlint import compiled
from redactlint.documents.stamps import Stamp, folded, line_pieces
from redactlint.text import Span

__all__ = ["find_reclassifications", "find_upgrades"]

_DATE = r"\d{1,2}[/-]\d{1,2}[/-]\d{2,4}"
_ANY_DATE = rf"{_DATE}|\b\d{{8}}\b|\d{{1,2}} [A-Z][a-z]{{2,8}} \d{{4}}|[A-Z][a-z]{{2,8}} \d{{1,2}}, \d{{4}}"
_UPGRADE = (
    rf"C(?:lassified|LASSIFIED) [bB][yY] (?P<by>[^\n:]{{2,60}}?) (?:on|ON) (?P<date>{_DATE})"
    r"(?=[ \t]*(?:[-–—~]|\n|Class:))"
)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return compiled.pattern(pattern)


_UPGRADE_PARTS = (
    ("class", r"C(?:lass|LASS):[ \t]*"),
    ("reason", r"R(?:eason|EASON)s?:[ \t]*"),
    ("declassify-on", r"D(?:eclassify|ECLASSIFY)\s(?:[^\n]*?[ \t])?(?:on|ON):[ \t]*"),
)
_VALUE_END = r"[ \t]+[-–—~]+(?=\s|$)|[ \t]{3,}|[ \t]*(?:\n|\Z)"


def find_upgrades(content: str) -> Iterator[Stamp]:
    """The stamp by which a FOIA office classifies on release: wrapped, or in a column beside other text."""
    starts = list(_compiled(_UPGRADE).finditer(content))
    for index, match in enumerate(starts):
        limit = min(len(content), match.end() + 700)
        if index + 1 < len(starts):
            limit = min(limit, starts[index + 1].start())
        limit = _after_lines(content, match.start(), 6, limit)
        fields: dict[str, str | None] = {"by": match["by"], "date": match["date"]}
        pieces = [Span(match.start(), match.end())]
        at = match.end()
        for name, pattern in _UPGRADE_PARTS:
            label = _compiled(pattern).search(content, at, limit)
            if label is None:
                continue
            parts = _value(content, label.end(), limit, name)
            fields[name] = " ".join(content[one.start : one.end] for one in parts)
            pieces += _label_pieces(content, label, parts[0].end)
            pieces += parts[1:]
            at = parts[-1].end
        if len(fields) > 2:
            yield Stamp("upgrade", Span(match.start(), at), folded(fields), tuple(pieces))


def _after_lines(content: str, start: int, count: int, limit: int) -> int:
    at = start
    for _ in range(count):
        at = content.find("\n", at, limit) + 1
        if not at:
            return limit
    return at


# How a value goes on in the next line, perhaps behind another column.
_GOES_ON = {
    "reason": r"\s*\n(?:[^\n]*[ \t]{2,}|[ \t]*)(?=\d\.\d ?\()",
    "declassify-on": r"\s*\n(?:[^\n]*[ \t]{2,}|[ \t]*)(?=\d{1,2}/\d{1,2}/\d{4}|(?:25|50|75)X)",
}


def _value(content: str, start: int, limit: int, name: str) -> list[Span]:
    """The value of a part of the stamp, in one piece a line."""
    parts = []
    while True:
        match = _compiled(_VALUE_END).search(content, start, limit)
        end = match.start() if match else limit
        parts.append(Span(start, end))
        words = content[start:end].strip()
        unfinished = words.endswith(",") if name == "reason" else not words
        more = _compiled(_GOES_ON[name]).match(content, end, limit) if unfinished and name in _GOES_ON else None
        if more is None:
            return parts
        start = more.end()


def _label_pieces(content: str, label: re.Match[str], end: int) -> list[Span]:
    """The label and its value; a label that wraps ("Declassify / on:") leaves out the column before its second line."""
    feed = label.group().find("\n")
    if feed < 0:
        return list(line_pieces(content, label.start(), end))
    second = max(label.group().rfind("on:"), label.group().rfind("ON:")) + label.start()
    return [*line_pieces(content, label.start(), label.start() + feed), *line_pieces(content, second, end)]


# The parts of a reclassification mark: on its own line, or one to a line below it.
_RECLASSIFIED = (
    r"\n[ \t|*]*(?P<words>(?:RECLASSIFIED|Reclassified)\b(?=[ \t]*(?:\n|[:.,-]|as\b|AS\b|to\b|TO\b|by\b|BY\b|on\b|ON\b"
    r"|TOP SECRET|SECRET|CONFIDENTIAL|Top Secret|Secret|Confidential))[^\n]*(?:\n[ \t]*[^\s][^\n]*){0,6})"
)
_MARK_PARTS = (
    ("class", r"(?i)\b(top secret|secret|confidential)\b"),
    ("by", r"(?i)\b(?:by|authority|classifier)[ \t:]+(?=[A-Z])([^\n;]{3,60}?)(?=[ \t]+on\b|[ \t]+[-–—~]|[;\n]|$)"),
    ("reason", r"(?i)\breasons?[ \t:]+([^\n;]{3,40}?)(?=[ \t]+[-–—~]|[;\n]|$)"),
    ("declassify-on", r"(?i)\bdecl(?:assify)?[ \t]+on[ \t:]+([^\n;]{3,40}?)(?=[ \t]+[-–—~]|[;\n]|$)"),
)


def find_reclassifications(content: str) -> Iterator[Stamp]:
    """Marks that begin a line with RECLASSIFIED, with the parts that stand on it or on the lines below it."""
    if "RECLASSIFIED" not in content and "Reclassified" not in content:
        return
    for match in _compiled(_RECLASSIFIED).finditer("\n" + content):
        words = match["words"]
        fields: dict[str, str | None] = {}
        for name, pattern in _MARK_PARTS:
            part = _compiled(pattern).search(words)
            if part is not None:
                fields[name] = part[1].rstrip(" ,")
        rest = _compiled(_MARK_PARTS[3][1]).sub("", words)
        dated = _compiled(_ANY_DATE).search(rest)
        if dated is not None:
            fields["date"] = dated.group()
        if len(fields) < 2:
            continue
        start, end = match.start("words") - 1, match.end("words") - 1
        pieces = line_pieces(content, start, end)
        yield Stamp("reclassified", Span(start, pieces[-1].end), folded(fields), pieces)
