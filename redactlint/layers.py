"""Layers: what a container holds beside the running text of its pages, each thing with the way back to its place.

Readers of containers (PDF, office files, mail) fill them in; parsers turn zones and boxes into parts of the document,
checks judge what is concealed.  Plain text has none.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from redactlint.text import Span

__all__ = ["Box", "Concealed", "Layers", "Zone"]


class Zone(NamedTuple):
    """A part of the text that does not belong to its running text.

    `kind` is "header" or "footer" (of a page or a section), "footnote", "table", "caption" or "text-box".  `page` is
    counted from 1, or None where the container has no pages.
    """

    kind: str
    span: Span
    page: int | None = None


class Box(NamedTuple):
    """A deletion that the container shows: a drawn box, a mark of redaction, blackened characters.

    `span` is where it stands in the text (the blocks that the reader wrote for it, or empty), `where` its place (page,
    box …).  `label` is what is printed in it or beside it, with its place in the text (`label_span`), if anything is.
    `extent` is about how many characters it covers, where that can be estimated.
    """

    span: Span
    where: Mapping[str, Any]
    label: str | None = None
    label_span: Span | None = None
    extent: int | None = None


class Concealed(NamedTuple):
    """Something that the file holds and its pages do not show.

    `kind` names the technique ("under-box", "invisible", "tracked-deletion", "earlier-revision", "metadata" …; the
    closed list is in the rules that judge it).  `where` is its place in the container, `span` the nearest place in the
    text.  `extent` counts its characters.  `text` is what it says: it leaves the tool only where excerpts are asked
    for.  `details` fill the rule's message.
    """

    kind: str
    where: Mapping[str, Any]
    extent: int
    text: str = ""
    span: Span = Span(0, 0)
    details: Mapping[str, str] = {}


class Layers(NamedTuple):
    """All that a reader found beside the running text, each list in order of place."""

    zones: tuple[Zone, ...] = ()
    boxes: tuple[Box, ...] = ()
    concealed: tuple[Concealed, ...] = ()
