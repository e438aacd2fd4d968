"""The register: every level, control, caption, country and organisation that a marking can name, as plain values."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from redactlint import compiled
from redactlint.markings.levels import Level
from redactlint.markings.years import Years, years_of_row
from redactlint.values import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

    from redactlint.markings.entries import Control, NatoClass, Organisation, Spelling
    from redactlint.markings.lookalikes import Lookalikes

__all__ = ["Register"]


class Register:
    """Everything that a marking can name, each part made when it is first asked for.

    Two registers are equal only if they are one, so that what was read by one can be remembered.  `tables` are those
    of `rules/registers/`, by file stem; dates are ISO strings.  `unpublished` are SCI control systems that the
    published register does not hold but the user's does; "*" among them stands for any three letters or digits.
    """

    def __init__(self, tables: Mapping[str, Mapping[str, Any]], unpublished: frozenset[str] = frozenset()) -> None:
        """Keep the tables."""
        self.tables, self.unpublished = tables, unpublished

    @classmethod
    def from_data(cls, raw: Mapping[str, Mapping[str, Any]]) -> Register:
        """Build from the tables of `rules/registers/`, by file stem; dates are ISO strings."""
        return cls(raw)

    def _rows(self, name: str) -> Iterator[Mapping[str, Any]]:
        for table in self.tables.values():
            yield from table.get(name, ())

    def _entries(self, name: str) -> Iterator[tuple[str, Any]]:
        for table in self.tables.values():
            yield from table.get(name, {}).items()

    @cached_property
    def levels(self) -> Mapping[str, Level]:
        """Every printed spelling of a level, in words or in letters."""
        return {
            spelling: Level[row["portion"][0]]
            for row in self._rows("level")
            for spelling in (row["word"], *row["portion"], *row.get("also", ()))
        }

    @cached_property
    def level_years(self) -> Mapping[Level, Years]:
        """The years of each level."""
        return {Level[row["portion"][0]]: years_of_row(row) for row in self._rows("level")}

    @cached_property
    def legends(self) -> Mapping[str, Years]:
        """Words that an order put after the level, with its years."""
        return {word: years_of_row(row) for row in self._rows("legend") for word in row["words"]}

    @cached_property
    def caveats(self) -> Mapping[str, Years]:
        """Words that papers of earlier years put beside the level and that no rule weighs, with their years."""
        return {word: years_of_row(row) for row in self._rows("caveat") for word in row.get("words", ())}

    @cached_property
    def filing(self) -> re.Pattern[str]:
        """The codes beside the level that say where a message is filed."""
        patterns = [row["pattern"] for row in self._rows("caveat") if "pattern" in row]
        return compiled.pattern("|".join(patterns) or r"(?!)")

    @cached_property
    def compounds(self) -> Mapping[str, tuple[str, str]]:
        """Marks in one word ("TSC", "SRD"), each with the letters of its level and the control that it stands for."""
        rows = ((row["level"], row["marks"]) for row in self._rows("compound"))
        return {mark: (level, control) for level, marks in rows for mark, control in marks.items()}

    @cached_property
    def controls(self) -> Mapping[str, Control]:
        """Every control by its canonical word."""
        from redactlint.markings.entries import Control

        return {row["word"]: Control.of(row) for row in self._rows("control")}

    @cached_property
    def control_years(self) -> Mapping[str, Years]:
        """The years of each control by its canonical word; made without the controls."""
        return {row["word"]: years_of_row(row) for row in self._rows("control")}

    @cached_property
    def plain_words(self) -> Mapping[str, tuple[str, str, bool]]:
        """The abbreviations of portion marks that are subject to no condition, or that stand for U.

        Each with its control, the category of that, and whether it stands for U ("SBU").  Made without the controls, so
        that the marks of most telegrams cost next to nothing.
        """
        conditions = ("needs", "advised", "list", "stands_for", "parent", "pattern", "retired", "gives_way")
        return {
            row.get("portion", (row["word"],))[0]: (row["word"], row["category"], row.get("stands_alone", False))
            for row in self._rows("control")
            if row["category"] in ("dissemination", "non-ic")
            and ("levels" not in row or row.get("stands_alone"))
            and not any(row.get(name) for name in conditions)
            and "state" in row.get("dialects", ("state",))
        }

    @cached_property
    def nato(self) -> tuple[NatoClass, ...]:
        """The classifications of NATO."""
        from redactlint.markings.entries import NatoClass

        return tuple(
            NatoClass(
                Level[row["level"]], tuple(row["banner"]), tuple(row["portion"]), row.get("control"), years_of_row(row)
            )
            for row in self._rows("nato")
        )

    @cached_property
    def captions(self) -> Mapping[str, str]:
        """Every printed spelling of a caption, with its canonical word."""
        return {spelling: row["word"] for row in self._rows("caption") for spelling in row["spellings"]}

    @cached_property
    def caption_years(self) -> Mapping[str, Years]:
        """The years of each caption."""
        return {row["word"]: years_of_row(row) for row in self._rows("caption")}

    @cached_property
    def countries(self) -> Mapping[str, str]:
        """The usual name of each country by its code of three letters."""
        return {code: names[0] for code, names in self._entries("countries")}

    @cached_property
    def organisations(self) -> Mapping[str, Organisation]:
        """Groups of states by their codes."""
        from redactlint.markings.entries import Organisation

        return {
            code: Organisation(
                code,
                tuple(row.get("names", ())),
                frozenset(row.get("members", ())),
                frozenset(row.get("dialects", ("state", "ic"))),
            )
            for code, row in self._entries("organisations")
        }

    @cached_property
    def country_names(self) -> Mapping[str, str]:
        """The code of each country or organisation by its names."""
        names = {name: code for code, called in self._entries("countries") for name in called}
        names.update((name, code) for code, row in self._entries("organisations") for name in row.get("names", ()))
        return names

    @cached_property
    def cui_categories(self) -> Mapping[str, str]:
        """The category markings of the CUI registry, without SP-, with their names."""
        return dict(self._entries("cui_categories"))

    @cached_property
    def categories(self) -> Mapping[str, str]:
        """The categories of controls with their names, in the order in which a marking gives them."""
        return dict(self._entries("categories"))

    @cached_property
    def history(self) -> Mapping[str, datetime.date]:
        """The last day of each form of the syntax that has gone."""
        rows = ((name, day) for name, day in self._entries("history") if name not in ("source", "confidence"))
        return {name: datetime.date.fromisoformat(day) for name, day in rows}

    @cached_property
    def tags(self) -> frozenset[str]:
        """The tags of telegrams."""
        return frozenset(tag for _, group in self._entries("tags") for tag in group)

    @cached_property
    def exemptions(self) -> Mapping[str, Mapping[str, Any]]:
        """Every code under which a release withholds, in canonical form, with its row in `exemptions.toml`."""
        return {code: row for row in self._rows("exemption") for code in row["codes"]}

    @cached_property
    def lookalikes(self) -> Lookalikes:
        """The characters that are taken for those of a marking."""
        from redactlint.markings.lookalikes import Lookalikes

        return Lookalikes(self, self.tables.values())

    def opened(self, systems: Iterable[str]) -> Register:
        """The same register with unpublished SCI control `systems` beside its own ("*": any of three characters)."""
        return Register(self.tables, self.unpublished | frozenset(one.upper() for one in systems))

    @cached_property
    def category_order(self) -> Mapping[str, int]:
        """The place of each category in a marking."""
        return {name: number for number, name in enumerate(self.categories)}

    @cached_property
    def spellings(self) -> Mapping[str, Mapping[str, Spelling]]:
        """By form ("portion", "banner"), every spelling of a control that stands by itself, compartments aside."""
        return {"portion": self._spellings(in_portion=True), "banner": self._spellings(in_portion=False)}

    @cached_property
    def spelled(self) -> frozenset[str]:
        """The spellings of `spellings`, of either form; made without the controls, as are `heads`."""
        return frozenset(
            word
            for row in self._rows("control")
            if "pattern" not in row and ("parent" not in row or row["category"] != "sci")
            for word in _spellings_of(row)
        )

    @cached_property
    def heads(self) -> frozenset[str]:
        """The first words with which a marking can begin: of levels and of controls."""
        systems = (row for row in self._rows("control") if row["category"] == "sci" and "parent" not in row)
        words = {*self.levels, *self.spelled, *(word for row in systems for word in _spellings_of(row)), "JOINT"}
        head = compiled.pattern("[A-Z]*")
        return frozenset([found[0] for word in words if (found := head.match(word))])

    def _spellings(self, *, in_portion: bool) -> dict[str, Spelling]:
        from redactlint.markings.entries import Spelling

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
        if word in Level.__members__:
            return self.level_years.get(Level[word])
        return self.control_years.get(word) or self.caption_years.get(word)

    def is_code(self, word: str, dialect: str) -> bool:
        """Whether `word` is the code of a country, or of an organisation that the dialect knows."""
        if word in self.countries:
            return True
        organisation = self.organisations.get(word)
        return organisation is not None and dialect in organisation.dialects


def _spellings_of(row: Mapping[str, Any]) -> Iterator[str]:
    """Every spelling of a `[[control]]` table."""
    usual = (row["word"],)
    yield from row.get("banner", usual)
    yield from row.get("portion", usual)
    yield from row.get("also", ())
