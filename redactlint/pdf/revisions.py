"""Revisions: what the earlier saves of a PDF file still hold that its last one took out.

A file that was saved incrementally ends in several parts, each with an end mark: what stands before an earlier mark is
the file as it was then.  Words of it that stand nowhere in the file as it is now were taken out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

import pypdfium2 as documents
import pypdfium2.raw as pdfium

__all__ = ["TakenOut", "earlier_saves", "pictures_of", "taken_out", "words_of"]

# How many earlier saves are compared, and how many pages of each.
_MOST_SAVES, _MOST_PAGES = 6, 300
_MOST_IMAGES = 200


class TakenOut(NamedTuple):
    """What a save took out of a page: words, or a picture; `is_replaced` says that others stand there instead."""

    page: int
    text: str
    is_replaced: bool = False
    is_picture: bool = False


def earlier_saves(data: bytes) -> list[bytes]:
    """The file as it was at each earlier save, the latest first; none where it was saved as a whole.

    The first part of a linearised file is no save of its own.
    """
    marks = list(re.finditer(rb"startxref\s+(\d{1,12})\s+%%EOF(?:\r\n|\r|\n)?", data))
    if b"/Linearized" in data[:2048]:
        marks = marks[1:]
    ends = [one.end() for one in marks[:-1] if 0 < int(one[1]) < one.end()]
    return [data[:end] for end in ends[::-1][:_MOST_SAVES]]


def words_of(text: str) -> Counter[str]:
    """The words and numbers of a text with how often each stands, however it is broken into lines."""
    return Counter(re.findall(r"\w+", text.replace("\xad", "").casefold()))


def taken_out(data: bytes, now: list[str], pictures_now: Counter[tuple[int, int]] | None) -> Iterator[TakenOut]:
    """What earlier saves hold and the texts of the pages `now` do not; each thing once.

    `pictures_now` counts the pictures of the pages as they are by their size in pixels, None where nobody looked.
    """
    said: set[str] = set()
    whole_now = words_of("\n".join(now))
    for save in earlier_saves(data):
        try:
            pdf = documents.PdfDocument(save)
        except documents.PdfiumError:
            continue
        try:
            pictures: Counter[tuple[int, int]] = Counter()
            for index in range(min(len(pdf), _MOST_PAGES)):
                page = pdf[index]
                text = page.get_textpage().get_text_range()
                here = words_of(now[index]) if index < len(now) else Counter()
                gone = words_of(text) - whole_now
                words = [word for word in re.findall(r"\w+", text) if word.casefold() in gone]
                telling = "".join(words)
                if sum(map(str.isalnum, telling)) >= 3 and telling not in said:
                    said.add(telling)
                    added = sum((here - words_of(text)).values())
                    yield TakenOut(index + 1, " ".join(words), added >= 0.6 * len(words))
                pictures.update(_pictures(page))
            lost = pictures - pictures_now if pictures_now is not None else Counter()
            if lost and len(pdf) <= _MOST_PAGES and f"{lost}" not in said and not said:
                said.add(f"{lost}")
                yield TakenOut(1, "", is_picture=True)
        finally:
            pdf.close()


def _pictures(page: documents.PdfPage) -> Iterator[tuple[int, int]]:
    found = page.get_objects(filter=(pdfium.FPDF_PAGEOBJ_IMAGE,), max_depth=3)
    for _, one in zip(range(_MOST_IMAGES), found, strict=False):
        yield one.get_px_size()


def pictures_of(pdf: documents.PdfDocument) -> Counter[tuple[int, int]]:
    """The pictures of a file by their size in pixels."""
    return Counter(size for index in range(min(len(pdf), _MOST_PAGES)) for size in _pictures(pdf[index]))
