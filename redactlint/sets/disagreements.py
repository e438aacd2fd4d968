"""Disagreements: markings of one text that differ between documents (the checks of SET001 and SET002).

What is lawfully different is passed over: the mark of a copy that was released, declassified or upgraded since, a
corrected copy, another section, an extract at the level of its own passages.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from redactlint.markings.levels import Level
from redactlint.rulepack import Rule
from redactlint.sets.covering import Difference, covered
from redactlint.sets.groups import CERTAIN_TEXT, Group, Meeting, Where, overlaps
from redactlint.sets.hits import SetHit
from redactlint.sets.summary import DELETION, Portion, Spot, Unit

__all__ = ["copies_disagree", "marked_differently"]


def copies_disagree(group: Group, rule: Rule) -> Iterator[SetHit]:
    """SET001: copies of one document that differ in banner, declassification or portion marks."""
    found: dict[str, list[Difference]] = {"banner": [], "declassification": [], "mark": []}
    for one in group.meetings:
        if one.copy is None or one.is_correction:
            continue
        first, second = one.alignment.first, one.alignment.second
        if first.banner is not None and second.banner is not None:
            found["banner"] += _levels(one, first.level, second.level, first.banner, second.banner)
        if _may_be_compared(first, second) and first.instruction is not None and second.instruction is not None:
            here = (one.first, first.instruction, first.declassify, "")
            there = (one.second, second.instruction, second.declassify, "")
            found["declassification"].append(Difference(here, there, one, "declassification"))
        found["mark"] += _marks(one, rule, group)
    for aspect, differences in found.items():
        for primary, others in covered(differences):
            yield _hit(group, aspect, primary, others, "copy")


def _may_be_compared(first: Unit, second: Unit) -> bool:
    known = first.declassify is not None and second.declassify is not None and first.declassify != second.declassify
    # "N/A" on a copy that was released says what became of it since.
    return known and not any(one.is_released and one.declassify == "N/A" for one in (first, second))


def _levels(
    one: Meeting, level: str | None, other: str | None, spot: Spot, place: Spot, label: str = "", to: str = ""
) -> Iterator[Difference]:
    """The difference of two levels, if there is one that the law does not make."""
    if level is None or other is None or level == other:
        return
    lower = one.alignment.first if Level[level] < Level[other] else one.alignment.second
    if not lower.is_released:
        yield Difference((one.first, spot, level, label), (one.second, place, other, to), one, "level")


def _marks(one: Meeting, rule: Rule, group: Group) -> Iterator[Difference]:
    first, second = one.alignment.first, one.alignment.second
    for (index, at), letters in overlaps(first, second, group.common).items():
        portion, other = first.portions[index], second.portions[at]
        size, room = _letters(first, portion), _letters(second, other)
        if min(size, room) < rule.parameters["shortest"] or letters < rule.parameters["share"] * max(size, room):
            continue
        if portion.mark is None or other.mark is None:
            continue
        yield from _differences(one, portion, other)


def _differences(one: Meeting, portion: Portion, other: Portion) -> Iterator[Difference]:
    if portion.level != other.level:
        yield from _levels(one, portion.level, other.level, portion.spot, other.spot, portion.label, other.label)
    elif portion.mark is not None and other.mark is not None and portion.mark != other.mark and portion.level:
        first, second = one.alignment.first, one.alignment.second
        if not first.is_released and not second.is_released:
            here = (one.first, portion.spot, portion.mark, portion.label)
            yield Difference(here, (one.second, other.spot, other.mark, other.label), one, "controls")


def _letters(unit: Unit, portion: Portion) -> int:
    places = range(portion.first, portion.first + portion.length)
    passages = unit.passages
    return sum(passages.letters[at] for at in places if passages.kinds[at] != DELETION)


def marked_differently(group: Group, rule: Rule) -> Iterator[SetHit]:
    """SET002: a passage marked differently in two documents that are no copies of each other."""
    differences: list[Difference] = []
    for one in group.meetings:
        if one.copy is not None or one.is_correction:
            continue
        first, second = one.alignment.first, one.alignment.second
        for (index, at), letters in overlaps(first, second, group.common).items():
            portion, other = first.portions[index], second.portions[at]
            size, room = _letters(first, portion), _letters(second, other)
            if portion.level is None or other.level is None or letters < rule.parameters["shortest"]:
                continue
            most = max(size, room)
            same = letters >= rule.parameters["same"] * most or (
                letters >= rule.parameters["share"] * most and min(size, room) >= rule.parameters["same"] * most
            )
            lower, higher = (first, second) if _rank(portion) < _rank(other) else (second, first)
            inner, outer = (size, room) if _rank(portion) > _rank(other) else (room, size)
            # What holds the whole of a passage cannot be lower than it; what holds a part of it can.
            holds = _rank(portion) != _rank(other) and letters >= rule.parameters["same"] * inner and inner < outer
            marked_higher = portion if higher is first else other
            if not (same or holds) or (marked_higher.has_deletion and portion.level != other.level):
                continue
            if portion.level != other.level and _has_lapsed(higher, lower):
                continue
            differences += _differences(one, portion, other)
    for primary, others in covered(differences):
        yield _hit(group, "mark", primary, others, "passage")


def _rank(portion: Portion) -> int:
    return -1 if portion.level is None else Level[portion.level]


def _has_lapsed(higher: Unit, lower: Unit) -> bool:
    """Whether the higher one had been declassified by its own terms when the lower one was written."""
    words = (higher.declassify or "").split()
    if not words or words[-1] == "N/A":
        return False
    try:
        return datetime.date.fromisoformat(words[-1]).toordinal() <= lower.dates[0]
    except ValueError:
        return False


def _hit(group: Group, aspect: str, primary: Difference, others: list[Difference], of: str) -> SetHit:
    where, spot, value, label = primary.first
    other, place, is_value, its_label = primary.second
    case = aspect if primary.aspect != "controls" else "controls"
    if of == "copy" and primary.meeting.copy == "text" and primary.meeting.alignment.share < CERTAIN_TEXT:
        case = "likely"
    what = {"banner": "the banner", "declassification": "the declassification instruction"}.get(aspect, label)
    arguments = {
        "what": what,
        "here": _shown(aspect, value),
        "there": _shown(aspect, is_value),
        "other": _address(group, other, place),
        "sure": _sure(primary.meeting, of),
    }
    related = [(one.second[0], one.second[1], f"{_shown(aspect, one.second[2])} here") for one in others]
    identity = (aspect, label, str(value), str(is_value), group.name(other), its_label)
    number = label.removeprefix("paragraph ") if label.startswith("paragraph ") else None
    return SetHit(where, spot, arguments, tuple(related), identity, case, number)


def _shown(aspect: str, value: str | None) -> str:
    if aspect == "banner" and value is not None and value in Level.__members__:
        return Level[value].words
    return f"({value})" if aspect == "mark" else str(value)


def _address(group: Group, where: Where, spot: Spot) -> str:
    return f"{group.members[where.number].path}:{spot.line}"


def _sure(meeting: Meeting, of: str) -> str:
    """How sure it is, in a few words."""
    if of == "passage":
        return "the passage is the same, letter for letter"
    if meeting.copy == "number":
        return f"certain: one message number, and {meeting.percent} % of the text is the same"
    certain = meeting.alignment.share >= CERTAIN_TEXT
    return f"{'certain' if certain else 'likely'}: no number, but {meeting.percent} % of the text is the same"
