"""The register: every level, control, caption, country and organisation that a marking can name, as plain values."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from redactlint.markings.levels import Level

__all__ = ["Control", "Organisation", "Register", "Years"]

# The first and the last day of a thing, both included.
Years = tuple[datetime.date, datetime.date]
_LEVELS = {level.name: level for level in Level}


def _years(raw: Mapping[str, Any]) -> Years:
    first = datetime.date.fromisoformat(raw["from"]) if "from" in raw else datetime.date.min
    last = datetime.date.fromisoformat(raw["to"]) if "to" in raw else datetime.date.max
    return first, last


@attrs.frozen
class Control:
    """One control of the register.

    `word` is its canonical word; `banner` and `portion` the authorised spellings, the usual one first; `also` what
    people write instead.  `order` is its place within its `category` ("sci", "sap", "aea", "fgi", "dissemination",
    "non-ic").  `levels` are those that allow it.  `needs` and `excludes` name other controls; `advised` those that
    usually accompany it.  `is_list` says that countries follow.  `dialects` are the grammars that know it.
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
    is_list: bool
    dialects: frozenset[str]
    years: Years
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
            levels=frozenset(_LEVELS[one] for one in raw.get("levels", ("U", "R", "C", "S", "TS"))),
            needs=frozenset(raw.get("needs", ())),
            advised=frozenset(raw.get("advised", ())),
            excludes=frozenset(raw.get("excludes", ())),
            is_list=raw.get("list", False),
            dialects=frozenset(raw.get("dialects", ("state", "ic"))),
            years=_years(raw),
            source=raw["source"],
            confidence=raw.get("confidence", "V"),
        )


@attrs.frozen
class Organisation:
    """A code of several states: its names, and its members where the register lets it be expanded."""

    code: str
    names: tuple[str, ...]
    members: frozenset[str]
    dialects: frozenset[str]


@attrs.frozen(eq=False, slots=False)
class Register:
    """Everything that a marking can name.  Two registers are equal only if they are one, so that reading can be cached.

    `levels` maps every printed spelling of a level, in words or in letters, to it; `captions` every printed spelling of
    a caption to its canonical word; `banner_words`, `portion_words` and `other_words` every spelling of a control to
    it: authorised in banners, authorised in portion marks, and neither.  `exemptions` maps every code under which a
    release withholds, in canonical form, to its row (`rules/registers/exemptions.toml`).  `tags` are those of telegrams.
    """

    levels: Mapping[str, Level]
    level_years: Mapping[Level, Years]
    legends: Mapping[str, Years]
    controls: Mapping[str, Control]
    banner_words: Mapping[str, Control]
    portion_words: Mapping[str, Control]
    other_words: Mapping[str, Control]
    captions: Mapping[str, str]
    caption_years: Mapping[str, Years]
    countries: Mapping[str, str]
    country_names: Mapping[str, str]
    organisations: Mapping[str, Organisation]
    tags: frozenset[str] = frozenset()
    exemptions: Mapping[str, Mapping[str, Any]] = attrs.field(factory=dict)

    @classmethod
    def from_data(cls, raw: Mapping[str, Mapping[str, Any]]) -> Register:
        """Build from the tables of `rules/registers/`, by file stem; dates are ISO strings."""

        def rows(name: str) -> Iterable[Mapping[str, Any]]:
            for table in raw.values():
                yield from table.get(name, ())

        levels: dict[str, Level] = {}
        level_years: dict[Level, Years] = {}
        for row in rows("level"):
            level = _LEVELS[row["portion"][0]]
            level_years[level] = _years(row)
            for spelling in (row["word"], *row["portion"], *row.get("also", ())):
                levels[spelling] = level
        controls = {row["word"]: Control.of(row) for row in rows("control")}
        names: dict[str, str] = {}
        countries: dict[str, str] = {}
        organisations: dict[str, Organisation] = {}
        for table in raw.values():
            for code, called in table.get("countries", {}).items():
                countries[code] = called[0]
                names.update((name, code) for name in called)
            for code, row in table.get("organisations", {}).items():
                organisations[code] = Organisation(
                    code,
                    tuple(row.get("names", ())),
                    frozenset(row.get("members", ())),
                    frozenset(row.get("dialects", ("state", "ic"))),
                )
                names.update((name, code) for name in row.get("names", ()))
        captions: dict[str, str] = {}
        caption_years: dict[str, Years] = {}
        for row in rows("caption"):
            caption_years[row["word"]] = _years(row)
            captions.update((spelling, row["word"]) for spelling in row["spellings"])
        return cls(
            levels=levels,
            level_years=level_years,
            legends={word: _years(row) for row in rows("legend") for word in row["words"]},
            controls=controls,
            banner_words={word: one for one in controls.values() for word in one.banner},
            portion_words={word: one for one in controls.values() for word in one.portion},
            other_words={word: one for one in controls.values() for word in one.also},
            captions=captions,
            caption_years=caption_years,
            countries=countries,
            country_names=names,
            organisations=organisations,
            exemptions={code: row for row in rows("exemption") for code in row["codes"]},
            tags=frozenset(tag for one in raw.values() for group in one.get("tags", {}).values() for tag in group),
        )

    def years_of(self, word: str) -> Years | None:
        """The years of a level's letter ("R"), a control ("LOU") or a caption, by its canonical word; None if unknown."""
        if word in _LEVELS:
            return self.level_years.get(_LEVELS[word])
        control = self.controls.get(word)
        return control.years if control is not None else self.caption_years.get(word)
