"""The algebra of markings: join (a semilattice), lift (the implied made explicit), and the roll-up to the banner."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from redactlint.markings.countries import least, spread
from redactlint.markings.levels import Level
from redactlint.markings.model import Marking
from redactlint.markings.register import Register
from redactlint.values import Value, evolve, frozen

__all__ = ["Reason", "RollUp", "covers", "join", "lift", "roll_up", "settled"]

_RELEASE_WORDS = frozenset(("NOFORN", "RELIDO", "EYES ONLY"))


@frozen
class Reason(Value):
    """Why a part of the banner is there: the part ("S", "NOFORN"), the portions that force it (from 0), in words."""

    part: str
    portions: tuple[int, ...]
    why: str


@frozen
class RollUp(Value):
    """The banner that portions demand, and which portion forces each part of it."""

    marking: Marking
    reasons: tuple[Reason, ...]


@frozen
class _Release(Value):
    """To whom a marking lets information go: by release, by display, by a disclosure official, and as EYES ONLY.

    To join is to intersect what is permitted; NOFORN permits nothing.  None stands for the list that the banner will
    have, whatever it is: the shorthand (S//REL).
    """

    released: frozenset[str] | None
    shown: frozenset[str] | None
    by_official: bool
    eyes: bool

    def meet(self, other: _Release) -> _Release:
        return _Release(
            _common(self.released, other.released),
            _common(self.shown, other.shown),
            self.by_official and other.by_official,
            self.eyes and other.eyes,
        )

    @property
    def is_nothing(self) -> bool:
        """Whether nothing is permitted to anybody."""
        return self.shown is not None and not self.shown and not self.by_official


def _common(one: frozenset[str] | None, other: frozenset[str] | None) -> frozenset[str] | None:
    if one is None or other is None:
        return other if one is None else one
    return one & other


def join(one: Marking, other: Marking, register: Register | None = None) -> Marking:
    """The lowest marking that protects both: a semilattice (associative, commutative, idempotent, below neither).

    Levels go up, controls unite, permissions to release intersect (CAPCO 2016 table 3); silence about release permits
    nothing and forbids nothing (`lift` makes explicit what it means).  Without a register no group of countries can be
    expanded and no control of unclassified information is known to fall away.
    """
    level = max(_domestic_level(one), _domestic_level(other))
    owner, joint, fgi = one.owner, one.joint, _join_sources(one.fgi, other.fgi)
    if (one.owner, one.joint) == (other.owner, other.joint):
        level = max(one.level, other.level)
    else:
        owner, joint = None, frozenset()
        fgi = _join_sources(_sources(one), _sources(other))
    release = _join_releases(_release(one, register), _release(other, register))
    words = (one.dissemination | other.dissemination) - _RELEASE_WORDS
    marking = Marking(
        level,
        sci=one.sci | other.sci,
        sap=one.sap | other.sap,
        aea=one.aea | other.aea,
        fgi=fgi,
        dissemination=words,
        non_ic=one.non_ic | other.non_ic,
        cui=None if one.cui is None and other.cui is None else (one.cui or frozenset()) | (other.cui or frozenset()),
        joint=joint,
        owner=owner,
        nato=one.nato | other.nato,
    )
    return settled(_with_release(marking, release, register), register)


def settled(marking: Marking, register: Register | None = None) -> Marking:
    """The marking with what a stronger control, or a classified level, makes void left out; idempotent.

    What beats what is in the register: NODIS EXDIS, ORCON ORCON-USGOV, RD FRD and FRD TFNI, anything else FOUO.
    Controls of unclassified information fall away at C, S and TS, where UCNI leaves NOFORN behind.
    """
    words = {*marking.dissemination, *marking.non_ic, *marking.aea}
    dropped: set[str] = set()
    left: set[str] = set()
    aea = marking.aea
    if register is not None:
        entries = {word: register.entry(word) for word in words}
        for word, entry in entries.items():
            if entry is None:
                continue
            dropped |= {other for other in words for weaker in entry.beats if word in words and _below(other, weaker)}
            if entry.is_for_unclassified and marking.level.is_classified:
                dropped.add(word)
                left |= entry.leaves
        meaning = words - dropped - _RELEASE_WORDS
        for word, entry in entries.items():
            if entry is not None and entry.gives_way and (meaning - {word} or marking.cui is not None):
                dropped.add(word)
        if "RD" in aea:
            aea |= {f"RD{word.removeprefix('FRD')}" for word in aea if word.startswith("FRD-")}
    changed = evolve(
        marking,
        dissemination=(marking.dissemination - dropped) | left,
        non_ic=marking.non_ic - dropped,
        aea=aea - dropped,
    )
    return _with_release(changed, _release(changed, register), register)


def _below(word: str, head: str) -> bool:
    """Whether `word` is `head` or stands below it ("FRD-SIGMA 14" below "FRD")."""
    return word == head or word.startswith(f"{head}-SIGMA") or word == f"{head}-CNWDI"


def covers(whole: Marking, part: Marking, register: Register | None = None) -> bool:
    """Whether `whole` protects everything that `part` does: joining the part changes nothing."""
    return join(whole, part, register) == settled(whole, register)


def _domestic_level(marking: Marking) -> Level:
    """The level at which a US document holds it: foreign RESTRICTED is held as CONFIDENTIAL."""
    return Level.C if marking.level == Level.R and marking.owner is not None else marking.level


def _sources(marking: Marking) -> frozenset[str] | None:
    """The foreign sources that a US banner names for it: empty where one is concealed, None for none."""
    if marking.owner is None:
        return marking.fgi
    if marking.owner == "FGI":
        return frozenset()
    if marking.owner == "JOINT":
        own: frozenset[str] | None = (marking.joint - {"USA"}) or None
    else:
        own = frozenset(("NATO",)) if marking.owner.startswith("NATO") else frozenset(marking.owner.split())
    return _join_sources(own, marking.fgi)


def _join_sources(one: frozenset[str] | None, other: frozenset[str] | None) -> frozenset[str] | None:
    if one is None or other is None:
        return other if one is None else one
    return one | other if one and other else frozenset()


def _release(marking: Marking, register: Register | None) -> _Release | None:
    """What the marking permits; None where it says nothing."""
    words = marking.dissemination
    if "NOFORN" in words:
        return _Release(frozenset(), frozenset(), by_official=False, eyes=False)
    if marking.rel_to is None and marking.display_to is None and not words & _RELEASE_WORDS:
        return None
    official, eyes = "RELIDO" in words, "EYES ONLY" in words
    if marking.rel_to == frozenset() or (eyes and marking.rel_to is None):
        return _Release(None, None, by_official=official, eyes=eyes)
    released = _spread((marking.rel_to or frozenset()) - {"USA"}, register)
    shown = released | _spread(marking.display_to or frozenset(), register)
    return _Release(released, shown, by_official=official, eyes=eyes)


def _spread(codes: Sequence[str] | frozenset[str], register: Register | None) -> frozenset[str]:
    return spread(codes, register) if register is not None else frozenset(codes)


def _join_releases(one: _Release | None, other: _Release | None) -> _Release | None:
    if one is None or other is None:
        return other if one is None else one
    return one.meet(other)


def _with_release(marking: Marking, release: _Release | None, register: Register | None) -> Marking:
    words = marking.dissemination - _RELEASE_WORDS
    if release is None:
        return evolve(marking, dissemination=words, rel_to=None, display_to=None)
    if release.is_nothing:
        return evolve(marking, dissemination=words | {"NOFORN"}, rel_to=None, display_to=None)
    if release.by_official:
        words |= {"RELIDO"}
    if release.eyes:
        words |= {"EYES ONLY"}
    if release.released is None or release.shown is None:
        return evolve(marking, dissemination=words, rel_to=None if release.eyes else frozenset(), display_to=None)
    display = release.shown - release.released
    return evolve(
        marking,
        dissemination=words,
        rel_to=_least(release.released, register) if release.released else None,
        display_to=_least(display, register) if display else None,
    )


def _least(codes: frozenset[str], register: Register | None) -> frozenset[str]:
    return least(codes, register) if register is not None else codes


def lift(
    marking: Marking, dialect: str, date: datetime.date | None = None, register: Register | None = None
) -> Marking:
    """Make explicit what a portion implies of release; idempotent.

    In the dialect "ic" a classified US portion that says nothing of release is RELIDO where it carries no other
    control and was created from 28 June 2010 on, else NOFORN; `date` is that of creation, None for today's rules.
    A State document is not bound by this (CAPCO 2016 sec. B.3.c): there silence stays silence.
    """
    if dialect != "ic" or not marking.level.is_classified or marking.owner is not None:
        return marking
    if _release(marking, None) is not None:
        return marking
    last = register.history.get("silence_is_noforn") if register is not None else None
    is_old = date is not None and last is not None and date <= last
    is_caveated = bool(
        marking.sci or marking.sap or marking.aea or marking.dissemination or marking.non_ic or marking.fgi is not None
    )
    word = "NOFORN" if is_old or is_caveated else "RELIDO"
    return evolve(marking, dissemination=marking.dissemination | {word})


def roll_up(
    portions: Sequence[Marking],
    dialect: str = "ic",
    date: datetime.date | None = None,
    register: Register | None = None,
) -> RollUp:
    """The banner that `portions` demand (CAPCO 2016 sec. D.2 and table 3), with the portions that force each part.

    In the dialect "state" a release list is kept only if every classified portion carries one.  Raises ValueError if
    there is no portion.
    """
    if not portions:
        raise ValueError("there is nothing to roll up")
    lifted = [lift(one, dialect, date, register) for one in portions]
    whole = settled(lifted[0], register)
    for one in lifted[1:]:
        whole = join(whole, one, register)
    if dialect == "state" and "NOFORN" not in whole.dissemination:
        classified = [one for one in portions if one.level.is_classified]
        if any(_release(one, register) is None for one in classified):
            whole = evolve(
                whole, rel_to=None, display_to=None, dissemination=whole.dissemination - {"RELIDO", "EYES ONLY"}
            )
    return RollUp(whole, tuple(_reasons(whole, portions, lifted, register)))


def _reasons(
    whole: Marking, portions: Sequence[Marking], lifted: Sequence[Marking], register: Register | None
) -> list[Reason]:
    top = tuple(number for number, one in enumerate(lifted) if _domestic_level(one) == _domestic_level(whole))
    reasons = [Reason(whole.level.name, top, "the highest level of any portion")]
    words = {*whole.sci, *whole.sap, *whole.aea, *whole.nato, *whole.non_ic, *whole.dissemination} - {"NOFORN"}
    for word in sorted(words):
        origin = word if any(one.has(word) for one in lifted) else f"F{word}"
        bearers = tuple(number for number, one in enumerate(lifted) if one.has(origin))
        is_implied = not any(portions[number].has(origin) for number in bearers)
        reasons.append(
            Reason(
                word,
                bearers,
                "implied by a portion that says nothing of release" if is_implied else "a portion carries it",
            )
        )
    if whole.fgi is not None:
        bearers = tuple(number for number, one in enumerate(lifted) if _sources(one) is not None)
        hides = any(_sources(lifted[number]) == frozenset() for number in bearers)
        reasons.append(
            Reason(
                "FGI",
                bearers,
                "a portion conceals its foreign source" if hides else "portions name their foreign sources",
            )
        )
    if whole.cui is not None:
        reasons.append(
            Reason(
                "CUI", tuple(number for number, one in enumerate(lifted) if one.cui is not None), "a portion carries it"
            )
        )
    if whole.has("NOFORN"):
        reasons.append(_why_noforn(portions, lifted, register))
    for word, codes in (("REL TO", whole.rel_to), ("DISPLAY ONLY", whole.display_to)):
        if codes is not None:
            bearers = tuple(number for number, one in enumerate(lifted) if _release(one, register) is not None)
            reasons.append(Reason(word, bearers, "what all portions that speak of release permit in common"))
    return reasons


def _why_noforn(portions: Sequence[Marking], lifted: Sequence[Marking], register: Register | None) -> Reason:
    marked = tuple(number for number, one in enumerate(portions) if one.has("NOFORN"))
    if marked:
        return Reason("NOFORN", marked, "a portion carries it; it beats every release")
    implied = tuple(number for number, one in enumerate(lifted) if one.has("NOFORN"))
    if implied:
        return Reason("NOFORN", implied, "a classified portion says nothing of release")
    nuclear = tuple(number for number, one in enumerate(lifted) if one.aea and one.level == Level.U)
    speaking = [number for number, one in enumerate(lifted) if _release(one, register) is not None]
    for place, first in enumerate(speaking):
        for second in speaking[place + 1 :]:
            met = _join_releases(_release(lifted[first], register), _release(lifted[second], register))
            if met is not None and met.is_nothing:
                return Reason("NOFORN", (first, second), "what the two permit has nothing in common")
    if nuclear:
        return Reason("NOFORN", nuclear, "UCNI in a classified document leaves NOFORN behind")
    return Reason("NOFORN", tuple(speaking), "what the portions permit has nothing in common")
