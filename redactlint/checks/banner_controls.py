"""Controls of the banner against those of the portions: what the roll-up asks for, and what no portion carries."""

from __future__ import annotations

from collections.abc import Iterator

from redactlint.checks import captions
from redactlint.documents.model import Banner, Document, Portion
from redactlint.findings import Edit, Fix, Hit
from redactlint.markings.model import Marking
from redactlint.rulepack import Rule, Setting
from redactlint.values import TYPE_CHECKING, evolve

if TYPE_CHECKING:
    from redactlint.markings.algebra import RollUp
    from redactlint.markings.register import Register

__all__ = ["missing", "unneeded"]

# The marks that say to whom information may go.
_RELEASES = ("REL TO", "RELIDO", "DISPLAY ONLY", "EYES ONLY")


def missing(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """Controls of the portions that neither the banner nor a caption shows.

    In the State dialect those of the parameters (see `captions.missing`); in the dialect "ic" every control of the
    roll-up, one hit each, at the first portion that forces it.  The parameter `same` gives the control that a caption
    or a word of earlier years stands for.
    """
    if setting.profile.dialect != "ic":
        yield from captions.missing(document, rule, setting)
        return
    banner = document.banner
    if banner is None or banner.marking is None or not document.distinct_marks:
        return
    rolled = _roll_up(document, setting.register)
    if rolled.marking.level > banner.marking.level:
        return
    same = rule.parameters["same"]
    shown = _controls(banner.marking)
    shown |= {same.get(one, one) for one in (*shown, *(caption.word for caption in document.captions))}
    demanded = rolled.marking
    if banner.marking.owner is not None and _is_of_owners(document, banner.marking):
        demanded = evolve(demanded, owner=banner.marking.owner, joint=banner.marking.joint, fgi=banner.marking.fgi)
    mend = _mend(document, banner, demanded, setting)
    for control, words in _demanded(demanded, banner.marking, shown, setting.register):
        portion = _demanding(document, rolled, control)
        if portion.mark is not None:
            yield Hit(
                portion.mark.span,
                {"portion": portion.label, "mark": document.text.words(portion.mark.span), "caption": words},
                related=((banner.span, "the overall marking"),),
                paragraph=portion.number,
                fix=mend,
            )


def _is_of_owners(document: Document, banner: Marking) -> bool:
    """Whether a banner that is not of the United States alone names whoever its portions belong to."""
    owned = [one for one, _ in document.distinct_marks if one.owner is not None]
    return all(one.owner == banner.owner and one.joint <= banner.joint for one in owned) and not any(
        one.fgi for one, _ in document.distinct_marks
    )


def unneeded(document: Document, rule: Rule, setting: Setting) -> Iterator[Hit]:
    """Controls of the banner, and captions of the parameter `captions`, that no portion carries.

    The parameter `ignored` lists controls that govern the message and not its portions; `same` gives the control of a
    portion that a word of earlier years stands for.
    """
    shown = [(one.word, one.span) for one in document.captions if one.word in rule.parameters["captions"]]
    banner = document.banner
    if banner is not None and banner.marking is not None:
        ignored = rule.parameters["ignored"]
        shown += [(one, banner.span) for one in sorted(_controls(banner.marking)) if one not in ignored]
    if not shown:
        return
    carried: set[str] = set()
    for marking, _ in document.distinct_marks:
        carried |= _controls(marking)
    if setting.profile.dialect == "ic" and document.distinct_marks:
        carried |= _controls(_roll_up(document, setting.register).marking)
    same = rule.parameters["same"]
    said: set[str] = set()
    for control, span in shown:
        is_carried = (
            control in carried or same.get(control) in carried or any(one.startswith(f"{control}-") for one in carried)
        )
        if not is_carried and control not in said:
            said.add(control)
            yield Hit(span, {"control": control})


def _mend(document: Document, banner: Banner, rolled: Marking, setting: Setting) -> Fix | None:
    """Write the banner, wherever it is repeated, with all that the portions demand beside what it says already.

    Unsafe where the two together are no mere addition: NOFORN takes a release list away.
    """
    from redactlint.markings import algebra
    from redactlint.markings.render import render

    if banner.marking is None or sum(len(one) == 1 for one in document.text.words(banner.span).split()) > 2:
        return None  # a message line, letter by letter: captions below it bear the controls
    joined = algebra.join(banner.marking, rolled, setting.register)
    if joined.level != banner.marking.level:
        return None
    words = render(joined, "banner", setting.profile.dialect, setting.register)
    alike = [one for one in document.banners if one.role in ("overall", "repeat") and one.marking == banner.marking]
    edits = tuple(Edit(span, words) for span in dict.fromkeys(one.span for one in (banner, *alike)))
    return Fix(f"write {words}", edits, safe=_controls(banner.marking) <= _controls(joined))


def _controls(marking: Marking) -> set[str]:
    """Every control of the marking by its canonical word, lists by the word that heads them."""
    words = {*marking.sci, *marking.sap, *marking.aea, *marking.nato, *marking.dissemination, *marking.non_ic}
    lists = {"REL TO": marking.rel_to, "DISPLAY ONLY": marking.display_to, "FGI": marking.fgi}
    return words | {word for word, codes in lists.items() if codes is not None}


def _demanded(rolled: Marking, banner: Marking, shown: set[str], register: Register) -> Iterator[tuple[str, str]]:
    """What the roll-up has and the banner lacks: the control, and the words that are to be added."""
    from redactlint.markings import algebra

    words = {"REL TO": _list("REL TO", rolled.rel_to), "DISPLAY ONLY": _list("DISPLAY ONLY", rolled.display_to)}
    is_lacking = False
    for control in sorted(_controls(rolled) - shown):
        if not _is_stricter(banner, control) and not (control in rolled.sap and _is_nicknamed(control, banner.sap)):
            is_lacking = True
            yield control, words.get(control, control)
    if is_lacking or not shown & words.keys() or algebra.covers(banner, rolled, register):
        return
    for control in ("REL TO", "DISPLAY ONLY"):
        if control in shown and rolled.has(control):
            yield control, words[control]
            return


def _is_nicknamed(program: str, named: frozenset[str]) -> bool:
    """Whether a banner spells in full the program that a portion mark abbreviates (BP, of BUTTER POPCORN)."""
    identifier = program.partition("-")[0].partition(" ")[0]
    for nickname in named - {program}:
        left = iter(nickname)
        if len(nickname) > len(identifier) and nickname[0] == identifier[0] and all(one in left for one in identifier):
            return True
    return False


def _list(head: str, codes: frozenset[str] | None) -> str:
    others = sorted((codes or frozenset()) - {"USA"})
    return f"{head} {', '.join(['USA', *others] if head == 'REL TO' else others)}"


def _is_stricter(marking: Marking, control: str) -> bool:
    """Whether the banner already holds the document more closely than `control` would."""
    if control in _RELEASES:
        return marking.has("NOFORN")
    return control == "ORCON-USGOV" and marking.has("ORCON")


def _demanding(document: Document, rolled: RollUp, control: str) -> Portion:
    """The first portion that forces `control` into the roll-up."""
    reason = next((one for one in rolled.reasons if one.part == control and one.portions), None)
    return document.distinct_marks[reason.portions[0] if reason is not None else 0][1]


def _roll_up(document: Document, register: Register) -> RollUp:
    """The roll-up of the marks.  Only where some portion speaks of release is the silence of others made explicit."""
    from redactlint.markings import algebra

    markings = [marking for marking, _ in document.distinct_marks]
    speaks = any(one.has(word) for one in markings for word in ("NOFORN", *_RELEASES))
    return algebra.roll_up(markings, "ic" if speaks else "state", None, register)
