"""PDF files are read as a reader sees them, in a process of their own, and every place leads back to page and box."""

from __future__ import annotations

import subprocess
import sys
import zlib
from pathlib import Path

import pikepdf
import pytest
from containers.pdf import corpus, looks
from containers.pdf.pages import (
    LINES,
    NAME,
    box,
    by_hand,
    drawn,
    height_of,
    letter,
    letter_content,
    name_box,
    raw,
    stream,
)
from reportlab.pdfgen.canvas import Canvas

from redactlint.errors import ReadError
from redactlint.readers import pdf
from redactlint.readers.opening import opened
from redactlint.text import Text


def read(data: bytes, name: str = "letter.pdf") -> Text:
    text = next(iter(opened(data, name)))
    assert isinstance(text, Text)
    return text


def lines_of(text: Text) -> list[str]:
    return [line.strip() for line in text.source.split("\n") if line.strip()]


def test_the_lines_of_a_page_in_reading_order() -> None:
    assert lines_of(read(drawn(letter))) == [line for line in LINES if line]


def test_a_place_leads_back_to_page_and_box() -> None:
    text = read(drawn(letter, pages=2))
    second = text.source.rindex("Harbor Commission")
    assert text.place is not None
    where = text.place(second)
    assert where["page"] == 2
    left, bottom, right, top = where["box"]
    assert left == pytest.approx(72, abs=1)
    assert bottom < height_of(0) + 5 < top
    assert right > 200


@pytest.mark.parametrize("name", ["black-box", "white-picture", "blackened-scan", "white-on-white", "tiny", "clipped"])
def test_what_is_hidden_is_no_part_of_the_text(name: str) -> None:
    text = read(corpus.CASES[name].failed())
    assert "Oakley" not in text.source
    assert text.layers is not None
    assert any("Oakley" in one.text for one in text.layers.concealed)


def test_a_scan_is_read_by_its_text_layer() -> None:
    assert lines_of(read(corpus.CASES["sound-scan"].failed())) == [line for line in LINES if line]


def test_a_box_is_written_as_blocks_with_its_extent() -> None:
    text = read(corpus.CASES["black-box"].failed())
    assert text.layers is not None
    (found,) = text.layers.boxes
    assert text.source[found.span.start : found.span.end] == "█" * len(NAME)
    assert found.extent == len(NAME)
    assert found.where["page"] == 1
    assert found.where["box"] == pytest.approx(
        [name_box()[0], name_box()[1], sum(name_box()[0::2]), sum(name_box()[1::2])], abs=0.2
    )


@pytest.mark.parametrize("where", ["inside", "beside"])
def test_the_label_of_a_box_is_read_with_it(where: str) -> None:
    def draw(canvas: Canvas) -> None:
        letter(canvas, False)
        box(canvas)
        left, bottom, _, _ = name_box()
        canvas.setFont("Helvetica", 8)
        canvas.setFillGray(1 if where == "inside" else 0)
        canvas.drawString(left + 6 if where == "inside" else left - 24, bottom + 4, "(b)(6)")

    text = read(drawn(draw))
    assert text.layers is not None
    (found,) = text.layers.boxes
    assert found.label_span is not None
    assert text.source[found.label_span.start : found.label_span.end].endswith("(b)(6)")


def test_rules_bars_and_charts_are_no_deletions() -> None:
    for name in ("bars-of-a-chart", "headings-on-bars", "rules-and-underlines", "table-with-frames", "empty-boxes"):
        text = read(looks.CASES[name].failed())
        assert text.layers is not None
        assert not text.layers.boxes, name


def test_columns_are_read_one_after_the_other() -> None:
    lines = lines_of(read(looks.CASES["columns"].innocent()))
    assert [line.split()[0] for line in lines] == ["Left"] * 30 + ["Right"] * 30


def test_lines_at_the_head_and_foot_of_pages_are_zones() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(280, 770, "SECRET")
        letter(canvas)
        canvas.drawString(280, 30, f"Page {canvas.getPageNumber()}")

    text = read(drawn(draw, pages=3))
    assert text.layers is not None
    found = {(one.kind, text.source[one.span.start : one.span.end].strip()) for one in text.layers.zones}
    assert ("header", "SECRET") in found
    assert ("footer", "Page 2") in found


def test_a_turned_page_is_read_upright() -> None:
    assert lines_of(read(looks.CASES["turned-and-cropped"].innocent()))[0] == LINES[0]


def test_a_file_that_is_attached_is_a_document_of_its_own() -> None:
    import io

    with pikepdf.open(io.BytesIO(drawn(letter))) as form:
        form.attachments["cable.txt"] = pikepdf.AttachedFileSpec(form, b"UNCLAS LUSAKA 000512", filename="cable.txt")
        buffer = io.BytesIO()
        form.save(buffer)
    first, second = opened(buffer.getvalue(), "letter.pdf")
    assert isinstance(first, Text)
    assert isinstance(second, Text)
    assert second.source == "UNCLAS LUSAKA 000512"
    assert second.path == "letter.pdf!cable.txt"


# -- hostile files ---------------------------------------------------------------------------------------------------


def _encrypted() -> bytes:
    import io

    with pikepdf.open(io.BytesIO(drawn(letter))) as form:
        buffer = io.BytesIO()
        form.save(buffer, encryption=pikepdf.Encryption(owner="o", user="u"))
    return buffer.getvalue()


def _growing() -> bytes:
    """Forms that paint the next one twice, thirty deep."""
    look = b"/Type /XObject /Subtype /Form /BBox [0 0 600 700] /Resources "
    forms = [
        stream(
            b"/F Do /F Do" if step < 29 else b"0 0 1 1 re f",
            look + (b"<< /XObject << /F %d 0 R >> >>" % (7 + step) if step < 29 else b"<< >>"),
        )
        for step in range(30)
    ]
    return by_hand(b"/F Do", resources=b"/XObject << /F 6 0 R >>", more=tuple(forms))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (_encrypted(), "encrypted"),
        (drawn(letter)[:900], "damaged"),
        (b"%PDF-1.7\n", "damaged"),
        (b"%PDF-1.7\n" + bytes(range(256)) * 20, "damaged"),
        (raw([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R] /Count 5 >>"]), "damaged"),
        (by_hand(letter_content()).replace(b"[0 0 612 792]", b"[0 0 9999999 9999999]"), "impossible size"),
    ],
    ids=["locked", "cut", "empty", "noise", "loop of pages", "size of a town"],
)
def test_what_cannot_be_read_says_why(data: bytes, reason: str) -> None:
    with pytest.raises(ReadError, match=reason) as caught:
        list(opened(data, "letter.pdf"))
    assert caught.value.path == "letter.pdf"
    assert caught.value.remedy


@pytest.mark.parametrize(
    "data",
    [
        by_hand(
            b"/F Do",
            resources=b"/XObject << /F 6 0 R >>",
            more=(
                stream(
                    b"/F Do", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F 6 0 R >> >>"
                ),
            ),
        ),
        by_hand(
            letter_content(), page=b"/Annots [null 5 (a) << /Subtype 5 >> << /Subtype /Redact /QuadPoints [1 (c)] >>]"
        ),
        by_hand(letter_content(), catalogue=b"/Outlines 6 0 R", more=(b"<< /First 6 0 R /Next 6 0 R /Title (x) >>",)),
        by_hand(letter_content()).replace(b"/BaseFont /Times-Roman", b"/BaseFont 99 0 R /Widths 3 0 R"),
        by_hand(letter_content()).replace(b"[0 0 612 792]", b"[0 0 0 0]"),
        drawn(letter)[: drawn(letter).rindex(b"xref")],
    ],
    ids=["form in itself", "odd annotations", "bookmarks in a ring", "no font", "no size", "no table"],
)
def test_what_is_odd_is_read_all_the_same(data: bytes) -> None:
    assert isinstance(read(data), Text)


def test_a_file_that_takes_too_long_is_given_up_and_the_next_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "SECONDS", 0.5)
    with pytest.raises(ReadError, match="takes longer"):
        list(opened(_growing(), "forms.pdf"))
    monkeypatch.undo()
    assert read(drawn(letter)).source


def test_a_stream_that_unpacks_to_a_great_deal_does_no_harm() -> None:
    packed = zlib.compress(zlib.compress(b" " * 30_000_000, 9), 9)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << >> >>",
        stream(packed, b"/Filter [/FlateDecode /FlateDecode]"),
    ]
    assert not read(raw(objects)).source.strip()


def test_more_pages_than_the_limit_are_not_begun() -> None:
    from redactlint.pdf import reading

    with pytest.raises(reading.RefusedError, match="2 pages"):
        reading.read(drawn(letter, pages=2), most_pages=1)


def test_without_its_libraries_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf._worker, "ask", lambda wish, data, seconds: b'{"missing": "pypdfium2"}')
    with pytest.raises(ReadError, match=r"needs the extra 'pdf'"):
        list(opened(drawn(letter), "letter.pdf"))


def test_a_process_that_dies_is_said_and_another_is_started() -> None:
    assert read(drawn(letter)).source
    assert pdf._worker._process is not None
    pdf._worker._process.kill()
    pdf._worker._process.wait()
    assert read(drawn(letter)).source


def test_nothing_that_lies_in_the_working_folder_is_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("pikepdf", "pypdfium2", "json"):
        (tmp_path / f"{name}.py").write_text("open('run', 'w').close()\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(pdf, "_worker", pdf._Worker())
    assert read(drawn(letter)).source
    assert not (tmp_path / "run").exists()


def test_text_alone_loads_nothing_of_pdf() -> None:
    program = (
        "import sys; from redactlint.readers.opening import opened; list(opened(b'UNCLAS LUSAKA 000512', 'a.txt'));"
        "print(sorted(one for one in sys.modules if 'pdf' in one))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
