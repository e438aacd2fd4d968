"""What the register holds, as values: controls, their spellings, NATO classifications, groups of states."""

from __future__ import annotations

from collections.abc import Mapping

from redactlint.markings.levels import Level
from redactlint.markings.years import Years, years_of_row
from redactlint.values import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import Any

__all__ = ["Control", "NatoClass", "Organisation", "Spelling"]


class Control(NamedTuple):
    """One control of the register.

    `word` is its canonical word; `banner` and `portion` the authorised spellings, the usual one first; `also` what
    people write instead.  `order` is its place within its `category` ("sci", "sap", "aea", "fgi", "dissemination",
    "non-ic", "nato").  `levels` are those that allow it.  `needs` and `excludes` name other controls; `advised` those
    that usually accompany it.  `parent` is what a compartment belongs to; `pattern` describes compartments that are
    not listed one by one ("SI-*", "SI-G *").  `values` are the numbers that may follow.  It `stands_alone` where
    people write it for U ("SBU"); it `stands_for` the controls of a double one (SBU NOFORN), else itself.  In a
    roll-up it `beats` other controls, `leaves` some behind where it falls away in a classified document, or
    `gives_way` to any control that says more.  `retired` says what replaced it.
    """

    word: str
    category: str
    order: int
    banner: tuple[str, ...]
    portion: tuple[str, ...]
    also: tuple[str, ...]
    levels: frozenset[Level]
    needs: frozenset[str]
    advised: frozenset[str]
    excludes: frozenset[str]
    excludes_in_portion: frozenset[str]
    is_list: bool
    stands_alone: bool
    needs_compartment: bool
    parent: str | None
    pattern: str | None
    values: frozenset[str]
    stands_for: tuple[str, ...]
    beats: frozenset[str]
    leaves: frozenset[str]
    gives_way: bool
    dialects: frozenset[str]
    years: Years
    retired: str
    source: str
    confidence: str

    @classmethod
    def of(cls, raw: Mapping[str, Any]) -> Control:
        """Build from a `[[control]]` table."""
        word = raw["word"]
        return cls(
            word=word,
            category=raw["category"],
            order=raw["order"],
            banner=tuple(raw.get("banner", (word,))),
            portion=tuple(raw.get("portion", (word,))),
            also=tuple(raw.get("also", ())),
            levels=frozenset(Level[one] for one in raw.get("levels", ("U", "R", "C", "S", "TS"))),
            needs=frozenset(raw.get("needs", ())),
            advised=frozenset(raw.get("advised", ())),
            excludes=frozenset(raw.get("excludes", ())),
            excludes_in_portion=frozenset(raw.get("excludes_in_portion", ())),
            is_list=raw.get("list", False),
            stands_alone=raw.get("stands_alone", False),
            needs_compartment=raw.get("needs_compartment", False),
            parent=raw.get("parent"),
            pattern=raw.get("pattern"),
            values=frozenset(raw.get("values", ())),
            stands_for=tuple(raw.get("stands_for", (word,))),
            beats=frozenset(raw.get("beats", ())),
            leaves=frozenset(raw.get("leaves", ())),
            gives_way=raw.get("gives_way", False),
            dialects=frozenset(raw.get("dialects", ("state", "ic"))),
            years=years_of_row(raw),
            retired=raw.get("retired", ""),
            source=raw["source"],
            confidence=raw.get("confidence", "V"),
        )

    @property
    def is_for_unclassified(self) -> bool:
        """Whether only unclassified information may carry it."""
        return self.levels == _UNCLASSIFIED


_UNCLASSIFIED = frozenset((Level.U,))


class Spelling(NamedTuple):
    """A printed spelling of a control: `how` is "own" (authorised in this form), "other" (in the other), or "also"."""

    control: Control
    how: str


class NatoClass(NamedTuple):
    """A NATO classification: its level, its words in banners and letters in portion marks, and a control within it."""

    level: Level
    banner: tuple[str, ...]
    portion: tuple[str, ...]
    control: str | None
    years: Years


class Organisation(NamedTuple):
    """A code of several states: its names, and its members where the register lets it be expanded."""

    code: str
    names: tuple[str, ...]
    members: frozenset[str]
    dialects: frozenset[str]
