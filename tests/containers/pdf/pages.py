"""Pages of invented letters, drawn with reportlab: the ground on which a redaction fails or holds."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pikepdf
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

NAME = "Wilhelmina Oakley"
LEFT, TOP, PITCH, SIZE = 72.0, 700.0, 15.0, 11.0
FONT = "Times-Roman"
# The line that holds the name, and what stands before and behind it.
BEFORE, BEHIND = "The harbor master was told by ", " that the dredger was late."
NAME_LINE = 6
LINES = (
    "Harbor Commission of Port Example",
    "",
    "Subject: Dredging of the northern basin",
    "",
    "The commission met on Tuesday in the old customs house and heard three reports.",
    "All of the pilots had signed the first of them, and nobody spoke against it.",
    BEFORE + NAME + BEHIND,
    "The second report counted forty barges between May and August of that year.",
    "It was agreed to ask for new soundings before the winter storms set in.",
    "The third report will be read when the commission meets again in spring.",
    "",
    "Respectfully submitted, the secretary of the commission",
)


def drawn(draw: Callable[[Canvas], None], size: tuple[float, float] = (612, 792), pages: int = 1) -> bytes:
    """A file whose pages `draw` paints."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=size, invariant=1)
    canvas.setAuthor("Secretary of the commission")
    canvas.setTitle("Dredging of the northern basin")
    for _ in range(pages):
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def height_of(line: int) -> float:
    """The base line of a line of the letter."""
    return TOP - line * PITCH


def letter(canvas: Canvas, name: bool = True, skip: tuple[int, ...] = ()) -> None:
    """The whole letter, with the name or with the gap that taking it out leaves."""
    canvas.setFont(FONT, SIZE)
    for number, words in enumerate(LINES):
        if number in skip:
            continue
        if number == NAME_LINE and not name:
            canvas.drawString(LEFT, height_of(number), BEFORE.rstrip())
            left, _, width, _ = name_box()
            canvas.drawString(left + width, height_of(number), BEHIND)
        else:
            canvas.drawString(LEFT, height_of(number), words)


def name_box(margin: float = 2.0) -> tuple[float, float, float, float]:
    """Where the name stands: left, bottom, width, height."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    left = LEFT + stringWidth(BEFORE, FONT, SIZE)
    return left, height_of(NAME_LINE) - margin - 1, stringWidth(NAME, FONT, SIZE), SIZE + 2 * margin - 1


def box(canvas: Canvas, red: float = 0, green: float = 0, blue: float = 0, alpha: float = 1) -> None:
    """A filled box over the place of the name."""
    canvas.saveState()
    canvas.setFillColorRGB(red, green, blue, alpha)
    canvas.rect(*name_box(), fill=1, stroke=0)
    canvas.restoreState()


def image_of(width: int, height: int, pixel: Callable[[int, int], tuple[int, int, int]]) -> ImageReader:
    """A picture of pixels."""
    from PIL import Image

    picture = Image.new("RGB", (width, height))
    picture.putdata([pixel(x, y) for y in range(height) for x in range(width)])
    return ImageReader(picture)


def plain_image(grey: int) -> ImageReader:
    """A picture of one shade."""
    return image_of(8, 8, lambda x, y: (grey, grey, grey))


@contextmanager
def edited(data: bytes) -> Iterator[tuple[pikepdf.Pdf, list[bytes]]]:
    """The file opened for editing; the second value takes what is saved."""
    saved: list[bytes] = []
    with pikepdf.open(io.BytesIO(data)) as pdf:
        yield pdf, saved
        buffer = io.BytesIO()
        pdf.save(buffer, deterministic_id=True)
        saved.append(buffer.getvalue())


def appended(data: bytes, objects: dict[int, bytes], root: int, info: int | None = None) -> bytes:
    """The file with new versions of objects saved behind it, as an incremental save does."""
    start = int(data[data.rindex(b"startxref") + 9 :].split()[0])
    size = max(max(objects) + 1, int(_trailer_value(data, b"/Size")))
    out = bytearray(data if data.endswith(b"\n") else data + b"\n")
    places = {}
    for number, body in sorted(objects.items()):
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    at = len(out)
    out += b"xref\n"
    for number, place in sorted(places.items()):
        out += b"%d 1\n%010d 00000 n \n" % (number, place)
    out += b"trailer\n<< /Size %d /Root %d 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (size, root, start, at)
    return bytes(out)


def _trailer_value(data: bytes, key: bytes) -> bytes:
    return data[data.rindex(b"trailer") :].split(key)[1].split()[0]


def raw(objects: list[bytes], root: int = 1) -> bytes:
    """A file of those objects, numbered from 1, with a plain cross-reference table."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    at = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, root, at)
    return bytes(out)


def stream(content: bytes, extra: bytes = b"") -> bytes:
    """A stream object, not compressed."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), extra, content)


def letter_content(name: bool = True, more: bytes = b"") -> bytes:
    """The letter as page content with the font /F1, for files written by hand."""
    left = name_box()[0] + name_box()[2]
    out = [b"BT /F1 11 Tf"]
    for number, words in enumerate(LINES):
        text = words if name or number != NAME_LINE else BEFORE.rstrip()
        out.append(b"1 0 0 1 %.2f %.2f Tm (%s) Tj" % (LEFT, height_of(number), text.encode("ascii")))
        if not name and number == NAME_LINE:
            out.append(b"1 0 0 1 %.2f %.2f Tm (%s) Tj" % (left, height_of(number), BEHIND.encode("ascii")))
    return b"\n".join([*out, b"ET", more])


def by_hand(
    content: bytes, page: bytes = b"", catalogue: bytes = b"", resources: bytes = b"", more: tuple[bytes, ...] = ()
) -> bytes:
    """A file of one page with that content; `more` are objects from number 6 on."""
    return raw([
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalogue,
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> %s >> %s >>" % (resources, page),
        stream(content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding /WinAnsiEncoding >>",
        *more,
    ])  # fmt: skip
