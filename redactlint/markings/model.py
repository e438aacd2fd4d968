"""Marking: a level with its controls; and what parsing one string of ink gives."""

from __future__ import annotations

import datetime

from redactlint.markings.levels import Level
from redactlint.values import Value, frozen

__all__ = ["Deviation", "Marking", "Parsed"]


@frozen
class Marking(Value):
    """A level with its controls, by category, each under its canonical banner word ("NOFORN", "SBU", "SI-G").

    Compartments stand beside what they belong to: SI-G ABCD is {"SI", "SI-G", "SI-G ABCD"}, RD-SIGMA 20 is {"RD",
    "RD-SIGMA 20"}.  `rel_to` and `display_to` hold country and organisation codes without USA, which is understood;
    `None` means that there is no such list, an empty `rel_to` the shorthand (S//REL), {"USA"} a list of nobody else.
    `fgi` is empty where the source is concealed.  `owner` is the country or organisation of a non-US marking ("GBR",
    "CAN GBR", "NATO", "FGI" where it is concealed), or "JOINT"; then `joint` are the owners, USA among them, or empty
    where the mark leaves the list to the banner.
    """

    level: Level
    sci: frozenset[str] = frozenset()
    sap: frozenset[str] = frozenset()
    aea: frozenset[str] = frozenset()
    fgi: frozenset[str] | None = None
    dissemination: frozenset[str] = frozenset()
    rel_to: frozenset[str] | None = None
    display_to: frozenset[str] | None = None
    non_ic: frozenset[str] = frozenset()
    cui: frozenset[str] | None = None
    joint: frozenset[str] = frozenset()
    owner: str | None = None
    nato: frozenset[str] = frozenset()

    @property
    def has_controls(self) -> bool:
        """Whether there is anything that `has` could find."""
        return bool(self.dissemination or self.non_ic or self.sci or self.aea or self.sap or self.nato) or not (
            self.cui is self.fgi is self.rel_to is self.display_to is None
        )

    def has(self, control: str) -> bool:
        """Whether the canonical `control` is part of the marking, in whatever category."""
        return (
            control in self.dissemination
            or control in self.non_ic
            or control in self.sci
            or control in self.aea
            or control in self.sap
            or control in self.nato
            or (control == "CUI" and self.cui is not None)
            or (control == "FGI" and self.fgi is not None)
            or (control == "REL TO" and self.rel_to is not None)
            or (control == "DISPLAY ONLY" and self.display_to is not None)
        )


@frozen
class Deviation(Value):
    """One way in which a string departs from the canonical form: its kind, its place within the string, the mend.

    `kind` is a word of the closed vocabulary in `markings/deviations.py`; rules name the kinds that they report.
    `start` and `end` are offsets into the parsed string.  `suggestion` is what the whole string should read, or None
    where that is not for a machine to say.  `detail` says why, in words.  `lawful` are the first and the last day on
    which this was in order; None: on no day that is known.
    """

    kind: str
    start: int
    end: int
    token: str
    suggestion: str | None = None
    detail: str = ""
    lawful: tuple[datetime.date, datetime.date] | None = None


@frozen
class Parsed(Value):
    """A string read as a marking: the marking (None where it cannot be told), deviations, and the canonical form.

    `canonical` is without brackets for a portion mark ("S//NF") and in full for a banner ("SECRET//NOFORN").
    """

    text: str
    marking: Marking | None
    deviations: tuple[Deviation, ...] = ()
    canonical: str | None = None
