"""Look-alikes: which characters are taken for those of a marking, which nobody sees, and what was meant by them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from redactlint import compiled
from redactlint.values import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any

    from redactlint.markings.register import Register

__all__ = ["UNCOMMON", "UNSEEN", "Lookalikes"]

# What `folded` puts for a character that nobody sees.
UNSEEN = "\0"
# Every character but those of ordinary texts in the Latin alphabet, none of which is in the table.
UNCOMMON = compiled.pattern(
    "[^\x00-\xa8\xaa-\xac\xae-\u0130\u0132-\u024f\u2010-\u2023\u2025-\u2027\u2030-\u203f\u20a0-\u20bf]"
)
_TURNED = "\u202e([^\u202c\u2069\n]*)[\u202c\u2069]?"
_MIRRORED = str.maketrans("()[]{}", ")(][}{")
_CODE = compiled.pattern(r"(?:(?:25|50|75)?X[1-9]|[BJK][1-9]\d?|HUM|HUMAN|WMD)\Z")
_FILLING = compiled.pattern(r"(?:\d{1,8}|[A-H])\Z")


class Lookalikes:
    """The table of `rules/registers/lookalikes.toml`, ready to be asked."""

    def __init__(self, register: Register, tables: Iterable[Mapping[str, Any]]) -> None:
        """Keep the tables; everything is made when it is first asked for."""
        self._register, self._tables = register, list(tables)

    def _ranges(self, name: str) -> Iterator[tuple[int, int]]:
        for table in self._tables:
            for one in table.get(name, ()):
                first, _, last = one.partition("-")
                yield int(first, 16), int(last or first, 16)

    @cached_property
    def letters(self) -> Mapping[int, str]:
        """The character of a marking that each code point is taken for."""
        import unicodedata

        found = {
            ord(one): meant
            for table in self._tables
            for meant, alike in table.get("lookalikes", {}).items()
            for one in alike
        }
        for first, last in self._ranges("compatible"):
            for number in range(first, last + 1):
                meant = unicodedata.normalize("NFKC", chr(number))
                if len(meant) == 1 and "!" <= meant <= "~":
                    found.setdefault(number, meant)
        return found

    @cached_property
    def singles(self) -> Mapping[str, str]:
        """Each single character that is taken for a whole portion mark, with that mark."""
        import unicodedata

        found = {one: meant for table in self._tables for one, meant in table.get("singles", {}).items()}
        for first, last in self._ranges("enclosed"):
            for number in range(first, last + 1):
                found[chr(number)] = unicodedata.normalize("NFKC", chr(number))
        return found

    @cached_property
    def _unseen(self) -> str:
        return "".join(f"{chr(first)}-{chr(last)}" for first, last in self._ranges("unseen"))

    @cached_property
    def _suspects(self) -> frozenset[str]:
        unseen = (chr(number) for first, last in self._ranges("unseen") for number in range(first, last + 1))
        return frozenset((*map(chr, self.letters), *self.singles, *unseen))

    def suspects(self, source: str) -> Iterator[int]:
        """The places of the characters of `source` that are taken for others, or not seen, in order."""
        first = UNCOMMON.search(source)
        if first is None:
            return
        known = self._suspects
        for match in UNCOMMON.finditer(source, first.start()):
            if match.group() in known:
                yield match.start()

    @cached_property
    def _blank(self) -> re.Pattern[str]:
        return compiled.pattern(f"[{self._unseen}]")

    def folded(self, printed: str) -> str:
        """`printed` with every look-alike as what it is taken for, and UNSEEN for what is not seen: equally long."""
        return self._blank.sub(UNSEEN, printed.translate(self.letters))

    def meant(self, printed: str) -> str:
        """What a reader sees in `printed`: look-alikes replaced, the unseen left out, what is turned put right."""
        if len(printed) <= 3 and printed.strip() in self.singles:
            return self.singles[printed.strip()]
        if "\u202e" in printed:
            printed = re.sub(_TURNED, lambda match: match[1][::-1].translate(_MIRRORED), printed)
        return self._blank.sub("", printed.translate(self.letters))

    @cached_property
    def words(self) -> frozenset[str]:
        """The words that levels, controls, captions, lists of countries and labels are made of."""
        register = self._register
        phrases: list[str] = [*register.levels, *register.captions, *register.countries, *register.organisations]
        phrases += ["CUI", "SP", *register.cui_categories, *(word for one in register.nato for word in one.banner)]
        phrases += [word for control in register.controls.values() for word in (*control.banner, *control.portion)]
        phrases += [word for table in self._tables for word in table.get("labels", ())]
        phrases += ["BY", "ON", "TO", "FROM", "FOR", "AND", "N/A"]
        return frozenset(word for phrase in phrases for word in re.findall(r"[A-Z0-9]+", phrase) if len(word) > 1)

    def named(self, printed: str, most: int = 3) -> str:
        """The look-alikes and unseen characters in `printed` by number and name, the first `most` of them."""
        import unicodedata

        odd = list(dict.fromkeys(one for one in printed if one in self._suspects))
        named = [f"U+{ord(one):04X} {unicodedata.name(one, 'without a name')}" for one in odd[:most]]
        return ", ".join(named) + (f" and {len(odd) - most} more" if len(odd) > most else "")

    def is_of_markings(self, meant: str) -> bool:
        """Whether a run of characters without blanks is made of words and codes of markings alone."""
        upper = meant.upper()
        if upper.strip(":,;()") in ("E.O.", "E.O", "N/A"):
            return True
        words = [word for word in re.split(r"[^A-Z0-9]+", upper) if word]
        known = [word for word in words if word in self.words or _CODE.match(word)]
        numbers = [word for word in words if word.isdigit()]
        return bool(known or len(numbers) == len(words) > 0) and all(
            word in self.words or _CODE.match(word) or _FILLING.match(word) for word in words
        )

    def is_certain(self, printed: str, meant: str) -> bool:
        """Whether nobody writes `printed` in a language of his own: alphabets mixed, or a long word of markings."""
        if any(len(word) > 3 and word in self.words for word in re.split(r"[^A-Z0-9]+", meant.upper())):
            return True
        letters = [one for one in printed if one.isalpha()]
        return any(one.isascii() for one in letters) or self._blank.search(printed) is not None
