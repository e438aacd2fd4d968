"""Caption lines against the controls of the portions: the caption that is missing, the one that nothing needs."""

from __future__ import annotations

from collections.abc import Iterator

from redactlint.documents.model import Document, Portion
from redactlint.findings import Edit, Fix, Hit
from redactlint.rulepack import Rule, Setting
from redactlint.text import Span

__all__ = ["first_bearer", "missing", "unneeded"]


def missing(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """The first portion that bears a control which neither the banner nor a caption of the document shows.

    Parameters: `borne_as` (the controls of a portion that ask for it), `shown_as` (the controls of the banner and the
    captions that show it) and `caption` (what is to be added to the header of a telegram, where the fix is offered).
    """
    bearer = first_bearer(document, rule.parameters["borne_as"])
    if (
        bearer is None
        or bearer.mark is None
        or document.banner is None
        or _shows(document, rule.parameters["shown_as"])
    ):
        return
    caption = rule.parameters["caption"]
    yield Hit(
        bearer.mark.span,
        {"portion": bearer.label, "mark": document.text.words(bearer.mark.span), "caption": caption},
        related=((document.banner.span, "the overall marking"),),
        paragraph=bearer.number,
        fix=_add_caption(document, caption) if document.kind == "telegram" else None,
    )


def unneeded(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """The first caption of the parameter `shown_as` that no portion asks for with one of the controls of `borne_as`."""
    shown = rule.parameters["shown_as"]
    caption = next((one for one in document.captions if one.word in shown), None)
    if caption is not None and first_bearer(document, rule.parameters["borne_as"]) is None:
        yield Hit(caption.span, {"control": caption.word})


def _shows(document: Document, words: list[str]) -> bool:
    marking = document.banner.marking if document.banner is not None else None
    return any(one.word in words for one in document.captions) or (
        marking is not None and any(marking.has(one) for one in words)
    )


def first_bearer(document: Document, controls: list[str]) -> Portion | None:
    """The first portion that bears one of the controls."""
    for marking, portion in document.distinct_marks:
        for control in controls:
            if marking.has(control):
                return portion
    return None


def _add_caption(document: Document, caption: str) -> Fix | None:
    """A line with `caption` below the last caption of the header, or a blank line below the message line."""
    source = document.text.source
    if document.captions:
        after, blank_lines = max(one.span.end for one in document.captions), 0
    elif document.banner is not None and document.banner.line is not None:
        after, blank_lines = document.banner.line.end, 1
    else:
        return None
    at = source.find("\n", after)
    if at < 0:
        return None
    newline = "\r\n" if source[at - 1 : at] == "\r" else "\n"
    at -= len(newline) - 1
    return Fix(f"add the caption {caption}", (Edit(Span(at, at), f"{newline * (1 + blank_lines)}{caption}"),))
