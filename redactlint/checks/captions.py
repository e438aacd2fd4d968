"""Controls of the portions against those of the banner and the caption lines: what is missing, what nothing needs."""

from __future__ import annotations

from collections.abc import Iterator

from redactlint.documents.model import Document, Portion
from redactlint.findings import Edit, Fix, Hit
from redactlint.rulepack import Rule, Setting
from redactlint.text import Span

__all__ = ["missing", "missing_controls", "unneeded"]


def missing(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """The first portion that bears a control which neither the banner nor a caption of the document shows.

    Parameters: `borne_as` (the controls of a portion that ask for it), `shown_as` (the controls of the banner and the
    captions that show it) and `caption` (what is to be added to the header of a telegram, where the fix is offered).
    """
    bearer = _first_bearer(document, rule.parameters["borne_as"])
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


def missing_controls(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """Controls of the portions that the banner lacks: those of the parameters, or in the dialect "ic" the roll-up."""
    yield from missing(document, rule, setting)


def unneeded(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """The captions and banner controls that no portion asks for.

    Parameters: `shown_as` (captions and controls to look for) and `borne_as` (what asks for them).
    """
    if _first_bearer(document, rule.parameters["borne_as"]) is not None:
        return
    shown = set(rule.parameters["shown_as"])
    caption = next((one for one in document.captions if one.word in shown), None)
    if caption is not None:
        yield Hit(caption.span, {"control": caption.word})
        return
    marking = document.banner.marking if document.banner is not None else None
    control = next((one for one in rule.parameters["shown_as"] if marking is not None and marking.has(one)), None)
    if document.banner is not None and control is not None:
        yield Hit(document.banner.span, {"control": control})


def _shows(document: Document, words: list[str]) -> bool:
    marking = document.banner.marking if document.banner is not None else None
    return any(one.word in words for one in document.captions) or (
        marking is not None and any(marking.has(one) for one in words)
    )


def _first_bearer(document: Document, controls: list[str]) -> Portion | None:
    """The first portion that bears one of the controls."""
    for marking, portion in document.distinct_marks:
        for control in controls:
            if marking.has(control):
                return portion
    return None


def _add_caption(document: Document, caption: str) -> Fix | None:
    """A line with `caption` after the last caption of the header, or after the message line where there is none."""
    source = document.text.source
    if document.captions:
        after = max(one.span.end for one in document.captions)
    elif document.banner is not None and document.banner.line is not None:
        after = document.banner.line.end
    else:
        return None
    newline = "\r\n" if "\r\n" in source else "\n"
    at = source.find(newline, after)
    if at < 0:
        return None
    return Fix(f"add the caption {caption}", (Edit(Span(at, at), f"{newline * 2}{caption}"),))
