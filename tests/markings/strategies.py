"""Markings that obey the register, and strings that break it in one place: what the tests of the language draw from."""

from __future__ import annotations

import random
import re
from functools import cache

import attrs
from hypothesis import strategies as st

from redactlint import rulepack
from redactlint.markings.levels import Level
from redactlint.markings.model import Marking
from redactlint.markings.register import Register
from redactlint.markings.render import render

COUNTRIES = ("AUS", "CAN", "DEU", "ESP", "FRA", "GBR", "ITA", "JPN", "NLD", "NOR", "NZL", "POL")
GROUPS = ("ISAF", "KFOR", "NATO")
NEED_NOFORN = ("HCS-O", "HCS-P", "TK-BLFH", "TK-IDIT", "TK-KAND")


@cache
def register() -> Register:
    return rulepack.load(use_cache=False).register


def some(rng: random.Random, choices: tuple[str, ...], most: int) -> frozenset[str]:
    return frozenset(rng.sample(choices, rng.randint(0, most)))


def countries(rng: random.Random, *, least: int = 1) -> frozenset[str]:
    chosen = set(rng.sample(COUNTRIES, rng.randint(least, 4)))
    return frozenset(chosen | ({rng.choice(GROUPS)} if rng.random() < 0.2 else set()))


def _systems(rng: random.Random, level: Level) -> set[str]:
    atoms: set[str] = set()
    if not level.is_classified or rng.random() < 0.4:
        return atoms
    if rng.random() < 0.6:
        atoms.add("SI")
        if level == Level.TS and rng.random() < 0.5:
            atoms |= {"SI-G", *(f"SI-G {one}" for one in some(rng, ("ABCD", "WXYZ", "12AB"), 2))}
        if level == Level.TS and rng.random() < 0.3:
            atoms.add(f"SI-{rng.choice(('EU', 'NK', 'QJX'))}")
    if level >= Level.S and rng.random() < 0.4:
        atoms.add("TK")
        if rng.random() < 0.6:
            name = rng.choice(("IDIT", "KAND", *(("BLFH",) if level == Level.TS else ())))
            atoms |= {f"TK-{name}", *(f"TK-{name} {one}" for one in some(rng, ("ABCDEF", "XY12"), 2))}
    if level >= Level.S and rng.random() < 0.2:
        atoms |= {"HCS", rng.choice(("HCS-O", "HCS-P"))}
        if "HCS-P" in atoms and level == Level.TS and rng.random() < 0.5:
            atoms.add("HCS-P JJJ")
    if level >= Level.S and rng.random() < 0.2:
        atoms |= {"RSV", "RSV-123", *some(rng, ("RSV-ABC",), 1)}
    return atoms


def _energy(rng: random.Random, level: Level) -> set[str]:
    if rng.random() < 0.7:
        return set()
    if level == Level.U:
        return {rng.choice(("DOD UCNI", "DOE UCNI"))}
    head = rng.choice(("RD", "FRD", "TFNI"))
    atoms = {head}
    if head != "TFNI" and level >= Level.S:
        atoms |= {f"{head}-SIGMA {one}" for one in some(rng, ("14", "15", "18", "20"), 2)}
        if head == "RD" and rng.random() < 0.4:
            atoms.add("RD-CNWDI")
    return atoms


def us_marking(rng: random.Random, form: str) -> Marking:
    """A US marking of the register, right in every respect."""
    level = rng.choice((Level.U, Level.C, Level.S, Level.TS))
    sci, aea = _systems(rng, level), _energy(rng, level)
    sap = frozenset()
    if level.is_classified and rng.random() < 0.15:
        sap = frozenset(rng.sample(("BP", "CD", "XR-J12", "XR"), 2)) | {"BP"}
        sap |= {"XR"} if "XR-J12" in sap else set()
    fgi = None
    if level.is_classified and rng.random() < 0.2:
        fgi = rng.choice((frozenset(), countries(rng)))
    words: set[str] = set()
    rel_to: frozenset[str] | None = None
    display: frozenset[str] | None = None
    needs_orcon = bool(sci & {"HCS-O", "SI-G", "HCS-P JJJ"})
    non_ic: set[str] = set()
    if rng.random() < 0.15:
        non_ic.add(rng.choice(("LES", "SSI")))
    if level.is_classified and rng.random() < 0.1:
        non_ic.add(rng.choice(("EXDIS", "NODIS")))
    if level == Level.U and rng.random() < 0.3:
        non_ic.add(rng.choice(("SBU", "LIMDIS")))
    must = bool(sci & set(NEED_NOFORN)) or bool(non_ic & {"EXDIS", "NODIS"}) or (bool(aea) and level.is_classified)
    releases = ("", "NOFORN", "REL", "RELIDO", "REL+RELIDO", "DISPLAY", "EYES", "REL+DISPLAY")
    choice = "NOFORN" if must else rng.choice(releases)
    if level.is_classified and (needs_orcon or rng.random() < 0.2):
        usgov = not needs_orcon and rng.random() < 0.4
        words.add("ORCON-USGOV" if usgov else "ORCON")
    if (words or (fgi is not None and form == "portion")) and "RELIDO" in choice:
        choice = "NOFORN"
    if fgi is not None and form == "portion" and "DISPLAY" in choice:
        choice = "REL"
    if choice == "EYES" and not level.is_classified:
        choice = ""
    if choice in ("NOFORN", "RELIDO"):
        words.add(choice)
    if "REL+" in choice or choice == "REL":
        shorthand = choice == "REL" and form == "portion" and rng.random() < 0.2
        rel_to = frozenset() if shorthand else countries(rng)
    if "+RELIDO" in choice:
        words.add("RELIDO")
    if "DISPLAY" in choice:
        display = countries(rng) - (rel_to or frozenset()) or frozenset(("IRQ",))
    if choice == "EYES":
        words.add("EYES ONLY")
        rel_to = frozenset(rng.sample(("AUS", "CAN", "GBR", "NZL"), rng.randint(1, 4)))
    if level >= Level.S and rng.random() < 0.15:
        words.add(rng.choice(("RSEN", "IMCON")))
    if rng.random() < 0.15:
        words.add(rng.choice(("PROPIN", "DSEN", "FISA")))
    if level == Level.U and rng.random() < 0.3:
        words.add("FOUO")
    return Marking(
        level, sci=frozenset(sci), sap=sap, aea=frozenset(aea), fgi=fgi, dissemination=frozenset(words), rel_to=rel_to,
        display_to=display, non_ic=frozenset(non_ic),
    )  # fmt: skip


def foreign_marking(rng: random.Random) -> Marking:
    """A marking of another country, of NATO, of a concealed source, or a JOINT one."""
    level = rng.choice((Level.C, Level.S, Level.TS))
    kind = rng.choice(("owner", "nato", "fgi", "joint"))
    if kind == "owner":
        owner = " ".join(sorted(rng.sample(COUNTRIES, rng.randint(1, 2))))
        return Marking(rng.choice((level, Level.R)), owner=owner)
    if kind == "nato":
        return Marking(level, owner="NATO", nato=some(rng, ("ATOMAL", "BALK", "BOHEMIA"), 1))
    if kind == "fgi":
        return Marking(level, owner="FGI", dissemination=frozenset(("NOFORN",)) if rng.random() < 0.5 else frozenset())
    others = frozenset(rng.sample(COUNTRIES, rng.randint(1, 3)))
    return Marking(level, owner="JOINT", joint=others | {"USA"}, rel_to=others)


def any_marking(rng: random.Random, form: str = "portion") -> Marking:
    return foreign_marking(rng) if rng.random() < 0.15 else us_marking(rng, form)


def state_marking(rng: random.Random) -> Marking:
    """A marking of a State telegram: a level, or SBU or LOU, with NOFORN, a release or a caption."""
    level = rng.choice((Level.U, Level.C, Level.S, Level.TS))
    non_ic = frozenset((rng.choice(("SBU", "LOU")),)) if level == Level.U and rng.random() < 0.6 else frozenset()
    release = rng.choice(("", "NOFORN", "REL"))
    words = frozenset(("NOFORN",)) if release == "NOFORN" else frozenset()
    if level.is_classified and rng.random() < 0.2:
        non_ic |= {rng.choice(("EXDIS", "NODIS"))}
        release = "" if release == "REL" else release
    rel_to = countries(rng) if release == "REL" else None
    fgi = frozenset[str]() if level.is_classified and rng.random() < 0.1 else None
    return Marking(level, dissemination=words, rel_to=rel_to, non_ic=non_ic, fgi=fgi)


forms = st.sampled_from(("portion", "banner"))
randoms = st.randoms(use_true_random=False)
ic_markings = randoms.map(any_marking)
state_markings = randoms.map(state_marking)


def printed(marking: Marking, form: str, dialect: str = "ic") -> str:
    words = render(marking, form, dialect, register())
    return f"({words})" if form == "portion" else words


# -- one thing wrong ----------------------------------------------------------------------------------------------

COUNTRY = frozenset(f"country-{one}" for one in ("usa", "order", "unknown", "name", "alone", "repeated", "joint"))
LEVEL = frozenset(("control-level", "control-unclassified"))


def wrong_order(rng: random.Random, text: str, marking: Marking, form: str) -> str | None:
    parts = text.strip("()").split("//")
    if marking.owner is not None or len(parts) < 3:
        return None
    at = rng.randrange(1, len(parts) - 1)
    parts[at], parts[at + 1] = parts[at + 1], parts[at]
    return _again(text, "//".join(parts))


def wrong_order_within(rng: random.Random, text: str, marking: Marking, form: str) -> str | None:
    parts = text.strip("()").split("//")
    for at, part in enumerate(parts):
        entries = part.split("/")
        if at and len(entries) > 1 and "EYES" not in part and not part.startswith("SAR-"):
            return _again(text, "//".join([*parts[:at], "/".join(reversed(entries)), *parts[at + 1 :]]))
    return None


def wrong_separator(rng: random.Random, text: str, marking: Marking, form: str) -> str | None:
    found = [one for one in re.finditer("//", text) if text[: one.start()].strip("(")]
    if not found or marking.owner == "NATO":
        return None
    one = rng.choice(found)
    return text[: one.start()] + rng.choice(("/", " // ", "///", " ")) + text[one.end() :]


def wrong_slashes(rng: random.Random, text: str, marking: Marking, form: str) -> str | None:
    found = list(re.finditer(r"(?<!/)/(?!/)", text))
    if not found or "EYES" in text or "SAR-" in text:
        return None
    one = rng.choice(found)
    return text[: one.start()] + rng.choice(("//", ",", " / ")) + text[one.end() :]


def wrong_list_separator(rng: random.Random, text: str, marking: Marking, form: str) -> str | None:
    found = list(re.finditer(r"(?<=[A-Z]{3}), (?=[A-Z])", text))
    if not found:
        return None
    one = rng.choice(found)
    return text[: one.start()] + rng.choice((",", " ", "; ", " AND ")) + text[one.end() :]


def wrong_level(rng: random.Random, text: str, marking: Marking, form: str) -> str | None:
    held = [*marking.sci, *marking.aea, *marking.dissemination, *marking.non_ic]
    entries = [one for one in map(register().entry, held) if one is not None]
    wrong = [one for one in (Level.U, Level.C, Level.S, Level.TS) if any(one not in entry.levels for entry in entries)]
    if marking.owner is not None or not wrong:
        return None
    return printed(attrs.evolve(marking, level=rng.choice(wrong)), form)


def lost_companion(rng: random.Random, text: str, marking: Marking, form: str) -> str | None:
    entries = [register().entry(one) for one in (*marking.sci, *marking.non_ic)]
    needed = sorted({one for entry in entries if entry is not None for one in entry.needs})
    if not needed:
        return None
    return printed(attrs.evolve(marking, dissemination=marking.dissemination - {rng.choice(needed)}), form)


def lost_parent(rng: random.Random, text: str, marking: Marking, form: str) -> str | None:
    return re.sub(r"(?<!F)RD-CNWDI", "CNWDI", text) if "RD-CNWDI" in text else None


def conflict(rng: random.Random, text: str, marking: Marking, form: str) -> str | None:
    words = marking.dissemination
    if marking.owner is not None:
        return None
    if "NOFORN" in words and not words & {"EYES ONLY"}:
        return printed(attrs.evolve(marking, rel_to=frozenset(("GBR",))), form)
    if "ORCON" in words:
        return printed(attrs.evolve(marking, dissemination=words | {"ORCON-USGOV"}), form)
    if "EXDIS" in marking.non_ic:
        return printed(attrs.evolve(marking, non_ic=marking.non_ic | {"NODIS"}), form)
    return None


def unknown_token(rng: random.Random, text: str, marking: Marking, form: str) -> str | None:
    token = "".join(rng.choice("QWXZ") for _ in range(rng.choice((3, 4, 6))))
    parts = text.strip("()").split("//")
    if marking.owner is not None:
        return None
    at = rng.randrange(1, len(parts) + 1)
    if rng.random() < 0.5 or at == len(parts):
        parts.insert(at, token)
    else:
        parts[at] = f"{parts[at]}/{token}"
    if any(one.startswith("SAR-") and one.endswith(token) for one in parts):
        return None  # The names of programs are open.
    if "REL TO" in "//".join(parts) and any(re.search(rf"REL TO [^/]*/{token}", one) for one in parts):
        return None
    return _again(text, "//".join(parts))


def mistyped_control(rng: random.Random, text: str, marking: Marking, form: str) -> str | None:
    controls = ("NOFORN", "ORCON", "PROPIN", "RELIDO", "IMCON", "EXDIS", "NODIS")
    words = [one for one in controls if re.search(rf"\b{one}\b", text)]
    if form != "banner" or not words:
        return None
    word = rng.choice(words)
    at = rng.randrange(1, len(word) - 1)
    return re.sub(rf"\b{word}\b", word[:at] + word[at + 1] + word[at] + word[at + 2 :], text, count=1)


def lost_usa(rng: random.Random, text: str, marking: Marking, form: str) -> str | None:
    return text.replace("REL TO USA, ", "REL TO ", 1) if "REL TO USA, " in text else None


def usa_late(rng: random.Random, text: str, marking: Marking, form: str) -> str | None:
    changed = re.sub(r"REL TO USA, ([A-Z]{3})", r"REL TO \1, USA", text, count=1)
    return changed if changed != text else None


def codes_swapped(rng: random.Random, text: str, marking: Marking, form: str) -> str | None:
    changed = re.sub(r"(REL TO USA, |DISPLAY ONLY )([A-Z]{3,4}), ([A-Z]{3,4})", r"\1\3, \2", text, count=1)
    return changed if changed != text else None


def unknown_code(rng: random.Random, text: str, marking: Marking, form: str) -> str | None:
    changed = re.sub(r"(REL TO USA, |DISPLAY ONLY |FGI )([A-Z]{3,4})", r"\1ZZQ", text, count=1)
    return changed if changed != text and marking.owner != "FGI" else None


def named_country(rng: random.Random, text: str, marking: Marking, form: str) -> str | None:
    changed = re.sub(r"(REL TO [^/]*)\bDEU\b", r"\1GERMANY", text, count=1)
    return changed if changed != text else None


def released_to_nobody(rng: random.Random, text: str, marking: Marking, form: str) -> str | None:
    changed = re.sub(r"REL TO USA, [A-Z, ]+", "REL TO USA", text, count=1)
    return changed if changed != text else None


def code_without_fgi(rng: random.Random, text: str, marking: Marking, form: str) -> str | None:
    changed = re.sub(r"//FGI ([A-Z]{3})\b(?! [A-Z])", r"//\1", text, count=1)
    return changed if changed != text else None


def banner_word_in_portion(rng: random.Random, text: str, marking: Marking, form: str) -> str | None:
    changed = re.sub(r"\b(NF|OC)\b(?!-)", lambda one: {"NF": "NOFORN", "OC": "ORCON"}[one[1]], text, count=1)
    return changed if form == "portion" and changed != text and "SBU-" not in text and "LES-" not in text else None


def abbreviation_in_banner(rng: random.Random, text: str, marking: Marking, form: str) -> str | None:
    changed = re.sub(r"(?<=/)(NOFORN|ORCON)\b(?!-)", lambda one: {"NOFORN": "NF", "ORCON": "OC"}[one[1]], text, count=1)
    return changed if form == "banner" and changed != text else None


def _again(text: str, words: str) -> str | None:
    changed = f"({words})" if text.startswith("(") else words
    return changed if changed != text else None


# Each way to break a string with the kinds of deviation of which one must name it.
MUTATIONS = {
    wrong_order: frozenset(("control-order",)),
    wrong_order_within: frozenset(("control-order",)),
    wrong_separator: frozenset(("control-separator",)),
    wrong_slashes: frozenset(("control-separator",)),
    wrong_list_separator: frozenset(("control-separator",)),
    wrong_level: LEVEL,
    lost_companion: frozenset(("companion-missing",)),
    lost_parent: frozenset(("companion-missing",)),
    conflict: frozenset(("controls-conflict",)),
    unknown_token: frozenset(("control-unknown", "control-misspelt")),
    mistyped_control: frozenset(("control-misspelt", "control-unknown")),
    lost_usa: COUNTRY,
    usa_late: COUNTRY,
    codes_swapped: COUNTRY,
    unknown_code: COUNTRY,
    named_country: COUNTRY,
    released_to_nobody: COUNTRY,
    code_without_fgi: frozenset(("foreign-without-fgi",)),
    banner_word_in_portion: frozenset(("words-in-portion",)),
    abbreviation_in_banner: frozenset(("abbreviation-in-banner",)),
}
