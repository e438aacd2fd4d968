"""The lines of a text, told by what they begin with: looked through once, asked by every parser.

Nine lines in ten are prose that runs over from the line before.  A parser that looks for message lines, labels,
paragraph numbers or items asks here which lines can be one, and reads only those.  Every line that can be one is named;
many that are named are none, which the parser's own pattern tells.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cache, lru_cache

from redactlint import compiled
from redactlint.values import NamedTuple

__all__ = ["Lines", "lines_of", "places_between"]


class Lines(NamedTuple):
    """Offsets of the first character that is no blank, of lines that can begin with:

    a level (`levels`), a label of the header (`labels`), a number (`numbers`), or the label of an item with a bracket
    behind it, or a bracket (`items`).  Each in order of place.
    """

    levels: list[int]
    labels: list[int]
    numbers: list[int]
    items: list[int]


@cache
def _scan() -> re.Pattern[str]:
    # Small letters begin a line that counts only with certain letters behind them.
    return compiled.pattern(
        r"\n[ \t]*+(?=[^a-z\n]|[celrstu](?:(?<=c)[ \tolcaOLCA]|(?<=e)[ \t.o09mOM]|(?<=l)[ \tiI]|(?<=r)[ \teE]"
        r"|(?<=s)[ \tesubESUB]|(?<=t)[ \toaOA]|(?<=u)[ \tnsNS])"
        r"|[divxo](?:(?<=d)[eE]|(?<=o)[ \to*•–—(-]|(?<=[ivx])[ivxIVX])|[a-z][.)\x80-\U0010ffff])"
    )


_LEVEL, _LABEL, _NUMBER, _ITEM = 1, 2, 4, 8

# What the first two characters of a line let it begin with, small and capital letters alike.
_BY_TWO = {
    _LEVEL: "to|t |t\t|se|s |s\t|ss|co|c |c\t|cc|un|u |u\t|li|l |l\t|re|r |r\t|e |e\t|o |o\t|ca",
    _LABEL: "ta|su|sb|us|re|e.|e |eo|e0|e9|em|cl|de",
    _ITEM: "o |o\t|oo|o*|o-|o•|o–|o—|o(",
}
_BY_ONE = {
    _LEVEL: ">*#|_~\"'",
    _NUMBER: "0123456789-•*_#¶",
    _ITEM: "(-*•–—¶",
}


@lru_cache(maxsize=4096)
def _kinds(head: str) -> int:
    """What a line can begin with whose first two characters, in small letters, are `head`."""
    if not head.isascii() and head[0] not in "•¶–—":
        return _LEVEL | _LABEL | _NUMBER | _ITEM
    kinds = 0
    for kind, heads in _BY_TWO.items():
        if head in heads.split("|"):
            kinds |= kind
    for kind, firsts in _BY_ONE.items():
        if head[0] in firsts:
            kinds |= kind
    is_lettered = head[0].isalpha() and head[1:2] in (".", ")")
    is_roman = head[0] in "ivx" and head[1:2] in tuple("ivx")
    is_bent_pilcrow = head[0] == "1" and (head[1:2].isalpha() or head[1:2] == "(")
    if is_lettered or is_roman or is_bent_pilcrow:
        kinds |= _ITEM
    return kinds


@lru_cache(maxsize=2)
def lines_of(content: str) -> Lines:
    """The lines of `content`; linear in its length."""
    found = Lines([], [], [], [])
    levels, labels, numbers, items = found
    window = "\n" + content
    for match in _scan().finditer(window):
        at = match.end()
        kinds = _kinds(window[at : at + 2].lower())
        if not kinds:
            continue
        at -= 1
        if kinds & _LEVEL:
            levels.append(at)
        if kinds & _LABEL:
            labels.append(at)
        if kinds & _NUMBER:
            numbers.append(at)
        if kinds & _ITEM:
            items.append(at)
    return found


def places_between(places: list[int], content: str, start: int, end: int) -> list[int]:
    """Those of `places` from `start` up to `end`, and the first word at `start`, as if a line began there."""
    while start < end and content[start] in " \t":
        start += 1
    first = bisect_left(places, start)
    found = places[first : bisect_left(places, end, first)]
    if start < end and (not found or found[0] != start):
        found.insert(0, start)
    return found
