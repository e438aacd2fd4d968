"""What the register demands of the entries of a marking together: separators, order, spelling, levels, companions."""

from __future__ import annotations

import datetime

from redactlint.markings.entries import Control
from redactlint.markings.levels import Level
from redactlint.markings.pieces import Entry
from redactlint.values import TYPE_CHECKING, evolve

if TYPE_CHECKING:
    from redactlint.markings.grammar import Reading

__all__ = ["check"]


def check(reading: Reading) -> None:
    """Note every departure from what the register demands; no form of it binds what is older."""
    _check_separators(reading)
    _check_order(reading)
    _check_spelling(reading)
    _check_levels(reading)
    _check_companions(reading)
    _check_conflicts(reading)
    _check_years(reading)
    if "//" not in reading.text:
        _excuse_older(reading)


# What the register first set: how the parts of a marking are joined, ordered and spelled, and what each asks for.
_FORMS = frozenset(
    ("control-separator", "control-order", "companion-missing", "companion-advised", "words-in-portion",
     "abbreviation-in-banner", "control-misspelt")
)  # fmt: skip


def _excuse_older(reading: Reading) -> None:
    """Make deviations of form lawful in the years before the register, where its double slashes are not used."""
    last = reading.register.history.get("register_form")
    if last is None:
        return
    for number, one in enumerate(reading.deviations):
        if one.kind in _FORMS and one.lawful is None:
            reading.deviations[number] = evolve(one, lawful=(datetime.date.min, last))


def _check_separators(reading: Reading) -> None:
    if not reading.strict:
        return
    previous: Entry | None = None
    for entry in reading.entries:
        before, piece = entry.piece.before, entry.piece
        if previous is None:
            wanted = "//"
            if piece.start <= reading.level_end and not before:
                previous = entry
                continue
        else:
            wanted = "//" if previous.category != entry.category else "/"
        if before != wanted:
            start, end = piece.before_start, max(piece.start, piece.before_start + 1)
            detail = f"{wanted} stands before {_named(entry)}"
            if before.strip() in (",", ";") and wanted == "/":
                reading.note_retired("comma_between_controls", start, end, detail, "control-separator")
            else:
                reading.note("control-separator", start, end, detail)
        previous = entry


def _named(entry: Entry) -> str:
    return entry.piece.words if len(entry.piece.words) <= 24 else entry.words[-1]


def _rank(reading: Reading, entry: Entry) -> tuple[int, int, str]:
    return (reading.register.category_order[entry.category], *entry.rank)


def _check_order(reading: Reading) -> None:
    if not reading.strict:
        return
    names = reading.register.categories
    highest: Entry | None = None
    for entry in reading.entries[reading.stands_for_level :]:
        control = reading.register.entry(entry.words[-1]) if entry.words else None
        if control is not None and control.retired:
            continue  # the order of its day is not known
        if highest is None or _rank(reading, entry) >= _rank(reading, highest):
            highest = entry
            continue
        start, end = entry.piece.start, entry.piece.end
        if entry.category == highest.category == "dissemination" and reading.cui is not None:
            continue  # 32 CFR 2002.20 sets no order among limited dissemination controls.
        if entry.category == highest.category:
            kind = "cui-order" if entry.category == "cui-category" else "control-order"
            detail = f"{_named(entry)} comes before {_named(highest)}"
            if entry.piece.before.strip() == ",":  # the lists of the years before 2005 had no order
                reading.note_retired("comma_between_controls", start, end, detail, kind)
            else:
                reading.note(kind, start, end, detail)
        elif entry.category == "aea" and highest.category == "dissemination":
            detail = f"{names['aea']} comes before {names['dissemination']}"
            reading.note_retired("energy_among_dissemination", start, end, detail, "control-order")
        elif entry.category == "sap" and highest.category in ("dissemination", "non-ic"):
            detail = f"{names['sap']} comes before {names[highest.category]}"
            reading.note_retired("sap_after_dissemination", start, end, detail, "control-order")
        else:
            kind = "cui-order" if "cui" in entry.category and "cui" in highest.category else "control-order"
            reading.note(kind, start, end, f"{names[entry.category]} comes before {names[highest.category]}")


def _check_spelling(reading: Reading) -> None:
    if reading.dialect == "state" and (reading.form == "portion" or not reading.strict):
        return
    # The registry of CUI gives each control a word and an abbreviation, and binds neither to banners or portions.
    is_cui = reading.cui is not None and reading.level in (None, Level.U)
    for entry in reading.entries:
        if entry.how == "own" or (is_cui and entry.how == "other"):
            continue
        control = reading.register.entry(entry.words[-1])
        place = entry.piece.start, entry.piece.end
        word = entry.words[-1]
        if control is not None and entry.category != "sci":
            word = (control.portion if reading.form == "portion" else control.banner)[0]
        if entry.how == "other" and reading.form == "portion":
            reading.note("words-in-portion", *place, f"a portion mark writes {word}")
        elif entry.how == "other":
            reading.note("abbreviation-in-banner", *place, f"a banner writes {word}")
        else:
            reading.note("control-misspelt", *place, f"the control is written {word}")


def _governed(reading: Reading) -> list[tuple[Entry, str, Control]]:
    """Every word of the marking with the entry of the register that governs it, the most specific words last."""
    found = []
    for entry in reading.entries:
        if entry.category == "sap":
            found.append((entry, "SAR", reading.register.controls["SAR"]))
            continue
        for word in entry.words:
            control = reading.register.entry(word)
            if control is not None:
                found.append((entry, word, control))
    return found


def _check_levels(reading: Reading) -> None:
    level = reading.level
    if level is None:
        return
    weighed = Level.C if level == Level.R and reading.owner is not None else level
    seen: set[int] = set()
    for entry, word, control in _governed(reading):
        if weighed in control.levels or id(entry) in seen:
            continue
        seen.add(id(entry))
        if control.is_for_unclassified:
            detail, born = f"{word} belongs to unclassified information", control.years[0]
            lawful = (datetime.date.min, born - datetime.timedelta(1)) if born > datetime.date.min else None
            reading.note("control-unclassified", entry.piece.start, entry.piece.end, detail, lawful)
        else:
            allowed = " or ".join(", ".join(one.name for one in sorted(control.levels)).rsplit(", ", 1))
            reading.note("control-level", entry.piece.start, entry.piece.end, f"{word} needs {allowed}")
    if reading.owner == "JOINT" and level == Level.R:
        reading.note("control-level", reading.level_end - 1, reading.level_end, "JOINT is never RESTRICTED")


def _present(reading: Reading) -> set[str]:
    words = {word for entry in reading.entries for word in entry.words}
    if reading.owner == "JOINT":
        words.add("JOINT")
    if "EYES ONLY" in words:
        words.discard("REL TO")
    return words


def _check_companions(reading: Reading) -> None:
    present = _present(reading)
    seen: set[str] = set()
    for entry, word, control in reversed(_governed(reading)):
        if reading.dialect == "state" and control.category == "non-ic":
            continue
        for needed in sorted(control.needs - present - seen):
            if control.category == "aea":
                continue
            seen.add(needed)
            reading.note("companion-missing", entry.piece.start, entry.piece.end, f"{word} needs {needed}")
        for advised in sorted(control.advised - present):
            if not present & {"REL TO", "DISPLAY ONLY", "RELIDO"}:
                reading.note(
                    "companion-advised", entry.piece.start, entry.piece.end, f"{word} usually stands with {advised}"
                )
    if reading.owner == "JOINT" and reading.joint:
        owners = reading.joint - {"USA"}
        place = reading.level_end - 1, reading.level_end
        if reading.rel_to is None:
            reading.note("companion-advised", *place, "JOINT usually stands with REL TO and its owners")
        elif reading.rel_to and not owners <= set(reading.rel_to):
            reading.note("companion-missing", *place, "JOINT needs REL TO with the same owners")


def _check_conflicts(reading: Reading) -> None:
    present = _present(reading)
    seen: set[frozenset[str]] = set()
    for entry, word, control in reversed(_governed(reading)):
        if word not in present:
            continue
        excluded = control.excludes | (control.excludes_in_portion if reading.form == "portion" else frozenset())
        for other in sorted(excluded & present):
            pair = frozenset((word, other))
            if pair not in seen:
                seen.add(pair)
                reading.note(
                    "controls-conflict", entry.piece.start, entry.piece.end, f"{word} and {other} exclude each other"
                )


def _check_years(reading: Reading) -> None:
    for entry in reading.entries:
        if entry.category == "sap":
            continue
        word = entry.words[-1]
        control = reading.register.entry(word)
        if control is not None and control.retired and control.years[1] != datetime.date.max:
            reading.note("retired", entry.piece.start, entry.piece.end, control.retired, control.years)
