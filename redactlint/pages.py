"""Pages: a document's text with the places of its marks, small and serialisable, for a report that shows the page.

A page quotes the whole text; it is made only where excerpts and a report that shows pages are asked for.
"""

from __future__ import annotations

from collections.abc import Iterator

from redactlint.placing import joined, markings_of
from redactlint.values import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from redactlint.documents.model import Document
    from redactlint.markings.levels import Level
    from redactlint.markings.model import Marking
    from redactlint.markings.register import Register
    from redactlint.text import Span

__all__ = ["LONGEST_PAGE", "Page", "Piece", "marking_of", "page_of"]

# How many characters of a document a page shows.
LONGEST_PAGE = 100_000


class Piece(NamedTuple):
    """A place on a page that means something: offsets as in `Span`, and its kind.

    `kind` is the level of a mark or banner ("U", "R", "C", "S", "TS", "unclear"), "caption", "order", "instruction",
    "reason", "redaction" or "release".
    """

    start: int
    end: int
    kind: str


class Page(NamedTuple):
    """The text of a file as decoded, up to LONGEST_PAGE; its pieces in order of place, none over another; its marking.

    `length` is that of the whole text, in code points.
    """

    text: str
    pieces: tuple[Piece, ...]
    marking: str
    length: int


def marking_of(document: Document, register: Register) -> Marking | None:
    """What a page of the document must carry: its marks and every banner, those of repeated telegrams too."""
    markings = []
    for part in (document, *document.others):
        markings += markings_of(part)
        banners = (*part.banners, *(one.banner for one in part.quoted))
        markings += [banner.marking for banner in banners if banner.marking is not None]
    return joined(markings, register)


def page_of(document: Document, marking: str) -> Page:
    """The page of a document and of the others in its file, marked `marking`."""
    pieces: list[Piece] = []
    reached = 0
    found = {one for part in (document, *document.others) for one in _pieces(part)}
    for one in sorted(found, key=lambda each: (each.start, -each.end, each.kind)):
        start, end = max(one.start, reached), min(one.end, LONGEST_PAGE)
        if start < end:
            pieces.append(Piece(start, end, one.kind))
            reached = end
    source = document.text.source
    return Page(source[:LONGEST_PAGE], tuple(pieces), marking, len(source))


def _pieces(document: Document) -> Iterator[Piece]:
    for banner in (*document.banners, *(one.banner for one in document.quoted)):
        yield _piece(banner.span, _level(banner.level))
    for portion in document.portions:
        if portion.mark is not None:
            yield _piece(portion.mark.span, _level(portion.mark.level))
    for item in document.items:
        if item.mark is not None:
            yield _piece(item.mark.span, _level(item.mark.level))
    for caption in document.captions:
        yield _piece(caption.span, "caption")
    if document.order is not None:
        yield _piece(document.order.span, "order")
    for instruction in document.instructions:
        yield _piece(instruction.span, "instruction")
    for reason in document.reasons:
        yield _piece(reason.span, "reason")
    for redaction in document.redactions:
        yield _piece(redaction.span, "redaction")
    if document.release is not None:
        for span in document.release.code_spans:
            yield _piece(span, "release")


def _piece(span: Span, kind: str) -> Piece:
    return Piece(span.start, span.end, kind)


def _level(level: Level | None) -> str:
    return "unclear" if level is None else level.name
