"""Reading: the bytes of a PDF file -> its text and everything it conceals, as plain values that can cross a process."""

from __future__ import annotations

import base64
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import pikepdf
import pypdfium2 as documents

from redactlint.pdf import revisions, structure
from redactlint.pdf.advances import advances_of
from redactlint.pdf.deletions import Words, deletions_of
from redactlint.pdf.geometry import Frame, Rect, union
from redactlint.pdf.glyphs import Glyph, Run, glyphs_of, runs_of, turns_of
from redactlint.pdf.hiding import hidden_of, widened
from redactlint.pdf.layout import Laid, lay_out
from redactlint.pdf.leftovers import left_over, values_taken_out
from redactlint.pdf.painting import objects_of, show_text
from redactlint.pdf.pieces import Hidden, Page, Piece, faint_objects, split
from redactlint.pdf.seeing import Sight, frame_of, picture
from redactlint.pdf.sifting import sifted

__all__ = ["MOST_PAGES", "RefusedError", "read"]

# The most pages of a file that are read.
MOST_PAGES = 5_000
# The most bytes of attached files that are handed on.
_MOST_ATTACHED = 100_000_000
# Pages larger than this, in points a side, are refused: no printer has them.
_LARGEST_SIDE = 200_000.0


class RefusedError(Exception):
    """The file cannot be read: what is wrong, and what to do."""


class _PageRead:
    """What came of one page."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.laid = Laid([], [], 0)
        self.words: list[Words] = []
        self.hidden: list[Hidden] = []
        self.advances: list[Any] = []
        self.text = ""
        self.unseen: list[structure.Kept] = []


def read(data: bytes, most_pages: int = MOST_PAGES) -> dict[str, Any]:
    """Read a file; raises RefusedError for one that cannot be read, MemoryError for one that asks too much.

    The values: "source", the text; "lines", where each begins, with its page and box; "boxes", "zones" and "concealed",
    as in `redactlint.layers`, each a list of plain values.
    """
    pdf, form = _opened(data)
    try:
        count = len(pdf)
        if count > most_pages:
            raise RefusedError(f"has {count:,} pages, more than the limit of {most_pages:,}", "split it")
        if count == 0:
            raise RefusedError("is a PDF file without a page", "look at it in a viewer; it may be damaged")
        outline = structure.outline_of(form, most_pages)
        kept = list(structure.kept_of(form, most_pages))
        values: dict[int | None, list[structure.Kept]] = {}
        for one in kept:
            if one.kind in ("shown-value", "value"):
                values.setdefault(one.page, []).append(one)
        pages: list[_PageRead] = []
        at = 0
        for index in range(count):
            page = _page(pdf, index, outline, values.get(index + 1, ()), at)
            pages.append(page)
            at = page.laid.end + 1
            kept += page.unseen
        return {**_assembled(data, pdf, form, pages, kept), "attached": list(_attached(form))}
    finally:
        pdf.close()
        form.close()


def _opened(data: bytes) -> tuple[documents.PdfDocument, pikepdf.Pdf]:
    try:
        form = pikepdf.open(io.BytesIO(data))
    except pikepdf.PasswordError:
        raise RefusedError("is encrypted with a password", "decrypt a copy first") from None
    except pikepdf.PdfError as error:
        raise RefusedError("is a damaged PDF file, whose objects cannot be found", "repair a copy first") from error
    try:
        pdf = documents.PdfDocument(data)
    except documents.PdfiumError as error:
        form.close()
        wrong = "is encrypted with a password" if "assword" in str(error) else "is a damaged PDF file"
        raise RefusedError(wrong, "repair or decrypt a copy first") from error
    if pdf.get_formtype():
        pdf.init_forms()
    return pdf, form


def _attached(form: pikepdf.Pdf) -> Iterator[list[str | None]]:
    """The files attached, each its name and its bytes in base64; None in their place for what is too much."""
    left = _MOST_ATTACHED
    for number, one in enumerate(structure.attached_to(form), 1):
        length = one.stream.get("/Length", 0)
        name = one.name.replace("/", "_") or f"attachment-{number}"
        try:
            content = bytes(one.stream.read_bytes()) if isinstance(length, int) and length <= left else None
        except pikepdf.PdfError:
            content = None
        if content is None or len(content) > left:
            yield [name, None]
            continue
        left -= len(content)
        yield [name, base64.b64encode(content).decode("ascii")]


def _page(
    pdf: documents.PdfDocument, index: int, outline: structure.Outline, shown: Iterable[structure.Kept], start: int
) -> _PageRead:
    read = _PageRead(index + 1)
    try:
        page = pdf[index]
    except documents.PdfiumError as error:
        raise RefusedError(f"is damaged: page {index + 1} cannot be read", "repair a copy first") from error
    try:
        if max(page.get_size()) > _LARGEST_SIDE:
            raise RefusedError(f"has a page of impossible size (page {index + 1})", "look at it in a viewer")
        textpage = page.get_textpage()
        glyphs = glyphs_of(textpage.raw)
        objects = objects_of(page.raw)
        frame = frame_of(page)
        is_annotated = index + 1 in outline.annotated
        full = picture(page, frame)
        show_text(objects, False)
        bare = picture(page, frame)
        sight = Sight(frame, full, bare)
        runs = list(runs_of(glyphs))
        faint = faint_objects(objects, sight)
        parts = [split(run, sight, faint, textpage.raw) for run in runs]
        if any(pieces for _, pieces in parts) and frame.width * frame.height < 2_000_000:
            in_colour = picture(page, frame, colour=True)
            show_text(objects, True)
            sight.also(picture(page, frame, colour=True), in_colour)
            parts = [split(run, sight, faint, textpage.raw) for run in runs]
        show_text(objects, True)
        pieces = [piece for _, found in parts for piece in found]
        unannotated = None
        if pieces and is_annotated:
            plain = picture(page, frame, annotations=False)
            show_text(objects, False)
            unannotated = Sight(frame, plain, picture(page, frame, annotations=False))
            show_text(objects, True)
        about = Page(
            index + 1,
            objects,
            textpage.raw,
            sight,
            unannotated,
            outline.has_layers_off,
            index + 1 in outline.printers,
            outline.lids.get(index + 1, ()),
        )
        read.hidden, beneath = hidden_of(about, pieces)
        wider = widened(parts, read.hidden)
        if wider != parts:
            parts = wider
            read.hidden, beneath = hidden_of(about, [piece for _, found in parts for piece in found])
        seen = [
            run if part is run.glyphs else _rest(part)
            for run, (part, _) in zip(runs, parts, strict=True)
            if _is_shown(part)
        ]
        whole = {id(run) for run in runs}
        words = [*_words(seen, whole), *_words_of_pieces(beneath)]
        for value in shown:
            if value.kind == "shown-value" and _is_blank(sight, value.box):
                read.unseen.append(value._replace(kind="form-value"))
            elif value.box is not None:
                words.append(Words(value.text, value.box))
        deletions = deletions_of(objects, sight, words, read.hidden, seen)
        read.advances = advances_of(deletions, seen, textpage.raw)
        turns = turns_of(textpage.raw, runs)
        if turns:
            frame = Frame(frame.box, turns, frame.scale)
            words = [Words(one.text, frame.upright(one.box)) for one in words]
            turned = [one._replace(box=frame.upright(one.box)) for one in deletions]
            read.laid = lay_out(words, turned, start)
            places = {new.box: old.box for new, old in zip(turned, deletions, strict=True)}
            read.laid = read.laid._replace(
                boxes=[one._replace(box=places.get(one.box, one.box)) for one in read.laid.boxes]
            )
        else:
            read.laid = lay_out(words, deletions, start)
        read.words = words
        read.text = "\n".join(one.text for one in read.laid.lines)
        return read
    finally:
        page.close()


def _is_blank(sight: Sight, box: Rect | None) -> bool:
    """Whether nothing is to be read in a field: its ground is of one colour within its frame."""
    if box is None or min(box.width, box.height) < 8:
        return False
    look = sight.look(box.grown(-3), sight.full)
    return look is not None and look.contrast < 24


def _is_shown(glyphs: list[Glyph]) -> bool:
    return any(one.right > one.left and not one.character.isspace() for one in glyphs)


def _rest(glyphs: list[Glyph]) -> Run:
    """What is seen of a run of which something is hidden."""
    return Run(glyphs, union(one.box for one in glyphs if one.right > one.left or one.top > one.bottom))


def _words(runs: Iterable[Run], whole: set[int]) -> list[Words]:
    """Each run as words; what was hidden in its middle divides one that is not `whole` (by identity)."""
    found = []
    for run in runs:
        if id(run) in whole:
            found.append(Words(run.text, run.box))
            continue
        current = [run.glyphs[0]]
        for one in run.glyphs[1:]:
            last = next((each for each in reversed(current) if each.right > each.left), current[-1])
            gap = one.left - last.right
            height = max(one.top - one.bottom, last.top - last.bottom)
            if one.right > one.left and one.at - current[-1].at > 3 and gap > height:
                found.append(_of(current))
                current = []
            current.append(one)
        found.append(_of(current))
    return [one for one in found if one.text.strip()]


def _of(glyphs: list[Any]) -> Words:
    boxes = [one.box for one in glyphs if one.right > one.left or one.top > one.bottom]
    return Words("".join(one.character for one in glyphs), union(boxes) if boxes else glyphs[0].box)


def _words_of_pieces(pieces: Iterable[Piece]) -> list[Words]:
    """The words of a text layer, put together again where they stand side by side on a line."""
    found: list[Words] = []
    for one in pieces:
        box, text = one.box, one.text.strip()
        if found:
            before = found[-1].box
            level = min(before.top, box.top) - max(before.bottom, box.bottom)
            if level > 0.4 * min(before.height, box.height) and -1 < box.left - before.right < 1.2 * box.height:
                found[-1] = Words(f"{found[-1].text} {text}", union((before, box)))
                continue
        found.append(Words(text, box))
    return found


def _assembled(
    data: bytes, pdf: documents.PdfDocument, form: pikepdf.Pdf, pages: list[_PageRead], kept: list[structure.Kept]
) -> dict[str, Any]:
    source = "\f".join("".join(f"{line.text}\n" for line in page.laid.lines) for page in pages)
    lines = [[line.start, page.number, *line.box.rounded()] for page in pages for line in page.laid.lines]
    boxes = [
        [one.start, one.end, page.number, one.box.rounded(), one.label, one.label_start, one.label_end, one.extent]
        for page in pages
        for one in page.laid.boxes
    ]
    now = [page.text for page in pages]
    saves = list(left_over(form, now))
    if data.count(b"%%EOF") > 1:
        saves += revisions.taken_out(data, _texts(pdf), revisions.pictures_of(pdf))
        saves += values_taken_out(data, kept, now)
    hidden = [one for page in pages for one in page.hidden]
    deleted = frozenset(page.number for page in pages if page.laid.boxes)
    concealed = sifted(hidden, kept, saves, now, deleted=deleted, files=(data, form, pdf))
    for page in pages:
        for one in page.advances:
            widths = " ".join(f"{ord(letter):x}:{width}" for letter, width in one.widths.items())
            details = {"gap": f"{one.gap:.2f}", "widths": widths}
            concealed.append(["advance", page.number, one.box.rounded(), 0, "", details])
    ends = {page.number: page.laid for page in pages}
    for one in concealed:
        laid = ends.get(one[1] or 0)
        one.append(
            laid.nearest(Rect(*one[2]))
            if laid is not None and one[2]
            else laid.lines[0].start
            if laid and laid.lines
            else 0
        )
    return {
        "source": source,
        "lines": lines,
        "boxes": boxes,
        "zones": _zones(pages),
        "concealed": concealed,
        "pages": len(pages),
    }


def _texts(pdf: documents.PdfDocument) -> list[str]:
    return [pdf[index].get_textpage().get_text_range() for index in range(len(pdf))]


def _zones(pages: list[_PageRead]) -> list[list[Any]]:
    """Lines that most pages repeat at their head or foot, but for the numbers in them."""
    if len(pages) < 2:
        return []
    counts: dict[str, Counter[str]] = {"header": Counter(), "footer": Counter()}
    ends: list[tuple[str, int, Any]] = []
    for page in pages:
        filled = [line for line in page.laid.lines if line.text.strip()]
        for kind, some in (("header", filled[:3]), ("footer", filled[-3:])):
            for line in some:
                ends.append((kind, page.number, line))
            counts[kind].update({_shape(line.text) for line in some})
    least = max(2, (len(pages) + 1) // 2)
    return [
        [kind, line.start, line.start + len(line.text), number]
        for kind, number, line in ends
        if counts[kind][_shape(line.text)] >= least
    ]


def _shape(text: str) -> str:
    return re.sub(r"\d+", "#", " ".join(text.split()))
