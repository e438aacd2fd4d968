"""Sifting: of all that a file keeps, what its pages do not show; one thing that stands on many pages is told once."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import pikepdf
import pypdfium2 as documents

from redactlint.pdf.geometry import Rect
from redactlint.pdf.pieces import Hidden
from redactlint.pdf.revisions import TakenOut, words_of
from redactlint.pdf.structure import Kept
from redactlint.pdf.thumbnails import leaking

__all__ = ["sifted"]

# Kinds that say nothing where the pages show the same words.
_COPIES = frozenset({
    "comment", "form-value", "bookmark", "actual-text", "alternate-text", "expansion", "tag-title", "description",
    "author", "title", "subject", "keywords", "property",
})  # fmt: skip
# Kinds of hidden text that say nothing where the same words stand in the open on the same page.
_HARMLESS_TWICE = frozenset({"same-colour", "invisible", "ocr-not-shown", "transparent", "clipped", "layer-off"})
_MANY_PAGES = 3
# More substitutes for what is painted are those of a script, unless the file shows deletions.
_MOST_SUBSTITUTES = 3

Row = list[Any]


def sifted(
    hidden: Sequence[Hidden],
    kept: Sequence[Kept],
    saves: Sequence[TakenOut],
    now: Sequence[str],
    *,
    deleted: frozenset[int],
    files: tuple[bytes, pikepdf.Pdf, documents.PdfDocument],
) -> list[Row]:
    """What is concealed, as rows: kind, page, box, extent, text, details.

    `now` are the texts of the pages as shown, `deleted` the numbers of those that show deletions.
    """
    has_boxes = bool(deleted)
    rows = list(_hidden_rows(hidden, now))
    shown = set(words_of("\n".join(now)))
    inline = list(_inline_texts(files))
    if len(inline) > _MOST_SUBSTITUTES and not has_boxes:  # a script whose glyphs spell nothing by themselves
        inline = []
    every = [*kept, *inline]
    for one in every:
        if one.kind in ("alternate-text", "expansion", "tag-title") and one.page not in deleted:
            one = one._replace(kind="description")
        rows += _kept_rows(one, shown)
    for save in saves:
        kind = "earlier-picture" if save.is_picture else "earlier-edit" if save.is_replaced else "earlier-text"
        rows.append([kind, save.page, None, len(save.text), save.text, {}])
    rows += [["thumbnail", page, None, 0, "", {}] for page in leaking(files[2])]
    return rows


def _hidden_rows(hidden: Sequence[Hidden], now: Sequence[str]) -> Iterator[Row]:
    groups: dict[tuple[str, str, int, int], list[Hidden]] = {}
    for one in hidden:
        words = " ".join(one.text.split())
        if one.kind in _HARMLESS_TWICE and len(words) > 3 and words.casefold() in _folded(now[one.page - 1]):
            continue
        key = one.kind, re.sub(r"\d+", "#", words), round(one.box.left / 4), round(one.box.bottom / 4)
        groups.setdefault(key, []).append(one)
    joined: list[Row] = []
    for same in groups.values():
        pages = sorted({one.page for one in same})
        if len(pages) >= _MANY_PAGES:
            first = same[0]
            details = {"pages": f"{len(pages)} pages"}
            joined.append([first.kind, first.page, first.box.rounded(), first.extent, first.text, details])
            continue
        joined += [[one.kind, one.page, one.box.rounded(), one.extent, one.text, {}] for one in same]
    joined.sort(key=lambda row: (row[1], -row[2][3], row[2][0]))
    yield from _together(joined)


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _together(rows: Sequence[Row]) -> Iterator[Row]:
    """Neighbouring rows of one technique on one page as one: the lines of a blackened paragraph."""
    waiting: Row | None = None
    for row in rows:
        if waiting is not None and _are_neighbours(waiting, row):
            box, other = waiting[2], row[2]
            waiting[2] = [min(box[0], other[0]), min(box[1], other[1]), max(box[2], other[2]), max(box[3], other[3])]
            waiting[3] += row[3]
            waiting[4] = f"{waiting[4].rstrip()} {row[4].lstrip()}"
            continue
        if waiting is not None:
            yield waiting
        waiting = row
    if waiting is not None:
        yield waiting


def _are_neighbours(one: Row, other: Row) -> bool:
    if one[0] != other[0] or one[1] != other[1] or one[5] or other[5]:
        return False
    box, next_box = Rect(*one[2]), Rect(*other[2])
    height = min(next_box.height, box.height)
    overlap = min(box.right, next_box.right) - max(box.left, next_box.left)
    gap = box.bottom - next_box.top
    if overlap > 0:
        return -0.5 * height <= gap <= 1.2 * height
    return abs(box.bottom - next_box.bottom) < 0.5 * height and next_box.left - box.right < 1.5 * height


def _kept_rows(one: Kept, shown: set[str]) -> Iterator[Row]:
    box = one.box.rounded() if one.box is not None else None
    text = one.text
    if one.kind in ("shown-value", "value"):
        return
    if one.kind in ("tool", "author", "title", "subject", "keywords", "property", "link-path") and _path().search(text):
        kind = "link-path" if one.kind == "link-path" else "path"
        yield [kind, one.page, box, len(text), text, {"name": one.name or one.kind}]
        return
    if one.kind in ("tool", "link-path"):
        return
    if one.kind in _COPIES and not _says_more(text, shown):
        return
    details = {"name": one.name} if one.name else {}
    if one.kind == "attachment":
        yield [one.kind, one.page, box, len(text), text, {"size": one.name}]
        return
    yield [one.kind, one.page, box, len(text), text, details]


def _says_more(text: str, shown: set[str]) -> bool:
    """Whether it has a word of three letters or more, or a number, that no page shows."""
    return any(len(word) >= 3 and word not in shown for word in words_of(text))


@cache
def _path() -> re.Pattern[str]:
    return re.compile(r"(?i)(?:\b[a-z]:[\\/](?=\w)|\\\\[\w.$-]+\\|file:///?|/(?:users|home|mnt|volumes|srv|var)/\w)")


# -- ActualText in the content of pages ------------------------------------------------------------------------------

_MOST_PAGES_READ = 200


def _inline_texts(files: tuple[bytes, pikepdf.Pdf, documents.PdfDocument]) -> Iterator[Kept]:
    """What the content of pages gives to be copied in place of what it paints, where that says something else."""
    data, form, _ = files
    if b"ActualText" not in data and b"/ObjStm" not in data and b"FlateDecode" not in data:
        return
    found: list[tuple[int, str]] = []
    for number, page in enumerate(form.pages[:_MOST_PAGES_READ], 1):
        found += [(number, text) for text in _substitutes(page)]
    if not found:
        return
    painted = _painted_words(data, {number for number, _ in found})
    for number, text in found:
        if _says_more(text, painted.get(number, set())):
            yield Kept("actual-text", text, number)


def _substitutes(page: pikepdf.Page) -> Iterator[str]:
    contents = page.obj.get("/Contents")
    streams = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    for stream in streams:
        if not isinstance(stream, pikepdf.Stream):
            continue
        content = bytes(stream.read_bytes())
        if b"/ActualText" in content:
            for match in re.finditer(rb"/ActualText\s*(\((?:\\.|[^()\\]){1,2000}\)|<[0-9A-Fa-f\s]{2,8000}>)", content):
                text = _string(match[1])
                if _is_telling(text):
                    yield text
    resources = page.obj.get("/Resources")
    properties = resources.get("/Properties") if isinstance(resources, pikepdf.Dictionary) else None
    if isinstance(properties, pikepdf.Dictionary):
        for _, value in properties.items():
            given = value.get("/ActualText") if isinstance(value, pikepdf.Dictionary) else None
            if isinstance(given, pikepdf.String) and _is_telling(str(given)):
                yield str(given)


def _is_telling(text: str) -> bool:
    """Whether a substitute has a word in it, and is no formula."""
    return bool(re.search(r"[^\W\d_]{4,}|\d{4,}", text)) and "\\" not in text


def _string(raw: bytes) -> str:
    value = pikepdf.Object.parse(raw)
    return " ".join(str(value).replace("\0", "").split())


def _painted_words(data: bytes, numbers: set[int]) -> dict[int, set[str]]:
    """The words that the glyphs themselves spell on those pages, substitutes taken out."""
    with pikepdf.open(io.BytesIO(data)) as form:
        for number in numbers:
            page = form.pages[number - 1]
            page.contents_coalesce()
            stream = page.obj["/Contents"]
            stream.write(bytes(stream.read_bytes()).replace(b"/ActualText", b"/ActualTexX"))
            resources = page.obj.get("/Resources")
            properties = resources.get("/Properties") if isinstance(resources, pikepdf.Dictionary) else None
            if isinstance(properties, pikepdf.Dictionary):
                for _, value in properties.items():
                    if isinstance(value, pikepdf.Dictionary) and "/ActualText" in value:
                        del value["/ActualText"]
        buffer = io.BytesIO()
        form.save(buffer)
    pdf = documents.PdfDocument(buffer.getvalue())
    try:
        return {
            number: set(words_of(pdf[number - 1].get_textpage().get_text_range()))
            for number in numbers
            if number <= len(pdf)
        }
    finally:
        pdf.close()
