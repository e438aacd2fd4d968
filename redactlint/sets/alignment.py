"""Alignment: which passage of one document is which of another, exactly, and what stands between.

Passages that occur once in each are anchors; the longest run of them in the same order is the alignment (the "patience"
method of B. Cohen), then what directly joins them is added.  Linear but for a logarithm, whatever the documents hold.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator
from typing import NamedTuple

from redactlint.sets.keys import passage_key
from redactlint.sets.summary import DELETION, SENTENCE, Passages, Unit

__all__ = ["SHORTEST", "Alignment", "Gap", "align", "anchors_of"]

# A shorter sentence (a signature, "Yes.") can stand beside an anchor, and is none.
SHORTEST = 20


class Gap(NamedTuple):
    """What lies between two aligned passages: indices of the passages of each side, the ends exclusive.

    `has_left` and `has_right` say whether an aligned passage, and not the end of the documents, stands on that side.
    """

    first: range
    second: range
    has_left: bool
    has_right: bool


class Alignment:
    """The passages that two units share, in the order of both."""

    def __init__(self, first: Unit, second: Unit, matches: list[tuple[int, int]]) -> None:
        self.first, self.second, self.matches = first, second, matches
        sizes = first.passages.letters
        self.letters = sum([sizes[one] for one, _ in matches])

    @property
    def share(self) -> float:
        """How much of the shorter unit the other holds too, from 0 to 1, by letters."""
        return self.letters / max(1, min(self.first.letters, self.second.letters))

    def gaps(self) -> Iterator[Gap]:
        """What lies before, between and after the aligned passages, where either side has anything."""
        last_first = last_second = -1
        ends = (len(self.first.passages), len(self.second.passages))
        for number, (one, other) in enumerate((*self.matches, ends)):
            if one - last_first > 1 or other - last_second > 1:
                yield Gap(
                    range(last_first + 1, one), range(last_second + 1, other), number > 0, number < len(self.matches)
                )
            last_first, last_second = one, other

    def swapped(self) -> Alignment:
        """The same seen from the other side."""
        return Alignment(self.second, self.first, [(other, one) for one, other in self.matches])


def align(first: Unit, second: Unit, ones: dict[int, int], others: dict[int, int]) -> Alignment:
    """Align two units by the anchors of each (`anchors_of`)."""
    anchors = [(at, others[digest]) for digest, at in ones.items() if digest in others]
    return Alignment(first, second, _grown(first.passages, second.passages, _longest_run(sorted(anchors))))


def anchors_of(passages: Passages, common: Collection[int]) -> dict[int, int]:
    """Where each sentence stands that occurs once, by its digest; those whose keys are in `common` mean nothing."""
    found: dict[int, int] = {}
    again: set[int] = set()
    columns = zip(passages.digests, passages.kinds, passages.letters, strict=True)
    for at, (digest, kind, letters) in enumerate(columns):
        if kind == SENTENCE and letters >= SHORTEST:
            if digest in found:
                again.add(digest)
            found[digest] = at
    if common:
        again |= {one for one in found if passage_key(one) in common}
    for digest in again:
        del found[digest]
    return found


def _longest_run(anchors: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of anchors in the order of both sides."""
    tails: list[int] = []
    heads: list[int] = []
    before: list[int] = []
    for number, (_, other) in enumerate(anchors):
        place = bisect_left(tails, other)
        before.append(heads[place - 1] if place else -1)
        if place == len(tails):
            tails.append(other)
            heads.append(number)
        else:
            tails[place], heads[place] = other, number
    found = []
    at = heads[-1] if heads else -1
    while at >= 0:
        found.append(anchors[at])
        at = before[at]
    return found[::-1]


def _grown(first: Passages, second: Passages, anchors: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The anchors with the equal passages that stand directly before and after them."""
    found: list[tuple[int, int]] = []
    for number, (one, other) in enumerate(anchors):
        low_one, low_other = found[-1] if found else (-1, -1)
        before: list[tuple[int, int]] = []
        at, to = one - 1, other - 1
        while at > low_one and to > low_other and _equal(first, second, at, to):
            before.append((at, to))
            at, to = at - 1, to - 1
        found += [*before[::-1], (one, other)]
        high_one, high_other = anchors[number + 1] if number + 1 < len(anchors) else (len(first), len(second))
        at, to = one + 1, other + 1
        while at < high_one and to < high_other and _equal(first, second, at, to):
            found.append((at, to))
            at, to = at + 1, to + 1
    return found


def _equal(first: Passages, second: Passages, one: int, other: int) -> bool:
    return (
        first.digests[one] == second.digests[other]
        and first.kinds[one] == second.kinds[other]
        and first.kinds[one] != DELETION
    )
