"""The zones of a document that rules without Python speak of: its text, header, body, banners, portions, lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from redactlint.documents.model import Document, Line, Portion
from redactlint.rulebook.patterns import fold
from redactlint.text import Span

__all__ = ["LINE", "ZONES", "extent_of", "folded", "portion_at", "spans_of"]

# "line:TAGS" is the value of the labelled line of that canonical name.
LINE = "line:"


def spans_of(document: Document, zone: str) -> tuple[Span, ...]:
    """The places of a zone in order; none where the document does not have it.

    `zone` is a key of ZONES or "line:" with the canonical name of a labelled line (its values).
    """
    known = _of(document)
    found = known.get(zone)
    if found is None:
        if zone.startswith(LINE):
            name = zone.removeprefix(LINE)
            found = tuple(one.value for one in document.lines if one.name == name)
        else:
            found = tuple(sorted(ZONES[zone](document)))
        known[zone] = found
    return found


def extent_of(document: Document) -> Span:
    """What of the text is the document's own: all of it, unless the file holds several."""
    return document.extent if document.extent is not None else Span(0, len(document.text.content))


# The places and the folded text of the document that was asked for last: many rules ask for the same in turn.
_last: tuple[Document | None, dict[str, tuple[Span, ...]], list[str]] = (None, {}, [])


def _of(document: Document) -> dict[str, tuple[Span, ...]]:
    global _last  # noqa: PLW0603 - one document is judged at a time, and memory stays flat
    if _last[0] is not document:
        _last = (document, {}, [])
    return _last[1]


def folded(document: Document) -> str:
    """The content of the document's text without distinction of case, of the same length."""
    _of(document)
    kept = _last[2]
    if not kept:
        kept.append(fold(document.text.content))
    return kept[0]


def portion_at(document: Document, offset: int) -> Portion | None:
    """The innermost portion that holds the offset, or None."""
    holding = [one for one in document.portions if one.span.start <= offset < one.span.end]
    return min(holding, key=lambda one: len(one.span), default=None)


def _body(document: Document) -> Iterable[Span]:
    if document.body is not None:
        return [document.body]
    texts = [one.span for one in document.portions if one.kind != "subject"]
    return [Span(min(texts).start, max(one.end for one in texts))] if texts else []


def _header(document: Document) -> Iterable[Span]:
    if document.header is not None:
        return [document.header]
    return [Span(extent_of(document).start, body.start) for body in _body(document)]


def _banner(document: Document) -> Iterable[Span]:
    return [one.line or one.span for one in document.banners]


def _kind(kind: str | None) -> Callable[[Document], Iterable[Span]]:
    return lambda document: [
        Span(one.text_start, max(one.text_start, one.text_end or one.span.end))
        for one in document.portions
        if one.kind != "quoted" and (kind is None or one.kind == kind)
    ]


def _line(line: Callable[[Document], Line | None], name: str) -> Callable[[Document], Iterable[Span]]:
    def values(document: Document) -> Iterable[Span]:
        found = line(document) or document.line(name)
        return [] if found is None else [found.value]

    return values


def _edge(at: int) -> Callable[[Document], Iterable[Span]]:
    def line(document: Document) -> Iterable[Span]:
        whole, content = extent_of(document), document.text.content
        part = content[whole.start : whole.end]
        stripped = part.strip()
        if not stripped:
            return []
        first = whole.start + len(part) - len(part.lstrip())
        last = first + len(stripped)
        if at == 0:
            end = content.find("\n", first, last)
            return [Span(first, last if end < 0 else end)]
        return [Span(max(content.rfind("\n", first, last) + 1, first), last)]

    return line


ZONES: Mapping[str, Callable[[Document], Iterable[Span]]] = {
    "text": lambda document: [extent_of(document)],
    "header": _header,
    "body": _body,
    "banner": _banner,
    "captions": lambda document: [one.span for one in document.captions],
    "subject": _line(lambda document: document.subject, "SUBJECT"),
    "classified-by": _line(lambda document: document.classified_by, "CLASSIFIED BY"),
    "derived-from": _line(lambda document: document.derived_from, "DERIVED FROM"),
    "declassify-on": lambda document: [one.span for one in document.instructions[:1]],
    "reason": lambda document: [one.span for one in document.reasons],
    "order": lambda document: [] if document.order is None else [document.order.line],
    "portion": _kind(None),
    "paragraph": _kind("paragraph"),
    "first-line": _edge(0),
    "last-line": _edge(1),
}
