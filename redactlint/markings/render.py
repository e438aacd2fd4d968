"""The canonical form of a marking, as a portion mark (without brackets) or as a banner, in either dialect."""

from __future__ import annotations

from collections.abc import Iterable

from redactlint.markings.countries import sorted_codes
from redactlint.markings.levels import Level
from redactlint.markings.model import Marking
from redactlint.markings.register import Register

__all__ = ["render"]


def render(marking: Marking, form: str, dialect: str, register: Register) -> str:
    """The canonical form: `form` is "portion" or "banner", `dialect` "state" or "ic"; total on every marking.

    What it gives, read again, is the same marking.
    """
    return _Writer(marking, form == "portion", dialect, register).write()


class _Writer:
    def __init__(self, marking: Marking, is_portion: bool, dialect: str, register: Register) -> None:
        self.marking, self.is_portion, self.dialect, self.register = marking, is_portion, dialect, register
        self.dissemination, self.non_ic = set(marking.dissemination), set(marking.non_ic)

    def write(self) -> str:
        marking = self.marking
        parts = [self._head()]
        if marking.nato:
            parts.append("/".join(sorted(marking.nato, key=self._rank)))
        if marking.sci:
            parts.append("/".join(_trees(marking.sci)))
        if marking.sap:
            parts.append("SAR-" + "/".join(_trees(marking.sap)))
        if marking.aea:
            parts.append(self._energy())
        if marking.fgi is not None:
            parts.append(" ".join(["FGI", *sorted_codes(marking.fgi, self.register)]))
        if marking.cui is not None:
            parts += self._cui()
        non_ic = self._non_ic()
        released = self._released()
        parts += ["/".join(one) for one in (released, non_ic) if one]
        return "//".join(one for one in parts if one)

    def _head(self) -> str:
        marking = self.marking
        level = marking.level.name if self.is_portion else marking.level.words
        if marking.owner == "JOINT":
            return " ".join(["//JOINT", level, *sorted_codes(marking.joint, self.register, alphabetical=True)])
        if marking.owner is not None and marking.owner.split()[0] == "NATO":
            return self._nato_head(marking.owner, level)
        if marking.owner is not None:
            return f"//{marking.owner} {level}"
        if marking.level == Level.U and marking.cui is not None:
            return ""
        return self._state_head() or level

    def _nato_head(self, owner: str, level: str) -> str:
        activity = owner.partition(" ")[2]
        if activity:
            return f"//N{activity}{level}" if self.is_portion else f"//{owner} {level}"
        for row in self.register.nato:
            if row.level == self.marking.level and row.control is None:
                return "//" + (row.portion if self.is_portion else row.banner)[0]
        return f"//NATO {level}"

    def _state_head(self) -> str:
        """The control that stands for the level in State telegrams: SBU, LOU, UNCLAS E F T O."""
        if self.dialect != "state" or self.marking.level != Level.U:
            return ""
        if self.is_portion:
            if self.marking.sci or self.marking.sap or self.marking.aea or self.marking.fgi is not None:
                return ""
            for word in ("LOU", "SBU"):
                if word in self.non_ic:
                    self.non_ic.discard(word)
                    return word
            return ""
        if "EFTO" in self.non_ic:
            self.non_ic.discard("EFTO")
            return "UNCLAS E F T O"
        if self.non_ic == {"LOU"} and not self.dissemination:
            self.non_ic.discard("LOU")
            return "LIMITED OFFICIAL USE"
        return ""

    def _energy(self) -> str:
        written = []
        aea = self.marking.aea
        for head in ("RD", "FRD"):
            if head not in aea:
                continue
            text = head + ("-CNWDI" if f"{head}-CNWDI" in aea else "")
            numbers = sorted(one.split()[-1] for one in aea if one.startswith(f"{head}-SIGMA "))
            if numbers:
                text += f"-{'SG' if self.is_portion else 'SIGMA'} {' '.join(numbers)}"
            written.append(text)
        rest = [one for one in aea if one.split("-")[0] not in ("RD", "FRD")]
        written += [self._word(one) for one in sorted(rest, key=self._rank)]
        return "/".join(written)

    def _cui(self) -> list[str]:
        categories = sorted(self.marking.cui or (), key=lambda one: (not one.startswith("SP-"), one))
        return ["CUI", "/".join(categories)]

    def _released(self) -> list[str]:
        marking = self.marking
        words = set(self.dissemination)
        if marking.rel_to is not None and "EYES ONLY" not in words:
            words.add("REL TO")
        if marking.display_to is not None:
            words.add("DISPLAY ONLY")
        return [self._entry(one) for one in sorted(words, key=self._rank)]

    def _entry(self, word: str) -> str:
        marking, register = self.marking, self.register
        if word == "REL TO" and marking.rel_to is not None:
            return "REL TO " + ", ".join(sorted_codes(marking.rel_to | {"USA"}, register)) if marking.rel_to else "REL"
        if word == "DISPLAY ONLY":
            return " ".join(["DISPLAY ONLY", ", ".join(sorted_codes(marking.display_to or (), register))]).strip()
        if word == "EYES ONLY" and marking.rel_to:
            return "/".join(sorted_codes(marking.rel_to | {"USA"}, register)) + " EYES ONLY"
        if word == "EYES ONLY":
            return "EYES" if self.is_portion else "EYES ONLY"
        return self._word(word)

    def _non_ic(self) -> list[str]:
        """The non-IC controls; on an unclassified marking of the register NOFORN joins SBU and LES."""
        written = []
        doubles = self.dialect == "ic" and self.marking.level == Level.U and "NOFORN" in self.dissemination
        for word in sorted(self.non_ic, key=self._rank):
            double = self.register.controls.get(f"{word} NOFORN")
            if doubles and double is not None:
                self.dissemination.discard("NOFORN")
                word = double.word
            written.append(self._word(word))
        return written

    def _word(self, word: str) -> str:
        control = self.register.controls.get(word)
        if control is None:
            return word
        return (control.portion if self.is_portion else control.banner)[0]

    def _rank(self, word: str) -> tuple[int, str]:
        control = self.register.controls.get(word)
        return (control.order, word) if control is not None else (10_000, word)


def _trees(words: Iterable[str]) -> list[str]:
    """Systems or programs with what stands below them: "SI-G ABCD EFGH-XYZ", in order."""
    below: dict[str, dict[str, list[str]]] = {}
    for word in sorted(words):
        head, dash, rest = word.partition("-")
        compartments = below.setdefault(head, {})
        if dash:
            name, _, sub = rest.partition(" ")
            subs = compartments.setdefault(name, [])
            if sub:
                subs.append(sub)
    return [
        "-".join([head, *(" ".join([name, *subs]) for name, subs in compartments.items())])
        for head, compartments in sorted(below.items())
    ]
