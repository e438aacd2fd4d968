"""The corpus: failed redactions, each beside an innocent twin that differs only in being properly done.

`CASES` maps a name to a Case.  `python corpus.py FOLDER` writes all files, to be looked at.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pikepdf
from containers.pdf.pages import (
    BEFORE,
    FONT,
    LEFT,
    LINES,
    NAME,
    NAME_LINE,
    SIZE,
    appended,
    box,
    by_hand,
    drawn,
    edited,
    height_of,
    image_of,
    letter,
    letter_content,
    name_box,
    plain_image,
    stream,
)  # fmt: skip
from reportlab.pdfgen.canvas import Canvas


class Case(NamedTuple):
    """A way to fail: the rule that must speak (None: a look-alike, of which both files are innocent), and the files."""

    rule: str | None
    make: Callable[[bool], bytes]

    def failed(self) -> bytes:
        """The file that conceals something."""
        return self.make(True)

    def innocent(self) -> bytes:
        """The file that does not."""
        return self.make(False)


_Make = Callable[[bool], bytes]


def entering(cases: dict[str, Case]) -> Callable[[str | None], Callable[[_Make], _Make]]:
    """A decorator that takes a rule and enters what it decorates, a way to fail it, under the name of the function."""

    def case(rule: str | None) -> Callable[[_Make], _Make]:
        def enter(make: _Make) -> _Make:
            cases[make.__name__.replace("_", "-")] = Case(rule, make)
            return make

        return enter

    return case


CASES: dict[str, Case] = {}
case = entering(CASES)


# -- covers ----------------------------------------------------------------------------------------------------------


@case("HID001")
def black_box(failed: bool) -> bytes:
    return drawn(lambda canvas: (letter(canvas, failed), box(canvas)))


@case("HID001")
def white_box(failed: bool) -> bytes:
    return drawn(lambda canvas: (letter(canvas, failed), box(canvas, 1, 1, 1)))


@case("HID001")
def coloured_box(failed: bool) -> bytes:
    return drawn(lambda canvas: (letter(canvas, failed), box(canvas, 0.8, 0.2, 0.2)))


@case("HID001")
def box_before_or_after(failed: bool) -> bytes:
    """A yellow box painted after the name hides it, painted before it sets it off."""
    return drawn(
        lambda canvas: (letter(canvas), box(canvas, 1, 1, 0.4)) if failed else (box(canvas, 1, 1, 0.4), letter(canvas))
    )


@case("HID001")
def box_with_label(failed: bool) -> bytes:
    def draw(canvas: Canvas) -> None:
        letter(canvas, failed)
        box(canvas)
        left, bottom, width, _ = name_box()
        canvas.setFillGray(1)
        canvas.setFont("Helvetica", 8)
        canvas.drawCentredString(left + width / 2, bottom + 4, "(b)(6)")

    return drawn(draw)


@case("HID001")
def box_in_a_form(failed: bool) -> bytes:
    def draw(canvas: Canvas) -> None:
        canvas.beginForm("bar")
        canvas.rect(0, 0, name_box()[2], name_box()[3], fill=1, stroke=0)
        canvas.endForm()
        letter(canvas, failed)
        canvas.translate(*name_box()[:2])
        canvas.doForm("bar")

    return drawn(draw)


@case("HID001")
def text_in_nested_forms(failed: bool) -> bytes:
    def draw(canvas: Canvas) -> None:
        canvas.beginForm("inner")
        letter(canvas, failed)
        canvas.endForm()
        canvas.beginForm("outer")
        canvas.doForm("inner")
        canvas.endForm()
        canvas.doForm("outer")
        box(canvas)

    return drawn(draw)


@case("HID001")
def box_over_a_paragraph(failed: bool) -> bytes:
    def draw(canvas: Canvas) -> None:
        letter(canvas, skip=() if failed else (6, 7, 8))
        canvas.rect(LEFT - 2, height_of(8) - 4, 400, 3 * 15 + 1, fill=1, stroke=0)

    return drawn(draw)


@case("HID001")
def ellipse(failed: bool) -> bytes:
    def draw(canvas: Canvas) -> None:
        letter(canvas, failed)
        left, bottom, width, height = name_box()
        canvas.ellipse(left, bottom - 5, left + width, bottom + height + 5, fill=1)

    return drawn(draw)


@case("HID001")
def scribble(failed: bool) -> bytes:
    """A brush of many strokes over the name, or a thin line through it that leaves it legible."""

    def draw(canvas: Canvas) -> None:
        letter(canvas)
        left, bottom, width, _ = name_box()
        canvas.setLineWidth(5 if failed else 0.8)
        for step in range(4 if failed else 1):
            level = bottom + 2 + step * 3.2 if failed else bottom + 6
            canvas.line(left, level, left + width, level)

    return drawn(draw)


@case("HID001")
def wide_line(failed: bool) -> bytes:
    def draw(canvas: Canvas) -> None:
        letter(canvas)
        left, bottom, width, height = name_box()
        canvas.setLineWidth(14 if failed else 0.6)
        canvas.line(
            left, bottom + (height / 2 if failed else 1.5), left + width, bottom + (height / 2 if failed else 1.5)
        )

    return drawn(draw)


@case("HID001")
def gradient(failed: bool) -> bytes:
    def shade(canvas: Canvas) -> None:
        from reportlab.lib.colors import Color

        left, bottom, width, height = name_box()
        canvas.saveState()
        path = canvas.beginPath()
        path.rect(left, bottom, width, height)
        canvas.clipPath(path, stroke=0, fill=0)
        canvas.linearGradient(left, bottom, left + width, bottom, (Color(0.7, 0.8, 1), Color(0.9, 1, 0.9)), extend=True)
        canvas.restoreState()

    return drawn(lambda canvas: (letter(canvas), shade(canvas)) if failed else (shade(canvas), letter(canvas)))


@case("HID001")
def veil_or_highlight(failed: bool) -> bytes:
    """A solid grey drawn over the name, or a veil of a quarter of it."""
    return drawn(lambda canvas: (letter(canvas), box(canvas, 0.5, 0.5, 0.5, 1 if failed else 0.25)))


@case("HID001")
def marker_or_bar(failed: bool) -> bytes:
    """The same opaque yellow, painted plainly or multiplied with what lies under it."""
    left, bottom, width, height = name_box()
    paint = b"/G1 gs 1 1 0 rg %.2f %.2f %.2f %.2f re f" % (left, bottom, width, height)
    mode = b"/Normal" if failed else b"/Multiply"
    return by_hand(letter_content(more=paint), resources=b"/ExtGState << /G1 << /BM %s >> >>" % mode)


@case("HID001")
def turned_page(failed: bool) -> bytes:
    with edited(black_box(failed)) as (pdf, saved):
        pdf.pages[0].Rotate = 90
    return saved[0]


@case("HID001")
def text_upwards(failed: bool) -> bytes:
    def draw(canvas: Canvas) -> None:
        letter(canvas, False)
        canvas.saveState()
        canvas.translate(50, 300)
        canvas.rotate(90)
        canvas.setFont(FONT, SIZE)
        canvas.drawString(0, 0, f"Seen by {NAME if failed else ''}")
        canvas.rect(38, -3, 100, 12, fill=1, stroke=0)
        canvas.restoreState()

    return drawn(draw)


@case("HID001")
def table_cell(failed: bool) -> bytes:
    """Shading of a row painted before its words, or a cell painted over them."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 10)
        for row, (first, second) in enumerate((("Pilot", "Barges"), ("Wilhelmina Oakley", "17"), ("Jonas Elm", "23"))):
            level = 650 - 20 * row
            if row % 2 and not failed:
                canvas.setFillGray(0.85)
                canvas.rect(72, level - 6, 300, 20, fill=1, stroke=0)
            canvas.setFillGray(0)
            canvas.drawString(78, level, first)
            canvas.drawString(260, level, second)
            if row % 2 and failed:
                canvas.setFillGray(0.85)
                canvas.rect(72, level - 6, 150, 20, fill=1, stroke=0)

    return drawn(draw)


@case("HID001")
def repainted_page(failed: bool) -> bytes:
    """A page painted white and written anew, or a background painted first."""

    def cover(canvas: Canvas) -> None:
        canvas.setFillGray(1)
        canvas.rect(0, 0, 612, 792, fill=1, stroke=0)
        canvas.setFillGray(0)

    def draw(canvas: Canvas) -> None:
        if failed:
            letter(canvas)
        cover(canvas)
        letter(canvas, not failed, skip=() if not failed else (NAME_LINE,))

    return drawn(draw)


# -- pictures and annotations ----------------------------------------------------------------------------------------


@case("HID001")
def black_picture(failed: bool) -> bytes:
    return drawn(lambda canvas: (letter(canvas, failed), canvas.drawImage(plain_image(0), *name_box())))


@case("HID001")
def white_picture(failed: bool) -> bytes:
    return drawn(lambda canvas: (letter(canvas, failed), canvas.drawImage(plain_image(255), *name_box())))


@case("HID001")
def pixelated_picture(failed: bool) -> bytes:
    blocks = image_of(24, 4, lambda x, y: ((x * 37 + y * 91) % 5 * 50,) * 3)
    return drawn(lambda canvas: (letter(canvas, failed), canvas.drawImage(blocks, *name_box())))


@case("HID001")
def picture_before_or_after(failed: bool) -> bytes:
    """A photograph painted over a caption, or under it."""
    photograph = image_of(60, 40, lambda x, y: (60 + x, 90 + y, 120))

    def draw(canvas: Canvas) -> None:
        letter(canvas, False)
        if not failed:
            canvas.drawImage(photograph, 72, 300, 300, 150)
        canvas.setFillGray(1 if not failed else 0)
        canvas.setFont(FONT, 12)
        canvas.drawString(90, 320, "Photograph by Wilhelmina Oakley")
        if failed:
            canvas.drawImage(plain_image(90), 72, 300, 300, 150)

    return drawn(draw)


def _annotated(data: bytes, annotation: str) -> bytes:
    with edited(data) as (pdf, saved):
        pdf.pages[0].Annots = pdf.make_indirect(pikepdf.Array([pikepdf.Object.parse(annotation.encode())]))
    return saved[0]


def _rect_words(margin: float = 0) -> str:
    left, bottom, width, height = name_box()
    return f"[{left - margin:.1f} {bottom - margin:.1f} {left + width + margin:.1f} {bottom + height + margin:.1f}]"


def _with_look(data: bytes, subtype: str, content: bytes, blend: str = "/Normal", more: str = "") -> bytes:
    """The file with an annotation over the name that has that appearance."""
    _, _, width, height = name_box()
    with edited(data) as (pdf, saved):
        look = pdf.make_stream(content)
        look.Type, look.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        look.BBox = pikepdf.Array([0, 0, width, height])
        look.Resources = pikepdf.Object.parse(f"<< /ExtGState << /G << /BM {blend} >> >> >>".encode())
        look.Group = pikepdf.Object.parse(b"<< /S /Transparency >>")
        annotation = pikepdf.Object.parse(
            f"<< /Type /Annot /Subtype /{subtype} /F 4 /Rect {_rect_words()} {more} >>".encode()
        )
        annotation.AP = pikepdf.Dictionary(N=look)
        pdf.pages[0].Annots = pikepdf.Array([pdf.make_indirect(annotation)])
    return saved[0]


@case("HID001")
def square_annotation(failed: bool) -> bytes:
    _, _, width, height = name_box()
    return _with_look(
        drawn(lambda canvas: letter(canvas, failed)), "Square", b"0 g 0 0 %.1f %.1f re f" % (width, height)
    )


@case("HID001")
def highlight_annotation(failed: bool) -> bytes:
    """A black highlight that is painted plainly, and a yellow one that multiplies."""
    _, _, width, height = name_box()
    paint = (b"0 g" if failed else b"1 1 0 rg") + b" /G gs 0 0 %.1f %.1f re f" % (width, height)
    quads = "/QuadPoints [{0} {3} {2} {3} {0} {1} {2} {1}]".format(*_rect_words().strip("[]").split())
    data = drawn(letter)
    return _with_look(data, "Highlight", paint, "/Normal" if failed else "/Multiply", quads)


@case("HID001")
def note_over_text(failed: bool) -> bytes:
    _, _, width, height = name_box()
    paint = b"1 1 0.8 rg 0 0 %.1f %.1f re f BT /Helv 8 Tf 0 g 2 3 Td () Tj ET" % (width, height)
    return _with_look(drawn(lambda canvas: letter(canvas, failed)), "Stamp", paint)


@case("HID005")
def redact_annotation(failed: bool) -> bytes:
    data = drawn(lambda canvas: (letter(canvas, failed), None if failed else box(canvas)))
    if not failed:
        return data
    return _annotated(data, f"<< /Type /Annot /Subtype /Redact /Rect {_rect_words()} /IC [0 0 0] >>")


@case("HID003")
def comment(failed: bool) -> bytes:
    words = "(Is Oakley the right name? Ask legal.)" if failed else "()"
    return _annotated(drawn(letter), f"<< /Type /Annot /Subtype /Text /Rect [500 600 520 620] /Contents {words} >>")


# -- colours, modes, sizes, places -----------------------------------------------------------------------------------


def _line(
    canvas: Canvas, words: str = f"Witness: {NAME}", left: float = LEFT, level: float = 420, size: float = SIZE
) -> None:
    canvas.setFont(FONT, size)
    canvas.drawString(left, level, words)


@case("HID001")
def black_on_black(failed: bool) -> bytes:
    def draw(canvas: Canvas) -> None:
        letter(canvas, False)
        canvas.rect(70, 414, 300, 16, fill=1, stroke=0)
        canvas.setFillGray(0 if failed else 1)
        _line(canvas)

    return drawn(draw)


@case("HID001")
def blue_on_blue(failed: bool) -> bytes:
    def draw(canvas: Canvas) -> None:
        letter(canvas, False)
        canvas.setFillColorRGB(0.1, 0.2, 0.5)
        canvas.rect(70, 414, 300, 16, fill=1, stroke=0)
        canvas.setFillColorRGB(*((0.1, 0.2, 0.5) if failed else (1, 1, 1)))
        _line(canvas)

    return drawn(draw)


@case("HID002")
def white_on_white(failed: bool) -> bytes:
    return drawn(lambda canvas: (letter(canvas, False), canvas.setFillGray(1 if failed else 0.5), _line(canvas)))


@case("HID002")
def nearly_white(failed: bool) -> bytes:
    def draw(canvas: Canvas) -> None:
        letter(canvas, False)
        canvas.setFillGray(0.985 if failed else 0.85)
        _line(canvas, "CONFIDENTIAL OAKLEY" if failed else "DRAFT", 100, 400, 40)

    return drawn(draw)


@case("HID002")
def no_ink(failed: bool) -> bytes:
    def draw(canvas: Canvas) -> None:
        letter(canvas, False)
        text = canvas.beginText(LEFT, 420)
        text.setFont(FONT, SIZE)
        text.setTextRenderMode(3 if failed else 0)
        text.textLine(f"Witness: {NAME}")
        canvas.drawText(text)

    return drawn(draw)


@case("HID002")
def tiny(failed: bool) -> bytes:
    return drawn(lambda canvas: (letter(canvas, False), _line(canvas, size=0.4 if failed else 5)))


@case("HID002")
def scaled_to_nothing(failed: bool) -> bytes:
    def draw(canvas: Canvas) -> None:
        letter(canvas, False)
        canvas.translate(LEFT, 420)
        canvas.scale(*((0.01, 0.01) if failed else (0.8, 0.8)))
        _line(canvas, left=0, level=0, size=12)

    return drawn(draw)


@case("HID002")
def beside_the_page(failed: bool) -> bytes:
    return drawn(lambda canvas: (letter(canvas, False), _line(canvas, left=-400 if failed else 300)))


@case("HID002")
def outside_the_crop(failed: bool) -> bytes:
    with edited(drawn(lambda canvas: (letter(canvas, False), _line(canvas, level=40)))) as (pdf, saved):
        pdf.pages[0].CropBox = [0, 100 if failed else 20, 612, 792]
    return saved[0]


@case("HID002")
def clipped(failed: bool) -> bytes:
    """A line that its clip leaves nothing of, and one of which it takes the end, as cells of tables do."""

    def draw(canvas: Canvas) -> None:
        letter(canvas, False)
        path = canvas.beginPath()
        path.rect(LEFT, 500 if failed else 415, 20 if failed else 90, 12 if failed else 20)
        canvas.clipPath(path, stroke=0, fill=0)
        _line(canvas)

    return drawn(draw)


@case("HID002")
def transparent(failed: bool) -> bytes:
    return drawn(lambda canvas: (letter(canvas, False), canvas.setFillAlpha(0 if failed else 0.5), _line(canvas)))


@case("HID002")
def layer_off(failed: bool) -> bytes:
    words = b"/OC /L1 BDC BT /F1 11 Tf 72 420 Td (Witness: Wilhelmina Oakley) Tj ET EMC"
    group = b"/OCProperties << /OCGs [6 0 R] /D << /OFF [%s] /Order [6 0 R] >> >>" % (b"6 0 R" if failed else b"")
    return by_hand(
        letter_content(False, words), catalogue=group, resources=b"/Properties << /L1 6 0 R >>",
        more=(b"<< /Type /OCG /Name (Names) >>",),
    )  # fmt: skip


# -- scans -----------------------------------------------------------------------------------------------------------


def scan(canvas: Canvas, name: bool, patch: int | None) -> None:
    """Paint a picture of the letter, as a scanner makes it, with a patch of a shade over the place of the name, or none."""
    import pypdfium2 as documents

    page = documents.PdfDocument(drawn(lambda inner: letter(inner, name)))[0]
    picture = page.render(scale=2, grayscale=True).to_pil()
    if patch is not None:
        from PIL import ImageDraw

        left, bottom, width, height = name_box()
        area = [2 * left, 2 * (792 - bottom - height), 2 * (left + width), 2 * (792 - bottom)]
        ImageDraw.Draw(picture).rectangle(area, fill=patch)
    from reportlab.lib.utils import ImageReader

    canvas.drawImage(ImageReader(picture), 0, 0, 612, 792)


def recognised(canvas: Canvas, name: bool, mode: int = 3) -> None:
    """Lay the words of the letter under its picture, as text recognition does."""
    for number, words in enumerate(_lines(name)):
        text = canvas.beginText(LEFT, height_of(number))
        text.setFont(FONT, SIZE)
        text.setTextRenderMode(mode)
        text.textOut(words)
        canvas.drawText(text)


def _lines(name: bool) -> list[str]:
    return [words if name or number != NAME_LINE else BEFORE for number, words in enumerate(LINES)]


@case("HID001")
def blackened_scan(failed: bool) -> bytes:
    return drawn(lambda canvas: (scan(canvas, True, 0), recognised(canvas, failed)))


@case("HID002")
def whited_scan(failed: bool) -> bytes:
    return drawn(lambda canvas: (scan(canvas, True, 255), recognised(canvas, failed)))


@case("HID001")
def words_behind_a_blackened_scan(failed: bool) -> bytes:
    return drawn(lambda canvas: (recognised(canvas, failed, 0), scan(canvas, True, 0)))


@case("HID001")
def box_over_a_scan(failed: bool) -> bytes:
    return drawn(lambda canvas: (scan(canvas, True, None), recognised(canvas, failed), box(canvas)))


@case(None)
def sound_scan(failed: bool) -> bytes:
    return drawn(
        lambda canvas: (
            (scan(canvas, True, None), recognised(canvas, True))
            if failed
            else (recognised(canvas, True, 0), scan(canvas, True, None))
        )
    )


@case(None)
def dust_of_a_scan(failed: bool) -> bytes:
    """Recognition that read letters into a blank margin, or into a blank page."""

    def draw(canvas: Canvas) -> None:
        if failed:
            scan(canvas, True, None)
            recognised(canvas, True)
        else:
            canvas.drawImage(plain_image(252), 0, 0, 612, 792)
        for place, words in enumerate((". ,", "l", "' -", "i .", "_")):
            text = canvas.beginText(30, 300 - 40 * place)
            text.setFont(FONT, SIZE)
            text.setTextRenderMode(3)
            text.textOut(words)
            canvas.drawText(text)

    return drawn(draw)


# -- what the file keeps ---------------------------------------------------------------------------------------------


@case("HID004")
def taken_out_by_the_last_save(failed: bool) -> bytes:
    """The name taken out by a save behind the file, or by one that writes it anew."""
    after = letter_content(False, b"0 g %.2f %.2f %.2f %.2f re f" % name_box())
    if not failed:
        return by_hand(after)
    return appended(by_hand(letter_content()), {4: stream(after)}, 1)


@case("HID004")
def page_taken_out_or_added(failed: bool) -> bytes:
    two = [3, 6]
    first = by_hand(letter_content(False), more=(
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 7 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        stream(b"BT /F1 11 Tf 72 700 Td (Annex: the name is Wilhelmina Oakley) Tj ET"),
    ))  # fmt: skip
    one = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    both = b"<< /Type /Pages /Kids [%s] /Count 2 >>" % b" ".join(b"%d 0 R" % number for number in two)
    start = appended(first, {2: both}, 1)
    return appended(start, {2: one}, 1) if failed else start


@case("HID004")
def text_or_signature(failed: bool) -> bytes:
    """A save that took a name out, and one that put a signature on."""
    before = by_hand(letter_content())
    if failed:
        return appended(before, {4: stream(letter_content(False))}, 1)
    signature = b"BT /F1 11 Tf 72 300 Td (Signed: the secretary) Tj ET"
    return appended(before, {4: stream(letter_content(more=signature))}, 1)


@case("HID006")
def attachment(failed: bool) -> bytes:
    with edited(drawn(letter)) as (pdf, saved):
        name = "letter-unredacted.docx" if failed else "factur-x.xml"
        pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, b"<a/>", filename=name)
    return saved[0]


@case("HID006")
def form_value(failed: bool) -> bytes:
    """A field that is hidden and one that shows its value."""
    field = (
        b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (witness) /V (Wilhelmina Oakley) /F %d /Rect [72 400 300 420]"
        b" /DA (/F1 11 Tf 0 g) /AP << /N 7 0 R >> >>" % (2 if failed else 4)
    )
    look = stream(
        b"/Tx BMC BT /F1 11 Tf 2 5 Td (Wilhelmina Oakley) Tj ET EMC",
        b"/Type /XObject /Subtype /Form /BBox [0 0 228 20] /Resources << /Font << /F1 5 0 R >> >>",
    )
    form = b"/AcroForm << /Fields [6 0 R] /DR << /Font << /F1 5 0 R >> >> >>"
    return by_hand(letter_content(False), page=b"/Annots [6 0 R]", catalogue=form, more=(field, look))


@case("HID006")
def path_in_metadata(failed: bool) -> bytes:
    with edited(drawn(letter)) as (pdf, saved):
        pdf.docinfo["/Title"] = r"C:\Users\woakley\Sources\letter.doc" if failed else "Letter of the commission"
    return saved[0]


@case("HID006")
def bookmark(failed: bool) -> bytes:
    def draw(canvas: Canvas) -> None:
        letter(canvas, False)
        box(canvas)
        canvas.bookmarkPage("p")
        canvas.addOutlineEntry("What Oakley said" if failed else "Dredging of the northern basin", "p")

    return drawn(draw)


@case("HID002")
def copied_words(failed: bool) -> bytes:
    """Words to be copied in place of a bar: those that the bar deletes, or none."""
    left, bottom, width, height = name_box()
    words = b"(Wilhelmina Oakley)" if failed else b"(-)"
    bar = b"/Span << /ActualText %s >> BDC 0 g %.2f %.2f %.2f %.2f re f" % (words, left, bottom, width, height)
    return by_hand(letter_content(False, bar + b" BT /F1 11 Tf 72 400 Td (\\255) Tj ET EMC"))


@case("HID006")
def thumbnail(failed: bool) -> bytes:
    import pypdfium2 as documents

    data = drawn(lambda canvas: (letter(canvas, False, skip=(5, 6, 7)), canvas.rect(72, 590, 400, 45, fill=1)))
    source = drawn(letter) if failed else data
    picture = documents.PdfDocument(source)[0].render(scale=0.15).to_pil().convert("RGB")
    with edited(data) as (pdf, saved):
        small = pdf.make_stream(picture.tobytes())
        small.Width, small.Height, small.BitsPerComponent = picture.width, picture.height, 8
        small.ColorSpace = pikepdf.Name.DeviceRGB
        pdf.pages[0].Thumb = small
    return saved[0]


@case("HID007")
def gap(failed: bool) -> bytes:
    """A bar over a gap as wide as the name, and one over a gap that was set anew."""

    def draw(canvas: Canvas) -> None:
        letter(canvas, False, skip=() if failed else (NAME_LINE,))
        left, bottom, width, height = name_box()
        if not failed:
            canvas.drawString(LEFT, height_of(NAME_LINE), BEFORE)
            canvas.drawString(left + 45, height_of(NAME_LINE), " that the dredger was late.")
        canvas.rect(left, bottom, width if failed else 45, height, fill=1, stroke=0)

    return drawn(draw)


def main() -> None:
    """Write every file into the folder that the command line names; as failed what is found without a list of names."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    from containers.pdf import looks, tricky

    for name, entry in (CASES | looks.CASES | tricky.CASES).items():
        for kind in ("innocent",) if entry.rule in (None, "HID007") else ("failed", "innocent"):
            (folder / f"{name}.{kind}.pdf").write_bytes(getattr(entry, kind)())


if __name__ == "__main__":
    main()
