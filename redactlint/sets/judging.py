"""Judging: from a group of linked files to findings, each with its file; the second of the two steps of a set.

The first step is `running.judge`, from a document to its outcome; neither knows how many processes or machines run it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple, cast

from redactlint.engine import SET_CHECKS, check_of
from redactlint.findings import Finding, Hit, Place
from redactlint.grading import grade, rows_for
from redactlint.law.dates import EVER
from redactlint.sets.gathering import limits_by
from redactlint.sets.groups import Group
from redactlint.sets.keys import Limits

if TYPE_CHECKING:
    from redactlint.engine import Engine
    from redactlint.rulepack import Rule
    from redactlint.sets.hits import SetHit
    from redactlint.text import Span

__all__ = ["SetFinding", "judge_group", "limits_of", "set_rules"]


# Of many other places the first are named.
_MOST_RELATED = 5


class SetFinding(NamedTuple):
    """A finding of a set rule, and the number of the file that it is on."""

    number: int
    finding: Finding


def limits_of(engine: Engine) -> Limits:
    """What is too common or too short to mean anything, as the rules of the set say."""
    return limits_by(set_rules(engine))


def set_rules(engine: Engine) -> list[Rule]:
    """The rules of sets that the engine reports."""
    mine = (one for one in engine.rules if one.check.startswith(SET_CHECKS) and one.code in engine.reported)
    return sorted(mine, key=lambda one: one.code)


def judge_group(group: Group, engine: Engine) -> list[SetFinding]:
    """The findings of the set rules on a group of linked files; a rule gives way to those that it yields to."""
    found = []
    fired: dict[tuple[int, Span], set[str]] = {}
    for rule in set_rules(engine):
        seen: dict[str, int] = {}
        check = cast("Callable[[Group, Rule], Iterable[SetHit]]", check_of(rule))
        for hit in check(group, rule):
            place = (hit.where.number, hit.spot.span)
            level = _severity(group, hit, rule, engine)
            if level is not None and rule.yields_to_at_place.isdisjoint(fired.get(place, ())):
                fired.setdefault(place, set()).add(rule.code)
                found.append(SetFinding(hit.where.number, _finding(group, hit, rule, level, seen)))
    return found


def _severity(group: Group, hit: SetHit, rule: Rule, engine: Engine) -> str | None:
    unit = group.unit(hit.where)
    rows = rows_for(rule.severities, profile=engine.profile.name, kind=unit.kind, is_extract=unit.is_extract)
    level = grade(Hit(hit.spot.span, case=hit.case), rows, EVER, strict=engine.options.strict).severity
    if level is None:
        return None
    level = engine.severities.get(rule.code, level)
    return None if level == "none" else level


def _finding(group: Group, hit: SetHit, rule: Rule, level: str, seen: dict[str, int]) -> Finding:
    from redactlint.placing import message_of

    path = group.members[hit.where.number].path
    return Finding(
        rule=rule.code,
        name=rule.name,
        severity=level,
        message=message_of(rule, hit.arguments),
        place=hit.spot.place(path),
        span=hit.spot.span,
        citation=rule.cites,
        fingerprint=_fingerprint(rule.code, group.name(hit.where), hit.identity, seen),
        paragraph=hit.paragraph,
        related=tuple(_related(group, hit)),
    )


def _related(group: Group, hit: SetHit) -> Iterator[tuple[Place, str]]:
    for where, spot, words in hit.related[:_MOST_RELATED]:
        yield spot.place(group.members[where.number].path), words


def _fingerprint(code: str, name: str, identity: tuple[str, ...], seen: dict[str, int]) -> str:
    """A digest of what disagrees, by the names, labels and marks of both sides: it survives moved lines and files.

    Nothing of the text goes into it.
    """
    from redactlint.placing import hasher

    words = "\0".join((code, name, *identity))
    seen[words] = seen.get(words, 0) + 1
    if seen[words] > 1:
        words += f"\0{seen[words]}"
    return hasher()(words.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
