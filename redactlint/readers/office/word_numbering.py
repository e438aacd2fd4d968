"""Numbering of Word: the number or letter that the page shows before a paragraph of an automatic list."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple
from xml.etree.ElementTree import Element

from redactlint.readers.office.markup import number, within
from redactlint.readers.office.word_styles import Styles, is_on, value

__all__ = ["Numbering", "written_number"]

_DEEPEST_LEVEL = 8
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
# Bullets lie in the private use area of symbol fonts.
_BULLET = "•"


class _Level(NamedTuple):
    """One level of a list: the form of its numbers, what is printed around them, where it begins."""

    form: str
    pattern: str
    start: int
    suffix: str
    restarts_after: int | None
    is_legal: bool


class Numbering:
    """The lists of one document; asked for the paragraphs in the order of the document, it counts them."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstract: dict[str, dict[int, _Level]] = {}
        self._numbered: dict[str, tuple[str, dict[int, _Level]]] = {}
        self._style_levels: dict[str, dict[str, int]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._restarted: set[tuple[str, int]] = set()
        self._starts: dict[tuple[str, int], int] = {}
        self._of_style: dict[str | None, tuple[str, int | None] | None] = {}
        if root is None:
            return
        linked: dict[str, str] = {}
        for one in root.findall("w:abstractNum"):
            identity = one.get("w:abstractNumId", "")
            self._abstract[identity] = dict(_levels(one))
            self._style_levels[identity] = {
                style: number(level.get("w:ilvl"))
                for level in one.findall("w:lvl")
                if (style := value(level, "w:pStyle"))
            }
            link = value(one, "w:numStyleLink")
            if link is not None:
                linked[identity] = link
        for one in root.findall("w:num"):
            identity, base = one.get("w:numId", ""), value(one, "w:abstractNumId") or ""
            base = self._linked(base, linked, root)
            levels = dict(self._abstract.get(base, {}))
            for override in one.findall("w:lvlOverride"):
                at = number(override.get("w:ilvl"))
                levels.update(_levels(override))
                start = value(override, "w:startOverride")
                if start is not None:
                    self._starts[identity, at] = number(start, 1)
            self._numbered[identity] = (base, levels)

    def _linked(self, base: str, linked: dict[str, str], root: Element) -> str:
        """A list that only names a style of lists is the list that the style names."""
        if base not in linked:
            return base
        for one in root.findall("w:abstractNum"):
            if value(one, "w:styleLink") == linked[base]:
                return one.get("w:abstractNumId", base)
        return base

    def label(self, properties: Element | None, style: str | None) -> str:
        """What stands before a paragraph with these w:pPr, with the blank behind it; nothing if it is not numbered."""
        found = self._list_of(properties, style)
        if found is None or found[0] not in self._numbered:
            return ""
        identity, at = found
        base, levels = self._numbered[identity]
        level = levels.get(at)
        if level is None:
            return ""
        counts = self._counts.setdefault(base, {})
        if (identity, at) in self._starts and (identity, at) not in self._restarted:
            self._restarted.add((identity, at))
            counts[at] = self._starts[identity, at] - 1
        counts[at] = counts.get(at, level.start - 1) + 1
        for deeper in [one for one in counts if one > at]:
            after = levels[deeper].restarts_after if deeper in levels else None
            if after is None or (after and at < after):
                del counts[deeper]
        words = _printed(level, levels, counts)
        return words if not words or level.suffix == "nothing" else f"{words} "

    def _list_of(self, properties: Element | None, style: str | None) -> tuple[str, int] | None:
        own = properties.find("w:numPr") if properties is not None else None
        named = self._of_style.get(style, ("", None))
        if named == ("", None):
            named = self._of_style[style] = self._named_by_style(style)
        identity = value(own, "w:numId") if own is not None else None
        at = value(own, "w:ilvl") if own is not None else None
        if identity is None and named is not None:
            identity = named[0]
            if at is None and named[1] is not None:
                at = str(named[1])
        if identity is None or identity == "0":
            return None
        return identity, max(0, min(number(at), _DEEPEST_LEVEL))

    def _named_by_style(self, style: str | None) -> tuple[str, int | None] | None:
        for one in self._styles.paragraph_elements(style):
            found = one.find("w:numPr")
            identity = value(found, "w:numId")
            if identity is None:
                continue
            at = value(found, "w:ilvl")
            base = self._numbered.get(identity, ("", {}))[0]
            level = number(at) if at is not None else self._style_levels.get(base, {}).get(style or "")
            return identity, level
        return None


def _levels(holder: Element) -> list[tuple[int, _Level]]:
    found = []
    for one in holder.findall("w:lvl"):
        restart = value(one, "w:lvlRestart")
        legal = one.find("w:isLgl")
        form = value(one, "w:numFmt") or _alternate(one) or "decimal"
        level = _Level(
            form,
            value(one, "w:lvlText") or "",
            number(value(one, "w:start"), 1 if form != "bullet" else 0),
            value(one, "w:suff") or "tab",
            number(restart) if restart is not None else None,
            legal is not None and is_on(legal),
        )
        found.append((number(one.get("w:ilvl")), level))
    return found


def _alternate(level: Element) -> str | None:
    found = within(level, "w:numFmt")
    return found.get("w:val") if found is not None else None


@cache
def _place_pattern() -> re.Pattern[str]:
    return re.compile(r"%([1-9])")


def _printed(level: _Level, levels: dict[int, _Level], counts: dict[int, int]) -> str:
    if level.form == "bullet":
        return _BULLET if level.pattern and (ord(level.pattern[0]) > 0xE000 or level.pattern == "o") else level.pattern
    if level.form == "none":
        return _place_pattern().sub("", level.pattern)

    def counted(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        other = levels.get(at, level)
        form = "decimal" if level.is_legal else other.form
        return written_number(counts.get(at, other.start), form)

    return _place_pattern().sub(counted, level.pattern)


def written_number(count: int, form: str) -> str:
    """A number as a list of that form prints it ("lowerLetter", "upperRoman" …)."""
    if form in ("lowerLetter", "upperLetter") and count > 0:
        letter = chr(ord("a") + (count - 1) % 26) * min((count - 1) // 26 + 1, 20)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman") and 0 < count < 4000:
        words = ""
        for size, sign in _ROMAN:
            words += sign * (count // size)
            count %= size
        return words.upper() if form == "upperRoman" else words
    if form == "decimalZero":
        return f"{count:02d}"
    if form == "ordinal":
        ending = "th" if count % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
        return f"{count}{ending}"
    return "" if form == "none" else str(count)
