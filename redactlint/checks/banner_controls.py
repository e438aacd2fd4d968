"""Controls of the banner against those of the portions: what the roll-up asks for, and what no portion carries."""

from __future__ import annotations

from collections.abc import Iterator

from redactlint.checks import captions
from redactlint.documents.model import Document, Portion
from redactlint.findings import Hit
from redactlint.markings.model import Marking
from redactlint.rulepack import Rule, Setting

__all__ = ["missing", "unneeded"]


def missing(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """Controls of the portions that neither the banner nor a caption shows.

    In the State dialect those of the parameters (see `captions.missing`); in the dialect "ic" every control of the
    roll-up, one hit each, at the first portion that bears it or that decides it.
    """
    if setting.profile.dialect != "ic":
        yield from captions.missing(document, rule, setting)
        return
    banner = document.banner
    marking = banner.marking if banner is not None else None
    if banner is None or marking is None:
        return
    rolled = _roll_up(document, setting)
    if rolled is None or rolled.level > marking.level:
        return
    shown = {one.word for one in document.captions} | _controls(marking)
    for control in sorted(_controls(rolled)):
        if control in shown or _is_stricter(marking, control):
            continue
        portion = captions.first_bearer(document, [control]) or _first_with_release(document)
        if portion is not None and portion.mark is not None:
            yield Hit(
                portion.mark.span,
                {"portion": portion.label, "mark": document.text.words(portion.mark.span), "caption": control},
                related=((banner.span, "the overall marking"),),
                paragraph=portion.number,
            )


def unneeded(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """Controls of the banner, and captions of the parameter `captions`, that no portion carries.

    The parameter `ignored` lists controls that govern the message and not its portions.
    """
    carried: set[str] = set()
    for marking, _ in document.distinct_marks:
        carried |= _controls(marking)
    if setting.profile.dialect == "ic":
        rolled = _roll_up(document, setting)
        carried |= _controls(rolled) if rolled is not None else set()
    shown = [(one.word, one.span) for one in document.captions if one.word in rule.parameters["captions"]]
    banner = document.banner
    if banner is not None and banner.marking is not None:
        ignored = rule.parameters["ignored"]
        shown += [(one, banner.span) for one in sorted(_controls(banner.marking)) if one not in ignored]
    said: set[str] = set()
    for control, span in shown:
        is_carried = control in carried or any(one.startswith(f"{control}-") for one in carried)
        if not is_carried and control not in said:
            said.add(control)
            yield Hit(span, {"control": control})


def _controls(marking: Marking) -> set[str]:
    """Every control of the marking by its canonical word, lists by the word that heads them."""
    words = {*marking.sci, *marking.sap, *marking.aea, *marking.dissemination, *marking.non_ic}
    lists = {"REL TO": marking.rel_to, "DISPLAY ONLY": marking.display_to, "FGI": marking.fgi}
    return words | {word for word, codes in lists.items() if codes is not None}


def _is_stricter(marking: Marking, control: str) -> bool:
    """Whether the banner already holds the document more closely than `control` would."""
    if control in ("REL TO", "RELIDO", "DISPLAY ONLY", "EYES ONLY"):
        return marking.has("NOFORN")
    return control == "ORCON-USGOV" and marking.has("ORCON")


def _first_with_release(document: Document) -> Portion | None:
    """The first portion with a release mark: where such marks conflict, the roll-up is NOFORN."""
    return captions.first_bearer(document, ["REL TO", "RELIDO", "DISPLAY ONLY", "EYES ONLY"])


def _roll_up(document: Document, setting: Setting) -> Marking | None:
    """What the portions demand of the banner; silence about release counts only where another portion speaks of it."""
    from redactlint.markings import algebra

    markings = [marking for marking, _ in document.distinct_marks]
    if not markings:
        return None
    speaks = any(one.has(word) for one in markings for word in _RELEASE_WORDS)
    return algebra.roll_up(markings, "ic" if speaks else "state", None, setting.register).marking


_RELEASE_WORDS = ("NOFORN", "REL TO", "RELIDO", "EYES ONLY", "DISPLAY ONLY")
