"""Openings: what is deleted in one document and stands in the open in another (the check of SET003).

A deletion is found again by the text around it: the sentences before and after, and the letters that the deletion left
of a sentence which it cut.  What stands there in the other document is compared with how much the deletion says it
took.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from redactlint.rulepack import Rule
from redactlint.sets.alignment import Alignment, Gap
from redactlint.sets.groups import Group, Meeting
from redactlint.sets.hits import SetHit
from redactlint.sets.summary import DELETION, EDGE, FRAGMENT, SENTENCE, Deletion, Passages

__all__ = ["open_elsewhere"]


class _Opening(NamedTuple):
    """A deletion, the passage of the other document that stands open there, and how much of it: letters."""

    deletion: Deletion
    at: int
    letters: int
    number: int
    is_cut: bool
    fits: bool | None


def open_elsewhere(group: Group, rule: Rule) -> Iterator[SetHit]:
    """SET003: deletions that another document of the set undoes."""
    found: dict[tuple[object, ...], list[tuple[Meeting, _Opening]]] = {}
    for one in group.meetings:
        for meeting in (one, _swapped(one)):
            if meeting.alignment.first.deletions:
                for opening in _openings(meeting.alignment, meeting.copy is not None, rule):
                    found.setdefault((meeting.first, opening.deletion.spot), []).append((meeting, opening))
    for openings in found.values():
        openings.sort(key=lambda pair: (_is_original(pair[0]), pair[1].fits is False, pair[0].second))
        meeting, opening = openings[0]
        other = meeting.alignment.second.passages.spot(opening.at)
        deletion = opening.deletion
        case = "original" if _is_original(meeting) else "open"
        case = "extent-differs" if opening.fits is False else case
        arguments = {
            "what": f"the {opening.number} deletions" if opening.number > 1 else "the deletion",
            "portion": f" in {deletion.portion}" if deletion.portion else "",
            "other": f"{group.members[meeting.second.number].path}:{other.line}",
            "letters": str(opening.letters),
            "sure": _sure(opening),
        }
        related = tuple(
            (each.second, each.alignment.second.passages.spot(one.at), "it stands open here") for each, one in openings
        )
        number = deletion.portion or ""
        identity = ("deletion", number, str(deletion.at), group.name(meeting.second))
        label = number.removeprefix("paragraph ") if number.startswith("paragraph ") else None
        yield SetHit(meeting.first, deletion.spot, arguments, related[:5], identity, case, label)


def _swapped(one: Meeting) -> Meeting:
    return Meeting(one.second, one.first, one.alignment.swapped(), one.copy)


def _is_original(meeting: Meeting) -> bool:
    """Whether the open text is that of a classified document, never released, from which the copy was made."""
    redacted, whole = meeting.alignment.first, meeting.alignment.second
    return redacted.is_released and not whole.is_released and whole.level not in (None, "U")


def _sure(opening: _Opening) -> str:
    if opening.fits is False:
        return "doubtful: much more or less stands there than the deletion says it took"
    around = "the sentence around it is the same" if opening.is_cut else "the sentences before and after are the same"
    return f"certain: {around}" + (", and as much as was deleted" if opening.fits else "")


def _openings(alignment: Alignment, is_copy: bool, rule: Rule) -> Iterator[_Opening]:
    deletions = {one.at: one for one in alignment.first.deletions}
    found = set()
    for opening in _whole_sentences(alignment, deletions, rule):
        found.add(opening.deletion.at)
        yield opening
    for gap in alignment.gaps():
        inside = [deletions[at] for at in gap.first if at in deletions]
        if inside and len(gap.second) > 0:
            one = _opening(alignment, gap, inside, is_copy, rule)
            if one is not None and one.deletion.at not in found:
                yield one


def _whole_sentences(alignment: Alignment, deletions: dict[int, Deletion], rule: Rule) -> Iterator[_Opening]:
    """Sentences that deletions cut here and that stand whole there, wherever that is."""
    here, there = alignment.first.passages, alignment.second.passages
    cuts = list(here.cuts())
    if not cuts:
        return
    whole = {
        (first, last): at
        for at, (first, last, kind) in enumerate(zip(there.firsts, there.lasts, there.kinds, strict=True))
        if kind == SENTENCE
    }
    for one in cuts:
        at = whole.get((here.firsts[one.start], here.lasts[one.stop - 1]))
        inside = [deletions[each] for each in one if each in deletions]
        if at is None or not inside:
            continue
        letters = there.letters[at] - sum(here.letters[each] for each in one if here.kinds[each] == FRAGMENT)
        if letters >= rule.parameters["least_cut"]:
            yield _Opening(inside[0], at, letters, len(inside), True, _fits(letters, _expected(inside, rule), rule))


def _fits(letters: int, expected: float | None, rule: Rule) -> bool | None:
    factor = rule.parameters["factor"]
    return None if expected is None else 1 / factor <= letters / expected <= factor


def _opening(
    alignment: Alignment, gap: Gap, inside: list[Deletion], is_copy: bool, rule: Rule
) -> _Opening | None:
    here, there = alignment.first.passages, alignment.second.passages
    own = {here.digests[at] for at in gap.first if here.kinds[at] != DELETION}
    new = [at for at in gap.second if there.kinds[at] != DELETION and there.digests[at] not in own]
    if not new:
        return None
    theirs = {there.digests[at] for at in gap.second}
    left = [at for at in gap.first if here.kinds[at] != DELETION and here.digests[at] not in theirs]
    left, new = _unhurt(here, there, left, new)
    if not new:
        return None
    # Whole sentences that only the redacted copy has were changed, not opened; unless the other deletes them.
    hides_too = any(there.kinds[at] == DELETION for at in gap.second)
    edges = _edges(here, there, inside, left, new)
    if edges is None and not hides_too:
        return None
    first, is_cut = edges or (new[0], False)
    cut = [at for at in left if here.kinds[at] == FRAGMENT and (edges is not None or here.letters[at] < EDGE)]
    fragments = sum(here.letters[at] for at in cut)
    sentences = 0 if hides_too else sum(here.letters[at] for at in left if here.kinds[at] != FRAGMENT)
    letters = sum(there.letters[at] for at in new) - fragments - sentences
    anchors = gap.has_left + gap.has_right
    least = rule.parameters["least_cut"] if is_cut else rule.parameters["least_whole"]
    if letters < least or anchors + is_cut + is_copy < 2 or anchors + is_cut == 0:
        return None
    expected = _expected(inside, rule)
    if expected is None and not is_copy and letters > rule.parameters["most"]:
        return None
    return _Opening(inside[0], first, letters, len(inside), is_cut, _fits(letters, expected, rule))


def _unhurt(here: Passages, there: Passages, left: list[int], new: list[int]) -> tuple[list[int], list[int]]:
    """What is left of both when sentences that transmission hurt, and that begin or end alike, are taken for one."""
    gone: set[int] = set()
    kept = []
    for at in left:
        twin = next((to for to in new if to not in gone and _is_hurt(here, there, at, to)), None)
        if twin is None:
            kept.append(at)
        else:
            gone.add(twin)
    return kept, [to for to in new if to not in gone]


def _is_hurt(here: Passages, there: Passages, at: int, to: int) -> bool:
    if abs(here.letters[at] - there.letters[to]) > max(2, here.letters[at] // 16):
        return False
    if here.kinds[at] == there.kinds[to] == FRAGMENT and here.letters[at] < 2 * EDGE:
        return True
    return here.kinds[at] == there.kinds[to] and (
        here.firsts[at] == there.firsts[to] or here.lasts[at] == there.lasts[to]
    )


def _edges(
    here: Passages, there: Passages, inside: list[Deletion], left: list[int], new: list[int]
) -> tuple[int, bool] | None:
    """Where the open text begins, and whether what is left of the cut sentence is found there again.

    `left` and `new` are the passages that only the one, and only the other, has there.  None where something is left of
    the sentence and none of the other's begins, or ends, with it.
    """
    before, after = inside[0].at - 1, inside[-1].at + 1
    first, last = new[0], new[-1]
    is_cut = False
    if before in left and here.kinds[before] == FRAGMENT and here.letters[before] >= EDGE:
        begins = [at for at in new if there.firsts[at] == here.firsts[before]]
        if not begins:
            return None
        first, is_cut = begins[0], True
    if after in left and here.kinds[after] == FRAGMENT and here.letters[after] >= EDGE:
        ends = [at for at in new if at >= first and there.lasts[at] == here.lasts[after]]
        if not ends:
            return None
        last, is_cut = ends[-1], True
    return (first, is_cut) if first <= last else None


def _expected(inside: list[Deletion], rule: Rule) -> float | None:
    """How many letters the deletions say they took, or None where one does not say."""
    letters = 0.0
    for one in inside:
        if one.extent is None:
            return None
        unit, number = one.extent
        letters += number * (1.0 if unit == "letters" else float(rule.parameters["extent"][unit]))
    return letters or None
