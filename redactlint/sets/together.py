"""Together: the outcomes of many documents, and then of the set that they are; in order, and with flat memory.

Two steps, whatever runs them: `running.judge` maps a document to its outcome, `judging.judge_group` reduces the facts
of files that are linked to findings.  Between them stand the keys (`keys.shared`), which say what is linked.  This
module runs them on one machine, the first step on its cores; `on_dask` runs them on a cluster.
"""

from __future__ import annotations

import gc
import pickle
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, BinaryIO, cast

from redactlint.engine import Outcome
from redactlint.findings import Finding
from redactlint.sets.groups import Group, Member
from redactlint.sets.judging import SetFinding, judge_group, limits_of
from redactlint.sets.keys import groups_of, shared, split, together
from redactlint.sets.settling import settled
from redactlint.values import evolve

if TYPE_CHECKING:
    from redactlint.engine import Engine

__all__ = ["Waiting", "by_file", "completed", "linked_groups"]

# Up to so many bytes of outcomes wait in memory, more in a nameless file.
_IN_MEMORY = 32_000_000
# After how many documents those kept so far are taken from the collector of cycles.
_KEPT_TOGETHER = 500
# From so many documents on the keys are compared in several ranges, so that less memory is used at a time.
_MANY = 50_000


class Waiting:
    """Outcomes that wait for what the set says, in order: on disk where they are many, in a file that has no name."""

    def __init__(self) -> None:
        self._stream = cast(BinaryIO, tempfile.SpooledTemporaryFile(_IN_MEMORY))  # noqa: SIM115 - closed by `drain`
        self.count = 0

    def add(self, outcome: Outcome) -> None:
        """Put one behind the others."""
        pickle.dump(outcome, self._stream, 5)
        self.count += 1

    def drain(self) -> Iterator[Outcome]:
        """All of them in their order; there are none left."""
        self._stream.seek(0)
        with self._stream as stream:
            for _ in range(self.count):
                yield pickle.load(stream)


def completed(outcomes: Iterable[Outcome], engine: Engine) -> Iterator[Outcome]:
    """The outcomes, in their order, with the findings of the set rules; the set is judged when the last one came."""
    waiting, members = Waiting(), []
    for number, outcome in enumerate(outcomes):
        if outcome.facts.set_facts is not None:
            members.append(Member(number, outcome.facts.path, outcome.facts.set_facts))
            outcome = evolve(outcome, facts=evolve(outcome.facts, set_facts=None))
        waiting.add(outcome)
        if number % _KEPT_TOGETHER == 0:
            gc.freeze()  # what is kept holds no cycles: it is not looked through again and again for them
    gc.freeze()
    found = by_file(finding for group in linked_groups(members, engine) for finding in judge_group(group, engine))
    by_number = {one.number: one.facts for one in members}
    for number, outcome in enumerate(waiting.drain()):
        facts = by_number.get(number)
        yield settled(engine, outcome, found.get(number, ()), () if facts is None else facts.carried)


def by_file(findings: Iterable[SetFinding]) -> dict[int, list[Finding]]:
    """The findings by the number of their file, in order of place."""
    found: dict[int, list[Finding]] = {}
    for one in findings:
        found.setdefault(one.number, []).append(one.finding)
    for each in found.values():
        each.sort(key=lambda one: (one.span, one.rule, one.message))
    return found


def linked_groups(members: Sequence[Member], engine: Engine) -> Iterator[Group]:
    """The groups of files that can disagree: those linked by a key, and each that is a section of a longer message."""
    by_number = {one.number: one for one in members}
    pairs, common = _links(members, engine)
    for numbers, links in groups_of(pairs, (one.number for one in members if one.facts.has_sections)):
        yield Group([by_number[one] for one in numbers], links, common)


def _links(members: Sequence[Member], engine: Engine) -> tuple[list[tuple[int, int]], frozenset[int]]:
    if not members:
        return [], frozenset()
    limits = limits_of(engine)
    pieces = split([one.facts.keys for one in members], [one.number for one in members], 1 + len(members) // _MANY)
    return together(shared([one], limits) for one in pieces)
