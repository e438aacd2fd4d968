"""The second corpus, drawn after the detector was done: less usual ways to hide, and look-alikes that are harder."""

from __future__ import annotations

from containers.pdf.corpus import Case, entering, recognised, scan
from containers.pdf.pages import (
    FONT,
    appended,
    box,
    by_hand,
    drawn,
    image_of,
    letter,
    letter_content,
    name_box,
    stream,
)  # fmt: skip
from reportlab.pdfgen.canvas import Canvas

CASES: dict[str, Case] = {}
case = entering(CASES)
_PAGE = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
)
_WITNESS = b"72 420 Td (Witness: Wilhelmina Oakley) Tj ET"


def _bar(paint: bytes) -> bytes:
    return paint + b" %.1f %.1f %.1f %.1f re f" % name_box()


@case("HID004")
def stray_content(failed: bool) -> bytes:
    """The old content of the page, which nothing uses: with the name, or the same as the new."""
    return by_hand(letter_content(not failed), more=(stream(letter_content(True)),))


@case("HID004")
def comment_taken_out(failed: bool) -> bytes:
    note = b"<< /Type /Annot /Subtype /Text /Rect [9 9 20 20] /Contents (%s) >>"
    words = b"Ask Theodora about it" if failed else b""
    before = by_hand(letter_content(), page=b"/Annots [6 0 R]", more=(note % words,))
    return appended(before, {3: _PAGE}, 1)


@case("HID006")
def field_without_ink(failed: bool) -> bytes:
    look = b"/Tx BMC BT /F1 11 Tf %s g 2 5 Td (Wilhelmina Oakley) Tj ET EMC" % (b"1" if failed else b"0")
    field = (
        b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (w) /V (Wilhelmina Oakley) /F 4 /Rect [72 400 300 420]"
        b" /DA (/F1 11 Tf 0 g) /AP << /N 7 0 R >> >>"
    )
    box_and_font = b"/Type /XObject /Subtype /Form /BBox [0 0 228 20] /Resources << /Font << /F1 5 0 R >> >>"
    return by_hand(
        letter_content(False),
        page=b"/Annots [6 0 R]",
        catalogue=b"/AcroForm << /Fields [6 0 R] /DR << /Font << /F1 5 0 R >> >> >>",
        more=(field, stream(look, box_and_font)),
    )


@case("HID001")
def photograph(failed: bool) -> bytes:
    """A photograph over the lines, or below them."""
    picture = image_of(90, 60, lambda x, y: (60 + x * 2, (x * y) % 200, 200 - x))
    return drawn(lambda canvas: (letter(canvas), canvas.drawImage(picture, 60, 560 if failed else 300, 470, 120)))


@case("HID001")
def strips_of_a_scan(failed: bool) -> bytes:
    """A scan in eight strips over its words, blackened in one place or not."""
    import pypdfium2 as documents
    from PIL import ImageDraw
    from reportlab.lib.utils import ImageReader

    picture = documents.PdfDocument(drawn(letter))[0].render(scale=2, grayscale=True).to_pil()
    left, bottom, width, height = name_box()
    if failed:
        area = [2 * left, 2 * (792 - bottom - height), 2 * (left + width), 2 * (792 - bottom)]
        ImageDraw.Draw(picture).rectangle(area, fill=0)

    def draw(canvas: Canvas) -> None:
        recognised(canvas, True, 0)
        for strip in range(8):
            part = ImageReader(picture.crop((0, 198 * strip, 1224, 198 * strip + 198)))
            canvas.drawImage(part, 0, 792 - 99 * (strip + 1), 612, 99)

    return drawn(draw)


@case("HID001")
def words_beside_themselves(failed: bool) -> bytes:
    """A text layer that lies a little off its picture, which is blackened in one place or not."""

    def draw(canvas: Canvas) -> None:
        scan(canvas, True, 0 if failed else None)
        canvas.translate(2, 2) if failed else canvas.translate(-4, -5)
        recognised(canvas, True)

    return drawn(draw)


@case("HID001")
def label_on_a_blackened_scan(failed: bool) -> bytes:
    def draw(canvas: Canvas) -> None:
        scan(canvas, True, 0)
        recognised(canvas, failed)
        left, bottom, width, _ = name_box()
        canvas.setFillGray(1)
        canvas.setFont("Helvetica", 8)
        canvas.drawCentredString(left + width / 2, bottom + 4, "(b)(6)")

    return drawn(draw)


@case(None)
def letters_read_into_dust(many: bool) -> bytes:
    def draw(canvas: Canvas) -> None:
        scan(canvas, True, None)
        recognised(canvas, True)
        for place, words in enumerate(("Ill", "iii li", "~ -", "ooo", "1 I l")[: 5 if many else 1]):
            text = canvas.beginText(400, 300 - 30 * place)
            text.setFont(FONT, 11)
            text.setTextRenderMode(3)
            text.textOut(words)
            canvas.drawText(text)

    return drawn(draw)


@case("HID002")
def words_to_be_copied(failed: bool) -> bytes:
    words = b"Wilhelmina Oakley" if failed else b"\\255"
    hyphen = b"/Span << /ActualText (%s) >> BDC BT /F1 11 Tf 210 610 Td (\\255) Tj ET EMC" % words
    return by_hand(letter_content(not failed, hyphen))


@case("HID001")
def letters_that_stick_out(failed: bool) -> bytes:
    def draw(canvas: Canvas) -> None:
        letter(canvas, failed)
        left, bottom, width, height = name_box(0)
        canvas.rect(left, bottom + 1.5, width - 6, height - 4, fill=1, stroke=0)

    return drawn(draw)


@case("HID001")
def spot_colour(failed: bool) -> bytes:
    """A bar in a colour that the file names indirectly, over the words or under them."""
    space = (
        b"/ColorSpace << /CS [/Separation /Ink /DeviceCMYK << /FunctionType 2 /Domain [0 1] /C0 [0 0 0 0]"
        b" /C1 [0 0 0 1] /N 1 >>] >>"
    )
    if failed:
        return by_hand(letter_content(True, _bar(b"/CS cs 1 scn")), resources=space)
    return by_hand(_bar(b"/CS cs 0.2 scn") + b" 0 g\n" + letter_content(True), resources=space)


@case("HID001")
def pattern(failed: bool) -> bytes:
    tile = (
        b"/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 4 4] /XStep 4 /YStep 4 /Resources << >>"
    )
    paint = _bar(b"/Pattern cs /P1 scn")
    content = letter_content(True, paint) if failed else paint + b" 0 g\n" + letter_content(True)
    shade = stream(b"0.3 g 0 0 4 4 re f" if failed else b"0.9 g 0 0 4 4 re f", tile)
    return by_hand(content, resources=b"/Pattern << /P1 6 0 R >>", more=(shade,))


@case("HID002")
def soft_mask(failed: bool) -> bytes:
    """Words painted through a mask that lets nothing through, or all."""
    mask = b"/Type /XObject /Subtype /Form /BBox [0 0 612 792] /Group << /S /Transparency >> /Resources << >>"
    state = b"/ExtGState << /G1 << /SMask << /S /Alpha /G 6 0 R >> >> >>"
    content = letter_content(False, b"q /G1 gs BT /F1 11 Tf " + _WITNESS + b" Q")
    inside = b"" if failed else b"0 g 0 0 612 792 re f"
    return by_hand(content, resources=state, more=(stream(inside, mask),))


@case("HID002")
def squeezed(failed: bool) -> bytes:
    return by_hand(letter_content(False, b"BT /F1 11 Tf %s Tz " % (b"0.5" if failed else b"60") + _WITNESS))


@case("HID001")
def poster(failed: bool) -> bytes:
    def draw(canvas: Canvas) -> None:
        canvas.scale(6, 6)
        letter(canvas, failed)
        box(canvas)

    return drawn(draw, size=(3672, 4752))


@case(None)
def small_pages(many: bool) -> bytes:
    """A page of the size of a card, or four pages on one."""

    def draw(canvas: Canvas) -> None:
        for left, bottom in ((0, 0), (153, 0), (0, 198), (153, 198))[: 4 if many else 1]:
            canvas.saveState()
            canvas.translate(left, bottom)
            canvas.scale(0.25, 0.25)
            letter(canvas)
            canvas.restoreState()

    return drawn(draw, size=(306, 396) if many else (153, 198))


@case("HID006")
def keywords(failed: bool) -> bytes:
    def draw(canvas: Canvas) -> None:
        letter(canvas, False)
        box(canvas)
        canvas.setKeywords("Oakley, informant" if failed else "harbor, dredging")

    return drawn(draw)
