"""Styles of Word: what a run of text looks like, from the defaults of the document down to its own properties.

Order and meaning follow ECMA-376 Part 1, 17.7.2: defaults, table style, paragraph style, character style, the run
itself; of properties that are on or off, the levels of styles flip each other (17.7.3).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

from redactlint.readers.office.colours import HIGHLIGHTS, RGB, Theme, rgb, shaded
from redactlint.readers.office.markup import child_at, number

__all__ = ["AUTO", "Look", "Styles", "is_on", "run_properties", "shading", "value"]

# The colour that is black on light and white on dark.
AUTO = "auto"

Properties = Mapping[str, Any]

_TOGGLES = {"w:vanish": "hidden", "w:specVanish": "hidden", "w:caps": "caps", "w:smallCaps": "caps"}
# How a table's parts override each other, the last winning (17.7.6).
_ORDER = (
    "band1Vert", "band2Vert", "band1Horz", "band2Horz", "firstCol", "lastCol", "firstRow", "lastRow",
    "neCell", "nwCell", "seCell", "swCell",
)  # fmt: skip


class Look(NamedTuple):
    """What a run looks like.  `size` in points, `scale` in per cent, `ink` a colour, AUTO, or None if not known."""

    hidden: bool = False
    caps: bool = False
    ink: RGB | str | None = AUTO
    highlight: RGB | None = None
    shade: RGB | str | None = None
    size: float = 10.0
    scale: int = 100
    transparent: bool = False


def value(element: Element | None, name: str, attribute: str = "w:val") -> str | None:
    """The attribute of the child of that name."""
    child = element.find(name) if element is not None else None
    return child.get(attribute) if child is not None else None


def is_on(element: Element) -> bool:
    """Whether a property that is on or off is on."""
    return element.get("w:val", "true") not in ("0", "false", "off", "none")


def shading(element: Element | None, theme: Theme) -> RGB | str | None:
    """The colour that a w:shd lays below text; AUTO for none of its own, None where there is no shading."""
    if element is None:
        return None
    fill = _themed(element, theme, "w:fill", "w:themeFill")
    colour = _themed(element, theme, "w:color", "w:themeColor")
    pattern = element.get("w:val", "clear")
    if pattern == "nil" or (pattern == "clear" and fill == AUTO):
        return AUTO
    found = shaded(pattern, _plain(fill), _plain(colour))
    return AUTO if found is None else found


def _plain(colour: RGB | str | None) -> RGB | None:
    return colour if isinstance(colour, tuple) else None


def _themed(element: Element, theme: Theme, attribute: str, themed: str) -> RGB | str | None:
    name = element.get(themed)
    if name is not None:
        prefix = "w:themeFill" if themed == "w:themeFill" else "w:theme"
        found = theme.of_word(name, element.get(f"{prefix}Tint"), element.get(f"{prefix}Shade"))
        if found is not None:
            return found
    words = element.get(attribute, AUTO)
    return AUTO if words == AUTO else rgb(words)


def run_properties(element: Element | None, theme: Theme) -> Properties:
    """What a w:rPr says, no more."""
    found: dict[str, Any] = {}
    for one in element if element is not None else ():
        tag = one.tag
        if tag in _TOGGLES:
            key = _TOGGLES[tag]
            found[key] = found.get(key, False) or is_on(one)
        elif tag == "w:color":
            found["ink"] = _themed(one, theme, "w:val", "w:themeColor")
        elif tag == "w:highlight":
            found["highlight"] = HIGHLIGHTS.get(one.get("w:val", ""))
        elif tag == "w:shd":
            found["shade"] = shading(one, theme)
        elif tag == "w:sz":
            found["size"] = number(one.get("w:val"), 20) / 2
        elif tag == "w:w":
            found["scale"] = number((one.get("w:val") or "100").rstrip("%"), 100)
        elif tag == "w14:textFill":
            found["transparent"] = _is_transparent(one)
    return found


def _is_transparent(fill: Element) -> bool:
    if fill.find("w14:noFill") is not None:
        return True
    alphas = [number(one.get("w14:val")) for one in fill.iter("w14:alpha")]
    return bool(alphas) and min(alphas) >= 95_000


class _Style(NamedTuple):
    """One style: the one that it is based on, its element and what its run properties say."""

    base: str | None
    kind: str
    name: str
    element: Element
    run: Properties


class Styles:
    """The styles of one document."""

    def __init__(self, root: Element | None, theme: Theme) -> None:
        """Take the root of the part of styles; without one, everything is as Word has it."""
        self.theme = theme
        self._styles: dict[str, _Style] = {}
        self._defaults: dict[str, str] = {}
        self._base: Properties = {}
        self._chains: dict[str | None, tuple[_Style, ...]] = {}
        self._merged: dict[tuple[Any, ...], Look] = {}
        if root is None:
            return
        self._base = run_properties(child_at(root, "w:docDefaults/w:rPrDefault/w:rPr"), theme)
        for one in root.iter("w:style"):
            identity, kind = one.get("w:styleId"), one.get("w:type", "paragraph")
            if identity is None:
                continue
            run = run_properties(one.find("w:rPr"), theme)
            name = value(one, "w:name") or identity
            self._styles[identity] = _Style(value(one, "w:basedOn"), kind, name.lower(), one, run)
            if one.get("w:default") in ("1", "true", "on"):
                self._defaults.setdefault(kind, identity)

    def chain(self, identity: str | None, kind: str) -> tuple[_Style, ...]:
        """The styles that one is based on, the most general first, it last; the default where none is named."""
        identity = identity if identity in self._styles else self._defaults.get(kind)
        found = self._chains.get(identity)
        if found is None:
            gathered: list[_Style] = []
            seen: set[str] = set()
            at = identity
            while at is not None and at in self._styles and at not in seen:
                seen.add(at)
                gathered.append(self._styles[at])
                at = self._styles[at].base
            found = self._chains[identity] = tuple(reversed(gathered))
        return found

    def name(self, identity: str | None) -> str:
        """The name of a paragraph style in lower case ("caption", "heading 1"), or nothing."""
        chain = self.chain(identity, "paragraph")
        return chain[-1].name if chain else ""

    def paragraph_elements(self, identity: str | None) -> Iterator[Element]:
        """The w:pPr of a paragraph style and of those that it is based on, the nearest first."""
        for one in reversed(self.chain(identity, "paragraph")):
            found = one.element.find("w:pPr")
            if found is not None:
                yield found

    def look(self, paragraph: str | None, run: Element | None, table: TablePlace | None = None) -> Look:
        """What a run looks like in a paragraph of that style, in that place of a table."""
        own = run_properties(run, self.theme) if run is not None and len(run) else None
        character = value(run, "w:rStyle")
        if own is None or not own:
            key = (paragraph, character, table)
            found = self._merged.get(key)
            if found is None:
                found = self._merged[key] = self._worked_out(paragraph, character, table, {})
            return found
        return self._worked_out(paragraph, character, table, own)

    def _worked_out(
        self, paragraph: str | None, character: str | None, table: TablePlace | None, own: Properties
    ) -> Look:
        levels = [self._level(self.chain(paragraph, "paragraph"))]
        if character is not None:
            levels.append(self._level(self.chain(character, "character")))
        if table is not None:
            # Where the style of a table sets letters on a ground, it is known to its designer that they show.
            laid = dict(self.table_run(table))
            if "ink" in laid:
                laid["ink"] = None
            levels.insert(0, laid)
        found: dict[str, Any] = dict(self._base)
        for level in levels:
            for key, one in level.items():
                # Two styles that both say "hidden" undo each other.
                found[key] = found.get(key, False) != one if key in ("hidden", "caps") else one
        found.update(own)
        return Look(**found)

    def _level(self, chain: tuple[_Style, ...]) -> Properties:
        found: dict[str, Any] = {}
        for one in chain:
            found.update(one.run)
        return found

    # -- tables ---------------------------------------------------------------------------------------------------

    def table_run(self, place: TablePlace) -> Properties:
        """What the style of a table says of a run in that place."""
        found: dict[str, Any] = {}
        for one in self.chain(place.style, "table"):
            found.update(one.run)
            for part in _parts_of(one.element, place.parts):
                found.update(run_properties(part.find("w:rPr"), self.theme))
        return found

    def table_shade(self, place: TablePlace) -> RGB | str | None:
        """What the style of a table lays below a cell in that place."""
        found: RGB | str | None = None
        for one in self.chain(place.style, "table"):
            for part in (one.element, *_parts_of(one.element, place.parts)):
                for holder in ("w:tblPr/w:shd", "w:tcPr/w:shd"):
                    laid = shading(child_at(part, holder), self.theme)
                    found = found if laid is None else laid
        return found


class TablePlace(NamedTuple):
    """The style of a table and which of its parts a cell belongs to ("firstRow", "band1Horz" …)."""

    style: str | None
    parts: frozenset[str]


def _parts_of(style: Element, parts: frozenset[str]) -> Iterator[Element]:
    if not parts:
        return
    known = {one.get("w:type", ""): one for one in style.findall("w:tblStylePr")}
    for name in _ORDER:
        if name in parts and name in known:
            yield known[name]


def parts_of_cell(look: Element | None, row: int, column: int, rows: int, columns: int) -> frozenset[str]:
    """The parts of a table that a cell belongs to, by the w:tblLook of the table."""
    wants = _wanted(look)
    found = set()
    if "firstRow" in wants and row == 0:
        found.add("firstRow")
    if "lastRow" in wants and row == rows - 1:
        found.add("lastRow")
    if "firstColumn" in wants and column == 0:
        found.add("firstCol")
    if "lastColumn" in wants and column == columns - 1:
        found.add("lastCol")
    if "noHBand" not in wants and not found & {"firstRow", "lastRow"}:
        found.add(f"band{(row - ('firstRow' in wants)) % 2 + 1}Horz")
    if "noVBand" not in wants and not found & {"firstCol", "lastCol"}:
        found.add(f"band{(column - ('firstColumn' in wants)) % 2 + 1}Vert")
    for corner, vertical, horizontal in (
        ("nwCell", "firstRow", "firstCol"),
        ("neCell", "firstRow", "lastCol"),
        ("swCell", "lastRow", "firstCol"),
        ("seCell", "lastRow", "lastCol"),
    ):
        if vertical in found and horizontal in found:
            found.add(corner)
    return frozenset(found)


_LOOKS = {
    "firstRow": 0x20, "lastRow": 0x40, "firstColumn": 0x80, "lastColumn": 0x100, "noHBand": 0x200, "noVBand": 0x400,
}  # fmt: skip


def _wanted(look: Element | None) -> set[str]:
    if look is None:
        return set()
    try:
        bits = int(look.get("w:val", "0"), 16)
    except ValueError:
        bits = 0
    found = {name for name, bit in _LOOKS.items() if bits & bit}
    for name in _LOOKS:
        told = look.get(f"w:{name}")
        if told is not None:
            (found.add if told in ("1", "true", "on") else found.discard)(name)
    return found
