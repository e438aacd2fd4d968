"""Runs of Word: the characters of a paragraph as the page shows them, and those that it does not."""

from __future__ import annotations

from typing import NamedTuple
from xml.etree.ElementTree import Element

from redactlint.readers.office.colours import BLACK, RGB, WHITE, is_dark, is_lost
from redactlint.readers.office.fields import given_away
from redactlint.readers.office.markup import texts_in
from redactlint.readers.office.word_styles import AUTO, Look, Styles, TablePlace
from redactlint.readers.office.writing import Writer, filler_of, label_in

__all__ = ["Ground", "Runs", "choice"]

# Letters of fewer points, or narrower in per cent, are not read.
LEAST_POINTS = 3.0
LEAST_SCALE = 10

# Elements that only hold runs.
_HOLDERS = frozenset(
    {"w:hyperlink", "w:smartTag", "w:customXml", "w:dir", "w:bdo", "w:sdtContent", "w:rt", "w:rubyBase", "m:oMath",
     "m:oMathPara", "m:r", "m:e", "m:num", "m:den", "m:f", "m:sup", "m:sub", "m:sSup", "m:sSub", "m:d", "m:rad"}
)  # fmt: skip
_SIGNS = {
    "w:tab": "\t", "w:ptab": "\t", "w:cr": "\n", "w:noBreakHyphen": "-", "w:softHyphen": "",
}  # fmt: skip


class Ground(NamedTuple):
    """What a paragraph stands on: its colour (None: not known) and the place in a table, if it is in one."""

    colour: RGB | None = WHITE
    table: TablePlace | None = None


class _Field(NamedTuple):
    """A field that is open: what its code says so far, and whether its result has begun."""

    code: list[str]
    shows: list[bool]


def choice(element: Element) -> Element | None:
    """Of alternatives, the one that a current program shows."""
    found = element.find("mc:Choice")
    return found if found is not None else element.find("mc:Fallback")


class Runs:
    """Reads the runs of one paragraph after the other; fields reach over paragraphs."""

    def __init__(self, styles: Styles, writer: Writer) -> None:
        self._styles, self._writer = styles, writer
        self._fields: list[_Field] = []
        self._deleted: list[str] = []
        self.codes: list[tuple[str, dict[str, object], int]] = []
        # What a paragraph mentions and is not a run: drawings, notes, comments, each with the ground it stands on.
        self.drawings: list[Element] = []
        self.notes: list[tuple[str, str]] = []
        self.comments: list[str] = []
        self.tips: list[str] = []
        self._label = ""
        self._style: str | None = None
        self._ground = Ground()
        self._is_squeezed = False

    def paragraph(
        self, element: Element, style: str | None, ground: Ground, label: str, *, squeezed: bool = False
    ) -> None:
        """Write the runs of a paragraph that stands on `ground`; `label` comes before the first that shows.

        A paragraph is `squeezed` where its lines are too low, or stand too far out, to be read.
        """
        self._style, self._ground, self._label, self._is_squeezed = style, ground, label, squeezed
        self._inline(element)

    def _inline(self, holder: Element) -> None:
        for one in holder:
            tag = one.tag
            if tag in ("w:r", "m:r"):
                self._run(one)
            elif tag in _HOLDERS or tag == "w:fldSimple":
                if tag == "w:hyperlink" and one.get("w:tooltip"):
                    self.tips.append(one.get("w:tooltip", ""))
                if tag == "w:fldSimple":
                    self._code(one.get("w:instr", ""))
                self._inline(one)
            elif tag == "w:ins":
                self._inserted("tracked-insertion", one)
            elif tag == "w:moveTo":
                self._inline(one)
            elif tag in ("w:del", "w:moveFrom"):
                self._deleted.append("tracked-deletion" if tag == "w:del" else "tracked-move")
                self._inline(one)
                self._deleted.pop()
            elif tag == "w:sdt":
                content = one.find("w:sdtContent")
                if content is not None:
                    self._inline(content)
            elif tag == "mc:AlternateContent":
                chosen = choice(one)
                if chosen is not None:
                    self._inline(chosen)
            elif tag == "w:ruby":
                self._inline(one)

    def _inserted(self, kind: str, holder: Element) -> None:
        words = texts_in(holder, "w:t")
        if words and not self._deleted:
            self._writer.conceal(kind, words)
        self._inline(holder)

    def _run(self, run: Element) -> None:
        look = self._styles.look(self._style, run.find("w:rPr"), self._ground.table)
        for one in run:
            tag = one.tag
            if tag in ("w:t", "m:t", "w:delText"):
                self._show(one.text or "", look)
            elif tag in ("w:instrText", "w:delInstrText"):
                if self._fields:
                    self._fields[-1].code.append(one.text or "")
            elif tag == "w:fldChar":
                self._field(one.get("w:fldCharType", ""))
            elif tag in _SIGNS:
                self._show(_SIGNS[tag], look)
            elif tag == "w:br":
                self._show("\n\f\n" if one.get("w:type") == "page" else "\n", look)
            elif tag == "w:sym":
                self._show("█" if one.get("w:char", "").upper() in _BLACK_SYMBOLS else "•", look)
            elif tag in ("w:footnoteReference", "w:endnoteReference"):
                if not self._deleted:
                    self.notes.append((tag[2:-9], one.get("w:id", "")))
            elif tag == "w:commentReference":
                self.comments.append(one.get("w:id", ""))
            elif tag == "mc:AlternateContent":
                chosen = choice(one)
                self.drawings += () if chosen is None else list(chosen)
            elif tag in ("w:drawing", "w:pict", "w:object"):
                self.drawings.append(one)
            elif tag == "w:ruby":
                base = one.find("w:rubyBase")
                if base is not None:
                    self._inline(base)

    # -- fields ---------------------------------------------------------------------------------------------------

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append(_Field([], [False]))
        elif kind == "separate" and self._fields:
            self._fields[-1].shows[0] = True
        elif kind == "end" and self._fields:
            self._code("".join(self._fields.pop().code))

    def _code(self, code: str) -> None:
        found = given_away(code)
        if found:
            self.codes.append((found, self._writer.place, self._writer.at))

    # -- what the eye sees ------------------------------------------------------------------------------------------

    def _show(self, words: str, look: Look) -> None:
        if not words:
            return
        if self._fields and not all(one.shows[0] for one in self._fields):
            self._fields[-1].code.append(words)
            return
        if self._deleted:
            self._conceal(self._deleted[-1], words)
        elif look.hidden:
            self._conceal("hidden-run", words)
        elif look.transparent:
            self._conceal("white-text", words)
        elif look.size < LEAST_POINTS or look.scale < LEAST_SCALE or self._is_squeezed:
            self._conceal("tiny-text", words)
        else:
            self._coloured(words, look)

    def _conceal(self, kind: str, words: str) -> None:
        if words.strip():
            self._writer.conceal(kind, words)

    def _coloured(self, words: str, look: Look) -> None:
        ground, is_own = self._ground_of(look)
        ink = look.ink
        if ink == AUTO:
            # Word turns the automatic colour white on a dark shading, but not on a dark highlight.
            ink = BLACK if look.highlight is not None or not is_dark(ground) else WHITE
        assert not isinstance(ink, str)
        is_bar = is_own and is_dark(ground)
        if is_bar and not words.strip() and words[0] not in "\n\f":
            self._begin()
            self._writer.blacken(words)
        elif not words.strip() or not is_lost(ink, ground):
            self._plain(words.upper() if look.caps else words, is_bar=is_bar)
        elif is_bar:
            self._begin()
            self._writer.blacken(words, kind=None if filler_of(words) else "black-highlight")
        elif not filler_of(words):
            self._conceal("black-highlight" if is_dark(ground) else "white-text", words)

    def _ground_of(self, look: Look) -> tuple[RGB | None, bool]:
        """The colour below a run, and whether it is the run's own and not that of a paragraph or cell."""
        if look.highlight is not None:
            return look.highlight, True
        if isinstance(look.shade, tuple):
            return look.shade, True
        return self._ground.colour, False

    def _plain(self, words: str, *, is_bar: bool) -> None:
        if words.strip():
            self._begin()
        start = self._writer.at
        self._writer.write(words)
        label = label_in(words) if is_bar else None
        if label is not None:
            self._writer.box(start, label=label)

    def _begin(self) -> None:
        """Write the number of the paragraph, once something of it shows."""
        label, self._label = self._label, ""
        self._writer.write(label)


# Blocks of the symbol fonts.
_BLACK_SYMBOLS = frozenset({"F06E", "F0A7", "2588", "25A0"})
