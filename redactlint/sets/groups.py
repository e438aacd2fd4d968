"""Groups: files of a set that are linked, and what of them is a copy of what."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from redactlint.sets.alignment import SHORTEST, Alignment, align, anchors_of
from redactlint.sets.keys import passage_key
from redactlint.sets.similar import resemblance
from redactlint.sets.summary import SENTENCE, STOCK, SetFacts, Unit

__all__ = ["Group", "Meeting", "Member", "Where", "are_days_compatible", "overlaps"]

# Copies by their number share at least this part of the shorter text; copies by their text alone, of the longer.
_SAME_NUMBER, _SAME_TEXT = 0.4, 0.6
# From this share on, two texts without a number are certainly one.
CERTAIN_TEXT = 0.9
# Days by which the dates of copies can differ: drafted one day, sent another.
_SLACK, _KNOWN = 7, 31
# How long after it was sent a telegram is still repeated under the number of its own year.
_LONGEST_REPEAT = 800


class Member(NamedTuple):
    """A file of the set: its number in the set, its path, and what set rules know of it."""

    number: int
    path: str
    facts: SetFacts


class Where(NamedTuple):
    """A unit of a file of the set: the number of the file, and that of the unit in it."""

    number: int
    unit: int


class Meeting(NamedTuple):
    """Two units that share passages; `copy` is "number" or "text" by what they are one document, or None.

    `alike` is how much of their shingles they share, by estimate.
    """

    first: Where
    second: Where
    alignment: Alignment
    copy: str | None
    alike: float = 0.0

    @property
    def is_correction(self) -> bool:
        """Whether one of them corrects the other: it differs because it should."""
        return self.alignment.first.is_corrected != self.alignment.second.is_corrected

    @property
    def percent(self) -> int:
        """How much of the shorter text the other holds too."""
        return min(100, round(100 * max(self.alignment.share, self.alike)))


class Group:
    """Files linked with one another; `pairs` are the links, `common` the keys of passages that mean nothing."""

    def __init__(
        self, members: Sequence[Member], pairs: Sequence[tuple[int, int]], common: Collection[int] = frozenset()
    ) -> None:
        self.members = {one.number: one for one in members}
        self._units = {one.number: one.facts.units for one in members}
        self.pairs, self.common = pairs, common
        self._anchors: dict[Where, dict[int, int]] = {}

    def unit(self, where: Where) -> Unit:
        """The unit at that place of the set."""
        return self._units[where.number][where.unit]

    def units(self) -> Iterator[tuple[Where, Unit]]:
        """Every unit with its place, in the order of the set."""
        for number in sorted(self.members):
            for index, unit in enumerate(self._units[number]):
                yield Where(number, index), unit

    def name(self, where: Where) -> str:
        """How a unit is called where no path may count: its message number, else the name of its file."""
        return self.unit(where).message or self.members[where.number].path.replace("\\", "/").rsplit("/", 1)[-1]

    def _once(self, where: Where) -> dict[int, int]:
        """Where each passage of a unit stands that occurs once in it and means something, by its digest."""
        found = self._anchors.get(where)
        if found is None:
            found = self._anchors[where] = anchors_of(self.unit(where).passages, self.common)
        return found

    @cached_property
    def meetings(self) -> tuple[Meeting, ...]:
        """Every two units of linked files that share a passage which means something."""
        found = []
        for one, other in self.pairs:
            for index, first in enumerate(self._units[one]):
                for place, second in enumerate(self._units[other]):
                    here, there = Where(one, index), Where(other, place)
                    once, twice = self._once(here), self._once(there)
                    alike = _alike(first, second)
                    if alike or not once.keys().isdisjoint(twice):
                        alignment = align(first, second, once, twice)
                        found.append(Meeting(here, there, alignment, _copy(first, second, alignment, alike), alike))
        return tuple(found)


def _alike(first: Unit, second: Unit) -> float:
    """How much two units resemble each other where they can be copies: by their shingles, whatever hurt them."""
    if first.message is not None and second.message is not None and first.message != second.message:
        return 0.0
    found = resemblance(first.signature, second.signature)
    return found if found >= _SAME_TEXT else 0.0


def _copy(first: Unit, second: Unit, alignment: Alignment, alike: float) -> str | None:
    if not are_days_compatible(first, second):
        return None
    if first.message is not None and second.message is not None:
        if first.message != second.message or (alignment.share < _SAME_NUMBER and not alike):
            return None
        apart = first.sections and second.sections and not set(first.sections) & set(second.sections)
        return None if apart else "number"
    if first.role != "document" or second.role != "document":
        return None
    whole = alignment.letters / max(1, first.letters, second.letters)
    return "text" if max(whole, alike) >= _SAME_TEXT else None


def are_days_compatible(first: Unit, second: Unit) -> bool:
    """Whether two units can be of one day, or one of them can repeat the other."""
    if first.role == second.role:
        # Two years that touch are two years; only of days that are known is one perhaps that of sending.
        slack = _SLACK if all(one.dates[1] - one.dates[0] <= _KNOWN for one in (first, second)) else 0
        return first.dates[0] <= second.dates[1] + slack and second.dates[0] <= first.dates[1] + slack
    original, wrapper = (first, second) if second.role == "quoted" else (second, first)
    return original.dates[0] <= wrapper.dates[1] + _SLACK and wrapper.dates[0] - original.dates[1] <= _LONGEST_REPEAT


def overlaps(first: Unit, second: Unit, common: Collection[int]) -> dict[tuple[int, int], int]:
    """How many letters two portions share, in whatever order: by the index of the first's and of the second's."""
    owners: dict[int, int] = {}
    passages = second.passages
    for digest, owner, kind in zip(passages.digests, passages.owners, passages.kinds, strict=True):
        if kind in (SENTENCE, STOCK) and owner < len(second.portions):
            owners.setdefault(digest, owner)
    found: dict[tuple[int, int], int] = {}
    telling: set[tuple[int, int]] = set()
    passages = first.passages
    for digest, owner, kind, letters in zip(
        passages.digests, passages.owners, passages.kinds, passages.letters, strict=True
    ):
        if kind in (SENTENCE, STOCK) and owner < len(first.portions) and digest in owners:
            both = (owner, owners[digest])
            found[both] = found.get(both, 0) + letters
            if kind == SENTENCE and letters >= SHORTEST and passage_key(digest) not in common:
                telling.add(both)
    return {both: letters for both, letters in found.items() if both in telling}
