"""Leftovers: what a PDF file holds although nothing leads there any more, or did so in an earlier save only."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence

import pikepdf
import pypdfium2 as documents

from redactlint.pdf.revisions import TakenOut, earlier_saves, words_of
from redactlint.pdf.structure import Kept, kept_of

__all__ = ["left_over", "values_taken_out"]

# Files with more objects are not looked through; so many streams are read, each up to so many bytes packed.
_MOST_OBJECTS, _MOST_STREAMS, _MOST_BYTES = 20_000, 20, 2_000_000
_PLAIN_KEYS = frozenset(("/Length", "/Filter", "/DecodeParms"))
_MOST_PAGES = 300
# What an earlier save can show and a later one can take out, beside the text of pages.
_VALUES = ("comment", "form-value", "shown-value", "value", "attachment")


def left_over(form: pikepdf.Pdf, now: Sequence[str]) -> Iterator[TakenOut]:
    """Content of pages that no page uses any more, as far as it says what the pages `now` do not."""
    if len(form.objects) > _MOST_OBJECTS or not form.pages:
        return
    strays = list(_stray_content(form))
    if not strays:
        return
    shown = words_of("\n".join(now))
    for stray in strays[:_MOST_STREAMS]:
        text = _text_of(form, stray)
        gone = words_of(text) - shown
        words = [word for word in re.findall(r"\w+", text) if word.casefold() in gone]
        if sum(len(word) for word in words if len(word) >= 3 and word.isalnum()) >= 4:
            yield TakenOut(1, " ".join(words))


def _stray_content(form: pikepdf.Pdf) -> Iterator[bytes]:
    used = set()
    for page in form.pages:
        contents = page.obj.get("/Contents")
        for one in list(contents) if isinstance(contents, pikepdf.Array) else [contents]:
            if isinstance(one, pikepdf.Stream):
                used.add(one.objgen)
    for one in form.objects:
        if not isinstance(one, pikepdf.Stream) or one.objgen in used or not set(one.keys()) <= _PLAIN_KEYS:
            continue
        length = one.get("/Length", 0)
        if not isinstance(length, int) or not 20 <= length <= _MOST_BYTES:
            continue
        try:
            content = bytes(one.read_bytes())
        except pikepdf.PdfError:
            continue
        if len(content) < 10 * _MOST_BYTES and re.search(rb"\bBT\b[\s\S]{1,2000}?\bT[jJ]\b", content):
            yield content


def _text_of(form: pikepdf.Pdf, content: bytes) -> str:
    """What the content would say on the first page: with its fonts, which later saves mostly keep."""
    copy = pikepdf.new()
    copy.pages.append(form.pages[0])
    page = copy.pages[0]
    page.obj["/Contents"] = copy.make_stream(content)
    buffer = io.BytesIO()
    copy.save(buffer)
    pdf = documents.PdfDocument(buffer.getvalue())
    try:
        text: str = pdf[0].get_textpage().get_text_range()
        return text
    finally:
        pdf.close()
        copy.close()


def values_taken_out(data: bytes, kept: Sequence[Kept], now: Sequence[str]) -> Iterator[TakenOut]:
    """Comments, values of forms and attachments of earlier saves that are gone without another in their place."""
    said = words_of("\n".join([*now, *(one.text for one in kept)]))
    places = {(one.page, one.name) for one in kept}
    told: set[str] = set()
    for save in earlier_saves(data):
        try:
            form = pikepdf.open(io.BytesIO(save))
        except pikepdf.PdfError:
            continue
        with form:
            for one in kept_of(form, _MOST_PAGES):
                if one.kind not in _VALUES or one.text in told or not words_of(one.text) - said:
                    continue
                told.add(one.text)
                yield TakenOut(one.page or 1, one.text, is_replaced=(one.page, one.name) in places)
