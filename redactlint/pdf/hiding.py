"""Hiding: the text of a page that the eye does not see, and by which technique it is hidden."""

from __future__ import annotations

import ctypes
import itertools
import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from redactlint.pdf.geometry import Rect, union
from redactlint.pdf.glyphs import Glyph, Run, object_of
from redactlint.pdf.painting import IMAGE, PATH, TEXT, Painted, address, colour_of, rectangles_of
from redactlint.pdf.seeing import Sight

__all__ = ["Hidden", "Page", "Part", "Piece", "faint_objects", "hidden_of", "split", "widened"]

# As many letters and digits must be unseen: what is shorter is a mark of a chart, a rule or a formula.
_FEWEST = 3
# Letters lower than this, in points, are too small to be read.
_TINY = 1.1
# The share of dark pixels from which a place is black, and the contrast up to which it is of one colour.
_BLACK, _PLAIN = 0.85, 40
# A picture that covers this share of the page is a scan or a background; a patch is at most so many lines high.
_SCAN, _PATCH_LINES = 0.3, 3.5
# The share of the words of a text layer that must have ink under them for the rest to be held against the page.
_IN_REGISTER, _FEWEST_WORDS = 0.8, 4


class Page(NamedTuple):
    """A page as far as hiding asks: its number, what is painted on it, its sight, and what of it only the file knows.

    `unannotated` is the sight of it without its annotations (None: it has none).  `has_layers_off` says that layers of
    the file are switched off, `is_printers` that it is a sheet with printer's marks around what is shown.
    """

    number: int
    objects: Sequence[Painted]
    textpage: Any
    sight: Sight
    unannotated: Sight | None = None
    has_layers_off: bool = False
    is_printers: bool = False


class Piece(NamedTuple):
    """Unseen characters that follow each other in a run; `whole` says that nothing of the run is seen."""

    glyphs: tuple[Glyph, ...]
    whole: bool

    @property
    def text(self) -> str:
        """What they say."""
        return "".join(one.character for one in self.glyphs)

    @property
    def size(self) -> int:
        """How many letters and digits."""
        return sum(one.character.isalnum() for one in self.glyphs)

    @property
    def box(self) -> Rect:
        """The box around them."""
        shown = [one.box for one in self.glyphs if not one.character.isspace()]
        return union(one for one in shown if one.right > one.left or one.top > one.bottom)


class Hidden(NamedTuple):
    """Text that a page holds and does not show: the technique, its place, its words; `cover` is what lies over it."""

    kind: str
    page: int
    box: Rect
    text: str
    cover: Rect | None = None

    @property
    def extent(self) -> int:
        """How many characters."""
        return len(" ".join(self.text.split()))


# What is seen of a run, and the pieces of it that are not.
Part = tuple[list[Glyph], list[Piece]]


def split(run: Run, sight: Sight, faint: frozenset[int], textpage: Any) -> Part:
    """The characters of a run that are seen, and the pieces that are not.

    `faint` are objects whose colour is that of what lies under them; blanks go with what stands before them.
    """
    tiny = _is_tiny(run, textpage)
    if not faint and not tiny and sight.shows_whole(run.box):
        return run.glyphs, []
    seen: list[Glyph] = []
    pieces: list[list[Glyph]] = []
    is_open = shown = False
    for one in run.glyphs:
        if not one.character.isalnum():
            (pieces[-1] if is_open else seen).append(one)
        elif not tiny and sight.seen(one.box) and not (faint and address(object_of(textpage, one)) in faint):
            seen.append(one)
            is_open, shown = False, True
        else:
            if not is_open:
                pieces.append([])
                is_open = True
            pieces[-1].append(one)
    if not shown and pieces:  # with the signs before the first letter: they are part of what is hidden
        pieces, seen = [list(run.glyphs)], []
    made = [Piece(tuple(one), not shown) for one in pieces]
    short = [one for one in made if one.size < _FEWEST]
    if short:  # a letter or two that did not show is no secret: they are read with the rest
        seen = sorted([*seen, *(glyph for one in short for glyph in one.glyphs)])
    return seen, [one for one in made if one.size >= _FEWEST]


def _is_tiny(run: Run | Piece, textpage: Any) -> bool:
    """Whether the letters of a run are too small, by the size of their font and not by that of a mark among them."""
    if min(run.box.width, run.box.height) > _TINY:
        return False
    letters = [one for one in run.glyphs if one.character.isalnum()]
    if len(letters) > _FEWEST:  # squeezed to nothing in one direction
        across = sum(one.right - one.left for one in letters) / len(letters)
        along = sum(one.top - one.bottom for one in letters) / len(letters)
        if min(across, along) < 0.08 * max(across, along):
            return True
    first = next((one for one in run.glyphs if one.character.isalnum()), None)
    cell = pdfium.FS_RECTF()
    if first is None or not pdfium.FPDFText_GetLooseCharBox(textpage, first.at, ctypes.byref(cell)):
        return False
    return bool(max(abs(cell.right - cell.left), abs(cell.top - cell.bottom)) < 1.4 * _TINY)


def faint_objects(objects: Sequence[Painted], sight: Sight) -> frozenset[int]:
    """The text objects, by address, that are painted in the light colour of what lies under them, or nearly."""
    found = set()
    for one in objects:
        if one.kind != TEXT:
            continue
        red, green, blue, opacity = colour_of(one.handle)
        if min(red, green, blue) < 225 or opacity == 0:
            continue
        look = sight.look(one.bounds())
        if look is not None and look.contrast < 16 and abs(_grey(red, green, blue) - look.lightest) < 14:
            found.add(address(one.handle))
    return frozenset(found)


def _grey(red: int, green: int, blue: int) -> int:
    return (red * 30 + green * 59 + blue * 11) // 100


def widened(parts: Sequence[Part], hidden: Sequence[Hidden]) -> list[Part]:
    """The parts of runs, with what a label over the same cover seemed to show of them among the unseen."""
    covers = [one.cover for one in hidden if one.cover is not None and one.kind in ("under-box", "under-image")]
    found = []
    for seen, pieces in parts:
        cover = next((one for one in covers for piece in pieces if one.contains_centre_of(piece.box)), None)
        under = [one for one in seen if cover is not None and cover.contains_centre_of(one.box)]
        if any(one.character.isalnum() for one in under):
            assert cover is not None
            inside = [piece for piece in pieces if cover.contains_centre_of(piece.box)]
            whole = Piece(tuple(sorted([*under, *(one for piece in inside for one in piece.glyphs)])), False)
            others = [piece for piece in pieces if piece not in inside]
            found.append(([one for one in seen if one not in under], [*others, whole]))
        else:
            found.append((seen, pieces))
    return found


def hidden_of(page: Page, pieces: Sequence[Piece]) -> tuple[list[Hidden], list[Piece]]:
    """What of the unseen pieces is hidden, and what is the text layer of what the picture shows (to be read on)."""
    orders = {address(one.handle): one for one in page.objects if one.kind == TEXT}
    found: list[Hidden] = []
    layer: list[tuple[Piece, bool]] = []
    unread: list[Piece] = []
    for piece in pieces:
        first = next(one for one in piece.glyphs if one.character.isalnum())
        painted = orders.get(address(object_of(page.textpage, first)))
        kind, cover = _technique(page, piece, painted)
        if kind == "layer":
            layer.append((piece, cover is not None))
        elif kind is None:
            unread.append(piece)
        elif not _is_signing_tag(piece.text):
            found.append(Hidden(kind, page.number, piece.box, piece.text, cover))
    beneath, read = _held_against_picture(page, layer)
    return [*found, *beneath], [*read, *unread]


def _technique(page: Page, piece: Piece, painted: Painted | None) -> tuple[str | None, Rect | None]:
    """How a piece is hidden, with what covers it; "layer" for text that belongs to a picture, None: not to be told."""
    box, sight = piece.box, page.sight
    shown = sight.frame.box
    if box.common(shown).area < 0.2 * box.area:
        return ("slug" if page.is_printers else "off-page") if piece.whole or piece.size > 12 else None, None
    mode = pdfium.FPDFTextObj_GetTextRenderMode(painted.handle) if painted is not None else 0
    if mode in (3, 7) or (painted is not None and _has_invisible_font(painted.handle)):
        return "layer", None
    if _is_tiny(piece, page.textpage):
        return "tiny", None
    if painted is None:
        return None, None
    if page.has_layers_off and painted.layered:
        return "layer-off", None
    clip = painted.clip_box()
    if clip is not None and clip.common(box).area < 0.2 * box.area:
        return ("clipped" if piece.whole else None), None
    cover = _cover_of(page, piece, painted)
    look = sight.look(_core(box))
    if look is None:
        return None, None
    if cover is not None:
        return _under(page, piece, cover, look.dark, look.contrast)
    red, green, blue, opacity = colour_of(painted.handle, stroke=mode == 1)
    is_plain = look.contrast < _PLAIN  # else there may be the same letters in ink that is no text
    if opacity < 13:
        return ("transparent" if is_plain else None), None
    if page.unannotated is not None and page.unannotated.seen(first_of(piece).box):
        return "under-annotation", box
    here = _grey(red, green, blue)
    if is_plain and abs(here - (look.lightest + look.darkest) // 2) < 26:
        return ("same-colour" if look.lightest > 235 else "same-fill"), None
    if painted.veiled or pdfium.FPDFPageObj_HasTransparency(painted.handle):
        return ("transparent" if is_plain else None), None
    return ("layer-off" if page.has_layers_off and is_plain else None), None


def first_of(piece: Piece) -> Glyph:
    """The first letter or digit of a piece."""
    return next(one for one in piece.glyphs if one.character.isalnum())


def _core(box: Rect) -> Rect:
    return box.grown(-0.1 * min(box.width, box.height))


def _has_invisible_font(handle: Any) -> bool:
    """Whether the font is one that text recognition lays under a picture: its glyphs are empty."""
    font = pdfium.FPDFTextObj_GetFont(handle)
    buffer = ctypes.create_string_buffer(80)
    size = pdfium.FPDFFont_GetBaseFontName(font, buffer, 80) if font else 0
    name = buffer.value.lower() if 0 < size <= 80 else b""
    return b"glyphless" in name or b"hiddenhorz" in name or b"invisible" in name


def _cover_of(page: Page, piece: Piece, painted: Painted) -> Painted | None:
    """What was painted last over most of the piece, after it."""
    boxes = [one.box for one in piece.glyphs if one.character.isalnum()]
    for one in reversed(page.objects):
        if one.order <= painted.order:
            return None
        if one.kind == TEXT:
            continue
        area = one.bounds()
        clip = one.clip_box()
        area = area if clip is None else area.common(clip)
        if sum(area.contains_centre_of(box) for box in boxes) < 0.6 * len(boxes):
            continue
        parts = rectangles_of(one) if one.kind == PATH else []
        if not parts or any(part.contains_centre_of(box) for part in parts for box in boxes):
            found: Painted = one
            return found
    return None


def _under(page: Page, piece: Piece, cover: Painted, dark: float, contrast: int) -> tuple[str | None, Rect | None]:
    box, area = piece.box, cover.bounds()
    share = area.common(page.sight.frame.box).area / max(1.0, page.sight.frame.box.area)
    if cover.kind != IMAGE:
        if share > _SCAN and contrast >= _PLAIN and dark < _BLACK:
            return "layer", area  # a background that was painted over, and ink on it
        return "under-box", area
    if share > _SCAN:
        return "layer", area
    is_patch = area.height <= _PATCH_LINES * box.height + 6 and area.width <= box.width + 6 * box.height
    if dark >= _BLACK or contrast < _PLAIN or is_patch:
        return "under-image", area
    return ("layer" if _is_picture_of(page, piece) else "under-image"), area


def _is_picture_of(page: Page, piece: Piece) -> bool:
    """Whether a picture shows the words of a piece: ink at the words, and paper in most of the gaps between them.

    One word has no gap, and is given the benefit of the doubt.
    """
    words = list(_words_of(piece))
    gaps = []
    for one, other in itertools.pairwise(words):
        if other.box.left > one.box.right + 1:
            bottom, top = max(one.box.bottom, other.box.bottom), min(one.box.top, other.box.top)
            look = page.sight.look(Rect(one.box.right + 0.5, bottom, other.box.left - 0.5, top))
            if look is not None:
                gaps.append(look.contrast < _PLAIN)
    looks = [page.sight.look(one.box) for one in words]
    inked = sum(look is not None and look.contrast >= _PLAIN for look in looks)
    return inked >= 0.7 * len(words) and sum(gaps) >= 0.6 * len(gaps)


# -- text layers of pictures -----------------------------------------------------------------------------------------


class _Word(NamedTuple):
    piece: Piece
    is_under: bool
    state: str


def _held_against_picture(page: Page, layer: Sequence[tuple[Piece, bool]]) -> tuple[list[Hidden], list[Piece]]:
    """Text that shows only in a picture of it: what the picture hides, blots out or does not have, and the rest."""
    words = [_Word(word, is_under, _state(page, word)) for piece, is_under in layer for word in _words_of(piece)]
    telling = [one for one in words if one.piece.size >= 2]
    if not telling:
        return [], []
    share = sum(one.state == "ink" for one in telling) / len(telling)
    blank = [one for one in telling if one.state == "blank"]
    in_register = len(telling) >= _FEWEST_WORDS and share >= _IN_REGISTER
    pictures = any(one.kind == IMAGE for one in page.objects)
    found: list[Hidden] = []
    read: list[Piece] = []
    accused: set[int] = set()
    black = [one for one in words if one.state == "black" and not _is_label(one.piece.text)]
    groups = [("ocr-under-box", black)]
    if not pictures or in_register or (share < 0.1 and _reads(blank)):
        groups.append(("ocr-not-shown" if pictures else "invisible", [one for one in words if one.state == "blank"]))
    for kind, group in groups:
        for line in _lines(group):
            text = " ".join(one.piece.text.strip() for one in line)
            if sum(one.piece.size for one in line) < _FEWEST or not _is_language(text):
                continue
            place = union(one.piece.box for one in line)
            found.append(Hidden(kind, page.number, place, text))
            accused |= {id(one) for one in line}
    read = [one.piece for one in words if id(one) not in accused and one.state == "ink"]
    return found, read


def _state(page: Page, word: Piece) -> str:
    """ "ink" where the page shows something at the word, "black" or "blank" where it is of one colour."""
    box = word.box
    core = page.sight.look(box.grown(-0.12 * box.width, -0.15 * box.height))
    if core is None:
        return "ink"
    if core.dark >= _BLACK and core.contrast < 200:
        return "black"
    around = page.sight.look(box.grown(0.2 * box.height, 0.35 * box.height), page.sight.full)
    assert around is not None
    if around.contrast >= _PLAIN:
        return "ink"
    return "blank"


def _words_of(piece: Piece) -> Iterator[Piece]:
    current: list[Glyph] = []
    for one in piece.glyphs:
        if one.character.isspace():
            if any(each.character.isalnum() for each in current):
                yield Piece(tuple(current), piece.whole)
            current = []
        else:
            current.append(one)
    if any(each.character.isalnum() for each in current):
        yield Piece(tuple(current), piece.whole)


def _lines(words: Sequence[_Word]) -> Iterator[list[_Word]]:
    """Words that stand next to each other on a line, in the order of the content."""
    line: list[_Word] = []
    for one in words:
        if line:
            before, here = line[-1].piece.box, one.piece.box
            beside = before.bottom < here.top and here.bottom < before.top
            if not beside or here.left - before.right > 2 * here.height or here.right < before.left:
                yield line
                line = []
        line.append(one)
    if line:
        yield line


@cache
def _language() -> re.Pattern[str]:
    return re.compile(r"[^\W\d_]{3,}|\d{4,}|\d+[-/.]\d+[-/.]?\d+")


def _is_language(text: str) -> bool:
    """Whether it has words or a number in it, and is not the dust that text recognition reads letters into."""
    solid = "".join(text.split())
    words = [one for one in _language().findall(text) if len(set(one.casefold())) > 2 or not one.isalpha()]
    return sum(map(len, words)) >= 5 and sum(map(str.isalnum, solid)) >= 0.7 * len(solid)


def _reads(words: Sequence[_Word]) -> bool:
    """Whether the words are enough, and long enough, to be those of a text and not dust."""
    sizes = [one.piece.size for one in words]
    return len(sizes) >= _FEWEST_WORDS and sum(sizes) >= 3.2 * len(sizes)


@cache
def _label() -> re.Pattern[str]:
    return re.compile(
        r"\W*(?:\(?[bB]\)?\W?\d|\d\.\d\W?[a-h]|(?:25|50)X\d|redacted|deleted|withheld|exempt|sealed)", re.I
    )


def _is_label(text: str) -> bool:
    return _label().match(text) is not None


@cache
def _tag() -> re.Pattern[str]:
    return re.compile(
        r"\s*(?:\\[\w*.-]+\\|/[a-z]{1,4}\d{0,3}/|\{\{[^{}]{1,200}\}\}|\[\[[^\[\]]{1,200}\]\]|<<[^<>]{1,80}>>|%%[^%]{1,80}%%)\s*"
    )


def _is_signing_tag(text: str) -> bool:
    r"""Whether it is a mark for a signing service ("\s1\", "{{Sig_es_:signer1:signature}}"), hidden by its nature."""
    return _tag().fullmatch(text) is not None
