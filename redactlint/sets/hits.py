"""Hits: what a check of a set found, before it is graded and stated."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from redactlint.sets.groups import Where
    from redactlint.sets.summary import Spot

__all__ = ["SetHit"]


class SetHit(NamedTuple):
    """What a check of a set found: where, what fills the message, the other places, and what it is known again by.

    `identity` names what disagrees, in words that hold no path, no line and none of the text.
    """

    where: Where
    spot: Spot
    arguments: dict[str, str]
    related: tuple[tuple[Where, Spot, str], ...]
    identity: tuple[str, ...]
    case: str = ""
    paragraph: str | None = None
