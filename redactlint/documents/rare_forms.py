"""Telegrams in rare forms, put as nearly all are, each character in its place, so that all are read alike.

Paragraph numbers are printed "(1)", "PARA 1", "1/", "1 -", "1:" or "1"; a copy is in small letters throughout, or bears
the ">" of a mail that quotes it before every line.
"""

from __future__ import annotations

import re
from functools import cache

from redactlint import compiled
from redactlint.documents.model import Document
from redactlint.markings.lettering import upper

__all__ = ["relabelled", "unquoted_in_capitals"]

# Number and label up to the text; a label without a sign of its own comes last.
_LABELS = (
    r"\((?P<number>\d{1,2})\)[ \t]",
    r"(?i:PARA(?:GRAPH)?)[ \t]{1,2}(?P<number>\d{1,2})[.):]?[ \t]",
    r"(?P<number>\d{1,2})[ \t]{0,2}[/:–-]{1,2}[ \t]",
    r"(?P<number>\d{1,2})[ \t]",
)
_ENTIRE, _LONGEST_NOTICE = "ENTIRE TEXT", 40
# No line of the header is longer.
_LONGEST_LINE = 600
_MARK = r"[ \t]*\([ \t]?(?:TS|S|C|U|SBU|LOU)[ \t]?(?:/[^()\n]{1,40})?\)"


def unquoted_in_capitals(content: str) -> str:
    """The content, equally long: in capitals if it begins in small letters, without ">" if most lines begin with it."""
    if content[:400].islower():
        content = upper(content)
    if 3 * content.count("\n>") > 2 * content.count("\n"):
        signs = compiled.pattern(r"\n>[> ]{0,20}")
        content = signs.sub(lambda match: "\n" + " " * (len(match.group()) - 1), "\n" + content)[1:]
    return content


@cache
def _label(form: str) -> re.Pattern[str]:
    return compiled.pattern(rf"\n[ \t]*{form}(?P<mark>{_MARK})?")


def relabelled(content: str, document: Document) -> str | None:
    """The content, equally long, with the numbers of `document` in the common form, or None where there are none.

    Only numbers that count from 1, two in three of them before a mark, are taken: they count no list.
    """
    if document.header is None or document.body is None:
        return None
    start = document.header.start
    for line in document.lines:
        # Without a blank line behind the header its last line seems to hold the text.
        line_end = content.find("\n", line.value.start)
        is_long = len(line.span) > _LONGEST_LINE
        start = max(start, line_end if is_long and line_end > 0 else line.span.end)
    best: list[re.Match[str]] = []
    for form in _LABELS:
        found: list[re.Match[str]] = []
        for match in _label(form).finditer(content, start, document.body.end):
            if int(match["number"]) == len(found) + 1:
                found.append(match)
        marked = sum(one["mark"] is not None for one in found)
        if found and _ENTIRE in content[found[0].end() : found[0].end() + _LONGEST_NOTICE].upper():
            marked = len(found)
        is_style = marked > 1 and 3 * marked >= 2 * len(found)
        if is_style and (not best or found[0].start() < best[0].start()):
            best = found  # of two, the other counts the items of a list
    return _with_points(content, best) if best else None


def _with_points(content: str, labels: list[re.Match[str]]) -> str:
    pieces: list[str] = []
    at = 0
    for one in labels:
        begin, end = one.span("number")
        finish = one.start("mark") if one["mark"] is not None else one.end()
        label = one.start() + 1
        pieces += [content[at:label], " " * (begin - label), content[begin:end], ".", " " * (finish - end - 1)]
        at = finish
    return "".join((*pieces, content[at:]))
