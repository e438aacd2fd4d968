"""Paint of a page: the colours that its own style sheets and attributes give to letters and to what lies below them.

Only what is certain is said.  A selector of one element, class or id is followed; whatever else may colour an element
(a longer selector, a picture, a variable, a sheet outside the file) makes its colour unknown, and nothing is said of
it.  What a sheet hides is hidden where no script can show it again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from redactlint.readers.office.colours import BLACK, RGB, WHITE, is_dark, is_lost, rgb

__all__ = ["Covered", "Look", "Painter"]

# Elements that browsers paint in colours of their own.
_OWN_INK = frozenset(("a", "button", "mark", "meter", "progress", "input", "textarea"))


# What stands for a letter that is blackened.
_BLOCK = "█"
# White letters fewer than these hide nothing.
_FEWEST = 3


class Covered(NamedTuple):
    """Words that the page does not show: the kind of concealment, the words, and what is read in their place."""

    kind: str
    words: str
    shown: str


class Look(NamedTuple):
    """The colours of letters and of their ground (None: not known), and whether the page does not show the element."""

    ink: RGB | None
    ground: RGB | None
    hidden: bool = False

    @property
    def is_lost(self) -> bool:
        """Whether the letters cannot be seen."""
        return is_lost(self.ink, self.ground)

    def conceals(self, written: str) -> Covered | None:
        """What of these words the page does not show; None where they are seen, or no words."""
        if not self.is_lost:
            return None
        words = " ".join(written.split())
        if is_dark(self.ground):
            lead = written[: len(written) - len(written.lstrip())]
            trail = written[len(written.rstrip()) :]
            shown = lead + _BLOCK * len(words) + trail
            return Covered("same-fill", words, shown) if any(map(str.isalnum, words)) else None
        return Covered("same-colour", words, "") if sum(map(str.isalpha, words)) >= _FEWEST else None


class _Rule(NamedTuple):
    """What a style sheet says of the elements of that name, with all of those classes, and that id ("" for any).

    `number` is its place among the rules.
    """

    name: str
    classes: frozenset[str]
    id: str
    is_certain: bool
    declared: Mapping[str, str]
    number: int = 0

    @property
    def key(self) -> str:
        """What an element must have for the rule to be looked at."""
        return f"#{self.id}" if self.id else f".{min(self.classes)}" if self.classes else self.name

    @property
    def rank(self) -> tuple[bool, bool, int, bool, int]:
        """What comes later in this order prevails; what is not certain does."""
        return not self.is_certain, bool(self.id), len(self.classes), bool(self.name), self.number


@cache
def _sheet_start() -> re.Pattern[str]:
    return re.compile(r"<style\b[^>]*>", re.IGNORECASE)


@cache
def _outside() -> re.Pattern[str]:
    return re.compile(r"<link\b[^>]{0,400}\bstylesheet|@import\b", re.IGNORECASE)


@cache
def _script() -> re.Pattern[str]:
    # What moves may come into sight as well.
    return re.compile(r"<script\b|\b(?:animation|transition)(?:-\w+)?\s*:", re.IGNORECASE)


@cache
def _selector() -> re.Pattern[str]:
    return re.compile(r"(?P<name>[A-Za-z][\w-]*|\*?)(?P<rest>(?:[.#][A-Za-z_][\w-]*)*)")


@cache
def _declaration() -> re.Pattern[str]:
    return re.compile(
        r"(?:^|;)\s*(?P<name>color|background(?:-color|-image)?|display|visibility|opacity|position|text-shadow|-webkit-text-\w+)"
        r"\s*:(?P<value>[^;]*)",
        re.IGNORECASE,
    )


@cache
def _faint() -> re.Pattern[str]:
    # An opacity at which nobody can read.
    return re.compile(r"0?\.0[0-5]\d*|0(?:\.0*)?%?")


# States that a page has only while somebody points at it or types.
_PASSING = re.compile(r":(?:hover|active|focus[\w-]*|visited|target|checked|before|after|first-letter|selection)\b|::")
_MOST_RULES = 2_000


class Painter:
    """The looks of the elements of one page."""

    def __init__(self, source: str) -> None:
        self._rules: dict[str, list[_Rule]] = {}
        self._known: dict[tuple[Look, str, str, str, str], Look] = {}
        self._hides = _script().search(source) is None
        rules = list(_sheets(source))
        for one in rules:
            self._rules.setdefault(one.key, []).append(one)
        is_whole = _outside().search(source) is None and len(rules) < _MOST_RULES
        self.first = Look(BLACK, WHITE) if is_whole else Look(None, None)

    def look(self, name: str, attributes: Mapping[str, str], outer: Look) -> Look:
        """The look of an element inside one of the look `outer`."""
        style, classes, id_ = attributes.get("style", ""), attributes.get("class", ""), attributes.get("id", "")
        if not (self._rules or style or name in _OWN_INK or attributes):
            return outer
        key = (outer, name, classes, id_, style)
        has_own = "bgcolor" in attributes or "color" in attributes or "text" in attributes or "background" in attributes
        if not has_own and key in self._known:
            return self._known[key]
        look = self._looked(name, attributes, frozenset(classes.split()), id_, style, outer)
        if not has_own:
            self._known[key] = look
        return look

    def _looked(
        self, name: str, attributes: Mapping[str, str], classes: frozenset[str], id_: str, style: str, outer: Look
    ) -> Look:
        own = attributes.get("color" if name == "font" else "text" if name == "body" else "", "")
        look = outer._replace(ink=rgb(own) if own else None if name in _OWN_INK else outer.ink)
        if "bgcolor" in attributes:
            look = look._replace(ground=rgb(attributes["bgcolor"]))
        if "background" in attributes or name in ("button", "mark", "input", "textarea"):
            look = look._replace(ground=None)
        keys = (*(f".{one}" for one in classes), f"#{id_}", name, "")
        matching = [
            one
            for key in keys
            for one in self._rules.get(key, ())
            if one.name in ("", name) and one.id in ("", id_) and one.classes <= classes
        ]
        for one in sorted(matching, key=lambda rule: rule.rank):
            look = _declared(look, one.declared, outer, is_certain=one.is_certain, hides=self._hides)
        if style:
            look = _declared(look, _read(style), outer, is_certain=True, hides=True)
        # Whoever paints a whole page says somewhere what is written on it.
        is_page = name in ("html", "body")
        return look._replace(ink=None) if is_page and look.ground != outer.ground and look.ink == outer.ink else look


def _declared(look: Look, declared: Mapping[str, str], outer: Look, *, is_certain: bool, hides: bool) -> Look:
    ink, ground, hidden = look
    for name, value in declared.items():
        if name == "color":
            ink = (_colour(value) if value != "inherit" else outer.ink) if is_certain else None
        elif name in ("background", "background-color"):
            if not is_certain:
                ground = None
            elif value not in ("transparent", "none", "inherit", "initial", "unset", "0", "0 0"):
                ground = _colour(value)
        elif name == "background-image":
            ground = ground if value == "none" else None
        elif name == "position" and value in ("absolute", "fixed", "sticky") and "background" not in " ".join(declared):
            ground = None
        elif name == "display":
            hidden = is_certain and hides and value == "none"
        elif name == "opacity" and _faint().fullmatch(value):
            hidden = is_certain and hides
        elif name == "visibility":
            hidden = is_certain and hides and value in ("hidden", "collapse")
    if any(name.startswith(("text", "-webkit")) for name in declared):  # an outline or a shadow shows the letters
        ink = None
    return Look(ink, ground, hidden)


def _colour(value: str) -> RGB | None:
    """The colour of a declaration; None for pictures, variables, and what lets the ground shine through."""
    parts = re.fullmatch(
        r"rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})\s*(?:[,/]\s*(?:1(?:\.0*)?|100%)\s*)?\)", value
    )
    if parts is not None:
        red, green, blue = (min(255, int(one)) for one in parts.groups())
        return red, green, blue
    return rgb(value) if re.fullmatch(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})|[a-z]+", value) else None


def _read(style: str) -> dict[str, str]:
    """The declarations of a style that matter, the last of each name; "!important" is left out."""
    return {
        match["name"].lower(): " ".join(match["value"].replace("!important", "").split()).lower()
        for match in _declaration().finditer(style)
    }


def _sheets(source: str) -> Iterator[_Rule]:
    """The rules of all style sheets in the page, in order."""
    number, at = 0, 0
    while (start := _sheet_start().search(source, at)) is not None:
        end = source.find("</", start.end())
        while end >= 0 and source[end + 2 : end + 7].lower() != "style":
            end = source.find("</", end + 2)
        at = end if end >= 0 else len(source)
        for rule in _rules_of(_without_comments(source[start.end() : at])):
            number += 1
            if number > _MOST_RULES:
                return
            yield rule._replace(number=number)


def _without_comments(sheet: str) -> str:
    kept = []
    for piece in sheet.replace("<!--", " ").replace("-->", " ").split("*/"):
        kept.append(piece.partition("/*")[0])
    return " ".join(kept)


def _rules_of(sheet: str) -> Iterator[_Rule]:
    outer: list[str] = []
    pieces = re.split("([{}])", sheet)
    for words, brace in zip(pieces[::2], pieces[1::2], strict=False):
        if brace == "{":
            outer.append(words.rpartition(";")[2].strip())
            continue
        if not outer:
            continue
        selectors = outer.pop()
        declared = _read(words)
        around = " ".join(outer)
        if not declared or selectors.startswith("@") or "keyframes" in around or re.match(r"@media\s+print", around):
            continue
        for selector in selectors.split(","):
            rule = _rule(selector.strip(), declared, is_inside=bool(outer))
            if rule is not None:
                yield rule


def _rule(selector: str, declared: Mapping[str, str], *, is_inside: bool) -> _Rule | None:
    if _PASSING.search(selector):
        return None
    last = re.split(r"[\s>+~]+", selector)[-1]
    match = _selector().match(last)
    if match is None:
        return None
    is_whole = match.end() == len(last) == len(selector) and not is_inside
    marks = re.findall(r"[.#][\w-]+", match["rest"])
    name = "" if match["name"] == "*" else match["name"].lower()
    classes = frozenset(one[1:] for one in marks if one[0] == ".")
    return _Rule(name, classes, next((one[1:] for one in marks if one[0] == "#"), ""), is_whole, declared)
