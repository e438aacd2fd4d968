"""Sections: what of a message sent in sections is not in the set (the check of SET004)."""

from __future__ import annotations

from collections.abc import Iterator

from redactlint.rulepack import Rule
from redactlint.sets.groups import Group, Where, are_days_compatible
from redactlint.sets.hits import SetHit
from redactlint.sets.summary import Unit

__all__ = ["section_missing"]


def section_missing(group: Group, rule: Rule) -> Iterator[SetHit]:
    """SET004: sections of one message that no file of the set holds."""
    for units in _messages(group):
        totals = [total for _, unit in units for _, total in unit.sections]
        total = max(set(totals), key=lambda one: (totals.count(one), one))
        present: set[int] = set()
        for _, unit in units:
            numbers = {number for number, _ in unit.sections}
            present |= numbers
            # Where an archive merged the sections, the headings of the later ones are gone; the signature is not.
            present |= set(range(max(numbers), total + 1)) if unit.is_closed else set()
        missing = [one for one in range(1, total + 1) if one not in present]
        if not missing or total > rule.parameters["most"] or any(unit.is_extract for _, unit in units):
            continue
        where, unit = min(units, key=lambda one: (one[1].sections, one[0]))
        named = f"section{'s' if len(missing) > 1 else ''} {_listed(missing)} of {total}"
        arguments = {"missing": named, "message": unit.message or "the message", "files": _files(len(units))}
        related = tuple(
            (one, other.spot, f"section {other.sections[0][0]} here") for one, other in units if one != where
        )
        yield SetHit(where, unit.spot, arguments, related[:5], ("sections", named), "missing")


def _files(number: int) -> str:
    return "1 file" if number == 1 else f"{number} files"


def _listed(numbers: list[int]) -> str:
    words = [str(one) for one in numbers]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _messages(group: Group) -> Iterator[list[tuple[Where, Unit]]]:
    """The units of one message that are sections of it, of one year."""
    by_number: dict[str, list[tuple[Where, Unit]]] = {}
    for where, unit in group.units():
        if unit.role == "document" and unit.message is not None and unit.sections:
            by_number.setdefault(unit.message, []).append((where, unit))
    for units in by_number.values():
        clusters: list[list[tuple[Where, Unit]]] = []
        for where, unit in units:
            fitting = [one for one in clusters if all(are_days_compatible(unit, other) for _, other in one)]
            if len(fitting) > 1:  # a section of unknown date: it can be of either year, so nothing is certain
                clusters = []
                break
            if fitting:
                fitting[0].append((where, unit))
            else:
                clusters.append([(where, unit)])
        yield from clusters
