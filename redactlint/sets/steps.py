"""Steps: what a worker of any engine does; plain functions of values that can be sent, which keep nothing.

`judge_batch` is the first step, from files to outcomes and facts; `judge_groups` the second, from the facts of linked
files to findings.  Between them `keys_by_range` and `linked` tell what is linked, and `pick` takes the facts that a
group needs.
"""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from redactlint import __version__
from redactlint.engine import Engine, Outcome
from redactlint.runs.running import Plan, judge
from redactlint.sets.groups import Group, Member
from redactlint.sets.judging import SetFinding, judge_group
from redactlint.sets.keys import Limits, Shared, shared, split
from redactlint.sets.summary import SetFacts
from redactlint.values import evolve

if TYPE_CHECKING:
    from redactlint.runs.discovery import Source

__all__ = [
    "Facts", "Links", "Piece", "facts_of", "item", "judge_batch", "judge_groups", "kept", "keys_by_range", "linked",
    "outcomes_of", "pick", "version",
]  # fmt: skip

# The paths of the documents of a batch with what the set is judged by; and, before it, their outcomes.
Facts = list[tuple[str, SetFacts | None]]
Piece = tuple[list[Outcome], Facts]
# The numbers of linked files in the set, and their links.
Links = tuple[list[int], list[tuple[int, int]]]


@lru_cache(maxsize=32)
def _engine_of(plan: bytes, thread: int) -> tuple[Plan, Engine]:
    """The plan and an engine of a thread's own."""
    made: Plan = pickle.loads(plan)
    return made, made.engine()


def _here(plan: bytes) -> tuple[Plan, Engine]:
    import threading

    return _engine_of(plan, threading.get_ident())


def version(packs: bytes) -> tuple[str, str]:
    """The version of redactlint here, and the digest of its rules with those packs."""
    from redactlint import rulepack

    return __version__, rulepack.load(pickle.loads(packs)).digest


def kept(value: bytes) -> bytes:
    """A value that many tasks read, as a task: if the worker that holds it dies, it is made again."""
    return value


def judge_batch(plan: bytes, batch: Sequence[Source]) -> Piece:
    """The first step: the outcomes of a batch of files, and apart from them what the set is judged by."""
    made, engine = _here(plan)
    outcomes, facts = [], []
    for source in batch:
        for outcome in judge(made, engine, source):
            own = outcome.facts.set_facts
            facts.append((outcome.facts.path, own))
            if own is not None:
                light = own._replace(body=b"", keys=b"")
                outcome = evolve(outcome, facts=evolve(outcome.facts, set_facts=light))
            outcomes.append(outcome)
    return outcomes, facts


def outcomes_of(piece: Piece) -> list[Outcome]:
    """The outcomes of a batch."""
    return piece[0]


def facts_of(piece: Piece) -> Facts:
    """What the set is judged by, of a batch."""
    return piece[1]


def keys_by_range(facts: Facts, first: int, ranges: int) -> list[tuple[Any, Any]]:
    """The keys of a batch whose first file has the number `first` in the set, in so many ranges."""
    own = [(one.keys, number) for number, (_, one) in enumerate(facts, first) if one is not None]
    return split([keys for keys, _ in own], [number for _, number in own], ranges)


def item(pieces: list[tuple[Any, Any]], at: int) -> tuple[Any, Any]:
    """One range of them."""
    return pieces[at]


def linked(limits: Limits, pieces: list[tuple[Any, Any]]) -> Shared:
    """Which files share a key of one range, of all batches."""
    return shared(pieces, limits)


def pick(facts: Facts, first: int, numbers: list[int]) -> list[Member]:
    """The files of a batch that have those numbers in the set."""
    chosen = [(one, *facts[one - first]) for one in numbers]
    return [Member(number, path, own) for number, path, own in chosen if own is not None]


def judge_groups(
    plan: bytes, common: bytes, groups: list[Links], picks: list[list[Member]]
) -> list[SetFinding]:
    """The second step: the findings on groups of linked files."""
    _, engine = _here(plan)
    members = {one.number: one for pick in picks for one in pick}
    known = pickle.loads(common)
    return [
        finding
        for numbers, links in groups
        for finding in judge_group(Group([members[one] for one in numbers], links, known), engine)
    ]
