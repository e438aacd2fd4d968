"""The E.O. line: where it stands in a header, which order it cites, and how far its value runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from redactlint import compiled
from redactlint.documents.model import OrderCitation
from redactlint.text import Span
from redactlint.values import TYPE_CHECKING

if TYPE_CHECKING:
    from redactlint.law.law import Law

__all__ = ["find_order_lines", "read_order_line", "read_order_lines"]

# "E.O. 12958", "EO 12958", "E.o.", "E.9.", "E.OM", "E.O.:", "E. O.", "Executive Order", glued to what stands before
# ("SIPDISE.O. 12958") only where it has its stops.
_ORDER = (
    r"[Ee](?:(?:[.,] ?[Oo09Q]|(?<![A-Za-z0-9].) ?[Oo0])[.,:;M]{0,3}|(?<![A-Za-z].)(?i:XECUTIVE\s+ORDER(?:\s+NO\.?)?))"
    r"[ \t]{0,4}:?[ \t]{0,3}(?:(?i:NO)\.?[ ]?)?"
    r"(?P<number>(?=[0-9Il])(?:[0-9OoIlSB]{4,6}|[0-9]{2}[ ,.][0-9]{3})(?![0-9]))"
)
# The line without its letters: a number of an order and the value, alone on the line.
_BARE = r"\n(?P<number>1[0-9]{4,5})(?=[ \t]{0,2}[: ][ \t]{0,3}(?:X?GDS|XDS|ADS|N/A|DECL:)[^\n]{0,60}(?:\n|\Z))"
# What makes of a citation the place of an authority in a sentence or a clause on reasons, and no E.O. line.
_NO_LINE = (
    r"[\s,.]{0,3}(?:(?i:REASON|SEC)|\(?1\s?[.,]\s?[3-5](?![0-9])"
    r"|(?i:dated|of|was|and|as\s+to|section|on)(?![A-Za-z]))"
)
_CLAUSE_BEFORE = (
    r"(?<![A-Za-z])(?i:reasons?|per|under|due to|pursuant to|of|in|by|with|for|the|and|accordance)[ \t:,;(]{0,3}\Z"
)
_VALUE = (
    r"[ \t]{0,3}[:;.,\-)]?[ \t]{0,4}(?:(?i:as amended)|N ?[/:.]? ?A(?![A-Za-z])|(?i:not applicable)"
    r"|\(?(?:25|50|75)?X-?[0-9]"
    r"|(?i:X?GDS|XDS|RDS|ADS|OADR|MR|MANUAL|D\s?E\s?C\s?L|DCEL|DNG|DMG|DOWNGRADE)|[0-9]{1,4}[/\-][0-9]|[Xx]{4}|\(#|\n)"
)
# "EO 12958 n/a" at the end of a line: elsewhere small letters carry on a sentence.
_SMALL_NOT_APPLICABLE = r"[ \t]{0,3}n ?/ ?a\.?[ \t\\]*(?:\n|\Z)"
# Labels that end the value of an E.O. line or of a line of the block.
_NEXT_LABEL = (
    r"(?<![A-Za-z])(?:(?:TAGS?|SUBJ(?:ECT)?|USBJ|REF(?:S|TEL|TELS|ERENCES?)?|CLASS?IF[A-Z]{0,6}(?: BY)?|CL BY"
    r"|DERIVED FROM|DRV FM|DECLASSIFY ON)[ \t]{0,3}:"
    r"|(?:Tags?|Subj(?:ect)?|Refs?|Classified By|Derived From|Declassify On)[ \t]{0,3}:"
    r"|TAGS?[ \t]+[A-Z]{2,5}[, ])"
)
# One of these is part of every such label.
_IN_A_LABEL = ("TAG", "SUBJ", "USBJ", "REF", "CLAS", "CL BY", "DERIVED", "DRV")


# No value is longer, not even in a text without line ends.
_LONGEST_VALUE = 200


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return compiled.pattern(pattern)


def find_order_lines(content: str, start: int, end: int) -> Iterator[Span]:
    """Where E.O. lines begin in `content[start:end]`: spans of "E.O. 12958", in order of place.

    A citation in mid-line counts where a value follows it; one that carries on a sentence or a clause on reasons
    ("for E.O. 12958 reasons 1.5 (b)") does not.  Where there is none, a line that has lost the letters ("11652 GDS")
    counts.
    """
    return (Span(_begin(match), match.end()) for match in _citations(content, start, end))


def _citations(content: str, start: int, end: int) -> Iterator[re.Match[str]]:
    found = False
    for match in _compiled(_ORDER).finditer(content, start, end):
        if _is_line(content, start, match, end):
            found = True
            yield match
    if not found:
        yield from _compiled(_BARE).finditer(content, start, end)


def _begin(match: re.Match[str]) -> int:
    return match.start("number") if match.group()[0] == "\n" else match.start()


def _is_line(content: str, start: int, match: re.Match[str], end: int) -> bool:
    """Whether a citation of an order is an E.O. line and no part of a sentence."""
    number = match["number"]
    if not number.isdigit() and sum(one.isdigit() for one in number) < 3:
        return False
    at = match.end()
    has_colon = content[at : at + 2].strip()[:1] == ":"
    if not has_colon and _compiled(_NO_LINE).match(content, match.end(), end):
        return False
    window = max(start, match.start() - _LONGEST_VALUE)
    before = content[max(window, content.rfind("\n", window, match.start()) + 1) : match.start()]
    if before and before.strip() and _compiled(_CLAUSE_BEFORE).search(before):
        return False
    if has_colon or _compiled(_VALUE).match(content, match.end(), end):
        return True
    begins_line = not before.strip(" \t*>-•\"'")
    if not any(one.islower() for one in before) and _compiled(_SMALL_NOT_APPLICABLE).match(content, match.end(), end):
        return True
    is_prose = _compiled(r"[ \t,.)]*(?:[a-z]|\Z)").match(content, match.end(), end) is not None
    return not is_prose and begins_line


def read_order_line(content: str, start: int, end: int, law: Law) -> OrderCitation | None:
    """The first E.O. line that begins in `content[start:end]`, with the place of its value; None if there is none.

    The value runs to the end of the line, to the next label on it, or, where it stands open (a bracket, a bare
    "DECL:"), to the end of the next line.  The value may lie beyond `end`.
    """
    match = next(_citations(content, start, end), None)
    return _read(content, match, law) if match is not None else None


def read_order_lines(content: str, start: int, end: int, law: Law) -> Iterator[OrderCitation]:
    """Every E.O. line that begins in `content[start:end]`, in order of place, as `read_order_line` reads it."""
    for match in _citations(content, start, end):
        is_bare = match.group()[0] == "\n"
        found = read_order_line(content, _begin(match), end, law) if is_bare else _read(content, match, law)
        if found is not None:
            yield found


def _read(content: str, match: re.Match[str], law: Law) -> OrderCitation:
    raw = match["number"]
    finish = _value_end(content, match.end())
    begin = _compiled(r"\s*[:;.,]?\s*").match(content, match.end(), max(finish, match.end()))
    value_start = begin.end() if begin is not None else match.end()
    while finish > value_start and content[finish - 1] in " \t\n\\":
        finish -= 1
    value = Span(value_start, finish) if finish > value_start else None
    whole = max(finish, match.end())
    while content[whole - 1] in " \t\n":
        whole -= 1
    is_note = (
        finish - value_start >= len("DECLASSIFIED")
        and "DECLASSIFIED" in content[match.end() : finish].upper()
        and _compiled(r"[\s:;.*]*(?i:DECLASSIFIED)(?![A-Za-z])").match(content, match.end(), finish) is not None
    )
    return OrderCitation(
        Span(match.start("number"), match.end("number")),
        raw,
        law.order_meant(raw if raw.isalnum() else "".join(one for one in raw if one not in " ,.")),
        Span(_begin(match), whole),
        value,
        is_note,
    )


def _value_end(content: str, at: int) -> int:
    """The end of the value that begins at `at`: of its line, or of the next one where the first leaves it open."""
    finish = min(_line_end(content, at), at + _LONGEST_VALUE)
    first = content[at:finish]
    capitals = first.upper()
    if any(word in capitals for word in _IN_A_LABEL):
        label = _compiled(_NEXT_LABEL).search(content, at, finish)
        if label is not None:
            return label.start()
    words = first.strip(" \t:;.,")
    is_open = (
        not words
        or words.upper().endswith(("DECL", "DECLASSIFY ON", "DECLASSIFY", "DECL ON", "AS AMENDED"))
        or ("(" in first and first.count("(") > first.count(")"))
        or first.rstrip().endswith((" AFTER", " OF", " UPON", " THE", ","))
    )
    if not is_open:
        return finish
    follows = _compiled(r"(?:[ \t]*\n){1,2}[ \t]*(?=[^\s])").match(content, finish)
    if follows is None:
        return finish
    after = min(_line_end(content, follows.end()), at + _LONGEST_VALUE)
    if words and "(" in first:
        is_value = ")" in content[follows.end() : after]
    else:
        is_value = _compiled(_VALUE.replace(r"|\n)", r")")).match(content, follows.end(), after) is not None or (
            words.endswith((",", " AFTER", " OF", " UPON", " THE"))
            and _compiled(_NEXT_LABEL).match(content, follows.end(), after) is None
        )
    if not is_value or _compiled(r"[ \t]*(?:TAGS?|SUBJ|REF)\b").match(content, follows.end(), after):
        return finish
    label = _compiled(_NEXT_LABEL).search(content, follows.end(), after)
    if label is not None:
        return label.start()
    if not words and content[follows.end() : after].strip(" \t:;.,").upper() == "DECL":
        return max(after, _value_end(content, follows.end()))  # "E.O. 12958", "DECL:" and the date, each on its line
    return after


def _line_end(content: str, at: int) -> int:
    end = content.find("\n", at)
    return len(content) if end < 0 else end
