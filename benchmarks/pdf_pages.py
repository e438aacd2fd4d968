"""Milliseconds of a PDF file of ten full pages, in the process that reads it and by way of it, after its start.

python benchmarks/pdf_pages.py [PAGES]
"""

from __future__ import annotations

import io
import random
import sys
import time

from reportlab.pdfgen.canvas import Canvas

from redactlint.pdf.reading import read
from redactlint.readers.opening import opened

_TEXT = "the harbor master told pilots that barges wait in outer basin until soundings of northern channel are done"


def written(pages: int) -> bytes:
    """A file of full pages of invented text."""
    words = _TEXT.split()
    dice = random.Random(1)
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(612, 792))
    for _ in range(pages):
        canvas.setFont("Times-Roman", 11)
        canvas.drawString(280, 760, "SECRET")
        for line in range(44):
            canvas.drawString(72, 720 - 15 * line, " ".join(dice.choice(words) for _ in range(12)))
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def main() -> None:
    """Print the best of five."""
    data = written(int(sys.argv[1]) if len(sys.argv) > 1 else 10)
    read(data)
    list(opened(data, "pages.pdf"))
    processor, wall, through = [], [], []
    for _ in range(5):
        start, began = time.perf_counter(), time.process_time()
        read(data)
        processor.append(time.process_time() - began)
        wall.append(time.perf_counter() - start)
        start = time.perf_counter()
        list(opened(data, "pages.pdf"))
        through.append(time.perf_counter() - start)
    print(f"in the process: {1000 * min(processor):.0f} ms of processor time, {1000 * min(wall):.0f} ms")
    print(f"by way of it:   {1000 * min(through):.0f} ms")


if __name__ == "__main__":
    main()
