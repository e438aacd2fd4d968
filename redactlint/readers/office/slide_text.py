"""Slide text: the words of one shape of a slide as the eye sees them, and where about they fall."""

from __future__ import annotations

from typing import NamedTuple
from xml.etree.ElementTree import Element

from redactlint.readers.office.colours import BLACK, RGB, Paint, Theme, is_dark, is_lost
from redactlint.readers.office.drawing import EMU, Rectangle
from redactlint.readers.office.markup import number
from redactlint.readers.office.setting import Line, set_in_lines
from redactlint.readers.office.word_numbering import written_number
from redactlint.readers.office.word_runs import LEAST_POINTS
from redactlint.readers.office.writing import Writer, filler_of, label_in

__all__ = ["Laid", "TextBody", "place_lines"]

_DEFAULT_POINTS = 18.0
# How PowerPoint names the numbers of a list: the form of the number and what stands around it.
_FORMS = {
    "arabic": "decimal", "alphaLc": "lowerLetter", "alphaUc": "upperLetter", "romanLc": "lowerRoman",
    "romanUc": "upperRoman",
}  # fmt: skip
_AROUND = {"Period": "{}.", "ParenR": "{})", "ParenBoth": "({})", "Plain": "{}"}


class Laid(NamedTuple):
    """A paragraph as it was written: its offsets in the text, the size of its letters, how it is aligned."""

    start: int
    end: int
    size: float
    alignment: str


class TextBody:
    """The text of a shape (or a cell): its paragraphs, with the styles that they follow."""

    def __init__(
        self, body: Element, levels: list[Element], theme: Theme, ground: Paint, style: Element | None = None
    ) -> None:
        self._body, self._levels, self._theme, self._ground = body, levels, theme, ground
        properties = body.find("a:bodyPr")
        fit = properties.find("a:normAutofit") if properties is not None else None
        self._scale = number(fit.get("fontScale"), 100_000) / 100_000 if fit is not None else 1.0
        reference = style.find("a:fontRef") if style is not None else None
        self._styled = theme.solid(reference).colour if reference is not None and len(reference) else None
        self._counts: dict[tuple[int, str], int] = {}

    def write(self, writer: Writer, separator: str = "\n\n") -> list[Laid]:
        """Write what shows of it, and remember what does not; returns the paragraphs written."""
        laid = []
        for one in self._body.findall("a:p"):
            properties = one.find("a:pPr")
            depth = number(properties.get("lvl")) if properties is not None else 0
            chain = [one for one in (properties, *(_level(each, depth) for each in self._levels)) if one is not None]
            writer.separate(separator)
            start = writer.at + writer.gap
            label = self._label(chain, depth)
            size = self._size(None, chain)
            for run in one:
                if run.tag in ("a:r", "a:fld"):
                    own = run.find("a:rPr")
                    label = self._run(writer, run.findtext("a:t") or "", own, chain, label)
                    size = self._size(own, chain)
                elif run.tag == "a:br":
                    writer.write("\n" if writer.at > start else "")
            if writer.at > start:
                alignment = next((found for each in chain if (found := each.get("algn"))), "l")
                laid.append(Laid(start, writer.at, size, alignment))
            writer.separate(separator)
        return laid

    def _label(self, chain: list[Element], depth: int) -> str:
        """The automatic number of a paragraph."""
        for one in chain:
            if one.find("a:buNone") is not None or one.find("a:buChar") is not None:
                return ""
            found = one.find("a:buAutoNum")
            if found is None:
                continue
            kind = found.get("type", "arabicPeriod")
            count = self._counts.get((depth, kind), number(found.get("startAt"), 1) - 1) + 1
            self._counts = {key: value for key, value in self._counts.items() if key[0] <= depth}
            self._counts[depth, kind] = count
            form = next((form for name, form in _FORMS.items() if kind.startswith(name)), "decimal")
            around = next((sign for name, sign in _AROUND.items() if kind.endswith(name)), "{}.")
            return around.format(written_number(count, form)) + " "
        return ""

    def _size(self, own: Element | None, chain: list[Element]) -> float:
        for one in (own, *(each.find("a:defRPr") for each in chain)):
            words = one.get("sz") if one is not None else None
            if words is not None:
                return number(words, 1800) / 100 * self._scale
        return _DEFAULT_POINTS * self._scale

    def _ink(self, own: Element | None, chain: list[Element]) -> Paint:
        found = self._theme.paint(own)
        if found is None and self._styled is not None:
            return Paint(self._styled)
        for one in (each.find("a:defRPr") for each in chain):
            if found is not None:
                break
            found = self._theme.paint(one)
        return found if found is not None else Paint(self._theme.named("tx1") or BLACK)

    def _run(self, writer: Writer, words: str, own: Element | None, chain: list[Element], label: str) -> str:
        """Write a run, or conceal it; returns the label of the paragraph if it still has to be written."""
        caps = (one.get("cap") for one in (own, *(each.find("a:defRPr") for each in chain)) if one is not None)
        if next((one for one in caps if one is not None), "none") in ("all", "small"):
            words = words.upper()
        ink, highlight = self._ink(own, chain), own.find("a:highlight") if own is not None else None
        ground: RGB | None = self._ground.colour if self._ground.covers else None
        if highlight is not None:
            ground = self._theme.solid(highlight).colour
        is_bar = highlight is not None and is_dark(ground)
        if not words.strip():
            if is_bar and words:
                writer.blacken(words)
            else:
                writer.write(words if writer.ends_with != "\n" else "")
            return label
        has_outline = own is not None and own.find("a:ln") is not None
        if self._size(own, chain) < LEAST_POINTS:
            writer.conceal("tiny-text", words)
        elif ink.opacity < 0.05 and not has_outline:
            writer.conceal("white-text", words)
        elif not is_lost(ink.colour, ground) or has_outline:
            writer.write(label)
            start = writer.at
            writer.write(words)
            if is_bar and label_in(words):
                writer.box(start, label=words)
            return ""
        elif is_bar:
            writer.write(label)
            writer.blacken(words, kind=None if filler_of(words) else "black-highlight")
            return ""
        elif not filler_of(words):
            writer.conceal("black-highlight" if is_dark(ground) else "white-text", words)
        return label


def _level(listed: Element, depth: int) -> Element | None:
    found = listed.find(f"a:lvl{min(depth, 8) + 1}pPr")
    return found if found is not None else listed.find("a:defPPr")


def place_lines(
    body: Element, models: list[Element], place: Rectangle, laid: list[Laid], writer: Writer
) -> list[tuple[Laid, float, float, list[Line]]]:
    """Each paragraph with the place of its top left corner on the slide, and its lines."""

    def told(key: str, default: str) -> str:
        for one in (body, *models):
            properties = one.find("a:bodyPr")
            words = properties.get(key) if properties is not None else None
            if words is not None:
                return words
        return default

    left, right = (number(told(key, "91440")) / EMU for key in ("lIns", "rIns"))
    top, bottom = (number(told(key, "45720")) / EMU for key in ("tIns", "bIns"))
    width = max(place.width - left - right, 10.0) if told("wrap", "square") != "none" else 100_000.0
    room = max(place.width - left - right, 10.0)
    found: list[tuple[Laid, float, float, list[Line]]] = []
    y = 0.0
    for one in laid:
        lines = []
        for line in set_in_lines(writer.between(one.start, one.end), width, one.size):
            over = room - line.edges[-1]
            shift = over / 2 if one.alignment == "ctr" else over if one.alignment == "r" else 0.0
            lines.append(line._replace(edges=tuple(edge + shift for edge in line.edges)))
        found.append((one, place.left + left, y, lines))
        y += len(lines) * one.size * 1.2
    anchor = told("anchor", "t")
    spare = place.height - top - bottom - y
    origin = place.top + top + (spare / 2 if anchor == "ctr" else spare if anchor == "b" else 0.0)
    return [(one, x, origin + down, lines) for one, x, down, lines in found]
