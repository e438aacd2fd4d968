"""The register: every level, control, caption, country and organisation that a marking can name, as plain values."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

import attrs

from redactlint.markings.levels import Level

__all__ = ["Control", "NatoClass", "Organisation", "Register", "Spelling", "Years"]

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
    "non-ic", "nato").  `levels` are those that allow it.  `needs` and `excludes` name other controls; `advised` those
    that usually accompany it.  `parent` is what a compartment belongs to; `pattern` describes compartments that are
    not listed one by one ("SI-*", "SI-G *").  `values` are the numbers that may follow.  `stands_for` names the
    controls of a double one (SBU NOFORN), else itself.  In a roll-up it `beats` other controls, `leaves` some behind
    where it falls away in a classified document, or `gives_way` to any control that says more.  `retired` says what
    replaced it.
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
            levels=frozenset(_LEVELS[one] for one in raw.get("levels", ("U", "R", "C", "S", "TS"))),
            needs=frozenset(raw.get("needs", ())),
            advised=frozenset(raw.get("advised", ())),
            excludes=frozenset(raw.get("excludes", ())),
            excludes_in_portion=frozenset(raw.get("excludes_in_portion", ())),
            is_list=raw.get("list", False),
            needs_compartment=raw.get("needs_compartment", False),
            parent=raw.get("parent"),
            pattern=raw.get("pattern"),
            values=frozenset(raw.get("values", ())),
            stands_for=tuple(raw.get("stands_for", (word,))),
            beats=frozenset(raw.get("beats", ())),
            leaves=frozenset(raw.get("leaves", ())),
            gives_way=raw.get("gives_way", False),
            dialects=frozenset(raw.get("dialects", ("state", "ic"))),
            years=_years(raw),
            retired=raw.get("retired", ""),
            source=raw["source"],
            confidence=raw.get("confidence", "V"),
        )

    @property
    def is_for_unclassified(self) -> bool:
        """Whether only unclassified information may carry it."""
        return self.levels == _UNCLASSIFIED


_UNCLASSIFIED = frozenset((Level.U,))


@attrs.frozen
class Spelling:
    """A printed spelling of a control: `how` is "own" (authorised in this form), "other" (in the other), or "also"."""

    control: Control
    how: str


@attrs.frozen
class NatoClass:
    """A NATO classification: its level, its words in banners and letters in portion marks, and a control within it."""

    level: Level
    banner: tuple[str, ...]
    portion: tuple[str, ...]
    control: str | None
    years: Years


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
    a caption to its canonical word; `country_names` the names of countries and organisations to their codes.
    `categories` are those of controls, each with its name, in the order in which a marking gives them.
    `history` holds the last day of each form of the syntax that has gone.  `unpublished` are SCI control systems that
    the published register does not hold but the user's does; "*" among them stands for any three letters or digits.
    `exemptions` maps every code under which a release withholds, in canonical form, to its row
    (`rules/registers/exemptions.toml`).  `tags` are those of telegrams.
    """

    levels: Mapping[str, Level]
    level_years: Mapping[Level, Years]
    legends: Mapping[str, Years]
    controls: Mapping[str, Control]
    nato: tuple[NatoClass, ...]
    captions: Mapping[str, str]
    caption_years: Mapping[str, Years]
    countries: Mapping[str, str]
    country_names: Mapping[str, str]
    organisations: Mapping[str, Organisation]
    cui_categories: Mapping[str, str]
    categories: Mapping[str, str]
    history: Mapping[str, datetime.date]
    tags: frozenset[str] = frozenset()
    exemptions: Mapping[str, Mapping[str, Any]] = attrs.field(factory=dict)
    unpublished: frozenset[str] = frozenset()

    @classmethod
    def from_data(cls, raw: Mapping[str, Mapping[str, Any]]) -> Register:
        """Build from the tables of `rules/registers/`, by file stem; dates are ISO strings."""

        def rows(name: str) -> Iterable[Mapping[str, Any]]:
            for table in raw.values():
                yield from table.get(name, ())

        def entries(name: str) -> Iterable[tuple[str, Any]]:
            for table in raw.values():
                yield from table.get(name, {}).items()

        levels: dict[str, Level] = {}
        level_years: dict[Level, Years] = {}
        for row in rows("level"):
            level = _LEVELS[row["portion"][0]]
            level_years[level] = _years(row)
            levels.update((spelling, level) for spelling in (row["word"], *row["portion"], *row.get("also", ())))
        names: dict[str, str] = {}
        countries: dict[str, str] = {}
        for code, called in entries("countries"):
            countries[code] = called[0]
            names.update((name, code) for name in called)
        organisations: dict[str, Organisation] = {}
        for code, row in entries("organisations"):
            names.update((name, code) for name in row.get("names", ()))
            organisations[code] = Organisation(
                code,
                tuple(row.get("names", ())),
                frozenset(row.get("members", ())),
                frozenset(row.get("dialects", ("state", "ic"))),
            )
        captions: dict[str, str] = {}
        caption_years: dict[str, Years] = {}
        for row in rows("caption"):
            caption_years[row["word"]] = _years(row)
            captions.update((spelling, row["word"]) for spelling in row["spellings"])
        return cls(
            levels=levels,
            level_years=level_years,
            legends={word: _years(row) for row in rows("legend") for word in row["words"]},
            controls={row["word"]: Control.of(row) for row in rows("control")},
            nato=tuple(
                NatoClass(
                    _LEVELS[row["level"]], tuple(row["banner"]), tuple(row["portion"]), row.get("control"), _years(row)
                )
                for row in rows("nato")
            ),
            captions=captions,
            caption_years=caption_years,
            countries=countries,
            country_names=names,
            organisations=organisations,
            cui_categories=dict(entries("cui_categories")),
            categories=dict(entries("categories")),
            history={
                name: datetime.date.fromisoformat(day)
                for name, day in entries("history")
                if name not in ("source", "confidence")
            },
            exemptions={code: row for row in rows("exemption") for code in row["codes"]},
            tags=frozenset(tag for one in raw.values() for group in one.get("tags", {}).values() for tag in group),
        )

    def opened(self, systems: Iterable[str]) -> Register:
        """The same register with unpublished SCI control `systems` beside its own ("*": any of three characters)."""
        return attrs.evolve(self, unpublished=self.unpublished | frozenset(one.upper() for one in systems))

    @cached_property
    def category_order(self) -> Mapping[str, int]:
        """The place of each category in a marking."""
        return {name: number for number, name in enumerate(self.categories)}

    @cached_property
    def spellings(self) -> Mapping[str, Mapping[str, Spelling]]:
        """By form ("portion", "banner"), every spelling of a control that stands by itself, compartments aside."""
        return {"portion": self._spellings(in_portion=True), "banner": self._spellings(in_portion=False)}

    def _spellings(self, *, in_portion: bool) -> dict[str, Spelling]:
        found: dict[str, Spelling] = {}
        for control in self.controls.values():
            if control.pattern is not None or (control.parent is not None and control.category == "sci"):
                continue
            own, other = (control.portion, control.banner) if in_portion else (control.banner, control.portion)
            for how, words in (("also", control.also), ("other", other), ("own", own)):
                for word in words:
                    if how == "own" or word not in found or found[word].how == "also":
                        found[word] = Spelling(control, how)
        return found

    @cached_property
    def banner_words(self) -> Mapping[str, Control]:
        """Every spelling of a control that is authorised in banners."""
        return {word: control for control in self.controls.values() for word in control.banner}

    @cached_property
    def sci_systems(self) -> Mapping[str, Control]:
        """Every spelling of an SCI control system, the longest first."""
        systems = [one for one in self.controls.values() if one.category == "sci" and one.parent is None]
        spelled = {word: one for one in systems for word in (*one.banner, *one.portion, *one.also)}
        return dict(sorted(spelled.items(), key=lambda item: -len(item[0])))

    def compartment(self, parent: str, token: str, joint: str) -> tuple[str, Control] | None:
        """The compartment `token` of `parent`, joined by "-" or a blank: its word and its entry, or None."""
        word = f"{parent}{joint}{token}"
        exact = self.controls.get(word)
        if exact is not None:
            return word, exact
        for control in self.controls.values():
            if control.parent == parent and word in control.also:
                return control.word, control
        generic = self.controls.get(f"{parent}{joint}*")
        if generic is not None and generic.pattern is not None and re.fullmatch(generic.pattern, token):
            return word, generic
        return None

    def entry(self, word: str) -> Control | None:
        """The entry that governs a control or a compartment ("NOFORN", "SI-G ABCD", "RD-SIGMA 20")."""
        exact = self.controls.get(word)
        if exact is not None:
            return exact
        if " " in word:
            head, _, _ = word.rpartition(" ")
            found = self.controls.get(f"{head} *")
            if found is None and head.endswith("-SIGMA"):
                found = self.controls.get("SIGMA")
            return found
        head, dash, tail = word.partition("-")
        return (self.controls.get(f"{head}-*") or self.controls.get(tail)) if dash else None

    def years_of(self, word: str) -> Years | None:
        """The years of a level's letter ("R"), a control ("LOU") or a caption, by its canonical word, or None."""
        if word in _LEVELS:
            return self.level_years.get(_LEVELS[word])
        control = self.controls.get(word)
        return control.years if control is not None else self.caption_years.get(word)

    def is_code(self, word: str, dialect: str) -> bool:
        """Whether `word` is the code of a country, or of an organisation that the dialect knows."""
        if word in self.countries:
            return True
        organisation = self.organisations.get(word)
        return organisation is not None and dialect in organisation.dialects
