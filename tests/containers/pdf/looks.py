"""Look-alikes: pages in which nothing is hidden, drawn as people draw them."""

from __future__ import annotations

from containers.pdf.corpus import Case, entering
from containers.pdf.pages import LEFT, box, drawn, edited, height_of, image_of, letter, name_box
from reportlab.pdfgen.canvas import Canvas

CASES: dict[str, Case] = {}
# A look-alike: both its files are innocent.
look = entering(CASES)(None)


@look
def bars_of_a_chart(filled: bool) -> bytes:
    def draw(canvas: Canvas) -> None:
        letter(canvas, skip=(8, 9))
        for index, height in enumerate((40, 90, 65, 110)):
            canvas.setFillGray(0.1 if filled else 0.6)
            canvas.rect(100 + 60 * index, 250, 35, height, fill=1, stroke=1)
            canvas.setFillGray(0)
            canvas.setFont("Helvetica", 8)
            canvas.drawCentredString(117 + 60 * index, 238, f"Q{index + 1}")
            canvas.drawCentredString(117 + 60 * index, 254 + height, str(height))

    return drawn(draw)


@look
def dark_page(filled: bool) -> bytes:
    def draw(canvas: Canvas) -> None:
        canvas.setFillColorRGB(*((0.05, 0.05, 0.1) if filled else (0.9, 0.93, 1)))
        canvas.rect(0, 0, 612, 792, fill=1, stroke=0)
        canvas.setFillGray(1 if filled else 0)
        letter(canvas)

    return drawn(draw)


@look
def headings_on_bars(filled: bool) -> bytes:
    def draw(canvas: Canvas) -> None:
        letter(canvas)
        for level, words in ((480, "Findings"), (440, "Recommendations")):
            canvas.setFillColorRGB(0.1, 0.2, 0.4)
            canvas.rect(LEFT - 4, level - 5, 300 if filled else 470, 17, fill=1, stroke=0)
            canvas.setFillGray(1)
            canvas.setFont("Helvetica-Bold", 11)
            canvas.drawString(LEFT, level, words)

    return drawn(draw)


@look
def watermark(over: bool) -> bytes:
    def mark(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.translate(300, 400)
        canvas.rotate(45)
        canvas.setFillGray(0.7, 0.4)
        canvas.setFont("Helvetica-Bold", 90)
        canvas.drawCentredString(0, 0, "DRAFT")
        canvas.restoreState()

    return drawn(lambda canvas: (letter(canvas), mark(canvas)) if over else (mark(canvas), letter(canvas)))


@look
def rules_and_underlines(thick: bool) -> bytes:
    def draw(canvas: Canvas) -> None:
        letter(canvas)
        canvas.setLineWidth(2 if thick else 0.5)
        canvas.line(LEFT, height_of(0) - 3, 300, height_of(0) - 3)
        canvas.line(LEFT, height_of(11) - 3, 540, height_of(11) - 3)
        canvas.rect(LEFT, 400, 468, 3, fill=1, stroke=0)
        canvas.rect(LEFT, height_of(5) + 3, 200, 0.7, fill=1, stroke=0)

    return drawn(draw)


@look
def shadowed_panel(soft: bool) -> bytes:
    def draw(canvas: Canvas) -> None:
        letter(canvas, skip=(9, 10, 11))
        for step in range(6 if soft else 1):
            canvas.setFillGray(0, 0.06 if soft else 0.3)
            canvas.roundRect(104 - step, 396 - step, 300 + 2 * step, 80 + 2 * step, 6, fill=1, stroke=0)
        canvas.setFillGray(1, 1)
        canvas.roundRect(100, 400, 300, 80, 6, fill=1, stroke=1)
        canvas.setFillGray(0)
        canvas.setFont("Helvetica", 11)
        canvas.drawString(112, 450, "Soundings are taken each spring")

    return drawn(draw)


@look
def table_with_frames(filled: bool) -> bytes:
    def draw(canvas: Canvas) -> None:
        letter(canvas, skip=(9, 10, 11))
        for row in range(5):
            for column in range(3):
                if filled and row == 0:
                    canvas.setFillGray(0.25)
                    canvas.rect(LEFT + 120 * column, 480 - 18 * row, 120, 18, fill=1, stroke=0)
                canvas.setFillGray(1 if filled and row == 0 else 0)
                canvas.setFont("Helvetica", 9)
                canvas.drawString(LEFT + 120 * column + 4, 485 - 18 * row, f"Basin {row + 1}.{column + 1}")
                path = canvas.beginPath()  # an outer and an inner frame: a border, not a block
                left, bottom = LEFT + 120 * column, 480 - 18 * row
                path.rect(left, bottom, 120, 18)
                path.moveTo(left + 0.5, bottom + 0.5)
                path.lineTo(left + 0.5, bottom + 17.5)
                path.lineTo(left + 119.5, bottom + 17.5)
                path.lineTo(left + 119.5, bottom + 0.5)
                path.close()
                canvas.setFillGray(0)
                canvas.drawPath(path, fill=1, stroke=0, fillMode=0)

    return drawn(draw)


@look
def shadowed_words(doubled: bool) -> bytes:
    """Words drawn twice, a little apart: a shadow, or the bold of a printer that has none."""

    def draw(canvas: Canvas) -> None:
        if doubled:
            canvas.setFillGray(0.6)
            canvas.translate(0.8, -0.8)
            letter(canvas)
            canvas.translate(-0.8, 0.8)
            canvas.setFillGray(0)
        else:
            letter(canvas)
            canvas.translate(0.3, 0)
        letter(canvas)

    return drawn(draw)


@look
def links_and_fields(named: bool) -> bytes:
    def draw(canvas: Canvas) -> None:
        letter(canvas)
        canvas.linkURL("https://harbor.example", (72, 690, 300, 712), relative=0, thickness=1)
        canvas.acroForm.textfield(name="pilot", value="Jonas Elm" if named else "", x=72, y=400, width=200, height=20)
        canvas.acroForm.checkbox(name="agreed", checked=named, x=300, y=400)

    return drawn(draw)


@look
def signature_picture(opaque: bool) -> bytes:
    """A picture of a signature over a dotted line."""
    stroke = image_of(
        80, 24, lambda x, y: (20, 20, 120) if abs(y - 12 - 6 * ((x // 9) % 3 - 1)) < 2 else (255, 255, 255)
    )

    def draw(canvas: Canvas) -> None:
        letter(canvas, skip=(11,))
        canvas.drawString(LEFT, 400, "Signed: ..............................")
        canvas.drawString(LEFT, 384, "The secretary")
        canvas.drawImage(stroke, LEFT + 40, 394, 110, 30, mask=None if opaque else [250, 255, 250, 255, 250, 255])

    return drawn(draw)


@look
def deletion_well_done(labelled: bool) -> bytes:
    def draw(canvas: Canvas) -> None:
        letter(canvas, False)
        box(canvas, *((1, 1, 1) if labelled else (0, 0, 0)))
        left, bottom, width, height = name_box()
        canvas.rect(left, bottom, width, height, fill=0)
        if labelled:
            canvas.setFont("Helvetica", 8)
            canvas.drawString(left + 4, bottom + 4, "(b)(6)")

    return drawn(draw)


@look
def empty_boxes(filled: bool) -> bytes:
    def draw(canvas: Canvas) -> None:
        letter(canvas, skip=(9, 10, 11))
        for index in range(3):
            canvas.rect(LEFT, 480 - 30 * index, 9, 9, fill=filled and index == 1)
            canvas.drawString(LEFT + 16, 481 - 30 * index, ("Dredge", "Sound", "Wait")[index])
        canvas.rect(LEFT, 250, 400, 100, fill=0)

    return drawn(draw)


@look
def columns(ruled: bool) -> bytes:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Times-Roman", 10)
        for row in range(30):
            canvas.drawString(72, 700 - 13 * row, f"Left column {row}: barges wait in the outer basin")
            canvas.drawString(320, 700 - 13 * row, f"Right column {row}: pilots rest in the customs house")
        if ruled:
            canvas.line(312, 300, 312, 710)

    return drawn(draw)


@look
def signing_tag(braces: bool) -> bytes:
    """White marks for a signing service, which are hidden by their nature."""

    def draw(canvas: Canvas) -> None:
        letter(canvas)
        canvas.setFillGray(1)
        canvas.drawString(LEFT, 400, "{{Sig_es_:signer1:signature}}" if braces else "\\s1sign\\")

    return drawn(draw)


@look
def turned_and_cropped(cropped: bool) -> bytes:
    with edited(drawn(letter)) as (pdf, saved):
        pdf.pages[0].Rotate = 270
        if cropped:
            pdf.pages[0].CropBox = [50, 450, 562, 742]
    return saved[0]


@look
def figure(described: bool) -> bytes:
    def draw(canvas: Canvas) -> None:
        letter(canvas, skip=(9, 10, 11))
        harbor = image_of(90, 60, lambda x, y: (120 + x, 140 + y, 200 - x))
        canvas.drawImage(harbor, 72, 250, 300, 200)
        if described:
            canvas.setFillGray(1)
            canvas.setFont("Helvetica", 10)
            canvas.drawString(80, 260, "The northern basin in May")

    return drawn(draw)
