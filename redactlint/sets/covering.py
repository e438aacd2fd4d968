"""Covering: many differences between two places each, told as few findings as cover them all.

Where one copy of five differs from the four others, that is one finding on the one, not four on the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from redactlint.markings.levels import Level

if TYPE_CHECKING:
    from redactlint.sets.groups import Meeting, Where
    from redactlint.sets.summary import Spot

__all__ = ["Difference", "covered"]

# The place of a side: the unit, the spot, what it says there, and the label of its portion.
Side = tuple["Where", "Spot", "str | None", str]
_Key = tuple[int, int, int, int]


class Difference(NamedTuple):
    """Two places that should say the same and do not; `aspect` is what differs."""

    first: Side
    second: Side
    meeting: Meeting
    aspect: str

    def swapped(self) -> Difference:
        """The same from the other side."""
        return Difference(self.second, self.first, self.meeting, self.aspect)


def covered(differences: list[Difference]) -> list[tuple[Difference, list[Difference]]]:
    """For each place to speak of, the first of its differences and all of them, seen from that place.

    The place with most differences comes first; of two, the one marked lower, since that is the one to protect.
    """
    sides: dict[_Key, list[Difference]] = {}
    for one in differences:
        for each in (one, one.swapped()):
            sides.setdefault(_key(each.first), []).append(each)
    found = []
    told: set[tuple[_Key, _Key]] = set()
    for place in sorted(sides, key=lambda one: (-len(sides[one]), _rank(sides[one][0].first[2]), one)):
        left = [one for one in sides[place] if (_key(one.second), place) not in told]
        if left:
            left.sort(key=lambda one: _key(one.second))
            told |= {(place, _key(one.second)) for one in left}
            found.append((left[0], left))
    return found


def _key(side: Side) -> _Key:
    """The place of a side without what its reader says of it, which may be a box of a page, a list."""
    where, spot, _, _ = side
    return where.number, where.unit, spot.start, spot.end


def _rank(value: str | None) -> int:
    return Level[value] if value is not None and value in Level.__members__ else len(Level)
