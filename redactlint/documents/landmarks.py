"""The landmarks of a text, its lines that can begin something and its brackets: looked for once, asked by all parsers.

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

__all__ = ["Landmarks", "brackets_of", "landmarks_of", "places_between"]


class Landmarks(NamedTuple):
    """Offsets of the first character that is no blank, in order of place, of the lines that can begin with

    a level (`levels`), a label of the header (`labels`), a number (`numbers`), or the label of an item with a bracket
    behind it, or a bracket (`items`); and of the ends of lines that hold white space and nothing else (`blank`).
    """

    levels: list[int]
    labels: list[int]
    numbers: list[int]
    items: list[int]
    blank: list[int]


_LEVEL, _LABEL, _NUMBER, _ITEM, _BLANK, _INDENT = 1, 2, 4, 8, 16, 32

# The first letters of levels, together or apart, and of labels, in whatever case ("Cable dated:" precedes a level).
_LEVEL_HEADS = ("con", "cco", "ecr", "lim", "onf", "res", "sec", "sse", "top", "unc")
_LABEL_HEADS = ("cla", "der", "ref", "sub", "sbb", "sbu", "tag", "usb", "cab", "quo")
_SIGNS = {_LEVEL: ">*#|_~\"'", _NUMBER: "0123456789-•*_#¶", _ITEM: "(-*•–—¶>+"}
# Letters that differ from these in case alone, beside the obvious one.
_FURTHER_CASES = {"s": "ſ", "i": "ıİ"}


def _in_any_case(letter: str) -> str:
    return f"[{letter}{letter.upper()}{_FURTHER_CASES.get(letter, '')}]" if letter.isalpha() else letter


def _beginnings() -> str:
    """The pattern of the two or three characters that begin a line, unless it is prose."""
    by_letter: dict[str, list[str]] = {"e": ["[.oO09mM]", "[ \t][oO09mM]"], "o": ["[ \t(]", "[o*•–—-]"]}
    for head in _LEVEL_HEADS:
        second, third = _in_any_case(head[1]), _in_any_case(head[2])
        by_letter.setdefault(head[0], []).extend((f"[ \t]{{1,3}}{second}", f"{second}(?:{third}|[ \t])"))
    for head in _LABEL_HEADS:
        by_letter.setdefault(head[0], []).append(_in_any_case(head[1]) + _in_any_case(head[2]))
    letters = [f"{_in_any_case(first)}(?:{'|'.join(rest)})" for first, rest in by_letter.items()]
    # Two characters tell most lines of prose; sets of them are compared faster than one letter after another.
    gate = r"(?=[cdeloqrstuCDELOQRSTUivxIVX][ \t.abceilmnosuvx09(*•–—A-Z-])"
    lettered = r"[a-zA-Z][.)\x80-\U0010ffff]"
    return rf"{gate}(?:{'|'.join(letters)}|[ivxIVX][ivxIVX])|{lettered}|1[a-zA-Z(]|[^a-zA-Z\n]"


@cache
def _scan() -> re.Pattern[str]:
    return compiled.pattern(f"\n(?:{_beginnings()})")


@cache
def _indented() -> re.Pattern[str]:
    return compiled.pattern(f"\n[ \t]++(?:({_beginnings()})|(?=\n|\\Z))")


class _Heads(dict[str, int]):
    """What a line can begin with, by its line feed and its first characters."""

    def __missing__(self, head: str) -> int:
        kinds = _kinds(head[1:])
        if head.isascii():
            self[head] = kinds
        return kinds


def _kinds(head: str) -> int:
    if head in (" ", "\t"):
        return _INDENT
    if head.isspace():
        return _BLANK
    if not head.isascii() and head[0] not in "•¶–—":
        return _LEVEL | _LABEL | _NUMBER | _ITEM
    if not head[0].isalpha():
        kinds = sum(kind for kind, signs in _SIGNS.items() if head[0] in signs)
        return kinds | _ITEM if len(head) > 1 else kinds
    letters = "".join(head.lower().split())
    kinds = _LEVEL * any(one.startswith(letters) for one in (*_LEVEL_HEADS, "cab", "quo"))
    kinds |= _LABEL * (letters in _LABEL_HEADS or letters[0] == "e")
    return kinds | _ITEM if not kinds or head[1] in ". \t)" else kinds


_heads = _Heads()


@lru_cache(maxsize=2)
def landmarks_of(content: str) -> Landmarks:
    """The landmarks of `content`; linear in its length."""
    found = Landmarks([], [], [], [], [])
    levels, labels, numbers, items, blank = found
    window = "\n" + content  # so that an offset of a line feed in it is that of the line in `content`
    for match in _scan().finditer(window):
        at, kinds = match.start(), _heads[match.group()]
        if kinds == _INDENT:
            behind = _indented().match(window, at)
            if behind is None:
                continue
            at = behind.end() - 1
            if behind[1] is None:
                blank.append(at)
                continue
            at -= len(behind[1])
            kinds = _heads["\n" + behind[1]]
        if kinds & _LEVEL:
            levels.append(at)
        if kinds & _LABEL:
            labels.append(at)
        if kinds & _NUMBER:
            numbers.append(at)
        if kinds & _ITEM:
            items.append(at)
        if kinds == _BLANK:
            blank.append(at)
    return found


@cache
def _bracket() -> re.Pattern[str]:
    return compiled.pattern(r"\([TSCULbB]")


@lru_cache(maxsize=2)
def brackets_of(content: str) -> list[int]:
    """Where a bracket opens before a letter of a mark or of an exemption code, in order of place."""
    return [match.start() for match in _bracket().finditer(content)]


def places_between(places: list[int], content: str, start: int, end: int) -> list[int]:
    """Those of `places` from `start` up to `end`, and the first word at `start`, as if a line began there."""
    while start < end and content[start] in " \t":
        start += 1
    first = bisect_left(places, start)
    found = places[first : bisect_left(places, end, first)]
    if start < end and (not found or found[0] != start):
        found.insert(0, start)
    return found
