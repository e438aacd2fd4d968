"""The levels of classification and their order: U < R < C < S < TS."""

from __future__ import annotations

import enum

__all__ = ["Level"]


class Level(enum.IntEnum):
    """A level, ordered.  SBU, LOU, FOUO and CUI are controls on U, never levels (E.O. 13526 sec. 1.2)."""

    U = 0
    R = 1
    C = 2
    S = 3
    TS = 4

    @property
    def words(self) -> str:
        """The level as a banner spells it."""
        return _WORDS[self]

    @property
    def is_classified(self) -> bool:
        """Whether it is one of the three levels of national security information now in force."""
        return self >= Level.C


_WORDS = {
    Level.U: "UNCLASSIFIED",
    Level.R: "RESTRICTED",
    Level.C: "CONFIDENTIAL",
    Level.S: "SECRET",
    Level.TS: "TOP SECRET",
}
